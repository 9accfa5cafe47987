package temporal

import (
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// prec is the working precision in bits. Rounding errors are far below the last place of
// any result.
const prec = 512

// solve returns the figures before rounding, and false if they are not
// determined.
func (d *disaggregator) solve() ([]*big.Float, bool) {
	related, unit := d.related()
	offset, regressors := d.model(related, unit)
	a, spread := d.system(related, offset, regressors)
	z, ok := gauss(a)
	if !ok {
		return nil, false
	}

	// x = offset + VC′λ + Xβ.
	out := make([]*big.Float, len(d.series))
	product := new(big.Float).SetPrec(prec)
	for t := range out {
		x := new(big.Float).Set(offset[t])
		for j := range d.long {
			x.Add(x, product.Mul(spread[j][t], z[j]))
		}
		for r := range regressors {
			x.Add(x, product.Mul(regressors[r][t], z[len(d.long)+r]))
		}
		if d.o.Method == DentonProportional {
			x.Mul(x, related[t])
		}
		out[t] = x
	}
	return out, true
}

// system returns the equations for λ and β, with their right sides in the last column:
//
//	CVC′λ + CXβ = y − C·offset
//	X′C′λ       = 0
//
// It also returns VC′, a column for each long period.
func (d *disaggregator) system(
	related, offset []*big.Float, regressors [][]*big.Float,
) (a, spread [][]*big.Float) {
	m := len(d.long)
	rows := make([][]*big.Float, m) // of C, without the zeros around the long period
	for i := range rows {
		rows[i] = d.row(i, related)
	}

	size := m + len(regressors)
	a = make([][]*big.Float, size)
	for i := range a {
		a[i] = make([]*big.Float, size+1)
		for j := range a[i] {
			a[i][j] = new(big.Float).SetPrec(prec)
		}
	}

	spread = make([][]*big.Float, m)
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
	return a, spread
}

// model returns the offset of the figures and the regressors. Denton's
// proportional method works on the ratio to the series.
func (d *disaggregator) model(related []*big.Float, unit int) (offset []*big.Float, regressors [][]*big.Float) {
	n := len(d.series)
	zero, ones := make([]*big.Float, n), make([]*big.Float, n)
	line, series := make([]*big.Float, n), make([]*big.Float, n)
	for t, x := range d.series {
		zero[t], ones[t], line[t], series[t] = integer(0), integer(1), integer(int64(t+1)), float(x.Value)
	}

	switch d.o.Method {
	case DentonProportional, DentonAdditive:
		if offset = series; d.o.Method == DentonProportional {
			for t := range offset {
				offset[t].SetMantExp(ones[t], unit) // the series itself, over related
			}
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
	return zero, append(regressors, related)
}

// row returns the part of row i of C that is not zero. For Denton's proportional
// method it is multiplied by the series.
func (d *disaggregator) row(i int, related []*big.Float) []*big.Float {
	row := make([]*big.Float, d.size[i])
	for t := range row {
		switch d.o.Conversion {
		case target.TimeMean:
			row[t] = integer(1)
			row[t].Quo(row[t], integer(int64(len(row))))
		case target.TimeLast:
			row[t] = indicate(t == len(row)-1)
		case target.TimeFirst:
			row[t] = indicate(t == 0)
		default:
			row[t] = integer(1)
		}
		if d.o.Method == DentonProportional {
			row[t].Mul(row[t], related[d.starts[i]+t])
		}
	}
	return row
}

// related returns the series divided by a power of two, so that its greatest
// figure is about 1, and the exponent of that power. The result does not depend
// on the unit of the series, and rounding errors are small beside its figures.
func (d *disaggregator) related() ([]*big.Float, int) {
	out, most := make([]*big.Float, len(d.series)), math.MinInt
	for t, x := range d.series {
		if out[t] = float(x.Value); out[t].Sign() != 0 {
			most = max(most, out[t].MantExp(nil))
		}
	}
	for _, x := range out {
		if x.Sign() != 0 {
			x.SetMantExp(x, -most)
		}
	}
	return out, most
}

// dot returns Σ row·x over the length of the row.
func dot(row, x []*big.Float) *big.Float {
	sum, product := integer(0), integer(0)
	for t, r := range row {
		sum.Add(sum, product.Mul(r, x[t]))
	}
	return sum
}

// covariance returns V·c, where c is the row from place start on and zero
// elsewhere. V is the inverse of D′D, so two sweeps solve for it: D′u = c
// backwards, then Dv = u forwards, once for each factor of D.
func (d *disaggregator) covariance(row []*big.Float, start int) []*big.Float {
	var factors []*big.Float // D is the product of (1 − factor·lag)
	one := integer(1)
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
		v[t] = integer(0)
		if t >= start && t < start+len(row) {
			v[t].Set(row[t-start])
		}
	}

	product := integer(0)
	for _, f := range factors {
		for t := len(v) - 2; t >= 0; t-- {
			v[t].Add(v[t], product.Mul(f, v[t+1]))
		}
	}
	if d.o.Method == ChowLin {
		// The first error has the variance of all, 1/(1 − ρ²), and so the
		// first row of D is √(1 − ρ²) long: its square divides once.
		square := integer(0).Mul(factors[0], factors[0])
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

func integer(n int64) *big.Float { return new(big.Float).SetPrec(prec).SetInt64(n) }

func indicate(b bool) *big.Float {
	if b {
		return integer(1)
	}
	return integer(0)
}

// gauss solves the system whose last column is its right side, by elimination
// with the largest pivot of each column. It returns false if a pivot is zero up
// to rounding errors.
func gauss(a [][]*big.Float) ([]*big.Float, bool) {
	n := len(a)
	scale := integer(0)
	for i := range a {
		for _, x := range a[i][:n] {
			if x.MantExp(nil) > scale.MantExp(nil) || scale.Sign() == 0 {
				scale.Abs(x)
			}
		}
	}

	product, ratio := integer(0), integer(0)
	for k := range n {
		best := k
		for i := k + 1; i < n; i++ {
			if integer(0).Abs(a[i][k]).Cmp(integer(0).Abs(a[best][k])) > 0 {
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
			ratio.Quo(a[i][k], pivot)
			for j := k + 1; j <= n; j++ {
				a[i][j].Sub(a[i][j], product.Mul(ratio, a[k][j]))
			}
		}
	}

	z := make([]*big.Float, n)
	for k := n - 1; k >= 0; k-- {
		z[k] = integer(0).Set(a[k][n])
		for j := k + 1; j < n; j++ {
			z[k].Sub(z[k], product.Mul(a[k][j], z[j]))
		}
		z[k].Quo(z[k], a[k][k])
	}
	return z, true
}
