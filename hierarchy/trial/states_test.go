package trial_test

import (
	"encoding/csv"
	"maps"
	"os"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// units are those of a file of testdata with their figures.
type units struct {
	tree    *hierarchy.Tree
	figures map[string]hierarchy.Column // by the heads of the file
}

// readUnits reads a file: codes, names and figures of units at one level under a
// root.
func readUnits(t testing.TB, name, root, top, level string) units {
	t.Helper()
	file, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}

	members := []hierarchy.Unit{{Code: root, Level: top}}
	figures := map[string]map[string]decimal.Decimal{}
	for _, row := range rows[1:] {
		members = append(members, hierarchy.Unit{Code: row[0], Name: row[1], Level: level, Parent: root})
		for k, head := range rows[0][2:] {
			if figures[head] == nil {
				figures[head] = map[string]decimal.Decimal{}
			}
			figures[head][row[0]] = dec(row[k+2])
		}
	}
	tree, err := hierarchy.NewTree([]string{top, level}, members)
	if err != nil {
		t.Fatal(err)
	}
	u := units{tree, map[string]hierarchy.Column{}}
	for head, x := range figures {
		u.add(t, head, x)
	}
	return u
}

// readUnion reads the member states of the European Union.
func readUnion(t testing.TB) units {
	t.Helper()
	u := readUnits(t, "states.csv", "EU", "union", "state")
	wealth, err := u.figures["gdp_2013"].Div(u.figures["population_2013"], hierarchy.Division{Places: target.Places(2)})
	if err != nil {
		t.Fatal(err)
	}
	u.figures["wealth"] = wealth.Named("GDP per head")
	return u
}

// readProvinces reads the provinces of mainland China.
func readProvinces(t testing.TB) units {
	t.Helper()
	return readUnits(t, "provinces.csv", "CN", "nation", "province")
}

func (u units) add(t testing.TB, head string, figures map[string]decimal.Decimal) {
	t.Helper()
	c, err := u.tree.Column(maps.All(figures))
	if err != nil {
		t.Fatal(err)
	}
	u.figures[head] = c.Named(head)
}

// all is a column with one figure for every state.
func (u units) all(t testing.TB, x string) hierarchy.Column {
	t.Helper()
	c, err := u.tree.Constant("state", dec(x))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// cut is a target for the union, in % below 2005.
func cut(percent string, places int32) target.Target {
	return target.Target{
		Code: "cut", Unit: "EU", Period: target.Year(2030), Value: dec(percent), Force: target.Binding,
		Indicator: target.Indicator{
			Code: "cut", Kind: target.Reduction, Better: target.Higher,
			Per: decimal.New(100, 0), Places: target.Places(places),
		},
	}
}
