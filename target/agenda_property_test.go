package target_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/target"
)

// agendas draws targets of four units with dates, revisions and lineage.
func agendas(t *rapid.T) *target.Agenda {
	n := rapid.IntRange(1, 12).Draw(t, "n")
	var list []target.Target
	last := make(map[string]int) // by unit

	for i := range n {
		unit := rapid.SampledFrom([]string{"11", "31", "32", "44"}).Draw(t, "unit")
		tg := patents()
		tg.Code, tg.Unit = fmt.Sprintf("t%02d", i), unit
		tg.Value = decimal.New(rapid.Int64Range(0, 99999).Draw(t, "value"), -rapid.Int32Range(0, 4).Draw(t, "scale"))
		tg.Source.Date = fmt.Sprintf("%04d-%02d", 2000+i, rapid.IntRange(1, 12).Draw(t, "month"))
		if j, ok := last[unit]; ok {
			tg.Replaces = list[j].Code
		}
		last[unit] = i
		list = append(list, tg)
	}

	// Parents may be younger than their children; codes keep out cycles.
	for i := range list {
		if j := rapid.IntRange(i, n-1).Draw(t, "from"); j > i {
			list[i].From = list[j].Code
		}
		if j := rapid.IntRange(i, n-1).Draw(t, "link"); j > i {
			list[i].Links = []target.Link{{Relation: target.AdoptedFrom, Target: list[j].Code}}
		}
	}

	a, err := target.NewAgenda(nil, list)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// At no date does the agenda show or name what was not yet issued, and what it
// shows is an agenda by itself; the changes lead from one date to the next.
func asOfShowsNothingLater(t *rapid.T) {
	a := agendas(t)
	y, m := rapid.IntRange(1999, 2013).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month")
	date := fmt.Sprintf("%04d-%02d", y, m)
	then, err := a.AsOf(date)
	if err != nil {
		t.Fatal(err)
	}

	var list []target.Target

	for tg := range then.All() {
		list = append(list, tg)
		named := []string{tg.Code, tg.From, tg.Replaces}
		for _, k := range tg.Links {
			named = append(named, k.Target)
		}
		for _, code := range named {
			if other, ok := a.Target(code); ok && other.Source.Date > date {
				t.Fatalf("at %s target %s names %s of %s", date, tg.Code, code, other.Source.Date)
			}
		}
	}

	again, err := target.NewAgenda(nil, list)
	if err != nil || !again.Equal(then) {
		t.Fatalf("the agenda of %s is none by itself: %v", date, err)
	}
	issued := 0
	changes, err := a.Changes("", date)
	if err != nil {
		t.Fatal(err)
	}

	for c := range changes {
		if c.To.Source.Date > date {
			t.Fatalf("until %s there is a change of %s", date, c.To.Source.Date)
		}
		issued++
	}

	if issued != len(list) {
		t.Fatalf("%d changes until %s, but %d targets", issued, date, len(list))
	}
	if twice, err := then.AsOf(date); err != nil || !twice.Equal(then) {
		t.Fatalf("AsOf(%s) twice differs: %v", date, err)
	}
}

func TestAsOfShowsNothingLater(t *testing.T) { rapid.Check(t, asOfShowsNothingLater) }
func FuzzAsOfShowsNothingLater(f *testing.F) { f.Fuzz(rapid.MakeFuzz(asOfShowsNothingLater)) }

func TestAgendaReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := agendas(t)
		data, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var b target.Agenda
		if err := json.Unmarshal(data, &b); err != nil {
			t.Fatal(err)
		}
		if !a.Equal(&b) || !cmp.Equal(a, &b) {
			t.Fatalf("%s reads back otherwise", data)
		}
		again, err := json.Marshal(&b)
		if err != nil || string(again) != string(data) {
			t.Fatalf("written twice: %s and %s, %v", data, again, err)
		}
	})
}

func BenchmarkNewAgenda(b *testing.B) {
	var targets []target.Target
	for unit := range 1000 {
		for y := 2011; y <= 2015; y++ {
			t := patents()
			t.Unit, t.Period, t.Baseline = fmt.Sprint(unit), target.Year(y), nil
			t.Code, t.Source.Date = fmt.Sprint(unit, "-", y), "2011-03"
			if unit > 0 {
				t.From = fmt.Sprint(0, "-", y)
			}
			targets = append(targets, t)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := target.NewAgenda(nil, targets); err != nil {
			b.Fatal(err)
		}
	}
}
