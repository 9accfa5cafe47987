package target

import (
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// MaxDigits is the greatest number of digits that a figure has before the
// decimal point, and the greatest number that it has after it.
const MaxDigits = fixed.Digits

// Problems gathers everything that is wrong with an input, so that a caller
// learns it all at once. All packages of this module use it, and an own rule or
// method can use it too. The zero Problems is empty and ready to use.
//
//	var p target.Problems
//	at := p.At("options")
//	at.Field("share").Between(o.Share, decimal.Zero, one)
//	for code, weight := range o.Weights {
//		at.Field("weights").Key(code).NonNegative(weight)
//	}
//	return p.Err()
//
// Problems keeps the first 50 problems and counts the others. It is not safe for
// concurrent use.
type Problems struct {
	// ByPath orders the problems by their paths. The default is the order in
	// which they are found. Set it before the first problem if the input has no
	// order, as a map.
	ByPath bool

	list   fault.List
	sorted fault.Sorted
}

// At returns the place at which a path begins: an argument or its name, such as
// "options". The empty path is the input itself.
func (p *Problems) At(path string) Place { return Place{problems: p, path: fault.At(path)} }

// Add adds the problems of an error, as [Place.Add] does, without a path before
// theirs.
func (p *Problems) Add(err error) bool { return p.At("").Add(err) }

// Len returns the number of problems.
func (p *Problems) Len() int { return p.list.Len() + p.sorted.Len() }

// Full reports whether no further problem will be kept. If so, it counts one.
// Ask it before an expensive check, whose problem would be dropped:
//
//	if !p.Full() {
//		at.Report(value, target.ErrInvalid, remedy())
//	}
//
// Problems with ByPath are never full.
func (p *Problems) Full() bool { return !p.ByPath && p.list.Full() }

// Err returns nil if there is no problem, the problem itself if there is one,
// and otherwise an error that prints one problem a line and that [AllErrors]
// takes apart. Encoding/json writes it as a list.
func (p *Problems) Err() error {
	if p.ByPath {
		return p.sorted.Err()
	}
	return p.list.Err()
}

func (p *Problems) add(path string, err error) {
	if p.ByPath {
		p.sorted.Add(path, err)
	} else {
		p.list.Add(err)
	}
}
