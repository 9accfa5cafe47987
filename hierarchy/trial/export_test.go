package trial

import "math/big"

// Share divides a mass exactly: claims and bounds are of equal length, nil bounds
// are none.
func Share(mass *big.Rat, basis, offset, weight, least, most []*big.Rat) ([]*big.Rat, bool) {
	s := &sharing{mass: mass, basis: basis, least: least, most: most}
	q, _, ok := s.quotas(claims{offset, weight})
	return q, ok
}

// Track is a family whose claims and bounds are lines from their values at 0 to
// those at 1.
type Track struct {
	Mass           *big.Rat
	Basis          []*big.Rat
	Offset, Weight [2][]*big.Rat
	Least, Most    [2][]*big.Rat // nil where there is no bound
}

func (t Track) lines() *track {
	n := len(t.Basis)
	out := &track{mass: t.Mass, basis: t.Basis, hasLeast: make([]bool, n), hasMost: make([]bool, n)}
	zero, one := new(big.Rat), big.NewRat(1, 1)
	lines := func(y [2][]*big.Rat, given []bool) []linear {
		all := make([]linear, n)
		for i := range all {
			if y[0][i] != nil {
				all[i] = through(zero, y[0][i], one, y[1][i])
				if given != nil {
					given[i] = true
				}
			}
		}
		return all
	}
	out.offset, out.weight = lines(t.Offset, nil), lines(t.Weight, nil)
	out.least, out.most = lines(t.Least, out.hasLeast), lines(t.Most, out.hasMost)
	return out
}

// Share divides the family at a parameter.
func (t Track) Share(p *big.Rat) ([]*big.Rat, bool) {
	s, c := t.lines().sharing(p)
	q, _, ok := s.quotas(c)
	return q, ok
}

// Piece is an interval with the quotas as functions.
type Piece struct {
	From, To *big.Rat
	Quotas   func(p *big.Rat) []*big.Rat
	Knots    func(d Distance, observed, weight []*big.Rat, tolerance *big.Rat) []*big.Rat
}

// Pieces follows the family from 0 to 1.
func (t Track) Pieces() ([]Piece, bool) {
	pieces, ok := t.lines().pieces(new(big.Rat), big.NewRat(1, 1))
	var out []Piece
	for _, p := range pieces {
		knots := func(d Distance, observed, weight []*big.Rat, tolerance *big.Rat) []*big.Rat {
			return newComparison(d, observed, weight, tolerance).knots(&p)
		}
		out = append(out, Piece{p.from, p.to, p.quotas, knots})
	}
	return out, ok
}

// Off returns the distance of quotas.
func Off(d Distance, quotas, observed, weight []*big.Rat, tolerance *big.Rat) *big.Rat {
	return newComparison(d, observed, weight, tolerance).of(quotas)
}
