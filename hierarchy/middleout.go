package hierarchy

import (
	"fmt"
	"iter"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// CascadeAll cascades several targets over one tree, each with the options that
// a function gives for it, and returns their plans in order.
//
// CascadeAll returns the errors of all targets that fail, each under the code of
// its target, and then no plans.
func CascadeAll(tree *Tree, targets iter.Seq[target.Target], options func(target.Target) Options) ([]*Plan, error) {
	var plans []*Plan
	var faults fault.List
	for t := range targets {
		plan, err := Cascade(tree, t, options(t))
		if err != nil {
			faults.Add(fmt.Errorf("targets[%s]: %w", quote(t.Code), err))
		}
		plans = append(plans, plan)
	}
	if faults.Len() > 0 {
		return nil, faults.Err()
	}
	return plans, nil
}

// MiddleOut plans from the figures of the units in the middle of a tree, in two
// steps:
//
//  1. The figures are rolled up to the target's unit. Its value becomes the result,
//     rounded to the quantum with halves away from zero. The value of t is not used.
//  2. The target is handed down from there, with each of the figures held.
//
// MiddleOut returns the errors of [RollUp] and of [Cascade]. It also returns an error
// if the figures make none for the target's unit, or if one of them is not a multiple
// of the quantum.
func MiddleOut(tree *Tree, t target.Target, figures Column, o Options) (*Plan, error) {
	up, err := RollUp(t.Indicator.Kind, figures, o.Basis)
	if err != nil {
		return nil, err
	}
	value, ok := up.At(t.Unit)
	if !ok {
		return nil, &target.FieldError{
			Path: figurePath(t.Unit), Err: target.ErrMissing,
			Remedy: "give figures for all units of one level below it",
		}
	}
	if err := t.Indicator.Validate(); err != nil {
		return nil, err
	}
	step := fixed.NewQuantum(t.Indicator.EffectiveQuantum())
	num, den := step.Ratio(value)
	t.Value = step.Times(fixed.DivHalfUp(num, den))
	o = o.clone()
	for u, v := range figures.All() {
		if u.Code != t.Unit && u.Role != Memo {
			o.Holds = append(o.Holds, Hold{Unit: u.Code, Value: v, Reason: "where the plan starts from", Start: true})
		}
	}
	return Cascade(tree, t, o)
}
