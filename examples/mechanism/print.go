package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/examples/internal/page"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// Page is the first page.
func (r *pageData) Page() string {
	return strings.Join([]string{r.head(), r.responses(), r.limits()}, "\n")
}

// Text is everything, the results before the parameters.
func (r *pageData) Text() string {
	return strings.Join([]string{
		r.head(), r.course(), r.responses(), r.combinations(), r.close(), r.limits(), r.parameters(),
	}, "\n")
}

func (r *pageData) head() string {
	var s strings.Builder
	fmt.Fprintf(&s, `A closed loop: goals, quotas, effort, results, ranking, and back

  The nation, its %d provinces and all figures below are made up. Each year the centre sets a target
  and hands it down as quotas; provinces put effort where pressure is, results are scored and the
  attainments ranked; ranking and grades make the next year's pressure, results the next target.
  Until year %d patent applications are counted, from year %d on only those for inventions.
  Luck is the same under all regimes:

`, len(places), turn-1, turn)
	for _, g := range regimes {
		fmt.Fprintf(&s, "    %-8s %s sees the ranking; quotas are %s\n", g.Name, seenBy(g.Publicity), g.force())
	}
	return s.String()
}

func (g regime) force() string {
	if g.Force == target.Veto {
		return "a veto"
	}
	return g.Force.String()
}

func seenBy(p ranking.Publicity) string {
	switch p {
	case ranking.OwnPosition:
		return "each its own place"
	case ranking.AmongPeers:
		return "the provinces"
	case ranking.Public:
		return "everybody"
	}
	return "only the centre"
}

func (r *pageData) parameters() string {
	m := r.Params
	var s strings.Builder
	fmt.Fprintf(&s, "6. The model and its parameters; seed %d\n\n", r.Seed)

	for _, line := range [][3]string{
		{"mobilised", fmt.Sprintf("u ← u + %s·p·(1 − u) − %s·u", m.Rise, m.Decay), fmt.Sprintf("from %s", m.Mobilised)},
		{
			"direction", fmt.Sprintf("s ← s + %s·p·(aim − s)", m.Turning),
			fmt.Sprintf("from %s; aim %s, from year %d %s", m.Direction, m.AimQuantity, m.Turn, m.AimQuality),
		},
		{
			"inventions", fmt.Sprintf("K·u·s/%s·(1 + ε)", m.Cost),
			fmt.Sprintf("capacity K grows by %s a year", page.Percent(m.Capacity, 0)),
		},
		{"applications", "inventions + K·u·(1 − s)·(1 + η)", fmt.Sprintf("ε, η between ±%d ‰", m.Luck)},
	} {
		fmt.Fprintf(&s, "  %-12s  %-34s  %s\n", line[0], line[1], line[2])
	}

	w := m.Weights
	fmt.Fprintf(&s, "  pressure      p = (%s·shortfall + %s·force + %s·grade + v·(%s·ahead + %s·next + %s)) / %s\n",
		w.Shortfall, w.Force, m.Grade, w.Ahead, w.Next, w.Publicity, m.weights())
	fmt.Fprintf(&s, "                v: 0 where only the centre sees the ranking, ⅓ own place, ⅔ peers, 1 public;\n")
	fmt.Fprintf(&s, "                force: ⅓ expected, ⅔ binding, 1 veto; in year 1 it is all there is\n")
	fmt.Fprintf(&s, "                grade: 0 expected; points lost; 1 where a veto is missed\n")
	fmt.Fprintf(&s, "  next target   max(T, (T + A)/2)·(1 + g)   g = %s, then %s; at the turn A·(1 + %s)\n",
		page.Percent(m.GrowthQuantity, 0), page.Percent(m.GrowthQuality, 0), page.Percent(m.Leap, 0))
	s.WriteString("                the first: A·(1 + g), A being what year 0 would make without luck\n")
	fmt.Fprintf(
		&s, "  stretch       %s and half of the nation's shortfall, at most %s\n", page.Percent(m.Stretch, 0),
		page.Percent(m.StretchMost, 0),
	)

	fmt.Fprintf(&s, "  quotas        %s parts by last year's results, %s by population\n", m.ByResult, m.ByPeople)
	for i, item := range scheme("quota").Items {
		head := ""
		if i == 0 {
			head = "scorecard"
		}
		fmt.Fprintf(&s, "  %-12s  %s: %s\n", head, item.Name, points(item))
	}

	var grades []string
	for _, g := range scheme("quota").Grades {
		if g.From.Sign() > 0 {
			grades = append(grades, fmt.Sprintf("%s from %s points", g.Name, g.From))
		}
	}

	fmt.Fprintf(
		&s, "                %s;\n                else, or where a veto is missed, %s\n\n",
		strings.Join(grades, ", "), unfulfilled,
	)
	t := page.Table{{"", "Province", " Thousand people", " Capacity in year 0"}}
	for _, p := range places {
		t = append(t, []string{p.Code, p.Name, p.People.String(), numtext.Figure(p.Capacity)})
	}
	return s.String() + t.String()
}

// points says how attainment becomes points in an item of the book.
func points(i evaluate.Item) string {
	steps, ok := i.Points.(evaluate.Steps)
	if !ok {
		return fmt.Sprintf("%s points pro rata", i.Max)
	}
	var parts []string
	for _, step := range steps.Breakpoints {
		parts = append(parts, fmt.Sprintf("%s from %s", step.Points, page.Percent(step.At, 0)))
	}
	return strings.Join(parts, ", ") + " points"
}

func (r *pageData) course() string {
	t := page.Table{{" Year", "Target on"}}
	for range 2 {
		for _, h := range r.Regimes {
			t[0] = append(t[0], " "+h.Name)
		}
	}
	for year := range years {
		row := []string{fmt.Sprint(year + 1), r.Regimes[0].Years[year].Target.Indicator.Code}
		for _, h := range r.Regimes {
			row = append(row, h.Years[year].Attainment.Shift(2).StringFixed(1))
		}
		for _, h := range r.Regimes {
			row = append(row, h.Years[year].share().Shift(2).StringFixed(1))
		}
		t = append(t, row)
	}
	return "1. Attainment of the nation's target, %, and the share of inventions in its applications, %\n\n" +
		t.Over(map[int]string{2: "Attainment", 2 + len(r.Regimes): "Share of inventions"}) + t.String()
}

// share is that of inventions in applications.
func (a annual) share() decimal.Decimal { return a.Quality.DivRound(a.Quantity, exact) }

func (r *pageData) responses() string {
	t := page.Table{{
		"Regime", " Before", " After", " Level", " t", " Slope", " t", " Target", " Result", " Slack", " Failed",
		" Pressure",
	}}

	for _, h := range append(r.Regimes[:len(r.Regimes):len(r.Regimes)], r.Control) {
		name := h.Name
		if h == r.Control {
			name += ", no turn"
		}
		x, last := h.Response, h.Years[years-1]
		t = append(t, []string{
			name, x.Before.Share.Decimal.Shift(2).StringFixed(1), x.After.Share.Decimal.Shift(2).StringFixed(1),
			pts(x.Shares.LevelChange), tOf(x.Shares.LevelChange), pts(x.Shares.SlopeChange), tOf(x.Shares.SlopeChange),
			numtext.Figure(last.Target.Value), numtext.Figure(last.result()), page.Percent(h.Slack.Step.Decimal, 1),
			fmt.Sprint(h.unmet()), h.pressure().StringFixed(2),
		})
	}

	return "2. Did behaviour follow? Share of inventions before and after the turn, %, and the break in points\n\n" +
		t.String() +
		fmt.Sprintf("\n  The changes of the level in year %d and of the slope, in points a year, each with its "+
			"t statistic.\n"+
			"  A large response saturates, bends away from a straight line and so has a larger error: the break\n"+
			"  is the size of the response, t is not. Target, Result and Slack, by which the quotas go beyond\n"+
			"  the target, are of year %d. Failed counts scorecards that are %s, of %d. Pressure is\n"+
			"  the mean over provinces and years. The last line is the control, a target that did not turn.\n",
			turn, years, unfulfilled, years*len(places))
}

func (a annual) result() decimal.Decimal {
	return province{Quantity: a.Quantity, Quality: a.Quality}.result(a.Target.Indicator)
}

func (h *history) unmet() int {
	n := 0
	for _, y := range h.Years {
		n += y.Unmet
	}
	return n
}

func (h *history) pressure() decimal.Decimal {
	var sum decimal.Decimal
	for _, y := range h.Years {
		sum = sum.Add(y.Pressure)
	}
	return sum.DivRound(decimal.New(years, 0), exact)
}

func pts(e response.Coefficient) string { return page.Signed(e.Estimate.Decimal.Shift(2), 1) }

func tOf(e response.Coefficient) string { return page.OrDash(e.T, 1) }

func (r *pageData) combinations() string {
	t := page.Table{{"Who sees the ranking"}}
	for range 3 {
		for _, f := range forces {
			t[0] = append(t[0], " "+f.String())
		}
	}

	for i, row := range r.Grid {
		line := []string{seenBy(publicities[i])}
		for _, h := range row {
			line = append(line, pts(h.Response.Shares.LevelChange))
		}
		for _, h := range row {
			line = append(line, h.change().Shift(2).StringFixed(1))
		}
		for _, h := range row {
			line = append(line, h.Years[years-1].Attainment.Shift(2).StringFixed(0))
		}
		t = append(t, line)
	}

	return "3. Transparency and force: the response under each pair of them\n\n" +
		t.Over(map[int]string{
			1: "Level, points", 1 + len(forces): "After less before",
			1 + 2*len(forces): fmt.Sprintf("Attainment, year %d", years),
		}) + t.String() +
		"\n  After less before: of the share of inventions, in points.\n"
}

// change is by how many points the share of inventions is greater after the
// turn than before.
func (h *history) change() decimal.Decimal {
	return h.Response.After.Share.Decimal.Sub(h.Response.Before.Share.Decimal)
}

func (r *pageData) close() string {
	h := r.Regimes[len(r.Regimes)-1]
	t := page.Table{{" Rank", " Since", "Province", " Attainment, %", " To the quota"}}
	for _, x := range h.Ranking {
		t = append(t, []string{
			fmt.Sprint(x.Rank), page.Move(x.Move), x.Name, x.Value.Shift(2).StringFixed(1),
			numtext.Fixed(x.ToTarget.Decimal.Shift(2), 1),
		})
	}
	return fmt.Sprintf("4. The last year of %s, closer\n\n", h.Name) + t.String() +
		"\n  The last one's scorecard:\n\n" + page.Indent(h.Card.Explain(), 4) +
		"\n  The turn, as the agenda has it:\n\n" + page.Indent(h.Change.String(), 4)
}

func (r *pageData) limits() string {
	return "5. What this cannot show\n\n" + page.Indent(
		"That pressure moves effort is put into the model, not found by it. What comes out is what the parts "+
			"make together: "+
			"how large the response is, in which order, and that the loop feeds on itself, since who responds "+
			"is asked for more. "+
			"Provinces do not learn, bargain, or report what is not so.\n"+response.Caution, 4)
}

// Data is the result as values. Of the combinations it has what came of them, and not
// their years.
func (r *pageData) Data() any {
	var grid []history
	for _, row := range r.Grid {
		for _, h := range row {
			short := *h
			short.Years, short.Agenda, short.Ranking = nil, nil, nil
			grid = append(grid, short)
		}
	}
	return struct {
		MadeUp  bool
		Seed    uint64
		Params  params
		Places  []place
		Regimes []*history
		Control *history
		Grid    []history
		Caution string
	}{true, r.Seed, r.Params, places, r.Regimes, r.Control, grid, response.Caution}
}
