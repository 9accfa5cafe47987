package hierarchy_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// reviseKeeps: where nothing has changed no quota does, whatever the sign of the
// amount, at both ends of a range, beside holds and bounds.
func reviseKeeps(t *rapid.T) {
	f := newFan(rapid.IntRange(1, 5).Draw(t, "n"))
	column := func(label string, low, high int64, gaps bool) hierarchy.Column {
		text := make([]string, len(f.codes))
		for i := range text {
			if !gaps || rapid.IntRange(0, 2).Draw(t, "given") == 0 {
				text[i] = fmt.Sprint(rapid.Int64Range(low, high).Draw(t, label))
			}
		}
		return f.column(text...)
	}

	tgt := f.target(target.Flow, "0", 0)
	tgt.Value = decimal.New(rapid.Int64Range(-200, 200).Draw(t, "value"), 0)
	if rapid.Bool().Draw(t, "range") {
		tgt.Comparator = target.Within
		tgt.Upper = tgt.Value.Add(decimal.New(rapid.Int64Range(0, 100).Draw(t, "width"), 0))
	}

	var o hierarchy.Options
	switch rapid.IntRange(0, 2).Draw(t, "method") {
	case 0:
		o.Rule.Method = hierarchy.Proportional(column("weight", 0, 9, false))
	case 1:
		o.Rule.Method = hierarchy.Shift(column("reference", 0, 9, false))
	}

	if rapid.Bool().Draw(t, "bounded") {
		o.Rule.Min, o.Rule.Max = column("min", -20, 20, true), column("max", 20, 100, true)
	}
	if rapid.Bool().Draw(t, "held") {
		o.Holds = []hierarchy.Hold{{Unit: "01", Value: decimal.New(rapid.Int64Range(-9, 30).Draw(t, "hold"), 0)}}
	}
	p, err := hierarchy.Cascade(f.tree, tgt, o)
	if err != nil {
		return
	}

	again, err := p.Revise(hierarchy.Options{})
	if err != nil {
		t.Fatalf("%s: %v", shown(p.Column()), err)
	}

	for q := range p.All() {
		if r, _ := again.Quota(q.Unit.Code); !r.Value.Equal(q.Value) || !r.Upper.Decimal.Equal(q.Upper.Decimal) {
			t.Errorf(
				"nothing was changed, but %s has %v to %v, not %v to %v", q.Unit.Code, r.Value, r.Upper.Decimal,
				q.Value, q.Upper.Decimal,
			)
		}
	}
}

func TestReviseKeeps(t *testing.T) { rapid.Check(t, reviseKeeps) }

func FuzzReviseKeeps(f *testing.F) { f.Fuzz(rapid.MakeFuzz(reviseKeeps)) }

// Children that had nothing only because a hold took it all share what comes on
// top as they did before.
func TestReviseBesideAHold(t *testing.T) {
	f := newFan(3)
	p, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "10", 0), hierarchy.Options{
		Rule:  hierarchy.Rule{Method: hierarchy.Proportional(f.column("1", "1", "2"))},
		Holds: []hierarchy.Hold{{Unit: "01", Value: d("10")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	more, err := p.ReviseTo(f.target(target.Flow, "16", 0), hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := shown(more.Column()), "00=16 01=10 02=2 03=4"; got != want {
		t.Errorf("ReviseTo() = %s, want %s", got, want)
	}
}
