package hierarchy_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

var update = flag.Bool("update", false, "write the file of explanations afresh")

// explained prints what each parent hands down, and why each unit has its quota.
func explained(p *hierarchy.Plan) string {
	var b strings.Builder
	parent := ""
	for q := range p.All() {
		lines := strings.Split(p.Explain(q.Unit.Code).String(), "\n")
		if lines[1] != parent {
			parent = lines[1]
			b.WriteString(parent + "\n")
		}
		for _, line := range lines[2:] {
			if !strings.HasPrefix(line, "    ") {
				break
			}
			b.WriteString(q.Unit.Code + strings.TrimPrefix(line, "  ") + "\n")
		}
	}
	return b.String()
}

// The file testdata/explanations.txt has what Explain prints of each quota, for the cases of
// TestLimitsOfSums, TestLimitsOfMeans and TestLimitsOfCounts, and for each method. To write
// it afresh: go test -run TestExplanations -update .
func TestExplanations(t *testing.T) {
	var got strings.Builder
	tree := under(t, limitsTree)
	for _, c := range slices.Concat(limitsOfSums(t, tree), limitsOfMeans(t, tree), limitsOfCounts(t, tree)) {
		if p, err := c.run(t, tree, false); err == nil {
			fmt.Fprintf(&got, "# %s\n%s\n", c.name, explained(p))
		}
	}

	cities := waysTree(t, "")
	for _, kind := range []target.Kind{target.Flow, target.Ratio} {
		in := &columnsOf{t: t, tree: cities}
		methods := methodsOf(in.of)
		for _, name := range slices.Sorted(maps.Keys(methods)) {
			tgt := target.Target{
				Code: "t", Unit: "A", Period: target.Year(2020), Value: d("20"),
				Indicator: target.Indicator{Code: "x", Kind: kind, Better: target.Higher, Places: target.Places(2)},
			}
			o := hierarchy.Options{Rule: hierarchy.Rule{
				Method: methods[name], Min: in.of("- - - 2"), Max: in.of("9.99 - - -"),
			}}
			if kind == target.Ratio {
				o.Basis = in.of("1 2 3 4")
			}
			if p, err := hierarchy.Cascade(cities, tgt, o); err == nil {
				fmt.Fprintf(&got, "# %s of a %v\n%s\n", name, kind, explained(p))
			}
		}
	}

	const file = "testdata/explanations.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("Explain() mismatch (-want +got):\n%s", diff)
	}
}
