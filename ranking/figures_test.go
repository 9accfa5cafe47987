package ranking_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// corners are figures around the ends of machine words, at exponents around
// those at which two words can still be compared.
func corners() []decimal.Decimal {
	var all []decimal.Decimal
	for _, m := range []string{
		"0", "1", "10", "-5", "-15", "1000000000000000000", "9223372036854775807", "-9223372036854775808",
		"9223372036854775808", "-9223372036854775809", "18446744073709551615", "-1000000000000000000000000000001",
	} {
		for _, exp := range []int32{-20, -19, -18, -1, 0, 1, 19} {
			n, _ := new(big.Int).SetString(m, 10)
			if d := decimal.NewFromBigInt(n, exp); fixed.InBounds(d) {
				all = append(all, d)
			}
		}
	}
	return all
}

// Two figures rank as fractions compare, and lie apart by their difference,
// whatever their scales and lengths.
func TestPairsOfFigures(t *testing.T) {
	all := corners()
	for _, x := range all {
		for _, y := range all {
			list := []ranking.Entry{{Code: "x", Value: x}, {Code: "y", Value: y}}
			table := mustNew(t, list, ranking.Options{Better: target.Higher})
			a, _ := table.Row("x")
			b, _ := table.Row("y")
			c := x.Rat().Cmp(y.Rat())
			if want := [3][2]int{{2, 1}, {1, 1}, {1, 2}}[c+1]; a.Rank != want[0] || b.Rank != want[1] {
				t.Fatalf("%v and %v have the ranks %d and %d", x.Rat(), y.Rat(), a.Rank, b.Rank)
			}
			if !a.Value.Equal(x) || !b.Value.Equal(y) {
				t.Fatalf("%v and %v are shown as %v and %v", x.Rat(), y.Rat(), a.Value.Rat(), b.Value.Rat())
			}
			want := new(big.Rat).Sub(x.Rat(), y.Rat())
			behind := b
			if c < 0 {
				behind = a
			}

			if got := behind.ToLeader; !got.Valid || new(big.Rat).Abs(got.Decimal.Rat()).Cmp(want.Abs(want)) != 0 {
				t.Fatalf("%v and %v are %v apart", x.Rat(), y.Rat(), got.Decimal.Rat())
			}
		}
	}
}

// Many figures are in the order of fractions, rounded or not.
func TestManyFigures(t *testing.T) {
	all := corners()
	var words, near []decimal.Decimal
	for _, d := range all {
		if _, ok := fixed.Word(d); ok {
			words = append(words, d)
			if d.Exponent() >= -1 && d.Exponent() <= 1 && d.NumDigits() <= 17 {
				near = append(near, d)
			}
		}
	}

	round := func(d decimal.Decimal, places target.Precision) *big.Rat {
		if places.IsZero() {
			return d.Rat()
		}
		r, _ := new(big.Rat).SetString(d.Rat().FloatString(int(places.Or(0)))) // halves away from zero
		return r
	}

	for name, figures := range map[string][]decimal.Decimal{"all": all, "words": words, "at one exponent": near} {
		for _, places := range []target.Precision{
			{}, target.Places(0), target.Places(1), target.Places(18), target.Places(19), target.Places(30),
		} {
			var list []ranking.Entry
			for i, d := range figures {
				list = append(list, ranking.Entry{Code: fmt.Sprintf("%03d", i), Value: d})
			}
			list = append(list, ranking.Entry{Code: "none", Missing: true})
			table := mustNew(t, list, ranking.Options{Better: target.Lower, Places: places})
			for i, d := range figures {
				row, _ := table.Row(fmt.Sprintf("%03d", i))
				better := 0
				for _, e := range figures {
					if round(e, places).Cmp(round(d, places)) < 0 {
						better++
					}
				}
				if row.Rank != better+1 {
					t.Fatalf("%s: %v has the rank %d, but %d are better", name, d.Rat(), row.Rank, better)
				}
			}
			codes := []string{}
			for row := range table.All() {
				codes = append(codes, row.Code)
			}
			if len(codes) != len(list) || !slices.Contains(codes, "none") {
				t.Errorf("%s: %d rows of %d", name, len(codes), len(list))
			}
		}
	}
}

// TestChangesOfFigures ranks every figure with every other as the earlier one.
func TestChangesOfFigures(t *testing.T) {
	all := corners()
	for shift := range all {
		var now, then []ranking.Entry
		for i, d := range all {
			code := fmt.Sprintf("%03d", i)
			now = append(now, ranking.Entry{Code: code, Value: d})
			then = append(then, ranking.Entry{Code: code, Value: all[(i+shift)%len(all)]})
		}
		before := mustNew(t, then, ranking.Options{Better: target.Higher})
		for row := range mustNew(t, now, ranking.Options{Better: target.Higher, Before: before}).All() {
			was, _ := before.Row(row.Code)
			want := new(big.Rat).Sub(row.Value.Rat(), was.Value.Rat())
			if got := row.Change; !got.Valid || got.Decimal.Rat().Cmp(want) != 0 {
				t.Fatalf("from %v to %v is a change of %v", was.Value.Rat(), row.Value.Rat(), got.Decimal.Rat())
			}
		}
	}
}

// TestHalves rounds halves away from zero, figures in words as those beyond.
func TestHalves(t *testing.T) {
	wide := num("100000000000000000000")
	for _, c := range []struct{ figure, published string }{
		{"0.5", "1"},
		{"1.5", "2"},
		{"2.5", "3"},
		{"0.49", "0"},
		{"0.51", "1"},
		{"-0.5", "-1"},
		{"-1.5", "-2"},
		{"-2.5", "-3"},
		{"-0.49", "0"},
		{"-0.51", "-1"},
	} {
		for _, more := range []decimal.Decimal{{}, wide, wide.Neg()} {
			figure, published := num(c.figure), num(c.published)
			if more.Sign() == figure.Sign() {
				figure, published = figure.Add(more), published.Add(more)
			}
			list := []ranking.Entry{{Code: "a", Value: figure}, {Code: "b", Value: published}}
			table := mustNew(t, list, ranking.Options{Better: target.Higher, Places: target.Places(0)})
			for row := range table.All() {
				if row.Rank != 1 {
					t.Errorf("%s in no decimals is not %s", figure, published)
				}
			}
		}
	}
}
