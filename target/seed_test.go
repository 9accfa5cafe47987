package target_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/target"
)

// seed is the record of China's patent targets that Cheng and Drahos (2018)
// cite, with the number of their note in each source's Paragraph, and the
// figures of the plans that they name.
func seed() ([]target.Goal, []target.Target) {
	src := func(document, issuer, note, date string) target.Source {
		return target.Source{Document: document, Issuer: issuer, Paragraph: note, Date: date}
	}
	strategy := src("Outline of the National Intellectual Property Strategy", "State Council", "note 41", "2008-06-05")
	goals := []target.Goal{
		{
			Code:    "strategy-2020",
			Title:   "National intellectual property strategy",
			Horizon: target.Years(2008, 2020),
			Setter:  "State Council",
			Source:  strategy,
		},
		{
			Code:    "strategy-2013",
			Title:   "Five-year targets of the strategy",
			Parent:  "strategy-2020",
			Horizon: target.Years(2009, 2013),
			Setter:  "State Council",
			Source:  src(strategy.Document, strategy.Issuer, "note 42, paragraphs 19 and 51 (note 43)", strategy.Date),
		},
		{
			Code:    "plan-10",
			Title:   "Tenth five-year plan for patent work",
			Horizon: target.FiveYearPlan(10),
			Setter:  "SIPO",
			Source: src(
				"Tenth Five-year Plan for National Patent Work",
				"SIPO",
				"notes 48 and 49, part 2, paragraph 3",
				"2001",
			),
		},
		{
			Code:    "npds",
			Title:   "National patent development strategy",
			Parent:  "strategy-2020",
			Horizon: target.Years(2011, 2020),
			Setter:  "SIPO",
			Source:  src("National Patent Development Strategy", "SIPO", "note 37", "2010-11"),
		},
		{
			Code:     "special-1",
			Title:    "Quality of patents, the first of ten special tasks",
			Parent:   "npds",
			Priority: 1,
			Horizon:  target.Year(2011),
			Setter:   "SIPO",
			Source:   src("National Strategic Promotion Plan for Patent Development", "SIPO", "note 37", "2011"),
		},
		{
			Code:    "fyp-12",
			Title:   "Twelfth five-year guideline",
			Horizon: target.FiveYearPlan(12),
			Setter:  "National People's Congress",
			Source: src(
				"12th Five-year Guideline for National Economic and Social Development",
				"National People's Congress",
				"notes 47 and 54",
				"2011-03-14",
			),
		},
		{
			Code:    "action-2014",
			Title:   "Action plan 2014–2020",
			Parent:  "strategy-2020",
			Horizon: target.Years(2014, 2020),
			Setter:  "State Council",
			Source: src(
				"Action Plan to Further Implement the National IP Strategy",
				"State Council",
				"note 46",
				"2014-12-10",
			),
		},
		{
			Code:    "fyp-13",
			Title:   "Thirteenth five-year guideline",
			Horizon: target.FiveYearPlan(13),
			Setter:  "National People's Congress",
			Source:  src("13th Five-year Guideline, chapter 2", "National People's Congress", "note 5", "2016-03-16"),
		},
		{
			Code:    "fyp-14",
			Title:   "Fourteenth five-year plan",
			Horizon: target.FiveYearPlan(14),
			Setter:  "National People's Congress",
			Source:  src("14th Five-year Plan", "National People's Congress", "after the article", "2021-03-11"),
		},
		{
			Code:   "quality-2007",
			Title:  "Regulation of patent applications",
			Setter: "SIPO",
			Source: src("Several Opinions on the Regulation of Patent Applications", "SIPO", "note 83", "2007"),
		},
		{
			Code:   "quality-2013",
			Title:  "Quality of patent applications",
			Setter: "SIPO",
			Source: src(
				"Several Opinions on Further Improving the Quality of Patent Applications",
				"SIPO",
				"note 81",
				"2013-12",
			),
		},
	}

	for y := 2011; y <= 2014; y++ {
		year := target.Year(y)
		goals = append(goals, target.Goal{
			Code: "promotion-" + year.String(), Title: "Promotion plan of " + year.String(), Parent: "strategy-2020",
			Horizon: year,
			Setter:  "Inter-Ministerial Joint Meeting",
			Source: src(
				"Promotion Plan for the Implementation of the National Intellectual Property Strategy",
				"Inter-Ministerial Joint Meeting",
				"note 45",
				year.String(),
			),
		})
	}

	highValue := density
	highValue.Code, highValue.Name = "high-value", "high-value invention patents in force"
	highValue.Revises = density.Code
	filings := target.Indicator{
		Code:    "filings",
		Name:    "patent applications a year",
		Measure: "applications",
		Kind:    target.Flow,
		Better:  target.Higher,
	}

	issued := target.Indicator{
		Code:   "strategy-issued",
		Name:   "has a strategy of its own",
		Kind:   target.Milestone,
		Better: target.Higher,
	}

	unpaid := target.Indicator{
		Code:    "unpaid",
		Name:    "applications given up after the subsidy",
		Measure: "%",
		Kind:    target.Share,
		Better:  target.Lower,
		Per:     dec("100"),
		Places:  target.Places(1),
	}

	nation := func(code, goal string, i target.Indicator, p target.Period, value string) target.Target {
		t := target.Target{
			Code:       code,
			Goal:       goal,
			Indicator:  i,
			Unit:       "000000",
			Period:     p,
			Comparator: target.AtLeast,
			Value:      dec(value),
			Force:      target.Expected,
		}
		for _, g := range goals {
			if g.Code == goal {
				t.Source = g.Source
			}
		}
		return t
	}

	sector := nation("npds-density", "npds", density, target.FiveYearPlan(12), "3.3")
	sector.Links = []target.Link{{Relation: target.PromotedTo, Target: "fyp-12-density"}}
	plan := nation("fyp-12-density", "fyp-12", density, target.FiveYearPlan(12), "3.3")
	plan.Links = []target.Link{{Relation: target.AdoptedFrom, Target: "npds-density"}}
	to2020 := nation("action-density", "action-2014", density, target.FiveYearPlan(13), "14")
	plan13 := nation("fyp-13-density", "fyp-13", density, target.FiveYearPlan(13), "12")
	plan13.Replaces = to2020.Code
	volume := nation("npds-filings", "npds", filings, target.Year(2015), "2000000")
	fees := nation("quality-unpaid", "quality-2013", unpaid, target.Year(2014), "0")
	fees.Comparator, fees.Links = target.AtMost, []target.Link{{Relation: target.Corrects, Target: volume.Code}}
	targets := []target.Target{
		sector, plan, to2020, plan13, volume, fees,
		nation("fyp-14-high-value", "fyp-14", highValue, target.FiveYearPlan(14), "12"),
	}

	// Three provinces and two prefectures were earlier than the nation (note 55).
	for unit, date := range map[string]string{
		"310000": "2004-09", "370000": "2006", "520000": "2006", "440300": "2006", "371100": "2007",
	} {
		t := nation("early-"+unit, "strategy-2020", issued, target.Year(2008), "1")
		t.Unit, t.Source = unit, src("Local intellectual property strategy", "", "note 55", date)
		targets = append(targets, t)
	}
	return goals, targets
}

func TestSeedAgenda(t *testing.T) {
	goals, targets := seed()
	a, err := target.NewAgenda(goals, targets)
	if err != nil {
		t.Fatal(err)
	}

	for _, tt := range []struct{ date, want string }{
		{"2008-06", "early-310000 early-370000 early-371100 early-440300 early-520000"},
		{"2011-02", "early-310000 early-370000 early-371100 early-440300 early-520000 npds-density npds-filings"},
		{"2011-03-14", "early-310000 early-370000 early-371100 early-440300 early-520000 fyp-12-density npds-filings"},
		{"2015", "action-density early-310000 early-370000 early-371100 early-440300 early-520000 " +
			"fyp-12-density npds-filings quality-unpaid"},
		{"2021", "early-310000 early-370000 early-371100 early-440300 early-520000 fyp-12-density " +
			"fyp-13-density fyp-14-high-value npds-filings quality-unpaid"},
	} {
		then, err := a.AsOf(tt.date)
		if err != nil || codes(then) != tt.want {
			t.Errorf("in force at %s: %s, %v; want %s", tt.date, codes(then), err, tt.want)
		}
	}

	then, err := a.AsOf("2007")
	if err != nil {
		t.Fatal(err)
	}
	if shanghai, ok := then.Target("early-310000"); !ok || shanghai.Goal != "" {
		t.Errorf("in 2007 Shanghai's strategy serves %q, which did not exist", shanghai.Goal)
	}
	if shanghai, _ := a.Target("early-310000"); shanghai.Goal != "strategy-2020" {
		t.Errorf("Shanghai's strategy serves %q", shanghai.Goal)
	}

	for g := range a.Goals() {
		if !strings.Contains(g.Source.Paragraph, "note") && g.Code != "fyp-14" {
			t.Errorf("goal %s names no note", g.Code)
		}
	}

	// A lower figure for 2020 than the action plan's fourteen.
	changes, err := a.Changes("2014", "2016")
	if err != nil {
		t.Fatal(err)
	}
	var got []string

	for c := range changes {
		got = append(got, c.String())
	}
	if diff := cmp.Diff([]string{"2016-03-16 replaced: at least 14.00 patents per 10,000 people by 2020 → at " +
		"least 12.00 patents per 10,000 people by 2020"}, got); diff != "" {
		t.Errorf("Changes() mismatch (-want +got):\n%s", diff)
	}
}

// records reads a file of testdata without its comment and its heading.
func records(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

// All 2,753 growth targets of nation, provinces and prefectures are one agenda,
// which reads back from JSON.
func TestGrowthTargetsLoad(t *testing.T) {
	growth := target.Indicator{
		Code:    "gdp",
		Measure: "%",
		Kind:    target.Growth,
		Better:  target.Higher,
		Per:     dec("100"),
		Places:  target.Places(1),
	}

	words := map[string]target.Comparator{
		"":         0,
		"about":    target.About,
		"at_least": target.AtLeast,
		"at_most":  target.AtMost,
	}

	var targets []target.Target
	counts := make(map[target.Comparator]int)

	for _, r := range records(t, "growth_targets.csv") {
		var p target.Period
		if err := p.UnmarshalText([]byte(r[1])); err != nil {
			t.Fatal(err)
		}
		tg := target.Target{
			Code: r[0] + "-" + r[1], Indicator: growth, Unit: r[0], Period: p, Value: dec(r[2]),
			Comparator: words[r[4]],
			Source:     target.Source{Document: "Government work report", Date: r[1]},
		}
		if r[3] != "" {
			tg.Comparator, tg.Upper = target.Within, dec(r[3])
		}
		counts[tg.Comparator]++
		targets = append(targets, tg)
	}

	want := map[target.Comparator]int{0: 909, target.AtLeast: 605, target.About: 1128, target.Within: 111}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("comparators mismatch (-want +got):\n%s", diff)
	}
	a := mustAgenda(t, nil, targets...)
	if n := len(slices.Collect(a.Targets())); n != 2753 {
		t.Errorf("%d targets", n)
	}
	data, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var b target.Agenda
	if err := json.Unmarshal(data, &b); err != nil || !a.Equal(&b) {
		t.Errorf("the agenda reads back otherwise: %v", err)
	}
	if nation, ok := a.Target("000000-2026"); ok && nation.Comparator == target.Within && !nation.Meets(nation.Upper) {
		t.Error("the upper end of a range does not meet it")
	}
}

// All 355 figures of patents per head are targets, or observations where they
// were reported. A figure that a later report states for the same year replaces
// the earlier one. Where the report names no year its own is meant, but for a
// figure of which it is not clear what it is: that is the year before's, and
// not firm.
func TestDensityTargetsLoad(t *testing.T) {
	definitions := make(map[string]target.Indicator)
	for _, d := range []string{"in_force", "high_value", "grants"} {
		for per, n := range map[string]string{"per_10k": "10000", "per_million": "1000000"} {
			i := density
			i.Code, i.Name, i.Per = d+" "+per, d, dec(n)
			if d == "grants" {
				i.OverTime = target.TimeSum
			}
			definitions[i.Code] = i
		}
	}

	var targets []target.Target
	last := make(map[string]int)
	observed := 0

	for k, r := range records(t, "patent_density.csv") {
		i := definitions[r[1]+" "+r[2]]
		text := r[5]
		if text == "" {
			text = r[4]
		}
		p, err := target.ParsePeriod(text)
		if err != nil {
			t.Fatalf("row %d: %v", k, err)
		}
		src := target.Source{Document: "Government work report", Date: r[4]}
		if r[3] != "target" {
			o := target.Observation{Unit: r[0], Indicator: i.Code, Period: p, Value: dec(r[6]), Source: src}
			if r[3] == "unclear" && r[5] == "" {
				o.Period, o.Status = target.Year(p.EndYear()-1), target.Provisional
			}
			if err := o.Validate(); err != nil {
				t.Errorf("row %d: %v", k, err)
			}
			observed++
			continue
		}
		targets = append(targets, target.Target{
			Code: strings.Join(
				[]string{r[0], i.Code, text, r[4]},
				" ",
			), Indicator: i, Unit: r[0], Period: p, Value: dec(r[6]), Source: src,
		})
	}

	slices.SortStableFunc(
		targets,
		func(a, b target.Target) int { return strings.Compare(a.Source.Date, b.Source.Date) },
	)

	for k := range targets {
		key := strings.Join([]string{targets[k].Unit, targets[k].Indicator.Code, targets[k].Period.String()}, " ")
		if j, ok := last[key]; ok {
			targets[k].Replaces = targets[j].Code
		}
		last[key] = k
	}

	a := mustAgenda(t, nil, targets...)
	if n := len(slices.Collect(a.All())); n+observed != 355 || observed != 224 {
		t.Errorf("%d targets and %d observations", n, observed)
	}
	if n := len(slices.Collect(a.Targets())); n != len(last) {
		t.Errorf("%d in force, want %d", n, len(last))
	}
}
