package quadratic_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/quadratic"
	"github.com/targetcascade/cascade/internal/transcend"
)

// years is a case of several series over several periods.
type years struct {
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

	Expected, Exact json.RawMessage
	FlatSteps       []string `json:"flat_steps"`
	Objective       number
}

func cell(name string, period int) string { return fmt.Sprintf("%s@%d", name, period+1) }

// ones are terms that add up variables.
func ones(names ...string) map[string]*big.Rat {
	out := map[string]*big.Rat{}
	for _, name := range names {
		out[name] = big.NewRat(1, 1)
	}
	return out
}

// scale returns |figure|^λ, to sixty digits where that is no fraction.
func scale(t *testing.T, figure, lambda *big.Rat) *big.Rat {
	t.Helper()
	size := new(big.Rat).Abs(figure)
	switch {
	case lambda.Sign() == 0:
		return big.NewRat(1, 1)
	case lambda.Cmp(big.NewRat(1, 1)) == 0:
		return size
	}
	if one := big.NewRat(1, 1); lambda.Sign() < 0 || lambda.Cmp(one) > 0 {
		t.Fatalf("λ is %s, want from 0 to 1", lambda)
	}

	// The power is the mean of the figure and 1, weighted by λ and 1 − λ.
	text := func(r *big.Rat) decimal.Decimal { return decimal.RequireFromString(r.FloatString(20)) }
	one := decimal.New(1, 0)
	xs, weights := []decimal.Decimal{text(size), one}, []decimal.Decimal{text(lambda), one.Sub(text(lambda))}
	return transcend.GeometricMean(xs, weights, 60).Rat()
}

// cholette states a case of Cholette's method.
func (c *years) cholette(t *testing.T) *model {
	t.Helper()
	m := newModel()
	for _, name := range slices.Sorted(maps.Keys(c.Series)) {
		first := m.N
		var figures, scales []*big.Rat
		for p, v := range c.Series[name] {
			m.variable(cell(name, p))
			figures = append(figures, v.Rat)
			s := scale(t, v.Rat, c.Lambda.Rat)
			if v.Sign() == 0 {
				s = big.NewRat(1, 1)
				m.one("fixed:"+cell(name, p), quadratic.Equal, v.Rat, cell(name, p))
			}
			scales = append(scales, s)
		}
		m.Squares = append(m.Squares, quadratic.Movement(first, figures, scales, c.Rho.Rat)...)

		for year, total := range c.YearTotals[name] {
			var names []string
			for p := range c.PeriodsPerYear {
				names = append(names, cell(name, max(0, c.FirstFullYear-1)+year*c.PeriodsPerYear+p))
			}
			m.demand(fmt.Sprintf("year %d of %s", year+1, name), quadratic.Equal, total.Rat, ones(names...))
		}
	}
	for k, s := range c.Sums {
		var limits []number
		if json.Unmarshal(s.Equals, &limits) != nil {
			var one number
			if err := json.Unmarshal(s.Equals, &one); err != nil {
				t.Fatal(err)
			}
			for name := range s.Terms {
				limits = slices.Repeat([]number{one}, len(c.Series[name]))
			}
		}
		for p, limit := range limits {
			terms := map[string]*big.Rat{}
			for name, coef := range s.Terms {
				terms[cell(name, p)] = coef.Rat
			}
			m.demand(fmt.Sprintf("sum %d in period %d", k+1, p+1), quadratic.Equal, limit.Rat, terms)
		}
	}
	return m
}

// paths states a case of paths that do not fall.
func (c *years) paths() *model {
	m := newModel()
	names := slices.Sorted(maps.Keys(c.Series))
	zero, one := new(big.Rat), big.NewRat(1, 1)
	for _, name := range names {
		var all []string
		for p, v := range c.Series[name] {
			weight := one
			if string(c.Weights) == `"1/figure"` {
				weight = new(big.Rat).Inv(new(big.Rat).Abs(v.Rat))
			}
			m.square(weight, v.Rat, cell(name, p))
			all = append(all, cell(name, p))
			if c.Lower != nil {
				m.one("lower:"+cell(name, p), quadratic.AtLeast, c.Lower.Rat, cell(name, p))
			}
			if p > 0 {
				m.demand(fmt.Sprintf("%s %d-%d", name, p, p+1), quadratic.AtLeast, zero,
					map[string]*big.Rat{cell(name, p): one, cell(name, p-1): big.NewRat(-1, 1)})
			}
			if p > 0 && c.GrowthAtMost != nil {
				m.demand(fmt.Sprintf("growth of %s %d-%d", name, p, p+1), quadratic.AtMost, zero,
					map[string]*big.Rat{cell(name, p): one, cell(name, p-1): new(big.Rat).Neg(c.GrowthAtMost.Rat)})
			}
		}

		if b, ok := c.Before[name]; ok {
			m.one("before "+name, quadratic.AtLeast, b.Rat, cell(name, 0))
		}
		if total, ok := c.TotalsOverPlan[name]; ok {
			m.demand("plan total of "+name, quadratic.Equal, total.Rat, ones(all...))
		}
	}
	for p, total := range c.TotalsByYear {
		var all []string
		for _, name := range names {
			all = append(all, cell(name, p))
		}
		m.demand(fmt.Sprintf("total of year %d", p+1), quadratic.Equal, total.Rat, ones(all...))
	}
	for _, k := range c.Kept {
		m.one("kept", quadratic.Equal, k.Value.Rat, cell(k.Unit, k.Period-1))
	}
	return m
}

func TestYears(t *testing.T) {
	cases := readCases[years](t, "cholette.json", "cholette", "paths")
	if len(cases) != 17 {
		t.Errorf("%d cases are read", len(cases))
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			m := c.paths
			if c.Kind == "cholette" {
				m = func() *model { return c.cholette(t) }
			}
			problem := m()
			got, err := quadratic.Solve(&problem.Problem)
			if string(c.Expected) == `"infeasible"` {
				var conflict *quadratic.InfeasibleError
				if !errors.As(err, &conflict) {
					t.Fatalf("Solve() = %v, %v, want a contradiction", got, err)
				}
				for _, i := range conflict.Constraints {
					t.Log(problem.labels[i])
				}
				minimal(t, &problem.Problem, conflict)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			optimal(t, &problem.Problem, got)
			near(t, "objective", got.Objective, c.Objective, "")

			for _, exactly := range []bool{false, true} {
				want := map[string][]number{}
				raw := c.Expected
				if exactly {
					raw = c.Exact
				}
				if raw == nil {
					continue
				}
				if err := json.Unmarshal(raw, &want); err != nil {
					t.Fatal(err)
				}
				for name, list := range want {
					for p, v := range list {
						x := got.X[problem.at[cell(name, p)]]
						if exactly && x.Cmp(v.Rat) != 0 {
							t.Errorf("%s = %s, want %s", cell(name, p), x, v)
						}
						near(t, cell(name, p), x, v, "")
					}
				}
			}
			var flat []string
			for i, d := range problem.Constraints {
				if d.Op != quadratic.Equal && tight(d, got.X) {
					flat = append(flat, problem.labels[i])
				}
			}
			slices.Sort(flat)
			slices.Sort(c.FlatSteps)
			if c.Kind == "paths" && !slices.Equal(flat, c.FlatSteps) {
				t.Errorf("flat steps = %v, want %v", flat, c.FlatSteps)
			}
		})
	}
}
