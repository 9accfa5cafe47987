package apportion_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
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
func within(weight, least, most string) apportion.Party {
	c := apportion.Party{Weight: d(weight)}
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
		name    string
		total   string
		parties []apportion.Party
		step    string
		want    string
	}{
		{"quantum out of bounds", "5", []apportion.Party{within("1", "", "")}, "1e101", "options.quantum"},
		{
			"quantum out of bounds and a minimum", "5",
			[]apportion.Party{within("1", "1", "")},
			"1e101",
			"options.quantum",
		},
		{
			"quantum out of bounds and a maximum", "5",
			[]apportion.Party{within("1", "", "1")},
			"1e101",
			"options.quantum",
		},
		{"negative quantum", "5", []apportion.Party{within("1", "", "")}, "-2", "options.quantum"},
		{"negative quantum and a minimum", "5", []apportion.Party{within("1", "3", "3")}, "-2", "options.quantum"},
		{"minimum out of bounds", "5", []apportion.Party{within("1", "1e101", "5")}, "1", "parties[0].min"},
		{"maximum out of bounds", "5", []apportion.Party{within("1", "5", "-1e101")}, "1", "parties[0].max"},
		{
			"both out of bounds", "5",
			[]apportion.Party{within("1", "1e101", "-1e101")},
			"1",
			"parties[0].min parties[0].max",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := apportion.Apportion(d(tt.total), tt.parties, apportion.Options{Quantum: d(tt.step)})
			if got := paths(t, err); got != tt.want {
				t.Errorf("Apportion() reports %s, want %s: %v", got, tt.want, err)
			}
		})
	}
}

// Bounds take part whatever their size, and equal ones hold a share.
func TestApportionBoundsAtTheEdge(t *testing.T) {
	for _, tt := range []struct {
		name    string
		total   string
		parties []apportion.Party
		want    []string
	}{
		{
			"equal bounds hold a share", "10",
			[]apportion.Party{within("1", "7", "7"), within("1", "", "")},
			[]string{"7 minimum", "3 claim"},
		},
		// 2⁶⁴ − 5 and 2⁶⁴ + 3 are 5 less and 3 more than nothing in the lower 64 bits.
		{
			"a minimum below all words", "10",
			[]apportion.Party{within("0", "-18446744073709551611", ""), within("1", "", "3"), within("1", "", "")},
			[]string{"0 claim", "3 maximum", "7 claim"},
		},
		{
			"a maximum above all words", "10",
			[]apportion.Party{within("1", "", "18446744073709551619"), within("1", "", "")},
			[]string{"5 claim", "5 claim"},
		},
		{"the outermost words", "9223372036854775807", []apportion.Party{
			within("1", "", "9223372036854775807"), within("1", "-9223372036854775808", "-1"),
		}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := apportion.Apportion(d(tt.total), tt.parties, apportion.Options{})
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
				got = append(got, s.String()+" "+a.DecidedBy[i].String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Apportion() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
