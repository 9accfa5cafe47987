package hierarchy_test

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// planning is what planning systems document.
type planning struct {
	Spreads []struct {
		ID, Source  string
		Places      int32
		Total       decimal.Decimal
		Weights     map[string]decimal.Decimal
		Equal, Memo []string
		Held        map[string]decimal.Decimal
		Refused     bool // without an equal split by request
		Want        map[string]decimal.Decimal
	}
	RollUps []struct {
		ID, Source        string
		Progress, Weights map[string]decimal.Decimal
		Want              decimal.Decimal
	} `json:"roll_ups"`
	Formulas struct {
		Emissions, Population []string
		Total                 decimal.Decimal
		Grandfathering        []string
		PerCapita             []string `json:"per_capita"`
		Start, End            int
		Converging            map[string][]decimal.Decimal
	}
}

// oneFamily is a tree of one family.
func oneFamily(t *testing.T, members, memos []string) *hierarchy.Tree {
	t.Helper()
	units := []hierarchy.Unit{{Code: "whole", Level: "whole"}}
	for _, code := range members {
		units = append(units, hierarchy.Unit{Code: code, Level: "part", Parent: "whole"})
	}
	for _, code := range memos {
		units = append(units, hierarchy.Unit{Code: code, Level: "part", Parent: "whole", Role: hierarchy.Memo})
	}
	tree, err := hierarchy.NewTree([]string{"whole", "part"}, units)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestPlanningSystems compares spreads, holds and whole units with what Anaplan,
// Essbase, SAP APO, Jedox and TM1 document.
func TestPlanningSystems(t *testing.T) {
	var o planning
	readJSON(t, "oracle_planning.json", &o)
	for _, tt := range o.Spreads {
		t.Run(tt.ID, func(t *testing.T) {
			tree := oneFamily(t, slices.Concat(slices.Collect(maps.Keys(tt.Weights)), tt.Equal), tt.Memo)
			var options hierarchy.Options
			if tt.Weights != nil {
				options.Rule.Method = hierarchy.Proportional(column(t, tree, tt.Weights))
			}
			for code, x := range tt.Held {
				options.Holds = append(options.Holds, hierarchy.Hold{Unit: code, Value: x})
			}

			whole := flow("whole", tt.Total, tt.Places)
			p, err := hierarchy.Cascade(tree, whole, options)
			if tt.Refused {
				if !errors.Is(err, target.ErrInfeasible) {
					t.Errorf("Cascade gives %v, want ErrInfeasible", err)
				}
				p, err = hierarchy.Cascade(tree, whole, hierarchy.Options{})
			}

			if err != nil {
				t.Fatal(err)
			}

			got := map[string]decimal.Decimal{}
			for q := range p.Children("whole") {
				got[q.Unit.Code] = q.Value
			}
			if diff := cmp.Diff(tt.Want, got); diff != "" {
				t.Errorf("quotas mismatch with %s (-want +got):\n%s", tt.Source, diff)
			}
		})
	}
}

// TestProgressRollsUp compares means of progress with UpRaise and Frappe HR.
func TestProgressRollsUp(t *testing.T) {
	var o planning
	readJSON(t, "oracle_planning.json", &o)
	for _, tt := range o.RollUps {
		t.Run(tt.ID, func(t *testing.T) {
			tree := oneFamily(t, slices.Collect(maps.Keys(tt.Progress)), nil)
			up, err := hierarchy.RollUp(target.Share, column(t, tree, tt.Progress), column(t, tree, tt.Weights))
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := up.At("whole"); !got.Round(2).Equal(tt.Want) {
				t.Errorf("the mean is %v, %s prints %v", got, tt.Source, tt.Want)
			}
		})
	}

	// Frappe averages the direct children, whatever they stand for. With every
	// leaf counting once, 25, 0 and the 50 and 0 under the moved child make
	// 18.75 instead of its 16.67, however they are grouped.
	tree, err := hierarchy.NewTree([]string{"0", "1", "2", "3"}, []hierarchy.Unit{
		{Code: "parent 1", Level: "0"},
		{Code: "child 1", Level: "1", Parent: "parent 1"},
		{Code: "a", Level: "2", Parent: "child 1"},
		{Code: "b", Level: "2", Parent: "child 1"},
		{Code: "child 2", Level: "2", Parent: "child 1"},
		{Code: "c", Level: "3", Parent: "child 2"},
		{Code: "d", Level: "3", Parent: "child 2"},
	})
	if err != nil {
		t.Fatal(err)
	}

	up, err := hierarchy.RollUp(
		target.Share, column(t, tree, figures("a", "25", "b", "0", "c", "50", "d", "0")),
		column(t, tree, figures("a", "1", "b", "1", "c", "1", "d", "1")),
	)
	if err != nil {
		t.Fatal(err)
	}

	if got, _ := up.At("parent 1"); !got.Equal(d("18.75")) {
		t.Errorf("the mean of the leaves is %v, want 18.75", got)
	}
}

// TestAllocationFormulas compares with the formulas of fair-shares and of
// effort-sharing.
func TestAllocationFormulas(t *testing.T) {
	var all planning
	readJSON(t, "oracle_planning.json", &all)
	o := all.Formulas
	f := newFan(len(o.Emissions))
	emissions, population := hierarchy.Proportional(f.column(o.Emissions...)), hierarchy.Proportional(
		f.column(o.Population...),
	)

	for _, tt := range []struct {
		name   string
		method hierarchy.Method
		want   []string
	}{{"grandfathering", emissions, o.Grandfathering}, {"per capita", population, o.PerCapita}} {
		got, err := f.quotas(
			target.Flow, o.Total.String(), 0, hierarchy.Options{Rule: hierarchy.Rule{Method: tt.method}},
		)
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s gives %v, %v, want %v", tt.name, got, err, tt.want)
		}
	}

	for year, want := range o.Converging {
		t.Run("converging in "+year, func(t *testing.T) {
			y, err := strconv.Atoi(year)
			if err != nil {
				t.Fatal(err)
			}

			gone := decimal.New(int64(min(max(y, o.Start), o.End)-o.Start), 0).DivRound(
				decimal.New(int64(o.End-o.Start), 0), 1,
			)
			// Shares of one: what is left by emissions, what has gone by per head.
			got, err := f.quotas(target.Flow, "1", 2, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Blend(
				hierarchy.Part{Weight: d("1").Sub(gone), Method: emissions},
				hierarchy.Part{Weight: gone, Method: population},
			)}})
			if err != nil {
				t.Fatal(err)
			}

			// The same as densities that converge, each times its population.
			heads := f.column(o.Population...)
			densities := make([]string, len(o.Emissions))
			for i := range densities {
				densities[i] = d(o.Emissions[i]).DivRound(d(o.Population[i]), 1).String()
			}
			per, err := f.quotas(target.Ratio, "1", 4, hierarchy.Options{
				Rule: hierarchy.Rule{Method: hierarchy.Converge(f.column(densities...), gone)}, Basis: heads,
			})
			if err != nil {
				t.Fatal(err)
			}

			for i, w := range want {
				if !d(got[i]).Equal(w) {
					t.Errorf("child %d gets %s, want %v", i, got[i], w)
				}
				if x := d(per[i]).Mul(d(o.Population[i])).Shift(-2); !x.Equal(w) {
					t.Errorf("child %d gets %s a head, so %v, want %v", i, per[i], x, w)
				}
			}
		})
	}
}
