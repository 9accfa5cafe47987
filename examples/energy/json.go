package main

import (
	"encoding/json"
	"strings"

	"github.com/targetcascade/cascade/examples/internal/page"
)

// The types below are the report as data. Figures are JSON numbers, null where
// there is none; shares, weights and attainments are shares of 1, targets and
// cuts are in percent.
type (
	jsonReport struct {
		Target      jsonTarget     `json:"target"`
		Provinces   []jsonProvince `json:"provinces"`
		Means       []jsonMean     `json:"meansOfHandedOut"`
		Shift       json.Number    `json:"shiftAmongProvinces"`
		Left        json.Number    `json:"nationalCutLeft"`
		Explanation []string       `json:"guangdongExplained"`
		Evaluation  []jsonVerdict  `json:"evaluation2007"`
		Progress    []jsonProgress `json:"fiveYearProgress"`
		Sichuan     []jsonVerdict  `json:"sichuan2016"`
		Sources     []string       `json:"sources"` // the first is number 1
	}
	jsonTarget struct {
		Code      string      `json:"code"`
		Unit      string      `json:"unit"`
		Indicator string      `json:"indicator"`
		Period    string      `json:"period"`
		Value     json.Number `json:"value"`
		Document  string      `json:"document"`
		Date      string      `json:"date"`
	}
	jsonProvince struct {
		Code      string       `json:"code"`
		Name      string       `json:"name"`
		Energy    *json.Number `json:"energy2010"`
		GDP       json.Number  `json:"gdp2010"`
		Growth    json.Number  `json:"growthAim"`
		GrowthOf  string       `json:"growthAimOf"`
		Weight    json.Number  `json:"weight"`
		Uniform   json.Number  `json:"uniform"`
		Bands     json.Number  `json:"bands"`
		HandedOut json.Number  `json:"handedOut"`
	}
	jsonMean struct {
		Basis     string      `json:"basis"`
		Provinces int         `json:"provinces"`
		Mean      json.Number `json:"mean"`
		Slack     json.Number `json:"slack"`
	}
	jsonVerdict struct {
		Code      string       `json:"code"`
		Name      string       `json:"name"`
		Target    *json.Number `json:"target"`
		Upper     *json.Number `json:"upper,omitempty"`
		Actual    *json.Number `json:"actual"`
		Published string       `json:"publishedGrade"`
		OfPlan    string       `json:"publishedGradeOfPlan,omitempty"`
		Scored    *jsonScored  `json:"scored"`
	}
	jsonScored struct {
		Attainment json.Number `json:"attainment"`
		Met        bool        `json:"met"`
		Points     json.Number `json:"pointsForTarget"`
		Best       string      `json:"gradeByPointsWithAllForMeasures"`
		Vetoed     bool        `json:"vetoed"`
		From       int         `json:"fewestForMeasures"`
		To         int         `json:"mostForMeasures"`
	}
	jsonProgress struct {
		Code       string       `json:"code"`
		Name       string       `json:"name"`
		Plan       string       `json:"plan"`
		Elapsed    string       `json:"elapsed"`
		Target     json.Number  `json:"target"`
		Cut        json.Number  `json:"cut"`
		Attainment json.Number  `json:"attainment"`
		Progress   json.Number  `json:"progress"`
		Published  json.Number  `json:"publishedProgress"`
		Due        *json.Number `json:"due"`
		Way        string       `json:"way,omitempty"`
	}
)

// Data is the report as data.
func (r *report) Data() any {
	const shareDecimals = 4 // decimals of a share of 1
	t := r.Sharing.Target
	out := jsonReport{
		Target: jsonTarget{
			Code: t.Code, Unit: t.Unit, Indicator: t.Indicator.Name, Period: t.Period.String(),
			Value:    page.Exact(t.Value),
			Document: t.Source.Issuer + ", " + t.Source.Document, Date: t.Source.Date,
		},
		Shift: page.Number(r.Sharing.Shift, shareDecimals), Left: page.Number(r.Sharing.Left, shareDecimals),
		Evaluation: jsonVerdicts(r.Provinces2007), Sichuan: jsonVerdicts(r.Sichuan2016), Sources: sources,
	}

	for _, p := range r.Sharing.Provinces {
		out.Provinces = append(out.Provinces, jsonProvince{
			Code: p.Code, Name: p.Name, Energy: page.ExactOrNull(p.Energy), GDP: page.Exact(p.GDP),
			Growth: page.Exact(p.Growth), GrowthOf: p.GrowthOf,
			Weight: page.Number(p.Weight, shareDecimals), Uniform: page.Number(p.Uniform, intensity.Places.Or(0)),
			Bands: page.Number(p.Bands, intensity.Places.Or(0)), HandedOut: page.Exact(p.Target),
		})
	}

	for _, m := range r.Sharing.Means {
		out.Means = append(out.Means, jsonMean{
			Basis: m.Basis, Provinces: m.Provinces, Mean: page.Number(m.Value, shareDecimals),
			Slack: page.Number(m.Value.Sub(t.Value), shareDecimals),
		})
	}

	for line := range strings.Lines(r.Sharing.Bands.Explain(guangdong).String()) {
		out.Explanation = append(out.Explanation, strings.TrimSuffix(line, "\n"))
	}

	for _, p := range r.Progress {
		out.Progress = append(out.Progress, jsonProgress{
			Code: p.Code, Name: p.Name, Plan: p.Plan.String(), Elapsed: p.Elapsed.String(),
			Target: page.Exact(p.Target), Cut: page.Exact(p.Reduction),
			Attainment: page.Number(p.Assessment.Attainment.Decimal, shareDecimals),
			Progress:   page.Number(p.Assessment.Progress.Decimal, shareDecimals),
			Published:  page.Number(p.Published.Shift(-2), shareDecimals), Due: page.ExactOrNull(p.Due), Way: p.Way,
		})
	}

	return out
}

func jsonVerdicts(vs []verdict) []jsonVerdict {
	var out []jsonVerdict
	for _, v := range vs {
		j := jsonVerdict{
			Code: v.Code, Name: v.Name, Target: page.ExactOrNull(v.Target), Upper: page.ExactOrNull(v.Upper),
			Actual: page.ExactOrNull(v.Actual), Published: v.Grade, OfPlan: v.GradeOfPlan,
		}
		if v.Scored {
			j.Scored = &jsonScored{
				Attainment: page.Number(v.Assessment.Attainment.Decimal, 4), Met: v.Assessment.Met,
				Points: page.Exact(v.Points),
				Best:   v.Best, Vetoed: v.Vetoed, From: v.From, To: v.To,
			}
		}
		out = append(out, j)
	}
	return out
}
