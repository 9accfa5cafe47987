package quadratic_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/internal/quadratic"
)

// oracle is a published or computed case; testdata has the source of each.
type oracle struct {
	ID, Kind   string
	Tree       map[string][]string
	Shares     map[string]map[string]number
	Identities []identity
	Figures    map[string]number
	Periods    []string
	Series     map[string][]number

	Weights, Variances, Alterability map[string]number
	TotalsAlterability               map[string]number `json:"totals_alterability"`
	Fixed                            []string
	Lower, Upper                     map[string]number
	KeepTotals                       []string `json:"keep_totals"`
	Levels                           map[string][]number

	Expected, Exact json.RawMessage
	Active          []string
	Conflict        []string
	Objective       number
	Tolerance       string
}

type identity struct {
	Terms map[string]number
	Op    string
	RHS   number
}

// number is a JSON number or a fraction in a string, possibly in a list of its own.
type number struct{ *big.Rat }

func (n *number) UnmarshalJSON(b []byte) error {
	text := strings.Trim(string(b), `"[]`)
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return fmt.Errorf("%s is no number", b)
	}
	n.Rat = r
	return nil
}

func readCases[T any](t testing.TB, file string, kinds ...string) []T {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}

	var out []T
	for _, raw := range all.Cases {
		var head struct{ ID, Kind string }
		var c T
		if err := json.Unmarshal(raw, &head); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(kinds, head.Kind) {
			continue
		}
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatalf("%s: %v", head.ID, err)
		}
		out = append(out, c)
	}
	return out
}

// model is a problem whose variables and constraints have names.
type model struct {
	quadratic.Problem
	at     map[string]int
	labels []string
}

func newModel() *model { return &model{at: map[string]int{}} }

func (m *model) variable(name string) int {
	if _, ok := m.at[name]; !ok {
		m.at[name] = m.N
		m.N++
	}
	return m.at[name]
}

func (m *model) square(weight, centre *big.Rat, names ...string) {
	var terms []quadratic.Term
	for _, name := range names {
		terms = append(terms, quadratic.Term{At: m.variable(name), Coef: big.NewRat(1, 1)})
	}
	m.Squares = append(m.Squares, quadratic.Square{Weight: weight, Terms: terms, Centre: centre})
}

func (m *model) demand(label string, op quadratic.Op, limit *big.Rat, terms map[string]*big.Rat) {
	c := quadratic.Constraint{Op: op, Limit: limit}
	for _, name := range slices.Sorted(maps.Keys(terms)) {
		c.Terms = append(c.Terms, quadratic.Term{At: m.variable(name), Coef: terms[name]})
	}
	m.Constraints = append(m.Constraints, c)
	m.labels = append(m.labels, label)
}

func (m *model) one(label string, op quadratic.Op, limit *big.Rat, name string) {
	m.demand(label, op, limit, map[string]*big.Rat{name: big.NewRat(1, 1)})
}

// weigh returns the weight of a figure, and false if the figure is kept.
func (c *oracle) weigh(name string, figure *big.Rat) (*big.Rat, bool) {
	if w, ok := c.Weights[name]; ok {
		return w.Rat, true
	}
	if v, ok := c.Variances[name]; ok {
		return new(big.Rat).Inv(v.Rat), true
	}
	if a, ok := c.Alterability[name]; ok {
		v := new(big.Rat).Mul(a.Rat, figure)
		if v.Abs(v).Sign() == 0 {
			return nil, false
		}
		return v.Inv(v), true
	}
	return big.NewRat(1, 1), true
}

var ops = map[string]quadratic.Op{"=": quadratic.Equal, "<=": quadratic.AtMost, ">=": quadratic.AtLeast}

// figure adds a figure under a name; base is the name by which the case knows it.
func (c *oracle) figure(m *model, name, base string, value *big.Rat) {
	w, free := c.weigh(base, value)
	if !free || slices.Contains(c.Fixed, name) || slices.Contains(c.Fixed, base) {
		m.one("fixed:"+name, quadratic.Equal, value, name)
		w = big.NewRat(1, 1)
	}
	m.square(w, value, name)
	c.bounds(m, name, base)
}

// bounds adds the bounds of a figure, or of one for which there is none.
func (c *oracle) bounds(m *model, name, base string) {
	if l, ok := c.Lower[base]; ok {
		m.one("lower:"+name, quadratic.AtLeast, l.Rat, name)
	}
	if u, ok := c.Upper[base]; ok {
		m.one("upper:"+name, quadratic.AtMost, u.Rat, name)
	}
}

// model states a case of a tree, a system or series.
func (c *oracle) model() *model {
	m := newModel()
	for _, name := range slices.Sorted(maps.Keys(c.Figures)) {
		c.figure(m, name, name, c.Figures[name].Rat)
	}
	for parent := range c.Tree {
		if _, ok := c.Figures[parent]; !ok {
			c.bounds(m, parent, parent)
		}
	}
	for parent, children := range c.Tree {
		terms, whole := map[string]*big.Rat{}, new(big.Rat)
		for _, child := range children {
			weight := big.NewRat(1, 1)
			if c.Shares != nil {
				weight = c.Shares[parent][child].Rat
			}
			terms[child] = weight
			whole.Add(whole, weight)
		}
		if c.Shares == nil {
			whole.SetInt64(1)
		}
		terms[parent] = whole.Neg(whole)
		m.demand(parent+" = its parts", quadratic.Equal, new(big.Rat), terms)
	}

	periods := c.Periods
	if periods == nil {
		periods = []string{""}
	}
	at := func(name string, period int) string {
		if c.Periods == nil {
			return name
		}
		return name + "@" + periods[period]
	}
	for _, name := range slices.Sorted(maps.Keys(c.Series)) {
		for p, v := range c.Series[name] {
			c.figure(m, at(name, p), name, v.Rat)
		}
	}
	for i, id := range c.Identities {
		for p := range periods {
			terms := map[string]*big.Rat{}
			for name, coef := range id.Terms {
				terms[at(name, p)] = coef.Rat
			}
			m.demand(at(fmt.Sprintf("identity %d", i+1), p), ops[id.Op], id.RHS.Rat, terms)
		}
	}
	for _, name := range c.KeepTotals {
		terms, sum := map[string]*big.Rat{}, new(big.Rat)
		var all []string
		for p, v := range c.Series[name] {
			terms[at(name, p)] = big.NewRat(1, 1)
			sum.Add(sum, v.Rat)
			all = append(all, at(name, p))
		}
		if a, ok := c.TotalsAlterability[name]; ok && a.Sign() != 0 {
			w := new(big.Rat).Mul(a.Rat, new(big.Rat).Abs(sum))
			m.square(w.Inv(w), sum, all...)
			continue
		}
		m.demand("total of "+name, quadratic.Equal, sum, terms)
	}
	return m
}

// near compares with what a case expects, to its tolerance or exactly.
func near(t *testing.T, name string, got *big.Rat, want number, tolerance string) {
	t.Helper()
	limit, relative := big.NewRat(1, 1_000_000_000), strings.Contains(tolerance, "of the figure")
	if relative {
		limit = big.NewRat(1, 1_000_000_000_000_000)
	}
	d := new(big.Rat).Sub(got, want.Rat)
	d.Abs(d)
	if relative {
		limit.Mul(limit, new(big.Rat).Abs(want.Rat))
	}
	if d.Cmp(limit) > 0 {
		t.Errorf("%s = %s, want %s", name, got.FloatString(12), want.FloatString(12))
	}
}

// compare compares a solution with the figures of a case.
func (c *oracle) compare(t *testing.T, m *model, x []*big.Rat) {
	t.Helper()
	for _, exactly := range []bool{false, true} {
		raw := c.Expected
		if exactly {
			raw = c.Exact
		}
		if raw == nil {
			continue
		}
		want := map[string]number{}
		if c.Series != nil {
			lists := map[string][]number{}
			if err := json.Unmarshal(raw, &lists); err != nil {
				t.Fatal(err)
			}
			for name, list := range lists {
				for p, v := range list {
					if c.Periods != nil {
						want[name+"@"+c.Periods[p]] = v
					} else {
						want[name] = v
					}
				}
			}
		} else if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		if len(want) != m.N {
			t.Errorf("the case has %d figures, the model %d", len(want), m.N)
		}
		for name, v := range want {
			got := x[m.at[name]]
			if exactly {
				if got.Cmp(v.Rat) != 0 {
					t.Errorf("%s = %s, want %s", name, got, v)
				}
			} else {
				near(t, name, got, v, c.Tolerance)
			}
		}
	}
}

func TestOracles(t *testing.T) {
	cases := readCases[oracle](t, "reconcile.json", "tree", "system")
	cases = append(cases, readCases[oracle](t, "balance.json", "series")...)
	cases = append(cases, readCases[oracle](t, "cholette.json", "system")...)
	if len(cases) != 37+28+3 {
		t.Errorf("%d cases are read", len(cases))
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			if c.Levels != nil {
				return // the mean of several problems: package hierarchy compares it
			}
			m := c.model()
			got, err := quadratic.Solve(&m.Problem)
			if first, conflict := quadratic.SolveFloat(&m.Problem); first == nil && conflict == nil {
				t.Error("floating point is not enough")
			}
			if string(c.Expected) == `"infeasible"` {
				var conflict *quadratic.InfeasibleError
				if !errors.As(err, &conflict) {
					t.Fatalf("Solve() = %v, %v, want a contradiction", got, err)
				}
				for _, i := range conflict.Constraints {
					t.Log(m.labels[i])
				}
				minimal(t, &m.Problem, conflict)
				shorter := quadratic.Shorter(&m.Problem, conflict)
				minimal(t, &m.Problem, shorter)
				// Three totals of the year and the share of 92 % in four quarters, of one region.
				if c.ID == "bl-gseries-vehicles-2022-infeasible" && len(shorter.Constraints) != 7 {
					t.Errorf("Shorter(%v) = %v, want 7 constraints", conflict, shorter)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			c.compare(t, m, got.X)
			near(t, "objective", got.Objective, c.Objective, "")
			optimal(t, &m.Problem, got)

			var active []string
			for i, d := range m.Constraints {
				if d.Op != quadratic.Equal && tight(d, got.X) {
					active = append(active, m.labels[i])
				}
			}
			slices.Sort(active)
			slices.Sort(c.Active)
			if !slices.Equal(active, c.Active) {
				t.Errorf("active = %v, want %v", active, c.Active)
			}
		})
	}
}

// Figures of three units in a year and its halves, reconciled both ways at once
// (daniGiro/FoReco@c11ca50, version 0.2.1 of 2021, octrec run under R 4.2.2).
func TestCrossTemporal(t *testing.T) {
	units, periods := []string{"nation", "P1", "P2"}, []string{"year", "H1", "H2"}
	figures := [3][3]int64{{100, 52, 50}, {62, 30, 31}, {40, 20, 21}}
	tests := []struct {
		name string
		ends [2][3]int64 // 1 over the weight of a figure is one of each, of its unit and its period, multiplied
		want [3][3]float64
	}{
		{
			name: "equal", ends: [2][3]int64{{1, 1, 1}, {1, 1, 1}},
			want: [3][3]float64{
				{101.111111111111, 50.8888888888889, 50.2222222222222},
				{61.2222222222222, 30.7777777777778, 30.4444444444444},
				{39.8888888888889, 20.1111111111111, 19.7777777777778},
			},
		},
		{
			name: "structural", ends: [2][3]int64{{2, 1, 1}, {2, 1, 1}},
			want: [3][3]float64{{101.5, 50.75, 50.75}, {61.25, 30.625, 30.625}, {40.25, 20.125, 20.125}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := newModel()
			one, less := big.NewRat(1, 1), big.NewRat(-1, 1)
			for u, unit := range units {
				for p, period := range periods {
					weight := big.NewRat(1, tt.ends[0][u]*tt.ends[1][p])
					m.square(weight, big.NewRat(figures[u][p], 1), unit+period)
				}
				m.demand(unit+" in the year", quadratic.Equal, new(big.Rat), map[string]*big.Rat{
					unit + "year": less, unit + "H1": one, unit + "H2": one,
				})
			}
			for _, period := range periods {
				m.demand("the nation in "+period, quadratic.Equal, new(big.Rat), map[string]*big.Rat{
					"nation" + period: less, "P1" + period: one, "P2" + period: one,
				})
			}

			got, err := quadratic.Solve(&m.Problem)
			if err != nil {
				t.Fatal(err)
			}
			for u, unit := range units {
				for p, period := range periods {
					x, _ := got.X[m.variable(unit+period)].Float64()
					if math.Abs(x-tt.want[u][p]) > 1e-12 {
						t.Errorf("%s in %s = %.13f, want %.13f", unit, period, x, tt.want[u][p])
					}
				}
			}
		})
	}
}
