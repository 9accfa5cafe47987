package hierarchy_test

import (
	"cmp"
	"errors"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// One family of a weighted mean with bounds of either sign and bases of zero,
// against the slow reference.
func meansMatchReference(t *rapid.T) {
	n := rapid.IntRange(1, 5).Draw(t, "children")
	f := newFan(n)
	amount := rapid.Int64Range(-9, 9).Draw(t, "amount")
	ref := refFamily{mean: true, amount: amount, sign: cmp.Compare(amount, 0)}
	shifted := rapid.IntRange(0, 2).Draw(t, "shifted") == 0
	text := map[string][]string{}
	put := func(name string, v int64) *big.Rat {
		text[name] = append(text[name], decimal.New(v, 0).String())
		return rat(v)
	}

	given := make([]interval, n)
	for k := range n {
		ref.weights = append(ref.weights, put("weights", rapid.Int64Range(0, 4).Draw(t, "weight")))
		ref.bases = append(ref.bases, put("basis", rapid.Int64Range(0, 4).Draw(t, "basis")))
		offset := new(big.Rat)
		if shifted {
			offset = put("offsets", rapid.Int64Range(-6, 6).Draw(t, "offset"))
		}

		ref.offsets = append(ref.offsets, offset)
		in := &given[k]
		for i, bound := range []**int64{&in.least, &in.most} {
			name := []string{"min", "max"}[i]
			text[name] = append(text[name], "")
			if rapid.IntRange(0, 2).Draw(t, name+"?") == 0 {
				v := rapid.Int64Range(-12, 12).Draw(t, name)
				*bound, text[name][k] = &v, decimal.New(v, 0).String()
			}
		}

		if in.least != nil && in.most != nil && *in.least > *in.most {
			in.most, text["max"][k] = nil, ""
		}
	}

	ref.tiers = [][]interval{given}
	want, _, ok := ref.divide()
	method := hierarchy.Proportional(f.column(text["weights"]...))
	if shifted {
		method = hierarchy.Increment(f.column(text["offsets"]...), f.column(text["weights"]...))
	}
	plan, err := hierarchy.Cascade(f.tree, f.target(
		target.Ratio, decimal.New(amount, 0).String(), 0,
	), hierarchy.Options{
		Rule:  hierarchy.Rule{Method: method, Min: f.column(text["min"]...), Max: f.column(text["max"]...)},
		Basis: f.column(text["basis"]...),
	})
	if ok != (err == nil) {
		t.Fatalf("Cascade() says %v, the reference can divide: %v", err, ok)
	}
	if err != nil {
		if !errors.Is(err, target.ErrInfeasible) && !errors.Is(err, target.ErrRange) {
			t.Fatalf("unexpected error %v", err)
		}
		return
	}

	if err := plan.Check(); err != nil {
		t.Error(err)
	}

	for k, code := range f.codes {
		q, _ := plan.Quota(code)
		got, in := q.Value.IntPart(), given[k]
		if got != want[k] {
			t.Errorf("%s has %v, want %d", code, q.Value, want[k])
		}
		if q.DecidedBy == apportion.ByMinimum && (in.least == nil || *in.least != got) ||
			q.DecidedBy == apportion.ByMaximum && (in.most == nil || *in.most != got) {
			t.Errorf("%s has %v, but is %v", code, q.Value, q.DecidedBy)
		}

		x := plan.Explain(code).Steps[0].Exact
		if x.Valid && x.Decimal.Sub(q.Value).Abs().Cmp(d("1")) >= 0 {
			t.Errorf("%s has %v, and %v exactly", code, q.Value, x.Decimal)
		}
		if q.DecidedBy != apportion.ByClaim && x.Valid {
			t.Errorf("%s is %v, but is said to have %v exactly", code, q.DecidedBy, x.Decimal)
		}
		if e := x.Decimal.Rat(); x.Valid && (in.least != nil && e.Cmp(rat(*in.least)) < 0 || in.most != nil &&
			e.Cmp(rat(*in.most)) > 0) {
			t.Errorf("%s is said to have %v exactly, which its bounds do not allow", code, x.Decimal)
		}
	}
}

func TestMeansMatchReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 10 { // since many of the draws cannot be met
			meansMatchReference(t)
		}
	})
}

func FuzzMeans(f *testing.F) { f.Fuzz(rapid.MakeFuzz(meansMatchReference)) }
