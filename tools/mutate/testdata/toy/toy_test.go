package toy_test

import (
	"math/big"
	"testing"

	"github.com/targetcascade/cascade/tools/mutate/testdata/toy"
)

func TestAbs(t *testing.T) {
	if toy.Abs(-3) != 3 || toy.Abs(4) != 4 {
		t.Error("Abs")
	}
}

func TestBetween(t *testing.T) {
	if !toy.Between(1, 1, 2) || toy.Between(0.5, 1, 2) || toy.Between(3, 1, 2) {
		t.Error("Between")
	}
}

func TestSum(t *testing.T) {
	if got := toy.Sum([]int{1, 2, 30}); got != 3 {
		t.Errorf("Sum() = %d", got)
	}
}

func TestAverage(t *testing.T) {
	if got := toy.Average(big.NewRat(1, 2), big.NewRat(3, 2)); got.Cmp(big.NewRat(1, 1)) != 0 {
		t.Errorf("Average() = %v", got)
	}
}

func TestGreater(t *testing.T) {
	if got := toy.Greater(2, 3) + toy.Greater(5, 4); got != 8 {
		t.Errorf("Greater(2, 3) + Greater(5, 4) = %d, want 8", got)
	}
}

func TestHalvings(t *testing.T) {
	if got := toy.Halvings(9); got != 4 {
		t.Errorf("Halvings() = %d", got)
	}
}
