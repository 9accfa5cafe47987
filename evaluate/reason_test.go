package evaluate_test

import (
	"errors"
	"testing"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

func TestReasonText(t *testing.T) {
	known := map[string]bool{}
	for r := evaluate.Reason(0); r <= evaluate.GrowthOfGrowth; r++ {
		text, err := r.MarshalText()
		if err != nil || string(text) != r.String() || known[string(text)] {
			t.Errorf("reason %d is %q, %v", r, text, err)
		}
		known[string(text)] = true
		back := evaluate.NoPath
		if err := back.UnmarshalText(text); err != nil || back != r {
			t.Errorf("%q is read as %v, %v", text, back, err)
		}
	}

	none := evaluate.GrowthOfGrowth + 1
	if _, err := none.MarshalText(); !errors.Is(err, target.ErrUnknown) || none.String() != "unknown" {
		t.Errorf("no reason: %q, %v", none, err)
	}
	if err := none.UnmarshalText([]byte("bad luck")); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("no reason's text: %v", err)
	}
	if got := progress.Colour(9).String(); got != "unknown" {
		t.Errorf("no colour prints as %q", got)
	}
}
