package integrity

import (
	"math"
)

// regression is the QR factorisation of a matrix of regressors by Householder
// reflections. It can be fitted to many columns.
type regression struct {
	x        [][]float64 // the reflections' vectors below the diagonal, R above it
	diagonal []float64   // of R
	half     []float64   // minus half of the squared length of each vector
}

// factor factors x in place. It is not ok if the columns are not independent.
func factor(x [][]float64) (r regression, ok bool) {
	columns := len(x[0])
	r = regression{x: x, diagonal: make([]float64, columns), half: make([]float64, columns)}
	column := make([]float64, len(x))

	for j := range columns {
		var whole, square float64
		for i := range x {
			v := float64(x[i][j] * x[i][j])
			whole += v
			if i >= j {
				square += v
			}
		}
		length := math.Sqrt(square)
		// Reflections keep a column's length, so that the whole is as at the start.
		if length <= 1e-11*math.Sqrt(whole) {
			return r, false
		}
		if x[j][j] > 0 {
			length = -length
		}
		r.diagonal[j] = length
		x[j][j] -= length
		r.half[j] = float64(length * x[j][j])
		for k := j + 1; k < columns; k++ {
			for i := range x {
				column[i] = x[i][k]
			}
			r.reflect(j, column)
			for i := range x {
				x[i][k] = column[i]
			}
		}
	}

	return r, true
}

// reflect applies the j-th reflection to y.
func (r regression) reflect(j int, y []float64) {
	var dot float64
	for i := j; i < len(y); i++ {
		dot += float64(r.x[i][j] * y[i])
	}
	dot /= r.half[j]
	for i := j; i < len(y); i++ {
		y[i] += float64(dot * r.x[i][j])
	}
}

// solve returns the coefficients with the least squares for y, which it
// overwrites.
func (r regression) solve(y []float64) []float64 {
	for j := range r.diagonal {
		r.reflect(j, y)
	}
	beta := make([]float64, len(r.diagonal))
	for j := len(beta) - 1; j >= 0; j-- {
		sum := y[j]
		for k := j + 1; k < len(beta); k++ {
			sum -= float64(r.x[j][k] * beta[k])
		}
		beta[j] = sum / r.diagonal[j]
	}
	return beta
}
