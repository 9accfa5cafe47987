package convert

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Converted is a target in another form, and how its figures came about.
type Converted struct {
	Target target.Target
	Steps  []Step // of the value; for a range of its ends, Value first
}

// Target returns a target in another form. The new target has the indicator
// Conversion.To, the given code, and a link "converted from" to the old one if
// that has a code. Unit, goal, setter, tier, force, lineage, tags and source are those
// of the old target.
//
//   - A formula that falls, of reductions, turns "at least" into "at most", and the
//     ends of a range around.
//   - A level that follows from a growth, a reduction or an increment has the basis
//     as its baseline if Basis.Period is given. Otherwise the new target has no
//     baseline: that of the old one is in the old form.
//   - Its period is that of the old target. If Basis.Period is given, two kinds of
//     results have another period. That of a level has the length of the basis, and
//     ends with the old one. That of a growth, a reduction or an increment is the time
//     from the end of the basis on.
//   - Replaces and Withdrawn are left empty, and links "mid-term of" are left out: they
//     are about targets in the old form.
//
// Target returns the errors of [Conversion.Figure]. It also returns an error if:
//   - the target is not valid;
//   - a target "about" a value would get tolerances that differ between the two sides;
//   - Basis.Period does not end before the target's period.
//
// It reports every problem.
func (c Conversion) Target(t target.Target, code string) (Converted, error) {
	var p target.Problems
	p.At("target").AddRooted(t.Validate())
	if !c.check(&p, t.Indicator) {
		return Converted{}, p.Err()
	}

	out := t.Clone()
	out.Code, out.Indicator, out.Baseline, out.Replaces, out.Withdrawn = code, c.To, nil, "", ""
	out.Links = slices.DeleteFunc(out.Links, func(k target.Link) bool { return k.Relation == target.MidTermOf })
	if t.Code != "" {
		out.Links = append(out.Links, target.Link{Relation: target.ConvertedFrom, Target: t.Code})
	}
	out.Period = c.period(p.At("conversion").Field("basis").Field("period"), t.Period)
	if c.Formula.toLevel() && !c.perBasis() && !c.Basis.Period.IsZero() {
		out.Baseline = &target.Point{Period: c.Basis.Period, Value: c.Basis.Value}
	}
	steps := c.figures(&p, t, &out)
	if p.Len() == 0 {
		p.At("target").AddRooted(out.Validate())
	}
	if p.Len() > 0 {
		return Converted{}, p.Err()
	}
	return Converted{out, steps}, nil
}

// figures converts the figures of a target.
func (c Conversion) figures(p *target.Problems, t target.Target, out *target.Target) []Step {
	compare := t.EffectiveComparator()
	steps := []Step{c.step(p.At("target").Field("value"), t.Value, t.Indicator)}
	out.Value = steps[0].Result

	switch compare {
	case target.Within:
		steps = append(steps, c.step(p.At("target").Field("upper"), t.Upper, t.Indicator))
		out.Upper = steps[1].Result
		if c.Formula.falls() {
			steps[0], steps[1] = steps[1], steps[0]
			out.Value, out.Upper = out.Upper, out.Value
		}
	case target.About:
		out.Tolerance = c.tolerance(p.At("target").Field("tolerance"), t)
	case target.AtLeast, target.AtMost:
		if c.Formula.falls() {
			compare = target.AtLeast + target.AtMost - compare
		}
	}

	if out.EffectiveComparator() != compare {
		out.Comparator = compare
	}
	return steps
}

// tolerance converts the tolerance of a target about a value.
func (c Conversion) tolerance(at target.Place, t target.Target) decimal.Decimal {
	if c.Years > 1 {
		at.Report(t.Tolerance, target.ErrInvalid,
			"a rate over years makes other distances on either side: give a range, with Within")
		return decimal.Zero
	}

	// The formula is linear: the tolerance is the distance between two results.
	zero, _ := c.result(decimal.Zero.Rat(), c.Basis.Value.Rat(), t.Indicator)
	far, _ := c.result(t.Tolerance.Rat(), c.Basis.Value.Rat(), t.Indicator)
	distance := far.fraction.Sub(far.fraction, zero.fraction)
	return number{fraction: distance.Abs(distance)}.nearest(c.To.EffectiveQuantum())
}

// period returns the period of the result.
func (c Conversion) period(at target.Place, p target.Period) target.Period {
	basis := c.Basis.Period
	if c.perBasis() || basis.IsZero() {
		return p
	}
	if basis.Last().Compare(p.Last()) >= 0 {
		at.Report(basis, target.ErrRange, "must end before the period of the target, "+p.String())
		return p
	}

	if c.Formula.toLevel() {
		return target.Months(p.Last().Shift(1-basis.Len()), p.Last())
	}
	return target.Months(basis.Last().Next(), p.Last())
}
