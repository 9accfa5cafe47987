package hierarchy_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func ExampleApportion() {
	// Five seats among three, and one of them has at least two.
	a, err := hierarchy.Apportion(decimal.New(5, 0), []hierarchy.Party{
		{Weight: decimal.New(60, 0)},
		{Weight: decimal.New(30, 0)},
		{Weight: decimal.New(10, 0), Min: decimal.NewNullDecimal(decimal.New(2, 0))},
	}, hierarchy.ApportionOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Shares, a.Bounds)
	// Output:
	// [2 1 2] [free free at minimum]
}

func ExampleApportion_money() {
	// 100 yuan among three, to the fen: two fen tie for one place.
	a, err := hierarchy.Apportion(decimal.New(100, 0), []hierarchy.Party{
		{Weight: decimal.New(1, 0)}, {Weight: decimal.New(1, 0)}, {Weight: decimal.New(1, 0)},
	}, hierarchy.ApportionOptions{Quantum: decimal.New(1, -2)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Shares, "tied:", a.Tied, "won:", a.Won)
	// Output:
	// [33.34 33.33 33.33] tied: [0 1 2] won: 1
}

func ExampleApportion_errors() {
	_, err := hierarchy.Apportion(decimal.New(10, 0), []hierarchy.Party{
		{Weight: decimal.New(800, 0), Max: decimal.NewNullDecimal(decimal.New(3, 0))},
		{Weight: decimal.New(100, 0), Max: decimal.NewNullDecimal(decimal.New(3, 0))},
	}, hierarchy.ApportionOptions{Rounding: hierarchy.Jefferson})
	fmt.Println(errors.Is(err, target.ErrInfeasible))
	fmt.Println(err)
	// Output:
	// true
	// total 10 cannot be met: maxima fall short of the total, at least 0, at most 6 (claims[0], claims[1])
}

func ExampleRounding() {
	claims := []hierarchy.Party{{Weight: decimal.New(53, 0)}, {Weight: decimal.New(24, 0)}, {Weight: decimal.New(23, 0)}}
	for _, r := range []hierarchy.Rounding{hierarchy.LargestRemainder, hierarchy.Webster, hierarchy.Jefferson, hierarchy.Adams} {
		a, err := hierarchy.Apportion(decimal.New(7, 0), claims, hierarchy.ApportionOptions{Rounding: r})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r, a.Shares)
	}
	// Output:
	// largest remainder [4 2 1]
	// Webster [3 2 2]
	// Jefferson [4 2 1]
	// Adams [3 2 2]
}
