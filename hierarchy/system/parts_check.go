package system

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// check checks everything that can be seen before dividing, and collects units,
// totals and holds.
func (d *divider) check() error {
	var p target.Problems
	place := p.At("parts")
	p.At("identity").Required(d.identity != "", "name it, so that explanations can")
	place.Required(len(d.parts) > 0, "give the parts of the whole")
	if !d.checkWhole(p.At("whole")) {
		return p.Err()
	}

	sum, codes := decimal.Decimal{}, map[string]bool{}
	for j, part := range d.parts {
		at := place.Index(j)
		d.checkTarget(at.Field("target"), part.Target)
		if codes[part.Target.Code] {
			at.Field("target").Field("code").Duplicate(part.Target.Code)
		}
		codes[part.Target.Code] = true
		d.checkColumns(at, part)
	}
	if p.Len() > 0 {
		return p.Err()
	}

	for j, part := range d.parts {
		sum = sum.Add(part.Target.Value)
		d.checkHolds(place.Index(j).Field("holds"), j)
	}
	if want := d.totals[d.units[0]]; !sum.Equal(want) {
		place.Report(sum, target.ErrMismatch, "the targets of the parts must add up to "+fixed.Plain(want))
	}
	return p.Err()
}

// checkWhole checks the plan of the whole. It reports whether parts can be compared
// with it.
func (d *divider) checkWhole(at target.Place) bool {
	if !at.Required(d.whole.Len() > 0, "make one by Cascade") {
		return false
	}
	t := d.whole.Target()
	if t.Indicator.Kind.Law() != target.Sum {
		at.Field("target").Field("indicator").Field("kind").Report(t.Indicator.Kind, target.ErrKind,
			"parts add up only for a kind that adds up")
		return false
	}
	if t.EffectiveComparator() == target.Within {
		at.Field("target").Report(
			t.Value, target.ErrKind, "a range cannot be divided into parts: divide a target at one end",
		)
		return false
	}

	d.tree, d.totals = d.whole.Tree(), map[int]decimal.Decimal{}
	d.holds = make([]map[int]hierarchy.Hold, len(d.parts))
	d.quotas = make([]map[int]decimal.Decimal, len(d.parts))
	sound := true
	for q := range d.whole.All() {
		i, _ := d.tree.Index(q.Unit.Code)
		d.units = append(d.units, i)
		d.totals[i] = q.Value
		sound = at.Field("quotas").Key(q.Unit.Code).NonNegative(q.Value) && sound
	}
	return sound
}

func (d *divider) checkTarget(at target.Place, t target.Target) {
	whole := d.whole.Target()
	if !at.Add(t.Validate()) {
		return
	}

	at.Field("value").NonNegative(t.Value)
	if t.Unit != whole.Unit {
		at.Field("unit").Report(t.Unit, target.ErrMismatch, "must be the unit of the whole, "+whole.Unit)
	}
	if t.Indicator.Kind != whole.Indicator.Kind {
		at.Field("indicator").Field("kind").Report(t.Indicator.Kind, target.ErrMismatch,
			"must be that of the whole, "+whole.Indicator.Kind.String())
	}

	step, want := t.Indicator.EffectiveQuantum(), whole.Indicator.EffectiveQuantum()
	if !step.Equal(want) {
		at.Field("indicator").Field("quantum").Report(step, target.ErrMismatch,
			"must be that of the whole, "+fixed.Plain(want))
	} else if _, ok := fixed.NewQuantum(step).Count(t.Value); !ok {
		at.Field("value").Report(t.Value, target.ErrQuantum, "must be a multiple of "+fixed.Plain(step))
	}

	if t.Period != whole.Period {
		at.Field("period").Report(t.Period, target.ErrMismatch, "must be that of the whole, "+whole.Period.String())
	}
	if t.EffectiveComparator() == target.Within {
		at.Report(t.Value, target.ErrKind, "a range cannot be a part: give a target at one end")
	}
}

func (d *divider) checkColumns(at target.Place, part Part) {
	for _, c := range []struct {
		name     string
		column   hierarchy.Column
		required bool
	}{{"weights", part.Weights, true}, {"min", part.Min, false}, {"max", part.Max, false}} {
		place := at.Field(c.name)
		switch tree := c.column.Tree(); {
		case tree == nil && c.required:
			place.Required(false, "give a column of the plan's tree")
		case tree != nil && tree != d.tree:
			place.Report(c.column.Name(), target.ErrMismatch, "must be a column of the plan's tree")
		case c.required:
			d.checkWeights(place, c.column)
		}
	}
}

func (d *divider) checkWeights(at target.Place, weights hierarchy.Column) {
	for _, i := range d.units[1:] {
		code := d.tree.UnitAt(i).Code
		if w, ok := weights.FigureAt(i); !ok {
			at.Key(code).Report(nil, target.ErrMissing, "give a weight for the unit, 0 for none")
		} else {
			at.Key(code).NonNegative(w)
		}
	}
}

func (d *divider) checkHolds(at target.Place, j int) {
	quantum := d.parts[j].Target.Indicator.EffectiveQuantum()
	step := fixed.NewQuantum(quantum)
	d.holds[j] = map[int]hierarchy.Hold{}

	for k, h := range d.parts[j].Holds {
		place := at.Index(k)
		i, known := d.tree.Index(h.Unit)
		if _, reached := d.totals[i]; !known || !reached || i == d.units[0] {
			place.Field("unit").Report(h.Unit, target.ErrUnknown, "must be a unit to which the whole is divided")
			continue
		}
		if _, twice := d.holds[j][i]; twice {
			place.Field("unit").Duplicate(h.Unit)
			continue
		}

		if !h.Until.IsZero() || h.Start {
			place.Report(nil, target.ErrInvalid, "leave until and start out: a hold of a part is without end")
		}
		if place.Field("value").NonNegative(h.Value) {
			if _, ok := step.Count(h.Value); !ok {
				place.Field("value").Report(h.Value, target.ErrQuantum, "must be a multiple of "+fixed.Plain(quantum))
			}
		}

		d.holds[j][i] = h
	}
}
