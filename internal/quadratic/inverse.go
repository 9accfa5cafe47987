package quadratic

import "math/big"

// inverted is the inverse of a symmetric positive definite matrix, of which only
// the diagonal is kept if there is nothing else.
type inverted[T number[T]] struct {
	diagonal []T
	dense    [][]T
}

// times returns the inverse times a sparse vector.
func (h inverted[T]) times(v []component[T]) []T {
	if h.diagonal != nil {
		out := make([]T, len(h.diagonal))
		zeros(out)
		for _, e := range v {
			out[e.at] = h.diagonal[e.at].mul(e.coef)
		}
		return out
	}

	out := make([]T, len(h.dense))
	zeros(out)
	for i, row := range h.dense {
		for _, e := range v {
			out[i] = out[i].add(row[e.at].mul(e.coef))
		}
	}
	return out
}

// invert returns the inverse of the matrix of a form. It reports false if the
// matrix is not positive definite, as far as can be told.
func invert[T number[T]](f *form) (inverted[T], bool) {
	var none T
	zero, one := none.from(new(big.Rat)), none.from(big.NewRat(1, 1))
	n := len(f.q)

	if f.diagonal() {
		h := inverted[T]{diagonal: make([]T, n)}
		for i, row := range f.q {
			h.diagonal[i] = one.quo(none.from(row[i]))
		}
		return h, true
	}

	// Gauss and Jordan, in place, on the diagonal: a pivot of a positive definite
	// matrix is never zero.
	m := make([][]T, n)
	size := make([]T, n)
	for i, row := range f.q {
		m[i] = make([]T, n)
		zeros(m[i])
		for j, e := range row {
			m[i][j] = none.from(e)
		}
		size[i] = m[i][i].abs()
	}
	for k := range n {
		pivot := m[k][k]
		//mutate:equal pivot.cmp(zero) < 0: zero is small
		if pivot.small(size[k]) || pivot.cmp(zero) <= 0 {
			return inverted[T]{}, false
		}
		m[k][k] = one
		for j := range n {
			m[k][j] = m[k][j].quo(pivot)
		}
		for i := range n {
			factor := m[i][k]
			if i == k || factor.cmp(zero) == 0 {
				continue
			}
			m[i][k] = zero
			for j := range n {
				m[i][j] = m[i][j].sub(factor.mul(m[k][j]))
			}
		}
	}
	return inverted[T]{dense: m}, true
}

// zeros fills a slice: the zero value of a fraction is no number.
func zeros[T number[T]](s []T) {
	var none T
	zero := none.from(new(big.Rat))
	for i := range s {
		s[i] = zero
	}
}
