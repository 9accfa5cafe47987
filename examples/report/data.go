package main

import (
	"embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
)

//go:embed data/*.csv data/book.json
var files embed.FS

// figures are those of one year, by code of the unit.
type figures map[string]decimal.Decimal

// place is a province or a city.
type place struct{ Code, Name string }

// data is everything that the report starts from.
type data struct {
	Provinces []place         // in the order of their codes
	People    figures         // of the year before the plan, in units of 10,000
	Patents   map[int]figures // of the provinces, at the end of each year
	Cities    []place
	Listed    figures // patents of the cities, and of the provinces that they are in
	Book      evaluate.Scheme
}

// load reads the embedded files.
func load() (data, error) {
	d := data{People: figures{}, Patents: map[int]figures{}, Listed: figures{}}
	return d, errors.Join(d.provinces(), d.cities(), d.book())
}

func (d *data) provinces() error {
	rows, err := read("data/provinces.csv")
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		d.Provinces = append(d.Provinces, place{Code: row[0], Name: row[1]})
		if err := d.People.put(row[0], row[2]); err != nil {
			return fmt.Errorf("people of %s: %w", row[1], err)
		}

		for i := 3; i < len(row); i++ {
			year, err := strconv.Atoi(rows[0][i])
			if err != nil {
				return err
			}
			if d.Patents[year] == nil {
				d.Patents[year] = figures{}
			}
			if err := d.Patents[year].put(row[0], row[i]); err != nil {
				return fmt.Errorf("patents of %s in %d: %w", row[1], year, err)
			}
		}
	}
	return nil
}

func (d *data) cities() error {
	rows, err := read("data/cities.csv")
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		if err := d.Listed.put(row[0], row[2]); err != nil {
			return fmt.Errorf("patents of %s: %w", row[1], err)
		}
		if row[0] != above(row[0]) {
			d.Cities = append(d.Cities, place{Code: row[0], Name: row[1]})
		}
	}
	return nil
}

func (d *data) book() error {
	text, err := files.ReadFile("data/book.json")
	if err != nil {
		return err
	}
	return json.Unmarshal(text, &d.Book)
}

// above is the code of the province that a code belongs to.
func above(code string) string { return code[:2] + "0000" }

func (f figures) put(code, text string) error {
	value, err := decimal.NewFromString(text)
	if err != nil {
		return err
	}
	f[code] = value
	return nil
}

func read(name string) ([][]string, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows, nil
}
