package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/page"
)

// sources are those of data/SOURCES.md, by number.
var sources = []string{
	"Reports on the work of the government, 2003 to 2026: State Council, provinces, prefectures",
	"National Bureau of Statistics, gross regional product 2007 to 2016",
	"Gross regional product of the other years, as compiled",
}

// lately is the year from which the first page prints.
const lately = 2012

// Page is the first page.
func (r *result) Page() string { return title + "\n" + r.years(lately) }

// Text is everything.
func (r *result) Text() string {
	return strings.Join([]string{
		title, r.years(0), r.provinces(),
		page.Sources("documents, dates and addresses: examples/growth/data/SOURCES.md", sources),
	}, "\n")
}

const title = `Targets that grow on the way down: GDP growth, nation, provinces and prefectures, 2003-2026

  Each level of government announces its own target for the year [1]. Handed down as it is, the
  nation's would be every province's, and a province's every prefecture's. Over is by how many
  points what they announced is above that: the amplification (层层加码).
`

// years prints the years from one on.
func (r *result) years(first int) string {
	t := page.Table{{
		" Year", " Nation", " Provinces", " GDP", " Mean", " By GDP", " Over", " Above/at/below", " Prefectures",
		" Mean", " Over",
	}}
	for _, y := range r.Years {
		if y.Year < first {
			continue
		}
		n := "–"
		if y.Nation.Valid {
			n = y.Nation.Decimal.StringFixed(indicator.Places.Or(0))
		}
		if y.Upper.Valid {
			n += "-" + y.Upper.Decimal.StringFixed(indicator.Places.Or(0))
		}
		versus := "–"
		if y.Nation.Valid {
			versus = fmt.Sprintf("%d/%d/%d", y.Above, y.At, y.Below)
		}
		t = append(t, []string{
			fmt.Sprint(y.Year), n, fmt.Sprint(y.Announced), y.Covered.Shift(2).StringFixed(0) + " %",
			page.OrDash(y.Plain, 2), page.OrDash(y.Weighted, 2), points(y.OverNation),
			versus, fmt.Sprint(y.Prefectures), page.OrDash(y.Lower, 2), points(y.OverProvince),
		})
	}
	return fmt.Sprintf(`1. Year by year: percent, and points over the level above

%s
  Provinces whose target is known, with their share of all provinces' GDP of the year before [2, 3]:
  plain mean, mean by that GDP, and points over the nation. Prefectures whose report is at hand, not
  the same ones each year: plain mean, and points of each over its own province, averaged within
  the province and then by GDP. Of a range the lower end counts.
`, t)
}

// provinces prints all of them in two columns side by side.
func (r *result) provinces() string {
	head := []string{"Province", " Mean", " Most", " In", " Above", "   "}
	t := page.Table{append(head, head[:5]...)}
	half := (len(r.Provinces) + 1) / 2
	for i := range half {
		row := append(r.Provinces[i].cells(), "")
		if i+half < len(r.Provinces) {
			row = append(row, r.Provinces[i+half].cells()...)
		} else {
			row = append(row, "", "", "", "", "")
		}
		t = append(t, row)
	}
	return fmt.Sprintf(`2. Who asks for more: points over the nation's target, mean of the years with both, and the most

%s`, t)
}

func (a ambition) cells() []string {
	return []string{
		a.Name, page.Signed(a.Mean, 2), page.Signed(a.Most, 1), fmt.Sprint(a.MostIn),
		fmt.Sprintf("%d of %d", a.Above, a.Years),
	}
}

func points(d decimal.NullDecimal) string {
	if !d.Valid {
		return "–"
	}
	return page.Signed(d.Decimal, 2)
}

// Data is the result as values.
func (r *result) Data() any {
	return struct {
		Years     []yearResult
		Provinces []ambition
		Sources   []string
	}{r.Years, r.Provinces, sources}
}
