// Package golden tests what the example programs print against files in
// testdata. With the flag -update it writes these files anew.
package golden

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/examples/internal/page"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Check fails the test unless the result prints what is in testdata: its first
// page in name.text.golden, everything in name.all.golden, and its values in
// name.json.golden. No line may be too wide, and the first page must fit a screen.
func Check(t testing.TB, name string, r page.Result) {
	t.Helper()
	for _, format := range []string{"text", "all", "json"} {
		var got bytes.Buffer
		if err := page.Write(&got, format, r); err != nil {
			t.Fatal(err)
		}
		same(t, name+"."+format, got.String())
		if lines := strings.Count(got.String(), "\n"); format == "text" && lines > page.Rows {
			t.Errorf("the first page has %d lines, want at most %d", lines, page.Rows)
		}
	}
	Fits(t, r.Text())
	Fits(t, r.Page())
}

// same fails the test unless text is what is in testdata/name.golden.
func same(t testing.TB, name, text string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("%s mismatch (-want +got):\n%s", file, diff)
	}
}

// Fits fails the test if a line of the text is wider than a page. Chinese
// characters take two columns.
func Fits(t testing.TB, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		width := 0
		for _, r := range strings.TrimSuffix(line, "\n") {
			width++
			if r >= 0x2E80 {
				width++
			}
		}
		if width > page.Columns {
			t.Errorf("%d columns: %s", width, line)
		}
	}
}
