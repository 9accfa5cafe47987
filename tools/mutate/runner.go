package main

import (
	"fmt"
	"os"
	"path/filepath"
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
	if !o.imports || !strings.Contains(p.path+"/", "/internal/") {
		return nil
	}

	importers, err := p.importers()
	if err != nil {
		return err
	}

	for _, i := range importers {
		if !slices.ContainsFunc(p.mutants, (*mutant).alive) {
			break
		}
		s, err := p.build(work, i.PkgPath, filepath.Dir(i.GoFiles[0]), o)
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

// importers are the packages of the module that import p.
func (p *pkg) importers() ([]*packages.Package, error) {
	all, err := packages.Load(
		&packages.Config{Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports, Dir: p.root},
		p.module+"/...",
	)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(i *packages.Package) bool {
		return i.Imports[p.path] == nil || i.Name == "main" || len(i.GoFiles) == 0
	}), nil
}
