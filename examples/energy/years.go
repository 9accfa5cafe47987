package main

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/page"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// annual are the quotas of one unit, year by year.
type annual struct {
	Code, Name string
	ToDate     []target.Point // the cut since 2010, by the end of each year
	Rates      []target.Point // the cut of each year
}

// official is the schedule of the evaluation: 20, 40, 60, 80 and 100 % of the way.
var official = temporal.Schedule{Shares: []decimal.Decimal{
	decimal.New(20, 0), decimal.New(40, 0), decimal.New(60, 0), decimal.New(80, 0), decimal.New(100, 0),
}}

// spread makes annual quotas of the targets that were handed out. Together they ask for
// more than the national target, by a stretch that stays in every year.
func (r *report) spread() error {
	s := r.Sharing
	asked := s.Means[0].Value.Round(2)
	o := hierarchy.Options{Basis: s.Uniform.Options().Basis}
	o.Rule.Stretch = decimal.NewNullDecimal(asked.Sub(s.Target.Value).DivRound(s.Target.Value, 12))
	for _, p := range s.Provinces {
		o.Holds = append(o.Holds, hierarchy.Hold{
			Unit: p.Code, Value: p.Target, By: s.Target.Source.Issuer, Reason: s.Target.Source.Document,
		})
	}
	plan, err := hierarchy.Cascade(s.Uniform.Tree(), s.Target, o)
	if err != nil {
		return err
	}
	years, err := system.Spread(plan, system.YearsOptions{Shape: official, OneWay: true})
	if err != nil {
		return err
	}

	for q := range plan.All() {
		a := annual{Code: q.Unit.Code, Name: q.Unit.Name, ToDate: years.Quotas(q.Unit.Code)}
		a.Rates, _ = years.Rates(q.Unit.Code)
		r.Years = append(r.Years, a)
	}
	return years.Check()
}

func (r *report) years() string {
	t := page.Table{{"", "Province", " 2011", " 2012", " 2013", " 2014", " 2015"}}
	for _, a := range r.Years {
		row := []string{a.Code, a.Name}
		for k, x := range a.ToDate {
			row = append(row, fmt.Sprintf("%s (%s)", intensity.Format(x.Value), intensity.Format(a.Rates[k].Value)))
		}
		t = append(t, row)
	}
	asked := r.Sharing.Means[0].Value
	return fmt.Sprintf(`6. Year by year: the cut since 2010, and in brackets of each year, %%, on the official schedule

%s
  The schedule is 20, 40, 60, 80 and 100 %% of the way, as a share of the logarithm of what is left.
  The cuts of the years compound to the target. In every year the provinces' mean is the nation's
  cut times %s / %s, the slack of what was handed out, to half of 0.01.
`, t, asked.StringFixed(2), r.Sharing.Target.Value)
}
