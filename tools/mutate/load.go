package main

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"

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
	sites  []*site
}

// load type-checks the packages that the patterns match, relative to dir.
func load(dir string, patterns []string) ([]*pkg, error) {
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedModule,
		Dir:  dir,
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
		p := &pkg{path: l.PkgPath, dir: filepath.Dir(l.GoFiles[0]), root: dir, module: l.Module.Path, name: l.Name, fset: l.Fset, info: l.TypesInfo}
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
			p.files = append(p.files, &file{name: name, rel: filepath.ToSlash(rel), source: source, syntax: syntax})
		}
		pkgs = append(pkgs, p)
	}
	return pkgs, err
}
