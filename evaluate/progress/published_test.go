package progress_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// TestPublishedRules holds each rule to the sentences of its source.
func TestPublishedRules(t *testing.T) {
	for _, row := range testkit.Table(t, "testdata/published_rules.csv") {
		rule, sentence, series, want := row[0], row[1], row[2:9], row[9:]
		t.Run(rule+": "+sentence, func(t *testing.T) {
			p := judge(t, rule, series)
			got := []string{present(p.Measure), present(p.Score), p.Category, p.Reason.String()}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("measure, score, category, reason mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestVerdicts holds each rule to verdicts computed by hand.
func TestVerdicts(t *testing.T) {
	for _, row := range testkit.Table(t, "testdata/verdicts.csv") {
		rule, name, series, want := row[0], row[1], row[2:9], row[9:]
		t.Run(rule+": "+name, func(t *testing.T) {
			got := judge(t, rule, series)
			checkFigure(t, "ObservedRate", got.ObservedRate, want[0], 8)
			checkFigure(t, "RequiredRate", got.RequiredRate, want[1], 8)
			checkFigure(t, "Measure", got.Measure, want[2], 8)
			checkFigure(t, "Score", got.Score, want[3], 8)
			checkFigure(t, "Forecast", got.Forecast, want[4], 8)
			if got.Category != want[5] || got.Reason.String() != want[6] {
				t.Errorf("Track() = %q, %q, want %q, %q", got.Category, got.Reason, want[5], want[6])
			}
		})
	}
}

// TestReports replays public bug reports.
func TestReports(t *testing.T) {
	for _, row := range testkit.Table(t, "testdata/reports.csv") {
		source, what, rule, series, want := row[0], row[1], row[2], row[3:10], row[10:]
		t.Run(source+": "+what, func(t *testing.T) {
			got := judge(t, rule, series)
			checkFigure(t, "ObservedRate", got.ObservedRate, want[0], 12)
			checkFigure(t, "Measure", got.Measure, want[1], 12)
			checkFigure(t, "Score", got.Score, want[2], 12)
			checkFigure(t, "Forecast", got.Forecast, want[3], 12)
			if want[4] != "?" && got.Category != want[4] {
				t.Errorf("Category = %q, want %q", got.Category, want[4])
			}
			if got.Reason.String() != want[5] {
				t.Errorf("Reason = %q, want %q", got.Reason, want[5])
			}
		})
	}
}

// TestOpenSDGSite holds the rule without a target to the series of a site that uses it.
func TestOpenSDGSite(t *testing.T) {
	for _, row := range testkit.Table(t, "testdata/open_sdg_site.csv") {
		for better, want := range map[target.Direction][]string{target.Higher: row[3:6], target.Lower: row[6:9]} {
			t.Run(row[0]+" "+better.String(), func(t *testing.T) {
				points := testkit.Years(whole(t, row[1]), row[2])
				got, err := progress.TrackTrend(toward(better).Indicator, points, progress.OpenSDG())
				if err != nil {
					t.Fatal(err)
				}
				checkFigure(t, "Measure", got.Measure, want[0], 12)
				checkFigure(t, "Score", got.Score, want[2], 12)
				if got.Category != want[1] {
					t.Errorf("Category = %q, want %q", got.Category, want[1])
				}
			})
		}
	}
}

// judge judges a series by the rule of a name. The cells are better, kind, per, target,
// by, first and figures, as the head of a file says.
func judge(t *testing.T, name string, cells []string) progress.Progress {
	t.Helper()
	goal := toward(parse[target.Direction](t, cells[0]))
	goal.Indicator.Kind = parse[target.Kind](t, cells[1])
	goal.Indicator.Per = maybe(cells[2]).Decimal
	points := years(whole(t, cells[5]), cells[6])
	rule := ruleOf(t, name)
	if cells[4] == "" {
		got, err := progress.TrackTrend(goal.Indicator, points, rule)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}

	goal.Code, goal.Unit, goal.Period = "t", "440000", target.Year(whole(t, cells[4]))
	value, upper, isRange := strings.Cut(cells[3], "..")
	if isRange {
		goal.Comparator, goal.Upper = target.Within, num(upper)
	}
	value, tolerance, isAbout := strings.Cut(value, "±")
	if isAbout {
		goal.Comparator, goal.Tolerance = target.About, num(tolerance)
	}
	goal.Value = num(value)
	return track(t, goal, points, rule)
}

// ruleOf returns the rule of a name.
func ruleOf(t *testing.T, name string) progress.Rule {
	t.Helper()
	name, limit, _ := strings.Cut(name, " limit ")

	switch name {
	case "OpenSDG":
		rule := progress.OpenSDG()
		rule.Limit = maybe(limit)
		return rule
	case "UNSD":
		return progress.UNSD()
	case "CurrentStatus":
		return progress.CurrentStatus{}
	case "Anticipated":
		return progress.Anticipated{}
	case "LinearRatio":
		return progress.LinearRatio{}
	case "Forecast":
		return progress.Forecast{}
	case "Forecast compound":
		return progress.Forecast{Compound: true}
	case "Weather":
		return progress.Weather{}
	case "Weather each year":
		return progress.Weather{EachYear: true}
	case "CAGRRatio":
		return progress.CAGRRatio{}
	}
	t.Fatalf("no rule is called %q", name)
	return nil
}

// toward returns an indicator without a target.
func toward(better target.Direction) target.Target {
	return target.Target{Indicator: target.Indicator{
		Code: "x", Kind: target.Ratio, Better: better, Places: target.Places(2),
	}}
}

// parse reads a word of an enumeration.
func parse[E any, P interface {
	*E
	UnmarshalText(text []byte) error
}](t *testing.T, word string) E {
	t.Helper()
	var e E
	if err := P(&e).UnmarshalText([]byte(word)); err != nil {
		t.Fatal(err)
	}
	return e
}

func whole(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// present prints a figure with up to eight decimals, an absent one as the empty string.
func present(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return brief(d)
}

// checkFigure compares a figure with one that is right to some digits. "?" is any
// figure.
func checkFigure(t *testing.T, name string, got decimal.NullDecimal, want string, digits int32) {
	t.Helper()
	if want == "?" {
		return
	}
	w := maybe(want)
	off, allowed := got.Decimal.Sub(w.Decimal).Abs(), decimal.Max(w.Decimal.Abs(), num("1")).Shift(-digits)
	if got.Valid != w.Valid || off.Cmp(allowed) > 0 {
		t.Errorf("%s = %v, want %q", name, got, want)
	}
}
