package hierarchy_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/quadratic"
	"github.com/targetcascade/cascade/target"
)

// inReal solves a problem with equal firmness in real numbers by an independent solver. It
// returns nil if that does not determine every unit.
func (n reconciling) inReal(t *testing.T) map[string]*big.Rat {
	t.Helper()
	tree, goal, proposed, o := n.inputs(t)
	index, basis := map[string]int{}, map[string]*big.Rat{}
	var units []hierarchy.Unit
	for u := range tree.All() {
		index[u.Code] = len(units)
		units = append(units, u)
	}
	for i := len(units) - 1; i >= 0; i-- {
		code := units[i].Code
		if own, ok := o.Basis.At(code); ok {
			basis[code] = own.Rat()
		} else if basis[code] == nil {
			basis[code] = new(big.Rat)
		}
		if above := units[i].Parent; above != "" {
			if basis[above] == nil {
				basis[above] = new(big.Rat)
			}
			basis[above].Add(basis[above], basis[code])
		}
	}

	q := &quadratic.Problem{N: len(units)}
	demand := func(op quadratic.Op, limit *big.Rat, terms ...quadratic.Term) {
		q.Constraints = append(q.Constraints, quadratic.Constraint{Terms: terms, Op: op, Limit: limit})
	}
	one := big.NewRat(1, 1)
	near := func(code string, figure *big.Rat) {
		q.Squares = append(q.Squares, quadratic.Square{
			Weight: one, Terms: []quadratic.Term{{At: index[code], Coef: one}}, Centre: figure,
		})
	}
	for _, p := range proposed {
		for u, x := range p.Figures.All() {
			near(u.Code, x.Rat())
		}
	}
	if o.Target != nil {
		near("0", goal.Value.Rat())
	} else {
		demand(quadratic.Equal, goal.Value.Rat(), quadratic.Term{At: 0, Coef: one})
	}
	for side, column := range []hierarchy.Column{o.Min, o.Max} {
		for u, x := range column.All() {
			op := []quadratic.Op{quadratic.AtLeast, quadratic.AtMost}[side]
			demand(op, x.Rat(), quadratic.Term{At: index[u.Code], Coef: one})
		}
	}

	for i, parent := range units {
		var terms []quadratic.Term
		whole := new(big.Rat)
		for j, u := range units {
			switch {
			case u.Parent != parent.Code:
			case goal.Indicator.Kind == target.Ratio:
				terms = append(terms, quadratic.Term{At: j, Coef: basis[u.Code]})
				whole.Add(whole, basis[u.Code])
			default:
				terms = append(terms, quadratic.Term{At: j, Coef: one})
				whole.SetInt64(1)
			}
		}
		if whole.Sign() > 0 {
			demand(quadratic.Equal, new(big.Rat), append(terms, quadratic.Term{At: i, Coef: whole.Neg(whole)})...)
		}
	}

	solved, err := quadratic.Solve(q)
	if err != nil {
		return nil
	}
	out := map[string]*big.Rat{}
	for code, i := range index {
		out[code] = solved.X[i]
	}
	return out
}

// choices calls a function with every combination of words, one of each list.
func choices(lists [][]string, visit func(words []string)) {
	words := make([]string, len(lists))
	var choose func(k int)
	choose = func(k int) {
		if k == len(lists) {
			visit(words)
			return
		}
		for _, words[k] = range lists[k] {
			choose(k + 1)
		}
	}
	choose(0)
}

// Small means in quanta so small that rounding does not show are those of an independent
// solver, in floating point and with many bits.
func TestSmallMeansAreNearest(t *testing.T) {
	checked := 0
	choices([][]string{
		{"A=2 C=5 D=1", "A=2 B=7 C=5 D=1", "0=4 A=2 B=7 C=9 D=1", "A=7 C=-3"}, // figures
		{"B=1 C=1 D=1", "B=3 C=1 D=2", "B=2 C=0 D=3"},                         // bases
		{"", "A=1", "C=4", "C=3 D=3", "A=3 B=3"},                              // maxima
		{"", "A=3", "D=2", "C=6 D=6"},                                         // minima
		{"", "open"},
	}, func(words []string) {
		n := reconciling{
			tree: "A B C:A D:A", kind: target.Ratio, places: 14, value: "4", bids: []bids{{figures: words[0]}},
			basis: words[1], max: words[2], min: words[3],
		}
		if words[4] != "" {
			n.open = &bids{}
		}

		want := n.inReal(t)
		for _, n := range []reconciling{n, n.beyondWords()} {
			if want == nil {
				continue // contradictory, or not determined
			}
			checked++
			plan, err := n.reconcile(t)
			if err != nil {
				t.Fatalf("%v: Reconcile() = %v, want %v", words, err, want)
			}
			for code, x := range want {
				q, _ := plan.Quota(code)
				off := new(big.Rat).Sub(q.Value.Rat(), x)
				if off.Abs(off).Cmp(big.NewRat(1, 1e12)) > 0 {
					t.Fatalf("%v: Quota(%s) = %v, want %s\n%s", words, code, q.Value, x.FloatString(14), told(plan))
				}
			}
		}
	})
	if checked < 600 {
		t.Errorf("%d problems are determined, want 632", checked)
	}
}

// Small means in whole quanta are in floating point what they are with many bits.
func TestSmallMeansInFloatsAreExact(t *testing.T) {
	choices([][]string{
		{"A=0.5", "A=2", "A=3.4"}, {" B=1.5", " B=-2"}, {" C=1", " C=2.6", ""}, // figures
		{"A=1 B=1 C=1", "A=3 B=1 C=5", "A=10 B=7 C=0"}, // bases
		{"1", "3"}, // the value
		{"|", "|A=1", "C=3|", "A=-1|A=1", "A=2|A=2 B=3"}, // minima and maxima
		{"", "A=1 B=5 C=2"}, // weights
		{"", "open"},
	}, func(words []string) {
		n := reconciling{
			tree: "A B C", kind: target.Ratio, value: words[4], basis: words[3],
			bids: []bids{{figures: words[0] + words[1] + words[2], of: words[6]}},
		}
		n.min, n.max, _ = strings.Cut(words[5], "|")
		if words[6] != "" {
			n.bids[0].rule = hierarchy.WeightFirmness
		}
		if words[7] != "" {
			n.open = &bids{}
		}
		tree, goal, proposed, o := n.inputs(t)
		asInFull(t, tree, goal, proposed, o)
	})
}
