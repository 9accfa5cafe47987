package hierarchy_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// A plan by claims is saved and loaded, and explains itself as before.
func TestPlansByClaimsReadBack(t *testing.T) {
	f := newFan(3)
	claims := f.column("100", "200", "300").Named("claims")

	for name, method := range map[string]hierarchy.Method{
		"adjusted proportional": hierarchy.AdjustedProportional(claims),
		"equal awards":          hierarchy.EqualAwards(claims),
		"equal losses":          hierarchy.EqualLosses(claims),
		"minimal overlap":       hierarchy.MinimalOverlap(claims),
		"Piniles":               hierarchy.Piniles(claims),
		"random arrival":        hierarchy.RandomArrival(claims),
		"Talmud":                hierarchy.Talmud(claims),
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := hierarchy.Cascade(f.tree, target.Target{
				Code: "t", Unit: f.tree.Root().Code, Period: target.Year(2026), Value: d("400"),
				Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher},
			}, hierarchy.Options{Rule: hierarchy.Rule{Method: method}})
			if err != nil {
				t.Fatal(err)
			}
			document, err := plan.MarshalWithInputs()
			if err != nil {
				t.Fatal(err)
			}

			var wire struct {
				Options struct {
					Rule struct{ Method struct{ Method string } }
				}
			}
			if err := json.Unmarshal(document, &wire); err != nil || wire.Options.Rule.Method.Method != name {
				t.Errorf("method = %q, %v, want %q", wire.Options.Rule.Method.Method, err, name)
			}
			read, err := hierarchy.ReadPlan(document, hierarchy.Inputs{})
			if err != nil {
				t.Fatal(err)
			}
			unit := f.tree.UnitAt(1).Code
			diff := cmp.Diff(plan.Explain(unit).String(), read.Explain(unit).String())
			if diff != "" || !read.Equal(plan) {
				t.Errorf("ReadPlan() explains otherwise (-want +got):\n%s", diff)
			}
		})
	}
}
