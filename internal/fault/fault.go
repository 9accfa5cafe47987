// Package fault is the engine behind target.Problems: it gathers the problems
// of one input, writes the paths at which they are, and keeps every text short.
package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

const (
	maxFaults  = 50   // problems that an error keeps; the rest is counted
	maxText    = 4000 // bytes of an error's text
	maxProblem = 1000 // bytes of the text of one of several problems
)

// List gathers problems in the order in which they are added. The zero List is
// empty and ready to use.
type List struct {
	errs []error
	more int
}

// Add appends a problem; nil is ignored. After the first 50 problems only
// their number is kept.
func (l *List) Add(err error) {
	switch {
	case err == nil:
	case len(l.errs) == maxFaults:
		l.more++
	default:
		l.errs = append(l.errs, err)
	}
}

// Full reports whether the list is full; if it is, Full counts one dropped
// problem. Call it before an error is made that would be dropped.
func (l *List) Full() bool {
	if len(l.errs) < maxFaults {
		return false
	}
	l.more++
	return true
}

// Drop counts n problems that are not kept.
func (l *List) Drop(n int) { l.more += n }

// Len returns the number of problems that were added.
func (l *List) Len() int { return len(l.errs) + l.more }

// Err returns nil for an empty list, the problem itself if there is one, and
// otherwise a [*Joined] of all that were kept.
func (l *List) Err() error {
	switch {
	case l.Len() == 0:
		return nil
	case l.Len() == 1 && len(l.errs) == 1:
		return l.errs[0]
	}
	return &Joined{errs: l.errs[:len(l.errs):len(l.errs)], more: l.more}
}

// Joined is an error that reports several problems.
type Joined struct {
	errs []error
	more int
}

// Unwrap returns the problems that were kept.
func (j *Joined) Unwrap() []error { return j.errs }

// Dropped returns the number of problems that were not kept.
func (j *Joined) Dropped() int { return j.more }

// Error prints one problem a line and the number of those left out.
func (j *Joined) Error() string {
	var b strings.Builder
	left := len(j.errs) + j.more
	fmt.Fprintf(&b, "%d problems:", left)

	for _, err := range j.errs {
		text := Clip(err.Error(), maxProblem)
		if b.Len()+len(text) > maxText-40 {
			break
		}
		b.WriteString("\n")
		b.WriteString(text)
		left--
	}

	if left > 0 {
		fmt.Fprintf(&b, "\nand %d more", left)
	}
	return b.String()
}

// MarshalJSON writes the problems that were kept as a list. A problem that has
// no JSON of its own is written as {"problem": text}.
func (j *Joined) MarshalJSON() ([]byte, error) {
	list := make([]any, len(j.errs))
	for i, err := range j.errs {
		if m, ok := errors.AsType[errorWithJSON](err); ok {
			list[i] = m
		} else {
			list[i] = map[string]string{"problem": Clip(err.Error(), maxProblem)}
		}
	}
	return json.Marshal(list)
}

type errorWithJSON interface {
	error
	json.Marshaler
}
