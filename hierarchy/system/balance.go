package system

import (
	"cmp"
	"errors"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/quadratic"
	"github.com/targetcascade/cascade/target"
)

// Figure is a figure that takes part in identities.
type Figure struct {
	Code  string
	Value decimal.NullDecimal // what was published; not valid means that the others determine it

	// Of is the weight or the variance of the figure, if BalanceOptions.Firmness is
	// WeightFirmness or VarianceFirmness.
	Of decimal.NullDecimal

	// After is the code of the same figure one period earlier. Only
	// BalanceOptions.Movement reads it.
	After string

	Kept     bool                // the value must stay
	Min, Max decimal.NullDecimal // bounds; not valid means none
}

// Comparison compares the terms of an [Identity] with its right side.
type Comparison uint8

const (
	Exactly Comparison = iota // terms = right side
	AtMost                    // terms ≤ right side
	AtLeast                   // terms ≥ right side
)

var comparisonWords = enum.New[Comparison]("comparison", target.UnknownError, []string{
	Exactly: "exactly", AtMost: "at most", AtLeast: "at least",
})

// String returns the comparison in words.
func (c Comparison) String() string { return comparisonWords.String(c) }

// MarshalText returns the comparison in words, and an error if it is none of the
// constants.
func (c Comparison) MarshalText() ([]byte, error) { return comparisonWords.Marshal(c) }

// UnmarshalText reads a comparison as String prints it, and returns an error for any
// other text.
func (c *Comparison) UnmarshalText(text []byte) error { return comparisonWords.Unmarshal(c, text) }

// Identity is a constraint on several figures:
//
//	Σ Terms[code]·figure   =, ≤ or ≥   Right
//
// A whole that is the sum of two parts has the terms whole −1, first 1, second 1 and
// the right side 0. A total over periods that must stay has the term 1 for the figure
// of each period and the total as its right side.
type Identity struct {
	Name       string // as explanations and errors name it
	Terms      map[string]decimal.Decimal
	Comparison Comparison
	Right      decimal.Decimal
}

// BalanceOptions are the choices of [Balance]. The zero value gives all figures the
// same firmness, and does not round.
type BalanceOptions struct {
	// Firmness is the rule that weighs the published values, as in [hierarchy.Reconcile].
	// StructuralFirmness is refused.
	Firmness hierarchy.FirmnessRule
	// Movement is the ρ of Balance, from 0 to 1: how much it keeps the movements of series
	// from one period to the next. Not valid means that every figure counts by itself.
	Movement decimal.NullDecimal
	// Quantum is the step of the balanced figures. 0 means that they are exact.
	Quantum decimal.Decimal
}

// The most figures, and the most identities, that Balance takes.
const (
	maxFigures    = 300
	maxIdentities = 600
)

// Balance returns the figures nearest to given ones that satisfy all identities and lie
// within their bounds. It minimises
//
//	Σ wᵢ·(xᵢ − pᵢ)²
//
// over all published values pᵢ, where wᵢ is the firmness of each. The minimum is
// exact.
//
// # Movements
//
// With a Movement ρ, a figure and the one that it comes After belong to one series. The
// deviations along a series are then kept smooth:
//
//	Σ (1 − ρ²)·e₁² + Σ (eₜ − ρ·eₜ₋₁)²   with eₜ = √wₜ·(xₜ − pₜ)
//
// This is the benchmarking of Cholette, of several series at once: totals of years and
// sums over series are identities. With ρ = 1 it is Denton's, and only the movements
// count. A figure without a predecessor is the first of its series. Figures that are kept
// have e = 0. Irrational roots are calculated to sixty digits. Figures have no causes, since
// a constraint moves all periods of a series. Source: Dagum and Cholette, Benchmarking,
// Temporal Distribution, and Reconciliation Methods for Time Series, 2006, chapters 3 and 11.
//
// # Whole quanta
//
// With a quantum, each figure is then rounded to the multiple just below or just above
// its exact value, such that all identities and bounds hold and Σ wᵢ·dᵢ² of the roundings
// dᵢ is least (Cox and Ernst, Controlled rounding, INFOR 20, 1982). A figure without a
// firmness has the least firmness of the others. If several roundings are equally near, the
// first figure that differs, in the order of codes, is the larger one.
//
// Balance is for up to 300 figures and 600 identities. It returns an error if
//   - there are no figures or no identities, or more than that;
//   - a code or a name is empty or given twice, or an identity has no terms, a term of zero or an
//     unknown figure;
//   - a figure is kept but has no value, or no firmness that the rule needs, or its minimum is above
//     its maximum;
//   - the quantum is not above zero, or a kept figure is no multiple of it;
//   - a predecessor is unknown or without a value, comes before two figures or in a circle, or would
//     have no effect; or the movement is not between 0 and 1;
//   - nothing determines a figure;
//   - identities, bounds and kept figures contradict each other ([*InfeasibleError]).
func Balance(figures []Figure, identities []Identity, o BalanceOptions) (*Balanced, error) {
	b := newBalancer(figures, identities, o)
	if err := b.check(); err != nil {
		return nil, err
	}
	b.state()

	solution, err := quadratic.Solve(&b.problem)
	if err != nil {
		return nil, b.explained(err)
	}
	out := &Balanced{Quantum: o.Quantum, Identities: b.identities, Objective: rounded(solution.Objective)}
	var values []decimal.Decimal
	if !o.Quantum.IsZero() {
		values, out.Ties, err = b.whole(solution.X)
		if err != nil {
			return nil, err
		}
	} else {
		for _, x := range solution.X {
			values = append(values, rounded(x))
		}
	}
	b.report(solution, values, out)
	return out, nil
}

// balancer states figures and identities as a quadratic programme.
type balancer struct {
	figures    []Figure // in the order of their codes
	identities []Identity
	options    BalanceOptions
	at         map[string]int

	problem     quadratic.Problem
	constraints []Constraint // those of problem, in the words of the input
	weights     []*big.Rat   // of each figure, nil if it is not in the objective
	immovable   []bool       // whether the value of a figure must stay
}

func newBalancer(figures []Figure, identities []Identity, o BalanceOptions) *balancer {
	b := &balancer{
		figures: slices.Clone(figures), identities: slices.Clone(identities), options: o, at: map[string]int{},
	}
	slices.SortStableFunc(b.figures, func(x, y Figure) int { return cmp.Compare(x.Code, y.Code) })
	slices.SortStableFunc(b.identities, func(x, y Identity) int { return cmp.Compare(x.Name, y.Name) })
	for i := range b.identities {
		b.identities[i].Terms = maps.Clone(b.identities[i].Terms)
	}
	return b
}

// state makes the programme of an input that was checked.
func (b *balancer) state() {
	b.problem.N = len(b.figures)
	b.weights, b.immovable = make([]*big.Rat, len(b.figures)), make([]bool, len(b.figures))
	for i, f := range b.figures {
		b.stateFigure(i, f)
	}
	if b.options.Movement.Valid {
		b.addMovements()
	}

	for _, id := range b.identities {
		var terms []quadratic.Term
		for _, code := range slices.Sorted(maps.Keys(id.Terms)) {
			terms = append(terms, quadratic.Term{At: b.at[code], Coef: id.Terms[code].Rat()})
		}
		b.constrain(Constraint{Kind: IdentityHolds, Identity: id.Name, Limit: id.Right}, terms, ops[id.Comparison])
	}
}

// ops are the comparisons of the programme.
var ops = [...]quadratic.Op{Exactly: quadratic.Equal, AtMost: quadratic.AtMost, AtLeast: quadratic.AtLeast}

// constrain adds a constraint.
func (b *balancer) constrain(c Constraint, terms []quadratic.Term, op quadratic.Op) {
	b.constraints = append(b.constraints, c)
	b.problem.Constraints = append(b.problem.Constraints, quadratic.Constraint{
		Terms: terms, Op: op, Limit: c.Limit.Rat(),
	})
}

// stateFigure adds the bounds of a figure and its part of the objective.
func (b *balancer) stateFigure(i int, f Figure) {
	only := []quadratic.Term{{At: i, Coef: big.NewRat(1, 1)}}
	if f.Value.Valid {
		w, moves := b.firmness(f)
		b.immovable[i] = f.Kept || !moves
		switch {
		case b.immovable[i]:
			b.constrain(Constraint{Kind: KeptValue, Figure: f.Code, Limit: f.Value.Decimal}, only, quadratic.Equal)
		case w.Sign() > 0:
			b.weights[i] = w
			if !b.options.Movement.Valid {
				b.problem.Squares = append(b.problem.Squares, quadratic.Square{
					Weight: w, Terms: only, Centre: f.Value.Decimal.Rat(),
				})
			}
		}
	}

	if f.Min.Valid {
		b.constrain(Constraint{Kind: Minimum, Figure: f.Code, Limit: f.Min.Decimal}, only, quadratic.AtLeast)
	}
	if f.Max.Valid {
		b.constrain(Constraint{Kind: Maximum, Figure: f.Code, Limit: f.Max.Decimal}, only, quadratic.AtMost)
	}
}

// firmness returns the firmness of a value, and whether it can move.
func (b *balancer) firmness(f Figure) (w *big.Rat, moves bool) {
	w = big.NewRat(1, 1)
	switch b.options.Firmness {
	case hierarchy.WeightFirmness:
		return f.Of.Decimal.Rat(), true
	case hierarchy.VarianceFirmness:
		w = f.Of.Decimal.Rat()
	case hierarchy.FigureFirmness:
		w = f.Value.Decimal.Abs().Rat()
	}
	if w.Sign() == 0 {
		return nil, false
	}
	return w.Inv(w), true
}

// whole rounds an exact answer to the quantum. It returns the values, and how many
// roundings are equally near.
func (b *balancer) whole(exact []*big.Rat) (values []decimal.Decimal, ties int, err error) {
	step := fixed.NewQuantum(b.options.Quantum)
	quantum := b.options.Quantum.Rat()
	p := &quadratic.WholeProblem{Most: mostTies, Weights: make([]*big.Rat, len(exact))}
	for _, x := range exact {
		p.Figures = append(p.Figures, new(big.Rat).Quo(x, quantum))
	}
	for _, c := range b.problem.Constraints {
		c.Limit = new(big.Rat).Quo(c.Limit, quantum)
		p.Constraints = append(p.Constraints, c)
	}
	least := b.leastFirm()
	for i, w := range b.weights {
		if p.Weights[i] = w; w == nil {
			p.Weights[i] = least
		}
	}

	solution, err := quadratic.Whole(p)
	if err != nil {
		return nil, 0, b.explained(err)
	}
	for _, n := range solution.Optima[0] {
		values = append(values, step.Times(n))
	}
	return values, len(solution.Optima), nil
}

// leastFirm returns the least firmness of all figures, 1 if none has one.
func (b *balancer) leastFirm() *big.Rat {
	var least *big.Rat
	for _, w := range b.weights {
		if w != nil && (least == nil || w.Cmp(least) < 0) {
			least = w
		}
	}
	if least == nil {
		return big.NewRat(1, 1)
	}
	return least
}

// explained returns the error of a programme in the words of the input.
func (b *balancer) explained(err error) error {
	named := func(at []int) []Constraint {
		var all []Constraint
		for _, i := range at {
			all = append(all, b.constraints[i])
		}
		return all
	}
	if none, ok := errors.AsType[*quadratic.InfeasibleError](err); ok {
		none = quadratic.Shorter(&b.problem, none)
		return &InfeasibleError{Constraints: named(none.Constraints), Factors: none.Factors}
	}
	if none, ok := errors.AsType[*quadratic.NoWholeError](err); ok {
		return &InfeasibleError{Constraints: named(none.Constraints), Quantum: b.options.Quantum}
	}

	var p target.Problems
	open, ok := errors.AsType[*quadratic.UndeterminedError](err)
	if !ok {
		p.At("options").Field("quantum").Report(b.options.Quantum, target.ErrRange,
			"the search for multiples takes too long: balance fewer figures at once, or without a quantum")
		return p.Err()
	}
	for _, i := range open.Variables {
		f := b.figures[i]
		place := p.At("figures").Key(f.Code).Field("value")
		if f.Value.Valid {
			place.Report(f.Value.Decimal, target.ErrInvalid,
				"nothing determines the figure, as its weight is 0 or only movements count: "+
					"give it a weight, a movement below 1, or another identity")
			continue
		}
		place.Report(nil, target.ErrMissing,
			"nothing determines the figure: give a value, or an identity with figures that have one")
	}
	return p.Err()
}
