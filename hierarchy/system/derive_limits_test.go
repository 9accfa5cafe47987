package system_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

// limiting is a drawn system of three indicators in a nation of three cities: one is
// derived and has bounds, one is open and takes them over, and the third is known.
type limiting struct {
	tree                 *hierarchy.Tree
	config               system.Config
	derived, open, known string
	low, high            map[string]decimal.Decimal // bounds of the derived one
}

// cities are the units of the drawn systems.
var cities = []string{"a", "b", "c"}

func drawLimiting(t *rapid.T) *limiting {
	tree := flat(t)
	s := &limiting{tree: tree, low: map[string]decimal.Decimal{}, high: map[string]decimal.Decimal{}}
	figures := func(name string, from, to int64, exp int32) hierarchy.Column {
		all := map[string]decimal.Decimal{}
		for _, code := range cities {
			all[code] = decimal.New(rapid.Int64Range(from, to).Draw(t, name), exp)
		}
		c, err := tree.Column(maps.All(all))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	goal := func(code string, kind target.Kind, value int64) target.Target {
		g := flow(code, value)
		g.Indicator.Kind = kind
		if kind.Law() == target.WeightedMean {
			g.Indicator.Places, g.Value = target.Places(2), decimal.New(value, -2)
		}
		return g
	}

	kind := rapid.SampledFrom([]target.Kind{target.Ratio, target.Growth, target.Reduction}).Draw(t, "kind")
	shape := rapid.SampledFrom([][3]string{
		{"energy", "intensity", "output"},
		{"intensity", "energy", "output"},
		{"output", "energy", "intensity"},
		{"total", "part", "rest"},
		{"part", "total", "rest"},
		{"part", "rest", "total"},
	}).Draw(t, "derived, open, known")
	s.derived, s.open, s.known = shape[0], shape[1], shape[2]

	if shape[0] == "total" || shape[0] == "part" {
		s.config.Sums = []system.Sum{{
			Name: "sum", Whole: "total", Parts: []string{"part", "rest"}, Derived: s.derived,
		}}
	} else {
		s.config.Ratios = []system.Ratio{{
			Name: "control", Numerator: "energy", Ratio: "intensity", Denominator: "output", Derived: s.derived,
		}}
	}
	for _, code := range shape {
		x := system.Indicator{Target: goal(code, target.Flow, rapid.Int64Range(20, 60).Draw(t, code))}
		mean := code == "intensity"
		if mean {
			x = system.Indicator{Target: goal(code, kind, rapid.Int64Range(20, 90).Draw(t, code))}
		}
		switch {
		case code == s.derived:
			x.Target.Value = decimal.Decimal{}
		case code == s.known && mean:
			x.Figures, x.Options.Basis = figures(code, 5, 90, -2), figures("basis", 1, 5, 0)
		case code == s.known && s.derived != "energy":
			x.Figures = figures(code, 1, 20, 0)
		case mean:
			x.Options.Rule.Method = hierarchy.Scale(figures(code, 1, 9, 0))
		default:
			x.Options.Rule.Method = hierarchy.Proportional(figures(code, 1, 9, 0))
		}
		if code == s.derived && code != "intensity" {
			x.Target.Indicator.Quantum = decimal.New(rapid.SampledFrom([]int64{1, 2, 5}).Draw(t, "quantum"), 0)
		}
		s.config.Indicators = append(s.config.Indicators, x)
	}
	return s
}

// bound draws bounds near the figures of a plan of the derived indicator.
func (s *limiting) bound(t *rapid.T, plan *hierarchy.Plan) {
	step := plan.Target().Indicator.EffectiveQuantum().Mul(d("0.5"))
	o := hierarchy.Options{}
	lows, highs := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, code := range cities {
		q, _ := plan.Quota(code)
		near := q.Value.Add(step.Mul(decimal.New(rapid.Int64Range(-6, 6).Draw(t, "near"), 0)))
		switch rapid.IntRange(0, 4).Draw(t, "bound") {
		case 0:
			s.low[code], lows[code] = near, near
		case 1:
			s.high[code], highs[code] = near, near
		case 2:
			s.low[code], s.high[code] = near, near
			o.Holds = append(o.Holds, hierarchy.Hold{Unit: code, Value: near, By: "the ministry"})
		case 3:
			o.Holds = append(o.Holds, hierarchy.Hold{Unit: code, Value: near, Until: target.Year(2014)}) // lapsed
		}
	}
	s.columns(t, &o.Rule, lows, highs)

	s.config.Indicators = slices.Clone(s.config.Indicators)
	for i := range s.config.Indicators {
		if x := &s.config.Indicators[i]; x.Target.Code == s.derived {
			x.Options = o
		}
	}
}

// columns sets the bounds of a rule, where there are any.
func (s *limiting) columns(t *rapid.T, r *hierarchy.Rule, lows, highs map[string]decimal.Decimal) {
	for _, bound := range []struct {
		figures map[string]decimal.Decimal
		column  *hierarchy.Column
	}{{lows, &r.Min}, {highs, &r.Max}} {
		if len(bound.figures) > 0 {
			c, err := s.tree.Column(maps.All(bound.figures))
			if err != nil {
				t.Fatal(err)
			}
			*bound.column = c
		}
	}
}

// follows derives a figure from the identity, and rounds it to the quantum, halves away
// from zero. All figures are in thousandths.
func (s *limiting) follows(of map[string]int64, kind target.Kind, quantum int64) (v int64, ok bool) {
	n, f, d := of["energy"], of["intensity"], of["output"]
	switch kind {
	case target.Growth:
		f = 1000 + f
	case target.Reduction:
		f = 1000 - f
	}

	num, den := of["part"]+of["rest"], int64(1)
	switch s.derived {
	case "energy":
		num, den = f*d, 1000
	case "output":
		num, den = n*1000, f
	case "intensity":
		num, den = n*1000, d
		switch kind {
		case target.Growth:
			num -= d * 1000
		case target.Reduction:
			num = d*1000 - num
		}
	case "part":
		num = of["total"] - of["rest"]
	}
	if den <= 0 {
		return 0, false
	}
	den *= quantum
	if num < 0 {
		return -(-2*num + den) / (2 * den) * quantum, true
	}
	return (2*num + den) / (2 * den) * quantum, true
}

// allowedFigures are those of the open indicator with which the derived one is within its
// bounds: from the first to the last, if there are any. Others exist before and after.
type allowedFigures struct {
	first, last           decimal.Decimal
	some, before, andMore bool
}

// allowed searches the figures of the open indicator in a city.
func (s *limiting) allowed(free *system.Plans, code string) allowedFigures {
	thousandths := func(v decimal.Decimal) int64 { return v.Shift(3).IntPart() }
	known, _ := free.Plan(s.known).Quota(code)
	of := map[string]int64{s.known: thousandths(known.Value)}
	var kind target.Kind
	if p := free.Plan("intensity"); p != nil {
		kind = p.Target().Indicator.Kind
	}
	step := thousandths(free.Plan(s.open).Target().Indicator.EffectiveQuantum())
	quantum := thousandths(free.Plan(s.derived).Target().Indicator.EffectiveQuantum())
	low, lowest := s.low[code]
	high, highest := s.high[code]

	var out allowedFigures
	for n := int64(-1500); n <= 1500; n++ {
		of[s.open] = n * step
		v, exists := s.follows(of, kind, quantum)
		fits := exists && (!lowest || v >= thousandths(low)) && (!highest || v <= thousandths(high))
		if fits {
			out.last = decimal.New(of[s.open], -3)
			if !out.some {
				out.first, out.some = out.last, true
			}
		}
		out.before = out.before || exists && !out.some
		out.andMore = out.andMore || out.some && exists && !fits
	}
	return out
}

// flat is a nation of three cities.
func flat(t interface{ Fatal(...any) }) *hierarchy.Tree {
	list := []hierarchy.Unit{{Code: "N", Level: "nation"}}
	for _, code := range cities {
		list = append(list, hierarchy.Unit{Code: code, Level: "city", Parent: "N"})
	}
	tree, err := hierarchy.NewTree([]string{"nation", "city"}, list)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// reference plans the open indicator within the limits that a search finds.
func (s *limiting) reference(t *rapid.T, free *system.Plans) (*hierarchy.Plan, error) {
	open := free.Plan(s.open)
	lows, highs := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	kept := true
	for _, code := range cities {
		q, _ := open.Quota(code)
		allowed := s.allowed(free, code)
		if !allowed.some {
			return nil, target.ErrInfeasible
		}
		kept = kept && !q.Value.LessThan(allowed.first) && !q.Value.GreaterThan(allowed.last)
		if allowed.before && allowed.first.IsPositive() { // below zero it would allow what the rules do not
			lows[code] = allowed.first
		}
		if allowed.andMore {
			highs[code] = allowed.last
		}
	}
	if kept {
		return open, nil
	}

	o := open.Options()
	s.columns(t, &o.Rule, lows, highs)
	return hierarchy.Cascade(s.tree, open.Target(), o)
}

// Bounds of a derived figure limit the open one as a search over all its figures does.
func derivedBoundsAreTakenOver(t *rapid.T) {
	s := drawLimiting(t)
	free, err := system.Cascade(s.tree, s.config)
	if err != nil {
		t.Skip(err)
	}
	s.bound(t, free.Plan(s.derived))
	want, failure := s.reference(t, free)
	plans, err := system.Cascade(s.tree, s.config)
	if errors.Is(err, target.ErrBroken) {
		return // the basis of the ratio is not its denominator
	}
	if err != nil && !errors.Is(err, target.ErrInfeasible) {
		t.Fatal(err)
	}

	// Figures of a ratio that follows can move by a quantum, so that their mean is right.
	if (failure == nil) != (err == nil) && s.derived != "intensity" {
		t.Fatalf("Cascade() = %v, want %v", err, failure)
	}
	if err != nil || failure != nil {
		return
	}
	got := plans.Plan(s.open)
	for _, code := range cities {
		q, _ := got.Quota(code)
		if w, _ := want.Quota(code); !q.Value.Equal(w.Value) {
			t.Fatalf("Quota(%s) of %s = %v, want %v\n%v", code, s.open, q.Value, w.Value, plans.Explain(s.open, code))
		}
		l := system.Limit{}
		if all := plans.Explain(s.open, code).Limits; len(all) > 0 {
			l = all[0]
		}
		allowed := s.allowed(free, code)
		if differs(l.Least, allowed.first, allowed.before) || differs(l.Most, allowed.last, allowed.andMore) {
			t.Fatalf("limit of %s in %s = %v, want %+v", s.open, code, l, allowed)
		}
	}
}

// differs reports whether a limit that the search reaches is not the one that it finds.
func differs(limit decimal.NullDecimal, found decimal.Decimal, must bool) bool {
	if !limit.Valid {
		return must
	}
	return limit.Decimal.Abs().LessThan(d("14.9")) && !limit.Decimal.Equal(found)
}

func TestDerivedBoundsAreTakenOver(t *testing.T) { rapid.Check(t, derivedBoundsAreTakenOver) }
func FuzzDerivedBoundsAreTakenOver(f *testing.F) { f.Fuzz(rapid.MakeFuzz(derivedBoundsAreTakenOver)) }

func rule(m hierarchy.Method) hierarchy.Options {
	return hierarchy.Options{Rule: hierarchy.Rule{Method: m}}
}

// dual is a system of energy, intensity and output, with the bounds and holds of energy.
func dual(t *testing.T, tree *hierarchy.Tree, energy hierarchy.Options) system.Config {
	t.Helper()
	ratio := flow("intensity", 0)
	ratio.Indicator.Kind, ratio.Indicator.Places, ratio.Value = target.Ratio, target.Places(2), d("0.5")
	by := columnOf(t, tree, map[string]int64{"A": 6, "B": 4, "A1": 3, "A2": 3, "B1": 2, "B2": 2})
	return system.Config{
		Indicators: []system.Indicator{
			{Target: flow("output", 1000), Options: rule(hierarchy.Proportional(by))},
			{Target: ratio, Options: rule(hierarchy.Uniform())},
			{Target: flow("energy", 0), Options: energy},
		},
		Ratios: []system.Ratio{{
			Name: "control", Numerator: "energy", Ratio: "intensity", Denominator: "output", Derived: "energy",
		}},
	}
}

func TestCascadeTakesOver(t *testing.T) {
	tree := grove(t)
	most := func(figures map[string]int64) hierarchy.Options {
		return hierarchy.Options{Rule: hierarchy.Rule{Max: columnOf(t, tree, figures)}}
	}
	least := func(figures map[string]int64) hierarchy.Options {
		return hierarchy.Options{Rule: hierarchy.Rule{Min: columnOf(t, tree, figures)}}
	}

	for _, tt := range []struct {
		name   string
		energy hierarchy.Options
		change func(c *system.Config)
		want   map[string]string // intensities
		text   string            // of the explanation of A1
	}{
		{
			name: "kept anyway", energy: most(map[string]int64{"A1": 150}),
			want: map[string]string{"A": "0.5", "A1": "0.5", "A2": "0.5", "B1": "0.5"},
			text: "identity control: at most 0.50, so that energy is at most 150",
		},
		{
			name: "a maximum", energy: most(map[string]int64{"A1": 120}),
			want: map[string]string{"A": "0.5", "A1": "0.4", "A2": "0.6", "B1": "0.5"},
			text: "identity control: at most 0.40, so that energy is at most 120",
		},
		{
			name: "a minimum", energy: least(map[string]int64{"A1": 181}),
			want: map[string]string{"A": "0.5", "A1": "0.61", "A2": "0.39", "B1": "0.5"},
			text: "identity control: at least 0.61, so that energy is at least 181",
		},
		{
			name: "above units", energy: most(map[string]int64{"A": 270}),
			want: map[string]string{"A": "0.45", "A1": "0.45", "A2": "0.45", "B": "0.58", "B1": "0.58"},
		},
		{
			name: "a hold",
			energy: hierarchy.Options{Holds: []hierarchy.Hold{
				{Unit: "A1", Value: d("129"), By: "the ministry"},
				{Unit: "A2", Value: d("1"), By: "the ministry", Until: target.Year(2014)},
			}},
			want: map[string]string{"A": "0.5", "A1": "0.43", "A2": "0.57", "B1": "0.5"},
			text: "identity control: 0.43, so that energy is 129",
		},
		{
			name: "a hold to the end of the period",
			energy: hierarchy.Options{Holds: []hierarchy.Hold{
				{Unit: "A1", Value: d("129"), By: "the ministry", Until: target.Year(2015)},
			}},
			want: map[string]string{"A": "0.5", "A1": "0.43", "A2": "0.57"},
			text: "identity control: 0.43, so that energy is 129",
		},
		{
			name: "a bound of its own that is wider",
			energy: func() hierarchy.Options {
				o := most(map[string]int64{"A1": 120})
				o.Rule.Min = columnOf(t, tree, map[string]int64{"B1": 110})
				return o
			}(),
			change: func(c *system.Config) {
				c.Indicators[1].Options.Rule.Min = columnOf(t, tree, map[string]int64{"A1": 0, "A2": 0, "B1": 0})
				c.Indicators[1].Options.Rule.Max = columnOf(t, tree, map[string]int64{"A1": 1, "A2": 1, "B1": 2})
			},
			want: map[string]string{"A": "0.5", "A1": "0.4", "A2": "0.6", "B1": "0.55", "B2": "0.45"},
			text: "identity control: at most 0.40, so that energy is at most 120",
		},
		{
			name: "its own bound in its other cities", energy: most(map[string]int64{"A1": 120}),
			change: func(c *system.Config) {
				own, err := tree.Column(maps.All(map[string]decimal.Decimal{"B1": d("0.3")}))
				if err != nil {
					t.Fatal(err)
				}
				c.Indicators[1].Options.Levels = map[string]hierarchy.Rule{"city": {Min: own.Named("floor")}}
				c.Indicators[1].Options.Levels["province"] = hierarchy.Rule{Reserve: some("0")}
			},
			want: map[string]string{"A": "0.5", "A1": "0.4", "A2": "0.6", "B1": "0.5"},
		},
		{
			name: "a bound of its own that is nearer", energy: most(map[string]int64{"A1": 120, "B1": 90}),
			change: func(c *system.Config) {
				own, err := tree.Column(maps.All(map[string]decimal.Decimal{"A1": d("0.3"), "A2": d("9")}))
				if err != nil {
					t.Fatal(err)
				}
				c.Indicators[1].Options.Units = map[string]hierarchy.Rule{"A": {Max: own}}
				c.Indicators[1].Options.Levels = map[string]hierarchy.Rule{"city": {Method: hierarchy.Uniform()}}
			},
			want: map[string]string{"A": "0.5", "A1": "0.3", "A2": "0.7", "B1": "0.45", "B2": "0.55"},
			text: "identity control: at most 0.40, so that energy is at most 120",
		},
		{
			name: "a range", energy: func() hierarchy.Options {
				o := most(map[string]int64{"A1": 120})
				o.Rule.Min = columnOf(t, tree, map[string]int64{"A1": 100})
				return o
			}(),
			want: map[string]string{"A1": "0.4", "A2": "0.6"},
			text: "identity control: at least 0.34 and at most 0.40, so that energy is at least 100 and at most 120",
		},
		{
			name: "a hold of the open figure decides", energy: most(map[string]int64{"A1": 150, "A2": 120}),
			change: func(c *system.Config) {
				c.Indicators[1].Options.Holds = []hierarchy.Hold{{Unit: "A1", Value: d("0.5")}}
			},
			want: map[string]string{"A": "0.45", "A1": "0.5", "A2": "0.4", "B": "0.58"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := dual(t, tree, tt.energy)
			if tt.change != nil {
				tt.change(&c)
			}
			plans, err := system.Cascade(tree, c)
			if err != nil {
				t.Fatal(err)
			}
			for code, want := range tt.want {
				if q, _ := plans.Plan("intensity").Quota(code); !q.Value.Equal(d(want)) {
					t.Errorf("Quota(%s) = %v, want %s\n%v", code, q.Value, want, plans.Plan("intensity").Explain(code))
				}
			}
			lines := strings.Split(plans.Explain("intensity", "A1").String(), "\n")
			if got := strings.TrimSpace(lines[len(lines)-2]); tt.text != "" && got != tt.text {
				t.Errorf("Explain(A1) ends in %q, want %q", got, tt.text)
			}
			if len(plans.Explain("energy", "A1").Limits) > 0 {
				t.Error("energy has limits of its own")
			}
		})
	}
}

// A limit is printed with the bound from which it follows.
func TestLimitString(t *testing.T) {
	for _, tt := range []struct {
		limit system.Limit
		want  string
	}{
		{
			limit: system.Limit{Derived: "energy", Max: some("31000"), Most: some("0.459")},
			want:  "at most 0.459, so that energy is at most 31,000",
		},
		{
			limit: system.Limit{Derived: "energy", Min: some("0"), Least: some("0")},
			want:  "at least 0, so that energy is at least 0",
		},
		{
			limit: system.Limit{Derived: "energy", Max: some("0"), Least: some("0")},
			want:  "at least 0, so that energy is at most 0",
		},
		{
			limit: system.Limit{Derived: "energy", Min: some("7"), Max: some("7"), Least: some("1"), Most: some("2")},
			want:  "at least 1 and at most 2, so that energy is 7",
		},
	} {
		if got := tt.limit.String(); got != tt.want {
			t.Errorf("String() = %q, want %q", got, tt.want)
		}
	}
}

// Figures that an identity makes, or that a table divides, take over no bound: it is only
// checked.
func TestCascadeTakesOverNothing(t *testing.T) {
	tree := grove(t)
	for _, tt := range []struct {
		name   string
		change func(c *system.Config)
		open   string // and what follows
		want   string
	}{
		{
			name: "a ratio that follows", open: "intensity", change: func(c *system.Config) {
				c.Indicators[1].Target.Value, c.Indicators[1].Options = d("0"), hierarchy.Options{}
				c.Indicators = append(c.Indicators, system.Indicator{Target: flow("heat", 500)})
				c.Ratios = append(c.Ratios, system.Ratio{
					Name: "heat", Numerator: "heat", Ratio: "intensity", Denominator: "output", Derived: "intensity",
				})
			},
			want: `indicators["energy"].options.rule.max["A1"] 100 cannot be met`,
		},
		{
			name: "a known ratio", open: "intensity", change: func(c *system.Config) {
				ratios := map[string]decimal.Decimal{"A1": d("0.4"), "A2": d("0.6"), "B1": d("0.5"), "B2": d("0.5")}
				known, err := tree.Column(maps.All(ratios))
				if err != nil {
					t.Fatal(err)
				}
				c.Indicators[1].Figures, c.Indicators[1].Options = known, hierarchy.Options{}
			},
			want: `indicators["energy"].options.rule.max["A1"] 100 cannot be met`,
		},
		{
			name: "a part in a table", open: "coal", change: func(c *system.Config) {
				total := system.Indicator{Target: flow("total", 0), Options: c.Indicators[2].Options}
				c.Ratios = nil
				c.Indicators = append(
					c.Indicators[:1], system.Indicator{Target: flow("energy", 500)}, total,
					system.Indicator{Target: flow("coal", 300)}, system.Indicator{Target: flow("gas", 200)},
					system.Indicator{
						Target: flow("known", 0), Figures: columnOf(t, tree, map[string]int64{"A": 60, "B": 60}),
					},
				)
				c.Sums = []system.Sum{
					{Name: "fuels", Whole: "energy", Parts: []string{"coal", "gas"}},
					{Name: "total", Whole: "total", Parts: []string{"coal", "known"}, Derived: "total"},
				}
			},
			want: `indicators["total"].options.rule.max["A1"] 100 cannot be met: identity total makes it 105 in unit A1: ` +
				`it needs coal at most 70 or known at most 25 there`,
		},
		{
			name: "two open parts", open: "coal", change: func(c *system.Config) {
				total := system.Indicator{Target: flow("total", 0), Options: c.Indicators[2].Options}
				c.Indicators = append(
					c.Indicators[:1], total,
					system.Indicator{Target: flow("coal", 300)}, system.Indicator{Target: flow("gas", 200)},
				)
				c.Ratios = nil
				c.Sums = []system.Sum{{Name: "total", Whole: "total", Parts: []string{"coal", "gas"}, Derived: "total"}}
			},
			want: `indicators["total"].options.rule.max["A1"] 100 cannot be met: identity total makes it 125 in unit A1: ` +
				`it needs coal at most 50 or gas at most 25 there`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			most := hierarchy.Rule{Max: columnOf(t, tree, map[string]int64{"A1": 100})}
			c := dual(t, tree, hierarchy.Options{Rule: most})
			tt.change(&c)
			_, err := system.Cascade(tree, c)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Cascade() = %v, want an error with %s", err, tt.want)
			}

			for i := range c.Indicators { // a bound that is kept
				if r := &c.Indicators[i].Options.Rule; r.Max.Tree() != nil {
					r.Max = columnOf(t, tree, map[string]int64{"A1": 1000})
				}
			}
			plans, err := system.Cascade(tree, c)
			if err != nil {
				t.Fatal(err)
			}
			if x := plans.Explain(tt.open, "A1"); len(x.Limits) > 0 {
				t.Errorf("Explain(A1) of %s has the limits %v, want none", tt.open, x.Limits)
			}
		})
	}
}

func TestCascadeTakesOverErrors(t *testing.T) {
	tree := grove(t)
	hold := func(unit, value string) hierarchy.Options {
		return hierarchy.Options{Holds: []hierarchy.Hold{{Unit: unit, Value: d(value), By: "the ministry"}}}
	}
	maxima := columnOf(t, tree, map[string]int64{"A": 240, "B1": 90, "B2": 90})
	most := hierarchy.Options{Rule: hierarchy.Rule{Max: maxima}}
	ratioFollows := func(c *system.Config) {
		ratio, energy := &c.Indicators[1], &c.Indicators[2]
		energy.Target.Value, ratio.Target.Value = d("500"), d("0")
		energy.Options, ratio.Options = c.Indicators[0].Options, energy.Options
		c.Ratios[0].Derived = "intensity"
	}

	for _, tt := range []struct {
		name   string
		energy hierarchy.Options
		change func(c *system.Config)
		want   string
	}{
		{
			name: "not possible", energy: most,
			want: `4 problems:
indicators["intensity"]: units["N"] 0.50 cannot be met: maxima fall short of the amount, at least 0, at most 0.42 ("A", "B"): lower the target by 0.08, or raise these maxima
indicators["energy"].units["A"] 240 cannot be met: by identity control it leaves intensity at most 0.40: change it
indicators["energy"].units["B1"] 90 cannot be met: by identity control it leaves intensity at most 0.45: change it
indicators["energy"].units["B2"] 90 cannot be met: by identity control it leaves intensity at most 0.45: change it`,
		},
		{
			name: "no such figure", energy: hold("A1", "100"),
			change: func(c *system.Config) { c.Indicators[0].Target.Value = d("100000") },
			want: `indicators["energy"].options.holds["A1"] 100 cannot be met: held by the ministry; ` +
				`identity control makes it 15000 in unit A1: it needs output at least 199 and at most 200 there`,
		},
		{
			name: "a sum of rounded figures", energy: hold("A", "271"),
			want: `indicators["energy"].options.holds["A"] 271 cannot be met: held by the ministry; ` +
				`identity control makes it 300 in unit A: it needs output 542 there`,
		},
		{
			name: "rounding below", energy: hierarchy.Options{Rule: hierarchy.Rule{
				Max: columnOf(t, tree, map[string]int64{"A": 3}),
			}},
			change: func(c *system.Config) { c.Indicators[0].Target.Value = d("10") },
			want: `indicators["energy"].options.rule.max["A"] 3 cannot be met: identity control makes it 4 in unit A: ` +
				`the units below it are rounded: bound them, or change intensity or output there`,
		},
		{
			name: "the open figure is held", energy: hold("A1", "120"),
			change: func(c *system.Config) {
				c.Indicators[1].Options.Holds = []hierarchy.Hold{{Unit: "A1", Value: d("0.45")}}
			},
			want: `indicators["energy"].options.holds["A1"] 120 cannot be met: held by the ministry; ` +
				`identity control makes it 135 in unit A1: it needs intensity 0.40 or output at least 266 and at most 267 there`,
		},
		{
			name: "two open figures", energy: hold("A1", "0.4"), change: ratioFollows,
			want: `indicators["intensity"].options.holds["A1"] 0.4 cannot be met: held by the ministry; ` +
				`identity control makes it 0.50 in unit A1: ` +
				`it needs energy at least 119 and at most 121 or output at least 371 and at most 379 there`,
		},
		{
			name: "no divisor does it", energy: hold("A1", "-0.4"), change: ratioFollows,
			want: `indicators["intensity"].options.holds["A1"] -0.4 cannot be met: held by the ministry; ` +
				`identity control makes it 0.50 in unit A1: it needs energy at least −121 and at most −119 there`,
		},
		{
			name: "about", energy: hierarchy.Options{},
			change: func(c *system.Config) {
				x := &c.Indicators[2].Target
				x.Value, x.Comparator, x.Tolerance = d("450"), target.About, d("25")
			},
			want: `indicators["energy"].target.value 450 cannot be met: about is asked; identity control makes it 500 ` +
				`in unit N: it needs intensity at least 0.43 and at most 0.47 or output at least 850 and at most 950 there`,
		},
		{
			name: "a minimum that is too high", energy: hierarchy.Options{Rule: hierarchy.Rule{
				Min: columnOf(t, tree, map[string]int64{"A1": 150, "B1": 120, "B2": 130}),
			}},
			change: func(c *system.Config) {
				c.Indicators[1].Options.Holds = []hierarchy.Hold{{Unit: "A", Value: d("0.5")}}
			},
			want: `4 problems:
indicators["intensity"]: units["N"] 0.50 cannot be met: holds and minima exceed the amount, at least 0.548 ("A", "B"): "A" is held at 0.5: raise the target by 0.05, or lower these holds and minima
indicators["energy"].units["A1"] 150 cannot be met: by identity control it leaves intensity at least 0.50: change it
indicators["energy"].units["B1"] 120 cannot be met: by identity control it leaves intensity at least 0.60: change it
indicators["energy"].units["B2"] 130 cannot be met: by identity control it leaves intensity at least 0.65: change it`,
		},
		{
			name: "at most", energy: hierarchy.Options{},
			change: func(c *system.Config) {
				c.Indicators[2].Target.Value, c.Indicators[2].Target.Indicator.Better = d("499"), target.Lower
			},
			want: `indicators["energy"].target.value 499 cannot be met: at most is asked; identity control makes it 500 ` +
				`in unit N: it needs intensity at most 0.49 or output at most 998 there`,
		},
		{
			name: "at least", energy: hierarchy.Options{},
			change: func(c *system.Config) { c.Indicators[2].Target.Value = d("501") },
			want: `indicators["energy"].target.value 501 cannot be met: at least is asked; identity control makes it 500 ` +
				`in unit N: it needs intensity at least 0.51 or output at least 1,002 there`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := dual(t, tree, tt.energy)
			if tt.change != nil {
				tt.change(&c)
			}
			_, err := system.Cascade(tree, c)
			if err == nil || !errors.Is(err, target.ErrInfeasible) || err.Error() != tt.want {
				t.Errorf("Cascade() = %v, want %s", err, tt.want)
			}
		})
	}
}
