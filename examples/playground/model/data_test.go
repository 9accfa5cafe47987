package model_test

import (
	"encoding/csv"
	"os"
	"testing"

	"github.com/shopspring/decimal"
)

// TestPublishedFigures adds up the published figures, and divides patents by
// people. People are printed in tenths of a million, and so quotients differ
// from the printed densities by up to half a tenth of the people.
func TestPublishedFigures(t *testing.T) {
	file, err := os.Open("data/units.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}

	figures := map[string]map[string]decimal.Decimal{} // by code and column
	sums := map[string]map[string]decimal.Decimal{}    // of children, by code of the parent and column
	for _, line := range lines[1:] {
		code, parent := line[0], line[3]
		figures[code] = map[string]decimal.Decimal{}
		if sums[parent] == nil {
			sums[parent] = map[string]decimal.Decimal{}
		}
		for i, head := range lines[0][5:] {
			if text := line[5+i]; text != "" {
				figure := decimal.RequireFromString(text)
				figures[code][head] = figure
				sums[parent][head] = sums[parent][head].Add(figure)
			}
		}
	}

	delete(sums, "") // the nation's own
	if len(sums) != 12 {
		t.Errorf("%d units have units below them, want the nation and 11 provinces", len(sums))
	}
	for parent, sum := range sums {
		for _, column := range []string{"patents2012", "patents2014", "patents2016"} {
			if got, want := sum[column], figures[parent][column]; !got.Equal(want) {
				t.Errorf("%s of %s: the sum is %s, want %s", column, parent, got, want)
			}
		}
	}
	for code, of := range figures {
		for _, year := range []string{"2014", "2016"} {
			people, known := of["people"+year]
			if !known {
				continue
			}
			doubt := decimal.New(5, -2).DivRound(people, 4).Add(decimal.New(1, -3)) // of both roundings, relative
			quotient := of["patents"+year].DivRound(people.Mul(decimal.New(100, 0)), 6)
			printed := of["density"+year]
			if off := quotient.Sub(printed).Abs(); off.GreaterThan(printed.Mul(doubt).Add(decimal.New(1, -3))) {
				t.Errorf("%s in %s: %s patents per 10,000 people, printed %s", code, year, quotient, printed)
			}
		}
	}
}
