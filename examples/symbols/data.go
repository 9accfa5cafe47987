package main

import (
	"embed"
	"fmt"

	"github.com/targetcascade/cascade/examples/internal/embedded"
	"github.com/targetcascade/cascade/target"
)

//go:embed data/*.csv
var files embed.FS

// goalData is one target and the years for which its symbol was published.
type goalData struct {
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
func load() ([]goalData, error) {
	goals, err := targets()
	if err != nil {
		return nil, err
	}

	at := map[string]int{}
	for i, g := range goals {
		at[g.Target.Code] = i
	}
	err = embedded.Each(files, "data/cases.csv", func(row *embedded.Row) {
		code := row.Text("indicator") + "/" + row.Text("target")
		i, ok := at[code]
		if !ok {
			row.Fail(fmt.Errorf("no target %s", code))
			return
		}
		p := published{Year: row.Int("year"), Symbol: row.Text("symbol")}
		for k, column := range []string{"y_5", "y_4", "y_3", "y_2", "y_1", "y"} {
			if x := row.Optional(column); x.Valid {
				p.Series = append(p.Series, target.Point{Period: target.Year(p.Year - 5 + k), Value: x.Decimal})
			}
		}
		goals[i].Years = append(goals[i].Years, p)
	})

	return goals, err
}

func targets() ([]goalData, error) {
	var goals []goalData
	err := embedded.Each(files, "data/targets.csv", func(row *embedded.Row) {
		i := target.Indicator{Code: row.Text("indicator"), Name: row.Text("name"), Measure: row.Text("measure")}
		row.Fail(i.Kind.UnmarshalText([]byte(row.Text("kind"))))
		row.Fail(i.Better.UnmarshalText([]byte(row.Text("better"))))
		goals = append(goals, goalData{
			Target: target.Target{
				Code: i.Code + "/" + row.Text("target"), Indicator: i, Unit: "DE", Period: row.Period("by"),
				Value: row.Number("value"),
			},
			EachYear: row.Text("each_year") == "yes",
		})
	})
	return goals, err
}
