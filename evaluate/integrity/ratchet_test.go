package integrity_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/target"
)

func revisions(t *rapid.T) []integrity.TargetRevision {
	figure := rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64Range(-1000, 1000).Draw(t, "m"), rapid.Int32Range(-3, 1).Draw(t, "exp"))
	})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) integrity.TargetRevision {
		return integrity.TargetRevision{
			Target: figure.Draw(t, "target"), Actual: figure.Draw(t, "actual"), Next: figure.Draw(t, "next"),
		}
	}), 4, 30).Draw(t, "revisions")
}

func testRatchet(t *rapid.T) {
	s := revisions(t)
	r, err := integrity.Ratchet(s, target.Higher)
	if err != nil {
		t.Skip(err)
	}

	var x [][]*big.Rat
	var y []*big.Rat
	for _, step := range s {
		d := new(big.Rat).Sub(step.Actual.Rat(), step.Target.Rat())
		row := []*big.Rat{big.NewRat(1, 1), new(big.Rat), new(big.Rat)}
		if d.Sign() > 0 {
			row[1] = d
		} else {
			row[2] = d
		}
		x, y = append(x, row), append(y, new(big.Rat).Sub(step.Next.Rat(), step.Target.Rat()))
	}

	beta := exactSquares(x, y)
	rss := new(big.Rat)
	for i, row := range x {
		e := new(big.Rat).Set(y[i])
		for j := range row {
			e.Sub(e, new(big.Rat).Mul(row[j], beta[j]))
		}
		rss.Add(rss, e.Mul(e, e))
	}

	for j, got := range []float64{r.Constant, r.Above, r.Below} {
		if want, _ := beta[j].Float64(); got != want {
			t.Fatalf("coefficient %d is %v, want %v", j, got, want)
		}
	}

	s2, _ := rss.Mul(rss, big.NewRat(1, int64(len(s)-3))).Float64()
	inverse := func(j int) float64 {
		e := make([]*big.Rat, len(x))
		// (X'X)⁻¹ eⱼ solves X'X b = eⱼ; its j-th entry is the least squares of
		// the j-th column's own part: 1/|column − fit by the others|².
		var others [][]*big.Rat
		for i, row := range x {
			e[i] = row[j]
			others = append(others, append(slices.Clone(row[:j]), row[j+1:]...))
		}

		b := exactSquares(others, e)
		sum := new(big.Rat)
		for i := range others {
			d := new(big.Rat).Set(e[i])
			for k := range b {
				d.Sub(d, new(big.Rat).Mul(b[k], others[i][k]))
			}
			sum.Add(sum, d.Mul(d, d))
		}

		f, _ := sum.Inv(sum).Float64()
		return f
	}

	for j, got := range []float64{r.ConstantError, r.AboveError, r.BelowError} {
		if want := math.Sqrt(s2 * inverse(j)); math.Abs(got-want) > 1e-12*want {
			t.Fatalf("error %d is %v, want %v", j, got, want)
		}
	}

	// Mirrored figures of a lower-is-better target give the same response, and
	// so does any order.
	mirrored := slices.Clone(s)
	slices.Reverse(mirrored)
	for i, m := range mirrored {
		mirrored[i] = integrity.TargetRevision{Target: m.Target.Neg(), Actual: m.Actual.Neg(), Next: m.Next.Neg()}
	}
	again, err := integrity.Ratchet(mirrored, target.Lower)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, again); diff != "" {
		t.Fatalf("mirrored response (-want +got):\n%s", diff)
	}
	if !near(r.Asymmetry, r.Above-r.Below, 1e-12) || r.RSquared < 0 || r.RSquared > 1 {
		t.Fatalf("asymmetry %v of %v and %v, R² %v", r.Asymmetry, r.Above, r.Below, r.RSquared)
	}
}

func TestRatchetIsExact(t *testing.T) { rapid.Check(t, testRatchet) }
func FuzzRatchet(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(testRatchet)) }

func TestRatchetAsymmetryError(t *testing.T) {
	// With λ⁺ and λ⁻ replaced by λ⁻ + δ and λ⁻ the regression has δ as the
	// coefficient of max(A−T, 0) beside A−T: its error is that of δ.
	s := panel(t)
	r, err := integrity.Ratchet(s, target.Higher)
	if err != nil {
		t.Fatal(err)
	}

	var x [][]*big.Rat
	var above, y []*big.Rat
	for _, step := range s {
		d := step.Actual.Sub(step.Target).Rat()
		p := new(big.Rat)
		if d.Sign() > 0 {
			p = d
		}
		x = append(x, []*big.Rat{big.NewRat(1, 1), d})
		above = append(above, p)
		y = append(y, step.Next.Sub(step.Target).Rat())
	}

	residual := func(v []*big.Rat) (square *big.Rat, e []*big.Rat) {
		b := exactSquares(x, v)
		square = new(big.Rat)
		for i := range v {
			d := new(big.Rat).Set(v[i])
			for k := range b {
				d.Sub(d, new(big.Rat).Mul(b[k], x[i][k]))
			}
			e = append(e, d)
			square.Add(square, new(big.Rat).Mul(d, d))
		}
		return square, e
	}

	own, e := residual(above)
	yy, f := residual(y)
	cross := new(big.Rat)
	for i := range e {
		cross.Add(cross, new(big.Rat).Mul(e[i], f[i]))
	}
	delta := new(big.Rat).Quo(cross, own)
	rest := new(big.Rat).Sub(yy, new(big.Rat).Mul(delta, cross))
	variance, _ := rest.Quo(rest, new(big.Rat).Mul(own, big.NewRat(int64(len(s)-3), 1))).Float64()
	want, _ := delta.Float64()
	if r.Asymmetry != want || !near(r.AsymmetryError, math.Sqrt(variance), 1e-13) {
		t.Errorf("asymmetry %v (%v), want %v (%v)", r.Asymmetry, r.AsymmetryError, want, math.Sqrt(variance))
	}
}
