package main

import (
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
)

//go:embed data/states.csv
var states string

const union = "EU"

// Documents are what a worker restores: a tree and columns of it as the library
// writes them. They travel with the pipeline.
type Documents struct {
	Tree    json.RawMessage
	Columns []json.RawMessage // in the order of the constants below
}

// The columns.
const (
	base       = iota // emissions of 2005 under effort sharing, Mt CO2e
	adopted           // cuts adopted in 2023, % below 2005
	wealth2005        // GDP per head, 1000 euro
	wealth2013
	columnCount
)

// documents makes the documents from the published figures.
func documents() (Documents, error) {
	rows, err := csv.NewReader(strings.NewReader(states)).ReadAll()
	if err != nil {
		return Documents{}, err
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}

	units := []hierarchy.Unit{{Code: union, Name: "European Union", Level: "union"}}
	var figures [columnCount]map[string]decimal.Decimal
	for i := range figures {
		figures[i] = map[string]decimal.Decimal{}
	}
	for _, cells := range rows[1:] {
		number := func(name string) decimal.Decimal {
			x, parsed := decimal.NewFromString(cells[at[name]])
			if parsed != nil && err == nil {
				err = fmt.Errorf("%s: %s: %w", cells[0], name, parsed)
			}
			return x
		}
		code := cells[at["code"]]
		units = append(units, hierarchy.Unit{Code: code, Name: cells[at["name"]], Level: "state", Parent: union})
		figures[base][code], figures[adopted][code] = number("base_2005"), number("reduction_2023")
		figures[wealth2005][code] = number("gdp_2005").DivRound(number("population_2005"), 0).Shift(-3)
		figures[wealth2013][code] = number("gdp_2013").DivRound(number("population_2013"), 0).Shift(-3)
	}
	if err != nil {
		return Documents{}, err
	}
	return write(units, figures)
}

// write writes a tree and columns of it.
func write(units []hierarchy.Unit, figures [columnCount]map[string]decimal.Decimal) (Documents, error) {
	tree, err := hierarchy.NewTree([]string{"union", "state"}, units)
	if err != nil {
		return Documents{}, err
	}

	var d Documents
	if d.Tree, err = json.Marshal(tree); err != nil {
		return Documents{}, err
	}

	for _, by := range figures {
		column, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
			for _, u := range units {
				if x, ok := by[u.Code]; ok && !yield(u.Code, x) {
					return
				}
			}
		})
		if err != nil {
			return Documents{}, err
		}
		text, err := json.Marshal(column)
		if err != nil {
			return Documents{}, err
		}
		d.Columns = append(d.Columns, text)
	}

	return d, nil
}
