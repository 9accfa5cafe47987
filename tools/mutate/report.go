package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// report is what a run found out about one package.
type report struct {
	pkg                                          string
	total, killed, timedOut, survived, uncovered int
	left                                         map[string]bool // mutants that are alive
	lines                                        []string
}

const (
	headline    = "%s: %d mutants, %d killed, %d timed out, %d survived, %d not covered"
	survivedTag = " [survived]"
	uncovered   = " [not covered]"
)

// report adds up the fates; those of mutants that were not run again are as
// before.
func (p *pkg) report(before *report) *report {
	r := &report{pkg: p.rel}
	if before != nil {
		r.killed, r.timedOut = before.killed, before.timedOut
	}
	for _, m := range p.mutants {
		if m.equal {
			continue
		}

		r.total++
		switch m.fate {
		case killed:
			r.killed++
		case timedOut:
			r.timedOut++
		case survived:
			r.survived++
			r.lines = append(r.lines, m.String()+survivedTag)
		case notCovered:
			r.uncovered++
			r.lines = append(r.lines, m.String()+uncovered)
		}
	}
	return r
}

func (r *report) write(w io.Writer) {
	fmt.Fprintf(w, headline, r.pkg, r.total, r.killed, r.timedOut, r.survived, r.uncovered)
	if r.total > 0 {
		fmt.Fprintf(w, ", score %.1f %%", 100*float64(r.killed+r.timedOut)/float64(r.total))
	}
	fmt.Fprintln(w)
	for _, line := range r.lines {
		fmt.Fprintln(w, line)
	}
}

// readReport reads what an earlier run wrote about the package.
func readReport(name, rel string) (*report, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}

	r := &report{pkg: rel, left: map[string]bool{}}
	inside := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		named, ok := strings.CutSuffix(line, survivedTag)
		if !ok {
			named, ok = strings.CutSuffix(line, uncovered)
		}
		if ok {
			if inside {
				r.left[named] = true
			}
			continue
		}
		if inside = strings.HasPrefix(line, rel+": "); inside {
			form := "%d" + strings.TrimPrefix(headline, "%s: %d")
			counts := strings.TrimPrefix(line, rel+": ")
			_, err := fmt.Sscanf(counts, form, &r.total, &r.killed, &r.timedOut, &r.survived, &r.uncovered)
			if err != nil {
				return nil, fmt.Errorf("%s: %q: %w", name, line, err)
			}
		}
	}

	if r.total == 0 {
		return nil, fmt.Errorf("%s says nothing about %s", name, rel)
	}
	return r, nil
}
