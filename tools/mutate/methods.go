package main

import (
	"fmt"
	"strings"
)

// methodSwap is a method and the one that takes its place.
type methodSwap struct {
	helper        string
	imported      string
	receiver      string
	method, other string
	params        []string
	result        string
}

// methods are the swaps by the full name of the method.
var methods = func() map[string]methodSwap {
	const decimals, big = "github.com/shopspring/decimal", "math/big"
	all := map[string]methodSwap{}
	add := func(imported, receiver, method, other, returns string, params ...string) {
		name := fmt.Sprintf("(%s.%s).%s", imported, receiver[strings.Index(receiver, ".")+1:], method)
		if strings.HasPrefix(receiver, "*") {
			name = fmt.Sprintf("(*%s.%s).%s", imported, receiver[strings.Index(receiver, ".")+1:], method)
		}
		helper := "mutant" + receiver[strings.Index(receiver, ".")+1:] + method + "__"
		all[name] = methodSwap{helper, imported, receiver, method, other, params, returns}
	}
	const d = "decimal.Decimal"
	add(decimals, d, "Add", "Sub", d, d)
	add(decimals, d, "Sub", "Add", d, d)
	add(decimals, d, "Neg", "Copy", d)
	for _, pair := range [][2]string{
		{"LessThan", "LessThanOrEqual"}, {"GreaterThan", "GreaterThanOrEqual"}, {"IsPositive", "IsNegative"},
	} {
		var params []string
		if strings.Contains(pair[0], "Than") {
			params = []string{d}
		}
		add(decimals, d, pair[0], pair[1], "bool", params...)
		add(decimals, d, pair[1], pair[0], "bool", params...)
	}
	for _, z := range []string{"*big.Int", "*big.Rat"} {
		for _, pair := range [][2]string{{"Add", "Sub"}, {"Mul", "Quo"}} {
			add(big, z, pair[0], pair[1], z, z, z)
			add(big, z, pair[1], pair[0], z, z, z)
		}
		add(big, z, "Neg", "Set", z, z)
	}
	add(big, "*big.Int", "Lsh", "Rsh", "*big.Int", "*big.Int", "uint")
	add(big, "*big.Int", "Rsh", "Lsh", "*big.Int", "*big.Int", "uint")
	return all
}()

// source is the injected function.
func (s methodSwap) source() string {
	var params, args []string
	for i, t := range s.params {
		params = append(params, fmt.Sprintf("p%d %s", i, t))
		args = append(args, fmt.Sprintf("p%d", i))
	}

	list := strings.Join(args, ", ")
	receiver := strings.Join(append([]string{"z " + s.receiver}, params...), ", ")
	return fmt.Sprintf(
		"func %s(id int, %s) %s {\n\tif mutant__(id) {\n\t\treturn z.%s(%s)\n\t}\n\treturn z.%s(%s)\n}\n",
		s.helper, receiver, s.result, s.other, list, s.method, list,
	)
}
