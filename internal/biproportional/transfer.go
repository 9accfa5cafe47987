package biproportional

import "math"

// transfer finds the cheapest paths from all lines that have a step to give to all
// lines. It shifts the multipliers so that these paths cost nothing, and moves steps
// along them to lines that want one. It reports whether it moved any.
//
// A row above its margin gives by lowering a cell. The column of the cell is then
// below its margin, and raises another cell, whose row is then above.
func (nw *network) transfer(step int64) bool {
	if !nw.start(step) {
		return false
	}
	far := nw.search()
	// Lines that are farther stay where they are, exactly.
	for i := range nw.m {
		nw.a[i] += min(nw.dist[i]-far, 0)
	}
	for j := range nw.n {
		nw.b[j] -= min(nw.dist[nw.m+j]-far, 0)
	}
	clear(nw.used)
	for _, v := range nw.sinks {
		nw.carry(int(v), step)
	}
	nw.spread(step)
	return len(nw.sinks) > 0 // the way to the first is free
}

// onSignpost is the distance from its signpost, in logarithms, at which a cell still
// counts as on it, if no finer difference matters yet.
const onSignpost = 0x1p-50

// spread moves further steps along cells that are on their signposts, as long as it
// finds paths without examining any cell twice. If many cells tie, one search then
// serves many steps.
func (nw *network) spread(step int64) {
	clear(nw.next)
	clear(nw.done)
	for v := range nw.tokens {
		for nw.tokens[v] > 0 && nw.walk(v, step) {
			nw.tokens[v]--
		}
	}
}

// walk carries a step from line v to some sink.
func (nw *network) walk(v int, step int64) bool {
	if nw.tokens[v] < 0 {
		nw.tokens[v]++
		return true
	}
	nw.done[v] = true // on the way, or a dead end
	if v < nw.m {
		for ; nw.next[v] < nw.n; nw.next[v]++ {
			j := nw.next[v]
			c := v*nw.n + j
			if !nw.used[c] && !nw.done[nw.m+j] && nw.a[v]+nw.b[j]-nw.down[c] <= nw.slack && nw.walk(nw.m+j, step) {
				nw.used[c], nw.done[v] = true, false
				nw.move(v, j, -step, step)
				return true
			}
		}
		return false
	}

	j := v - nw.m
	for ; nw.next[v] < nw.m; nw.next[v]++ {
		i := nw.next[v]
		if c := i*nw.n + j; !nw.used[c] && !nw.done[i] && nw.up[j*nw.m+i]-nw.a[i]-nw.b[j] <= nw.slack &&
			nw.walk(i, step) {
			nw.used[c], nw.done[v] = true, false
			nw.move(i, j, step, step)
			return true
		}
	}

	return false
}

// start lays out the tokens: positive for steps to give, negative for steps wanted.
// It reports whether there are both.
func (nw *network) start(step int64) bool {
	nw.heap, nw.sinks = nw.heap[:0], nw.sinks[:0]
	wanted := 0
	for v := range nw.tokens {
		if v < nw.m {
			nw.tokens[v] = nw.row[v] / step
		} else {
			nw.tokens[v] = -nw.col[v-nw.m] / step
		}
		nw.dist[v], nw.from[v], nw.done[v] = math.Inf(1), -1, false
		if nw.tokens[v] > 0 {
			nw.reach(int32(v), -1, 0)
		}
		if nw.tokens[v] < 0 {
			wanted++
		}
	}
	nw.wanted = wanted
	return wanted > 0 && len(nw.heap) > 0
}

// search is Dijkstra's algorithm, as far as there are sinks to be reached. It
// returns the distance of the last.
func (nw *network) search() (far float64) {
	for len(nw.heap) > 0 && len(nw.sinks) < nw.wanted {
		at := nw.pop()
		v := int(at.line)
		if nw.done[v] {
			continue
		}

		nw.done[v] = true
		if nw.tokens[v] < 0 {
			far = at.dist
			nw.sinks = append(nw.sinks, at.line)
		}
		if v < nw.m {
			for j, down := range nw.down[v*nw.n : (v+1)*nw.n] {
				if u := nw.m + j; !nw.done[u] {
					nw.reach(int32(u), at.line, at.dist+max(0, nw.a[v]+nw.b[j]-down))
				}
			}
			continue
		}

		j := v - nw.m
		for i, up := range nw.up[j*nw.m : (j+1)*nw.m] {
			if !nw.done[i] {
				nw.reach(int32(i), at.line, at.dist+max(0, up-nw.a[i]-nw.b[j]))
			}
		}
	}
	return far
}

func (nw *network) reach(v, from int32, dist float64) {
	if dist >= nw.dist[v] {
		return
	}
	nw.dist[v], nw.from[v] = dist, from
	nw.push(arrival{dist, v})
}

// cell returns the cell between lines v and u, one of them a row.
func (nw *network) cell(v, u int) (i, j int) {
	if v < nw.m {
		return v, u - nw.m
	}
	return u, v - nw.m
}

// carry moves a step along the path to sink v, if its source still has one and no
// cell on the path has moved since the search.
func (nw *network) carry(v int, step int64) {
	source := v
	for nw.from[source] >= 0 {
		i, j := nw.cell(source, int(nw.from[source]))
		if nw.used[i*nw.n+j] {
			return
		}
		source = int(nw.from[source])
	}

	if nw.tokens[source] == 0 {
		return
	}

	nw.tokens[source]--
	nw.tokens[v]++
	for u := v; u != source; u = int(nw.from[u]) {
		i, j := nw.cell(u, int(nw.from[u]))
		nw.used[i*nw.n+j] = true
		by := step // a column gives by raising a cell
		if u >= nw.m {
			by = -step
		}
		nw.move(i, j, by, step)
	}
}
