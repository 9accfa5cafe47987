package hierarchy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// paths are the places of all problems of an error, in order.
func paths(t testing.TB, err error) string {
	t.Helper()
	var all []string
	for _, e := range target.AllErrors(err) {
		all = append(all, e.Path)
	}
	return strings.Join(all, " ")
}

// within makes a claim with bounds; an empty string is none.
func within(weight, least, most string) hierarchy.Party {
	c := hierarchy.Party{Weight: d(weight)}
	if least != "" {
		c.Min = decimal.NewNullDecimal(d(least))
	}
	if most != "" {
		c.Max = decimal.NewNullDecimal(d(most))
	}
	return c
}

// A number that does not serve is one problem: nothing is said about what was
// to be computed from it.
func TestApportionReportsEachProblemOnce(t *testing.T) {
	for _, tt := range []struct {
		name   string
		total  string
		claims []hierarchy.Party
		step   string
		want   string
	}{
		{"quantum out of bounds", "5", []hierarchy.Party{within("1", "", "")}, "1e101", "options.quantum"},
		{"quantum out of bounds and a minimum", "5", []hierarchy.Party{within("1", "1", "")}, "1e101", "options.quantum"},
		{"quantum out of bounds and a maximum", "5", []hierarchy.Party{within("1", "", "1")}, "1e101", "options.quantum"},
		{"negative quantum", "5", []hierarchy.Party{within("1", "", "")}, "-2", "options.quantum"},
		{"negative quantum and a minimum", "5", []hierarchy.Party{within("1", "3", "3")}, "-2", "options.quantum"},
		{"minimum out of bounds", "5", []hierarchy.Party{within("1", "1e101", "5")}, "1", "claims[0].min"},
		{"maximum out of bounds", "5", []hierarchy.Party{within("1", "5", "-1e101")}, "1", "claims[0].max"},
		{"both out of bounds", "5", []hierarchy.Party{within("1", "1e101", "-1e101")}, "1", "claims[0].min claims[0].max"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := hierarchy.Apportion(d(tt.total), tt.claims, hierarchy.ApportionOptions{Quantum: d(tt.step)})
			if got := paths(t, err); got != tt.want {
				t.Errorf("Apportion() reports %s, want %s: %v", got, tt.want, err)
			}
		})
	}
}

// Bounds take part whatever their size, and equal ones hold a share.
func TestApportionBoundsAtTheEdge(t *testing.T) {
	for _, tt := range []struct {
		name   string
		total  string
		claims []hierarchy.Party
		want   []string
	}{
		{"equal bounds hold a share", "10", []hierarchy.Party{within("1", "7", "7"), within("1", "", "")}, []string{"7 at minimum", "3 free"}},
		// 2⁶⁴ − 5 and 2⁶⁴ + 3 are 5 less and 3 more than nothing in the lower 64 bits.
		{"a minimum below all words", "10", []hierarchy.Party{within("0", "-18446744073709551611", ""), within("1", "", "3"), within("1", "", "")}, []string{"0 free", "3 at maximum", "7 free"}},
		{"a maximum above all words", "10", []hierarchy.Party{within("1", "", "18446744073709551619"), within("1", "", "")}, []string{"5 free", "5 free"}},
		{"the outermost words", "9223372036854775807", []hierarchy.Party{within("1", "", "9223372036854775807"), within("1", "-9223372036854775808", "-1")}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := hierarchy.Apportion(d(tt.total), tt.claims, hierarchy.ApportionOptions{})
			if tt.want == nil {
				if err == nil {
					t.Errorf("Apportion() = %v, want an error", a)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i, s := range a.Shares {
				got = append(got, s.String()+" "+a.Bounds[i].String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Apportion() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
