package system_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
)

// Patents in force in China at the end of 2015, in tens of thousands as they are
// quoted (921,757 inventions, 2,700,833 utility models and 1,169,766 designs, 4,792,356
// together, by the China Statistical Yearbook on Science and Technology). Rounded one
// by one, they miss their total by 0.1. The total is kept, and the figures move in
// proportion to their size.
func ExampleBalance() {
	figure := func(code, value string) system.Figure {
		return system.Figure{Code: code, Value: decimal.NewNullDecimal(decimal.RequireFromString(value))}
	}
	total := figure("total", "479.2")
	total.Kept = true
	one := decimal.New(1, 0)
	types := system.Identity{Name: "types", Terms: map[string]decimal.Decimal{
		"inventions": one, "utility models": one, "designs": one, "total": one.Neg(),
	}}

	balanced, err := system.Balance(
		[]system.Figure{
			figure("inventions", "92.2"), figure("utility models", "270.1"), figure("designs", "117.0"), total,
		},
		[]system.Identity{types},
		system.BalanceOptions{
			Firmness: hierarchy.FigureFirmness,
			Quantum:  decimal.New(1, -1),
		})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(balanced)
	fmt.Println("all identities hold:", balanced.Check() == nil)
	// Output:
	// designs: 117.0 → 117.0: −0.0244 by identity types, +0.0244 by rounding
	// inventions: 92.2 → 92.2: −0.0192 by identity types, +0.0192 by rounding
	// total: 479.2, cannot move
	// utility models: 270.1 → 270.0: −0.0564 by identity types, −0.0436 by rounding
	// all identities hold: true
}

// Constraints that contradict each other are named: with the types at these maxima, the
// total cannot be met.
func ExampleInfeasibleError() {
	figure := func(code, value, most string) system.Figure {
		return system.Figure{
			Code: code, Value: decimal.NewNullDecimal(decimal.RequireFromString(value)),
			Max: decimal.NewNullDecimal(decimal.RequireFromString(most)),
		}
	}
	one := decimal.New(1, 0)
	_, err := system.Balance(
		[]system.Figure{figure("inventions", "90", "92"), figure("others", "380", "387")},
		[]system.Identity{{
			Name: "total", Terms: map[string]decimal.Decimal{"inventions": one, "others": one},
			Comparison: system.AtLeast,
			Right:      decimal.New(480, 0),
		}}, system.BalanceOptions{})
	fmt.Println(err)
	// Output:
	// system: figures cannot be balanced: the maximum 92 of inventions, the maximum 387 of others, identity total contradict each other: change one of them
}

// The price of a bound says what it costs: the objective grows by 4 for each unit by
// which the maximum of b is lowered.
func ExampleBindingConstraint() {
	value := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.New(n, 0)) }
	one := decimal.New(1, 0)
	balanced, err := system.Balance(
		[]system.Figure{{Code: "a", Value: value(4)}, {Code: "b", Value: value(4), Max: value(5)}},
		[]system.Identity{{
			Name: "together", Terms: map[string]decimal.Decimal{"a": one, "b": one}, Right: decimal.New(12, 0),
		}},
		system.BalanceOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, binding := range balanced.Binding {
		fmt.Println(binding.Constraint, binding.Price)
	}
	b, _ := balanced.Figure("b")
	for _, cause := range b.Causes {
		fmt.Println(b.Code, "moved by", cause.By, "by", cause.Constraint)
	}
	// Output:
	// the maximum 5 of b -4
	// identity together 6
	// b moved by 3 by identity together
	// b moved by -2 by the maximum 5 of b
}

// A plan for the energy mix has to come to 100. The figures say which constraint moved
// them, and how far.
func ExampleBalancedFigure() {
	value := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.New(n, 0)) }
	one := decimal.New(1, 0)
	balanced, err := system.Balance(
		[]system.Figure{{Code: "coal", Value: value(70)}, {
			Code: "oil", Value: value(20), Max: value(21),
		}, {Code: "gas", Value: value(4)}},
		[]system.Identity{{
			Name: "energy", Terms: map[string]decimal.Decimal{"coal": one, "oil": one, "gas": one},
			Right: decimal.New(100, 0),
		}}, system.BalanceOptions{Quantum: one})
	if err != nil {
		fmt.Println(err)
		return
	}

	show := func(f system.BalancedFigure, most system.Cause) {
		fmt.Println(f)
		fmt.Printf("most by %s: %s\n", most.Constraint, most.By)
	}
	byKind := map[system.ConstraintKind]int{}
	for _, f := range balanced.Figures {
		show(f, f.Causes[0])
		byKind[f.Causes[0].Constraint.Kind]++
	}
	fmt.Println(byKind[system.IdentityHolds], "figures moved by an identity")
	// Output:
	// coal: 70 → 73: +2.5 by identity energy, +0.5 by rounding
	// most by identity energy: 2.5
	// gas: 4 → 6: +2.5 by identity energy, −0.5 by rounding
	// most by identity energy: 2.5
	// oil: 20 → 21: +2.5 by identity energy, −1.5 by the maximum 21 of oil
	// most by identity energy: 2.5
	// 3 figures moved by an identity
}

// Three series of four quarters have totals of the year that were published later, and
// a total of every quarter. The movements stay as they were as nearly as possible (figures of
// the multivariate example of JDemetra+, first year).
func ExampleBalance_movement() {
	series := map[string][]string{
		"x1": {"7", "7.2", "8.1", "7.5"}, "x2": {"18", "19.5", "19", "19.7"}, "x3": {"1.5", "1.8", "2", "2.5"},
	}
	one := decimal.New(1, 0)
	var figures []system.Figure
	var identities []system.Identity
	for name, total := range map[string]int64{"x1": 30, "x2": 80, "x3": 8} {
		year := system.Identity{
			Name: "year of " + name, Terms: map[string]decimal.Decimal{}, Right: decimal.New(total, 0),
		}
		before := ""
		for quarter, value := range series[name] {
			code := fmt.Sprintf("%s Q%d", name, quarter+1)
			figures = append(figures, system.Figure{
				Code: code, Value: decimal.NewNullDecimal(decimal.RequireFromString(value)), After: before,
			})
			year.Terms[code], before = one, code
		}
		identities = append(identities, year)
	}
	for quarter, total := range []string{"27.1", "29.8", "29.9", "31.2"} {
		identity := system.Identity{
			Name: fmt.Sprintf("quarter %d", quarter+1), Terms: map[string]decimal.Decimal{},
			Right: decimal.RequireFromString(total),
		}
		for name := range series {
			identity.Terms[fmt.Sprintf("%s Q%d", name, quarter+1)] = one
		}
		identities = append(identities, identity)
	}

	balanced, err := system.Balance(figures, identities, system.BalanceOptions{
		Firmness: hierarchy.FigureFirmness, Movement: decimal.NewNullDecimal(decimal.New(8, -1)),
		Quantum: decimal.New(1, -2),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range balanced.Figures {
		fmt.Println(f.Code, f.Proposed.Decimal, "→", f.Value)
	}
	fmt.Println("coherent:", balanced.Check() == nil)
	// Output:
	// x1 Q1 7 → 6.96
	// x1 Q2 7.2 → 7.3
	// x1 Q3 8.1 → 8.07
	// x1 Q4 7.5 → 7.67
	// x2 Q1 18 → 18.62
	// x2 Q2 19.5 → 20.64
	// x2 Q3 19 → 19.8
	// x2 Q4 19.7 → 20.94
	// x3 Q1 1.5 → 1.52
	// x3 Q2 1.8 → 1.86
	// x3 Q3 2 → 2.03
	// x3 Q4 2.5 → 2.59
	// coherent: true
}
