package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/page"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/internal/numtext"
)

// Page is the first page.
func (r *result) Page() string {
	last := r.Sides[len(r.Sides)-1]
	var s strings.Builder
	s.WriteString("Rules on trial: who is asked for how much, by which rule, and how sure is it?\n\n")

	fmt.Fprintf(&s, "1. The European Union's cut by %d, %s %% below 2005, by formula within %s and %s %% [2, 3, 4]\n\n",
		due, r.Years[1].Mean, r.Years[1].Floor, r.Years[1].Ceil)
	s.WriteString(last.table(false))
	s.WriteString(
		"  * No other formula is as even per head, as light on the hardest hit, and as near to what was set.\n\n",
	)

	s.WriteString("2. The rule that was taken: two rules that come near to quotas that were handed out\n")
	s.WriteString(r.nearest())
	s.WriteString("  Slope is in points per 1000 of GDP per head; Bent has one below the mean, and one above.\n")
	s.WriteString(page.Indent(strings.ReplaceAll(trial.Caveat, "\n", " "), 2) + "\n")

	s.WriteString("3. Doubt: invention patents per 10,000 people in 2015, by two censuses [9, 10, 11, 13]\n")
	s.WriteString(r.Doubt.table(false))
	return s.String()
}

// table is the trial of one pact: on the first page the formulas alone.
func (x side) table(all bool) string {
	t := page.Table{{"Formula", " Gini", " Theil", " Gini", " t/head", " t/M€", " Progr.", " Moved", " At caps", ""}}
	if all {
		t[0] = append(t[0], " Least")
	}

	for _, o := range x.Result.Outcomes {
		if len(o.Values) > 0 && !all {
			continue
		}
		m := func(i int, places int32) string { return page.OrDash(o.Measures[i], places) }
		name := o.Candidate
		if x.Unbeaten[o] {
			name += " *"
		}
		hardest := decimal.NullDecimal{Decimal: o.Measures[1].Decimal.Shift(6), Valid: o.Measures[1].Valid}
		row := []string{
			name, m(0, 3), m(3, 3), m(4, 3), m(6, 2), page.OrDash(hardest, 0), m(7, 3), m(2, 0), m(8, 0), about(o),
		}
		if all {
			row = append(row, m(5, 2))
		}
		t = append(t, row)
	}

	over := map[int]string{1: "per head", 3: "by GDP", 4: "at most"}
	return t.Over(over) + t.String()
}

// about says what a candidate is.
func about(o *trial.Outcome) string {
	if len(o.Values) > 0 {
		return o.Values[0].StringFixed(2) + " GDP, rest Equal"
	}
	for _, f := range formulas {
		if f.Head == o.Candidate {
			return f.Short
		}
	}
	return "what was adopted"
}

// nearest are, of each set of quotas, the two rules that come nearest.
func (r *result) nearest() string {
	t := page.Table{{"Quotas", "Rule", " Mean off", " Explained", " Never", "The document says"}}
	for _, h := range r.Taken {
		fits := slices.Clone(h.Fits.Fits)
		slices.SortStableFunc(fits, func(a, b *trial.Fitted) int { return a.Distance.Cmp(b.Distance) })
		name, says := h.Name, h.Says
		for _, f := range fits[:2] {
			explained, never := counts(f)
			t = append(t, []string{
				name, f.Candidate + " " + valuesText(f), f.Distance.StringFixed(2),
				fmt.Sprintf("%d of %d", explained, len(f.Rows)), fmt.Sprint(never), says,
			})
			name, says = "", ""
		}
	}
	return t.String()
}

// counts are how many units a rule explains, and how many it never does.
func counts(f *trial.Fitted) (explained, never int) {
	for _, row := range f.Rows {
		if row.Explained {
			explained++
		}
		if row.Never {
			never++
		}
	}
	return explained, never
}

// valuesText are those of the parameters.
func valuesText(f *trial.Fitted) string {
	var out []string
	for _, v := range f.Values {
		out = append(out, numtext.Fixed(v, 2))
	}
	return strings.Join(out, " and ")
}

// trials are the three trials in full.
func (r *result) trials() string {
	var s strings.Builder
	s.WriteString("6. Side by side: what each formula does, in tonnes of the cut\n")
	for i, x := range r.Sides {
		fmt.Fprintf(&s, "\n  %d, %s %%\n\n%s", x.Year, r.Years[i].Mean, x.table(true))
	}
	s.WriteString(`
  Gini and Theil's T are of tonnes per head, weighted by population, and of tonnes by GDP, weighted
  by GDP. At most and Least are the greatest and the smallest burden of a state. Progr. is Kakwani's
  index: above zero the burden grows faster than income. Moved counts states whose cut differs by
  more than a tenth from what was set. * No other formula is at least as good by the Gini per head,
  the greatest burden by GDP and Moved, and better by one of them.

7. The rule that was taken

`)
	s.WriteString(`  Slope: points of the quota for every thousand (euro, yuan) of GDP per head. Bent: one such slope
  below the mean of all, another above. Mix: a part in proportion to GDP per head, the rest equal.
  Intensity: points for every tonne of energy per 10,000 yuan. Density, GDP: a part in proportion to
  the density of 2010, or to GDP per head, the rest equal. All keep the limits of the document.
  Expl. counts quotas that a rule meets to one point, for China to half a point or patent; Never
  those that no parameters of the rule explain.

`)
	for _, h := range r.Taken {
		fmt.Fprintf(&s, "  %s: %d of %d quotas\n", h.What, h.Observed, h.Units)
		s.WriteString(page.Indent("Documents: "+h.Long, 4))
		s.WriteString(h.fits() + "\n")
	}
	s.WriteString(page.Indent(strings.ReplaceAll(trial.Caveat, "\n", " "), 2))
	s.WriteString("\n8. Doubt: invention patents in force per 10,000 people in 2015, by two counts of the people\n\n")
	s.WriteString(r.Doubt.table(true))
	fmt.Fprintf(&s, `
  Quotas multiply the densities of 2010 by one number, so that the nation has %s, as it had. Left,
  the ends by the populations before the census of 2020 and after it; right, intervals of 90 %% for
  populations with a standard error of %s %%, the mean size of the revision. Open is a verdict that
  hangs on the population.
`, reached, r.Doubt.Size)
	return s.String()
}

// fits are all rules that were tried on a set of quotas.
func (h handedOut) fits() string {
	t := page.Table{{"Rule", "", " Mean off", " Expl.", " Never", "About as good", "Not explained"}}
	for _, f := range h.Fits.Fits {
		explained, never := counts(f)
		t = append(t, []string{
			f.Candidate, valuesText(f), f.Distance.StringFixed(2), fmt.Sprint(explained), fmt.Sprint(never), near(f),
			unexplained(f),
		})
	}
	return t.String()
}

// near are the values of the parameters that are about as good.
func near(f *trial.Fitted) string {
	var out []string
	for _, ranges := range f.Near {
		first, last := ranges[0].From, ranges[len(ranges)-1].To
		out = append(out, numtext.Fixed(first, 2)+"…"+numtext.Fixed(last, 2))
	}
	return strings.Join(out, ", ")
}

// unexplained are the two units furthest off that the rule does not explain, with
// the difference from what was handed out.
func unexplained(f *trial.Fitted) string {
	var rows []trial.FitRow
	for _, row := range f.Rows {
		if !row.Explained {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b trial.FitRow) int {
		return cmp.Or(b.Off.Abs().Cmp(a.Off.Abs()), cmp.Compare(a.Unit.Code, b.Unit.Code))
	})
	var out []string
	for _, row := range rows[:min(2, len(rows))] {
		out = append(out, row.Unit.Name+" "+page.Signed(row.Off, 1))
	}
	return strings.Join(out, ", ")
}

// table is what is known about provinces: all, or those whose verdict or rank
// hangs on the census.
func (d doubt) table(all bool) string {
	t := page.Table{{
		"Province", "Quota", "Reached", "Verdict", "Rank", fmt.Sprintf("If off by %s %%", d.Size), "Verdict", "Rank",
	}}
	for i, v := range d.Vintages.Rows {
		e := d.Errors.Rows[i]
		if all || v.Verdict == trial.NoDifference || v.Worst-v.Best > 1 {
			t = append(t, []string{
				v.Unit.Name, between(v.Quota), between(*v.Result), verdict(v.Verdict), ranks(v),
				between(e.Quota) + ", " + between(*e.Result), verdict(e.Verdict), ranks(e),
			})
		}
	}
	return t.String()
}

// between prints an interval to two places.
func between(x trial.Interval) string {
	low, high := page.OrDash(x.Low, 2), page.OrDash(x.High, 2)
	if low == high {
		return low
	}
	return low + "–" + high
}

func verdict(v trial.Verdict) string {
	if v == trial.NoDifference {
		return "open"
	}
	return v.String()
}

func ranks(row trial.DoubtRow) string {
	if row.Best == row.Worst {
		return fmt.Sprint(row.Best)
	}
	return fmt.Sprintf("%d–%d", row.Best, row.Worst)
}
