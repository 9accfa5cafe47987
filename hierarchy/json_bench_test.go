package hierarchy_test

import (
	"encoding/json"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
)

// BenchmarkJSON is about documents of trees, columns and plans, beside
// encoding/json on the bare quotas.
func BenchmarkJSON(b *testing.B) {
	for _, shape := range shapes {
		if len(shape.sizes)%2 == 1 && len(shape.sizes) < 6 {
			continue
		}
		w := newWorld(shape.sizes)
		tree := w.tree(b)
		weights := w.column(b, tree).Named("weights")
		plan, err := hierarchy.Cascade(tree, w.target(), hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Proportional(weights)},
		})
		if err != nil {
			b.Fatal(err)
		}
		in := hierarchy.Inputs{Trees: []*hierarchy.Tree{tree}, Columns: []hierarchy.Column{weights}}

		treeText, columnText, planText := marshaled(b, tree), marshaled(b, weights), marshaled(b, plan)
		for _, op := range []struct {
			name  string
			bytes int
			do    func() error
		}{
			{"WriteTree", len(treeText), func() error { _, err := tree.MarshalJSON(); return err }},
			{"ReadTree", len(treeText), func() error { return new(hierarchy.Tree).UnmarshalJSON(treeText) }},
			{"WriteColumn", len(columnText), func() error { _, err := weights.MarshalJSON(); return err }},
			{"ReadColumn", len(columnText), func() error { _, err := tree.ReadColumn(columnText); return err }},
			{"WritePlan", len(planText), func() error { _, err := plan.MarshalJSON(); return err }},
			{"ReadPlan", len(planText), func() error { _, err := hierarchy.ReadPlan(planText, in); return err }},
			{"NaiveWrite", len(planText), func() error { return naiveWrite(plan) }},
		} {
			b.Run(op.name+"/"+shape.name, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(op.bytes))
				for b.Loop() {
					if err := op.do(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func marshaled(b *testing.B, v json.Marshaler) []byte {
	b.Helper()
	text, err := v.MarshalJSON()
	if err != nil {
		b.Fatal(err)
	}
	return text
}

// naiveWrite writes the quotas alone by encoding/json.
func naiveWrite(plan *hierarchy.Plan) error {
	type quota struct{ Unit, Value string }
	var all []quota
	for q := range plan.All() {
		all = append(all, quota{q.Unit.Code, q.Value.String()})
	}
	_, err := json.Marshal(all)
	return err
}
