package main

import (
	"encoding/json"

	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/examples/internal/page"
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
		Level    jsonEffect   `json:"levelChange"`
		Slope    jsonEffect   `json:"slopeChange"`
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

// Data is the result as data.
func (r *pageData) Data() any {
	m := r.Params
	out := jsonResult{
		MadeUp: true, Seed: r.Seed, Caution: response.Caution, Control: asData(r.Control, true),
		Parameters: jsonParams{
			Turn: m.Turn, Rise: page.Exact(m.Rise), Decay: page.Exact(m.Decay), Turning: page.Exact(m.Turning),
			AimQuantity: page.Exact(m.AimQuantity), AimQuality: page.Exact(m.AimQuality),
			Cost: page.Exact(m.Cost), Mobilised: page.Exact(m.Mobilised), Direction: page.Exact(m.Direction),
			Capacity: page.Exact(m.Capacity), Luck: m.Luck,
			Weights: jsonWeights{
				page.Exact(m.Weights.Shortfall), page.Exact(m.Weights.Ahead), page.Exact(m.Weights.Next),
				page.Exact(m.Weights.Force), page.Exact(m.Weights.Publicity), page.Exact(m.Grade),
			},
			GrowthQuantity: page.Exact(m.GrowthQuantity), GrowthQuality: page.Exact(m.GrowthQuality),
			Leap: page.Exact(m.Leap), Stretch: page.Exact(m.Stretch), StretchMost: page.Exact(m.StretchMost),
			ByResult: page.Exact(m.ByResult), ByPeople: page.Exact(m.ByPeople),
		},
	}

	for _, p := range places {
		out.Places = append(out.Places, jsonPlace{p.Code, p.Name, page.Exact(p.People), page.Exact(p.Capacity)})
	}
	for _, h := range r.Regimes {
		out.Regimes = append(out.Regimes, asData(h, true))
	}
	for _, row := range r.Grid {
		for _, h := range row {
			out.Grid = append(out.Grid, asData(h, false))
		}
	}

	return out
}

func asData(h *history, whole bool) jsonHistory {
	x := h.Response
	j := jsonHistory{
		Name: h.Name, SeenBy: seenBy(h.Publicity), Force: h.Force.String(),
		Before: page.Number(x.Before.Share.Decimal, 4), After: page.Number(x.After.Share.Decimal, 4),
		Level: effect(x.Shares.LevelChange), Slope: effect(x.Shares.SlopeChange),
		Slack: page.Number(h.Slack.Step.Decimal, 4), Failed: h.unmet(), Pressure: page.Number(h.pressure(), 4),
		Last: page.Number(h.Years[years-1].Attainment, 4),
	}
	if !whole {
		return j
	}

	for _, y := range h.Years {
		j.Years = append(j.Years, jsonAnnual{
			y.Year, y.Target.Indicator.Code, page.Number(y.Target.Value, 0), page.Number(y.Stretch, 4),
			page.Number(y.Quantity, 0), page.Number(y.Quality, 0),
			page.Number(y.Attainment, 4), page.Number(y.Pressure, 4), y.Unmet,
		})
	}

	for _, row := range h.Ranking {
		j.Ranking = append(j.Ranking, jsonRow{row.Rank, row.Move, row.Code, page.Number(row.Value, 4)})
	}
	return j
}

func effect(e response.Coefficient) jsonEffect {
	return jsonEffect{Estimate: page.Number(e.Estimate.Decimal, 4), T: page.NumberOrNull(e.T, 2)}
}
