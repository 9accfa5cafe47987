package evaluate_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// A missed target whose period is over is overdue, and so is one without an observation.
// A met one is not, and none is before its period ends. The loop can be left early.
func TestMonitoredOverdue(t *testing.T) {
	at := func(unit string, p target.Period) target.Target {
		goal := until(aim(target.Flow, target.Higher, "10"), p)
		goal.Unit, goal.Code = unit, unit
		return goal
	}
	reported := func(unit, value string, p target.Period) target.Observation {
		o := in(p, value)
		o.Unit = unit
		return o
	}
	year := target.Year(2015)
	m, err := evaluate.Monitor(slices.Values([]target.Target{
		at("missed", year), at("met", year), at("unseen", year), at("later", target.Year(2016)),
	}), slices.Values([]target.Observation{
		reported("missed", "9", year), reported("met", "10", year),
	}), evaluate.MonitorOptions{By: target.Month(2015, 12)})
	if err != nil {
		t.Fatal(err)
	}

	var overdue []string
	for x := range m.Overdue() {
		overdue = append(overdue, x.Unit)
	}
	if diff := cmp.Diff([]string{"missed", "unseen"}, overdue); diff != "" {
		t.Errorf("Overdue() mismatch (-want +got):\n%s", diff)
	}
	for x := range m.Overdue() {
		if x.Unit != "missed" {
			t.Errorf("Overdue() goes on after %s, want it to end", x.Unit)
		}
		break
	}
}

// A sequence that yields other targets than at first is a mistake of the caller, whichever
// part of the target differs: its observation would judge another one.
func TestMonitoredChangedTargets(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*target.Target)
	}{
		{"the unit", func(x *target.Target) { x.Unit = "110000" }},
		{"the indicator", func(x *target.Target) { x.Indicator.Code = "y" }},
		{"the coverage", func(x *target.Target) { x.Indicator.Coverage = "large firms" }},
		{"the period", func(x *target.Target) { x.Period = target.Year(2013) }},
		{"a target that is not valid", func(x *target.Target) { x.Indicator.Kind = target.Kind(99) }},
	} {
		goal, isChanged := aim(target.Flow, target.Higher, "10"), false
		targets := func(yield func(target.Target) bool) {
			x := goal.Clone()
			if isChanged {
				c.change(&x)
			}
			yield(x)
		}
		m, err := evaluate.Monitor(
			targets, slices.Values([]target.Observation{in(target.Month(2015, 1), "1")}), evaluate.MonitorOptions{},
		)
		if err != nil {
			t.Fatal(err)
		}

		isChanged = true
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("All() with %s changed does not panic, want it to", c.name)
				}
			}()
			for range m.All() {
			}
		}()
	}
}
