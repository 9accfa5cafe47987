package target

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// DisaggregateOptions says how [Disaggregate] works. The zero value is Denton's
// proportional method as Cholette corrected it, on first differences, for
// figures that add up, stated without places.
type DisaggregateOptions struct {
	Method     Disaggregation
	Conversion TimeLaw // TimeSum, TimeMean, TimeLast or TimeFirst; zero is TimeSum
	// Difference is the order h of Denton's differences: 1 where it is zero, or 2.
	Difference int
	// Original takes Denton's method as he published it (1971), which also
	// holds the first h figures to the series. Cholette (1984) leaves them free.
	Original bool
	// Rho is the correlation of ChowLin and Litterman, above −1 and below 1.
	Rho decimal.Decimal
	// NoConstant leaves the constant out of a regression.
	NoConstant bool
	Places     int32 // decimals of the result
}

// MaxDisaggregated is the greatest number of short periods that [Disaggregate]
// takes, and MaxBenchmarks that of long ones.
const (
	MaxDisaggregated = 4000
	MaxBenchmarks    = 400
)

// Disaggregate makes figures of short periods from figures of long ones, so
// that they follow a related series and the short figures of each long period
// add up to its figure, or average it, or end or begin with it, as
// o.Conversion says. The series sets the short periods, which must be of one
// length, fill each long period and leave no gap between the first and the
// last; what it has after the last long period is extrapolated.
//
// Denton's methods are those of Denton (1971) in the form of Cholette (1984);
// Dagum and Cholette (2006, ch. 6) derive them. With D the matrix of
// differences, C that which makes long figures from short ones, V = (D′D)⁻¹
// and X what D leaves at zero, or the regressors,
//
//	x = s + Xβ + VC′λ,   where CVC′λ + CXβ = y − Cs and X′C′λ = 0.
//
// ChowLin, Fernandez and Litterman are the same with the series among the
// regressors, s zero and V the covariance of their errors. Their correlation is
// given; [EstimateRho] estimates it.
//
// The figures are rounded to o.Places, halves away from zero; where they add
// up, each long period's by largest remainder, the earlier figure where they tie,
// so that its sum stays exact; an end or a beginning is the long figure itself.
// Where they average it, the rounded figures miss by less than a unit of the last
// place. Arithmetic is on 512 bits, so results are the same on every machine.
//
// Disaggregate returns an error if an option is none of its constants or out
// of range, a figure is absent, repeated or out of bounds, the short periods do
// not fill the long ones, a long figure to add up to has more than o.Places
// places (ErrQuantum), DentonProportional meets a figure of the series that is
// not positive, or the system has no unique solution (ErrInfeasible), as where
// there are fewer long figures than regressors.
func Disaggregate(long, series []Point, o DisaggregateOptions) ([]Point, error) {
	d, err := newDisaggregator(new(fault.List), long, series, o)
	if err != nil {
		return nil, err
	}
	x, ok := d.solve()
	if !ok {
		return nil, &FieldError{Path: "long", Value: len(long), Err: ErrInfeasible, Remedy: "the figures do not settle the regression: give more of them, or a series that is not constant"}
	}
	return d.round(x)
}

func (o DisaggregateOptions) validate(l *fault.List) {
	if o.Method > Even {
		l.Add(&FieldError{Path: "options.method", Value: uint8(o.Method), Err: ErrUnknown, Remedy: disaggregationWords.OneOf()})
	}
	switch o.Conversion {
	case ByKind, TimeSum, TimeMean, TimeLast, TimeFirst:
	default:
		l.Add(&FieldError{Path: "options.conversion", Value: o.Conversion, Err: ErrUnknown, Remedy: "one of sum, mean, last, first"})
	}
	if o.Difference < 0 || o.Difference > 2 {
		l.Add(&FieldError{Path: "options.difference", Value: o.Difference, Err: ErrRange, Remedy: "1 or 2"})
	}
	if bounded(l, "options.rho", o.Rho) && o.Rho.Abs().Cmp(decimal.New(1, 0)) >= 0 {
		l.Add(&FieldError{Path: "options.rho", Value: o.Rho, Err: ErrRange, Remedy: "above −1 and below 1"})
	}
	if o.Places < 0 || o.Places > MaxPlaces {
		l.Add(&FieldError{Path: "options.places", Value: o.Places, Err: ErrRange, Remedy: "from 0 to 30"})
	}
}

type disaggregator struct {
	o            DisaggregateOptions
	long, series []Point
	starts       []int // of each long period's short ones in series
	size         []int
}

// newDisaggregator checks the figures and the options, and reports what it
// finds after what the list has.
func newDisaggregator(l *fault.List, long, series []Point, o DisaggregateOptions) (*disaggregator, error) {
	o.validate(l)
	d := &disaggregator{o: o, long: sorted(l, "long", long), series: sorted(l, "series", series)}
	if len(long) == 0 || len(long) > MaxBenchmarks {
		l.Add(&FieldError{Path: "long", Value: len(long), Err: ErrRange, Remedy: "give 1 to 400 figures"})
	}
	if len(series) > MaxDisaggregated {
		l.Add(&FieldError{Path: "series", Value: len(series), Err: ErrRange, Remedy: "at most 4000 figures"})
	}
	if l.Len() == 0 {
		d.blocks(l)
	}
	return d, l.Err()
}

// blocks finds the short periods of each long one.
func (d *disaggregator) blocks(l *fault.List) {
	k := 0
	for _, y := range d.long {
		if k < len(d.series) && d.series[k].Period.first != y.Period.first {
			l.Add(&FieldError{Path: at("long", y.Period), Err: ErrMismatch, Remedy: "its short periods begin elsewhere, or one is missing or left over before it"})
			return
		}
		d.starts = append(d.starts, k)
		for k < len(d.series) && d.series[k].Period.last <= y.Period.last {
			k++
		}
		n := k - d.starts[len(d.starts)-1]
		if n == 0 || d.series[k-1].Period.last != y.Period.last {
			l.Add(&FieldError{Path: at("long", y.Period), Err: ErrMissing, Remedy: "short periods fill each long one"})
			return
		}
		d.size = append(d.size, n)
		if d.sums() && !rescalable(y.Value, d.o.Places) {
			l.Add(&FieldError{Path: at("long", y.Period), Value: y.Value, Err: ErrQuantum, Remedy: "state results in at least as many places"})
		}
	}
	for k, x := range d.series {
		path := at("series", x.Period)
		switch {
		case x.Period.Len() != d.series[0].Period.Len():
			l.Add(&FieldError{Path: path, Err: ErrMismatch, Remedy: "short periods are of one length"})
		case k > 0 && x.Period.first != d.series[k-1].Period.last+1:
			l.Add(&FieldError{Path: path, Err: ErrMissing, Remedy: "the period before it is absent"})
		case d.o.Method == DentonProportional && x.Value.Sign() <= 0:
			l.Add(&FieldError{Path: path, Value: x.Value, Err: ErrRange, Remedy: "a series to be in proportion to is positive"})
		}
	}
}

func (d *disaggregator) sums() bool { return d.o.Conversion == ByKind || d.o.Conversion == TimeSum }

// rescalable reports whether x is a multiple of 10^−places.
func rescalable(x decimal.Decimal, places int32) bool {
	_, exact := fixed.Mantissa(x, -places)
	return exact
}

// round states the figures in quanta.
func (d *disaggregator) round(x []*big.Float) ([]Point, error) {
	unit := new(big.Rat).SetInt(fixed.Pow10(d.o.Places))
	quanta := make([]*big.Rat, len(x))
	for t := range x {
		q, _ := x[t].Rat(nil)
		quanta[t] = settle(q.Mul(q, unit))
	}
	out := make([]*big.Int, len(x))
	for t, q := range quanta {
		out[t] = fixed.DivHalfUp(q.Num(), q.Denom())
	}
	for i, y := range d.long {
		first, end := d.starts[i], d.starts[i]+d.size[i]
		if d.sums() {
			total, _ := fixed.Mantissa(y.Value, -d.o.Places)
			copy(out[first:end], largestRemainders(quanta[first:end], total))
		}
	}
	points := make([]Point, len(x))
	for t := range x {
		v, err := within(fixed.FromBig(out[t], -d.o.Places))
		if err != nil {
			return nil, err
		}
		points[t] = Point{d.series[t].Period, v}
	}
	for i, y := range d.long {
		switch d.o.Conversion {
		case TimeLast:
			points[d.starts[i]+d.size[i]-1].Value = y.Value
		case TimeFirst:
			points[d.starts[i]].Value = y.Value
		}
	}
	return slices.Clip(points), nil
}
