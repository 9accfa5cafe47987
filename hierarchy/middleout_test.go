package hierarchy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func TestCascadeAllNamesTheTarget(t *testing.T) {
	f := newFan(2)
	good, bad := f.target(target.Flow, "10", 0), f.target(target.Flow, "10", 0)
	good.Code, bad.Code, bad.Unit = "good", "bad", "nowhere"
	plans, err := hierarchy.CascadeAll(
		f.tree, slices.Values([]target.Target{good, bad}),
		func(target.Target) hierarchy.Options { return hierarchy.Options{} },
	)
	if plans != nil || err == nil || !strings.Contains(err.Error(), `targets["bad"]: `) ||
		strings.Contains(err.Error(), `"good"`) {
		t.Errorf("CascadeAll() = %v, %v; want an error of the one that fails", plans, err)
	}
}

// The figures may hold more than the middle: the unit of the target itself,
// whose figure is made anew, and memo units, which take no part.
func TestMiddleOutOfAllFigures(t *testing.T) {
	tree := under(t, "A B m*:0")
	held := make([]hierarchy.Hold, 0, 8)
	tgt := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher},
	}
	p, err := hierarchy.MiddleOut(
		tree, tgt, column(t, tree, figures("0", "1", "A", "4", "B", "5", "m", "9")), hierarchy.Options{Holds: held},
	)
	if err != nil {
		t.Fatal(err)
	}
	if got := shown(p.Column()); got != "0=9 A=4 B=5" {
		t.Errorf("MiddleOut() hands down %s", got)
	}
	for _, h := range held[:cap(held)] {
		if h.Unit != "" {
			t.Errorf("the caller's list of holds now has %v", h)
		}
	}
}
