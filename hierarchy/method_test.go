package hierarchy_test

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// fan is a nation with n provinces, codes "01" on, and columns over them.
type fan struct {
	tree  *hierarchy.Tree
	codes []string
}

func newFan(n int, more ...hierarchy.Unit) fan {
	units := append([]hierarchy.Unit{{Code: "00", Name: "Nation", Level: "nation"}}, more...)
	var codes []string
	for i := range n {
		code := fmt.Sprintf("%02d", i+1)
		codes = append(codes, code)
		units = append(units, hierarchy.Unit{Code: code, Level: "province", Parent: "00"})
	}
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, units)
	if err != nil {
		panic(err)
	}
	return fan{tree, codes}
}

func (f fan) column(figures ...string) hierarchy.Column {
	m := map[string]decimal.Decimal{}
	for i, s := range figures {
		if s != "" {
			m[f.codes[i]] = d(s)
		}
	}
	c, err := f.tree.Column(maps.All(m))
	if err != nil {
		panic(err)
	}
	return c
}

func (f fan) target(kind target.Kind, value string, places int32) target.Target {
	return target.Target{
		Code: "t", Unit: "00", Period: target.Year(2020), Value: d(value),
		Indicator: target.Indicator{Code: "x", Kind: kind, Better: target.Higher, Places: target.Places(places)},
	}
}

// quotas cascades and returns the provinces' quotas.
func (f fan) quotas(kind target.Kind, value string, places int32, o hierarchy.Options) ([]string, error) {
	p, err := hierarchy.Cascade(f.tree, f.target(kind, value, places), o)
	if err != nil {
		return nil, err
	}
	if err := p.Check(); err != nil {
		return nil, err
	}
	var out []string
	for q := range p.Level("province") {
		out = append(out, q.Value.StringFixed(places))
	}
	return out, nil
}

func TestMethods(t *testing.T) {
	f := newFan(3)
	// Emissions of 50, 30 and 20, populations of 20, 30 and 50: the figures with
	// which contraction and convergence, grandfathering and equal shares per
	// head are worked in the fair-shares and effort-sharing repositories.
	emissions, population := f.column("50", "30", "20"), f.column("20", "30", "50")
	perHead := f.column("2.5", "1", "0.4")
	tests := []struct {
		name   string
		kind   target.Kind
		value  string
		places int32
		method hierarchy.Method
		want   string
	}{
		{"equal", target.Flow, "70", 2, hierarchy.Equal(), "23.34 23.33 23.33"},
		{"nil is equal", target.Flow, "70", 2, nil, "23.34 23.33 23.33"},
		{"grandfathering", target.Flow, "70", 0, hierarchy.Proportional(emissions), "35 21 14"},
		{"per head", target.Flow, "70", 0, hierarchy.Proportional(population), "14 21 35"},
		{"increment above", target.Flow, "160", 0, hierarchy.Increment(emissions, population), "62 48 50"},
		{"increment below", target.Flow, "90", 0, hierarchy.Increment(emissions, emissions), "45 27 18"},
		{"shift up", target.Flow, "130", 0, hierarchy.Shift(emissions), "60 40 30"},
		{"shift down", target.Flow, "70", 0, hierarchy.Shift(emissions), "40 20 10"},
		{"shift of a mean", target.Growth, "7", 2, hierarchy.Shift(perHead), "8.50 7.00 6.40"},
		{"converge at the start", target.Ratio, "1", 2, hierarchy.Converge(perHead, d("0")), "2.50 1.00 0.40"},
		{"converge by a fifth", target.Ratio, "1", 2, hierarchy.Converge(perHead, d("0.2")), "2.20 1.00 0.52"},
		{"converge by half", target.Ratio, "1", 2, hierarchy.Converge(perHead, d("0.5")), "1.75 1.00 0.70"},
		{"converge to the end", target.Ratio, "1", 2, hierarchy.Converge(perHead, d("1")), "1.00 1.00 1.00"},
		{"converge a sum", target.Flow, "90", 0, hierarchy.Converge(emissions, d("0.5")), "38 28 24"},
		{"blend", target.Flow, "100", 0, hierarchy.Blend(hierarchy.Part{
			Weight: d("0.8"), Method: hierarchy.Proportional(emissions),
		}, hierarchy.Part{Weight: d("0.2"), Method: hierarchy.Proportional(population)}), "44 30 26"},
		{"blend of three", target.Flow, "90", 0, hierarchy.Blend(
			hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(emissions)},
			hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(population)},
			hierarchy.Part{Weight: d("1"), Method: nil},
		), "31 28 31"},
		{
			"bands", target.Reduction, "15", 1, hierarchy.Bands(f.column("1", "2", "3"), d("10"), d("15"), d("18")),
			"9.7 14.5 17.4",
		},
		{
			"negotiated", target.Flow, "70", 0,
			hierarchy.Negotiated(f.column("40", "10", "20"), d("0.5"), hierarchy.Proportional(emissions)),
			"38 15 17",
		},
		{
			"only bids", target.Flow, "140", 0,
			hierarchy.Negotiated(f.column("40", "10", "20"), d("0"), hierarchy.Proportional(emissions)), "80 20 40",
		},
		{
			"ratio of means", target.Flow, "100", 0, hierarchy.RatioOfMeans(emissions, f.column("10", "20", "70")),
			"30 25 45",
		},
		{"uniform", target.Growth, "7.5", 1, hierarchy.Uniform(), "7.5 7.5 7.5"},
		{"equal of a mean is uniform", target.Growth, "7.5", 1, hierarchy.Equal(), "7.5 7.5 7.5"},
		{"scale", target.Ratio, "2", 2, hierarchy.Scale(perHead), "5.00 2.00 0.80"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := f.quotas(tt.kind, tt.value, tt.places, hierarchy.Options{
				Rule: hierarchy.Rule{Method: tt.method}, Basis: population,
			})
			if err != nil {
				t.Fatal(err)
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("quotas are %s, want %s", s, tt.want)
			}
		})
	}
}

func TestMeanOfRatios(t *testing.T) {
	f := newFan(2)
	history := func(whole, a, b string) hierarchy.Column {
		c, err := f.tree.Column(maps.All(map[string]decimal.Decimal{"00": d(whole), "01": d(a), "02": d(b)}))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	// Shares of 1/2 and 1/4: mean 3/8; means of 30 and 50 of 80: also 3/8 by
	// the sums only where the totals agree, here 30/160.
	method := hierarchy.MeanOfRatios(history("40", "20", "20"), history("120", "30", "90"))
	got, err := f.quotas(target.Flow, "800", 0, hierarchy.Options{Rule: hierarchy.Rule{Method: method}})
	if err != nil {
		t.Fatal(err)
	}

	if want := []string{"300", "500"}; !slices.Equal(got, want) {
		t.Errorf("quotas are %v, want %v", got, want)
	}
	if _, err := f.quotas(target.Flow, "800", 0, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.MeanOfRatios(history("0", "0", "0"))},
	}); !errors.Is(err, target.ErrMissing) {
		t.Errorf("a whole of zero: %v", err)
	}
}

// TestCapability checks ability to pay against its formula in floating point, to
// the digits that this has.
func TestCapability(t *testing.T) {
	f := newFan(3)
	e, inc, pop := []float64{50, 30, 20}, []float64{800, 270, 64}, []float64{100, 10, 1}
	method := hierarchy.Capability(f.column("50", "30", "20"), f.column("800", "270", "64"), f.column("100", "10", "1"))
	got, err := f.quotas(target.Flow, "70", 9, hierarchy.Options{Rule: hierarchy.Rule{Method: method}})
	if err != nil {
		t.Fatal(err)
	}

	// Incomes per head of 8, 27 and 64 have the roots 2, 3 and 4.
	sum := 0.0
	for i := range e {
		sum += e[i] * float64(i+2)
		if root := float64(i + 2); root*root*root != inc[i]/pop[i] {
			t.Fatal("the case is wrong")
		}
	}

	for i := range e {
		want := decimal.NewFromFloat(e[i] - 30*e[i]*float64(i+2)/sum)
		if d(got[i]).Sub(want).Abs().Cmp(d("0.000000001")) > 0 {
			t.Errorf("quota %d is %s, want %v", i, got[i], want)
		}
	}

	if _, err := f.quotas(target.Ratio, "70", 2, hierarchy.Options{
		Rule: hierarchy.Rule{Method: method}, Basis: f.column("1", "1", "1"),
	}); !errors.Is(err, target.ErrKind) {
		t.Errorf("a ratio: %v", err)
	}
}

// byPopulation is a method as a user writes it.
type byPopulation struct{ claims map[string]string }

func (m byPopulation) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) {
	var out []hierarchy.Claim
	for _, u := range f.Children {
		switch c := m.claims[u.Code]; c {
		case "panic":
			panic("no figure for " + u.Code)
		case "error":
			return nil, errors.New("the office is closed")
		case "":
		default:
			out = append(out, hierarchy.Claim{Weight: d(c)})
		}
	}
	return out, nil
}

func TestUserMethod(t *testing.T) {
	f := newFan(3)
	tests := []struct {
		name   string
		claims [3]string
		want   string // of the quotas, or within the error
	}{
		{"works", [3]string{"1", "2", "4"}, "10 20 40"},
		{"huge claims", [3]string{"1e90", "2e90", "4e90"}, "10 20 40"},
		{"claims nested in a blend", [3]string{"1", "2", "4"}, "10 20 40"},
		{"too few", [3]string{"1", "2", ""}, "one claim for each of the 3 children"},
		{"negative", [3]string{"1", "2", "-4"}, `units["00"].method.claims["03"].weight -4 is out of range`},
		{"out of bounds", [3]string{"1", "2", "1e101"}, "at most 100 digits"},
		{"panics", [3]string{"1", "panic", "4"}, "no figure for 02"},
		{"fails", [3]string{"1", "error", "4"}, "the office is closed"},
		{"all zero", [3]string{"0", "0", "0"}, "no claim has a weight"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var m hierarchy.Method = byPopulation{map[string]string{
				"01": tt.claims[0], "02": tt.claims[1], "03": tt.claims[2],
			}}
			if strings.Contains(tt.name, "blend") {
				m = hierarchy.Blend(
					hierarchy.Part{Weight: d("3"), Method: m}, hierarchy.Part{Weight: d("0"), Method: nil},
				)
			}
			got, err := f.quotas(target.Flow, "70", 0, hierarchy.Options{Rule: hierarchy.Rule{Method: m}})
			text := strings.Join(got, " ")
			if err != nil {
				text = err.Error()
			}
			if !strings.Contains(text, tt.want) {
				t.Errorf("got %q, want %q in it", text, tt.want)
			}
		})
	}
}

func TestMethodErrors(t *testing.T) {
	f := newFan(3)
	w, gap := f.column("1", "2", "3"), f.column("1", "", "3")
	other := newFan(3).column("1", "2", "3")
	tests := []struct {
		name   string
		kind   target.Kind
		method hierarchy.Method
		is     error
		text   string
	}{
		{
			"no column", target.Flow, hierarchy.Proportional(hierarchy.Column{}), target.ErrRequired,
			"options.rule.method",
		},
		{"another tree", target.Flow, hierarchy.Proportional(other), target.ErrMismatch, "tree of the cascade"},
		{"a gap", target.Flow, hierarchy.Proportional(gap), target.ErrMissing, `figures["02"]`},
		{
			"a negative weight", target.Flow, hierarchy.Proportional(f.column("1", "-2", "3").Named("sales")),
			target.ErrRange,
			`options.rule.method.figures["02"] -2 is out of range: a weight must not be negative: correct sales`,
		},
		{
			"a negative weight beside what is done", target.Flow, hierarchy.Increment(w, f.column("1", "-2", "3")),
			target.ErrRange, `options.rule.method.figures["02"] -2`,
		},
		{
			"uniform of a sum", target.Flow, hierarchy.Uniform(), target.ErrKind,
			"it is for weighted means, and a flow is none: use Equal or Proportional",
		},
		{
			"increment below what is done", target.Flow, hierarchy.Increment(f.column("100", "0", "0"), w),
			target.ErrInfeasible, `claims["02"]`,
		},
		{
			"increment without weights", target.Flow, hierarchy.Increment(w, f.column("0", "0", "0")),
			target.ErrInfeasible, "no claim has a weight",
		},
		{
			"shift below zero", target.Flow, hierarchy.Shift(f.column("1", "200", "300")), target.ErrInfeasible,
			`claims["01"]`,
		},
		{"progress above one", target.Flow, hierarchy.Converge(w, d("1.1")), target.ErrRange, "converge.progress"},
		{
			"converge from nothing", target.Flow, hierarchy.Converge(f.column("0", "0", "0"), d("0.5")),
			target.ErrInfeasible, "converge",
		},
		{"no steps", target.Flow, hierarchy.Bands(w), target.ErrRequired, "bands.steps"},
		{"a step below zero", target.Flow, hierarchy.Bands(w, d("-1")), target.ErrRange, "bands.steps"},
		{"a group without a step", target.Flow, hierarchy.Bands(w, d("10"), d("15")), target.ErrRange, `figures["03"]`},
		{
			"half a group", target.Flow, hierarchy.Bands(f.column("1", "1.5", "1"), d("10"), d("15")),
			target.ErrRange, `figures["02"]`,
		},
		{"alpha below zero", target.Flow, hierarchy.Negotiated(w, d("-0.1"), nil), target.ErrRange, "negotiated.alpha"},
		{"bids missing", target.Flow, hierarchy.Negotiated(gap, d("0.1"), nil), target.ErrMissing, `figures["02"]`},
		{"empty blend", target.Flow, hierarchy.Blend(), target.ErrRequired, "blend"},
		{"blend of no weight", target.Flow, hierarchy.Blend(hierarchy.Part{}), target.ErrRequired, "blend"},
		{
			"blend of a negative weight", target.Flow, hierarchy.Blend(hierarchy.Part{Weight: d("-1")}),
			target.ErrRange, "blend[0].weight",
		},
		{"blend of zero claims", target.Flow, hierarchy.Blend(hierarchy.Part{
			Weight: d("1"), Method: hierarchy.Proportional(f.column("0", "0", "0")),
		}), target.ErrInfeasible, "blend[0]"},
		{
			"blend with a wrong part", target.Flow,
			hierarchy.Blend(hierarchy.Part{Weight: d("1"), Method: hierarchy.Uniform()}), target.ErrKind,
			"it is for weighted means, and a flow is none: use Equal or Proportional",
		},
		{"no history", target.Flow, hierarchy.RatioOfMeans(), target.ErrRequired, "history"},
		{"shares of an unknown whole", target.Flow, hierarchy.MeanOfRatios(w), target.ErrMissing, `figures["00"]`},
		{"no income", target.Flow, hierarchy.Capability(w, gap, w), target.ErrMissing, `figures["02"]`},
		{
			"no population", target.Flow, hierarchy.Capability(w, w, f.column("1", "0", "1")), target.ErrRange,
			`figures["02"]`,
		},
		{
			"a cut of more than there is", target.Flow,
			hierarchy.Capability(f.column("100", "1", "1"), f.column("1", "1", "900000"), f.column("1", "1", "1")),
			target.ErrInfeasible, `claims["03"]`,
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := f.quotas(tt.kind, "70", 0, hierarchy.Options{Rule: hierarchy.Rule{Method: tt.method}})
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("got %v, want %v with %q", err, tt.is, tt.text)
			}
		})
	}
}

// methodsKeepTheirFormula compares the quotas of every method with its formula
// in fractions, to the quantum: Σ holds exactly by Check.
func methodsKeepTheirFormula(t *rapid.T) {
	n := rapid.IntRange(1, 6).Draw(t, "n")
	f := newFan(n)
	if rapid.Bool().Draw(t, "memo") { // keeps the methods off machine words
		f = newFan(n, hierarchy.Unit{Code: "memo", Level: "province", Parent: "00", Role: hierarchy.Memo})
	}
	draw := func(label string, low int64) (hierarchy.Column, []*big.Rat) {
		text, rats := make([]string, n), make([]*big.Rat, n)
		for i := range n {
			v := decimal.New(rapid.Int64Range(low, 400).Draw(t, label), -int32(rapid.IntRange(0, 2).Draw(t, label)))
			text[i], rats[i] = v.String(), v.Rat()
		}
		return f.column(text...), rats
	}

	a, ra := draw("a", 1)
	b, rb := draw("b", 1)
	basis, weights := draw("basis", 1)
	kind := rapid.SampledFrom([]target.Kind{target.Stock, target.Ratio}).Draw(t, "kind")
	if kind == target.Stock {
		for i := range weights {
			weights[i] = rat(1)
		}
	}

	amount := decimal.New(rapid.Int64Range(5000, 90000).Draw(t, "amount"), 0)
	share := decimal.New(rapid.Int64Range(0, 10).Draw(t, "share"), -1)
	sum := func(x []*big.Rat) *big.Rat {
		out := new(big.Rat)
		for i := range x {
			out.Add(out, new(big.Rat).Mul(weights[i], x[i]))
		}
		return out
	}

	ones := make([]*big.Rat, n)
	for i := range ones {
		ones[i] = rat(1)
	}
	mass := amount.Rat()
	if kind == target.Ratio {
		mass.Mul(mass, sum(ones))
	}
	times := func(k *big.Rat, x []*big.Rat) []*big.Rat {
		out := make([]*big.Rat, n)
		for i := range x {
			out[i] = new(big.Rat).Mul(k, x[i])
		}
		return out
	}

	plus := func(x, y []*big.Rat) []*big.Rat {
		out := make([]*big.Rat, n)
		for i := range x {
			out[i] = new(big.Rat).Add(x[i], y[i])
		}
		return out
	}

	prop := func(x []*big.Rat) []*big.Rat { return times(new(big.Rat).Quo(mass, sum(x)), x) }
	rest := new(big.Rat).Sub(mass, sum(ra))
	p, q := share.Rat(), new(big.Rat).Sub(rat(1), share.Rat())
	cases := []struct {
		method hierarchy.Method
		want   []*big.Rat
	}{
		{hierarchy.Proportional(a), prop(ra)},
		{hierarchy.Equal(), prop(ones)},
		{hierarchy.Increment(a, b), plus(ra, times(new(big.Rat).Quo(rest, sum(rb)), rb))},
		{hierarchy.Shift(a), plus(ra, times(new(big.Rat).Quo(rest, sum(ones)), ones))},
		{hierarchy.Converge(a, share), plus(times(q, prop(ra)), times(p, prop(ones)))},
		{
			hierarchy.Blend(
				hierarchy.Part{Weight: share.Add(decimal.New(1, -1)), Method: hierarchy.Proportional(a)},
				hierarchy.Part{Weight: decimal.New(3, 0), Method: hierarchy.Increment(a, b)},
			),
			func() []*big.Rat {
				w := share.Add(decimal.New(1, -1)).Rat()
				all := new(big.Rat).Add(w, rat(3))
				return plus(times(new(big.Rat).Quo(w, all), prop(ra)), times(
					new(big.Rat).Quo(rat(3), all), plus(ra, times(new(big.Rat).Quo(rest, sum(rb)), rb)),
				))
			}(),
		},
		{hierarchy.Negotiated(b, share, hierarchy.Proportional(a)), prop(plus(times(p, prop(ra)), times(q, rb)))},
		{hierarchy.RatioOfMeans(a, b), prop(plus(ra, rb))},
	}

	const places = 6
	for _, c := range cases {
		got, err := f.quotas(kind, amount.String(), places, hierarchy.Options{
			Rule: hierarchy.Rule{Method: c.method}, Basis: basis,
		})
		if err != nil {
			t.Fatalf("%v: %v", c.method, err)
		}
		for i := range got {
			miss := new(big.Rat).Sub(d(got[i]).Rat(), c.want[i])
			if miss.Abs(miss).Cmp(big.NewRat(1, 1_000_000)) >= 0 {
				t.Errorf("%v: quota %d is %s, want %s", c.method, i, got[i], c.want[i].FloatString(8))
			}
		}
	}
}

func TestMethodsKeepTheirFormula(t *testing.T) { rapid.Check(t, methodsKeepTheirFormula) }

func FuzzMethods(f *testing.F) { f.Fuzz(rapid.MakeFuzz(methodsKeepTheirFormula)) }
