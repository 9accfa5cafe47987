// Package houserules_test holds the library to rules that the compiler, vet
// and staticcheck do not know: exact and reproducible figures, and no contact
// with the world outside.
package houserules_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

const decimals = "github.com/shopspring/decimal"

// forbidden are functions, methods and variables by their full names, with
// what to use.
var forbidden = func() map[string]string {
	m := map[string]string{}
	for _, name := range []string{"Div", "Pow", "Sqrt", "Sin", "Cos", "Tan", "Atan"} {
		m["("+decimals+".Decimal)."+name] = "its precision is a package-level switch: use QuoRem, DivRound or big.Rat"
	}
	m["("+decimals+".Decimal).String"] = "a package-level switch changes it: use StringFixed"
	m[decimals+".Avg"] = "its precision is a package-level switch: add up and DivRound"
	for _, name := range []string{"NewFromString", "RequireFromString", "NewFromFormattedString"} {
		m[decimals+"."+name] = "its range is a package-level switch: use fixed.Parse"
	}
	for _, name := range []string{"NewFromFloat", "NewFromFloat32", "NewFromFloatWithExponent"} {
		m[decimals+"."+name] = "it panics for NaN and infinities, and figures are no floats"
	}
	for _, name := range []string{
		"DivisionPrecision", "PowPrecisionNegativeExponent", "MarshalJSONWithoutQuotes", "ExpMaxIterations",
		"UseScientificNotation", "TrimTrailingZeros", "MaxDecodeExponent",
	} {
		m[decimals+"."+name] = "results do not depend on package-level switches"
	}
	for _, name := range []string{
		"Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cbrt", "Cos", "Cosh", "Erf", "Erfc", "Erfcinv", "Erfinv", "Exp", "Exp2", "Expm1",
		"Gamma", "Hypot", "J0", "J1", "Jn", "Lgamma", "Log", "Log10", "Log1p", "Log2", "Mod", "Pow", "Pow10", "Sin", "Sincos", "Sinh", "Tan", "Tanh",
		"Y0", "Y1", "Yn",
	} {
		m["math."+name] = "its bits are not promised to be the same on every platform: use internal functions"
	}
	return m
}()

// outside are packages that reach beyond the arguments of a function.
var outside = []string{
	"os", "net", "net/http", "os/exec", "io/ioutil", "log", "log/slog", "syscall", "unsafe", "runtime", "math/rand", "flag", "embed", "plugin", "sync",
}

// check returns what breaks the rules in the files of one package.
func check(fset *token.FileSet, files []*ast.File, info *types.Info) []string {
	c := checker{fset: fset, info: info}
	for _, f := range files {
		for _, spec := range f.Imports {
			if path := strings.Trim(spec.Path.Value, `"`); slices.Contains(outside, path) {
				c.report(spec, "import of "+path+": the library is pure")
			}
		}
		ast.Inspect(f, c.visit)
	}
	return c.found
}

type checker struct {
	fset  *token.FileSet
	info  *types.Info
	found []string
}

func (c *checker) report(n ast.Node, what string) {
	at := c.fset.Position(n.Pos())
	c.found = append(c.found, fmt.Sprintf("%s:%d: %s", filepath.ToSlash(at.Filename), at.Line, what))
}

func (c *checker) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GoStmt:
		c.report(n, "go statement: the library starts no goroutines")
	case *ast.Ident:
		c.use(n)
	case *ast.BinaryExpr:
		switch n.Op {
		case token.EQL, token.NEQ:
			if c.holdsDecimal(n.X) || c.holdsDecimal(n.Y) {
				c.report(n, n.Op.String()+" between decimals compares their scales too: use Equal or Cmp")
			}
		case token.ADD, token.SUB:
			if c.isFloat(n) && (c.isProduct(n.X) || c.isProduct(n.Y)) {
				c.report(n, "a product that is added may be fused with the sum: write float64(x*y)")
			}
		}
	case *ast.AssignStmt:
		if (n.Tok == token.ADD_ASSIGN || n.Tok == token.SUB_ASSIGN) && c.isFloat(n.Lhs[0]) && c.isProduct(n.Rhs[0]) {
			c.report(n, "a product that is added may be fused with the sum: write float64(x*y)")
		}
	case *ast.CallExpr:
		c.printed(n)
	case *ast.MapType:
		if c.isDecimal(n.Key) {
			c.report(n, "a map by decimals tells 1.0 from 1.00: use a canonical string")
		}
	}
	return true
}

// use reports an identifier that stands for something forbidden.
func (c *checker) use(id *ast.Ident) {
	obj := c.info.Uses[id]
	if obj == nil || obj.Pkg() == nil {
		return
	}
	name := obj.Pkg().Path() + "." + obj.Name()
	if fn, ok := obj.(*types.Func); ok {
		name = fn.FullName()
	}
	if why, ok := forbidden[name]; ok {
		c.report(id, name+": "+why)
	}
	if obj.Pkg().Path() == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "Tick"}, obj.Name()) {
		c.report(id, "time."+obj.Name()+": the library has no clock")
	}
	if strings.HasPrefix(obj.Pkg().Path(), "math/rand/") {
		if fn, ok := obj.(*types.Func); ok && fn.Signature().Recv() == nil && !strings.HasPrefix(fn.Name(), "New") {
			c.report(id, "rand."+fn.Name()+": randomness comes from a seed that the caller gives")
		}
	}
}

// printed reports decimals that are handed to package fmt, which prints them
// by their method String.
func (c *checker) printed(call *ast.CallExpr) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return
	}
	fn, ok := c.info.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != "fmt" {
		return
	}
	for _, arg := range call.Args {
		if c.isDecimal(arg) {
			c.report(arg, "a decimal printed by fmt depends on a package-level switch: use StringFixed")
		}
	}
}

func (c *checker) isDecimal(e ast.Expr) bool {
	t := c.info.TypeOf(e)
	return t != nil && decimalType(t)
}

func decimalType(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == decimals && (n.Obj().Name() == "Decimal" || n.Obj().Name() == "NullDecimal")
}

// holdsDecimal reports whether a value compared by == compares decimals.
func (c *checker) holdsDecimal(e ast.Expr) bool {
	t := c.info.TypeOf(e)
	return t != nil && holds(t, 0)
}

func holds(t types.Type, depth int) bool {
	if decimalType(t) {
		return true
	}
	if depth > 4 {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if holds(f.Type(), depth+1) {
				return true
			}
		}
	case *types.Array:
		return holds(u.Elem(), depth+1)
	}
	return false
}

func (c *checker) isFloat(e ast.Expr) bool {
	t := c.info.TypeOf(e)
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsFloat != 0
}

// isProduct reports whether e is a product or the negative of one that is not
// a constant. A conversion around it rounds, and so ends the danger.
func (c *checker) isProduct(e ast.Expr) bool {
	if v := c.info.Types[e]; v.Value != nil && v.Value.Kind() != constant.Unknown {
		return false
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		// Division by a power of two is compiled as a product.
		return e.Op == token.MUL || e.Op == token.QUO && isPowerOfTwo(c.info.Types[e.Y].Value)
	case *ast.UnaryExpr:
		return (e.Op == token.SUB || e.Op == token.ADD) && c.isProduct(e.X)
	}
	return false
}

func isPowerOfTwo(v constant.Value) bool {
	if v == nil {
		return false
	}
	f, _ := constant.Float64Val(v)
	mantissa, _ := math.Frexp(f)
	return math.Abs(mantissa) == 0.5
}

// load type-checks packages from the root of the repository.
func load(t *testing.T, patterns ...string) (root string, pkgs []*packages.Package) {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	pkgs, err = packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo,
		Dir:  root,
	}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	return root, pkgs
}

// loaded imports packages that were loaded before.
type loaded map[string]*types.Package

func (l loaded) Import(path string) (*types.Package, error) {
	if p, ok := l[path]; ok {
		return p, nil
	}
	return nil, fmt.Errorf("%s is not loaded", path)
}

func TestLibrary(t *testing.T) {
	root, pkgs := load(t, "./...")
	checked := 0
	for _, p := range pkgs {
		for _, e := range p.Errors {
			t.Error(e)
		}
		if strings.Contains(p.PkgPath, "/examples/") {
			continue
		}
		checked++
		for _, found := range check(p.Fset, p.Syntax, p.TypesInfo) {
			// The contract kit calls a method from several goroutines at once.
			if strings.HasSuffix(p.PkgPath, "/hierarchytest") && (strings.Contains(found, "import of sync") || strings.Contains(found, "go statement")) {
				continue
			}
			t.Error(strings.TrimPrefix(found, filepath.ToSlash(root)+"/"))
		}
	}
	if checked < 5 {
		t.Errorf("only %d packages found", checked)
	}
}

// TestRules shows each rule a piece of code that breaks it and one that does
// not.
func TestRules(t *testing.T) {
	known := loaded{}
	_, pkgs := load(t, decimals, "fmt", "math", "math/rand/v2", "os", "time")
	for _, p := range pkgs {
		known[p.PkgPath] = p.Types
	}
	for _, tc := range []struct {
		name, imports, body string
		want                int
	}{
		{"division", "", "_ = a.Div(b)", 1},
		{"division to places", "", "_ = a.DivRound(b, 4)", 0},
		{"method value", "", "f := a.Sqrt; _ = f", 1},
		{"mean", "", "_ = decimal.Avg(a, b)", 1},
		{"switch", "", "_ = decimal.DivisionPrecision", 1},
		{"from float", "", "_ = decimal.NewFromFloat(x)", 1},
		{"string", "", "_ = a.String()", 1},
		{"string of fixed places", "", "_ = a.StringFixed(2)", 0},
		{"equality", "", "_ = a == b", 1},
		{"equality inside a struct", "", "type s struct{ d decimal.Decimal }; _ = s{a} != s{b}", 1},
		{"equality of others", "", "_ = x == y", 0},
		{"map by decimals", "", "_ = map[decimal.Decimal]int{}", 1},
		{"fused", "", "_ = x*y + x", 1},
		{"fused behind a bracket", "", "_ = x - (x * y)", 1},
		{"fused behind a sign", "", "_ = x - -(x * y)", 1},
		{"fused in an assignment", "", "x += x * y", 1},
		{"fused after halving", "", "x += (y - 1) / 2", 1},
		{"division by three", "", "x += 1 + y / 3", 0},
		{"division by a variable", "", "x += 1 / y", 0},
		{"decimal from text", "", "_, _ = decimal.NewFromString(\"1\")", 1},
		{"rounded first", "", "x += float64(x * y); _ = float64(x*y) + x", 0},
		{"integers", "", "i := 2; i += i * i; _ = i*i + i", 0},
		{"constants", "", "_ = x + 2*3.5", 0},
		{"logarithm", `"math"`, "_ = math.Log(x)", 1},
		{"square root", `"math"`, "_ = math.Sqrt(x)", 0},
		{"clock", `"time"`, "_ = time.Now()", 1},
		{"date", `"time"`, "_ = time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)", 0},
		{"files", `"os"`, "_ = os.Args", 1},
		{"random", `"math/rand/v2"`, "_ = rand.IntN(3)", 1},
		{"seeded", `"math/rand/v2"`, "_ = rand.New(rand.NewPCG(1, 2)).IntN(3)", 0},
		{"goroutine", "", "go func() {}()", 1},
		{"printed", `"fmt"`, `_ = fmt.Sprint(a)`, 1},
		{"printed text", `"fmt"`, `_ = fmt.Sprint(a.StringFixed(2))`, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			source := fmt.Sprintf("package p\n\nimport (\n%q\n%s\n)\n\nfunc f(a, b decimal.Decimal, x, y float64) {\n_, _, _, _ = a, b, x, y\n%s\n}\n", decimals, tc.imports, tc.body)
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, "p.go", source, 0)
			if err != nil {
				t.Fatal(err)
			}
			info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
			config := types.Config{Importer: known}
			if _, err := config.Check("p", fset, []*ast.File{file}, info); err != nil {
				t.Fatal(err)
			}
			if got := check(fset, []*ast.File{file}, info); len(got) != tc.want {
				t.Errorf("%d findings, want %d: %q", len(got), tc.want, got)
			}
		})
	}
}
