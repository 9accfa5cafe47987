module github.com/targetcascade/cascade/tools/solvers

go 1.26.0

replace github.com/targetcascade/cascade => ../..

require (
	github.com/shopspring/decimal v1.6.0
	github.com/targetcascade/cascade v0.0.0-00010101000000-000000000000
	gonum.org/v1/gonum v0.17.0
)

require golang.org/x/exp v0.0.0-20261014143641-f0251eb4aa3e // indirect
