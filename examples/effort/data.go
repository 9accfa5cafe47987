package main

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

//go:embed data/states.csv
var table2030 string

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
	r := csv.NewReader(strings.NewReader(table2030))
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	var states []state
	for _, row := range rows[1:] {
		s := state{Code: row[0], Name: row[1]}
		for i, to := range []*decimal.Decimal{&s.Base, &s.People, &s.GDP, &s.Cut2018, &s.Cut2023} {
			if *to, err = decimal.NewFromString(row[2+i]); err != nil {
				return nil, fmt.Errorf("data/states.csv: %s, %s: %w", s.Name, rows[0][2+i], err)
			}
		}
		states = append(states, s)
	}
	return states, nil
}
