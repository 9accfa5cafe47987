package crosswalk_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

// history is a random one of units under a root, with the units of each day.
type history struct {
	first   []string
	changes []crosswalk.Change
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
			to := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{
				"u0", "u1", "u2", "u3", "x0", "x1", "x2",
			}), 1, 3, rapid.ID).Draw(t, "to")
			left := int64(100)
			for i, code := range to {
				w := left
				if i+1 < len(to) {
					w = rapid.Int64Range(1, left-int64(len(to)-1-i)).Draw(t, "weight")
				}
				left -= w
				h.changes = append(h.changes, crosswalk.Change{
					Date: fmt.Sprintf("20%02d-05-01", day), From: from, To: code, Weight: decimal.New(w, -2),
				})
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
func carried(changes []crosswalk.Change, start map[string]*big.Rat) map[string]*big.Rat {
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b crosswalk.Change) int { return strings.Compare(a.Date, b.Date) })
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

func crosswalkLaws(t *rapid.T) {
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
	build := func(old, to *hierarchy.Tree, changes []crosswalk.Change) *crosswalk.Crosswalk {
		s, err := crosswalk.New(old, to, changes)
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
	s := build(old, now, rapid.Permutation(h.changes).Draw(t, "order"))

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

	sum := check(s.Carry(target.Flow, c, crosswalk.CarryOptions{}))
	want := carried(h.changes, xs)
	for code, w := range want {
		if got, ok := sum.At(code); !ok || got.Rat().Cmp(w) != 0 {
			t.Errorf("sum of %s is %v, want %s", code, got, w.FloatString(20))
		}
	}
	if sum.Len() != len(want) {
		t.Errorf("%d sums, want %d", sum.Len(), len(want))
	}

	mean := check(s.Carry(target.Ratio, c, crosswalk.CarryOptions{Basis: basis}))
	nums, dens := carried(h.changes, ns), carried(h.changes, bs)
	for code, n := range nums {
		exact := new(big.Rat).Quo(n, dens[code])
		got, ok := mean.At(code)
		off := exact.Sub(exact, got.Rat())
		if limit := decimal.New(5, -places-13); !ok || off.Abs(off).Cmp(limit.Rat()) > 0 {
			t.Errorf("mean of %s is %v, %s off", code, got, off.FloatString(30))
		}
	}

	whole := check(s.Carry(target.Flow, c, crosswalk.CarryOptions{Quantum: decimal.New(1, -places)}))
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
		if part := carried(slices.Collect(s.Changes(code)), sources); part[code] == nil ||
			part[code].Cmp(want[code]) != 0 {
			t.Errorf("Changes(%s) gives %v, want %v", code, part[code], want[code])
		}
	}

	// Through a tree of a day between, step by step.
	if len(h.days) > 0 {
		at := rapid.IntRange(0, len(h.days)-1).Draw(t, "between")
		date := fmt.Sprintf("20%02d-05-01", at)
		var before, after []crosswalk.Change
		for _, c := range h.changes {
			if c.Date <= date {
				before = append(before, c)
			} else {
				after = append(after, c)
			}
		}
		between := tree(h.days[at])
		one, two := build(old, between, before), build(between, now, after)
		stepwise := check(two.Carry(
			target.Flow, check(one.Carry(target.Flow, c, crosswalk.CarryOptions{})), crosswalk.CarryOptions{},
		))
		if !stepwise.Equal(sum) {
			t.Errorf("step by step %s, at once %s", shown(stepwise), shown(sum))
		}
	}
}

func TestCrosswalkProperties(t *testing.T) { rapid.Check(t, crosswalkLaws) }

func FuzzCrosswalk(f *testing.F) { f.Fuzz(rapid.MakeFuzz(crosswalkLaws)) }

// FuzzNew reads changes from text: no input may panic, and what is
// accepted conserves.
func FuzzNew(f *testing.F) {
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

		var changes []crosswalk.Change
		for line := range strings.SplitSeq(list, ",") {
			var c crosswalk.Change
			var w string
			_, _ = fmt.Sscan(line, &c.Date, &c.From, &c.To, &w)
			c.Weight, _ = decimal.NewFromString(w)
			changes = append(changes, c)
		}

		old := tree(first)
		s, err := crosswalk.New(old, tree(last), changes)
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
			if !slices.ContainsFunc(slices.Collect(old.Children(u.Code)), func(c hierarchy.Unit) bool {
				return c.Role != hierarchy.Memo
			}) && u.Role == hierarchy.Member {
				leaves[u.Code] = decimal.New(int64(len(leaves)+3), 0)
				total = total.Add(leaves[u.Code])
			}
		}

		c, err := old.Column(maps.All(leaves))
		if err != nil {
			t.Fatal(err)
		}

		got, err := s.Carry(target.Flow, c, crosswalk.CarryOptions{})
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
