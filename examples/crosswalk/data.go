package main

import (
	"embed"
	"errors"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/embedded"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

//go:embed data/*.csv
var files embed.FS

// data is everything that the program starts from.
type data struct {
	Prefectures []prefecture // before, by code
	Counties    []county     // of the abolished prefecture
	After       []county     // the units that took their places, without population
	Changes     []crosswalk.Change
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
		embedded.Each(files, "data/prefectures.csv", func(row *embedded.Row) {
			p := prefecture{Code: row.Text("code"), Name: row.Text("name"), Claim: row.Number("claim")}
			d.Prefectures = append(d.Prefectures, p)
		}),
		embedded.Each(files, "data/counties.csv", func(row *embedded.Row) {
			c := county{Code: row.Text("code"), Name: row.Text("name"), Parent: row.Text("prefecture")}
			people := row.Optional("population_10k")
			if !people.Valid {
				d.After = append(d.After, c)
				return
			}
			c.People = people.Decimal
			d.Counties = append(d.Counties, c)
		}),
		embedded.Each(files, "data/changes.csv", func(row *embedded.Row) {
			d.Changes = append(d.Changes, crosswalk.Change{
				Date: row.Text("date"), From: row.Text("from"), To: row.Text("to"), Weight: row.Number("weight"),
				Source: target.Source{
					Document: row.Text("document"), Issuer: row.Text("issuer"), Date: row.Text("date"),
				},
			})
		}),
	)
}
