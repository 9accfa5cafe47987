package transcend

import "math/big"

// ratPower is a positive rational with an integer exponent.
type ratPower struct {
	base *big.Rat
	exp  *big.Int
}

// factor is an integer above 1 with an exponent.
type factor struct{ n, exp *big.Int }

// unit reports whether the product of the powers is exactly 1.
//
// It writes all numerators and denominators as products of pairwise coprime integers.
// The product is 1 exactly if all exponents of these are zero. Nothing is raised to a
// power, so that large exponents cost nothing (Bernstein 2005, "Factoring into coprimes
// in essentially linear time", in its plain quadratic form).
func unit(powers []ratPower) bool {
	var work []factor
	for _, p := range powers {
		if p.exp.Sign() == 0 {
			continue
		}
		if n := p.base.Num(); n.Cmp(one) != 0 {
			work = append(work, factor{new(big.Int).Set(n), new(big.Int).Set(p.exp)})
		}
		if n := p.base.Denom(); n.Cmp(one) != 0 {
			work = append(work, factor{new(big.Int).Set(n), new(big.Int).Neg(p.exp)})
		}
	}

	var coprime []factor
next:
	for len(work) > 0 {
		f := work[len(work)-1]
		work = work[:len(work)-1]
		for i, c := range coprime {
			g := new(big.Int).GCD(nil, nil, f.n, c.n)
			if g.Cmp(one) == 0 {
				continue
			}
			// f and c share the factor g. Both are split, and the parts go back to
			// the list. The product of the list falls by g each time: the loop ends.
			coprime[i] = coprime[len(coprime)-1]
			coprime = coprime[:len(coprime)-1]
			work = append(work, factor{g, new(big.Int).Add(f.exp, c.exp)})
			if f.n.Quo(f.n, g).Cmp(one) != 0 {
				work = append(work, f)
			}
			if c.n.Quo(c.n, g).Cmp(one) != 0 {
				work = append(work, c)
			}
			continue next
		}
		coprime = append(coprime, f)
	}

	for _, c := range coprime {
		if c.exp.Sign() != 0 {
			return false
		}
	}

	return true
}
