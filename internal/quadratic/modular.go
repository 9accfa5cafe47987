package quadratic

import "math/big"

// modular is a system modulo a prime below 2³¹, ready to be solved for many
// right sides.
type modular struct {
	*system
	p       uint64
	rows    [][]modularTerm
	pivots  []uint64 // inverses of the coefficients of the variables that are eliminated
	rest    []int    // the unknowns that are left
	place   []int    // of each unknown among them
	inverse [][]uint64
}

type modularTerm struct {
	at   int
	coef uint64
}

// modulo prepares the system for a prime. It reports false if the system is
// singular modulo the prime.
func (s *system) modulo(p uint64) (*modular, bool) {
	size := s.n + s.k
	m := &modular{system: s, p: p, pivots: make([]uint64, s.n), place: make([]int, size)}
	m.rows = make([][]modularTerm, size)

	prime, rest := new(big.Int).SetUint64(p), new(big.Int)
	for i, row := range s.rows {
		m.rows[i] = make([]modularTerm, len(row))
		for j, t := range row {
			m.rows[i][j] = modularTerm{t.at, rest.Mod(t.coef, prime).Uint64()}
		}
	}
	for i := range size {
		if i >= s.n || !s.own[i] {
			m.place[i] = len(m.rest)
			m.rest = append(m.rest, i)
			continue
		}
		for _, t := range m.rows[i] {
			if t.at == i {
				m.pivots[i] = m.invert(t.coef)
			}
		}
		if m.pivots[i] == 0 {
			return nil, false
		}
	}

	// The matrix of what is left, after the elimination.
	matrix := make([][]uint64, len(m.rest))
	for j, i := range m.rest {
		matrix[j] = make([]uint64, len(m.rest))
		for _, t := range m.rows[i] {
			if !m.eliminated(t.at) {
				matrix[j][m.place[t.at]] = m.plus(matrix[j][m.place[t.at]], t.coef)
				continue
			}
			factor := m.p - t.coef*m.pivots[t.at]%m.p
			for _, u := range m.rows[t.at] {
				if u.at != t.at {
					at := m.place[u.at]
					matrix[j][at] = (matrix[j][at] + factor*u.coef) % m.p
				}
			}
		}
	}
	var ok bool
	m.inverse, ok = m.invertMatrix(matrix)
	return m, ok
}

func (m *modular) eliminated(at int) bool { return at < m.n && m.own[at] }

func (m *modular) plus(a, b uint64) uint64 { return (a + b) % m.p }

// invert returns the inverse of a by Fermat's little theorem, 0 for 0.
func (m *modular) invert(a uint64) uint64 {
	out := uint64(1)
	for e := m.p - 2; e > 0; e >>= 1 {
		if e&1 == 1 {
			out = out * a % m.p
		}
		a = a * a % m.p
	}
	return out
}

// invertMatrix inverts a matrix in place. It reports false if it is singular.
func (m *modular) invertMatrix(a [][]uint64) ([][]uint64, bool) {
	n := len(a)
	swaps := make([]int, n)
	for k := range n {
		swaps[k] = k
		for swaps[k] < n && a[swaps[k]][k] == 0 {
			swaps[k]++
		}
		if swaps[k] == n {
			return nil, false
		}
		a[k], a[swaps[k]] = a[swaps[k]], a[k]

		pivot := m.invert(a[k][k])
		a[k][k] = 1
		for j := range a[k] {
			a[k][j] = a[k][j] * pivot % m.p
		}
		for i := range a {
			if i == k || a[i][k] == 0 {
				continue
			}
			factor := m.p - a[i][k]
			a[i][k] = 0
			for j, e := range a[k] {
				a[i][j] = (a[i][j] + factor*e) % m.p
			}
		}
	}
	for k := n - 1; k >= 0; k-- {
		for _, row := range a {
			row[k], row[swaps[k]] = row[swaps[k]], row[k]
		}
	}
	return a, true
}

// solve solves the system for a right side.
func (m *modular) solve(right []uint64) []uint64 {
	reduced := make([]uint64, len(m.rest))
	for j, i := range m.rest {
		reduced[j] = right[i]
		for _, t := range m.rows[i] {
			if m.eliminated(t.at) {
				factor := m.p - t.coef*m.pivots[t.at]%m.p
				reduced[j] = (reduced[j] + factor*right[t.at]) % m.p
			}
		}
	}

	out := make([]uint64, len(right))
	for j, row := range m.inverse {
		sum := uint64(0)
		for k, e := range row {
			// A product is below 2⁶² and the sum below 2³¹.
			sum = (sum + e*reduced[k]) % m.p
		}
		out[m.rest[j]] = sum
	}
	for i := range m.n {
		if !m.own[i] {
			continue
		}
		sum := right[i]
		for _, t := range m.rows[i] {
			if t.at != i {
				sum = (sum + (m.p-t.coef)*out[t.at]) % m.p
			}
		}
		out[i] = sum * m.pivots[i] % m.p
	}
	return out
}
