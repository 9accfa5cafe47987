package trial

import (
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

const (
	mostValues     = 100_000    // of one parameter, or of all together
	mostPlaces     = 30         // of a parameter
	mostParameters = 5          // of a candidate
	mostOutcomes   = 100_000    // of a trial
	mostQuotas     = 50_000_000 // of all outcomes of a trial
)

// Spec is a trial: a target, the rules that could share it, and the figures by which the
// results are judged. If a column is not given, what needs it is absent.
type Spec struct {
	Tree       *hierarchy.Tree
	Target     target.Target
	Basis      hierarchy.Column // of a weighted mean, as hierarchy.Options has it
	Candidates []Candidate
	Measures   []Measure
	// Level is the level whose units are compared, the last one if empty. Memo and
	// Residual units are not compared.
	Level string

	// Start is what each unit has without the target: emissions of the base year, patents
	// in force. The effort of a unit is the quota less Start if higher is better, and Start
	// less the quota if lower is better. Without Start, and for a Growth or a Reduction, it
	// is the quota alone. For a weighted mean, quota × basis / Per takes the place of the
	// quota.
	Start  hierarchy.Column
	Heads  hierarchy.Column // population, for efforts per head
	Output hierarchy.Column // output or income of a unit, for efforts per output
	Last   hierarchy.Column // quotas of last year
	// Least and Most are the least and the greatest feasible quota of each unit.
	Least, Most hierarchy.Column
	// Digits is the number of significant digits of measures and quotients; 0 means
	// 16.
	Digits int
}

// Result has an outcome for each candidate and each list of values of its parameters: in the
// order of the candidates, and of one candidate with the last parameter changing fastest.
type Result struct {
	Measures []string // their names, in the order of the spec
	Outcomes []*Outcome

	better []target.Direction
	frame  *frame
}

// Run cascades the target by every candidate, and measures the outcomes. A candidate that
// has no answer makes an outcome with an error, so that infeasible rules are shown beside
// the others.
//
// Efforts are exact; measures are exact fractions or correctly rounded
// ([Distribution]).
//
// Run returns an error if:
//   - the tree is nil, the target is not valid or the level is unknown;
//   - there is no candidate, a name is empty or given twice, or a family lacks parameters or Vary;
//   - a parameter has no name, From is not below To, or steps or places are out of range;
//   - the values of all parameters make more than 100,000 outcomes, or more than 50 million quotas;
//   - a measure has no statistic, an own one no name, or a name is given twice;
//   - a column is of another tree, or options have a basis of their own;
//   - no unit is compared, or one lacks a figure of Basis, Start, Heads or Output;
//   - a figure of Heads or Output is not positive.
func Run(s Spec) (*Result, error) {
	f, err := s.frame()
	if err != nil {
		return nil, err
	}

	r := &Result{frame: f}
	for _, m := range s.Measures {
		r.Measures = append(r.Measures, m.name())
		r.better = append(r.better, m.better())
	}
	for _, c := range s.Candidates {
		prepared, err := f.prepare(c)
		for values := range c.grid() {
			o := &Outcome{Candidate: c.Name, Values: values, Err: err, frame: f}
			o.run(c, prepared)
			taken := measuring{o, map[Base]*Distribution{}}
			for _, m := range s.Measures {
				o.Measures = append(o.Measures, taken.measure(m))
			}
			r.Outcomes = append(r.Outcomes, o)
		}
	}
	return r, nil
}

// prepare checks the cascade of a candidate.
func (f *frame) prepare(c Candidate) (*hierarchy.Prepared, error) {
	options := c.Options
	if options.Basis.Len() > 0 {
		var p target.Problems
		at := p.At("options.basis")
		at.Report(options.Basis.Name(), target.ErrMismatch, "give the basis in the spec of the trial")
		return nil, p.Err()
	}
	options.Basis = f.spec.Basis
	if err := refuseExempt(options); err != nil {
		return nil, err
	}
	return hierarchy.Prepare(f.spec.Tree, f.spec.Target, options)
}

// refuseExempt reports units that are exempt: every unit of a trial is compared.
func refuseExempt(o hierarchy.Options) error {
	var p target.Problems
	if len(o.Exempt) > 0 {
		remedy := "every unit is compared: leave the exemptions out, or hold the units"
		p.At("options.exempt").Report(o.Exempt[0].Unit, target.ErrMismatch, remedy)
	}
	return p.Err()
}
