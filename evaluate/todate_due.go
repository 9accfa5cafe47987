package evaluate

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/band"
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

// withDue returns the gauge of the part of the target that is due.
func (g gauge) withDue(d Due) gauge {
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

// shareOf returns the share of the way from the baseline that is due. It is nil if there is
// no way.
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
