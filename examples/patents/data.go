package main

import (
	"embed"
	"errors"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/embedded"
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
	Inventions    embedded.ByYear
	People        embedded.ByYear // units of 10,000
	Revised       figures         // the people of 2015 by the census of 2020, units of 10,000
	Tables        []published     // by month
	Announcements []announcement
}

// load reads the embedded files.
func load() (data, error) {
	d := data{Names: map[string]string{}, Inventions: embedded.ByYear{}, People: embedded.ByYear{}, Revised: figures{}}
	return d, errors.Join(d.inventions(), d.people(), d.densities(), d.targets())
}

func (d *data) inventions() error {
	return embedded.Each(files, "data/inventions.csv", func(row *embedded.Row) {
		code := row.Text("code")
		d.Names[code] = row.Text("name")
		if code != china {
			d.Provinces = append(d.Provinces, code)
		}
		for year, x := range row.Years() {
			d.Inventions.Put(year, code, x)
		}
	})
}

func (d *data) people() error {
	return embedded.Each(files, "data/population.csv", func(row *embedded.Row) {
		for year, x := range row.Years() {
			d.People.Put(year, row.Text("code"), x)
		}
		d.Revised.put(row.Text("code"), row.Optional("2015 revised"))
	})
}

func (d *data) densities() error {
	return embedded.Each(files, "data/density.csv", func(row *embedded.Row) {
		period := row.Period("period")
		if len(d.Tables) == 0 || d.Tables[len(d.Tables)-1].Period != period {
			d.Tables = append(d.Tables, published{
				Period: period, Inventions: figures{}, People: figures{}, Densities: figures{},
			})
		}
		if row.Text("level") == "special" {
			return // Hong Kong, Macao and Taiwan are not in the national figure
		}
		code := row.Text("code")
		if _, known := d.Names[code]; !known {
			d.Names[code] = row.Text("name")
			d.Cities = append(d.Cities, code)
		}
		t := d.Tables[len(d.Tables)-1]
		t.Inventions.put(code, row.Optional("inventions"))
		t.People.put(code, row.Optional("population_million"))
		t.Densities.put(code, row.Optional("per_million"))
	})
}

func (d *data) targets() error {
	return embedded.Each(files, "data/targets.csv", func(row *embedded.Row) {
		d.Announcements = append(d.Announcements, announcement{
			Code: row.Text("code"), Name: row.Text("name"), Value: row.Number("value"), By: row.Text("by"),
			Announced: row.Text("announced"), Source: row.Int("source"),
		})
	})
}

// put adds a figure that is not missing.
func (f figures) put(code string, x decimal.NullDecimal) {
	if x.Valid {
		f[code] = x.Decimal
	}
}
