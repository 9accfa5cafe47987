package solvers

import (
	"errors"

	"gonum.org/v1/gonum/floats"
)

// sparse is a matrix in compressed rows: row i has the values from start[i] up to start[i+1],
// each with its column.
type sparse struct {
	start, column []int
	value         []float64
}

// mulTo sets out to the product of the matrix and a vector.
func (m *sparse) mulTo(out, x []float64) {
	for i := range out {
		sum := 0.0
		for k := m.start[i]; k < m.start[i+1]; k++ {
			sum += m.value[k] * x[m.column[k]]
		}
		out[i] = sum
	}
}

// transposedMulTo sets out to the product of the transposed matrix and a vector.
func (m *sparse) transposedMulTo(out, x []float64) {
	clear(out)
	for i, v := range x {
		for k := m.start[i]; k < m.start[i+1]; k++ {
			out[m.column[k]] += m.value[k] * v
		}
	}
}

// summing returns the matrix S, with a row for each unit and a column for each leaf.
func (p *Problem) summing() *sparse {
	inner := len(p.Parent) - p.Leaves
	m := &sparse{start: make([]int, 1, len(p.Parent)+1)}
	first, after := p.spans()
	for i := range p.Parent {
		for leaf := first[i]; leaf < after[i]; leaf++ {
			m.column, m.value = append(m.column, leaf-inner), append(m.value, 1)
		}
		m.start = append(m.start, len(m.column))
	}
	return m
}

// Sparse solves the problem by conjugate gradients, with the diagonal of SᵀWS as the
// preconditioner. It ends when the residual is 10⁻¹⁴ of what it was (Hestenes and Stiefel,
// Methods of conjugate gradients for solving linear systems, 1952).
func (p *Problem) Sparse() ([]float64, error) {
	s := p.summing()
	n := len(p.Parent)
	weights, diagonal := make([]float64, n), make([]float64, p.Leaves)
	for i, variance := range p.Variances {
		weights[i] = 1 / float64(variance)
	}
	s.transposedMulTo(diagonal, weights)

	// At the beginning the leaves are as proposed.
	x, all := make([]float64, p.Leaves), make([]float64, n)
	for k := range x {
		x[k] = float64(p.Figures[n-p.Leaves+k])
	}
	s.mulTo(all, x)
	for i := range all {
		all[i] = weights[i] * (float64(p.Figures[i]) - all[i])
	}
	residual := make([]float64, p.Leaves)
	s.transposedMulTo(residual, all)
	scaled := make([]float64, p.Leaves)
	floats.DivTo(scaled, residual, diagonal)

	direction, product := append([]float64(nil), scaled...), make([]float64, p.Leaves)
	rest := floats.Dot(residual, scaled)
	limit := rest * 1e-28
	for range 10 * p.Leaves {
		if rest <= limit {
			s.mulTo(all, x)
			return all, nil
		}

		s.mulTo(all, direction)
		floats.Mul(all, weights)
		s.transposedMulTo(product, all)
		step := rest / floats.Dot(direction, product)
		floats.AddScaled(x, step, direction)
		floats.AddScaled(residual, -step, product)

		floats.DivTo(scaled, residual, diagonal)
		before := rest
		rest = floats.Dot(residual, scaled)
		floats.AddScaledTo(direction, scaled, rest/before, direction)
	}
	return nil, errors.New("solvers: conjugate gradients do not converge")
}
