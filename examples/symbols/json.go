package main

import (
	"encoding/json"

	"github.com/targetcascade/cascade/examples/internal/page"
)

// The types below are the report as data. Figures are JSON numbers, null where
// there is none.
type (
	jsonReport struct {
		Cases   int                       `json:"cases"`
		Agree   int                       `json:"agree"`
		Plain   int                       `json:"agreeIfNoneIsHeldEachYear"`
		Table   map[string]map[string]int `json:"publishedByDrawn"`
		Targets []jsonTarget              `json:"targets"`
		Sources []string                  `json:"sources"` // the first is number 1
	}
	jsonTarget struct {
		Indicator string      `json:"indicator"`
		Name      string      `json:"name"`
		Target    string      `json:"target"`
		Value     json.Number `json:"value"`
		By        string      `json:"by"`
		EachYear  bool        `json:"heldEachYear"`
		Agree     int         `json:"agree"`
		Years     []jsonYear  `json:"years"`
	}
	jsonYear struct {
		Year      int                    `json:"year"`
		Figures   map[string]json.Number `json:"figures"` // by year
		Observed  *json.Number           `json:"changeAYear"`
		Required  *json.Number           `json:"neededAYear"`
		Forecast  *json.Number           `json:"forecast"`
		Missed    *json.Number           `json:"missedOfGap"`
		Published string                 `json:"published"`
		Drawn     string                 `json:"drawn"`
		Reason    string                 `json:"likelyReason,omitempty"`
	}
)

// Data is the report as data.
func (r *report) Data() any {
	out := jsonReport{
		Cases: len(r.Verdicts), Agree: r.Agree, Plain: r.Plain, Table: map[string]map[string]int{},
		Sources: sources,
	}

	for i, row := range r.Table {
		out.Table[symbols[i]] = map[string]int{}
		for k, n := range row {
			out.Table[symbols[i]][symbols[k]] = n
		}
	}

	verdicts := r.Verdicts
	for _, g := range r.Goals {
		t := jsonTarget{
			Indicator: g.Target.Indicator.Code, Name: g.Target.Indicator.Name, Target: g.Target.String(),
			Value: page.Exact(g.Target.Value),
			By:    g.Target.Period.String(), EachYear: g.EachYear, Agree: g.Agree,
		}
		for _, v := range verdicts[:len(g.Years)] {
			y := jsonYear{
				Year: v.Year, Observed: page.ExactOrNull(v.ObservedRate), Required: page.ExactOrNull(v.RequiredRate),
				Forecast: page.ExactOrNull(v.Forecast), Missed: page.ExactOrNull(v.Measure),
				Published: v.Symbol, Drawn: v.Category, Reason: v.Reason, Figures: map[string]json.Number{},
			}
			for _, p := range v.Series {
				y.Figures[p.Period.String()] = page.Exact(p.Value)
			}
			t.Years = append(t.Years, y)
		}
		verdicts = verdicts[len(g.Years):]
		out.Targets = append(out.Targets, t)
	}

	return out
}
