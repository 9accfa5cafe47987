// Package testkit has what the tests of several packages need: figures from
// their texts, and the problems of an error in short.
package testkit

import (
	"strconv"
	"strings"

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

// Years returns the points of successive years.
func Years(first int, texts ...string) []target.Point {
	var all []target.Point
	for i, d := range Decs(texts...) {
		all = append(all, target.Point{Period: target.Year(first + i), Value: d})
	}
	return all
}

func fields(texts []string) []string { return strings.Fields(strings.Join(texts, " ")) }

// Problems lists the path of every problem of an error and what is wrong, such
// as "target.unit is required".
func Problems(err error) []string {
	var all []string
	for _, e := range target.AllErrors(err) {
		all = append(all, e.Path+" "+e.Err.Error())
	}
	return all
}
