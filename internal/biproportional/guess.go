package biproportional

import (
	"math"
	"math/big"
)

const (
	maxSweeps = 300
	tiny      = 0x1p-500 // multipliers are kept between this and its inverse
)

// guess returns multipliers of rows and columns whose products, within the bounds,
// nearly meet the margins. It uses proportional fitting (Deming and Stephan, 1940)
// and stops when further sweeps gain little. The transfer makes up the difference.
func (t *table) guess() (rho, sigma []float64) {
	lo, hi := make([]float64, len(t.w)), make([]float64, len(t.w))
	for c := range t.w {
		lo[c], hi[c] = float(t.lo[c]), math.Inf(1)
		if t.hi[c] != nil {
			hi[c] = float(t.hi[c])
		}
	}

	rho, sigma = t.toOne()
	row, col := make([]float64, t.m), make([]float64, t.n)
	for i, r := range t.rows {
		row[i] = float(r)
	}
	for j, r := range t.cols {
		col[j] = float(r)
	}

	free, held := make([]float64, t.n), make([]float64, t.n)
	best, since := math.Inf(1), 0
	for range maxSweeps {
		clear(free)
		clear(held)
		off := 0.0

		// The rows are fitted; free and held are the sums of the columns after that.
		for i := range t.m {
			w := t.wf[i*t.n : (i+1)*t.n]
			l, h := lo[i*t.n:(i+1)*t.n], hi[i*t.n:(i+1)*t.n]
			var f, k float64
			for j, s := range sigma {
				q, b := freeOrHeld(float64(rho[i]*w[j]*s), l[j], h[j])
				f += q
				k += b
			}
			off += math.Abs(f + k - row[i])
			rho[i] = fit(rho[i], row[i], f, k)
			for j, s := range sigma {
				q, b := freeOrHeld(float64(rho[i]*w[j]*s), l[j], h[j])
				free[j] += q
				held[j] += b
			}
		}

		for j := range sigma {
			sigma[j] = fit(sigma[j], col[j], free[j], held[j])
		}

		if off < 0.1 {
			break
		}
		if since++; off < 0.7*best {
			best, since = off, 0
		} else if since > 12 {
			break
		}
	}

	return rho, sigma
}

// freeOrHeld returns the product if no bound holds it, and the bound otherwise.
func freeOrHeld(q, lo, hi float64) (free, held float64) {
	switch {
	case q <= lo:
		return 0, lo
	case q >= hi:
		return 0, hi
	}
	return q, 0
}

// toOne returns multipliers that bring the largest product of each line that can move
// near one. Weights of any size can then be fitted.
func (t *table) toOne() (rho, sigma []float64) {
	rho, sigma = make([]float64, t.m), make([]float64, t.n)
	for i := range rho {
		top := 0.0
		for _, w := range t.wf[i*t.n : (i+1)*t.n] {
			top = max(top, w)
		}
		rho[i] = 1
		if top > 0 {
			rho[i] = max(1/top, tiny)
		}
	}

	for j := range sigma {
		top := 0.0
		for i := range rho {
			top = max(top, t.wf[i*t.n+j]*rho[i])
		}
		sigma[j] = 1
		if top > 0 {
			sigma[j] = min(1/top, 1/tiny)
		}
	}

	return rho, sigma
}

// fit returns the multiplier at which the free part, which no bound holds, makes up
// the rest of the margin.
func fit(mult, margin, free, held float64) float64 {
	switch {
	case free > 0 && margin > held:
		mult *= (margin - held) / free
	case free > 0 || held > margin:
		mult /= 2
	case margin > held:
		mult *= 2
	}
	return min(max(mult, tiny), 1/tiny)
}

func float(x *big.Int) float64 {
	f, _ := x.Float64()
	return f
}
