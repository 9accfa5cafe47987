package hierarchy

import "github.com/targetcascade/cascade/target"

// reviseNearest is [Plan.ReviseTo] of a reconciled plan: the same figures are
// reconciled again.
func (p *Plan) reviseNearest(t target.Target, o Options) (*Plan, error) {
	var problems target.Problems
	at := problems.At("options")
	rule := at.Field("rule")
	r := o.Rule
	const none = "leave it out: a reconciled plan has bounds and holds, and no other rules"
	for _, field := range []struct {
		name  string
		given bool
	}{
		{"method", r.Method != nil},
		{"stretch", r.Stretch.Valid},
		{"reserve", r.Reserve.Valid},
		{"rounding", r.Rounding != 0},
	} {
		if field.given {
			rule.Field(field.name).Report(nil, target.ErrInvalid, none)
		}
	}
	if len(o.Levels) > 0 {
		at.Field("levels").Report(nil, target.ErrInvalid, none)
	}
	if len(o.Units) > 0 {
		at.Field("units").Report(nil, target.ErrInvalid, none)
	}
	taken, err := p.takeOver(t, o)
	problems.Add(err)
	if problems.Len() > 0 {
		return nil, problems.Err()
	}

	out := p.nearest.options.clone()
	r = r.within(Rule{Min: out.Min, Max: out.Max})
	out.Min, out.Max = r.Min, r.Max
	if o.Basis.given() {
		out.Basis = o.Basis
	}
	if o.LastLevel != "" {
		out.LastLevel = o.LastLevel
	}
	out.Holds = append(o.clone().Holds, taken...)
	if out.Target != nil && t.Value.Equal(p.target.Value) {
		t.Value = p.nearest.value
	}
	revised, err := reconcile(p.tree, t, p.nearest.proposals, out, p)
	if err != nil {
		return nil, err
	}
	revised.before = p
	revised.keepTaken(taken)
	return revised, nil
}
