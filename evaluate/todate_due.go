package evaluate

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/band"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// Due is how much of a target is due by the end of an observation:
//
//	From + (To − From) × Part/Of
//
// For a total From is 0, and Part of Of is 5 of 12 months, or last year's 519 of
// 1,200 by May. For a level From is the baseline, or the last step of the path
// before the end of the observation. The zero Due is the whole target.
type Due struct {
	From     decimal.Decimal
	To       decimal.NullDecimal // the next step of the path; absent means the target
	Part, Of decimal.Decimal
}

// IsZero reports whether the whole target is due.
func (d Due) IsZero() bool { return d.Of.Sign() <= 0 }

// scaled returns a figure times Of, so that it can be compared without a division.
func (d Due) scaled(figure decimal.Decimal) decimal.Decimal {
	if d.IsZero() {
		return figure
	}
	return figure.Mul(d.Of)
}

// scaledEnd returns what is due of an end of the target, times Of.
func (d Due) scaledEnd(end decimal.Decimal) decimal.Decimal {
	if d.To.Valid {
		end = d.To.Decimal
	}
	return d.From.Mul(d.Of).Add(end.Sub(d.From).Mul(d.Part))
}

// by returns the gauge of what is due of its target.
func (g gauge) by(d Due) gauge {
	if d.IsZero() {
		return g
	}
	g.due = d
	g.dueBand = band.Band{}
	if g.band.Low.Valid {
		g.dueBand.Low = decimal.NewNullDecimal(d.scaledEnd(g.band.Low.Decimal))
	}
	if g.band.High.Valid {
		g.dueBand.High = decimal.NewNullDecimal(d.scaledEnd(g.band.High.Decimal))
	}
	return g
}

// plainQuotient divides two decimals: exactly if the result has at most
// target.MaxDigits decimals, and else to SignificantDigits digits.
func plainQuotient(a, b decimal.Decimal) decimal.Decimal {
	r := quotient.Of(a, b)
	if places, ends := r.FloatPrec(); ends && places <= target.MaxDigits {
		return quotient.Exact(r)
	}
	return quotient.Round(r)
}

// pathSteps are a path: for a total figures of single steps, else levels.
type pathSteps []target.Point

// way is a target on the way to it, with the path that says what is due when.
type way struct {
	target target.Target
	path   pathSteps // in order; empty means evenly over time
}

// isTotal reports whether figures add up from the beginning of the target's period.
func (w way) isTotal() bool { return w.target.Indicator.TimeLaw() == target.TimeSum }

// isRate reports whether figures are rates of change that compound.
func (w way) isRate() bool {
	k := w.target.Indicator.Kind
	return (k == target.Growth || k == target.Reduction) && w.target.Indicator.TimeLaw() == target.TimeCompound
}

// check reports a path that the target cannot have.
func (w way) check(at target.Place) {
	if len(w.path) == 0 {
		return
	}
	i, comparator := w.target.Indicator, w.target.EffectiveComparator()
	isRange := comparator == target.Within || comparator == target.About && !w.target.Tolerance.IsZero()
	switch {
	case i.Kind == target.Position || i.Kind == target.Milestone:
		at.Report(i.Kind, target.ErrKind, "it has no path: leave the path out")
	case w.isRate():
		at.Report(i.Kind, target.ErrKind, "rates have no path here: leave the path out, or judge by progress.PathGap")
	case w.isTotal():
		w.checkTotal(at)
	case isRange:
		at.Report(nil, target.ErrMismatch, "a range has no path of single figures: leave the path out")
	default:
		w.checkLevels(at)
	}
}

// checkLevels reports a path of levels that does not lead to the target.
func (w way) checkLevels(at target.Place) {
	last := w.path[len(w.path)-1]
	switch left := series.MonthsBetween(last.Period, w.target.Period); {
	case left < 0:
		at.Key(last.Period.String()).
			Report(nil, target.ErrRange, "the steps must end with "+w.target.Period.Last().String()+" at the latest")
	case left == 0 && !last.Value.Equal(w.target.Value):
		at.Key(last.Period.String()).
			Report(last.Value, target.ErrMismatch, "the path must lead to the target, "+fault.Text(w.target.Value))
	}
}

// checkTotal reports a path of a total that does not fill the target's period, or
// adds up to nothing.
func (w way) checkTotal(at target.Place) {
	sum := decimal.Zero
	next := w.target.Period.First()
	for _, p := range w.path {
		place := at.Key(p.Period.String())
		if p.Period.First() != next {
			place.Report(nil, target.ErrMissing, "the steps must follow each other from the beginning of "+
				w.target.Period.String())
			return
		}
		if !place.NonNegative(p.Value) {
			return
		}
		sum = sum.Add(p.Value) //mutate:equal sum.Sub(p.Value): whether it is zero counts
		next = p.Period.Last().Next()
	}

	last := w.path[len(w.path)-1].Period.Last()
	switch {
	case last != w.target.Period.Last():
		at.Report(last, target.ErrMissing, "the steps must end with "+w.target.Period.String())
	case sum.Sign() == 0:
		at.Report(nil, target.ErrRange, "at least one step must be greater than 0")
	}
}

// fit reports whether an observation of a period can be judged, and if not, what
// would have to be given.
func (w way) fit(p target.Period) (remedy string, ok bool) {
	t := w.target
	begins, isWithin := p.First() == t.Period.First(), t.Period.Contains(p)
	switch {
	case p == t.Period:
		return "", true
	case w.isTotal():
		if !begins || !isWithin {
			return "give the total from " + t.Period.First().String() + " on, as temporal.ToDate makes it", false
		}
		if len(w.path) > 0 && !w.hasStep(p) {
			return "no step of the path ends with " + p.Last().String() + ": give a path of shorter steps", false
		}
		return "", true
	case w.isRate() && !(begins && isWithin && (t.Period.Len() <= 12 || p.Len()%12 == 0)):
		if t.Period.Len() > 12 {
			return "give the rate of whole years from the beginning of " + t.Period.String(), false
		}
		return "give the rate of the months from " + t.Period.First().String() + " on", false
	}

	return w.fitLevel(p)
}

// fitLevel is fit for levels.
func (w way) fitLevel(p target.Period) (remedy string, ok bool) {
	t := w.target
	begins := t.Period.First().Shift(-1) // a cumulative total begins with nothing

	switch b := t.Baseline; {
	case series.MonthsBetween(p, t.Period) <= 0 || t.Indicator.Kind == target.Milestone:
		return "", true
	case b != nil:
		begins = b.Period
	case len(w.path) > 0:
		begins = w.path[0].Period
		if series.MonthsBetween(begins, p) >= 0 {
			return "", true
		}
		return "nothing is due before the first step of the path, " + begins.String() + ": give a baseline", false
	case t.Indicator.Kind != target.Cumulative:
		return "", true
	}

	if series.MonthsBetween(begins, p) <= 0 {
		return "the way begins with " + begins.String() + ": give a later figure", false
	}
	return "", true
}

func (w way) hasStep(p target.Period) bool {
	return slices.ContainsFunc(w.path, func(q target.Point) bool { return q.Period.Last() == p.Last() })
}

// dueBy returns what is due by the end of a period that fits, and the share of the
// way that is due, if there is one.
func (w way) dueBy(p target.Period) (Due, *big.Rat) {
	t := w.target
	left := series.MonthsBetween(p, t.Period)
	switch {
	case left <= 0:
		return Due{}, one
	case w.isTotal():
		return w.totalDue(p)
	case w.isRate():
		return w.rateDue(p)
	case t.Indicator.Kind == target.Milestone:
		return Due{Of: decimal.New(1, 0)}, new(big.Rat)
	case len(w.path) > 0:
		d := w.pathDue(p)
		return d, w.shareOf(d)
	}

	base, months := w.beginning()
	if months == 0 {
		return Due{}, nil // the target holds at any time
	}
	d := Due{From: base, Part: decimal.New(int64(months-left), 0), Of: decimal.New(int64(months), 0)}
	return d, quotient.Of(d.Part, d.Of)
}

// dueValue returns what is due of the target's value.
func (w way) dueValue(d Due) decimal.Decimal {
	switch value := w.target.Value; {
	case d.IsZero():
		return value
	case w.isRate():
		return quotient.Trim(d.scaledEnd(value))
	default:
		return plainQuotient(d.scaledEnd(value), d.Of)
	}
}

// totalDue returns what is due of a total.
func (w way) totalDue(p target.Period) (Due, *big.Rat) {
	d := w.totalPart(p)
	return d, quotient.Of(d.Part, d.Of)
}

func (w way) totalPart(p target.Period) Due {
	if len(w.path) == 0 {
		return Due{Part: decimal.New(int64(p.Len()), 0), Of: decimal.New(int64(w.target.Period.Len()), 0)}
	}
	var d Due
	for _, q := range w.path {
		d.Of = d.Of.Add(q.Value)
		if p.Contains(q.Period) {
			d.Part = d.Part.Add(q.Value)
		}
	}
	return d
}

// beginning returns the figure at which the way of a level begins, and its length
// in months: 0 if no way leads to the target.
func (w way) beginning() (base decimal.Decimal, months int) {
	t := w.target
	switch b := t.Baseline; {
	case t.Indicator.Kind == target.Position:
		return base, 0
	case b != nil:
		return b.Value, series.MonthsBetween(b.Period, t.Period)
	case t.Indicator.Kind == target.Cumulative:
		return base, t.Period.Len()
	}
	return base, 0
}

// pathDue returns what a path of levels asks for: on a straight line between the
// steps before and after the end of a period.
func (w way) pathDue(p target.Period) Due {
	var before, after *target.Point
	if base, months := w.beginning(); months > 0 {
		before = &target.Point{Period: w.target.Period.Last().Shift(-months), Value: base}
	}
	for k, q := range w.path {
		if series.MonthsBetween(q.Period, p) >= 0 {
			before = &w.path[k]
		} else {
			after = &w.path[k]
			break
		}
	}

	if before.Period.Last() == p.Last() {
		return Due{From: before.Value, Of: decimal.New(1, 0)}
	}
	end := w.target.Period
	d := Due{From: before.Value}
	if after != nil {
		end, d.To = after.Period, decimal.NewNullDecimal(after.Value)
	}
	d.Part = decimal.New(int64(series.MonthsBetween(before.Period, p)), 0)
	d.Of = decimal.New(int64(series.MonthsBetween(before.Period, end)), 0)
	return d
}

// shareOf returns the share of the way from the baseline that is due, nil if there
// is none.
func (w way) shareOf(d Due) *big.Rat {
	base, months := w.beginning()
	length := w.target.Value.Sub(base)
	if months == 0 || length.IsZero() {
		return nil
	}
	made := d.scaledEnd(w.target.Value).Sub(base.Mul(d.Of))
	return quotient.Of(made, length.Mul(d.Of))
}

// rateDue returns the part of a rate that is due. Within a year it is the whole rate,
// because a rate to date is on the same months of the year before. After whole years of a
// plan it is the result of equal rates in each year.
func (w way) rateDue(p target.Period) (Due, *big.Rat) {
	t := w.target
	if t.Period.Len() <= 12 {
		return Due{}, nil
	}
	share := big.NewRat(int64(p.Len()), int64(t.Period.Len()))
	kept := keptOf(t, t.Value)
	if kept.Sign() <= 0 {
		return Due{Of: decimal.New(1, 0)}, nil // no equal rates lead to nothing
	}
	scale := t.Indicator.Scale().Rat()
	return Due{From: rateOf(t, scale, kept, share, 2*SignificantDigits), Of: decimal.New(1, 0)}, share
}

// keptOf returns what a rate makes of 1: 1 + g, or 1 − r for a reduction.
func keptOf(t target.Target, rate decimal.Decimal) *big.Rat {
	r := quotient.Of(rate, t.Indicator.Scale())
	if t.Indicator.Kind == target.Reduction {
		r.Neg(r)
	}
	return r.Add(r, one)
}

// rateOf returns the rate that makes keptʸ of 1.
func rateOf(t target.Target, scale, kept, y *big.Rat, digits int) decimal.Decimal {
	if kept.Cmp(one) == 0 {
		return decimal.Decimal{}
	}
	minus := new(big.Rat).Neg(scale)
	if t.Indicator.Kind == target.Reduction {
		return transcend.AffinePower(scale, minus, kept, y, digits)
	}
	return transcend.AffinePower(minus, scale, kept, y, digits)
}

// String prints what is due: 5 of 12, or 2.9.
func (d Due) String() string {
	switch {
	case d.IsZero():
		return "all"
	case d.From.IsZero() && !d.To.Valid:
		return fmt.Sprintf("%s of %s", numtext.Figure(d.Part), numtext.Figure(d.Of))
	}
	return fmt.Sprintf("%s and %s of %s of the rest",
		numtext.Figure(d.From), numtext.Figure(d.Part), numtext.Figure(d.Of))
}
