package progress_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/internal/testkit"
)

func scored(score, category string) progress.Progress {
	return progress.Progress{Score: testkit.Null(score), Category: category}
}

func TestMean(t *testing.T) {
	const achieved, substantial, moderate = "target achieved", "substantial progress", "moderate progress"
	for _, tt := range []struct {
		name           string
		verdicts       []progress.Progress
		score, want    string
		isWithoutScore bool
	}{
		{"one", []progress.Progress{scored("1", moderate)}, "1", moderate, false},
		{"all achieved", []progress.Progress{scored("5", achieved), scored("5", achieved)}, "5", achieved, false},
		{
			"all but one achieved",
			[]progress.Progress{scored("5", achieved), scored("5", substantial)},
			"5", substantial, false,
		},
		{"on a bound", []progress.Progress{scored("5", achieved), scored("0", moderate)}, "2.5", substantial, false},
		{
			"at zero",
			[]progress.Progress{scored("2.5", substantial), scored("-2.5", "limited progress")},
			"0", moderate, false,
		},
		{
			"below zero",
			[]progress.Progress{scored("2", moderate), scored("-2.01", "limited progress")},
			"-0.005", "limited progress", false,
		},
		{"limited", []progress.Progress{scored("-2.5", "limited progress")}, "-2.5", "limited progress", false},
		{"worse", []progress.Progress{scored("-2.51", "deterioration")}, "-2.51", "deterioration", false},
		{
			"three, without end",
			[]progress.Progress{scored("5", achieved), scored("0", moderate), scored("0", moderate)},
			"1.666666666666667", moderate, false,
		},
		{
			"without a verdict",
			[]progress.Progress{scored("5", achieved), {Reason: evaluate.TooFewPoints}},
			"5", achieved, false,
		},
		{
			"a milestone that is open",
			[]progress.Progress{scored("5", achieved), {Category: "target not achieved"}},
			"5", substantial, false,
		},
		{"a score of another rule", []progress.Progress{scored("5", "")}, "5", substantial, false},
		{"none", nil, "", "", true},
		{"no score", []progress.Progress{{Reason: evaluate.ZeroBase}}, "", "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := progress.Progress{Category: tt.want, Reason: evaluate.TooFewPoints}
			if !tt.isWithoutScore {
				want.Score, want.Reason = testkit.Null(tt.score), 0
			}
			before := slices.Clone(tt.verdicts)
			got, err := progress.OpenSDG().Mean(tt.verdicts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Mean() mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, tt.verdicts); diff != "" {
				t.Errorf("the caller's verdicts mismatch (-before +after):\n%s", diff)
			}
		})
	}
}

func TestMeanRefuses(t *testing.T) {
	far := progress.Progress{Score: decimal.NewNullDecimal(decimal.New(1, 1<<30))}
	for _, tt := range []struct {
		name string
		rule progress.CAGRRatio
		want []string
	}{
		{"no scores", progress.CAGRRatio{}, []string{"rule.scores is required", "verdicts[0].score is out of range"}},
		{"a score out of bounds", progress.OpenSDG(), []string{"verdicts[0].score is out of range"}},
	} {
		got, err := tt.rule.Mean([]progress.Progress{far})
		if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
			t.Errorf("%s: Mean() = %v, problems mismatch (-want +got):\n%s", tt.name, got, diff)
		}
	}
}

// The order of the series does not show, and the mean of one verdict is that verdict.
func meanHolds(t *rapid.T) {
	var all []progress.Progress
	for range rapid.IntRange(1, 6).Draw(t, "series") {
		score := decimal.New(rapid.Int64Range(-500, 500).Draw(t, "score"), -2)
		one, err := progress.OpenSDG().Mean([]progress.Progress{{Score: decimal.NewNullDecimal(score)}})
		if err != nil || !one.Score.Decimal.Equal(score) {
			t.Fatalf("Mean() = %v, %v, want %v", one, err, score)
		}
		if rapid.Bool().Draw(t, "achieved") {
			one.Category = "target achieved"
		}
		all = append(all, one)
	}
	got, err := progress.OpenSDG().Mean(all)
	if err != nil {
		t.Fatal(err)
	}
	same, err := progress.OpenSDG().Mean(rapid.Permutation(all).Draw(t, "order"))
	if diff := cmp.Diff(got, same); diff != "" || err != nil {
		t.Errorf("order shows: %v (-one +other):\n%s", err, diff)
	}
}

func TestMeanHolds(t *testing.T) { rapid.Check(t, meanHolds) }

func FuzzMeanHolds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(meanHolds)) }
