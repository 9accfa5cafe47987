// Package solvers compares [hierarchy.Reconcile] with two usual ways to solve the same
// problem. They are a dense and a sparse solver of the normal equations, in floating
// point.
//
// A [Problem] has a figure pᵢ and a weight wᵢ for every unit of a tree. Its solution is the
// figures xᵢ that minimise Σ wᵢ·(xᵢ − pᵢ)², with every parent the sum of its children. With b
// for the figures of the leaves, and S for the matrix that adds them up, x = S·b and
//
//	SᵀWS·b = SᵀW·p
//
// [Problem.Dense] makes the matrix SᵀWS and factorises it. [Problem.Sparse] never makes it: it
// multiplies by S and Sᵀ in turn. [Problem.Reconcile] asks the library. The test of the package
// says that the three agree, and its benchmark how long they take:
//
//	go test -C tools/solvers -run '^$' -bench . -count 5
package solvers
