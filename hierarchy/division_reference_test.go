package hierarchy_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// smallTask is a target of the province T, over one or two levels. Figures are in
// tenths of a quantum.
type smallTask struct {
	units   []hierarchy.Unit
	kind    target.Kind
	method  string
	places  int32
	total   int64 // in quanta
	figures map[string]map[string]int64
	deep    bool
}

func drawSmallTask(r *rand.Rand, deep bool) *smallTask {
	x := &smallTask{
		kind:   []target.Kind{target.Flow, target.Ratio}[r.IntN(2)],
		method: []string{"scale", "increment", "increment", "shift", "uniform"}[r.IntN(5)],
		places: r.Int32N(2), total: r.Int64N(25) - 9, deep: deep,
		units: []hierarchy.Unit{{Code: "T", Level: "province", Parent: "N"}},
	}
	if x.kind == target.Flow && x.method == "uniform" {
		x.method = "increment"
	}
	for i := range 1 + r.IntN(4) {
		code := string(rune('A' + i))
		x.units = append(x.units, hierarchy.Unit{Code: code, Level: "prefecture", Parent: "T"})
		for j := range r.IntN(4) {
			if deep && r.IntN(2) == 0 {
				x.units = append(x.units, hierarchy.Unit{Code: fmt.Sprint(code, j), Level: "county", Parent: code})
			}
		}
	}

	step := []int64{1, 5, 10}[r.IntN(3)]
	x.figures = map[string]map[string]int64{}
	draw := func(name string, one int, figure func() int64) {
		x.figures[name] = map[string]int64{}
		for _, u := range x.units[1:] {
			if r.IntN(one) == 0 {
				x.figures[name][u.Code] = figure()
			}
		}
	}
	some := []int64{0, 1, 1, 1, 1}[r.IntN(5)] // else no child has a weight
	draw("weights", 1, func() int64 { return some * []int64{0, 10, 10, 20, 35}[r.IntN(5)] })
	draw("offsets", 1, func() int64 { return step * []int64{0, 3, 7, 10, 24, -4, -11, 40}[r.IntN(8)] })
	draw("basis", 1, func() int64 { return 10 * []int64{0, 1, 1, 2, 3, 7}[r.IntN(6)] })

	bounded, low := 2+r.IntN(4), r.Int64N(8)
	draw("min", bounded, func() int64 { return 10*(r.Int64N(9)-low) + []int64{0, 4}[r.IntN(2)] })
	draw("max", bounded, func() int64 { return 10*(r.Int64N(14)-low) + []int64{0, 4}[r.IntN(2)] })
	return x
}

// rats are figures in quanta.
func (x *smallTask) rats(name string) map[string]*big.Rat {
	if len(x.figures[name]) == 0 {
		return nil
	}
	out := map[string]*big.Rat{}
	for code, v := range x.figures[name] {
		out[code] = big.NewRat(v, 10)
	}
	return out
}

// given is the task as Cascade is given it. If wide is set, no column fits words.
func (x *smallTask) given(t *testing.T, wide bool) (*hierarchy.Tree, target.Target, hierarchy.Options) {
	t.Helper()
	around := []hierarchy.Unit{{Code: "N", Level: "nation"}, {Code: "Z", Level: "province", Parent: "N"}}
	tree, err := hierarchy.NewTree(levels, append(around, x.units...))
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string, exp int32) hierarchy.Column {
		m := map[string]decimal.Decimal{}
		for code, v := range x.figures[name] {
			m[code] = decimal.New(v, exp)
		}
		if wide {
			m["Z"] = d("1e30")
		}
		c, err := tree.Column(maps.All(m))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	o := hierarchy.Options{Basis: column("basis", -1)}
	switch x.method {
	case "scale":
		o.Rule.Method = hierarchy.Scale(column("weights", 0))
	case "increment":
		o.Rule.Method = hierarchy.Increment(column("offsets", -x.places-1), column("weights", -1))
	case "shift":
		o.Rule.Method = hierarchy.Shift(column("offsets", -x.places-1))
	case "uniform":
		o.Rule.Method = hierarchy.Uniform()
	}
	if len(x.figures["min"]) > 0 {
		o.Rule.Min = column("min", -x.places-1)
	}
	if len(x.figures["max"]) > 0 {
		o.Rule.Max = column("max", -x.places-1)
	}

	return tree, target.Target{
		Code: "t", Unit: "T", Period: target.Year(2020), Value: decimal.New(x.total, -x.places),
		Indicator: target.Indicator{Code: "x", Kind: x.kind, Better: target.Higher, Places: target.Places(x.places)},
	}, o
}

// reference is the task as the reference is given it.
func (x *smallTask) reference() *reference {
	r := newReference(x.units, x.kind.Law())
	r.sign, r.quotas["T"], r.basis = cmp.Compare(x.total, 0), x.total, x.rats("basis")

	rule := refRule{min: x.rats("min"), max: x.rats("max")}
	switch x.method {
	case "scale":
		rule.weights = x.rats("weights")
	case "increment":
		rule.weights, rule.offsets = x.rats("weights"), x.rats("offsets")
	case "shift":
		rule.offsets = x.rats("offsets")
	}
	r.complete(rule, nil, nil, "")
	return r
}

// decidedBy says which bounds decide the quotas of a family. A quota that is on a bound
// without it is not named.
func (f *refFamily) decidedBy(tier []interval) map[int]apportion.DecidedBy {
	mass := new(big.Rat).Mul(rat(f.amount), f.whole())
	least, most := f.extent(tier, false)
	if least != nil && mass.Cmp(least) < 0 {
		mass = least
	}
	if most != nil && mass.Cmp(most) > 0 {
		mass = most
	}
	lambda, ok := f.fill(tier, mass)
	if !ok {
		return nil
	}

	out := map[int]apportion.DecidedBy{}
	for k, in := range tier {
		x := f.at(lambda, k)
		lo, hi := f.bound(in)
		switch {
		case in.least != nil && in.most != nil && *in.least == *in.most:
		case in.least != nil && x.Cmp(rat(*in.least)) < 0:
			out[k] = apportion.ByMinimum
		case in.most != nil && x.Cmp(rat(*in.most)) > 0:
			out[k] = apportion.ByMaximum
		case (lo == nil || x.Cmp(rat(*lo)) > 0) && (hi == nil || x.Cmp(rat(*hi)) < 0):
			out[k] = apportion.ByClaim
		}
	}
	return out
}

// Small families are divided as the reference divides them, on machine words and on
// numbers of any size, with every sort of bound and sign.
func TestSmallFamiliesMatchTheReference(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 3))
	for i := range 700 {
		x := drawSmallTask(r, i%2 == 1)
		ref := x.reference()
		for _, u := range ref.children["T"] {
			ref.limits("T", u)
		}
		ref.divide("T")

		for _, wide := range []bool{false, true} {
			tree, tgt, o := x.given(t, wide)
			plan, err := hierarchy.Cascade(tree, tgt, o)
			if ref.failed != (err != nil) {
				t.Errorf("%d %+v, wide %v: Cascade() = %v, want a failure: %v", i, x, wide, err, ref.failed)
			}
			if ref.failed || err != nil {
				continue
			}

			for code, want := range ref.quotas {
				if q, _ := plan.Quota(code); !q.Value.Equal(decimal.New(want, -x.places)) {
					t.Errorf("%d %+v, wide %v: Quota(%s) = %v, want %d quanta", i, x, wide, code, q.Value, want)
				}
			}
			if err := plan.Check(); err != nil {
				t.Errorf("%d %+v, wide %v: Check() = %v", i, x, wide, err)
			}
			if x.deep {
				continue
			}

			f := ref.family("T", x.total)
			if f.whole().Sign() == 0 {
				continue
			}
			for k, want := range f.decidedBy(f.tiers[0]) {
				if q, _ := plan.Quota(ref.children["T"][k].Code); q.DecidedBy != want {
					t.Errorf("%d %+v, wide %v: %s = %v, decided by %v, want %v",
						i, x, wide, q.Unit.Code, q.Value, q.DecidedBy, want)
				}
			}
		}
	}
}
