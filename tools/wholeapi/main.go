// Wholeapi prints a program that uses every exported name of the library. What
// is not reachable from it is reachable from no other program.
//
//	go -C tools run ./wholeapi > main.go
package main

import (
	"fmt"
	"go/types"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

const module = "github.com/targetcascade/cascade"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "wholeapi:", err)
		os.Exit(1)
	}
}

func run() error {
	all, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes, Dir: ".."}, module+"/...")
	if err != nil {
		return err
	}

	var imports, uses []string
	for _, p := range all {
		if p.Name == "main" || len(p.Errors) > 0 || slices.Contains(strings.Split(p.PkgPath, "/"), "internal") {
			continue
		}
		alias := strings.ReplaceAll(strings.TrimPrefix(p.PkgPath, module), "/", "_")
		names := usesOf(p.Types.Scope(), alias)
		if len(names) == 0 {
			continue
		}
		imports = append(imports, fmt.Sprintf("\t%s %q", alias, p.PkgPath))
		uses = append(uses, names...)
	}
	if len(uses) == 0 {
		return fmt.Errorf("no exported name in %s", module)
	}

	fmt.Printf("package main\n\nimport (\n\t\"fmt\"\n\n%s\n)\n\nfunc main() {\n\tfmt.Println(\n%s\n\t)\n}\n",
		strings.Join(imports, "\n"), strings.Join(uses, "\n"))
	return nil
}

// usesOf lists expressions that use the functions, the variables and the types of
// a package. A value that is printed reaches the methods of its type.
func usesOf(scope *types.Scope, alias string) []string {
	var uses []string
	for _, name := range scope.Names() {
		if !types.NewVar(0, nil, name, nil).Exported() {
			continue
		}
		path := alias + "." + name
		switch o := scope.Lookup(name).(type) {
		case *types.Func:
			if o.Signature().TypeParams().Len() == 0 {
				uses = append(uses, "\t\t"+path+",")
			}
		case *types.Var:
			uses = append(uses, "\t\t"+path+",")
		case *types.TypeName:
			uses = append(uses, "\t\tnew("+path+"),")
		}
	}
	return uses
}
