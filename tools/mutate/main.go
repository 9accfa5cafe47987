// Mutate tests the tests: it changes the library in one small place at a time,
// a mutant, and looks whether a test fails. Run it from the root of the library:
//
//	go run -C tools ./mutate -pkg ./internal/fixed,./target
//
// The flag -files picks files of the packages by name, as in -files '^plan_' for the plan
// of ./hierarchy.
//
// For each package it prints how many mutants there are, and how many and what share of
// them the tests kill. A test kills by a failure, or by running into a limit of time or
// memory. Then it prints each mutant that survives, or that no test reaches, with its
// place and what became of the source.
//
// All mutants of a package are compiled into one test binary ("mutant schemata": Untch,
// Offutt and Harrold 1993), through an overlay, so that the work tree is not touched. A
// variable of the environment picks the mutant that is active. A first binary records
// which tests reach which mutants. A mutant is run against those alone, the quickest
// first. Properties are checked with a fixed seed, so that two runs agree. The tests are
// those of the package; the flag -importers adds those of packages that import it, as in
// -importers acceptance.
//
// The mutants are:
//
//	boundaries       < ↔ <=, > ↔ >=
//	negations        == ↔ !=, < ↔ >=, > ↔ <=, && ↔ ||, !x → x
//	arithmetic       + ↔ -, * ↔ /, % → *, ++ ↔ --, -x → x
//	methods          of decimals and of big numbers that do the same: Add ↔ Sub and so on
//	left out         an assignment, or a call that stands alone
//	flipped          a truth value that is returned
//
// Constants are not mutated.
//
// A mutant that no test can tell from the original is marked beside the code,
// with the reason, and is not run:
//
//	//mutate:equal a.Sign() <= 0: zero leaves no remainder to round
//	if a.Sign() < 0 {
//
// It needs a POSIX shell, for the limits.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// options are what the flags say.
type options struct {
	dir     string
	jobs    int
	checks  int
	slow    time.Duration
	again   string
	files   *regexp.Regexp
	imports *regexp.Regexp
}

func main() {
	var o options

	patterns := flag.String(
		"pkg", "./target/...,./hierarchy/...,./evaluate/...,./ranking/...,./internal/...",
		"packages to mutate, separated by commas",
	)
	out := flag.String("o", "", "file to write to, else standard output")
	list := flag.Bool("n", false, "list the mutants and run nothing")
	flag.StringVar(&o.dir, "C", "..", "directory of the module, which the packages are relative to")
	flag.IntVar(&o.jobs, "j", 2, "mutants to run at once")
	flag.IntVar(&o.checks, "checks", 300, "checks of each property, of which rapid makes a fifth in short mode")
	flag.DurationVar(
		&o.slow, "slow", 0, "leave out tests that take longer than this, 0 for none; their mutants may survive",
	)
	pattern := func(to **regexp.Regexp) func(string) error {
		return func(value string) (err error) {
			*to, err = regexp.Compile(value)
			return err
		}
	}
	flag.Func("files", "mutate only the files whose name matches this regular expression", pattern(&o.files))
	flag.Func(
		"importers", "run what survives against the tests of the packages that import it and whose path "+
			"matches this regular expression, which takes long", pattern(&o.imports),
	)
	flag.StringVar(&o.again, "again", "", "output of an earlier run: run only what survived then, and add up")
	flag.Parse()

	if err := run(o, strings.Split(*patterns, ","), *list, *out); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(o options, patterns []string, list bool, out string) error {
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return err
	}

	o.dir = dir
	pkgs, err := load(dir, patterns)
	if err != nil {
		return err
	}

	var text bytes.Buffer
	for _, p := range pkgs {
		p.find(o.files)
		if list {
			for _, m := range p.mutants {
				fmt.Fprintln(&text, m)
			}
			continue
		}

		var before *report
		if o.again != "" {
			if before, err = readReport(o.again, p.rel); err != nil {
				return err
			}
		}

		began := time.Now()
		if err := p.test(o, before); err != nil {
			return fmt.Errorf("%s: %w", p.rel, err)
		}

		p.report(before).write(&text)
		fmt.Fprintf(os.Stderr, "%s: %d mutants in %v\n", p.rel, len(p.mutants), time.Since(began).Round(time.Second))
	}

	if out == "" {
		_, err = os.Stdout.Write(text.Bytes())
		return err
	}

	return os.WriteFile(out, text.Bytes(), 0o644)
}
