package evaluate

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Recheck is what has changed between two verdicts on one target: that of its time,
// and one on what is known since.
type Recheck struct {
	Then, Now Assessment

	// Changed names what differs, in this order: target, reporter, vintage, status,
	// figure, met.
	Changed []string

	Difference decimal.Decimal // of the figures that were compared: Now less Then
}

// NewRecheck compares a verdict of an earlier time with a later one.
//
// NewRecheck returns an error if the two are of different units, indicators or
// periods of the target, or of different periods of the observation
// ([target.ErrMismatch]), or a figure is out of bounds. It reports every problem.
func NewRecheck(then, now Assessment) (Recheck, error) {
	var p target.Problems
	at := p.At("now")
	same := func(of, field string, value any, isSame bool) {
		if !isSame {
			remedy := "compare two assessments of one target and one period"
			at.Field(of).Field(field).Report(value, target.ErrMismatch, remedy)
		}
	}
	same("target", "unit", now.Target.Unit, now.Target.Unit == then.Target.Unit)
	same("target", "indicator", now.Target.Indicator.Code, now.Target.Indicator.Code == then.Target.Indicator.Code)
	same("target", "period", now.Target.Period, now.Target.Period == then.Target.Period)
	same("observation", "period", now.Observation.Period, now.Observation.Period == then.Observation.Period)
	p.At("then").Field("actual").Figure(then.Actual)
	at.Field("actual").Figure(now.Actual)
	p.At("then").Field("target").AddRooted(then.Target.Validate())
	at.Field("target").AddRooted(now.Target.Validate())
	if err := p.Err(); err != nil {
		return Recheck{}, err
	}

	r := Recheck{Then: then.clone(), Now: now.clone(), Difference: now.Actual.Sub(then.Actual)}
	changed := func(name string, isSame bool) {
		if !isSame {
			r.Changed = append(r.Changed, name)
		}
	}
	a, b := then.Observation, now.Observation
	changed("target", sameTarget(then.Target, now.Target))
	changed("reporter", a.Reporter == b.Reporter)
	changed("vintage", a.Known() == b.Known())
	changed("status", a.Status == b.Status)
	changed("figure", r.Difference.IsZero())
	changed("met", then.Met == now.Met)
	return r, nil
}

// sameTarget reports whether two targets ask for the same.
func sameTarget(a, b target.Target) bool {
	return a.Setter == b.Setter && a.Tier == b.Tier && a.EffectiveComparator() == b.EffectiveComparator() &&
		a.Value.Equal(b.Value) && a.Upper.Equal(b.Upper) && a.Tolerance.Equal(b.Tolerance)
}

// clone returns a copy that shares no memory with the assessment.
func (a Assessment) clone() Assessment {
	a.Target = a.Target.Clone()
	return a
}
