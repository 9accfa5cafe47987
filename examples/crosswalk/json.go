package main

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// The types below are the result as data. Figures are JSON numbers, exact where
// they are not said to be whole.
type (
	jsonCarried struct {
		Target      jsonTarget       `json:"target"`
		Counties    []jsonCounty     `json:"counties"`
		Prefectures []jsonPrefecture `json:"prefectures"`
		Refused     []jsonRefusal    `json:"refused"`
		Sources     []string         `json:"sources"` // the first is number 1
	}
	jsonTarget struct {
		Code  string      `json:"code"`
		Unit  string      `json:"unit"`
		By    string      `json:"by"`
		Value json.Number `json:"value"`
	}
	jsonCounty struct {
		Code   string      `json:"code"`
		Name   string      `json:"name"`
		People json.Number `json:"people"`
		Quota  json.Number `json:"illustrativeQuota"`
		Became []jsonShare `json:"became"`
	}
	jsonShare struct {
		Code  string      `json:"code"`
		Name  string      `json:"name"`
		Share json.Number `json:"share"`
		Exact json.Number `json:"exact"`
		Whole json.Number `json:"whole"`
	}
	jsonPrefecture struct {
		Code         string       `json:"code"`
		Name         string       `json:"name"`
		Before       json.Number  `json:"illustrativeBefore"`
		FromCounties *json.Number `json:"fromCounties"` // null where abolished
		ByWeight     *json.Number `json:"byWeight"`
	}
	jsonRefusal struct {
		What   string   `json:"what"`
		Errors []string `json:"errors"`
	}
)

// number is a figure with the decimals that it was reckoned to.
func number(d decimal.Decimal) json.Number {
	return json.Number(d.StringFixed(max(0, -d.Exponent())))
}

// Data is the result as data.
func (c *carried) Data() any {
	out := jsonCarried{
		Target: jsonTarget{
			Code: c.Target.Code, Unit: c.Target.Unit, By: c.Target.Period.String(), Value: number(c.Target.Value),
		},
		Sources: sources,
	}

	for _, u := range c.data.Counties {
		j := jsonCounty{
			Code: u.Code, Name: u.Name, People: number(u.People.Shift(4)), Quota: number(c.quota(u.Code).Decimal),
		}
		for to, share := range c.ByCounty.To(u.Code) {
			exactly, whole := at(c.Counties, to.Code), at(c.Whole, to.Code)
			j.Became = append(j.Became, jsonShare{to.Code, to.Name, number(share), number(exactly), number(whole)})
		}
		out.Counties = append(out.Counties, j)
	}

	for _, p := range c.data.Prefectures {
		j := jsonPrefecture{Code: p.Code, Name: p.Name, Before: number(c.quota(p.Code).Decimal)}
		if _, ok := c.New.Unit(p.Code); ok {
			j.FromCounties, j.ByWeight = new(number(at(c.Up, p.Code))), new(number(at(c.Prefectures, p.Code)))
		}
		out.Prefectures = append(out.Prefectures, j)
	}

	for _, r := range c.Refused {
		j := jsonRefusal{What: r.What}
		for _, e := range target.AllErrors(r.Err) {
			j.Errors = append(j.Errors, e.Error())
		}
		out.Refused = append(out.Refused, j)
	}

	return out
}
