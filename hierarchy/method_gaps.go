package hierarchy

import (
	"github.com/targetcascade/cascade/target"
)

// gaps reports every unit for which a column has no figure although the method
// needs one: the members of the family that are not held.
func (f *family) gaps(m claimer) error {
	var p target.Problems
	for _, in := range m.inputs() {
		if in.every && !in.column.figures.Full() {
			f.gapsOf(&p, "", in)
		}
	}
	return p.Err()
}

func (f *family) gapsOf(p *target.Problems, path string, in input) {
	at := p.At(in.pathBelow(path))
	for k := range f.n {
		place := f.place(k)
		if _, held := f.held[place]; held || in.column.has(place) || f.role(k) == Residual {
			continue
		}
		at.Field("figures").Key(f.tree.units[place].Code).Report(nil, target.ErrMissing,
			"give a figure of "+in.column.label("the column")+" for it, or roll the column up from below")
	}
}

// pathBelow returns the path of an input below that of its method.
func (in input) pathBelow(method string) string {
	switch {
	case method == "":
		return in.path
	case in.path == "":
		return method
	}
	return method + "." + in.path
}

// checkGaps reports the gaps of all columns in all families of a plan, by the rule
// that asks for the column.
func (p *Plan) checkGaps(problems *target.Problems) {
	asked := map[*rule]bool{}
	for _, r := range p.rules() {
		for _, in := range r.inputs() {
			if in.every && !in.column.figures.Full() {
				asked[r] = true
			}
		}
	}
	if len(asked) == 0 {
		return
	}

	e := &engine{Plan: p}
	reach := p.reach()
	for at := p.root; at < len(reach); at++ {
		if !reach[at] || !p.divides(at) {
			continue
		}
		f := e.family(at)
		if !asked[f.rule] {
			continue
		}
		for _, in := range f.rule.inputs() {
			if in.every && !in.column.figures.Full() {
				f.gapsOf(problems, f.rule.source.method, in)
			}
		}
	}
}

// rules returns the rules of a plan.
func (p *Plan) rules() []*rule {
	all := []*rule{p.rule}
	for _, r := range p.byLevel {
		if r != nil {
			all = append(all, r)
		}
	}
	for _, r := range p.byUnit {
		all = append(all, r)
	}
	return all
}
