package ranking_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// round18 is a rational in 18 decimals.
func round18(x *big.Rat) decimal.Decimal { return num(x.FloatString(18)) }

// checkPlainPressures adds the parts up on rationals, from the plain rows.
func checkPlainPressures(t *rapid.T) {
	o := drawPlainOptions(t)
	list := drawPlain(t, "list")
	if len(list) > 50 {
		list = list[:50]
	}

	table, err := ranking.New(list, o)
	if err != nil {
		t.Fatal(err)
	}
	want, score := plainRows(list, o, nil, nil)
	po := ranking.PressureOptions{
		Cut:          rapid.IntRange(-6, 6).Draw(t, "cut"),
		AbsentAsZero: rapid.Bool().Draw(t, "absent"),
	}

	po.Force = target.Force(rapid.IntRange(0, 3).Draw(t, "force"))
	po.Publicity = ranking.Publicity(rapid.IntRange(0, 3).Draw(t, "pub"))
	months := 0
	if rapid.Bool().Draw(t, "period") {
		po.Period = target.Years(2011, 2012)
		months = rapid.IntRange(-3, 27).Draw(t, "months")
		y, m := 2010, 12+months
		for m > 12 {
			y, m = y+1, m-12
		}
		po.At = target.Month(y, time.Month(m))
	}

	weights := make([]*big.Rat, 7)
	zero := true

	for i, w := range []*decimal.Decimal{
		&po.Weights.Shortfall, &po.Weights.Ahead, &po.Weights.Next, &po.Weights.Cut, &po.Weights.Time,
		&po.Weights.Force, &po.Weights.Publicity,
	} {
		*w = decimal.New(int64(rapid.IntRange(0, 3).Draw(t, "w")), int32(rapid.IntRange(-30, 30).Draw(t, "e")))
		weights[i] = w.Rat()
		zero = zero && w.IsZero()
	}

	quotas := o.Target.Valid

	for _, e := range list {
		quotas = quotas || e.Target.Valid
	}
	applies := []bool{quotas, true, true, po.Cut != 0, !po.Period.IsZero(), po.Force != 0, po.Publicity != 0}
	total := new(big.Rat)

	for i := range weights {
		if zero {
			weights[i] = big.NewRat(1, 1)
		}
		if !applies[i] && !po.AbsentAsZero {
			weights[i] = new(big.Rat)
		}
		total.Add(total, weights[i])
	}

	got, err := table.Pressures(po)
	if (err != nil) != (total.Sign() == 0) {
		t.Fatalf("error %v with a weight of %v", err, total)
	}
	if err != nil {
		return
	}
	var all []ranking.Pressure

	for _, r := range want {
		if r.Rank == 0 {
			continue
		}
		var peers []ranking.Row
		for _, f := range want {
			if f.Rank > 0 && (!o.Groups || f.Group == r.Group) {
				peers = append(peers, f)
			}
		}
		dist := func(a, b ranking.Row) *big.Rat {
			d := new(big.Rat).Sub(score[a.Code], score[b.Code])
			return d.Abs(d)
		}
		spread := dist(peers[0], peers[len(peers)-1])
		near := func(gap *big.Rat) decimal.Decimal {
			if gap == nil || spread.Sign() == 0 {
				return decimal.Decimal{}
			}
			q := new(big.Rat).Quo(gap, spread)
			return round18(q.Sub(big.NewRat(1, 1), q))
		}
		var p ranking.Parts
		if r.ToTarget.Valid && r.ToTarget.Decimal.Sign() > 0 {
			g := r.Target
			if !g.Valid {
				g = o.Target
			}
			p.Shortfall = num("1")
			if gr := new(big.Rat).Abs(g.Decimal.Rat()); r.ToTarget.Decimal.Rat().Cmp(gr) < 0 {
				p.Shortfall = round18(new(big.Rat).Quo(r.ToTarget.Decimal.Rat(), gr))
			}
		}
		if len(peers) > 1 {
			p.Ahead = round18(big.NewRat(int64(r.First-1), int64(len(peers)-1)))
		}
		if r.ToNext.Valid {
			p.Next = near(r.ToNext.Decimal.Rat())
		}
		if po.Cut != 0 {
			safe := func(f ranking.Row) bool {
				first, last := f.First, f.Last
				if o.Ties == ranking.Ordinal {
					first, last = f.Rank, f.Rank
				}
				if po.Cut > 0 {
					return first <= po.Cut
				}
				return last <= len(peers)+po.Cut
			}
			var gap *big.Rat
			for _, f := range peers {
				if safe(f) != safe(r) && (gap == nil || dist(f, r).Cmp(gap) < 0) {
					gap = dist(f, r)
				}
			}
			p.Cut = near(gap)
		}
		if !po.Period.IsZero() {
			p.Time = round18(big.NewRat(int64(min(max(months, 0), 24)), 24))
		}
		p.Force = round18(big.NewRat(int64(po.Force), 3))
		p.Publicity = round18(big.NewRat(int64(po.Publicity), 3))
		index := new(big.Rat)
		for i, x := range []decimal.Decimal{p.Shortfall, p.Ahead, p.Next, p.Cut, p.Time, p.Force, p.Publicity} {
			index.Add(index, new(big.Rat).Mul(weights[i], x.Rat()))
		}
		all = append(all, ranking.Pressure{Row: r, Index: round18(index.Quo(index, total)), Parts: p})
	}

	if diff := cmp.Diff(all, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%+v\n%+v\nPressures() mismatch (-want +got):\n%s", o, po, diff)
	}
}

func TestPlainPressures(t *testing.T) { rapid.Check(t, checkPlainPressures) }
