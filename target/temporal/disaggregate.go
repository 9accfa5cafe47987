package temporal

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// DisaggregateOptions says how [Disaggregate] works. The zero value is Denton's
// proportional method in the form of Cholette, on first differences, for figures
// that add up, without decimals.
//
// Options that are of another method have no effect.
type DisaggregateOptions struct {
	Method Disaggregation
	// Conversion is how short figures make a long one: TimeSum, TimeMean,
	// TimeLast or TimeFirst. ByKind, the zero value, means TimeSum.
	Conversion target.TimeLaw
	// Difference is the order h of Denton's differences, 1 or 2. 0 means 1.
	Difference int
	// Original takes Denton's method as he published it in 1971. It also holds
	// the first h figures to the series, which Cholette (1984) leaves free.
	Original bool
	// Rho is the correlation of ChowLin and Litterman, above −1 and below 1.
	Rho decimal.Decimal
	// NoConstant leaves the constant out of a regression.
	NoConstant bool
	// Places is the number of decimals of the result.
	Places int32
}

// MaxDisaggregated is the greatest number of short periods that [Disaggregate]
// takes, and MaxBenchmarks that of long ones.
const (
	MaxDisaggregated = 4000
	MaxBenchmarks    = 400
)

// Disaggregate makes figures of short periods from figures of long ones. The
// short figures follow a related series, and those of each long period make its
// figure, as o.Conversion says.
//
// The series sets the short periods. They must be of one length, fill each long
// period, and leave no gap. Short periods after the last long one are
// extrapolated.
//
// Denton's methods (1971) are taken in the form of Cholette (1984); Dagum and
// Cholette (2006, ch. 6) derive them. With D the matrix of differences, C the
// matrix that makes long figures from short ones, V = (D′D)⁻¹, and X the
// regressors, which for Denton are what D leaves at zero,
//
//	x = s + Xβ + VC′λ,   where CVC′λ + CXβ = y − Cs and X′C′λ = 0.
//
// For ChowLin, Fernandez and Litterman the series is among the regressors, s is
// zero, and V is the covariance of the errors. Rho is given; [EstimateRho]
// estimates it.
//
// The figures are rounded to o.Places, halves away from zero:
//
//	TimeSum    each long period's figures by largest remainder, the earlier of
//	           equal ones first, so that they add up exactly
//	TimeMean   the rounded figures miss the mean by less than a unit of the last place
//	TimeLast   the last of them is the long figure itself
//	TimeFirst  the first of them is the long figure itself
//
// Arithmetic is on 512 bits, so that results are the same on every platform.
//
// Disaggregate returns an error if:
//   - an option is none of its constants or out of range;
//   - a figure is absent, repeated or out of bounds;
//   - the short periods do not fill the long ones;
//   - a long figure to add up to has more than o.Places places (ErrQuantum);
//   - DentonProportional meets a figure of the series that is not positive;
//   - the system has no unique solution (ErrInfeasible), for example if there
//     are fewer long figures than regressors.
func Disaggregate(long, series []target.Point, o DisaggregateOptions) ([]target.Point, error) {
	var problems target.Problems
	d := newDisaggregator(&problems, long, series, o)
	if err := problems.Err(); err != nil {
		return nil, err
	}

	x, ok := d.solve()
	if !ok {
		problems.At("long").Report(len(long), target.ErrInfeasible,
			"they do not determine the regression: give more figures, or a series that is not constant")
		return nil, problems.Err()
	}
	return d.round(x)
}

func (o DisaggregateOptions) check(at target.Place) {
	at.Field("method").Add(disaggregationWords.Check(o.Method))
	switch o.Conversion {
	case target.ByKind, target.TimeSum, target.TimeMean, target.TimeLast, target.TimeFirst:
	default:
		at.Field("conversion").Unknown(o.Conversion, "sum", "mean", "last", "first")
	}
	at.Field("difference").Count(o.Difference, 0, 2)
	if rho := at.Field("rho"); rho.Figure(o.Rho) && o.Rho.Abs().Cmp(decimal.New(1, 0)) >= 0 {
		rho.Report(o.Rho, target.ErrRange, "must be greater than −1 and less than 1")
	}
	at.Field("places").Count(int(o.Places), 0, target.MaxPlaces)
}

// disaggregator holds the checked figures, by period.
type disaggregator struct {
	o            DisaggregateOptions
	long, series []target.Point
	starts       []int // of each long period's short ones in series
	size         []int // how many each long period has
}

// newDisaggregator checks the figures and the options.
func newDisaggregator(problems *target.Problems, long, series []target.Point, o DisaggregateOptions) *disaggregator {
	o.check(problems.At("options"))
	d := &disaggregator{o: o, long: sorted(problems, "long", long), series: sorted(problems, "series", series)}
	problems.At("long").Count(len(long), 1, MaxBenchmarks)
	problems.At("series").Count(len(series), 0, MaxDisaggregated)
	if problems.Len() == 0 {
		d.findBlocks(problems)
	}
	if problems.Len() == 0 {
		d.checkSeries(problems)
	}
	return d
}

// findBlocks finds the short periods of each long one.
func (d *disaggregator) findBlocks(problems *target.Problems) {
	k := 0
	for _, y := range d.long {
		at := problems.At("long").Key(y.Period.String())
		if k < len(d.series) && firstMonth(d.series[k].Period) != firstMonth(y.Period) {
			at.Report(nil, target.ErrMismatch,
				"a short period must begin with it, and none may be missing or left over before it")
			return
		}

		start, end := k, lastMonth(y.Period)
		for k < len(d.series) && lastMonth(d.series[k].Period) <= end {
			k++
		}
		if k == start || lastMonth(d.series[k-1].Period) != end {
			at.Report(nil, target.ErrMissing, "short periods must fill each long one")
			return
		}
		d.starts = append(d.starts, start)
		d.size = append(d.size, k-start)

		if _, exact := fixed.Mantissa(y.Value, -d.o.Places); d.addsUp() && !exact {
			at.Report(y.Value, target.ErrQuantum, "state the results in at least as many places")
		}
	}
}

// checkSeries reports short periods that do not follow one another, and figures
// that the method cannot use.
func (d *disaggregator) checkSeries(problems *target.Problems) {
	for k, x := range d.series {
		at := problems.At("series").Key(x.Period.String())
		switch {
		case x.Period.Len() != d.series[0].Period.Len():
			at.Report(nil, target.ErrMismatch, "short periods must have one length")
		case k > 0 && firstMonth(x.Period) != lastMonth(d.series[k-1].Period)+1:
			at.Report(nil, target.ErrMissing, "give the period before it too")
		case d.o.Method == DentonProportional:
			at.Positive(x.Value)
		}
	}
}

// addsUp reports whether the short figures of a long period add up to its figure.
func (d *disaggregator) addsUp() bool {
	return d.o.Conversion == target.ByKind || d.o.Conversion == target.TimeSum
}

// round rounds the figures.
func (d *disaggregator) round(x []*big.Float) ([]target.Point, error) {
	places := d.o.Places
	unit := new(big.Rat).SetInt(fixed.Pow10(places))
	exact := make([]*big.Rat, len(x)) // in units of the last place
	quanta := make([]*big.Int, len(x))
	for t := range x {
		q, _ := x[t].Rat(nil)
		exact[t] = snap(q.Mul(q, unit))
		quanta[t] = fixed.DivHalfUp(exact[t].Num(), exact[t].Denom())
	}
	if d.addsUp() {
		for i, y := range d.long {
			from, to := d.block(i)
			copy(quanta[from:to], largestRemainders(exact[from:to], fixed.Rescale(y.Value, -places)))
		}
	}

	points := make([]target.Point, len(x))
	for t, q := range quanta {
		v, err := inBounds(fixed.FromBig(q, -places))
		if err != nil {
			return nil, err
		}
		points[t] = target.Point{Period: d.series[t].Period, Value: v}
	}
	for i, y := range d.long {
		from, to := d.block(i)
		switch d.o.Conversion {
		case target.TimeLast:
			points[to-1].Value = y.Value
		case target.TimeFirst:
			points[from].Value = y.Value
		}
	}
	return points, nil
}

// block returns the bounds of the short periods of a long one.
func (d *disaggregator) block(i int) (from, to int) { return d.starts[i], d.starts[i] + d.size[i] }
