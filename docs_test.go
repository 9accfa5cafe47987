package cascade_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// unfinished are the packages whose documentation is not complete yet.
var unfinished = []string{
	"evaluate",
	"evaluate/index",
	"evaluate/integrity",
	"hierarchy",
	"ranking",
	"ranking/consensus",
	"ranking/robust",
	"target",
}

// unexampled are the exported functions and types that have no example, each
// with the reason.
var unexampled = map[string]string{}

// TestDocs checks that every exported name has a comment that begins with it,
// that every exported function has an example of its own, that every exported
// type appears in one, and that every example states its output.
func TestDocs(t *testing.T) {
	used := map[string]bool{}
	for _, dir := range packages(t) {
		t.Run(dir, func(t *testing.T) {
			if slices.Contains(unfinished, dir) {
				t.Skip("unfinished")
			}
			c := docs{t: t, dir: dir, used: used}
			c.load()
			c.comments()
			c.examples()
		})
	}
	for name := range unexampled {
		if !used[name] {
			t.Errorf("unexampled: %s needs no exception", name)
		}
	}
}

// packages lists the directories of the public packages.
func packages(t *testing.T) []string {
	t.Helper()
	var dirs []string
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch name := d.Name(); {
			case path == ".":
			case strings.HasPrefix(name, "."), name == "internal", name == "testdata", name == "tools", name == "examples":
				return fs.SkipDir
			}
			return nil
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		if filepath.Ext(path) == ".go" && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}

// docs checks one package.
type docs struct {
	t     *testing.T
	dir   string
	files []*ast.File // with tests
	pkg   *doc.Package
	used  map[string]bool // exceptions that were needed
}

func (c *docs) load() {
	c.t.Helper()
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		c.t.Fatal(err)
	}
	fset := token.NewFileSet()
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".go" {
			continue
		}
		f, err := parser.ParseFile(fset, filepath.Join(c.dir, e.Name()), nil, parser.ParseComments)
		if err != nil {
			c.t.Fatal(err)
		}
		c.files = append(c.files, f)
	}
	// The bodies of the examples are read afterwards.
	if c.pkg, err = doc.NewFromFiles(fset, c.files, c.dir, doc.PreserveAST); err != nil {
		c.t.Fatal(err)
	}
}

// comments reports names without a comment, and comments of functions and
// types that do not begin with the name.
func (c *docs) comments() {
	if !strings.HasPrefix(c.pkg.Doc, "Package "+c.pkg.Name+" ") {
		c.t.Errorf("the comment of package %s does not begin with Package %[1]s", c.pkg.Name)
	}
	c.values(c.pkg.Consts)
	c.values(c.pkg.Vars)
	c.funcs("", c.pkg.Funcs)
	for _, typ := range c.pkg.Types {
		c.begins(typ.Name, typ.Name, typ.Doc)
		c.values(typ.Consts)
		c.values(typ.Vars)
		c.funcs("", typ.Funcs)
		c.funcs(typ.Name+".", typ.Methods)
	}
}

func (c *docs) funcs(prefix string, funcs []*doc.Func) {
	for _, f := range funcs {
		c.begins(prefix+f.Name, f.Name, f.Doc)
	}
}

func (c *docs) begins(path, name, text string) {
	for _, article := range []string{"", "A ", "An ", "The "} {
		if rest, ok := strings.CutPrefix(text, article+name); ok && strings.IndexAny(rest, " ,\n") == 0 {
			return
		}
	}
	c.t.Errorf("%s: no comment that begins with the name", path)
}

// values reports constants and variables that neither have a comment nor
// stand in a group that has one.
func (c *docs) values(groups []*doc.Value) {
	for _, g := range groups {
		for _, s := range g.Decl.Specs {
			spec := s.(*ast.ValueSpec)
			if g.Doc != "" || spec.Doc != nil || spec.Comment != nil {
				continue
			}
			for _, id := range spec.Names {
				if id.IsExported() {
					c.t.Errorf("%s: no comment", id.Name)
				}
			}
		}
	}
}

// examples reports functions without an example of their own, types that
// appear in none, and examples without output.
func (c *docs) examples() {
	shown := map[string]bool{} // identifiers in the code of examples
	for _, f := range c.files {
		for _, e := range doc.Examples(f) {
			if e.Output == "" && !e.EmptyOutput {
				c.t.Errorf("Example%s: no output", e.Name)
			}
			ast.Inspect(e.Code, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					shown[id.Name] = true
				}
				return true
			})
		}
	}
	for _, f := range c.pkg.Funcs {
		c.example(f.Name, len(f.Examples) > 0)
	}
	for _, typ := range c.pkg.Types {
		own := len(typ.Examples) > 0 || shown[typ.Name]
		for _, f := range typ.Funcs {
			c.example(f.Name, len(f.Examples) > 0)
			own = own || len(f.Examples) > 0
		}
		for _, m := range typ.Methods {
			own = own || len(m.Examples) > 0
		}
		for _, g := range typ.Consts {
			for _, name := range g.Names {
				own = own || shown[name]
			}
		}
		c.example(typ.Name, own)
	}
}

func (c *docs) example(name string, has bool) {
	path := c.pkg.Name + "." + name
	if has {
		return
	}
	if unexampled[path] == "" {
		c.t.Errorf("%s: no example", name)
	}
	c.used[path] = true
}
