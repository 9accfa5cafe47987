package apportion_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/apportion"
)

// multiplied is a multiplier as a fraction, and the bounds that decide.
type multiplied struct {
	OK       bool
	Num, Den int64
	Bounds   []apportion.Bound
	open     bool
}

func multiply(d *apportion.Divider, total int64, weights, lo, hi []int64) multiplied {
	m, ok := d.Multiplier(total, weights, lo, hi)
	if !ok {
		return multiplied{}
	}
	num := int64(m.Total)
	if m.Down {
		num = -num
	}
	return multiplied{OK: true, Num: num, Den: int64(m.Weight), Bounds: m.Bounds, open: m.Open()}
}

func multiplyBig(total int64, weights, lo, hi []int64) multiplied {
	bounds := func(b []int64, none int64) []*big.Int {
		if b == nil {
			return make([]*big.Int, len(weights))
		}
		return bigSlice(b, none)
	}
	w := bigSlice(weights, math.MinInt64)
	m, ok := apportion.BigMultiplier(big.NewInt(total), w, bounds(lo, noMin), bounds(hi, noMax))
	if !ok {
		return multiplied{}
	}
	open := m.Weight.Sign() == 0
	return multiplied{OK: true, Num: m.Total.Int64(), Den: m.Weight.Int64(), Bounds: m.Bounds, open: open}
}

// checkMultiplier compares a multiplier with its definition: clamp(λ·wᵢ, lᵢ, uᵢ) sums to
// the total, and there is one unless no λ gives the total.
func checkMultiplier(t *rapid.T) {
	p := drawProblem(t)
	var d apportion.Divider
	got := multiply(&d, p.total, p.weights, p.lo, p.hi)
	wide := multiplyBig(p.total, p.weights, p.lo, p.hi)
	if diff := cmp.Diff(got, wide, cmp.AllowUnexported(multiplied{})); diff != "" {
		t.Fatalf("Multiplier and BigMultiplier differ for %+v (-words +big):\n%s", p, diff)
	}
	if want := p.hasMultiplier(); got.OK != want {
		t.Fatalf("Multiplier(%+v) finds one: %t, want %t", p, got.OK, want)
	}
	if !got.OK {
		return
	}

	sum := new(big.Rat)
	for i, w := range p.weights {
		l, u := p.bounds(i)
		share := new(big.Rat)
		switch b := got.Bounds[i]; {
		case b == apportion.AtMin:
			share.SetInt64(l)
		case b == apportion.AtMax:
			share.SetInt64(u)
		case w > 0 && !got.open:
			share.SetFrac64(w*got.Num, got.Den)
		}
		if l != noMin && share.Cmp(big.NewRat(l, 1)) < 0 || u != noMax && share.Cmp(big.NewRat(u, 1)) > 0 {
			t.Fatalf("Multiplier(%+v) = %+v: share %v of claim %d is outside its bounds", p, got, share, i)
		}

		if w > 0 && !got.open && got.Bounds[i] != apportion.Free {
			beyond := new(big.Rat).SetFrac64(w*got.Num, got.Den).Cmp(share)
			if got.Bounds[i] == apportion.AtMin && beyond > 0 || got.Bounds[i] == apportion.AtMax && beyond < 0 {
				t.Fatalf("Multiplier(%+v) = %+v: no bound decides claim %d", p, got, i)
			}
		}
		sum.Add(sum, share)
	}
	if sum.Cmp(big.NewRat(p.total, 1)) != 0 {
		t.Fatalf("Multiplier(%+v) = %+v: shares sum to %v", p, got, sum)
	}
}

func (p *problem) bounds(i int) (l, u int64) {
	l, u = noMin, noMax
	if p.lo != nil {
		l = p.lo[i]
	}
	if p.hi != nil {
		u = p.hi[i]
	}
	return l, u
}

// hasMultiplier reports whether the total lies between the sums for λ = −∞ and λ = ∞.
func (p *problem) hasMultiplier() bool {
	least, most := int64(0), int64(0)
	endless := [2]bool{}
	for i, w := range p.weights {
		l, u := p.bounds(i)
		if l > u {
			return false
		}
		if w == 0 {
			l, u = min(max(0, l), u), min(max(0, l), u)
		}

		if l == noMin {
			endless[0] = true
		} else {
			least += l
		}
		if u == noMax {
			endless[1] = true
		} else {
			most += u
		}
	}

	return (endless[0] || least <= p.total) && (endless[1] || p.total <= most)
}

func TestMultiplier(t *testing.T) { rapid.Check(t, checkMultiplier) }

func TestMultiplierByHand(t *testing.T) {
	const (
		free  = apportion.Free
		atMin = apportion.AtMin
		atMax = apportion.AtMax
	)

	var d apportion.Divider
	for _, tt := range []struct {
		name            string
		total           int64
		weights, lo, hi []int64
		want            multiplied
	}{
		{
			name: "no bound decides", total: 12, weights: []int64{1, 2, 3},
			want: multiplied{OK: true, Num: 12, Den: 6, Bounds: []apportion.Bound{free, free, free}},
		},
		{
			name: "a maximum decides", total: 12, weights: []int64{1, 2, 3}, hi: []int64{noMax, noMax, 3},
			want: multiplied{OK: true, Num: 9, Den: 3, Bounds: []apportion.Bound{free, free, atMax}},
		},
		{
			name: "below zero a maximum decides too", total: -12, weights: []int64{1, 2, 3},
			hi:   []int64{-8, noMax, noMax},
			want: multiplied{OK: true, Num: -4, Den: 5, Bounds: []apportion.Bound{atMax, free, free}},
		},
		{
			name: "below zero a minimum decides", total: -12, weights: []int64{1, 2, 3},
			lo:   []int64{noMin, noMin, -3},
			want: multiplied{OK: true, Num: -9, Den: 3, Bounds: []apportion.Bound{free, free, atMin}},
		},
		{
			name: "maxima decide all", total: 10, weights: []int64{1, 1}, hi: []int64{5, 5},
			want: multiplied{OK: true, Bounds: []apportion.Bound{atMax, atMax}, open: true},
		},
		{
			name: "a maximum and a hold decide all", total: 8, weights: []int64{1, 1}, lo: []int64{0, 3},
			hi:   []int64{5, 3},
			want: multiplied{OK: true, Bounds: []apportion.Bound{atMax, atMax}, open: true},
		},
		{
			name: "zero is free on both sides", weights: []int64{0, 1},
			want: multiplied{OK: true, Den: 1, Bounds: []apportion.Bound{free, free}},
		},
		{
			name: "zero is the least", weights: []int64{0, 1}, lo: []int64{-5, 0},
			want: multiplied{OK: true, Bounds: []apportion.Bound{free, free}, open: true},
		},
		{
			name: "zero is the most", weights: []int64{1}, hi: []int64{0},
			want: multiplied{OK: true, Bounds: []apportion.Bound{free}, open: true},
		},
		{
			name: "a maximum and two holds above the lowest multiplier", total: 12,
			weights: []int64{1, 1, 2}, lo: []int64{0, 6, 4}, hi: []int64{2, 6, 4},
			want: multiplied{OK: true, Bounds: []apportion.Bound{atMax, atMin, atMin}, open: true},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := multiply(&d, tt.total, tt.weights, tt.lo, tt.hi)
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(multiplied{})); diff != "" {
				t.Errorf("Multiplier() mismatch (-want +got):\n%s", diff)
			}
			got = multiplyBig(tt.total, tt.weights, tt.lo, tt.hi)
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(multiplied{})); diff != "" {
				t.Errorf("BigMultiplier() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMultiplierOfWhatDoesNotFit(t *testing.T) {
	var d apportion.Divider
	for _, tt := range []struct {
		name    string
		total   int64
		weights []int64
		big     bool
	}{
		{name: "a weight below zero", total: 1, weights: []int64{2, -1}},
		{name: "a total of 2⁶¹", total: 1 << 61, weights: []int64{1, 1}, big: true},
		{name: "a total of −2⁶¹", total: -1 << 61, weights: []int64{1, 1}, big: true},
		{name: "weights of 2⁶³", total: 1, weights: []int64{1 << 62, 1 << 62}, big: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := multiply(&d, tt.total, tt.weights, nil, nil); got.OK {
				t.Errorf("Multiplier(%d, %v) = %+v, want none in words", tt.total, tt.weights, got)
			}
			if got := multiplyBig(tt.total, tt.weights, nil, nil); got.OK != tt.big {
				t.Errorf("BigMultiplier(%d, %v) = %+v, want one: %t", tt.total, tt.weights, got, tt.big)
			}
		})
	}
}
