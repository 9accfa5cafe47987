package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/examples/internal/page"
	"github.com/targetcascade/cascade/target"
)

// sources are those of data/SOURCES.md, by number.
var sources = []string{
	"Destatis, indicators of the German Sustainable Development Strategy",
	"Destatis, method of the status symbols",
	"Eurostat, housing cost overburden rate, flags of breaks in the series",
}

// Page is the first page.
func (r *report) Page() string {
	return strings.Join([]string{r.head(), r.matrix(), r.worked()}, "\n")
}

// Text is everything.
func (r *report) Text() string {
	return strings.Join([]string{r.head(), r.matrix(), r.goals(), r.differences(), r.worked(), page.Sources(
		"documents, dates and addresses: examples/symbols/data/SOURCES.md", sources,
	)}, "\n")
}

func (r *report) head() string {
	return fmt.Sprintf(`Weather symbols of the German Sustainable Development Strategy, published and drawn again

  %d symbols of %d targets [1]. The change a year of the last five years is carried on to the
  target year. Sun: met by then, or less than 5 %% of the gap missed; slightly cloudy: up to 20 %%;
  cloud: more; thunderstorm: the wrong way. A target that is met already, or to be held every year,
  is judged by whether it is met and whether the trend leads away [2].
`, len(r.Verdicts), len(r.Goals))
}

func (r *report) matrix() string {
	head := []string{"Published \\ drawn"}
	for _, s := range symbols {
		head = append(head, " "+s)
	}
	t := page.Table{append(head, " Together", " Agree")}
	for i, row := range r.Table {
		line, sum := []string{symbols[i]}, 0
		for _, n := range row {
			line, sum = append(line, dots(n)), sum+n
		}
		t = append(t, append(line, fmt.Sprint(sum), share(row[i], sum)))
	}
	return fmt.Sprintf(`1. Agreement: %d of %d (%s), and %d if no target were one to hold every year

%s`, r.Agree, len(r.Verdicts), share(r.Agree, len(r.Verdicts)), r.Plain, t)
}

// dots prints a number of cases so that nothing stands out as nothing.
func dots(n int) string {
	if n == 0 {
		return "·"
	}
	return fmt.Sprint(n)
}

func share(n, of int) string {
	return decimal.NewFromInt(int64(n)).Shift(2).DivRound(decimal.NewFromInt(int64(of)), 1).StringFixed(1) + " %"
}

func (r *report) goals() string {
	t := page.Table{{"", "Indicator", "Target", "Years", " Cases", " Agree"}}
	for _, g := range r.Goals {
		words := g.Target.String()
		if g.EachYear {
			words += ", each year"
		}
		first, last := g.Years[0].Year, g.Years[len(g.Years)-1].Year
		years := fmt.Sprintf("%d-%d", first, last)
		if first == last {
			years = fmt.Sprint(first)
		}
		t = append(t, []string{
			g.Target.Indicator.Code, g.Target.Indicator.Name, words, years, fmt.Sprint(len(g.Years)),
			fmt.Sprint(g.Agree),
		})
	}
	return fmt.Sprintf("2. By target\n\n%s", t)
}

func (r *report) differences() string {
	t := page.Table{{"", "Target", "Year", "Published", "Drawn", " Missed", "Likely reason"}}
	for _, v := range r.Verdicts {
		if v.agrees() {
			continue
		}
		missed := "–"
		if v.Measure.Valid {
			missed = page.Percent(v.Measure.Decimal, 1)
			if v.Measure.Decimal.Sign() < 0 {
				missed = "none"
			}
		}
		t = append(t, []string{
			v.Target.Indicator.Code, v.Target.Value.String() + " by " + v.Target.Period.String(), fmt.Sprint(v.Year),
			v.Symbol, v.Category, missed, v.Reason,
		})
	}
	return fmt.Sprintf(`3. Where they differ, and what would give the published symbol

%s
  Missed is the share of the gap that would still be open. Each reason gives the published symbol:
  the target taken as one to hold; only the figures since the series broke, as Eurostat marks [3];
  or the nearest other figure of the year, for these are today's figures, not those of the time.
`, t)
}

func (r *report) worked() string {
	v := r.Worked
	var years, figures []string
	for _, p := range v.Series {
		years, figures = append(years, " "+p.Period.String()), append(figures, p.Value.String())
	}
	first, last := v.Base, v.Current
	goal, left := v.Target.Value, v.Target.Period.EndYear()-last.Period.EndYear()
	gap := goal.Sub(last.Value)
	open := goal.Sub(v.Forecast.Decimal)
	lines := page.Table{
		{"", "", " "},
		{
			"change a year",
			fmt.Sprintf("(%s − %s) / %d", last.Value, first.Value, last.Period.EndYear()-first.Period.EndYear()),
			v.ObservedRate.Decimal.String(),
		},
		{"needed a year", fmt.Sprintf("(%s − %s) / %d", goal, last.Value, left), v.RequiredRate.Decimal.String()},
		{
			fmt.Sprintf("foretold for %s", v.Target.Period),
			fmt.Sprintf("%s + %d × %s", last.Value, left, v.ObservedRate.Decimal), v.Forecast.Decimal.String(),
		},
		{"gap", fmt.Sprintf("%s − %s", goal, last.Value), gap.String()},
		{"missed", fmt.Sprintf("%s − %s", goal, v.Forecast.Decimal), open.String()},
		{"of the gap", fmt.Sprintf("%s / %s", open, gap), page.Percent(v.Measure.Decimal, 2)},
	}
	_, body, _ := strings.Cut(lines.String(), "\n")
	return fmt.Sprintf(`4. One in full: %s, %s, %d

%s
%s
  %s is from 5 to 20 %%: %s, as published.
`, v.Target.Indicator.Name, v.Target, v.Year, page.Table{years, figures}, body, page.Percent(v.Measure.Decimal, 2),
		v.Category)
}

// drawn is one symbol as a value: the published one, and what the rule says of the
// figures.
type drawn struct {
	Target    string // code
	Year      int
	Published string
	Drawn     progress.Progress
	Reason    string
}

// Data is the report as values.
func (r *report) Data() any {
	var verdicts []drawn
	for _, v := range r.Verdicts {
		verdicts = append(verdicts, drawn{v.Target.Code, v.published.Year, v.Symbol, v.Progress, v.Reason})
	}
	var goals []target.Target
	for _, g := range r.Goals {
		goals = append(goals, g.Target)
	}
	return struct {
		Agree, Plain int
		Table        [4][4]int // published by drawn
		Targets      []target.Target
		Verdicts     []drawn
		Sources      []string
	}{r.Agree, r.Plain, r.Table, goals, verdicts, sources}
}
