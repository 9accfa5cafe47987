package hierarchy_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// A cycle is printed whole up to ten units, and then to where it closes.
func TestTreeCyclesInWords(t *testing.T) {
	for _, n := range []int{1, 3, 10, 11, 12} {
		units := []hierarchy.Unit{{Code: "root", Level: "0"}}
		var codes []string
		for i := range n {
			code := fmt.Sprintf("c%02d", i)
			units = append(units, hierarchy.Unit{Code: code, Level: "1", Parent: fmt.Sprintf("c%02d", (i+1)%n)})
			if i < 10 {
				codes = append(codes, fmt.Sprintf("%q", code))
			}
		}
		want := "break the cycle " + strings.Join(codes, " under ")
		if n > 10 {
			want += " under …"
		}
		want += ` under "c00"`
		_, err := hierarchy.NewTree([]string{"0", "1"}, units)
		var remedies []string
		for _, e := range target.AllErrors(err) {
			if e.Err == target.ErrCycle {
				remedies = append(remedies, e.Remedy)
			}
		}
		if len(remedies) != 1 || remedies[0] != want {
			t.Errorf("a cycle of %d units: %q; want %s", n, remedies, want)
		}
	}
}

func TestTreeReportsLevels(t *testing.T) {
	for _, tt := range []struct {
		name   string
		levels []string
		units  []hierarchy.Unit
		want   string
		is     error
	}{
		{
			"a unit of its parent's level",
			[]string{"0", "1"},
			[]hierarchy.Unit{{Code: "a", Level: "0"}, {Code: "b", Level: "0", Parent: "a"}},
			`units["b"].level`,
			target.ErrInvalid,
		},
		{
			"a level without a name",
			[]string{"", "1"},
			[]hierarchy.Unit{{Code: "a"}, {Code: "b", Level: "1", Parent: "a"}},
			"levels[0]", target.ErrRequired,
		},
		{
			"no root",
			[]string{"0", "1"},
			[]hierarchy.Unit{{Code: "a", Level: "0", Parent: "b"}, {Code: "b", Level: "1", Parent: "a"}},
			`units["a"].level units`, target.ErrRequired,
		},
	} {
		_, err := hierarchy.NewTree(tt.levels, tt.units)
		if got := paths(t, err); got != tt.want || !errors.Is(err, tt.is) {
			t.Errorf("%s: NewTree() reports %s, want %s: %v", tt.name, got, tt.want, err)
		}
	}
}

// What cost people an hour: each is told what is wrong, once, and what to do.
func TestTreeRemedies(t *testing.T) {
	const withoutMark = "remove the byte-order mark (BOM) before it: save the file as UTF-8 without BOM"
	levels := []string{"n", "p"}
	unit := func(code, name, level, parent string) hierarchy.Unit {
		return hierarchy.Unit{Code: code, Name: name, Level: level, Parent: parent}
	}
	tests := []struct {
		name   string
		levels []string
		units  []hierarchy.Unit
		want   []string
	}{
		{
			"a code given twice is shown, not a name", levels,
			[]hierarchy.Unit{unit("N", "", "n", ""), unit("A", "Alpha", "p", "N"), unit("A", "Beta", "p", "N")},
			[]string{`units["A"].code "A" is given twice: give each unit a code of its own`},
		},
		{
			"a unit without a code is described", levels,
			[]hierarchy.Unit{unit("N", "", "n", ""), unit("", "Beta", "p", "N"), unit("", "", "p", "N")},
			[]string{
				`units[""].code is required: give each unit a code; a unit of level "p" under "N" has none`,
				`units[""].code is required: give each unit a code; the unit "Beta" of level "p" under "N" has none`,
			},
		},
		{
			"levels given lowest first are one problem",
			[]string{"p", "n"},
			[]hierarchy.Unit{unit("N", "", "n", ""), unit("A", "", "p", "N"), unit("B", "", "p", "N")},
			[]string{
				`levels is not valid: give the highest level first: no unit is below its parent, as "A" of level "p" under "N" of level "n"`,
			},
		},
		{
			"levels in no order",
			[]string{"n", "c", "p"},
			[]hierarchy.Unit{
				unit("N", "", "n", ""), unit("A", "", "p", "N"), unit("A1", "", "c", "A"), unit("A2", "", "c", "A"),
			},
			[]string{
				`units["A1"].level "c" is not valid: must be a level below that of its parent, "p"`,
				`units["A2"].level "c" is not valid: must be a level below that of its parent, "p"`,
			},
		},
		{
			"units of their parents' level", levels,
			[]hierarchy.Unit{unit("N", "", "n", ""), unit("A", "", "n", "N")},
			[]string{`units["A"].level "n" is not valid: must be a level below that of its parent, "n"`},
		},
		{
			"a byte-order mark before the first code", levels,
			[]hierarchy.Unit{unit("\ufeffN", "", "n", ""), unit("A", "", "p", "N"), unit("B", "", "p", "N")},
			[]string{`units["\ufeffN"].code "\ufeffN" is not valid: ` + withoutMark},
		},
		{
			"a byte-order mark before the first parent", levels,
			[]hierarchy.Unit{unit("N", "", "n", ""), unit("A", "", "p", "\ufeffN")},
			[]string{`units["A"].parent "\ufeffN" is unknown: ` + withoutMark},
		},
		{
			"a byte-order mark before the first level of a unit", levels,
			[]hierarchy.Unit{unit("N", "", "\ufeffn", ""), unit("A", "", "p", "N")},
			[]string{`units["N"].level "\ufeffn" is unknown: ` + withoutMark},
		},
		{
			"a byte-order mark before the first level",
			[]string{"\ufeffn", "p"},
			[]hierarchy.Unit{unit("N", "", "\ufeffn", "")},
			[]string{`levels[0] "\ufeffn" is not valid: ` + withoutMark},
		},
		{
			"spaces around a parent", levels,
			[]hierarchy.Unit{unit("N", "", "n", ""), unit("A", "", "p", "N ")},
			[]string{`units["A"].parent "N " is unknown: remove the spaces around it`},
		},
		{
			"a line break in a code", levels,
			[]hierarchy.Unit{unit("N", "", "n", ""), unit("A\nB", "", "q", "N")},
			[]string{`units["A\nB"].level "q" is unknown: must be one of n, p`},
		},
		{
			"a level left out", levels,
			[]hierarchy.Unit{unit("N", "", "n", ""), unit("A", "", "", "N")},
			[]string{`units["A"].level is required: name the level of the unit`},
		},
		{
			"an unknown role", levels,
			[]hierarchy.Unit{{Code: "N", Level: "n", Role: 7}},
			[]string{`units["N"].role 7 is unknown: must be one of member, memo, residual`},
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := hierarchy.NewTree(tt.levels, tt.units)
			var got []string
			for _, e := range target.AllErrors(err) {
				got = append(got, e.Error())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("NewTree() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// Siblings are in the order of their codes, wherever these begin to differ.
func TestSiblingsOfAnyCode(t *testing.T) {
	sixteen := "CN-2015-00000000"
	for _, c := range []struct {
		prefix string
		ends   []string // in order
	}{
		{"", []string{"1", "10", "100", "11", "2", "A", "B", "a", "ä"}},
		{"", []string{"a\x00", "a\x00\x00", "aa", "b"}},
		{"1", []string{"", "0", "00", "000", "1", "a"}},
		{"1234567", []string{"", "1", "12", "2", "21"}},
		{"12345678", []string{"", "1", "12", "2", "21"}},
		{"123456789", []string{"", "000000", "0000001", "00000010", "1", "12", "2", "21"}},
		{"1234567890abcd", []string{"", "0", "00", "000", "1", "10", "100", "2", "21"}},
		{sixteen[:15], []string{"", "0", "00", "000", "01", "1", "10", "100", "2", "21"}},
		{sixteen, []string{"", "0", "00", "000", "0000000000000001", "0000000000000002", "1", "10", "2"}},
		{sixteen + "00000000", []string{"", "0", "00", "000", "01", "1", "10000000000", "100000000000", "2"}},
		{sixteen + sixteen + sixteen, []string{"-", "-0", "-00", "-1", "-10", ".", "a", "ab", "b"}},
	} {
		units := []hierarchy.Unit{{Code: "root", Level: "nation"}}
		var want []string
		for _, end := range c.ends {
			want = append(want, c.prefix+end)
		}
		for i := range want { // neither in order nor in the reverse order
			code := want[(i*7+3)%len(want)]
			units = append(units, hierarchy.Unit{Code: code, Level: "city", Parent: "root"})
		}
		slices.Sort(want)
		if len(want)%7 == 0 {
			t.Fatalf("%d codes under %q are not given once each", len(want), c.prefix)
		}

		tree, err := hierarchy.NewTree([]string{"nation", "city"}, units)
		if err != nil {
			t.Errorf("NewTree(%q) = %v", want, err)
			continue
		}
		var got []string
		for u := range tree.Children("root") {
			got = append(got, u.Code)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Children() of %q mismatch (-want +got):\n%s", c.prefix, diff)
		}
		for _, code := range want {
			if u, ok := tree.Unit(code); !ok || u.Code != code {
				t.Errorf("Unit(%q) = %v, %v, want it", code, u, ok)
			}
		}
	}
}

// Levels and names are UTF-8, and each problem has its place.
func TestTreeIsUTF8(t *testing.T) {
	_, err := hierarchy.NewTree([]string{"nation", "ci\xffty", "\ufefftown"}, []hierarchy.Unit{
		{Code: "0", Level: "nation", Name: "N\xff"},
		{Code: "1\xff", Level: "nation"},
	})
	const want = `levels[1] levels[2] units["0"].name`
	if got := paths(t, err); !strings.HasPrefix(got, want) {
		t.Errorf("NewTree() = %v, want problems at %s first", err, want)
	}
}
