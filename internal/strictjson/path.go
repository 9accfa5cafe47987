package strictjson

import (
	"strconv"

	"github.com/targetcascade/cascade/internal/fault"
)

const clipped = 80 // bytes of a name or a value that an error quotes

// path is the place of a value: a field, an element or a key of what stands
// above it. It is only written out for an error.
type path struct {
	up    *path
	name  string
	index int
	form  step
}

type step uint8

const (
	named   step = iota // .name
	indexed             // [1]
	keyed               // ["name"]
)

func (p *path) String() string {
	if p == nil {
		return ""
	}
	above := p.up.String()
	switch p.form {
	case indexed:
		return above + "[" + strconv.Itoa(p.index) + "]"
	case keyed:
		return above + "[" + strconv.Quote(fault.Clip(p.name, clipped)) + "]"
	}
	if above == "" {
		return fault.Clip(p.name, clipped)
	}
	return above + "." + fault.Clip(p.name, clipped)
}
