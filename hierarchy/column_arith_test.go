package hierarchy_test

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// cells are the figures of a column by unit, as fractions.
type cells map[string]*big.Rat

func cellsOf(c hierarchy.Column) cells {
	m := cells{}
	for u, x := range c.All() {
		m[u.Code] = x.Rat()
	}
	return m
}

// both applies f to the units that have a figure in a and b. A nil result is a gap.
func (a cells) both(b cells, f func(x, y *big.Rat) *big.Rat) cells {
	m := cells{}
	for code, x := range a {
		if y := b[code]; y != nil {
			if z := f(x, y); z != nil {
				m[code] = z
			}
		}
	}
	return m
}

// tooLong lists the units whose figure has more than 100 digits before or after
// the decimal point.
func (a cells) tooLong() []string {
	limit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(100), nil))
	var units []string
	for code, x := range a {
		scaled := new(big.Rat).Mul(x, limit)
		if new(big.Rat).Abs(x).Cmp(limit) >= 0 || !scaled.IsInt() {
			units = append(units, code)
		}
	}
	slices.Sort(units)
	return units
}

// halfUp rounds to a number of decimals, halves away from zero.
func halfUp(x *big.Rat, decimals int) *big.Rat {
	r, _ := new(big.Rat).SetString(x.FloatString(decimals))
	return r
}

var uglyFigures = []string{
	"0", "0.00", "1", "-1", "0.5", "-0.5", "2.5",
	"9223372036854775807", "-9223372036854775808", "4611686018427387904", "3037000499.97", "-92233720368547758.07",
	"0.000000000000000001", "123456789012345678901234567890", "-0.0000000000000000000000001",
	"1" + strings.Repeat("0", 99), "-5" + strings.Repeat("0", 60),
	"0." + strings.Repeat("0", 99) + "1", "0." + strings.Repeat("0", 59) + "20",
	strings.Repeat("9", 100) + "." + strings.Repeat("9", 100),
}

func drawFigure(t *rapid.T, ugly bool) decimal.Decimal {
	if ugly && rapid.Bool().Draw(t, "ugly") {
		return d(rapid.SampledFrom(uglyFigures).Draw(t, "figure"))
	}
	return decimal.New(rapid.Int64Range(-2000, 200_000).Draw(t, "mantissa"), -rapid.Int32Range(0, 3).Draw(t, "places"))
}

// drawColumns makes a tree and columns that have gaps or none.
func drawColumns(t *rapid.T, n int) (*hierarchy.Tree, []hierarchy.Column) {
	units := []hierarchy.Unit{{Code: "0", Level: "top"}}
	for i := range rapid.SampledFrom([]int{0, 1, 5, 63, 64, 70}).Draw(t, "children") {
		units = append(units, hierarchy.Unit{Code: fmt.Sprintf("u%02d", i), Level: "below", Parent: "0"})
	}
	tree, err := hierarchy.NewTree([]string{"top", "below"}, units)
	if err != nil {
		t.Fatal(err)
	}

	var all []hierarchy.Column
	for range n {
		ugly, gaps := rapid.Bool().Draw(t, "ugly column"), rapid.Bool().Draw(t, "gaps")
		m := map[string]decimal.Decimal{}
		for _, u := range units {
			if !gaps || rapid.Bool().Draw(t, "given") {
				m[u.Code] = drawFigure(t, ugly)
			}
		}
		c, err := tree.Column(maps.All(m))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return tree, all
}

// figurePaths lists the codes in the paths of an error about figures.
func figurePaths(t *rapid.T, err error, prefix string) []string {
	var units []string
	for _, e := range target.AllErrors(err) {
		code, ok := strings.CutPrefix(e.Path, prefix+`["`)
		if !ok || !errors.Is(e, target.ErrRange) {
			t.Fatalf("error at %s: %v", e.Path, e)
		}
		units = append(units, strings.TrimSuffix(code, `"]`))
	}
	return units
}

// matches compares a result with fractions, or an error with those that are too
// long.
func matches(t *rapid.T, name string, got hierarchy.Column, err error, want cells) {
	if long := want.tooLong(); len(long) > 0 {
		if diff := cmp.Diff(long[:min(len(long), 50)], figurePaths(t, err, "figures")); diff != "" {
			t.Fatalf("%s: units out of bounds (-want +got):\n%s", name, diff)
		}
		return
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	all := cellsOf(got)
	if len(all) != len(want) || got.Len() != len(want) {
		t.Fatalf("%s: %d figures, Len() = %d, want %d", name, len(all), got.Len(), len(want))
	}
	for code, x := range want {
		if all[code] == nil || all[code].Cmp(x) != 0 {
			t.Fatalf("%s: %s = %v, want %v", name, code, all[code], x)
		}
	}
}

func columnsCalculate(t *rapid.T) {
	tree, all := drawColumns(t, 2)
	a, b := all[0], all[1]
	x, y := cellsOf(a), cellsOf(b)

	sum, err := a.Add(b)
	matches(t, "Add", sum, err, x.both(y, func(p, q *big.Rat) *big.Rat { return new(big.Rat).Add(p, q) }))
	difference, err := a.Sub(b)
	matches(t, "Sub", difference, err, x.both(y, func(p, q *big.Rat) *big.Rat { return new(big.Rat).Sub(p, q) }))
	product, err := a.Mul(b)
	matches(t, "Mul", product, err, x.both(y, func(p, q *big.Rat) *big.Rat { return new(big.Rat).Mul(p, q) }))
	least, err := a.Least(b)
	matches(t, "Least", least, err, x.both(y, func(p, q *big.Rat) *big.Rat {
		if p.Cmp(q) < 0 {
			return p
		}
		return q
	}))
	greatest, err := a.Greatest(b)
	matches(t, "Greatest", greatest, err, x.both(y, func(p, q *big.Rat) *big.Rat {
		if p.Cmp(q) > 0 {
			return p
		}
		return q
	}))

	factor := drawFigure(t, true)
	scaled, err := a.Scale(factor)
	matches(t, "Scale", scaled, err, x.both(x, func(p, _ *big.Rat) *big.Rat {
		return new(big.Rat).Mul(p, factor.Rat())
	}))
	mapped, err := a.Map(func(_ hierarchy.Unit, x decimal.Decimal) decimal.Decimal { return x.Neg() })
	matches(t, "Map", mapped, err, x.both(x, func(p, _ *big.Rat) *big.Rat { return new(big.Rat).Neg(p) }))
	decimals := rapid.IntRange(0, 30).Draw(t, "rounded to")
	rounded, err := a.Round(int32(decimals))
	matches(t, "Round", rounded, err, x.both(x, func(p, _ *big.Rat) *big.Rat { return halfUp(p, decimals) }))

	union := maps.Clone(y)
	maps.Copy(union, x)
	filled, err := a.Fill(b)
	matches(t, "Fill", filled, err, union)

	units := slices.Collect(tree.All())
	code := rapid.SampledFrom(units).Draw(t, "unit").Code
	changed := maps.Clone(x)
	changed[code] = factor.Rat()
	after, err := a.With(code, factor)
	matches(t, "With", after, err, changed)
	matches(t, "the column before With", a, nil, x)
}

func TestColumnsCalculate(t *testing.T) { rapid.Check(t, columnsCalculate) }

func FuzzColumnsCalculate(f *testing.F) { f.Fuzz(rapid.MakeFuzz(columnsCalculate)) }

func columnsDivide(t *rapid.T) {
	_, all := drawColumns(t, 2)
	x, y := cellsOf(all[0]), cellsOf(all[1])
	division := hierarchy.Division{
		Per:       d(rapid.SampledFrom([]string{"0", "1", "100", "1e4", "0.001", "1e99", "3"}).Draw(t, "per")),
		Places:    target.Places(rapid.Int32Range(0, 30).Draw(t, "places")),
		ZeroIsGap: rapid.Bool().Draw(t, "zero is gap"),
	}
	per, decimals := division.Per.Rat(), int(division.Places.Or(0))
	if per.Sign() == 0 {
		per.SetInt64(1)
	}
	var zeros []string
	want := x.both(y, func(p, q *big.Rat) *big.Rat {
		if q.Sign() == 0 {
			return nil
		}
		return halfUp(new(big.Rat).Mul(per, new(big.Rat).Quo(p, q)), decimals)
	})
	for code := range x {
		if y[code] != nil && y[code].Sign() == 0 {
			zeros = append(zeros, code)
		}
	}
	slices.Sort(zeros)

	got, err := all[0].Div(all[1], division)
	if division.ZeroIsGap || len(zeros) == 0 {
		matches(t, "Div", got, err, want)
		return
	}
	if len(want.tooLong()) > 0 {
		if err == nil {
			t.Fatal("Div: no error")
		}
		return
	}
	if diff := cmp.Diff(zeros[:min(len(zeros), 50)], figurePaths(t, err, "divisor")); diff != "" {
		t.Fatalf("Div: zero divisors (-want +got):\n%s", diff)
	}
}

func TestColumnsDivide(t *testing.T) { rapid.Check(t, columnsDivide) }

func FuzzColumnsDivide(f *testing.F) { f.Fuzz(rapid.MakeFuzz(columnsDivide)) }

func columnsFold(t *rapid.T) {
	tree, all := drawColumns(t, 2)
	one, err := tree.Constant("", decimal.New(1, 0))
	if err != nil {
		t.Fatal(err)
	}
	c, err := all[0].Fill(one)
	if err != nil {
		t.Fatal(err)
	}
	want, least, greatest := new(big.Rat), hierarchy.Unit{}, hierarchy.Unit{}
	x := cellsOf(c)
	for u := range tree.Level("below") {
		want.Add(want, x[u.Code])
		if least.Code == "" || x[u.Code].Cmp(x[least.Code]) < 0 {
			least = u
		}
		if greatest.Code == "" || x[u.Code].Cmp(x[greatest.Code]) > 0 {
			greatest = u
		}
	}
	sum, err := c.Sum("below")
	if long := (cells{"": want}).tooLong(); (err != nil) != (len(long) > 0) || err == nil && sum.Rat().Cmp(want) != 0 {
		t.Fatalf("Sum() = %v, %v; want %v", sum, err, want)
	}

	low, figure, err := c.Min("below")
	if (err == nil) != (least.Code != "") || low != least || err == nil && figure.Rat().Cmp(x[low.Code]) != 0 {
		t.Fatalf("Min() = %v, %v, %v, want %v", low, figure, err, least)
	}
	high, figure, err := c.Max("below")
	if (err == nil) != (greatest.Code != "") || high != greatest || err == nil && figure.Rat().Cmp(x[high.Code]) != 0 {
		t.Fatalf("Max() = %v, %v, %v, want %v", high, figure, err, greatest)
	}
}

func TestColumnsFold(t *testing.T) { rapid.Check(t, columnsFold) }

func TestColumnsFoldRefuses(t *testing.T) {
	tree := under(t, "A B C*")
	c := column(t, tree, figures("A", "2", "C", "100"))
	if sum, err := c.Sum("1"); !errors.Is(err, target.ErrMissing) || !strings.Contains(err.Error(), `figures["B"]`) {
		t.Errorf("Sum() with a gap = %v, %v", sum, err)
	}

	full, err := c.With("B", d("-3"))
	if err != nil {
		t.Fatal(err)
	}
	if sum, err := full.Sum("1"); err != nil || !sum.Equal(d("-1")) {
		t.Errorf("Sum() = %v, %v; want −1: a Memo unit is not counted", sum, err)
	}
	if u, _, err := full.Max("1"); err != nil || u.Code != "A" {
		t.Errorf("Max() = %v, %v; want A", u, err)
	}
	if _, err := full.Sum("province"); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("Sum of an unknown level: %v", err)
	}
	if _, _, err := full.Min("2"); !errors.Is(err, target.ErrMissing) {
		t.Errorf("Min of a level without units: %v", err)
	}
}

func TestColumnArithmeticRefuses(t *testing.T) {
	tree := flat(t, "A", "B")
	c := column(t, tree, figures("A", "1", "B", "2")).Named("patents")
	other := column(t, flat(t, "A", "B"), figures("A", "1")).Named("people")
	unknown := hierarchy.Column{}
	long := decimal.New(1, 100)
	two := hierarchy.Division{Places: target.Places(2)}
	type made struct {
		c   hierarchy.Column
		err error
	}
	got := func(c hierarchy.Column, err error) made { return made{c, err} }

	for _, tt := range []struct {
		name string
		got  made
		is   error
		path string
	}{
		{"another tree", got(c.Add(other)), target.ErrMismatch, `column["people"]`},
		{"another tree to fill from", got(c.Fill(other)), target.ErrMismatch, `column["people"]`},
		{"another tree to divide by", got(c.Div(other, two)), target.ErrMismatch, `column["people"]`},
		{"no column", got(unknown.Mul(c)), target.ErrRequired, "column"},
		{"no second column", got(c.Mul(unknown)), target.ErrMismatch, "column"},
		{"no column to scale", got(unknown.Scale(d("1"))), target.ErrRequired, "column"},
		{"no column to round", got(unknown.Round(1)), target.ErrRequired, "column"},
		{"no column to change", got(unknown.With("A", d("1"))), target.ErrRequired, "column"},
		{"no column to map", got(unknown.Map(nil)), target.ErrRequired, "column"},
		{"a long factor", got(c.Scale(long)), target.ErrRange, "factor"},
		{"a long result of Map", got(c.Map(always(long))), target.ErrRange, `figures["A"]`},
		{"no function", got(c.Map(nil)), target.ErrRequired, "of"},
		{"negative places", got(c.Round(-1)), target.ErrRange, "places"},
		{"too many places", got(c.Round(31)), target.ErrRange, "places"},
		{"places not said", got(c.Div(c, hierarchy.Division{})), target.ErrRequired, "places"},
		{"negative per", got(c.Div(c, hierarchy.Division{Per: d("-1")})), target.ErrRange, "per"},
		{"unknown unit", got(c.With("X", d("1"))), target.ErrUnknown, `figures["X"]`},
		{"long figure", got(c.With("A", long)), target.ErrRange, `figures["A"]`},
		{"unknown level", got(tree.Constant("x", d("1"))), target.ErrUnknown, "level"},
		{"long constant", got(tree.Constant("", long)), target.ErrRange, "value"},
	} {
		if all := target.AllErrors(tt.got.err); !errors.Is(tt.got.err, tt.is) || all[0].Path != tt.path {
			t.Errorf("%s: got error %v, want %v at %s", tt.name, tt.got.err, tt.is, tt.path)
		}
		if n := tt.got.c.Len(); n != 0 {
			t.Errorf("%s: got %d figures beside the error, want none", tt.name, n)
		}
	}
}

// always returns a function for Map that gives one figure.
func always(x decimal.Decimal) func(hierarchy.Unit, decimal.Decimal) decimal.Decimal {
	return func(hierarchy.Unit, decimal.Decimal) decimal.Decimal { return x }
}

func TestColumnNames(t *testing.T) {
	tree := flat(t, "A", "B")
	named := func(name string) hierarchy.Column { return column(t, tree, figures("A", "4", "B", "2")).Named(name) }
	must := func(c hierarchy.Column, err error) hierarchy.Column {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	a, b, c := named("a"), named("b"), named("c")
	sum, quotient := must(a.Add(b)), hierarchy.Division{Per: d("10000"), Places: target.Places(2)}
	gap := column(t, tree, figures("A", "1")).Named("gap")
	var long hierarchy.Column
	for long = a; len(long.Name()) < 400; {
		long = must(long.Add(long))
	}

	for _, tt := range []struct {
		got  hierarchy.Column
		want string
	}{
		{sum, "a + b"},
		{must(sum.Sub(c)), "a + b − c"},
		{must(c.Sub(sum)), "c − (a + b)"},
		{must(c.Add(sum)), "c + a + b"},
		{must(sum.Mul(c)), "(a + b) × c"},
		{must(c.Mul(sum)), "c × (a + b)"},
		{must(must(a.Mul(b)).Mul(c)), "a × b × c"},
		{must(a.Mul(must(b.Mul(c)))), "a × (b × c)"},
		{must(named("patents 2010").Div(named("people 2010"), quotient)), "patents 2010 / people 2010 × 10,000"},
		{must(a.Div(b, hierarchy.Division{Places: target.Places(2)})), "a / b"},
		{must(a.Div(must(b.Div(c, quotient)), quotient)), "a / (b / c × 10,000) × 10,000"},
		{must(sum.Scale(d("0.90"))), "(a + b) × 0.9"},
		{must(a.Scale(d("-2"))), "a × (−2)"},
		{must(a.Least(sum)), "least(a, a + b)"},
		{must(must(a.Greatest(b)).Mul(c)), "greatest(a, b) × c"},
		{must(gap.Fill(b)), "gap, else b"},
		{must(must(gap.Fill(b)).Add(a)), "(gap, else b) + a"},
		{must(a.Add(must(gap.Fill(b)))), "a + (gap, else b)"},
		{must(a.Fill(b)), "a"},
		{must(named("").Add(b)), ""},
		{must(a.Add(named(""))), ""},
		{must(a.Least(named(""))), ""},
		{must(named("").Div(b, quotient)), ""},
		{must(a.Round(0)), "a"},
		{must(a.With("A", d("9"))), "a"},
		{must(a.Map(always(d("1")))), ""},
		{must(tree.Constant("", d("10000.50"))), "10,000.5"},
		{must(named("(births + deaths)").Mul(c)), "(births + deaths) × c"},
	} {
		if tt.got.Name() != tt.want {
			t.Errorf("name %q, want %q", tt.got.Name(), tt.want)
		}
	}
	if n := len(long.Name()); n > 410 {
		t.Errorf("a name of %d bytes", n)
	}
}

// A column that is not changed keeps its memory: With copies, and what it shares
// is never written to.
func TestColumnWithLeavesTheFormer(t *testing.T) {
	tree := flat(t, "A", "B", "C")
	c := column(t, tree, figures("A", "1.5", "B", "2"))

	filled, err := c.With("C", d("3.25"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := filled.With("A", d("-7"))
	if err != nil {
		t.Fatal(err)
	}

	for _, tt := range []struct {
		name string
		got  hierarchy.Column
		want hierarchy.Column
	}{
		{"before", c, column(t, tree, figures("A", "1.5", "B", "2"))},
		{"gap filled", filled, column(t, tree, figures("A", "1.5", "B", "2", "C", "3.25"))},
		{"figure changed", again, column(t, tree, figures("A", "-7", "B", "2", "C", "3.25"))},
	} {
		if !tt.got.Equal(tt.want) {
			t.Errorf("%s: the column is another one", tt.name)
		}
	}
}
