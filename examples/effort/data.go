package main

import (
	"embed"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/embedded"
)

//go:embed data/states.csv data/provinces.csv
var files embed.FS

// state is one member state of the European Union.
type state struct {
	Code, Name string
	Base       decimal.Decimal // emissions of 2005 under effort sharing, Mt CO2e
	People2005 decimal.Decimal // millions
	GDP2005    decimal.Decimal // million euro
	People     decimal.Decimal // millions, 2013
	GDP        decimal.Decimal // million euro, 2013
	// adopted for 2020, % below 2005, negative for growth that is allowed; absent if it was not read
	Cut2009          decimal.NullDecimal
	Cut2018, Cut2023 decimal.Decimal // adopted for 2030, % below 2005
}

// perHead is GDP per head of 2013, in euro and cents.
func (s state) perHead() decimal.Decimal { return s.GDP.DivRound(s.People, 2) }

// perHead2005 is the same of 2005.
func (s state) perHead2005() decimal.Decimal { return s.GDP2005.DivRound(s.People2005, 2) }

// province is one province of mainland China.
type province struct {
	Code, Name              string
	People2010              decimal.Decimal     // 10,000, at the end of the year
	People2015, Revised2015 decimal.Decimal     // the same, before and after the revision by the census of 2020
	GDP                     decimal.Decimal     // 100 million yuan, 2010
	Energy                  decimal.NullDecimal // 10,000 t of coal equivalent, 2010
	// of energy per unit of GDP from 2010 to 2015 that was assigned, %
	Cut                            decimal.Decimal
	Inventions2010, Inventions2015 decimal.Decimal // invention patents in force
	// of inventions per 10,000 people that the province aimed at for 2015
	Density decimal.NullDecimal
}

// perHead is GDP per head, in 1000 yuan.
func (p province) perHead() decimal.Decimal { return p.GDP.Shift(1).DivRound(p.People2010, 2) }

// density2010 is invention patents in force per 10,000 people in 2010.
func (p province) density2010() decimal.Decimal { return p.Inventions2010.DivRound(p.People2010, 6) }

// load reads the states.
func load() ([]state, error) {
	var states []state
	err := embedded.Each(files, "data/states.csv", func(row *embedded.Row) {
		states = append(states, state{
			Code: row.Text("code"), Name: row.Text("name"), Base: row.Number("base_2005"),
			People2005: row.Number("population_2005"), GDP2005: row.Number("gdp_2005"),
			People: row.Number("population_2013"), GDP: row.Number("gdp_2013"),
			Cut2009: row.Optional("reduction_2020"), Cut2018: row.Number("reduction_2018"),
			Cut2023: row.Number("reduction_2023"),
		})
	})
	return states, err
}

// loadProvinces reads the provinces.
func loadProvinces() ([]province, error) {
	var provinces []province
	err := embedded.Each(files, "data/provinces.csv", func(row *embedded.Row) {
		provinces = append(provinces, province{
			Code: row.Text("code"), Name: row.Text("name"),
			People2010: row.Number("population_2010"), People2015: row.Number("population_2015"),
			Revised2015: row.Number("population_2015_revised"),
			GDP:         row.Number("gdp_2010"), Energy: row.Optional("energy_2010"), Cut: row.Number("energy_cut"),
			Inventions2010: row.Number("inventions_2010"), Inventions2015: row.Number("inventions_2015"),
			Density: row.Optional("density_2015"),
		})
	})
	return provinces, err
}
