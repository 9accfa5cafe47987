package main

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

// pkg is a package with its mutants.
type pkg struct {
	rel, path, dir string
	root           string
	module         string
	name           string
	fset           *token.FileSet
	info           *types.Info
	files          []*file
	mutants        []*mutant
}

// file is one source file and the places in it that have mutants.
type file struct {
	name   string
	rel    string
	source []byte
	syntax *ast.File
	equal  map[int][]string // by line, what makes no difference
	sites  []*site
}

// load type-checks the packages that the patterns match, relative to dir.
func load(dir string, patterns []string) ([]*pkg, error) {
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedModule |
			packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo,
		Dir: dir,
	}, patterns...)
	if err != nil {
		return nil, err
	}

	var pkgs []*pkg
	for _, l := range loaded {
		for _, e := range l.Errors {
			err = errors.Join(err, e)
		}
		if len(l.Syntax) == 0 {
			continue
		}

		p := &pkg{
			path: l.PkgPath, dir: filepath.Dir(l.GoFiles[0]), root: dir, module: l.Module.Path, name: l.Name,
			fset: l.Fset, info: l.TypesInfo,
		}
		if p.rel, err = filepath.Rel(dir, p.dir); err != nil {
			return nil, err
		}

		p.rel = filepath.ToSlash(p.rel)
		for _, syntax := range l.Syntax {
			name := l.Fset.File(syntax.Pos()).Name()
			source, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			rel, err := filepath.Rel(dir, name)
			if err != nil {
				return nil, err
			}
			p.files = append(p.files, &file{
				name:   name,
				rel:    filepath.ToSlash(rel),
				source: source,
				syntax: syntax,
				equal:  markedMutants(l.Fset, syntax),
			})
		}

		pkgs = append(pkgs, p)
	}

	return pkgs, err
}

// mark begins a comment that names a mutant of its line and says why no test can
// tell it from the original. A comment that stands alone is about the next line.
const mark = "//mutate:equal "

// markedMutants returns, by line, what the marked mutants of a file make of the
// source.
func markedMutants(fset *token.FileSet, syntax *ast.File) map[int][]string {
	code := map[int]bool{}
	ast.Inspect(syntax, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.Comment, *ast.CommentGroup:
			return false
		}
		code[fset.Position(n.Pos()).Line] = true
		code[fset.Position(n.End()-1).Line] = true
		return true
	})

	marked := map[int][]string{}
	for _, group := range syntax.Comments {
		for _, c := range group.List {
			text, isMark := strings.CutPrefix(c.Text, mark)
			named, _, hasReason := strings.Cut(text, ": ")
			if !isMark || !hasReason {
				continue
			}

			line := fset.Position(c.Pos()).Line
			for !code[line] {
				line++
			}
			marked[line] = append(marked[line], named)
		}
	}
	return marked
}
