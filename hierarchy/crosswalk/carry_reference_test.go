package crosswalk_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

// branches is a tree as the reference reads it: its units by code.
type branches map[string]hierarchy.Unit

// memo reports whether a unit is or is under an "of which".
func (b branches) memo(code string) bool {
	for ; code != ""; code = b[code].Parent {
		if b[code].Role == hierarchy.Memo {
			return true
		}
	}
	return false
}

// within reports whether a unit is another or makes part of it.
func (b branches) within(code, upper string) bool {
	for code != upper && b[code].Role != hierarchy.Memo && b[code].Parent != "" {
		code = b[code].Parent
	}
	return code == upper
}

func (b branches) leaf(code string) bool {
	for _, u := range b {
		if u.Parent == code && u.Role != hierarchy.Memo {
			return false
		}
	}
	return true
}

func drawBranches(t *rapid.T, codes []string, memos bool) (*hierarchy.Tree, branches) {
	units, depth, by := []hierarchy.Unit{{Code: "0", Level: "0"}}, map[string]int{}, branches{}
	by["0"] = units[0]
	for _, code := range codes {
		parent := units[rapid.IntRange(0, len(units)-1).Draw(t, "parent")].Code
		if depth[parent] == 3 {
			parent = "0"
		}
		depth[code] = depth[parent] + 1
		u := hierarchy.Unit{Code: code, Parent: parent, Level: fmt.Sprint(depth[code])}
		switch r := rapid.IntRange(0, 9).Draw(t, "role"); {
		case r == 0 && memos:
			u.Role = hierarchy.Memo
		case r == 1:
			u.Role = hierarchy.Residual
		}
		units, by[code] = append(units, u), u
	}

	tree, err := hierarchy.NewTree([]string{"0", "1", "2", "3"}, units)
	if err != nil {
		t.Fatal(err)
	}
	return tree, by
}

// lineage is a history of units on several levels.
type lineage struct {
	old, now  branches
	changes   []crosswalk.Change
	crosswalk *crosswalk.Crosswalk
}

// drawLineage draws one; it has no crosswalk where the history is refused.
func drawLineage(t *rapid.T) (l lineage) {
	pool := []string{"a", "b", "c", "d", "e", "f", "g", "h", "x", "y"}
	memos := rapid.IntRange(0, 5).Draw(t, "memos") == 0
	first := rapid.SliceOfNDistinct(rapid.SampledFrom(pool[:8]), 1, 6, rapid.ID).Draw(t, "first")
	old, olds := drawBranches(t, first, memos)
	alive := map[string]bool{}
	for _, code := range first {
		alive[code] = true
	}

	for day := range rapid.IntRange(0, 3).Draw(t, "days") {
		after := maps.Clone(alive)
		for _, code := range slices.Sorted(maps.Keys(alive)) {
			if rapid.IntRange(0, 3).Draw(t, "changed") > 0 {
				continue
			}

			to := rapid.SliceOfNDistinct(rapid.SampledFrom(pool), 1, 2, rapid.ID).Draw(t, "to")
			weights := []int64{100}
			if len(to) == 2 {
				w := rapid.Int64Range(1, 99).Draw(t, "weight")
				weights = []int64{w, 100 - w}
			}

			if !slices.Contains(to, code) &&
				!slices.ContainsFunc(l.changes, func(c crosswalk.Change) bool { return c.To == code }) {
				delete(after, code)
			}

			for i, next := range to {
				l.changes = append(l.changes, crosswalk.Change{
					Date: fmt.Sprintf("20%02d-02", day), From: code, To: next, Weight: decimal.New(weights[i], -2),
				})
				after[next] = true
			}
		}

		alive = after
	}

	last := slices.Sorted(maps.Keys(alive))
	if rapid.Bool().Draw(t, "vanish") { // as units above others may
		last = slices.DeleteFunc(last, func(string) bool { return rapid.IntRange(0, 3).Draw(t, "vanishes") == 0 })
	}
	now, news := drawBranches(t, last, memos)
	l.old, l.now = olds, news
	l.crosswalk, _ = crosswalk.New(old, now, l.changes)
	return l
}

// shares are those of old units by new one, by the definition.
func (l lineage) shares() map[string]map[string]*big.Rat {
	shares := map[string]map[string]*big.Rat{}
	for u := range l.old {
		start := map[string]*big.Rat{}
		for code := range l.old {
			start[code] = new(big.Rat)
		}
		for _, c := range l.changes {
			start[c.From], start[c.To] = new(big.Rat), new(big.Rat)
		}
		start[u] = rat(1)
		for v, w := range carried(l.changes, start) {
			if _, ok := l.now[v]; !ok || w.Sign() == 0 || l.old.memo(u) != l.now.memo(v) {
				continue
			}
			if shares[v] == nil {
				shares[v] = map[string]*big.Rat{}
			}
			shares[v][u] = w
		}
	}

	return shares
}

// use returns the old units whose figures make those of each new one, and
// whether some figure cannot go its way.
func (l lineage) use(
	shares map[string]map[string]*big.Rat, x map[string]decimal.Decimal,
) (used map[string][]string, refused bool) {
	used = map[string][]string{}
	goes, inside := map[string]bool{}, map[string]bool{}
	for v, sources := range shares {
		gaps := false
		for u := range sources {
			_, ok := x[u]
			covered, filled := false, false
			for k := range sources {
				if _, has := x[k]; has && k != u {
					covered = covered || l.old.within(u, k)
					filled = filled || l.old.within(k, u)
				}
			}
			switch {
			case ok && covered:
				inside[u] = true
			case ok:
				used[v], goes[u] = append(used[v], u), true
			case !covered && !filled:
				gaps = true
			}
		}

		refused = refused || gaps && len(used[v]) > 0
	}

	named := func(code string, of func(crosswalk.Change) string) bool {
		return slices.ContainsFunc(l.changes, func(c crosswalk.Change) bool { return of(c) == code })
	}

	for u := range x {
		from := named(u, func(c crosswalk.Change) string { return c.From })
		to := named(u, func(c crosswalk.Change) string { return c.To })
		_, stays := l.now[u]
		lost := true
		for v, sources := range shares {
			lost = lost && sources[u] == nil
			for k := range sources { // the territory: the units at the ends
				if stays && !from && l.old.leaf(k) {
					was, is := l.old.within(k, u), l.now.within(v, u)
					refused = refused || was && !is || is && !was && !to
				}
			}
		}
		refused = refused || lost || inside[u] && goes[u]
	}

	return used, refused
}

// carryMatchesReference carries figures of units on several levels, with memo
// units and gaps among them, and compares with the definition in fractions.
func carryMatchesReference(t *rapid.T) {
	l := drawLineage(t)
	s := l.crosswalk
	if s == nil {
		return
	}

	x, b := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, code := range slices.Sorted(maps.Keys(l.old)) {
		if rapid.IntRange(0, 3).Draw(t, "given") > 0 {
			x[code] = decimal.New(rapid.Int64Range(-100, 100).Draw(t, "figure"), 0)
		}
		b[code] = decimal.New(rapid.Int64Range(0, 3).Draw(t, "basis"), 0)
	}

	columnOf := func(m map[string]decimal.Decimal) hierarchy.Column {
		c, err := s.Old().Column(maps.All(m))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	shares := l.shares()
	used, refused := l.use(shares, x)
	got, err := s.Carry(target.Flow, columnOf(x), crosswalk.CarryOptions{})
	if (err != nil) != refused {
		t.Fatalf("Carry() = %v, refused is %v\nfrom %v\nto %v\nby %v", err, refused, l.old, l.now, l.changes)
	}
	if err != nil {
		return
	}

	whole, err := s.Carry(target.Flow, columnOf(x), crosswalk.CarryOptions{Quantum: decimal.New(1, 0)})
	if err != nil {
		t.Fatal(err)
	}

	mean, meanErr := s.Carry(target.Ratio, columnOf(x), crosswalk.CarryOptions{Basis: columnOf(b)})
	off, none := new(big.Rat), false
	for v, sources := range used {
		sum, num, den := new(big.Rat), new(big.Rat), new(big.Rat)
		for _, u := range sources {
			sum.Add(sum, new(big.Rat).Mul(shares[v][u], x[u].Rat()))
			w := new(big.Rat).Mul(shares[v][u], b[u].Rat())
			den.Add(den, w)
			num.Add(num, w.Mul(w, x[u].Rat()))
		}

		if f, ok := got.At(v); !ok || f.Rat().Cmp(sum) != 0 {
			t.Errorf("Carry() has %v for %s, want %s", f, v, sum.FloatString(6))
		}
		q, _ := whole.At(v)
		miss := sum.Sub(q.Rat(), sum)
		if off.Add(off, miss); !q.IsInteger() || new(big.Rat).Abs(miss).Cmp(rat(1)) >= 0 {
			t.Errorf("Carry() in whole numbers has %v for %s, %s off", q, v, miss.FloatString(6))
		}
		if len(sources) == 1 {
			num, den = x[sources[0]].Rat(), rat(1)
		}
		if den.Sign() == 0 {
			none = true
			continue
		}

		f, _ := mean.At(v)
		miss = num.Sub(num.Quo(num, den), f.Rat())
		if meanErr == nil && miss.Abs(miss).Cmp(big.NewRat(1, 2_000_000_000_000)) > 0 {
			t.Errorf("Carry() has a mean of %v for %s, %s off", f, v, miss.FloatString(20))
		}
	}

	if got.Len() != len(used) || off.Sign() != 0 || none != (meanErr != nil) {
		t.Errorf("%d figures of %d, whole ones %s off; of means %v", got.Len(), len(used), off.FloatString(6), meanErr)
	}
}

func TestCarryMatchesReference(t *testing.T) { rapid.Check(t, carryMatchesReference) }

func FuzzCarry(f *testing.F) { f.Fuzz(rapid.MakeFuzz(carryMatchesReference)) }
