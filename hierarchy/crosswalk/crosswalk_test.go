package crosswalk_test

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

func ch(date, from, to, weight string) crosswalk.Change {
	return crosswalk.Change{Date: date, From: from, To: to, Weight: d(weight)}
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

func succeed(t testing.TB, old, to *hierarchy.Tree, changes ...crosswalk.Change) *crosswalk.Crosswalk {
	t.Helper()
	s, err := crosswalk.New(old, to, changes)
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

func TestNewErrors(t *testing.T) {
	abc := flat(t, "A", "B", "C")
	tests := []struct {
		name     string
		old, new *hierarchy.Tree
		changes  []crosswalk.Change
		want     string
	}{
		{"no trees", nil, nil, nil, `2 problems:
newTree is required: give the tree to which they are carried
oldTree is required: give the tree that the figures are of`},
		{"dates", abc, abc, []crosswalk.Change{
			ch("2000-02-30", "A", "A", "1"), ch("", "A", "A", "1"), ch("2000-1", "A", "A", "1"),
			ch("0000", "A", "A", "1"), ch("20000101", "A", "A", "1"),
		}, `5 problems:
changes[" A → A"].date "" is not valid: write a date as 2011-07-14, 2011-07 or 2011
changes["0000 A → A"].date "0000" is not valid: write a date as 2011-07-14, 2011-07 or 2011
changes["2000-02-30 A → A"].date "2000-02-30" is not valid: write a date as 2011-07-14, 2011-07 or 2011
changes["2000-1 A → A"].date "2000-1" is not valid: write a date as 2011-07-14, 2011-07 or 2011
changes["20000101 A → A"].date "20000101" is not valid: write a date as 2011-07-14, 2011-07 or 2011`},
		{
			"a date left out explains nothing more", abc, flat(t, "A", "B", "E"),
			[]crosswalk.Change{ch("soon", "C", "D", "1"), ch("2000", "D", "E", "1")},
			`changes["soon C → D"].date "soon" is not valid: write a date as 2011-07-14, 2011-07 or 2011`,
		},
		{"codes", abc, abc, []crosswalk.Change{
			ch("2000", "", "A", "1"), ch("2000", "A", "", "1"), ch("2000", "A", "\xff", "1"),
		}, `3 problems:
changes["2000  → A"].from is required
changes["2000 A → "].to is required
changes["2000 A → \xff"].to "\xff" is not valid: codes must be UTF-8`},
		{"weights", abc, abc, []crosswalk.Change{
			ch("2000", "A", "A", "0"), ch("2000", "B", "B", "-1"), ch("2000", "B", "C", "2"),
			{Date: "2000", From: "C", To: "C", Weight: decimal.New(1, -2_000_000_000)},
		}, `4 problems:
changes["2000 A → A"].weight 0 is out of range: must be greater than 0 and at most 1
changes["2000 B → B"].weight -1 is out of range: must be greater than 0 and at most 1
changes["2000 B → C"].weight 2 is out of range: must be greater than 0 and at most 1
changes["2000 C → C"].weight 1e-2000000000 is out of range: must have at most 100 digits before and 100 digits after the decimal point`},
		{"sums", abc, abc, []crosswalk.Change{
			ch("2000", "A", "A", "0.3"), ch("2000", "A", "B", "0.6"), ch("2000", "B", "A", "0.7"),
			ch("2000", "B", "B", "0.4"), ch("2001", "C", "C", "0.999"),
		}, `3 problems:
changes["2000 A → A"].weight 0.3 is not valid: the weights of all that "A" became on that day must add up to 1 exactly; they make 0.9
changes["2000 B → A"].weight 0.7 is not valid: the weights of all that "B" became on that day must add up to 1 exactly; they make 1.1
changes["2001 C → C"].weight 0.999 is not valid: the weights of all that "C" became on that day must add up to 1 exactly; they make 0.999`},
		{"a whole and a part", abc, abc, []crosswalk.Change{
			ch("2000", "A", "A", "0.5"), ch("2000", "A", "B", "1"), ch("2001", "A", "A", "0.5"),
			ch("2001", "A", "B", "1"),
		}, `2 problems:
changes["2000 A → A"].weight 0.5 is not valid: the weights of all that "A" became on that day must add up to 1 exactly; they make 1.5
changes["2001 A → A"].weight 0.5 is not valid: the weights of all that "A" became on that day must add up to 1 exactly; they make 1.5`},
		{
			"twice on a day", abc, abc,
			[]crosswalk.Change{ch("2000-12", "A", "A", "0.5"), ch("2000-12-31", "A", "A", "0.5")},
			`changes["2000-12-31 A → A"].to "A" is given twice: give one change with the whole weight`,
		},
		{"unknown", abc, abc, []crosswalk.Change{
			ch("2000", "X", "A", "1"), ch("2001", "A", "B", "1"), ch("2002", "A", "A", "1"),
		}, `2 problems:
changes["2000 X → A"].from "X" is unknown: no unit has the code on that day: name a unit of the old tree, or one that an earlier change made
changes["2002 A → A"].from "A" is unknown: no unit has the code on that day: name a unit of the old tree, or one that an earlier change made`},
		{"made on the same day", abc, flat(t, "A", "B", "Y"), []crosswalk.Change{
			ch("2000", "C", "X", "1"), ch("2000", "X", "Y", "1"),
		}, `2 problems:
changes["2000 C → X"].to "X" is unknown: it is not in the new tree, and no later change takes it away
changes["2000 X → Y"].from "X" is unknown: no unit has the code on that day: name a unit of the old tree, or one that an earlier change made`},
		{
			"vanished", abc, flat(t, "A", "D"),
			[]crosswalk.Change{ch("2000", "C", "B", "1")},
			`changes["2000 C → B"].to "B" is unknown: it is not in the new tree, and no later change takes it away`,
		},
		{"vanished without a word", under(t, "P Q a:P b:P S*:Q"), flat(t, "Q"), nil, `2 problems:
units["a"].to is required: the new tree has no unit with its code: give a change that says what it became
units["b"].to is required: the new tree has no unit with its code: give a change that says what it became`},
		{
			"a part of the whole becomes an of-which", under(t, "G S"), under(t, "G S*:G"), nil,
			`units["S"].to is required: it counts towards its parent in the old tree and is a memo unit or below one in the new tree: give a change that says where its figure goes`,
		},
		{
			"an of-which becomes a part", under(t, "G S*:G"), under(t, "G T"),
			[]crosswalk.Change{ch("2000", "S", "T", "1")},
			`changes["2000 S → T"].to "T" does not fit: of "S" and it, one counts towards its parent and the other is a memo unit or below one`,
		},
		{
			"a part comes under an of-which", under(t, "A G"), under(t, "G S*:G t:S"),
			[]crosswalk.Change{ch("2000", "A", "t", "1")},
			`changes["2000 A → t"].to "t" does not fit: of "A" and it, one counts towards its parent and the other is a memo unit or below one`,
		},
		{"decimals", abc, flat(t, "A", "B", "C", "D"), []crosswalk.Change{
			ch("2000", "A", "A", "0."+strings.Repeat("9", 60)), ch("2000", "A", "D", "1e-60"),
			ch("2001", "D", "D", "1e-41"), ch("2001", "D", "B", "0."+strings.Repeat("9", 41)),
		}, `2 problems:
changes["2001 D → B"].weight 0.` + strings.Repeat("9", 41) +
			` is out of range: multiplied out with the weights before it, it has more than 100 decimals: give fewer
changes["2001 D → D"].weight 0.` + strings.Repeat("0", 40) +
			`1 is out of range: multiplied out with the weights before it, it has more than 100 decimals: give fewer`},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 3 {
				s, err := crosswalk.New(tt.old, tt.new, tt.changes)
				if diff := cmp.Diff(tt.want, fmt.Sprint(err)); diff != "" || s != nil {
					t.Fatalf("New() mismatch (-want +got):\n%s", diff)
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

func TestCrosswalkAccessors(t *testing.T) {
	old, now := under(t, "P Q a:P b:P c:Q"), under(t, "Q n:Q a:Q bb:Q c:Q")
	changes := []crosswalk.Change{
		ch("2001-06", "b", "bb", "1"), ch("2000", "c", "c", "0.750"), ch("2000", "c", "a", "0.25"),
	}
	changes[0].Source.Document = "No. 1"
	s := succeed(t, old, now, changes...)
	changes[0], changes[1] = crosswalk.Change{}, crosswalk.Change{}
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
	if got, want := news.String(), "1 unit to 15 units by 0 changes\nwithout a source: n00, n01, n02, n03, n04, "+
		"n05, n06, n07, n08, n09, and 4 more\n"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}

	var none *crosswalk.Crosswalk
	if none.String()+shares(none.From("a"))+shares(none.To("a")) != "" || none.Old() != nil || none.New() != nil ||
		len(slices.Collect(none.All()))+len(slices.Collect(none.Changes("a"))) > 0 {
		t.Error("a nil crosswalk has something")
	}
}

// TestCrosswalkIsBounded builds what multiplies out beyond all bounds: all
// units merged and split again, day after day.
func TestCrosswalkIsBounded(t *testing.T) {
	const n = 3000
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("u%04d", i)
	}
	tree := flat(t, names...)
	w := decimal.New(1, 0).DivRound(decimal.New(n, 0), 10)
	rest := decimal.New(1, 0).Sub(w.Mul(decimal.New(n-1, 0)))
	var changes []crosswalk.Change
	for _, c := range names {
		changes = append(changes, crosswalk.Change{Date: "2000-01-01", From: c, To: "all", Weight: decimal.New(1, 0)})
	}

	for i, c := range names {
		share := w
		if i == 0 {
			share = rest
		}
		changes = append(changes, crosswalk.Change{Date: "2000-01-02", From: "all", To: c, Weight: share})
	}

	if s, err := crosswalk.New(tree, tree, changes); s != nil || !errors.Is(err, target.ErrRange) {
		t.Errorf("got %v, want %v", err, target.ErrRange)
	}
}

// TestSplitAndJoinedLong halves a unit and joins the halves again, often: the
// shares are added up on the way.
func TestSplitAndJoinedLong(t *testing.T) {
	tree := flat(t, "A")
	var changes []crosswalk.Change
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
	var changes []crosswalk.Change

	for i := range n {
		names[i] = fmt.Sprintf("u%05d", i)
		date := fmt.Sprintf("%04d-%02d-%02d", 1+i/336, 1+i%336/28, 1+i%28)
		changes = append(changes, crosswalk.Change{
			Date: date, From: fmt.Sprintf("c%05d", i), To: fmt.Sprintf("c%05d", i+1), Weight: decimal.New(1, 0),
		})
		if i > 0 {
			changes = append(changes, crosswalk.Change{
				Date: date, From: names[i], To: names[0], Weight: decimal.New(1, 0),
			})
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

	got, err := s.Carry(target.Flow, c, crosswalk.CarryOptions{})
	if err != nil || shown(got) != "u00000=40000" {
		t.Errorf("got %s, %v", shown(got), err)
	}
	if got := len(slices.Collect(s.Changes(fmt.Sprintf("c%05d", n)))); got != n {
		t.Errorf("%d changes lead to the last code, want %d", got, n)
	}
}

func TestCrosswalkShared(t *testing.T) {
	old := flat(t, "A", "B", "C")
	s := succeed(t, old, flat(t, "A", "B"), ch("2000", "C", "A", "0.25"), ch("2000", "C", "B", "0.75"))
	c := column(t, old, figures("A", "1", "B", "2", "C", "10"))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			got, err := s.Carry(target.Flow, c, crosswalk.CarryOptions{})
			mean, err2 := s.Carry(target.Ratio, c, crosswalk.CarryOptions{Basis: c})
			whole, err3 := s.Carry(target.Flow, c, crosswalk.CarryOptions{Quantum: decimal.New(1, 0)})
			if err := errors.Join(err, err2, err3); err != nil || shown(got) != "A=3.5 B=9.5" ||
				shown(whole) != "A=4 B=9" || mean.Len() != 2 || s.String() == "" {
				t.Errorf("%s; %s; %s; %v", shown(got), shown(mean), shown(whole), err)
			}
		})
	}
	all.Wait()
}
