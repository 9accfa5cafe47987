package apportion_test

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/testkit"
)

var d = testkit.Dec

func rat(n int64) *big.Rat { return big.NewRat(n, 1) }
