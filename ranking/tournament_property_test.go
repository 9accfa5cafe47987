package ranking_test

import (
	"math/big"
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

// checkPlainTournament compares every unit with its rivals on rationals.
func checkPlainTournament(t *rapid.T) {
	o := drawPlainOptions(t)
	list := drawPlain(t, "list")
	if len(list) > 50 {
		list = list[:50]
	}

	var e0 map[string]ranking.Row
	var then map[string]*big.Rat
	if rapid.Bool().Draw(t, "before") {
		l0 := drawPlain(t, "before list")
		o.Before, _ = ranking.New(l0, o)
		r0, s0 := plainRows(l0, o, nil, nil)
		e0, then = map[string]ranking.Row{}, s0
		for _, r := range r0 {
			e0[r.Code] = r
		}
	}

	table, err := ranking.New(list, o)
	if err != nil {
		t.Fatal(err)
	}
	want, score := plainRows(list, o, e0, then)

	for _, r := range want {
		if r.Rank == 0 {
			continue
		}
		lead := func(x, y *big.Rat) *big.Rat {
			if o.Better == target.Higher {
				return new(big.Rat).Sub(x, y)
			}
			return new(big.Rat).Sub(y, x)
		}
		other := func(d decimal.NullDecimal) decimal.NullDecimal {
			if !d.Valid {
				return d
			}
			x := d.Decimal.Rat()
			if !o.Places.IsZero() {
				x, _ = new(big.Rat).SetString(x.FloatString(int(o.Places.Or(0))))
			}
			if o.Better == target.Nearer {
				g := r.Target
				if !g.Valid {
					g = o.Target
				}
				x.Sub(x, g.Decimal.Rat())
				x.Abs(x)
			}
			return decimal.NewNullDecimal(exact(lead(score[r.Code], x)))
		}
		var rv ranking.Rivals
		if rapid.Bool().Draw(t, "pred") {
			rv.Predecessor = decimal.NewNullDecimal(drawFigure(t, "pred"))
		}
		if rapid.Bool().Draw(t, "past") {
			rv.Past = decimal.NewNullDecimal(drawFigure(t, "past"))
		}
		w := ranking.Tournament{Row: r, Predecessor: other(rv.Predecessor), Past: other(rv.Past)}
		if !rv.Past.Valid && r.Before > 0 {
			w.Past = decimal.NewNullDecimal(exact(lead(score[r.Code], then[r.Code])))
		}
		sum := new(big.Rat)
		var leads []decimal.NullDecimal
		for _, f := range want {
			if f.Code != r.Code && rapid.Bool().Draw(t, "n") {
				rv.Neighbours = append(rv.Neighbours, f.Code)
				if f.Rank > 0 {
					l := lead(score[r.Code], score[f.Code])
					sum.Add(sum, l)
					w.Neighbours = append(w.Neighbours, ranking.Rival{Code: f.Code, Lead: exact(l)})
					leads = append(leads, decimal.NewNullDecimal(exact(l)))
				}
			}
		}
		slices.SortFunc(w.Neighbours, func(a, b ranking.Rival) int { return strings.Compare(a.Code, b.Code) })
		for _, l := range append(leads, w.Predecessor, w.Past) {
			switch l.Decimal.Sign() {
			case 1:
				w.Won++
			case -1:
				w.Lost++
			}
		}
		got, err := table.Tournament(r.Code, rv)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(w.Neighbours); n > 0 {
			mean := new(big.Rat).Quo(sum, big.NewRat(int64(n), 1))
			d := new(big.Rat).Sub(mean, got.OverMean.Decimal.Rat())
			ulp := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(18), nil))
			if d.Abs(d).Cmp(ulp) > 0 {
				t.Fatalf("lead over the mean %v, want %v", got.OverMean, mean)
			}
			w.OverMean = got.OverMean
		}
		if diff := cmp.Diff(w, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%+v\n%+v\nTournament() mismatch (-want +got):\n%s", o, rv, diff)
		}
	}
}

func TestPlainTournament(t *testing.T) { rapid.Check(t, checkPlainTournament) }
