package houserules

import (
	"bytes"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"unicode/utf8"

	"golang.org/x/tools/go/analysis"
)

// Page reports
//
//   - lines of more than 120 columns;
//   - functions of more than 20 lines without a blank line;
//   - local names that hide one of the package or of the language.
//
// A local may hide a name that another test file declares.
//
// A tab is four columns. Text that cannot be broken may be longer: the lines of a raw
// string, and the output of an example. The lines of a function are those of its
// statements, without the output of an example. A function whose body is at most two
// statements, such as one table or one switch, needs no blank line.
var Page = &analysis.Analyzer{
	Name: "page",
	Doc:  "code has paragraphs, short lines and names with one meaning",
	Run:  runPage,
}

const (
	maxColumns = 120
	maxSolid   = 20 // lines of a function without a blank line
	fewest     = 3  // statements that ask for paragraphs
)

func runPage(pass *analysis.Pass) (any, error) {
	for _, f := range pass.Files {
		if ast.IsGenerated(f) {
			continue
		}

		source, err := pass.ReadFile(pass.Fset.File(f.FileStart).Name())
		if err != nil {
			return nil, err
		}
		lines := bytes.Split(source, []byte("\n"))

		checkColumns(pass, f, lines)
		checkParagraphs(pass, f, lines)
		checkShadows(pass, f)
	}
	return nil, nil
}

func checkColumns(pass *analysis.Pass, f *ast.File, lines [][]byte) {
	file := pass.Fset.File(f.FileStart)
	fixed := fixedLines(file, f)
	for i, line := range lines {
		columns := utf8.RuneCount(line) + 3*bytes.Count(line, []byte("\t"))
		if columns > maxColumns && i < file.LineCount() && !fixed[i+1] {
			pass.Reportf(file.LineStart(i+1), "the line has %d columns, at most %d", columns, maxColumns)
		}
	}
}

// fixedLines returns the lines of text that cannot be broken: of raw strings, and of
// the output of examples.
func fixedLines(file *token.File, f *ast.File) map[int]bool {
	fixed := make(map[int]bool)
	mark := func(n ast.Node) {
		for line := file.Line(n.Pos()); line <= file.Line(n.End()); line++ {
			fixed[line] = true
		}
	}

	ast.Inspect(f, func(n ast.Node) bool {
		if text, ok := n.(*ast.BasicLit); ok && strings.HasPrefix(text.Value, "`") {
			mark(text)
		}
		return true
	})
	for _, c := range f.Comments {
		if isOutput(c) {
			mark(c)
		}
	}
	return fixed
}

// isOutput reports whether a comment is the output of an example.
func isOutput(c *ast.CommentGroup) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(c.Text()), "\n")
	first = strings.ToLower(strings.TrimSpace(first))
	return strings.HasPrefix(first, "output:") || strings.HasPrefix(first, "unordered output:")
}

func checkParagraphs(pass *analysis.Pass, f *ast.File, lines [][]byte) {
	file := pass.Fset.File(f.FileStart)
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Body == nil || len(fn.Body.List) < fewest {
			continue
		}

		first, last := file.Line(fn.Body.Lbrace), file.Line(fn.Body.List[len(fn.Body.List)-1].End())
		if last-first <= maxSolid {
			continue
		}

		blank := false
		for _, line := range lines[first : last-1] {
			blank = blank || len(bytes.TrimSpace(line)) == 0
		}
		if !blank {
			pass.Reportf(fn.Pos(), "%s has %d lines and no paragraph", fn.Name.Name, last-first)
		}
	}
}

// checkShadows reports local names that hide a name of the package or of the
// language. Names of fields and methods hide nothing.
func checkShadows(pass *analysis.Pass, f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		if obj := pass.TypesInfo.Defs[id]; obj != nil && isLocal(pass, obj) {
			reportShadow(pass, id)
		}
		return true
	})
}

// isLocal reports whether an object is declared inside a function: a variable,
// a constant, a type, a parameter or a result.
func isLocal(pass *analysis.Pass, obj types.Object) bool {
	if v, ok := obj.(*types.Var); ok && v.IsField() {
		return false
	}
	switch obj.(type) {
	case *types.Var, *types.Const, *types.TypeName:
		scope := obj.Parent()
		return scope != nil && scope != pass.Pkg.Scope() && scope.Parent() != types.Universe
	}
	return false
}

func reportShadow(pass *analysis.Pass, id *ast.Ident) {
	if id.Name == "_" || token.IsKeyword(id.Name) {
		return
	}

	if hidden := pass.Pkg.Scope().Lookup(id.Name); hidden != nil && !isOfOtherTest(pass, hidden, id) {
		pass.Reportf(id.Pos(), "%s hides the package's %s", id.Name, id.Name)
	}
	if types.Universe.Lookup(id.Name) != nil {
		pass.Reportf(id.Pos(), "%s hides the language's %s", id.Name, id.Name)
	}
}

// isOfOtherTest reports whether a name of the package is declared in another file that
// is a test. The library does not know its tests, and a test file uses the helpers of
// another one by few names: a local of the same name misleads nobody.
func isOfOtherTest(pass *analysis.Pass, hidden types.Object, local *ast.Ident) bool {
	file := pass.Fset.Position(hidden.Pos()).Filename
	return strings.HasSuffix(file, "_test.go") && file != pass.Fset.Position(local.Pos()).Filename
}
