package main

import (
	"embed"
	"errors"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/embedded"
)

//go:embed data/*.csv
var files embed.FS

const (
	china               = "000000"
	firstYear, lastYear = 2003, 2026
)

// figures are figures by code of the unit.
type figures map[string]decimal.Decimal

// data is what was published.
type data struct {
	Names     map[string]string
	Provinces []string                // codes, ascending
	GDP       embedded.ByYear         // of the provinces
	Targets   embedded.ByYear         // of all levels; of a range the lower end
	Upper     map[int]decimal.Decimal // the upper end of the nation's, where it is a range
}

func isProvince(code string) bool { return code != china && strings.HasSuffix(code, "0000") }

func provinceOf(code string) string { return code[:2] + "0000" }

// load reads the embedded files.
func load() (data, error) {
	d := data{
		Names: map[string]string{china: "China"}, GDP: embedded.ByYear{}, Targets: embedded.ByYear{},
		Upper: map[int]decimal.Decimal{},
	}
	return d, errors.Join(
		embedded.Each(files, "data/gdp.csv", func(row *embedded.Row) {
			code := row.Text("code")
			d.Names[code] = row.Text("name")
			d.Provinces = append(d.Provinces, code)
			for year, x := range row.Years() {
				d.GDP.Put(year, code, x)
			}
		}),
		embedded.Each(files, "data/targets.csv", func(row *embedded.Row) {
			year, code := row.Int("year"), row.Text("code")
			d.Targets.Put(year, code, row.Number("target"))
			if high := row.Optional("high"); code == china && high.Valid {
				d.Upper[year] = high.Decimal
			}
		}),
	)
}
