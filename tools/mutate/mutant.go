package main

import (
	"fmt"
	"slices"
	"strings"
)

// fate is what became of a mutant.
type fate int

const (
	survived fate = iota
	notCovered
	killed
	timedOut
	skipped // not run, since an earlier run killed it
	equal   // not run, since the source says that it changes nothing
)

// mutant is one change of the source.
type mutant struct {
	id       int // from 1 within the package
	place    string
	from, to string
	equal    bool // marked in the source
	fate     fate
}

func (m *mutant) String() string { return m.place + ": " + m.from + " → " + m.to }

// add makes the next mutant of the package, at the given offset of the file.
func (p *pkg) add(f *file, offset int, from, to string) int {
	at := p.fset.Position(p.fset.File(f.syntax.Pos()).Pos(offset))
	m := &mutant{
		id:    len(p.mutants) + 1,
		place: fmt.Sprintf("%s:%d:%d", f.rel, at.Line, at.Column),
		from:  brief(from),
		to:    brief(to),
	}
	m.equal = slices.Contains(f.equal[at.Line], m.to)
	p.mutants = append(p.mutants, m)
	return m.id
}

// brief puts source on one line of bearable length.
func brief(source string) string {
	const most = 100
	r := []rune(strings.Join(strings.Fields(source), " "))
	if len(r) > most {
		r = append(r[:most-1], '…')
	}
	return string(r)
}
