package hierarchy_test

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// A run of a prepared cascade is the cascade of what it changes, whatever the
// kind, the signs, the bounds and the holds; and it fails where that fails.
func scenariosAreCascades(t *rapid.T) {
	x := drawTask(t, target.Flow, target.Stock, target.Reduction, target.Ratio, target.Milestone)
	if rapid.Bool().Draw(t, "plain") { // what runs without looking at each family
		x.rules, x.held = [2]taskRule{{rounding: x.rules[0].rounding}, {}}, nil
	}
	asked, o := x.given(t)
	prepared, err := hierarchy.Prepare(x.tree, asked, o)
	if err != nil {
		if _, again := hierarchy.Cascade(x.tree, asked, o); again == nil {
			t.Fatalf("Prepare() = %v, but Cascade() has an answer", err)
		}
		return
	}

	for range 3 {
		s := drawScenario(t, x, o)
		changed, options := asked, o
		if s.Value.Valid {
			changed.Value = s.Value.Decimal
		}
		if s.Basis.Len() > 0 {
			options.Basis = s.Basis
		}
		if s.Rule.Method != nil {
			options.Rule.Method = s.Rule.Method
		}
		if s.Rule.Stretch.Valid {
			options.Rule.Stretch = s.Rule.Stretch
		}

		got, err := prepared.Run(s)
		want, wantErr := hierarchy.Cascade(x.tree, changed, options)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("Run(%v) fails with %v, Cascade with %v", s, err, wantErr)
		}
		if err == nil {
			samePlans(t, got, want)
		}
	}
}

// drawScenario draws what changes.
func drawScenario(t *rapid.T, x task, o hierarchy.Options) hierarchy.Scenario {
	var s hierarchy.Scenario
	if rapid.Bool().Draw(t, "new total") {
		total := rapid.Int64Range(-150, 150).Draw(t, "total")
		if x.ind.Kind == target.Milestone {
			total = max(total, -total) % 8
		}
		s.Value = decimal.NewNullDecimal(x.quantum.Mul(decimal.New(total, 0)))
	}

	drawn := func() hierarchy.Column {
		c, err := x.tree.Column(maps.All(drawFigures(t, x.units, "new", false, 50)))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	switch rapid.IntRange(0, 3).Draw(t, "new rule") {
	case 1:
		s.Rule.Method = hierarchy.Proportional(drawn())
	case 2:
		s.Rule.Method = hierarchy.Shift(drawn())
	case 3:
		s.Rule.Stretch = decimal.NewNullDecimal(decimal.New(rapid.Int64Range(-20, 20).Draw(t, "stretch"), -2))
	}
	if o.Basis.Len() > 0 && rapid.Bool().Draw(t, "new basis") {
		s.Basis = drawn()
	}
	return s
}

// samePlans compares quotas and what decided them.
func samePlans(t *rapid.T, got, want *hierarchy.Plan) {
	if !got.Equal(want) {
		t.Fatalf("Run() = %v, want %v", slices.Collect(got.All()), slices.Collect(want.All()))
	}
	wants := slices.Collect(want.All())
	for i, q := range slices.Collect(got.All()) {
		if q.DecidedBy != wants[i].DecidedBy {
			t.Fatalf("Run(): %+v, want %+v", q, wants[i])
		}
	}
	if !got.Column().Equal(want.Column()) {
		t.Fatalf("Column() = %v, want %v", got.Column(), want.Column())
	}
	if err := got.Check(); err != nil {
		t.Fatal(err)
	}
}

func TestScenariosAreCascades(t *testing.T) { rapid.Check(t, scenariosAreCascades) }
func FuzzScenariosAreCascades(f *testing.F) { f.Fuzz(rapid.MakeFuzz(scenariosAreCascades)) }

// The quotas of one run do not change with another, and runs may go on together.
func TestScenariosTogether(t *testing.T) {
	w := newWorld([]int{1, 5, 40})
	tree := w.tree(t)
	prepared, err := hierarchy.Prepare(tree, w.target(), hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(w.column(t, tree))},
	})
	if err != nil {
		t.Fatal(err)
	}

	plans := make([]*hierarchy.Plan, 50)
	var wait sync.WaitGroup
	for i := range plans {
		wait.Go(func() {
			value := decimal.NewNullDecimal(decimal.New(int64(1000+i), 0))
			plans[i], _ = prepared.Run(hierarchy.Scenario{Value: value})
		})
	}
	wait.Wait()
	for i, p := range plans {
		asked := w.target()
		asked.Value = decimal.New(int64(1000+i), 0)
		want, err := hierarchy.Cascade(tree, asked, hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Proportional(w.column(t, tree))},
		})
		if err != nil {
			t.Fatal(err)
		}
		if !p.Equal(want) || p.Check() != nil || !p.Target().Value.Equal(asked.Value) {
			t.Errorf("Run() of %v is not the cascade of it", asked.Value)
		}
	}
}

// A run from an earlier plan has the result of a run, whatever has changed since.
func runsFromPlansAreRuns(t *rapid.T) {
	x := drawTask(t, target.Flow, target.Ratio)
	if rapid.IntRange(0, 3).Draw(t, "plain") > 0 {
		x.rules, x.held, x.done = [2]taskRule{{rounding: x.rules[0].rounding}, {}}, nil, nil
	}
	asked, o := x.given(t)
	weights, err := x.tree.Column(maps.All(x.weights))
	if err != nil {
		t.Fatal(err)
	}
	o.Rule.Method = hierarchy.Proportional(weights)
	if o.Levels != nil && rapid.Bool().Draw(t, "by level") {
		o.Levels["prefecture"] = hierarchy.Rule{Method: hierarchy.Proportional(weights)}
	}
	prepared, err := hierarchy.Prepare(x.tree, asked, o)
	if err != nil {
		return
	}

	plan, _ := prepared.Run(hierarchy.Scenario{})
	for range 4 {
		var s hierarchy.Scenario
		if rapid.Bool().Draw(t, "new total") {
			total := decimal.New(rapid.Int64Range(-150, 150).Draw(t, "total"), 0)
			s.Value = decimal.NewNullDecimal(x.quantum.Mul(total))
		}
		for range rapid.IntRange(0, 2).Draw(t, "changes") {
			unit := rapid.SampledFrom(x.units).Draw(t, "unit")
			figure := decimal.New(rapid.Int64Range(0, 90).Draw(t, "figure"), rapid.Int32Range(-2, 0).Draw(t, "places"))
			if weights, err = weights.With(unit.Code, figure); err != nil {
				t.Fatal(err)
			}
		}
		if rapid.Bool().Draw(t, "rule") {
			s.Rule.Method = hierarchy.Proportional(weights)
		}
		if rapid.IntRange(0, 4).Draw(t, "stretch") == 0 {
			s.Rule.Stretch = decimal.NewNullDecimal(d("0.1"))
		}

		got, err := prepared.RunFrom(plan, s)
		want, wantErr := prepared.Run(s)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("RunFrom(%v) fails with %v, Run with %v", s, err, wantErr)
		}
		if err == nil {
			samePlans(t, got, want)
			plan = got
		}
	}
}

func TestRunsFromPlansAreRuns(t *testing.T) { rapid.Check(t, runsFromPlansAreRuns) }
func FuzzRunsFromPlansAreRuns(f *testing.F) { f.Fuzz(rapid.MakeFuzz(runsFromPlansAreRuns)) }

// A plan of another prepared cascade saves nothing and changes nothing.
func TestRunFromAnotherPlan(t *testing.T) {
	w := newWorld([]int{1, 5, 40})
	tree := w.tree(t)
	prepare := func(total int64) *hierarchy.Prepared {
		asked := w.target()
		asked.Value = decimal.New(total, 0)
		p, err := hierarchy.Prepare(tree, asked, hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Proportional(w.column(t, tree))},
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	run := func(p *hierarchy.Prepared, earlier *hierarchy.Plan) *hierarchy.Plan {
		plan, err := p.RunFrom(earlier, hierarchy.Scenario{})
		if err != nil {
			t.Fatal(err)
		}
		return plan
	}

	one, two := prepare(1000), prepare(2000)
	want := run(one, nil)
	if got := run(one, run(two, nil)); !got.Equal(want) {
		t.Errorf("RunFrom() a plan of another cascade = %v, want %v", got.Column(), want.Column())
	}
	if got := run(one, want); !got.Equal(want) || got == want {
		t.Errorf("RunFrom() its own plan = %v, want %v", got.Column(), want.Column())
	}
}

// A rolled-up column with one figure changed is the changed column rolled up.
func withSumsIsRollUp(t *rapid.T) {
	units := drawUnits(t)
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		t.Fatal(err)
	}
	figures := map[string]decimal.Decimal{}
	for _, u := range units {
		places := rapid.Int32Range(-2, 18).Draw(t, "places")
		figures[u.Code] = decimal.New(rapid.Int64Range(-90, 90).Draw(t, "figure"), places)
		for range tree.Children(u.Code) {
			delete(figures, u.Code)
		}
	}
	given, err := tree.Column(maps.All(figures))
	if err != nil {
		t.Fatal(err)
	}
	sums, err := hierarchy.RollUp(target.Flow, given, hierarchy.Column{})
	if err != nil {
		return
	}

	for range 3 {
		unit := rapid.SampledFrom(units).Draw(t, "unit")
		figure := decimal.New(rapid.Int64Range(-90, 90).Draw(t, "new"), rapid.Int32Range(-3, 18).Draw(t, "new places"))
		changed, err := sums.WithSums(unit.Code, figure)
		if _, own := figures[unit.Code]; !own {
			continue // a sum, or a parent of memo units
		}
		if err != nil {
			t.Fatal(err)
		}
		if given, err = given.With(unit.Code, figure); err != nil {
			t.Fatal(err)
		}
		want, err := hierarchy.RollUp(target.Flow, given, hierarchy.Column{})
		if err != nil {
			t.Fatal(err)
		}
		if !changed.Equal(want) {
			t.Fatalf("WithSums(%s, %v) = %v, want %v", unit.Code, figure, changed, want)
		}
		sums = changed
	}
}

func TestWithSumsIsRollUp(t *testing.T) { rapid.Check(t, withSumsIsRollUp) }
func FuzzWithSumsIsRollUp(f *testing.F) { f.Fuzz(rapid.MakeFuzz(withSumsIsRollUp)) }

func TestWithSumsErrors(t *testing.T) {
	w := newWorld([]int{1, 2, 4})
	tree := w.tree(t)
	leaf, parent := w.units[3].Code, w.units[1].Code
	sums := w.column(t, tree)
	gaps, err := tree.Column(nil)
	if err != nil {
		t.Fatal(err)
	}
	most, err := sums.WithSums(leaf, d("9e99"))
	if err != nil {
		t.Fatal(err)
	}

	for _, tt := range []struct {
		name   string
		column hierarchy.Column
		unit   string
		figure string
		want   error
		path   string
	}{
		{"no column", hierarchy.Column{}, leaf, "1", target.ErrRequired, "column"},
		{"unknown", sums, "x", "1", target.ErrUnknown, `figures["x"]`},
		{"a gap", gaps, leaf, "1", target.ErrRequired, `figures["20000000"]`},
		{"a sum", sums, parent, "1", target.ErrInvalid, `figures["10000000"]`},
		{"long", sums, leaf, "1e100", target.ErrRange, `figures["20000000"]`},
		{"a long sum", most, w.units[4].Code, "9e99", target.ErrRange, `figures["10000000"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.column.WithSums(tt.unit, d(tt.figure))
			all := target.AllErrors(err)
			if len(all) == 0 || !errors.Is(all[0], tt.want) || all[0].Path != tt.path {
				t.Errorf("WithSums() = %v, want %s %v", err, tt.path, tt.want)
			}
		})
	}
}

func TestScenarioErrors(t *testing.T) {
	w := newWorld([]int{1, 5})
	tree, other := w.tree(t), w.tree(t)
	prepared, err := hierarchy.Prepare(tree, w.target(), hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(w.column(t, tree))},
	})
	if err != nil {
		t.Fatal(err)
	}
	gaps, err := tree.Column(nil)
	if err != nil {
		t.Fatal(err)
	}

	huge := decimal.New(1, 1000)
	tests := []struct {
		name     string
		scenario hierarchy.Scenario
		path     string
		want     error
	}{
		{"half", hierarchy.Scenario{Value: decimal.NewNullDecimal(d("0.5"))}, "scenario.value", target.ErrQuantum},
		{"huge", hierarchy.Scenario{Value: decimal.NewNullDecimal(huge)}, "scenario.value", target.ErrRange},
		{"upper", hierarchy.Scenario{Upper: decimal.NewNullDecimal(d("7"))}, "scenario.upper", target.ErrMismatch},
		{"another tree", hierarchy.Scenario{
			Rule: hierarchy.Rule{Method: hierarchy.Proportional(w.column(t, other))},
		}, "options.rule.method", target.ErrMismatch},
		{"gaps", hierarchy.Scenario{
			Rule: hierarchy.Rule{Method: hierarchy.Proportional(gaps)},
		}, `options.rule.method.figures["10000000"]`, target.ErrMissing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := prepared.Run(tt.scenario)
			all := target.AllErrors(err)
			if len(all) == 0 || !errors.Is(all[0], tt.want) || all[0].Path != tt.path {
				t.Errorf("Run() = %v, want %s %v", err, tt.path, tt.want)
			}
		})
	}
	if _, err := hierarchy.Prepare(nil, w.target(), hierarchy.Options{}); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Prepare() without a tree = %v, want required", err)
	}
}

// leaves are the figures of the units without children.
func (w *world) leaves() iter.Seq2[string, decimal.Decimal] {
	return func(yield func(string, decimal.Decimal) bool) {
		for i, v := range w.weights {
			if w.first[i] == w.first[i+1] && !yield(w.units[i].Code, decimal.New(v, 0)) {
				return
			}
		}
	}
}

// BenchmarkScenario runs a prepared cascade for a new total and for new weights,
// and for one changed figure from an earlier plan; beside it the cascade and the
// division of bare integers.
func BenchmarkScenario(b *testing.B) {
	for _, shape := range shapes {
		w := newWorld(shape.sizes)
		tree := w.tree(b)
		weights := w.column(b, tree)
		p, err := hierarchy.Prepare(tree, w.target(), hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Proportional(weights)},
		})
		if err != nil {
			b.Fatal(err)
		}
		b.Run("total/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			total := int64(100 * len(w.units))
			for b.Loop() {
				total++
				value := decimal.NewNullDecimal(decimal.New(total, 0))
				if _, err := p.Run(hierarchy.Scenario{Value: value}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("weights/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				rule := hierarchy.Rule{Method: hierarchy.Proportional(weights)}
				if _, err := p.Run(hierarchy.Scenario{Rule: rule}); err != nil {
					b.Fatal(err)
				}
			}
		})
		earlier, err := p.Run(hierarchy.Scenario{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run("figure/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			last := w.units[len(w.units)-1].Code
			figure := int64(0)
			for b.Loop() {
				figure++
				changed, err := weights.WithSums(last, decimal.New(figure, 0))
				if err != nil {
					b.Fatal(err)
				}
				rule := hierarchy.Rule{Method: hierarchy.Proportional(changed)}
				if _, err := p.RunFrom(earlier, hierarchy.Scenario{Rule: rule}); err != nil {
					b.Fatal(err)
				}
			}
		})
		leaves, err := tree.Column(w.leaves())
		if err != nil {
			b.Fatal(err)
		}
		b.Run("column/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				// New weights: as much again, added up from below.
				more, err := leaves.Add(leaves)
				if err != nil {
					b.Fatal(err)
				}
				if more, err = hierarchy.RollUp(target.Flow, more, hierarchy.Column{}); err != nil {
					b.Fatal(err)
				}
				rule := hierarchy.Rule{Method: hierarchy.Proportional(more)}
				if _, err := p.Run(hierarchy.Scenario{Rule: rule}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("add/"+shape.name, func(b *testing.B) {
			for b.Loop() {
				leaves.Add(leaves)
			}
		})
		b.Run("rollup/"+shape.name, func(b *testing.B) {
			for b.Loop() {
				hierarchy.RollUp(target.Flow, leaves, hierarchy.Column{})
			}
		})
		b.Run("cascade/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			o := hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(weights)}}
			for b.Loop() {
				if _, err := hierarchy.Cascade(tree, w.target(), o); err != nil {
					b.Fatal(err)
				}
			}
		})
		shared := make([]int64, len(w.units))
		b.Run("integers/"+shape.name, func(b *testing.B) {
			for b.Loop() {
				w.floorCascade(shared)
			}
		})
	}
}

// A prepared cascade says what it is, and nothing is run without one.
func TestPreparedText(t *testing.T) {
	f := newFan(3)
	p, err := hierarchy.Prepare(f.tree, f.target(target.Flow, "60", 0), hierarchy.Options{
		Exempt: []hierarchy.Exemption{{Unit: "02", Reason: "new"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.String(), "x, at least 60 in 2020 (t)\nprepared for 3 units\n"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}

	for _, none := range []*hierarchy.Prepared{nil, {}} {
		_, err := none.Run(hierarchy.Scenario{})
		if !errors.Is(err, target.ErrRequired) || none.String() != "no cascade\n" {
			t.Errorf("Run() = %v, String() = %q, want %v", err, none, target.ErrRequired)
		}
	}
}
