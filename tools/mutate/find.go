package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
)

// finder looks for the mutants of one file.
type finder struct {
	*pkg
	f     *file
	lists map[ast.Stmt]bool // statements that stand in a list
	flat  []*site
}

// find makes the mutants of the package, in the order of the source: those of the
// files whose name matches, or of all if matching is nil.
func (p *pkg) find(matching *regexp.Regexp) {
	for _, f := range p.files {
		if matching != nil && !matching.MatchString(filepath.Base(f.name)) {
			continue
		}
		d := &finder{pkg: p, f: f, lists: map[ast.Stmt]bool{}}
		ast.Inspect(f.syntax, d.visit)
		f.nest(d.flat)
	}
}

func (d *finder) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok == token.VAR
	case *ast.ArrayType:
		return false
	case *ast.BlockStmt:
		d.list(n.List)
	case *ast.CaseClause:
		d.list(n.Body)
	case *ast.CommClause:
		d.list(n.Body)
	case *ast.ExprStmt:
		d.call(n)
	case *ast.AssignStmt:
		d.assignment(n)
	case *ast.IncDecStmt:
		d.step(n)
	case *ast.ReturnStmt:
		for _, e := range n.Results {
			d.returned(e)
		}
	case *ast.BinaryExpr:
		if d.constant(n) {
			return false
		}
		d.binary(n)
	case *ast.UnaryExpr:
		if d.constant(n) {
			return false
		}
		d.unary(n)
	case *ast.CallExpr:
		d.method(n)
	}
	return true
}

func (d *finder) list(statements []ast.Stmt) {
	for _, s := range statements {
		d.lists[s] = true
	}
}

func (d *finder) constant(e ast.Expr) bool { return d.info.Types[e].Value != nil }

func (d *finder) offset(at token.Pos) int { return d.fset.File(d.f.syntax.Pos()).Offset(at) }

func (d *finder) span(n ast.Node) span { return span{d.offset(n.Pos()), d.offset(n.End())} }

func (d *finder) source(n ast.Node) string {
	s := d.span(n)
	return string(d.f.source[s.lo:s.hi])
}

func (d *finder) site(n ast.Node, emit func(*site, *file) string) {
	s := d.span(n)
	d.flat = append(d.flat, &site{lo: s.lo, hi: s.hi, emit: emit})
}

// swapped is the source of n with another operator.
func (d *finder) swapped(n ast.Node, at token.Pos, op, other string) string {
	s, o := d.span(n), d.offset(at)
	return string(d.f.source[s.lo:o]) + other + string(d.f.source[o+len(op):s.hi])
}

// call leaves out a call whose results nobody asks for.
func (d *finder) call(n *ast.ExprStmt) {
	call, ok := n.X.(*ast.CallExpr)
	if !ok || !d.lists[n] {
		return
	}
	if id, ok := call.Fun.(*ast.Ident); ok {
		// A call of panic may end a function that has to return a result.
		if b, ok := d.info.Uses[id].(*types.Builtin); ok && b.Name() == "panic" {
			return
		}
	}
	d.omit(n)
}

// assignment leaves out an assignment.
func (d *finder) assignment(n *ast.AssignStmt) {
	if n.Tok == token.DEFINE || !d.lists[n] {
		return
	}
	for _, e := range n.Lhs {
		if id, ok := e.(*ast.Ident); !ok || id.Name != "_" {
			d.omit(n)
			return
		}
	}
}

func (d *finder) omit(n ast.Stmt) {
	d.site(n, omit(d.add(d.f, d.offset(n.Pos()), d.source(n), "left out")))
}

// step exchanges ++ and --.
func (d *finder) step(n *ast.IncDecStmt) {
	other := "--"
	if n.Tok == token.DEC {
		other = "++"
	}
	mutated := d.swapped(n, n.TokPos, n.Tok.String(), other)
	emit := replace(d.add(d.f, d.offset(n.TokPos), d.source(n), mutated), mutated)
	if !d.lists[n] {
		emit = called(emit)
	}
	d.site(n, emit)
}

// returned flips a truth value that is returned, unless it is one that other
// mutants negate.
func (d *finder) returned(e ast.Expr) {
	if !d.isBool(e) {
		return
	}
	switch inner := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		return
	case *ast.UnaryExpr:
		if inner.Op == token.NOT {
			return
		}
	}
	source := d.source(e)
	d.site(e, flip(d.add(d.f, d.offset(e.Pos()), "return "+source, "return !"+source)))
}

func (d *finder) isBool(e ast.Expr) bool {
	t := d.info.TypeOf(e)
	return t == types.Typ[types.Bool] || t == types.Typ[types.UntypedBool]
}

var conditions = map[token.Token][]string{
	token.EQL:  {"!="},
	token.NEQ:  {"=="},
	token.LSS:  {"<=", ">="},
	token.LEQ:  {"<", ">"},
	token.GTR:  {">=", "<="},
	token.GEQ:  {">", "<"},
	token.LAND: {"||"},
	token.LOR:  {"&&"},
}

// arithmetic gives the injected function and the operator of the mutant.
var arithmetic = map[token.Token]struct{ helper, other string }{
	token.ADD: {"mutantAdd__", "-"},
	token.SUB: {"mutantSub__", "+"},
	token.MUL: {"mutantMul__", "/"},
	token.QUO: {"mutantQuo__", "*"},
	token.REM: {"mutantRem__", "*"},
}

func (d *finder) binary(n *ast.BinaryExpr) {
	if others, ok := conditions[n.Op]; ok && d.isBool(n) {
		var ids []int
		var forms []string
		for _, other := range others {
			form := d.swapped(n, n.OpPos, n.Op.String(), other)
			forms = append(forms, form)
			ids = append(ids, d.add(d.f, d.offset(n.OpPos), d.operation(n, n.Op.String()), d.operation(n, other)))
		}
		d.site(n, choose(ids, forms))
	}
	if a, ok := arithmetic[n.Op]; ok && d.isNumber(n) {
		id := d.add(d.f, d.offset(n.OpPos), d.operation(n, n.Op.String()), d.operation(n, a.other))
		d.site(n, helped(a.helper+d.instance(n), id, "", d.span(n.X), d.span(n.Y)))
	}
}

// operation shows an operator between the ends of its operands.
func (d *finder) operation(n *ast.BinaryExpr, op string) string {
	const most = 40
	x, y := []rune(brief(d.source(n.X))), []rune(brief(d.source(n.Y)))
	if len(x) > most {
		x = append([]rune("…"), x[len(x)-most:]...)
	}
	if len(y) > most {
		y = append(y[:most:most], '…')
	}
	return string(x) + " " + op + " " + string(y)
}

func (d *finder) unary(n *ast.UnaryExpr) {
	switch {
	case n.Op == token.NOT && d.isBool(n):
		id := d.add(d.f, d.offset(n.OpPos), d.source(n), d.source(n.X))
		d.site(n, choose([]int{id}, []string{d.source(n.X)}))
	case n.Op == token.SUB && d.isNumber(n):
		id := d.add(d.f, d.offset(n.OpPos), d.source(n), d.source(n.X))
		d.site(n, helped("mutantNeg__"+d.instance(n), id, "", d.span(n.X)))
	}
}

// isNumber reports whether e is an integer, a floating-point number or of a
// type parameter, which the operator shows to be one.
func (d *finder) isNumber(e ast.Expr) bool {
	t := d.info.TypeOf(e)
	if p, ok := t.(*types.TypeParam); ok {
		return isNumeric(p)
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsInteger|types.IsFloat) != 0
}

// isNumeric reports whether all types of a constraint are numbers.
func isNumeric(p *types.TypeParam) bool {
	for _, name := range []string{"string", "complex128", "complex64"} {
		if types.Satisfies(types.Universe.Lookup(name).Type(), p.Constraint().Underlying().(*types.Interface)) {
			return false
		}
	}
	return true
}

// instance spells the type argument where the type has a name everywhere, since
// it cannot always be inferred: 1<<n takes its type from what is around it.
func (d *finder) instance(e ast.Expr) string {
	if b, ok := types.Unalias(d.info.TypeOf(e)).(*types.Basic); ok && b.Info()&types.IsUntyped == 0 {
		return "[" + b.Name() + "]"
	}
	return ""
}

// method exchanges a method of decimals or big numbers for another.
func (d *finder) method(n *ast.CallExpr) {
	sel, ok := n.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}

	selection := d.info.Selections[sel]
	if selection == nil || selection.Kind() != types.MethodVal || len(selection.Index()) != 1 {
		return
	}

	fn := selection.Obj().(*types.Func)
	s, ok := methods[fn.FullName()]
	if !ok || !d.imports(s.imported) || len(n.Args) != fn.Signature().Params().Len() || n.Ellipsis.IsValid() {
		return
	}

	prefix := ""
	_, pointer := types.Unalias(selection.Recv()).(*types.Pointer)
	_, wanted := fn.Signature().Recv().Type().(*types.Pointer)
	if wanted && !pointer {
		prefix = "&"
	} else if pointer && !wanted {
		prefix = "*"
	}

	operands := []span{d.span(sel.X)}
	for _, a := range n.Args {
		operands = append(operands, d.span(a))
	}
	id := d.add(d.f, d.offset(sel.Sel.Pos()), d.source(n), d.swapped(n, sel.Sel.Pos(), sel.Sel.Name, s.other))
	d.site(n, helped(s.helper, id, prefix, operands...))
}
