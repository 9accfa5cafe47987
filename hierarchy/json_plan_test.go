package hierarchy_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// drawMethod draws one of all methods, over columns that the plan is then read
// with.
func drawMethod(t *rapid.T, kind target.Kind, column func(name string) hierarchy.Column, depth int) hierarchy.Method {
	share := func() decimal.Decimal { return decimal.New(rapid.Int64Range(0, 10).Draw(t, "share"), -1) }
	methods := []func() hierarchy.Method{
		func() hierarchy.Method { return nil },
		hierarchy.Equal,
		func() hierarchy.Method { return hierarchy.Proportional(column("weights")) },
		func() hierarchy.Method { return hierarchy.Scale(column("reference")) },
		func() hierarchy.Method { return hierarchy.Shift(column("reference")) },
		func() hierarchy.Method { return hierarchy.Increment(column("done"), column("weights")) },
		func() hierarchy.Method { return hierarchy.Converge(column("reference"), share()) },
		func() hierarchy.Method { return hierarchy.RatioOfMeans(column("weights"), column("done")) },
		func() hierarchy.Method { return hierarchy.MeanOfRatios(column("weights"), column("reference")) },
		func() hierarchy.Method {
			return hierarchy.Bands(column("group"), decimal.New(10, -1), decimal.New(16, 0))
		},
		func() hierarchy.Method { return byLength{2015, column("weights")} },
		func() hierarchy.Method {
			if kind.Law() == target.WeightedMean {
				return hierarchy.Uniform()
			}
			return hierarchy.Capability(column("weights"), column("reference"), column("done"))
		},
	}
	if kind.Law() == target.Sum {
		for _, name := range slices.Sorted(maps.Keys(claimsRules)) {
			methods = append(methods, func() hierarchy.Method { return claimsRules[name](column("claims")) })
		}
	}

	if depth < 2 {
		methods = append(methods, func() hierarchy.Method {
			return hierarchy.Blend(
				hierarchy.Part{Weight: share(), Method: drawMethod(t, kind, column, depth+1)},
				hierarchy.Part{Weight: decimal.New(5, -1), Method: drawMethod(t, kind, column, depth+1)},
			)
		}, func() hierarchy.Method {
			return hierarchy.Negotiated(column("weights"), share(), drawMethod(t, kind, column, depth+1))
		})
	}

	return rapid.SampledFrom(methods).Draw(t, "method")()
}

// drawPlan draws a plan of any kind with the columns that it was made from, or none
// if the task cannot be done.
func drawPlan(t *rapid.T) (*hierarchy.Plan, map[string]hierarchy.Column) {
	return drawPlanOf(t, target.Flow, target.Milestone, target.Ratio, target.Stock, target.Growth)
}

// drawPlanOf is drawPlan for some kinds.
func drawPlanOf(t *rapid.T, kinds ...target.Kind) (*hierarchy.Plan, map[string]hierarchy.Column) {
	x := drawTask(t, kinds...)
	columns := map[string]hierarchy.Column{}
	column := func(name string) hierarchy.Column {
		if c, ok := columns[name]; ok {
			return c
		}
		low, high := int64(1), int64(60)
		switch name {
		case "group":
			high = 2
		case "claims": // mostly more than there is
			low, high = 20, 400
		}
		figures := map[string]decimal.Decimal{}
		for _, u := range x.units {
			figures[u.Code] = decimal.New(rapid.Int64Range(low, high).Draw(t, name), 0)
		}
		c, err := x.tree.Column(maps.All(figures))
		if err != nil {
			t.Fatal(err)
		}
		columns[name] = c.Named(name)
		return columns[name]
	}

	goal, o := x.given(t)
	o.Rule.Method = drawMethod(t, x.ind.Kind, column, 0)
	if r, ok := o.Levels["prefecture"]; ok {
		r.Method = drawMethod(t, x.ind.Kind, column, 1)
		o.Levels["prefecture"] = r
	}
	if rapid.IntRange(0, 3).Draw(t, "range") == 0 && x.ind.Kind != target.Milestone {
		goal.Comparator, goal.Upper = target.Within, goal.Value.Add(x.quantum.Mul(decimal.New(7, 0)))
	}
	for name, c := range map[string]hierarchy.Column{"basis": o.Basis, "min": o.Rule.Min, "max": o.Rule.Max} {
		if c.Tree() != nil {
			columns[name] = c
		}
	}
	for _, r := range o.Levels {
		columns["level min"], columns["level max"] = r.Min, r.Max
	}
	maps.DeleteFunc(columns, func(_ string, c hierarchy.Column) bool { return c.Tree() == nil })
	plan, err := hierarchy.Cascade(x.tree, goal, o)
	if err != nil {
		return nil, nil
	}
	return plan, columns
}

// readers are the inputs with which a plan is read: equal to those that it was made
// from, but made anew.
func readers(t *rapid.T, plan *hierarchy.Plan, columns map[string]hierarchy.Column) hierarchy.Inputs {
	again, err := hierarchy.NewTree(plan.Tree().Levels(), slices.Collect(plan.Tree().All()))
	if err != nil {
		t.Fatal(err)
	}

	in := hierarchy.Inputs{Trees: []*hierarchy.Tree{again}}
	var roads hierarchy.Column
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		c, err := again.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) { return columns[name].At(u.Code) })
		if err != nil {
			t.Fatal(err)
		}
		in.Columns = append(in.Columns, c)
		if name == "weights" {
			roads = c
		}
	}

	in.Method = func(name string, arguments []byte) (hierarchy.Method, error) {
		m := byLength{roads: roads}
		if name != m.MethodName() {
			return nil, errors.New("no such method")
		}
		return m, json.Unmarshal(arguments, &m)
	}

	return in
}

// sameDocument compares the documents of two plans.
func sameDocument(t *rapid.T, name string, got, want *hierarchy.Plan) {
	a, err := want.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	b, err := got.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(a), string(b)); diff != "" {
		t.Fatalf("%s: documents (-want +got):\n%s", name, diff)
	}
	if got.Digest() != want.Digest() {
		t.Fatalf("%s: digest %s, want %s", name, got.Digest(), want.Digest())
	}
}

// behavesAlike compares what two plans answer.
func behavesAlike(t *rapid.T, name string, got, want *hierarchy.Plan) {
	sameDocument(t, name, got, want)
	if !got.Equal(want) || len(got.Diff(want)) > 0 {
		t.Fatalf("%s: the plans are not equal: %v", name, got.Diff(want))
	}
	if a, b := fmt.Sprint(want.Check()), fmt.Sprint(got.Check()); a != b {
		t.Fatalf("%s: Check() = %s, want %s", name, b, a)
	}

	for q := range want.All() {
		a, b := want.Explain(q.Unit.Code).String(), got.Explain(q.Unit.Code).String()
		if diff := cmp.Diff(a, b); diff != "" {
			t.Fatalf("%s: Explain(%s) (-want +got):\n%s", name, q.Unit.Code, diff)
		}
	}

	held := func(p *hierarchy.Plan) string {
		return fmt.Sprint(
			slices.Collect(p.Holds()), slices.Collect(p.Lapsed()), slices.Collect(p.TakenOver()), p.Slack(),
		)
	}

	if a, b := held(want), held(got); a != b {
		t.Fatalf("%s: holds and slack %s, want %s", name, b, a)
	}
}

func plansReadBack(t *rapid.T) {
	plan, columns := drawPlan(t)
	if plan == nil {
		return
	}
	in := readers(t, plan, columns)
	for range rapid.IntRange(0, 2).Draw(t, "revisions") {
		goal := plan.Target()
		goal.Period = target.Year(goal.Period.EndYear() + rapid.IntRange(0, 1).Draw(t, "later"))
		var o hierarchy.Options
		if rapid.Bool().Draw(t, "hold") {
			q := rapid.SampledFrom(slices.Collect(plan.All())).Draw(t, "of")
			o.Holds = []hierarchy.Hold{{Unit: q.Unit.Code, Value: q.Value, By: "council", Reason: "as \"issued\" <b>"}}
		}
		if revised, err := plan.ReviseTo(goal, o); err == nil {
			plan = revised
		}
	}
	plan, in = drawLineage(t, plan, columns, in)
	if rapid.IntRange(0, 4).Draw(t, "merged") == 0 {
		if merged, err := hierarchy.Strictest(plan, plan); err == nil {
			plan = merged
		}
	}

	data, err := plan.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	read, err := hierarchy.ReadPlan(data, in)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	behavesAlike(t, "by inputs", read, plan)

	whole, err := plan.MarshalWithInputs()
	if err != nil {
		t.Fatal(err)
	}
	alone, err := hierarchy.ReadPlan(whole, hierarchy.Inputs{Method: in.Method})
	if err != nil {
		t.Fatalf("%v\n%s", err, whole)
	}
	behavesAlike(t, "with its inputs", alone, plan)
	if err := read.Verify(read.Column()); err != nil {
		t.Fatalf("Verify() of its own quotas = %v", err)
	}

	// Next year's revision is the same one.
	goal := plan.Target()
	goal.Period = target.Year(goal.Period.EndYear() + 1)
	a, errA := plan.ReviseTo(goal, hierarchy.Options{})
	b, errB := read.ReviseTo(goal, hierarchy.Options{})
	if fmt.Sprint(errA) != fmt.Sprint(errB) {
		t.Fatalf("ReviseTo() = %v, want %v", errB, errA)
	}
	if errA == nil {
		behavesAlike(t, "revised", b, a)
	}
	if read.Before() != nil && plan.Before() != nil {
		behavesAlike(t, "before", read.Before(), plan.Before())
	}
}

// drawLineage converts or continues a plan, or neither.
func drawLineage(
	t *rapid.T, plan *hierarchy.Plan, columns map[string]hierarchy.Column, in hierarchy.Inputs,
) (*hierarchy.Plan, hierarchy.Inputs) {
	for range rapid.IntRange(0, 2).Draw(t, "further") {
		if rapid.Bool().Draw(t, "continued") {
			q := rapid.SampledFrom(slices.Collect(plan.All())).Draw(t, "unit")
			if further, err := plan.Continue(q.Unit.Code, hierarchy.Options{Basis: plan.Options().Basis}); err == nil {
				plan = further
			}
			continue
		}
		if further, err := plan.Convert(drawConvertOptions(t, plan, columns)); err == nil {
			plan = further
		}
	}
	method := in.Method
	in = readers(t, plan, columns)
	in.Method = method
	return plan, in
}

func TestPlansReadBack(t *testing.T) { rapid.Check(t, plansReadBack) }

func FuzzPlansReadBack(f *testing.F) { f.Fuzz(rapid.MakeFuzz(plansReadBack)) }

// A document of any kind is read or refused. What is read is written again, and read
// as the same.
func FuzzReadPlan(f *testing.F) {
	plan, in := keptPlan(f)
	whole, err := plan.MarshalWithInputs()
	if err != nil {
		f.Fatal(err)
	}

	refers, err := plan.MarshalJSON()
	if err != nil {
		f.Fatal(err)
	}

	// A plan that was converted, and one that continues it.
	densities, people, o := densitiesOfThree(f)
	numbers, err := densities.Convert(o)
	if err != nil {
		f.Fatal(err)
	}
	cities, err := numbers.Continue("1", hierarchy.Options{})
	if err != nil {
		f.Fatal(err)
	}
	in.Trees, in.Columns = append(in.Trees, people.Tree()), append(in.Columns, people)
	for _, p := range []*hierarchy.Plan{numbers, cities} {
		data, err := p.MarshalWithInputs()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		if data, err = p.MarshalJSON(); err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}

	f.Add(whole)
	f.Add(refers)
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := hierarchy.ReadPlan(data, in)
		if err != nil {
			return
		}
		again, err := read.MarshalWithInputs()
		if err != nil {
			t.Fatal(err)
		}
		back, err := hierarchy.ReadPlan(again, hierarchy.Inputs{})
		if err != nil || !back.Equal(read) || back.Digest() != read.Digest() {
			t.Fatalf("read again: %v, equal %t", err, back.Equal(read))
		}
	})
}
