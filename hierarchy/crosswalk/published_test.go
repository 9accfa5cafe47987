package crosswalk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

// cn is the history of two prefectures.
type cn struct {
	Units []struct {
		Code, Name, Level, Parent string
		From, To                  int
	}
	Moves []struct{ Date, From, To string }
	Laiwu []struct {
		Code  string
		Until int
	}
	PrefecturesInUse map[string]int
}

func readCN(t *testing.T) cn {
	t.Helper()
	text, err := os.ReadFile("testdata/changes_cn.json")
	if err != nil {
		t.Fatal(err)
	}
	var h cn
	if err := json.Unmarshal(text, &h); err != nil {
		t.Fatal(err)
	}
	return h
}

// tree is that of a province at the end of a year, with the prefectures that
// take in what the abolished one leaves.
func (h cn) tree(t *testing.T, province string, year int, prefectures ...string) *hierarchy.Tree {
	t.Helper()
	units := []hierarchy.Unit{{Code: province, Level: "province"}}
	for _, code := range prefectures {
		units = append(units, hierarchy.Unit{Code: code, Level: "prefecture", Parent: province})
	}
	for _, u := range h.Units {
		if u.From <= year && (u.To == 0 || u.To > year) && u.Code[:2] == province[:2] {
			units = append(units, hierarchy.Unit{Code: u.Code, Name: u.Name, Level: u.Level, Parent: u.Parent})
		}
	}
	tree, err := hierarchy.NewTree([]string{"province", "prefecture", "county"}, units)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// changes are the recorded moves of a province, at the weights given and
// otherwise 1.
func (h cn) changes(province string, weights map[string]string) []crosswalk.Change {
	var all []crosswalk.Change
	for _, m := range h.Moves {
		if m.From[:2] == province[:2] {
			w := weights[m.From+m.To]
			if w == "" {
				w = "1"
			}
			all = append(all, ch(m.Date, m.From, m.To, w))
		}
	}
	return all
}

func count(t *hierarchy.Tree, level string) int {
	n := 0
	for range t.Level(level) {
		n++
	}
	return n
}

// TestAbolishedPrefectures carries figures through the ends of Chaohu in 2011
// and of Laiwu in 2018 as the record of codes has them.
func TestAbolishedPrefectures(t *testing.T) {
	h := readCN(t)
	for _, tt := range []struct {
		name, province, gone string
		before               int
		kept                 []string
		weights              map[string]string
		want                 string
	}{
		{
			"Chaohu", "340000", "341400", 2010,
			[]string{"340100", "340200", "340500"},
			map[string]string{"341424340207": "0.182", "341424340523": "0.818"},
			// Population in 10,000, with the source and the estimate of the examples.
			"340000=453 340100=205 340124=119 340181=86 340200=150.83 340207=11.83 340225=139 340500=97.17 " +
				"340522=44 340523=53.17",
		},
		{"Laiwu", "370000", "371200", 2017, []string{"370100"}, nil, "370000=120 370100=120 370116=90 370117=30"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			old := h.tree(t, tt.province, tt.before, tt.kept...)
			now := h.tree(t, tt.province, tt.before+1, tt.kept...)
			if got, want := count(now, "prefecture")-count(
				old, "prefecture",
			), h.PrefecturesInUse[fmt.Sprint(tt.before+1)]-h.PrefecturesInUse[fmt.Sprint(tt.before)]; got != want {
				t.Errorf("%+d prefectures, the record has %+d", got, want)
			}
			s := succeed(t, old, now, h.changes(tt.province, tt.weights)...)
			people := figures(
				"341402", "86", "341421", "119", "341422", "139", "341423", "44", "341424", "65", "340207", "0",
			)
			if tt.name == "Laiwu" {
				people = figures("371202", "90", "371203", "30") // invented
			}
			c, err := s.Carry(target.Stock, column(t, old, people), crosswalk.CarryOptions{})
			if err != nil {
				t.Fatal(err)
			}
			up, err := hierarchy.RollUp(target.Stock, c, hierarchy.Column{})
			if err != nil {
				t.Fatal(err)
			}
			got := shown(up)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Carry() and RollUp() mismatch (-want +got):\n%s", diff)
			}
			// The prefecture has no successor of its own, so a figure of its own is refused.
			if got := shares(s.To(tt.gone)); got != "" {
				t.Errorf("To(%s) = %s", tt.gone, got)
			}
			if _, err := s.Carry(
				target.Stock, column(t, old, figures(tt.gone, "1")), crosswalk.CarryOptions{},
			); !errors.Is(err, target.ErrInvalid) {
				t.Errorf("its own figure: %v", err)
			}
			// One that takes it in has other territory than before.
			if _, err := s.Carry(
				target.Stock, column(t, old, figures(tt.kept[0], "1")), crosswalk.CarryOptions{},
			); !errors.Is(err, target.ErrInvalid) {
				t.Errorf("the figure of %s: %v", tt.kept[0], err)
			}
			if _, err := s.Carry(
				target.Stock, column(t, old, figures(tt.province, "1")), crosswalk.CarryOptions{},
			); err != nil {
				t.Errorf("the figure of %s: %v", tt.province, err)
			}
		})
	}
}

// TestSevenCodes follows Laiwu from 1981 to 2018.
func TestSevenCodes(t *testing.T) {
	h := readCN(t)
	first := h.Laiwu[0].Code
	old := flat(t, first, "370100")
	now := under(t, "370100 370116:370100 370117:370100")

	var changes []crosswalk.Change
	for i, place := range h.Laiwu[:len(h.Laiwu)-1] {
		changes = append(changes, ch(fmt.Sprint(place.Until), place.Code, h.Laiwu[i+1].Code, "1"))
	}
	last := h.Laiwu[len(h.Laiwu)-1]
	until := fmt.Sprint(last.Until)
	changes = append(changes, ch(until, last.Code, "370116", "0.75"), ch(until, last.Code, "370117", "0.25"))
	s := succeed(t, old, now, changes...)

	if got, want := shares(s.To(first)), "370116 0.75, 370117 0.25"; got != want {
		t.Errorf("To(%s) = %s, want %s", first, got, want)
	}
	if got, want := shares(s.From("370117")), first+" 0.25"; got != want {
		t.Errorf("From(370117) = %s, want %s", got, want)
	}

	var chain []string
	for c := range s.Changes("370117") {
		chain = append(chain, c.String())
	}
	want := []string{
		"1983 372622 → 372602 1", "1985 372602 → 370919 1", "1986 370919 → 379004 1",
		"1990 379004 → 370981 1", "1992 370981 → 371200 1", "2018 371200 → 370117 0.25",
	}
	if diff := cmp.Diff(want, chain); diff != "" {
		t.Errorf("Changes() mismatch (-want +got):\n%s", diff)
	}

	got, err := s.Carry(
		target.Stock, column(t, old, figures(first, "7")), crosswalk.CarryOptions{Quantum: decimal.New(1, 0)},
	)
	if err != nil || shown(got) != "370116=5 370117=2" {
		t.Errorf("7 become %s, %v", shown(got), err)
	}
}
