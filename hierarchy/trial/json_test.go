package trial_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

func TestJSONReadsBack(t *testing.T) {
	testkit.ReadsBack(t, testkit.Filled[trial.Decomposition](), "decomposition")
	testkit.ReadsBack(t, testkit.Filled[trial.DoubtRow](), "doubtRow")
	testkit.ReadsBack(t, testkit.Filled[trial.FitRow](), "fitRow")
	testkit.ReadsBack(t, testkit.Filled[trial.Interval](), "interval")
	testkit.ReadsBack(t, testkit.Filled[trial.LorenzPoint](), "lorenzPoint")
	testkit.ReadsBack(t, testkit.Filled[trial.Parameter](), "parameter")
	testkit.ReadsBack(t, testkit.Filled[trial.Range](), "range")
	testkit.ReadsBack(t, testkit.Filled[trial.Row](), "row")
	testkit.ReadsBack(t, trial.Measure{
		Of: trial.Moved, Per: trial.PerHead, Part: dec("0.10"), Name: "moved", Better: target.Higher,
	}, "measure")
}

func TestWordsReadBack(t *testing.T) {
	for _, d := range distances {
		testkit.ReadsBack(t, d, "distance")
	}
	for _, v := range []trial.Verdict{trial.Met, trial.Missed, trial.NoDifference} {
		testkit.ReadsBack(t, v, "verdict")
	}
	for b := trial.PerUnit; b <= trial.PerOutput; b++ {
		testkit.ReadsBack(t, b, "base")
	}
	for s := trial.GiniEffort; s <= trial.Slack; s++ {
		testkit.ReadsBack(t, s, "statistic")
	}
}

// refusing is a fit of which one candidate has an answer and the other has none.
func refusing(t *testing.T, d trial.Distance) *trial.Fits {
	t.Helper()
	u := readUnion(t)
	s := adopted(t, u, slope(u, limitsOf(t, u, "0", "40"), 3, 2), slope(u, limitsOf(t, u, "0", "28"), 3, 2))
	s.Candidates[1].Name, s.Distance = "too narrow", d
	return fit(t, s)
}

// Fits that were read print and say what those that were written do, errors included.
func TestFitsJSON(t *testing.T) {
	for _, d := range distances {
		fits := refusing(t, d)
		testkit.ReadsBack(t, fits, "fits")
		text, err := json.Marshal(fits)
		if err != nil {
			t.Fatal(err)
		}
		var read trial.Fits
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(fits.String(), read.String()); diff != "" {
			t.Errorf("by %v: String() mismatch (-want +got):\n%s", d, diff)
		}
		if read.Fits[0].Err != nil || !errors.Is(read.Fits[1].Err, target.ErrInfeasible) ||
			read.Fits[1].Err.Error() != fits.Fits[1].Err.Error() {
			t.Errorf("by %v: errors %v and %v, want %v", d, read.Fits[0].Err, read.Fits[1].Err, fits.Fits[1].Err)
		}
	}
	for _, one := range refusing(t, trial.Greatest).Fits {
		testkit.ReadsBack(t, one, "fitted")
	}
}

// The estimates of doubts are written too: the same confidence sets follow from them.
func TestDoubtsJSON(t *testing.T) {
	s := patentDensity(t, readProvinces(t))
	var err error
	if s.Vintages, s.Draws = nil, 200; err == nil {
		s.Errors, err = s.Denominators.Scale(dec("0.02"))
	}
	if err != nil {
		t.Fatal(err)
	}
	doubts := doubt(t, s)
	testkit.ReadsBack(t, doubts, "doubts")

	text, err := json.Marshal(doubts)
	if err != nil {
		t.Fatal(err)
	}
	var read trial.Doubts
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(doubts.Rows, read.Rows); diff != "" || read.Exact != doubts.Exact {
		t.Errorf("rows mismatch (-want +got):\n%s", diff)
	}
	var sets []string
	for _, d := range []*trial.Doubts{doubts, &read} {
		found, err := robust.ConfidenceSets(d.Estimates(), robust.ConfidenceOptions{
			Better: target.Higher, Alpha: dec("0.1"), Seed: 1,
		})
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(found)
		if err != nil {
			t.Fatal(err)
		}
		sets = append(sets, string(text))
	}
	if diff := cmp.Diff(sets[0], sets[1]); diff != "" {
		t.Errorf("confidence sets mismatch (-want +got):\n%s", diff)
	}
}

// A distribution that was read has the same measures.
func TestDistributionJSON(t *testing.T) {
	ratios, err := trial.NewRatios(testkit.Decs("3 1 0.5"), testkit.Decs("2 2.5 4"))
	if err != nil {
		t.Fatal(err)
	}
	counts, err := trial.NewCounts(testkit.Decs("3 1 5 5"), testkit.Decs("2 1 3 1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []*trial.Distribution{ratios, counts} {
		testkit.ReadsBack(t, d, "distribution")
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var read trial.Distribution
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		want := []decimal.NullDecimal{d.Gini(16), d.PlainGini(16), d.TheilT(16), d.SampleVariation(16)}
		got := []decimal.NullDecimal{read.Gini(16), read.PlainGini(16), read.TheilT(16), read.SampleVariation(16)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("measures of %s mismatch (-want +got):\n%s", text, diff)
		}
	}

	var none trial.Distribution
	text, err := json.Marshal(&none)
	if want := `{"masses":[],"weights":[]}`; err != nil || string(text) != want {
		t.Errorf("Marshal() of no units = %s, %v, want %s", text, err, want)
	}
	if err := json.Unmarshal(text, ratios); err != nil || ratios.Gini(16).Valid {
		t.Errorf("Unmarshal(%s) = %v, %v, want no units", text, ratios.Gini(16), err)
	}

	for in, want := range map[string]string{
		`{"masses":["1","2"],"weights":["1"],"counts":true}`:       "denominators",
		`{"masses":["1","2"],"weights":["1","0.5"],"counts":true}`: "distribution.weights[1]",
		`{"masses":["1"],"weights":["-1"]}`:                        "denominators[0]",
		`{"masses":["1"]}`:                                         "distribution.weights",
		`{"masses":[],"weights":["1"]}`:                            "denominators",
		`{"masses":["1"],"weights":[]}`:                            "denominators",
	} {
		read := *counts
		err := json.Unmarshal([]byte(in), &read)
		if err == nil || !strings.Contains(err.Error(), want) || !read.Gini(16).Valid {
			t.Errorf("Unmarshal(%s) = %v, want an error at %s that changes nothing", in, err, want)
		}
	}
}

// A result is read with its spec, whose trial must give the same outcomes.
func TestReadResult(t *testing.T) {
	u := readUnion(t)
	s := effortSharing(t, u)
	s.Target = cut("41", 2) // more than the limits allow
	r := run(t, s)
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	read, err := trial.ReadResult(text, s)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r.String(), read.String()); diff != "" {
		t.Errorf("String() mismatch (-want +got):\n%s", diff)
	}

	other := s
	other.Target = cut("28.78", 2)
	fewer := s
	fewer.Candidates = fewer.Candidates[:2]
	broken := s
	broken.Tree = nil
	for _, tt := range []struct {
		name, text string
		spec       trial.Spec
		is         error
		path       string
	}{
		{"another target", string(text), other, target.ErrBroken, "result"},
		{"fewer candidates", string(text), fewer, target.ErrBroken, "result"},
		{"no tree", string(text), broken, target.ErrRequired, "tree"},
		{"a field", strings.Replace(string(text), `"measures"`, `"mesures"`, 1), s, target.ErrUnknown, "result.mesures"},
		{"a name", strings.Replace(string(text), "the same for all", "x", 1), s, target.ErrBroken, "result"},
		{"a value", strings.Replace(string(text), `"0.25"`, `"0.26"`, 1), s, target.ErrBroken, "result"},
		{"nothing", "", s, target.ErrRequired, "result"},
	} {
		got, err := trial.ReadResult([]byte(tt.text), tt.spec)
		if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.path) || got != nil {
			t.Errorf("%s: ReadResult() = %v, %v, want %v at %s", tt.name, got, err, tt.is, tt.path)
		}
	}

	// A figure of the document that the spec does not give.
	good := run(t, effortSharing(t, u))
	text, err = json.Marshal(good)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), good.Outcomes[0].Measures[0].Decimal.String(), "0.5", 1)
	if _, err := trial.ReadResult([]byte(changed), effortSharing(t, u)); !errors.Is(err, target.ErrBroken) {
		t.Errorf("a measure that was changed: %v, want %v", err, target.ErrBroken)
	}
}

// An outcome is written with its rows, or with the problems why it has none.
func TestOutcomeJSON(t *testing.T) {
	u := readUnion(t)
	s := effortSharing(t, u)
	s.Candidates = s.Candidates[:1]
	type document struct {
		Candidate string
		Problems  []struct{ Problem string }
		Measures  []decimal.NullDecimal
		Rows      []trial.Row
	}

	for percent, isFeasible := range map[string]bool{"28.78": true, "41": false} {
		s.Target = cut(percent, 2)
		o := run(t, s).Outcomes[0]
		text, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		var got document
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		rows := slices.Collect(o.Rows())
		if diff := cmp.Diff(rows, got.Rows); diff != "" || (len(got.Problems) == 0) != isFeasible ||
			len(got.Measures) != len(s.Measures) || got.Candidate != o.Candidate {
			t.Errorf("%s %%: Marshal() = %.200s, rows mismatch (-want +got):\n%s", percent, text, diff)
		}
	}
}

// What needs columns or functions is not written, or not read without them.
func TestJSONRefuses(t *testing.T) {
	own := trial.Measure{Name: "x", Own: func(*trial.Outcome) decimal.NullDecimal { return decimal.NullDecimal{} }}
	for path, v := range map[string][]json.Marshaler{
		"spec":        {trial.Spec{}, trial.FitSpec{}, trial.DoubtSpec{}},
		"candidate":   {trial.Candidate{Name: "x"}},
		"measure.own": {own},
	} {
		for _, one := range v {
			text, err := json.Marshal(one)
			refused, ok := errors.AsType[*target.FieldError](err)
			if !ok || refused.Path != path || refused.Remedy == "" {
				t.Errorf("Marshal(%T) = %s, %v, want an error at %s with a remedy", one, text, err, path)
			}
		}
	}

	for path, into := range map[string]json.Unmarshaler{
		"outcome": new(trial.Outcome), "result": new(trial.Result),
	} {
		err := json.Unmarshal([]byte(`{}`), into)
		refused, ok := errors.AsType[*target.FieldError](err)
		if !ok || refused.Path != path || !strings.Contains(refused.Remedy, "ReadResult") {
			t.Errorf("Unmarshal(%T) = %v, want an error at %s that leads to ReadResult", into, err, path)
		}
	}
}
