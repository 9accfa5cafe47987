package main

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

const nation = "N"

var (
	applications = target.Indicator{
		Code: "applications", Name: "patent applications", Measure: "applications", Kind: target.Flow,
		Better: target.Higher,
	}
	inventions = target.Indicator{
		Code: "inventions", Name: "patent applications for inventions", Measure: "inventions", Kind: target.Flow,
		Better: target.Higher,
	}
)

const fulfilled, nearly, unfulfilled = "fulfilled", "nearly fulfilled", "not fulfilled"

// regime is how public the ranking is, and how much a quota obliges.
type regime struct {
	Name      string
	Publicity ranking.Publicity // zero: nobody but the centre sees it
	Force     target.Force
}

var regimes = []regime{
	{"secret", 0, target.Expected},
	{"public", ranking.Public, target.Expected},
	{"binding", ranking.Public, target.Binding},
	{"veto", ranking.Public, target.Veto},
}

// annual is one year of one regime.
type annual struct {
	Year       int
	Target     target.Target
	Stretch    decimal.Decimal
	Attainment decimal.Decimal // of the national target
	Quantity   decimal.Decimal // the nation's applications
	Quality    decimal.Decimal // the nation's inventions
	Pressure   decimal.Decimal // mean of the provinces'
	Unmet      int             // provinces that the scoring book calls not fulfilled
}

// history is one regime from the first year to the last.
type history struct {
	regime
	Years    []annual
	Agenda   *target.Agenda
	Change   target.AgendaChange // of the indicator
	Response response.Response
	Slack    hierarchy.LevelSlack // of the last plan
	Card     evaluate.Scorecard   // the last province's of the last ranking
	Ranking  []ranking.Row        // of the last year
}

// world is what all regimes share.
type world struct {
	params
	tree   *hierarchy.Tree
	people hierarchy.Column
	luck   [years][]luck
}

func newWorld(m params, seed uint64) (*world, error) {
	units := []hierarchy.Unit{{Code: nation, Name: "Nation", Level: "nation"}}
	for _, p := range places {
		units = append(units, hierarchy.Unit{Code: p.Code, Name: p.Name, Level: "province", Parent: nation})
	}
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, units)
	if err != nil {
		return nil, err
	}
	people, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for _, p := range places {
			if !yield(p.Code, p.People) {
				return
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return &world{params: m, tree: tree, people: people.Named("population"), luck: draw(seed, m.Luck)}, nil
}

// live runs the loop under a regime.
func (w *world) live(r regime) (*history, error) {
	out := &history{regime: r}
	all := w.firstProvinces()
	sum, err := w.total(all)
	if err != nil {
		return nil, err
	}
	value := sum.Quantity.Mul(one.Add(w.GrowthQuantity)).Round(0)
	stretch := w.Stretch
	parts := make(map[string]ranking.Parts) // of last year's table, by code
	grades := make(map[string]decimal.Decimal)
	var issued []target.Target
	var table *ranking.Table
	for year := 1; year <= years; year++ {
		// Goals become a target, which stands in an agenda with all before it.
		issued = append(issued, w.annualTarget(year, value, r.Force))
		if out.Agenda, err = target.NewAgenda(goals(), issued); err != nil {
			return nil, err
		}
		t, err := inForce(out.Agenda, year)
		if err != nil {
			return nil, err
		}

		// The target becomes quotas, by last year's results and by people.
		plan, err := w.cascade(t, all, stretch)
		if err != nil {
			return nil, err
		}
		before := slices.Clone(all)

		// Effort answers to pressure.
		now := annual{Year: year, Target: t, Stretch: stretch}
		for i := range all {
			p := &all[i]
			if table == nil {
				p.Pressure = w.feel(force(r.Force), decimal.Decimal{})
			} else {
				p.Pressure = w.feel(parts[p.Code], grades[p.Code])
			}
			now.Pressure = now.Pressure.Add(p.Pressure)
			p.work(w.params, t.Indicator.Code == inventions.Code, w.luck[year-1][i])
		}
		now.Pressure = now.Pressure.DivRound(decimal.New(int64(len(all)), 0), exact)

		// Results are assessed and scored, and the attainments ranked.
		cards, shares, err := score(plan, before, all)
		if err != nil {
			return nil, err
		}
		if table, err = rank(shares, table); err != nil {
			return nil, err
		}
		for code, card := range cards {
			if card.Grade == unfulfilled {
				now.Unmet++
			}
			grades[code] = stake(r.Force, card)
		}
		pressures, err := table.Pressures(ranking.PressureOptions{Force: r.Force, Publicity: r.Publicity})
		if err != nil {
			return nil, err
		}
		for _, p := range pressures {
			parts[p.Row.Code] = p.Parts
		}

		// Results and what the nation fell short move the next target.
		if sum, err = w.total(all); err != nil {
			return nil, err
		}
		now.Quantity, now.Quality = sum.Quantity, sum.Quality
		national, err := evaluate.Assess(t, target.Observation{
			Unit: nation, Indicator: t.Indicator.Code, Period: t.Period, Value: sum.result(t.Indicator),
		})
		if err != nil {
			return nil, err
		}
		now.Attainment = national.Attainment.Decimal
		out.Years = append(out.Years, now)
		value = w.next(value, sum.Quantity, sum.Quality, year)
		stretch = w.stretch(now.Attainment)
		if year == years {
			out.Slack = plan.Slack()[0]
			out.Ranking = slices.Collect(table.All())
			out.Card = cards[out.Ranking[len(out.Ranking)-1].Code]
		}
	}
	return out, out.respond()
}

// firstProvinces makes the provinces as they are in the year before the first.
func (w *world) firstProvinces() []province {
	var all []province
	for _, p := range places {
		x := province{place: p, Mobilised: w.Mobilised, Direction: w.Direction}
		x.yield(w.params, luck{})
		all = append(all, x)
	}
	return all
}

func (p province) result(i target.Indicator) decimal.Decimal {
	if i.Code == inventions.Code {
		return p.Quality
	}
	return p.Quantity
}

func (w *world) column(all []province, i target.Indicator) (hierarchy.Column, error) {
	return w.tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for _, p := range all {
			if !yield(p.Code, p.result(i)) {
				return
			}
		}
	})
}

// total is the nation's results, rolled up.
func (w *world) total(all []province) (province, error) {
	var sum province
	for _, x := range []struct {
		target.Indicator
		to *decimal.Decimal
	}{{applications, &sum.Quantity}, {inventions, &sum.Quality}} {
		c, err := w.column(all, x.Indicator)
		if err != nil {
			return sum, err
		}
		up, err := hierarchy.RollUp(x.Kind, c, hierarchy.Column{})
		if err != nil {
			return sum, err
		}
		*x.to, _ = up.At(nation)
	}
	return sum, nil
}

func goals() []target.Goal {
	return []target.Goal{{Code: "innovation", Title: "An innovative nation", Setter: "the centre"}}
}

// epoch is the year before the first of the model, in the calendar.
const epoch = 2000

// calendar is a year of the model as a period.
func calendar(year int) target.Period { return target.Year(epoch + year) }

func newYear(year int) string { return fmt.Sprintf("%d-01-01", epoch+year) }

// annualTarget is the nation's target for a year, in the place of the year
// before's.
func (w *world) annualTarget(year int, value decimal.Decimal, f target.Force) target.Target {
	t := target.Target{
		Code: codeOf(year), Goal: "innovation", Indicator: applications, Unit: nation, Period: calendar(year),
		Value: value,
		Force: f,
		Source: target.Source{
			Document: fmt.Sprintf("Plan of year %d", year), Issuer: "the centre", Date: newYear(year),
		},
	}
	if year >= w.Turn {
		t.Indicator = inventions
	}
	if year > 1 {
		t.Replaces = codeOf(year - 1)
	}
	return t
}

func codeOf(year int) string { return fmt.Sprintf("%s-%02d", nation, year) }

// inForce is the one target that is in force on the first day of a year.
func inForce(a *target.Agenda, year int) (target.Target, error) {
	then, err := a.AsOf(newYear(year))
	if err != nil {
		return target.Target{}, err
	}
	now := slices.Collect(then.Targets())
	if len(now) != 1 {
		return target.Target{}, fmt.Errorf("%d targets in force in year %d", len(now), year)
	}
	return now[0], nil
}

// cascade makes the quotas.
func (w *world) cascade(t target.Target, all []province, stretch decimal.Decimal) (*hierarchy.Plan, error) {
	last, err := w.column(all, t.Indicator)
	if err != nil {
		return nil, err
	}
	plan, err := hierarchy.Cascade(w.tree, t, hierarchy.Options{Rule: hierarchy.Rule{
		Method: hierarchy.Blend(
			hierarchy.Part{Weight: w.ByResult, Method: hierarchy.Proportional(last.Named("last year's results"))},
			hierarchy.Part{Weight: w.ByPeople, Method: hierarchy.Proportional(w.people)},
		),
		Stretch: decimal.NewNullDecimal(stretch),
	}})
	if err != nil {
		return nil, err
	}
	return plan, plan.Check()
}

// book scores a province for a year's quota, and for not doing worse than the
// year before.
func book(quota string) (*evaluate.Evaluator, error) { return evaluate.New(scheme(quota)) }

func scheme(quota string) evaluate.Scheme {
	return evaluate.Scheme{
		Name: "annual evaluation",
		Items: []evaluate.Item{
			{Code: quota, Name: "quota", Max: num("70"), Points: evaluate.Steps{Breakpoints: []evaluate.Breakpoint{
				{At: num("1"), Points: num("70")},
				{At: num("0.9"), Points: num("60")},
				{At: num("0.8"), Points: num("40")},
			}}},
			{Code: "no-fall", Name: "not below last year", Max: num("30"), Points: evaluate.ProRata{}},
		},
		Grades: []evaluate.Grade{
			{Name: fulfilled, From: num("90")}, {Name: nearly, From: num("60")}, {Name: unfulfilled},
		},
		Failed: unfulfilled,
	}
}

// score holds every province's result against its quota. It returns the
// scorecards and the attainments by code.
func score(
	plan *hierarchy.Plan, before, after []province,
) (map[string]evaluate.Scorecard, map[string]decimal.Decimal, error) {
	t := plan.Target()
	e, err := book(t.Code)
	if err != nil {
		return nil, nil, err
	}

	cards, shares := map[string]evaluate.Scorecard{}, map[string]decimal.Decimal{}
	quotas := map[string]target.Target{}
	for q := range plan.Targets() {
		quotas[q.Unit] = q
	}

	for i, p := range after {
		o := target.Observation{
			Unit: p.Code, Indicator: t.Indicator.Code, Period: t.Period, Value: p.result(t.Indicator),
		}
		quota, err := evaluate.Assess(quotas[p.Code], o)
		if err != nil {
			return nil, nil, err
		}

		floor, err := evaluate.Assess(target.Target{
			Code: "no-fall", Indicator: t.Indicator, Unit: p.Code, Period: t.Period,
			Value: before[i].result(t.Indicator),
		}, o)
		if err != nil {
			return nil, nil, err
		}

		card, err := e.Score(evaluate.Case{Unit: p.Code, Assessments: []evaluate.Assessment{quota, floor}})
		if err != nil {
			return nil, nil, err
		}

		cards[p.Code], shares[p.Code] = card, quota.Attainment.Decimal
	}

	return cards, shares, nil
}

// stake is how much of its weight the grade presses with.
func stake(f target.Force, c evaluate.Scorecard) decimal.Decimal {
	switch {
	case f == target.Veto && len(c.Vetoes) > 0:
		return one
	case f == target.Binding || f == target.Veto:
		return one.Sub(c.Total.Shift(-2))
	}
	return decimal.Decimal{}
}

// rank makes the table of attainments.
func rank(shares map[string]decimal.Decimal, before *ranking.Table) (*ranking.Table, error) {
	var entries []ranking.Entry
	for _, p := range places {
		entries = append(entries, ranking.Entry{Code: p.Code, Name: p.Name, Value: shares[p.Code]})
	}
	return ranking.New(entries, ranking.Options{
		Indicator: "attainment", Better: target.Higher, Target: decimal.NewNullDecimal(one), Before: before,
	})
}

// force is the only part of the pressure before there is a table, on the scale
// of ranking.Pressures: ⅓, ⅔ and 1.
func force(f target.Force) ranking.Parts {
	return ranking.Parts{Force: decimal.New(int64(f), 0).DivRound(decimal.New(3, 0), 18)}
}

// respond finds the change of the indicator in the agenda and asks whether the
// nation's behaviour followed. Where there was no change it asks the same of
// the year in which there would have been one.
func (h *history) respond() error {
	changes, err := h.Agenda.Changes("", "")
	if err != nil {
		return err
	}
	at := response.Intervention{What: "no change", At: calendar(turn)}
	for c := range changes {
		if c.What == target.Replaced && slices.Contains(c.Fields(), "indicator") {
			h.Change = c
			if at, err = response.InterventionOf(c); err != nil {
				return err
			}
		}
	}
	b := response.Behaviour{Unit: nation}
	for _, y := range h.Years {
		b.Figures = append(b.Figures, target.Point{Period: calendar(y.Year), Value: y.Quantity})
		b.Part = append(b.Part, target.Point{Period: calendar(y.Year), Value: y.Quality})
	}
	h.Response, err = response.Analyse(at, b)
	return err
}
