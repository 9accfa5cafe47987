package main

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

//go:embed data/*.csv
var files embed.FS

// figures are the published figures of one table, by code of the unit.
type figures map[string]decimal.Decimal

// published is CNIPA's table of one month.
type published struct {
	Period     target.Period
	Inventions figures // nation, provinces, cities
	People     figures // millions; nation and provinces
	Densities  figures // per million people; nation and provinces
}

// announcement is a target that a government announced.
type announcement struct {
	Code, Name    string
	Value         decimal.Decimal
	By, Announced string // years; Announced may be empty
	Source        int
}

// data is everything that the chain starts from.
type data struct {
	Names         map[string]string
	Provinces     []string // codes, in the order of the yearbook
	Cities        []string // codes of the cities that CNIPA lists
	Inventions    map[int]figures
	People        map[int]figures // units of 10,000
	Tables        []published     // by month
	Announcements []announcement
}

// load reads the embedded files.
func load() (data, error) {
	d := data{Names: map[string]string{}, Inventions: map[int]figures{}, People: map[int]figures{}}
	return d, errors.Join(d.inventions(), d.people(), d.densities(), d.targets())
}

func (d *data) inventions() error {
	return byYear("data/inventions.csv", d.Inventions, func(code, name string) {
		d.Names[code] = name
		if code != china {
			d.Provinces = append(d.Provinces, code)
		}
	})
}

func (d *data) people() error {
	return byYear("data/population.csv", d.People, func(_, _ string) {})
}

// byYear reads a table with one row for each unit and one column for each
// year into tables by year.
func byYear(name string, into map[int]figures, each func(code, name string)) error {
	rows, err := read(name)
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		each(row[0], row[1])
		for i := 2; i < len(row); i++ {
			year, err := strconv.Atoi(rows[0][i])
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if into[year] == nil {
				into[year] = figures{}
			}
			if err := into[year].put(row[0], row[i]); err != nil {
				return fmt.Errorf("%s: %s %d: %w", name, row[0], year, err)
			}
		}
	}
	return nil
}

func (d *data) densities() error {
	const name = "data/density.csv"
	rows, err := read(name)
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		period, err := target.ParsePeriod(row[0])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if len(d.Tables) == 0 || d.Tables[len(d.Tables)-1].Period != period {
			d.Tables = append(d.Tables, published{Period: period, Inventions: figures{}, People: figures{}, Densities: figures{}})
		}
		level, code := row[1], row[2]
		if level == "special" {
			continue // Hong Kong, Macao and Taiwan are not in the national figure
		}
		if _, known := d.Names[code]; !known {
			d.Names[code] = row[3]
			d.Cities = append(d.Cities, code)
		}
		t := d.Tables[len(d.Tables)-1]
		if err := errors.Join(t.Inventions.put(code, row[4]), t.People.put(code, row[5]), t.Densities.put(code, row[6])); err != nil {
			return fmt.Errorf("%s: %s %s: %w", name, row[0], row[3], err)
		}
	}
	return nil
}

func (d *data) targets() error {
	const name = "data/targets.csv"
	rows, err := read(name)
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		value, err := decimal.NewFromString(row[2])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		source, err := strconv.Atoi(row[5])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		d.Announcements = append(d.Announcements, announcement{Code: row[0], Name: row[1], Value: value, By: row[3], Announced: row[4], Source: source})
	}
	return nil
}

// put adds a figure; the empty text is none.
func (f figures) put(code, text string) error {
	if text == "" {
		return nil
	}
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
	return r.ReadAll()
}
