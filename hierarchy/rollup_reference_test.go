package hierarchy_test

import (
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// rolling rolls up as the documentation says it, in fractions.
type rolling struct {
	children   map[string][]hierarchy.Unit // without memo units
	figures    map[string]decimal.Decimal
	basis      map[string]decimal.Decimal
	mean, gaps bool
	based      bool // coverage is by the basis
	refused    bool
	out        map[string]rolled
}

type rolled struct {
	some, own      bool
	empty          bool // all bases below it are zero: there is no mean
	num, den       *big.Rat
	whole, covered *big.Rat
}

func (r *rolling) unit(u hierarchy.Unit) rolled {
	x := rolled{num: new(big.Rat), den: new(big.Rat), whole: new(big.Rat), covered: new(big.Rat)}
	lacks := false
	for _, child := range r.children[u.Code] {
		y := r.unit(child)
		x.some = x.some || y.some
		lacks = lacks || !y.some && child.Role == hierarchy.Member
		x.num.Add(x.num, y.num)
		x.den.Add(x.den, y.den)
		x.whole.Add(x.whole, y.whole)
		x.covered.Add(x.covered, y.covered)
	}

	b, given := r.basis[u.Code]
	f, has := r.figures[u.Code]
	if x.some {
		r.refused = r.refused || lacks && !r.gaps
		x.empty = r.mean && x.den.Sign() == 0
	} else {
		if x.own, x.some = has, has; has && r.mean {
			x.num, x.den = new(big.Rat).Mul(b.Rat(), f.Rat()), b.Rat()
			r.refused = r.refused || u.Parent != "" && u.Role != hierarchy.Memo && (!given || b.Sign() < 0)
		} else if has {
			x.num = f.Rat()
		}
		switch {
		case r.based && given:
			x.whole = b.Rat()
			r.refused = r.refused || r.gaps && b.Sign() < 0
		case !r.based && len(r.children[u.Code]) == 0 && u.Role != hierarchy.Residual:
			x.whole = rat(1)
		}
	}

	if x.own {
		x.covered = x.whole
	}
	r.out[u.Code] = x
	return x
}

// drawWide draws figures of any size for most of the units.
func drawWide(t *rapid.T, units []hierarchy.Unit, low int64) map[string]decimal.Decimal {
	figures := map[string]decimal.Decimal{}
	wide := rapid.Bool().Draw(t, "wide")
	for _, u := range units {
		if rapid.IntRange(0, 4).Draw(t, "gap") == 0 {
			continue
		}
		m, exp := rapid.Int64Range(low, 20).Draw(t, "figure"), int32(0)
		if wide {
			exp = rapid.SampledFrom([]int32{0, 25, -3, -99, 18}).Draw(t, "exp")
			m *= rapid.SampledFrom([]int64{1, 1, 1 << 57}).Draw(t, "times")
		}
		figures[u.Code] = decimal.New(m, exp)
	}
	return figures
}

// rollUpMatchesReference rolls figures up from any level, with gaps, memo and
// residual units, on bases of which some are wrong.
func rollUpMatchesReference(t *rapid.T) {
	units := drawUnits(t)
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		t.Fatal(err)
	}

	kind := rapid.SampledFrom([]target.Kind{target.Flow, target.Ratio}).Draw(t, "kind")
	r := rolling{
		children: map[string][]hierarchy.Unit{}, out: map[string]rolled{}, mean: kind == target.Ratio,
		figures: drawWide(t, units, -20), basis: drawWide(t, units, rapid.Int64Range(-1, 0).Draw(t, "least")),
		gaps: rapid.Bool().Draw(t, "gaps"),
	}

	r.based = r.mean || rapid.Bool().Draw(t, "based")
	for _, u := range units {
		if u.Role != hierarchy.Memo {
			r.children[u.Parent] = append(r.children[u.Parent], u)
		}
	}

	for _, children := range r.children {
		if !slices.ContainsFunc(children, func(u hierarchy.Unit) bool { return u.Role == hierarchy.Member }) {
			return // a residual of nothing
		}
	}

	for _, u := range units {
		if u.Parent == "" || u.Role == hierarchy.Memo {
			r.unit(u)
		}
	}

	columnOf := func(m map[string]decimal.Decimal) hierarchy.Column {
		c, err := tree.Column(maps.All(m))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	var basis, got, coverage hierarchy.Column
	if r.based {
		basis = columnOf(r.basis)
	}
	if r.gaps {
		got, coverage, err = hierarchy.RollUpCovered(kind, columnOf(r.figures), basis)
	} else {
		got, err = hierarchy.RollUp(kind, columnOf(r.figures), basis)
	}

	if (err != nil) != r.refused {
		t.Fatalf("%v, refused is %v", err, r.refused)
	}
	if err != nil {
		return
	}

	exp := int32(0)
	for _, f := range r.figures {
		exp = min(exp, f.Exponent())
	}

	unit := decimal.New(1, max(exp-12, -100)).Rat()
	for code, x := range r.out {
		f, ok := got.At(code)
		own, has := r.figures[code]
		if ok != (x.some && (!x.empty || has)) {
			t.Fatalf("%s has a figure: %v", code, ok)
		}

		want := x.num
		switch {
		case x.own, x.empty && has:
			want = own.Rat()
		case x.some && r.mean && !x.empty:
			want = new(big.Rat).Quo(x.num, x.den)
			want.Mul(nearest(want.Quo(want, unit)), unit)
		}

		if ok && f.Rat().Cmp(want) != 0 {
			t.Errorf("%s has %v, want %s", code, f, want.FloatString(20))
		}
		c, ok := coverage.At(code)
		if ok != (r.gaps && (x.own || x.some && x.whole.Sign() > 0)) {
			t.Errorf("%s has a coverage: %v", code, ok)
		}

		if ok {
			short := rat(1)
			if !x.own {
				short.Quo(x.covered, x.whole)
			}
			if short.Sub(short, c.Rat()); short.Sign() < 0 || short.Cmp(decimal.New(1, -16).Rat()) >= 0 {
				t.Errorf("%s has a coverage of %v, %s short", code, c, short.FloatString(20))
			}
		}
	}
}

// nearest returns the nearest integer, halves away from zero.
func nearest(x *big.Rat) *big.Rat {
	n := new(big.Int).Abs(x.Num())
	n.Lsh(n, 1).Add(n, x.Denom()).Quo(n, new(big.Int).Lsh(x.Denom(), 1))
	if x.Sign() < 0 {
		n.Neg(n)
	}
	return new(big.Rat).SetInt(n)
}

func TestRollUpMatchesReference(t *testing.T) { rapid.Check(t, rollUpMatchesReference) }

func FuzzRollUpMatchesReference(f *testing.F) { f.Fuzz(rapid.MakeFuzz(rollUpMatchesReference)) }
