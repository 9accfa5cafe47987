package evaluate_test

import (
	"testing"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// Irrational in general, these logarithms have fractions as quotients, which no
// number of their digits would show.
func TestExactProgress(t *testing.T) {
	goal := within(percent(aim(target.Reduction, target.Higher, "10")), "19")
	for _, tt := range []struct{ name, actual, want string }{
		{"as far beyond the range as the range is from the base", "27.1", "0"},
		{"twice as far, one way and back", "34.39", "-1"},
		{"half as far", "19", "1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := evaluate.Assess(goal, seen(tt.actual))
			if err != nil {
				t.Fatal(err)
			}
			got := a.Progress.Decimal
			if text := got.StringFixed(max(0, -got.Exponent())); text != tt.want || got.Exponent() > 0 {
				t.Errorf("Assess(%s) = progress %s, want %s", tt.actual, text, tt.want)
			}
		})
	}
}
