package trial_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// shops are three shops and one that counts for nothing, with sales of last year and the
// quotas that they got.
type shops struct {
	tree              *hierarchy.Tree
	sales, got, extra hierarchy.Column
}

func newShops(t testing.TB) shops {
	t.Helper()
	tree, err := hierarchy.NewTree([]string{"firm", "shop", "team"}, []hierarchy.Unit{
		{Code: "F", Level: "firm"},
		{Code: "A", Level: "shop", Parent: "F"},
		{Code: "B", Level: "shop", Parent: "F"},
		{Code: "C", Level: "shop", Parent: "F"},
		{Code: "M", Level: "shop", Parent: "F", Role: hierarchy.Memo},
		{Code: "A1", Level: "team", Parent: "A"},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := shops{tree: tree}
	s.sales = s.column(t, "10", "20", "50")
	s.got = s.column(t, "17", "26", "57")
	s.extra = s.column(t, "1", "2", "3")
	return s
}

func (s shops) column(t testing.TB, figures ...string) hierarchy.Column {
	t.Helper()
	c, err := s.tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for i, x := range figures {
			if x != "" && !yield(string(rune('A'+i)), dec(x)) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (s shops) target(value string) target.Target {
	places := int32(2)
	return target.Target{
		Unit: "F", Value: dec(value), Period: target.Year(2020),
		Indicator: target.Indicator{
			Code: "sales", Kind: target.Flow, Better: target.Higher, Places: target.Places(places),
		},
	}
}

// mixed is a part by sales, and the rest equally.
func (s shops) mixed(part decimal.Decimal) hierarchy.Method {
	return hierarchy.Blend(
		hierarchy.Part{Weight: part, Method: hierarchy.Proportional(s.sales)},
		hierarchy.Part{Weight: dec("1").Sub(part), Method: hierarchy.Equal()},
	)
}

// Whatever stands in the way of following a parameter exactly, the fit is the one that
// trying every value gives; and nothing that does not stand in the way is given up for.
func TestFitFollowsWhatItCan(t *testing.T) {
	s := newShops(t)
	last := hierarchy.Options{LastLevel: "shop"}
	always := func(o hierarchy.Options, r hierarchy.Rule) hierarchy.Options {
		o.Rule = r
		return o
	}
	held := func(until target.Period) hierarchy.Options {
		hold := hierarchy.Hold{Unit: "B", Value: dec("31"), Until: until}
		return hierarchy.Options{LastLevel: "shop", Holds: []hierarchy.Hold{hold}}
	}
	year := decimal.NewNullDecimal

	for i, tt := range []struct {
		name    string
		value   string // of the target; 100 if empty
		options hierarchy.Options
		rule    func(part decimal.Decimal, r *hierarchy.Rule)
		steps   int // of the short grid; 5 if 0
		grids   bool
	}{
		{name: "nothing", options: last},
		{name: "a hold", options: held(target.Period{})},
		{name: "a hold that has lapsed", options: held(target.Year(2019))},
		{name: "a hold of the last year", options: held(target.Year(2020))},
		{
			name:    "bounds of the candidate",
			options: always(last, hierarchy.Rule{Min: s.column(t, "20"), Max: s.column(t, "", "", "45")}),
		},
		{
			name: "bounds of the rule come first", options: always(last, hierarchy.Rule{Min: s.column(t, "22")}),
			rule: func(_ decimal.Decimal, r *hierarchy.Rule) { r.Min = s.column(t, "19", "28") },
		},
		{
			name:    "a bound that moves with a fixed rule",
			options: always(last, hierarchy.Rule{Method: hierarchy.Equal()}),
			rule: func(part decimal.Decimal, r *hierarchy.Rule) {
				r.Method, r.Max = nil, s.column(t, part.Mul(dec("40")).String())
			},
		},
		{
			name: "equal unless a rule says otherwise", options: last,
			rule: func(part decimal.Decimal, r *hierarchy.Rule) {
				r.Method, r.Min = nil, s.column(t, "", "", part.Mul(dec("60")).String())
			},
		},
		{name: "below zero", value: "-100", options: always(last, hierarchy.Rule{Max: s.column(t, "", "-30")})},

		{name: "a range of two points", options: last, steps: 1, grids: true},
		{name: "a stretch", options: always(last, hierarchy.Rule{Stretch: year(dec("0.05"))}), grids: true},
		{name: "a reserve", options: always(last, hierarchy.Rule{Reserve: year(dec("5"))}), grids: true},
		{
			name: "a stretch of the rule", options: last, grids: true,
			rule: func(_ decimal.Decimal, r *hierarchy.Rule) { r.Stretch = year(dec("0.05")) },
		},
		{
			name: "a reserve of the rule", options: last, grids: true,
			rule: func(_ decimal.Decimal, r *hierarchy.Rule) { r.Reserve = year(dec("5")) },
		},
		{
			name: "a rule of a level", grids: true,
			options: hierarchy.Options{
				LastLevel: "shop", Levels: map[string]hierarchy.Rule{"shop": {Min: s.column(t, "20")}},
			},
		},
		{
			name: "a rule of a unit", grids: true,
			options: hierarchy.Options{
				LastLevel: "shop", Units: map[string]hierarchy.Rule{"F": {Min: s.column(t, "20")}},
			},
		},
		{name: "another level", options: hierarchy.Options{}, grids: true},
		{
			name: "a bound of a group", grids: true,
			options: hierarchy.Options{LastLevel: "shop", GroupBounds: []hierarchy.GroupBound{
				{Name: "AB", Units: []string{"A", "B"}, Min: year(dec("55"))},
			}},
		},
		{
			name: "a bound that comes and goes", options: last, grids: true,
			rule: func(part decimal.Decimal, r *hierarchy.Rule) {
				if part.GreaterThan(dec("0.5")) {
					r.Min = s.column(t, "20")
				}
			},
		},
		{
			name: "a bound on a curve", options: last, grids: true,
			rule: func(part decimal.Decimal, r *hierarchy.Rule) {
				r.Min = s.column(t, part.Mul(part).Mul(dec("20")).String())
			},
		},
		{
			name: "a bound and weights that move", options: last, grids: true,
			rule: func(part decimal.Decimal, r *hierarchy.Rule) { r.Min = s.column(t, part.Mul(dec("20")).String()) },
		},
		{
			name: "offsets on a curve", options: last, grids: true,
			rule: func(part decimal.Decimal, r *hierarchy.Rule) {
				done, err := s.sales.Scale(part.Mul(part))
				if err != nil {
					t.Fatal(err)
				}
				r.Method = hierarchy.Increment(done, s.extra)
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := trial.Candidate{Name: "c", Options: tt.options}
			c.Parameters = []trial.Parameter{{Name: "part", From: dec("0"), To: dec("1"), Steps: 5, Places: 2}}
			if tt.steps > 0 {
				c.Parameters[0].Steps = tt.steps
			}
			c.Vary = func(values []decimal.Decimal) (hierarchy.Rule, error) {
				r := hierarchy.Rule{Method: s.mixed(values[0])}
				if tt.rule != nil {
					tt.rule(values[0], &r)
				}
				return r, nil
			}

			spec := trial.FitSpec{
				Tree: s.tree, Target: s.target("100"), Level: "shop", Observed: s.got, Distance: distances[i%3],
				Candidates: []trial.Candidate{c}, Tolerance: dec("0.5"), Within: dec("0.25"),
			}
			if tt.value != "" {
				spec.Target = s.target(tt.value)
				observed, err := s.got.Scale(dec("-1"))
				if err != nil {
					t.Fatal(err)
				}
				spec.Observed = observed
			}
			got := fit(t, spec).Fits[0]
			if got.Err != nil || got.Exact[0] == tt.grids {
				t.Fatalf("Fit() = %v, exact: %v, want exact: %t", got.Err, got.Exact, !tt.grids)
			}

			// All values of the parameter, each a candidate whose own parameter has one value.
			spec.Candidates = nil
			for i := range int64(101) {
				value := decimal.New(i, -2)
				rule, err := c.Vary([]decimal.Decimal{value})
				if err != nil {
					t.Fatal(err)
				}
				one := trial.Candidate{Name: fmt.Sprint(value), Options: tt.options}
				one.Parameters = []trial.Parameter{{Name: "none", From: dec("0"), To: dec("0.001"), Steps: 1}}
				one.Vary = func([]decimal.Decimal) (hierarchy.Rule, error) { return rule, nil }
				spec.Candidates = append(spec.Candidates, one)
			}
			all := fit(t, spec).Fits
			best := all[0]
			for _, f := range all {
				if f.Err == nil && (best.Err != nil || f.Distance.LessThan(best.Distance)) {
					best = f
				}
			}
			if off := got.Distance.Sub(best.Distance).Abs(); off.GreaterThan(dec("1e-8")) {
				t.Errorf("Fit() = %v at %v, want %v at %s", got.Distance, got.Values, best.Distance, best.Candidate)
			}
			checkNear(t, c, spec, got, all)
		})
	}
}

// checkNear compares what a fit says of values about as good as the best with the fits of
// each hundredth by itself.
func checkNear(t *testing.T, c trial.Candidate, s trial.FitSpec, got *trial.Fitted, all []*trial.Fitted) {
	t.Helper()
	limit, near := got.Distance.Add(s.Within), 0
	for i, one := range all {
		value, margin := decimal.New(int64(i), -2), decimal.Zero
		if one.Err == nil {
			margin = one.Distance.Sub(limit)
		}
		if margin.Abs().LessThan(dec("1e-8")) && one.Err == nil {
			continue // as good as at the limit
		}
		want := one.Err == nil && margin.Sign() < 0

		inside := slices.ContainsFunc(got.Near[0], func(r trial.Range) bool {
			return r.From.LessThanOrEqual(value) && value.LessThanOrEqual(r.To)
		})
		onGrid := slices.ContainsFunc(got.NearGrid, func(x []decimal.Decimal) bool { return x[0].Equal(value) })
		isGrid := i*c.Parameters[0].Steps%100 == 0
		if got.Exact[0] && inside != want || isGrid && onGrid != want || onGrid && !isGrid {
			t.Errorf("%s is near: %t, on the grid: %t, want %t", value, inside, onGrid, want)
		}
		if want {
			near++
		}
		for k, row := range one.Rows {
			r := got.Rows[k]
			if got.Exact[0] && r.Closest.GreaterThan(row.Off.Abs().Add(dec("1e-8"))) {
				t.Errorf("%s: closest %v, but %v at %s", r.Unit.Code, r.Closest, row.Off, value)
			}
			if r.Closest.GreaterThan(r.Off.Abs()) || r.Never != r.Closest.GreaterThan(s.Tolerance) ||
				r.Explained != r.Off.Abs().LessThanOrEqual(s.Tolerance) {
				t.Errorf("%s: %+v, with a tolerance of %s", r.Unit.Code, r, s.Tolerance)
			}
		}
	}
	if near == 0 && s.Within.Sign() > 0 {
		t.Error("no value is about as good as the best")
	}
}
