package hierarchy_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func TestCascadeErrors(t *testing.T) {
	tree := chinaTree(t)
	w := column(t, tree, figures("440000", "60", "410000", "30", "650000", "10"))
	prop := hierarchy.Rule{Method: hierarchy.Proportional(w)}
	good := chinaTarget(target.Flow, "100", 0)
	ratio := chinaTarget(target.Ratio, "3.3", 2)
	provinces := func(o hierarchy.Options) hierarchy.Options { o.LastLevel = "province"; return o }
	tests := []struct {
		name string
		t    target.Target
		o    hierarchy.Options
		is   error
		text string
	}{
		{
			"unknown unit", func() target.Target { t := good; t.Unit = "1"; return t }(),
			hierarchy.Options{},
			target.ErrUnknown, `target.unit "1"`,
		},
		{
			"no period", func() target.Target { t := good; t.Period = target.Period{}; return t }(),
			hierarchy.Options{},
			target.ErrRequired, "target.period",
		},
		{
			"an index", chinaTarget(target.Index, "90", 0),
			hierarchy.Options{},
			target.ErrKind,
			"set a target for what it is made from",
		},
		{"a position", chinaTarget(target.Position, "3", 0), hierarchy.Options{}, target.ErrKind, `"position"`},
		{
			"off the quantum", chinaTarget(target.Flow, "100.5", 0),
			hierarchy.Options{},
			target.ErrQuantum,
			"target.value 100.5",
		},
		{
			"a figure of a billion digits",
			func() target.Target { t := good; t.Value = decimal.New(1, 1_000_000_000); return t }(),
			hierarchy.Options{},
			target.ErrRange, "target.value 1e1000000000",
		},
		{"weight missing below", good, hierarchy.Options{Rule: prop}, target.ErrMissing, `figures["410100"]`},
		{"zero weights under an amount", good, provinces(hierarchy.Options{Rule: hierarchy.Rule{
			Method: hierarchy.Proportional(column(t, tree, figures("440000", "0", "410000", "0", "650000", "0"))),
		}}), target.ErrInfeasible, `units["000000"] 100 cannot be met: no claim has a weight`},
		{"no basis", ratio, hierarchy.Options{}, target.ErrRequired, "options.basis"},
		{
			"basis missing", ratio,
			provinces(hierarchy.Options{Basis: column(t, tree, figures("440000", "60", "410000", "30"))}),
			target.ErrMissing, `basis["650000"]`,
		},
		{"basis negative", ratio, provinces(hierarchy.Options{
			Basis: column(t, tree, figures("440000", "60", "410000", "30", "650000", "-1")),
		}), target.ErrRange, `basis["650000"]`},
		{
			"basis of another tree", ratio,
			hierarchy.Options{Basis: column(t, chinaTree(t), figures("440000", "60"))},
			target.ErrMismatch,
			"options.basis",
		},
		{
			"unknown level", good,
			hierarchy.Options{Levels: map[string]hierarchy.Rule{"town": {}}},
			target.ErrUnknown, `options.levels["town"]`,
		},
		{
			"unknown parent", good,
			hierarchy.Options{Units: map[string]hierarchy.Rule{"1": {}}},
			target.ErrUnknown,
			`options.units["1"]`,
		},
		{"unknown depth", good, hierarchy.Options{LastLevel: "town"}, target.ErrUnknown, `options.lastLevel "town"`},
		{
			"unknown rounding", good,
			hierarchy.Options{Rule: hierarchy.Rule{Rounding: 7}},
			target.ErrUnknown,
			"options.rule.rounding",
		},
		{
			"stretch of 100 %", good,
			hierarchy.Options{Rule: hierarchy.Rule{Stretch: decimal.NewNullDecimal(d("1"))}},
			target.ErrRange,
			"options.rule.stretch",
		},
		{
			"stretch with nothing harder",
			func() target.Target { t := good; t.Indicator.Better = target.Nearer; return t }(),
			hierarchy.Options{Rule: hierarchy.Rule{Stretch: decimal.NewNullDecimal(d("0.1"))}},
			target.ErrKind,
			"no side of the target is harder",
		},
		{
			"reserve above the amount", good,
			hierarchy.Options{Rule: hierarchy.Rule{Reserve: decimal.NewNullDecimal(d("101"))}},
			target.ErrRange,
			`options.rule.reserve 101 is out of range: it is more than "000000" has to hand down, 100`,
		},
		{
			"bounds of another tree", good,
			hierarchy.Options{Rule: hierarchy.Rule{Min: column(t, chinaTree(t), figures("440000", "60"))}},
			target.ErrMismatch, "options.rule.min",
		},
		{
			"maxima of another tree", good,
			hierarchy.Options{Rule: hierarchy.Rule{Max: column(t, chinaTree(t), figures("440000", "60"))}},
			target.ErrMismatch, "options.rule.max",
		},
		{
			"a reserve of a billion digits", good,
			hierarchy.Options{Rule: hierarchy.Rule{Reserve: decimal.NewNullDecimal(decimal.New(1, 1_000_000_000))}},
			target.ErrRange, "options.rule.reserve",
		},
		{"minimum above maximum", good, provinces(hierarchy.Options{Rule: hierarchy.Rule{
			Min: column(t, tree, figures("440000", "60")), Max: column(t, tree, figures("440000", "50")),
		}}), target.ErrInfeasible, `min["440000"] 60`},
		{
			"minima above the amount", good, provinces(hierarchy.Options{
				Rule: hierarchy.Rule{Min: column(t, tree, figures("440000", "60", "410000", "50"))},
			}), target.ErrInfeasible,
			`units["000000"] 100 cannot be met: minima exceed the amount, at least 110 ("410000", "440000"): raise the target by 10, or lower these minima by as much`,
		},
		{"holds above the amount", good, hierarchy.Options{Holds: []hierarchy.Hold{
			{Unit: "440300", Value: d("60")}, {Unit: "410000", Value: d("50")},
		}}, target.ErrInfeasible, `at least 110 ("410000", "440000")`},
		{"a hold against what is held below", good, hierarchy.Options{Holds: []hierarchy.Hold{
			{Unit: "440000", Value: d("5")}, {Unit: "440300", Value: d("6")},
		}}, target.ErrInfeasible, `units["440000"] 5 cannot be met`},
		{
			"hold unknown", good,
			hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "1"}}},
			target.ErrUnknown,
			`options.holds["1"]`,
		},
		{
			"hold twice", good,
			hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "440000"}, {Unit: "440000"}}},
			target.ErrDuplicate, `options.holds["440000"]`,
		},
		{
			"hold of the root", good,
			hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "000000"}}},
			target.ErrMismatch, `options.holds["000000"]`,
		},
		{
			"hold of a memo unit", good,
			hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "66bt00"}}},
			target.ErrMismatch, `options.holds["66bt00"]`,
		},
		{
			"hold below the depth", good, provinces(hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "440300"}}}),
			target.ErrMismatch, `options.holds["440300"]`,
		},
		{
			"hold off the quantum", good,
			hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "440000", Value: d("0.5")}}},
			target.ErrQuantum,
			`options.holds["440000"] 0.5`,
		},
		{
			"a count held above what there is", chinaTarget(target.Milestone, "3", 0),
			hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "440300", Value: d("2")}}},
			target.ErrInfeasible,
			`options.holds["440300"] 2 cannot be met: must be between 0 and 1, the number of units to count`,
		},
		{
			"a count held above what is in it", chinaTarget(target.Milestone, "3", 0),
			provinces(hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "440000", Value: d("4")}}}),
			target.ErrInfeasible, `options.holds["440000"] 4 cannot be met: must be between 0 and 3`,
		},
		{
			"a count held below zero", chinaTarget(target.Milestone, "3", 0),
			hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "440300", Value: d("-1")}}},
			target.ErrInfeasible,
			`options.holds["440300"] -1 cannot be met`,
		},
		{
			"a count of two at least", chinaTarget(target.Milestone, "3", 0),
			hierarchy.Options{Rule: hierarchy.Rule{Min: column(t, tree, figures("440300", "1.5"))}},
			target.ErrInfeasible, `min["440300"] 1.5 cannot be met`,
		},
		{
			"a count below zero at most", chinaTarget(target.Milestone, "3", 0),
			hierarchy.Options{Rule: hierarchy.Rule{Max: column(t, tree, figures("440300", "-0.5"))}},
			target.ErrInfeasible, `max["440300"] -0.5 cannot be met`,
		},
		{
			"more to reach than there are", chinaTarget(target.Milestone, "7", 0),
			hierarchy.Options{},
			target.ErrInfeasible, "maxima fall short",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := hierarchy.Cascade(tree, tt.t, tt.o)
			if p != nil || !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("got %v, %v; want %v with %q", p, err, tt.is, tt.text)
			}
		})
	}

	_, err := hierarchy.Cascade(tree, chinaTarget(target.Flow, "0.5", 0), hierarchy.Options{
		Rule: hierarchy.Rule{Rounding: 9, Stretch: decimal.NewNullDecimal(d("2"))}, LastLevel: "town",
		Holds:  []hierarchy.Hold{{Unit: "1"}, {Unit: "2"}},
		Levels: map[string]hierarchy.Rule{"b": {}, "a": {}},
	})

	if got := len(target.AllErrors(err)); got != 10 {
		t.Errorf("%d problems at once, want 10: %v", got, err)
	}
}

func TestInfeasibleError(t *testing.T) {
	tree := chinaTree(t)
	_, err := hierarchy.Cascade(tree, chinaTarget(target.Flow, "100", 0), hierarchy.Options{Holds: []hierarchy.Hold{
		{Unit: "440000", Value: d("5")}, {Unit: "440300", Value: d("6")}, {Unit: "410100", Value: d("1")},
	}})
	e, ok := errors.AsType[*hierarchy.InfeasibleError](err)
	if !ok || e.Parent != "440000" || !e.Amount.Equal(d("5")) || !e.Least.Decimal.Equal(d("6")) ||
		fmt.Sprint(e.Units) != "[440300]" {
		t.Errorf("got %+v", e)
	}

	// Two of the three holds suffice for the conflict, whatever the third is.
	for _, kind := range []target.Kind{target.Flow, target.Ratio} {
		same := column(t, tree, figures("440000", "1", "410000", "1", "650000", "1"))
		value := map[target.Kind]string{target.Flow: "100", target.Ratio: "33"}[kind]
		_, err := hierarchy.Cascade(tree, chinaTarget(
			kind, value, 0,
		), hierarchy.Options{Basis: same, LastLevel: "province", Holds: []hierarchy.Hold{
			{Unit: "410000", Value: d("60")}, {Unit: "440000", Value: d("5")}, {Unit: "650000", Value: d("50")},
		}})
		if e, ok := errors.AsType[*hierarchy.InfeasibleError](err); !ok || fmt.Sprint(e.Units) != "[410000 650000]" {
			t.Errorf("%v: got %v", kind, err)
		}
	}

	people := column(t, tree, figures("440000", "60", "410000", "30", "650000", "10"))
	most := column(t, tree, figures("440000", "3", "410000", "2", "650000", "1"))
	_, err = hierarchy.Cascade(tree, chinaTarget(target.Ratio, "3.3", 2), hierarchy.Options{
		Rule: hierarchy.Rule{Max: most}, Basis: people, LastLevel: "province",
	})
	if e, ok := errors.AsType[*hierarchy.InfeasibleError](err); !ok || !e.Most.Decimal.Equal(d("2.5")) ||
		!e.Least.Decimal.IsZero() || len(e.Units) != 3 {
		t.Errorf("a ratio: %+v", e)
	}
}
