package main

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

//go:embed data/*.csv
var files embed.FS

// goal is one target and the years for which its symbol was published.
type goal struct {
	Target   target.Target
	EachYear bool // "per year": the target is to be held in every year
	Years    []published
}

// published is the symbol of one year, and the figures of that year and the
// five before it.
type published struct {
	Year   int
	Series []target.Point
	Symbol string
}

// load reads the embedded files.
func load() ([]goal, error) {
	goals, err := targets()
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, g := range goals {
		at[g.Target.Code] = i
	}
	err = each("data/cases.csv", func(row []string) error {
		i, ok := at[row[0]+"/"+row[1]]
		if !ok {
			return fmt.Errorf("no target %s of %s", row[1], row[0])
		}
		year, err := strconv.Atoi(row[2])
		if err != nil {
			return err
		}
		p := published{Year: year, Symbol: row[9]}
		for k, text := range row[3:9] {
			if text == "" {
				continue
			}
			figure, err := decimal.NewFromString(text)
			if err != nil {
				return err
			}
			p.Series = append(p.Series, target.Point{Period: target.Year(year - 5 + k), Value: figure})
		}
		goals[i].Years = append(goals[i].Years, p)
		return nil
	})
	return goals, err
}

func targets() ([]goal, error) {
	var goals []goal
	err := each("data/targets.csv", func(row []string) error {
		i := target.Indicator{Code: row[0], Name: row[2], Measure: row[3]}
		if err := i.Kind.UnmarshalText([]byte(row[4])); err != nil {
			return err
		}
		if err := i.Better.UnmarshalText([]byte(row[5])); err != nil {
			return err
		}
		value, err := decimal.NewFromString(row[6])
		if err != nil {
			return err
		}
		by, err := target.ParsePeriod(row[7])
		if err != nil {
			return err
		}
		goals = append(goals, goal{
			Target:   target.Target{Code: row[0] + "/" + row[1], Indicator: i, Unit: "DE", Period: by, Value: value},
			EachYear: row[8] == "yes",
		})
		return nil
	})
	return goals, err
}

// each reads an embedded table row by row.
func each(name string, use func(row []string) error) error {
	f, err := files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for i, row := range rows[1:] {
		if err := use(row); err != nil {
			return fmt.Errorf("%s: row %d: %w", name, i+1, err)
		}
	}
	return nil
}
