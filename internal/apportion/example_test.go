package apportion_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/targetcascade/cascade/internal/apportion"
)

// Four states of the Census Bureau's example share twenty seats.
func ExampleDivider_Words() {
	var d apportion.Divider
	weights := []int64{2560, 3315, 995, 5012}
	shares := make([]int64, len(weights))
	for _, m := range []apportion.Method{apportion.LargestRemainder, apportion.Jefferson, apportion.Hill} {
		o, err := d.Words(shares, 20, weights, nil, nil, m)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(m, shares, o.Won)
	}
	// Output:
	// largest remainder [4 6 2 8] 2
	// Jefferson [4 6 1 9] 0
	// Hill [4 6 2 8] 0
}

// The first claim may have five at most; the other two tie for the last quantum.
func ExampleDivider_Words_bounds() {
	var d apportion.Divider
	shares := make([]int64, 3)
	most := []int64{5, math.MaxInt64, math.MaxInt64}
	o, err := d.Words(shares, 10, []int64{800, 100, 100}, nil, most, apportion.Webster)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(shares, o.Bounds)
	fmt.Println("tied:", o.Tied, "served:", o.Win)

	_, err = d.Words(shares, 10, []int64{800, 100, 100}, nil, []int64{3, 3, 3}, apportion.Webster)
	if e, ok := errors.AsType[*apportion.InfeasibleError](err); ok {
		fmt.Println(e)
	}
	// Output:
	// [5 3 2] [AtMax Free Free]
	// tied: [1 2] served: 1
	// apportion: maxima fall short of the total: 9 < 10: claims 0, 1, 2
}

func ExampleBig() {
	total, ok := new(big.Int).SetString("100000000000000000000000000001", 10)
	if !ok {
		fmt.Println("not a number")
		return
	}
	shares, o, err := apportion.Big(
		total,
		[]*big.Int{big.NewInt(1), big.NewInt(1)},
		nil,
		nil,
		apportion.LargestRemainder,
	)
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(shares, o.Tied, o.Win)
	// Output:
	// [50000000000000000000000000001 50000000000000000000000000000] [0 1] 1
}
