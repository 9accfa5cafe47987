package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/targetcascade/cascade/examples/internal/page"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/internal/numtext"
)

// sources are those of data/SOURCES.md, by number.
var sources = []string{
	"Regulation (EU) 2018/842, annex I",
	"Regulation (EU) 2023/857, annex",
	"Emissions of 2005 under effort sharing: data to Steininger and others,\n      Sharing the effort of the " +
		"European Green Deal among countries",
	"GDP and population of 2013, and of 2005, from the same data",
	"Decision 406/2009/EC, annex II",
	"European Commission, Effort sharing: Member States' emission targets",
	"Energy consumed by provinces in 2010, compiled",
	"State Council, document 2011 No. 26",
	"12th five-year plan, outline, and the statistical communique of 2015",
	"Populations and GDP of provinces: National Bureau of Statistics",
	"Invention patents in force: China Statistical Yearbook on Science and Technology",
	"Aims of provinces: work reports of Shanghai 2015 and Anhui 2011; press on Qinghai, 2015",
	"Populations of 2015 as revised by the census of 2020, compiled",
}

// Text is everything.
func (r *result) Text() string {
	return strings.Join([]string{
		r.head(), r.table(), r.distance(), r.uncapped(), r.infeasible(), r.why(), r.trials(),
		page.Sources("documents, data and addresses: examples/effort/data/SOURCES.md", sources),
	}, "\n")
}

func (r *result) head() string {
	var s strings.Builder
	fmt.Fprintf(&s, `Sharing an effort: the European Union's cut of emissions outside emissions trading by %d

  In 2018 and again in 2023 the 27 states were given cuts below their emissions of 2005 [1, 2, 3].
  Weighted by these emissions, as cuts add up, they make the Union's; their plain mean does not:

`, due)
	for _, y := range r.Years {
		fmt.Fprintf(
			&s, "    %d  %s %% (plain mean %s), no state below %s %% or above %s %%\n", y.Year, y.Mean,
			y.Plain.StringFixed(2), y.Floor, y.Ceil,
		)
	}
	s.WriteString("\n  The same total, shared by six formulas within the same two caps:\n\n")
	for _, f := range formulas {
		fmt.Fprintf(&s, "    %-7s %s\n", f.Head, f.Name)
	}
	fmt.Fprintf(&s, "\n  The bands end at %s euro; %d is %d of %d years on the way.\n",
		strings.Join(bandNames(), ", "), due, due-contraction, convergence-contraction)
	return s.String()
}

func bandNames() []string {
	var names []string
	for _, end := range bandEnds {
		names = append(names, fmt.Sprintf("%d,000", end/1000))
	}
	return names
}

// shown are the formulas that the table has a column for: with Equal all rows
// are the same.
func shown(outcomes []outcome) []outcome { return outcomes[1:] }

func (r *result) table() string {
	years, heads := "                Mt  1000 € ", "  State        2005  a head "
	for _, y := range r.Years {
		years += fmt.Sprintf("  %-34d", y.Year)
		heads += "  Set "
		for _, o := range shown(y.Outcomes) {
			heads += fmt.Sprintf("%5s ", o.Formula.Head)
		}
	}

	lines := []string{years, heads}
	for _, x := range r.states {
		var line strings.Builder
		line.WriteString(fmt.Sprintf(
			"  %-11s %5s %5s  ", x.Name, x.Base.StringFixed(1), x.perHead().Shift(-3).StringFixed(1),
		))
		for _, y := range r.Years {
			line.WriteString(fmt.Sprintf("%5s ", y.adopted(x).StringFixed(1)))
			for _, o := range shown(y.Outcomes) {
				mark := " "
				if o.Capped[x.Code] {
					mark = "*"
				}
				line.WriteString(fmt.Sprintf("%5s%s", o.Cuts[x.Code].StringFixed(1), mark))
			}
		}
		lines = append(lines, line.String())
	}

	var means strings.Builder
	means.WriteString(fmt.Sprintf("  %-11s %5s %5s  ", "Mean", "", ""))
	for _, y := range r.Years {
		means.WriteString(fmt.Sprintf("%5s ", y.Mean.StringFixed(2)))
		for _, o := range shown(y.Outcomes) {
			means.WriteString(fmt.Sprintf("%5s ", o.Mean.StringFixed(2)))
		}
	}

	var s strings.Builder
	s.WriteString("1. Cuts by 2030, % below 2005: what was set, and what five formulas give (* = by a cap)\n\n")
	for _, line := range append(lines, means.String()) {
		s.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return s.String()
}

func (r *result) distance() string {
	t := page.Table{{"", "Formula", " Mean off", " Weighted", " ρ of ranks", " Capped", " Furthest off", ""}}
	for _, y := range r.Years {
		for _, o := range y.Outcomes {
			capped := 0
			for _, is := range o.Capped {
				if is {
					capped++
				}
			}
			t = append(t, []string{
				fmt.Sprint(y.Year), o.Formula.Head, o.Off.StringFixed(2), o.OffBase.StringFixed(2),
				page.OrDash(o.Rank, 3), fmt.Sprint(capped), page.Signed(o.WorstOff, 1), o.Worst.Name,
			})
		}
	}
	return "2. How far each formula is from what was adopted, in points of the cut\n\n" + t.String() +
		"\n  Mean off is the mean absolute difference over states, Weighted the same by the emissions of 2005.\n" +
		"  ρ is Spearman's correlation of the orders of states; with equal cuts there is none.\n"
}

func (r *result) uncapped() string {
	t := page.Table{{"", "Formula", " Least", "", " Greatest", "", " Mean off"}}
	var refused strings.Builder
	for _, y := range r.Years {
		for _, o := range shown(y.Free) {
			least, most := o.ends(r.states)
			t = append(t, []string{
				fmt.Sprint(y.Year), o.Formula.Head, numtext.Fixed(o.Cuts[least.Code], 1), least.Name,
				numtext.Fixed(o.Cuts[most.Code], 1), most.Name, o.Off.StringFixed(2),
			})
		}
		for _, f := range y.Refused {
			refused.WriteString(fmt.Sprintf("\n  %d %s: no answer\n%s", y.Year, f.What, page.Indent(f.Err.Error(), 4)))
		}
	}
	return "3. The same formulas without caps: the least and the greatest cut (below zero emissions may grow)\n\n" +
		t.String() + refused.String()
}

func (r *result) infeasible() string {
	least, most := r.Within.ends(r.states)
	var s strings.Builder
	fmt.Fprintf(&s, "4. What caps can hold\n\n"+
		"  The cut of 2023, %s %%, fits within the caps of 2018, but leaves little choice: by GDP\n  per head, "+
		"from %s (%s) to %s %% (%s).\n",
		r.Years[1].Mean, r.Within.Cuts[least.Code], least.Name, r.Within.Cuts[most.Code], most.Name)
	for _, f := range r.Refused {
		fmt.Fprintf(&s, "\n  %s: no answer\n%s", f.What, page.Indent(f.Err.Error(), 4))
	}
	return s.String()
}

func (r *result) why() string {
	return "5. Why Italy has its number by GDP per head in 2023\n\n" + page.Indent(r.Why.String(), 4)
}

// Data is the result as values, without the plans that the cuts are from.
func (r *result) Data() any {
	var sides []*trial.Result
	for _, x := range r.Sides {
		sides = append(sides, x.Result)
	}
	years := slices.Clone(r.Years)
	for i := range years {
		years[i].Outcomes, years[i].Free = withoutPlans(years[i].Outcomes), withoutPlans(years[i].Free)
	}
	return struct {
		States    []state
		Years     []year
		Within    outcome
		Refused   []refusal
		Explained hierarchy.Explanation
		Sides     []*trial.Result
		Taken     []handedOut
		Doubt     doubt
		Sources   []string
	}{r.states, years, withoutPlans([]outcome{r.Within})[0], r.Refused, r.Why, sides, r.Taken, r.Doubt, sources}
}

func withoutPlans(outcomes []outcome) []outcome {
	outcomes = slices.Clone(outcomes)
	for i := range outcomes {
		outcomes[i].Plan = nil
	}
	return outcomes
}
