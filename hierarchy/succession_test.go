package hierarchy_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func ch(date, from, to, weight string) hierarchy.Change {
	return hierarchy.Change{Date: date, From: from, To: to, Weight: d(weight)}
}

// flat is a tree of a root, 0, and units directly under it.
func flat(t testing.TB, codes ...string) *hierarchy.Tree {
	t.Helper()
	return under(t, strings.Join(codes, " "))
}

// under makes a tree from words: "A", or "A:p" for A under p. Units with others
// below them are named first; a unit that ends in * is a memo.
func under(t testing.TB, words string) *hierarchy.Tree {
	t.Helper()
	units := []hierarchy.Unit{{Code: "0", Level: "0"}}
	depth := map[string]int{"0": 0}
	for word := range strings.FieldsSeq(words) {
		code, parent, below := strings.Cut(word, ":")
		if !below {
			parent = "0"
		}
		role := hierarchy.Member
		if c, memo := strings.CutSuffix(code, "*"); memo {
			code, role = c, hierarchy.Memo
		}
		depth[code] = depth[parent] + 1
		units = append(units, hierarchy.Unit{Code: code, Parent: parent, Level: fmt.Sprint(depth[code]), Role: role})
	}
	tree, err := hierarchy.NewTree([]string{"0", "1", "2", "3"}, units)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func succeed(t testing.TB, old, new *hierarchy.Tree, changes ...hierarchy.Change) *hierarchy.Succession {
	t.Helper()
	s, err := hierarchy.NewSuccession(old, new, changes)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// shown prints figures by code.
func shown(c hierarchy.Column) string {
	var s []string
	for u, x := range c.All() {
		s = append(s, u.Code+"="+x.String())
	}
	slices.Sort(s)
	return strings.Join(s, " ")
}

func shares(seq iter.Seq2[hierarchy.Unit, decimal.Decimal]) string {
	var s []string
	for u, w := range seq {
		s = append(s, u.Code+" "+w.String())
	}
	return strings.Join(s, ", ")
}

func TestCarry(t *testing.T) {
	abc := flat(t, "A", "B", "C")
	ten := figures("A", "10", "B", "20", "C", "30")
	tests := []struct {
		name           string
		kind           target.Kind
		old, new       *hierarchy.Tree
		changes        []hierarchy.Change
		figures, basis map[string]decimal.Decimal
		want           string
	}{
		{"nothing changed", target.Flow, abc, abc, nil, with(ten, "0", "61.50"), nil, "0=61.5 A=10 B=20 C=30"},
		{"recoding", target.Stock, abc, flat(t, "A", "B", "D"), []hierarchy.Change{ch("2000", "C", "D", "1")}, ten, nil, "A=10 B=20 D=30"},
		{"merger", target.Stock, abc, flat(t, "A", "B"), []hierarchy.Change{ch("2000", "C", "B", "1.000")}, ten, nil, "A=10 B=50"},
		{"split", target.Cumulative, abc, flat(t, "A", "B", "D", "E"), []hierarchy.Change{ch("2000", "C", "D", "0.45"), ch("2000", "C", "E", "0.55")}, ten, nil, "A=10 B=20 D=13.5 E=16.5"},
		{"transfer: same code, other territory", target.Flow, abc, abc, []hierarchy.Change{ch("2000", "A", "A", "0.9"), ch("2000", "A", "B", "0.1")}, ten, nil, "A=9 B=21 C=30"},
		{"both ways at once", target.Flow, abc, abc, []hierarchy.Change{ch("2000", "A", "B", "1"), ch("2000-12-31", "B", "A", "1")}, ten, nil, "A=20 B=10 C=30"},
		{"one after the other", target.Flow, abc, flat(t, "A", "C"), []hierarchy.Change{ch("2000", "A", "B", "1"), ch("2001", "B", "A", "1")}, ten, nil, "A=30 C=30"},
		{"a year means its last day", target.Flow, abc, flat(t, "B", "C"), []hierarchy.Change{ch("2000", "A", "B", "1"), ch("2000-12-30", "A", "A", "1")}, ten, nil, "B=30 C=30"},
		{"through codes that are in neither tree", target.Flow, abc, flat(t, "A", "Z"), []hierarchy.Change{ch("2003", "Y", "Z", "1"), ch("2001", "B", "X", "1"), ch("2002", "X", "Y", "1"), ch("2001-05", "C", "X", "1")}, ten, nil, "A=10 Z=50"},
		{"a code used twice", target.Flow, abc, flat(t, "A", "B", "D"), []hierarchy.Change{ch("2001", "C", "D", "1"), ch("2002", "A", "C", "1"), ch("2003", "C", "A", "1")}, ten, nil, "A=10 B=20 D=30"},
		{"split and joined again", target.Flow, abc, abc, []hierarchy.Change{ch("2001", "A", "X", "0.3"), ch("2001", "A", "Y", "0.7"), ch("2002", "X", "A", "1"), ch("2002", "Y", "A", "1")}, ten, nil, "A=10 B=20 C=30"},
		{"new unit without a source", target.Flow, abc, flat(t, "A", "B", "C", "N"), nil, ten, nil, "A=10 B=20 C=30"},
		{"gaps stay gaps", target.Flow, abc, flat(t, "A", "B"), []hierarchy.Change{ch("2000", "C", "B", "1")}, figures("A", "10"), nil, "A=10"},
		{"negative figures", target.Flow, abc, flat(t, "A", "B"), []hierarchy.Change{ch("2000", "C", "B", "0.5"), ch("2000", "C", "A", "0.5")}, figures("A", "-10", "B", "0", "C", "-3"), nil, "A=-11.5 B=-1.5"},
		{"wide figures", target.Flow, abc, flat(t, "B"), []hierarchy.Change{ch("2000", "C", "B", "1"), ch("2000", "A", "B", "1")}, figures("A", "1e60", "B", "1", "C", "1e-40"), nil, "B=1000000000000000000000000000000000000000000000000000000000001.0000000000000000000000000000000000000001"},
		{"a sum beyond 64 bits", target.Flow, abc, flat(t, "B", "C"), []hierarchy.Change{ch("2000", "A", "B", "0.5"), ch("2000", "A", "C", "0.5")}, figures("A", "9223372036854775807", "B", "9223372036854775807", "C", "-1"), nil, "B=13835058055282163710.5 C=4611686018427387902.5"},
		{"terms that fit 64 bits and a sum that does not", target.Flow, abc, flat(t, "C"), []hierarchy.Change{ch("2000", "A", "C", "1"), ch("2000", "B", "C", "1")}, figures("A", "4000000000000000000", "B", "4000000000000000000", "C", "4000000000000000000"), nil, "C=12000000000000000000"},
		{"a weight of many digits", target.Flow, abc, abc, []hierarchy.Change{ch("2000", "A", "A", "0.9999999999999999999999999"), ch("2000", "A", "B", "0.0000000000000000000000001")}, ten, nil, "A=9.999999999999999999999999 B=20.000000000000000000000001 C=30"},
		{"a whole after a part", target.Flow, abc, flat(t, "A", "B", "E"), []hierarchy.Change{ch("2000", "C", "B", "0.5"), ch("2000", "C", "D", "0.5"), ch("2001", "B", "B", "0.5"), ch("2001", "B", "D", "0.5"), ch("2002", "D", "E", "1")}, ten, nil, "A=10 B=17.5 E=32.5"},
		{"wide figures of units that stay", target.Flow, abc, abc, nil, figures("A", "1e60", "B", "-1e-40"), nil, "A=1000000000000000000000000000000000000000000000000000000000000 B=-0.0000000000000000000000000000000000000001"},
		{"a milestone becomes a count", target.Milestone, abc, flat(t, "B", "C"), []hierarchy.Change{ch("2000", "A", "B", "1")}, figures("A", "1", "B", "1", "C", "0"), nil, "B=2 C=0"},
		{"half a milestone", target.Milestone, abc, flat(t, "B", "C"), []hierarchy.Change{ch("2000", "A", "B", "0.5"), ch("2000", "A", "C", "0.5")}, figures("A", "1", "B", "1", "C", "0"), nil, "B=1.5 C=0.5"},

		{"ratio of a merger", target.Ratio, abc, flat(t, "A", "B"), []hierarchy.Change{ch("2000", "C", "B", "1")}, ten, figures("B", "1", "C", "3"), "A=10 B=27.5"},
		{"a transferred part takes its denominator along", target.Ratio, abc, abc, []hierarchy.Change{ch("2000", "C", "C", "0.5"), ch("2000", "C", "B", "0.5")}, ten, figures("B", "1", "C", "2"), "A=10 B=25 C=30"},
		{"a part has the mean of the whole", target.Share, abc, flat(t, "A", "B", "D", "E"), []hierarchy.Change{ch("2000", "C", "D", "0.4"), ch("2000", "C", "E", "0.6")}, figures("C", "0.1"), figures("A", "1"), "D=0.1 E=0.1"},
		{"a mean is rounded to twelve decimals more", target.Growth, abc, flat(t, "C"), []hierarchy.Change{ch("2000", "A", "C", "1"), ch("2000", "B", "C", "1")}, figures("A", "1.0", "B", "2.0", "C", "2.0"), figures("A", "1", "B", "1", "C", "1"), "C=1.6666666666667"},
		{"halves away from zero", target.Reduction, flat(t, "A", "B"), flat(t, "B"), []hierarchy.Change{ch("2000", "A", "B", "1")}, figures("A", "-1e-100", "B", "0"), figures("A", "1", "B", "1"), "B=-0." + strings.Repeat("0", 99) + "1"},
		{"a basis of zero weighs nothing", target.Ratio, abc, flat(t, "A", "B"), []hierarchy.Change{ch("2000", "C", "B", "1")}, ten, figures("B", "0", "C", "3"), "A=10 B=30"},

		{"a prefecture by weights of its own", target.Flow, under(t, "P Q a:P b:P c:Q"), under(t, "Q R a:Q c:Q b:R"), []hierarchy.Change{ch("2000", "P", "Q", "0.25"), ch("2000", "P", "R", "0.75")}, figures("P", "8", "Q", "2"), nil, "Q=4 R=6"},
		{"its counties without any", target.Flow, under(t, "P Q a:P b:P c:Q"), under(t, "Q R a:Q c:Q b:R"), nil, figures("a", "1", "b", "2", "c", "4"), nil, "a=1 b=2 c=4"},
		{"a parent whose territory stayed", target.Flow, under(t, "P Q a:P b:P c:Q"), under(t, "Q P a:P x:P c:Q"), []hierarchy.Change{ch("2000", "b", "x", "1")}, figures("P", "3", "a", "1", "b", "2", "Q", "7"), nil, "P=3 Q=7 a=1 x=2"},
		{"the upper of two that meet counts", target.Flow, under(t, "P Q a:P b:P c:Q"), under(t, "P Q c:Q"), []hierarchy.Change{ch("2000", "a", "P", "1"), ch("2000", "b", "P", "1")}, figures("P", "10", "a", "4", "b", "5"), nil, "P=10"},
		{"those below where it has no figure", target.Flow, under(t, "P Q a:P b:P c:Q"), under(t, "P Q c:Q"), []hierarchy.Change{ch("2000", "a", "P", "1"), ch("2000", "b", "P", "1")}, figures("a", "4", "b", "5"), nil, "P=9"},
		{"a memo unit goes its own way", target.Flow, under(t, "G S*:G"), under(t, "G T*:G"), []hierarchy.Change{ch("2000", "S", "T", "1")}, figures("G", "10", "S", "4"), nil, "G=10 T=4"},
		{"a memo unit gets a place of its own", target.Flow, under(t, "G S*:G"), under(t, "G S"), []hierarchy.Change{ch("2000", "G", "G", "0.6"), ch("2000", "G", "S", "0.4")}, figures("G", "10"), nil, "G=6 S=4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := succeed(t, tt.old, tt.new, tt.changes...)
			var basis hierarchy.Column
			if tt.basis != nil {
				basis = column(t, tt.old, tt.basis)
			}
			got, err := s.Carry(tt.kind, column(t, tt.old, tt.figures).Named("x"), basis)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shown(got)); diff != "" {
				t.Errorf("Carry() mismatch (-want +got):\n%s", diff)
			}
			if got.Name() != "x" {
				t.Errorf("the carried column is named %q", got.Name())
			}
			if _, err := tt.new.Column(nil); err != nil {
				t.Fatal(err)
			}
			if up, err := hierarchy.RollUp(target.Flow, got, hierarchy.Column{}); err != nil && !errors.Is(err, target.ErrMissing) {
				t.Errorf("the carried column is not one of the new tree: %v, %v", up, err)
			}
		})
	}
}

func TestCarryWhole(t *testing.T) {
	abc := flat(t, "A", "B", "C")
	third := []hierarchy.Change{ch("2000", "A", "X", "0.3"), ch("2000", "A", "Y", "0.3"), ch("2000", "A", "Z", "0.4")}
	tests := []struct {
		name    string
		old     *hierarchy.Tree
		new     *hierarchy.Tree
		changes []hierarchy.Change
		figures map[string]decimal.Decimal
		quantum string
		want    string
	}{
		{"equal remainders by code", abc, flat(t, "X", "Y", "B", "C"), []hierarchy.Change{ch("2000", "A", "Y", "0.5"), ch("2000", "A", "X", "0.5")}, figures("A", "101", "B", "1", "C", "2"), "0", "B=1 C=2 X=51 Y=50"},
		{"largest remainder first", abc, flat(t, "X", "Y", "Z", "B", "C"), third, figures("A", "11", "B", "1", "C", "1"), "1", "B=1 C=1 X=3 Y=3 Z=5"},
		{"rounded once, not at each merger", abc, flat(t, "X", "Y"), []hierarchy.Change{ch("2000", "A", "X", "0.5"), ch("2000", "A", "Y", "0.5"), ch("2000", "B", "X", "0.5"), ch("2000", "B", "Y", "0.5"), ch("2000", "C", "X", "1")}, figures("A", "1", "B", "1", "C", "1"), "1", "X=2 Y=1"},
		{"in hundreds", abc, flat(t, "X", "Y", "B", "C"), []hierarchy.Change{ch("2000", "A", "Y", "0.51"), ch("2000", "A", "X", "0.49")}, figures("A", "300", "B", "0", "C", "100"), "1e2", "B=0 C=100 X=100 Y=200"},
		{"in cents", abc, flat(t, "X", "Y", "B", "C"), []hierarchy.Change{ch("2000", "A", "Y", "0.51"), ch("2000", "A", "X", "0.49")}, figures("A", "0.03", "B", "0", "C", "1.50"), "0.01", "B=0 C=1.5 X=0.01 Y=0.02"},
		{"below zero", abc, flat(t, "X", "Y", "Z", "B", "C"), third, figures("A", "-11", "B", "1", "C", "1"), "1", "B=1 C=1 X=-3 Y=-3 Z=-5"},
		{"sets apart", flat(t, "A", "B"), flat(t, "V", "W", "X", "Y"), []hierarchy.Change{ch("2000", "A", "X", "0.1"), ch("2000", "A", "Y", "0.9"), ch("2000", "B", "V", "0.5"), ch("2000", "B", "W", "0.5")}, figures("A", "1", "B", "1"), "1", "V=1 W=0 X=0 Y=1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := succeed(t, tt.old, tt.new, tt.changes...)
			got, err := s.CarryWhole(target.Stock, column(t, tt.old, tt.figures).Named("x"), d(tt.quantum))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shown(got)); diff != "" || got.Name() != "x" {
				t.Errorf("CarryWhole() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCarryErrors(t *testing.T) {
	abc := flat(t, "A", "B", "C")
	all := figures("A", "1", "B", "2", "C", "3")
	merged := succeed(t, abc, flat(t, "A", "B"), ch("2000", "C", "B", "0.5"), ch("2000", "C", "A", "0.5"))
	counties := under(t, "P Q a:P b:P c:Q")
	moved := succeed(t, counties, under(t, "Q R a:Q c:Q b:R"))
	partly := succeed(t, counties, under(t, "P Q c:Q"), ch("2000", "a", "P", "0.5"), ch("2000", "a", "Q", "0.5"), ch("2000", "b", "P", "1"), ch("2000", "P", "P", "1"))
	tests := []struct {
		name           string
		s              *hierarchy.Succession
		kind           target.Kind
		figures, basis map[string]decimal.Decimal
		is             error
		text           string
	}{
		{"index", merged, target.Index, all, nil, target.ErrKind, `kind "index"`},
		{"position", merged, target.Position, all, nil, target.ErrKind, `kind "position"`},
		{"no kind", merged, 0, all, nil, target.ErrKind, "kind"},
		{"no succession", nil, target.Flow, all, nil, target.ErrRequired, "succession"},
		{"no basis", merged, target.Ratio, all, nil, target.ErrRequired, "basis"},
		{"gap", merged, target.Flow, figures("A", "1", "C", "3"), nil, target.ErrMissing, `figures["B"]`},
		{"basis missing", merged, target.Ratio, all, figures("A", "1", "B", "1"), target.ErrMissing, `basis["C"]`},
		{"basis negative", merged, target.Growth, all, figures("A", "1", "B", "-1", "C", "1"), target.ErrRange, `basis["B"] -1`},
		{"bases of nothing", merged, target.Growth, all, figures("A", "1", "B", "0", "C", "0"), target.ErrRange, `basis["B"]`},
		{"too many decimals", merged, target.Flow, figures("A", "1", "B", "1", "C", "1e-100"), nil, target.ErrRange, `figures["A"]`},
		{"without a successor", moved, target.Flow, figures("P", "1"), nil, target.ErrInvalid, `figures["P"] 1`},
		{"territory came", moved, target.Flow, figures("Q", "2", "a", "1"), nil, target.ErrInvalid, `figures["Q"] 2`},
		{"territory left", succeed(t, under(t, "P Q a:P b:P c:Q"), under(t, "P Q a:Q b:P c:Q"), ch("2000", "b", "P", "0.5"), ch("2000", "b", "b", "0.5")), target.Flow, figures("P", "2"), nil, target.ErrInvalid, `figures["P"] 2`},
		{"a unit with an of-which left", succeed(t, under(t, "P Q G:P S*:G h:P"), under(t, "P Q h:P G:Q S*:G")), target.Flow, figures("P", "2"), nil, target.ErrInvalid, `figures["P"] 2`},
		{"a unit came under a leaf", succeed(t, under(t, "P D"), under(t, "P e:P"), ch("2000", "D", "e", "1")), target.Flow, figures("P", "2", "D", "1"), nil, target.ErrInvalid, `figures["P"] 2`},
		{"partly in its parent's", partly, target.Flow, figures("P", "10", "a", "4", "b", "6", "Q", "1", "c", "1"), nil, target.ErrDuplicate, `figures["a"] 4`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			old := tt.s.Old()
			if old == nil {
				old = abc
			}
			var basis hierarchy.Column
			if tt.basis != nil {
				basis = column(t, old, tt.basis)
			}
			got, err := tt.s.Carry(tt.kind, column(t, old, tt.figures), basis)
			if !errors.Is(err, tt.is) || !strings.Contains(fmt.Sprint(err), tt.text) || got.Len() != 0 {
				t.Errorf("got %v, want %v with %s", err, tt.is, tt.text)
			}
		})
	}
	if _, err := merged.Carry(target.Flow, hierarchy.Column{}, hierarchy.Column{}); !errors.Is(err, target.ErrRequired) {
		t.Errorf("the zero column: %v", err)
	}
	other := flat(t, "A", "B")
	if _, err := merged.Carry(target.Flow, column(t, other, figures("A", "1")), hierarchy.Column{}); !errors.Is(err, target.ErrMismatch) {
		t.Errorf("a column of another tree: %v", err)
	}
	if _, err := merged.Carry(target.Ratio, column(t, abc, all), column(t, other, figures("A", "1"))); !errors.Is(err, target.ErrMismatch) {
		t.Errorf("a basis of another tree: %v", err)
	}
	if _, err := merged.Carry(target.Flow, column(t, flat(t, "C", "B", "A"), all), hierarchy.Column{}); err != nil {
		t.Errorf("a column of an equal tree: %v", err)
	}
	for _, tt := range []struct {
		kind    target.Kind
		quantum string
		is      error
	}{
		{target.Ratio, "1", target.ErrKind},
		{target.Index, "1", target.ErrKind},
		{target.Flow, "-1", target.ErrRange},
		{target.Flow, "1e-101", target.ErrRange},
		{target.Flow, "2", target.ErrQuantum},
	} {
		if _, err := merged.CarryWhole(tt.kind, column(t, abc, all), d(tt.quantum)); !errors.Is(err, tt.is) {
			t.Errorf("CarryWhole(%v, quantum %s): %v, want %v", tt.kind, tt.quantum, err, tt.is)
		}
	}
}

// TestCarryReportsAll wants every problem of a column at once, by code.
func TestCarryReportsAll(t *testing.T) {
	old := flat(t, "A", "B", "C", "D", "E")
	s := succeed(t, old, flat(t, "B", "D"), ch("2000", "A", "B", "1"), ch("2000", "C", "D", "1"), ch("2000", "E", "D", "1"))
	_, err := s.Carry(target.Ratio, column(t, old, figures("A", "1", "C", "1", "D", "1", "E", "1")), column(t, old, figures("D", "-1")))
	want := `4 problems:
figures["B"] has no figure: others that go into the same unit have one; give it, or 0
basis["C"] has no figure: its figure is averaged with others; give its basis
basis["D"] -1 is out of range: a basis is not negative
basis["E"] has no figure: its figure is averaged with others; give its basis`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("Carry() mismatch (-want +got):\n%s", diff)
	}
}

func TestNewSuccessionErrors(t *testing.T) {
	abc := flat(t, "A", "B", "C")
	tests := []struct {
		name     string
		old, new *hierarchy.Tree
		changes  []hierarchy.Change
		want     string
	}{
		{"no trees", nil, nil, nil, `2 problems:
new is required: give the tree that they are carried to
old is required: give the tree that the figures are of`},
		{"dates", abc, abc, []hierarchy.Change{ch("2000-02-30", "A", "A", "1"), ch("", "A", "A", "1"), ch("2000-1", "A", "A", "1"), ch("0000", "A", "A", "1"), ch("20000101", "A", "A", "1")}, `5 problems:
changes[" A → A"].date "" is not valid: write a date as 2011-07-14, 2011-07 or 2011
changes["0000 A → A"].date "0000" is not valid: write a date as 2011-07-14, 2011-07 or 2011
changes["2000-02-30 A → A"].date "2000-02-30" is not valid: write a date as 2011-07-14, 2011-07 or 2011
changes["2000-1 A → A"].date "2000-1" is not valid: write a date as 2011-07-14, 2011-07 or 2011
changes["20000101 A → A"].date "20000101" is not valid: write a date as 2011-07-14, 2011-07 or 2011`},
		{"a date left out explains nothing more", abc, flat(t, "A", "B", "E"), []hierarchy.Change{ch("soon", "C", "D", "1"), ch("2000", "D", "E", "1")}, `changes["soon C → D"].date "soon" is not valid: write a date as 2011-07-14, 2011-07 or 2011`},
		{"codes", abc, abc, []hierarchy.Change{ch("2000", "", "A", "1"), ch("2000", "A", "", "1"), ch("2000", "A", "\xff", "1")}, `3 problems:
changes["2000  → A"].from is required: give the code of a unit
changes["2000 A → "].to is required: give the code of a unit
changes["2000 A → \xff"].to "\xff" is not valid: codes are UTF-8`},
		{"weights", abc, abc, []hierarchy.Change{ch("2000", "A", "A", "0"), ch("2000", "B", "B", "-1"), ch("2000", "B", "C", "2"), {Date: "2000", From: "C", To: "C", Weight: decimal.New(1, -2_000_000_000)}}, `4 problems:
changes["2000 A → A"].weight 0 is out of range: a weight is above 0, at most 1, and has at most 100 decimals
changes["2000 B → B"].weight -1 is out of range: a weight is above 0, at most 1, and has at most 100 decimals
changes["2000 B → C"].weight 2 is out of range: a weight is above 0, at most 1, and has at most 100 decimals
changes["2000 C → C"].weight 1e-2000000000 is out of range: a weight is above 0, at most 1, and has at most 100 decimals`},
		{"sums", abc, abc, []hierarchy.Change{ch("2000", "A", "A", "0.3"), ch("2000", "A", "B", "0.6"), ch("2000", "B", "A", "0.7"), ch("2000", "B", "B", "0.4"), ch("2001", "C", "C", "0.999")}, `3 problems:
changes["2000 A → A"].weight 0.3 is not valid: the weights of all that "A" became on that day add up to 1 exactly, not to 0.9
changes["2000 B → A"].weight 0.7 is not valid: the weights of all that "B" became on that day add up to 1 exactly, not to 1.1
changes["2001 C → C"].weight 0.999 is not valid: the weights of all that "C" became on that day add up to 1 exactly, not to 0.999`},
		{"a whole and a part", abc, abc, []hierarchy.Change{ch("2000", "A", "A", "0.5"), ch("2000", "A", "B", "1"), ch("2001", "A", "A", "0.5"), ch("2001", "A", "B", "1")}, `2 problems:
changes["2000 A → A"].weight 0.5 is not valid: the weights of all that "A" became on that day add up to 1 exactly, not to 1.5
changes["2001 A → A"].weight 0.5 is not valid: the weights of all that "A" became on that day add up to 1 exactly, not to 1.5`},
		{"twice on a day", abc, abc, []hierarchy.Change{ch("2000-12", "A", "A", "0.5"), ch("2000-12-31", "A", "A", "0.5")}, `changes["2000-12-31 A → A"].to "A" is given twice: give one change with the whole weight`},
		{"unknown", abc, abc, []hierarchy.Change{ch("2000", "X", "A", "1"), ch("2001", "A", "B", "1"), ch("2002", "A", "A", "1")}, `2 problems:
changes["2000 X → A"].from "X" is unknown: no unit has the code on that day: name one of the old tree or one that an earlier change made
changes["2002 A → A"].from "A" is unknown: no unit has the code on that day: name one of the old tree or one that an earlier change made`},
		{"made on the same day", abc, flat(t, "A", "B", "Y"), []hierarchy.Change{ch("2000", "C", "X", "1"), ch("2000", "X", "Y", "1")}, `2 problems:
changes["2000 C → X"].to "X" is unknown: it is not in the new tree, and no later change takes it away
changes["2000 X → Y"].from "X" is unknown: no unit has the code on that day: name one of the old tree or one that an earlier change made`},
		{"vanished", abc, flat(t, "A", "D"), []hierarchy.Change{ch("2000", "C", "B", "1")}, `changes["2000 C → B"].to "B" is unknown: it is not in the new tree, and no later change takes it away`},
		{"vanished without a word", under(t, "P Q a:P b:P S*:Q"), flat(t, "Q"), nil, `2 problems:
units["a"].to "" is required: the new tree has no unit with its code; say what it became
units["b"].to "" is required: the new tree has no unit with its code; say what it became`},
		{"a part of the whole becomes an of-which", under(t, "G S"), under(t, "G S*:G"), nil, `units["S"].to "" is required: it counts towards its parent in the old tree and is an of-which in the new one; say to which unit its figure goes`},
		{"an of-which becomes a part", under(t, "G S*:G"), under(t, "G T"), []hierarchy.Change{ch("2000", "S", "T", "1")}, `changes["2000 S → T"].to "T" does not belong together: of "S" and it, one counts towards its parent and the other is an of-which`},
		{"a part comes under an of-which", under(t, "A G"), under(t, "G S*:G t:S"), []hierarchy.Change{ch("2000", "A", "t", "1")}, `changes["2000 A → t"].to "t" does not belong together: of "A" and it, one counts towards its parent and the other is an of-which`},
		{"decimals", abc, flat(t, "A", "B", "C", "D"), []hierarchy.Change{
			ch("2000", "A", "A", "0."+strings.Repeat("9", 60)), ch("2000", "A", "D", "1e-60"), ch("2001", "D", "D", "1e-41"), ch("2001", "D", "B", "0."+strings.Repeat("9", 41)),
		}, `2 problems:
changes["2001 D → B"].weight 0.` + strings.Repeat("9", 41) + ` is out of range: multiplied out with the weights before it, it has more than 100 decimals; give fewer
changes["2001 D → D"].weight 0.` + strings.Repeat("0", 40) + `1 is out of range: multiplied out with the weights before it, it has more than 100 decimals; give fewer`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 3 {
				s, err := hierarchy.NewSuccession(tt.old, tt.new, tt.changes)
				if diff := cmp.Diff(tt.want, fmt.Sprint(err)); diff != "" || s != nil {
					t.Fatalf("NewSuccession() mismatch (-want +got):\n%s", diff)
				}
				for _, e := range target.AllErrors(err) {
					if !errors.Is(err, e.Err) {
						t.Errorf("%v is not %v", err, e.Err)
					}
				}
				slices.Reverse(tt.changes)
				rand.New(rand.NewPCG(1, 2)).Shuffle(len(tt.changes), func(i, j int) {
					tt.changes[i], tt.changes[j] = tt.changes[j], tt.changes[i]
				})
			}
		})
	}
}

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
	text, err := os.ReadFile("testdata/succession_cn.json")
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
func (h cn) changes(province string, weights map[string]string) []hierarchy.Change {
	var all []hierarchy.Change
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
			"340000=453 340100=205 340124=119 340181=86 340200=150.83 340207=11.83 340225=139 340500=97.17 340522=44 340523=53.17",
		},
		{"Laiwu", "370000", "371200", 2017, []string{"370100"}, nil, "370000=120 370100=120 370116=90 370117=30"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			old := h.tree(t, tt.province, tt.before, tt.kept...)
			now := h.tree(t, tt.province, tt.before+1, tt.kept...)
			if got, want := count(now, "prefecture")-count(old, "prefecture"), h.PrefecturesInUse[fmt.Sprint(tt.before+1)]-h.PrefecturesInUse[fmt.Sprint(tt.before)]; got != want {
				t.Errorf("%+d prefectures, the record has %+d", got, want)
			}
			s := succeed(t, old, now, h.changes(tt.province, tt.weights)...)
			people := figures("341402", "86", "341421", "119", "341422", "139", "341423", "44", "341424", "65", "340207", "0")
			if tt.name == "Laiwu" {
				people = figures("371202", "90", "371203", "30") // invented
			}
			c, err := s.Carry(target.Stock, column(t, old, people), hierarchy.Column{})
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
			if _, err := s.Carry(target.Stock, column(t, old, figures(tt.gone, "1")), hierarchy.Column{}); !errors.Is(err, target.ErrInvalid) {
				t.Errorf("its own figure: %v", err)
			}
			// One that takes it in has other territory than before.
			if _, err := s.Carry(target.Stock, column(t, old, figures(tt.kept[0], "1")), hierarchy.Column{}); !errors.Is(err, target.ErrInvalid) {
				t.Errorf("the figure of %s: %v", tt.kept[0], err)
			}
			if _, err := s.Carry(target.Stock, column(t, old, figures(tt.province, "1")), hierarchy.Column{}); err != nil {
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
	var changes []hierarchy.Change
	for i, place := range h.Laiwu[:len(h.Laiwu)-1] {
		changes = append(changes, ch(fmt.Sprint(place.Until), place.Code, h.Laiwu[i+1].Code, "1"))
	}
	last := h.Laiwu[len(h.Laiwu)-1]
	changes = append(changes, ch(fmt.Sprint(last.Until), last.Code, "370116", "0.75"), ch(fmt.Sprint(last.Until), last.Code, "370117", "0.25"))
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
	got, err := s.CarryWhole(target.Stock, column(t, old, figures(first, "7")), decimal.Decimal{})
	if err != nil || shown(got) != "370116=5 370117=2" {
		t.Errorf("7 become %s, %v", shown(got), err)
	}
}

func TestSuccessionAccessors(t *testing.T) {
	old, now := under(t, "P Q a:P b:P c:Q"), under(t, "Q n:Q a:Q bb:Q c:Q")
	changes := []hierarchy.Change{ch("2001-06", "b", "bb", "1"), ch("2000", "c", "c", "0.750"), ch("2000", "c", "a", "0.25")}
	changes[0].Source.Document = "No. 1"
	s := succeed(t, old, now, changes...)
	changes[0], changes[1] = hierarchy.Change{}, hierarchy.Change{}
	want := `6 units to 6 units by 3 changes
2000
  c → a 0.25, c 0.750
2001-06
  b → bb
without a successor: P
without a source: n
`
	if diff := cmp.Diff(want, s.String()); diff != "" {
		t.Errorf("String() mismatch (-want +got):\n%s", diff)
	}
	if got, want := shares(s.From("a")), "a 1, c 0.25"; got != want {
		t.Errorf("From(a) = %s, want %s", got, want)
	}
	if got, want := shares(s.To("c")), "a 0.25, c 0.75"; got != want {
		t.Errorf("To(c) = %s, want %s", got, want)
	}
	all := slices.Collect(s.All())
	if len(all) != 3 || all[2].Source.Document != "No. 1" {
		t.Errorf("All() = %v", all)
	}
	if got := len(slices.Collect(s.Changes("Q"))) + len(slices.Collect(s.Changes("nowhere"))); got != 0 {
		t.Errorf("%d changes of units that none names", got)
	}
	if shares(s.From("n"))+shares(s.From("x"))+shares(s.To("x")) != "" {
		t.Error("units without sources have some")
	}
	if s.Old() != old || s.New() != now {
		t.Error("the trees are not those given")
	}
	for range s.All() { // iterators that are left early
		break
	}
	for range s.From("a") {
		break
	}
	for range s.To("c") {
		break
	}
	for range s.Changes("a") {
		break
	}
	many := make([]string, 14)
	for i := range many {
		many[i] = fmt.Sprintf("n%02d", i)
	}
	news := succeed(t, flat(t), flat(t, many...))
	if got, want := news.String(), "1 unit to 15 units by 0 changes\nwithout a source: n00, n01, n02, n03, n04, n05, n06, n07, n08, n09, and 4 more\n"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
	var none *hierarchy.Succession
	if none.String()+shares(none.From("a"))+shares(none.To("a")) != "" || none.Old() != nil || none.New() != nil ||
		len(slices.Collect(none.All()))+len(slices.Collect(none.Changes("a"))) > 0 {
		t.Error("a nil succession has something")
	}
}

// history is a random one of units under a root, with the units of each day.
type history struct {
	first   []string
	changes []hierarchy.Change
	days    [][]string // the codes after each day
}

func drawHistory(t *rapid.T) history {
	n := rapid.IntRange(1, 6).Draw(t, "units")
	alive := map[string]bool{}
	for i := range n {
		alive[fmt.Sprintf("u%d", i)] = true
	}
	h := history{first: slices.Sorted(maps.Keys(alive))}
	for day := range rapid.IntRange(0, 6).Draw(t, "days") {
		codes := slices.Sorted(maps.Keys(alive))
		after := maps.Clone(alive)
		var out []string
		for _, from := range codes {
			if rapid.IntRange(0, 2).Draw(t, "changed") == 0 {
				delete(after, from)
				out = append(out, from)
			}
		}
		for _, from := range out {
			to := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"u0", "u1", "u2", "u3", "x0", "x1", "x2"}), 1, 3, rapid.ID).Draw(t, "to")
			left := int64(100)
			for i, code := range to {
				w := left
				if i+1 < len(to) {
					w = rapid.Int64Range(1, left-int64(len(to)-1-i)).Draw(t, "weight")
				}
				left -= w
				h.changes = append(h.changes, hierarchy.Change{Date: fmt.Sprintf("20%02d-05-01", day), From: from, To: code, Weight: decimal.New(w, -2)})
				after[code] = true
			}
		}
		alive = after
		h.days = append(h.days, slices.Sorted(maps.Keys(alive)))
	}
	return h
}

func (h history) last() []string {
	if len(h.days) == 0 {
		return h.first
	}
	return h.days[len(h.days)-1]
}

// carried is carrying as the documentation says it, in fractions, code by code
// and day by day.
func carried(changes []hierarchy.Change, start map[string]*big.Rat) map[string]*big.Rat {
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b hierarchy.Change) int { return strings.Compare(a.Date, b.Date) })
	now := maps.Clone(start)
	for len(changes) > 0 {
		n := 1
		for n < len(changes) && changes[n].Date == changes[0].Date {
			n++
		}
		next := maps.Clone(now)
		for _, c := range changes[:n] {
			delete(next, c.From)
		}
		for _, c := range changes[:n] {
			sum := new(big.Rat).Mul(c.Weight.Rat(), now[c.From])
			if next[c.To] != nil {
				sum.Add(sum, next[c.To])
			}
			next[c.To] = sum
		}
		now = next
		changes = changes[n:]
	}
	return now
}

func succession(t *rapid.T) {
	h := drawHistory(t)
	tree := func(codes []string) *hierarchy.Tree {
		units := []hierarchy.Unit{{Code: "0", Level: "0"}}
		for _, c := range codes {
			units = append(units, hierarchy.Unit{Code: c, Level: "1", Parent: "0"})
		}
		tree, err := hierarchy.NewTree([]string{"0", "1"}, units)
		if err != nil {
			t.Fatal(err)
		}
		return tree
	}
	make := func(old, new *hierarchy.Tree, changes []hierarchy.Change) *hierarchy.Succession {
		s, err := hierarchy.NewSuccession(old, new, changes)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	check := func(c hierarchy.Column, err error) hierarchy.Column {
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	old, now := tree(h.first), tree(h.last())
	s := make(old, now, rapid.Permutation(h.changes).Draw(t, "order"))

	places := rapid.Int32Range(0, 3).Draw(t, "places")
	x, b := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	xs, bs, ns := map[string]*big.Rat{}, map[string]*big.Rat{}, map[string]*big.Rat{}
	var total int64
	for _, code := range h.first {
		m := rapid.Int64Range(-1e6, 1e6).Draw(t, "figure")
		total += m
		x[code], b[code] = decimal.New(m, -places), decimal.New(rapid.Int64Range(1, 1000).Draw(t, "basis"), -1)
		xs[code], bs[code] = x[code].Rat(), b[code].Rat()
		ns[code] = new(big.Rat).Mul(xs[code], bs[code])
	}
	c, basis := check(old.Column(maps.All(x))), check(old.Column(maps.All(b)))

	sum := check(s.Carry(target.Flow, c, hierarchy.Column{}))
	want := carried(h.changes, xs)
	for code, w := range want {
		if got, ok := sum.At(code); !ok || got.Rat().Cmp(w) != 0 {
			t.Errorf("sum of %s is %v, want %s", code, got, w.FloatString(20))
		}
	}
	if sum.Len() != len(want) {
		t.Errorf("%d sums, want %d", sum.Len(), len(want))
	}

	mean := check(s.Carry(target.Ratio, c, basis))
	nums, dens := carried(h.changes, ns), carried(h.changes, bs)
	for code, n := range nums {
		exact := new(big.Rat).Quo(n, dens[code])
		got, ok := mean.At(code)
		off := exact.Sub(exact, got.Rat())
		if limit := decimal.New(5, -places-13); !ok || off.Abs(off).Cmp(limit.Rat()) > 0 {
			t.Errorf("mean of %s is %v, %s off", code, got, off.FloatString(30))
		}
	}

	whole := check(s.CarryWhole(target.Flow, c, decimal.New(1, -places)))
	var sumWhole decimal.Decimal
	for u, q := range whole.All() {
		exact, _ := sum.At(u.Code)
		if q.Sub(exact).Abs().Cmp(decimal.New(1, -places)) >= 0 || !q.Shift(places).IsInteger() {
			t.Errorf("%s has %v, exactly %v", u.Code, q, exact)
		}
		sumWhole = sumWhole.Add(q)
	}
	if !sumWhole.Equal(decimal.New(total, -places)) || whole.Len() != sum.Len() {
		t.Errorf("the whole figures add up to %v, want %v", sumWhole, decimal.New(total, -places))
	}

	for _, code := range h.first {
		var all decimal.Decimal
		for _, w := range s.To(code) {
			all = all.Add(w)
		}
		if !all.Equal(decimal.New(1, 0)) {
			t.Errorf("the shares of %s add up to %v", code, all)
		}
	}
	for _, code := range h.last() {
		var explained decimal.Decimal
		sources := map[string]*big.Rat{}
		for _, c := range h.first {
			sources[c] = new(big.Rat)
		}
		for u, w := range s.From(code) {
			explained = explained.Add(w.Mul(x[u.Code]))
			sources[u.Code] = xs[u.Code]
		}
		if got, _ := sum.At(code); !got.Equal(explained) {
			t.Errorf("From(%s) explains %v of %v", code, explained, got)
		}
		// The changes that it names are all that its sources take to it.
		if part := carried(slices.Collect(s.Changes(code)), sources); part[code] == nil || part[code].Cmp(want[code]) != 0 {
			t.Errorf("Changes(%s) gives %v, want %v", code, part[code], want[code])
		}
	}

	// Through a tree of a day between, step by step.
	if len(h.days) > 0 {
		at := rapid.IntRange(0, len(h.days)-1).Draw(t, "between")
		date := fmt.Sprintf("20%02d-05-01", at)
		var before, after []hierarchy.Change
		for _, c := range h.changes {
			if c.Date <= date {
				before = append(before, c)
			} else {
				after = append(after, c)
			}
		}
		between := tree(h.days[at])
		one, two := make(old, between, before), make(between, now, after)
		stepwise := check(two.Carry(target.Flow, check(one.Carry(target.Flow, c, hierarchy.Column{})), hierarchy.Column{}))
		if !stepwise.Equal(sum) {
			t.Errorf("step by step %s, at once %s", shown(stepwise), shown(sum))
		}
	}
}

func TestSuccessionProperties(t *testing.T) { rapid.Check(t, succession) }

func FuzzSuccession(f *testing.F) { f.Fuzz(rapid.MakeFuzz(succession)) }

// FuzzNewSuccession reads changes from text: no input may panic, and what is
// accepted conserves.
func FuzzNewSuccession(f *testing.F) {
	f.Add("A B C", "A B D", "2000 C D 1")
	f.Add("A B", "B", "2000 A A 0.5,2000 A B 0.5,2001-02 A B 1")
	f.Add("P a:P b:P S*:P", "P S a:P", "2000 b a 1,2000-01-01 S P 1")
	f.Fuzz(func(t *testing.T, first, last, list string) {
		tree := func(words string) *hierarchy.Tree {
			units := []hierarchy.Unit{{Code: "0", Level: "0"}}
			level := map[string]int{"0": 0}
			for word := range strings.FieldsSeq(words) {
				code, parent, _ := strings.Cut(word, ":")
				u := hierarchy.Unit{Parent: parent}
				if parent == "" {
					u.Parent = "0"
				}
				if c, memo := strings.CutSuffix(code, "*"); memo {
					code, u.Role = c, hierarchy.Memo
				}
				level[code] = level[u.Parent] + 1
				u.Code, u.Level = code, fmt.Sprint(level[code])
				units = append(units, u)
			}
			tree, err := hierarchy.NewTree([]string{"0", "1", "2", "3"}, units)
			if err != nil {
				t.Skip()
			}
			return tree
		}
		var changes []hierarchy.Change
		for line := range strings.SplitSeq(list, ",") {
			var c hierarchy.Change
			var w string
			_, _ = fmt.Sscan(line, &c.Date, &c.From, &c.To, &w)
			c.Weight, _ = decimal.NewFromString(w)
			changes = append(changes, c)
		}
		old := tree(first)
		s, err := hierarchy.NewSuccession(old, tree(last), changes)
		if err != nil {
			if len(target.AllErrors(err)) == 0 {
				t.Errorf("an error without a FieldError: %v", err)
			}
			return
		}
		_ = s.String()
		for u := range old.All() {
			sum, n := decimal.Decimal{}, 0
			for _, w := range s.To(u.Code) {
				sum = sum.Add(w)
				n++
			}
			if n > 0 && !sum.Equal(decimal.New(1, 0)) {
				t.Errorf("the shares of %q add up to %v", u.Code, sum)
			}
		}
		leaves := map[string]decimal.Decimal{}
		total := decimal.Decimal{}
		for u := range old.All() {
			if !slices.ContainsFunc(slices.Collect(old.Children(u.Code)), func(c hierarchy.Unit) bool { return c.Role != hierarchy.Memo }) && u.Role == hierarchy.Member {
				leaves[u.Code] = decimal.New(int64(len(leaves)+3), 0)
				total = total.Add(leaves[u.Code])
			}
		}
		c, err := old.Column(maps.All(leaves))
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Carry(target.Flow, c, hierarchy.Column{})
		if err != nil {
			return
		}
		for _, x := range got.All() {
			total = total.Sub(x)
		}
		if !total.IsZero() {
			t.Errorf("%v was lost", total)
		}
	})
}

// TestSuccessionIsBounded builds what multiplies out beyond all bounds: all
// units merged and split again, day after day.
func TestSuccessionIsBounded(t *testing.T) {
	const n = 3000
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("u%04d", i)
	}
	tree := flat(t, names...)
	w := decimal.New(1, 0).DivRound(decimal.New(n, 0), 10)
	rest := decimal.New(1, 0).Sub(w.Mul(decimal.New(n-1, 0)))
	var changes []hierarchy.Change
	for _, c := range names {
		changes = append(changes, hierarchy.Change{Date: "2000-01-01", From: c, To: "all", Weight: decimal.New(1, 0)})
	}
	for i, c := range names {
		share := w
		if i == 0 {
			share = rest
		}
		changes = append(changes, hierarchy.Change{Date: "2000-01-02", From: "all", To: c, Weight: share})
	}
	if s, err := hierarchy.NewSuccession(tree, tree, changes); s != nil || !errors.Is(err, target.ErrRange) {
		t.Errorf("got %v, want %v", err, target.ErrRange)
	}
}

// TestSplitAndJoinedLong halves a unit and joins the halves again, often: the
// shares are added up on the way.
func TestSplitAndJoinedLong(t *testing.T) {
	tree := flat(t, "A")
	var changes []hierarchy.Change
	for year := 1000; year < 1100; year += 2 {
		for _, half := range []string{"X", "Y"} {
			changes = append(changes, ch(fmt.Sprint(year), "A", half, "0.5"), ch(fmt.Sprint(year+1), half, "A", "1"))
		}
	}
	if got := shares(succeed(t, tree, tree, changes...).From("A")); got != "A 1" {
		t.Errorf("From(A) = %s, want A 1", got)
	}
}

// TestLongHistory moves one unit from code to code, and lets another grow, day
// after day.
func TestLongHistory(t *testing.T) {
	const n = 20000
	names := make([]string, n)
	var changes []hierarchy.Change
	for i := range n {
		names[i] = fmt.Sprintf("u%05d", i)
		date := fmt.Sprintf("%04d-%02d-%02d", 1+i/336, 1+i%336/28, 1+i%28)
		changes = append(changes, hierarchy.Change{Date: date, From: fmt.Sprintf("c%05d", i), To: fmt.Sprintf("c%05d", i+1), Weight: decimal.New(1, 0)})
		if i > 0 {
			changes = append(changes, hierarchy.Change{Date: date, From: names[i], To: names[0], Weight: decimal.New(1, 0)})
		}
	}
	old := flat(t, append(slices.Clone(names), "c00000")...)
	s := succeed(t, old, flat(t, names[0], fmt.Sprintf("c%05d", n)), changes...)
	c, err := old.Column(func(yield func(string, decimal.Decimal) bool) {
		for _, code := range names {
			if !yield(code, decimal.New(2, 0)) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Carry(target.Flow, c, hierarchy.Column{})
	if err != nil || shown(got) != "u00000=40000" {
		t.Errorf("got %s, %v", shown(got), err)
	}
	if got := len(slices.Collect(s.Changes(fmt.Sprintf("c%05d", n)))); got != n {
		t.Errorf("%d changes lead to the last code, want %d", got, n)
	}
}

func TestSuccessionShared(t *testing.T) {
	old := flat(t, "A", "B", "C")
	s := succeed(t, old, flat(t, "A", "B"), ch("2000", "C", "A", "0.25"), ch("2000", "C", "B", "0.75"))
	c := column(t, old, figures("A", "1", "B", "2", "C", "10"))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			got, err := s.Carry(target.Flow, c, hierarchy.Column{})
			mean, err2 := s.Carry(target.Ratio, c, c)
			whole, err3 := s.CarryWhole(target.Flow, c, decimal.Decimal{})
			if err := errors.Join(err, err2, err3); err != nil || shown(got) != "A=3.5 B=9.5" || shown(whole) != "A=4 B=9" || mean.Len() != 2 || s.String() == "" {
				t.Errorf("%s; %s; %s; %v", shown(got), shown(mean), shown(whole), err)
			}
		})
	}
	all.Wait()
}

// TestCarryPlan carries the quotas of a plan.
func TestCarryPlan(t *testing.T) {
	old := flat(t, "A", "B", "C")
	plan, err := hierarchy.Cascade(old, target.Target{
		Code: "t", Unit: "0", Period: target.Year(2015), Comparator: target.AtLeast, Value: d("1000"),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(column(t, old, figures("A", "5", "B", "2", "C", "2")))}})
	if err != nil {
		t.Fatal(err)
	}
	s := succeed(t, old, flat(t, "A", "B"), ch("2012", "C", "A", "0.5"), ch("2012", "C", "B", "0.5"))
	got, err := s.CarryWhole(target.Stock, plan.Column(), decimal.Decimal{})
	if want := "0=1000 A=667 B=333"; err != nil || shown(got) != want {
		t.Errorf("got %s, %v, want %s", shown(got), err, want)
	}
}
