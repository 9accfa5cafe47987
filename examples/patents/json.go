package main

import (
	"encoding/json"
	"strings"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/examples/internal/page"
	"github.com/targetcascade/cascade/hierarchy"
)

// The types below are the chain as data. Figures are JSON numbers with the
// decimals of the page, null where there is none.
type (
	jsonChain struct {
		Target      jsonTarget     `json:"target"`
		Provinces   []jsonProvince `json:"provinces"`
		Mean        jsonMean       `json:"meanOfQuotas"`
		Guangdong   jsonGuangdong  `json:"guangdong"`
		Explanation []string       `json:"shenzhenExplained"`
		Ranking     []jsonRank     `json:"ranking"`
		Own         []jsonOwn      `json:"ownTargets"`
		Published   []jsonMonth    `json:"published"`
		Sources     []string       `json:"sources"` // the first is number 1
	}
	jsonTarget struct {
		Code      string      `json:"code"`
		Unit      string      `json:"unit"`
		Indicator string      `json:"indicator"`
		By        string      `json:"by"`
		Value     json.Number `json:"value"`
		Document  string      `json:"document"`
		Date      string      `json:"date"`
	}
	jsonProvince struct {
		Code       string      `json:"code"`
		Name       string      `json:"name"`
		Before     json.Number `json:"before"`
		Quota      json.Number `json:"quota"`
		Result     json.Number `json:"result"`
		Gap        json.Number `json:"gap"`
		Attainment json.Number `json:"attainment"`
		Met        bool        `json:"met"`
	}
	jsonMean struct {
		Known json.Number `json:"byKnownPopulation"`
		Due   json.Number `json:"byPopulationWhenDue"`
	}
	jsonGuangdong struct {
		Density json.Number `json:"density"`
		People  json.Number `json:"people"`
		Quota   json.Number `json:"quota"`
		Cities  []jsonCity  `json:"cities"`
	}
	jsonCity struct {
		Code   string       `json:"code"`
		Name   string       `json:"name"`
		Quota  json.Number  `json:"quota"`
		Months []jsonResult `json:"months"`
	}
	jsonResult struct {
		Month      string      `json:"month"`
		Result     json.Number `json:"result"`
		Attainment json.Number `json:"attainment"`
		Met        bool        `json:"met"`
	}
	jsonRank struct {
		Rank     int          `json:"rank"`
		Before   int          `json:"before"`
		Move     int          `json:"move"`
		Code     string       `json:"code"`
		Name     string       `json:"name"`
		Density  json.Number  `json:"density"`
		ToNext   *json.Number `json:"toNext"`
		ToLeader *json.Number `json:"toLeader"`
	}
	jsonOwn struct {
		Code      string       `json:"code"`
		Name      string       `json:"name"`
		Value     json.Number  `json:"value"`
		By        string       `json:"by"`
		Announced string       `json:"announced,omitempty"`
		Assigned  json.Number  `json:"assigned"`
		Factor    *json.Number `json:"factor"`
		Result    *json.Number `json:"result"`
		Source    int          `json:"source"`
	}
	jsonMonth struct {
		Month      string      `json:"month"`
		Inventions json.Number `json:"inventions"`
		People     json.Number `json:"peopleMillion"`
		Outside    json.Number `json:"peopleMillionInNoProvinceListed"`
		Printed    json.Number `json:"printed"`
		Recomputed json.Number `json:"recomputed"`
		PlainMean  json.Number `json:"plainMean"`
	}
)

// Data is the chain as data.
func (c *chain) Data() any {
	const share = 4 // decimals of an attainment
	n := c.National
	out := jsonChain{
		Target: jsonTarget{
			Code: n.Code, Unit: n.Unit, Indicator: n.Indicator.Name, By: n.Period.String(),
			Value:    page.Number(n.Value, density.Places.Or(0)),
			Document: n.Source.Document, Date: n.Source.Date,
		},
		Sources: sources,
		Mean:    jsonMean{Known: page.Number(c.KnownMean, 5), Due: page.Number(c.DueMean, 5)},
	}

	for _, p := range c.Provinces {
		out.Provinces = append(out.Provinces, jsonProvince{
			Code: p.Code, Name: p.Name, Before: page.Number(p.Before, density.Places.Or(0)),
			Quota:  page.Number(p.Target.Value, density.Places.Or(0)),
			Result: page.Number(p.Actual, density.Places.Or(0)), Gap: page.Number(p.Gap, density.Places.Or(0)),
			Attainment: page.Number(p.Attainment.Decimal, share), Met: p.Met,
		})
	}

	quota, _ := c.ProvincePlan.Quota(guangdong)
	out.Guangdong = jsonGuangdong{
		Density: page.Number(quota.Value, density.Places.Or(0)),
		People:  page.Number(c.data.People[setIn][guangdong].Shift(4), 0), Quota: page.Number(c.Guangdong.Value, 0),
	}

	for _, s := range c.Cities {
		row := jsonCity{Code: s.Code, Name: s.Name, Quota: page.Number(s.Quota, 0)}
		for _, a := range s.At {
			row.Months = append(row.Months, resultJSON(a, share))
		}
		out.Guangdong.Cities = append(out.Guangdong.Cities, row)
	}

	for _, e := range []hierarchy.Explanation{c.CityPlan.Explain(shenzhen), c.ProvincePlan.Explain(guangdong)} {
		for line := range strings.Lines(e.String()) {
			out.Explanation = append(out.Explanation, strings.TrimSuffix(line, "\n"))
		}
	}

	for _, r := range c.Ranking {
		out.Ranking = append(out.Ranking, jsonRank{
			Rank: r.Rank, Before: r.Before, Move: r.Move, Code: r.Code, Name: r.Name,
			Density:  page.Number(r.Value, density.Places.Or(0)),
			ToNext:   page.NumberOrNull(r.ToNext, density.Places.Or(0)),
			ToLeader: page.NumberOrNull(r.ToLeader, density.Places.Or(0)),
		})
	}

	for _, a := range c.Announcements {
		out.Own = append(out.Own, jsonOwn{
			Code: a.Code, Name: a.Name, Value: page.Number(a.Value, density.Places.Or(0)), By: a.By,
			Announced: a.Announced,
			Assigned:  page.Number(a.Assigned, density.Places.Or(0)), Factor: page.NumberOrNull(a.Factor, 2),
			Result: page.NumberOrNull(a.Result, density.Places.Or(0)), Source: a.Source,
		})
	}

	for _, m := range c.Months {
		out.Published = append(out.Published, jsonMonth{
			Month: m.Period.String(), Inventions: page.Number(m.Inventions, 0), People: page.Number(m.People, 1),
			Outside: page.Number(m.Outside, 1),
			Printed: page.Number(m.Printed, 1), Recomputed: page.Number(m.Computed, 1),
			PlainMean: page.Number(m.PlainMean, 1),
		})
	}

	return out
}

func resultJSON(a evaluate.Assessment, places int32) jsonResult {
	return jsonResult{
		Month: a.Target.Period.String(), Result: page.Number(a.Actual, 0),
		Attainment: page.Number(a.Attainment.Decimal, places), Met: a.Met,
	}
}
