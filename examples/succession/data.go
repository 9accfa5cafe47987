package main

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

//go:embed data/*.csv
var files embed.FS

// data is everything that the program starts from.
type data struct {
	Prefectures []prefecture // before, by code
	Counties    []county     // of the abolished prefecture
	After       []county     // the units that took their places, without population
	Changes     []hierarchy.Change
}

type prefecture struct {
	Code, Name string
	Claim      decimal.Decimal // illustrative
}

type county struct {
	Code, Name, Parent string
	People             decimal.Decimal // units of 10,000
}

// load reads the embedded files.
func load() (data, error) {
	var d data
	return d, errors.Join(
		each("data/prefectures.csv", func(row []string) (err error) {
			p := prefecture{Code: row[0], Name: row[1]}
			p.Claim, err = decimal.NewFromString(row[2])
			d.Prefectures = append(d.Prefectures, p)
			return err
		}),
		each("data/counties.csv", func(row []string) (err error) {
			c := county{Code: row[0], Name: row[1], Parent: row[2]}
			if row[3] == "" {
				d.After = append(d.After, c)
				return nil
			}
			c.People, err = decimal.NewFromString(row[3])
			d.Counties = append(d.Counties, c)
			return err
		}),
		each("data/changes.csv", func(row []string) (err error) {
			c := hierarchy.Change{Date: row[0], From: row[1], To: row[2]}
			c.Source = target.Source{Document: row[4], Issuer: row[5], Date: row[0]}
			c.Weight, err = decimal.NewFromString(row[3])
			d.Changes = append(d.Changes, c)
			return err
		}),
	)
}

// each calls f with the rows of a table below its heading.
func each(name string, f func(row []string) error) error {
	file, err := files.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for i, row := range rows[1:] {
		if err := f(row); err != nil {
			return fmt.Errorf("%s: row %d: %w", name, i+1, err)
		}
	}
	return nil
}
