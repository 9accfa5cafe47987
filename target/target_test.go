package target_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// density is the indicator that the 12th five-year plan took over.
var density = target.Indicator{
	Code: "density", Name: "invention patents in force", Measure: "patents per 10,000 people",
	Kind: target.Ratio, Better: target.Higher, Per: decimal.New(10000, 0), Places: target.Places(2),
	OverTime: target.TimeLast,
}

func patents() target.Target {
	return target.Target{
		Code: "p12", Indicator: density, Unit: "000000", Period: target.FiveYearPlan(12),
		Baseline: &target.Point{Period: target.Year(2010), Value: dec("1.70")},
		Value:    dec("3.30"), Force: target.Expected,
	}
}

var (
	dec    = testkit.Dec
	faults = testkit.Problems
)

func TestTargetValidate(t *testing.T) {
	huge := decimal.New(1, 1_000_000_000)
	tests := []struct {
		name   string
		change func(*target.Target)
		want   []string
	}{
		{"sound", func(*target.Target) {}, nil},
		{
			"without a code, a goal, a baseline",
			func(t *target.Target) { t.Code, t.Baseline, t.Force = "", nil, 0 },
			nil,
		},
		{"of zero", func(t *target.Target) { t.Value = decimal.Zero }, nil},
		{"zero", func(t *target.Target) { *t = target.Target{} }, []string{
			"target.indicator.code is required", "target.indicator.kind is required", "target.unit is required",
			"target.period is required",
		}},
		{"no kind", func(t *target.Target) { t.Indicator.Kind = 11 }, []string{"target.indicator.kind is unknown"}},
		{
			"no direction",
			func(t *target.Target) { t.Indicator.Better = 4 },
			[]string{"target.indicator.better is unknown"},
		},
		{
			"no law over time",
			func(t *target.Target) { t.Indicator.OverTime = 8 },
			[]string{"target.indicator.overTime is unknown"},
		},
		{
			"places",
			func(t *target.Target) { t.Indicator.Places = target.Places(-1) },
			[]string{"target.indicator.places is out of range"},
		},
		{
			"more places",
			func(t *target.Target) { t.Indicator.Places = target.Places(31) },
			[]string{"target.indicator.places is out of range"},
		},
		{
			"negative Per and quantum",
			func(t *target.Target) { t.Indicator.Per, t.Indicator.Quantum = dec("-1"), dec("-1") },
			[]string{
				"target.indicator.per is out of range", "target.indicator.quantum is out of range",
			},
		},
		{
			"revises itself",
			func(t *target.Target) { t.Indicator.Revises = "density" },
			[]string{"target.indicator.revises is part of a cycle"},
		},
		{
			"baseline without a period",
			func(t *target.Target) { t.Baseline.Period = target.Period{} },
			[]string{"target.baseline.period is required"},
		},
		{
			"baseline after the end",
			func(t *target.Target) { t.Baseline.Period = target.Year(2016) },
			[]string{"target.baseline.period is out of range"},
		},
		{"comparator", func(t *target.Target) { t.Comparator = 5 }, []string{"target.comparator is unknown"}},
		{"force", func(t *target.Target) { t.Force = 4 }, []string{"target.force is unknown"}},
		{"stems from itself", func(t *target.Target) { t.From = "p12" }, []string{"target.from is part of a cycle"}},
		{
			"replaces itself",
			func(t *target.Target) { t.Replaces = "p12" },
			[]string{"target.replaces is part of a cycle"},
		},
		{"links", func(t *target.Target) {
			t.Links = []target.Link{{Relation: target.Corrects, Target: "a"}, {}, {Relation: 7, Target: "p12"}}
		}, []string{
			"target.links[1].relation is required", "target.links[1].target is required",
			"target.links[2].relation is unknown", "target.links[2].target is part of a cycle",
		}},
		{"range", func(t *target.Target) { t.Comparator, t.Upper = target.Within, dec("3.30") }, nil},
		{
			"range the wrong way",
			func(t *target.Target) { t.Comparator, t.Upper = target.Within, dec("3.29") },
			[]string{"target.upper is out of range"},
		},
		{
			"upper without a range",
			func(t *target.Target) { t.Upper = dec("4") },
			[]string{"target.upper does not fit"},
		},
		{"tolerance", func(t *target.Target) { t.Comparator, t.Tolerance = target.About, dec("0.1") }, nil},
		{
			"negative tolerance",
			func(t *target.Target) { t.Comparator, t.Tolerance = target.About, dec("-0.1") },
			[]string{"target.tolerance is out of range"},
		},
		{
			"tolerance at least",
			func(t *target.Target) { t.Tolerance = dec("0.1") },
			[]string{"target.tolerance does not fit"},
		},
		{"out of bounds", func(t *target.Target) {
			t.Value, t.Upper, t.Tolerance, t.Baseline.Value, t.Indicator.Per = huge, huge, huge, huge, huge
		}, []string{
			"target.indicator.per is out of range", "target.baseline.value is out of range",
			"target.value is out of range", "target.upper is out of range", "target.tolerance is out of range",
		}},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			target := patents()
			tt.change(&target)
			if diff := cmp.Diff(tt.want, faults(target.Validate())); diff != "" {
				t.Errorf("Validate() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOtherValidates(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want []string
	}{
		{"indicator", density.Validate(), nil},
		{
			"no indicator",
			target.Indicator{}.Validate(),
			[]string{"indicator.code is required", "indicator.kind is required"},
		},
		{"goal", target.Goal{Title: "creation, use, protection"}.Validate(), nil},
		{"goal in words", target.Goal{Statement: "a country of innovation"}.Validate(), nil},
		{"no goal", target.Goal{}.Validate(), []string{"goal.title is required"}},
		{
			"odd goal",
			target.Goal{
				Code:     "a",
				Title:    "x",
				Parent:   "a",
				Priority: -1,
				Source:   target.Source{Date: "June 2008"},
			}.Validate(),
			[]string{
				"goal.parent is part of a cycle", "goal.priority is out of range", "goal.source.date is not valid",
			},
		},
		{"observation", target.Observation{Unit: "1", Indicator: "density", Period: target.Year(2015)}.Validate(), nil},
		{
			"a long figure", target.Point{Period: target.Year(2015), Value: decimal.New(1, 100)}.Validate(),
			[]string{"point.value is out of range"},
		},
		{"no observation", target.Observation{Status: 4, Value: decimal.New(1, -101)}.Validate(), []string{
			"observation.unit is required", "observation.indicator is required", "observation.period is required",
			"observation.status is unknown", "observation.value is out of range",
		}},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, faults(tt.err)); diff != "" {
				t.Errorf("Validate() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMeets(t *testing.T) {
	tests := []struct {
		better           target.Direction
		comparator       target.Comparator
		upper, tolerance string
		met, missed      []string
	}{
		{target.Higher, 0, "0", "0", []string{"7", "7.00", "8"}, []string{"6.9999999999999999999"}},
		{target.Lower, 0, "0", "0", []string{"7", "-8"}, []string{"7.0000000000000000001"}},
		{target.Nearer, 0, "0", "0.5", []string{"6.5", "7.5"}, []string{"6.49", "7.51"}},
		{0, 0, "0", "0", []string{"7"}, []string{"6"}},
		{target.Higher, target.AtMost, "0", "0", []string{"7"}, []string{"8"}},
		{target.Lower, target.AtLeast, "0", "0", []string{"7"}, []string{"6"}},
		{target.Higher, target.About, "0", "0", []string{"7.0"}, []string{"7.1", "6.9"}},
		{target.Higher, target.Within, "7.5", "0", []string{"7", "7.5"}, []string{"6.99", "7.51"}},
	}

	for _, tt := range tests {
		tg := target.Target{
			Indicator: target.Indicator{Better: tt.better}, Comparator: tt.comparator,
			Value: dec("7"), Upper: dec(tt.upper), Tolerance: dec(tt.tolerance),
		}
		t.Run(fmt.Sprintf("%v %v", tt.better, tg.EffectiveComparator()), func(t *testing.T) {
			for _, x := range tt.met {
				if !tg.Meets(dec(x)) {
					t.Errorf("%s does not meet", x)
				}
			}
			for _, x := range tt.missed {
				if tg.Meets(dec(x)) {
					t.Errorf("%s meets", x)
				}
			}
		})
	}
}

// Figures out of bounds are compared without being written out.
func TestMeetsOutOfBounds(t *testing.T) {
	far, near := decimal.New(1, 2_000_000_000), decimal.New(1, -2_000_000_000)
	of := func(c target.Comparator, value decimal.Decimal) target.Target {
		return target.Target{Comparator: c, Value: value, Upper: far}
	}
	tests := []struct {
		name   string
		target target.Target
		figure decimal.Decimal
		want   bool
	}{
		{"far above", of(target.AtLeast, dec("7")), far, true},
		{"far below", of(target.AtLeast, dec("7")), far.Neg(), false},
		{"a far target", of(target.AtLeast, far), dec("7"), false},
		{"hardly more than nothing", of(target.AtMost, dec("0")), near, false},
		{"in a wide range", of(target.Within, near), dec("7"), true},
		{"above a wide range", of(target.Within, near), decimal.New(2, 2_000_000_000), false},
		{"about", of(target.About, dec("7")), far, false},
		{"about what is far", of(target.About, far), far, false},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.target.Meets(tt.figure); got != tt.want {
				t.Errorf("Meets() = %t, want %t", got, tt.want)
			}
		})
	}
}

func TestIndicatorNumbers(t *testing.T) {
	hundreds := target.Indicator{Quantum: dec("100"), Per: dec("10000"), Places: target.Places(2)}
	if got := hundreds.EffectiveQuantum(); !got.Equal(dec("100")) {
		t.Errorf("Step() = %s", got)
	}
	if got := (target.Indicator{Places: target.Places(2)}).EffectiveQuantum(); !got.Equal(dec("0.01")) {
		t.Errorf("Step() = %s", got)
	}
	if got := hundreds.Scale(); !got.Equal(dec("10000")) {
		t.Errorf("Scale() = %s", got)
	}
	if got := (target.Indicator{}).Scale(); !got.Equal(dec("1")) {
		t.Errorf("Scale() = %s", got)
	}

	for in, want := range map[string]string{"3.3": "3.30", "2.345": "2.35", "-2.345": "-2.35"} {
		if got := hundreds.Format(dec(in)); got != want {
			t.Errorf("Format(%s) = %s, want %s", in, got, want)
		}
	}

	for kind, want := range map[target.Kind]string{
		target.Flow: "3", target.Milestone: "3", target.Ratio: "2.50", target.Growth: "2.50", target.Index: "2.50",
	} {
		if got := (target.Indicator{Kind: kind}).Format(dec("2.50")); got != want {
			t.Errorf("Format(2.50) of a %v without places = %s, want %s", kind, got, want)
		}
	}

	for quantum, want := range map[string]string{"0.25": "2.75", "0.5": "2.8", "5": "3", "1e2": "3"} {
		if got := (target.Indicator{Kind: target.Stock, Quantum: dec(quantum)}).Format(dec("2.75")); got != want {
			t.Errorf("Format(2.75) in quanta of %s = %s, want %s", quantum, got, want)
		}
	}

	if got := hundreds.Format(decimal.New(1, 1_000_000_000)); got != "1e1000000000" {
		t.Errorf("Format() of a number out of bounds = %.80s", got)
	}
}

func TestTargetString(t *testing.T) {
	growth := target.Indicator{Measure: "%", Kind: target.Growth, Better: target.Higher, Places: target.Places(1)}
	energy := target.Indicator{Measure: "% below 2010", Kind: target.Reduction, Better: target.Higher}
	tests := []struct {
		in   target.Target
		want string
	}{
		{patents(), "at least 3.30 patents per 10,000 people by 2015"},
		{
			target.Target{Indicator: growth, Comparator: target.About, Value: dec("7"), Period: target.Year(2018)},
			"about 7.0 % in 2018",
		},
		{
			target.Target{
				Indicator:  growth,
				Comparator: target.About,
				Value:      dec("7"),
				Tolerance:  dec("0.25"),
				Period:     target.Year(2018),
			},
			"about 7.0 ± 0.25 % in 2018",
		},
		{
			target.Target{
				Indicator:  growth,
				Comparator: target.Within,
				Value:      dec("6.5"),
				Upper:      dec("7"),
				Period:     target.Year(2016),
			},
			"from 6.5 to 7.0 % in 2016",
		},
		{
			target.Target{Indicator: energy, Value: dec("16"), Period: target.FiveYearPlan(12)},
			"at least 16 % below 2010 in 2011/2015",
		},
		{target.Target{Comparator: target.AtMost, Value: dec("22")}, "at most 22"},
		{
			target.Target{
				Value:     decimal.New(1, 1_000_000_000),
				Indicator: target.Indicator{Places: target.Places(2_000_000_000)},
			},
			"at least 1e1000000000",
		},
	}

	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			if got := tt.in.String(); got != tt.want {
				t.Errorf("got %q", got)
			}
		})
	}

	if n := len(target.Target{Indicator: target.Indicator{Measure: strings.Repeat("x", 1<<20)}}.String()); n > 400 {
		t.Errorf("a text of %d bytes", n)
	}
}

func TestTargetDue(t *testing.T) {
	plan, half := target.FiveYearPlan(12), target.Months(target.Month(2014, 7), target.Month(2015, 6))
	tests := []struct {
		kind     target.Kind
		overTime target.TimeLaw
		period   target.Period
		want     string
	}{
		{target.Stock, 0, plan, "by 2015"},
		{target.Cumulative, 0, plan, "by 2015"},
		{target.Milestone, 0, plan, "by 2015"},
		{target.Index, 0, plan, "by 2015"},
		{target.Ratio, 0, plan, "by 2015"},
		{target.Flow, 0, plan, "in 2011/2015"},
		{target.Growth, 0, plan, "in 2011/2015"},
		{target.Reduction, 0, plan, "in 2011/2015"},
		{target.Ratio, target.TimeMean, plan, "in 2011/2015"},
		{target.Reduction, target.TimeLast, plan, "by 2015"},
		{target.Flow, 0, target.Year(2015), "in 2015"},
		{target.Stock, 0, target.Year(2015), "by 2015"},
		{target.Stock, 0, half, "by 2015-06"},
		{target.Stock, 0, target.Months(target.Month(2014, 8), target.Month(2015, 5)), "by 2015-05"},
		{target.Flow, 0, half, "in 2014-07/2015-06"},
		{target.Flow, 0, target.Period{}, ""},
		{target.Stock, 0, target.Period{}, ""},
	}

	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.kind, tt.overTime, tt.period), func(t *testing.T) {
			got := target.Target{
				Indicator: target.Indicator{Kind: tt.kind, OverTime: tt.overTime},
				Period:    tt.period,
			}.Due()
			if got != tt.want {
				t.Errorf("Due() = %q, want %q", got, tt.want)
			}
		})
	}
}

// Every exported type compares without options.
func TestCmpEqual(t *testing.T) {
	a, err := target.NewAgenda(nil, []target.Target{patents()})
	if err != nil {
		t.Fatal(err)
	}
	b, err := target.NewAgenda(nil, []target.Target{patents()})
	if err != nil {
		t.Fatal(err)
	}

	p := patents()
	values := []any{
		p, p.Indicator, p.Period, *p.Baseline,
		target.Goal{},
		target.Source{},
		target.Observation{},
		target.Link{},
		target.AgendaChange{To: &p},
		a, p.Validate(), &target.FieldError{Err: errors.New("x")},
	}

	for _, v := range values {
		if !cmp.Equal(v, v) {
			t.Errorf("%T does not equal itself", v)
		}
	}

	if !cmp.Equal(a, b) || cmp.Equal(a, nil) {
		t.Error("agendas of the same targets are not equal")
	}
	q := patents()
	q.Value = dec("3.3000")
	if !cmp.Equal(p, q) {
		t.Error("3.30 is not 3.3000")
	}
	if q.Value = dec("3.31"); cmp.Equal(p, q) {
		t.Error("3.30 is 3.31")
	}
}
