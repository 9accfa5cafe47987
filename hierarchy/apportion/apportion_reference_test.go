package apportion_test

import (
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy/apportion"
)

// aClaim is a claim in quanta, its bounds widened to far beyond every total
// where there are none and a share may go there.
type aClaim struct {
	w      *big.Rat
	lo, hi int64
}

const farOff = 1_000_000

// plainLevel returns clamp(λw, lo, hi) with the sum total, by trying every
// place at which a claim leaves or meets a bound.
func plainLevel(parties []aClaim, total *big.Rat) []*big.Rat {
	at := func(lambda *big.Rat) ([]*big.Rat, *big.Rat) {
		x, sum := make([]*big.Rat, len(parties)), new(big.Rat)
		for i, c := range parties {
			x[i] = new(big.Rat).Mul(lambda, c.w)
			if lo := big.NewRat(c.lo, 1); x[i].Cmp(lo) < 0 {
				x[i] = lo
			}
			if hi := big.NewRat(c.hi, 1); x[i].Cmp(hi) > 0 {
				x[i] = hi
			}
			sum.Add(sum, x[i])
		}
		return x, sum
	}

	ends := []*big.Rat{new(big.Rat)}
	for _, c := range parties {
		if c.w.Sign() > 0 {
			ends = append(ends, new(big.Rat).Quo(big.NewRat(c.lo, 1), c.w), new(big.Rat).Quo(big.NewRat(c.hi, 1), c.w))
		}
	}

	slices.SortFunc(ends, (*big.Rat).Cmp)
	for k, e := range ends {
		x, sum := at(e)
		switch c := sum.Cmp(total); {
		case c == 0:
			return x
		case c > 0 && k == 0:
			return nil
		case c > 0:
			_, before := at(ends[k-1])
			part := new(big.Rat).Quo(new(big.Rat).Sub(total, before), new(big.Rat).Sub(sum, before))
			lambda := part.Add(part.Mul(part, new(big.Rat).Sub(e, ends[k-1])), ends[k-1])
			x, _ = at(lambda)
			return x
		}
	}

	return nil
}

// plainPost is s(k)/w, squared for Hill, for a quantum from k to k+1.
func plainPost(r apportion.Rounding, k int64, w *big.Rat) *big.Rat {
	s := big.NewRat(k, 1)
	switch r {
	case apportion.Webster:
		s = big.NewRat(2*k+1, 2)
	case apportion.Jefferson:
		s = big.NewRat(k+1, 1)
	case apportion.Hill:
		s = big.NewRat(k*(k+1), 1)
		s.Quo(s, w)
	case apportion.Dean:
		s = big.NewRat(2*k*(k+1), 2*k+1)
	}
	return s.Quo(s, w)
}

// checkPlainApportion divides totals of both signs, and none, among parties with
// bounds on either side of zero and between multiples of the quantum. Largest
// remainder is computed on fractions; of a divisor method it is checked that no
// quantum waits before one that is served.
func checkPlainApportion(t *rapid.T) {
	n := rapid.IntRange(1, 5).Draw(t, "n")
	quantum := decimal.New(
		rapid.Int64Range(1, 3).Draw(t, "quantum"), rapid.Int32Range(-2, 2).Draw(t, "quantum exponent"),
	)
	units := rapid.Int64Range(-25, 25).Draw(t, "total")
	o := apportion.Options{Quantum: quantum, Rounding: apportion.Rounding(rapid.IntRange(0, 6).Draw(t, "rounding"))}
	parties, plain := make([]apportion.Party, n), make([]aClaim, n)
	exp := rapid.Int32Range(-30, 30).Draw(t, "weight exponent")
	bounded := rapid.Bool().Draw(t, "bounded")

	for i := range parties {
		c, p := &parties[i], &plain[i]
		c.Weight = decimal.New(rapid.Int64Range(0, 6).Draw(t, "weight"), exp+rapid.Int32Range(-1, 1).Draw(t, "e"))
		p.w, p.lo, p.hi = c.Weight.Rat(), -farOff, farOff
		// A bound may lie between two multiples of the quantum.
		bound := func(label string, q int64, up int64) decimal.NullDecimal {
			d := quantum.Mul(decimal.New(q, 0))
			if rapid.Bool().Draw(t, label+" between") {
				d = d.Sub(quantum.Mul(decimal.New(up*5, -1)))
			}
			return decimal.NewNullDecimal(d)
		}

		if bounded && rapid.Bool().Draw(t, "has min") {
			p.lo = rapid.Int64Range(-8, 8).Draw(t, "min")
			c.Min = bound("min", p.lo, 1)
		}

		if bounded && rapid.Bool().Draw(t, "has max") {
			p.hi = rapid.Int64Range(max(p.lo, -8), max(p.lo, -8)+9).Draw(t, "max")
			c.Max = bound("max", p.hi, -1)
		}

		// Where a bound is absent on the side that is not the total's, what is
		// nearest to zero stands in.
		if !c.Min.Valid && units >= 0 {
			p.lo = min(0, p.hi)
		}
		if !c.Max.Valid && units <= 0 {
			p.hi = max(0, p.lo)
		}
		if p.w.Sign() == 0 {
			p.lo = min(max(0, p.lo), p.hi)
			p.hi = p.lo
		}
	}

	least, most := int64(0), int64(0)
	for _, p := range plain {
		least, most = least+p.lo, most+p.hi
	}

	got, err := apportion.Apportion(quantum.Mul(decimal.New(units, 0)), parties, o)
	if units < least || units > most {
		var infeasible *apportion.InfeasibleError
		if !errors.As(err, &infeasible) {
			t.Fatalf("%v, want an InfeasibleError for %d of %d … %d", err, units, least, most)
		}
		if infeasible.Least.Valid && least > -farOff/2 &&
			!infeasible.Least.Decimal.Equal(quantum.Mul(decimal.New(least, 0))) ||
			infeasible.Most.Valid && most < farOff/2 &&
				!infeasible.Most.Decimal.Equal(quantum.Mul(decimal.New(most, 0))) ||
			infeasible.Least.Valid != (least > -farOff/2) || infeasible.Most.Valid != (most < farOff/2) {
			t.Fatalf("%v: from %v to %v, want %d to %d quanta", err, infeasible.Least, infeasible.Most, least, most)
		}
		return
	}

	if err != nil {
		t.Fatal(err)
	}

	shares := make([]int64, n)
	sum := int64(0)
	for i, s := range got.Shares {
		q, r := s.QuoRem(quantum, 0)
		shares[i] = q.IntPart()
		sum += shares[i]
		if !r.IsZero() || shares[i] < plain[i].lo || shares[i] > plain[i].hi {
			t.Fatalf("share %d = %v, from %d to %d quanta", i, s, plain[i].lo, plain[i].hi)
		}
		switch p := plain[i]; got.DecidedBy[i] {
		case apportion.ByMinimum:
			if !parties[i].Min.Valid || shares[i] != p.lo {
				t.Fatalf("share %d = %d is said to be at its minimum", i, shares[i])
			}
		case apportion.ByMaximum:
			if !parties[i].Max.Valid || shares[i] != p.hi {
				t.Fatalf("share %d = %d is said to be at its maximum", i, shares[i])
			}
		}
	}

	if sum != units {
		t.Fatalf("shares %v sum to %d, want %d", shares, sum, units)
	}

	checkBounds(t, quantum.Mul(decimal.New(units, 0)), parties, o, got)
	// The division goes away from zero: up, or with all signs turned.
	base := int64(0)
	for _, p := range plain {
		base += min(max(0, p.lo), p.hi)
	}

	sign := int64(1)
	if units < base {
		sign = -1
		for i, p := range plain {
			plain[i].lo, plain[i].hi = -p.hi, -p.lo
			shares[i] = -shares[i]
		}
	}

	tied, won := []int(nil), 0
	if o.Rounding <= apportion.LargestRemainder {
		x := plainLevel(plain, big.NewRat(sign*units, 1))
		left := sign * units
		want := make([]int64, n)
		rems := make([]*big.Rat, n)
		var order []int

		for i := range x {
			whole := new(big.Int).Div(x[i].Num(), x[i].Denom())
			want[i] = whole.Int64()
			rems[i] = new(big.Rat).Sub(x[i], new(big.Rat).SetInt(whole))
			left -= want[i]
			order = append(order, i)
		}

		slices.SortStableFunc(order, func(a, b int) int { return rems[b].Cmp(rems[a]) })
		for k, i := range order {
			if int64(k) < left {
				want[i]++
			}
		}

		if left > 0 {
			cut := rems[order[left-1]]
			for k, i := range order {
				if rems[i].Cmp(cut) == 0 {
					tied = append(tied, i)
					if int64(k) < left {
						won++
					}
				}
			}
		}

		if diff := cmp.Diff(want, shares); diff != "" {
			t.Fatalf("shares mismatch (-want +got):\n%s", diff)
		}
	} else {
		// No claim could hand its last quantum to one that would rather have
		// it: the smallest quotients are served, the earlier of equals first.
		type quotient struct {
			at, w *big.Rat
			i     int
		}
		compare := func(a, b quotient) int {
			if a.at.Sign() == 0 && b.at.Sign() == 0 {
				return b.w.Cmp(a.w)
			}
			return a.at.Cmp(b.at)
		}

		var served, waiting []quotient
		for i, p := range plain {
			if p.w.Sign() == 0 {
				continue
			}
			for k := max(0, p.lo); k < min(p.hi, 100); k++ {
				q := quotient{plainPost(o.Rounding, k, p.w), p.w, i}
				if k < shares[i] {
					served = append(served, q)
				} else {
					waiting = append(waiting, q)
				}
			}
		}

		if len(served) > 0 {
			last := slices.MaxFunc(served, compare)
			for _, q := range served {
				if compare(q, last) == 0 {
					tied, won = append(tied, q.i), won+1
				}
			}

			for _, q := range waiting {
				switch c := compare(q, last); {
				case c < 0:
					t.Fatalf("shares %v: claim %d was to be served before claim %d", shares, q.i, last.i)
				case c == 0:
					tied = append(tied, q.i)
					for _, s := range served {
						if compare(s, q) == 0 && s.i > q.i {
							t.Fatalf("shares %v: of a tie, claim %d was served before claim %d", shares, s.i, q.i)
						}
					}
				}
			}
		}
	}

	if won == len(tied) {
		tied, won = nil, 0
	}
	slices.Sort(tied)
	if diff := cmp.Diff(tied, got.Tied, cmpopts.EquateEmpty()); diff != "" || won != got.Won {
		t.Fatalf("shares %v: %d of %v won, want %d of %v", shares, got.Won, got.Tied, won, tied)
	}
}

// checkBounds moves the bounds of one claim after the other far off: those that
// decided nothing change nothing, and without a minimum that did the claim gets
// no more.
func checkBounds(
	t *rapid.T, total decimal.Decimal, parties []apportion.Party, o apportion.Options, got apportion.Apportionment,
) {
	for i, b := range got.DecidedBy {
		without := slices.Clone(parties)
		// An absent bound would not let the claim over to the other side of zero.
		if b != apportion.ByMaximum && parties[i].Min.Valid {
			without[i].Min = decimal.NewNullDecimal(o.Quantum.Mul(decimal.New(-farOff, 0)))
		}
		if b != apportion.ByMinimum && parties[i].Max.Valid {
			without[i].Max = decimal.NewNullDecimal(o.Quantum.Mul(decimal.New(farOff, 0)))
		}
		again, err := apportion.Apportion(total, without, o)
		if err != nil {
			if b == apportion.ByClaim {
				t.Fatalf("without the bounds of claim %d, which is free: %v", i, err)
			}
			continue
		}
		c := again.Shares[i].Cmp(got.Shares[i])
		if b == apportion.ByMinimum && c > 0 || b == apportion.ByMaximum && c < 0 || b == apportion.ByClaim &&
			!cmp.Equal(got.Shares, again.Shares) {
			t.Fatalf("%v, %v: without the bounds of claim %d %v", got.Shares, got.DecidedBy, i, again.Shares)
		}
	}
}

func TestPlainApportion(t *testing.T) { rapid.Check(t, checkPlainApportion) }
