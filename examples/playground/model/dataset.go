package model

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

const root = "000000" // code of the nation in every data set

var (
	//go:embed data/units.csv
	published string

	//go:embed data/book.json
	book []byte

	inForce = target.Indicator{
		Code: "patents", Name: "invention patents in force", Measure: "patents",
		Kind: target.Stock, Better: target.Higher,
	}
	perHead = target.Indicator{
		Code: "patents-per-head", Name: "invention patents in force per 10,000 people",
		Measure: "patents per 10,000 people", Kind: target.Ratio, Better: target.Higher,
		Per: decimal.New(10000, 0), Places: target.Places(2),
	}
)

// A description is a data set before its table is read.
type description struct {
	Key, Name string
	About     string // what the figures are and where they are from
	Levels    []Level
	Columns   []Column
	Measure   string
	Opening   Choice

	indicator target.Indicator
	year      int    // for whose end the target is
	table     string // in CSV
	generator string // for the program: Go code that makes the table, in place of the table itself
	has, got  string // columns of what units had and what they reached
	basis     string // column of the basis of a weighted mean
	depth     string // last level that gets quotas; empty is all
}

// A Level is a level whose units get quotas.
type Level struct {
	Key  string `json:"key"`
	Name string `json:"name"` // plural
	Has  string `json:"has"`  // what bounds by level are multiples of, in words
}

// A Column is one that methods may read.
type Column struct {
	Key    string   `json:"key"` // also its name in the program
	Name   string   `json:"name"`
	Levels []string `json:"levels"` // whose units have figures
}

// Menu is what a data set offers.
type Menu struct {
	Key       string       `json:"key"`
	Name      string       `json:"name"`
	About     string       `json:"about"`
	Measure   string       `json:"measure"`
	Had       string       `json:"had"`   // heading of what units had
	Due       string       `json:"due"`   // heading of quotas
	Got       string       `json:"got"`   // heading of results
	Units     int          `json:"units"` // that get a quota
	Levels    []Level      `json:"levels"`
	Columns   []Column     `json:"columns"`
	Methods   []MethodInfo `json:"methods"`
	Roundings []string     `json:"roundings"` // empty for a weighted mean, which has none to choose
	Opening   Choice       `json:"opening"`
}

// A dataset is a tree with its figures, ready to be planned over.
type dataset struct {
	description
	tree    *hierarchy.Tree
	columns map[string]hierarchy.Column
	openers map[string]*ranking.Table // tables of the opening choice, by level and figure
}

func load(d description) (*dataset, error) {
	levels := []string{"nation"}
	for _, l := range d.Levels {
		levels = append(levels, l.Key)
	}
	if d.depth != "" {
		levels = append(levels, "city") // in the tree, but without quotas
	}
	tree, columns, err := read(levels, d.table)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.Key, err)
	}
	for _, c := range d.Columns {
		columns[c.Key] = columns[c.Key].Named(c.Name)
	}
	return &dataset{description: d, tree: tree, columns: columns, openers: map[string]*ranking.Table{}}, nil
}

func patents() description {
	both := []string{"province", "city"}
	rule := Rule{
		Method: "proportional", Weights: "patents2014", Second: "patents2012", Share: "50", Stretch: "5",
		Rounding: roundings[0].name,
	}
	return description{
		Key: "patents", Name: "China: patents in force, provinces and cities",
		About: "Invention patents in force in January 2014 and December 2016 as China's patent office published " +
			"them, for the nation, 31 provinces and the 15 cities that it lists. The rest of a province is what its " +
			"cities leave. The target is 6.84 patents per 10,000 people × 1,354.0 million people: the path of equal " +
			"growth to the 14 that the State Council set for 2020. How it was shared was not published; the rules " +
			"here are yours.",

		Levels: []Level{
			{Key: "province", Name: "Provinces", Has: "its patents of January 2014"},
			{Key: "city", Name: "Cities", Has: "its patents of January 2014"},
		},
		Columns: []Column{
			{Key: "patents2014", Name: "patents in force, January 2014", Levels: both},
			{Key: "patents2012", Name: "patents in force, March 2012", Levels: both},
			{Key: "people2014", Name: "population in millions", Levels: both[:1]},
			{Key: "gdp2013", Name: "GDP of 2013 in 100 million yuan", Levels: both[:1]},
		},
		Opening: Choice{
			Data: "patents", Target: "926136", Units: []Setting{}, Veto: true, Peers: "province", By: "attainment",
			Levels: map[string]Rule{"province": rule, "city": rule},
			Open:   []string{"440000"}, Unit: "440300",
		},

		indicator: inForce, year: 2016, table: published, has: "patents2014", got: "patents2016",
	}
}

func density() description {
	provinces := []string{"province"}
	return description{
		Key: "density", Name: "China: patents per 10,000 people, provinces",
		About: "The same figures per 10,000 people, as the patent office published them. The kind is a ratio: " +
			"quotas are averaged with the population as weight, and the mean of the provinces is the nation's. The " +
			"target is the path of equal growth to the 14 that the State Council set for 2020.",

		Levels: []Level{{Key: "province", Name: "Provinces", Has: "its density of January 2014"}},
		Columns: []Column{
			{Key: "density2014", Name: "patents per 10,000 people, January 2014", Levels: provinces},
			{Key: "density2012", Name: "patents per 10,000 people, March 2012", Levels: provinces},
		},
		Opening: Choice{
			Data: "density", Target: "6.84", Units: []Setting{}, Veto: true, Peers: "province", By: "attainment",
			Levels: map[string]Rule{"province": {Method: "scale", Weights: "density2014", Share: "30"}},
			Open:   []string{}, Unit: "440000",
		},

		indicator: perHead, year: 2016, table: published, has: "density2014", got: "density2016", basis: "people2014",
		depth: "province",
	}
}

// inventedTable is the code of inventedUnits, for the program of the page.
//
//go:embed invented.go
var inventedTable string

func invented() description {
	both := []string{"province", "county"}
	rule := Rule{
		Method: "proportional", Weights: "before", Second: "people", Share: "50", Stretch: "5",
		Rounding: roundings[0].name,
	}
	return description{
		Key: "invented", Name: "Invented: 3,000 units, to try the speed",
		About: "No published figures: 3,000 invented units in 30 provinces, made by a formula, to see how fast a " +
			"page of this size follows.",

		Levels: []Level{
			{Key: "province", Name: "Provinces", Has: "what it had before"},
			{Key: "county", Name: "Counties", Has: "what it had before"},
		},
		Columns: []Column{
			{Key: "before", Name: "patents in force before", Levels: both},
			{Key: "people", Name: "population in thousands", Levels: both},
		},
		Opening: Choice{
			Data: "invented", Target: "9000000", Units: []Setting{}, Veto: true, Peers: "county", By: "attainment",
			Levels: map[string]Rule{"province": rule, "county": rule},
			Open:   []string{"010000"}, Unit: "010001", Rows: 50,
		},

		indicator: inForce, year: 2016, table: inventedUnits(), generator: inventedTable, has: "before", got: "after",
	}
}

func (d *dataset) menu() Menu {
	m := Menu{
		Key: d.Key, Name: d.Name, About: d.About, Measure: d.indicator.Measure,
		Had: "January 2014", Due: fmt.Sprintf("Quota %d", d.year), Got: fmt.Sprintf("Result %d", d.year),
		Levels: d.Levels, Columns: d.Columns, Methods: methodsOf(d.law()), Roundings: []string{}, Opening: d.Opening,
	}
	if d.generator != "" {
		m.Had, m.Due, m.Got = "Before", "Quota", "Result"
	}
	if d.law() == target.Sum {
		for _, r := range roundings {
			m.Roundings = append(m.Roundings, r.name)
		}
	}
	for unit := range d.tree.All() {
		if d.depth == "" || unit.Level == "nation" || unit.Level == d.depth {
			m.Units++
		}
	}
	return m
}

func (d *dataset) law() target.Law { return d.indicator.Kind.Law() }

// bookOf is the scoring book, with or without its veto.
func bookOf(veto bool) (evaluate.Scheme, error) {
	var s evaluate.Scheme
	if err := json.Unmarshal(bookText(veto), &s); err != nil {
		return s, err
	}
	return s, nil
}

// bookText is the book as JSON.
func bookText(veto bool) []byte {
	if veto {
		return book
	}
	return []byte(strings.Replace(string(book), `"veto": true`, `"veto": false`, 1))
}
