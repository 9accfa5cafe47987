package biproportional

import (
	"math"
	"math/big"

	"github.com/targetcascade/cascade/internal/detmath"
)

// solver is an unfinished table: its entries, and its multipliers as dyadic
// fractions, which make products exact.
type solver struct {
	*table
	prec       uint // bits of the multipliers
	rho, sigma []*big.Float
	x          []*big.Int
}

const (
	wordBits   = 50 // entries below 2^wordBits are held exactly by a float64
	firstBits  = 45 // bits of the largest margin, in units of the first network
	levelBits  = 24 // by how many bits units shrink from one network to the next
	refineBits = 64 // what each refinement adds to the multipliers
	maxTries   = 4  // networks of one unit, before the wide transfer takes over
	fastRefine = 5  // refinements on networks, before the wide transfer takes over
	maxRefine  = 12 // refinements before all knots are compared as fractions
	wideBits   = 128
	smallKnot  = 40 // cells in a knot that is compared as fractions at once
)

// solve returns an entry for each cell, and the tied units: the larger of the two
// entries of each cell that may have one unit more or less.
func (t *table) solve() (x, ties []*big.Int) {
	s := &solver{table: t, prec: 53}
	s.start()
	s.approach()
	return s.x, s.prove()
}

// prove returns the tied units of a table. It corrects the table if necessary: it
// refines the multipliers until they separate ties from near ties.
func (s *solver) prove() (ties []*big.Int) {
	for round := 0; ; {
		ties, knots, near := s.certify()
		refine, moved := !near, false
		for _, k := range knots {
			if round < maxRefine && len(k.edges) > smallKnot {
				refine = true
			} else {
				moved = s.untie(k, ties) || moved
			}
		}
		if refine {
			s.prec += refineBits
			if round >= fastRefine || !s.once(0, settled) {
				s.widen(2 * max(s.prec, wideBits))
			}
			round++
		} else if !moved {
			return ties
		}
	}
}

// approach brings the entries to the margins, in units that shrink to one.
func (s *solver) approach() {
	shift := 0
	for _, r := range s.rows {
		shift = max(shift, r.BitLen()-firstBits)
	}

	from := guessed
	for tries := 0; ; from = coarser {
		switch {
		case s.once(uint(max(shift, 0)), from):
			if shift <= 0 {
				return
			}
			shift -= levelBits
			tries = 0
		case tries == maxTries:
			// Twice the bits of the largest entry tell the smallest apart.
			bits := 0
			for _, r := range s.rows {
				bits = max(bits, r.BitLen())
			}
			s.round()
			s.widen(uint(2*bits) + wideBits)
			return
		default:
			tries++
		}
		s.prec += refineBits
	}
}

// start sets the multipliers to the guess.
func (s *solver) start() {
	rho, sigma := s.guess()
	s.rho, s.sigma = make([]*big.Float, s.m), make([]*big.Float, s.n)
	for i, f := range rho {
		s.rho[i] = big.NewFloat(f)
	}
	for j, f := range sigma {
		s.sigma[j] = big.NewFloat(f)
	}
	s.x = make([]*big.Int, len(s.w))
	for c := range s.x {
		s.x[c] = new(big.Int)
	}
}

// round sets the entries to the products, rounded down, within the bounds.
func (s *solver) round() {
	rho, sigma := floats(s.rho), floats(s.sigma)
	for c, w := range s.w {
		if w == nil {
			s.bound(c, s.x[c])
			continue
		}

		s.rounded(c, float64(rho[c/s.n]*s.wf[c]*sigma[c%s.n]), s.x[c])
	}
}

// roundFar rounds only the entries that are far off their products.
func (s *solver) roundFar() {
	far := big.NewInt(farOff)
	rho, sigma := floats(s.rho), floats(s.sigma)
	x, off := new(big.Int), new(big.Int)
	for c, w := range s.w {
		if w == nil {
			continue
		}

		s.rounded(c, float64(rho[c/s.n]*s.wf[c]*sigma[c%s.n]), x)
		if off.Sub(s.x[c], x).CmpAbs(far) > 0 {
			s.x[c].Set(x)
		}
	}
}

// rounded sets x to the product of a cell, rounded down, within its bounds. The
// float64 nearest to the product is q.
func (s *solver) rounded(c int, q float64, x *big.Int) {
	if q < 1<<wordBits {
		x.SetInt64(int64(s.rounding.round(q)))
	} else {
		s.product(c).Int(x)
	}
	s.bound(c, x)
}

// bound moves x into the bounds of a cell.
func (s *solver) bound(c int, x *big.Int) {
	if x.Cmp(s.lo[c]) < 0 {
		x.Set(s.lo[c])
	}
	if hi := s.most(c); x.Cmp(hi) > 0 {
		x.Set(hi)
	}
}

// most returns the most that a cell can take: no cycle leads beyond its
// margins.
func (s *solver) most(c int) *big.Int {
	most := s.hi[c]
	for _, r := range []*big.Int{s.rows[c/s.n], s.cols[c%s.n]} {
		if most == nil || r.Cmp(most) < 0 && s.lo[c].Cmp(r) <= 0 {
			most = r
		}
	}
	return most
}

// product returns the exact product of a cell.
func (s *solver) product(c int) *big.Float {
	w := new(big.Float).SetInt(s.w[c])
	return exactly(exactly(s.rho[c/s.n], w), s.sigma[c%s.n])
}

// once makes a network, brings it to its margins, and carries the result back. It reports
// whether the margins are met in units of 2^shift.
func (s *solver) once(shift uint, from stage) bool {
	if from != settled {
		s.round()
	}

	row, col := s.excess()
	most := 0
	for _, e := range append(row[:s.m:s.m], col...) {
		most = max(most, e.BitLen())
	}

	unit := max(shift, uint(max(0, most-firstBits)))
	nw := s.network(unit)
	for i, e := range row {
		nw.row[i] = e.Quo(e, power2(unit)).Int64()
	}
	for j, e := range col {
		nw.col[j] = e.Quo(e, power2(unit)).Int64()
	}

	done := nw.meetMargins(from)
	for c, k := range nw.k {
		if k != 0 {
			by := big.NewInt(k)
			s.x[c].Add(s.x[c], by.Lsh(by, unit))
		}
	}
	for i, a := range nw.a {
		s.rho[i] = scaled(s.rho[i], a, s.prec)
	}
	for j, b := range nw.b {
		s.sigma[j] = scaled(s.sigma[j], b, s.prec)
	}

	return done && unit == shift
}

func power2(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n) }

// excess returns what each line has above its margin.
func (s *solver) excess() (row, col []*big.Int) {
	row, col = make([]*big.Int, s.m), make([]*big.Int, s.n)
	for i, r := range s.rows {
		row[i] = new(big.Int).Neg(r)
	}
	for j, r := range s.cols {
		col[j] = new(big.Int).Neg(r)
	}
	for c, x := range s.x {
		if x.Sign() != 0 {
			row[c/s.n].Add(row[c/s.n], x)
			col[c%s.n].Add(col[c%s.n], x)
		}
	}
	return row, col
}

// network makes a network in units of 2^shift. If multipliers and entries fit machine
// numbers, so do products. Otherwise products are exact.
func (s *solver) network(shift uint) *network {
	nw := newNetwork(s.table)
	nw.exact = shift == 0
	one := big.NewInt(1)

	if s.prec > 53 || shift > 0 || !s.words(nw) {
		if nw.exact {
			nw.near = [2][]float64{make([]float64, len(s.w)), make([]float64, len(s.w))}
		}
		for c, w := range s.w {
			if w == nil {
				continue
			}
			q := s.product(c)
			if nw.exact {
				if s.x[c].Cmp(s.lo[c]) > 0 {
					nw.near[0][c] = s.rounding.apart(s.x[c], q)
				}
				nw.near[1][c] = s.rounding.apart(new(big.Int).Add(s.x[c], one), q)
			}
			q.SetMantExp(q, -int(shift))
			nw.lq[c] = logOf(q)
			nw.q[c], _ = q.Float64()
			nw.q[c] = min(nw.q[c], math.MaxFloat64)
			gap := new(big.Float).SetPrec(q.Prec() + uint(s.x[c].BitLen())).SetInt(s.x[c])
			gap.SetMantExp(gap, -int(shift))
			nw.base[c], _ = gap.Float64()
			nw.gap[c], _ = gap.Sub(gap, q).Float64()
			nw.gap[c] = max(nw.gap[c], -math.MaxFloat64)
		}
	}

	for c := range s.w {
		if s.w[c] == nil {
			continue
		}
		nw.lo[c] = s.room(s.lo[c], c, shift)
		nw.hi[c] = s.room(s.most(c), c, shift)
	}

	return nw
}

// words calculates the products as machine numbers. It reports false if one does not fit.
func (s *solver) words(nw *network) bool {
	rho, sigma := floats(s.rho), floats(s.sigma)
	for c, w := range s.w {
		if w == nil {
			continue
		}
		q := float64(rho[c/s.n] * s.wf[c] * sigma[c%s.n])
		if !fits(s.x[c], q) {
			return false
		}
		nw.q[c], nw.lq[c] = q, detmath.Log(q)
		nw.base[c] = float64(s.x[c].Int64())
		nw.gap[c] = nw.base[c] - q
	}
	return true
}

// fits reports whether an entry and its product are held as machine numbers.
func fits(x *big.Int, q float64) bool {
	return x.BitLen() <= wordBits && q > 0x1p-800 && q < 1<<(wordBits+1)
}

// room returns how many units a bound is from the entry of c, towards it.
func (s *solver) room(bound *big.Int, c int, shift uint) int64 {
	d := new(big.Int).Sub(bound, s.x[c])
	d.Quo(d, power2(shift))
	if d.BitLen() > 62 {
		return int64(d.Sign()) * math.MaxInt64 / 2
	}
	return d.Int64()
}

func floats(a []*big.Float) []float64 {
	f := make([]float64, len(a))
	for i, x := range a {
		f[i], _ = x.Float64()
	}
	return f
}

// scaled returns x·exp(a), rounded to prec bits. The error is at most the error of a
// as a float64.
func scaled(x *big.Float, a float64, prec uint) *big.Float {
	k := 0.0
	if math.Abs(a) > 0.5 {
		k = math.Round(a / math.Ln2)
		a -= float64(k * math.Ln2)
	}
	x = new(big.Float).SetPrec(prec).Set(x)
	d := new(big.Float).SetPrec(prec).Mul(x, big.NewFloat(expm1(a)))
	x.Add(x, d)
	return x.SetMantExp(x, int(k))
}
