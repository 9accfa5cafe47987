package main

import (
	"encoding/json"
	"io"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
)

// The types below are the result as data. Figures are JSON numbers with stated
// decimals; everything is made up.
type (
	jsonResult struct {
		MadeUp     bool          `json:"madeUp"`
		Seed       uint64        `json:"seed"`
		Parameters jsonParams    `json:"parameters"`
		Places     []jsonPlace   `json:"provinces"`
		Regimes    []jsonHistory `json:"regimes"`
		Control    jsonHistory   `json:"controlWithoutTurn"`
		Grid       []jsonHistory `json:"grid"` // without their years
		Caution    string        `json:"caution"`
	}
	jsonParams struct {
		Turn           int         `json:"turn"`
		Rise           json.Number `json:"rise"`
		Decay          json.Number `json:"decay"`
		Turning        json.Number `json:"turning"`
		AimQuantity    json.Number `json:"aimQuantity"`
		AimQuality     json.Number `json:"aimQuality"`
		Cost           json.Number `json:"cost"`
		Mobilised      json.Number `json:"mobilised"`
		Direction      json.Number `json:"direction"`
		Capacity       json.Number `json:"capacityGrowth"`
		Luck           uint32      `json:"luckThousandths"`
		Weights        jsonWeights `json:"weights"`
		GrowthQuantity json.Number `json:"growthQuantity"`
		GrowthQuality  json.Number `json:"growthQuality"`
		Leap           json.Number `json:"leap"`
		Stretch        json.Number `json:"stretch"`
		StretchMost    json.Number `json:"stretchMost"`
		ByResult       json.Number `json:"byResult"`
		ByPeople       json.Number `json:"byPeople"`
	}
	jsonWeights struct {
		Shortfall json.Number `json:"shortfall"`
		Ahead     json.Number `json:"ahead"`
		Next      json.Number `json:"next"`
		Force     json.Number `json:"force"`
		Publicity json.Number `json:"publicity"`
		Grade     json.Number `json:"grade"`
	}
	jsonPlace struct {
		Code     string      `json:"code"`
		Name     string      `json:"name"`
		People   json.Number `json:"thousandPeople"`
		Capacity json.Number `json:"capacity"`
	}
	jsonHistory struct {
		Name     string       `json:"name,omitempty"`
		SeenBy   string       `json:"rankingSeenBy"`
		Force    string       `json:"force"`
		Before   json.Number  `json:"shareBefore"`
		After    json.Number  `json:"shareAfter"`
		Jump     jsonEffect   `json:"jump"`
		Bend     jsonEffect   `json:"bend"`
		Slack    json.Number  `json:"slack"`
		Failed   int          `json:"failed"`
		Pressure json.Number  `json:"pressure"`
		Last     json.Number  `json:"lastAttainment"`
		Years    []jsonAnnual `json:"years,omitempty"`
		Ranking  []jsonRow    `json:"lastRanking,omitempty"`
	}
	jsonEffect struct {
		Estimate json.Number  `json:"estimate"`
		T        *json.Number `json:"t"`
	}
	jsonAnnual struct {
		Year       int         `json:"year"`
		Indicator  string      `json:"indicator"`
		Target     json.Number `json:"target"`
		Stretch    json.Number `json:"stretch"`
		Quantity   json.Number `json:"applications"`
		Quality    json.Number `json:"inventions"`
		Attainment json.Number `json:"attainment"`
		Pressure   json.Number `json:"pressure"`
		Failed     int         `json:"failed"`
	}
	jsonRow struct {
		Rank       int         `json:"rank"`
		Move       int         `json:"move"`
		Code       string      `json:"code"`
		Attainment json.Number `json:"attainment"`
	}
)

func number(d decimal.Decimal, places int32) json.Number { return json.Number(d.StringFixed(places)) }

// asIs is a parameter as it was written.
func asIs(d decimal.Decimal) json.Number { return json.Number(d.String()) }

// json prints the result as data.
func (r *result) json(w io.Writer) error {
	m := r.Params
	out := jsonResult{
		MadeUp: true, Seed: r.Seed, Caution: evaluate.Caution, Control: asData(r.Control, true),
		Parameters: jsonParams{
			Turn: m.Turn, Rise: asIs(m.Rise), Decay: asIs(m.Decay), Turning: asIs(m.Turning), AimQuantity: asIs(m.AimQuantity), AimQuality: asIs(m.AimQuality),
			Cost: asIs(m.Cost), Mobilised: asIs(m.Mobilised), Direction: asIs(m.Direction), Capacity: asIs(m.Capacity), Luck: m.Luck,
			Weights: jsonWeights{
				asIs(m.Weights.Shortfall), asIs(m.Weights.Ahead), asIs(m.Weights.Next), asIs(m.Weights.Force), asIs(m.Weights.Publicity), asIs(m.Grade),
			},
			GrowthQuantity: asIs(m.GrowthQuantity), GrowthQuality: asIs(m.GrowthQuality), Leap: asIs(m.Leap), Stretch: asIs(m.Stretch), StretchMost: asIs(m.StretchMost),
			ByResult: asIs(m.ByResult), ByPeople: asIs(m.ByPeople),
		},
	}
	for _, p := range places {
		out.Places = append(out.Places, jsonPlace{p.Code, p.Name, asIs(p.People), asIs(p.Capacity)})
	}
	for _, h := range r.Regimes {
		out.Regimes = append(out.Regimes, asData(h, true))
	}
	for _, row := range r.Grid {
		for _, h := range row {
			out.Grid = append(out.Grid, asData(h, false))
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

func asData(h *history, whole bool) jsonHistory {
	x := h.Response
	j := jsonHistory{
		Name: h.Name, SeenBy: seenBy(h.Publicity), Force: h.Force.String(),
		Before: number(x.Before.Share.Decimal, 4), After: number(x.After.Share.Decimal, 4), Jump: effect(x.Shares.Jump), Bend: effect(x.Shares.Bend),
		Slack: number(h.Slack.Step.Decimal, 4), Failed: h.unmet(), Pressure: number(h.pressure(), 4), Last: number(h.Years[years-1].Attainment, 4),
	}
	if !whole {
		return j
	}
	for _, y := range h.Years {
		j.Years = append(j.Years, jsonAnnual{
			y.Year, y.Target.Indicator.Code, number(y.Target.Value, 0), number(y.Stretch, 4), number(y.Quantity, 0), number(y.Quality, 0),
			number(y.Attainment, 4), number(y.Pressure, 4), y.Unmet,
		})
	}
	for _, row := range h.Ranking {
		j.Ranking = append(j.Ranking, jsonRow{row.Rank, row.Move, row.Code, number(row.Value, 4)})
	}
	return j
}

func effect(e evaluate.Effect) jsonEffect {
	j := jsonEffect{Estimate: number(e.Estimate.Decimal, 4)}
	if e.T.Valid {
		j.T = new(number(e.T.Decimal, 2))
	}
	return j
}
