package main

import (
	"embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
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
	return each("data/targets.csv", func(c *cells) {
		p := province{Code: c.text("code"), Name: c.text("name"), Target: c.number("target")}
		if p.Code == china {
			d.National = p.Target
			return
		}
		p.Energy, p.GDP, p.Growth, p.GrowthOf = c.optional("energy_2010"), c.number("gdp_2010"), c.number("growth"), c.text("growth_of")
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
	return each("data/evaluation_2007.csv", func(c *cells) {
		d.Provinces2007 = append(d.Provinces2007, result{
			Code: c.text("code"), Name: c.text("name"), Target: c.optional("target"), Upper: c.optional("upper"), Actual: c.optional("actual"), Grade: c.text("grade"),
		})
	})
}

func (d *data) sichuan() error {
	return each("data/sichuan_2016.csv", func(c *cells) {
		d.Sichuan2016 = append(d.Sichuan2016, result{
			Code: c.text("code"), Name: c.text("name"), Target: c.optional("target"), Actual: c.optional("actual"), Grade: c.text("grade"), GradeOfPlan: c.text("grade_of_plan"),
		})
	})
}

func (d *data) progress() error {
	return each("data/progress.csv", func(c *cells) {
		d.Claims = append(d.Claims, claim{
			Code: c.text("code"), Name: c.text("name"), Plan: c.period("plan"), Elapsed: c.period("elapsed"),
			Target: c.number("target"), Reduction: c.number("reduction"), Published: c.number("published"),
		})
	})
}

// cells is one row of a table by the names of its columns. The first problem is
// kept in err.
type cells struct {
	row map[string]string
	err error
}

func (c *cells) text(column string) string {
	s, ok := c.row[column]
	if !ok {
		c.fail(fmt.Errorf("no column %s", column))
	}
	return s
}

func (c *cells) number(column string) decimal.Decimal {
	n, err := decimal.NewFromString(c.text(column))
	c.fail(err)
	return n
}

// optional reads a figure that may be missing.
func (c *cells) optional(column string) decimal.NullDecimal {
	if c.text(column) == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(c.number(column))
}

func (c *cells) period(column string) target.Period {
	p, err := target.ParsePeriod(c.text(column))
	c.fail(err)
	return p
}

func (c *cells) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// each reads an embedded table row by row.
func each(name string, use func(*cells)) error {
	f, err := files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for i, row := range rows[1:] {
		c := cells{row: make(map[string]string, len(row))}
		for k, column := range rows[0] {
			c.row[column] = row[k]
		}
		if use(&c); c.err != nil {
			return fmt.Errorf("%s: row %d: %w", name, i+1, c.err)
		}
	}
	return nil
}
