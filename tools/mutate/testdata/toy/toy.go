// Package toy has mutants of every kind whose fates are known.
package toy

import "math/big"

const limit = 2 * 5

// Abs returns |x|. At zero both branches agree.
func Abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

// Between reports whether lo ≤ x ≤ hi.
func Between[T int | float64](x, lo, hi T) bool { return lo <= x && x <= hi }

// Sum adds up what is below the limit.
func Sum(xs []int) (total int) {
	for i := 0; i < len(xs); i++ {
		if !(xs[i] >= limit) {
			total += xs[i]
		}
	}
	return total
}

// Average returns the mean of two numbers.
func Average(a, b *big.Rat) *big.Rat {
	sum := new(big.Rat).Add(a, b)
	return sum.Quo(sum, big.NewRat(2, 1))
}

// Halvings returns how often n can be halved before it is nothing.
func Halvings(n int) (steps int) {
	for n > 0 {
		n /= 2
		steps++
	}
	return steps
}

// Greater returns the greater of two numbers. Where they are equal, either is.
func Greater(a, b int) int {
	if a > b { //mutate:equal a >= b: of two equal numbers either is returned
		return a
	}
	return b
}

// Unused is not tested.
func Unused(n uint) int { return 1<<n + 1 }
