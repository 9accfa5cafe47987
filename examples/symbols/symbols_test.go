package main

import (
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/examples/internal/golden"
	"github.com/targetcascade/cascade/target"
)

func TestOutput(t *testing.T) { golden.Check(t, "symbols", computed(t)) }

func TestCounts(t *testing.T) {
	r := computed(t)
	agree, byTarget := 0, 0
	for _, v := range r.Verdicts {
		if v.agrees() {
			agree++
		}
		if len(v.Series) < 4 || v.Series[len(v.Series)-1].Period != target.Year(v.published.Year) {
			t.Errorf("%s in %d: figures %v", v.Target.Code, v.published.Year, v.Series)
		}
	}
	for _, g := range r.Goals {
		byTarget += g.Agree
	}
	if len(r.Goals) != 22 || agree != r.Agree || byTarget != r.Agree {
		t.Errorf("%d targets, %d agree, %d by target, want 22, and %d twice", len(r.Goals), agree, byTarget, r.Agree)
	}
}

// computed is the report on the embedded data.
func computed(t *testing.T) *report {
	t.Helper()
	r, err := compute()
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
		slope.Quo(slope, big.NewRat(int64(last.Period.EndYear()-first.Period.EndYear()), 1))
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
				want = progress.Sun
			case met:
				want = progress.SlightlyCloudy
			case better >= 0:
				want = progress.Cloud
			default:
				want = progress.Thunderstorm
			}
		} else {
			years := big.NewRat(int64(v.Target.Period.EndYear()-v.Year), 1)
			missed := new(big.Rat).Sub(gap, slope.Mul(slope, years))
			missed.Quo(missed, gap)
			switch {
			case missed.Cmp(big.NewRat(1, 20)) < 0:
				want = progress.Sun
			case missed.Cmp(big.NewRat(1, 5)) <= 0:
				want = progress.SlightlyCloudy
			case better > 0:
				want = progress.Cloud
			default:
				want = progress.Thunderstorm
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
			got, err := progress.Track(g.Target, p.Series, progress.Weather{EachYear: true})
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
	v := verdict{goalData: goals[0], published: goals[0].Years[0]}
	v.Symbol = "rainbow"
	if got, err := v.reason(); got != "not found" || err != nil {
		t.Errorf("reason() = %q, %v", got, err)
	}
	if _, err := run([]goalData{{Target: v.Target, Years: []published{v.published}}}); err == nil {
		t.Error("run took a symbol that is none")
	}
}

func TestWorkedCase(t *testing.T) {
	v := computed(t).Worked
	if v.Category != progress.SlightlyCloudy || !v.agrees() {
		t.Errorf("%s, published %s", v.Category, v.Symbol)
	}
	for name, figures := range map[string][2]decimal.Decimal{
		"observed": {v.ObservedRate.Decimal, decimal.RequireFromString("2.02")},
		"required": {v.RequiredRate.Decimal, decimal.RequireFromString("2.3375")},
		"forecast": {v.Forecast.Decimal, decimal.RequireFromString("62.46")},
		"ratio":    {v.Measure.Decimal, decimal.RequireFromString("0.1358288770053476")},
	} {
		if !figures[0].Equal(figures[1]) {
			t.Errorf("%s = %s, want %s", name, figures[0], figures[1])
		}
	}
}
