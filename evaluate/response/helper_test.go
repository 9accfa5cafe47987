package response_test

import (
	"encoding/csv"
	"os"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/target"
)

func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func maybe(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num(s))
}

// years returns points of the years from first on; an empty text is a gap.
func years(first int, figures ...string) []target.Point {
	var points []target.Point
	for i, f := range figures {
		if f != "" {
			points = append(points, target.Point{Period: target.Year(first + i), Value: num(f)})
		}
	}
	return points
}

func analyse(t testing.TB, i response.Intervention, b response.Behaviour) response.Response {
	t.Helper()
	r, err := response.Analyse(i, b)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// table reads the rows of a file of comma-separated values, without its head.
func table(t testing.TB, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}

	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}

	return rows[1:]
}
