package progress_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func maybe(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num(s))
}

// brief prints a figure with up to eight decimals.
func brief(d decimal.NullDecimal) string {
	if !d.Valid {
		return "none"
	}
	s := d.Decimal.StringFixed(8)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// aim returns a target of unit 440000 for the year 2015.
func aim(kind target.Kind, better target.Direction, value string) target.Target {
	return target.Target{
		Code:      "t",
		Indicator: target.Indicator{Code: "x", Kind: kind, Better: better, Places: target.Places(2)},
		Unit:      "440000",
		Period:    target.Year(2015),
		Value:     num(value),
	}
}

// by returns a target for a year.
func by(better target.Direction, year int, value string) target.Target {
	goal := aim(target.Ratio, better, value)
	goal.Period = target.Year(year)
	return goal
}

func from(t target.Target, value string) target.Target {
	t.Baseline = &target.Point{Period: target.Year(2010), Value: num(value)}
	return t
}

func percent(t target.Target) target.Target { return per(t, "100") }

func per(t target.Target, n string) target.Target {
	t.Indicator.Per = num(n)
	return t
}

func kind(t target.Target, k target.Kind) target.Target {
	t.Indicator.Kind = k
	return t
}

func within(t target.Target, upper string) target.Target {
	t.Comparator, t.Upper = target.Within, num(upper)
	return t
}

func about(t target.Target, tolerance string) target.Target {
	t.Comparator, t.Tolerance = target.About, num(tolerance)
	return t
}

func seen(value string) target.Observation {
	return target.Observation{Unit: "440000", Indicator: "x", Period: target.Year(2015), Value: num(value)}
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

// fatal is a testing.TB or a rapid.T.
type fatal interface{ Fatal(args ...any) }

func track(t fatal, goal target.Target, points []target.Point, r progress.Rule) progress.Progress {
	got, err := progress.Track(goal, points, r)
	if err != nil {
		t.Fatal(err)
	}
	return got
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
