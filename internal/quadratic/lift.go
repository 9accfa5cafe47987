package quadratic

import "math/big"

// primes are the greatest primes below 2³¹.
var primes = [...]uint64{2147483647, 2147483629, 2147483587, 2147483579}

// solve returns the solution of a system, and false if it has none or several.
func (s *system) solve() ([]*big.Rat, bool) {
	for _, p := range primes {
		if m, ok := s.modulo(p); ok {
			return m.lift()
		}
	}
	return nil, false
}

// lift solves the system modulo higher and higher powers of the prime. Whenever the
// number of digits has doubled, it tries to read fractions from the result.
// The system is regular, since it is so modulo the prime: it has one solution,
// and fractions that are checked against the system are that solution.
func (m *modular) lift() ([]*big.Rat, bool) {
	size := len(m.right)
	rest := make([]*big.Int, size)
	for i, r := range m.right {
		rest[i] = new(big.Int).Set(r)
	}
	digits := make([][]uint64, 0, 64)
	prime, low := new(big.Int).SetUint64(m.p), new(big.Int)
	residues := make([]uint64, size)
	sum, product := new(big.Int), new(big.Int)

	for next := 4; ; {
		for i, r := range rest {
			residues[i] = low.Mod(r, prime).Uint64()
		}
		digit := m.solve(residues)
		digits = append(digits, digit)

		// What is left of the right side is a multiple of the prime.
		for i, row := range m.system.rows {
			sum.Set(rest[i])
			for _, t := range row {
				sum.Sub(sum, product.Mul(t.coef, low.SetUint64(digit[t.at])))
			}
			rest[i].Quo(sum, prime)
		}

		if len(digits) == next { //mutate:equal len(digits) != next: it only says how soon fractions are read
			if nums, den, ok := m.fractions(digits); ok && m.solved(nums, den) {
				out := make([]*big.Rat, size)
				for i, n := range nums {
					out[i] = new(big.Rat).SetFrac(n, den)
				}
				return out, true
			}
			next *= 2
		}
	}
}

// fractions reads fractions with a common denominator from the digits.
func (m *modular) fractions(digits [][]uint64) (nums []*big.Int, den *big.Int, ok bool) {
	prime := new(big.Int).SetUint64(m.p)
	modulus := new(big.Int).Exp(prime, big.NewInt(int64(len(digits))), nil)
	limit := new(big.Int).Sqrt(new(big.Int).Rsh(modulus, 1))

	den = big.NewInt(1)
	digit := new(big.Int)
	nums = make([]*big.Int, len(digits[0]))
	for i := range nums {
		x := new(big.Int)
		for k := len(digits) - 1; k >= 0; k-- {
			x.Mul(x, prime)
			x.Add(x, digit.SetUint64(digits[k][i]))
		}

		// Most often the denominator is the one of the variables before.
		x.Mul(x, den)
		//mutate:equal centred(x, modulus).CmpAbs(limit) < 0: the fraction of the limit is the limit
		if centred(x, modulus).CmpAbs(limit) <= 0 {
			nums[i] = x
			continue
		}
		n, d := fraction(x.Mod(x, modulus), modulus, limit)
		den = new(big.Int).Mul(den, d)
		if den.CmpAbs(limit) > 0 {
			return nil, nil, false
		}
		for k := range i {
			nums[k].Mul(nums[k], d)
		}
		nums[i] = n
	}
	return nums, den, true
}

// centred sets x to the number nearest to zero that is x modulo m. It returns x.
func centred(x, m *big.Int) *big.Int {
	x.Mod(x, m)
	below := new(big.Int).Sub(x, m)
	if below.CmpAbs(x) < 0 {
		x.Set(below)
	}
	return x
}

// fraction returns the n/d with d·x ≡ n modulo m where n is at most the limit: a
// remainder of Euclid's algorithm and its factor (Wang 1981). The denominator may be below zero.
func fraction(x, m, limit *big.Int) (n, d *big.Int) {
	a, b := new(big.Int).Set(m), new(big.Int).Set(x)
	s, t := new(big.Int), big.NewInt(1)
	quotient, product := new(big.Int), new(big.Int)
	for b.CmpAbs(limit) > 0 {
		quotient.QuoRem(a, b, a)
		a, b = b, a
		s.Sub(s, product.Mul(quotient, t))
		s, t = t, s
	}
	return b, t
}
