package hierarchy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// What a revision leaves out stays as it was; each case says what a cascade
// from scratch would be told.
func TestRevise(t *testing.T) {
	units := []hierarchy.Unit{{Code: "00", Level: "nation"}}
	for _, p := range []string{"11", "12", "13"} {
		units = append(units, hierarchy.Unit{Code: p, Level: "province", Parent: "00"})
		for _, c := range []string{"a", "b", "c"} {
			units = append(units, hierarchy.Unit{Code: p + c, Level: "city", Parent: p})
		}
	}
	tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, units)
	if err != nil {
		t.Fatal(err)
	}
	column := func(figure func(i int) string) hierarchy.Column {
		c, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
			for i, u := range units {
				if f := figure(i); f != "" && !yield(u.Code, d(f)) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	rising := column(func(i int) string { return d("3").Add(d("0.5").Mul(d(string(rune('0' + i%10))))).StringFixed(1) })
	falling := column(func(i int) string { return string(rune('9' - i%10)) })
	least := column(func(i int) string {
		if i == 2 || i == 7 || i == 11 {
			return "40"
		}
		return ""
	})
	most := column(func(i int) string { return map[bool]string{true: "1000", false: "230"}[i == 0] })
	tgt := target.Target{Code: "t", Unit: "00", Period: target.Year(2020), Value: d("600"), Indicator: target.Indicator{
		Code: "x", Kind: target.Flow, Better: target.Higher,
	}}
	mean := tgt
	mean.Indicator.Kind, mean.Indicator.Places, mean.Value = target.Ratio, target.Places(0), d("60")
	cascade := func(tgt target.Target, o hierarchy.Options) *hierarchy.Plan {
		t.Helper()
		p, err := hierarchy.Cascade(tree, tgt, o)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	hold := func(unit, value string) hierarchy.Hold {
		return hierarchy.Hold{Unit: unit, Value: d(value), By: "decree"}
	}
	rule := hierarchy.Rule{Method: hierarchy.Proportional(rising), Min: least}
	former := hierarchy.Options{
		Rule: rule,
		Levels: map[string]hierarchy.Rule{"city": {
			Method: hierarchy.Shift(falling), Stretch: decimal.NewNullDecimal(d("0.05")),
		}},
		Units: map[string]hierarchy.Rule{"12": {
			Method: hierarchy.Shift(rising), Reserve: decimal.NewNullDecimal(d("6")),
		}},
		Holds: []hierarchy.Hold{hold("11a", "33")},
	}
	plan := cascade(tgt, former)
	by := func(q hierarchy.Column, r hierarchy.Rule) hierarchy.Rule {
		r.Method = hierarchy.Proportional(q)
		return r
	}
	kept := func(p *hierarchy.Plan) hierarchy.Options { // all by the former quotas
		o := former
		o.Rule = by(p.Column(), former.Rule)
		o.Levels = map[string]hierarchy.Rule{"city": by(p.Column(), former.Levels["city"])}
		o.Units = map[string]hierarchy.Rule{"12": by(p.Column(), former.Units["12"])}
		return o
	}
	tests := []struct {
		name string
		say  hierarchy.Options
		want func(o *hierarchy.Options)
	}{
		{"nothing", hierarchy.Options{}, func(*hierarchy.Options) {}},
		{"a hold more", hierarchy.Options{Holds: []hierarchy.Hold{hold("13", "150")}}, func(o *hierarchy.Options) {
			o.Holds = []hierarchy.Hold{hold("13", "150"), hold("11a", "33")}
		}},
		{"another hold on the same", hierarchy.Options{
			Holds: []hierarchy.Hold{hold("11a", "50")},
		}, func(o *hierarchy.Options) {
			o.Holds = []hierarchy.Hold{hold("11a", "50")}
		}},
		{"a method", hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Equal()}}, func(o *hierarchy.Options) {
			o.Rule = hierarchy.Rule{Method: hierarchy.Equal(), Min: least}
		}},
		{"a bound", hierarchy.Options{Rule: hierarchy.Rule{Max: most}}, func(o *hierarchy.Options) {
			o.Rule = by(plan.Column(), hierarchy.Rule{Min: least, Max: most})
		}},
		{"a lower bound", hierarchy.Options{
			Rule: hierarchy.Rule{Min: column(func(int) string { return "5" })},
		}, func(o *hierarchy.Options) {
			o.Rule = by(plan.Column(), hierarchy.Rule{Min: column(func(int) string { return "5" })})
		}},
		{"a stretch", hierarchy.Options{
			Rule: hierarchy.Rule{Stretch: decimal.NewNullDecimal(d("0.1"))},
		}, func(o *hierarchy.Options) {
			o.Rule = by(plan.Column(), hierarchy.Rule{Min: least, Stretch: decimal.NewNullDecimal(d("0.1"))})
		}},
		{"a reserve", hierarchy.Options{
			Rule: hierarchy.Rule{Reserve: decimal.NewNullDecimal(d("30"))},
		}, func(o *hierarchy.Options) {
			o.Rule = by(plan.Column(), hierarchy.Rule{Min: least, Reserve: decimal.NewNullDecimal(d("30"))})
		}},
		{"a rounding", hierarchy.Options{
			Rule: hierarchy.Rule{Rounding: apportion.Webster},
		}, func(o *hierarchy.Options) {
			o.Rule = by(plan.Column(), hierarchy.Rule{Min: least, Rounding: apportion.Webster})
		}},
		{"no rules by level", hierarchy.Options{Levels: map[string]hierarchy.Rule{}}, func(o *hierarchy.Options) {
			o.Levels = nil
		}},
		{
			"a rule by level that is empty",
			hierarchy.Options{Levels: map[string]hierarchy.Rule{"city": {}}},
			func(*hierarchy.Options) {},
		},
		{"a rule of another unit", hierarchy.Options{
			Units: map[string]hierarchy.Rule{"13": {Rounding: apportion.Adams}},
		}, func(o *hierarchy.Options) {
			o.Units = map[string]hierarchy.Rule{"13": by(plan.Column(), hierarchy.Rule{Rounding: apportion.Adams})}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			more := tgt
			more.Value = d("660")
			got, err := plan.ReviseTo(more, tt.say)
			if err != nil {
				t.Fatal(err)
			}
			o := kept(plan)
			tt.want(&o)
			if want := cascade(more, o); !got.Equal(want) {
				t.Errorf(
					"ReviseTo() differs from the cascade by the former quotas:\n%v\n%v", got.Explain("12b"),
					want.Explain("12b"),
				)
			}
			again, err := plan.Revise(hierarchy.Options{})
			if err != nil || !again.Equal(plan) {
				t.Errorf("nothing was changed, but quotas were: %v", err)
			}
		})
	}

	// The basis and the depth stay.
	shallow := cascade(mean, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Scale(rising)}, Basis: falling, LastLevel: "province",
	})
	mean.Value = d("66")
	revised, err := shallow.ReviseTo(mean, hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := cascade(mean, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Scale(shallow.Column())}, Basis: falling, LastLevel: "province",
	}); !revised.Equal(want) || revised.Len() != 4 {
		t.Errorf("the basis or the depth changed: %d quotas", revised.Len())
	}
	if revised, err = shallow.ReviseTo(mean, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Equal()}, Basis: rising, LastLevel: "city",
	}); err != nil || revised.Len() != 13 {
		t.Errorf("a revision to another depth has %d quotas, %v", revised.Len(), err)
	}

	// Where a child had no quota, the former method is used.
	none := tgt
	none.Value = d("0")
	if got, err := cascade(none, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(rising)},
	}).ReviseTo(tgt, hierarchy.Options{}); err != nil ||
		!got.Equal(cascade(tgt, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(rising)}})) {
		t.Errorf("from quotas of zero: %v", err)
	}

	var missing *hierarchy.Plan
	merged, err := hierarchy.Strictest(plan)
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]*hierarchy.Plan{"nil": missing, "empty": {}, "merged": merged} {
		if _, err := p.ReviseTo(tgt, hierarchy.Options{}); !errors.Is(err, target.ErrRequired) {
			t.Errorf("%s plan: %v", name, err)
		}
	}
}

// A unit whose former quota is zero keeps it beside others that have one, and a
// rule for a unit that had none of its own keeps the bounds of the one for all.
func TestReviseFromZeroAndBounds(t *testing.T) {
	f := newFan(3)
	plan, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "60", 0), hierarchy.Options{Rule: hierarchy.Rule{
		Max: f.column("0", "", "20"), Min: f.column("", "40", ""),
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := quotas(plan), "00=60 01=0(maximum) 02=40(minimum) 03=20(maximum)"; got != want {
		t.Fatalf("quotas are %s, want %s", got, want)
	}

	for _, x := range []struct {
		name, value string
		o           hierarchy.Options
		want        string
	}{
		{
			"another bound", "90",
			hierarchy.Options{Rule: hierarchy.Rule{Max: f.column("9", "", "")}},
			"00=90 01=0 02=60 03=30",
		},
		{
			"a rule of its own", "45",
			hierarchy.Options{Units: map[string]hierarchy.Rule{"00": {Rounding: apportion.LargestRemainder}}},
			"00=45 01=0 02=40(minimum) 03=5",
		},
	} {
		tgt := plan.Target()
		tgt.Value = d(x.value)
		p, err := plan.ReviseTo(tgt, x.o)
		if err != nil {
			t.Fatal(err)
		}
		if got := quotas(p); got != x.want {
			t.Errorf("%s: quotas are %s, want %s", x.name, got, x.want)
		}
	}
}

// Between quotas that miss the mean of a revision by as much, those nearer to the former
// quotas are taken, within the bounds.
func TestRevisedMeansStay(t *testing.T) {
	column := func(f fan, figures string) hierarchy.Column {
		if figures == "" {
			return hierarchy.Column{}
		}
		return f.column(strings.Fields(figures)...)
	}

	for _, c := range []struct {
		basis, weights, min, max string
		value, next              string
		before, after            string
	}{
		{"5 8", "0 1", "", "", "2", "12", "0 3", "0 19"},
		{"5 9", "3 6", "", "", "6", "9", "4 7", "5 11"},
		{"1 5", "5 2", "2 1", "11 15", "2", "3", "4 2", "4 3"},
		{"2 9", "5 6", "", "", "19", "13", "16 20", "13 13"},
		{"8 2 5", "2 5 4", "", "", "5", "8", "3 8 7", "5 12 11"},
		{"7 6 4", "6 0 3", "", "", "4", "12", "7 0 4", "22 0 12"},
		{"6 8 3 1", "2 5 0 6", "", "", "12", "17", "7 19 0 22", "10 27 0 30"},
		{"2 3 1 8", "0 3 3 6", "", "", "1", "7", "0 1 1 1", "0 9 7 8"},
		{"1 9 2 3", "4 1 6 6", "2 0 3 0", "12 11 18 20", "13", "11", "12 10 18 20", "11 8 16 17"},
		{"3 1 0 5", "5 5 6 3", "2 0 0 0", "14 13 18 12", "3", "9", "4 4 5 2", "11 12 16 7"},
		{"6 9 5 4", "5 0 6 0", "1 1 3 2", "20 18 19 12", "3", "10", "4 1 6 2", "13 4 19 7"},
		{"2 6 7 3", "0 0 3 5", "2 2 2 0", "4 15 17 15", "2", "14", "2 2 2 2", "2 15 16 15"},
	} {
		f := newFan(len(strings.Fields(c.basis)))
		for _, scale := range []string{"1", "1000000000000000000000"} { // on words, and on wide numbers
			tgt := f.target(target.Ratio, c.value, 0)
			basis, err := column(f, c.basis).Scale(d(scale))
			if err != nil {
				t.Fatal(err)
			}
			p, err := hierarchy.Cascade(f.tree, tgt, hierarchy.Options{
				Basis: basis, Rule: hierarchy.Rule{
					Method: hierarchy.Proportional(column(f, c.weights)), Min: column(f, c.min), Max: column(f, c.max),
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			tgt.Value = d(c.next)
			next, err := p.ReviseTo(tgt, hierarchy.Options{})
			if err != nil {
				t.Fatal(err)
			}

			quotas := func(p *hierarchy.Plan) string {
				var all []string
				for q := range p.Children("00") {
					all = append(all, q.Value.String())
				}
				return strings.Join(all, " ")
			}
			if got := quotas(p); got != c.before {
				t.Errorf("Cascade(%s of %s) = %s, want %s", c.value, c.basis, got, c.before)
			}
			if got := quotas(next); got != c.after {
				t.Errorf("ReviseTo(%s of %s) = %s, want %s", c.next, c.basis, got, c.after)
			}
		}
	}
}
