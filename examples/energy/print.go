package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/examples/internal/page"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/numtext"
)

// sources are those of data/SOURCES.md, by number.
var sources = []string{
	"State Council, document 2011 No. 26: targets of the provinces",
	"China Energy Statistical Yearbook, energy use of 2010, as compiled by an author",
	"National Bureau of Statistics, GDP of 2010",
	"Reports on the work of the provinces' governments, 2011 (Henan and Qinghai 2012)",
	"State Council, document 2007 No. 36: scoring, as provinces and cities copied it",
	"NDRC, Announcement 2008 No. 55: evaluation of 2007",
	"Press reports on NDRC's evaluations of 2009, 2011 and 2016, and Henan's",
	"Sichuan Development and Reform Commission, notice of 2017-06-26",
}

// Page is the first page.
func (r *report) Page() string {
	s := r.Sharing
	adopted := fmt.Sprintf("1. What was handed out: %d provinces got more than %s %%, %d less. The mean of it:\n\n%s",
		len(s.Adopted.Over), s.Target.Value, len(s.Adopted.Under), r.means())
	return strings.Join([]string{r.head(), adopted, r.why(), r.fiveYears()}, "\n")
}

// Text is everything.
func (r *report) Text() string {
	return strings.Join([]string{
		r.head(), r.shares(), r.why(), r.provinces2007(), r.fiveYears(), r.sichuan(), r.years(),
		page.Sources("documents, dates and addresses: examples/energy/data/SOURCES.md", sources),
	}, "\n")
}

func (r *report) head() string {
	t := r.Sharing.Target
	return fmt.Sprintf(`Energy per unit of GDP in China: a target shared, scored and followed

  The 12th five-year plan cuts the energy that a unit of GDP takes by %s %% from 2011 to 2015.
  The State Council gave each province one of five steps, from 10 to 18 %% [1].
`, t.Value)
}

func (r *report) shares() string {
	s := r.Sharing
	t := page.Table{{
		"", "Province", " Energy", " GDP", " Growth", " Weight", " Uniform", " Bands", " Handed out", " Over",
	}}
	for _, p := range s.Provinces {
		energy := "–"
		if p.Energy.Valid {
			energy = p.Energy.Decimal.Shift(-2).StringFixed(1)
		}
		t = append(t, []string{
			p.Code, p.Name, energy, numtext.Figure(p.GDP.Round(0)), p.Growth.StringFixed(1), page.Percent(p.Weight, 1),
			intensity.Format(p.Uniform), intensity.Format(p.Bands), p.Target.String(), over(p.Target.Sub(p.Uniform)),
		})
	}
	return fmt.Sprintf(`1. To the provinces: reduction 2011-2015, %%, by two methods and as it was handed out

%s
  2010: energy in million tonnes of coal equivalent [2], GDP in 100 million yuan [3]. Growth is the
  one aimed at for 2011, %% [4]. Weight is the share in energy use after five years of such growth
  at the energy per GDP of 2010. Bands are the steps handed out, all times one factor, so that their
  mean by these weights is %s %%. Over is what was handed out less the uniform target.

  %d provinces got more than %s %%, %d less. The mean of what they got:

%s
  Known: targets, energy, GDP. Approximated: the GDP of 2015, by the growth aimed at for one year
  (2012 in Henan and Qinghai). Tibet's energy use was not published, and it counts with none.
  By these aims provinces that use more energy per GDP grow faster, which raises the nation's by
  %s before any has cut its own: of the mean of %s %%, a national cut of %s is left.
`, t, s.Target.Value, len(s.Adopted.Over), s.Target.Value, len(s.Adopted.Under), r.means(),
		page.Percent(s.Shift, 2), s.Means[0].Value.StringFixed(2), page.Percent(s.Left, 2))
}

// means are those of what was handed out.
func (r *report) means() page.Table {
	wanted := r.Sharing.Target.Value
	t := page.Table{{"Weighted by", " Provinces", " Mean, %", " Slack over " + wanted.String()}}
	for _, m := range r.Sharing.Means {
		slack := m.Value.Sub(wanted)
		t = append(t, []string{m.Basis, fmt.Sprint(m.Provinces), m.Value.StringFixed(3), slack.StringFixed(3)})
	}
	return t
}

func (r *report) why() string {
	return "2. Why Guangdong has its number by bands\n\n" + page.Indent(r.Sharing.Bands.Explain(guangdong).String(), 2)
}

// over prints by how much something is more.
func over(d decimal.Decimal) string {
	if d.Sign() > 0 {
		return numtext.Signed(numtext.Plain(d))
	}
	return numtext.Plain(d)
}

func (r *report) provinces2007() string {
	met, agree, scored := 0, 0, 0
	var vetoed []string
	for _, v := range r.Provinces2007 {
		if !v.Scored {
			continue
		}
		scored++
		if v.Assessment.Met {
			met++
		}
		if v.Vetoed {
			vetoed = append(vetoed, v.Name+" "+v.Best)
		}
		if v.Vetoed == (v.Grade == notFulfilled) {
			agree++
		}
	}
	return fmt.Sprintf(`3. The evaluation of 2007 by the book: 40 points for the target, 60 for measures, and a veto [5, 6]

%s
  Points are those for the target, 3 more for each tenth over it, at most 9. Those for measures
  were not published, so every number from 0 to 60 is tried: the last column has those that give
  the published grade. What the target alone decides is the veto: %d of %d met theirs, and who has
  "not fulfilled" and who has not is as published in %d of %d. With all 60 points, and no veto:
    %s.
  Graded without figures read:
    %s.
`, scores(r.Provinces2007), met, scored, agree, scored, strings.Join(vetoed, "; "),
		unscored(r.Provinces2007, r.data.Book))
}

func scores(vs []verdict) page.Table {
	t := page.Table{{"", "Unit", " Target", " Actual", " Attainment", " Points", "Met", "Published", " Measures"}}
	for _, v := range vs {
		if !v.Scored {
			continue
		}
		goal := intensity.Format(v.Target.Decimal)
		if v.Upper.Valid {
			goal += "–" + intensity.Format(v.Upper.Decimal)
		}
		met := "no"
		if v.Assessment.Met {
			met = "yes"
		}
		t = append(t, []string{
			v.Code, v.Name, goal, intensity.Format(v.Actual.Decimal), page.Percent(v.Assessment.Attainment.Decimal, 1),
			v.Points.String(), met, v.Grade, v.measures(),
		})
	}
	return t
}

// measures prints the points for measures that give the published grade.
func (v verdict) measures() string {
	switch {
	case v.From > v.To:
		return "none"
	case v.From == 0 && v.To == forMeasures:
		return "any"
	}
	return fmt.Sprintf("%d–%d", v.From, v.To)
}

// unscored lists the units without figures by the grade that they got.
func unscored(vs []verdict, book evaluate.Scheme) string {
	var s []string
	for _, g := range book.Grades {
		var names []string
		for _, v := range vs {
			if !v.Scored && v.Grade == g.Name {
				names = append(names, v.Name)
			}
		}
		if len(names) > 0 {
			s = append(s, g.Name+": "+strings.Join(names, ", "))
		}
	}
	return strings.Join(s, ";\n    ")
}

func (r *report) fiveYears() string {
	t := page.Table{{
		"Province", "Plan", "Until", " Target", " Cut", " Cut / target", " Progress", " Published", " Due", "",
	}}
	for _, p := range r.Progress {
		due := "–"
		if p.Due.Valid {
			due = page.Percent(p.Due.Decimal, 0)
		}
		t = append(t, []string{
			p.Name, p.Plan.String(), fmt.Sprint(p.Elapsed.EndYear()), p.Target.String(), p.Reduction.String(),
			page.Percent(p.Assessment.Attainment.Decimal, 2),
			page.Percent(p.Assessment.Progress.Decimal, 2), p.Published.String() + " %", due, p.Way,
		})
	}
	return fmt.Sprintf(`4. Progress of five-year targets: ln(1 − cut) / ln(1 − target) [7]

%s
  Equal cuts each year are equal progress, so that it differs from cut over target. The formula is
  inferred from the figures. 20 %% of the way a year are due since 2011.
`, t)
}

func (r *report) sichuan() string {
	from, to := common(r.Sichuan2016)
	return fmt.Sprintf(`5. Grades of Sichuan's prefectures, 2016 [8], by the same book

%s
  The same points for measures for all, from %d to %d, give every one of these published grades.
  The book of 2016 was not read, and that of 2007 stands in for it.
  Graded without figures read:
    %s.
`, scores(r.Sichuan2016), from, to, unscored(r.Sichuan2016, r.data.Book))
}

// Data is the report as values.
func (r *report) Data() any {
	return struct {
		Sharing       sharing
		Explained     hierarchy.Explanation
		Provinces2007 []verdict
		Progress      []advanced
		Sichuan2016   []verdict
		Sources       []string
	}{r.Sharing, r.Sharing.Bands.Explain(guangdong), r.Provinces2007, r.Progress, r.Sichuan2016, sources}
}
