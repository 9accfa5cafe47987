package hierarchy_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// cascadeRequest is a tree with its columns, a target and rules that name the columns.
type cascadeRequest struct {
	Tree    *hierarchy.Tree
	Columns []json.RawMessage
	Target  target.Target
	Options json.RawMessage
}

// plan reads the columns and the rules, and cascades the target.
func (r cascadeRequest) plan() (*hierarchy.Plan, error) {
	var in hierarchy.Inputs
	for _, raw := range r.Columns {
		c, err := r.Tree.ReadColumn(raw)
		if err != nil {
			return nil, err
		}
		in.Columns = append(in.Columns, c)
	}
	options, err := hierarchy.ReadOptions(r.Options, in)
	if err != nil {
		return nil, err
	}
	return hierarchy.Cascade(r.Tree, r.Target, options)
}

// serveCascade answers with the plan and with the explanation of the unit in the
// query, or with all that is wrong with the request.
func serveCascade(w http.ResponseWriter, r *http.Request) {
	var request cascadeRequest
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 10<<20)).Decode(&request)
	var plan *hierarchy.Plan
	if err == nil {
		plan, err = request.plan()
	}

	w.Header().Set("Content-Type", "application/json")
	var answer any
	if problems := target.AllErrors(err); len(problems) > 0 {
		w.WriteHeader(http.StatusUnprocessableEntity)
		answer = map[string]any{"problems": problems}
	} else if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		answer = map[string]string{"error": err.Error()}
	} else {
		answer = map[string]any{"plan": plan, "why": plan.Explain(r.URL.Query().Get("why"))}
	}
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// A web service takes a tree, columns, a target and rules as JSON. It answers with a
// plan and the reasons for a quota, or with every problem and its remedy.
func Example_web() {
	const body = `{
		"tree": {"version": 1, "levels": ["nation", "province"], "units": [
			{"code": "00", "level": "nation"},
			{"code": "11", "name": "Beijing", "level": "province", "parent": "00"},
			{"code": "44", "name": "Guangdong", "level": "province", "parent": "00"}
		]},
		"columns": [{"version": 1, "name": "people", "figures": {"11": "19.6", "44": "104.3"}}],
		"target": {
			"indicator": {"code": "patents", "kind": "stock", "better": "higher"},
			"unit": "00", "period": "2015", "value": "120000"
		},
		"options": {"rule": {"method": {"method": "proportional", "weights": "people"}, "rounding": "Webster"}}
	}`
	for _, request := range []string{body, strings.ReplaceAll(body, `"120000"`, `"0.5"`)} {
		answer := httptest.NewRecorder()
		serveCascade(answer, httptest.NewRequest(http.MethodPost, "/cascade?why=11", strings.NewReader(request)))

		var got struct {
			Why      hierarchy.Explanation
			Problems []*target.FieldError
		}
		if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(answer.Code)
		if answer.Code == http.StatusOK {
			fmt.Print(got.Why)
		}
		for _, p := range got.Problems {
			fmt.Println(p)
		}
	}
	// Output:
	// 200
	// Beijing 11: 18,983, by 2015, at least
	//   00: 120,000, shared in proportion to people
	//     claim 19.6 of 123.9 (15.82 %): 18,983.0508 → 18,983 by Webster
	//   00: 120,000, set
	// 422
	// target.value 0.5 is not a multiple of the quantum: set indicator.places to 1, or round it to a multiple of 1
}
