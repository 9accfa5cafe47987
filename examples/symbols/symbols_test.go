package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestOutput(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		t.Run(format, func(t *testing.T) {
			var got bytes.Buffer
			if err := write(&got, format); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "symbols."+format+".golden")
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("write(%q) mismatch (-want +got):\n%s", format, diff)
			}
		})
	}
}

func TestUnknownFormat(t *testing.T) {
	var out bytes.Buffer
	if err := write(&out, "yaml"); err == nil || out.Len() > 0 {
		t.Errorf("write(yaml) = %v after %d bytes, want an error and no output", err, out.Len())
	}
}

func TestPageFitsScreen(t *testing.T) {
	var page bytes.Buffer
	if err := write(&page, "text"); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(page.String()) {
		if width := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); width > 100 {
			t.Errorf("%d columns: %s", width, line)
		}
	}
}

func TestJSONIsData(t *testing.T) {
	var out bytes.Buffer
	if err := write(&out, "json"); err != nil {
		t.Fatal(err)
	}
	var got jsonReport
	d := json.NewDecoder(&out)
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	agree, cases := 0, 0
	for _, g := range got.Targets {
		for _, y := range g.Years {
			if cases++; y.Published == y.Drawn {
				agree++
			}
			if _, ok := y.Figures[strconv.Itoa(y.Year)]; len(y.Figures) < 4 || !ok {
				t.Errorf("%s in %d: figures %v", g.Indicator, y.Year, y.Figures)
			}
		}
	}
	if len(got.Targets) != 22 || cases != got.Cases || agree != got.Agree {
		t.Errorf("%d targets, %d of %d, counted as %d of %d", len(got.Targets), agree, cases, got.Agree, got.Cases)
	}
}

// computed is the report on the embedded data.
func computed(t *testing.T) *report {
	t.Helper()
	goals, err := load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := run(goals)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAgreement(t *testing.T) {
	r := computed(t)
	if r.Agree != 165 || r.Plain != 159 || len(r.Verdicts) != 175 {
		t.Errorf("%d agree, %d without targets to hold, of %d; want 165, 159, 175", r.Agree, r.Plain, len(r.Verdicts))
	}
	want := [4][4]int{{83, 2, 0, 0}, {2, 5, 3, 0}, {2, 1, 67, 0}, {0, 0, 0, 10}}
	if diff := cmp.Diff(want, r.Table); diff != "" {
		t.Errorf("table mismatch (-want +got):\n%s", diff)
	}
}

// TestSymbols draws every symbol from the written rule, in fractions.
func TestSymbols(t *testing.T) {
	for _, v := range computed(t).Verdicts {
		first, last := v.Series[0], v.Series[len(v.Series)-1]
		slope := new(big.Rat).Sub(last.Value.Rat(), first.Value.Rat())
		slope.Quo(slope, big.NewRat(int64(last.Period.Year()-first.Period.Year()), 1))
		better := slope.Sign()
		if v.Target.Indicator.Better == target.Lower {
			better = -better
		}
		gap := new(big.Rat).Sub(v.Target.Value.Rat(), last.Value.Rat())
		met := v.Target.Meets(last.Value)
		var want string
		if met || v.EachYear {
			switch {
			case met && better >= 0:
				want = evaluate.Sun
			case met:
				want = evaluate.SlightlyCloudy
			case better >= 0:
				want = evaluate.Cloud
			default:
				want = evaluate.Thunderstorm
			}
		} else {
			years := big.NewRat(int64(v.Target.Period.Year()-v.Year), 1)
			missed := new(big.Rat).Sub(gap, slope.Mul(slope, years))
			missed.Quo(missed, gap)
			switch {
			case missed.Cmp(big.NewRat(1, 20)) < 0:
				want = evaluate.Sun
			case missed.Cmp(big.NewRat(1, 5)) <= 0:
				want = evaluate.SlightlyCloudy
			case better > 0:
				want = evaluate.Cloud
			default:
				want = evaluate.Thunderstorm
			}
		}
		if v.Category != want {
			t.Errorf("%s in %d: %s, want %s", v.Target.Code, v.Year, v.Category, want)
		}
	}
}

func TestReasons(t *testing.T) {
	got := map[string]int{}
	for _, v := range computed(t).Verdicts {
		if v.agrees() != (v.Reason == "") {
			t.Errorf("%s in %d: %s, published %s: %q", v.Target.Code, v.Year, v.Category, v.Symbol, v.Reason)
		}
		if v.Reason != "" {
			kind, _, _ := strings.Cut(v.Reason, ":")
			got[kind]++
		}
	}
	if diff := cmp.Diff(map[string]int{"held": 2, "break": 2, "revised": 6}, got); diff != "" {
		t.Errorf("reasons mismatch (-want +got):\n%s", diff)
	}
}

// TestHeldGoal checks that one reading, a target to hold, gives all published
// symbols of the target that was met and lost, and not only those that differ.
func TestHeldGoal(t *testing.T) {
	goals, err := load()
	if err != nil {
		t.Fatal(err)
	}
	years := 0
	for _, g := range goals {
		if g.Target.Code != "4.1.a/2" {
			continue
		}
		for _, p := range g.Years {
			years++
			got, err := evaluate.Track(g.Target, p.Series, evaluate.Weather{EachYear: true})
			if err != nil || got.Category != p.Symbol {
				t.Errorf("%d: %s, %v, published %s", p.Year, got.Category, err, p.Symbol)
			}
		}
	}
	if years != 6 {
		t.Errorf("%d years, want 6", years)
	}
}

func TestNoReason(t *testing.T) {
	goals, err := load()
	if err != nil {
		t.Fatal(err)
	}
	v := verdict{goal: goals[0], published: goals[0].Years[0]}
	v.Symbol = "rainbow"
	if got, err := v.reason(); got != "not found" || err != nil {
		t.Errorf("reason() = %q, %v", got, err)
	}
	if _, err := run([]goal{{Target: v.Target, Years: []published{v.published}}}); err == nil {
		t.Error("run took a symbol that is none")
	}
}

func TestWorkedCase(t *testing.T) {
	v := computed(t).Worked
	if v.Category != evaluate.SlightlyCloudy || !v.agrees() {
		t.Errorf("%s, published %s", v.Category, v.Symbol)
	}
	for name, figures := range map[string][2]decimal.Decimal{
		"observed": {v.Observed.Decimal, decimal.RequireFromString("2.02")},
		"required": {v.Required.Decimal, decimal.RequireFromString("2.3375")},
		"forecast": {v.Forecast.Decimal, decimal.RequireFromString("62.46")},
		"ratio":    {v.Ratio.Decimal, decimal.RequireFromString("0.1358288770053476")},
	} {
		if !figures[0].Equal(figures[1]) {
			t.Errorf("%s = %s, want %s", name, figures[0], figures[1])
		}
	}
}

func TestEach(t *testing.T) {
	failed := errors.New("failed")
	if err := each("data/cases.csv", func([]string) error { return failed }); !errors.Is(err, failed) || !strings.Contains(err.Error(), "data/cases.csv: row 1") {
		t.Errorf("each = %v", err)
	}
	if err := each("data/nothing.csv", func([]string) error { return nil }); err == nil {
		t.Error("no error for a missing table")
	}
}
