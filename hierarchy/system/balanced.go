package system

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/quadratic"
	"github.com/targetcascade/cascade/target"
)

// Balanced is the answer of [Balance].
type Balanced struct {
	Figures    []BalancedFigure // in the order of their codes
	Identities []Identity       // in the order of their names
	// Binding are the constraints that move a figure: bounds and kept values by code,
	// then identities by name.
	Binding []BindingConstraint
	Quantum decimal.Decimal // 0 if the figures are exact

	// Objective is Σ wᵢ·(xᵢ − pᵢ)² of the exact figures, and Loss what rounding adds
	// to it, in sixteen decimals, halves away from zero.
	Objective, Loss decimal.Decimal
	// Ties is the number of roundings that are equally near, this one included, up to 100.
	// It is 0 without a quantum.
	Ties int
}

// mostTies is how many roundings are counted.
const mostTies = 100

// BalancedFigure is a figure of [Balanced].
//
//	Value = Proposed + the causes + Rounding
//
// With BalanceOptions.Movement there are no causes, and Rounding is Value less Exact.
type BalancedFigure struct {
	Code     string
	Proposed decimal.NullDecimal
	Exact    *big.Rat
	// Value is a multiple of the quantum. Without one, it is Exact in sixteen decimals,
	// halves away from zero.
	Value decimal.Decimal
	// Causes are the constraints that moved the figure, the greatest movement first, in
	// sixteen decimals. A figure that has no published value, or cannot move, has none. If
	// constraints overlap, the movement can be divided among them in other ways, too.
	Causes    []Cause
	Rounding  decimal.Decimal
	Immovable bool // it is kept, or its firmness is infinite: a variance or a figure of 0
}

// Cause is how far a constraint moved a figure.
type Cause struct {
	Constraint Constraint
	By         decimal.Decimal
}

// BindingConstraint is a constraint that keeps figures from being nearer. Price is the
// growth of the objective per unit by which the limit is raised, in sixteen decimals.
type BindingConstraint struct {
	Constraint Constraint
	Price      decimal.Decimal
}

// ConstraintKind is what a [Constraint] is.
type ConstraintKind uint8

const (
	IdentityHolds ConstraintKind = iota // an identity
	KeptValue                           // a figure that cannot move
	Minimum                             // the minimum of a figure
	Maximum                             // the maximum of a figure
)

var constraintWords = enum.New[ConstraintKind]("constraint", target.UnknownError, []string{
	IdentityHolds: "identity", KeptValue: "kept", Minimum: "minimum", Maximum: "maximum",
})

// String returns the kind in one word.
func (k ConstraintKind) String() string { return constraintWords.String(k) }

// MarshalText returns the word that String prints, and an error if k is none of the
// constants.
func (k ConstraintKind) MarshalText() ([]byte, error) { return constraintWords.Marshal(k) }

// UnmarshalText reads a word as String prints it, and returns an error for any other
// text.
func (k *ConstraintKind) UnmarshalText(text []byte) error { return constraintWords.Unmarshal(k, text) }

// Constraint is an identity, a bound or a kept value that figures must satisfy.
type Constraint struct {
	Kind     ConstraintKind
	Identity string          // the name, for IdentityHolds
	Figure   string          // the code, for the other kinds
	Limit    decimal.Decimal // the right side, the kept value or the bound
}

// String names the constraint: the maximum 35 of B2, identity patents.
func (c Constraint) String() string {
	switch c.Kind {
	case IdentityHolds:
		return "identity " + c.Identity
	case KeptValue:
		return "the kept value " + numtext.Figure(c.Limit) + " of " + c.Figure
	}
	return "the " + c.Kind.String() + " " + numtext.Figure(c.Limit) + " of " + c.Figure
}

// InfeasibleError says that constraints contradict each other. The set is minimal:
// without any of its constraints, the others can be met. It matches
// [target.ErrInfeasible], and [target.AllErrors] lists it as the [target.FieldError] that it
// unwraps to.
type InfeasibleError struct {
	Constraints []Constraint
	// Factors prove the contradiction: the constraints, each times its factor, add up to a
	// constraint whose left side is 0 and whose right side 0 does not satisfy. They are nil
	// if there is a Quantum.
	Factors []*big.Rat
	Quantum decimal.Decimal // not 0 if there are exact figures, but no multiples of the quantum
}

// Error names the constraints.
func (e *InfeasibleError) Error() string {
	var all []string
	for _, c := range e.Constraints {
		all = append(all, c.String())
	}
	what := "figures cannot be balanced: "
	if !e.Quantum.IsZero() {
		what = "no multiples of " + fixed.Plain(e.Quantum) + " next to the exact figures satisfy " +
			"all constraints: "
	}
	return "system: " + what + strings.Join(all, ", ") + " contradict each other: change one of them"
}

// Unwrap returns the error as a [target.FieldError].
func (e *InfeasibleError) Unwrap() error { return infeasible("figures", e) }

// infeasible returns an error as a field.
func infeasible(path string, err error) *target.FieldError {
	text := strings.TrimPrefix(err.Error(), "system: ")
	return &target.FieldError{Path: path, Err: target.ErrInfeasible, Remedy: text}
}

// fractionPlaces is how many decimals fractions are rounded to.
const fractionPlaces = 16

// rounded returns a fraction in sixteen decimals, halves away from zero.
func rounded(x *big.Rat) decimal.Decimal {
	return fixed.Round(x.Num(), x.Denom(), fractionPlaces).Normalize()
}

// report fills in what became of each figure, and why.
func (b *balancer) report(s *quadratic.Solution, values []decimal.Decimal, out *Balanced) {
	causes := b.causes(s)
	smooth := b.options.Movement.Valid
	for i, f := range b.figures {
		x := BalancedFigure{
			Code: f.Code, Proposed: f.Value, Exact: s.X[i], Value: values[i],
			Causes: causes[i], Immovable: b.immovable[i],
		}
		if f.Value.Valid && !smooth && (b.weights[i] != nil || b.immovable[i]) {
			x.Rounding = x.Value.Sub(f.Value.Decimal)
			for _, c := range x.Causes {
				x.Rounding = x.Rounding.Sub(c.By)
			}
		} else {
			x.Rounding = rounded(new(big.Rat).Sub(x.Value.Rat(), s.X[i]))
		}
		out.Figures = append(out.Figures, x)
	}

	if !b.options.Quantum.IsZero() {
		whole := b.objective(values)
		out.Loss = rounded(whole.Sub(whole, s.Objective))
	}
	for k, price := range s.Multipliers {
		if price.Sign() != 0 {
			out.Binding = append(out.Binding, BindingConstraint{b.constraints[k], rounded(price)})
		}
	}
}

// causes divides the movement of each figure among the constraints. At the minimum,
// 2·w·(x − p) is the sum of the constraints' prices times their factors for the figure
// (Karush, Kuhn and Tucker).
func (b *balancer) causes(s *quadratic.Solution) [][]Cause {
	causes := make([][]Cause, len(b.figures))
	if b.options.Movement.Valid {
		return causes
	}

	for k, c := range b.problem.Constraints {
		if s.Multipliers[k].Sign() == 0 {
			continue
		}
		for _, t := range c.Terms {
			w := b.weights[t.At]
			if w == nil {
				continue
			}
			by := new(big.Rat).Mul(s.Multipliers[k], t.Coef)
			by.Quo(by, new(big.Rat).Add(w, w))
			causes[t.At] = append(causes[t.At], Cause{b.constraints[k], rounded(by)})
		}
	}
	for _, all := range causes {
		slices.SortStableFunc(all, func(x, y Cause) int { return y.By.Abs().Cmp(x.By.Abs()) })
	}
	return causes
}

// Figure returns the balanced figure with a code; false if there is none.
func (b *Balanced) Figure(code string) (BalancedFigure, bool) {
	if b == nil {
		return BalancedFigure{}, false
	}
	for _, f := range b.Figures {
		if f.Code == code {
			f.Exact, f.Causes = new(big.Rat).Set(f.Exact), slices.Clone(f.Causes)
			return f, true
		}
	}
	return BalancedFigure{}, false
}

// Check recomputes all identities from the figures alone: from their values if there
// is a quantum, otherwise from the exact fractions. It returns an error that names
// each identity that does not hold, and by how much it is missed.
func (b *Balanced) Check() error {
	var p target.Problems
	if !p.At("balanced").Required(b != nil && len(b.Figures) > 0, "check an answer of Balance") {
		return p.Err()
	}

	at, exact := map[string]int{}, make([]*big.Rat, len(b.Figures))
	for i, f := range b.Figures {
		at[f.Code] = i
		if exact[i] = f.Exact; !b.Quantum.IsZero() || f.Exact == nil {
			exact[i] = f.Value.Rat()
		}
	}

	constraints := make([]quadratic.Constraint, len(b.Identities))
	for k, id := range b.Identities {
		constraints[k].Limit = id.Right.Rat()
		for _, code := range slices.Sorted(maps.Keys(id.Terms)) {
			if i, ok := at[code]; ok {
				term := quadratic.Term{At: i, Coef: id.Terms[code].Rat()}
				constraints[k].Terms = append(constraints[k].Terms, term)
			} else {
				p.At("identities").Key(id.Name).Field("terms").Report(
					code, target.ErrUnknown, "there is no such figure",
				)
			}
		}
	}
	for k, miss := range quadratic.Beyond(constraints, exact) {
		id, sign := b.Identities[k], miss.Sign()
		if sign > 0 && id.Comparison != AtLeast || sign < 0 && id.Comparison != AtMost {
			p.At("identities").Key(id.Name).Report(
				rounded(miss), target.ErrMismatch, "the terms miss the right side by this",
			)
		}
	}

	return p.Err()
}

// String prints what became of the figure, and why:
//
//	B1: 25 → 26.25: +3.125 by identity G1, −1.875 by identity all
func (f BalancedFigure) String() string {
	var text strings.Builder
	text.WriteString(f.Code + ": ")
	switch {
	case f.Immovable:
		text.WriteString(numtext.Figure(f.Value) + ", cannot move")
		return text.String()
	case !f.Proposed.Valid:
		text.WriteString("nothing → " + numtext.Figure(f.Value) + ", by what the others leave")
		return text.String()
	}

	text.WriteString(numtext.Figure(f.Proposed.Decimal) + " → " + numtext.Figure(f.Value))
	separator := ": "
	add := func(by decimal.Decimal, what string) {
		if by = by.Round(explainPlaces).Normalize(); !by.IsZero() {
			text.WriteString(separator + numtext.Signed(numtext.Figure(by)) + " by " + what)
			separator = ", "
		}
	}

	for _, c := range f.Causes {
		add(c.By, c.Constraint.String())
	}
	add(f.Rounding, "rounding")
	return text.String()
}

// explainPlaces is how many decimals a movement is printed with.
const explainPlaces = 4

// String prints the figures, one on a line, as [BalancedFigure.String] does.
func (b *Balanced) String() string {
	var text strings.Builder
	if b == nil {
		return ""
	}
	for _, f := range b.Figures {
		text.WriteString(f.String() + "\n")
	}
	return text.String()
}
