package hierarchy_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Means are the same on machine words and beyond, and rounded once, halves away
// from zero.
func TestRollUpMeansAtTheEdge(t *testing.T) {
	ab := flat(t, "A", "B")
	for _, tt := range []struct {
		name           string
		tree           *hierarchy.Tree
		figures, basis map[string]decimal.Decimal
		want           string
	}{
		{
			"a half of the last place is rounded up", ab, figures("A", "1", "B", "0"),
			figures("A", "1", "B", "8191"), "0=0.000122070313 A=1 B=0",
		},
		{
			"and away from zero", ab, figures("A", "-1", "B", "0"), figures("A", "1", "B", "8191"),
			"0=-0.000122070313 A=-1 B=0",
		},
		{
			"more than a half is rounded up", ab, figures("A", "1", "B", "0"), figures("A", "2", "B", "1"),
			"0=0.666666666667 A=1 B=0",
		},
		{
			"less than a half is not", ab, figures("A", "1", "B", "0"), figures("A", "1", "B", "2"),
			"0=0.333333333333 A=1 B=0",
		},
		{
			"numerators that do not fit a word together", ab,
			figures("A", "9000000000000000000", "B", "8000000000000000000"), figures("A", "1", "B", "1"),
			"0=8500000000000000000 A=9000000000000000000 B=8000000000000000000",
		},
		{
			"bases that do not fit a word together", ab, figures("A", "1", "B", "1"),
			figures("A", "9000000000000000000", "B", "9000000000000000000"), "0=1 A=1 B=1",
		},
		{
			"figures beyond a word", ab, figures("A", "1e30", "B", "3e30"), figures("A", "1", "B", "1"),
			"0=2000000000000000000000000000000 A=1000000000000000000000000000000 B=3000000000000000000000000000000",
		},
		{"a basis beyond a word", ab, figures("A", "1", "B", "3"), figures("A", "1e30", "B", "1e30"), "0=2 A=1 B=3"},
		// At twelve decimals, twenty million is 1 · 2⁶⁴ and some.
		{
			"a mean that just exceeds a word", flat(t, "A"), figures("A", "20000000"), figures("A", "1"),
			"0=20000000 A=20000000",
		},
		// At twelve decimals, their mean is less than half of one below 2⁶⁴.
		{
			"a mean that rounds up to two words", ab, figures("A", "18446744", "B", "18446745"),
			figures("A", "185460976", "B", "14758055"), "0=18446744.073709551616 A=18446744 B=18446745",
		},
		{"a basis of zero weighs nothing", ab, figures("A", "1", "B", "3"), figures("A", "0", "B", "2"), "0=3 A=1 B=3"},
		{
			"a basis of zero whose parent has others", under(t, "P Q A:P B:P"),
			figures("A", "1", "B", "3", "Q", "5"), figures("A", "0", "B", "2", "Q", "2"), "0=4 A=1 B=3 P=3 Q=5",
		},
		{"no one averages the root", ab, figures("0", "7"), figures("A", "1"), "0=7"},
		{"nor an of-which", flat(t, "A", "m*"), figures("A", "7", "m", "9"), figures("A", "1"), "0=7 A=7 m=9"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := hierarchy.RollUp(target.Ratio, column(t, tt.tree, tt.figures), column(t, tt.tree, tt.basis))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shown(got)); diff != "" {
				t.Errorf("RollUp() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRollUpSumsAtTheEdge(t *testing.T) {
	abc := flat(t, "A", "B", "C")
	for _, tt := range []struct{ name, a, b, c, want string }{
		{"above", "9223372036854775807", "1", "0", "0=9223372036854775808 A=9223372036854775807 B=1 C=0"},
		{"below", "-9223372036854775808", "-1", "0", "0=-9223372036854775809 A=-9223372036854775808 B=-1 C=0"},
		{"above and back", "9223372036854775807", "1", "-2", "0=9223372036854775806 A=9223372036854775807 B=1 C=-2"},
		{"not quite", "9223372036854775806", "1", "0", "0=9223372036854775807 A=9223372036854775806 B=1 C=0"},
	} {
		got, err := hierarchy.RollUp(
			target.Flow, column(t, abc, figures("A", tt.a, "B", tt.b, "C", tt.c)), hierarchy.Column{},
		)
		if err != nil || shown(got) != tt.want {
			t.Errorf("%s: RollUp() = %s, %v; want %s", tt.name, shown(got), err, tt.want)
		}
	}
}

// A milestone at the end of the tree is met or not; a unit above others whose
// figure is its own may count them.
func TestRollUpMilestones(t *testing.T) {
	tree := under(t, "P Q a:P b:P c:Q m*:c")
	for _, tt := range []struct{ unit, figure, want string }{
		{"a", "1", ""},
		{"a", "0", ""},
		{"a", "2", "a"},
		{"a", "-1", "a"},
		{"a", "0.5", "a"},
		{"P", "3", ""},
		{"P", "-1", "P"},
		{"P", "1.5", "P"},
		{"P", "0.0", ""},
		{"c", "3", "c"}, // has nothing below it but an of-which
	} {
		_, err := hierarchy.RollUp(target.Milestone, column(
			t, tree, with(figures("a", "1", "b", "1", "c", "1"), tt.unit, tt.figure),
		), hierarchy.Column{})
		if tt.unit == "P" {
			_, err = hierarchy.RollUp(
				target.Milestone, column(t, tree, figures("P", tt.figure, "Q", "1")), hierarchy.Column{},
			)
		}
		if tt.want == "" && err != nil || tt.want != "" && (!errors.Is(err, target.ErrRange) ||
			paths(t, err) != `figures["`+tt.want+`"]`) {
			t.Errorf("%s of %s: %v; want a problem of %q", tt.figure, tt.unit, err, tt.want)
		}
	}
}

func TestRollUpCoveredBases(t *testing.T) {
	tree := under(t, "P Q a:P b:P c:Q")
	for _, tt := range []struct {
		name           string
		figures, basis map[string]decimal.Decimal
		want           string
	}{
		{
			"by the bases of those below, not the parent's", figures("a", "1"),
			figures("P", "100", "a", "3", "b", "1"), "0=0.75 P=0.75 a=1",
		},
		{
			"by the parent's own where nothing below has a figure", figures("P", "1"),
			figures("P", "9", "a", "3", "b", "1", "c", "1"), "0=0.9 P=1",
		},
		{
			"bases of zero cover nothing", figures("a", "1", "c", "1"), figures("a", "0", "b", "0", "c", "2"),
			"0=1 Q=1 a=1 c=1",
		},
		{"nothing is known", nil, figures("a", "1"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, got, err := hierarchy.RollUpCovered(target.Flow, column(t, tree, tt.figures), column(t, tree, tt.basis))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shown(got)); diff != "" {
				t.Errorf("RollUpCovered() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// No share is covered by less than nothing, nor by more than all.
func TestRollUpCoveredRefusesNegativeBases(t *testing.T) {
	ab := flat(t, "A", "B")
	for _, tt := range []struct {
		name  string
		kind  target.Kind
		basis map[string]decimal.Decimal
		want  string
	}{
		{"of a figure that is added up", target.Flow, figures("A", "-5", "B", "10"), `basis["A"]`},
		{"of a gap among sums", target.Flow, figures("A", "5", "B", "-4"), `basis["B"]`},
		{"of a gap among means", target.Ratio, figures("A", "5", "B", "-4"), `basis["B"]`},
		{"of a figure that is averaged", target.Ratio, figures("A", "-5", "B", "4"), `basis["A"]`},
	} {
		x, y, err := hierarchy.RollUpCovered(tt.kind, column(t, ab, figures("A", "1")), column(t, ab, tt.basis))
		if !errors.Is(err, target.ErrRange) || paths(t, err) != tt.want || x.Len()+y.Len() > 0 {
			t.Errorf("%s: %v, %v, %v; want %s out of range", tt.name, shown(x), shown(y), err, tt.want)
		}
	}
}
