package target_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/target"
)

func TestPromotion(t *testing.T) {
	sector, plan := issue("sector", "2010-11", "3.3"), issue("plan", "2011-03-14", "3.3")
	sector.Links = []target.Link{{Relation: target.PromotedTo, Target: "plan"}}
	a := mustAgenda(t, nil, sector, plan)
	if got := codes(a); got != "plan" {
		t.Errorf("in force: %s", got)
	}
	then, err := a.AsOf("2011-03-13")
	if err != nil || codes(then) != "sector" {
		t.Errorf("the day before: %s, %v", codes(then), err)
	}

	if s, _ := then.Target("sector"); len(s.Links) != 0 {
		t.Error("the promotion is known the day before")
	}
	changes, err := a.Changes("2011", "")
	if err != nil {
		t.Fatal(err)
	}

	for c := range changes {
		t.Errorf("after 2011: %v", c)
	}
	changes, err = a.Changes("2010", "2011")
	if err != nil {
		t.Fatal(err)
	}
	var got []string

	for c := range changes {
		got = append(got, c.String())
	}
	want := []string{
		"2011-03-14 issued: at least 3.30 patents per 10,000 people by 2015",
		"2011-03-14 promoted: at least 3.30 patents per 10,000 people by 2015 → at least 3.30 patents per " +
			"10,000 people by 2015",
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Changes() mismatch (-want +got):\n%s", diff)
	}
}

// The agenda keeps nothing of the caller's and gives away nothing of its own.
func TestAgendaCopies(t *testing.T) {
	in := issue("a", "2011", "3.3")
	in.Tags, in.Links = []string{"application"}, []target.Link{{Relation: target.Corrects, Target: "b"}}
	other := issue("b", "2011", "1")
	other.Unit = "320000"
	list := []target.Target{in, other}
	goals := []target.Goal{{Code: "g", Title: "x"}}
	a, same := mustAgenda(t, goals, list...), mustAgenda(t, goals, list...)
	spoil := func(x target.Target) { x.Tags[0], x.Links[0].Target, x.Baseline.Value = "z", "z", dec("99") }
	out, _ := a.Target("a")
	spoil(out)

	for x := range a.Targets() {
		if x.Code == "a" {
			spoil(x)
		}
	}

	for x := range a.All() {
		x.Baseline.Value = dec("99")
	}
	for x := range a.History("a") {
		spoil(x)
	}
	changes, err := a.Changes("", "")
	if err != nil {
		t.Fatal(err)
	}

	for c := range changes {
		c.To.Value, c.To.Baseline.Value = dec("99"), dec("99")
	}
	if then, err := a.AsOf("2012"); err != nil {
		t.Fatal(err)
	} else if out, _ := then.Target("a"); true {
		spoil(out)
	}

	if diff := cmp.Diff(same, a); diff != "" {
		t.Errorf("the agenda changed:\n%s", diff)
	}
	spoil(in)
	goals[0].Title, list[1].Unit = "z", "z"
	if diff := cmp.Diff(same, a); diff != "" || !same.Equal(a) {
		t.Errorf("the agenda changed with its input:\n%s", diff)
	}
}
