package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/tools/go/packages"
)

// test runs the mutants against the tests, or those that an earlier run did not
// kill.
func (p *pkg) test(o options, before *report) error {
	if len(p.mutants) == 0 {
		return nil
	}

	for _, m := range p.mutants {
		m.fate = notCovered
		if before != nil && !before.left[m.String()] {
			m.fate = skipped
		}
		if m.equal {
			m.fate = equal
		}
	}

	work, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}

	defer os.RemoveAll(work)
	own, err := p.build(work, p.path, p.dir, o)
	if err != nil {
		return err
	}

	p.against(own, o)
	if o.imports == nil {
		return nil
	}

	importers, err := p.importers(o.imports)
	if err != nil {
		return err
	}

	for _, i := range importers {
		if !slices.ContainsFunc(p.mutants, (*mutant).alive) {
			break
		}
		s, err := p.build(work, i.path, i.dir, o)
		if err != nil {
			return err
		}
		p.against(s, o)
	}

	return nil
}

func (m *mutant) alive() bool { return m.fate == survived || m.fate == notCovered }

// against runs the mutants that are alive against one suite.
func (p *pkg) against(s *suite, o options) {
	if s == nil {
		return
	}

	next := make(chan *mutant)
	var wg sync.WaitGroup
	for range max(o.jobs, 1) {
		wg.Go(func() {
			for m := range next {
				m.run(s)
			}
		})
	}

	for i, m := range p.mutants {
		if i%200 == 0 {
			fmt.Fprintf(os.Stderr, "%s: %d of %d mutants with the tests of %s\n", p.rel, i, len(p.mutants), s.path)
		}
		if m.alive() {
			next <- m
		}
	}

	close(next)
	wg.Wait()
}

func (m *mutant) run(s *suite) {
	for _, tests := range s.rounds(m.id) {
		m.fate = survived
		var took time.Duration
		for _, t := range tests {
			took += t.took
		}
		r := s.run(s.binary, tests, fmt.Sprintf("%s=%d", envActive, m.id), allowance(took))
		if r.failed {
			m.fate = killed
			if r.late {
				m.fate = timedOut
			}
			return
		}
	}
}

// importer is a package whose code or tests import the one that is mutated.
type importer struct{ path, dir string }

// importers are those of the module whose path matches.
func (p *pkg) importers(matching *regexp.Regexp) ([]importer, error) {
	all, err := packages.Load(
		&packages.Config{Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports, Dir: p.root, Tests: true},
		p.module+"/...",
	)
	if err != nil {
		return nil, err
	}

	var out []importer
	for _, i := range all {
		path := strings.TrimSuffix(i.PkgPath, "_test")
		if i.Imports[p.path] == nil || i.Name == "main" || path == p.path || !matching.MatchString(path) {
			continue
		}
		if one := (importer{path, filepath.Dir(i.GoFiles[0])}); !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	return out, nil
}
