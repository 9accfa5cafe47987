package hierarchy_test

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// adminTree is China's administrative tree down to the towns in mid-2023.
func adminTree(tb testing.TB) *hierarchy.Tree {
	tb.Helper()
	file, err := os.Open("testdata/admin_2023.csv.gz")
	if err != nil {
		tb.Fatal(err)
	}

	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		tb.Fatal(err)
	}

	r := csv.NewReader(unzipped)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		tb.Fatal(err)
	}

	var units []hierarchy.Unit
	for _, row := range rows {
		units = append(units, hierarchy.Unit{Code: row[0], Level: row[1], Parent: row[2]})
	}
	tree, err := hierarchy.NewTree([]string{"national", "province", "prefecture", "county", "town"}, units)
	if err != nil {
		tb.Fatal(err)
	}
	return tree
}

// TestAdministrativeTree hands a flow and a ratio down to every town of China:
// the units are as many as published, those of Dongguan, Zhongshan and Danzhou
// sit directly under their prefecture, and both laws hold at every parent.
func TestAdministrativeTree(t *testing.T) {
	tree := adminTree(t)
	counts := map[string]int{}
	direct := map[string]bool{}

	for u := range tree.All() {
		counts[u.Level]++
		if parent, _ := tree.Unit(u.Parent); u.Level == "town" && parent.Level == "prefecture" {
			direct[parent.Code] = true
		}
	}

	for level, want := range map[string]int{
		"national": 1, "province": 31, "prefecture": 342, "county": 2975, "town": 41352,
	} {
		if counts[level] != want {
			t.Errorf("%d units of level %s, want %d", counts[level], level, want)
		}
	}

	if len(direct) != 3 || !direct["441900"] || !direct["442000"] || !direct["460400"] {
		t.Errorf("towns directly under %v", direct)
	}
	towns, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		return decimal.New(int64(len(u.Code)*7+int(u.Code[len(u.Code)-1])), 0), u.Level == "town"
	})
	if err != nil {
		t.Fatal(err)
	}

	people, err := hierarchy.RollUp(target.Stock, towns, hierarchy.Column{})
	if err != nil {
		t.Fatal(err)
	}

	tgt := target.Target{
		Code: "t", Unit: "000000", Period: target.Year(2025), Value: decimal.New(5_000_003, 0),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(0)},
	}

	for _, kind := range []target.Kind{target.Flow, target.Ratio} {
		tgt.Indicator.Kind = kind
		plan, err := hierarchy.Cascade(tree, tgt, hierarchy.Options{
			Levels: map[string]hierarchy.Rule{"province": {Stretch: decimal.NewNullDecimal(decimal.New(5, -2))}},
			Rule:   hierarchy.Rule{Method: hierarchy.Proportional(people)},
			Basis:  people,
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := plan.Check(); err != nil {
			t.Error(err)
		}
		if plan.Len() != tree.Len() {
			t.Errorf("%d quotas for %d units", plan.Len(), tree.Len())
		}
	}
}

// BenchmarkAdministrativeTree cascades over the real tree.
func BenchmarkAdministrativeTree(b *testing.B) {
	tree := adminTree(b)
	ones, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		return decimal.New(int64(len(u.Code)), 0), true
	})
	if err != nil {
		b.Fatal(err)
	}
	t := target.Target{
		Code: "t", Unit: "000000", Period: target.Year(2025), Value: decimal.New(5_000_003, 0),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(0)},
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := hierarchy.Cascade(
			tree, t, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(ones)}},
		); err != nil {
			b.Fatal(err)
		}
	}
}
