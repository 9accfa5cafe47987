package biproportional

// Support returns the cells with a weight that are zero in every table that meets the
// margins, ascending. It returns a cut if no table meets them. The problem must have
// no bounds.
//
// A maximal flow meets the margins. Every other solution differs from it by cycles
// along which cells take more and give back. An empty cell can therefore get
// something only if its row and its column are on a cycle: in one strong component of
// the residual graph.
func Support(p Problem) (empty []int, cut *Cut) {
	t := newTable(p)
	f, cut := t.flow()
	if cut != nil || f == nil {
		return nil, cut
	}
	component := f.components()
	for c, w := range p.Weights {
		if w.Sign() > 0 && f.sent[c].Sign() == 0 && component[c/t.n] != component[t.m+c%t.n] {
			empty = append(empty, c)
		}
	}
	return empty, nil
}

// components numbers the strong components of the residual graph (Tarjan's algorithm,
// without recursion). A row leads to the columns to which it can send more. A column
// leads to the rows that have sent it something.
func (f *flow) components() []int32 {
	n := f.m + f.n
	component := make([]int32, n)
	index, low := make([]int32, n), make([]int32, n) // 0: not seen
	next := make([]int, n)
	onStack := make([]bool, n)
	var stack, path []int
	seen, found := int32(0), int32(0)

	enter := func(v int) {
		seen++
		index[v], low[v] = seen, seen
		stack, path = append(stack, v), append(path, v)
		onStack[v] = true
	}
	for root := range n {
		if index[root] != 0 {
			continue
		}
		for enter(root); len(path) > 0; {
			v := path[len(path)-1]
			if u, ok := f.follow(v, &next[v]); ok {
				switch {
				case index[u] == 0:
					enter(u)
				case onStack[u]:
					low[v] = min(low[v], index[u])
				}
				continue
			}

			path = path[:len(path)-1]
			if len(path) > 0 {
				up := path[len(path)-1]
				low[up] = min(low[up], low[v])
			}
			if low[v] < index[v] {
				continue
			}
			found++
			for {
				u := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				onStack[u], component[u] = false, found
				if u == v {
					break
				}
			}
		}
	}
	return component
}

// follow returns the next line to which a line leads, and advances next.
func (f *flow) follow(v int, next *int) (int, bool) {
	if v < f.m {
		for ; *next < f.n; *next++ {
			if j := *next; f.room[v*f.n+j].Sign() > 0 {
				*next++
				return f.m + j, true
			}
		}
		return 0, false
	}
	for ; *next < f.m; *next++ {
		if i := *next; f.sent[i*f.n+v-f.m].Sign() > 0 {
			*next++
			return i, true
		}
	}
	return 0, false
}
