package main

import (
	"encoding/json"

	"github.com/targetcascade/cascade/examples/internal/page"
)

type (
	jsonResult struct {
		Sources   []string       `json:"sources"`
		Years     []jsonYear     `json:"years"`
		Provinces []jsonProvince `json:"provinces"`
	}
	jsonYear struct {
		Year        int          `json:"year"`
		Nation      *json.Number `json:"nation"`
		Upper       *json.Number `json:"nationUpper"`
		Provinces   jsonLevel    `json:"provinces"`
		Prefectures jsonLevel    `json:"prefectures"`
	}
	jsonLevel struct {
		Announced int          `json:"announced"`
		Covered   *json.Number `json:"shareOfGDP,omitempty"`
		Plain     *json.Number `json:"mean"`
		Weighted  *json.Number `json:"meanByGDP,omitempty"`
		Over      *json.Number `json:"pointsOverTheLevelAbove"`
		Above     *int         `json:"above,omitempty"`
		At        *int         `json:"at,omitempty"`
		Below     *int         `json:"below,omitempty"`
	}
	jsonProvince struct {
		Code   string      `json:"code"`
		Name   string      `json:"name"`
		Years  int         `json:"years"`
		Above  int         `json:"yearsAbove"`
		Mean   json.Number `json:"meanPointsOverNation"`
		Most   json.Number `json:"mostPointsOverNation"`
		MostIn int         `json:"mostIn"`
	}
)

// Data is the result as data.
func (r *result) Data() any {
	const places = 6 // of means and of what is made from them
	out := jsonResult{Sources: sources}
	for _, y := range r.Years {
		row := jsonYear{
			Year: y.Year, Nation: page.NumberOrNull(y.Nation, indicator.Places.Or(0)),
			Upper: page.NumberOrNull(y.Upper, indicator.Places.Or(0)),
			Provinces: jsonLevel{
				Announced: y.Announced, Covered: new(page.Number(y.Covered, places)),
				Plain: page.NumberOrNull(y.Plain, places), Weighted: page.NumberOrNull(y.Weighted, places),
				Over: page.NumberOrNull(y.OverNation, places),
			},
			Prefectures: jsonLevel{
				Announced: y.Prefectures, Plain: page.NumberOrNull(y.Lower, places),
				Over: page.NumberOrNull(y.OverProvince, places),
			},
		}
		if y.Nation.Valid {
			row.Provinces.Above, row.Provinces.At, row.Provinces.Below = new(y.Above), new(y.At), new(y.Below)
		}
		out.Years = append(out.Years, row)
	}

	for _, a := range r.Provinces {
		out.Provinces = append(out.Provinces, jsonProvince{
			Code: a.Code, Name: a.Name, Years: a.Years, Above: a.Above, Mean: page.Number(a.Mean, 2),
			Most: page.Number(a.Most, indicator.Places.Or(0)), MostIn: a.MostIn,
		})
	}

	return out
}
