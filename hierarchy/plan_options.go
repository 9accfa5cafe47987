package hierarchy

// Options returns the options that the plan was made with, from which [Cascade]
// makes it again. Those of a plan by [Plan.ReviseTo] are complete: with what it took
// over from the plan before, and with methods that divide by the former quotas. A
// plan by [Strictest] has those of its first line. Of a plan of [Reconcile] they are
// only its bounds, holds, basis and last level: [Plan.Reconciliation] has the rest.
func (p *Plan) Options() Options {
	if p == nil {
		return Options{}
	}
	if p.lines != nil {
		p = p.lines[0]
	}
	return p.options.clone()
}

// Before returns the plan that this one revises, nil for a plan that [Plan.Revise]
// and [Plan.ReviseTo] did not make.
func (p *Plan) Before() *Plan {
	if p == nil {
		return nil
	}
	return p.before
}
