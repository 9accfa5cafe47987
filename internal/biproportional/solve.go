package biproportional

import (
	"math"
	"math/big"

	"github.com/targetcascade/cascade/internal/detmath"
)

// solver holds a table in the making: the multipliers as dyadic fractions, so
// that products are exact, and the entries.
type solver struct {
	*table
	prec       uint // bits of the multipliers
	rho, sigma []*big.Float
	x          []*big.Int
}

const (
	wordBits   = 50 // entries below 2^wordBits are held exactly by a float64
	unitsBits  = 40 // how far, in bits, a network may be off its margins, in units
	refineBits = 64 // what each refinement adds to the multipliers
	maxRefine  = 14 // refinements before cycles are compared as fractions
	smallKnot  = 40 // cells in a knot that is compared as fractions at once
)

// solve returns an entry for each cell, and the tied units: for each cell that
// may have one unit more or less, the larger of its two entries.
func (t *table) solve() (x, ties []*big.Int) {
	s := &solver{table: t, prec: 53}
	s.start()
	for s.settle(false) > 0 {
	}
	for round := 0; ; {
		ties, knots, near := s.certify(round > 2*maxRefine)
		refine := !near
		moved := false
		for _, k := range knots {
			if round < maxRefine && len(k.edges) > smallKnot {
				refine = true
			} else {
				moved = s.untie(k, ties) || moved
			}
		}
		switch {
		case refine:
			round++
			s.prec += refineBits
			s.settle(true)
		case !moved:
			return s.x, ties
		}
	}
}

// start sets the multipliers to the guess, and the entries to the rounded
// products within the bounds.
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
	for c, w := range s.w {
		x := new(big.Int)
		switch q := rho[c/s.n] * s.wf[c] * sigma[c%s.n]; {
		case w == nil:
		case q < 1<<wordBits:
			x.SetInt64(int64(s.rounding.round(q)))
		default:
			s.product(c).Int(x)
		}
		if x.Cmp(s.lo[c]) < 0 {
			x.Set(s.lo[c])
		}
		if s.hi[c] != nil && x.Cmp(s.hi[c]) > 0 {
			x.Set(s.hi[c])
		}
		s.x[c] = x
	}
}

// product returns the exact product of a cell.
func (s *solver) product(c int) *big.Float {
	w := new(big.Float).SetInt(s.w[c])
	return exactly(exactly(s.rho[c/s.n], w), s.sigma[c%s.n])
}

// settle lays a network on the entries and the multipliers, in units of a power
// of two, settles it, and carries the result back. It returns the exponent of
// the unit: with zero, the margins are met.
func (s *solver) settle(refines bool) (shift uint) {
	row, col := s.excess()
	var sum, most big.Int
	for _, e := range append(row[:s.m:s.m], col...) {
		e := new(big.Int).Abs(e)
		sum.Add(&sum, e)
		if e.Cmp(&most) > 0 {
			most.Set(e)
		}
	}
	if n := most.BitLen(); n > unitsBits {
		shift = uint(n - unitsBits)
		s.prec += refineBits
	}
	nw := s.network(shift)
	for i, e := range row {
		nw.row[i] = e.Quo(e, unit(shift)).Int64()
	}
	for j, e := range col {
		nw.col[j] = e.Quo(e, unit(shift)).Int64()
	}
	// Start with a step that leaves about four to move for each line.
	step := int64(1)
	for sum.Rsh(&sum, shift); sum.BitLen() > 60 || sum.Int64() > int64(4*(s.m+s.n)); sum.Rsh(&sum, 1) {
		step *= 2
	}
	nw.settle(step, refines)
	for c, k := range nw.k {
		if k != 0 {
			by := big.NewInt(k)
			s.x[c].Add(s.x[c], by.Lsh(by, shift))
		}
	}
	for i, a := range nw.a {
		s.rho[i] = scaled(s.rho[i], a, s.prec)
	}
	for j, b := range nw.b {
		s.sigma[j] = scaled(s.sigma[j], b, s.prec)
	}
	return shift
}

func unit(shift uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), shift) }

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

// network lays a network in units of 2^shift. As long as the multipliers are
// machine numbers and the entries fit them, products are as well, and exact
// otherwise.
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
			gap := new(big.Float).SetPrec(q.Prec() + uint(s.x[c].BitLen())).SetInt(s.x[c])
			gap.SetMantExp(gap, -int(shift))
			nw.gap[c], _ = gap.Sub(gap, q).Float64()
		}
	}
	for c := range s.w {
		if s.w[c] == nil {
			continue
		}
		nw.lo[c] = s.room(s.lo[c], c, shift)
		nw.hi[c] = math.MaxInt64 / 2
		if s.hi[c] != nil {
			nw.hi[c] = s.room(s.hi[c], c, shift)
		}
	}
	return nw
}

// words fills in the products as machine numbers, and reports whether that
// serves.
func (s *solver) words(nw *network) bool {
	rho, sigma := floats(s.rho), floats(s.sigma)
	for c, w := range s.w {
		if w == nil {
			continue
		}
		q := rho[c/s.n] * s.wf[c] * sigma[c%s.n]
		if q < 0x1p-800 || s.x[c].BitLen() > wordBits || q > 1<<(wordBits+1) {
			return false
		}
		nw.q[c], nw.lq[c] = q, detmath.Log(q)
		nw.gap[c] = float64(s.x[c].Int64()) - q
	}
	return true
}

// room returns how many units a bound is from the entry of c, towards it.
func (s *solver) room(bound *big.Int, c int, shift uint) int64 {
	d := new(big.Int).Sub(bound, s.x[c])
	d.Quo(d, unit(shift))
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

// scaled returns x·exp(a), rounded to prec bits, off by no more than what a
// float64 can tell of a.
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
