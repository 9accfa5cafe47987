// Package apicheck_test compares the exported API with the one recorded in
// tools/api. The program apidiff reports what breaks users but succeeds all
// the same, so a test reads what it prints.
package apicheck_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	module = "github.com/targetcascade/cascade"
	remedy = "name the change in CHANGELOG.md and record the API anew: bash .ci/api-record"
)

// apidiff builds the program and returns a function that runs it in a
// directory and returns what it prints.
func apidiff(t *testing.T) func(dir string, args ...string) string {
	t.Helper()
	exe := filepath.Join(t.TempDir(), "apidiff.exe")
	if out, err := exec.Command("go", "build", "-o", exe, "golang.org/x/exp/cmd/apidiff").CombinedOutput(); err != nil {
		t.Fatalf("building apidiff: %v\n%s", err, out)
	}

	return func(dir string, args ...string) string {
		t.Helper()
		cmd := exec.Command(exe, args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("apidiff %q: %v\n%s", args, err, out)
		}
		// It says which internal packages it leaves out, which is no finding.
		var found []string
		for line := range strings.Lines(string(out)) {
			if !strings.HasPrefix(line, "Ignoring internal package ") {
				found = append(found, line)
			}
		}
		return strings.TrimSpace(strings.Join(found, ""))
	}
}

func TestNothingBreaks(t *testing.T) {
	root := filepath.Join("..", "..")
	record := filepath.Join("tools", "api", "cascade.api")
	if _, err := os.Stat(filepath.Join(root, record)); errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s: no API is recorded; %s", record, remedy)
	}
	if breaks := apidiff(t)(root, "-m", "-incompatible", record, module); breaks != "" {
		t.Errorf("the exported API breaks its users:\n%s\n\n%s", breaks, remedy)
	}
}

// TestBreakIsSeen guards the gate itself: a change that breaks users is
// printed, and an addition is not.
func TestBreakIsSeen(t *testing.T) {
	run := apidiff(t)
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.org/m\n\ngo 1.26\n")
	write("m.go", "package m\n\nfunc F(x int) int { return x }\n")
	run(dir, "-m", "-w", "old.api", "example.org/m")

	for _, tc := range []struct {
		name, source string
		breaks       bool
	}{
		{"same", "package m\n\nfunc F(x int) int { return x }\n", false},
		{"added", "package m\n\nfunc F(x int) int { return x }\n\nfunc G() {}\n", false},
		{"removed", "package m\n\nfunc G() {}\n", true},
		{"changed", "package m\n\nfunc F(x string) string { return x }\n", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			write("m.go", tc.source)
			out := run(dir, "-m", "-incompatible", "old.api", "example.org/m")
			if got := out != ""; got != tc.breaks {
				t.Errorf("apidiff -incompatible: reports a break = %v, want %v:\n%s", got, tc.breaks, out)
			}
		})
	}
}
