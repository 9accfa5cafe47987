package main

import (
	"encoding/json"
	"strings"

	"github.com/targetcascade/cascade/examples/internal/page"
)

// The types below are the result as data. Figures are JSON numbers, null where
// there is none.
type (
	jsonResult struct {
		States      []jsonState   `json:"states"` // richest first
		Years       []jsonYear    `json:"years"`
		Within      jsonWithin    `json:"cutOf2023WithinCapsOf2018"`
		Infeasible  []jsonRefused `json:"infeasible"`
		Explanation []string      `json:"italyExplained"`
		Sources     []string      `json:"sources"` // the first is number 1
	}
	jsonState struct {
		Code    string      `json:"code"`
		Name    string      `json:"name"`
		Base    json.Number `json:"base2005"`
		People  json.Number `json:"peopleMillion"`
		PerHead json.Number `json:"gdpPerHead"`
	}
	jsonYear struct {
		Year     int                    `json:"year"`
		Floor    json.Number            `json:"floor"`
		Ceil     json.Number            `json:"ceiling"`
		Mean     json.Number            `json:"weightedMean"`
		Plain    json.Number            `json:"plainMean"`
		Adopted  map[string]json.Number `json:"adopted"`
		Formulas []jsonFormula          `json:"formulas"`
		Free     []jsonFormula          `json:"withoutCaps"`
		Refused  []jsonRefused          `json:"withoutCapsRefused,omitempty"`
	}
	jsonFormula struct {
		Formula     string                 `json:"formula"`
		Description string                 `json:"description"`
		Mean        json.Number            `json:"weightedMean"`
		Off         json.Number            `json:"meanAbsoluteDifference"`
		OffBase     json.Number            `json:"weightedAbsoluteDifference"`
		Rank        *json.Number           `json:"spearman"`
		Cuts        map[string]json.Number `json:"cuts"`
		Capped      []string               `json:"capped"` // by code
	}
	jsonWithin struct {
		Least json.Number `json:"least"`
		Most  json.Number `json:"greatest"`
	}
	jsonRefused struct {
		What  string `json:"what"`
		Error string `json:"error"`
	}
)

// Data is the result as data.
func (r *result) Data() any {
	least, most := r.Within.ends(r.states)
	out := jsonResult{
		Within:  jsonWithin{page.Number(r.Within.Cuts[least.Code], 2), page.Number(r.Within.Cuts[most.Code], 2)},
		Sources: sources,
	}
	for _, x := range r.states {
		out.States = append(out.States, jsonState{x.Code, x.Name, page.Number(x.Base, 2), page.Number(x.People, 6), page.Number(x.perHead(), 2)})
	}
	for _, y := range r.Years {
		j := jsonYear{
			Year: y.Year, Floor: page.Number(y.Floor, 0), Ceil: page.Number(y.Ceil, 0), Mean: page.Number(y.Mean, 2), Plain: page.Number(y.Plain, 2), Adopted: map[string]json.Number{},
			Refused: refused(y.Refused),
		}
		for _, x := range r.states {
			j.Adopted[x.Code] = page.Number(y.adopted(x), 1)
		}
		for _, o := range y.Outcomes {
			j.Formulas = append(j.Formulas, r.formula(o))
		}
		for _, o := range y.Free {
			j.Free = append(j.Free, r.formula(o))
		}
		out.Years = append(out.Years, j)
	}
	out.Infeasible = refused(r.Refused)
	for line := range strings.Lines(r.Why.String()) {
		out.Explanation = append(out.Explanation, strings.TrimSuffix(line, "\n"))
	}
	return out
}

func (r *result) formula(o outcome) jsonFormula {
	j := jsonFormula{
		Formula: o.Formula.Head, Description: o.Formula.Name, Mean: page.Number(o.Mean, 4), Off: page.Number(o.Off, 2), OffBase: page.Number(o.OffBase, 2), Rank: page.NumberOrNull(o.Rank, 4),
		Cuts: map[string]json.Number{}, Capped: []string{},
	}
	for _, x := range r.states {
		j.Cuts[x.Code] = page.Number(o.Cuts[x.Code], 2)
		if o.Capped[x.Code] {
			j.Capped = append(j.Capped, x.Code)
		}
	}
	return j
}

func refused(list []refusal) []jsonRefused {
	var out []jsonRefused
	for _, f := range list {
		out = append(out, jsonRefused{f.What, f.Err.Error()})
	}
	return out
}
