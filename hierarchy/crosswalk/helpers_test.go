package crosswalk_test

import (
	"maps"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

var d = testkit.Dec

func figures(pairs ...string) map[string]decimal.Decimal {
	m := map[string]decimal.Decimal{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = d(pairs[i+1])
	}
	return m
}

func column(t testing.TB, tree *hierarchy.Tree, m map[string]decimal.Decimal) hierarchy.Column {
	t.Helper()
	c, err := tree.Column(maps.All(m))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func with(m map[string]decimal.Decimal, code, figure string) map[string]decimal.Decimal {
	m = maps.Clone(m)
	m[code] = d(figure)
	return m
}

// paths are the places of all problems of an error, in order.
func paths(t testing.TB, err error) string {
	t.Helper()
	var all []string
	for _, e := range target.AllErrors(err) {
		all = append(all, e.Path)
	}
	return strings.Join(all, " ")
}

func rat(n int64) *big.Rat { return big.NewRat(n, 1) }
