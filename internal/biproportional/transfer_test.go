package biproportional

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// ways returns the distance of every line from the lines that have a step to
// give, by Bellman and Ford.
func (nw *network) ways(step int64) []float64 {
	dist := make([]float64, nw.m+nw.n)
	for v := range dist {
		dist[v] = math.Inf(1)
		if v < nw.m && nw.row[v] >= step || v >= nw.m && nw.col[v-nw.m] <= -step {
			dist[v] = 0
		}
	}
	for range dist {
		for i := range nw.m {
			for j := range nw.n {
				at := nw.a[i] + nw.b[j]
				dist[nw.m+j] = min(dist[nw.m+j], dist[i]+max(0, at-nw.down[i*nw.n+j]))
				dist[i] = min(dist[i], dist[nw.m+j]+max(0, nw.up[j*nw.m+i]-at))
			}
		}
	}
	return dist
}

// wanting returns the lines that want a step.
func (nw *network) wanting(step int64) (lines []int32) {
	for i, e := range nw.row {
		if e <= -step {
			lines = append(lines, int32(i))
		}
	}
	for j, e := range nw.col {
		if e >= step {
			lines = append(lines, int32(nw.m+j))
		}
	}
	return lines
}

func TestTransferSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for k := range 300 {
		_, nw := lay(drawTable(r, 2+r.IntN(5), 2+r.IntN(5), roundings[k%5], k%2 == 0), r, 0.3)
		step := int64(1) << r.IntN(3)
		nw.balance(step)
		want, sinks := nw.ways(step), nw.wanting(step)
		gives := slices.Contains(want, 0)
		if got := nw.start(step); got != (gives && len(sinks) > 0) {
			t.Fatalf("table %d: start() = %t with sources %t and %d sinks", k, got, gives, len(sinks))
		}
		if !gives || len(sinks) == 0 {
			continue
		}
		far := nw.search()
		sinks = slices.DeleteFunc(sinks, func(v int32) bool { return math.IsInf(want[v], 1) })
		last := 0.0

		for _, v := range nw.sinks {
			if want[v] < last-1e-12 {
				t.Fatalf("table %d: sink %d is not in the order of distances", k, v)
			}
			last = want[v]
		}

		got := slices.Sorted(slices.Values(nw.sinks))
		if !slices.Equal(got, sinks) || math.Abs(far-last) > 1e-12 {
			t.Fatalf("table %d: search() = %v to the sinks %v, want %v to %v", k, far, got, last, sinks)
		}

		for v, d := range want {
			if d < far-1e-12 && math.Abs(nw.dist[v]-d) > 1e-12 || nw.dist[v] < d-1e-12 {
				t.Fatalf("table %d: line %d is %v away, want %v", k, v, nw.dist[v], d)
			}
		}
	}
}

// TestTransfer checks what each transfer leaves: the table in balance at new
// multipliers, cells moved that lie on their signposts, lines with no more than
// they had, and something moved whenever there was a way.
func TestTransfer(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2))
	for k := range 300 {
		p := drawTable(r, 2+r.IntN(5), 2+r.IntN(5), roundings[k%5], k%2 == 0)
		ties := k%3 == 0
		if ties {
			for _, w := range p.Weights {
				w.SetInt64(int64(w.Sign()))
			}
		}

		s, nw := lay(p, r, 0.3)
		if ties {
			for _, mults := range [][]*big.Float{s.rho, s.sigma} {
				for i := range mults {
					mults[i] = big.NewFloat(7)
				}
			}
			s.round()
			nw = s.network(0)
			nw.meet(s)
		}

		nw.slack = onSignpost
		step := int64(1) << r.IntN(3)
		nw.balance(step)

		for {
			reachable := false
			dist := nw.ways(step)
			for _, v := range nw.wanting(step) {
				reachable = reachable || !math.IsInf(dist[v], 1)
			}
			row, col, was := slices.Clone(nw.row), slices.Clone(nw.col), slices.Clone(nw.k)
			down, up := slices.Clone(nw.down), slices.Clone(nw.up)
			if got := nw.transfer(step); got != reachable {
				t.Fatalf("table %d: transfer() = %t, and there is a way: %t", k, got, reachable)
			}
			nw.checkSums(t, s)
			nw.checkBalance(t, s, step)
			for c, k := range nw.k {
				i, j := c/nw.n, c%nw.n
				post := down[c]
				switch k - was[c] {
				case 0:
					continue
				case step:
					post = up[j*nw.m+i]
				case -step:
				default:
					t.Fatalf("cell %d moves by %d in a transfer of %d", c, k-was[c], step)
				}
				if at := nw.a[i] + nw.b[j]; math.Abs(at-post) > 1e-12 {
					t.Fatalf("cell %d moves at %v, and its signpost is %v", c, at, post)
				}
			}
			shrunk := func(was, is []int64) {
				for i := range was {
					if is[i]*was[i] < 0 || max(is[i], -is[i]) > max(was[i], -was[i]) {
						t.Fatalf("table %d: a line that had %d is left with %d", k, was[i], is[i])
					}
				}
			}
			shrunk(row, nw.row)
			shrunk(col, nw.col)
			if !reachable {
				break
			}
		}
	}
}

// TestTransferFar checks that a line stays exactly where it is if it is no
// nearer than the last sink.
func TestTransferFar(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 3))
	transfers := 0
	for range 200 {
		_, nw := lay(drawTable(r, 5, 5, Webster, false), r, 0.3)
		nw.balance(1)
		for nw.start(1) {
			far := nw.search()
			dist, a, b := slices.Clone(nw.dist), slices.Clone(nw.a), slices.Clone(nw.b)
			if !nw.transfer(1) {
				break
			}
			for v, d := range dist {
				stays := func(was, is float64) bool { return was == is && d > far-1e-12 || was != is && d < far }
				if v < nw.m && !stays(a[v], nw.a[v]) || v >= nw.m && !stays(b[v-nw.m], nw.b[v-nw.m]) {
					t.Fatalf("line %d at %v of %v moves wrongly", v, d, far)
				}
			}
			transfers++
		}
	}

	if transfers < 200 {
		t.Errorf("%d transfers", transfers)
	}
}

// TestTransferSpread counts how many searches a table of equal weights takes,
// all of whose cells tie: one serves for many steps.
func TestTransferSpread(t *testing.T) {
	for _, n := range []int{20, 60} {
		p := Problem{Weights: slices.Repeat(ints(1), n*n)}
		for i := range n {
			p.Rows = append(p.Rows, ints(int64(n+1+2*(i%2)))...)
			p.Cols = append(p.Cols, ints(int64(n+1+2*(i/2%2)))...)
		}

		s, nw := lay(p, rand.New(rand.NewPCG(5, 4)), 0)
		nw.slack = onSignpost
		nw.balance(1)
		if nw.left(1) < int64(n) {
			t.Fatalf("only %d steps are missing", nw.left(1))
		}
		searches := 0

		for nw.transfer(1) {
			searches++
		}
		nw.checkSums(t, s)
		nw.checkBalance(t, s, 1)
		if left := nw.left(1); left != 0 || searches > 4 {
			t.Errorf("%d searches leave %d steps", searches, left)
		}
	}
}

// TestTransferWalk walks over cells that are on their signposts: each cell once,
// and back out of dead ends.
func TestTransferWalk(t *testing.T) {
	inf := math.Inf(1)
	// Row 0 leads to columns 0 and 1, column 0 nowhere, column 1 to row 1, and row
	// 1 to column 2, which wants two steps.
	lay := func() *network {
		nw := &network{
			m: 2, n: 3, slack: onSignpost,
			q: slices.Repeat([]float64{10}, 6), lq: slices.Repeat([]float64{math.Log(10)}, 6),
			base: slices.Repeat([]float64{10}, 6), gap: make([]float64, 6),
			k: make([]int64, 6), lo: slices.Repeat([]int64{-9}, 6), hi: slices.Repeat([]int64{9}, 6),
			a: make([]float64, 2), b: make([]float64, 3), row: []int64{2, 0}, col: []int64{0, 0, 2},
			used: make([]bool, 6), done: make([]bool, 5), next: make([]int, 5), tokens: []int64{2, 0, 0, 0, -2},
			down: []float64{0, 0x1p-51, -1, -1, -1, 0},
			up:   []float64{1, 1, inf, 0x1p-50, inf, inf},
		}
		return nw
	}

	nw := lay()
	if !nw.walk(0, 1) {
		t.Fatal("walk() = false")
	}
	if want := []int64{0, -1, 0, 0, 1, -1}; !slices.Equal(nw.k, want) {
		t.Errorf("walk() moves %v, want %v", nw.k, want)
	}
	if nw.tokens[4] != -1 || nw.done[0] || nw.done[3] || nw.done[1] || !nw.done[2] {
		t.Errorf("walk() leaves tokens %v and lines done %v", nw.tokens, nw.done)
	}
	if nw.walk(0, 1) {
		t.Error("walk() uses a cell twice")
	}
	nw = lay()
	nw.next[0], nw.done[2] = 3, true // left from before
	nw.spread(1)
	if want := []int64{0, -1, 0, 0, 1, -1}; !slices.Equal(nw.k, want) || nw.tokens[0] != 1 || nw.tokens[4] != -1 {
		t.Errorf("spread() moves %v and leaves tokens %v", nw.k, nw.tokens)
	}
	nw = lay()
	nw.up[3] = 0x1p-48
	if nw.spread(1); slices.ContainsFunc(nw.k, func(k int64) bool { return k != 0 }) {
		t.Errorf("spread() moves %v off the signposts", nw.k)
	}
	nw = lay()
	nw.a[1], nw.up[1*2+1] = 0x1p-40, 0x1p-40 // shifts count with their signs
	nw.down[5] = 0x1p-40
	if nw.spread(1); nw.tokens[0] != 1 {
		t.Errorf("spread() leaves tokens %v", nw.tokens)
	}
}
