package acceptance_test

import (
	"go/doc"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// readmeName is a name of a package in the text of the README: `package.Name`, with a
// method or a field after it, and perhaps arguments.
var readmeName = regexp.MustCompile("`([a-z]+)\\.([A-Z]\\w*)(?:\\.([A-Z]\\w*))?[^`\n]*`")

// TestReadmeNames looks up each name that the README says, so that an answer to
// "How do I" does not lead nowhere.
func TestReadmeNames(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	dirs := map[string]string{}
	for _, dir := range packages(t) {
		dirs[filepath.Base(dir)] = dir
	}

	found := 0
	for _, m := range readmeName.FindAllStringSubmatch(string(text), -1) {
		dir, ok := dirs[m[1]]
		if !ok {
			continue // of the standard library
		}
		found++
		c := docs{t: t, pkg: &doc.Package{}}
		recv, name := m[2], m[3]
		if name == "" {
			recv, name = "", m[2]
		}
		if !c.exists(dir, recv, name) {
			t.Errorf("README.md: %s is not in %s", strings.Trim(m[0], "`"), dir)
		}
	}
	if found < 20 {
		t.Errorf("README.md: %d names found; is the pattern right?", found)
	}
}

// TestReadmeCase checks that the worked case of the README is part of the example
// that runs with the tests.
func TestReadmeCase(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile(filepath.Join(root, "example_test.go"))
	if err != nil {
		t.Fatal(err)
	}

	_, rest, _ := strings.Cut(string(readme), "```go\n")
	code, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("README.md has no block of Go")
	}
	indented := "\t" + strings.ReplaceAll(strings.TrimSuffix(code, "\n"), "\n", "\n\t")
	if !strings.Contains(string(example), indented) {
		t.Error("README.md: the worked case is not a part of example_test.go")
	}
}

// readmeExample is a row of the README's table of examples with a line of their output.
var readmeExample = regexp.MustCompile("(?m)^\\| \\[(\\w+)\\]\\(examples/\\w+\\) \\|.*\\| `([^`]+)` \\|$")

// TestReadmeExamples checks that each line of an example is in its output, but for the
// number of spaces.
func TestReadmeExamples(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}

	found := 0
	for _, m := range readmeExample.FindAllStringSubmatch(string(readme), -1) {
		name, line := m[1], m[2]
		if strings.HasPrefix(line, "go run ") {
			continue
		}
		found++
		files, err := filepath.Glob(filepath.Join(root, "examples", name, "testdata", "*.golden"))
		if err != nil {
			t.Fatal(err)
		}
		isPrinted := func(file string) bool {
			text, err := os.ReadFile(file)
			return err == nil && strings.Contains(spaced(string(text)), spaced(line))
		}
		if !slices.ContainsFunc(files, isPrinted) {
			t.Errorf("README.md: %q is not in the output of %s", line, name)
		}
	}
	if found < 8 {
		t.Errorf("README.md: %d lines of examples found; is the pattern right?", found)
	}
}

// spaced puts one space between words.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }
