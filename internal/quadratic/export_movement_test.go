package quadratic

import "math/big"

// Movement returns the squares by which a series of variables keeps the movement
// of given figures, with the relative changes eₜ = (xₜ − figuresₜ)/scalesₜ:
//
//	(1 − ρ²)·e₁² + Σ (eₜ − ρ·eₜ₋₁)²
//
// With scales of |figure|^λ that is the objective of Cholette's benchmarking, additive
// for λ = 0 and multiplicative for λ = 1. The source is chapter 3 of Dagum and Cholette,
// Benchmarking, Temporal Distribution, and Reconciliation Methods for Time Series, 2006.
// A ρ of 1 is Denton's method, one of 0 takes each figure by itself.
//
// The variables are first, first + 1 and so on. No scale may be zero.
func Movement(first int, figures, scales []*big.Rat, rho *big.Rat) []Square {
	one := big.NewRat(1, 1)
	var out []Square
	for t := range figures {
		s := Square{Weight: one, Terms: []Term{{first + t, new(big.Rat).Inv(scales[t])}}}
		s.Centre = new(big.Rat).Quo(figures[t], scales[t])
		if t == 0 {
			s.Weight = new(big.Rat).Sub(one, new(big.Rat).Mul(rho, rho))
		} else {
			factor := new(big.Rat).Quo(rho, scales[t-1])
			s.Terms = append(s.Terms, Term{first + t - 1, factor.Neg(factor)})
			s.Centre.Add(s.Centre, new(big.Rat).Mul(factor, figures[t-1]))
		}
		out = append(out, s)
	}
	return out
}
