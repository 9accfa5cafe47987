package trial_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy/trial"
)

func drawRat(t *rapid.T, name string, low, high int64) *big.Rat {
	return big.NewRat(rapid.Int64Range(low, high).Draw(t, name), rapid.SampledFrom([]int64{1, 1, 2, 3}).Draw(t, "den"))
}

// shareByCases tries every way in which children can stand at bounds, and takes
// the one that fits.
func shareByCases(mass *big.Rat, basis, offset, weight, least, most []*big.Rat) []*big.Rat {
	n := len(basis)
	cases := 1
	for range n {
		cases *= 3
	}
	for k := range cases {
		rest, growth := new(big.Rat).Set(mass), new(big.Rat)
		at := make([]int, n)
		possible := true
		for i, left := 0, k; i < n; i, left = i+1, left/3 {
			at[i] = left % 3
			var x *big.Rat
			switch at[i] {
			case 0:
				x = offset[i]
				growth.Add(growth, new(big.Rat).Mul(basis[i], weight[i]))
			case 1:
				x = least[i]
			case 2:
				x = most[i]
			}
			if x == nil {
				possible = false
				break
			}
			rest.Sub(rest, new(big.Rat).Mul(basis[i], x))
		}

		if !possible || growth.Sign() == 0 {
			continue
		}
		if q, ok := fits(rest.Quo(rest, growth), at, offset, weight, least, most); ok {
			return q
		}
	}
	return nil
}

// fits reports whether the children stand at a λ where they are said to stand.
func fits(lambda *big.Rat, at []int, offset, weight, least, most []*big.Rat) ([]*big.Rat, bool) {
	q := make([]*big.Rat, len(at))
	for i := range q {
		x := new(big.Rat).Mul(lambda, weight[i])
		x.Add(x, offset[i])

		low := least[i] != nil && x.Cmp(least[i]) < 0
		high := most[i] != nil && x.Cmp(most[i]) > 0
		switch q[i] = x; at[i] {
		case 0:
			if low || high {
				return nil, false
			}
		case 1:
			if q[i] = least[i]; x.Cmp(least[i]) > 0 {
				return nil, false
			}
		case 2:
			if q[i] = most[i]; x.Cmp(most[i]) < 0 {
				return nil, false
			}
		}
	}

	return q, true
}

func drawTrack(t *rapid.T) trial.Track {
	n := rapid.IntRange(1, 5).Draw(t, "n")
	tr := trial.Track{Mass: drawRat(t, "mass", -20, 60)}
	level := rapid.Bool().Draw(t, "constant weights")
	for range n {
		tr.Basis = append(tr.Basis, drawRat(t, "basis", 0, 4))
		o, w := drawRat(t, "offset", -5, 9), drawRat(t, "weight", 0, 5)
		least, most := (*big.Rat)(nil), (*big.Rat)(nil)
		if rapid.Bool().Draw(t, "has least") {
			least = drawRat(t, "least", -6, 6)
		}
		if rapid.Bool().Draw(t, "has most") {
			most = drawRat(t, "most", 0, 9)
			if least != nil {
				most.Add(most, least)
			}
		}
		tr.Offset[0], tr.Weight[0] = append(tr.Offset[0], o), append(tr.Weight[0], w)
		tr.Least[0], tr.Most[0] = append(tr.Least[0], least), append(tr.Most[0], most)

		move := new(big.Rat)
		if level {
			o, move = drawRat(t, "later offset", -5, 9), drawRat(t, "move", -2, 2)
		} else {
			w = drawRat(t, "later weight", 0, 5)
		}
		tr.Offset[1], tr.Weight[1] = append(tr.Offset[1], o), append(tr.Weight[1], w)
		tr.Least[1], tr.Most[1] = append(tr.Least[1], add(least, move)), append(tr.Most[1], add(most, move))
	}
	return tr
}

func add(x, y *big.Rat) *big.Rat {
	if x == nil {
		return nil
	}
	return new(big.Rat).Add(x, y)
}

// The exact division is the one way of standing at bounds that fits.
func sharesExactly(t *rapid.T) {
	tr := drawTrack(t)
	got, ok := trial.Share(tr.Mass, tr.Basis, tr.Offset[0], tr.Weight[0], tr.Least[0], tr.Most[0])
	want := shareByCases(tr.Mass, tr.Basis, tr.Offset[0], tr.Weight[0], tr.Least[0], tr.Most[0])
	if !ok {
		if want != nil {
			t.Fatalf("Share(%v) has no answer, want %v", tr, want)
		}
		return
	}
	mass := new(big.Rat)
	for i, q := range got {
		mass.Add(mass, new(big.Rat).Mul(tr.Basis[i], q))
		if want != nil && tr.Basis[i].Sign() > 0 && q.Cmp(want[i]) != 0 {
			t.Fatalf("Share(%v) = %v, want %v", tr, got, want)
		}
	}
	if mass.Cmp(tr.Mass) != 0 {
		t.Fatalf("Share(%v) = %v, with a mass of %v", tr, got, mass)
	}
}

func TestSharesExactly(t *testing.T) { rapid.Check(t, sharesExactly) }
func FuzzSharesExactly(f *testing.F) { f.Fuzz(rapid.MakeFuzz(sharesExactly)) }

var hundredths = func() []*big.Rat {
	var all []*big.Rat
	for k := range int64(101) {
		all = append(all, big.NewRat(k, 100))
	}
	return all
}()

// The pieces cover the interval without gaps, and give the quotas that the
// division gives at every parameter.
func piecesAreQuotas(t *rapid.T) {
	tr := drawTrack(t)
	pieces, ok := tr.Pieces()
	if !ok {
		return
	}

	end := new(big.Rat)
	for _, p := range pieces {
		if p.From.Cmp(end) != 0 || p.To.Cmp(p.From) <= 0 {
			t.Fatalf("Pieces(%v): from %v to %v after %v", tr, p.From, p.To, end)
		}
		end = p.To
		for _, at := range hundredths {
			if at.Cmp(p.From) < 0 || at.Cmp(p.To) > 0 {
				continue
			}
			want, ok := tr.Share(at)
			if !ok {
				continue // at an end, where all weights are zero
			}
			for i, q := range p.Quotas(at) {
				if tr.Basis[i].Sign() > 0 && q.Cmp(want[i]) != 0 {
					t.Fatalf("Pieces(%v) at %v = %v, want %v", tr, at, p.Quotas(at), want)
				}
			}
		}
	}
	if end.Cmp(big.NewRat(1, 1)) != 0 {
		t.Fatalf("Pieces(%v) end at %v", tr, end)
	}
}

func TestPiecesAreQuotas(t *testing.T) { rapid.Check(t, piecesAreQuotas) }
func FuzzPiecesAreQuotas(f *testing.F) { f.Fuzz(rapid.MakeFuzz(piecesAreQuotas)) }

// Between two neighbouring knots every distance is monotone, so that no
// parameter is better than the best knot.
func knotsAreEnough(t *rapid.T) {
	tr := drawTrack(t)
	pieces, ok := tr.Pieces()
	if !ok {
		return
	}
	var observed, weight []*big.Rat
	for _, b := range tr.Basis {
		observed = append(observed, drawRat(t, "observed", -3, 9))
		weight = append(weight, new(big.Rat))
		if b.Sign() > 0 { // a unit without basis is not compared
			weight[len(weight)-1] = drawRat(t, "weight", 1, 3)
		}
	}

	tolerance := drawRat(t, "tolerance", 0, 2)
	for _, d := range []trial.Distance{trial.MeanAbsolute, trial.RootMeanSquare, trial.Greatest, trial.ShareOff} {
		for _, p := range pieces {
			off := func(at *big.Rat) *big.Rat { return trial.Off(d, p.Quotas(at), observed, weight, tolerance) }
			checkMonotone(t, off, p.Knots(d, observed, weight, tolerance), d)
		}
	}
}

// checkMonotone looks at parameters between neighbouring knots.
func checkMonotone(t *rapid.T, off func(at *big.Rat) *big.Rat, knots []*big.Rat, d trial.Distance) {
	for k := 1; k < len(knots); k++ {
		width := new(big.Rat).Sub(knots[k], knots[k-1])
		var seen []*big.Rat
		for part := range int64(8) {
			at := new(big.Rat).Mul(width, big.NewRat(part, 7))
			seen = append(seen, off(at.Add(at, knots[k-1])))
		}
		up, down := true, true
		for i := 1; i < len(seen); i++ {
			up = up && seen[i].Cmp(seen[i-1]) >= 0
			down = down && seen[i].Cmp(seen[i-1]) <= 0
		}
		if !up && !down {
			t.Fatalf("distance %d is not monotone from %v to %v: %v", d, knots[k-1], knots[k], seen)
		}
	}
}

func TestKnotsAreEnough(t *testing.T) { rapid.Check(t, knotsAreEnough) }
func FuzzKnotsAreEnough(f *testing.F) { f.Fuzz(rapid.MakeFuzz(knotsAreEnough)) }
