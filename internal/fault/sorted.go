package fault

import (
	"cmp"
	"slices"
)

// Sorted gathers problems that are found in no particular order and reports
// them by key, so that the order of an input does not show. The zero Sorted is
// empty and ready to use; it keeps a bounded number of problems.
type Sorted struct {
	faults []keyed
	more   int
}

type keyed struct {
	key string
	err error
}

// Add adds a problem under its key, most often the code of the element; nil is
// ignored.
func (s *Sorted) Add(key string, err error) {
	if err == nil {
		return
	}
	s.faults = append(s.faults, keyed{key, err})
	if len(s.faults) >= 4*maxFaults {
		s.trim()
	}
}

// Drop counts n problems that are not kept.
func (s *Sorted) Drop(n int) { s.more += n }

// Len returns the number of problems that were added.
func (s *Sorted) Len() int { return len(s.faults) + s.more }

// Err returns nil if nothing was added, and otherwise the problems by key, as
// [List.Err] does.
func (s *Sorted) Err() error {
	s.trim()
	var l List
	for _, f := range s.faults {
		l.Add(f.err)
	}
	l.more += s.more
	return l.Err()
}

func (s *Sorted) trim() {
	slices.SortFunc(s.faults, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.err.Error(), b.err.Error()))
	})
	if len(s.faults) > maxFaults {
		s.more += len(s.faults) - maxFaults
		clear(s.faults[maxFaults:])
		s.faults = s.faults[:maxFaults]
	}
}
