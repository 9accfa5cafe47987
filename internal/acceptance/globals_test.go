package acceptance_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// switches are the package-level variables of the decimal package, each with a
// way to turn it that returns the way back.
var switches = map[string]func() func(){
	"DivisionPrecision/none": turn(&decimal.DivisionPrecision, 0),
	"DivisionPrecision/low":  turn(&decimal.DivisionPrecision, 1),
	"DivisionPrecision/high": turn(&decimal.DivisionPrecision, 60),

	"PowPrecisionNegativeExponent/low":  turn(&decimal.PowPrecisionNegativeExponent, 1),
	"PowPrecisionNegativeExponent/high": turn(&decimal.PowPrecisionNegativeExponent, 60),

	"MarshalJSONWithoutQuotes": turn(&decimal.MarshalJSONWithoutQuotes, true),
	"TrimTrailingZeros":        turn(&decimal.TrimTrailingZeros, false),
	"UseScientificNotation":    turn(&decimal.UseScientificNotation, true),
	"ExpMaxIterations":         turn(&decimal.ExpMaxIterations, 1),
	"MaxDecodeExponent/low":    turn(&decimal.MaxDecodeExponent, 1),
	"MaxDecodeExponent/none":   turn(&decimal.MaxDecodeExponent, 0),
}

func turn[T any](at *T, to T) func() func() {
	return func() func() {
		was := *at
		*at = to
		return func() { *at = was }
	}
}

// TestSwitches checks that no switch of the decimal package moves a digit of
// the golden run, with the others and, in full, alone.
func TestSwitches(t *testing.T) {
	want := golden()
	check := func(t *testing.T) {
		t.Helper()
		for family, got := range golden() {
			for line, rest := range lines(want[family], got) {
				t.Errorf("golden() changed: %s became %s", line, rest)
			}
		}
	}

	together := map[string][]string{
		"low": {
			"DivisionPrecision/low", "PowPrecisionNegativeExponent/low", "MarshalJSONWithoutQuotes",
			"TrimTrailingZeros",
			"UseScientificNotation", "ExpMaxIterations", "MaxDecodeExponent/low",
		},
		"high": {"DivisionPrecision/high", "PowPrecisionNegativeExponent/high", "MaxDecodeExponent/none"},
	}

	if *full {
		for name := range switches {
			together[name] = []string{name}
		}
	}

	for group, names := range together {
		t.Run(group, func(t *testing.T) {
			for _, name := range names {
				defer switches[name]()()
			}
			check(t)
		})
	}
}

// lines yields the first lines that differ.
func lines(want, got string) func(func(string, string) bool) {
	return func(yield func(string, string) bool) {
		a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
		shown := 0
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				if shown++; shown > 5 || !yield(a[i], b[i]) {
					return
				}
			}
		}
		if len(a) != len(b) {
			yield("", "another number of lines")
		}
	}
}

// TestSwitchesAreAll checks against the decimal package's source that it has no
// other exported variable than those that are turned here.
func TestSwitchesAreAll(t *testing.T) {
	out, err := exec.CommandContext(
		t.Context(), "go", "list", "-f", "{{.Dir}}", "github.com/shopspring/decimal",
	).Output()
	if err != nil {
		t.Skipf("the source of the decimal package cannot be found here: %v", err)
	}

	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "*.go"))
	if err != nil {
		t.Fatal(err)
	}

	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}

		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}

		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					if !name.IsExported() || name.Name == "Zero" {
						continue // Zero is a number, and not to be written to
					}
					found++
					if !turned(name.Name) {
						t.Errorf("%s: no test turns it", name.Name)
					}
				}
			}
		}
	}

	if found == 0 {
		t.Error("no variable found")
	}
}

func turned(name string) bool {
	for s := range switches {
		if s == name || strings.HasPrefix(s, name+"/") {
			return true
		}
	}
	return false
}
