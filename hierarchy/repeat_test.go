package hierarchy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func TestRepeat(t *testing.T) {
	tree := chinaTree(t)
	tgt := chinaTarget(target.Index, "90", 0)
	all, err := hierarchy.Repeat(tree, tgt, hierarchy.RepeatOptions{LastLevel: "prefecture"})
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	for _, x := range all {
		if err := x.Validate(); err != nil || !x.Value.Equal(d("90")) {
			t.Errorf("%s: %v, %v", x.Code, x.Value, err)
		}
		got = append(got, x.Unit)
	}

	if s := strings.Join(got, " "); s != "000000 410000 440000 650000 410100 419001 440100 440300 44rest" {
		t.Errorf("copied to %s", s)
	}
	tgt.Unit = "1"
	if _, err := hierarchy.Repeat(
		tree, tgt, hierarchy.RepeatOptions{LastLevel: "town"},
	); !errors.Is(err, target.ErrUnknown) || len(target.AllErrors(err)) != 2 {
		t.Errorf("unknown unit and depth: %v", err)
	}

	if _, err := hierarchy.Repeat(nil, tgt, hierarchy.RepeatOptions{}); !errors.Is(err, target.ErrRequired) {
		t.Errorf("no tree: %v", err)
	}
}

func TestFigureAtPlace(t *testing.T) {
	tree := chinaTree(t)
	c := column(t, tree, figures("410000", "5", "440000", "9", "650000", "5", "66bt00", "99"))
	for _, tt := range []struct {
		place  int
		better target.Direction
		want   string
	}{
		{1, target.Higher, "9"},
		{2, target.Higher, "5"},
		{3, target.Higher, "5"},
		{1, target.Lower, "5"},
		{3, target.Lower, "9"},
	} {
		if got, err := c.FigureAtPlace("000000", tt.place, tt.better); err != nil || !got.Equal(d(tt.want)) {
			t.Errorf("place %d, %v: %v, %v; want %s", tt.place, tt.better, got, err, tt.want)
		}
	}

	for _, place := range []int{0, 4} {
		if _, err := c.FigureAtPlace("000000", place, target.Higher); !errors.Is(err, target.ErrRange) {
			t.Errorf("place %d: %v", place, err)
		}
	}

	if _, err := c.FigureAtPlace("1", 1, target.Nearer); !errors.Is(err, target.ErrUnknown) ||
		!errors.Is(err, target.ErrKind) {
		t.Errorf("unknown parent, no direction: %v", err)
	}

	if _, err := (hierarchy.Column{}).FigureAtPlace("1", 1, target.Higher); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("no column: %v", err)
	}
	if _, err := c.FigureAtPlace("440000", 1, target.Higher); !errors.Is(err, target.ErrMissing) {
		t.Errorf("FigureAtPlace() among children without figures = %v, want %v", err, target.ErrMissing)
	}
}

func TestRepeatRefuses(t *testing.T) {
	goal := chinaTarget(target.Index, "90", 0)
	all, err := hierarchy.Repeat(chinaTree(t), goal, hierarchy.RepeatOptions{LastLevel: "nation"})
	if fe, ok := errors.AsType[*target.FieldError](err); all != nil || !ok || fe.Path != "options.lastLevel" ||
		fe.Err != target.ErrRange {
		t.Errorf("Repeat() to the level of the target = %v, %v; want options.lastLevel %v", all, err, target.ErrRange)
	}
	goal.Indicator.Code = ""
	if all, err := hierarchy.Repeat(chinaTree(t), goal, hierarchy.RepeatOptions{}); all != nil ||
		!errors.Is(err, target.ErrRequired) {
		t.Errorf("Repeat() of a target whose indicator has no code = %v, %v; want ErrRequired", all, err)
	}
}

// Only members with a figure are ranked, and only those of the unit.
func TestFigureAtPlaceOfMembersWithFigures(t *testing.T) {
	tree := under(t, "P Q R a:P b:P m*:P c:Q")
	figure := column(t, tree, figures("a", "5", "m", "9", "c", "7"))
	if got, err := figure.FigureAtPlace("P", 1, target.Higher); err != nil || !got.Equal(d("5")) {
		t.Errorf("the first below P has %v, %v; want 5", got, err)
	}
	if got, err := figure.FigureAtPlace("P", 2, target.Higher); !errors.Is(err, target.ErrRange) {
		t.Errorf("the second below P has %v, %v; want ErrRange", got, err)
	}
	nextDoor := column(t, under(t, "P Q a:P c:Q"), figures("a", "5", "c", "7"))
	if got, err := nextDoor.FigureAtPlace("P", 2, target.Higher); !errors.Is(err, target.ErrRange) {
		t.Errorf("the second below P has %v, %v; want ErrRange", got, err)
	}
}
