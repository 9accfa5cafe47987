package index_test

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/target"
)

//go:embed testdata/asem/tree.csv
var asemTree string

//go:embed testdata/asem/figures.csv
var asemFigures string

// The sustainable connectivity of 51 countries of Asia and Europe: 49
// indicators in eight pillars and two halves, some of them gaps. The three
// highest countries, and where the first has its score from.
func Example_connectivity() {
	tree, err := csv.NewReader(strings.NewReader(asemTree)).ReadAll()
	if err != nil {
		fmt.Println(err)
		return
	}
	records, err := csv.NewReader(strings.NewReader(asemFigures)).ReadAll()
	if err != nil {
		fmt.Println(err)
		return
	}
	data := index.Data{Figures: map[string][]decimal.NullDecimal{}}
	for _, rec := range records[1:] {
		data.Units = append(data.Units, rec[0])
		for j, s := range rec[1:] {
			figure := decimal.NullDecimal{Valid: s != ""}
			if figure.Valid {
				if figure.Decimal, err = decimal.NewFromString(s); err != nil {
					fmt.Println(err)
					return
				}
			}
			data.Figures[records[0][j+1]] = append(data.Figures[records[0][j+1]], figure)
		}
	}
	// A country needs two thirds of a pillar's indicators to have the pillar.
	spec := index.Spec{Availability: decimal.NewNullDecimal(decimal.RequireFromString("0.66"))}
	for _, rec := range tree[1:] {
		node := index.Node{Code: rec[0], Parent: rec[4]}
		if _, ok := data.Figures[node.Code]; ok {
			node.Better = target.Higher
			if rec[1] == "-1" {
				node.Better = target.Lower
			}
		}
		spec.Nodes = append(spec.Nodes, node)
	}
	composite, err := index.New(spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := composite.Score(data)
	if err != nil {
		fmt.Println(err)
		return
	}

	type scored struct {
		unit  string
		score decimal.Decimal
	}
	var countries []scored
	for unit, score := range result.Figures("Index", 2) {
		countries = append(countries, scored{unit, score})
	}
	slices.SortStableFunc(countries, func(a, b scored) int { return b.score.Cmp(a.score) })
	for _, c := range countries[:3] {
		fmt.Println(c.unit, c.score)
	}
	for _, c := range result.Contributions(countries[0].unit) {
		if c.Parent == "Conn" || c.Parent == "Sust" || c.Parent == "Index" {
			fmt.Printf("%-8s scores %.1f, gives %.2f points\n", c.Code, c.Score, c.Points)
		}
	}
	// Output:
	// DEU 75.23
	// GBR 68.94
	// FRA 65.92
	// Conn     scores 81.2, gives 40.58 points
	// Sust     scores 69.3, gives 34.65 points
	// ConEcFin scores 81.1, gives 8.11 points
	// Instit   scores 77.9, gives 7.79 points
	// P2P      scores 70.2, gives 7.02 points
	// Physical scores 81.9, gives 8.19 points
	// Political scores 94.8, gives 9.48 points
	// Environ  scores 63.5, gives 10.58 points
	// Social   scores 77.6, gives 12.93 points
	// SusEcFin scores 66.9, gives 11.14 points
}
