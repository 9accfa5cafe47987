package houserules

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"

	"golang.org/x/tools/go/analysis"
)

// Exact reports code whose figures depend
//
//   - on a package-level switch of the decimal package;
//   - on a platform's mathematical functions;
//   - on a compiler that fuses a product with a sum.
//
// It also reports comparisons of decimals by ==.
var Exact = &analysis.Analyzer{
	Name: "exact",
	Doc:  "figures are exact and the same on every platform",
	Run:  runExact,
}

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
		"Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cbrt", "Cos", "Cosh", "Erf", "Erfc", "Erfcinv",
		"Erfinv", "Exp", "Exp2", "Expm1",
		"Gamma", "Hypot", "J0", "J1", "Jn", "Lgamma", "Log", "Log10", "Log1p", "Log2", "Mod", "Pow", "Pow10", "Sin",
		"Sincos", "Sinh", "Tan", "Tanh",
		"Y0", "Y1", "Yn",
	} {
		m["math."+name] = "its bits are not promised to be the same on every platform: use internal functions"
	}
	return m
}()

func runExact(pass *analysis.Pass) (any, error) {
	if isExempt(pass) {
		return nil, nil
	}

	c := exact{pass}
	for _, f := range pass.Files {
		if !isTest(pass, f) {
			ast.Inspect(f, c.visit)
		}
	}
	return nil, nil
}

type exact struct{ pass *analysis.Pass }

func (c *exact) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Ident:
		c.use(n)
	case *ast.BinaryExpr:
		c.binary(n)
	case *ast.AssignStmt:
		sum := n.Tok == token.ADD_ASSIGN || n.Tok == token.SUB_ASSIGN
		if sum && c.isFloat(n.Lhs[0]) && c.isProduct(n.Rhs[0]) {
			c.fused(n)
		}
	case *ast.CallExpr:
		c.printed(n)
	case *ast.MapType:
		if c.isDecimal(n.Key) {
			c.pass.Reportf(n.Pos(), "a map by decimals tells 1.0 from 1.00: use a canonical string")
		}
	}
	return true
}

// use reports an identifier that names something forbidden.
func (c *exact) use(id *ast.Ident) {
	obj := c.pass.TypesInfo.Uses[id]
	if obj == nil || obj.Pkg() == nil {
		return
	}
	name := fullName(obj)
	if why, ok := forbidden[name]; ok {
		c.pass.Reportf(id.Pos(), "%s: %s", name, why)
	}
}

func (c *exact) binary(n *ast.BinaryExpr) {
	switch n.Op {
	case token.EQL, token.NEQ:
		if c.holdsDecimal(n.X) || c.holdsDecimal(n.Y) {
			c.pass.Reportf(n.Pos(), "%s between decimals compares their scales too: use Equal or Cmp", n.Op)
		}
	case token.ADD, token.SUB:
		if c.isFloat(n) && (c.isProduct(n.X) || c.isProduct(n.Y)) {
			c.fused(n)
		}
	}
}

func (c *exact) fused(n ast.Node) {
	c.pass.Reportf(n.Pos(), "a product that is added may be fused with the sum: write float64(x*y)")
}

// printed reports decimals that are passed to package fmt, which prints them
// by their method String.
func (c *exact) printed(call *ast.CallExpr) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return
	}
	fn, ok := c.pass.TypesInfo.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != "fmt" {
		return
	}
	for _, arg := range call.Args {
		if c.isDecimal(arg) {
			c.pass.Reportf(arg.Pos(), "a decimal printed by fmt depends on a package-level switch: use StringFixed")
		}
	}
}

func (c *exact) isDecimal(e ast.Expr) bool {
	t := c.pass.TypesInfo.TypeOf(e)
	return t != nil && decimalType(t)
}

func decimalType(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == decimals &&
		(n.Obj().Name() == "Decimal" || n.Obj().Name() == "NullDecimal")
}

// holdsDecimal reports whether a value compared by == compares decimals.
func (c *exact) holdsDecimal(e ast.Expr) bool {
	t := c.pass.TypesInfo.TypeOf(e)
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

func (c *exact) isFloat(e ast.Expr) bool {
	t := c.pass.TypesInfo.TypeOf(e)
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsFloat != 0
}

// isProduct reports whether e is a product or the negative of one that is not
// a constant. A conversion around it rounds, and so ends the danger.
func (c *exact) isProduct(e ast.Expr) bool {
	if v := c.pass.TypesInfo.Types[e]; v.Value != nil && v.Value.Kind() != constant.Unknown {
		return false
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		// Division by a power of two is compiled as a product.
		return e.Op == token.MUL || e.Op == token.QUO && isPowerOfTwo(c.pass.TypesInfo.Types[e.Y].Value)
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
