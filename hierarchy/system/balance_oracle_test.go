package system_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
)

// number is a JSON number, or a fraction in a string.
type number struct{ *big.Rat }

func (n *number) UnmarshalJSON(b []byte) error {
	r, ok := new(big.Rat).SetString(strings.Trim(string(b), `"[]`))
	if !ok {
		return fmt.Errorf("%s is no number", b)
	}
	n.Rat = r
	return nil
}

// decimal returns the number in at most forty decimals.
func (n number) decimal() decimal.Decimal {
	text := strings.TrimRight(n.FloatString(40), "0")
	return d(strings.TrimSuffix(text, "."))
}

// oracle is a case of least change under identities. The file has the source of
// each.
type oracle struct {
	ID, Kind   string
	Identities []struct {
		Terms map[string]number
		Op    string
		RHS   number
	}
	Figures map[string]number
	Periods []string
	Series  map[string][]number

	Weights, Variances, Alterability map[string]number
	TotalsAlterability               map[string]number `json:"totals_alterability"`
	Fixed                            []string
	Lower, Upper                     map[string]number
	KeepTotals                       []string `json:"keep_totals"`
	Quantum                          decimal.Decimal

	Expected, Exact json.RawMessage
	Conflict        []string
	Objective       *number
}

func readOracles(t *testing.T, file string, kinds ...string) []oracle {
	t.Helper()
	data, err := os.ReadFile("../../internal/quadratic/testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}

	var all struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}

	var out []oracle
	for _, raw := range all.Cases {
		var head struct{ Kind string }
		var c oracle
		if err := json.Unmarshal(raw, &head); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(kinds, head.Kind) {
			continue
		}
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}

	return out
}

// names returns the name of a figure in each period.
func (c *oracle) names(name string) []string {
	if c.Periods == nil {
		return []string{name}
	}
	var all []string
	for _, p := range c.Periods {
		all = append(all, name+"@"+p)
	}
	return all
}

// state states a case as figures and identities.
func (c *oracle) state() ([]system.Figure, []system.Identity, system.BalanceOptions) {
	o := system.BalanceOptions{Quantum: c.Quantum}
	series := maps.Clone(c.Series)
	if series == nil {
		series = map[string][]number{}
		for name, v := range c.Figures {
			series[name] = []number{v}
		}
	}
	switch {
	case c.Weights != nil:
		o.Firmness = hierarchy.WeightFirmness
	case c.Variances != nil || c.Alterability != nil:
		o.Firmness = hierarchy.VarianceFirmness
	}

	var figures []system.Figure
	one := decimal.New(1, 0)
	for name, values := range series {
		for i, full := range c.names(name) {
			f := system.Figure{
				Code: full, Value: decimal.NewNullDecimal(values[i].decimal()),
				Kept: slices.Contains(c.Fixed, name) || slices.Contains(c.Fixed, full),
				Min:  optional(c.Lower, name), Max: optional(c.Upper, name),
			}
			if o.Firmness != hierarchy.EqualFirmness {
				of := one
				if w, ok := c.Weights[name]; ok {
					of = w.decimal()
				} else if v, ok := c.Variances[name]; ok {
					of = v.decimal()
				} else if a, ok := c.Alterability[name]; ok {
					of = a.decimal().Mul(values[i].decimal()).Abs()
				}
				f.Of = decimal.NewNullDecimal(of)
			}
			figures = append(figures, f)
		}
	}

	var identities []system.Identity
	relations := map[string]system.Comparison{"=": system.Exactly, "<=": system.AtMost, ">=": system.AtLeast}
	for k, id := range c.Identities {
		for i := range c.names("") {
			terms := map[string]decimal.Decimal{}
			for name, factor := range id.Terms {
				terms[c.names(name)[i]] = factor.decimal()
			}
			identities = append(identities, system.Identity{
				Name:  fmt.Sprintf("identity %d, period %d", k+1, i+1),
				Terms: terms, Comparison: relations[id.Op], Right: id.RHS.decimal(),
			})
		}
	}
	for _, name := range c.KeepTotals {
		total := system.Identity{Name: "total of " + name, Terms: map[string]decimal.Decimal{}}
		sum := decimal.Decimal{}
		for i, full := range c.names(name) {
			total.Terms[full] = one
			sum = sum.Add(c.Series[name][i].decimal())
		}
		if a, ok := c.TotalsAlterability[name]; ok && a.Sign() != 0 {
			// The total is a figure of its own, which can move.
			total.Terms["sum of "+name] = one.Neg()
			figures = append(figures, system.Figure{
				Code: "sum of " + name, Value: decimal.NewNullDecimal(sum),
				Of: decimal.NewNullDecimal(a.decimal().Mul(sum).Abs()),
			})
		} else {
			total.Right = sum
		}
		identities = append(identities, total)
	}
	return figures, identities, o
}

// scale multiplies all figures of a case by a number that makes them whole, and
// returns it: fractions are no decimals.
func (c *oracle) scale() *big.Rat {
	by := new(big.Int).SetInt64(1)
	for _, v := range c.Figures {
		by.Mul(by, new(big.Int).Quo(v.Denom(), new(big.Int).GCD(nil, nil, by, v.Denom())))
	}

	factor := new(big.Rat).SetInt(by)
	for _, of := range []map[string]number{c.Figures, c.Lower, c.Upper} {
		for _, v := range of {
			v.Mul(v.Rat, factor)
		}
	}
	for _, id := range c.Identities {
		id.RHS.Mul(id.RHS.Rat, factor)
	}
	c.Quantum = c.Quantum.Mul(decimal.NewFromBigInt(by, 0))
	return factor
}

func optional(of map[string]number, name string) decimal.NullDecimal {
	n, ok := of[name]
	if !ok {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(n.decimal())
}

// wants returns the expected figures.
func (c *oracle) wants(t *testing.T, raw json.RawMessage) map[string]number {
	t.Helper()
	want := map[string]number{}
	if c.Series == nil {
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		return want
	}
	lists := map[string][]number{}
	if err := json.Unmarshal(raw, &lists); err != nil {
		t.Fatal(err)
	}
	for name, list := range lists {
		for i, full := range c.names(name) {
			want[full] = list[i]
		}
	}
	return want
}

// infeasible reports whether a case has no answer, and checks that Balance says so.
func (c *oracle) infeasible(t *testing.T, err error) bool {
	t.Helper()
	if string(c.Expected) != `"infeasible"` {
		return false
	}
	none, ok := errors.AsType[*system.InfeasibleError](err)
	if !ok {
		t.Fatalf("Balance() = %v, want an InfeasibleError", err)
	}
	if n := len(none.Constraints); n < 2 && none.Quantum.IsZero() || n > 7 {
		t.Errorf("Balance() = %v, want a set like %v", none, c.Conflict)
	}
	return true
}

// TestBalanceOracles compares with answers that were solved in fractions elsewhere.
func TestBalanceOracles(t *testing.T) {
	cases := readOracles(t, "balance.json", "series")
	cases = append(cases, readOracles(t, "reconcile.json", "system")...)
	cases = append(cases, readOracles(t, "cholette.json", "system")...)
	if len(cases) != 28+4+3 {
		t.Errorf("%d cases are read", len(cases))
	}

	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			got, err := system.Balance(c.state())
			if c.infeasible(t, err) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}

			if err := got.Check(); err != nil {
				t.Error(err)
			}

			if len(c.Exact) > 0 {
				for code, w := range c.wants(t, c.Exact) {
					if f, _ := got.Figure(code); f.Exact == nil || f.Exact.Cmp(w.Rat) != 0 {
						t.Errorf("Figure(%s) = %v, want %v", code, f.Exact, w)
					}
				}
			}

			for code, w := range c.wants(t, c.Expected) {
				f, ok := got.Figure(code)
				d := new(big.Rat).Sub(f.Value.Rat(), w.Rat)
				if !ok || d.Abs(d).Cmp(big.NewRat(1, 1e9)) > 0 {
					t.Errorf("Figure(%s) = %v, want %v", code, f.Value, w.FloatString(12))
				}
			}
		})
	}
}

// TestBalanceRoundings compares with the lists of all nearest roundings.
func TestBalanceRoundings(t *testing.T) {
	cases := readOracles(t, "balance.json", "rounding")
	if len(cases) != 4 {
		t.Errorf("%d cases are read", len(cases))
	}

	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			factor := c.scale()
			got, err := system.Balance(c.state())
			if c.infeasible(t, err) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}

			if err := got.Check(); err != nil {
				t.Error(err)
			}
			var all []map[string]number
			if err := json.Unmarshal(c.Expected, &all); err != nil {
				t.Fatal(err)
			}

			if got.Ties != len(all) {
				t.Errorf("Ties = %d, want %d", got.Ties, len(all))
			}
			found := slices.ContainsFunc(all, func(want map[string]number) bool {
				for code, w := range want {
					scaled := new(big.Rat).Mul(w.Rat, factor)
					if f, _ := got.Figure(code); f.Value.Rat().Cmp(scaled) != 0 {
						return false
					}
				}
				return true
			})

			if !found {
				t.Errorf("Figures = %v, want one of %v", got.Figures, all)
			}
			if c.Objective == nil {
				return
			}

			loss := new(big.Rat).Quo(got.Loss.Rat(), new(big.Rat).Mul(factor, factor))
			d := loss.Sub(loss, c.Objective.Rat)
			if d.Abs(d).Cmp(big.NewRat(1, 1e9)) > 0 {
				t.Errorf("Loss = %v, want %v", got.Loss, c.Objective)
			}
		})
	}
}
