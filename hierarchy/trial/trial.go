package trial

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Candidate is a way to share a target that is put on trial: one rule, or a
// family of rules with parameters.
type Candidate struct {
	Name string
	// Options are the rule and whatever else a cascade needs, such as holds. They have
	// no exemptions. Their Basis is that of the trial and is not given here.
	Options hierarchy.Options
	// Parameters and Vary make a family: Vary returns the rule for values of the
	// parameters, in their order, which takes the fields that it does not say from
	// Options.Rule. It must return the same rule for the same values. Without
	// parameters Vary is nil.
	Parameters []Parameter
	Vary       func(values []decimal.Decimal) (hierarchy.Rule, error)
}

// Parameter is a number of a family of rules, with the values that are tried: a
// grid of Steps equal steps From … To, each rounded to Places.
type Parameter struct {
	Name     string
	From, To decimal.Decimal
	Steps    int   // at least 1
	Places   int32 // decimals of a value
}

// At returns the k-th value of the grid, from 0 to Steps.
func (p Parameter) At(k int) decimal.Decimal {
	if k == p.Steps {
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

const (
	mostValues     = 100_000    // of one parameter, or of all together
	mostPlaces     = 30         // of a parameter
	mostParameters = 5          // of a candidate
	mostOutcomes   = 100_000    // of a trial
	mostQuotas     = 50_000_000 // of all outcomes of a trial
)

// Spec is a trial: a target, the rules that could share it, and the figures by
// which the results are judged. Columns that are not given are not used, and what
// needs them is absent.
type Spec struct {
	Tree       *hierarchy.Tree
	Target     target.Target
	Basis      hierarchy.Column // of a weighted mean, as hierarchy.Options has it
	Candidates []Candidate
	Measures   []Measure
	// Level is the level whose units are compared, the last one if empty. Memo and
	// Residual units are not compared.
	Level string

	// Start is what each unit has without the target: emissions of the base year,
	// patents in force. The effort of a unit is then what its quota adds to Start if
	// higher is better, and what it takes off if lower is. Without Start, and for a
	// Growth or a Reduction, the effort is what the quota itself comes to: the quota,
	// or quota × basis / Per for a weighted mean.
	Start  hierarchy.Column
	Heads  hierarchy.Column // population, for efforts per head
	Output hierarchy.Column // output or income of a unit, for efforts per output
	Last   hierarchy.Column // quotas of last year
	// Least and Most are the quotas that are feasible for a unit.
	Least, Most hierarchy.Column
	// Digits is the number of significant digits of measures and quotients; 0 means
	// 16.
	Digits int
}

// Result is what each candidate gives, by the order of the candidates, and of one
// candidate by its parameters, the last one changing fastest.
type Result struct {
	Measures []string // their names, in the order of the spec
	Outcomes []*Outcome

	better []target.Direction
	frame  *frame
}

// Run cascades the target by every candidate, and measures what comes of it. A
// candidate that has no answer is an outcome with its error, so that a trial shows
// what is infeasible beside what is not.
//
// Efforts are exact; measures are exact fractions or correctly rounded
// ([Distribution]).
//
// Run returns an error if:
//   - the tree is nil, the target is not valid or the level is unknown;
//   - there is no candidate, a name is empty or given twice, or a family lacks parameters or Vary;
//   - a parameter has no name, From is not below To, or steps or places are out of range;
//   - the values of all parameters make more than 100,000 outcomes, or more than 50 million quotas;
//   - a measure has no statistic, an own one no name, or a name is given twice;
//   - a column is of another tree, or options have a basis of their own;
//   - no unit is compared, or one lacks a figure of Basis, Start, Heads or Output;
//   - a figure of Heads or Output is not positive.
func Run(s Spec) (*Result, error) {
	f, err := s.frame()
	if err != nil {
		return nil, err
	}

	r := &Result{frame: f}
	for _, m := range s.Measures {
		r.Measures = append(r.Measures, m.name())
		r.better = append(r.better, m.better())
	}
	for _, c := range s.Candidates {
		prepared, err := f.prepare(c)
		for values := range c.grid() {
			o := &Outcome{Candidate: c.Name, Values: values, Err: err, frame: f}
			o.run(c, prepared)
			for _, m := range s.Measures {
				o.Measures = append(o.Measures, o.measure(m))
			}
			o.forget()
			r.Outcomes = append(r.Outcomes, o)
		}
	}
	return r, nil
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

// prepare checks the cascade of a candidate.
func (f *frame) prepare(c Candidate) (*hierarchy.Prepared, error) {
	options := c.Options
	if options.Basis.Len() > 0 {
		var p target.Problems
		at := p.At("options.basis")
		at.Report(options.Basis.Name(), target.ErrMismatch, "give the basis in the spec of the trial")
		return nil, p.Err()
	}
	options.Basis = f.spec.Basis
	if err := refuseExempt(options); err != nil {
		return nil, err
	}
	return hierarchy.Prepare(f.spec.Tree, f.spec.Target, options)
}

// refuseExempt reports units that are exempt: every unit of a trial is compared.
func refuseExempt(o hierarchy.Options) error {
	var p target.Problems
	if len(o.Exempt) > 0 {
		remedy := "every unit is compared: leave the exemptions out, or hold the units"
		p.At("options.exempt").Report(o.Exempt[0].Unit, target.ErrMismatch, remedy)
	}
	return p.Err()
}

// rule returns the rule for values of the parameters. A panic of Vary is an error.
func (c Candidate) rule(values []decimal.Decimal) (r hierarchy.Rule, err error) {
	if c.Vary == nil {
		return hierarchy.Rule{}, nil
	}
	defer func() {
		if x := recover(); x != nil {
			var p target.Problems
			p.At("vary").Report(fmt.Sprint(x), target.ErrInvalid, "it panicked")
			err = p.Err()
		}
	}()
	return c.Vary(slices.Clone(values))
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
		at.Field("parameters").Report(len(c.Parameters), target.ErrRange, "at most 5 parameters")
	}
	if c.size() > mostValues {
		const remedy = "at most 100,000 values of all parameters together"
		at.Field("parameters").Report(nil, target.ErrRange, remedy)
	}
}
