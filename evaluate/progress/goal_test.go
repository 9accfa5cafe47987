package progress_test

import (
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// goals are published verdicts on goals.
type goals struct {
	Colours []struct {
		Indicators []progress.Colour
		Goal       string // "caution" is orange or yellow
	}
	Trends []struct {
		Indicators []decimal.Decimal
		Of         int
		Mean       decimal.NullDecimal
		Goal       string
	}
}

func readGoals(t *testing.T) goals {
	t.Helper()
	raw, err := os.ReadFile("testdata/sdsn.json")
	if err != nil {
		t.Fatal(err)
	}
	var file goals
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestGoalColourPublished(t *testing.T) {
	for _, c := range readGoals(t).Colours {
		got := progress.GoalColour(c.Indicators)
		isCaution := got == progress.Orange || got == progress.Yellow
		if got.String() != c.Goal && (c.Goal != "caution" || !isCaution) {
			t.Errorf("GoalColour(%v) = %v, want %s", c.Indicators, got, c.Goal)
		}
	}
}

func TestGoalColour(t *testing.T) {
	const (
		none, red, orange = progress.NoData, progress.Red, progress.Orange
		yellow, green     = progress.Yellow, progress.Green
	)

	for _, tt := range []struct {
		indicators []progress.Colour
		want       progress.Colour
	}{
		{nil, none},
		{[]progress.Colour{none}, none},
		{[]progress.Colour{none, yellow}, yellow},
		{[]progress.Colour{red}, red},
		{[]progress.Colour{green, green}, green},
		{[]progress.Colour{red, red, green}, red},
		{[]progress.Colour{red, orange, green}, orange},
		{[]progress.Colour{red, green}, orange},
		{[]progress.Colour{orange, orange}, orange},
		{[]progress.Colour{orange, green}, yellow},
		{[]progress.Colour{yellow, green}, yellow},
	} {
		if got := progress.GoalColour(tt.indicators); got != tt.want {
			t.Errorf("GoalColour(%v) = %v, want %v", tt.indicators, got, tt.want)
		}
	}
}

func TestColourText(t *testing.T) {
	for c := progress.NoData; c <= progress.Green; c++ {
		text, err := c.MarshalText()
		if err != nil || string(text) != c.String() {
			t.Errorf("%d.MarshalText() = %q, %v, want %q", c, text, err, c)
		}
		var back progress.Colour
		if err := back.UnmarshalText(text); err != nil || back != c {
			t.Errorf("UnmarshalText(%q) = %v, %v, want %v", text, back, err, c)
		}
	}

	beyond := progress.Green + 1
	if got := beyond.String(); got != "unknown" {
		t.Errorf("%d.String() = %q, want unknown", beyond, got)
	}
	if _, err := beyond.MarshalText(); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("%d.MarshalText() = %v, want ErrUnknown", beyond, err)
	}
}

func TestGoalTrendPublished(t *testing.T) {
	for _, c := range readGoals(t).Trends {
		mean, category, err := progress.GoalTrend(c.Indicators, c.Of)
		if err != nil {
			t.Fatal(err)
		}
		if c.Goal == "not reported" {
			c.Goal, c.Mean = "", decimal.NullDecimal{}
		}
		if category != c.Goal || !cmp.Equal(c.Mean, mean) {
			t.Errorf("GoalTrend(%v, %d) = %v, %q, want %v, %q", c.Indicators, c.Of, mean, category, c.Mean, c.Goal)
		}
	}
}

func TestGoalTrend(t *testing.T) {
	mean, category, err := progress.GoalTrend(testkit.Decs("0 1 0.5"), 4)
	if err != nil || !mean.Decimal.Equal(num("0.5")) || category != "decreasing" {
		t.Errorf("GoalTrend() = %v, %q, %v, want 0.5, decreasing", mean, category, err)
	}

	_, _, err = progress.GoalTrend(testkit.Decs("4.1 -1"), 1)
	want := []string{"trends[0] is out of range", "trends[1] is out of range", "indicators is out of range"}
	if diff := cmp.Diff(want, testkit.Problems(err)); diff != "" {
		t.Errorf("GoalTrend() mismatch (-want +got):\n%s", diff)
	}
}
