package target_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/target"
)

// What prints many things has a line for each of the first 50, and counts the rest.
func TestTextOfMany(t *testing.T) {
	const most = 50
	texts := func(n int) (agenda, bodies, chosen string) {
		var (
			targets []target.Target
			all     []target.Body
			figures []target.Observation
		)
		for i := range n {
			one := issue(fmt.Sprintf("t%02d", i), "2011", "3.3")
			one.Unit = fmt.Sprintf("u%02d", i)
			targets = append(targets, one)
			all = append(all, target.Body{Code: fmt.Sprintf("b%02d", i), Name: "Office", Kind: target.Office})
			figure := reported("", "", "1", target.Final)
			figure.Unit = one.Unit
			figures = append(figures, figure)
		}
		c, err := target.Choice{}.Choose(slices.Values(figures))
		if err != nil {
			t.Fatal(err)
		}
		goals := []target.Goal{{Code: "g", Title: "x"}}
		return mustAgenda(t, goals, targets...).String(), mustBodies(t, all).String(), c.String()
	}

	for n, more := range map[int]string{0: "", 1: "", most: "", most + 2: "and 2 more\n"} {
		agenda, bodies, chosen := texts(n)
		wantAgenda := fmt.Sprintf("1 goal, %d targets\n", n)
		if n == 1 {
			wantAgenda = "1 goal, 1 target\n"
		}
		wantBodies, wantChosen := "", ""
		for i := range min(n, most) {
			wantAgenda += fmt.Sprintf(
				"  t%02d: u%02d density at least 3.30 patents per 10,000 people by 2015\n", i, i,
			)
			wantBodies += fmt.Sprintf("b%02d Office\n", i)
			wantChosen += fmt.Sprintf("u%02d x 2013: 1\n", i)
		}

		if diff := cmp.Diff(wantAgenda+more, agenda); diff != "" {
			t.Errorf("String() of %d targets (-want +got):\n%s", n, diff)
		}
		if diff := cmp.Diff(wantBodies+more, bodies); diff != "" {
			t.Errorf("String() of %d bodies (-want +got):\n%s", n, diff)
		}
		if diff := cmp.Diff(wantChosen+more+"0 disagreements, 0 revisions\n", chosen); diff != "" {
			t.Errorf("String() of %d figures (-want +got):\n%s", n, diff)
		}
	}

	if got, want := (*target.Agenda)(nil).String(), "no targets\n"; got != want {
		t.Errorf("String() of no agenda = %q, want %q", got, want)
	}
	if got, want := (*target.Bodies)(nil).String(), "no bodies\n"; got != want {
		t.Errorf("String() of no bodies = %q, want %q", got, want)
	}
	one := target.Discrepancy{
		Taken: reported("a", "", "1", target.Final), Other: reported("b", "", "3", target.Final), Difference: dec("2"),
	}
	text := target.Chosen{
		Observations: []target.Observation{one.Taken}, Disagreements: []target.Discrepancy{one},
		Revisions: []target.Discrepancy{one, one},
	}.String()
	if want := one.Taken.String() + "\n1 disagreement, 2 revisions\n"; text != want {
		t.Errorf("String() = %q, want %q", text, want)
	}
}
