package solvers

import (
	"errors"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Dense solves the problem by the Cholesky factors of SᵀWS, a matrix of all pairs of leaves.
func (p *Problem) Dense() ([]float64, error) {
	inner := len(p.Parent) - p.Leaves
	normal := mat.NewSymDense(p.Leaves, nil)
	right := mat.NewVecDense(p.Leaves, nil)

	// A unit adds its weight to every pair of its leaves, which follow each other.
	upper, weighted := normal.RawSymmetric(), right.RawVector().Data
	first, after := p.spans()
	for i, variance := range p.Variances {
		w := 1 / float64(variance)
		from, to := first[i]-inner, after[i]-inner
		for leaf := from; leaf < to; leaf++ {
			weighted[leaf] += w * float64(p.Figures[i])
			floats.AddConst(w, upper.Data[leaf*upper.Stride+leaf:leaf*upper.Stride+to])
		}
	}

	var factors mat.Cholesky
	if !factors.Factorize(normal) {
		return nil, errors.New("solvers: the normal equations are singular")
	}
	leaves := mat.NewVecDense(p.Leaves, nil)
	if err := factors.SolveVecTo(leaves, right); err != nil {
		return nil, err
	}

	x := make([]float64, len(p.Parent))
	copy(x[inner:], leaves.RawVector().Data)
	p.addUp(x)
	return x, nil
}

// spans returns the first leaf of each unit, and the one after its last.
func (p *Problem) spans() (first, after []int) {
	n := len(p.Parent)
	first, after = make([]int, n), make([]int, n)
	for i := n - 1; i >= 0; i-- {
		if i >= n-p.Leaves {
			first[i], after[i] = i, i+1
		}
		if i > 0 {
			parent := p.Parent[i]
			first[parent] = first[i]
			after[parent] = max(after[parent], after[i])
		}
	}
	return first, after
}

// addUp makes every parent the sum of its children.
func (p *Problem) addUp(x []float64) {
	clear(x[:len(x)-p.Leaves])
	for i := len(x) - 1; i > 0; i-- {
		x[p.Parent[i]] += x[i]
	}
}
