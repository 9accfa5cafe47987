package system

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/quadratic"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// rootDigits is the number of digits of roots that are no fractions.
const rootDigits = 60

// checkMovement checks that Movement and After agree, and that each figure comes after one
// other at most.
func (b *balancer) checkMovement(options, figures target.Place) {
	rho := b.options.Movement
	if rho.Valid && !options.Field("movement").Between(rho.Decimal, decimal.Decimal{}, decimal.New(1, 0)) {
		return
	}

	followed, anySeries := map[string]string{}, false
	for _, f := range b.figures {
		at := figures.Key(f.Code).Field("after")
		if f.After == "" {
			continue
		}
		anySeries = true
		j, known := b.at[f.After]
		switch other := followed[f.After]; {
		case !rho.Valid:
			at.Report(f.After, target.ErrInvalid, "leave it out: only options.movement reads it")
			return
		case !known:
			at.Unknown(f.After, b.codes()...)
		case other != "":
			at.Report(f.After, target.ErrDuplicate, other+" comes after it already")
		case !f.Value.Valid || !b.figures[j].Value.Valid:
			at.Report(f.After, target.ErrMissing, "a movement needs the values of both figures")
		}
		followed[f.After] = f.Code
	}
	if rho.Valid && !anySeries {
		options.Field("movement").Report(rho.Decimal, target.ErrInvalid,
			"leave it out, or say which figure comes after which")
	}
	b.checkCircles(figures)
}

// checkCircles reports a series that returns to its first figure.
func (b *balancer) checkCircles(figures target.Place) {
	begun := make([]bool, len(b.figures))
	for i := range b.figures {
		for j, steps := i, 0; !begun[j]; steps++ {
			before, ok := b.at[b.figures[j].After]
			if !ok {
				break
			}
			if steps > len(b.figures) || before == i {
				figures.Key(b.figures[i].Code).Field("after").Report(b.figures[i].After, target.ErrCycle,
					"the first figure of a series comes after none")
				return
			}
			j = before
		}
		begun[i] = true
	}
}

// addMovements adds the squares of Cholette's method to the objective.
func (b *balancer) addMovements() {
	rho, one := b.options.Movement.Decimal.Rat(), big.NewRat(1, 1)
	for i, f := range b.figures {
		var square quadratic.Square
		square.Weight, square.Centre = one, new(big.Rat)
		if j, ok := b.at[f.After]; ok {
			b.deviation(&square, j, new(big.Rat).Neg(rho))
		} else {
			square.Weight = new(big.Rat).Sub(one, new(big.Rat).Mul(rho, rho))
		}
		b.deviation(&square, i, one)
		if len(square.Terms) > 0 && square.Weight.Sign() > 0 {
			b.problem.Squares = append(b.problem.Squares, square)
		}
	}
}

// deviation adds factor·√w·(x − p) of a figure to the terms and the centre of a square.
func (b *balancer) deviation(to *quadratic.Square, i int, factor *big.Rat) {
	w := b.weights[i]
	if w == nil || factor.Sign() == 0 {
		return
	}
	coef := new(big.Rat).Mul(factor, root(w))
	to.Terms = append(to.Terms, quadratic.Term{At: i, Coef: coef})
	to.Centre = to.Centre.Add(to.Centre, new(big.Rat).Mul(coef, b.figures[i].Value.Decimal.Rat()))
}

// root returns the square root of a fraction, exactly if it is one.
func root(w *big.Rat) *big.Rat {
	num, den := new(big.Int).Sqrt(w.Num()), new(big.Int).Sqrt(w.Denom())
	r := new(big.Rat).SetFrac(num, den)
	if new(big.Rat).Mul(r, r).Cmp(w) == 0 {
		return r
	}
	return transcend.Sqrt(w, rootDigits).Rat()
}

// objective returns the objective for given figures.
func (b *balancer) objective(values []decimal.Decimal) *big.Rat {
	sum := new(big.Rat)
	for _, square := range b.problem.Squares {
		miss := new(big.Rat).Neg(square.Centre)
		for _, t := range square.Terms {
			miss.Add(miss, new(big.Rat).Mul(t.Coef, values[t.At].Rat()))
		}
		sum.Add(sum, miss.Mul(miss.Mul(miss, miss), square.Weight))
	}
	return sum
}
