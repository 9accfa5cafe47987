package index

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// AHP weighs a group's children by pairwise judgements: the analytic hierarchy
// process (Saaty 1980). Matrix[i][j] says how many times as important the
// child Order[i] is as the child Order[j]. [Compare] says what a matrix must be.
//
// The weighting is refused where the consistency ratio is above Limit; a zero
// Limit is 0.10, Saaty's.
type AHP struct {
	Order  []string
	Matrix [][]decimal.Decimal
	Limit  decimal.Decimal
}

func (AHP) weighting() {}

// Comparison is what a matrix of pairwise judgements amounts to.
type Comparison struct {
	Weights []float64 // principal eigenvector, adding up to 1
	Lambda  float64   // principal eigenvalue; n for perfectly consistent judgements
	Index   float64   // consistency index (λ − n)/(n − 1)
	Ratio   float64   // of Index to its mean over random judgements; accepted up to 0.10
}

// random is the mean consistency index of random judgements by the number of
// things compared (Saaty 1980).
var random = [...]float64{
	3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49,
	11: 1.51, 12: 1.48, 13: 1.56, 14: 1.57, 15: 1.59,
}

const maxCompared = len(random) - 1

// Compare works out the weights and the consistency of a matrix of pairwise
// judgements. One and two things are always consistent.
//
// An entry and its mirror image are reciprocals, to 1 in 100 because 1/3 has
// no decimal; the greater of the two is taken, and the other is its exact
// reciprocal; where they are equal, both are 1. Entries on or below the diagonal may be left zero.
//
// Compare returns an error if the matrix is empty, not square or larger than
// 15 × 15, if an entry is negative, zero above the diagonal, or out of bounds,
// or if an entry and its mirror image disagree.
func Compare(matrix [][]decimal.Decimal) (Comparison, error) {
	var l fault.List
	c := compare(&l, "matrix", matrix)
	if err := l.Err(); err != nil {
		return Comparison{}, err
	}
	return c, nil
}

func compare(l *fault.List, path string, matrix [][]decimal.Decimal) Comparison {
	a := judgements(l, path, matrix)
	if a == nil {
		return Comparison{}
	}
	return analyse(a)
}

// analyse works out a matrix of positive judgements.
func analyse(a [][]float64) Comparison {
	n := len(a)
	w := eigenvector(a)
	c := Comparison{Weights: w, Lambda: detmath.Sum(times(a, w))}
	if n > 2 {
		c.Index = max(0, (c.Lambda-float64(n))/float64(n-1))
		c.Ratio = c.Index / random[n]
	} else {
		c.Lambda = float64(n)
	}
	return c
}

// judgements returns the matrix in floats, completed and checked, or nil.
func judgements(l *fault.List, path string, matrix [][]decimal.Decimal) [][]float64 {
	n, before := len(matrix), l.Len()
	if n == 0 || n > maxCompared {
		l.Add(&target.FieldError{Path: path, Value: n, Err: target.ErrRange, Remedy: fmt.Sprintf("from 1 to %d rows: put groups in between to compare more", maxCompared)})
		return nil
	}
	a := make([][]float64, n)
	for i, row := range matrix {
		a[i] = make([]float64, n)
		if len(row) != n {
			l.Add(&target.FieldError{Path: fmt.Sprintf("%s[%d]", path, i), Value: len(row), Err: target.ErrMismatch, Remedy: fmt.Sprintf("the matrix has %d rows: give as many columns", n)})
		}
	}
	if l.Len() > before {
		return nil
	}
	one := decimal.New(1, 0)
	for i := range n {
		a[i][i] = 1
		if d := matrix[i][i]; bounded(l, cell(path, i, i), d) && !d.IsZero() && d.Cmp(one) != 0 {
			l.Add(&target.FieldError{Path: cell(path, i, i), Value: d, Err: target.ErrInvalid, Remedy: "one thing is as important as itself: 1"})
		}
		for j := i + 1; j < n; j++ {
			up, down := matrix[i][j], matrix[j][i]
			if !bounded(l, cell(path, i, j), up) || !bounded(l, cell(path, j, i), down) {
				continue
			}
			switch {
			case up.Sign() <= 0:
				l.Add(&target.FieldError{Path: cell(path, i, j), Value: up, Err: target.ErrRange, Remedy: "give a positive number: how many times as important"})
			case down.Sign() < 0:
				l.Add(&target.FieldError{Path: cell(path, j, i), Value: down, Err: target.ErrRange, Remedy: "give the reciprocal of its mirror image, or leave it zero"})
			case down.Sign() > 0 && up.Mul(down).Sub(one).Abs().Cmp(decimal.New(1, -2)) > 0:
				l.Add(&target.FieldError{Path: cell(path, j, i), Value: down, Err: target.ErrMismatch, Remedy: "give the reciprocal of its mirror image, or leave it zero"})
			case up.Equal(down):
				a[i][j], a[j][i] = 1, 1
			case up.Cmp(down) > 0:
				a[i][j] = detmath.Float(up)
				a[j][i] = reciprocal(up)
			default:
				a[j][i] = detmath.Float(down)
				a[i][j] = reciprocal(down)
			}
		}
	}
	if l.Len() > before {
		return nil
	}
	return a
}

func cell(path string, i, j int) string { return fmt.Sprintf("%s[%d][%d]", path, i, j) }

func reciprocal(d decimal.Decimal) float64 {
	r := d.Rat()
	f, _ := new(big.Rat).Inv(r).Float64()
	return f
}

// eigenvector returns the principal eigenvector of a positive matrix. Each
// squaring doubles the power of the matrix, whose columns all turn to it.
func eigenvector(a [][]float64) []float64 {
	n := len(a)
	p := make([][]float64, n)
	for i := range p {
		p[i] = slices.Clone(a[i])
	}
	w := make([]float64, n)
	for range 64 {
		var top float64
		for _, row := range p {
			top = max(top, slices.Max(row))
		}
		q := make([][]float64, n)
		for i := range q {
			q[i] = make([]float64, n)
			for j := range n {
				var sum float64
				for k := range n {
					sum += float64(p[i][k] / top * (p[k][j] / top))
				}
				q[i][j] = sum
			}
		}
		p = q
	}
	for i := range w {
		w[i] = detmath.Sum(p[i])
	}
	toShares(w)
	// One more step removes what the squarings have gathered of rounding.
	w = times(a, w)
	toShares(w)
	return w
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

// weigh returns the weights of the children, in their order.
func (w AHP) weigh(l *fault.List, path string, children []node) []float64 {
	before := l.Len()
	at := make(map[string]int, len(w.Order))
	for i, code := range w.Order {
		if _, ok := at[code]; ok {
			l.Add(&target.FieldError{Path: fmt.Sprintf("%s.order[%d]", path, i), Value: code, Err: target.ErrDuplicate})
			continue
		}
		at[code] = i
		if !slices.ContainsFunc(children, func(n node) bool { return n.code == code }) {
			l.Add(&target.FieldError{Path: fmt.Sprintf("%s.order[%d]", path, i), Value: code, Err: target.ErrUnknown, Remedy: "name the codes of the node's children"})
		}
	}
	for _, child := range children {
		if _, ok := at[child.code]; !ok {
			l.Add(&target.FieldError{Path: path + ".order", Value: child.code, Err: target.ErrMissing, Remedy: "name every child of the node"})
		}
	}
	if len(w.Matrix) != len(w.Order) {
		l.Add(&target.FieldError{Path: path + ".matrix", Value: len(w.Matrix), Err: target.ErrMismatch, Remedy: "give as many rows as the order has codes"})
	}
	limit := w.Limit
	if limit.IsZero() {
		limit = decimal.New(1, -1)
	}
	if bounded(l, path+".limit", limit) && limit.Sign() < 0 {
		l.Add(&target.FieldError{Path: path + ".limit", Value: limit, Err: target.ErrRange, Remedy: "give a positive number, or leave it zero for 0.10"})
	}
	if l.Len() > before {
		return nil
	}
	given := judgements(l, path+".matrix", w.Matrix)
	if l.Len() > before {
		return nil
	}
	// The order of the sums decides the last bits: it is that of the children.
	sorted := make([][]float64, len(children))
	for i, child := range children {
		sorted[i] = make([]float64, len(children))
		for j, other := range children {
			sorted[i][j] = given[at[child.code]][at[other.code]]
		}
	}
	c := analyse(sorted)
	if c.Ratio > detmath.Float(limit) {
		l.Add(&target.FieldError{
			Path: path + ".matrix", Value: detmath.Decimal(c.Ratio, 4), Err: target.ErrInfeasible,
			Remedy: "the judgements contradict each other: their consistency ratio is above the limit " + fault.Text(limit),
		})
		return nil
	}
	return c.Weights
}
