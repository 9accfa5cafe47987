package hierarchy_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// What cost new users of the library a wrong figure, or an hour, without a word
// (a trial by a statistics bureau, sales operations, a policy researcher and a
// web service). Each case says what they wrote and what they have to be told.

// trialTree is a nation with three provinces.
func trialTree(t *testing.T) *hierarchy.Tree {
	t.Helper()
	tree, err := hierarchy.NewTree([]string{"n", "p"}, []hierarchy.Unit{
		{Code: "N", Name: "Nation", Level: "n"},
		{Code: "A", Name: "Alpha", Level: "p", Parent: "N"},
		{Code: "B", Name: "Beta", Level: "p", Parent: "N"},
		{Code: "C", Name: "Gamma", Level: "p", Parent: "N"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// trialColumn has the figures of A, B and C; an empty text is a gap.
func trialColumn(t *testing.T, tree *hierarchy.Tree, name string, figures ...string) hierarchy.Column {
	t.Helper()
	byCode := map[string]decimal.Decimal{}
	for i, s := range figures {
		if s != "" {
			byCode[string(rune('A'+i))] = d(s)
		}
	}
	c, err := tree.Column(maps.All(byCode))
	if err != nil {
		t.Fatal(err)
	}
	return c.Named(name)
}

// trialTarget is a target of the nation without Places.
func trialTarget(kind target.Kind, value string) target.Target {
	return target.Target{
		Code: "t", Unit: "N", Period: target.Year(2026), Value: d(value),
		Indicator: target.Indicator{Code: "x", Measure: "things", Kind: kind, Better: target.Higher},
	}
}

// quotasText is the quotas of a plan below its root, or the error.
func quotasText(p *hierarchy.Plan, err error) string {
	if err != nil {
		return err.Error()
	}
	var out []string
	for q := range p.Level("p") {
		out = append(out, q.Value.String())
	}
	return strings.Join(out, " ")
}

// A ratio without places was handed out in whole numbers: 31 provinces got 1, 2,
// 4, 9 and 34 patents per 10,000 people, and Qinghai's 0.4917 became 1.
func TestCascadeAsksForPlaces(t *testing.T) {
	tree := trialTree(t)
	ones := trialColumn(t, tree, "ones", "1", "1", "1")
	density := hierarchy.Scale(trialColumn(t, tree, "density", "0.4917", "3", "5.5"))
	cascade := func(goal target.Target) string {
		return quotasText(hierarchy.Cascade(tree, goal, hierarchy.Options{Rule: hierarchy.Rule{Method: density}, Basis: ones}))
	}
	mean := trialTarget(target.Ratio, "3")
	const missing = "target.indicator.places is required: set indicator.places to the number of decimals of the quotas " +
		"(target.Places(0) for whole numbers), or set indicator.quantum"
	if got := cascade(mean); got != missing {
		t.Errorf("Cascade() without places = %s, want %s", got, missing)
	}
	mean.Indicator.Places = target.Places(4)
	if got, want := cascade(mean), "0.4921 3.0028 5.5051"; got != want {
		t.Errorf("Cascade() in four places = %s, want %s", got, want)
	}
	mean.Indicator.Places = target.Places(0)
	if got, want := cascade(mean), "0 3 6"; got != want {
		t.Errorf("Cascade() in whole numbers = %s, want %s", got, want)
	}
	mean.Indicator.Places, mean.Indicator.Quantum = target.Precision{}, d("0.5")
	if got, want := cascade(mean), "0.5 3 5.5"; got != want {
		t.Errorf("Cascade() in halves = %s, want %s", got, want)
	}
}

// The remedy for a figure between two quanta names the field that decides.
func TestQuantumRemedyNamesPlaces(t *testing.T) {
	tree := trialTree(t)
	tests := []struct {
		name    string
		value   string
		places  target.Precision
		quantum string
		want    string
	}{
		{"no places", "3.3", target.Precision{}, "0", "set indicator.places to 1, or round it to a multiple of 1"},
		{"too few places", "3.355", target.Places(1), "0", "set indicator.places to 3, or round it to a multiple of 0.1"},
		{"a quantum", "150", target.Precision{}, "100", "round it to a multiple of 100, or set another indicator.quantum"},
		{"more places than there can be", "3.0000000000000000000000000000001", target.Places(2), "0", "round it to a multiple of 0.01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			goal := trialTarget(target.Flow, tt.value)
			goal.Indicator.Places, goal.Indicator.Quantum = tt.places, d(tt.quantum)
			_, err := hierarchy.Cascade(tree, goal, hierarchy.Options{})
			fe, ok := errors.AsType[*target.FieldError](err)
			if !ok || !errors.Is(err, target.ErrQuantum) || fe.Path != "target.value" || fe.Remedy != tt.want {
				t.Errorf("Cascade() = %v, want target.value with the remedy %q", err, tt.want)
			}
		})
	}
}
