// Package houserules checks rules of this project that the compiler, vet and
// staticcheck do not know. There are three analyzers:
//
//   - [Exact]: figures are exact and the same on every platform;
//   - [Pure]: the library has no contact with the world outside its arguments;
//   - [Page]: code has paragraphs, short lines and names with one meaning.
//
// Exact and Pure are for the packages of the library, Page is for every file.
package houserules

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// isTest reports whether a file is a test, which may do what the library may
// not.
func isTest(pass *analysis.Pass, f *ast.File) bool {
	return strings.HasSuffix(pass.Fset.File(f.FileStart).Name(), "_test.go")
}

// isExempt reports whether a package is a program or a part of one. The examples and
// the tools read files and print, and go test writes a program for each package.
func isExempt(pass *analysis.Pass) bool {
	path := pass.Pkg.Path()
	return strings.Contains(path, "/examples/") || strings.Contains(path, "/tools/") || strings.HasSuffix(path, ".test")
}

// fullName returns an object's package path and name, or the full name of a
// method.
func fullName(obj types.Object) string {
	if fn, ok := obj.(*types.Func); ok {
		return fn.FullName()
	}
	return obj.Pkg().Path() + "." + obj.Name()
}
