package target_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/target"
)

// soundIsValid compares Validate, which passes sound targets at once, with the
// validation of an agenda, which looks at each field.
func soundIsValid(t *rapid.T) {
	// Most fields are sound, so that a fault is alone often enough to be missed.
	isUgly := func(name string) bool { return rapid.IntRange(0, 15).Draw(t, name+" is ugly") == 0 }
	pick := func(name, good string, bad ...string) string {
		if isUgly(name) {
			return rapid.SampledFrom(bad).Draw(t, name)
		}
		return good
	}
	number := func(name string) decimal.Decimal {
		if isUgly(name) {
			exp := rapid.SampledFrom([]int32{0, 99, 100, -101}).Draw(t, name+" exponent")
			return decimal.New(rapid.Int64Range(-2, 3).Draw(t, name), exp)
		}
		return decimal.Decimal{}
	}
	word := func(name string, good, most int) int {
		if isUgly(name) {
			return rapid.IntRange(0, most).Draw(t, name)
		}
		return good
	}
	goal := target.Target{
		Code: "t", Unit: pick("unit", "u", "", "\ufeffu", "\xff"), Setter: pick("setter", "", "s", "\xff"),
		Tier: target.Tier(word("tier", 0, 4)),
		Indicator: target.Indicator{
			Code: pick("code", "i", "", "\xff"), Kind: target.Kind(word("kind", 1, 12)),
			Better: target.Direction(word("better", 0, 5)), Places: target.Places(int32(word("places", 2, 40)) - 1),
			OverTime: target.TimeLaw(word("over time", 0, 9)), Revises: pick("revises", "", "i"),
			Per: number("per"), Quantum: number("quantum"),
		},
		Period: target.Year(2015), Comparator: target.Comparator(word("comparator", 0, 6)),
		Force: target.Force(word("force", 0, 5)), From: pick("from", "", "t"), Replaces: pick("replaces", "", "t"),
		Value: number("value"), Upper: number("upper"), Tolerance: number("tolerance"),
	}
	if isUgly("period") {
		goal.Period = target.Period{}
	}
	if isUgly("baseline") {
		year := rapid.SampledFrom([]target.Period{target.Year(2010), target.Year(2016), {}}).Draw(t, "base period")
		goal.Baseline = &target.Point{Period: year, Value: number("base")}
	}

	_, err := target.NewAgenda(nil, []target.Target{goal})
	if goal.Validate() == nil && err != nil {
		t.Errorf("Validate() = nil for %+v, the agenda reports %v", goal, err)
	}
}

func TestSoundIsValid(t *testing.T) { rapid.Check(t, soundIsValid) }

// A plan has a million targets: to find that one is sound allocates nothing.
func TestSoundDoesNotAllocate(t *testing.T) {
	tests := []struct {
		name   string
		change func(*target.Target)
	}{
		{"as it is", func(*target.Target) {}},
		{"the last constants", func(t *target.Target) {
			t.Tier, t.Force = target.Stretch, target.Veto
			t.Indicator.Better, t.Indicator.OverTime = target.Nearer, target.NoTimeLaw
		}},
		{"lineage", func(t *target.Target) { t.Setter, t.From, t.Replaces, t.Indicator.Revises = "s", "f", "r", "v" }},
		{"a scale and a quantum", func(t *target.Target) {
			t.Indicator.Per, t.Indicator.Quantum = dec("10"), dec("0.5")
		}},
		{"without a scale", func(t *target.Target) { t.Indicator.Per = decimal.Zero }},
		{"a range of one value", func(t *target.Target) { t.Comparator, t.Upper = target.Within, t.Value }},
		{"about a value", func(t *target.Target) { t.Comparator, t.Tolerance = target.About, dec("0.1") }},
		{"about a value exactly", func(t *target.Target) { t.Comparator = target.About }},
		{"about by the direction", func(t *target.Target) {
			t.Indicator.Better, t.Tolerance = target.Nearer, dec("0.1")
		}},
		{"a baseline that ends with it", func(t *target.Target) { t.Baseline.Period = t.Period }},
	}

	for _, tt := range tests {
		goal := patents()
		tt.change(&goal)
		var err error
		allocs := testing.AllocsPerRun(10, func() { err = goal.Validate() })
		if allocs != 0 || err != nil {
			t.Errorf("%s: %v allocations, %v, want none and no error", tt.name, allocs, err)
		}
	}

	for status := target.Final; status <= target.Estimated; status++ {
		figure := reported("", "", "1", status)
		var err error
		allocs := testing.AllocsPerRun(10, func() { err = figure.Validate() })
		if allocs != 0 || err != nil {
			t.Errorf("a figure that is %v: %v allocations, %v, want none and no error", status, allocs, err)
		}
	}
}
