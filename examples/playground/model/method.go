package model

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// MethodInfo is a method as the page offers it.
type MethodInfo struct {
	Key   string            `json:"key"`
	Name  string            `json:"name"`
	Says  string            `json:"says"`
	Reads map[string]string `json:"reads"` // which of weights, second and share it reads, with what each is called
}

// A method is one of the library's, made from a rule, with the Go code that
// makes it. In the code $weights, $second, $share and $rest stand for the rule's
// columns and percentages.
type method struct {
	MethodInfo
	law  target.Law
	make func(columns map[string]hierarchy.Column, r Rule, share decimal.Decimal) hierarchy.Method
	code string
}

var methods = []method{
	{
		MethodInfo{"proportional", "In proportion", "Quotas are in proportion to a figure.", reads("weights", "to")},
		target.Sum,
		func(c map[string]hierarchy.Column, r Rule, _ decimal.Decimal) hierarchy.Method {
			return hierarchy.Proportional(c[r.Weights])
		},
		"hierarchy.Proportional($weights)",
	},
	{
		MethodInfo{
			"blend", "A blend of two figures", "A part of the amount goes by one figure, the rest by another.",
			reads("weights", "first", "second", "second", "share", "goes by the first"),
		},
		target.Sum,
		func(c map[string]hierarchy.Column, r Rule, share decimal.Decimal) hierarchy.Method {
			return hierarchy.Blend(
				hierarchy.Part{Weight: share, Method: hierarchy.Proportional(c[r.Weights])},
				hierarchy.Part{Weight: hundred.Sub(share), Method: hierarchy.Proportional(c[r.Second])},
			)
		},
		"hierarchy.Blend(\n\t\t" +
			"hierarchy.Part{Weight: number(\"$share\"), Method: hierarchy.Proportional($weights)},\n\t\t" +
			"hierarchy.Part{Weight: number(\"$rest\"), Method: hierarchy.Proportional($second)},\n\t)",
	},
	{
		MethodInfo{
			"increment", "What each has, and a share of the rest", "Each keeps what it has. What is still missing is shared in proportion.",
			reads("weights", "each has", "second", "rest in proportion to"),
		},
		target.Sum,
		func(c map[string]hierarchy.Column, r Rule, _ decimal.Decimal) hierarchy.Method {
			return hierarchy.Increment(c[r.Weights], c[r.Second])
		},
		"hierarchy.Increment($weights, $second)",
	},
	{
		MethodInfo{
			"converge", "Converging on equal quotas", "Quotas move from proportional towards equal ones.",
			reads("weights", "from", "share", "of the way to equal"),
		},
		target.Sum,
		converge, "hierarchy.Converge($weights, number(\"$share\").Shift(-2))",
	},
	{
		MethodInfo{
			"means", "Mean of past shares", "The shares that units had in two past periods are averaged.",
			reads("weights", "in", "second", "and"),
		},
		target.Sum,
		func(c map[string]hierarchy.Column, r Rule, _ decimal.Decimal) hierarchy.Method {
			return hierarchy.MeanOfRatios(c[r.Weights], c[r.Second])
		},
		"hierarchy.MeanOfRatios($weights, $second)",
	},
	{
		MethodInfo{"shift", "The same number more", "Each is asked for the same number more than a figure.", reads("weights", "than")},
		target.Sum,
		shift, "hierarchy.Shift($weights)",
	},
	{
		MethodInfo{"equal", "Equal quotas", "Every member gets the same quota.", reads()},
		target.Sum,
		func(map[string]hierarchy.Column, Rule, decimal.Decimal) hierarchy.Method { return hierarchy.Equal() },
		"hierarchy.Equal()",
	},
	{
		MethodInfo{"scale", "The same multiple", "Every density is multiplied by the same number.", reads("weights", "of")},
		target.WeightedMean,
		func(c map[string]hierarchy.Column, r Rule, _ decimal.Decimal) hierarchy.Method {
			return hierarchy.Scale(c[r.Weights])
		},
		"hierarchy.Scale($weights)",
	},
	{
		MethodInfo{"shift", "The same number more", "Each is asked for the same number more than a figure.", reads("weights", "than")},
		target.WeightedMean, shift, "hierarchy.Shift($weights)",
	},
	{
		MethodInfo{
			"converge", "Converging on the same density", "Densities move from their own towards the nation's.",
			reads("weights", "from", "share", "of the way"),
		},
		target.WeightedMean,
		converge, "hierarchy.Converge($weights, number(\"$share\").Shift(-2))",
	},
	{
		MethodInfo{"uniform", "The same for all", "Every unit gets the nation's own target.", reads()},
		target.WeightedMean,
		func(map[string]hierarchy.Column, Rule, decimal.Decimal) hierarchy.Method { return hierarchy.Uniform() },
		"hierarchy.Uniform()",
	},
}

func converge(c map[string]hierarchy.Column, r Rule, share decimal.Decimal) hierarchy.Method {
	return hierarchy.Converge(c[r.Weights], share.Shift(-2))
}

func shift(c map[string]hierarchy.Column, r Rule, _ decimal.Decimal) hierarchy.Method {
	return hierarchy.Shift(c[r.Weights])
}

// reads makes a map of its arguments, which are keys and values in turn.
func reads(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

func methodsOf(law target.Law) []MethodInfo {
	var infos []MethodInfo
	for _, m := range methods {
		if m.law == law {
			infos = append(infos, m.MethodInfo)
		}
	}
	return infos
}

func findMethod(law target.Law, key string) (method, bool) {
	for _, m := range methods {
		if m.law == law && m.Key == key {
			return m, true
		}
	}
	return method{}, false
}

// source is the Go code of the method.
func (m method) source(r Rule) string {
	share, rest := r.Share, ""
	if d, err := parse(r.Share); err == nil && d.Valid {
		share, rest = plain(d.Decimal), plain(hundred.Sub(d.Decimal))
	}
	return strings.NewReplacer("$weights", r.Weights, "$second", r.Second, "$share", share, "$rest", rest).Replace(m.code)
}

// A rounding is one of the library's, with its name in Go.
type rounding struct {
	name, code string
	rounding   hierarchy.Rounding
}

var roundings = []rounding{
	{"largest remainder", "hierarchy.LargestRemainder", hierarchy.LargestRemainder},
	{"Webster", "hierarchy.Webster", hierarchy.Webster},
	{"Jefferson", "hierarchy.Jefferson", hierarchy.Jefferson},
	{"Adams", "hierarchy.Adams", hierarchy.Adams},
	{"Hill", "hierarchy.Hill", hierarchy.Hill},
	{"Dean", "hierarchy.Dean", hierarchy.Dean},
}

func findRounding(name string) (rounding, bool) {
	for _, r := range roundings {
		if r.name == name {
			return r, true
		}
	}
	return rounding{}, false
}
