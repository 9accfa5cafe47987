package hierarchy_test

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// family is the nation of a fan and its provinces.
func (f fan) family(amount string, basis ...string) hierarchy.Family {
	out := hierarchy.Family{Root: "00", Amount: d(amount)}
	for u := range f.tree.All() {
		if u.Parent == "" {
			out.Parent = u
		} else if u.Role != hierarchy.Memo {
			out.Children = append(out.Children, u)
		}
	}
	for _, b := range basis {
		out.Basis = append(out.Basis, d(b))
	}
	return out
}

// formulaQuotas prints the exact quotas that the claims of a method give without
// bounds, and says if one has the sign opposite to the amount's.
func formulaQuotas(m hierarchy.Method, f hierarchy.Family) (string, error) {
	all, err := m.Claims(f)
	if err != nil {
		return "", err
	}
	basis := func(i int) *big.Rat {
		if f.Basis == nil {
			return rat(1)
		}
		return f.Basis[i].Rat()
	}
	weights, rest, whole := new(big.Rat), new(big.Rat), new(big.Rat)
	for i, c := range all {
		weights.Add(weights, new(big.Rat).Mul(basis(i), c.Weight.Rat()))
		rest.Sub(rest, new(big.Rat).Mul(basis(i), c.Offset.Rat()))
		whole.Add(whole, basis(i))
	}
	if f.Basis == nil {
		whole = rat(1)
	}
	rest.Add(rest, whole.Mul(whole, f.Amount.Rat()))
	lambda := new(big.Rat)
	if weights.Sign() > 0 {
		lambda.Quo(rest, weights)
	}

	var text []string
	for _, c := range all {
		q := new(big.Rat).Mul(lambda, c.Weight.Rat())
		q.Add(q, c.Offset.Rat())
		if q.Sign() < 0 && f.Amount.Sign() >= 0 || q.Sign() > 0 && f.Amount.Sign() < 0 {
			return "of both signs", nil
		}
		text = append(text, strings.TrimSuffix(strings.TrimRight(q.FloatString(4), "0"), "."))
	}
	return strings.Join(text, " "), nil
}

// What a method makes of a family that its caller puts together is in
// proportion to the quotas of its formula.
func TestClaimsOfAFamily(t *testing.T) {
	f := newFan(3)
	r := newFan(2, hierarchy.Unit{Code: "09", Level: "province", Parent: "00", Role: hierarchy.Residual})
	own := hierarchy.Blend(
		hierarchy.Part{Weight: d("1"), Method: byPopulation{map[string]string{"01": "1", "02": "2", "03": "3.5"}}},
		hierarchy.Part{Weight: d("1"), Method: hierarchy.Equal()},
	)

	for _, tt := range []struct {
		name   string
		method hierarchy.Method
		family hierarchy.Family
		want   string
	}{
		{"finer figures than the amount", hierarchy.Shift(f.column("1.25", "2.5", "3")), f.family("12"), "3 4.25 4.75"},
		{
			"a finer amount than the figures", hierarchy.Shift(f.column("1", "2", "3")), f.family("12.75"),
			"3.25 4.25 5.25",
		},
		{
			"a mean of finer figures than the amount", hierarchy.Shift(f.column("1.25", "2.5", "3")),
			f.family("3", "1", "1", "2"), "1.8125 3.0625 3.5625",
		},
		{"an amount below zero", hierarchy.Shift(f.column("-1", "-2", "-3")), f.family("-12"), "-3 -4 -5"},
		{"nothing to hand down", hierarchy.Shift(f.column("1", "2", "3")), f.family("0"), "of both signs"},
		{"nothing of nothing", hierarchy.Shift(f.column("2", "2", "2")), f.family("0"), "0 0 0"},
		{"what would fall below nothing", hierarchy.Shift(f.column("0", "2", "3")), f.family("2"), "of both signs"},
		{"one that comes to nothing", hierarchy.Shift(f.column("0", "2", "4")), f.family("6"), "0 2 4"},
		{
			"a residual of a sum is not shifted",
			hierarchy.Shift(column(t, r.tree, figures("01", "1", "02", "2", "09", "3"))), r.family("12"), "4 5 3",
		},
		{
			"a residual of a mean is", hierarchy.Shift(column(t, r.tree, figures("01", "1", "02", "2", "09", "3"))),
			r.family("3", "1", "1", "1"), "2 3 4",
		},
		{"a method of the caller's in a blend", own, f.family("78"), "19 25 34"},
		{
			"means by basis", hierarchy.Negotiated(f.column("1", "2", "3"), d("0.5"), hierarchy.Equal()),
			f.family("2", "2", "1", "1"), "1.6 2.1333 2.6667",
		},
		{"shares in the whole", hierarchy.MeanOfRatios(
			column(t, f.tree, figures("00", "10", "01", "5", "02", "3", "03", "2")),
			column(t, f.tree, figures("00", "20", "01", "2", "02", "8", "03", "10")),
		), f.family("20"), "6 7 7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := formulaQuotas(tt.method, tt.family)
			if err != nil || got != tt.want {
				t.Errorf("Claims() are %s, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestClaimsErrors(t *testing.T) {
	f, one := newFan(2), newFan(1)
	full := func(f fan, figure string) hierarchy.Column {
		c, err := f.tree.ColumnFunc(func(hierarchy.Unit) (decimal.Decimal, bool) { return d(figure), true })
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	even, short := full(f, "10"), full(one, "10")
	long := f.family("10")
	long.Basis = []decimal.Decimal{d("1")}

	for _, tt := range []struct {
		name   string
		method hierarchy.Method
		family hierarchy.Family
		want   error
		path   string
	}{
		{"an amount out of bounds", hierarchy.Shift(even), f.family("1e101"), target.ErrRange, "family.amount"},
		{
			"a basis out of bounds", hierarchy.Shift(even), f.family("1", "1e-101", "1"), target.ErrRange,
			"family.basis[0]",
		},
		{"a basis of too few", hierarchy.Shift(even), long, target.ErrMismatch, "family.basis"},
		{
			"an income of a smaller tree", hierarchy.Capability(even, short, even), f.family("10"),
			target.ErrMissing, `figures["02"]`,
		},
		{
			"a population of a smaller tree", hierarchy.Capability(even, even, short), f.family("10"),
			target.ErrMissing, `figures["02"]`,
		},
		{
			"an income of zero", hierarchy.Capability(even, f.column("10", "0"), even), f.family("10"),
			target.ErrRange, `figures["02"]`,
		},
		{
			"a population of zero", hierarchy.Capability(even, even, f.column("0", "10")), f.family("10"),
			target.ErrRange, `figures["01"]`,
		},
		{
			"a base below zero", hierarchy.Capability(f.column("-1", "10"), even, even), f.family("5"),
			target.ErrRange, `figures["01"]`,
		},
		{"a whole of zero", hierarchy.MeanOfRatios(full(f, "0")), f.family("10"), target.ErrMissing, `figures["00"]`},
		{"no whole", hierarchy.MeanOfRatios(f.column("1", "1")), f.family("10"), target.ErrMissing, `figures["00"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.method.Claims(tt.family)
			if !errors.Is(err, tt.want) || paths(t, err) != tt.path {
				t.Errorf("Claims() = %v, %v; want %s: %v", got, err, tt.path, tt.want)
			}
		})
	}
}

func TestHistorySaysItsColumns(t *testing.T) {
	f := newFan(2)
	a, b := f.column("1", "2").Named("2009"), f.column("3", "4")
	if got, want := fmt.Sprint(hierarchy.RatioOfMeans(a, b)), "in proportion to the mean of 2009, the history "+
		"given"; got != want {
		t.Errorf("RatioOfMeans is %q, want %q", got, want)
	}
	if got, want := fmt.Sprint(hierarchy.MeanOfRatios(b, a)), "in proportion to the mean share in the history "+
		"given, 2009"; got != want {
		t.Errorf("MeanOfRatios is %q, want %q", got, want)
	}
}
