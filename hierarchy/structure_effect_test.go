package hierarchy_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// effectsCompose: with numerators of before and after in fractions, the total
// is what becomes of the parent's ratio, and the three parts compose.
func effectsCompose(t *rapid.T) {
	n := rapid.IntRange(1, 5).Draw(t, "n")
	f := newFan(n)
	draw := func(label string, low, high int64) (hierarchy.Column, []*big.Rat) {
		text, rats := make([]string, n), make([]*big.Rat, n)
		for i := range n {
			v := decimal.New(rapid.Int64Range(low, high).Draw(t, label), -1)
			text[i], rats[i] = v.String(), v.Rat()
		}
		return f.column(text...), rats
	}

	r, rr := draw("r", -200, 900)
	q, rq := draw("q", 1, 500)
	d0, rd := draw("d", 1, 500)
	d1, re := draw("e", 1, 500)
	all, err := hierarchy.StructureEffects(r, hierarchy.StructureOptions{
		Ratios: q, Denominators: d0, Projected: d1, Per: decimal.New(100, 0),
	})
	if err != nil || len(all) != 1 {
		t.Fatalf("%v, %v", all, err)
	}

	n0, n1, s0, s1 := new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
	for i := range n {
		n0.Add(n0, new(big.Rat).Mul(rd[i], rq[i]))
		left := new(big.Rat).Sub(rat(1), new(big.Rat).Quo(rr[i], rat(100)))
		n1.Add(n1, left.Mul(left, new(big.Rat).Mul(re[i], rq[i])))
		s0.Add(s0, rd[i])
		s1.Add(s1, re[i])
	}

	after := new(big.Rat).Quo(n1.Quo(n1, s1), n0.Quo(n0, s0))
	want := after.Sub(rat(1), after)
	near := func(x, y *big.Rat) bool {
		miss := new(big.Rat).Sub(x, y)
		return miss.Abs(miss).Cmp(big.NewRat(1, 1_000_000_000_000)) < 0
	}
	share := func(x decimal.Decimal) *big.Rat { return new(big.Rat).Quo(x.Rat(), rat(100)) }
	s := all[0]
	if !near(share(s.Total), want) {
		t.Errorf("total is %v, want %s", s.Total, want.FloatString(16))
	}
	kept := new(big.Rat).Mul(new(big.Rat).Sub(rat(1), share(s.Effect)), new(big.Rat).Sub(rat(1), share(s.Within)))
	if !near(kept.Sub(rat(1), kept), want) {
		t.Errorf("the parts %v and %v do not make %v", s.Effect, s.Within, s.Total)
	}
}

func TestStructureEffectsCompose(t *testing.T) { rapid.Check(t, effectsCompose) }

func FuzzStructureEffects(f *testing.F) { f.Fuzz(rapid.MakeFuzz(effectsCompose)) }

func TestStructureEffectsErrors(t *testing.T) {
	f := newFan(2)
	a, gap, neg, zero := f.column("1", "2"), f.column("1", ""), f.column("1", "-2"), f.column("0", "0")
	hundred := decimal.New(100, 0)

	for _, tt := range []struct {
		name       string
		r, q, d, e hierarchy.Column
		per        decimal.Decimal
		is         error
		text       string
	}{
		{"another tree", a, newFan(2).column("1", "2"), a, a, hundred, target.ErrMismatch, "options.ratios"},
		{"no column", a, a, hierarchy.Column{}, a, hundred, target.ErrRequired, "options.denominators"},
		{"a gap", a, a, a, gap, hundred, target.ErrMissing, `options.projected["02"]`},
		{"negative", a, neg, a, a, hundred, target.ErrRange, `options.ratios["02"]`},
		{"nothing to reduce", a, zero, a, a, hundred, target.ErrRange, `units["00"]`},
		{"per nothing", a, a, a, a, decimal.Zero, target.ErrRange, "options.per"},
	} {
		if _, err := hierarchy.StructureEffects(tt.r, hierarchy.StructureOptions{
			Ratios: tt.q, Denominators: tt.d, Projected: tt.e, Per: tt.per,
		}); !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.text) {
			t.Errorf("%s: %v, want %v with %q", tt.name, err, tt.is, tt.text)
		}
	}
}

// A family of which only an of-which has a reduction is left out, and one whose
// ratios of the base period come to nothing has nothing to reduce.
func TestStructureEffectsOfNothing(t *testing.T) {
	tree := under(t, "P Q a:P m*:P c:Q")
	all := figures("c", "2")
	got, err := hierarchy.StructureEffects(
		column(t, tree, with(figures("c", "10"), "m", "5")),
		hierarchy.StructureOptions{
			Ratios: column(t, tree, all), Denominators: column(t, tree, all), Projected: column(t, tree, all),
			Per: d("100"),
		},
	)

	if err != nil || len(got) != 1 || got[0].Unit.Code != "Q" {
		t.Errorf("StructureEffects() = %v, %v; want one of Q", got, err)
	}

	for _, c := range []struct{ ratio, denominator, planned string }{
		{"2", "0", "2"}, {"2", "2", "0"}, {"0", "2", "2"},
	} {
		of := func(figure string) hierarchy.Column { return column(t, tree, figures("c", figure)) }
		_, err := hierarchy.StructureEffects(of("10"), hierarchy.StructureOptions{
			Ratios: of(c.ratio), Denominators: of(c.denominator), Projected: of(c.planned), Per: d("100"),
		})
		if !errors.Is(err, target.ErrRange) || !strings.Contains(err.Error(), `units["Q"]`) {
			t.Errorf("%v: %v; want ErrRange of Q", c, err)
		}
	}
}
