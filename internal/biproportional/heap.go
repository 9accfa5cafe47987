package biproportional

type arrival struct {
	dist float64
	line int32
}

func (nw *network) push(x arrival) {
	h := append(nw.heap, x)
	at := len(h) - 1
	for at > 0 {
		parent := (at - 1) / 2
		if h[parent].dist <= x.dist {
			break
		}
		h[at] = h[parent]
		at = parent
	}
	h[at] = x
	nw.heap = h
}

func (nw *network) pop() arrival {
	h := nw.heap
	top, last := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	at := 0

	for {
		next := 2*at + 1
		if next >= len(h) {
			break
		}
		if next+1 < len(h) && h[next+1].dist < h[next].dist {
			next++
		}
		if h[next].dist >= last.dist {
			break
		}
		h[at] = h[next]
		at = next
	}
	if len(h) > 0 {
		h[at] = last
	}

	nw.heap = h
	return top
}
