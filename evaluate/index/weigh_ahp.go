package index

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// AHP weighs the children of a group by pairwise judgements: the analytic hierarchy
// process (Saaty 1980). Matrix[i][j] is how many times as important the child
// Order[i] is as the child Order[j]. [ComparePairwise] has the rules for a matrix.
//
// A consistency ratio above Limit is an error.
type AHP struct {
	Order  []string
	Matrix [][]decimal.Decimal
	Limit  decimal.NullDecimal // absent means 0.10, as Saaty recommends
}

func (AHP) weighting() {}

// PairwiseComparison is the result of a matrix of pairwise judgements.
type PairwiseComparison struct {
	Weights []float64 // principal eigenvector, adding up to 1
	Lambda  float64   // principal eigenvalue λ; n for perfectly consistent judgements
	Index   float64   // consistency index (λ − n)/(n − 1)
	Ratio   float64   // consistency ratio: Index divided by its mean over random judgements
}

// randomIndex is the mean consistency index of random judgements, by the number of
// things compared (Saaty 1980).
var randomIndex = [...]float64{
	3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49,
	11: 1.51, 12: 1.48, 13: 1.56, 14: 1.57, 15: 1.59,
}

const maxCompared = len(randomIndex) - 1

// ComparePairwise computes the weights and the consistency of a matrix of pairwise
// judgements. One or two things are always consistent.
//
// An entry and its mirror image are reciprocals. As 1/3 has no exact decimal, their
// product can differ from 1 by up to 0.01. The greater one is used, and its exact
// reciprocal instead of the other. If both are equal, both are 1. An entry on or
// below the diagonal can be left 0.
//
// ComparePairwise returns an error if:
//   - the matrix is empty, not square, or larger than 15 × 15;
//   - an entry is negative, out of bounds, or zero above the diagonal;
//   - an entry on the diagonal is neither 0 nor 1;
//   - an entry and its mirror image are not reciprocals.
//
// It reports every problem.
func ComparePairwise(matrix [][]decimal.Decimal) (PairwiseComparison, error) {
	var p target.Problems
	a := judgements(p.At("matrix"), matrix)
	if err := p.Err(); err != nil {
		return PairwiseComparison{}, err
	}
	return analyse(a), nil
}

// analyse computes the weights and the consistency of positive judgements.
func analyse(a [][]float64) PairwiseComparison {
	n := len(a)
	w := eigenvector(a)
	c := PairwiseComparison{Weights: w, Lambda: detmath.Sum(times(a, w))}
	if n <= 2 {
		c.Lambda = float64(n)
		return c
	}

	c.Index = max(0, (c.Lambda-float64(n))/float64(n-1))
	c.Ratio = c.Index / randomIndex[n]
	return c
}

// judgements checks a matrix and returns it completed. It returns nil if it reports
// a problem.
func judgements(at target.Place, matrix [][]decimal.Decimal) [][]float64 {
	n := len(matrix)
	if n == 0 || n > maxCompared {
		remedy := fmt.Sprintf("must have 1 to %d rows: put groups in between to compare more", maxCompared)
		at.Report(n, target.ErrRange, remedy)
		return nil
	}
	square := true
	for i, row := range matrix {
		if len(row) != n {
			at.Index(i).Report(len(row), target.ErrMismatch, fmt.Sprintf("must have %d columns, as many as rows", n))
			square = false
		}
	}
	if !square {
		return nil
	}

	a := make([][]float64, n)
	for i := range a {
		a[i] = make([]float64, n)
		a[i][i] = 1
	}
	sound := true
	for i := range n {
		sound = checkDiagonal(at.Index(i).Index(i), matrix[i][i]) && sound
		for j := i + 1; j < n; j++ {
			pair := judgedPair{up: matrix[i][j], down: matrix[j][i]}
			sound = pair.check(at.Index(i).Index(j), at.Index(j).Index(i)) && sound
			if sound {
				a[i][j], a[j][i] = pair.floats()
			}
		}
	}
	if !sound {
		return nil
	}
	return a
}

func checkDiagonal(at target.Place, d decimal.Decimal) bool {
	if !at.Figure(d) {
		return false
	}
	if d.IsZero() || d.Cmp(decimal.New(1, 0)) == 0 {
		return true
	}
	at.Report(d, target.ErrInvalid, "must be 1 or 0: a thing is as important as itself")
	return false
}

// judgedPair is an entry above the diagonal and its mirror image.
type judgedPair struct{ up, down decimal.Decimal }

func (p judgedPair) check(up, down target.Place) bool {
	upFits, downFits := up.Figure(p.up), down.Figure(p.down)
	if !upFits || !downFits {
		return false
	}

	const mirrored = "must be the reciprocal of its mirror image, or 0"
	one, allowed := decimal.New(1, 0), decimal.New(1, -2)
	switch {
	case p.up.Sign() <= 0:
		up.Report(p.up, target.ErrRange, "must be greater than 0: how many times as important")
		return false
	case p.down.Sign() < 0:
		down.Report(p.down, target.ErrRange, mirrored)
		return false
	case p.down.Sign() > 0 && p.up.Mul(p.down).Sub(one).Abs().Cmp(allowed) > 0:
		down.Report(p.down, target.ErrMismatch, mirrored)
		return false
	}
	return true
}

func (p judgedPair) floats() (up, down float64) {
	switch {
	case p.up.Equal(p.down):
		return 1, 1
	case p.up.Cmp(p.down) > 0:
		return detmath.Float(p.up), reciprocal(p.up)
	}
	return reciprocal(p.down), detmath.Float(p.down)
}

func reciprocal(d decimal.Decimal) float64 {
	r := d.Rat()
	f, _ := r.Inv(r).Float64()
	return f
}

// eigenvector returns the principal eigenvector of a positive matrix, with a sum of
// 1. It squares the matrix 64 times. Every column of a high power of a matrix has the
// direction of the eigenvector.
func eigenvector(a [][]float64) []float64 {
	power := a
	for range 64 {
		power = squared(power)
	}

	w := make([]float64, len(a))
	for i := range w {
		w[i] = detmath.Sum(power[i])
	}
	toShares(w)

	// One more step removes the rounding errors of the squarings.
	w = times(a, w)
	toShares(w)
	return w
}

// squared returns the square of a matrix, divided by a number that keeps it in
// range.
func squared(p [][]float64) [][]float64 {
	var top float64
	for _, row := range p {
		top = max(top, slices.Max(row))
	}

	q := make([][]float64, len(p))
	for i := range q {
		q[i] = make([]float64, len(p))
		for j := range p {
			var sum float64
			for k := range p {
				sum += float64(p[i][k] / top * (p[k][j] / top))
			}
			q[i][j] = sum
		}
	}
	return q
}

func times(a [][]float64, x []float64) []float64 {
	y := make([]float64, len(a))
	terms := make([]float64, len(x))
	for i, row := range a {
		for j, v := range row {
			terms[j] = float64(v * x[j])
		}
		y[i] = detmath.Sum(terms)
	}
	return y
}

// weights returns the weights of the children, in their order. It returns nil if it
// reports a problem.
func (w AHP) weights(at target.Place, children []treeNode) []float64 {
	positions, sound := w.positions(at, children)
	if len(w.Matrix) != len(w.Order) {
		at.Field("matrix").Report(len(w.Matrix), target.ErrMismatch, "must have as many rows as the order has codes")
		sound = false
	}
	limit := decimal.New(1, -1)
	if w.Limit.Valid {
		limit = w.Limit.Decimal
		sound = at.Field("limit").NonNegative(limit) && sound
	}
	if !sound {
		return nil
	}
	given := judgements(at.Field("matrix"), w.Matrix)
	if given == nil {
		return nil
	}

	// The order of the sums decides the last bits, and must not depend on Order.
	sorted := make([][]float64, len(children))
	for i, row := range positions {
		sorted[i] = make([]float64, len(children))
		for j, column := range positions {
			sorted[i][j] = given[row][column]
		}
	}
	c := analyse(sorted)
	if c.Ratio > detmath.Float(limit) {
		remedy := "the judgements contradict each other: their consistency ratio is above the limit " +
			fault.Text(limit)
		at.Field("matrix").Report(detmath.Decimal(c.Ratio, 4), target.ErrInfeasible, remedy)
		return nil
	}
	return c.Weights
}

// positions returns where each child is in Order.
func (w AHP) positions(at target.Place, children []treeNode) (positions []int, ok bool) {
	ok = true
	byCode := make(map[string]int, len(w.Order))
	for i, code := range w.Order {
		place := at.Field("order").Index(i)
		if _, twice := byCode[code]; twice {
			place.Duplicate(code)
			ok = false
			continue
		}
		byCode[code] = i
		if !slices.ContainsFunc(children, func(n treeNode) bool { return n.code == code }) {
			place.Report(code, target.ErrUnknown, "must be the code of a child of the node")
			ok = false
		}
	}

	for _, child := range children {
		i, named := byCode[child.code]
		if !named {
			at.Field("order").Report(child.code, target.ErrMissing, "must name every child of the node")
			ok = false
		}
		positions = append(positions, i)
	}
	return positions, ok
}
