// Package testkit has what the tests of several packages need: figures from
// their texts, and the problems of an error in short.
package testkit

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Dec returns the decimal of a text such as "-2.50" or "1e100". It panics if the
// text is none. No switch of the decimal package changes what it reads.
func Dec(text string) decimal.Decimal {
	mantissa, exponent, scaled := strings.Cut(text, "e")
	d, ok := fixed.Parse(mantissa)
	if ok && scaled {
		n, err := strconv.ParseInt(exponent, 10, 32)
		d, ok = fixed.FromBig(d.Coefficient(), d.Exponent()+int32(n)), err == nil
	}
	if !ok {
		panic("testkit: not a decimal: " + text)
	}
	return d
}

// Decs returns the decimals of texts. A text can hold several, with spaces
// between them.
func Decs(texts ...string) []decimal.Decimal {
	var all []decimal.Decimal
	for _, field := range fields(texts) {
		all = append(all, Dec(field))
	}
	return all
}

// Nulls is Decs with gaps, which are written as a dash.
func Nulls(texts ...string) []decimal.NullDecimal {
	var all []decimal.NullDecimal
	for _, field := range fields(texts) {
		if field == "-" {
			all = append(all, decimal.NullDecimal{})
		} else {
			all = append(all, decimal.NewNullDecimal(Dec(field)))
		}
	}
	return all
}

// Null returns the decimal of a text, or none of an empty one.
func Null(text string) decimal.NullDecimal {
	if text == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(Dec(text))
}

// Years returns the points of successive years. A gap is written as a dash.
func Years(first int, texts ...string) []target.Point {
	var all []target.Point
	for i, d := range Nulls(texts...) {
		if d.Valid {
			all = append(all, target.Point{Period: target.Year(first + i), Value: d.Decimal})
		}
	}
	return all
}

// Table reads the rows of a file of comma-separated values, without its head and
// its comments, which begin with "#".
func Table(t testing.TB, path string) [][]string {
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

func fields(texts []string) []string { return strings.Fields(strings.Join(texts, " ")) }

// ReadJSON reads a file into a value. Fields of the file that the value does not have
// are left out.
func ReadJSON(t testing.TB, path string, v any) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(raw, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Problems lists the path of every problem of an error and what is wrong, such
// as "target.unit is required".
func Problems(err error) []string {
	var all []string
	for _, e := range target.AllErrors(err) {
		all = append(all, e.Path+" "+e.Err.Error())
	}
	return all
}
