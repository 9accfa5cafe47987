package target

import "slices"

// graph is a set of edges between codes.
type graph struct{ from, to map[string][]string }

func (g *graph) add(from, to string) {
	if g.from == nil {
		g.from, g.to = make(map[string][]string), make(map[string][]string)
	}
	g.from[from] = append(g.from[from], to)
	g.to[to] = append(g.to[to], from)
}

// cyclic returns, in order, the codes that lie on a cycle, or between two.
func (g *graph) cyclic() []string {
	gone := make(map[string]bool)
	peel := func(in map[string][]string) {
		degree := make(map[string]int)
		var free []string
		for code, others := range in {
			for _, o := range others {
				if !gone[o] && !gone[code] {
					degree[o]++ // edges from o that remain
				}
			}
		}
		for code := range in {
			if degree[code] == 0 && !gone[code] {
				free = append(free, code)
			}
		}
		for len(free) > 0 {
			code := free[len(free)-1]
			free = free[:len(free)-1]
			gone[code] = true
			for _, o := range in[code] {
				if degree[o]--; degree[o] == 0 && !gone[o] {
					free = append(free, o)
				}
			}
		}
	}
	peel(g.to)
	peel(g.from)
	var left []string
	for code := range g.from {
		if !gone[code] {
			left = append(left, code)
		}
	}
	slices.Sort(left)
	return left
}
