package hierarchy_test

import (
	"encoding/json"
	"errors"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// iterated is a plan that has something for every iterator, and one that was reconciled.
func iterated(t *testing.T) (plan, reconciled *hierarchy.Plan) {
	t.Helper()
	tree := under(t, "A B C A1:A A2:A A3:A B1:B B2:B B3:B")
	goal := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020), Value: d("40"),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher},
	}
	first, err := hierarchy.Cascade(tree, goal, hierarchy.Options{
		Rule:   hierarchy.Rule{Max: codedFigures(t, tree, "A1=3 A2=2")},
		Exempt: []hierarchy.Exemption{{Unit: "B3", Reason: "new"}, {Unit: "A3", Reason: "closed"}},
		GroupBounds: []hierarchy.GroupBound{
			{Name: "g", Units: []string{"A1", "A2"}, Max: some("9")},
			{Name: "h", Units: []string{"B1", "B2"}, Min: some("1")},
		},
		Holds: []hierarchy.Hold{
			{Unit: "B1", Value: d("7"), By: "council"},
			{Unit: "B2", Value: d("8")},
			{Unit: "A1", Value: d("3"), Until: target.Year(2018)},
			{Unit: "A1", Value: d("2"), Until: target.Year(2019)},
		},
	})
	if err != nil {
		t.Fatal(err)
	}

	if plan, err = first.Revise(hierarchy.Options{}); err != nil {
		t.Fatal(err)
	}

	reconciled, err = hierarchy.Reconcile(tree, goal, []hierarchy.Proposal{
		{By: "bids", Figures: codedFigures(t, tree, "A=12 A1=4 A2=2 B1=6")},
	}, hierarchy.ReconcileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return plan, reconciled
}

// keys makes a sequence of the first of two values.
func keys[K, V any](seq iter.Seq2[K, V]) iter.Seq[K] {
	return func(yield func(K) bool) {
		for k := range seq {
			if !yield(k) {
				return
			}
		}
	}
}

// checkSequence walks a sequence of so many values once to its end, and from its
// beginning to each of them. Go panics if a sequence goes on after that.
func checkSequence[T any](t *testing.T, name string, seq iter.Seq[T], want int) {
	t.Helper()
	n := 0
	for range seq {
		n++
	}
	if n != want {
		t.Errorf("%s yields %d, want %d", name, n, want)
	}
	for stop := 1; stop <= n; stop++ {
		at := 0
		for range seq {
			if at++; at == stop {
				break
			}
		}
	}
}

// Every sequence ends where its reader stops, and may be read again.
func TestIteratorsStop(t *testing.T) {
	plan, reconciled := iterated(t)
	tree := plan.Tree()
	checkSequence(t, "Tree.All", tree.All(), 10)
	checkSequence(t, "Tree.Level", tree.Level("1"), 3)
	checkSequence(t, "Tree.Children", tree.Children("A"), 3)
	checkSequence(t, "Tree.Ancestors", tree.Ancestors("A1"), 2)
	checkSequence(t, "Plan.All", plan.All(), 8)
	checkSequence(t, "Plan.Level", plan.Level("2"), 4)
	checkSequence(t, "Plan.Children", plan.Children("0"), 3)
	checkSequence(t, "Plan.Targets", plan.Targets(), 8)
	checkSequence(t, "Plan.Holds", plan.Holds(), 2)
	checkSequence(t, "Plan.Lapsed", plan.Lapsed(), 2)
	checkSequence(t, "Plan.TakenOver", plan.TakenOver(), 2)
	checkSequence(t, "Plan.Exemptions", plan.Exemptions(), 2)
	checkSequence(t, "Plan.Groups", plan.Groups(), 2)
	checkSequence(t, "Plan.Bounded", keys(plan.Bounded()), 6)
	checkSequence(t, "Plan.Moves", reconciled.Moves(), 4)
	checkSequence(t, "Column.All", keys(plan.Column().All()), 8)
	words, _, _ := plan.Column().Words()
	checkSequence(t, "Column.Words", keys(words), 8)
}

// checkReadsBack writes a value and reads it back. No field may be lost, no other taken.
func checkReadsBack[T any, P interface {
	*T
	json.Unmarshaler
}](t *testing.T, want T,
) {
	t.Helper()
	data, err := json.Marshal(want)
	if err != nil {
		t.Errorf("Marshal(%+v): %v", want, err)
		return
	}
	var got T
	if err := json.Unmarshal(data, P(&got)); err != nil {
		t.Errorf("Unmarshal(%s): %v", data, err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s does not read back (-want +got):\n%s", data, diff)
	}
	if err := json.Unmarshal([]byte(`{"other":1}`), P(&got)); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("Unmarshal() of another field into %T = %v, want %v", want, err, target.ErrUnknown)
	}
}

func checkAll[T any, P interface {
	*T
	json.Unmarshaler
}](t *testing.T, seq iter.Seq[T],
) {
	t.Helper()
	for x := range seq {
		checkReadsBack[T, P](t, x)
	}
}

// What a plan tells of itself reads back as it was.
func TestWhatAPlanTellsReadsBack(t *testing.T) {
	plan, reconciled := iterated(t)
	checkAll(t, plan.All())
	checkAll(t, plan.Holds())
	checkAll(t, plan.Exemptions())
	checkAll(t, plan.Groups())
	checkAll(t, reconciled.Moves())
	checkAll(t, plan.Tree().All())

	for _, slack := range plan.Slack() {
		checkReadsBack(t, slack)
	}
	for _, difference := range plan.Diff(reconciled) {
		checkReadsBack(t, difference)
	}
	for _, group := range plan.Options().GroupBounds {
		checkReadsBack(t, group)
	}

	for _, code := range []string{"A1", "A2", "B1"} {
		checkReadsBack(t, plan.Explain(code).Steps[0])
		x := reconciled.Explain(code).Steps[0]
		checkReadsBack(t, *x.Move)
		for _, bound := range x.Move.Bounds {
			checkReadsBack(t, bound)
		}
	}

	adoption, err := hierarchy.Compare(plan, reconciled.Column())
	if err != nil {
		t.Fatal(err)
	}
	checkReadsBack(t, adoption)
}

// What refers to columns is read with them, or within a plan, and says so.
func TestWhatRefersToColumnsIsReadWithThem(t *testing.T) {
	for path, v := range map[string]json.Unmarshaler{
		"scenario": &hierarchy.Scenario{}, "part": &hierarchy.Part{}, "firmness": &hierarchy.Firmness{},
		"proposal": &hierarchy.Proposal{}, "options": &hierarchy.ReconcileOptions{},
		"reconciliation": &hierarchy.Reconciliation{}, "rule": &hierarchy.Rule{}, "column": &hierarchy.Column{},
	} {
		data, err := json.Marshal(v)
		if err != nil && path != "column" {
			t.Errorf("Marshal(%T): %v", v, err)
		}
		if data == nil {
			data = []byte("{}")
		}
		err = json.Unmarshal(data, v)
		if !errors.Is(err, target.ErrInvalid) || paths(t, err) != path {
			t.Errorf("Unmarshal() into %T = %v, want an error at %s", v, err, path)
		}
	}
	for path, v := range map[string]json.Marshaler{
		"inputs": hierarchy.Inputs{}, "columnBuilder": &hierarchy.ColumnBuilder{}, "prepared": &hierarchy.Prepared{},
		"structureOptions": hierarchy.StructureOptions{},
	} {
		if _, err := v.MarshalJSON(); !errors.Is(err, target.ErrInvalid) || paths(t, err) != path {
			t.Errorf("MarshalJSON() of %T = %v, want an error at %s", v, err, path)
		}
	}
}
