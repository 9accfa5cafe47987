// Package quadratic finds, exactly, the numbers nearest to given ones among all that
// satisfy linear constraints.
//
// A [Problem] asks for the x that minimises a sum of weighted squares of linear
// forms, subject to linear equations and inequalities:
//
//	minimise    Σ w·(a·x − c)²
//	subject to  d·x = l,  d·x ≤ l  or  d·x ≥ l
//
// All coefficients are fractions, and so is the answer. It is for problems of up
// to some hundred variables and constraints, where it takes from milliseconds to
// a few seconds. Package leastchange solves the same problem on a tree with a
// million units.
//
// # How it is done
//
// The method begins with the minimum without constraints. It adds the violated
// constraints one by one: each pulls the answer to where it holds with equality.
// A constraint that then pulls the wrong way, so that its multiplier has the wrong
// sign, is dropped on the way. The objective grows with every constraint that is added,
// so that no set of them comes twice. This is the dual active-set method (Goldfarb and
// Idnani, A numerically stable dual method for solving strictly convex quadratic
// programs, Mathematical Programming 27, 1983).
//
//  1. The method runs in floating point. Its result is only a guess: which
//     constraints hold with equality, or which contradict each other.
//  2. The guess is solved in exact fractions: the linear system of the active
//     constraints by lifting modulo powers of a prime (Dixon, Exact solution of
//     linear equations using p-adic expansions, Numerische Mathematik 40, 1982).
//  3. The conditions of optimality of Karush, Kuhn and Tucker are checked in
//     fractions. If one fails, the constraint concerned enters or leaves the set.
//  4. If that does not end within a few rounds, the method runs again with a thousand
//     bits. If that fails too, it runs in exact fractions, where it always ends.
//
// The answer does not depend on which of these ways found it: the minimum is
// unique, or [Solve] returns an [*UndeterminedError].
//
// # Contradictions
//
// If the constraints contradict each other, the method ends with one violated
// constraint whose coefficients are a combination of linearly independent active
// ones. The constraints in that combination contradict each other, and they are
// a minimal set: without any of them, the others can be met. [*InfeasibleError]
// holds them with the factors of the combination, which prove the contradiction
// (Farkas 1902).
package quadratic
