package system_test

import (
	"encoding/csv"
	"os"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

// published reads a table of provinces from the testdata of hierarchy, and returns its
// columns by their names. The file has its source.
func published(t *testing.T, file string, names ...string) (*hierarchy.Tree, map[string]hierarchy.Column) {
	t.Helper()
	f, err := os.Open("../testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	reader := csv.NewReader(f)
	reader.Comment, reader.FieldsPerRecord = '#', -1
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}

	figures := map[string]map[string]decimal.Decimal{}
	list := []hierarchy.Unit{{Code: "000000", Level: "nation"}}
	for _, rec := range records[2:] {
		complete := true
		for i, head := range records[0] {
			for _, name := range names {
				complete = complete && (head != name || i < len(rec) && rec[i] != "")
			}
		}
		if !complete {
			continue // Tibet, whose energy is not in the statistics
		}
		list = append(list, hierarchy.Unit{Code: rec[0], Level: "province", Parent: "000000"})
		for i, head := range records[0] {
			v, err := decimal.NewFromString(rec[i])
			if err != nil {
				continue
			}
			if figures[head] == nil {
				figures[head] = map[string]decimal.Decimal{}
			}
			figures[head][rec[0]] = v
		}
	}
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, list)
	if err != nil {
		t.Fatal(err)
	}

	columns := map[string]hierarchy.Column{}
	for _, name := range names {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v, ok := figures[name][u.Code]
			return v, ok
		})
		if err != nil {
			t.Fatal(err)
		}
		columns[name] = c.Named(name)
	}
	return tree, columns
}

func national(code, value string, kind target.Kind, places int32) target.Target {
	return target.Target{
		Code: code, Unit: "000000", Period: target.Year(2015), Value: d(value),
		Indicator: target.Indicator{Code: code, Kind: kind, Better: target.Higher, Places: target.Places(places)},
	}
}

// Three types of patents, divided by the applications of July 2008 one by one, miss
// their total in most provinces. Together they add up.
func TestCascadePatentTypes(t *testing.T) {
	types := []string{"invention", "utility_model", "design"}
	tree, columns := published(t, "oracle_sipo_2008_07.csv", append(types, "total")...)
	var c system.Config
	for code, value := range map[string]string{
		"total": "140000", "invention": "39001", "utility_model": "43999", "design": "57000",
	} {
		c.Indicators = append(c.Indicators, system.Indicator{
			Target:  national(code, value, target.Flow, 0),
			Options: hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(columns[code])}},
		})
	}

	alone := map[string]*hierarchy.Plan{}
	for _, x := range c.Indicators {
		plan, err := hierarchy.Cascade(tree, x.Target, x.Options)
		if err != nil {
			t.Fatal(err)
		}
		alone[x.Target.Code] = plan
	}
	misses := 0
	for q := range alone["total"].Level("province") {
		sum := decimal.Decimal{}
		for _, code := range types {
			part, _ := alone[code].Quota(q.Unit.Code)
			sum = sum.Add(part.Value)
		}
		if !sum.Equal(q.Value) {
			misses++
		}
	}
	if units := tree.Len() - 1; misses < units/2 {
		t.Errorf("one by one, %d of %d provinces miss the total, want most", misses, units)
	}

	c.Sums = []system.Sum{{Name: "types", Whole: "total", Parts: types}}
	plans, err := system.Cascade(tree, c)
	if err != nil {
		t.Fatal(err)
	}
	if err := plans.Check(); err != nil {
		t.Error(err)
	}
}

// Output and energy are targets in all provinces with published energy, and the
// intensities follow: none is more than a quantum from the exact one, and their mean is
// that of the nation.
func TestCascadeDualControl(t *testing.T) {
	tree, columns := published(t, "oracle_energy_12fyp.csv", "energy", "gdp")
	by := func(name string) hierarchy.Options {
		return hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(columns[name])}}
	}
	plans, err := system.Cascade(tree, system.Config{
		Indicators: []system.Indicator{
			{Target: national("energy", "410000", target.Flow, 0), Options: by("energy")},
			{Target: national("output", "640000", target.Flow, 0), Options: by("gdp")},
			{Target: national("intensity", "0", target.Ratio, 3)},
		},
		Ratios: []system.Ratio{{
			Name: "dual control", Numerator: "energy", Ratio: "intensity", Denominator: "output", Derived: "intensity",
		}},
	})
	if err != nil {
		t.Fatal(err)
	}

	if got, want := plans.Plan("intensity").Target().Value, d("0.641"); !got.Equal(want) {
		t.Errorf("intensity = %v, want %v", got, want)
	}
	if got := plans.Plan("intensity").Len(); got != 31 {
		t.Errorf("%d units, want 31", got)
	}
	for _, r := range plans.Residuals() {
		if r.By.Abs().GreaterThan(d("0.001")) {
			t.Errorf("residual of %s = %v, want at most 0.001", r.Unit.Code, r.By)
		}
	}
}

// Four parts that could each have what they must, but not together.
func TestCascadeTogether(t *testing.T) {
	tree := grove(t)
	figures := map[string]int64{"A": 2, "B": 2, "A1": 1, "A2": 1, "B1": 1, "B2": 1}
	none := map[string]int64{"A1": 0, "A2": 1, "B1": 0, "B2": 1}
	indicator := func(code string, value int64, most, least map[string]int64) system.Indicator {
		x := system.Indicator{Target: flow(code, value)}
		x.Options.Rule = hierarchy.Rule{
			Method: hierarchy.Proportional(columnOf(t, tree, figures)),
			Min:    columnOf(t, tree, least), Max: columnOf(t, tree, most),
		}
		return x
	}

	_, err := system.Cascade(tree, system.Config{
		Indicators: []system.Indicator{
			indicator("whole", 4, nil, nil),
			indicator("a", 1, none, map[string]int64{"A": 1}),
			indicator("b", 1, none, map[string]int64{"A": 1}),
			indicator("c", 1, nil, nil),
			indicator("d", 1, nil, nil),
		},
		Sums: []system.Sum{{Name: "types", Whole: "whole", Parts: []string{"a", "b", "c", "d"}}},
	})

	want := "system: identity types cannot be met below N: unit A, part a, part b have 2, " +
		"and others leave room for only 1: change the targets, bounds or rules of the parts"
	if err == nil || err.Error() != want {
		t.Errorf("Cascade() = %v, want %s", err, want)
	}
}
