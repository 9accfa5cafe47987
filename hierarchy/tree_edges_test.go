package hierarchy_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

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
		{"a unit of its parent's level", []string{"0", "1"}, []hierarchy.Unit{{Code: "a", Level: "0"}, {Code: "b", Level: "0", Parent: "a"}}, `units["b"].level`, target.ErrInvalid},
		{"a level without a name", []string{"", "1"}, []hierarchy.Unit{{Code: "a"}, {Code: "b", Level: "1", Parent: "a"}}, "levels", target.ErrRequired},
		{"no root", []string{"0", "1"}, []hierarchy.Unit{{Code: "a", Level: "0", Parent: "b"}, {Code: "b", Level: "1", Parent: "a"}}, `units["a"].level units`, target.ErrRequired},
	} {
		_, err := hierarchy.NewTree(tt.levels, tt.units)
		if got := paths(t, err); got != tt.want || !errors.Is(err, tt.is) {
			t.Errorf("%s: NewTree() reports %s, want %s: %v", tt.name, got, tt.want, err)
		}
	}
}
