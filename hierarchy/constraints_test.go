package hierarchy_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// limits are what a unit's quota may be, in quanta of any size; nil is without
// limit.
type limits struct {
	least, most           *big.Int
	leastBelow, mostBelow bool // the units below it say so
	idle                  bool // its weight is zero beside others that are not
}

// narrow is the documented cascade of bounds: what children need together, of
// which none takes the sign opposite to the total's unless its bounds say so,
// limits their parent. A child without weight gets what is nearest to zero.
func (w *limits) narrow(children []limits, sign int) {
	least, most := new(big.Int), new(big.Int)
	switch {
	case w.least != nil && w.least.Sign() > 0:
		sign = 1
	case w.most != nil && w.most.Sign() < 0:
		sign = -1
	}

	for _, c := range children {
		low, high := c.least, c.most
		if low == nil && sign >= 0 {
			if low = new(big.Int); high != nil && high.Sign() < 0 {
				low = high
			}
		}

		if high == nil && sign < 0 {
			if high = new(big.Int); low != nil && low.Sign() > 0 {
				high = low
			}
		}

		if c.idle {
			nearest := new(big.Int)
			switch {
			case low != nil && low.Sign() > 0:
				nearest = low
			case high != nil && high.Sign() < 0:
				nearest = high
			}
			low, high = nearest, nearest
		}

		if least != nil && low != nil {
			least.Add(least, low)
		} else {
			least = nil
		}

		if most != nil && high != nil {
			most.Add(most, high)
		} else {
			most = nil
		}
	}

	if least != nil && (sign < 0 || least.Sign() > 0) && (w.least == nil || w.least.Cmp(least) < 0) {
		w.least, w.leastBelow = least, true
	}
	if most != nil && (sign >= 0 || most.Sign() < 0) && (w.most == nil || w.most.Cmp(most) > 0) {
		w.most, w.mostBelow = most, true
	}
}

func (w limits) crossed() bool { return w.least != nil && w.most != nil && w.least.Cmp(w.most) > 0 }

func nullable(v *big.Int) (d decimal.NullDecimal) {
	if v != nil {
		d = decimal.NewNullDecimal(decimal.NewFromBigInt(v, 0))
	}
	return d
}

// Quotas at and beyond the ends of machine words obey bounds on two levels as
// small ones do.
func boundsOfAnySize(t *rapid.T) {
	units := []hierarchy.Unit{{Code: "0", Level: "nation"}}
	children := map[string][]string{}
	add := func(code, level, parent string) {
		units = append(units, hierarchy.Unit{Code: code, Level: level, Parent: parent})
		children[parent] = append(children[parent], code)
	}

	for i := range rapid.IntRange(1, 3).Draw(t, "provinces") {
		add(fmt.Sprint(i+1), "province", "0")
		for j := range rapid.IntRange(0, 3).Draw(t, "prefectures") {
			add(fmt.Sprintf("%d.%d", i+1, j), "prefecture", fmt.Sprint(i+1))
		}
	}

	tree, err := hierarchy.NewTree([]string{"nation", "province", "prefecture"}, units)
	if err != nil {
		t.Fatal(err)
	}

	whole := func(label string, bits int) *big.Int {
		v := new(big.Int).Lsh(big.NewInt(1), uint(rapid.IntRange(0, bits).Draw(t, label+" bits")))
		if rapid.Bool().Draw(t, label+" near the top") {
			return v.Sub(v, big.NewInt(rapid.Int64Range(0, 3).Draw(t, label)))
		}
		return v.Quo(v, big.NewInt(rapid.Int64Range(1, 9).Draw(t, label)))
	}

	bits := rapid.SampledFrom([]int{6, 40, 62, 64, 70}).Draw(t, "bits")
	quantum := decimal.New(
		rapid.SampledFrom([]int64{1, 1, 5, 1 << 62}).Draw(t, "quantum"),
		rapid.Int32Range(-4, 4).Draw(t, "exponent"),
	)
	total := whole("total", bits)
	if rapid.IntRange(0, 2).Draw(t, "below zero") == 0 {
		total.Neg(total)
	}
	of := map[string]*limits{}
	for _, u := range units {
		of[u.Code] = new(limits)
	}
	column := func(label string) (hierarchy.Column, map[string]decimal.Decimal) {
		x, exp := map[string]decimal.Decimal{}, rapid.Int32Range(-3, 3).Draw(t, label+" exponent")
		for _, u := range units[1:] {
			if rapid.IntRange(0, 2).Draw(t, label+"?") == 0 {
				v := whole(label, bits)
				if rapid.IntRange(0, 2).Draw(t, label+" below zero") == 0 {
					v.Neg(v)
				}
				x[u.Code] = decimal.NewFromBigInt(v, exp)
				if rapid.Bool().Draw(t, label+" in quanta") {
					x[u.Code] = decimal.NewFromBigInt(v, 0).Mul(quantum)
				}
			}
		}
		c, err := tree.Column(maps.All(x))
		if err != nil {
			t.Fatal(err)
		}
		return c, x
	}

	low, minima := column("min")
	high, maxima := column("max")
	step := ratOf(quantum)
	for code, v := range minima {
		x := new(big.Rat).Quo(ratOf(v), step)
		of[code].least = new(big.Int).Neg(new(big.Int).Div(new(big.Int).Neg(x.Num()), x.Denom()))
	}

	for code, v := range maxima {
		x := new(big.Rat).Quo(ratOf(v), step)
		of[code].most = new(big.Int).Div(x.Num(), x.Denom())
	}

	weights := map[string]decimal.Decimal{}
	for _, u := range units {
		weights[u.Code] = decimal.New(rapid.Int64Range(0, 5).Draw(t, "weight"), 0)
	}
	by, err := tree.Column(maps.All(weights))
	if err != nil {
		t.Fatal(err)
	}

	failed := false
	family := func(parent string) (all []limits) {
		some := slices.ContainsFunc(children[parent], func(c string) bool { return !weights[c].IsZero() })
		for _, c := range children[parent] {
			w := *of[c]
			w.idle = some && weights[c].IsZero()
			all = append(all, w)
		}
		return all
	}

	for _, p := range children["0"] {
		for _, c := range children[p] {
			failed = failed || of[c].crossed()
		}
		failed = failed || of[p].crossed()
		if len(children[p]) > 0 {
			of[p].narrow(family(p), total.Sign())
		}
		failed = failed || of[p].crossed()
	}

	quotas, states := map[string]decimal.Decimal{
		"0": decimal.NewFromBigInt(total, 0),
	}, map[string]apportion.DecidedBy{"0": apportion.ByClaim}

	for _, u := range units {
		if len(children[u.Code]) == 0 || failed {
			continue
		}

		var claims []apportion.Party
		for i, w := range family(u.Code) {
			claims = append(claims, apportion.Party{
				Weight: weights[children[u.Code][i]], Min: nullable(w.least), Max: nullable(w.most),
			})
		}

		shares, err := apportion.Apportion(quotas[u.Code], claims, apportion.Options{})
		if failed = err != nil; failed {
			break
		}

		for i, c := range children[u.Code] {
			quotas[c], states[c] = shares.Shares[i], shares.DecidedBy[i]
			if w := of[c]; states[c] == apportion.ByMinimum && w.leastBelow || states[c] == apportion.ByMaximum &&
				w.mostBelow {
				states[c] = apportion.ByDescendants
			}
		}
	}

	tgt := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2015), Value: decimal.NewFromBigInt(total, 0).Mul(quantum),
		Indicator: target.Indicator{
			Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(4), Quantum: quantum,
		},
	}

	plan, err := hierarchy.Cascade(
		tree, tgt, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(by), Min: low, Max: high}},
	)
	if failed != (err != nil) {
		t.Fatalf("Cascade() says %v, the bounds cannot be met: %v", err, failed)
	}
	if err != nil {
		return
	}

	if err := plan.Check(); err != nil {
		t.Error(err)
	}

	for code, want := range quotas {
		q, ok := plan.Quota(code)
		if !ok || !q.Value.Equal(want.Mul(quantum)) || q.DecidedBy != states[code] {
			t.Errorf("%s has %v (%v), want %v (%v)", code, q.Value, q.DecidedBy, want.Mul(quantum), states[code])
		}
	}
}

func TestBoundsOfAnySize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 10 { // since many of the draws cannot be met
			boundsOfAnySize(t)
		}
	})
}

func FuzzBounds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(boundsOfAnySize)) }

// A bound beyond a word gives way to one that is a word.
func TestWideBoundNarrowed(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"nation", "province", "prefecture"}, []hierarchy.Unit{
		{Code: "0", Level: "nation"},
		{Code: "1", Level: "province", Parent: "0"},
		{Code: "2", Level: "province", Parent: "0"},
		{Code: "11", Level: "prefecture", Parent: "1"},
		{Code: "21", Level: "prefecture", Parent: "2"},
	})
	if err != nil {
		t.Fatal(err)
	}

	by := hierarchy.Proportional(column(t, tree, figures("1", "1", "2", "1", "11", "1", "21", "1")))
	for _, x := range []struct {
		total string
		rule  hierarchy.Rule
		want  string
	}{
		{
			"10",
			hierarchy.Rule{Min: column(t, tree, figures("1", "-1e30", "11", "8"))},
			"0=10 1=8(descendants) 2=2 11=8(minimum) 21=2",
		},
		{
			"10",
			hierarchy.Rule{Max: column(t, tree, figures("1", "1e30", "11", "2"))},
			"0=10 1=2(descendants) 2=8 11=2(maximum) 21=8",
		},
	} {
		x.rule.Method = by
		tgt := target.Target{
			Code: "t", Unit: "0", Period: target.Year(2015), Value: d(x.total),
			Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher},
		}
		p, err := hierarchy.Cascade(tree, tgt, hierarchy.Options{Rule: x.rule})
		if err != nil {
			t.Fatal(err)
		}
		if got := quotas(p); got != x.want {
			t.Errorf("quotas are %s, want %s", got, x.want)
		}
	}
}
