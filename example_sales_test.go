package cascade_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// The shops of a company: machines sold last year and this year, and points for
// service (figures invented).
var shops = map[string]struct{ last, now, service int64 }{
	"N1": {410, 520, 16}, "N2": {230, 260, 20}, "S1": {520, 700, 12}, "S2": {310, 330, 17}, "S3": {95, 170, 15},
}

// A company wants to sell 2,000 machines. Which shop sells how many, who did
// best, and why does Bari have the quota that it has?
func Example_sales() {
	// The tree, and a column of last year's figures, added up to the regions.
	tree, err := hierarchy.NewTree([]string{"company", "region", "shop"}, []hierarchy.Unit{
		{Code: "C", Name: "Company", Level: "company"},
		{Code: "N", Name: "North", Level: "region", Parent: "C"},
		{Code: "S", Name: "South", Level: "region", Parent: "C"},
		{Code: "N1", Name: "Oslo", Level: "shop", Parent: "N"},
		{Code: "N2", Name: "Bergen", Level: "shop", Parent: "N"},
		{Code: "S1", Name: "Rome", Level: "shop", Parent: "S"},
		{Code: "S2", Name: "Naples", Level: "shop", Parent: "S"},
		{Code: "S3", Name: "Bari", Level: "shop", Parent: "S"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	sold, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		s, ok := shops[u.Code]
		return decimal.NewFromInt(s.last), ok
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	sold, err = hierarchy.RollUp(target.Flow, sold.Named("last year's sales"), hierarchy.Column{})
	if err != nil {
		fmt.Println(err)
		return
	}

	// The target, shared among the regions and then among the shops.
	plan, err := hierarchy.Cascade(tree, target.Target{
		Code:      "sales", // the scoring book names it
		Unit:      "C",
		Indicator: target.Indicator{Code: "machines", Measure: "machines", Kind: target.Flow, Better: target.Higher},
		Period:    target.Year(2026),
		Value:     decimal.NewFromInt(2000),
	}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(sold)}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Explain("S3"))

	// The book: 80 points for the quota, pro rata, and up to 20 for service.
	book, err := evaluate.New(evaluate.Scheme{
		Items: []evaluate.Item{
			{Code: "sales", Max: decimal.NewFromInt(80), Points: evaluate.ProRata{}},
			{Code: "service", Max: decimal.NewFromInt(20)},
		},
		Grades: []evaluate.Grade{{Name: "good", From: decimal.NewFromInt(95)}, {Name: "fair"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	// The results, held against the quotas, scored and ranked.
	var entries []ranking.Entry
	for quota := range plan.Targets() {
		shop, ok := shops[quota.Unit]
		if !ok {
			continue // the company and its regions
		}
		assessment, err := evaluate.Assess(quota, target.Observation{
			Unit: quota.Unit, Indicator: "machines", Period: target.Year(2026), Value: decimal.NewFromInt(shop.now),
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		card, err := book.Score(evaluate.Case{
			Unit:        quota.Unit,
			Assessments: []evaluate.Assessment{assessment},
			Awarded:     map[string]decimal.Decimal{"service": decimal.NewFromInt(shop.service)},
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		unit, _ := tree.Unit(quota.Unit)
		fmt.Printf(
			"%-6s sold %d of %v: %s points, %s\n", unit.Name, shop.now, quota.Value, card.Total.StringFixed(1),
			card.Grade,
		)
		entries = append(entries, ranking.Entry{Code: unit.Code, Name: unit.Name, Value: card.Total})
	}
	table, err := ranking.New(entries, ranking.Options{Better: target.Higher, Places: target.Places(1)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println()
	fmt.Print(table)
	// Output:
	// Bari S3: 121 machines, in 2026, at least
	//   South S: 1,182, shared in proportion to last year's sales
	//     claim 95 of 925 (10.27 %): 121.3946 → 121 by largest remainder (1 of 3 rounded up, remainders from 0.4757)
	//   Company C: 2,000, shared in proportion to last year's sales
	//     claim 925 of 1,565 (59.11 %): 1,182.1086 → 1,182 by largest remainder (1 of 2 rounded up, remainders from 0.8914)
	//   Company C: 2,000, set
	//
	// Oslo   sold 520 of 524: 95.4 points, good
	// Bergen sold 260 of 294: 90.7 points, fair
	// Rome   sold 700 of 665: 92.0 points, fair
	// Naples sold 330 of 396: 83.7 points, fair
	// Bari   sold 170 of 121: 95.0 points, good
	//
	// rank  unit    figure  to next  to leader
	//    1  Oslo      95.4        –        0.0
	//    2  Bari      95.0      0.4        0.4
	//    3  Rome      92.0      3.0        3.4
	//    4  Bergen    90.7      1.3        4.7
	//    5  Naples    83.7      7.0       11.7
	//
	// higher is better, competition ranks of the published digits (decimals: 1)
}
