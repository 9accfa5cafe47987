package model

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// MethodInfo is a method as the page offers it.
type MethodInfo struct {
	Key   string            `json:"key"`
	Name  string            `json:"name"`
	Says  string            `json:"says"`
	Reads map[string]string `json:"reads"` // what it reads of weights, second and share, and what each is called
}

// A method is one of the library's, made from a rule, with the Go code that
// makes it. In the code $weights, $second, $share and $rest stand for the rule's
// columns and percentages.
type method struct {
	law  target.Law
	info MethodInfo
	make maker
	code string
}

// A maker makes a method of a rule, whose share has been read.
type maker func(columns map[string]hierarchy.Column, r Rule, share decimal.Decimal) hierarchy.Method

var methods = []method{
	{
		target.Sum,
		MethodInfo{"proportional", "In proportion", "Quotas are in proportion to a figure.", reads("weights", "to")},
		func(c map[string]hierarchy.Column, r Rule, _ decimal.Decimal) hierarchy.Method {
			return hierarchy.Proportional(c[r.Weights])
		},
		"hierarchy.Proportional($weights)",
	},
	{
		target.Sum,
		MethodInfo{
			"blend", "A blend of two figures", "A part of the amount goes by one figure, the rest by another.",
			reads("weights", "first", "second", "second", "share", "goes by the first"),
		},
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
		target.Sum,
		MethodInfo{
			"increment", "What each has, and a share of the rest",
			"Each keeps what it has. What is still missing is shared in proportion.",
			reads("weights", "each has", "second", "rest in proportion to"),
		},
		func(c map[string]hierarchy.Column, r Rule, _ decimal.Decimal) hierarchy.Method {
			return hierarchy.Increment(c[r.Weights], c[r.Second])
		},
		"hierarchy.Increment($weights, $second)",
	},
	{
		target.Sum,
		MethodInfo{
			"converge", "Converging on equal quotas", "Quotas move from proportional towards equal ones.",
			reads("weights", "from", "share", "of the way to equal"),
		},
		converge,
		convergeCode,
	},
	{
		target.Sum,
		MethodInfo{
			"means", "Mean of past shares", "The shares that units had in two past periods are averaged.",
			reads("weights", "in", "second", "and"),
		},
		func(c map[string]hierarchy.Column, r Rule, _ decimal.Decimal) hierarchy.Method {
			return hierarchy.MeanOfRatios(c[r.Weights], c[r.Second])
		},
		"hierarchy.MeanOfRatios($weights, $second)",
	},
	{target.Sum, sameMore, shift, shiftCode},
	{
		target.Sum,
		MethodInfo{"equal", "Equal quotas", "Every member gets the same quota.", reads()},
		func(map[string]hierarchy.Column, Rule, decimal.Decimal) hierarchy.Method { return hierarchy.Equal() },
		"hierarchy.Equal()",
	},
	{
		target.WeightedMean,
		MethodInfo{
			"scale", "The same multiple", "Every density is multiplied by the same number.",
			reads("weights", "of"),
		},
		func(c map[string]hierarchy.Column, r Rule, _ decimal.Decimal) hierarchy.Method {
			return hierarchy.Scale(c[r.Weights])
		},
		"hierarchy.Scale($weights)",
	},
	{target.WeightedMean, sameMore, shift, shiftCode},
	{
		target.WeightedMean,
		MethodInfo{
			"converge", "Converging on the same density", "Densities move from their own towards the nation's.",
			reads("weights", "from", "share", "of the way"),
		},
		converge,
		convergeCode,
	},
	{
		target.WeightedMean,
		MethodInfo{"uniform", "The same for all", "Every unit gets the nation's own target.", reads()},
		func(map[string]hierarchy.Column, Rule, decimal.Decimal) hierarchy.Method { return hierarchy.Uniform() },
		"hierarchy.Uniform()",
	},
}

// Two methods are for sums and for means.
var sameMore = MethodInfo{
	"shift", "The same number more", "Each is asked for the same number more than a figure.", reads("weights", "than"),
}

const (
	shiftCode    = "hierarchy.Shift($weights)"
	convergeCode = `hierarchy.Converge($weights, number("$share").Shift(-2))`
)

func shift(c map[string]hierarchy.Column, r Rule, _ decimal.Decimal) hierarchy.Method {
	return hierarchy.Shift(c[r.Weights])
}

func converge(c map[string]hierarchy.Column, r Rule, share decimal.Decimal) hierarchy.Method {
	return hierarchy.Converge(c[r.Weights], share.Shift(-2))
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
			infos = append(infos, m.info)
		}
	}
	return infos
}

func findMethod(law target.Law, key string) (method, bool) {
	for _, m := range methods {
		if m.law == law && m.info.Key == key {
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
	words := strings.NewReplacer("$weights", r.Weights, "$second", r.Second, "$share", share, "$rest", rest)
	return words.Replace(m.code)
}

// A rounding is one of the library's, with its name in Go.
type rounding struct {
	name, code string
	rounding   apportion.Rounding
}

var roundings = []rounding{
	{"largest remainder", "apportion.LargestRemainder", apportion.LargestRemainder},
	{"Webster", "apportion.Webster", apportion.Webster},
	{"Jefferson", "apportion.Jefferson", apportion.Jefferson},
	{"Adams", "apportion.Adams", apportion.Adams},
	{"Hill", "apportion.Hill", apportion.Hill},
	{"Dean", "apportion.Dean", apportion.Dean},
}

func findRounding(name string) (rounding, bool) {
	for _, r := range roundings {
		if r.name == name {
			return r, true
		}
	}
	return rounding{}, false
}
