package index_test

import "github.com/targetcascade/cascade/internal/testkit"

var (
	dec     = testkit.Dec
	maybe   = testkit.Null
	figures = testkit.Nulls
)
