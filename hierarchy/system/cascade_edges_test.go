package system_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

// Plans that nobody made have nothing.
func TestPlansNil(t *testing.T) {
	var plans *system.Plans
	for code, plan := range plans.All() {
		t.Errorf("All() yields %s, %v, want nothing", code, plan)
	}
	if plans.Tree() != nil || plans.Plan("a") != nil || plans.Residuals() != nil || plans.String() != "" {
		t.Errorf("nil plans have %v, %v, %v, %q", plans.Tree(), plans.Plan("a"), plans.Residuals(), plans)
	}
	if err := plans.Check(); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Check() = %v, want ErrRequired", err)
	}
	if x := plans.Explain("a", "A"); x.Identity != "" || len(x.Limits) > 0 {
		t.Errorf("Explain() = %v, want nothing", x)
	}
}

// Plans are listed by their codes, as long as they are asked for.
func TestPlansAll(t *testing.T) {
	tree := grove(t)
	plans, err := system.Cascade(tree, dual(t, tree, hierarchy.Options{}))
	if err != nil {
		t.Fatal(err)
	}

	var codes, texts []string
	for code, plan := range plans.All() {
		codes, texts = append(codes, code), append(texts, plan.String())
	}
	if got, want := strings.Join(codes, " "), "energy intensity output"; got != want {
		t.Errorf("All() yields %s, want %s", got, want)
	}
	if got, want := plans.String(), strings.Join(texts, "\n"); got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
	for code := range plans.All() {
		if code != "energy" {
			t.Errorf("All() goes on to %s", code)
		}
		break
	}
	if plans.Tree() != tree {
		t.Error("Tree() is another one")
	}
	if x := plans.Explain("energy", "of which"); x.Identity != "" || x.Formula != "" {
		t.Errorf("Explain() of a unit without a quota = %+v", x)
	}
}

// Output of zero and energy of zero go with every intensity: the unit has that of its
// parent, and moves no mean.
func TestCascadeUndetermined(t *testing.T) {
	tree := grove(t)
	figures := columnOf(t, tree, map[string]int64{"A1": 10, "A2": 0, "B1": 10, "B2": 10})
	more := columnOf(t, tree, map[string]int64{"A1": 5, "A2": 0, "B1": 4, "B2": 0})
	intensity := flow("intensity", 0)
	intensity.Indicator.Kind, intensity.Indicator.Places = target.Ratio, target.Places(2)
	c := system.Config{
		Indicators: []system.Indicator{
			{Target: flow("output", 0), Figures: figures},
			{Target: flow("energy", 0), Figures: more},
			{Target: intensity},
		},
		Ratios: []system.Ratio{{
			Name: "control", Numerator: "energy", Ratio: "intensity", Denominator: "output", Derived: "intensity",
		}},
	}
	plans, err := system.Cascade(tree, c)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{
		"N": "0.3", "A": "0.5", "A1": "0.5", "A2": "0.5", "B": "0.2", "B1": "0.4", "B2": "0",
	} {
		if q, _ := plans.Plan("intensity").Quota(code); !q.Value.Equal(d(want)) {
			t.Errorf("Quota(%s) = %v, want %s", code, q.Value, want)
		}
	}
	if all := plans.Residuals(); len(all) > 0 {
		t.Errorf("Residuals() = %v, want none", all)
	}
	x := plans.Explain("intensity", "A2")
	if x.Formula != "0 / 0" || x.Residual.Valid {
		t.Errorf("Explain(A2) has %q and the residual %v, want 0 / 0 and none", x.Formula, x.Residual)
	}

	// A province has the intensity of the nation, and its cities have that of the province.
	for i := range 2 {
		c.Indicators[i].Figures = columnOf(t, tree, map[string]int64{"A1": 0, "A2": 0, "B1": 10, "B2": 10})
	}
	plans, err = system.Cascade(tree, c)
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"N", "A", "A1", "B1"} {
		if q, _ := plans.Plan("intensity").Quota(code); !q.Value.Equal(d("1")) {
			t.Errorf("Quota(%s) = %v, want 1", code, q.Value)
		}
	}

	// In the target's unit there is no parent: it has zero.
	for i := range 2 {
		c.Indicators[i].Figures = columnOf(t, tree, map[string]int64{"A1": 0, "A2": 0, "B1": 0, "B2": 0})
	}
	plans, err = system.Cascade(tree, c)
	if err != nil {
		t.Fatal(err)
	}
	if q, ok := plans.Plan("intensity").Quota("B1"); !ok || !q.Value.IsZero() {
		t.Errorf("Quota(B1) = %v, %t, want 0", q.Value, ok)
	}
}

// A tree is needed, and one with units.
func TestCascadeTree(t *testing.T) {
	for _, tree := range []*hierarchy.Tree{nil, {}} {
		_, err := system.Cascade(tree, system.Config{Indicators: []system.Indicator{{Target: flow("a", 1)}}})
		if want := "tree is required: make one by NewTree"; err == nil || err.Error() != want {
			t.Errorf("Cascade() without a tree = %v, want %s", err, want)
		}
	}
}

// A sum that follows ends at the first level at which one of its parts ends.
func TestCascadeEnds(t *testing.T) {
	tree := grove(t)
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 7},
		{"province", "", 3},
		{"", "province", 3},
		{"city", "province", 3},
		{"province", "city", 3},
		{"city", "city", 7},
		{"province", "province", 3},
	} {
		c := system.Config{
			Indicators: []system.Indicator{
				{Target: flow("a", 8), Options: hierarchy.Options{LastLevel: tt.a}},
				{Target: flow("b", 8), Options: hierarchy.Options{LastLevel: tt.b}},
				{Target: flow("both", 0)},
			},
			Sums: []system.Sum{{Name: "sum", Whole: "both", Parts: []string{"a", "b"}, Derived: "both"}},
		}
		plans, err := system.Cascade(tree, c)
		if err != nil {
			t.Errorf("Cascade() to %q and %q = %v", tt.a, tt.b, err)
			continue
		}
		if got := plans.Plan("both").Len(); got != tt.want {
			t.Errorf("Cascade() to %q and %q has %d units, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// A derived indicator reaches the units that all others reach.
func TestCascadeLastLevel(t *testing.T) {
	tree := grove(t)
	for _, shorter := range []int{0, 1} {
		c := dual(t, tree, hierarchy.Options{})
		c.Indicators[shorter].Options.LastLevel = "province"
		plans, err := system.Cascade(tree, c)
		if shorter == 0 {
			if err == nil || !strings.Contains(err.Error(), `indicators["intensity"]`) {
				t.Errorf("Cascade() = %v, want an error: cities have no basis", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := plans.Plan("energy").Len(); got != 3 {
			t.Errorf("%d units have a quota of energy, want 3", got)
		}
		if q, _ := plans.Plan("energy").Quota("A"); !q.Value.Equal(d("300")) {
			t.Errorf("Quota(A) = %v, want 300", q.Value)
		}
	}
}

// Figures of a mean move away from their exact ones only within their signs and bounds,
// those that end nearest to them first.
func TestCascadeMovesWithinBounds(t *testing.T) {
	tree := flat(t)
	intensity := flow("intensity", 0)
	intensity.Indicator.Kind, intensity.Indicator.Places = target.Ratio, target.Places(1)
	config := func(output, energy [3]int64, least, most string) system.Config {
		column := func(v [3]int64) hierarchy.Column {
			return columnOf(t, tree, map[string]int64{"a": v[0], "b": v[1], "c": v[2]})
		}
		bound := func(figure string) hierarchy.Column {
			if figure == "" {
				return hierarchy.Column{}
			}
			c, err := tree.Column(maps.All(map[string]decimal.Decimal{"a": d(figure)}))
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		return system.Config{
			Indicators: []system.Indicator{
				{Target: flow("output", 0), Figures: column(output)},
				{Target: flow("energy", 0), Figures: column(energy)},
				{Target: intensity, Options: hierarchy.Options{
					Rule: hierarchy.Rule{Min: bound(least), Max: bound(most)},
				}},
			},
			Ratios: []system.Ratio{{
				Name: "control", Numerator: "energy", Ratio: "intensity", Denominator: "output", Derived: "intensity",
			}},
		}
	}

	for _, tt := range []struct {
		name        string
		energy      [3]int64
		least, most string // of a
		want        [3]string
	}{
		{name: "the first moves up", energy: [3]int64{14, 14, 23}, want: [3]string{"0.2", "0.1", "0.2"}},
		{name: "the nearest moves up", energy: [3]int64{13, 14, 23}, want: [3]string{"0.1", "0.2", "0.2"}},
		{name: "up to its maximum", energy: [3]int64{14, 14, 23}, most: "0.2", want: [3]string{"0.2", "0.1", "0.2"}},
		{name: "not above it", energy: [3]int64{14, 14, 23}, most: "0.1", want: [3]string{"0.1", "0.2", "0.2"}},
		{name: "the first moves down", energy: [3]int64{6, 6, 26}, want: [3]string{"0", "0.1", "0.3"}},
		{name: "the nearest moves down", energy: [3]int64{7, 6, 26}, want: [3]string{"0.1", "0", "0.3"}},
		{name: "down to its minimum", energy: [3]int64{6, 6, 26}, least: "0", want: [3]string{"0", "0.1", "0.3"}},
		{name: "not below its minimum", energy: [3]int64{6, 6, 26}, least: "0.1", want: [3]string{"0.1", "0", "0.3"}},
		{name: "half a quantum is near", energy: [3]int64{10, 30, 10}, want: [3]string{"0.1", "0.2", "0.1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			output := [3]int64{100, 100, 100}
			if tt.name == "half a quantum is near" {
				output[1] = 200
			}
			plans, err := system.Cascade(tree, config(output, tt.energy, tt.least, tt.most))
			if err != nil {
				t.Fatal(err)
			}
			for i, code := range cities {
				if q, _ := plans.Plan("intensity").Quota(code); !q.Value.Equal(d(tt.want[i])) {
					t.Errorf("Quota(%s) = %v, want %s", code, q.Value, tt.want[i])
				}
			}
		})
	}

	// Where b and c must not fall to zero, nor a below it, the mean is not met.
	for _, a := range []int64{0, 1} {
		c := config([3]int64{100, 100, 100}, [3]int64{a, 5, 5}, "", "")
		tenth := decimal.New(1, -1)
		least, err := tree.Column(maps.All(map[string]decimal.Decimal{"b": tenth, "c": tenth}))
		if err != nil {
			t.Fatal(err)
		}
		c.Indicators[2].Options.Rule.Min = least
		_, err = system.Cascade(tree, c)
		want := `indicators["intensity"]: units["N"] 0.0 cannot be met`
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Cascade() = %v, want an error with %s", err, want)
		}
	}
}

// Identities that name an indicator twice, or contradict each other, are refused.
func TestCascadeIdentityErrors(t *testing.T) {
	tree := grove(t)
	figures := columnOf(t, tree, map[string]int64{"A": 3, "B": 4})
	foreign := columnOf(t, grove(t), map[string]int64{"A": 9})
	parts := func(c *system.Config) {
		c.Indicators = append(
			c.Indicators, system.Indicator{Target: flow("coal", 600)}, system.Indicator{Target: flow("gas", 400)},
		)
		c.Sums = []system.Sum{{Name: "fuels", Whole: "output", Parts: []string{"coal", "gas"}}}
	}

	for _, tt := range []struct {
		name   string
		change func(c *system.Config)
		want   string
	}{
		{
			"a sum derives another", func(c *system.Config) {
				c.Sums = []system.Sum{{Name: "fuels", Whole: "output", Parts: []string{"energy"}, Derived: "intensity"}}
			}, `sums["fuels"].derived "intensity" is unknown`,
		},
		{
			"divided by itself", func(c *system.Config) { c.Ratios[0].Numerator = "output" },
			`ratios["control"].denominator "output" is given twice`,
		},
		{
			"two denominators", func(c *system.Config) {
				c.Indicators = append(c.Indicators, system.Indicator{Target: flow("cost", 0)})
				c.Ratios = append(c.Ratios, system.Ratio{
					Name: "another", Numerator: "cost", Ratio: "intensity", Denominator: "energy", Derived: "cost",
				})
			}, `ratios["another"].denominator "energy" does not fit: ` +
				`the ratio has one basis: it has the denominator output in identity control`,
		},
		{
			"a target without a period", func(c *system.Config) { c.Indicators[0].Target.Period = target.Period{} },
			`indicators["output"].target.period is required`,
		},
		{
			"another kind of numerator", func(c *system.Config) { c.Ratios[0].Numerator = "intensity" },
			`ratios["control"].numerator "ratio" is ruled out: intensity: the indicator must add up over units`,
		},
		{
			"another kind of denominator", func(c *system.Config) { c.Ratios[0].Denominator = "intensity" },
			`ratios["control"].denominator "ratio" is ruled out: intensity: the indicator must add up over units`,
		},
		{
			"another kind of whole", func(c *system.Config) {
				parts(c)
				c.Sums[0].Whole = "intensity"
			}, `sums["fuels"].whole "ratio" is ruled out: intensity: the indicator must add up over units`,
		},
		{
			"derived from nobody", func(c *system.Config) { c.Ratios[0].Derived = "nobody" },
			`ratios["control"].derived "nobody" is unknown`,
		},
		{
			"derived by a sum and a ratio", func(c *system.Config) {
				parts(c)
				c.Sums[0].Whole, c.Sums[0].Derived = "energy", "energy"
			}, `ratios["control"].derived "energy" is given twice: it follows from identity fuels already`,
		},
		{
			"a rule of a derived whole", func(c *system.Config) {
				parts(c)
				c.Indicators = append(c.Indicators, system.Indicator{
					Target: flow("fuel", 0), Options: rule(hierarchy.Equal()),
				})
				c.Sums[0].Whole, c.Sums[0].Derived = "fuel", "fuel"
			}, `indicators["fuel"].options is not valid: give only holds, rule.min and rule.max`,
		},
		{
			"another quantum of a part", func(c *system.Config) {
				parts(c)
				c.Indicators[3].Target.Indicator.Quantum = d("2")
			}, `indicators["coal"].target.indicator.quantum 2 does not fit: must be that of the whole, 1`,
		},
		{
			"figures of what follows", func(c *system.Config) { c.Indicators[2].Figures = figures },
			`indicators["energy"].figures is not valid: leave them out: they follow from an identity`,
		},
		{
			"bounds of another tree", func(c *system.Config) { c.Indicators[2].Options.Rule.Max = foreign },
			`indicators["energy"].options.rule "" does not fit: must be a column of the tree`,
		},
		{
			"a bound of a group of a part", func(c *system.Config) {
				parts(c)
				c.Indicators[3].Options.GroupBounds = []hierarchy.GroupBound{{Name: "south", Units: []string{"A"}}}
			}, `indicators["coal"].options.groupBounds "south" is not valid: leave them out`,
		},
		{
			"figures of a part", func(c *system.Config) {
				parts(c)
				c.Indicators[3].Figures = figures
			}, `indicators["coal"].figures is not valid: leave them out: the targets of parts are divided together`,
		},
		{
			"a part further down", func(c *system.Config) {
				parts(c)
				c.Indicators[0].Options.LastLevel, c.Indicators[1].Options.LastLevel = "province", "province"
				c.Indicators[3].Options.LastLevel = "city"
			}, `indicators["coal"].options.lastLevel "city" does not fit: the part reaches units that the whole does not: leave it out, or name a level that the whole reaches`,
		},
		{
			"a part less far down", func(c *system.Config) {
				parts(c)
				c.Indicators[3].Options.LastLevel = "province"
			}, `indicators["coal"].quotas["A1"] has no figure: the whole has a quota for the unit, and the part has none: exempt the unit from both, or from none`,
		},
		{
			"a start of a part", func(c *system.Config) {
				parts(c)
				c.Indicators[3].Options.Holds = []hierarchy.Hold{{Unit: "A1", Value: d("9"), Start: true}}
			}, `indicators["coal"].options.holds["A1"] is not valid: leave start out: a part starts from the whole`,
		},
		{
			"weights only within bounds", func(c *system.Config) {
				parts(c)
				former := map[string]int64{"A": 0, "B": 900, "A1": 0, "A2": 0, "B1": 1, "B2": 1}
				c.Indicators[3].Options.Rule = hierarchy.Rule{
					Method: hierarchy.Shift(columnOf(t, tree, former)),
					Min:    columnOf(t, tree, map[string]int64{"A": 0, "B": 0}),
				}
			}, `indicators["coal"].units["N"].claims["A"] cannot be met: its quota would fall below zero`,
		},
		{
			"a derived unit that is not there", func(c *system.Config) {
				c.Indicators[2].Options.Holds = []hierarchy.Hold{{Unit: "Z", Value: d("9")}}
			}, `indicators["energy"].options.holds["Z"] "Z" is unknown: the plan has no quota for the unit: leave it out`,
		},
		{
			"less than the minimum", func(c *system.Config) {
				c.Indicators[1].Options.Holds = []hierarchy.Hold{{Unit: "A1", Value: d("0.5")}}
				c.Indicators[2].Options.Rule.Min = columnOf(t, tree, map[string]int64{"A1": 151})
			}, `indicators["energy"].options.rule.min["A1"] 151 cannot be met: identity control makes it 150 in unit A1: ` +
				`it needs intensity at least 0.51 or output at least 301 there`,
		},
		{
			"a quotient of nothing", func(c *system.Config) {
				c.Ratios[0].Derived = "output"
				c.Indicators[1].Options.Basis = c.Indicators[0].Options.Rule.Max
				c.Indicators[1].Target.Value = d("0")
				c.Indicators[1].Options.Basis = columnOf(t, tree, map[string]int64{"A1": 3, "A2": 3, "B1": 2, "B2": 2})
				c.Indicators[0].Target.Value, c.Indicators[0].Options = d("0"), hierarchy.Options{}
				c.Indicators[2].Target.Value = d("500")
			}, `ratios["control"].units["N"] "500 / 0.00" is out of range: output does not follow where it is divided by 0`,
		},
		{
			"contradictory places", func(c *system.Config) {
				c.Ratios[0].Derived = "intensity"
				c.Indicators[1].Target.Value, c.Indicators[1].Options = d("0"), hierarchy.Options{
					Rule: hierarchy.Rule{Max: columnOf(t, tree, map[string]int64{"A": 0, "B": 1})},
				}
				c.Indicators[1].Target.Indicator.Places = target.Places(0)
				c.Indicators[2].Target.Value = d("500")
			}, `indicators["intensity"]`,
		},
		{
			"a limit beyond its own bound", func(c *system.Config) {
				c.Indicators[1].Options.Rule.Min = columnOf(t, tree, map[string]int64{"A1": 1})
				c.Indicators[1].Target.Value = d("2")
				c.Indicators[2].Options.Rule.Max = columnOf(t, tree, map[string]int64{"A1": 200})
			}, `indicators["energy"].units["A1"] 200 cannot be met: by identity control it leaves intensity at most 0.66`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := dual(t, tree, hierarchy.Options{})
			tt.change(&c)
			if _, err := system.Cascade(tree, c); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Cascade() = %v, want an error with %s", err, tt.want)
			}
		})
	}
}

// With seven parts, limits of single parts are all that is known of the units further
// down: a table can be refused.
func TestCascadeSevenParts(t *testing.T) {
	tree := grove(t)
	least := columnOf(t, tree, map[string]int64{"A": 1})
	c := system.Config{
		Indicators: []system.Indicator{{Target: flow("whole", 8)}},
		Sums:       []system.Sum{{Name: "types", Whole: "whole"}},
	}
	for _, code := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		x := system.Indicator{Target: flow(code, 1)}
		if code <= "c" {
			x.Options.Rule = hierarchy.Rule{Min: least, Max: columnOf(t, tree, map[string]int64{"A1": 0})}
		}
		if code == "g" {
			x.Target.Value = decimal.New(2, 0)
		}
		c.Indicators, c.Sums[0].Parts = append(c.Indicators, x), append(c.Sums[0].Parts, code)
	}

	_, err := system.Cascade(tree, c)
	want := "system: identity types cannot be met below A: unit A1, part g have 2, and others leave room for only 1"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Cascade() = %v, want an error with %s", err, want)
	}
	if _, ok := errors.AsType[*system.PartsError](err); !ok {
		t.Errorf("Cascade() = %v, want a PartsError", err)
	}
}
