package main

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

//go:embed data/*.csv
var files embed.FS

const (
	china       = "000000"
	first, last = 2003, 2026
)

// figures are figures by code of the unit.
type figures map[string]decimal.Decimal

// data is what was published.
type data struct {
	Names     map[string]string
	Provinces []string                // codes, ascending
	GDP       map[int]figures         // of the provinces, by year
	Targets   map[int]figures         // of all levels, by year; of a range the lower end
	Upper     map[int]decimal.Decimal // the upper end of the nation's, where it is a range
}

func isProvince(code string) bool { return code != china && strings.HasSuffix(code, "0000") }

func provinceOf(code string) string { return code[:2] + "0000" }

// load reads the embedded files.
func load() (data, error) {
	d := data{Names: map[string]string{china: "China"}, GDP: map[int]figures{}, Targets: map[int]figures{}, Upper: map[int]decimal.Decimal{}}
	if err := d.gdp(); err != nil {
		return data{}, fmt.Errorf("data/gdp.csv: %w", err)
	}
	if err := d.targets(); err != nil {
		return data{}, fmt.Errorf("data/targets.csv: %w", err)
	}
	return d, nil
}

// gdp reads one row for each province with one column for each year.
func (d *data) gdp() error {
	rows, err := read("data/gdp.csv")
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		d.Names[row[0]] = row[1]
		d.Provinces = append(d.Provinces, row[0])
		for i, text := range row[2:] {
			if err := put(d.GDP, rows[0][i+2], row[0], text); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *data) targets() error {
	rows, err := read("data/targets.csv")
	if err != nil {
		return err
	}
	upper := map[int]figures{}
	for _, row := range rows[1:] {
		if err := put(d.Targets, row[0], row[1], row[2]); err != nil {
			return err
		}
		if row[1] == china && row[3] != "" {
			if err := put(upper, row[0], china, row[3]); err != nil {
				return err
			}
		}
	}
	for year, f := range upper {
		d.Upper[year] = f[china]
	}
	return nil
}

func put(into map[int]figures, year, code, text string) error {
	y, err := strconv.Atoi(year)
	if err != nil {
		return err
	}
	value, err := decimal.NewFromString(text)
	if err != nil {
		return fmt.Errorf("%s %s: %w", code, year, err)
	}
	if into[y] == nil {
		into[y] = figures{}
	}
	into[y][code] = value
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
