package hierarchy_test

import (
	"errors"
	"maps"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// A larger total can give a unit less by largest remainder (the Alabama paradox);
// the upper end of a range does not.
func TestRangeKeepsItsEndsInOrder(t *testing.T) {
	f := newFan(3)
	tgt := f.target(target.Flow, "10", 0)
	tgt.Comparator, tgt.Upper = target.Within, d("11")
	by := hierarchy.Rule{Method: hierarchy.Proportional(f.column("6", "6", "2"))}
	p, err := hierarchy.Cascade(f.tree, tgt, hierarchy.Options{Rule: by})
	if err != nil {
		t.Fatal(err)
	}

	if got, want := quotas(p), "00=10..11 01=4..5 02=4..4 03=2..2"; got != want {
		t.Errorf("quotas are %s, want %s", got, want)
	}

	for _, o := range []struct{ value, upper, path string }{
		{"10", "11.5", "target.upper"}, {"10.5", "12", "target.value"},
	} {
		tgt.Value, tgt.Upper = d(o.value), d(o.upper)
		_, err := hierarchy.Cascade(f.tree, tgt, hierarchy.Options{Rule: by})
		if fe, ok := errors.AsType[*target.FieldError](err); !ok || !errors.Is(err, target.ErrQuantum) ||
			fe.Path != o.path {
			t.Errorf("from %s to %s: got %v, want %s to be no multiple of the quantum", o.value, o.upper, err, o.path)
		}
	}

	tgt.Comparator, tgt.Value, tgt.Upper = target.AtLeast, d("10"), decimal.Zero
	if _, err := hierarchy.Cascade(f.tree, tgt, hierarchy.Options{Rule: by}); err != nil {
		t.Error(err)
	}
}

// The lower ends of a range are the plan of its lower end; the upper ends are that
// of its upper end with the lower ones as minima.
func rangeIsTwoPlans(t *rapid.T) {
	x := drawTask(t, target.Flow, target.Milestone, target.Ratio)
	plan := func(change func(*target.Target, *hierarchy.Options)) (*hierarchy.Plan, error) {
		tgt, o := x.given(t)
		change(&tgt, &o)
		return hierarchy.Cascade(x.tree, tgt, o)
	}

	more := x.quantum.Mul(decimal.New(rapid.Int64Range(0, 40).Draw(t, "wide"), 0))
	if x.ind.Kind == target.Milestone {
		more = d("1")
	}
	upper := x.quantum.Mul(decimal.New(x.total, 0)).Add(more)
	if x.total < 0 && upper.Sign() >= 0 { // a reserve has the sign of the target's value
		x.rules[0].reserve, x.rules[1].reserve = decimal.Zero, decimal.Zero
	}
	both, err := plan(func(t *target.Target, _ *hierarchy.Options) { t.Comparator, t.Upper = target.Within, upper })
	if err != nil {
		return
	}

	low, err := plan(func(*target.Target, *hierarchy.Options) {})
	if err != nil {
		t.Fatalf("the lower end alone: %v", err)
	}

	for q := range both.All() {
		l, _ := low.Quota(q.Unit.Code)
		if !l.Value.Equal(q.Value) || l.DecidedBy != q.DecidedBy {
			t.Errorf(
				"%s has %v (%v) at the lower end, and %v (%v) alone", q.Unit.Code, q.Value, q.DecidedBy, l.Value,
				l.DecidedBy,
			)
		}
		if q.Upper.Decimal.LessThan(q.Value) {
			t.Errorf("%s is to be from %v to %v", q.Unit.Code, q.Value, q.Upper.Decimal)
		}
	}

	if err := both.Check(); err != nil {
		t.Error(err)
	}
	high, err := plan(func(tgt *target.Target, o *hierarchy.Options) {
		tgt.Value = upper
		under := low.Column()
		raised := func(r hierarchy.Rule) hierarchy.Rule {
			least := map[string]decimal.Decimal{}
			for u, v := range under.All() {
				if m, ok := r.Min.At(u.Code); !ok || v.GreaterThan(m) {
					least[u.Code] = v
				} else {
					least[u.Code] = m
				}
			}
			var err error
			if r.Min, err = x.tree.Column(maps.All(least)); err != nil {
				t.Fatal(err)
			}
			return r
		}

		o.Rule = raised(o.Rule)
		if r, ok := o.Levels["prefecture"]; ok {
			o.Levels["prefecture"] = raised(r)
		}
	})
	if err != nil {
		t.Fatalf("the upper end above the lower ones: %v", err)
	}

	for q := range both.All() {
		if h, _ := high.Quota(q.Unit.Code); !h.Value.Equal(q.Upper.Decimal) {
			t.Errorf(
				"%s has %v at the upper end, and %v with the lower ends as minima", q.Unit.Code, q.Upper.Decimal,
				h.Value,
			)
		}
	}
}

func TestRangeIsTwoPlans(t *testing.T) { rapid.Check(t, rangeIsTwoPlans) }
