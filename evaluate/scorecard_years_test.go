package evaluate_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

func TestYears(t *testing.T) {
	raw, err := os.ReadFile("testdata/books.json")
	if err != nil {
		t.Fatal(err)
	}

	var file struct {
		Years []struct {
			Earlier               []decimal.Decimal
			Last, Weighted, Whole decimal.Decimal
		}
	}

	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}

	exact := carbonBook()
	whole := carbonBook()
	whole.Round = maybe("1")
	for i, c := range file.Years {
		var cards []evaluate.Scorecard
		for _, total := range append(slices.Clone(c.Earlier), c.Last) {
			cards = append(cards, evaluate.Scorecard{Unit: "440000", Total: total})
		}

		for _, tt := range []struct {
			book evaluate.Scheme
			want decimal.Decimal
		}{{exact, c.Weighted}, {whole, c.Whole}} {
			card, err := evaluator(t, tt.book).CombineYears(cards)
			if err != nil {
				t.Fatal(err)
			}
			if !card.Total.Equal(tt.want) {
				t.Errorf("years %d: %v, want %v", i, card.Total, tt.want)
			}
		}
	}

	e := evaluator(t, exact)
	good := evaluate.Scorecard{Unit: "440000", Total: num("90")}
	failed := good
	failed.Vetoes = []string{"cumulative"}
	card, err := e.CombineYears([]evaluate.Scorecard{good, failed})
	if err != nil || card.Grade != "fail" || card.ByPoints != "excellent" {
		t.Errorf("missed in the last year: %v, %+v", err, card)
	}
	if card, err = e.CombineYears([]evaluate.Scorecard{failed, good}); err != nil || card.Grade != "excellent" {
		t.Errorf("missed in an earlier year: %v, %+v", err, card)
	}
	if card, err = e.CombineYears([]evaluate.Scorecard{good}); err != nil || !card.Total.Equal(num("90")) {
		t.Errorf("one year: %v, %+v", err, card)
	}
	if _, err = e.CombineYears(nil); !errors.Is(err, target.ErrRequired) {
		t.Errorf("no year: %v", err)
	}

	other := evaluate.Scorecard{Unit: "350000", Total: num("-1")}
	if _, err = e.CombineYears([]evaluate.Scorecard{good, other}); len(target.AllErrors(err)) != 2 {
		t.Errorf("another unit, negative total: %v", err)
	}

	exact.Years = &evaluate.YearWeights{Earlier: num("0.4"), Last: num("0.6")}
	if card, err = evaluator(t,
		exact).CombineYears([]evaluate.Scorecard{{Total: num("80")}, {Total: num("90")}}); err != nil ||
		!card.Total.Equal(num("86")) {
		t.Errorf("weights of the book: %v, %v", err, card.Total)
	}
}
