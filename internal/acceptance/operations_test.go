package acceptance_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"iter"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// operation is one use of exported functions on plain data. All that it needs
// is in its arguments, so that a test can put anything into any part of them.
type operation struct {
	name string
	args func() any // a pointer to a struct, new each time
	run  func(args any) (any, error)

	// memory is what a call may allocate beside what it is given, 0 for most. It
	// counts what is dropped at once as well as what is kept.
	memory uint64
}

// allocates says that an operation repeats its work as often as it is asked to.
func (o operation) allocates(memory uint64) operation {
	o.memory = memory
	return o
}

func use[A any](name string, args func() A, run func(*A) (any, error)) operation {
	return operation{
		name: name,
		args: func() any { return new(args()) },
		run:  func(a any) (any, error) { return run(a.(*A)) },
	}
}

// operations are uses of every exported function that takes data.
func operations() []operation {
	return slices.Concat(targetOperations(), withinOperations(), hierarchyOperations(), planOperations(),
		reconcileOperations(), systemOperations(), trialOperations(),
		evaluateOperations(), indexOperations(), rankingOperations(), robustOperations(), jsonOperations(),
		keptOperations(), settersOperations())
}

// num reads a figure. The decimal package's own reader obeys a switch.
func num(s string) decimal.Decimal {
	before, after, _ := strings.Cut(s, ".")
	m, ok := new(big.Int).SetString(before+after, 10)
	if !ok {
		panic("not a figure: " + s)
	}
	return decimal.NewFromBigInt(m, -int32(len(after)))
}

// nums reads figures from one text.
func nums(s string) []decimal.Decimal {
	var out []decimal.Decimal
	for f := range strings.FieldsSeq(s) {
		out = append(out, num(f))
	}
	return out
}

func some(s string) decimal.NullDecimal { return decimal.NewNullDecimal(num(s)) }

// gaps reads figures from one text, a dash being a gap.
func gaps(s string) []decimal.NullDecimal {
	var out []decimal.NullDecimal
	for f := range strings.FieldsSeq(s) {
		if f == "-" {
			out = append(out, decimal.NullDecimal{})
		} else {
			out = append(out, some(f))
		}
	}
	return out
}

// years reads a yearly series from one text.
func years(first int, s string) []target.Point {
	var out []target.Point
	for i, v := range nums(s) {
		out = append(out, target.Point{Period: target.Year(first + i), Value: v})
	}
	return out
}

// each collects a sequence, or passes an error on.
func each[V any](s iter.Seq[V], err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return slices.Collect(s), nil
}

// several collects the results of calls, or the first error.
type several struct {
	results []any
	err     error
}

func (s *several) add(v any, err error) {
	if s.err == nil {
		s.err = err
	}
	s.results = append(s.results, v)
}

func (s *several) done() (any, error) {
	if s.err != nil {
		return nil, s.err
	}
	return s.results, nil
}

// dataless are the exported functions and methods that no operation uses. Some take no
// data but their receiver's own; the operations that make the receiver print them.
// Others are attacked by other tests of this package.
var dataless = []string{
	"Error", "Unwrap", "String", "MarshalText", "UnmarshalText", "MarshalJSON", "UnmarshalJSON",
}

// TestOperationsCoverTheLibrary checks that every exported function and method
// is called in an operation, so that the hostile inputs, the golden run and
// the race detector meet it.
func TestOperationsCoverTheLibrary(t *testing.T) {
	called := map[string]bool{}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}

	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "operations") && e.Name() != "dump_test.go" {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				called[s.Sel.Name] = true
				if x, ok := s.X.(*ast.Ident); ok {
					called[x.Name+"."+s.Sel.Name] = true
				}
			}
			return true
		})
	}

	for _, dir := range packages(t) {
		if dir == "hierarchy/hierarchytest" {
			continue // tests for tests, which report to testing.TB
		}

		_, pkg := parse(t, dir)
		for _, f := range pkg.Funcs {
			if name := pkg.Name + "." + f.Name; !called[name] {
				t.Errorf("%s: no operation calls it", name)
			}
		}

		for _, typ := range pkg.Types {
			for _, f := range typ.Funcs {
				if name := pkg.Name + "." + f.Name; !called[name] {
					t.Errorf("%s: no operation calls it", name)
				}
			}
			for _, m := range typ.Methods {
				if !ast.IsExported(typ.Name) || slices.Contains(dataless, m.Name) || called[m.Name] {
					continue
				}
				t.Errorf("%s.%s.%s: no operation calls it", pkg.Name, typ.Name, m.Name)
			}
		}
	}
}

// TestOperations checks that the operations themselves are in order: none
// fails, and each changes nothing that it was given.
func TestOperations(t *testing.T) {
	seen := map[string]bool{}
	for _, op := range operations() {
		if seen[op.name] {
			t.Errorf("%s is there twice", op.name)
		}
		seen[op.name] = true
		args := op.args()
		before := text(args)
		if _, err := op.run(args); err != nil {
			t.Errorf("%s: %v", op.name, err)
		}
		if after := text(args); after != before {
			t.Errorf("%s changed its arguments:\n%s\nbefore:\n%s", op.name, after, before)
		}
	}
}

// column is a sequence for Tree.Column.
func column(figures map[string]decimal.Decimal) iter.Seq2[string, decimal.Decimal] {
	return maps.All(figures)
}
