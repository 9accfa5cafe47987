package biproportional

import (
	"math"

	"github.com/targetcascade/cascade/internal/detmath"
)

// network is the table as the transfer sees it. Every cell has a base, which is a
// whole number, plus k units. Its product is that of the multipliers at the time the
// network was laid, shifted by a for the row and b for the column, in logarithms.
//
// At a step of s units, up is the logarithm of a signpost divided by the product: the
// signpost from which the cell takes s more units. Down is that of the signpost from
// which it has its last s units. The table is in balance if
//
//	down ≤ a + b ≤ up
//
// in every cell. Infinities represent bounds. Down is stored row by row and up column
// by column, in the order in which each is read.
type network struct {
	m, n     int
	rounding Rounding
	exact    bool         // a unit is 1, so that a step of one unit meets the method's signposts
	q, lq    []float64    // product in units, and its logarithm
	base     []float64    // base in units
	gap      []float64    // base minus product, in units
	near     [2][]float64 // the signposts that a step of one unit down and up meets, more exactly; or nil
	k        []int64
	lo, hi   []int64
	down, up []float64
	a, b     []float64
	row, col []int64 // what the line has above its margin, in units

	dist   []float64
	from   []int32
	done   []bool
	used   []bool
	heap   []arrival
	sinks  []int32
	tokens []int64
	wanted int
	next   []int
	slack  float64
}

func newNetwork(t *table) *network {
	c := t.m * t.n
	return &network{
		m: t.m, n: t.n, rounding: t.rounding,
		q: make([]float64, c), lq: make([]float64, c), base: make([]float64, c), gap: make([]float64, c),
		k: make([]int64, c), lo: make([]int64, c), hi: make([]int64, c),
		down: make([]float64, c), up: make([]float64, c),
		a: make([]float64, t.m), b: make([]float64, t.n),
		row: make([]int64, t.m), col: make([]int64, t.n),
		dist: make([]float64, t.m+t.n), from: make([]int32, t.m+t.n),
		done: make([]bool, t.m+t.n), used: make([]bool, c), tokens: make([]int64, t.m+t.n), next: make([]int, t.m+t.n),
	}
}

// signpost returns the logarithm of the signpost between k−step and k units above the
// base, divided by the product of the cell.
func (nw *network) signpost(c int, k, step int64) float64 {
	if step == 1 && nw.near[0] != nil && (k == 0 || k == 1) {
		return nw.near[k][c]
	}
	at := float64(k) - float64(float64(step)*0.5)
	if nw.exact && step == 1 {
		at += nw.rounding.shift(max(at+nw.base[c], 1))
	}
	// The gap is more exact near the product, and the base elsewhere.
	if u := (at + nw.gap[c]) / nw.q[c]; u > -0.5 && u < 1 {
		return log1p(u)
	}
	return detmath.Log(at+nw.base[c]) - nw.lq[c]
}

func (nw *network) set(i, j int, step int64) {
	c := i*nw.n + j
	nw.down[c], nw.up[j*nw.m+i] = math.Inf(-1), math.Inf(1)
	if nw.k[c]-step >= nw.lo[c] {
		nw.down[c] = nw.signpost(c, nw.k[c], step)
	}
	if nw.k[c]+step <= nw.hi[c] {
		nw.up[j*nw.m+i] = nw.signpost(c, nw.k[c]+step, step)
	}
}

func (nw *network) move(i, j int, by, step int64) {
	nw.k[i*nw.n+j] += by
	nw.row[i] += by
	nw.col[j] += by
	nw.set(i, j, step)
}

// A stage says where the multipliers come from.
type stage uint8

const (
	guessed stage = iota // from proportional fitting: anything may move
	coarser              // from a network of larger units
	settled              // from a network of the same units, to be refined
)

// meetMargins brings the table to its margins within a unit. If the bounds leave no path
// for whole units, it comes as near as they allow. It moves steps of many units as
// long as there are many to move.
//
// A table that starts near its goal moves as little as necessary. Floating point then
// distinguishes ever finer differences.
//
// It returns false, with the table unfinished, if a step leaves a cell many steps
// off its product. The network must then be laid again.
func (nw *network) meetMargins(from stage) bool {
	if from == guessed {
		nw.slack = onSignpost
	}
	step := int64(1)
	for from != settled && nw.left(step) > int64(4*(nw.m+nw.n)) {
		step *= 2
	}
	for ; step > 0; step /= 2 {
		if !nw.balance(step) {
			return false
		}
		if from == guessed {
			nw.alternate(step)
		}
		for nw.transfer(step) {
		}
	}
	return true
}

// balance moves cells until all are in balance at the step. It reports false if
// a cell is farther off than steps of this size should leave it.
func (nw *network) balance(step int64) bool {
	const most = 8
	for i := range nw.m {
		for j := range nw.n {
			c := i*nw.n + j
			if nw.lo[c] == nw.hi[c] {
				nw.down[c], nw.up[j*nw.m+i] = math.Inf(-1), math.Inf(1)
				continue
			}
			nw.set(i, j, step)
			at, moves := nw.a[i]+nw.b[j], 0
			for ; at > nw.up[j*nw.m+i] && moves < most; moves++ {
				nw.move(i, j, step, step)
			}
			for ; at < nw.down[c] && moves < most; moves++ {
				nw.move(i, j, -step, step)
			}
			if moves == most {
				return false
			}
		}
	}

	return true
}

// alternate brings the rows and the columns to their margins in turn, each line by
// itself, as long as that gains something. It stalls if cells tie.
func (nw *network) alternate(step int64) {
	for left := nw.left(step); left > 0; {
		for i := range nw.m {
			nw.line(i, step)
		}
		for j := range nw.n {
			nw.line(nw.m+j, step)
		}
		was := left
		if left = nw.left(step); left >= was-was/8 {
			break
		}
	}
}

// left returns how many steps the lines are off their margins.
func (nw *network) left(step int64) (sum int64) {
	for _, e := range nw.row {
		sum += max(e, -e) / step
	}
	for _, e := range nw.col {
		sum += max(e, -e) / step
	}
	return sum
}

// line moves the cells of line v that are nearest to their signposts until the line
// meets its margin within a step. It then shifts the multiplier of the line to the
// middle of the range in which that holds.
func (nw *network) line(v int, step int64) {
	excess, shift, cells := &nw.row, &nw.a, nw.n
	other, at := nw.b, v
	if v >= nw.m {
		excess, shift, cells = &nw.col, &nw.b, nw.m
		other, at = nw.a, v-nw.m
	}

	by := -step
	if (*excess)[at] < 0 {
		by = step
	}
	if e := (*excess)[at]; e >= step || e <= -step {
		nw.heap = nw.heap[:0]
		for u := range cells {
			if d := nw.margin(v, u, by, other); d < math.Inf(1) {
				nw.push(arrival{d, int32(u)})
			}
		}
		for len(nw.heap) > 0 && ((*excess)[at] >= step || (*excess)[at] <= -step) {
			u := int(nw.heap[0].line)
			if v < nw.m {
				nw.move(v, u, by, step)
			} else {
				nw.move(u, v-nw.m, by, step)
			}
			nw.pop()
			if d := nw.margin(v, u, by, other); d < math.Inf(1) {
				nw.push(arrival{d, int32(u)})
			}
		}
	}

	low, high := math.Inf(-1), math.Inf(1)
	for u := range cells {
		low = max(low, -nw.margin(v, u, -step, other))
		high = min(high, nw.margin(v, u, step, other))
	}
	switch {
	case low == math.Inf(-1):
		(*shift)[at] = min((*shift)[at], high)
	case high == math.Inf(1):
		(*shift)[at] = max((*shift)[at], low)
	default:
		(*shift)[at] = (low + high) / 2
	}
}

// margin returns the shift of line v at which its cell u moves: up for a positive
// step. For a negative step it is the shift down, with the sign reversed.
func (nw *network) margin(v, u int, by int64, other []float64) float64 {
	i, j := v, u
	if v >= nw.m {
		i, j = u, v-nw.m
	}
	if by > 0 {
		return nw.up[j*nw.m+i] - other[u]
	}
	return other[u] - nw.down[i*nw.n+j]
}
