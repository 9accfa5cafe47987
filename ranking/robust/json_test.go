package robust_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

func TestJSON(t *testing.T) {
	testkit.ReadsBack(t, testkit.Filled[robust.CategoryCount](), "categoryCount")
	testkit.ReadsBack(t, testkit.Filled[robust.ConfidenceOptions](), "confidenceOptions")
	testkit.ReadsBack(t, testkit.Filled[robust.Estimate](), "estimate")
	testkit.ReadsBack(t, testkit.Filled[robust.RankInterval](), "interval")
	testkit.ReadsBack(t, testkit.Filled[robust.LeftOut](), "leftOut")
	testkit.ReadsBack(t, testkit.Filled[robust.MultinomialOptions](), "multinomialOptions")
	testkit.ReadsBack(t, testkit.Filled[robust.OmegaRank](), "omegaRank")
	testkit.ReadsBack(t, testkit.Filled[robust.RankSet](), "rankSet")
	testkit.ReadsBack(t, testkit.Filled[robust.RankShares](), "rankShares")
	testkit.ReadsBack(t, testkit.Filled[robust.SampleOptions](), "sampleOptions")
	testkit.ReadsBack(t, testkit.Filled[robust.ScoreMargin](), "scoreMargin")
	testkit.ReadsBack(t, testkit.Filled[robust.ScoredUnit](), "scoredUnit")

	testkit.ReadsBack(t, testkit.Filled[robust.SetFamily](), "family")
	testkit.ReadsBack(t, testkit.Filled[robust.Side](), "side")
	testkit.ReadsBack(t, testkit.Filled[robust.Adjustment](), "adjustment")
}

// TestJSONOfResults reads back what functions made.
func TestJSONOfResults(t *testing.T) {
	box, err := robust.Box(testkit.Decs("0.2 0.1"), testkit.Decs("0.9 0.8"))
	if err != nil {
		t.Fatal(err)
	}
	around, err := robust.Around(testkit.Decs("0.5 0.5"), testkit.Dec("0.2"))
	if err != nil {
		t.Fatal(err)
	}
	dominance, err := robust.Intervals([]robust.ScoredUnit{
		{Code: "a", Scores: testkit.Decs("1.5 0.25")}, {Code: "b", Scores: testkit.Decs("0.5 2")},
	}, around)
	if err != nil {
		t.Fatal(err)
	}
	sets, err := robust.Multinomial(
		[]robust.CategoryCount{{Code: "a", Count: 50}, {Code: "b", Count: 20}}, robust.MultinomialOptions{},
	)
	if err != nil {
		t.Fatal(err)
	}

	testkit.ReadsBack(t, box, "region")
	testkit.ReadsBack(t, around, "region")
	testkit.ReadsBack(t, dominance, "dominance")
	testkit.ReadsBack(t, sets, "rankSets")
}

// TestJSONOfNarrowSets: for a great alpha sets lack their rank or are empty, and read
// back all the same.
func TestJSONOfNarrowSets(t *testing.T) {
	lacking := 0
	for _, family := range []robust.SetFamily{robust.Simultaneous, robust.Marginal} {
		for _, side := range []robust.Side{robust.TwoSided, robust.LowerBound, robust.UpperBound} {
			estimated, err := robust.ConfidenceSets(
				[]robust.Estimate{{Code: "a", Value: 1, SE: 1}, {Code: "b", Value: 1.1, SE: 1}},
				robust.ConfidenceOptions{
					Better: target.Higher, Alpha: testkit.Dec("0.99"), Family: family, Side: side, Replicates: 100,
				},
			)
			if err != nil {
				t.Fatal(err)
			}
			counted, err := robust.Multinomial(
				[]robust.CategoryCount{{Code: "a", Count: 10}, {Code: "b", Count: 9}},
				robust.MultinomialOptions{Alpha: testkit.Dec("0.99"), Family: family, Side: side},
			)
			if err != nil {
				t.Fatal(err)
			}

			for _, sets := range []*robust.RankSets{estimated, counted} {
				testkit.ReadsBack(t, sets, "rankSets")
				for set := range sets.All() {
					if set.Lower > set.Rank || set.Rank > set.Upper {
						lacking++
					}
				}
			}
		}
	}
	if lacking == 0 {
		t.Error("every set holds its rank, want some that do not")
	}
}

// TestJSONRefuses reads what no function would have made.
func TestJSONRefuses(t *testing.T) {
	if data, err := json.Marshal(new(robust.Region)); err == nil {
		t.Errorf("Marshal() of no region = %s", data)
	}
	if data, err := json.Marshal(new(robust.Dominance)); err == nil {
		t.Errorf("Marshal() of no dominance = %s", data)
	}
	if margin, err := new(robust.Dominance).Margin("a", "a"); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("Margin() of no dominance = %v, %v, want an error", margin, err)
	}

	for _, tt := range []struct {
		read any
		text string
		want string
	}{
		{new(robust.Region), `{"low":["0.4"],"high":["0.6","0.6"],"weights":["0.5","0.5"]}`, "as many bounds as weights"},
		{new(robust.Region), `{"low":["0.4","0.6"],"high":["0.6","0.6"],"weights":["0.5","0.5"]}`, "region.low[1]"},
		{new(robust.Region), `{"low":["0.4","0.4"],"high":["0.6","1.1"],"weights":["0.5","0.5"]}`, "region.high[1]"},
		{new(robust.Region), `{"low":["0.4"],"high":["0.6"],"weights":["-1"]}`, "region.weights"},
		{new(robust.Region), `{"low":["0.9","0.9"],"high":["0.6","0.6"]}`, "low"},
		{
			new(robust.RankSets),
			`{"family":"marginal","side":"two-sided","sets":[{"code":"a","rank":1,"lower":2,"upper":1}]}`,
			"no ranks but",
		},
		{
			new(robust.RankSets),
			`{"family":"marginal","side":"two-sided","sets":[{"code":"a","rank":1,"lower":1,"upper":0}]}`,
			"no ranks but",
		},
	} {
		if err := json.Unmarshal([]byte(tt.text), tt.read); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Unmarshal(%s) = %v, want an error with %q", tt.text, err, tt.want)
		}
	}
}

// TestJSONOfIntervals changes an interval, which the scores then do not give.
func TestJSONOfIntervals(t *testing.T) {
	region, err := robust.Around(testkit.Decs("0.5 0.5"), testkit.Dec("0.2"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := robust.Intervals([]robust.ScoredUnit{
		{Code: "a", Scores: testkit.Decs("1.5 0.25")}, {Code: "b", Scores: testkit.Decs("0.5 2")},
	}, region)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}

	for _, change := range [][2]string{{`"code":"a"`, `"code":"c"`}, {`"code":"b"`, `"code":"a"`}} {
		text := strings.Replace(string(data), change[0], change[1], 1)
		if err := json.Unmarshal([]byte(text), new(robust.Dominance)); err == nil {
			t.Errorf("Unmarshal(%s) = nil, want an error", text)
		}
	}
}
