package convert

import "github.com/targetcascade/cascade/target"

// ConvertedObservation is an observation in another form, and how its figure came
// about.
type ConvertedObservation struct {
	Observation target.Observation
	Step        Step
}

// Observation returns an observation of an indicator in another form. The new
// observation is of the indicator Conversion.To, and of the period that
// [Conversion.Target] gives. Unit, status, coverage, reporter, vintage and source are
// those of the old one. The amount of a correction is the new figure less the figure as
// reported in the new form.
//
// Observation returns the errors of [Conversion.Figure]. It also returns an error if the
// observation is not valid or of another indicator or coverage, or if Basis.Period does
// not end before the observation's period. It also returns one if the figure as
// reported cannot be converted; that may be a share beyond the whole. It reports every
// problem.
func (c Conversion) Observation(o target.Observation, from target.Indicator) (ConvertedObservation, error) {
	var p target.Problems
	at := p.At("observation")
	at.AddRooted(o.Validate())
	if o.Indicator != from.Code {
		at.Field("indicator").Report(o.Indicator, target.ErrMismatch, "the indicator given is "+from.Code)
	}
	if o.Coverage != from.Coverage {
		at.Field("coverage").Report(o.Coverage, target.ErrMismatch, coverageRemedy(from.Coverage))
	}
	if !c.check(&p, from) {
		return ConvertedObservation{}, p.Err()
	}

	out := o
	out.Indicator = c.To.Code
	out.Period = c.period(p.At("conversion").Field("basis").Field("period"), o.Period)
	step := c.step(at.Field("value"), o.Value, from)
	out.Value = step.Result
	if amount := o.Correction.Amount; p.Len() == 0 && !amount.IsZero() {
		c.BeyondWhole = true
		reported := c.step(at.Field("correction").Field("amount"), o.Value.Sub(amount), from)
		out.Correction.Amount = step.Result.Sub(reported.Result)
	}
	if p.Len() > 0 {
		return ConvertedObservation{}, p.Err()
	}
	return ConvertedObservation{out, step}, nil
}
