package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// suite is the tests of one package, compiled with the mutants of another or
// of its own.
type suite struct {
	path, dir string
	binary    string
	flags     []string
	tests     []*test
}

// test is a top-level test, example or fuzz target with its seeds.
type test struct {
	name    string
	took    time.Duration // processor time without a mutant
	reached []byte        // 1 at the number of each mutant that it reaches
}

func (t *test) reaches(id int) bool { return id < len(t.reached) && t.reached[id] == 1 }

// overlay writes the instrumented files and returns the file that tells the go
// command of them.
func (p *pkg) overlay(work string, record bool) (string, error) {
	name := "run"
	if record {
		name = "record"
	}
	dir := filepath.Join(work, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}

	instead := map[string]string{}
	put := func(original, text string) error {
		to := filepath.Join(dir, filepath.Base(original))
		instead[original] = to
		return os.WriteFile(to, []byte(text), 0o644)
	}

	for _, f := range p.files {
		if err := put(f.name, f.instrumented()); err != nil {
			return "", err
		}
	}

	if err := put(filepath.Join(p.dir, "zz_mutate.go"), p.injected(record)); err != nil {
		return "", err
	}

	text, err := json.Marshal(map[string]any{"Replace": instead})
	if err != nil {
		return "", err
	}

	at := filepath.Join(dir, "overlay.json")
	return at, os.WriteFile(at, text, 0o644)
}

// build compiles the tests of the package at path with the mutants of p and
// records what they reach. It returns nil if the package has no tests. A test that fails
// without a mutant is left out, as one that counts allocations may: the compiler keeps
// other values on the stack where mutants are.
func (p *pkg) build(work, path, dir string, o options) (*suite, error) {
	compile := func(record bool) (string, error) {
		overlay, err := p.overlay(work, record)
		if err != nil {
			return "", err
		}
		binary := filepath.Join(work, fmt.Sprintf("%s-%t.test", strings.ReplaceAll(path, "/", "_"), record))
		cmd := exec.Command("go", "test", "-c", "-vet=off", "-overlay="+overlay, "-o", binary, path)
		cmd.Dir = p.root
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%w: %s", err, out)
		}
		return binary, nil
	}

	recorder, err := compile(true)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(recorder); err != nil {
		return nil, nil
	}

	s := &suite{path: path, dir: dir, binary: recorder}
	if s.binary, err = compile(false); err != nil {
		return nil, err
	}
	if err := s.list(recorder, o); err != nil {
		return nil, err
	}

	var sound []*test
	for _, t := range s.tests {
		reached := filepath.Join(work, "reached")
		if err := os.WriteFile(reached, nil, 0o600); err != nil {
			return nil, err
		}
		r := s.run(recorder, []*test{t}, envReached+"="+reached, limits{time.Hour, time.Hour})
		if !r.failed {
			t.took = r.took
			if t.reached, err = os.ReadFile(reached); err != nil {
				return nil, err
			}
			r = s.run(s.binary, []*test{t}, envActive+"=0", limits{time.Hour, time.Hour})
		}
		if r.failed {
			fmt.Fprintf(os.Stderr, "%s is left out, since it fails without a mutant:\n%s", t.name, r.output)
			continue
		}
		sound = append(sound, t)
	}

	s.tests = sound
	slices.SortStableFunc(s.tests, func(a, b *test) int { return cmp.Compare(a.took, b.took) })
	if o.slow > 0 {
		s.tests = slices.DeleteFunc(s.tests, func(t *test) bool { return t.took > o.slow })
	}
	return s, nil
}

// list finds the tests and the flags that the binary knows.
func (s *suite) list(binary string, o options) error {
	for _, s.flags = range [][]string{
		{fmt.Sprintf("-rapid.checks=%d", o.checks), "-rapid.seed=1", "-rapid.nofailfile", "-rapid.shrinktime=0s"},
		nil,
	} {
		cmd := exec.Command(binary, append([]string{"-test.list=."}, s.flags...)...)
		cmd.Dir = s.dir
		cmd.Env = append(os.Environ(), envReached+"="+os.DevNull)
		out, err := cmd.Output()
		if exit, ok := errors.AsType[*exec.ExitError](err); ok &&
			bytes.Contains(exit.Stderr, []byte("flag provided but not defined")) {
			continue
		}
		if err != nil {
			return err
		}
		for name := range strings.FieldsSeq(string(out)) {
			if !strings.HasPrefix(name, "Benchmark") {
				s.tests = append(s.tests, &test{name: name})
			}
		}
		break
	}
	return nil
}

// rounds are the tests that reach the mutant, in the order in which to run them: those
// that take a moment, those that take a little, the rest.
func (s *suite) rounds(id int) [][]*test {
	var rounds [3][]*test
	var sum time.Duration
	for _, t := range s.tests {
		if !t.reaches(id) {
			continue
		}
		sum += t.took
		switch {
		case sum < 300*time.Millisecond:
			rounds[0] = append(rounds[0], t)
		case sum < 2*time.Second:
			rounds[1] = append(rounds[1], t)
		default:
			rounds[2] = append(rounds[2], t)
		}
	}
	return slices.DeleteFunc(rounds[:], func(r []*test) bool { return len(r) == 0 })
}
