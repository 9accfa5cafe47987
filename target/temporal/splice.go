package temporal

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// SpliceOptions say which definitions are joined.
type SpliceOptions struct {
	// Old are the codes of the definitions before the break, whose figures add up:
	// three types of patents. New are those after it: five types of applicants. Both
	// are required.
	Old, New []string
}

// Spliced is a series over a break of definitions, joined by an overlap factor.
type Spliced struct {
	// Observations are the figures of the whole series, by period, as observations of
	// the indicator. Those before the break are Estimated, and their Correction says
	// by which factor they were multiplied and what that added. Those after it have a
	// Correction of zero, whose reason says that they are part of a joined series.
	Observations []target.Observation

	// Factor is Σ new / Σ old over the overlap, with 16 significant digits.
	Factor decimal.Decimal

	// Overlap are the periods for which there are figures by both definitions.
	Overlap []target.Period
}

// Splice joins the series before and after a break of definitions in one unit. A
// break is never joined otherwise. For a period with figures by the new definitions,
// the figure is their sum. For one with figures by the old definitions alone, it is
//
//	Σ old · Σ new over the overlap / Σ old over the overlap
//
// rounded once to the indicator's Places, halves away from zero.
//
// Splice returns an error if:
//   - the indicator is not valid or has no Places, or its kind does not add up
//     and there are several old or new definitions (ErrKind);
//   - a code is missing, or is given twice;
//   - an observation is not valid, of another unit or of another definition;
//   - a period has two figures of one definition (ErrDuplicate), or lacks those of
//     some of the old or new definitions (ErrMissing);
//   - no period has figures by both (ErrMissing), or the old ones add up to zero or
//     have another sign than the new ones (ErrRange).
//
// It reports every problem.
func Splice(i target.Indicator, observations []target.Observation, o SpliceOptions) (Spliced, error) {
	problems := target.Problems{ByPath: true}
	problems.Add(i.Validate())
	problems.At("indicator.places").Required(
		!i.Places.IsZero(), "set the number of decimals to which figures are rounded",
	)
	o.check(&problems, i)
	if err := problems.Err(); err != nil {
		return Spliced{}, err
	}

	checkOneUnit(&problems, observations)
	periods := o.periods(&problems, observations)
	if err := problems.Err(); err != nil {
		return Spliced{}, err
	}

	var s Spliced
	before, after := decimal.Zero, decimal.Zero
	for _, p := range periods {
		if p.old.has && p.new.has {
			s.Overlap = append(s.Overlap, p.period)
			before, after = before.Add(p.old.sum), after.Add(p.new.sum)
		}
	}
	at := problems.At("observations")
	switch {
	case len(s.Overlap) == 0:
		at.Report(nil, target.ErrMissing, "give figures of one period by the old and by the new definitions")
	case before.Sign()*after.Sign() <= 0:
		at.Report(before, target.ErrRange, "over the overlap the old and the new figures must have one sign; "+
			"the new ones add up to "+fault.Text(after))
	}
	if err := problems.Err(); err != nil {
		return Spliced{}, err
	}

	factor := quotient.Of(after, before)
	s.Factor = quotient.Round(factor)
	for _, p := range periods {
		s.Observations = append(s.Observations, p.observation(i, factor, s))
	}
	for k, one := range s.Observations {
		problems.At("observations").Index(k).AddRooted(one.Validate())
	}
	if err := problems.Err(); err != nil {
		return Spliced{}, err
	}
	return s, nil
}

// check checks the codes of the definitions.
func (o SpliceOptions) check(p *target.Problems, i target.Indicator) {
	at := p.At("options")
	at.Field("old").Required(len(o.Old) > 0, "name the definitions before the break")
	at.Field("new").Required(len(o.New) > 0, "name the definitions after the break")
	if (len(o.Old) > 1 || len(o.New) > 1) && i.Kind.Law() != target.Sum {
		p.At("indicator.kind").Report(i.Kind, target.ErrKind, "only figures that add up can be of several definitions")
	}

	var known []string
	for _, list := range []struct {
		name  string
		codes []string
	}{{"old", o.Old}, {"new", o.New}} {
		for k, code := range list.codes {
			if place := at.Field(list.name).Index(k); place.Code(code) && slices.Contains(known, code) {
				place.Duplicate(code)
			}
			known = append(known, code)
		}
	}
}

// splicedPeriod holds the figures of one period.
type splicedPeriod struct {
	period   target.Period
	first    target.Observation
	old, new side
}

// side is the figures of a period by the old or by the new definitions.
type side struct {
	sum    decimal.Decimal
	status target.Status // the least firm
	seen   []string
	has    bool // there are figures
}

// periods adds up the figures of each period, and reports what does not fit.
func (o SpliceOptions) periods(p *target.Problems, observations []target.Observation) []*splicedPeriod {
	byPeriod := make(map[target.Period]*splicedPeriod)
	var all []*splicedPeriod
	for _, one := range observations {
		at := p.At("observations").Key(one.Period.String())
		if !at.AddRooted(one.Validate()) {
			continue
		}
		period := byPeriod[one.Period]
		if period == nil {
			period = &splicedPeriod{period: one.Period, first: one}
			byPeriod[one.Period] = period
			all = append(all, period)
		}
		switch {
		case slices.Contains(o.Old, one.Indicator):
			period.old.add(at, one)
		case slices.Contains(o.New, one.Indicator):
			period.new.add(at, one)
		default:
			at.Field("indicator").Unknown(one.Indicator, slices.Concat(o.Old, o.New)...)
		}
	}

	slices.SortFunc(all, func(a, b *splicedPeriod) int { return a.period.Compare(b.period) })
	for _, period := range all {
		at := p.At("observations").Key(period.period.String())
		period.old.checkComplete(at, o.Old)
		period.new.checkComplete(at, o.New)
	}
	return all
}

func (s *side) add(at target.Place, o target.Observation) {
	if slices.Contains(s.seen, o.Indicator) {
		at.Report(o.Indicator, target.ErrDuplicate, "give one figure of each definition")
	}
	if len(s.seen) == 0 || o.Status.Compare(s.status) > 0 {
		s.status = o.Status
	}
	s.sum = s.sum.Add(o.Value)
	s.seen = append(s.seen, o.Indicator)
}

// checkComplete sets has. It reports the definitions without a figure, unless all have
// none.
func (s *side) checkComplete(at target.Place, codes []string) {
	s.has = len(s.seen) > 0
	for _, code := range codes {
		if s.has && !slices.Contains(s.seen, code) {
			at.Report(code, target.ErrMissing, "give the figures of all definitions, which add up")
		}
	}
}

// observation returns the figure of a period in the joined series.
func (p *splicedPeriod) observation(i target.Indicator, factor *big.Rat, s Spliced) target.Observation {
	out := target.Observation{
		Unit: p.first.Unit, Indicator: i.Code, Period: p.period, Coverage: i.Coverage,
		Value: p.new.sum, Status: p.new.status,
	}
	over := s.Overlap[0].String()
	if n := len(s.Overlap); n > 1 {
		over += " to " + s.Overlap[n-1].String()
	}
	if p.new.has {
		out.Correction.Reason = "spliced: as defined anew, joined to earlier figures over " + over
		return out
	}

	exact := new(big.Rat).Mul(p.old.sum.Rat(), factor)
	places := i.Places.Or(0)
	out.Value = fixed.Round(exact.Num(), exact.Denom(), places)
	out.Status = target.Estimated
	out.Correction = target.Correction{
		Amount: out.Value.Sub(p.old.sum),
		Reason: "spliced: multiplied by " + fault.Text(s.Factor) + ", the overlap of " + over,
	}
	return out
}
