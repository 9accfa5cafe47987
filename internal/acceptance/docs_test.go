package acceptance_test

import (
	"go/ast"
	"go/doc"
	"go/doc/comment"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unexampled are the exported functions and types that have no example, each
// with the reason.
var unexampled = map[string]string{}

const (
	module = "github.com/targetcascade/cascade"
	root   = "../.." // of the module
)

// TestDocs checks the documentation:
//
//   - every exported name has a comment that begins with it;
//   - the links in comments lead somewhere;
//   - the overview of a package has the calls that matter, as an example of it has them;
//   - every exported function has an example of its own, and every exported type appears in one;
//   - every example states its output.
func TestDocs(t *testing.T) {
	used := map[string]bool{}
	for _, dir := range packages(t) {
		t.Run(dir, func(t *testing.T) {
			c := docs{t: t, used: used}
			c.files, c.pkg = parse(t, dir)
			c.comments()
			c.links()
			c.overview()
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
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch name := d.Name(); {
			case path == ".":
			case strings.HasPrefix(name, "."),
				name == "internal", name == "testdata", name == "tools", name == "examples":
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
	files []*ast.File // with tests
	pkg   *doc.Package
	used  map[string]bool // exceptions that were needed
}

// positions has the positions in all files that parse has read.
var positions = token.NewFileSet()

// parsed are the packages that parse has read, by directory.
var parsed = map[string]struct {
	files []*ast.File
	pkg   *doc.Package
}{}

// parse reads the package in a directory, once.
func parse(t *testing.T, dir string) ([]*ast.File, *doc.Package) {
	t.Helper()
	if p, ok := parsed[dir]; ok {
		return p.files, p.pkg
	}
	entries, err := os.ReadDir(filepath.Join(root, dir))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".go" {
			continue
		}
		f, err := parser.ParseFile(positions, filepath.Join(root, dir, e.Name()), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	// The bodies of the examples are read afterwards.
	pkg, err := doc.NewFromFiles(positions, files, path.Join(module, dir), doc.PreserveAST)
	if err != nil {
		t.Fatal(err)
	}

	p := parsed[dir]
	p.files, p.pkg = files, pkg
	parsed[dir] = p
	return files, pkg
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

// bracketed is what stays in the text of a comment when a link leads nowhere.
var bracketed = regexp.MustCompile(`\[\*?(?:[a-z][\w/]*\.)?[A-Z]\w*(?:\.[A-Z]\w*)?\]`)

// links reports links to what does not exist.
func (c *docs) links() {
	c.linksIn("package", c.pkg.Doc)
	for _, f := range c.pkg.Funcs {
		c.linksIn(f.Name, f.Doc)
	}
	for _, g := range slices.Concat(c.pkg.Consts, c.pkg.Vars) {
		c.linksIn(g.Names[0], g.Doc)
	}
	for _, typ := range c.pkg.Types {
		c.linksIn(typ.Name, typ.Doc)
		for _, f := range slices.Concat(typ.Funcs, typ.Methods) {
			c.linksIn(typ.Name+"."+f.Name, f.Doc)
		}
	}
}

func (c *docs) linksIn(name, text string) {
	walk := func(texts []comment.Text) {
		for _, x := range texts {
			switch x := x.(type) {
			case comment.Plain:
				for _, dead := range bracketed.FindAllString(string(x), -1) {
					c.t.Errorf("%s: the link %s leads nowhere", name, dead)
				}
			case *comment.DocLink:
				if dir, ok := strings.CutPrefix(x.ImportPath, module+"/"); ok && !c.exists(dir, x.Recv, x.Name) {
					c.t.Errorf("%s: the link to %s %s %s leads nowhere", name, dir, x.Recv, x.Name)
				}
			case *comment.Link:
				if rest, ok := strings.CutPrefix(x.URL, "https://pkg.go.dev/"+module+"/"); ok && !c.leads(rest) {
					c.t.Errorf("%s: the link to %s leads nowhere", name, x.URL)
				}
			}
		}
	}

	var blocks func(content []comment.Block)
	blocks = func(content []comment.Block) {
		for _, b := range content {
			switch b := b.(type) {
			case *comment.Paragraph:
				walk(b.Text)
			case *comment.Heading:
				walk(b.Text)
			case *comment.List:
				for _, item := range b.Items {
					blocks(item.Content)
				}
			}
		}
	}

	blocks(c.pkg.Parser().Parse(text).Content)
}

// leads reports whether a directory of the module with the name after # exists.
func (c *docs) leads(to string) bool {
	dir, path, _ := strings.Cut(to, "#")
	recv, name, ok := strings.Cut(path, ".")
	if !ok {
		recv, name = "", path
	}
	return c.exists(dir, recv, name)
}

// exists reports whether another package of the module has a name.
func (c *docs) exists(dir, recv, name string) bool {
	if info, err := os.Stat(filepath.Join(root, dir)); err != nil || !info.IsDir() {
		return false
	}
	if name == "" {
		return true
	}

	_, pkg := parse(c.t, dir)
	for _, f := range pkg.Funcs {
		if recv == "" && f.Name == name {
			return true
		}
	}

	named := func(g *doc.Value) bool { return recv == "" && slices.Contains(g.Names, name) }
	for _, typ := range pkg.Types {
		switch {
		case recv == "" && typ.Name == name,
			slices.ContainsFunc(slices.Concat(typ.Consts, typ.Vars), named),
			recv == "" && slices.ContainsFunc(typ.Funcs, func(f *doc.Func) bool { return f.Name == name }),
			recv == typ.Name && slices.ContainsFunc(typ.Methods, func(f *doc.Func) bool { return f.Name == name }),
			recv == typ.Name && hasField(typ, name):
			return true
		}
	}

	return slices.ContainsFunc(slices.Concat(pkg.Consts, pkg.Vars), named)
}

// hasField reports whether a type is a struct with a field.
func hasField(typ *doc.Type, name string) bool {
	found := false
	ast.Inspect(typ.Decl, func(n ast.Node) bool {
		if f, ok := n.(*ast.Field); ok {
			found = found || slices.ContainsFunc(f.Names, func(id *ast.Ident) bool { return id.Name == name })
		}
		return !found
	})
	return found
}

// overview reports an overview without the calls that matter: its first block with an
// assignment. Its lines stand in an example in the same order, so that they compile.
func (c *docs) overview() {
	if c.pkg.ImportPath == module+"/hierarchy/hierarchytest" {
		return // its block is a test
	}

	for _, b := range c.pkg.Parser().Parse(c.pkg.Doc).Content {
		code, ok := b.(*comment.Code)
		if !ok || !strings.Contains(code.Text, " := ") {
			continue
		}
		for _, f := range c.files {
			for _, e := range doc.Examples(f) {
				if hasLines(c.source(e.Code), code.Text) {
					return
				}
			}
		}
		c.t.Errorf("no example has the lines of the overview in their order:\n%s", code.Text)
		return
	}
	c.t.Error("the overview has no block of the calls that matter")
}

// source returns the text of a node.
func (c *docs) source(n ast.Node) string {
	var text strings.Builder
	if err := printer.Fprint(&text, positions, n); err != nil {
		c.t.Fatal(err)
	}
	return text.String()
}

// hasLines reports whether a text has the lines of a part of it, in their order. Blanks,
// "…" and comments at the end of a line do not count.
func hasLines(text, part string) bool {
	words := func(line string) string {
		line, _, _ = strings.Cut(line, " // ")
		return strings.Join(strings.Fields(line), " ")
	}

	var wanted []string
	for line := range strings.Lines(part) {
		if line = words(line); line != "" && line != "…" {
			wanted = append(wanted, line)
		}
	}
	for line := range strings.Lines(text) {
		if len(wanted) > 0 && words(line) == wanted[0] {
			wanted = wanted[1:]
		}
	}
	return len(wanted) == 0
}

// examples reports functions without an example of their own, types of which no
// example has a value, and examples without output.
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

	c.reach(shown)

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

// reach adds the types whose values an example has without naming them: the results of
// functions that it calls, and the fields that it reads.
func (c *docs) reach(shown map[string]bool) {
	mark := func(e ast.Node) {
		ast.Inspect(e, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				shown[id.Name] = true
			}
			return true
		})
	}
	for _, f := range c.files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if shown[n.Name.Name] && n.Type.Results != nil {
					mark(n.Type.Results)
				}
			case *ast.StructType:
				for _, field := range n.Fields.List {
					for _, name := range field.Names {
						if shown[name.Name] {
							mark(field.Type)
						}
					}
				}
			}
			return true
		})
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
