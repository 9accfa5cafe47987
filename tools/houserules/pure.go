package houserules

import (
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Pure reports input and output, clocks, goroutines, randomness without a seed,
// and imports that reach beyond the arguments of a function.
var Pure = &analysis.Analyzer{
	Name: "pure",
	Doc:  "the library has no contact with the world outside its arguments",
	Run:  runPure,
}

// outside are packages that reach beyond the arguments of a function.
var outside = []string{
	"os", "net", "net/http", "os/exec", "io/ioutil", "log", "log/slog", "syscall", "unsafe", "runtime",
	"math/rand", "flag", "embed", "plugin", "sync",
}

// clocks are functions of package time that read a clock or wait for one.
var clocks = []string{"Now", "Since", "Until", "Sleep", "After", "Tick"}

func runPure(pass *analysis.Pass) (any, error) {
	// The contract kit calls a method from several goroutines at once, and the kit of
	// the tests reads their data.
	path := pass.Pkg.Path()
	if isExempt(pass) || strings.HasSuffix(path, "/hierarchytest") || strings.HasSuffix(path, "/internal/testkit") {
		return nil, nil
	}

	for _, f := range pass.Files {
		if isTest(pass, f) {
			continue
		}

		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err == nil && slices.Contains(outside, imported) {
				pass.Reportf(spec.Pos(), "import of %s: the library is pure", imported)
			}
		}

		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				pass.Reportf(n.Pos(), "go statement: the library starts no goroutines")
			case *ast.Ident:
				reportImpure(pass, n)
			}
			return true
		})
	}
	return nil, nil
}

// reportImpure reports an identifier that names a clock or the shared source of
// random numbers.
func reportImpure(pass *analysis.Pass, id *ast.Ident) {
	obj := pass.TypesInfo.Uses[id]
	if obj == nil || obj.Pkg() == nil {
		return
	}

	path := obj.Pkg().Path()
	if path == "time" && slices.Contains(clocks, obj.Name()) {
		pass.Reportf(id.Pos(), "time.%s: the library has no clock", obj.Name())
	}

	fn, ok := obj.(*types.Func)
	isShared := ok && fn.Signature().Recv() == nil && !strings.HasPrefix(fn.Name(), "New")
	if isShared && strings.HasPrefix(path, "math/rand/") {
		pass.Reportf(id.Pos(), "rand.%s: randomness comes from a seed that the caller gives", obj.Name())
	}
}
