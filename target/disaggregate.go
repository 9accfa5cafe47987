package target

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// Disaggregation is a method of making figures of short periods from figures
// of long ones and a related series.
type Disaggregation uint8

const (
	// DentonProportional keeps the ratio to the series as smooth as it can:
	//	min Σ (Δʰ (xₜ/sₜ))²
	DentonProportional Disaggregation = iota
	// DentonAdditive keeps the difference from the series as smooth as it can:
	//	min Σ (Δʰ (xₜ − sₜ))²
	DentonAdditive
	// ChowLin regresses on a constant and the series, with errors that are
	// correlated by Rho from one period to the next (Chow and Lin 1971).
	ChowLin
	// Fernandez regresses as ChowLin does, with errors that are a random walk
	// (Fernández 1981).
	Fernandez
	// Litterman regresses as ChowLin does, with errors that are a random walk
	// whose steps are correlated by Rho (Litterman 1983).
	Litterman
	// Even adds one amount to the series over each long period.
	Even
)

var disaggregationText = enumText{
	DentonProportional: "denton proportional", DentonAdditive: "denton additive",
	ChowLin: "chow-lin", Fernandez: "fernandez", Litterman: "litterman", Even: "even",
}

// String returns the method's name in lower case.
func (d Disaggregation) String() string { return disaggregationText.string(uint8(d)) }

// MarshalText returns the method's name.
func (d Disaggregation) MarshalText() ([]byte, error) {
	return disaggregationText.marshal("method", uint8(d))
}

// UnmarshalText reads a method's name as String prints it.
func (d *Disaggregation) UnmarshalText(text []byte) error {
	i, err := disaggregationText.unmarshal("method", text)
	if err == nil {
		*d = Disaggregation(i)
	}
	return err
}

// DisaggregateOptions says how [Disaggregate] works. The zero value is Denton's
// proportional method as Cholette corrected it, on first differences, for
// figures that add up, stated without places.
type DisaggregateOptions struct {
	Method     Disaggregation
	Conversion TimeLaw // TimeSum, TimeMean, TimeLast or TimeFirst; zero is TimeSum
	// Difference is the order h of Denton's differences: 1 where it is zero, or 2.
	Difference int
	// Original takes Denton's method as he published it (1971), which also
	// holds the first h figures to the series. Cholette (1984) lets them free.
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

// prec is the working precision in bits: with so many, what rounding leaves is
// far below the last place of any result, whatever the platform.
const prec = 512

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
// regressors, s zero and V the covariance of their errors. The correlation is
// given, not estimated.
//
// The figures are rounded to o.Places, halves away from zero; where they add
// up, each long period's by largest remainder, so that its sum stays exact; an
// end or a beginning is the long figure itself. Where they average it, the
// rounded figures miss by less than a unit of the last place. Arithmetic is on
// 512 bits, so results are the same on every machine.
//
// Disaggregate returns an error if an option is none of its constants or out
// of range, a figure is absent, repeated or out of bounds, the short periods do
// not fill the long ones, a long figure to add up to has more than o.Places
// places (ErrQuantum), DentonProportional meets a figure of the series that is
// not positive, or the system has no unique solution (ErrInfeasible), as where
// there are fewer long figures than regressors.
func Disaggregate(long, series []Point, o DisaggregateOptions) ([]Point, error) {
	var l fault.List
	o.validate(&l)
	long = sorted(&l, "long", long)
	series = sorted(&l, "series", series)
	if len(long) == 0 || len(long) > MaxBenchmarks {
		l.Add(&FieldError{Path: "long", Value: len(long), Err: ErrRange, Remedy: "give 1 to 400 figures"})
	}
	if len(series) > MaxDisaggregated {
		l.Add(&FieldError{Path: "series", Value: len(series), Err: ErrRange, Remedy: "at most 4000 figures"})
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	d := disaggregator{o: o, long: long, series: series}
	d.blocks(&l)
	if err := l.Err(); err != nil {
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
		l.Add(&FieldError{Path: "options.method", Value: uint8(o.Method), Err: ErrUnknown, Remedy: disaggregationText.allowed()})
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

// solve returns the figures before rounding, and false where they are not
// settled.
func (d *disaggregator) solve() ([]*big.Float, bool) {
	n, m := len(d.series), len(d.long)
	offset, regressors := d.model()
	rows := make([][]*big.Float, m) // of C, without the zeros around the long period
	for i := range rows {
		rows[i] = d.row(i)
	}
	// Rows: CVC′λ + CXβ = y − C·offset, then X′C′λ = 0.
	spread := make([][]*big.Float, m) // VC′, a column for each long period
	size := m + len(regressors)
	a := make([][]*big.Float, size)
	for i := range a {
		a[i] = make([]*big.Float, size+1)
		for j := range a[i] {
			a[i][j] = new(big.Float).SetPrec(prec)
		}
	}
	for j := range d.long {
		spread[j] = d.covariance(rows[j], d.starts[j])
		for i := range d.long {
			a[i][j] = dot(rows[i], spread[j][d.starts[i]:])
		}
	}
	for i := range d.long {
		for r, x := range regressors {
			c := dot(rows[i], x[d.starts[i]:])
			a[i][m+r], a[m+r][i] = c, new(big.Float).Set(c)
		}
		a[i][size].Sub(float(d.long[i].Value), dot(rows[i], offset[d.starts[i]:]))
	}
	z, ok := gauss(a)
	if !ok {
		return nil, false
	}
	out := make([]*big.Float, n)
	product := new(big.Float).SetPrec(prec)
	for t := range n {
		x := new(big.Float).Set(offset[t])
		for j := range d.long {
			x.Add(x, product.Mul(spread[j][t], z[j]))
		}
		for r := range regressors {
			x.Add(x, product.Mul(regressors[r][t], z[m+r]))
		}
		if d.o.Method == DentonProportional {
			x.Mul(x, float(d.series[t].Value))
		}
		out[t] = x
	}
	return out, true
}

// model returns what the figures start from and the regressors. Denton's
// proportional method works on the ratio to the series.
func (d *disaggregator) model() (offset []*big.Float, regressors [][]*big.Float) {
	n := len(d.series)
	zero, ones, line, series := make([]*big.Float, n), make([]*big.Float, n), make([]*big.Float, n), make([]*big.Float, n)
	for t, x := range d.series {
		zero[t], ones[t], line[t], series[t] = whole(0), whole(1), whole(int64(t+1)), float(x.Value)
	}
	switch d.o.Method {
	case DentonProportional, DentonAdditive:
		if offset = series; d.o.Method == DentonProportional {
			offset = ones
		}
		if !d.o.Original {
			regressors = append(regressors, ones)
			if d.o.Difference == 2 {
				regressors = append(regressors, line)
			}
		}
		return offset, regressors
	case Even:
		return series, nil
	}
	if !d.o.NoConstant {
		regressors = append(regressors, ones)
	}
	return zero, append(regressors, series)
}

// row returns the part of row i of C that is not zero.
func (d *disaggregator) row(i int) []*big.Float {
	row := make([]*big.Float, d.size[i])
	for t := range row {
		switch d.o.Conversion {
		case TimeMean:
			row[t] = whole(1)
			row[t].Quo(row[t], whole(int64(len(row))))
		case TimeLast:
			row[t] = indicate(t == len(row)-1)
		case TimeFirst:
			row[t] = indicate(t == 0)
		default:
			row[t] = whole(1)
		}
		if d.o.Method == DentonProportional {
			row[t].Mul(row[t], float(d.series[d.starts[i]+t].Value))
		}
	}
	return row
}

// dot returns Σ row·x over the length of the row.
func dot(row, x []*big.Float) *big.Float {
	sum, product := whole(0), whole(0)
	for t, r := range row {
		sum.Add(sum, product.Mul(r, x[t]))
	}
	return sum
}

// covariance returns V·c for a c that is the row, from place start on. V is the inverse of D′D, so two sweeps solve for it:
// D′u = c backwards, then Dv = u forwards, once for each factor of D.
func (d *disaggregator) covariance(row []*big.Float, start int) []*big.Float {
	var factors []*big.Float // D is the product of (1 − factor·lag)
	one := whole(1)
	switch d.o.Method {
	case DentonProportional, DentonAdditive:
		factors = append(factors, one)
		if d.o.Difference == 2 {
			factors = append(factors, one)
		}
	case Fernandez:
		factors = append(factors, one)
	case Litterman:
		factors = append(factors, one, float(d.o.Rho))
	case ChowLin:
		factors = append(factors, float(d.o.Rho))
	case Even:
	}
	v := make([]*big.Float, len(d.series))
	for t := range v {
		v[t] = whole(0)
		if t >= start && t < start+len(row) {
			v[t].Set(row[t-start])
		}
	}
	product := whole(0)
	for _, f := range factors {
		for t := len(v) - 2; t >= 0; t-- {
			v[t].Add(v[t], product.Mul(f, v[t+1]))
		}
	}
	if d.o.Method == ChowLin {
		// The first error has the variance of all, 1/(1 − ρ²), and so the
		// first row of D is √(1 − ρ²) long: its square divides once.
		square := whole(0).Mul(factors[0], factors[0])
		v[0].Quo(v[0], square.Sub(one, square))
	}
	for _, f := range factors {
		for t := 1; t < len(v); t++ {
			v[t].Add(v[t], product.Mul(f, v[t-1]))
		}
	}
	return v
}

func float(x decimal.Decimal) *big.Float { return new(big.Float).SetPrec(prec).SetRat(x.Rat()) }

func whole(n int64) *big.Float { return new(big.Float).SetPrec(prec).SetInt64(n) }

func indicate(b bool) *big.Float {
	if b {
		return whole(1)
	}
	return whole(0)
}

// gauss solves the system whose last column is its right side, by elimination
// with the largest pivot of each column. It reports false for a pivot that is
// nothing but rounding.
func gauss(a [][]*big.Float) ([]*big.Float, bool) {
	n := len(a)
	scale := whole(0)
	for i := range a {
		for _, x := range a[i][:n] {
			if x.MantExp(nil) > scale.MantExp(nil) || scale.Sign() == 0 {
				scale.Abs(x)
			}
		}
	}
	product, factor := whole(0), whole(0)
	for k := range n {
		best := k
		for i := k + 1; i < n; i++ {
			if whole(0).Abs(a[i][k]).Cmp(whole(0).Abs(a[best][k])) > 0 {
				best = i
			}
		}
		a[k], a[best] = a[best], a[k]
		pivot := a[k][k]
		if pivot.Sign() == 0 || pivot.MantExp(nil) < scale.MantExp(nil)-prec*3/4 {
			return nil, false
		}
		for i := k + 1; i < n; i++ {
			if a[i][k].Sign() == 0 {
				continue
			}
			factor.Quo(a[i][k], pivot)
			for j := k + 1; j <= n; j++ {
				a[i][j].Sub(a[i][j], product.Mul(factor, a[k][j]))
			}
		}
	}
	z := make([]*big.Float, n)
	for k := n - 1; k >= 0; k-- {
		z[k] = whole(0).Set(a[k][n])
		for j := k + 1; j < n; j++ {
			z[k].Sub(z[k], product.Mul(a[k][j], z[j]))
		}
		z[k].Quo(z[k], a[k][k])
	}
	return z, true
}

// round states the figures in quanta.
func (d *disaggregator) round(x []*big.Float) ([]Point, error) {
	unit := new(big.Rat).SetInt(fixed.Pow10(d.o.Places))
	quanta := make([]*big.Rat, len(x))
	for t := range x {
		q, _ := x[t].Rat(nil)
		quanta[t] = q.Mul(q, unit)
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
