package apportion_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
)

func ExampleApportion() {
	// Five seats among three, and one of them has at least two.
	a, err := apportion.Apportion(decimal.New(5, 0), []apportion.Party{
		{Weight: decimal.New(60, 0)},
		{Weight: decimal.New(30, 0)},
		{Weight: decimal.New(10, 0), Min: decimal.NewNullDecimal(decimal.New(2, 0))},
	}, apportion.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Shares, a.DecidedBy)
	// Output:
	// [2 1 2] [claim claim minimum]
}

func ExampleApportion_money() {
	// 100 yuan among three, to the fen: two fen tie for one place.
	a, err := apportion.Apportion(decimal.New(100, 0), []apportion.Party{
		{Weight: decimal.New(1, 0)}, {Weight: decimal.New(1, 0)}, {Weight: decimal.New(1, 0)},
	}, apportion.Options{Quantum: decimal.New(1, -2)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Shares, "tied:", a.Tied, "won:", a.Won)
	// Output:
	// [33.34 33.33 33.33] tied: [0 1 2] won: 1
}

func ExampleApportion_errors() {
	_, err := apportion.Apportion(decimal.New(10, 0), []apportion.Party{
		{Weight: decimal.New(800, 0), Max: decimal.NewNullDecimal(decimal.New(3, 0))},
		{Weight: decimal.New(100, 0), Max: decimal.NewNullDecimal(decimal.New(3, 0))},
	}, apportion.Options{Rounding: apportion.Jefferson})
	if e, ok := errors.AsType[*apportion.InfeasibleError](err); ok {
		fmt.Println("parties", e.Parties, "can have at most", e.Most.Decimal, "of", e.Total)
	}
	fmt.Println(err)
	// Output:
	// parties [0 1] can have at most 6 of 10
	// total 10 cannot be met: maxima fall short of the total, at least 0, at most 6 (parties[0], parties[1])
}

func ExampleRounding() {
	parties := []apportion.Party{
		{Weight: decimal.New(53, 0)}, {Weight: decimal.New(24, 0)}, {Weight: decimal.New(23, 0)},
	}
	for _, r := range []apportion.Rounding{
		apportion.LargestRemainder, apportion.Webster, apportion.Jefferson, apportion.Adams,
	} {
		a, err := apportion.Apportion(decimal.New(7, 0), parties, apportion.Options{Rounding: r})
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

func ExampleDecidedBy() {
	seats, err := apportion.Apportion(decimal.New(10, 0), []apportion.Party{
		{Weight: decimal.New(6, 0), Max: decimal.NewNullDecimal(decimal.New(4, 0))},
		{Weight: decimal.New(3, 0)},
		{Weight: decimal.New(1, 0)},
	}, apportion.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, by := range seats.DecidedBy {
		fmt.Println(seats.Shares[i], by, by == apportion.ByMaximum)
	}
	// Output:
	// 4 maximum true
	// 5 claim false
	// 1 claim false
}
