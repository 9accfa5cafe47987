package temporal

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/target"
)

// EstimateRho returns the Rho that makes the long figures most likely under the
// regression of [ChowLin] or [Litterman], to three places, from 0 to 0.999. With
// m long figures, u the residuals of the regression, and C and V as for
// [Disaggregate], it maximises
//
//	−½ m ln(u′(CVC′)⁻¹u) − ½ ln|CVC′|
//
// (Bournay and Laroque 1979). It tries every 0.025, and then every 0.001 around
// the best. Of several values within 1e-9 of the maximum it takes the smallest.
// Arithmetic is on floating-point numbers whose bits are the same on every
// platform.
//
// It does not look below zero, because sums of short periods hardly show a
// negative correlation: sums of two are correlated by ρ(1 + ρ)/2, which is the
// same for ρ and −1 − ρ. If the likelihood grows towards such values the result
// is 0, as in R's package tempdisagg. A few long figures say little about ρ.
//
// The options are those of Disaggregate. Rho is not read, and Method must be ChowLin or
// Litterman.
//
// EstimateRho returns an error if Disaggregate would, or if the long figures are
// not more than the regressors or lie exactly on the regression (ErrInfeasible):
// then every Rho is equally likely.
func EstimateRho(long, series []target.Point, o DisaggregateOptions) (decimal.Decimal, error) {
	o.Rho = decimal.Decimal{}
	var problems target.Problems
	if disaggregationWords.Known(o.Method) && o.Method != ChowLin && o.Method != Litterman {
		problems.At("options.method").Report(o.Method, target.ErrInvalid, "only chow-lin and litterman have a rho")
	}
	d := newDisaggregator(&problems, long, series, o)
	if err := problems.Err(); err != nil {
		return decimal.Decimal{}, err
	}

	e := d.estimator()
	const step, end = 25, 999
	rho, ok := e.likeliest(0, end, step)
	if !ok {
		problems.At("long").Report(len(long), target.ErrInfeasible,
			"they lie on the regression for every rho: give more figures, or a series that is not constant")
		return decimal.Decimal{}, problems.Err()
	}
	rho, _ = e.likeliest(max(rho-step+1, 0), min(rho+step-1, end), 1)
	return decimal.New(int64(rho), -3), nil
}

// likeliest returns the smallest of some thousandths whose likelihood is, up to
// rounding, the greatest. It returns false if the likelihood is defined for none.
func (e *estimator) likeliest(first, last, step int) (rho int, ok bool) {
	const rounding = 1e-9
	var all []float64
	best := math.Inf(-1)
	for k := first; k <= last; k += step {
		x := e.likelihood(float64(k) / 1000)
		all = append(all, x)
		best = max(best, x)
	}
	if math.IsInf(best, 0) {
		return 0, false
	}
	i := slices.IndexFunc(all, func(x float64) bool { return x >= best-rounding })
	return first + i*step, true
}

// estimator holds the regression of the long figures, every column divided by
// its greatest number.
type estimator struct {
	litterman bool
	short     int         // how many short periods
	starts    []int       // of each long period's short ones
	rows      [][]float64 // of C, without the zeros around the long period
	columns   [][]float64 // C·regressor for each regressor, and the long figures last
}

func (d *disaggregator) estimator() *estimator {
	m := len(d.long)
	e := &estimator{litterman: d.o.Method == Litterman, short: len(d.series), starts: d.starts}
	ones, line, figures := make([]float64, m), make([]float64, m), make([]float64, m)

	for i, y := range d.long {
		row := make([]float64, d.size[i])
		for t, c := range d.row(i, nil) {
			row[t], _ = c.Float64()
			x := d.series[d.starts[i]+t].Value
			if !d.o.NoConstant {
				// Beside a constant only differences of the series count.
				x = x.Sub(d.series[0].Value)
			}
			ones[i] += row[t]
			line[i] += float64(row[t] * detmath.Float(x))
		}
		e.rows = append(e.rows, row)
		figures[i] = detmath.Float(y.Value)
	}

	if !d.o.NoConstant {
		e.columns = append(e.columns, ones)
	}
	e.columns = append(e.columns, line, figures)
	for _, column := range e.columns {
		normalise(column)
	}
	return e
}

// normalise divides a column by its greatest absolute number.
func normalise(column []float64) {
	most := 0.0
	for _, x := range column {
		most = max(most, math.Abs(x))
	}
	if most == 0 {
		return
	}
	for i := range column {
		column[i] /= most
	}
}

// likelihood returns the logarithm of the greatest likelihood for a rho, up to a
// constant. It is −Inf if it is not defined, for example if one regressor is a
// multiple of another, or if the residuals are zero.
func (e *estimator) likelihood(rho float64) float64 {
	m := len(e.rows)
	if m < len(e.columns) {
		return math.Inf(-1)
	}
	root, ok := cholesky(e.covariance(rho))
	if !ok {
		return math.Inf(-1)
	}
	determinant := 0.0 // half its logarithm
	for i := range root {
		determinant += detmath.Log(root[i][i])
	}

	// After division by the root, ordinary least squares apply: the projection on each
	// column is subtracted from the columns after it.
	columns := make([][]float64, len(e.columns))
	for k, column := range e.columns {
		columns[k] = divided(column, root)
	}

	const nothing = 1e-20 // share of a sum of squares that rounding may leave
	left := 0.0
	for k, column := range columns {
		whole := squares(divided(e.columns[k], root))
		if left = squares(column); left <= nothing*whole {
			return math.Inf(-1)
		}
		for _, other := range columns[k+1:] {
			share := 0.0
			for i, x := range column {
				share += float64(x * other[i])
			}
			share /= left
			for i, x := range column {
				other[i] -= float64(share * x)
			}
		}
	}
	return float64(-0.5*float64(m)*detmath.Log(left)) - determinant
}

// covariance returns CVC′, the lower half. The two sweeps for VC′ are those of
// [disaggregator.covariance].
func (e *estimator) covariance(rho float64) [][]float64 {
	factors := []float64{rho}
	if e.litterman {
		factors = []float64{1, rho}
	}

	m := len(e.rows)
	w := make([][]float64, m)
	for i := range w {
		w[i] = make([]float64, i+1)
	}
	v := make([]float64, e.short)
	for j, row := range e.rows {
		clear(v)
		copy(v[e.starts[j]:], row)
		for _, f := range factors {
			for t := len(v) - 2; t >= 0; t-- {
				v[t] += float64(f * v[t+1])
			}
		}
		if !e.litterman {
			v[0] /= float64((1 - rho) * (1 + rho))
		}
		for _, f := range factors {
			for t := 1; t < len(v); t++ {
				v[t] += float64(f * v[t-1])
			}
		}
		for i := j; i < m; i++ {
			for t, c := range e.rows[i] {
				w[i][j] += float64(c * v[e.starts[i]+t])
			}
		}
	}
	return w
}

// cholesky replaces the lower half of a positive definite matrix by its root L,
// LL′ the matrix. It returns false if the matrix is not positive definite.
func cholesky(a [][]float64) ([][]float64, bool) {
	for i, row := range a {
		for j := range i + 1 {
			sum := row[j]
			for k, x := range a[j][:j] {
				sum -= float64(x * row[k])
			}
			if i > j {
				row[j] = sum / a[j][j]
				continue
			}
			if !(sum > 0) {
				return nil, false
			}
			row[j] = math.Sqrt(sum)
		}
	}
	return a, true
}

// divided returns L⁻¹x.
func divided(x []float64, root [][]float64) []float64 {
	out := make([]float64, len(x))
	for i, row := range root {
		sum := x[i]
		for k, r := range row[:i] {
			sum -= float64(r * out[k])
		}
		out[i] = sum / row[i]
	}
	return out
}

func squares(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v * v)
	}
	return sum
}
