package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// site is a stretch of a file that has mutants. Sites nest as the syntax does.
type site struct {
	lo, hi int
	inside []*site
	// emit returns what stands for the stretch in the instrumented file. In the branch
	// that is active without a mutant the sites inside are instrumented too. In the others
	// they are as written, since at most one mutant is active. Without that the text would
	// grow exponentially with the depth.
	emit func(s *site, f *file) string
}

// nest orders the sites of the file as a tree.
func (f *file) nest(flat []*site) {
	slices.SortStableFunc(flat, func(a, b *site) int {
		return cmp.Or(cmp.Compare(a.lo, b.lo), cmp.Compare(b.hi, a.hi))
	})
	var open []*site
	for _, s := range flat {
		for len(open) > 0 && open[len(open)-1].hi < s.hi {
			open = open[:len(open)-1]
		}
		for len(open) > 0 && open[len(open)-1].hi <= s.lo {
			open = open[:len(open)-1]
		}
		if len(open) == 0 {
			f.sites = append(f.sites, s)
		} else {
			top := open[len(open)-1]
			top.inside = append(top.inside, s)
		}
		open = append(open, s)
	}
}

// text is the source from lo to hi with the sites among those given that lie
// between instrumented.
func (f *file) text(lo, hi int, sites []*site) string {
	var b strings.Builder
	at := lo
	for _, s := range sites {
		if s.lo < at || s.hi > hi {
			continue
		}
		b.Write(f.source[at:s.lo])
		b.WriteString(s.emit(s, f))
		at = s.hi
	}
	b.Write(f.source[at:hi])
	return b.String()
}

// instrumented is the whole file.
func (f *file) instrumented() string { return f.text(0, len(f.source), f.sites) }

// original is the stretch of the site with what is inside instrumented.
func (s *site) original(f *file) string { return f.text(s.lo, s.hi, s.inside) }

// choose emits a truth value that has other forms. Of the operands one form
// alone is evaluated.
func choose(ids []int, others []string) func(*site, *file) string {
	return func(s *site, f *file) string {
		var b strings.Builder
		b.WriteString("(")
		for _, id := range ids {
			fmt.Fprintf(&b, "!mutant__(%d) && ", id)
		}
		fmt.Fprintf(&b, "(%s)", s.original(f))
		for i, id := range ids {
			fmt.Fprintf(&b, " || mutant__(%d) && (%s)", id, others[i])
		}
		b.WriteString(")")
		return b.String()
	}
}

// flip emits a truth value that a mutant negates.
func flip(id int) func(*site, *file) string {
	return func(s *site, f *file) string { return fmt.Sprintf("((%s) != mutant__(%d))", s.original(f), id) }
}

// omit emits a statement that a mutant leaves out.
func omit(id int) func(*site, *file) string {
	return func(s *site, f *file) string { return fmt.Sprintf("if !mutant__(%d) { %s }", id, s.original(f)) }
}

// replace emits a statement that a mutant exchanges for another.
func replace(id int, other string) func(*site, *file) string {
	return func(s *site, f *file) string {
		return fmt.Sprintf("if mutant__(%d) { %s } else { %s }", id, other, s.original(f))
	}
}

// called emits a function called at once, for a statement that stands where no
// other than a simple one may.
func called(emit func(*site, *file) string) func(*site, *file) string {
	return func(s *site, f *file) string { return "func() { " + emit(s, f) + " }()" }
}

// span is a stretch of a file.
type span struct{ lo, hi int }

// helped emits a call of an injected function with the operands as arguments.
func helped(helper string, id int, prefix string, operands ...span) func(*site, *file) string {
	return func(s *site, f *file) string {
		var b strings.Builder
		fmt.Fprintf(&b, "%s(%d", helper, id)
		for i, o := range operands {
			b.WriteString(", ")
			if i == 0 {
				b.WriteString(prefix)
			}
			fmt.Fprintf(&b, "(%s)", f.text(o.lo, o.hi, s.inside))
		}
		b.WriteString(")")
		return b.String()
	}
}
