package main

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

var symbols = []string{progress.Sun, progress.SlightlyCloudy, progress.Cloud, progress.Thunderstorm}

// breaks are the years from which the figures of an indicator are not
// comparable with earlier ones, where Eurostat marks them.
var breaks = map[string]int{"11.3.a": 2020}

const (
	workedGoal = "7.2.b/3"
	workedYear = 2022
)

// report is everything that the program computes.
type report struct {
	Verdicts []verdict
	Agree    int
	Plain    int       // would agree if no target were one to hold each year
	Table    [4][4]int // published by computed, in the order of symbols
	Goals    []tally   // by target
	Worked   verdict
}

// verdict is one published symbol beside the computed one.
type verdict struct {
	goalData
	published
	progress.Progress
	Reason string // why they may differ, where they do
}

func (v verdict) agrees() bool { return v.Category == v.Symbol }

// tally counts the agreement on one target.
type tally struct {
	goalData
	Agree int
}

// run draws every symbol.
func run(goals []goalData) (*report, error) {
	var r report
	for _, g := range goals {
		count := tally{goalData: g}
		for _, p := range g.Years {
			judged, err := progress.Track(g.Target, p.Series, progress.Weather{EachYear: g.EachYear})
			if err != nil {
				return nil, err
			}

			v := verdict{goalData: g, published: p, Progress: judged}
			from, to := slices.Index(symbols, p.Symbol), slices.Index(symbols, v.Category)
			if from < 0 || to < 0 {
				return nil, fmt.Errorf(
					"%s in %d: published %q, computed %q", g.Target.Code, p.Year, p.Symbol, v.Category,
				)
			}

			r.Table[from][to]++
			if v.agrees() {
				count.Agree++
			} else if v.Reason, err = v.reason(); err != nil {
				return nil, err
			}

			plain, err := progress.Track(g.Target, p.Series, progress.Weather{})
			if err != nil {
				return nil, err
			}

			if plain.Category == p.Symbol {
				r.Plain++
			}
			if g.Target.Code == workedGoal && p.Year == workedYear {
				r.Worked = v
			}
			r.Verdicts = append(r.Verdicts, v)
		}

		r.Agree += count.Agree
		r.Goals = append(r.Goals, count)
	}

	return &r, nil
}

// reason looks for what would give the published symbol:
//
//   - a target that was reached and lost again, and so is one to hold;
//   - a series that begins anew;
//   - the nearest other last figure, since figures are revised after their assessment.
func (v verdict) reason() (string, error) {
	is := func(series []target.Point, w progress.Weather) (bool, error) {
		p, err := progress.Track(v.Target, series, w)
		return p.Category == v.Symbol, err
	}
	last := v.Series[len(v.Series)-1]
	met := slices.IndexFunc(v.Series, func(p target.Point) bool { return v.Target.Meets(p.Value) })
	if met >= 0 && !v.Target.Meets(last.Value) {
		if ok, err := is(v.Series, progress.Weather{EachYear: true}); ok || err != nil {
			return fmt.Sprintf("held: met in %s, then lost", v.Series[met].Period), err
		}
	}

	if from, broken := breaks[v.Target.Indicator.Code]; broken {
		since := slices.DeleteFunc(slices.Clone(v.Series), func(p target.Point) bool {
			return p.Period.EndYear() < from
		})
		if ok, err := is(since, progress.Weather{}); ok || err != nil {
			return fmt.Sprintf("break: figures since %d", from), err
		}
	}

	step := decimal.New(1, last.Value.Exponent())
	other := slices.Clone(v.Series)
	for n := decimal.New(1, 0); n.Mul(step).Cmp(last.Value.Shift(-1)) <= 0; n = n.Add(decimal.New(1, 0)) {
		for _, by := range []decimal.Decimal{n.Mul(step), n.Mul(step).Neg()} {
			other[len(other)-1].Value = last.Value.Add(by)
			if ok, err := is(other, progress.Weather{EachYear: v.EachYear}); ok || err != nil {
				return fmt.Sprintf("revised: %s for %s", other[len(other)-1].Value, last.Value), err
			}
		}
	}

	return "not found", nil
}
