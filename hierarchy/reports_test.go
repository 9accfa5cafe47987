package hierarchy_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// A ratio of the parts is weighted by its denominators: 5, 10 and 8 over 1000, 1500 and
// 1250 make 8. Without denominators it is refused (dtcenter/METcalcpy 231,
// akvo/akvo-product-design 187).
func TestReportWeightedRatio(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"all", "part"}, []hierarchy.Unit{
		{Code: "A", Level: "all"},
		{Code: "a", Level: "part", Parent: "A"},
		{Code: "b", Level: "part", Parent: "A"},
		{Code: "c", Level: "part", Parent: "A"},
	})
	if err != nil {
		t.Fatal(err)
	}
	columnOf := func(byCode map[string]string) hierarchy.Column {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			text, ok := byCode[u.Code]
			return testkit.Null(text).Decimal, ok
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	ratios := columnOf(map[string]string{"a": "5", "b": "10", "c": "8"})
	denominators := columnOf(map[string]string{"a": "1000", "b": "1500", "c": "1250"})

	up, err := hierarchy.RollUp(target.Ratio, ratios, denominators)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := up.At("A"); !got.Equal(testkit.Dec("8")) {
		t.Errorf("RollUp() = %v, want 8", got)
	}
	if _, err := hierarchy.RollUp(target.Ratio, ratios, hierarchy.Column{}); err == nil {
		t.Error("RollUp() accepts a ratio without denominators")
	}
}
