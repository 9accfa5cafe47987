package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What is left alive in the toy package, and how many are not.
const toyReport = `mutate/testdata/toy: 23 mutants, 17 killed, 2 timed out, 3 survived, 1 not covered, score 82.6 %
mutate/testdata/toy/toy.go:10:7: x < 0 → x <= 0 [survived]
mutate/testdata/toy/toy.go:17:71: x <= hi → x < hi [survived]
mutate/testdata/toy/toy.go:22:14: xs[i] >= limit → xs[i] > limit [survived]
mutate/testdata/toy/toy.go:53:39: 1<<n + 1 → 1<<n - 1 [not covered]
`

func TestToy(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	o := options{dir: "..", jobs: 2, checks: 5}
	if err := run(o, []string{"./mutate/testdata/toy"}, false, out); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != toyReport {
		t.Errorf("got\n%s\nwant\n%s", got, toyReport)
	}

	// An earlier run that left one more alive ends in the same figures.
	o.again = filepath.Join(t.TempDir(), "earlier")
	earlier := strings.Replace(
		toyReport, "17 killed, 2 timed out, 3 survived", "16 killed, 2 timed out, 4 survived", 1,
	) +
		"mutate/testdata/toy/toy.go:23:4: total += xs[i] → left out [survived]\n"
	if err := os.WriteFile(o.again, []byte(earlier), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(o, []string{"./mutate/testdata/toy"}, false, out); err != nil {
		t.Fatal(err)
	}
	if got, err = os.ReadFile(out); err != nil {
		t.Fatal(err)
	}
	if string(got) != toyReport {
		t.Errorf("again: got\n%s\nwant\n%s", got, toyReport)
	}
}

func TestFiles(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	o := options{dir: "..", files: regexp.MustCompile("^other")}
	if err := run(o, []string{"./mutate/testdata/toy"}, true, out); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if err != nil || len(got) > 0 {
		t.Errorf("no file matches, run(…) lists %q, %v", got, err)
	}
}
