package acceptance_test

import (
	"go/doc"
	"os"
	"path/filepath"
	"regexp"
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
