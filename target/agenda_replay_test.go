package target_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/target"
)

// until returns the last day that one of the drawn dates can mean.
func until(date string) string {
	switch len(date) {
	case 4:
		return date + "-12-31"
	case 7:
		return date + map[string]string{"01": "-31", "02": "-28", "03": "-31"}[date[5:]]
	}
	return date
}

// inForce returns the targets that are in force at the end of a day, from what
// each says.
func inForce(list []target.Target, on string) (codes []string) {
	issued := map[string]string{}
	for _, t := range list {
		issued[t.Code] = until(t.Source.Date)
	}
	for _, t := range list {
		over := issued[t.Code] > on || t.Withdrawn != "" && until(t.Withdrawn) <= on
		for _, other := range list {
			over = over || other.Replaces == t.Code && issued[other.Code] <= on
		}
		for _, k := range t.Links {
			over = over || max(until(k.Date), issued[k.Target]) <= on
		}
		if !over {
			codes = append(codes, t.Code)
		}
	}
	return codes
}

func inForceNow(a *target.Agenda) (codes []string) {
	for t := range a.Targets() {
		codes = append(codes, t.Code)
	}
	return codes
}

// changesReplay: with dates of all lengths or none, replacements, withdrawals
// and promotions, an agenda has in force at a day what its targets say, and its
// changes lead there from any day before.
func changesReplay(t *rapid.T) {
	date := func(label string) string {
		return rapid.SampledFrom([]string{
			"", "2010", "2010-12-31", "2011-01", "2011-02", "2011-02-28", "2011-03-01", "2011-03", "2011", "2012",
		}).
			Draw(t, label)
	}

	n := rapid.IntRange(1, 6).Draw(t, "n")
	var list []target.Target

	for i := range n {
		tg := patents()
		tg.Code, tg.Unit, tg.Source.Date = fmt.Sprintf("t%d", i), fmt.Sprintf("u%d", i), date("issued")
		if i > 0 && rapid.IntRange(0, 2).Draw(t, "replaces") == 0 {
			tg.Replaces = fmt.Sprintf("t%d", rapid.IntRange(0, i-1).Draw(t, "old"))
		}
		if w := date("withdrawn"); until(w) >= until(tg.Source.Date) && rapid.Bool().Draw(t, "is withdrawn") {
			tg.Withdrawn = w
		}
		if rapid.IntRange(0, 3).Draw(t, "promoted") == 0 {
			tg.Links = []target.Link{
				{
					Relation: target.PromotedTo,
					Target:   fmt.Sprintf("t%d", rapid.IntRange(0, n-1).Draw(t, "to")),
					Date:     date("since"),
				},
			}
		}
		list = append(list, tg)
	}

	a, err := target.NewAgenda(nil, list)
	if err != nil {
		return
	}
	days := []string{
		"2010-12-30",
		"2010-12-31",
		"2011-01-31",
		"2011-02-27",
		"2011-02-28",
		"2011-03-01",
		"2011-03-31",
		"2011-12-31",
		"2012-12-31",
	}

	lo := rapid.IntRange(0, len(days)-1).Draw(t, "from")
	from, to := days[lo], days[rapid.IntRange(lo, len(days)-1).Draw(t, "until")]
	before, err := a.AsOf(from)
	if err != nil {
		t.Fatal(err)
	}
	after, err := a.AsOf(to)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(inForce(list, to), inForceNow(after)); diff != "" {
		t.Errorf("AsOf(%s) mismatch (-want +got):\n%s", to, diff)
	}
	if diff := cmp.Diff(inForce(list, "9999-12-31"), inForceNow(a)); diff != "" {
		t.Errorf("Targets() mismatch (-want +got):\n%s", diff)
	}
	if again, err := after.AsOf(from); err != nil || !again.Equal(before) {
		t.Errorf("AsOf(%s) differs by way of %s: %v", from, to, err)
	}
	changes, err := a.Changes(from, to)
	if err != nil {
		t.Fatal(err)
	}
	now, over := map[string]bool{}, map[string]bool{}

	for _, code := range inForceNow(before) {
		now[code] = true
	}
	var log []string

	for c := range changes {
		log = append(log, c.String())
		if c.From != nil {
			over[c.From.Code] = true
		}
		if c.What == target.Issued || c.What == target.Replaced {
			now[c.To.Code] = true
		}
	}

	maps.DeleteFunc(now, func(code string, _ bool) bool { return over[code] })
	if diff := cmp.Diff(inForceNow(after), slices.Sorted(maps.Keys(now))); diff != "" {
		t.Errorf("Changes(%s, %s) are %q, and lead elsewhere (-want +got):\n%s", from, to, log, diff)
	}
}

func TestChangesReplay(t *testing.T) { rapid.Check(t, changesReplay) }

func FuzzChangesReplay(f *testing.F) { f.Fuzz(rapid.MakeFuzz(changesReplay)) }

// A link without a date holds since both targets were there, its own too.
func TestPromotionSinceBothWereThere(t *testing.T) {
	old := issue("old", "", "3.30")
	young := issue("young", "2011-03-14", "3.50")
	young.Unit, young.Links = "31", []target.Link{{Relation: target.PromotedTo, Target: "old"}}
	changes, err := mustAgenda(t, nil, old, young).Changes("2011-03-13", "2011-03-14")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for c := range changes {
		got = append(got, c.Date+" "+c.What.String())
	}
	if diff := cmp.Diff([]string{"2011-03-14 issued", "2011-03-14 promoted"}, got); diff != "" {
		t.Errorf("Changes() mismatch (-want +got):\n%s", diff)
	}
}
