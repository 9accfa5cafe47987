package golden_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/examples/internal/golden"
	"github.com/targetcascade/cascade/examples/internal/page"
)

// recorder is a test whose failures are counted.
type recorder struct {
	testing.TB
	failures int
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failures++ }
func (r *recorder) Fatal(...any)          { r.failures++; panic(r) }

// failures is how often f fails its test.
func failures(t *testing.T, f func(testing.TB)) int {
	r := &recorder{TB: t}
	func() {
		defer func() {
			if p := recover(); p != nil && p != any(r) {
				panic(p)
			}
		}()
		f(r)
	}()
	return r.failures
}

type result struct {
	text string
	data any
}

func (r result) Page() string { return r.text }
func (r result) Text() string { return r.text }
func (r result) Data() any    { return r.data }

// set sets the flag -update for the rest of the test.
func set(t *testing.T, value string) {
	t.Helper()
	before := flag.Lookup("update").Value.String()
	t.Cleanup(func() { flag.Set("update", before) })
	if err := flag.Set("update", value); err != nil {
		t.Fatal(err)
	}
}

func TestCheck(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("testdata", 0o755); err != nil {
		t.Fatal(err)
	}

	check := func(r result) int { return failures(t, func(t testing.TB) { golden.Check(t, "x", r) }) }
	first := result{"a\n", 1}
	set(t, "false")
	if got := check(first); got != 1 {
		t.Errorf("%d failures without golden files, want 1", got)
	}
	set(t, "true")
	if got := check(first); got != 0 {
		t.Errorf("%d failures while they are written", got)
	}

	set(t, "false")
	for _, c := range []struct {
		name string
		r    result
		want int
	}{
		{"the same", first, 0},
		{"another page", result{"b\n", 1}, 2},
		{"other data", result{"a\n", 2}, 1},
		{"both, and too wide", result{strings.Repeat("b", 101), 2}, 5},
		{"no screen is so high", result{strings.Repeat("a\n", page.Rows+1), 1}, 3},
		{"no JSON", result{"a\n", func() {}}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := check(c.r); got != c.want {
				t.Errorf("%d failures, want %d", got, c.want)
			}
		})
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       int
	}{
		{"a hundred columns", strings.Repeat("ü", 100) + "\n", 0},
		{"one more", strings.Repeat("ü", 101) + "\n", 1},
		{"fifty Chinese characters", strings.Repeat("码", 50), 0},
		{"one more, twice", strings.Repeat(strings.Repeat("码", 51)+"\n", 2), 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := failures(t, func(t testing.TB) { golden.Fits(t, c.text) }); got != c.want {
				t.Errorf("%d failures, want %d", got, c.want)
			}
		})
	}
}
