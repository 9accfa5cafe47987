package hierarchy

import "strings"

// planCodes makes the codes of a plan's targets, for units in the order of the
// plan. The codes of units that follow each other are cut from one text, and
// siblings share the code of their parent: a plan may have a million targets.
type planCodes struct {
	plan *Plan
	text string // the codes that are made and not yet taken

	parent     int32 // whose code is parentCode; −1 for none
	parentCode string
}

// next returns the code of the target at a place and that of its parent's target.
// The place is not the root's, and the one of the call before is not after it.
func (c *planCodes) next(at int) (code, from string) {
	p := c.plan
	size := len(p.target.Code) + 1 + len(p.tree.units[at].Code)
	if len(c.text) < size {
		c.write(at)
	}
	code, c.text = c.text[:size], c.text[size:]

	if parent := p.tree.parent[at]; parent != c.parent {
		c.parent, c.parentCode = parent, p.codeOf(int(parent))
	}
	return code, c.parentCode
}

// write makes the codes of the units with a quota from a place on.
func (c *planCodes) write(at int) {
	const most = 64 // so that who keeps one target does not keep all codes

	p := c.plan
	units, state := p.tree.units, p.lower.state
	end, size := at, 0
	for n := 0; end < len(state) && n < most; end++ {
		if state[end] != 0 {
			size += len(p.target.Code) + 1 + len(units[end].Code)
			n++
		}
	}

	var b strings.Builder
	b.Grow(size)
	for i := at; i < end; i++ {
		if state[i] != 0 {
			b.WriteString(p.target.Code)
			b.WriteByte('/')
			b.WriteString(units[i].Code)
		}
	}
	c.text = b.String()
}
