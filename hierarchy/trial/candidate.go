package trial

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Candidate is a way to share a target that is put on trial: one rule, or rules with
// parameters.
type Candidate struct {
	Name string
	// Options are the rule and whatever else a cascade needs, such as holds. They have no
	// exemptions, and no Basis, which the trial gives.
	Options hierarchy.Options
	// Vary returns the rule for values of the Parameters, in their order. Fields that it
	// leaves zero are those of Options.Rule. It must return the same rule for the same
	// values. Without Parameters, Vary is nil.
	Parameters []Parameter
	Vary       func(values []decimal.Decimal) (hierarchy.Rule, error)
}

// Parameter is a number on which rules depend, with the values that are tried: Steps equal
// steps from From to To. Each value is rounded to Places.
type Parameter struct {
	Name     string
	From, To decimal.Decimal
	Steps    int   // at least 1
	Places   int32 // decimals of a value
}

// At returns the k-th value of the grid, from 0 to Steps. Without steps it is From.
func (p Parameter) At(k int) decimal.Decimal {
	p.Places = min(p.Places, target.MaxPlaces)
	switch {
	case p.Steps <= 0:
		return p.From.Round(p.Places)
	case k == p.Steps:
		return p.To.Round(p.Places)
	}
	way := p.To.Sub(p.From).Mul(decimal.New(int64(k), 0))
	return p.From.Add(way.DivRound(decimal.New(int64(p.Steps), 0), p.Places+1)).Round(p.Places)
}

func (p Parameter) check(at target.Place) {
	at.Field("name").Code(p.Name)
	fits := at.Field("from").Figure(p.From) && at.Field("to").Figure(p.To)
	if fits && p.To.Cmp(p.From) <= 0 {
		at.Field("to").Report(p.To, target.ErrRange, "must be greater than from")
	}
	at.Field("steps").Count(p.Steps, 1, mostValues)
	at.Field("places").Count(int(p.Places), 0, mostPlaces)
}

// grid yields the values of the parameters, each list new.
func (c Candidate) grid() func(yield func(values []decimal.Decimal) bool) {
	return func(yield func(values []decimal.Decimal) bool) {
		at := make([]int, len(c.Parameters))
		for {
			values := make([]decimal.Decimal, len(at))
			for i, p := range c.Parameters {
				values[i] = p.At(at[i])
			}
			if !yield(values) {
				return
			}

			last := len(at) - 1
			for ; last >= 0 && at[last] == c.Parameters[last].Steps; last-- {
				at[last] = 0
			}
			if last < 0 {
				return
			}
			at[last]++
		}
	}
}

// size is how many lists of values the grid has, or one more than is allowed.
func (c Candidate) size() int64 {
	n := int64(1)
	for _, p := range c.Parameters {
		if n *= int64(max(p.Steps, 0)) + 1; n > mostValues {
			return mostValues + 1
		}
	}
	return n
}

// rule returns the rule for values of the parameters.
func (c Candidate) rule(values []decimal.Decimal) (hierarchy.Rule, error) {
	if c.Vary == nil {
		return hierarchy.Rule{}, nil
	}
	return callVary(c.Vary, slices.Clone(values))
}

// callVary calls a caller's function. A panic is an error.
func callVary[T any](vary func(T) (hierarchy.Rule, error), of T) (r hierarchy.Rule, err error) {
	defer func() {
		if x := recover(); x != nil {
			var p target.Problems
			p.At("vary").Report(fmt.Sprint(x), target.ErrInvalid,
				"the function panics with this value: return an error instead")
			err = p.Err()
		}
	}()
	return vary(of)
}

// check reports what is wrong with a candidate.
func (c Candidate) check(at target.Place) {
	for k, p := range c.Parameters {
		p.check(at.Field("parameters").Index(k))
	}
	switch {
	case c.Vary == nil && len(c.Parameters) > 0:
		at.Field("vary").Report(nil, target.ErrRequired, "say what the parameters change")
	case c.Vary != nil && len(c.Parameters) == 0:
		at.Field("parameters").Report(nil, target.ErrRequired, "give the values that are tried")
	}
	if len(c.Parameters) > mostParameters {
		at.Field("parameters").Report(len(c.Parameters), target.ErrRange, "give at most 5 parameters")
	}
	if c.size() > mostValues {
		const remedy = "give at most 100,000 values of all parameters together: fewer steps, or fewer parameters"
		at.Field("parameters").Report(nil, target.ErrRange, remedy)
	}
}
