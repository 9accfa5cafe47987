package hierarchy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// The figures of a step are those that its formula needs, in the unit of the
// indicator.
func TestExplainFigures(t *testing.T) {
	f := newFan(2)
	full := func(a, b string) hierarchy.Column { // with a figure of the nation's
		return column(t, f.tree, figures("00", "1", "01", a, "02", b))
	}
	optional := func(d decimal.NullDecimal) string {
		if !d.Valid {
			return "none"
		}
		return d.Decimal.String()
	}

	for _, tt := range []struct {
		name        string
		kind        target.Kind
		value, step string
		basis       []string
		rule        hierarchy.Rule
		want, text  string
	}{
		{
			"thousands of two and a half, by Webster", target.Flow, "10000", "2.5e3", nil,
			hierarchy.Rule{Method: hierarchy.Proportional(f.column("1.50", "2.50")), Rounding: apportion.Webster},
			"claim 1.5 of 4, shared 10000, within none and none, exact 3750, by Webster",
			"claim 1.5 of 4 (37.50 %): 3,750.0000 → 5,000 by Webster",
		},
		{
			"the claims of a caller's method as they are", target.Flow, "10", "1", nil,
			hierarchy.Rule{Method: ready{d("1.25"), d("2.5")}},
			"claim 1.25 of 3.75, shared 10, within none and none, exact 3.3333, by largest remainder",
			"claim 1.25 of 3.75 (33.33 %): 3.3333 → 3 by largest remainder",
		},
		{
			"what is done, and a part of the rest", target.Flow, "4", "1", nil,
			hierarchy.Rule{Method: hierarchy.Increment(f.column("0.5", "1.5"), f.column("0.1", "0.1"))},
			"claim 0.1 of 0.2, shared 0, within none and none, exact 1.5, by largest remainder",
			"0.5 (done) + 1 (weight 0.1 × 10): 1.5000 → 2 by largest remainder",
		},
		{
			"what is done, which only rounding takes to the amount", target.Flow, "0", "1", nil,
			hierarchy.Rule{Method: hierarchy.Increment(f.column("0.1", "0"), f.column("0", "0"))},
			"claim 0 of 0, shared 0, within none and none, exact 0.1, by largest remainder",
			"0.1 (done): 0.1000 → 0 by largest remainder",
		},
		{
			"the same beyond a word", target.Flow, "4e30", "1", nil,
			hierarchy.Rule{Method: hierarchy.Increment(f.column("0.5e30", "1.5e30"), f.column("0.1", "0.1"))},
			"claim 0.1 of 0.2, shared 0, within none and none, exact 1500000000000000000000000000000, by " +
				"largest remainder",
			"(weight 0.1 × 10,000,000,000,000,000,000,000,000,000,000): " +
				"1,500,000,000,000,000,000,000,000,000,000.0000 →",
		},
		{
			"halfway to the same", target.Flow, "4", "1", nil,
			hierarchy.Rule{Method: hierarchy.Converge(f.column("0.5", "1.5"), d("0.5"))},
			"claim 1.5 of 4, shared 4, within none and none, exact 1.5, by largest remainder",
			"claim 1.5 of 4 (37.50 %): 1.5000 → 2 by largest remainder",
		},
		{
			"what is done on words", target.Flow, "4", "1", nil,
			hierarchy.Rule{Method: hierarchy.Increment(full("0.5", "1.5"), full("0.1", "0.1"))},
			"claim 0.1 of 0.2, shared 0, within none and none, exact 1.5, by largest remainder",
			"0.5 (done) + 1 (weight 0.1 × 10): 1.5000 → 2 by largest remainder",
		},
		{
			"a shift on words", target.Flow, "4", "1", nil,
			hierarchy.Rule{Method: hierarchy.Shift(full("0.5", "1.5").Named("growth of 2014"))},
			"claim 1 of 2, shared 0, within none and none, exact 1.5, by largest remainder",
			"0.5 (growth of 2014), shifted by +1: 1.5000 → 2 by largest remainder",
		},
		{
			"halfway on words", target.Flow, "4", "1", nil,
			hierarchy.Rule{Method: hierarchy.Converge(full("0.5", "1.5"), d("0.5"))},
			"claim 1.5 of 4, shared 4, within none and none, exact 1.5, by largest remainder",
			"claim 1.5 of 4 (37.50 %): 1.5000 → 2 by largest remainder",
		},
		{
			"nothing, without a maximum", target.Flow, "10", "1", nil,
			hierarchy.Rule{Method: hierarchy.Proportional(f.column("0", "3"))},
			"claim 0 of 3, shared 10, within none and none, exact 0, by largest remainder",
			"claim 0 of 3 (0.00 %): 0.0000 → 0 by largest remainder",
		},
		{
			"within bounds", target.Flow, "10", "1", nil,
			hierarchy.Rule{
				Method: hierarchy.Proportional(f.column("2", "3")), Min: f.column("1", "2"),
				Max: f.column("7", "8"),
			},
			"claim 2 of 5, shared 10, within 1 and 7, exact 4, by largest remainder",
			"claim 2 of 5 (40.00 %): 4.0000 → 4 by largest remainder",
		},
		{
			"below zero within bounds", target.Flow, "-1000", "1", nil,
			hierarchy.Rule{Method: hierarchy.Proportional(f.column("2", "3")), Min: f.column("-700", "-800")},
			"claim 2 of 5, shared -1000, within -700 and none, exact -400, by largest remainder",
			"claim 2 of 5 (40.00 %): −400.0000 → −400 by largest remainder",
		},
		{
			"on a maximum, as it happens", target.Flow, "10", "1", nil,
			hierarchy.Rule{Method: hierarchy.Proportional(f.column("2", "3")), Max: f.column("4", "8")},
			"claim 2 of 5, shared 10, within none and 4, exact none, by largest remainder",
			"claim 2 of 5 (40.00 %): 4, at maximum",
		},
		{
			"as many as there are", target.Milestone, "1", "1", nil,
			hierarchy.Rule{Method: hierarchy.Proportional(f.column("1", "0"))},
			"claim 1 of 1, shared 1, within 0 and 1, exact none, by largest remainder",
			"claim 1 of 1 (100.00 %): 1, as many as there are\n",
		},
		{
			"none of those that there are", target.Milestone, "1", "1", nil,
			hierarchy.Rule{Method: hierarchy.Proportional(f.column("1", "3"))},
			"claim 1 of 4, shared 1, within 0 and 1, exact 0.25, by largest remainder",
			"claim 1 of 4 (25.00 %): 0.2500 → 0 by largest remainder",
		},
		{
			"a mean on its maximum, as it happens", target.Ratio, "4", "1",
			[]string{"1", "1"},
			hierarchy.Rule{Max: f.column("4", "8")},
			"claim 1 of 2, shared 0, within none and 4, exact none, by not said",
			"claim 1 × 4, basis 1: 4, at maximum\n",
		},
		{
			"a mean of thousands", target.Ratio, "4000", "1e3",
			[]string{"1", "1"},
			hierarchy.Rule{Method: hierarchy.Proportional(f.column("1", "2"))},
			"claim 1 of 3, shared 0, within none and none, exact 2666.6667, by not said",
			"claim 1 × 2,666.6667, basis 1: 2,666.6667 → 3,000",
		},
		{
			"a mean on a basis with decimals", target.Ratio, "20", "1",
			[]string{"0.5", "1.5"},
			hierarchy.Rule{Method: hierarchy.Proportional(f.column("3.0", "2.5"))},
			"claim 3 of 5.25, shared 0, within none and none, exact 22.8571, by not said",
			"claim 3 × 7.61905, basis 0.5: 22.8571 → 23",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tgt := f.target(tt.kind, tt.value, 0)
			tgt.Indicator.Quantum = d(tt.step)
			o := hierarchy.Options{Rule: tt.rule}
			if tt.basis != nil {
				o.Basis = f.column(tt.basis...)
			}
			p, err := hierarchy.Cascade(f.tree, tgt, o)
			if err != nil {
				t.Fatal(err)
			}

			x := p.Explain("01")
			s := x.Steps[0]
			got := fmt.Sprintf("claim %v of %v, shared %v, within %s and %s, exact %s, by %v",
				s.Claim.Weight, s.Weights, s.Shared, optional(s.Min), optional(s.Max), optional(s.Exact), s.Rounding)
			if got != tt.want {
				t.Errorf("the step has %s, want %s", got, tt.want)
			}
			if !strings.Contains(x.String(), tt.text) || strings.Contains(x.String(), "(0 of") {
				t.Errorf("String() is\n%s\nwant %s", x, tt.text)
			}
		})
	}
}

// ready is a caller's method that has made its claims before.
type ready []decimal.Decimal

func (c ready) Claims(hierarchy.Family) ([]hierarchy.Claim, error) { return weighted(c), nil }

// offsets is a method that claims an offset, and nothing more, for the first child.
type offsets struct{}

func (offsets) String() string { return "by an offset" }

func (offsets) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) {
	claims := make([]hierarchy.Claim, len(f.Children))
	for i := range claims {
		claims[i].Weight = d("1")
	}
	claims[0] = hierarchy.Claim{Offset: d("2")}

	return claims, nil
}

// Of 3, the exact quotas are 2, ½ and ½: only largest remainder leaves the child
// without weight where it is.
func TestRoundingOfAnOffset(t *testing.T) {
	f := newFan(3)
	for rounding, want := range map[apportion.Rounding]string{
		apportion.LargestRemainder: "2 1 0",
		apportion.Jefferson:        "3 0 0",
		apportion.Adams:            "1 1 1",
	} {
		p, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "3", 0), hierarchy.Options{
			Rule: hierarchy.Rule{Method: offsets{}, Rounding: rounding},
		})
		if err != nil {
			t.Fatal(err)
		}

		var got []string
		for q := range p.Children("00") {
			got = append(got, q.Value.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%v: Cascade() = %v, want %s", rounding, got, want)
		}
	}
}

// A step says what holds and bounds have changed, and whose they are.
func TestExplainWithoutHoldsAndBounds(t *testing.T) {
	f := newFan(6)
	weights := f.column("1", "2", "3", "4", "5", "6")
	held := func(code, value string) hierarchy.Hold {
		return hierarchy.Hold{Unit: code, Value: d(value), By: "council"}
	}

	for _, tt := range []struct {
		name, value, unit string
		kind              target.Kind
		options           hierarchy.Options
		want              string
	}{
		{
			name: "three of five are named, the largest first", value: "60", unit: "01", kind: target.Flow,
			options: hierarchy.Options{Holds: []hierarchy.Hold{held("01", "0")}},
			want: "without holds and bounds 10: it has 10 less, and 02 has 2 more, 03 has 2 more, 04 has 2 more, " +
				"and 2 others",
		},
		{
			name: "by a divisor method", value: "21", unit: "06", kind: target.Flow,
			options: hierarchy.Options{Rule: hierarchy.Rule{
				Method: hierarchy.Proportional(weights), Rounding: apportion.Webster,
				Max: f.column("1", "2", "3", "4", "0", "21"),
			}},
			want: "without holds and bounds 6: it has 5 more because 05 (at maximum) has 5 less",
		},
		{
			name: "two causes on one side, and one on the other", value: "60", unit: "04", kind: target.Flow,
			options: hierarchy.Options{Holds: []hierarchy.Hold{held("01", "4"), held("02", "1"), held("03", "13")}},
			want: "without holds and bounds 10: it has 4 more because 02 (held by council) has 9 less, " +
				"01 (held by council) has 6 less",
		},
		{
			name: "a shift of a mean", value: "5", unit: "02", kind: target.Ratio,
			options: hierarchy.Options{
				Rule:  hierarchy.Rule{Method: hierarchy.Shift(weights)},
				Basis: f.column("1", "1", "1", "1", "1", "0"),
				Holds: []hierarchy.Hold{held("05", "9"), held("06", "0")},
			},
			want: "without holds and bounds 4: it has 1 less because 05 (held by council) has 2 more",
		},
		{
			name: "a unit whose basis is zero", value: "5", unit: "06", kind: target.Ratio,
			options: hierarchy.Options{
				Rule:  hierarchy.Rule{Method: hierarchy.Shift(weights)},
				Basis: f.column("1", "1", "1", "1", "1", "0"), Holds: []hierarchy.Hold{held("06", "0")},
			},
			want: "without holds and bounds 8: it has 8 less\n",
		},
		{
			name: "a group", value: "60", unit: "03", kind: target.Flow,
			options: hierarchy.Options{GroupBounds: []hierarchy.GroupBound{{
				Name: "the first two", Units: []string{"01", "02"}, Max: decimal.NewNullDecimal(d("12")),
			}}},
			want: "without holds and bounds 10: it has 2 more because " +
				"01 (its part of a bound on several units) has 4 less, " +
				"02 (its part of a bound on several units) has 4 less",
		},
		{
			name: "a claims rule keeps to the claims", value: "12", unit: "06", kind: target.Flow,
			options: hierarchy.Options{
				Rule: hierarchy.Rule{Method: hierarchy.EqualAwards(weights)}, Holds: []hierarchy.Hold{held("05", "0")},
			},
			want: "without holds and bounds 2: it has 1 more because 05 (held by council) has 2 less",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan, err := hierarchy.Cascade(f.tree, f.target(tt.kind, tt.value, 0), tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if got := plan.Explain(tt.unit).String(); !strings.Contains(got, tt.want) {
				t.Errorf("Explain(%s) =\n%s\nwant %s", tt.unit, got, tt.want)
			}
		})
	}
}

// A unit whose milestone is limited by a hold below it has not as many as there are.
func TestExplainFewerThanThereAre(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"nation", "province", "county"}, []hierarchy.Unit{
		{Code: "0", Level: "nation"},
		{Code: "1", Level: "province", Parent: "0"},
		{Code: "2", Level: "province", Parent: "0"},
		{Code: "11", Level: "county", Parent: "1"},
		{Code: "12", Level: "county", Parent: "1"},
		{Code: "21", Level: "county", Parent: "2"},
		{Code: "22", Level: "county", Parent: "2"},
	})
	if err != nil {
		t.Fatal(err)
	}
	goal := target.Target{
		Unit: "0", Value: d("2"), Period: target.Year(2030),
		Indicator: target.Indicator{Code: "x", Kind: target.Milestone, Places: target.Places(0)},
	}
	plan, err := hierarchy.Cascade(tree, goal, hierarchy.Options{
		Holds: []hierarchy.Hold{{Unit: "11", Value: d("0")}, {Unit: "12", Value: d("0")}},
	})
	if err != nil {
		t.Fatal(err)
	}

	for code, want := range map[string]string{
		"1": "0, by what is held or bounded below it\n" +
			"    without holds and bounds 1: it has 1 less, and 2 has 1 more\n",
		"2": "2, as many as there are\n" +
			"    without holds and bounds 1: it has 1 more because " +
			"1 (by what is held or bounded below it) has 1 less\n",
		"21": "1, as many as there are\n  0:",
	} {
		if got := plan.Explain(code).String(); !strings.Contains(got, want) {
			t.Errorf("Explain(%s) =\n%s\nwant %s", code, got, want)
		}
	}
}
