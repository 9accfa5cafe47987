package hierarchy_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

func chinaTarget(kind target.Kind, value string, places int32) target.Target {
	return target.Target{
		Code: "12FYP", Unit: "000000", Period: target.Year(2015), Value: d(value), Force: target.Binding,
		Indicator: target.Indicator{
			Code: "patents", Measure: "patents", Kind: kind, Better: target.Higher, Places: target.Places(places),
		},
		Source: target.Source{Document: "12th five-year plan", Issuer: "State Council"},
	}
}

func quotas(p *hierarchy.Plan) string {
	var out []string
	for q := range p.All() {
		s := q.Unit.Code + "=" + q.Value.String()
		if q.Upper.Valid {
			s += ".." + q.Upper.Decimal.String()
		}
		if q.DecidedBy != apportion.ByClaim {
			s += "(" + q.DecidedBy.String() + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestCascade(t *testing.T) {
	tree := chinaTree(t)
	w := column(t, tree, figures(
		"440000", "60", "410000", "30", "650000", "10", "440100", "20", "440300", "50", "44rest", "5", "410100",
		"9", "419001", "1",
	))
	prop := hierarchy.Rule{Method: hierarchy.Proportional(w)}
	with := func(change func(*hierarchy.Rule)) hierarchy.Rule {
		r := prop
		change(&r)
		return r
	}

	tests := []struct {
		name string
		t    target.Target
		o    hierarchy.Options
		want string
	}{
		{
			"the zero options", chinaTarget(target.Flow, "100", 0),
			hierarchy.Options{},
			"000000=100 410000=34 440000=33 650000=33 410100=17 419001=17 440100=17 440300=16 44rest=0",
		},
		{
			"proportional", chinaTarget(target.Flow, "100", 0),
			hierarchy.Options{Rule: prop},
			"000000=100 410000=30 440000=60 650000=10 410100=27 419001=3 440100=16 440300=40 44rest=4",
		},
		{
			"a negative total", chinaTarget(target.Flow, "-100", 0),
			hierarchy.Options{Rule: prop},
			"000000=-100 410000=-30 440000=-60 650000=-10 410100=-27 419001=-3 440100=-16 440300=-40 44rest=-4",
		},
		{
			"depth", chinaTarget(target.Flow, "100", 0),
			hierarchy.Options{Rule: prop, LastLevel: "province"},
			"000000=100 410000=30 440000=60 650000=10",
		},
		{
			"depth reaches those that skip it", chinaTarget(target.Flow, "100", 0),
			hierarchy.Options{Rule: prop, LastLevel: "prefecture"},
			"000000=100 410000=30 440000=60 650000=10 410100=27 419001=3 440100=16 440300=40 44rest=4",
		},
		{
			"a province's target",
			func() target.Target { t := chinaTarget(target.Flow, "75", 0); t.Unit = "440000"; return t }(),
			hierarchy.Options{Rule: prop},
			"440000=75 440100=20 440300=50 44rest=5",
		},
		{
			"by level", chinaTarget(target.Flow, "100", 0),
			hierarchy.Options{Levels: map[string]hierarchy.Rule{"province": prop}},
			"000000=100 410000=30 440000=60 650000=10 410100=15 419001=15 440100=30 440300=30 44rest=0",
		},
		{"by parent", chinaTarget(target.Flow, "100", 0), hierarchy.Options{
			Levels: map[string]hierarchy.Rule{"province": prop}, Units: map[string]hierarchy.Rule{"440000": prop},
		}, "000000=100 410000=30 440000=60 650000=10 410100=15 419001=15 440100=16 440300=40 44rest=4"},
		{
			"stretch", chinaTarget(target.Flow, "100", 0),
			hierarchy.Options{Rule: with(func(r *hierarchy.Rule) { r.Stretch = decimal.NewNullDecimal(d("0.1")) })},
			"000000=100 410000=33 440000=66 650000=11 410100=32 419001=4 440100=19 440300=49 44rest=5",
		},
		{"stretch where lower is better", func() target.Target {
			t := chinaTarget(target.Flow, "100", 0)
			t.Indicator.Better = target.Lower
			return t
		}(), hierarchy.Options{
			Rule:      with(func(r *hierarchy.Rule) { r.Stretch = decimal.NewNullDecimal(d("0.1")) }),
			LastLevel: "province",
		}, "000000=100 410000=27 440000=54 650000=9"},
		{"reserve", chinaTarget(target.Flow, "100", 0), hierarchy.Options{
			Rule:      with(func(r *hierarchy.Rule) { r.Reserve = decimal.NewNullDecimal(d("10")) }),
			LastLevel: "province",
		}, "000000=100 410000=27 440000=54 650000=9"},
		{"half a quantum away from zero", chinaTarget(target.Flow, "5", 0), hierarchy.Options{
			Rule:      with(func(r *hierarchy.Rule) { r.Stretch = decimal.NewNullDecimal(d("0.1")) }),
			LastLevel: "province",
		}, "000000=5 410000=2 440000=4 650000=0"},
		{"minimum and maximum", chinaTarget(
			target.Flow, "100", 0,
		), hierarchy.Options{Rule: with(func(r *hierarchy.Rule) {
			r.Min, r.Max = column(t, tree, figures("650000", "25")), column(t, tree, figures("440000", "40"))
		}), LastLevel: "province"}, "000000=100 410000=35 440000=40(maximum) 650000=25(minimum)"},
		{"a minimum by level", chinaTarget(target.Flow, "100", 0), hierarchy.Options{Levels: map[string]hierarchy.Rule{
			"province": with(func(r *hierarchy.Rule) { r.Min = column(t, tree, figures("650000", "25")) }),
		}, LastLevel: "province"}, "000000=100 410000=25 440000=50 650000=25(minimum)"},
		{"a maximum by level", chinaTarget(target.Flow, "100", 0), hierarchy.Options{Levels: map[string]hierarchy.Rule{
			"province": with(func(r *hierarchy.Rule) { r.Max = column(t, tree, figures("440000", "40")) }),
		}, LastLevel: "province"}, "000000=100 410000=45 440000=40(maximum) 650000=15"},
		{"a minimum by parent", chinaTarget(target.Flow, "100", 0), hierarchy.Options{Units: map[string]hierarchy.Rule{
			"000000": with(func(r *hierarchy.Rule) { r.Min = column(t, tree, figures("650000", "25")) }),
		}, LastLevel: "province"}, "000000=100 410000=25 440000=50 650000=25(minimum)"},
		{"a maximum by parent", chinaTarget(target.Flow, "100", 0), hierarchy.Options{Units: map[string]hierarchy.Rule{
			"000000": with(func(r *hierarchy.Rule) { r.Max = column(t, tree, figures("440000", "40")) }),
		}, LastLevel: "province"}, "000000=100 410000=45 440000=40(maximum) 650000=15"},
		{"a hold", chinaTarget(target.Flow, "100", 0), hierarchy.Options{
			Rule: prop, Holds: []hierarchy.Hold{{Unit: "440000", Value: d("70")}}, LastLevel: "province",
		}, "000000=100 410000=23 440000=70(hold) 650000=7"},
		{
			"a held grandchild reserves", chinaTarget(target.Flow, "100", 0),
			hierarchy.Options{Rule: prop, Holds: []hierarchy.Hold{{Unit: "419001", Value: d("37")}}},
			"000000=100 410000=37(descendants) 440000=54 650000=9 410100=0 419001=37(hold) 440100=14 440300=36 " +
				"44rest=4",
		},
		{"a hold below zero above one of the total's sign", chinaTarget(target.Flow, "100", 0), hierarchy.Options{
			Rule: prop, Holds: []hierarchy.Hold{{Unit: "440000", Value: d("-10")}, {Unit: "440300", Value: d("4")}},
		}, "000000=100 410000=83 440000=-10(hold) 650000=27 410100=75 419001=8 440100=-11 440300=4(hold) 44rest=-3"},
		{"a hold that ran out", chinaTarget(target.Flow, "100", 0), hierarchy.Options{
			Rule: prop, Holds: []hierarchy.Hold{{Unit: "440000", Value: d("70"), Until: target.Year(2014)}},
			LastLevel: "province",
		}, "000000=100 410000=30 440000=60 650000=10"},
		{"a hold until the end", chinaTarget(target.Flow, "100", 0), hierarchy.Options{
			Rule: prop, Holds: []hierarchy.Hold{{Unit: "440000", Value: d("70"), Until: target.FiveYearPlan(12)}},
			LastLevel: "province",
		}, "000000=100 410000=23 440000=70(hold) 650000=7"},
		{"quantum", func() target.Target {
			t := chinaTarget(target.Flow, "10000", 0)
			t.Indicator.Quantum = d("2500")
			return t
		}(), hierarchy.Options{Rule: prop, LastLevel: "province"}, "000000=10000 410000=2500 440000=7500 650000=0"},
		{"a range", func() target.Target {
			t := chinaTarget(target.Flow, "10", 0)
			t.Comparator, t.Upper = target.Within, d("11")
			return t
		}(), hierarchy.Options{Rule: prop, LastLevel: "province"}, "000000=10..11 410000=3..3 440000=6..7 650000=1..1"},
		{
			"a count", chinaTarget(target.Milestone, "4", 0),
			hierarchy.Options{},
			"000000=4 410000=2 440000=1 650000=1 410100=1 419001=1 440100=1 440300=0 44rest=0",
		},
		{
			"a count down to the provinces", chinaTarget(target.Milestone, "4", 0),
			hierarchy.Options{LastLevel: "province"},
			"000000=4 410000=2 440000=1 650000=1",
		},
		{
			"a count of all", chinaTarget(target.Milestone, "6", 0),
			hierarchy.Options{Rule: prop, LastLevel: "province"},
			"000000=6 410000=2 440000=3 650000=1",
		},
		{
			"beyond 64 bits", chinaTarget(target.Flow, "1000000000000000000000000000000", 2),
			hierarchy.Options{Rule: prop, LastLevel: "province"},
			"000000=1000000000000000000000000000000 410000=300000000000000000000000000000 " +
				"440000=600000000000000000000000000000 650000=100000000000000000000000000000",
		},
		{
			"a ratio, uniform", chinaTarget(target.Ratio, "3.3", 2),
			hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Uniform()}, Basis: w, LastLevel: "province"},
			"000000=3.3 410000=3.3 440000=3.3 650000=3.3",
		},
		{"a ratio, stretched", chinaTarget(target.Ratio, "3.3", 2), hierarchy.Options{
			Rule: hierarchy.Rule{Stretch: decimal.NewNullDecimal(d("0.1"))}, Basis: w, LastLevel: "province",
		}, "000000=3.3 410000=3.63 440000=3.63 650000=3.63"},
		{"a ratio with a hold", chinaTarget(target.Ratio, "3", 2), hierarchy.Options{
			Basis: w, Holds: []hierarchy.Hold{{Unit: "440000", Value: d("4")}}, LastLevel: "province",
		}, "000000=3 410000=1.5 440000=4(hold) 650000=1.5"},
		{"a hold beyond the mean", chinaTarget(target.Growth, "3", 1), hierarchy.Options{
			Rule: hierarchy.Rule{Min: column(t, tree, figures("410000", "-10", "650000", "-10"))}, Basis: w,
			Holds: []hierarchy.Hold{{Unit: "440000", Value: d("8")}}, LastLevel: "province",
		}, "000000=3 410000=-4.5 440000=8(hold) 650000=-4.5"},
		{"a hold beyond the total", chinaTarget(target.Flow, "100", 0), hierarchy.Options{
			Rule: with(func(r *hierarchy.Rule) {
				r.Min = column(
					t, tree, figures("410000", "-100", "650000", "-100"),
				)
			}), Holds: []hierarchy.Hold{{Unit: "440000", Value: d("180")}}, LastLevel: "province",
		}, "000000=100 410000=-60 440000=180(hold) 650000=-20"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := hierarchy.Cascade(tree, tt.t, tt.o)
			if err != nil {
				t.Fatal(err)
			}
			if got := quotas(p); got != tt.want {
				t.Errorf("quotas are\n%s, want\n%s", got, tt.want)
			}
			if err := p.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestPlanIsImmutable(t *testing.T) {
	tree := chinaTree(t)
	base := &target.Point{Period: target.Year(2010), Value: d("1")}
	tgt := chinaTarget(target.Flow, "100", 0)
	tgt.Baseline = base
	o := hierarchy.Options{
		Levels: map[string]hierarchy.Rule{"province": {Method: hierarchy.Equal()}},
		Units:  map[string]hierarchy.Rule{"410000": {Method: hierarchy.Equal()}},
		Holds:  []hierarchy.Hold{{Unit: "440000", Value: d("50"), By: "a"}},
	}

	p, err := hierarchy.Cascade(tree, tgt, o)
	if err != nil {
		t.Fatal(err)
	}

	before, why := quotas(p), p.Explain("440000").String()
	revised := func() string {
		more := p.Target()
		more.Value = d("110")
		r, err := p.ReviseTo(more, hierarchy.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return quotas(r)
	}

	next := revised()
	o.Holds[0] = hierarchy.Hold{Unit: "410000", By: "b"}
	o.Levels["province"] = hierarchy.Rule{Stretch: decimal.NewNullDecimal(d("0.5"))}
	o.Units["000000"] = hierarchy.Rule{Stretch: decimal.NewNullDecimal(d("0.4"))}
	base.Value = d("9")
	p.Target().Baseline.Value = d("8")
	if quotas(p) != before || revised() != next || p.Explain("440000").String() != why || p.Check() != nil ||
		!p.Target().Baseline.Value.Equal(d("1")) {
		t.Error("the plan changed with its options")
	}

	var zero hierarchy.Plan
	var none *hierarchy.Plan
	for _, p := range []*hierarchy.Plan{&zero, none} {
		if _, ok := p.Quota("000000"); ok || quotas(p) != "" || p.Len() != 0 || p.Check() != nil || p.Slack() != nil ||
			len(p.Explain("x").Steps) != 0 || p.Column().Len() != 0 || !p.Residual("x").IsZero() {
			t.Error("an empty plan has quotas")
		}
	}
}

func TestPlanTargets(t *testing.T) {
	p, err := hierarchy.Cascade(chinaTree(t), chinaTarget(target.Flow, "100", 0), hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	for x := range p.Targets() {
		if err := x.Validate(); err != nil {
			t.Error(err)
		}
		if x.Force != target.Binding || x.Period != target.Year(2015) || x.Source.Issuer != "State Council" {
			t.Errorf("%s lost what its parent's target says: %+v", x.Code, x)
		}
		got = append(got, fmt.Sprintf("%s<%s:%s=%v", x.Code, x.From, x.Unit, x.Value))
	}

	want := "12FYP<:000000=100 12FYP/410000<12FYP:410000=34 12FYP/440000<12FYP:440000=33 " +
		"12FYP/650000<12FYP:650000=33 12FYP/410100<12FYP/410000:410100=17"
	if s := strings.Join(got, " "); !strings.HasPrefix(s, want) {
		t.Errorf("targets are\n%s, want\n%s", s, want)
	}
	var level []string
	for q := range p.Level("prefecture") {
		level = append(level, q.Unit.Code)
	}
	if s := strings.Join(level, " "); s != "410100 440100 440300 44rest" {
		t.Errorf("Level yields %s", s)
	}
	level = nil
	for q := range p.Children("410000") {
		level = append(level, q.Unit.Code)
	}
	if s := strings.Join(level, " "); s != "410100 419001" {
		t.Errorf("Children yields %s", s)
	}
}

// What a target replaces and leads to is not what the quotas of other units do, so that an
// agenda can have all of them.
func TestPlanTargetsInAnAgenda(t *testing.T) {
	old, later := chinaTarget(target.Flow, "90", 0), chinaTarget(target.Flow, "200", 0)
	old.Code, later.Code, later.Period = "old", "later", target.Year(2020)
	goal := chinaTarget(target.Flow, "100", 0)
	goal.Replaces, goal.Tags, goal.Withdrawn = "old", []string{"application"}, "2014"
	goal.Links = []target.Link{{Relation: target.MidTermOf, Target: "later"}}
	for _, x := range []*target.Target{&old, &later, &goal} {
		x.Source.Date = "2011"
	}

	p, err := hierarchy.Cascade(chinaTree(t), goal, hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all := []target.Target{old, later}
	for x := range p.Targets() {
		all = append(all, x)
		isFirst := x.Unit == goal.Unit
		if (x.Replaces != "") != isFirst || (len(x.Links) > 0) != isFirst || len(x.Tags) != 1 || x.Withdrawn != "2014" {
			t.Errorf("Targets() yields %+v", x)
		}
	}
	if _, err := target.NewAgenda(nil, all); err != nil {
		t.Error(err)
	}
}

// Children whose basis is zero go by the multiplier of those that have one. Where
// each of these is on a bound, a range of multipliers will do: the one of them
// counts that is nearest to that without bounds.
func TestBasisOfZero(t *testing.T) {
	tree := chinaTree(t)
	people := column(t, tree, figures("440000", "60", "410000", "40", "650000", "0"))
	weights := column(t, tree, figures("440000", "2", "410000", "1", "650000", "3"))

	for _, tt := range []struct{ name, total, min, max, want string }{
		{"no bounds", "160", "", "", "440000=200 410000=100 650000=300"},
		{"all at their maxima", "160", "", "440000=200 410000=100", "440000=200 410000=100 650000=300"},
		{"one maximum farther up", "140", "", "440000=200 410000=50", "440000=200 410000=50 650000=300"},
		{"both held", "160", "440000=200 410000=100", "440000=200 410000=100", "440000=200 410000=100 650000=300"},
		{"minima that are met without them", "160", "440000=200 410000=100", "", "440000=200 410000=100 650000=300"},
		{"one minimum lower down", "180", "440000=200 410000=150", "440000=200", "440000=200 410000=150 650000=338"},
		{"its own minimum", "160", "440000=200 410000=100 650000=307", "", "440000=200 410000=100 650000=307"},
		{"below zero", "-160", "440000=-200 410000=-100", "", "440000=-200 410000=-100 650000=-300"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bounds := func(text string) hierarchy.Column {
				var f []string
				for word := range strings.FieldsSeq(text) {
					code, value, _ := strings.Cut(word, "=")
					f = append(f, code, value)
				}
				return column(t, tree, figures(f...))
			}

			rule := hierarchy.Rule{Method: hierarchy.Proportional(weights)}
			if tt.min != "" {
				rule.Min = bounds(tt.min)
			}
			if tt.max != "" {
				rule.Max = bounds(tt.max)
			}
			p, err := hierarchy.Cascade(tree, chinaTarget(target.Growth, tt.total, 0), hierarchy.Options{
				Rule: rule, Basis: people, LastLevel: "province",
			})
			if err != nil {
				t.Fatal(err)
			}

			var got []string
			for _, code := range []string{"440000", "410000", "650000"} {
				q, _ := p.Quota(code)
				got = append(got, code+"="+q.Value.String())
			}

			if got := strings.Join(got, " "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestSlack(t *testing.T) {
	tree := chinaTree(t)
	o := hierarchy.Options{Levels: map[string]hierarchy.Rule{
		"province":   {Stretch: decimal.NewNullDecimal(d("0.2"))},
		"prefecture": {Stretch: decimal.NewNullDecimal(d("0.1"))},
	}}
	p, err := hierarchy.Cascade(tree, chinaTarget(target.Flow, "1000", 0), o)
	if err != nil {
		t.Fatal(err)
	}

	// Xinjiang's 400 are handed to nobody and count again below.
	for i, want := range []string{
		"province 3 1200 0.2 0.2", "prefecture 4 1280 0.0666666666666667 0.28", "county 1 1280 0 0.28",
	} {
		s := p.Slack()[i]
		if got := fmt.Sprintf(
			"%s %d %v %v %v", s.Level, s.Units, s.Figure, s.Step.Decimal, s.Total.Decimal,
		); got != want {
			t.Errorf("slack %d is %s, want %s", i, got, want)
		}
	}

	people := column(t, tree, figures("440000", "60", "410000", "30", "650000", "10"))
	o = hierarchy.Options{
		Rule: hierarchy.Rule{Stretch: decimal.NewNullDecimal(d("0.2"))}, Basis: people, LastLevel: "province",
	}
	if p, err = hierarchy.Cascade(tree, chinaTarget(target.Growth, "7.5", 1), o); err != nil {
		t.Fatal(err)
	}

	if s := p.Slack()[0]; !s.Figure.Equal(d("9")) || !s.Total.Decimal.Equal(d("1.5")) {
		t.Errorf("slack of a growth is %+v", s)
	}
}

func TestWideEqualsWords(t *testing.T) {
	w := newWorld([]int{1, 5, 30, 200})
	tree := w.tree(t)
	c := w.column(t, tree)
	wide := hierarchy.Scaled(c, d("1e40"))
	bounds := w.share(t, tree, 90)

	for _, kind := range []target.Kind{target.Flow, target.Ratio} {
		for _, m := range [][2]hierarchy.Method{
			{hierarchy.Proportional(c), hierarchy.Proportional(wide)},
			{hierarchy.Blend(
				hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(c)}, hierarchy.Part{Weight: d("2.5")},
			), hierarchy.Blend(
				hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(wide)},
				hierarchy.Part{Weight: d("2.5")},
			)},
		} {
			tgt := w.target()
			tgt.Indicator.Kind = kind
			plan := func(m hierarchy.Method, basis hierarchy.Column, least hierarchy.Column) *hierarchy.Plan {
				p, err := hierarchy.Cascade(tree, tgt, hierarchy.Options{
					Rule: hierarchy.Rule{Method: m, Min: least}, Basis: basis,
				})
				if err != nil {
					t.Fatal(err)
				}
				return p
			}

			var none hierarchy.Column
			if a, b := plan(m[0], c, none), plan(m[1], wide, none); !a.Equal(b) {
				t.Errorf("%v: other quotas beyond 64 bits", kind)
			}
			if kind == target.Flow {
				if a, b := plan(m[0], c, bounds), plan(m[1], wide, bounds); !a.Equal(b) {
					t.Errorf("%v: other bounded quotas beyond 64 bits", kind)
				}
			}
		}
	}
}

func TestPlanIsSmall(t *testing.T) {
	w := newWorld([]int{1, 31, 334, 2850})
	tree := w.tree(t)
	c := w.column(t, tree)
	tgt := w.target()
	tgt.Indicator.Kind = target.Ratio
	for _, o := range []hierarchy.Options{
		{Rule: hierarchy.Rule{Method: hierarchy.Scale(c)}, Basis: c},
		{Rule: hierarchy.Rule{Method: hierarchy.Scale(c), Min: w.share(t, tree, 1)}, Basis: c},
	} {
		p, err := hierarchy.Cascade(tree, tgt, o)
		if err != nil {
			t.Fatal(err)
		}
		if got := hierarchy.BytesPerUnit(p); got > 64 {
			t.Errorf("%d bytes a unit, want at most 64", got)
		}
	}
}

// TestHeldWithoutWeight: a unit that a hold decides needs no weight, with any
// method on a column.
func TestHeldWithoutWeight(t *testing.T) {
	f := newFan(3)
	gap, full := f.column("", "1", "2"), f.column("5", "1", "2")
	held := []hierarchy.Hold{{Unit: "01", Value: d("10")}}
	for _, m := range []hierarchy.Method{
		hierarchy.Proportional(gap), hierarchy.Increment(gap, full),
		hierarchy.Blend(hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(gap)}),
		hierarchy.Bands(gap, d("1"), d("2")), hierarchy.RatioOfMeans(gap),
	} {
		got, err := f.quotas(target.Flow, "40", 0, hierarchy.Options{Rule: hierarchy.Rule{Method: m}, Holds: held})
		if err != nil || got[0] != "10" {
			t.Errorf("%v: %v, %v", m, got, err)
		}
		if _, err := f.quotas(
			target.Flow, "40", 0, hierarchy.Options{Rule: hierarchy.Rule{Method: m}},
		); !errors.Is(err, target.ErrMissing) {
			t.Errorf("%v without the hold: %v", m, err)
		}
	}
}
