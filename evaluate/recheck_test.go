package evaluate_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func TestRecheck(t *testing.T) {
	density := target.Target{
		Unit: "34", Period: target.Year(2015), Value: decimal.New(33, -1),
		Indicator: target.Indicator{
			Code: "density", Kind: target.Ratio, Better: target.Higher, Places: target.Places(2),
		},
	}
	figure := target.Observation{
		Unit: "34", Indicator: "density", Period: target.Year(2015), Value: decimal.New(331, -2),
		Status: target.Provisional, Reporter: "anhui", Vintage: "2016-01",
	}
	assess := func(change func(*target.Target, *target.Observation)) evaluate.Assessment {
		t.Helper()
		aim, o := density, figure
		change(&aim, &o)
		a, err := evaluate.Assess(aim, o)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	then := assess(func(*target.Target, *target.Observation) {})

	// The verdict that was kept as JSON is the one that is compared.
	data, err := json.Marshal(then)
	if err != nil {
		t.Fatal(err)
	}
	var kept evaluate.Assessment
	if err := json.Unmarshal(data, &kept); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name       string
		change     func(*target.Target, *target.Observation)
		want       string
		difference string
	}{
		{"nothing", func(*target.Target, *target.Observation) {}, "", "0"},
		{
			"the figure",
			func(_ *target.Target, o *target.Observation) { o.Value, o.Vintage = decimal.New(32, -1), "2017" },
			"vintage figure met", "-0.11",
		},
		{
			"its source", func(_ *target.Target, o *target.Observation) { o.Reporter, o.Status = "sipo", target.Final },
			"reporter status", "0",
		},
		{
			"the target", func(x *target.Target, _ *target.Observation) { x.Value = decimal.New(4, 0) }, "target met",
			"0",
		},
		{"its setter", func(x *target.Target, _ *target.Observation) { x.Setter = "sipo" }, "target", "0"},
		{"its tier", func(x *target.Target, _ *target.Observation) { x.Tier = target.Stretch }, "target", "0"},
		{
			"its comparator", func(x *target.Target, _ *target.Observation) { x.Comparator = target.AtMost },
			"target met", "0",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := evaluate.NewRecheck(kept, assess(tt.change))
			if err != nil || strings.Join(got.Changed, " ") != tt.want || got.Difference.String() != tt.difference {
				t.Errorf(
					"NewRecheck() = %v, %v, %v, want %s, %s", got.Changed, got.Difference, err, tt.want, tt.difference,
				)
			}
		})
	}

	other := assess(func(x *target.Target, o *target.Observation) { x.Unit, o.Unit = "11", "11" })
	if _, err := evaluate.NewRecheck(then, other); !errors.Is(err, target.ErrMismatch) {
		t.Errorf("NewRecheck() of another unit: %v", err)
	}
	if _, err := evaluate.NewRecheck(evaluate.Assessment{}, evaluate.Assessment{}); err == nil {
		t.Error("NewRecheck() of nothing: no error")
	}

	for _, change := range []struct {
		name      string
		then, now func(*evaluate.Assessment)
		want      []string
	}{
		{
			"another indicator", nil, func(a *evaluate.Assessment) { a.Target.Indicator.Code = "gdp" },
			[]string{"now.target.indicator does not fit"},
		},
		{
			"another period of the target", nil, func(a *evaluate.Assessment) { a.Target.Period = target.Year(2016) },
			[]string{"now.target.period does not fit"},
		},
		{
			"another period of the figure", nil,
			func(a *evaluate.Assessment) { a.Observation.Period = target.Year(2014) },
			[]string{"now.observation.period does not fit"},
		},
		{
			"two figures out of bounds",
			func(a *evaluate.Assessment) { a.Actual = decimal.New(1, 100) },
			func(a *evaluate.Assessment) { a.Actual = decimal.New(1, 101) },
			[]string{"then.actual is out of range", "now.actual is out of range"},
		},
		{
			"a target then that is not valid", func(a *evaluate.Assessment) { a.Target.Force = 9 }, nil,
			[]string{"then.target.force is unknown"},
		},
		{
			"a target now that is not valid", nil, func(a *evaluate.Assessment) { a.Target.Force = 9 },
			[]string{"now.target.force is unknown"},
		},
	} {
		a, b := then, then
		if change.then != nil {
			change.then(&a)
		}
		if change.now != nil {
			change.now(&b)
		}
		_, err := evaluate.NewRecheck(a, b)
		if diff := cmp.Diff(change.want, testkit.Problems(err)); diff != "" {
			t.Errorf("NewRecheck() with %s mismatch (-want +got):\n%s", change.name, diff)
		}
	}

	// The verdicts are copied.
	own := then
	own.Target.Tags = []string{"patents"}
	r, err := evaluate.NewRecheck(own, own)
	if err != nil {
		t.Fatal(err)
	}
	own.Target.Tags[0] = "changed"
	if r.Then.Target.Tags[0] != "patents" || r.Now.Target.Tags[0] != "patents" {
		t.Error("NewRecheck() shares the caller's target")
	}
	outlaw := then
	outlaw.Actual = decimal.New(1, 2_000_000_000)
	if _, err := evaluate.NewRecheck(then, outlaw); !errors.Is(err, target.ErrRange) {
		t.Errorf("NewRecheck() of a figure out of bounds: %v", err)
	}
}

// Figures of other reporters or vintages are no duplicates, but ask for a choice.
func TestAssessAllAsksForAChoice(t *testing.T) {
	figure := func(reporter, vintage string) target.Observation {
		return target.Observation{
			Unit: "34", Indicator: "density", Period: target.Year(2015), Value: decimal.New(3, 0), Reporter: reporter,
			Vintage: vintage,
		}
	}

	tests := []struct {
		a, b target.Observation
		want error
	}{
		{figure("sipo", "2016"), figure("sipo", "2016"), target.ErrDuplicate},
		{figure("sipo", "2016"), figure("nbs", "2016"), target.ErrMismatch},
		{figure("sipo", "2016"), figure("sipo", "2017"), target.ErrMismatch},
	}

	for _, tt := range tests {
		figures := slices.Values([]target.Observation{tt.a, tt.b})
		_, err := evaluate.AssessAll(slices.Values[[]target.Target](nil), figures, evaluate.AssessOptions{})
		if !errors.Is(err, tt.want) {
			t.Errorf(
				"AssessAll() of %s %s and %s %s: %v, want %v", tt.a.Reporter, tt.a.Vintage, tt.b.Reporter, tt.b.Vintage,
				err, tt.want,
			)
		}
	}
}

// With a choice one of them counts, the verdict keeps its source and vintage, and the
// disagreement is reported with its size.
func TestAssessAllAndMonitorChoose(t *testing.T) {
	goal := target.Target{
		Unit: "34", Period: target.Year(2015), Value: decimal.New(33, -1),
		Indicator: target.Indicator{Code: "density", Kind: target.Ratio, Better: target.Higher},
	}
	figure := func(reporter, vintage string, value int64) target.Observation {
		return target.Observation{
			Unit: "34", Indicator: "density", Period: target.Year(2015), Value: decimal.New(value, -1),
			Reporter: reporter, Vintage: vintage,
		}
	}
	figures := []target.Observation{
		figure("anhui", "2016-01", 40), figure("sipo", "2016-02", 30), figure("sipo", "2016-05", 31),
	}
	choice := &target.Choice{Reporters: []string{"sipo"}}
	check := func(name string, a evaluate.Assessment, n int, c target.Chosen) {
		t.Helper()
		if a.Met || a.Observation.Reporter != "sipo" || a.Observation.Vintage != "2016-05" || n != 1 {
			t.Errorf("%s = %v of %d, want the figure of sipo of 2016-05", name, a.Observation, n)
		}
		differs := len(c.Disagreements) == 1 && c.Disagreements[0].Difference.Equal(decimal.New(9, -1))
		if !differs || len(c.Revisions) != 1 || len(c.Observations) != 1 {
			t.Errorf("%s: chosen %v, want a difference of 0.9 and one revision", name, c)
		}
		if c.Observations[0].Reporter != "sipo" {
			t.Errorf("%s: chosen %v, want the figure of sipo", name, c.Observations)
		}
		c.Disagreements[0], c.Observations[0] = target.Discrepancy{}, target.Observation{}
	}
	for range 2 {
		slices.Reverse(figures)
		all, err := evaluate.AssessAll(
			slices.Values([]target.Target{goal}), slices.Values(figures), evaluate.AssessOptions{Choice: choice},
		)
		if err != nil {
			t.Fatal(err)
		}
		for a := range all.All() {
			check("AssessAll()", a, all.Len(), all.Chosen())
			check("AssessAll()", a, all.Len(), all.Chosen())
		}

		m, err := evaluate.Monitor(
			slices.Values([]target.Target{goal}), slices.Values(figures), evaluate.MonitorOptions{Choice: choice},
		)
		if err != nil {
			t.Fatal(err)
		}
		for s := range m.All() {
			check("Monitor()", s.Assessment, m.Len(), m.Chosen())
			check("Monitor()", s.Assessment, m.Len(), m.Chosen()) // the caller's copy is no part of it
		}
	}

	_, err := evaluate.AssessAll(
		slices.Values([]target.Target{goal}), slices.Values(figures), evaluate.AssessOptions{Choice: &target.Choice{}},
	)
	if !errors.Is(err, target.ErrMismatch) {
		t.Errorf("AssessAll() of reporters without precedence: %v, want ErrMismatch", err)
	}
	_, err = evaluate.AssessWith(goal, figures[0], evaluate.AssessOptions{Choice: choice})
	if want := []string{"options.choice does not fit"}; !slices.Equal(testkit.Problems(err), want) {
		t.Errorf("AssessWith() with a choice: %v, want %v", err, want)
	}
}

// A verdict keeps the whole observation.
func TestAssessAllKeepsObservations(t *testing.T) {
	density := target.Target{
		Unit: "34", Period: target.Year(2015), Value: decimal.New(33, -1),
		Indicator: target.Indicator{Code: "density", Kind: target.Ratio, Better: target.Higher},
	}

	plain := target.Observation{
		Unit: "34", Indicator: "density", Period: target.Year(2015), Value: decimal.New(331, -2),
	}
	for _, change := range []func(*target.Observation){
		func(*target.Observation) {},
		func(o *target.Observation) { o.Reporter = "anhui" },
		func(o *target.Observation) { o.Vintage = "2016" },
		func(o *target.Observation) { o.Correction = target.Correction{Reason: "checked"} },
		func(o *target.Observation) { o.Source.Document = "report" },
	} {
		o := plain
		change(&o)
		assessed, err := evaluate.AssessAll(
			slices.Values([]target.Target{density}), slices.Values([]target.Observation{o}), evaluate.AssessOptions{},
		)
		if err != nil {
			t.Fatal(err)
		}
		for a := range assessed.All() {
			if diff := cmp.Diff(o, a.Observation); diff != "" {
				t.Errorf("AssessAll() keeps another observation (-want +got):\n%s", diff)
			}
		}
	}
}

// A card takes over the publication of its case, on words and on fractions.
func TestScorePublication(t *testing.T) {
	e, err := evaluate.New(evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: decimal.New(10, 0)}}})
	if err != nil {
		t.Fatal(err)
	}

	c := evaluate.Case{
		Unit: "34", Awarded: map[string]decimal.Decimal{"a": decimal.New(8, 0)},
		Publication: target.Publication{Period: target.Year(2015), Evaluator: "sipo", Date: "2016-03"},
	}

	for name, score := range map[string]func(evaluate.Case) (evaluate.Scorecard, error){
		"words":     e.Score,
		"fractions": func(c evaluate.Case) (evaluate.Scorecard, error) { return evaluate.ScoreByFractions(e, c) },
	} {
		card, err := score(c)
		if err != nil || card.Publication != c.Publication {
			t.Errorf("Score() by %s = %v, %v, want %v", name, card.Publication, err, c.Publication)
		}
		wrong := c
		wrong.Publication.Until = "2015"
		_, err = score(wrong)
		if want := []string{"case.publication.until is out of range"}; !slices.Equal(testkit.Problems(err), want) {
			t.Errorf("Score() by %s: %v, want %v", name, err, want)
		}
	}
}

// A card that is published says by whom, of when and until when.
func TestPublishedScorecard(t *testing.T) {
	card := evaluate.Scorecard{Unit: "34", Scheme: "book", Publication: target.Publication{
		Period: target.Year(2015), Evaluator: "sipo", Publisher: "centre", Date: "2016-03", Until: "2017",
	}}
	want := "34, book, 2015, evaluated by sipo, published by centre on 2016-03, valid until 2017\n"
	if got := card.Explain(); !strings.HasPrefix(got, want) {
		t.Errorf("Explain() = %s, want it to begin with %s", got, want)
	}
	data, err := json.Marshal(card)
	var back evaluate.Scorecard
	if err != nil || json.Unmarshal(data, &back) != nil || back.Publication != card.Publication {
		t.Errorf("%s reads back with %v, %v", data, back.Publication, err)
	}
}
