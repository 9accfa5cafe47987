package main

import (
	"embed"
	"encoding/json"
	"errors"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/examples/internal/embedded"
	"github.com/targetcascade/cascade/target"
)

//go:embed data/*.csv data/book.json
var files embed.FS

// province is what was known of a province when the plan was made.
type province struct {
	Code, Name string
	Target     decimal.Decimal     // cut of energy per GDP, 2011 to 2015, %
	Energy     decimal.NullDecimal // 10,000 tonnes of coal equivalent, 2010
	GDP        decimal.Decimal     // 100 million yuan, 2010
	Growth     decimal.Decimal     // target for one year's growth of GDP, %
	GrowthOf   string              // the year
}

// result is one unit's target, result and published grade. Figures are absent
// where only the grade was read.
type result struct {
	Code, Name            string
	Target, Upper, Actual decimal.NullDecimal
	Grade                 string
	GradeOfPlan           string // of the whole plan, where it was published
}

// claim is a published progress of a five-year target.
type claim struct {
	Code, Name        string
	Plan, Elapsed     target.Period
	Target, Reduction decimal.Decimal // %
	Published         decimal.Decimal // %
}

// data is everything that the program starts from.
type data struct {
	National                   decimal.Decimal
	Provinces                  []province // by code
	Book                       evaluate.Scheme
	Provinces2007, Sichuan2016 []result
	Claims                     []claim
}

// load reads the embedded files.
func load() (data, error) {
	var d data
	return d, errors.Join(d.targets(), d.book(), d.evaluation(), d.sichuan(), d.progress())
}

func (d *data) targets() error {
	return embedded.Each(files, "data/targets.csv", func(row *embedded.Row) {
		p := province{Code: row.Text("code"), Name: row.Text("name"), Target: row.Number("target")}
		if p.Code == china {
			d.National = p.Target
			return
		}
		p.Energy, p.GDP = row.Optional("energy_2010"), row.Number("gdp_2010")
		p.Growth, p.GrowthOf = row.Number("growth"), row.Text("growth_of")
		d.Provinces = append(d.Provinces, p)
	})
}

func (d *data) book() error {
	text, err := files.ReadFile("data/book.json")
	if err != nil {
		return err
	}
	return json.Unmarshal(text, &d.Book)
}

func (d *data) evaluation() error {
	return embedded.Each(files, "data/evaluation_2007.csv", func(row *embedded.Row) {
		d.Provinces2007 = append(d.Provinces2007, result{
			Code: row.Text("code"), Name: row.Text("name"), Target: row.Optional("target"),
			Upper: row.Optional("upper"), Actual: row.Optional("actual"), Grade: row.Text("grade"),
		})
	})
}

func (d *data) sichuan() error {
	return embedded.Each(files, "data/sichuan_2016.csv", func(row *embedded.Row) {
		d.Sichuan2016 = append(d.Sichuan2016, result{
			Code: row.Text("code"), Name: row.Text("name"), Target: row.Optional("target"),
			Actual: row.Optional("actual"), Grade: row.Text("grade"), GradeOfPlan: row.Text("grade_of_plan"),
		})
	})
}

func (d *data) progress() error {
	return embedded.Each(files, "data/progress.csv", func(row *embedded.Row) {
		d.Claims = append(d.Claims, claim{
			Code: row.Text("code"), Name: row.Text("name"), Plan: row.Period("plan"), Elapsed: row.Period("elapsed"),
			Target: row.Number("target"), Reduction: row.Number("reduction"), Published: row.Number("published"),
		})
	})
}
