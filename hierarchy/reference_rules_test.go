package hierarchy_test

import (
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/target"
)

// within is the rule with the fields of the rule around it in place of those
// that it does not say, which are nil.
func (r refRule) within(around refRule) refRule {
	if r.weights == nil {
		r.weights, r.offsets = around.weights, around.offsets
	}
	if r.min == nil {
		r.min = around.min
	}
	if r.max == nil {
		r.max = around.max
	}
	if r.stretch == nil {
		r.stretch = around.stretch
	}
	if r.reserve == nil {
		r.reserve = around.reserve
	}
	if r.rounding == 0 {
		r.rounding = around.rounding
	}
	return r
}

func (r refRule) isEmpty() bool {
	return r.weights == nil && r.min == nil && r.max == nil && r.stretch == nil && r.reserve == nil && r.rounding == 0
}

// parents lists the units that divide, with the level whose rule applies to
// their children. A depth of "" is all.
func (r *reference) parents(depth string) map[string]string {
	out := map[string]string{}
	last := slices.Index(levels, depth)
	var walk func(code, level string)
	walk = func(code, level string) {
		family := r.children[code]
		if len(family) == 0 || depth != "" && slices.Index(levels, level) >= last {
			return
		}
		highest := len(levels)
		for _, c := range family {
			highest = min(highest, slices.Index(levels, c.Level))
		}
		out[code] = levels[highest]
		for _, c := range family {
			walk(c.Code, c.Level)
		}
	}
	walk(r.units[0].Code, r.units[0].Level)
	return out
}

// complete gives each unit its rule: its own, completed by that of the level of
// its children, completed by the default.
func (r *reference) complete(byDefault refRule, byLevel, byUnit map[string]refRule, depth string) {
	if byDefault.stretch == nil {
		byDefault.stretch = new(big.Rat)
	}
	if byDefault.reserve == nil {
		byDefault.reserve = new(big.Rat)
	}
	for parent, level := range r.parents(depth) {
		rule := byLevel[level].within(byDefault)
		r.rule[parent] = byUnit[parent].within(rule)
	}
}

// idle reports whether a rule, or a column of its bounds, applies to nobody.
func (r *reference) idle(byDefault refRule, byLevel, byUnit map[string]refRule, total int64, depth string) bool {
	parents := r.parents(depth)
	misses := func(bounds map[string]*big.Rat, of func(parent, level string) bool) bool {
		for parent, level := range parents {
			for _, c := range r.children[parent] {
				if of(parent, level) && bounds[c.Code] != nil {
					return false
				}
			}
		}
		return len(bounds) > 0
	}
	bad := func(rule refRule, of func(parent, level string) bool) bool {
		return misses(rule.min, of) || misses(rule.max, of)
	}

	root := r.units[0].Code
	if v := byDefault.min[root]; v != nil && v.Cmp(rat(total)) > 0 {
		return true
	}
	if v := byDefault.max[root]; v != nil && v.Cmp(rat(total)) < 0 {
		return true
	}
	idle := len(parents) > 0 && bad(byDefault, func(string, string) bool { return true })
	for name, rule := range byLevel {
		reached := false
		for _, level := range parents {
			reached = reached || level == name
		}
		of := func(_, level string) bool { return level == name }
		idle = idle || !reached || rule.isEmpty() || bad(rule, of)
	}
	for code, rule := range byUnit {
		_, reached := parents[code]
		of := func(parent, _ string) bool { return parent == code }
		idle = idle || !reached || rule.isEmpty() || bad(rule, of)
	}
	return idle
}

// refused are the errors for what applies to nobody.
var refused = []error{target.ErrMismatch, target.ErrRequired}
