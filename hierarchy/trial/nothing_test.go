package trial_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// What nobody has made has nothing to say, and says so: Outcome.Distribution returns a nil
// distribution where there is none.
func TestNothing(t *testing.T) {
	for _, d := range []*trial.Distribution{nil, {}} {
		if d.Gini(4).Valid || d.Mean(4).Valid || d.Lorenz(4) != nil || d.String() != "no figures" {
			t.Errorf("Gini() = %v, Mean() = %v, Lorenz() = %v, String() = %q, want nothing",
				d.Gini(4), d.Mean(4), d.Lorenz(4), d)
		}
		if text, err := d.MarshalJSON(); err != nil || string(text) != `{"masses":[],"weights":[]}` {
			t.Errorf("MarshalJSON() = %s, %v, want no units", text, err)
		}
	}

	for _, o := range []*trial.Outcome{nil, {}} {
		_, err := o.Quotas()
		rows := slices.Collect(o.Rows())
		if o.Distribution(trial.PerUnit) != nil || len(rows) > 0 || !errors.Is(err, target.ErrRequired) {
			t.Errorf("Distribution() = %v, Rows() = %v, Quotas() = %v, want nothing",
				o.Distribution(trial.PerUnit), rows, err)
		}
	}

	made := &trial.Result{Measures: []string{"x"}, Outcomes: []*trial.Outcome{{Candidate: "a"}}}
	for _, r := range []*trial.Result{nil, {}, made} {
		_, err := r.Undominated("x")
		if !errors.Is(err, target.ErrUnknown) || len(r.Records()[0]) < 3 || r.String() == "" {
			t.Errorf("Undominated() = %v, Records() = %v, want %v", err, r.Records(), target.ErrUnknown)
		}
	}

	var fits *trial.Fits
	var doubts *trial.Doubts
	if fits.String() != new(trial.Fits).String() || doubts.String() != new(trial.Doubts).String() ||
		doubts.Estimates() != nil {
		t.Errorf("String() = %q and %q, want those of nothing", fits, doubts)
	}
}

// A parameter without steps has one value, and no number of places takes long.
func TestParameterWithoutSteps(t *testing.T) {
	p := trial.Parameter{From: decimal.New(15, -1), To: decimal.New(3, 0), Places: 1 << 30}
	if got := p.At(2); !got.Equal(p.From) {
		t.Errorf("At() = %v, want %v", got, p.From)
	}
	p.Steps = 3
	if got, want := p.At(2), decimal.New(25, -1); !got.Equal(want) {
		t.Errorf("At() = %v, want %v", got, want)
	}
}
