package ranking_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// exact is a fraction of no more than 130 decimals as the decimal that it is.
func exact(x *big.Rat) decimal.Decimal {
	m := new(big.Int).Mul(x.Num(), fine)
	rest := new(big.Int)
	if m.QuoRem(m, x.Denom(), rest); rest.Sign() != 0 {
		panic(x.String())
	}
	return decimal.NewFromBigInt(m, -130)
}

var fine = new(big.Int).Exp(big.NewInt(10), big.NewInt(130), nil)

// plainRows makes every row of a table by definition: each unit against each
// other one of its group, on rationals. Earlier rows are by code.
func plainRows(
	list []ranking.Entry,
	o ranking.Options,
	earlier map[string]ranking.Row,
	then map[string]*big.Rat,
) ([]ranking.Row, map[string]*big.Rat) {
	goal := func(e ranking.Entry) decimal.NullDecimal {
		if e.Target.Valid {
			return e.Target
		}
		return o.Target
	}

	score := map[string]*big.Rat{}
	for _, e := range list {
		if e.Missing {
			continue
		}
		x := e.Value.Rat()
		if !o.Places.IsZero() {
			x, _ = new(big.Rat).SetString(x.FloatString(int(o.Places.Or(0))))
		}
		if o.Better == target.Nearer {
			x = x.Sub(x, goal(e).Decimal.Rat())
			x.Abs(x)
		}
		score[e.Code] = x
	}

	better := func(x, y *big.Rat) int { // negative where x is better
		if o.Better == target.Higher {
			return y.Cmp(x)
		}
		return x.Cmp(y)
	}

	compare := func(a, b ranking.Entry) int {
		if c := better(score[a.Code], score[b.Code]); c != 0 {
			return c
		}
		for i := range max(len(a.TieBreak), len(b.TieBreak)) {
			if i >= len(a.TieBreak) {
				return 1
			}
			if i >= len(b.TieBreak) {
				return -1
			}
			way := o.Better
			if i < len(o.TieBreak) && o.TieBreak[i] != 0 {
				way = o.TieBreak[i]
			}
			c := a.TieBreak[i].Rat().Cmp(b.TieBreak[i].Rat())
			if way != target.Lower {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	}

	ranked := func(e ranking.Entry) bool { return !e.Missing && e.Exempt == "" }
	state := func(e ranking.Entry) int {
		switch {
		case ranked(e):
			return 0
		case e.Exempt != "":
			return 1
		}
		return 2
	}

	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b ranking.Entry) int {
		if o.Groups && a.Group != b.Group {
			return strings.Compare(a.Group, b.Group)
		}
		if c := state(a) - state(b); c != 0 {
			return c
		}
		if state(a) == 0 {
			if c := compare(a, b); c != 0 {
				return c
			}
		}
		return strings.Compare(a.Code, b.Code)
	})

	class := map[string]int{} // of equals, the better the less

	for i, e := range sorted {
		if i > 0 && state(e) == 0 {
			class[e.Code] = class[sorted[i-1].Code]
			if state(sorted[i-1]) != 0 || compare(sorted[i-1], e) != 0 {
				class[e.Code] = i
			}
		}
	}

	lead := func(x, y *big.Rat) decimal.NullDecimal {
		d := new(big.Rat).Sub(x, y)
		return decimal.NewNullDecimal(exact(d.Abs(d)))
	}

	var all []ranking.Row

	for _, e := range sorted {
		r := ranking.Row{Entry: e}
		if e.Missing {
			r.Value = decimal.Decimal{}
		}
		var peers []ranking.Entry // those with a rank, in order
		for _, f := range sorted {
			if ranked(f) && (!o.Groups || f.Group == e.Group) {
				peers = append(peers, f)
			}
		}
		r.Of = len(peers)
		if g := goal(e); g.Valid && !e.Missing {
			x := new(big.Rat).Set(score[e.Code])
			switch o.Better {
			case target.Higher:
				x.Sub(g.Decimal.Rat(), x)
			case target.Lower:
				x.Sub(x, g.Decimal.Rat())
			}
			r.ToTarget = decimal.NewNullDecimal(exact(x))
		}
		was, ok := earlier[e.Code]
		if ok && (!o.Groups || was.Group == e.Group) {
			r.Before = was.Rank
		}
		if !ranked(e) {
			all = append(all, r)
			continue
		}
		var ahead, equal, behind, place int
		placesAhead, placesBehind := 0, 0
		next := -1
		for k, f := range peers {
			c := class[f.Code] - class[e.Code]
			first := k == 0 || class[peers[k-1].Code] != class[f.Code]
			switch {
			case c < 0:
				ahead++
				if first {
					placesAhead++
				}
				next = k
			case c == 0:
				equal++
			default:
				behind++
				if first {
					placesBehind++
				}
			}
			if f.Code == e.Code {
				place = k
			}
		}
		switch o.Ties {
		case ranking.Competition:
			r.Rank, r.FromEnd = ahead+1, behind+1
		case ranking.Modified:
			r.Rank, r.FromEnd = ahead+equal, behind+equal
		case ranking.Dense:
			r.Rank, r.FromEnd = placesAhead+1, placesBehind+1
		default:
			r.Rank, r.FromEnd = place+1, len(peers)-place
			next = place - 1
		}
		r.Tied, r.First, r.Last = equal, ahead+1, ahead+equal
		if o.Tiles > 0 {
			at := r.First - 1
			if o.Ties == ranking.Ordinal {
				at = place
			}
			for tile, from := 1, 0; ; tile++ {
				size := len(peers) / o.Tiles
				if tile <= len(peers)%o.Tiles {
					size++
				}
				if from += size; at < from {
					r.Tile = tile
					break
				}
			}
		}
		for _, class := range o.Classes {
			if class.Place > 0 && r.First > class.Place ||
				class.Value.Valid && better(score[e.Code], class.Value.Decimal.Rat()) > 0 {
				continue
			}
			r.Class = class.Name
			break
		}
		if next >= 0 {
			r.ToNext = lead(score[peers[next].Code], score[e.Code])
		}
		r.ToLeader = lead(score[peers[0].Code], score[e.Code])
		if r.Before > 0 {
			r.Move = r.Before - r.Rank
			switch {
			case r.Move > 0:
				r.Streak = max(was.Streak, 0) + 1
			case r.Move < 0:
				r.Streak = min(was.Streak, 0) - 1
			}
			r.Change = decimal.NewNullDecimal(exact(new(big.Rat).Sub(score[e.Code], then[e.Code])))
		}
		all = append(all, r)
	}
	return all, score
}

// drawPlain draws entries of one of several mixes of figures, from a few to
// more than are sorted by comparing.
func drawPlain(t *rapid.T, label string) []ranking.Entry {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, label+" seed"), 1))
	n := rapid.IntRange(0, 9).Draw(t, label+" n")
	if rapid.IntRange(0, 399).Draw(t, label+" many") == 0 {
		n = 300 + r.IntN(60)
	}

	mix, groups := r.IntN(8), 1+r.IntN(5)
	figure := func() decimal.Decimal {
		m := mix
		if m == 7 {
			m = r.IntN(7)
		}
		sign := int64(1 - 2*r.IntN(2))
		switch m {
		case 0:
			return decimal.New(int64(r.IntN(7)-3), 0)
		case 1:
			return decimal.New(int64(r.IntN(601)-300), -2)
		case 2:
			return decimal.New(sign*int64(r.IntN(4)), int32(r.IntN(41)-20))
		case 3:
			return decimal.New(sign*(1<<62+r.Int64N(1<<62)), int32(r.IntN(3)-1))
		case 4:
			b := new(big.Int).Mul(big.NewInt(sign*r.Int64()), big.NewInt(r.Int64()))
			return decimal.NewFromBigInt(b, int32(r.IntN(4)-2))
		case 5:
			return decimal.New(sign*r.Int64(), -int32(r.IntN(90)))
		default: // close to each other, at different exponents
			return decimal.New(sign*(1e17+int64(r.IntN(3))), -18).
				Mul(decimal.New(1, -int32(r.IntN(3)))).
				Add(decimal.New(int64(r.IntN(2)), -60))
		}
	}

	taken := map[string]bool{}
	var list []ranking.Entry

	for len(list) < n {
		code := fmt.Sprintf("%s%d", []string{"", "district-", "district-district-"}[r.IntN(3)], r.IntN(2*n))
		if taken[code] {
			continue
		}
		taken[code] = true
		e := ranking.Entry{Code: code, Group: fmt.Sprint("g", r.IntN(groups)), Value: figure()}
		if r.IntN(7) == 0 {
			e.Missing = true
		}
		if r.IntN(9) == 0 {
			e.Exempt = "why not"
		}
		for range r.IntN(3) {
			e.TieBreak = append(e.TieBreak, decimal.New(int64(r.IntN(2))*10, -int32(r.IntN(2))))
		}
		if r.IntN(4) == 0 {
			e.Target = decimal.NewNullDecimal(figure())
		}
		list = append(list, e)
	}
	return list
}

// drawPlainOptions draws more tiles, classes and tie-break directions than
// drawOptions does.
func drawPlainOptions(t *rapid.T) ranking.Options {
	o := drawOptions(t)
	o.Tiles = rapid.IntRange(0, 7).Draw(t, "tiles")
	o.TieBreak = rapid.SliceOfN(rapid.SampledFrom([]target.Direction{0, target.Higher, target.Lower}), 0, 2).
		Draw(t, "keys")
	switch rapid.IntRange(0, 2).Draw(t, "classes") {
	case 0:
		o.Classes = []ranking.Class{
			{Name: "one", Place: rapid.IntRange(1, 3).Draw(t, "place")},
			{Name: "good", Value: some("1")},
			{Name: "five", Place: 5},
		}
	case 1:
		o.Classes = nil
	}
	return o
}

// checkPlainRows holds whole rows of tables in a row, with movement and groups
// that change, against those made by definition.
func checkPlainRows(t *rapid.T) {
	o := drawPlainOptions(t)
	var earlier map[string]ranking.Row
	var then map[string]*big.Rat
	var before *ranking.Table

	for range rapid.IntRange(1, 3).Draw(t, "tables") {
		if rapid.Bool().Draw(t, "other places") {
			o.Places = rapid.SampledFrom([]target.Precision{
				{}, target.Places(0), target.Places(2), target.Places(18), target.Places(30),
			}).
				Draw(t, "places")
		}
		list := drawPlain(t, "list")
		o.Before = before
		table, err := ranking.New(list, o)
		if err != nil {
			t.Fatal(err)
		}
		want, score := plainRows(list, o, earlier, then)
		if diff := cmp.Diff(want, rows(table), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%+v\nNew() mismatch (-want +got):\n%s", o, diff)
		}
		for r := range table.All() {
			ahead := new(big.Rat)
			if r.Rank > 0 && r.Of > 1 {
				ahead.SetFrac64(int64(r.First-1), int64(r.Of-1))
			}
			if want := num(ahead.FloatString(18)); !r.Percentile().Equal(want) {
				t.Fatalf("%s.Percentile() = %v, want %v", r.Code, r.Percentile(), want)
			}
		}
		before, then, earlier = table, score, map[string]ranking.Row{}
		for _, r := range want {
			earlier[r.Code] = r
		}
	}
}

func TestPlainRows(t *testing.T) { rapid.Check(t, checkPlainRows) }
