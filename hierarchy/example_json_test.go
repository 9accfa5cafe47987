package hierarchy_test

import (
	"encoding/json"
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// A plan is kept as JSON, and read and revised a year later. The document refers to
// the tree and to the columns by their digests.
func ExampleReadPlan() {
	tree, err := hierarchy.NewTree([]string{"region", "store"}, []hierarchy.Unit{
		{Code: "north", Level: "region"},
		{Code: "n1", Name: "Harbour", Level: "store", Parent: "north"},
		{Code: "n2", Name: "Station", Level: "store", Parent: "north"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	sales, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"n1": decimal.New(600, 0), "n2": decimal.New(400, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	sales = sales.Named("sales of 2025")
	goal := target.Target{
		Code: "sales-2026", Unit: "north", Period: target.Year(2026), Value: decimal.New(1100, 0),
		Indicator: target.Indicator{Code: "sales", Kind: target.Flow, Better: target.Higher},
	}
	plan, err := hierarchy.Cascade(tree, goal, hierarchy.Options{
		Rule:  hierarchy.Rule{Method: hierarchy.Proportional(sales)},
		Holds: []hierarchy.Hold{{Unit: "n2", Value: decimal.New(380, 0), By: "Anna Keller", Reason: "rebuilding"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	kept, err := json.Marshal(plan)
	if err != nil {
		fmt.Println(err)
		return
	}

	// A year later, with the same tree and figures.
	plan, err = hierarchy.ReadPlan(kept, hierarchy.Inputs{
		Trees: []*hierarchy.Tree{tree}, Columns: []hierarchy.Column{sales},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	goal.Code, goal.Period, goal.Value = "sales-2027", target.Year(2027), decimal.New(1210, 0)
	plan, err = plan.ReviseTo(goal, hierarchy.Options{Release: []string{"n2"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.All() {
		before, _ := plan.Before().Quota(q.Unit.Code)
		fmt.Println(q.Unit.Code, before.Value, "→", q.Value)
	}
	// Output:
	// north 1100 → 1210
	// n1 720 → 792
	// n2 380 → 418
}

// Options are written by hand with columns by name: a request to a web service.
func ExampleReadOptions() {
	var request struct {
		Tree    *hierarchy.Tree
		Columns []json.RawMessage
		Target  target.Target
		Options json.RawMessage
	}
	err := json.Unmarshal([]byte(`{
		"tree": {"version": 1, "levels": ["nation", "province"], "units": [
			{"code": "00", "level": "nation"},
			{"code": "11", "level": "province", "parent": "00"},
			{"code": "44", "level": "province", "parent": "00"}
		]},
		"columns": [{"version": 1, "name": "people", "figures": {"11": "19.6", "44": "104.3"}}],
		"target": {
			"indicator": {"code": "patents", "kind": "stock", "better": "higher"},
			"unit": "00", "period": "2015", "value": "120000"
		},
		"options": {"rule": {"method": {"method": "proportional", "weights": "people"}, "rounding": "Webster"}}
	}`), &request)
	if err != nil {
		fmt.Println(err)
		return
	}

	var in hierarchy.Inputs
	for _, raw := range request.Columns {
		c, err := request.Tree.ReadColumn(raw)
		if err != nil {
			fmt.Println(err)
			return
		}
		in.Columns = append(in.Columns, c)
	}
	options, err := hierarchy.ReadOptions(request.Options, in)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(request.Tree, request.Target, options)
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.Level("province") {
		fmt.Println(q.Unit.Code, q.Value)
	}
	// Output:
	// 11 18983
	// 44 101017
}

// Whoever has what a plan was made from can prove a published table of quotas, or
// disprove it.
func ExamplePlan_Verify() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "00", Level: "nation"},
		{Code: "11", Level: "province", Parent: "00"},
		{Code: "44", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(tree, target.Target{
		Unit: "00", Period: target.Year(2015), Value: decimal.New(1001, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}, hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}

	published, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"00": decimal.New(1001, 0), "11": decimal.New(500, 0), "44": decimal.New(501, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Verify(published))
	// Output:
	// 2 problems:
	// published["11"] 500 does not fit: its quota is 501
	// published["44"] 501 does not fit: its quota is 500
}

// byLength is a rule of a user that is written as JSON. Its name and its arguments
// stand for it.
type byLength struct {
	Year  int `json:"year"`
	roads hierarchy.Column
}

func (byLength) MethodName() string { return "by road length" }

func (m byLength) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, `{"year":%d}`, m.Year), nil }

func (m byLength) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) {
	claims := make([]hierarchy.Claim, len(f.Children))
	for i, u := range f.Children {
		claims[i].Weight, _ = m.roads.At(u.Code)
	}
	return claims, nil
}

func ExampleNamedMethod() {
	var method hierarchy.NamedMethod = byLength{Year: 2015}
	written, err := json.Marshal(hierarchy.Options{Rule: hierarchy.Rule{Method: method}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(written))

	// The reader finds the method by its name.
	options, err := hierarchy.ReadOptions(written, hierarchy.Inputs{
		Method: func(name string, arguments []byte) (hierarchy.Method, error) {
			m := byLength{}
			if name != m.MethodName() {
				return nil, fmt.Errorf("no method %q", name)
			}
			return m, json.Unmarshal(arguments, &m)
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("roads of", options.Rule.Method.(byLength).Year)
	// Output:
	// {"rule":{"method":{"method":"by road length","arguments":{"year":2015}}}}
	// roads of 2015
}
