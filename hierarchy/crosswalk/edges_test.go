package crosswalk_test

import (
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
)

// What follows from a problem is not a problem of its own.
func TestCrosswalkReportsEachProblemOnce(t *testing.T) {
	ab := flat(t, "A", "B")
	for _, tt := range []struct {
		name     string
		old, new *hierarchy.Tree
		changes  []crosswalk.Change
		want     string
	}{
		{"no new tree", ab, nil, nil, "newTree"},
		{"no old tree", nil, ab, []crosswalk.Change{ch("2000", "A", "B", "1")}, "oldTree"},
		{"neither", nil, nil, nil, "newTree oldTree"},
		{
			"a weight out of range", ab, flat(t, "B"),
			[]crosswalk.Change{ch("2000", "A", "B", "2")},
			`changes["2000 A → B"].weight`,
		},
		{
			"a weight of zero", ab, ab,
			[]crosswalk.Change{ch("2000", "A", "A", "0.5"), ch("2000", "A", "B", "0")},
			`changes["2000 A → B"].weight`,
		},
		{
			"a change twice, and not the whole", ab, ab,
			[]crosswalk.Change{ch("2000", "A", "B", "0.5"), ch("2000", "A", "B", "0.3")},
			`changes["2000 A → B"].to`,
		},
		{
			"a unit gone of which only an of-which was below it", under(t, "A P a*:P"), flat(t, "A"), nil,
			`units["P"].to`,
		},
		{"a unit gone of which others were below it", under(t, "A P a*:P b:P"), flat(t, "A", "b"), nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := crosswalk.New(tt.old, tt.new, tt.changes)
			if got := paths(t, err); got != tt.want {
				t.Errorf("New() reports %s, want %s: %v", got, tt.want, err)
			}
		})
	}
}

// A unit that came out of one change and went into another is named by the
// tree that knows it.
func TestCrosswalkNamesUnitsBetween(t *testing.T) {
	tree := func(units ...hierarchy.Unit) *hierarchy.Tree {
		all := []hierarchy.Unit{{Code: "0", Level: "0"}}
		for _, u := range units {
			u.Level, u.Parent = "1", "0"
			all = append(all, u)
		}
		return mustTree([]string{"0", "1"}, all)
	}
	s := succeed(
		t, tree(hierarchy.Unit{Code: "A", Name: "Alpha"}),
		tree(hierarchy.Unit{Code: "B", Name: "Beta"}, hierarchy.Unit{Code: "C", Name: "Gamma"}),
		ch("2000", "A", "B", "1"), ch("2001", "B", "B", "0.5"), ch("2001", "B", "C", "0.5"),
	)
	want := "2000\n  A Alpha → B Beta\n2001\n  B Beta → B Beta 0.5, C Gamma 0.5\n"
	if got := s.String(); !strings.Contains(got, want) {
		t.Errorf("String() is\n%s\nwant\n%s", got, want)
	}
}
