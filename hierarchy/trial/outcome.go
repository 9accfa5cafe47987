package trial

import (
	"iter"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// Outcome is what one rule gives, for one list of values of its parameters.
type Outcome struct {
	Candidate string
	Values    []decimal.Decimal // of the parameters
	// Err is why the rule has no answer, nil if it has one.
	Err error
	// Measures are in the order of [Spec].Measures. One is not valid if the rule has no
	// answer or the measure does not exist.
	Measures []decimal.NullDecimal

	frame  *frame
	quotas numbers               // of the units that are compared
	bounds []apportion.DecidedBy // nil if all are free
}

// Row is what a rule gives one unit.
type Row struct {
	Unit      hierarchy.Unit
	Quota     decimal.Decimal
	DecidedBy apportion.DecidedBy
	// Effort is what the unit has to do, as explained at [Spec].Start.
	Effort    decimal.Decimal
	PerHead   decimal.NullDecimal
	PerOutput decimal.NullDecimal
	Change    decimal.NullDecimal // the quota less that of last year
	// Beyond is the quota less Most if it is above Most, the quota less Least if it is below
	// Least, and 0 if it is feasible.
	Beyond decimal.NullDecimal
}

// run cascades the target by a candidate that is prepared.
func (o *Outcome) run(c Candidate, prepared *hierarchy.Prepared) {
	if o.Err != nil {
		return
	}
	rule, err := c.rule(o.Values)
	if err != nil {
		o.Err = err
		return
	}
	plan, err := prepared.Run(hierarchy.Scenario{Rule: rule})
	if err != nil {
		o.Err = err
		return
	}

	o.quotas = o.frame.figures(plan.Column())
	for u, b := range plan.Bounded() {
		if i, ok := o.frame.place[u.Code]; ok {
			if o.bounds == nil {
				o.bounds = make([]apportion.DecidedBy, len(o.frame.units))
			}
			o.bounds[i] = b
		}
	}
}

// bound returns what decided the quota of a unit.
func (o *Outcome) bound(i int) apportion.DecidedBy {
	if o.bounds == nil {
		return apportion.ByClaim
	}
	return o.bounds[i]
}

// efforts returns what each unit has to do, times Per for a weighted mean.
func (o *Outcome) efforts() numbers {
	f := o.frame
	mass := o.quotas
	if f.mean {
		mass = mass.times(f.basis)
	}
	if !f.hasStart || f.change {
		return mass
	}

	start := f.start
	if f.mean {
		start = start.scaled(f.spec.Target.Indicator.Scale())
	}
	if f.spec.Target.Indicator.Better == target.Lower {
		return start.minus(mass)
	}
	return mass.minus(start)
}

// per is what efforts are multiplied by: Per for a weighted mean, else 1.
func (o *Outcome) per() decimal.Decimal {
	if o.frame.mean {
		return o.frame.spec.Target.Indicator.Scale()
	}
	return decimal.New(1, 0)
}

// Distribution returns how the efforts are distributed over the units: per head
// and per output as ratios, weighted by their denominators. It returns nil if the
// rule has no answer or the denominators are not given.
func (o *Outcome) Distribution(base Base) *Distribution {
	if o == nil || o.frame == nil {
		return nil
	}
	f := o.frame
	if o.Err != nil || base == PerHead && !f.hasHeads || base == PerOutput && !f.hasOutput || base > PerOutput {
		return nil
	}

	weight := f.ones()
	switch base {
	case PerHead:
		weight = f.heads
	case PerOutput:
		weight = f.output
	}
	return newDistribution(o.efforts(), weight.scaled(o.per()), base == PerUnit && !f.mean)
}

// ones counts each unit once.
func (f *frame) ones() numbers {
	ones := make([]int64, len(f.units))
	for i := range ones {
		ones[i] = 1
	}
	return numbers{words: ones}
}

// Rows yields what the rule gives each unit, breadth first and siblings by code;
// nothing if it has no answer.
func (o *Outcome) Rows() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if o == nil || o.frame == nil || o.Err != nil {
			return
		}
		efforts := o.efforts()
		for i := range o.frame.units {
			if !yield(o.row(i, efforts)) {
				return
			}
		}
	}
}

func (o *Outcome) row(i int, efforts numbers) Row {
	f := o.frame
	r := Row{Unit: f.units[i], Quota: o.quotas.decimal(i), DecidedBy: o.bound(i)}
	effort := new(big.Rat).Quo(efforts.rat(i), o.per().Rat())
	r.Effort = transcend.Fraction(effort, f.digits)
	if f.hasHeads {
		r.PerHead = f.quotient(effort, f.heads.rat(i))
	}
	if f.hasOutput {
		r.PerOutput = f.quotient(effort, f.output.rat(i))
	}
	if f.last[i].Valid {
		r.Change = decimal.NewNullDecimal(r.Quota.Sub(f.last[i].Decimal))
	}
	if f.least[i].Valid || f.most[i].Valid {
		r.Beyond = decimal.NewNullDecimal(f.beyond(i, r.Quota))
	}
	return r
}

func (f *frame) quotient(a, b *big.Rat) decimal.NullDecimal {
	return decimal.NewNullDecimal(transcend.Fraction(new(big.Rat).Quo(a, b), f.digits))
}

// beyond is by how much a quota is out of what is feasible.
func (f *frame) beyond(i int, quota decimal.Decimal) decimal.Decimal {
	if over := quota.Sub(f.most[i].Decimal); f.most[i].Valid && over.IsPositive() {
		return over
	}
	if under := quota.Sub(f.least[i].Decimal); f.least[i].Valid && under.IsNegative() {
		return under
	}
	return decimal.Zero
}

// Quotas returns the quotas of the units that are compared as a column. It has no figures
// if the rule has no answer.
//
// Quotas returns an error for an outcome that [Run] has not made.
func (o *Outcome) Quotas() (hierarchy.Column, error) {
	if o == nil || o.frame == nil {
		err := &target.FieldError{Path: "outcome", Err: target.ErrRequired, Remedy: "make it by Run"}
		return hierarchy.Column{}, err
	}
	return o.frame.spec.Tree.Column(func(yield func(string, decimal.Decimal) bool) {
		if o.Err != nil {
			return
		}
		for i, u := range o.frame.units {
			if !yield(u.Code, o.quotas.decimal(i)) {
				return
			}
		}
	})
}
