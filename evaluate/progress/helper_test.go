package progress_test

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

var (
	num   = testkit.Dec
	maybe = testkit.Null
	years = testkit.Years
)

// brief prints a figure with up to eight decimals.
func brief(d decimal.NullDecimal) string {
	if !d.Valid {
		return "none"
	}
	s := d.Decimal.StringFixed(8)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// published are the rules as they are published.
var published = []progress.Rule{
	progress.CAGRRatio{},
	progress.OpenSDG(),
	progress.LinearRatio{},
	progress.Forecast{},
	progress.UNSD(),
	progress.Weather{},
	progress.CurrentStatus{},
	progress.Anticipated{},
	progress.PathGap{},
}

// aim returns a target of unit 440000 for the year 2015.
func aim(k target.Kind, better target.Direction, value string) target.Target {
	return target.Target{
		Code:      "t",
		Indicator: target.Indicator{Code: "x", Kind: k, Better: better, Places: target.Places(2)},
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

func seen(value string) target.Observation {
	return target.Observation{Unit: "440000", Indicator: "x", Period: target.Year(2015), Value: num(value)}
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
