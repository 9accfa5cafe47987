package main

import (
	"encoding/json"
	"strings"

	"github.com/targetcascade/cascade/examples/internal/page"
	"github.com/targetcascade/cascade/hierarchy/trial"
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
		Sides       []jsonSide    `json:"sideBySide"`
		Taken       []jsonTaken   `json:"taken"`
		Doubt       jsonDoubt     `json:"doubt"`
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
		Doubt:   r.Doubt.data(),
		Sources: sources,
	}

	for _, x := range r.Sides {
		out.Sides = append(out.Sides, x.data())
	}
	for _, h := range r.Taken {
		out.Taken = append(out.Taken, h.data())
	}
	for _, x := range r.states {
		out.States = append(out.States, jsonState{
			x.Code, x.Name, page.Number(x.Base, 2), page.Number(x.People, 6), page.Number(x.perHead(), 2),
		})
	}

	for _, y := range r.Years {
		j := jsonYear{
			Year: y.Year, Floor: page.Number(y.Floor, 0), Ceil: page.Number(y.Ceil, 0), Mean: page.Number(y.Mean, 2),
			Plain: page.Number(y.Plain, 2), Adopted: map[string]json.Number{},
			Refused: refusedJSON(y.Refused),
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

	out.Infeasible = refusedJSON(r.Refused)
	for line := range strings.Lines(r.Why.String()) {
		out.Explanation = append(out.Explanation, strings.TrimSuffix(line, "\n"))
	}
	return out
}

func (r *result) formula(o outcome) jsonFormula {
	j := jsonFormula{
		Formula: o.Formula.Head, Description: o.Formula.Name, Mean: page.Number(o.Mean, 4), Off: page.Number(o.Off, 2),
		OffBase: page.Number(o.OffBase, 2), Rank: page.NumberOrNull(o.Rank, 4),
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

func refusedJSON(list []refusal) []jsonRefused {
	var out []jsonRefused
	for _, f := range list {
		out = append(out, jsonRefused{f.What, f.Err.Error()})
	}
	return out
}

// The three trials as data.
type (
	jsonSide struct {
		Year     int           `json:"year"`
		Measures []string      `json:"measures"`
		Rules    []jsonOutcome `json:"rules"`
	}
	jsonOutcome struct {
		Rule     string                 `json:"rule"`
		Values   []json.Number          `json:"values,omitempty"`
		Measures []*json.Number         `json:"measures"`
		Unbeaten bool                   `json:"unbeaten"`
		Cuts     map[string]json.Number `json:"cutsMt"`
	}
	jsonTaken struct {
		Quotas   string    `json:"quotas"`
		Document string    `json:"document"`
		Observed int       `json:"observed"`
		Units    int       `json:"units"`
		Rules    []jsonFit `json:"rules"`
	}
	jsonFit struct {
		Rule      string                 `json:"rule"`
		Values    []json.Number          `json:"values"`
		Exact     []bool                 `json:"exact"`
		Distance  json.Number            `json:"meanAbsoluteDifference"`
		Off       map[string]json.Number `json:"off"`   // by code
		Never     []string               `json:"never"` // by code
		Explained int                    `json:"explained"`
	}
	jsonDoubt struct {
		StandardError json.Number       `json:"standardErrorPercent"`
		Provinces     []jsonDoubtfulRow `json:"provinces"`
	}
	jsonDoubtfulRow struct {
		Code     string   `json:"code"`
		Vintages jsonSure `json:"byCensus"`
		Errors   jsonSure `json:"byError"`
	}
	jsonSure struct {
		Quota   []*json.Number `json:"quota"`
		Reached []*json.Number `json:"reached"`
		Verdict trial.Verdict  `json:"verdict"`
		Ranks   [2]int         `json:"ranks"`
	}
)

func (x side) data() jsonSide {
	j := jsonSide{Year: x.Year, Measures: x.Result.Measures}
	for _, o := range x.Result.Outcomes {
		rule := jsonOutcome{Rule: o.Candidate, Unbeaten: x.Unbeaten[o], Cuts: map[string]json.Number{}}
		for _, v := range o.Values {
			rule.Values = append(rule.Values, page.Exact(v))
		}
		for _, m := range o.Measures {
			rule.Measures = append(rule.Measures, page.ExactOrNull(m))
		}
		for row := range o.Rows() {
			rule.Cuts[row.Unit.Code] = page.Number(row.Quota, 4)
		}
		j.Rules = append(j.Rules, rule)
	}
	return j
}

func (h handedOut) data() jsonTaken {
	j := jsonTaken{Quotas: h.What, Document: h.Long, Observed: h.Observed, Units: h.Units}
	for _, f := range h.Fits.Fits {
		rule := jsonFit{
			Rule: f.Candidate, Exact: f.Exact, Distance: page.Number(f.Distance, 4), Off: map[string]json.Number{},
			Never: []string{},
		}
		for _, v := range f.Values {
			rule.Values = append(rule.Values, page.Exact(v))
		}
		for _, row := range f.Rows {
			rule.Off[row.Unit.Code] = page.Number(row.Off, 4)
			if row.Never {
				rule.Never = append(rule.Never, row.Unit.Code)
			}
			if row.Explained {
				rule.Explained++
			}
		}
		j.Rules = append(j.Rules, rule)
	}

	return j
}

func (d doubt) data() jsonDoubt {
	j := jsonDoubt{StandardError: page.Exact(d.Size)}
	for i, v := range d.Vintages.Rows {
		j.Provinces = append(j.Provinces, jsonDoubtfulRow{v.Unit.Code, sure(v), sure(d.Errors.Rows[i])})
	}
	return j
}

func sure(row trial.DoubtRow) jsonSure {
	ends := func(x trial.Interval) []*json.Number {
		return []*json.Number{page.NumberOrNull(x.Low, 4), page.NumberOrNull(x.High, 4)}
	}
	return jsonSure{ends(row.Quota), ends(*row.Result), row.Verdict, [2]int{row.Best, row.Worst}}
}
