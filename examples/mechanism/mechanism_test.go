package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/golden"
	"github.com/targetcascade/cascade/ranking"
)

func TestOutput(t *testing.T) {
	r, err := run(defaultSeed)
	if err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "mechanism", r)
}

func TestPageSaysSeed(t *testing.T) {
	for seed := range uint64(3) {
		r, err := run(seed)
		if err != nil {
			t.Fatal(err)
		}
		text := r.Text()
		golden.Fits(t, text)
		if want := fmt.Sprintf("seed %d\n", seed); !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestSeed(t *testing.T) {
	if diff := cmp.Diff(draw(1, 40), draw(1, 40)); diff != "" {
		t.Errorf("one seed draws differently:\n%s", diff)
	}
	if cmp.Equal(draw(1, 40), draw(2, 40)) {
		t.Error("two seeds draw alike")
	}
	least, most := decimal.Decimal{}, decimal.Decimal{}
	for _, year := range draw(1, 40) {
		if len(year) != len(places) {
			t.Fatalf("luck for %d provinces", len(year))
		}
		for _, l := range year {
			least, most = decimal.Min(least, l.Quality, l.Others), decimal.Max(most, l.Quality, l.Others)
		}
	}
	if limit := num("0.04"); least.LessThan(limit.Neg()) || most.GreaterThan(limit) ||
		least.GreaterThan(num("-0.03")) || most.LessThan(num("0.03")) {
		t.Errorf("luck from %s to %s, want it to fill ±0.040", least, most)
	}
}

// TestWork follows one province through one year by hand.
func TestWork(t *testing.T) {
	p := province{
		place: place{Capacity: num("1000")}, Mobilised: num("0.4"), Direction: num("0.2"), Pressure: num("0.5"),
	}
	p.work(defaults, true, luck{Quality: num("0.01"), Others: num("-0.02")})
	// u = 0.4 + 0.25·0.5·0.6 − 0.03·0.4, s = 0.2 + 0.5·0.5·0.6, K = 1030
	want := province{
		place: place{Capacity: num("1030")}, Mobilised: num("0.463"), Direction: num("0.35"), Pressure: num("0.5"),
		Quality:  num("84"),  // 1030·0.463·0.35/2·1.01 = 84.29
		Quantity: num("388"), // and 1030·0.463·0.65·0.98 = 303.78
	}
	if diff := cmp.Diff(want, p, cmp.AllowUnexported(province{})); diff != "" {
		t.Errorf("work() mismatch (-want +got):\n%s", diff)
	}
}

func TestFeel(t *testing.T) {
	parts := ranking.Parts{
		Shortfall: num("0.1"), Ahead: num("0.5"), Next: num("0.8"), Force: num("0.5"), Publicity: one,
	}
	for _, c := range []struct {
		name             string
		publicity, grade decimal.Decimal
		want             string
	}{
		{"unseen", decimal.Decimal{}, decimal.Decimal{}, "0.13"},  // (0.3 + 1)/10
		{"seen by all", one, decimal.Decimal{}, "0.36"},           // and (0.5 + 0.8 + 1)/10
		{"seen by half", half, decimal.Decimal{}, "0.245"},        // and half of that
		{"failed before everybody's eyes", one, one, "0.56"},      // and 2/10
		{"failed unseen", decimal.Decimal{}, num("0.25"), "0.18"}, // and 0.5/10
	} {
		t.Run(c.name, func(t *testing.T) {
			parts.Publicity = c.publicity
			if got := defaults.feel(parts, c.grade); !got.Equal(num(c.want)) {
				t.Errorf("feel() = %s, want %s", got, c.want)
			}
		})
	}
}

func TestNext(t *testing.T) {
	for _, c := range []struct {
		name                 string
		now, quantity, value string
		year                 int
		want                 string
	}{
		{"short of the target", "1000", "900", "50", 2, "1060"},
		{"beyond it", "1000", "1200", "50", 2, "1166"},
		{"at the turn", "1000", "1200", "50", turn - 1, "65"},
		{"after it", "65", "1200", "85", turn, "84"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := defaults.next(num(c.now), num(c.quantity), num(c.value), c.year); !got.Equal(num(c.want)) {
				t.Errorf("next() = %s, want %s", got, c.want)
			}
		})
	}
	for attainment, want := range map[string]string{"1.2": "0.05", "1": "0.05", "0.9": "0.1", "0.5": "0.2"} {
		if got := defaults.stretch(num(attainment)); !got.Equal(num(want)) {
			t.Errorf("stretch(%s) = %s, want %s", attainment, got, want)
		}
	}
}

// each runs a test on several seeds: what the page claims must not hang on
// one.
func each(t *testing.T, f func(t *testing.T, r *pageData)) {
	t.Helper()
	for _, seed := range []uint64{defaultSeed, 1, 2, 3, 4} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			r, err := run(seed)
			if err != nil {
				t.Fatal(err)
			}
			f(t, r)
		})
	}
}

func less(a, b decimal.NullDecimal) bool { return a.Valid && b.Valid && a.Decimal.LessThan(b.Decimal) }

// TestResponse checks the claim of the page. The more public the ranking and the
// stronger the force, the larger the response. Without a change of the target there is
// none to speak of.
func TestResponse(t *testing.T) {
	each(t, func(t *testing.T, r *pageData) {
		for i, h := range r.Regimes {
			level := h.Response.Shares.LevelChange
			if !level.T.Valid || level.T.Decimal.LessThan(num("3")) {
				t.Errorf("%s: level change %v", h.Name, level)
			}
			if i > 0 && !less(r.Regimes[i-1].Response.Shares.LevelChange.Estimate, level.Estimate) {
				t.Errorf("%s responds no more than %s", h.Name, r.Regimes[i-1].Name)
			}
		}
		for i, row := range r.Grid {
			for j, h := range row {
				if i > 0 && !r.Grid[i-1][j].change().LessThan(h.change()) {
					t.Errorf("%s, %v: no more than where fewer see the ranking", seenBy(h.Publicity), h.Force)
				}
				if j > 0 && !row[j-1].change().LessThan(h.change()) {
					t.Errorf("%s, %v: no more than with less force", seenBy(h.Publicity), h.Force)
				}
			}
		}
		last := r.Regimes[3].Response.Shares.LevelChange.Estimate.Decimal
		control := r.Control.Response.Shares.LevelChange.Estimate.Decimal
		if control.Abs().Mul(num("5")).GreaterThan(last) {
			t.Errorf("without a turn the level change is %s, with it %s", control, last)
		}
	})
}

// TestLoop holds that the loop feeds on itself: without transparency the
// nation falls short and quotas are stretched, and who responds is asked for
// more.
func TestLoop(t *testing.T) {
	each(t, func(t *testing.T, r *pageData) {
		secret, public := r.Regimes[0], r.Regimes[1]
		for i, y := range secret.Years {
			if i > 0 && !y.Attainment.LessThan(public.Years[i].Attainment) {
				t.Errorf("year %d: secret attains %s, public %s", y.Year, y.Attainment, public.Years[i].Attainment)
			}
			if i > 0 && secret.Years[i-1].Attainment.LessThan(one) && !y.Stretch.GreaterThan(defaults.Stretch) {
				t.Errorf("year %d: stretch %s after a shortfall", y.Year, y.Stretch)
			}
		}
		for i, h := range r.Regimes[1:] {
			if a, b := r.Regimes[i].Years[years-1].Target.Value, h.Years[years-1].Target.Value; !a.LessThan(b) {
				t.Errorf("%s is asked for %s at last, %s for %s", r.Regimes[i].Name, a, h.Name, b)
			}
		}
		for _, h := range r.Regimes {
			// The quotas are whole, so slack is the stretch, to one patent.
			last := h.Years[years-1]
			if off := h.Slack.Step.Decimal.Sub(last.Stretch).Abs(); off.GreaterThan(
				one.DivRound(last.Target.Value, 16),
			) {
				t.Errorf("%s: slack %s, stretch %s", h.Name, h.Slack.Step.Decimal, last.Stretch)
			}
		}
		if expected := r.Regimes[1]; !slices.ContainsFunc(r.Regimes[3].Years, func(y annual) bool {
			return y.Unmet > 0
		}) || r.Regimes[3].unmet() <= expected.unmet() {
			t.Errorf("a veto fails %d, without it %d fail", r.Regimes[3].unmet(), expected.unmet())
		}
	})
}

// TestAgenda holds that the agenda tells the story of the targets.
func TestAgenda(t *testing.T) {
	r, err := run(defaultSeed)
	if err != nil {
		t.Fatal(err)
	}

	for _, h := range append(slices.Clone(r.Regimes), r.Control) {
		agendaHistory := slices.Collect(h.Agenda.History(codeOf(4)))
		if len(agendaHistory) != years {
			t.Fatalf("%s: %d targets in the history", h.Name, len(agendaHistory))
		}
		for i, x := range agendaHistory {
			y := h.Years[i]
			if !x.Value.Equal(y.Target.Value) || x.Period != calendar(y.Year) ||
				x.Indicator.Code != y.Target.Indicator.Code || x.Force != h.Force {
				t.Errorf("%s, year %d: %v in the agenda, %v in the loop", h.Name, y.Year, x, y.Target)
			}
			if (x.Indicator.Code == inventions.Code) != (h != r.Control && y.Year >= turn) {
				t.Errorf("%s, year %d: target on %s", h.Name, y.Year, x.Indicator.Code)
			}
			if got, err := inForce(h.Agenda, y.Year); err != nil || got.Code != x.Code {
				t.Errorf("%s, year %d: %v in force, %v", h.Name, y.Year, got.Code, err)
			}
		}
	}

	if r.Control.Change.To != nil {
		t.Errorf("the control has a turn: %v", r.Control.Change)
	}
	if c := r.Regimes[0].Change; c.Date != newYear(turn) || c.To == nil || c.To.Indicator.Code != inventions.Code {
		t.Errorf("the turn is %v", c)
	}
}

// TestGridHoldsRegimes holds that the pairs are the regimes run again.
func TestGridHoldsRegimes(t *testing.T) {
	r, err := run(3)
	if err != nil {
		t.Fatal(err)
	}
	for i, at := range [][2]int{{0, 0}, {3, 0}, {3, 1}, {3, 2}} {
		want, got := r.Regimes[i], r.Grid[at[0]][at[1]]
		if want.Publicity != got.Publicity || want.Force != got.Force || !want.change().Equal(got.change()) {
			t.Errorf("%s is not row %d, column %d of the grid", want.Name, at[0], at[1])
		}
	}
}
