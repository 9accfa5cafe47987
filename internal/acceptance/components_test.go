package acceptance_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
	"github.com/targetcascade/cascade/target/temporal"
)

// mechanism prints what the components of the mechanism answer.
type mechanism struct {
	*testing.T
	b strings.Builder
}

func (m *mechanism) print(v ...any) { fmt.Fprintln(&m.b, v...) }

// must returns a result, and stops the test if there is an error.
func must[V any](v V, err error) func(m *mechanism) V {
	return func(m *mechanism) V {
		m.Helper()
		if err != nil {
			m.Fatal(err)
		}
		return v
	}
}

// TestComponents says each component of the pressure driving mechanism (Cheng and
// Drahos 2018, IIC 49:5–40) in the words of this library. The numbers of the notes
// are those of the paper. Figures without a source in the notes are invented.
//
// Component 34, regulation by networks (note 61), is a description of the whole and
// has no operation of its own.
func TestComponents(t *testing.T) {
	for _, c := range []struct {
		name, notes string
		run         func(m *mechanism)
		want        string
	}{
		{
			"1 an outcome outside the system", "1, 2, 4, 90", worldOffices,
			"1 CN 526412 from 2\n2 US 503582 from 1\n",
		},
		{
			"2 a goal without a number, and its targets", "29, 40–43", goalAndTargets,
			"effect, quality under strategy\ndensity under strategy\n",
		},
		{"3 mid-term values on the way to 2020", "41–43", midTerm, "2013 3.3\n2016 7.0\n2020 12.0\n"},
		{
			"4 plan documents", "5, 37, 45–49", planDocuments,
			"plan-10 []\nplan-12 [anhui nation] instead of plan-10\n",
		},
		{"5 areas in one document", "49", areas, "enforcement: cases\n"},
		{"6 special tasks in their order", "37", specialTasks, "1 quality of patents\n2 protection\nmet true\n"},
		{
			"7 promotion into the national plan", "54", promotion,
			"2010-11-11 issued\n2011-03-14 issued\n2011-03-14 promoted\nin force: plan-12\n",
		},
		{
			"8 per 10,000 of the projected people", "50", projectedPeople,
			"at least 1,740,691 patents in force by 2020\n",
		},
		{
			"9 what the statistics cover", "51", coverage,
			"observation.coverage does not fit\nmet true\n",
		},
		{"10 several parents", "52, 53", severalParents, "lineage of chongqing: made-in-china plan-12\n"},
		{"11 who sets", "38, 40, 41, 44–46", whoSets, "sipo for pipo-ah: true\nhefei for pipo-ah: false\n"},
		{
			"12 levels that some places lack", "18, 28, 36, 62", optionalLevels,
			"34 nation\n3401 34\n340111 3401\n429004 42\n",
		},
		{
			"13 double leadership", "33, 38", doubleLeadership,
			"pipo-ah: double\n" +
				"filings: at least 600 in 2012 (asked by 2)\n" +
				"inforce: at least 300 by 2015 (asked by 1)\n",
		},
		{
			"14 vertical leadership", "34", verticalLeadership,
			"customs 2013: vertical\nindustry 2010: vertical\nindustry 2016: local\n",
		},
		{
			"15 branches are no patent offices", "35", branches,
			"offices: sipo pipo-ah\nwith branches: sipo pipo-ah window\n",
		},
		{
			"16 authority is that of the link", "19, 21, 23, 33", authority,
			"sipo on patents: true\nsipo on gdp: false\nanhui on gdp: true\n",
		},
		{
			"17 the cascade", "17, 25–27, 31, 32", handedDown,
			"11 38 from nation\n34 62 from nation\nslack of provinces 0\n",
		},
		{"18 the tournament", "30, 63", tournament, "won 2, lost 1\n"},
		{
			"19 answers, and announcements before the centre", "55", beforeTheCentre,
			"31 before\n34 after\n54 not yet\n",
		},
		{"20 counts that disagree", "56, 57", disagreeingCounts, "29 by database\nreport differs by -1\n"},
		{"21 supervision within the year", "58", supervision, "behind by 4000 in June\n"},
		{"22 claims of achievement", "64", claims, "claimed 10 more\nchanged: [reporter status figure met]\n"},
		{
			"23 months, and reports to date", "6, 60, 65, 70, 72, 75", monthsAndReports,
			"2013-01/2013-02 30\n2013-03/2013-06 50\n",
		},
		{"24 rankings of several kinds", "59, 62", severalRankings, "A level 1, growth 2\nB level 2, growth 1\n"},
		{"25 publicity that ends", "59", publicityThatEnds, "2013 public 1.00\n2014 unknown 0.50\n"},
		{
			"26 the publisher is not the evaluator", "67, 70, 72, 73", publishers,
			"2015, evaluated by hebei-pipo, published by hebei-centre on 2016-02\n",
		},
		{"27 implementing opinions", "69", implementingOpinions, "opinions-ah implements strategy: [filings-ah]\n"},
		{
			"28 compliance of a series with its path", "65–76", compliance,
			"2013 on path, 2014 behind, 2015 on path\n",
		},
		{"29 what followed a changed target", "79–89", responsiveness, "quality: slope of the shares rises true\n"},
		{"30 corrective opinions", "79, 81, 83", correctiveOpinions, "quality corrects filings from 2013-12-18\n"},
		{"31 guards against the loss of quality", "82", guards, "Anqing flagged: true\nBozhou flagged: false\n"},
		{
			"32 abnormal filings are taken out", "14–16, 77, 78, 83", abnormalFilings,
			"492200 of 504500, -12300: abnormal filings\n",
		},
		{
			"33 the break of 2017", "80", breakOf2017,
			"never joined in silence: true\n2015 105 estimated\n2016 126 final\n2017 140 final\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &mechanism{T: t}
			c.run(m)
			if diff := cmp.Diff(c.want, m.b.String()); diff != "" {
				t.Errorf("notes %s: mismatch (-want +got):\n%s", c.notes, diff)
			}
		})
	}
}

// aim is a target of a unit by the end of a year.
func aim(code, indicator string, kind target.Kind, unit string, year int, value string) target.Target {
	return target.Target{
		Code: code, Unit: unit, Period: target.Year(year), Value: num(value),
		Indicator: target.Indicator{Code: indicator, Kind: kind, Better: target.Higher, Places: target.Places(1)},
	}
}

// issuedBy dates a target and names its document and setter.
func issuedBy(t target.Target, setter, document, date string) target.Target {
	t.Setter, t.Source = setter, target.Source{Document: document, Date: date}
	return t
}

func figure(indicator, unit string, p target.Period, value string) target.Observation {
	return target.Observation{Indicator: indicator, Unit: unit, Period: p, Value: num(value)}
}

func linked(t target.Target, r target.Relation, to string) target.Target {
	t.Links = append(t.Links, target.Link{Relation: r, Target: to})
	return t
}

func agendaWith(m *mechanism, goals []target.Goal, targets ...target.Target) *target.Agenda {
	return must(target.NewAgenda(goals, targets))(m)
}

func codesIn(targets func(func(target.Target) bool)) string {
	var all []string
	for t := range targets {
		all = append(all, t.Code)
	}
	return strings.Join(all, " ")
}

// Applications at the offices of the world, WIPO's figures of 2010 and 2011.
func worldOffices(m *mechanism) {
	offices := func(year int, cn, us string) []ranking.Entry {
		return []ranking.Entry{
			{Code: "CN", Period: target.Year(year), Value: num(cn)},
			{Code: "US", Period: target.Year(year), Value: num(us)},
		}
	}
	then := must(ranking.New(offices(2010, "391177", "490226"), ranking.Options{Better: target.Higher}))(m)
	now := must(ranking.New(offices(2011, "526412", "503582"), ranking.Options{Better: target.Higher, Before: then}))(m)
	for r := range now.All() {
		m.print(r.Rank, r.Code, r.Value, "from", r.Before)
	}
}

func goalAndTargets(m *mechanism) {
	density := aim("density", "density", target.Ratio, "00", 2015, "3.3")
	density.Goal = "quality"
	agenda := agendaWith(m, []target.Goal{
		{Code: "strategy", Title: "National intellectual property strategy", Horizon: target.Years(2008, 2020)},
		{Code: "quality", Title: "Better patents", Parent: "strategy"},
		{Code: "effect", Title: "Use", Parent: "strategy"},
	}, density)
	var goals []string
	for g := range agenda.Subgoals("strategy") {
		goals = append(goals, g.Code)
	}
	m.print(strings.Join(goals, ", "), "under strategy")
	m.print(codesIn(agenda.Under("strategy")), "under strategy")
}

func midTerm(m *mechanism) {
	end := aim("2020", "density", target.Ratio, "00", 2020, "12")
	end.Baseline = &target.Point{Period: target.Year(2010), Value: num("1.7")}
	halfway := linked(aim("2013", "density", target.Ratio, "00", 2013, "3.3"), target.MidTermOf, "2020")
	agenda := agendaWith(m, nil, end, halfway)
	path := must(temporal.Path(end, temporal.Through{Waypoints: agenda.Waypoints("2020")}, target.Yearly))(m)
	for _, p := range path {
		if year := p.Period.EndYear(); year == 2013 || year == 2016 || year == 2020 {
			m.print(p.Period, end.Indicator.Format(p.Value))
		}
	}
}

func planDocuments(m *mechanism) {
	agenda := agendaWith(
		m, nil,
		issuedBy(aim("nation", "density", target.Ratio, "00", 2015, "3.3"), "npc", "12th five-year plan", "2011-03-14"),
		issuedBy(aim("anhui", "density", target.Ratio, "34", 2015, "4.3"), "anhui", "12th FYP", "2011-12"),
	)

	documents := []target.Document{
		{
			Code: "plan-10", Title: "Tenth five-year plan for national patent work", Issuer: "sipo",
			Kind: "sector plan", Period: target.FiveYearPlan(10),
		},
		{
			Code: "plan-12", Title: "12th five-year plan", Spellings: []string{"12th FYP"}, Issuer: "npc",
			Kind: "plan", Supersedes: "plan-10",
		},
	}

	for _, c := range must(agenda.Cited(documents))(m) {
		if c.Document.Supersedes == "" {
			m.print(c.Document.Code, c.Targets)
		} else {
			m.print(c.Document.Code, c.Targets, "instead of", c.Document.Supersedes)
		}
	}
}

func areas(m *mechanism) {
	cases := aim("cases", "cases", target.Flow, "00", 2005, "1000")
	cases.Tags = []string{"enforcement"}
	filings := aim("filings", "filings", target.Flow, "00", 2005, "200000")
	filings.Tags = []string{"application"}
	for t := range agendaWith(m, nil, cases, filings).Targets() {
		if slices.Contains(t.Tags, "enforcement") {
			m.print("enforcement:", t.Code)
		}
	}
}

func specialTasks(m *mechanism) {
	goals := []target.Goal{
		{Code: "b", Title: "protection", Priority: 2}, {Code: "a", Title: "quality of patents", Priority: 1},
	}
	issued := aim("rules", "examination rules issued", target.Milestone, "00", 2012, "1")
	issued.Goal = "a"
	agenda := agendaWith(m, goals, issued)
	byPriority := slices.SortedFunc(agenda.Goals(), func(x, y target.Goal) int { return x.Priority - y.Priority })
	for _, g := range byPriority {
		m.print(g.Priority, g.Title)
	}
	done := figure("examination rules issued", "00", target.Year(2012), "1")
	m.print("met", must(evaluate.Assess(issued, done))(m).Met)
}

func promotion(m *mechanism) {
	office := issuedBy(aim("office", "density", target.Ratio, "00", 2015, "3.3"), "sipo", "strategy", "2010-11-11")
	plan := issuedBy(aim("plan-12", "density", target.Ratio, "00", 2015, "3.3"), "npc", "plan", "2011-03-14")
	agenda := agendaWith(m, nil, linked(office, target.PromotedTo, "plan-12"), plan)
	for c := range must(agenda.Changes("", ""))(m) {
		m.print(c.Date, c.What)
	}
	m.print("in force:", codesIn(agenda.Targets()))
}

// Note 50: 1,370,536,875 people in 2010, and a rate of 5.84 % in ten years. What 12 per
// 10,000 are in patents.
func projectedPeople(m *mechanism) {
	rate := target.Indicator{Code: "rate", Kind: target.Growth, Per: num("100"), Places: target.Places(2)}
	people := convert.Conversion{
		Formula: convert.GrowthToLevel,
		To:      target.Indicator{Code: "people", Kind: target.Stock, Places: target.Places(0)},
		Basis:   convert.Basis{Name: "people in 2010", Value: num("1370536875")},
	}
	projected := must(people.Figure(num("5.84"), rate))(m)

	density := aim("2020", "density", target.Ratio, "00", 2020, "12")
	density.Indicator.Per = num("10000")
	patents := convert.Conversion{
		Formula: convert.RatioToNumerator,
		To: target.Indicator{
			Code: "patents", Measure: "patents in force", Kind: target.Stock, Better: target.Higher,
			Places: target.Places(0),
		},
		Basis: convert.Basis{Name: "people in 2020", Value: projected.Result},
	}
	m.print(must(patents.Target(density, "2020/number"))(m).Target)
}

func coverage(m *mechanism) {
	share := aim("t", "firms with patents", target.Share, "00", 2015, "8")
	share.Indicator.Coverage = "firms above 20 million yuan"
	all := figure("firms with patents", "00", target.Year(2015), "9")
	_, err := evaluate.Assess(share, all)
	m.print(target.AllErrors(err)[0].Path, target.AllErrors(err)[0].Err)
	large := all
	large.Coverage = "firms above 20 million yuan"
	m.print("met", must(evaluate.Assess(share, large))(m).Met)
}

func severalParents(m *mechanism) {
	chongqing := aim("chongqing", "filings", target.Flow, "50", 2020, "40000")
	chongqing.From = "plan-12"
	agenda := agendaWith(
		m, nil, linked(chongqing, target.DecomposedFrom, "made-in-china"),
		aim("plan-12", "density", target.Ratio, "00", 2015, "3.3"),
		aim("made-in-china", "intensity", target.Ratio, "00", 2020, "0.7"),
	)
	m.print("lineage of chongqing:", codesIn(agenda.Lineage("chongqing")))
}

// leaders are who leads whom in Anhui. The office of industry and commerce was led
// vertically until 2014.
func leaders(m *mechanism) *target.Bodies {
	const up, side = target.Professional, target.Territorial
	leads := func(by string, line target.Line) []target.Leadership {
		return []target.Leadership{{By: by, Line: line}}
	}

	return must(target.NewBodies([]target.Body{
		{Code: "state-council", Kind: target.Government, Level: "nation"},
		{Code: "sipo", Kind: target.Office, Level: "nation"},
		{Code: "saic", Kind: target.Office, Level: "nation"},
		{Code: "anhui", Kind: target.Government, Level: "province", Led: leads("state-council", side)},
		{Code: "hefei", Kind: target.Government, Level: "city", Led: leads("anhui", side)},
		{Code: "pipo-ah", Kind: target.Office, Level: "office", Led: []target.Leadership{
			{By: "sipo", Line: up, Over: []string{"patents"}}, {By: "anhui", Line: side},
		}},
		{Code: "customs", Kind: target.Office, Level: "office", Led: []target.Leadership{
			{By: "saic", Line: up, Over: []string{"trade"}},
		}},
		{Code: "industry", Kind: target.Office, Level: "office", Led: []target.Leadership{
			{By: "saic", Line: up, Over: []string{"trade"}, Until: "2014"},
			{By: "anhui", Line: side, From: "2015-01-01"},
		}},
		{Code: "window", Kind: target.Branch, Level: "office", Led: leads("sipo", up)},
	}))(m)
}

func whoSets(m *mechanism) {
	for _, setter := range []string{"sipo", "hefei"} {
		m.print(setter, "for pipo-ah:", must(leaders(m).MaySet(setter, "pipo-ah", "patents", "2013"))(m))
	}
}

func optionalLevels(m *mechanism) {
	tree := must(hierarchy.NewTree([]string{"nation", "province", "prefecture", "county"}, []hierarchy.Unit{
		{Code: "nation", Level: "nation"},
		{Code: "34", Level: "province", Parent: "nation"},
		{Code: "42", Level: "province", Parent: "nation"},
		{Code: "3401", Level: "prefecture", Parent: "34"},
		{Code: "340111", Level: "county", Parent: "3401"},
		{Code: "429004", Level: "county", Parent: "42"}, // directly under its province
	}))(m)
	for _, code := range []string{"34", "3401", "340111", "429004"} {
		u, _ := tree.Unit(code)
		m.print(code, u.Parent)
	}
}

func doubleLeadership(m *mechanism) {
	bodies := leaders(m)
	m.print("pipo-ah:", must(bodies.Mode("pipo-ah", "patents", "2013"))(m))
	along := func(line target.Line, indicator string, year int, value string) *hierarchy.Plan {
		tree := must(hierarchy.LeadershipTree(bodies, hierarchy.LeadershipOptions{
			Line: line, On: "2013", Levels: []string{"nation", "province", "city", "office"}, Indicator: "patents",
		}))(m)
		t := aim("t", indicator, target.Flow, tree.Root().Code, year, value)
		t.Indicator.Places = target.Places(0)
		if indicator == "inforce" {
			t.Indicator.Kind = target.Stock
		}
		return must(hierarchy.Cascade(tree, t, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Equal()}}))(m)
	}

	demands := must(hierarchy.Demands(
		along(target.Professional, "filings", 2012, "1200"), along(target.Professional, "inforce", 2015, "600"),
		along(target.Territorial, "filings", 2012, "900"),
	))(m)
	for _, d := range demands {
		if d.Unit.Code == "pipo-ah" {
			m.print(d.Target.Indicator.Code+":", d.Target, fmt.Sprintf("(asked by %d)", len(d.Lines)))
		}
	}
}

func verticalLeadership(m *mechanism) {
	for _, x := range [][2]string{{"customs", "2013"}, {"industry", "2010"}, {"industry", "2016"}} {
		m.print(x[0], x[1]+":", must(leaders(m).Mode(x[0], "", x[1]))(m))
	}
}

func branches(m *mechanism) {
	for _, kinds := range [][]target.BodyKind{{target.Office}, {target.Office, target.Branch}} {
		o := hierarchy.LeadershipOptions{
			Line: target.Professional, On: "2013", Levels: []string{"nation", "office"}, Indicator: "patents",
			Kinds: kinds,
		}
		var codes []string
		for u := range must(hierarchy.LeadershipTree(leaders(m), o))(m).All() {
			codes = append(codes, u.Code)
		}
		name := "offices:"
		if len(kinds) > 1 {
			name = "with branches:"
		}
		m.print(name, strings.Join(codes, " "))
	}
}

func authority(m *mechanism) {
	for _, x := range [][2]string{{"sipo", "patents"}, {"sipo", "gdp"}, {"anhui", "gdp"}} {
		m.print(x[0], "on", x[1]+":", must(leaders(m).MaySet(x[0], "pipo-ah", x[1], "2013"))(m))
	}
}

func handedDown(m *mechanism) {
	tree := must(hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "00", Level: "nation"},
		{Code: "11", Level: "province", Parent: "00"},
		{Code: "34", Level: "province", Parent: "00"},
	}))(m)
	people := must(tree.Column(maps.All(map[string]decimal.Decimal{"11": num("38"), "34": num("62")})))(m)
	goal := aim("nation", "filings", target.Flow, "00", 2015, "100")
	goal.Indicator.Places = target.Places(0)
	rule := hierarchy.Rule{Method: hierarchy.Proportional(people)}
	plan := must(hierarchy.Cascade(tree, goal, hierarchy.Options{Rule: rule}))(m)
	for t := range plan.Targets() {
		if t.From != "" {
			m.print(t.Unit, t.Value, "from", t.From)
		}
	}
	for _, s := range plan.Slack() {
		if s.Level == "province" {
			m.print("slack of provinces", s.Total.Decimal)
		}
	}
}

func tournament(m *mechanism) {
	table := must(ranking.New([]ranking.Entry{
		{Code: "a", Value: num("9")}, {Code: "b", Value: num("7")}, {Code: "c", Value: num("5")},
	}, ranking.Options{Better: target.Higher}))(m)
	t := must(table.Tournament("b", ranking.Rivals{Predecessor: some("6"), Neighbours: []string{"a", "c"}}))(m)
	m.print(fmt.Sprintf("won %d, lost %d", t.Won, t.Lost))
}

func beforeTheCentre(m *mechanism) {
	issued := func(code, unit, date string) target.Target {
		return issuedBy(aim(code, "strategy", target.Milestone, unit, 2020, "1"), "", "strategy", date)
	}
	agenda := agendaWith(
		m, nil, issued("nation", "00", "2008-06-05"),
		linked(issued("shanghai", "31", "2004-09"), target.AdoptedFrom, "nation"),
		linked(issued("anhui", "34", "2009-03"), target.AdoptedFrom, "nation"),
	)
	for _, a := range must(agenda.Answers("nation", "31", "34", "54"))(m) {
		switch {
		case a.Target == nil:
			m.print(a.Unit, "not yet")
		case a.Before:
			m.print(a.Unit, "before")
		default:
			m.print(a.Unit, "after")
		}
	}
}

func disagreeingCounts(m *mechanism) {
	report := figure("strategies", "00", target.Year(2013), "28")
	database := figure("strategies", "00", target.Year(2013), "29")
	report.Reporter, database.Reporter = "report", "database"
	choice := target.Choice{Reporters: []string{"database"}}
	chosen := must(choice.Choose(slices.Values([]target.Observation{report, database})))(m)
	m.print(chosen.Observations[0].Value, "by", chosen.Observations[0].Reporter)
	for _, d := range chosen.Disagreements {
		m.print(d.Other.Reporter, "differs by", d.Difference)
	}
}

func supervision(m *mechanism) {
	year := aim("t", "filings", target.Flow, "34", 2014, "100000")
	toJune := figure("filings", "34", target.Half(2014, 1), "46000")
	s := must(evaluate.ToDate(year, toJune, evaluate.ToDateOptions{}))(m)
	m.print("behind by", s.Gap.Abs(), "in June")
}

func claims(m *mechanism) {
	goal := aim("t", "density", target.Ratio, "32", 2015, "11")
	claimed := figure("density", "32", target.Year(2015), "14.2")
	claimed.Reporter, claimed.Status = "jiangsu-pipo", target.Provisional
	verified := figure("density", "32", target.Year(2015), "4.2")
	verified.Reporter = "sipo"
	choice := target.Choice{Reporters: []string{"sipo"}}
	chosen := must(choice.Choose(slices.Values([]target.Observation{claimed, verified})))(m)
	m.print("claimed", chosen.Disagreements[0].Difference, "more")

	recheck := must(evaluate.NewRecheck(
		must(evaluate.Assess(goal, claimed))(m), must(evaluate.Assess(goal, chosen.Observations[0]))(m),
	))(m)
	m.print("changed:", recheck.Changed)
}

func monthsAndReports(m *mechanism) {
	filings := target.Indicator{Code: "filings", Kind: target.Flow}
	single := must(temporal.Single(filings, target.FiscalCalendar{}, []target.Point{
		{Period: target.Months(target.Month(2013, 1), target.Month(2013, 2)), Value: num("30")},
		{Period: target.Half(2013, 1), Value: num("80")},
	}))(m)
	for _, p := range single {
		m.print(p.Period, p.Value)
	}
}

func severalRankings(m *mechanism) {
	then := []ranking.Entry{{Code: "A", Value: num("8")}, {Code: "B", Value: num("2")}}
	now := []ranking.Entry{{Code: "A", Value: num("9")}, {Code: "B", Value: num("4")}}
	level := must(ranking.New(now, ranking.Options{Better: target.Higher}))(m)
	rates := ranking.ChangeOptions{Rate: true, Per: num("100"), Places: target.Places(1)}
	changes := must(ranking.Changes(now, then, rates))(m)
	growth := must(ranking.New(changes, ranking.Options{Better: target.Higher}))(m)
	for r := range must(ranking.NewBulletin(level, growth))(m).All() {
		m.print(r.Level.Code, fmt.Sprintf("level %d, growth %d", r.Level.Rank, r.Change.Rank))
	}
}

func publicityThatEnds(m *mechanism) {
	provinces := []ranking.Entry{{Code: "a", Value: num("2")}, {Code: "b", Value: num("1")}}
	report := must(ranking.New(provinces, ranking.Options{
		Better: target.Higher, Disclosures: []ranking.Disclosure{
			{Publicity: ranking.Public, From: "2011", Until: "2013"},
		},
	}))(m)
	for _, date := range []string{"2013", "2014"} {
		o := ranking.PressureOptions{On: date, Weights: ranking.Parts{Ahead: num("1"), Publicity: num("1")}}
		pressure := must(report.Pressures(o))(m)
		m.print(date, must(report.PublicityOn(date))(m), pressure[1].Index.StringFixed(2))
	}
}

func publishers(m *mechanism) {
	table := must(ranking.New([]ranking.Entry{
		{Code: "1301", Period: target.Year(2015), Value: num("2")},
	}, ranking.Options{
		Indicator: "filings", Better: target.Higher,
		Publication: target.Publication{Evaluator: "hebei-pipo", Publisher: "hebei-centre", Date: "2016-02"},
	}))(m)
	m.print(must(table.View(ranking.Audience{Everything: true}))(m).Options().Publication)
}

func implementingOpinions(m *mechanism) {
	filings := aim("filings-ah", "filings", target.Flow, "34", 2012, "40000")
	opinions := issuedBy(filings, "anhui-pipo", "Opinions on patent applications", "2010")
	agenda := agendaWith(m, nil, opinions)
	for _, c := range must(agenda.Cited([]target.Document{
		{Code: "strategy", Title: "Outline of the national intellectual property strategy", Date: "2008-06-05"},
		{Code: "opinions-ah", Title: "Opinions on patent applications", Issuer: "anhui-pipo", Implements: "strategy"},
	}))(m) {
		if c.Document.Implements != "" {
			m.print(c.Document.Code, "implements", c.Document.Implements+":", c.Targets)
		}
	}
}

func compliance(m *mechanism) {
	goal := aim("t", "density", target.Ratio, "34", 2015, "4.3")
	goal.Baseline = &target.Point{Period: target.Year(2010), Value: num("0.8")}
	path := must(temporal.Path(goal, temporal.StraightLine{}, target.Yearly))(m)
	var verdicts []string
	series := years(2011, "1.6 2.2 2.9 3.5 4.4")
	for n := 3; n <= len(series); n++ {
		p := must(progress.Track(goal, series[:n], progress.PathGap{Path: path}))(m)
		verdicts = append(verdicts, p.Current.Period.String()+" "+p.Category)
	}
	m.print(strings.Join(verdicts, ", "))
}

// All grants of China and the inventions among them; the fourteenth plan asked for
// high-value patents only.
func responsiveness(m *mechanism) {
	r := must(response.Analyse(response.Intervention{What: "quality", At: target.Year(2021)}, response.Behaviour{
		Unit:    "00",
		Figures: years(2016, "1628881 1720828 2335411 2474406 3520901 4467165 4201203 3532282"),
		Part:    years(2016, "302136 326970 345959 360919 440691 585910 695591 819234"),
	}))(m)
	m.print(r.Intervention.What+":", "slope of the shares rises", r.Shares.SlopeChange.Estimate.Decimal.IsPositive())
}

func correctiveOpinions(m *mechanism) {
	share := aim("quality", "share of inventions", target.Share, "00", 2015, "30")
	quality := issuedBy(share, "sipo", "Opinions on quality", "2013-12-18")
	agenda := agendaWith(
		m, nil, issuedBy(aim("filings", "filings", target.Flow, "00", 2015, "2000000"), "sipo", "Plan", "2011"),
		linked(quality, target.Corrects, "filings"),
	)
	for t := range agenda.Targets() {
		for _, l := range t.Links {
			m.print(t.Code, l.Relation, l.Target, "from", t.Source.Date)
		}
	}
}

func guards(m *mechanism) {
	unpaid := func(unit, filed, files, left, leaves string) integrity.GuardedVolume {
		return integrity.GuardedVolume{
			Unit: unit, Volume: integrity.BeforeAfter{Before: num(filed), After: num(files)},
			Guard: integrity.BeforeAfter{Before: num(left), After: num(leaves)},
		}
	}
	g := must(integrity.CompareGuards([]integrity.GuardedVolume{
		unpaid("Anqing", "1200", "2100", "4.1", "9.8"), unpaid("Bozhou", "800", "960", "5.0", "4.2"),
	}, integrity.GuardOptions{Better: target.Lower}))(m)
	for _, u := range g.Units {
		m.print(u.Unit, "flagged:", u.Flagged)
	}
}

func abnormalFilings(m *mechanism) {
	reported := figure("filings", "32", target.Year(2013), "504500")
	o := must(reported.Correct(num("-12300"), "abnormal filings", "2014-06-30"))(m)
	m.print(o.Value, "of", reported.Value.String()+",", o.Correction.Amount.String()+":", o.Correction.Reason)
}

func breakOf2017(m *mechanism) {
	filings := target.Indicator{Code: "filings", Kind: target.Flow, Places: target.Places(0)}
	var all []target.Observation
	for _, x := range []struct{ code, figures string }{{"inventions", "40 50"}, {"others", "60 70"}} {
		for _, p := range years(2015, x.figures) {
			all = append(all, figure(x.code, "34", p.Period, p.Value.String()))
		}
	}
	for _, x := range []struct{ code, figures string }{{"firms", "80 90"}, {"universities", "46 50"}} {
		for _, p := range years(2016, x.figures) {
			all = append(all, figure(x.code, "34", p.Period, p.Value.String()))
		}
	}
	_, err := temporal.Series(filings, all)
	m.print("never joined in silence:", err != nil)
	spliced := must(temporal.Splice(filings, all, temporal.SpliceOptions{
		Old: []string{"inventions", "others"}, New: []string{"firms", "universities"},
	}))(m)
	for _, o := range spliced.Observations {
		m.print(o.Period, o.Value, o.Status)
	}
}
