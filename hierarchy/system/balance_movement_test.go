package system_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// seriesOracle is a case of several series over several periods.
type seriesOracle struct {
	ID, Kind       string
	PeriodsPerYear int `json:"periods_per_year"`
	FirstFullYear  int `json:"first_full_year_starts_at_period"`
	Rho, Lambda    number
	Series         map[string][]number
	YearTotals     map[string][]number `json:"year_totals"`
	Sums           []struct {
		Terms  map[string]number
		Equals json.RawMessage
	}

	Weights json.RawMessage
	Before  map[string]number
	Kept    []struct {
		Unit   string
		Period int
		Value  number
	}
	TotalsByYear   []number          `json:"totals_by_year"`
	TotalsOverPlan map[string]number `json:"totals_over_plan"`
	GrowthAtMost   *number           `json:"growth_at_most"`
	Lower          *number

	Expected json.RawMessage
}

func at(name string, period int) string { return fmt.Sprintf("%s@%02d", name, period) }

// sum is an identity: figures add up to a total.
func sum(name string, total number, codes ...string) system.Identity {
	id := system.Identity{Name: name, Terms: map[string]decimal.Decimal{}, Right: total.decimal()}
	for _, code := range codes {
		id.Terms[code] = decimal.New(1, 0)
	}
	return id
}

// power returns |v|^2λ, to forty decimals of its root. The root is the mean of |v| and 1,
// weighted by λ and 1 − λ.
func power(v, lambda number) decimal.Decimal {
	one := decimal.New(1, 0)
	if v.Sign() == 0 {
		return decimal.Decimal{}
	}
	root := transcend.GeometricMean(
		[]decimal.Decimal{v.decimal().Abs(), one}, []decimal.Decimal{lambda.decimal(), one.Sub(lambda.decimal())}, 60,
	).Round(40)
	return root.Mul(root)
}

// cholette states a case of Cholette's method.
func (c *seriesOracle) cholette(t *testing.T) ([]system.Figure, []system.Identity, system.BalanceOptions) {
	t.Helper()
	o := system.BalanceOptions{Movement: decimal.NewNullDecimal(c.Rho.decimal())}
	switch c.Lambda.FloatString(2) {
	case "0.00":
	case "0.50":
		o.Firmness = hierarchy.FigureFirmness
	default: // the variance is the figure to the power of 2λ
		o.Firmness = hierarchy.VarianceFirmness
	}

	var figures []system.Figure
	var identities []system.Identity
	for name, values := range c.Series {
		for p, v := range values {
			f := system.Figure{Code: at(name, p), Value: decimal.NewNullDecimal(v.decimal()), Kept: v.Sign() == 0}
			if p > 0 {
				f.After = at(name, p-1)
			}
			if o.Firmness == hierarchy.VarianceFirmness {
				f.Of = decimal.NewNullDecimal(power(v, c.Lambda))
			}
			figures = append(figures, f)
		}
		for year, total := range c.YearTotals[name] {
			var codes []string
			for p := range c.PeriodsPerYear {
				codes = append(codes, at(name, max(0, c.FirstFullYear-1)+year*c.PeriodsPerYear+p))
			}
			identities = append(identities, sum(fmt.Sprintf("year %d of %s", year, name), total, codes...))
		}
	}
	for k, s := range c.Sums {
		var limits []number
		one := number{new(big.Rat)}
		same := json.Unmarshal(s.Equals, &limits) != nil
		if same {
			if err := json.Unmarshal(s.Equals, &one); err != nil {
				t.Fatal(err)
			}
		}
		var periods int
		for name := range s.Terms {
			periods = len(c.Series[name])
		}
		for p := range periods {
			id := sum(fmt.Sprintf("sum %d in period %d", k, p), one)
			if !same {
				id.Right = limits[p].decimal()
			}
			for name, factor := range s.Terms {
				id.Terms[at(name, p)] = factor.decimal()
			}
			identities = append(identities, id)
		}
	}
	return figures, identities, o
}

// paths states a case of paths that do not fall, and grow at most by a rate.
func (c *seriesOracle) paths() ([]system.Figure, []system.Identity, system.BalanceOptions) {
	var o system.BalanceOptions
	if string(c.Weights) == `"1/figure"` {
		o.Firmness = hierarchy.FigureFirmness
	}
	var figures []system.Figure
	var identities []system.Identity
	step := func(name string, factor decimal.Decimal, of string, p int, relation system.Comparison) {
		identities = append(identities, system.Identity{
			Name: fmt.Sprintf("%s of %s, period %d", name, of, p), Comparison: relation,
			Terms: map[string]decimal.Decimal{at(of, p): decimal.New(1, 0), at(of, p-1): factor.Neg()},
		})
	}
	kept := map[string]decimal.Decimal{}
	for _, k := range c.Kept {
		kept[at(k.Unit, k.Period-1)] = k.Value.decimal()
	}

	for name, values := range c.Series {
		var codes []string
		for p, v := range values {
			f := system.Figure{Code: at(name, p), Value: decimal.NewNullDecimal(v.decimal())}
			if c.Lower != nil {
				f.Min = decimal.NewNullDecimal(c.Lower.decimal())
			}
			if b, ok := c.Before[name]; ok && p == 0 {
				f.Min = decimal.NewNullDecimal(b.decimal())
			}
			if v, ok := kept[f.Code]; ok {
				f.Value, f.Kept = decimal.NewNullDecimal(v), true
			}
			if p > 0 {
				step("no fall", decimal.New(1, 0), name, p, system.AtLeast)
			}
			if p > 0 && c.GrowthAtMost != nil {
				step("growth", c.GrowthAtMost.decimal(), name, p, system.AtMost)
			}
			figures, codes = append(figures, f), append(codes, f.Code)
		}
		if total, ok := c.TotalsOverPlan[name]; ok {
			identities = append(identities, sum("plan total of "+name, total, codes...))
		}
	}
	for p, total := range c.TotalsByYear {
		var codes []string
		for name := range c.Series {
			codes = append(codes, at(name, p))
		}
		identities = append(identities, sum(fmt.Sprintf("total of year %d", p), total, codes...))
	}
	return figures, identities, o
}

// TestSeriesOracles compares with runs of rjd3bench, and with answers that were solved in
// fractions. The file has the source of each.
func TestSeriesOracles(t *testing.T) {
	data, err := os.ReadFile("../../internal/quadratic/testdata/cholette.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}

	read := 0
	for _, raw := range all.Cases {
		var kind struct{ Kind string }
		if err := json.Unmarshal(raw, &kind); err != nil {
			t.Fatal(err)
		}
		if kind.Kind == "system" {
			continue // TestBalanceOracles has them
		}
		var c seriesOracle
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		read++
		t.Run(c.ID, func(t *testing.T) {
			state := c.paths
			if c.Kind == "cholette" {
				state = func() ([]system.Figure, []system.Identity, system.BalanceOptions) { return c.cholette(t) }
			}
			got, err := system.Balance(state())
			if string(c.Expected) == `"infeasible"` {
				if none, ok := errors.AsType[*system.InfeasibleError](err); !ok || len(none.Constraints) < 2 {
					t.Errorf("Balance() = %v, want an InfeasibleError", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}

			if err := got.Check(); err != nil {
				t.Error(err)
			}
			want := map[string][]number{}
			if err := json.Unmarshal(c.Expected, &want); err != nil {
				t.Fatal(err)
			}
			for name, list := range want {
				for p, w := range list {
					f, _ := got.Figure(at(name, p))
					d := new(big.Rat).Sub(f.Value.Rat(), w.Rat)
					if d.Abs(d).Cmp(big.NewRat(1, 1e9)) > 0 {
						t.Errorf("Figure(%s) = %v, want %v", f.Code, f.Value, w.FloatString(12))
					}
				}
			}
		})
	}
	if read != 17 {
		t.Errorf("%d cases are read, want 17", read)
	}
}

// TestMovementErrors has what the figures of a series may not say.
func TestMovementErrors(t *testing.T) {
	figure := func(code, after string) system.Figure {
		return system.Figure{Code: code, Value: decimal.NewNullDecimal(decimal.New(5, 0)), After: after}
	}
	gap := figure("b", "a")
	gap.Value = decimal.NullDecimal{}
	rho, two := decimal.NewNullDecimal(decimal.New(8, -1)), decimal.NewNullDecimal(decimal.New(2, 0))

	for _, c := range []struct {
		name    string
		figures []system.Figure
		rho     decimal.NullDecimal
		want    error
	}{
		{"no movement", []system.Figure{figure("a", ""), figure("b", "a")}, decimal.NullDecimal{}, target.ErrInvalid},
		{"no series", []system.Figure{figure("a", ""), figure("b", "")}, rho, target.ErrInvalid},
		{"unknown", []system.Figure{figure("a", ""), figure("b", "c")}, rho, target.ErrUnknown},
		{"fork", []system.Figure{figure("a", ""), figure("b", "a"), figure("c", "a")}, rho, target.ErrDuplicate},
		{"a circle", []system.Figure{figure("a", "b"), figure("b", "a")}, rho, target.ErrCycle},
		{"after itself", []system.Figure{figure("a", "a"), figure("b", "")}, rho, target.ErrCycle},
		{"a gap", []system.Figure{figure("a", ""), gap}, rho, target.ErrMissing},
		{"above one", []system.Figure{figure("a", ""), figure("b", "a")}, two, target.ErrRange},
	} {
		total := sum("total", number{big.NewRat(12, 1)}, "a", "b")
		_, err := system.Balance(c.figures, []system.Identity{total}, system.BalanceOptions{Movement: c.rho})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: Balance() = %v, want %v", c.name, err, c.want)
		}
	}
}
