package main

import (
	"embed"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/embedded"
)

//go:embed data/states.csv
var files embed.FS

// state is one row of the data.
type state struct {
	Code, Name       string
	Base             decimal.Decimal // emissions of 2005 under effort sharing, Mt CO2e
	People           decimal.Decimal // millions, 2013
	GDP              decimal.Decimal // million euro, 2013
	Cut2018, Cut2023 decimal.Decimal // adopted for 2030, % below 2005
}

// perHead is GDP per head, in euro and cents.
func (s state) perHead() decimal.Decimal { return s.GDP.DivRound(s.People, 2) }

// load reads the embedded file.
func load() ([]state, error) {
	var states []state
	err := embedded.Each(files, "data/states.csv", func(row *embedded.Row) {
		states = append(states, state{
			Code: row.Text("code"), Name: row.Text("name"), Base: row.Number("base_2005"), People: row.Number("population_2013"), GDP: row.Number("gdp_2013"),
			Cut2018: row.Number("reduction_2018"), Cut2023: row.Number("reduction_2023"),
		})
	})
	return states, err
}
