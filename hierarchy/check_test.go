package hierarchy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func TestCheckSaysWhatTheChildrenMake(t *testing.T) {
	f := newFan(2)
	for kind, want := range map[target.Kind]string{
		target.Flow:  "the quotas of its children make 11 instead of this amount",
		target.Ratio: "the quotas of its children do not make this amount",
	} {
		p, err := hierarchy.Cascade(f.tree, f.target(kind, "10", 0), hierarchy.Options{Basis: f.column("1", "1")})
		if err != nil {
			t.Fatal(err)
		}
		if err := hierarchy.Corrupt(p, "01", 1).Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: Check() = %v, want %q", kind, err, want)
		}
	}
}

// Quotas that add up but break a hold or a bound are found.
func TestCheckFindsABrokenBound(t *testing.T) {
	f := newFan(4)
	o := hierarchy.Options{
		Rule:  hierarchy.Rule{Min: f.column("", "20", "", ""), Max: f.column("", "", "30", "")},
		Holds: []hierarchy.Hold{{Unit: "01", Value: d("40"), By: "the ministry"}},
	}
	p, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "100", 0), o)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := quotas(p), "00=100 01=40(hold) 02=20(minimum) 03=20 04=20"; got != want {
		t.Fatalf("quotas are %s, want %s", got, want)
	}

	for _, x := range []struct {
		unit   string
		quanta int64
		want   string
	}{
		{"01", 1, `units["01"] 41 is out of range: it is held at 40`},
		{"01", -1, `units["01"] 39 is out of range: it is held at 40`},
		{"02", -1, `units["02"] 19 is out of range: its minimum is 20`},
		{"03", 11, `units["03"] 31 is out of range: its maximum is 30`},
		{"02", 1, ""},
		{"03", 10, ""},
	} {
		err := hierarchy.Corrupt(hierarchy.Corrupt(p, x.unit, x.quanta), "04", -x.quanta).Check()
		if x.want == "" && err != nil || x.want != "" && (err == nil || err.Error() != x.want) {
			t.Errorf("%s changed by %d: Check() = %v, want %s", x.unit, x.quanta, err, x.want)
		}
	}
}

func TestCheckFindsACorruptQuota(t *testing.T) {
	tree := chinaTree(t)
	people := column(t, tree, figures("440000", "60.5", "410000", "30.1", "650000", "10.2"))

	for _, tgt := range []target.Target{
		chinaTarget(target.Flow, "100", 0), chinaTarget(target.Ratio, "3.3", 2),
		chinaTarget(target.Milestone, "2", 0),
	} {
		p, err := hierarchy.Cascade(tree, tgt, hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Proportional(people)}, Basis: people, LastLevel: "province",
		})
		if err != nil {
			t.Fatal(err)
		}

		for q := range p.All() {
			for _, quanta := range []int64{-1, 1} {
				err := hierarchy.Corrupt(p, q.Unit.Code, quanta).Check()
				if !errors.Is(err, target.ErrBroken) || !strings.Contains(err.Error(), `units["000000"]`) {
					t.Errorf("%v: %s changed by %d quanta: %v", tgt.Indicator.Kind, q.Unit.Code, quanta, err)
				}
			}
		}
	}
}

// A mean that is missed by more than half a quantum is broken, whatever is booked.
func TestCheckFindsAMissedMean(t *testing.T) {
	f := newFan(2)
	p, err := hierarchy.Cascade(f.tree, f.target(target.Ratio, "10", 0), hierarchy.Options{Basis: f.column("1", "1")})
	if err != nil {
		t.Fatal(err)
	}
	for quanta, sound := range map[int64]bool{0: true, 1: true, 2: false, 3: false, -1: true, -2: false} {
		if err := hierarchy.Misbook(p, "01", quanta).Check(); (err == nil) != sound ||
			err != nil && !errors.Is(err, target.ErrBroken) {
			t.Errorf("missed by %d halves of a quantum: Check() = %v", quanta, err)
		}
	}
}
