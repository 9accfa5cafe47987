package evaluate_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
)

func TestCombineYears(t *testing.T) {
	var file struct {
		Years []struct {
			Earlier               []decimal.Decimal
			Last, Weighted, Whole decimal.Decimal
		}
	}
	testkit.ReadJSON(t, "testdata/books.json", &file)
	exact, whole := carbonBook(), carbonBook()
	whole.Round = maybe("1")
	fifths := carbonBook()
	fifths.Years = &evaluate.YearWeights{Earlier: num("0.4"), Last: num("0.6")}

	for _, c := range file.Years {
		totals := append(slices.Clone(c.Earlier), c.Last)
		for _, tt := range []struct {
			book evaluate.Scheme
			want decimal.Decimal
		}{{exact, c.Weighted}, {whole, c.Whole}} {
			if got := combine(t, tt.book, totals...); !got.Equal(tt.want) {
				t.Errorf("CombineYears() = %v for %v, want %v", got, totals, tt.want)
			}
		}
	}
	if got := combine(t, exact, num("90")); !got.Equal(num("90")) {
		t.Errorf("CombineYears() = %v for a single 90, want 90", got)
	}
	if got := combine(t, fifths, num("80"), num("90")); !got.Equal(num("86")) {
		t.Errorf("CombineYears() = %v by the weights of the book, want 86", got)
	}
}

// combine returns the result of the totals of years.
func combine(t *testing.T, book evaluate.Scheme, totals ...decimal.Decimal) decimal.Decimal {
	t.Helper()
	var cards []evaluate.Scorecard
	for _, total := range totals {
		cards = append(cards, evaluate.Scorecard{Unit: "440000", Total: total})
	}
	card, err := evaluator(t, book).CombineYears(cards)
	if err != nil {
		t.Fatal(err)
	}
	return card.Total
}

// The vetoes that the last year missed hold for the result.
func TestCombineYearsVetoes(t *testing.T) {
	e := evaluator(t, carbonBook())
	good := evaluate.Scorecard{Unit: "440000", Total: num("90")}
	failed := good
	failed.Vetoes = []string{"cumulative"}

	for _, tt := range []struct {
		name  string
		years []evaluate.Scorecard
		want  string
	}{
		{"missed in the last year", []evaluate.Scorecard{good, failed}, "fail"},
		{"missed in an earlier year", []evaluate.Scorecard{failed, good}, "excellent"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			card, err := e.CombineYears(tt.years)
			if err != nil || card.Grade != tt.want || card.ByPoints != "excellent" {
				t.Errorf("CombineYears() = %q, by points %q, %v, want %q", card.Grade, card.ByPoints, err, tt.want)
			}
		})
	}
}

func TestCombineYearsErrors(t *testing.T) {
	e := evaluator(t, carbonBook())
	good := evaluate.Scorecard{Unit: "440000", Total: num("90")}
	other := evaluate.Scorecard{Unit: "350000", Total: num("-1")}

	for _, tt := range []struct {
		name  string
		years []evaluate.Scorecard
		want  []string
	}{
		{"no year", nil, []string{"scorecards is required"}},
		{"another unit, negative total", []evaluate.Scorecard{good, other}, []string{
			"scorecards[1].unit does not fit", "scorecards[1].total is out of range",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := e.CombineYears(tt.years)
			if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
				t.Errorf("CombineYears() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
