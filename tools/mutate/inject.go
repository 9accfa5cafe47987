package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The environment of a test binary: the mutant that is active, and the file
// that takes a byte at the number of each mutant that is reached.
const (
	envActive  = "MUTANT_ACTIVE"
	envReached = "MUTANT_REACHED"
)

// active is injected into the binary that runs mutants. Hot loops call
// mutant__, which is inlined.
const active = `
var mutantActive__ = func() int { n, _ := strconv.Atoi(os.Getenv("` + envActive + `")); return n }()

func mutant__(id int) bool { return mutantActive__ == id }
`

// recording is injected into the binary that finds out what is reached. It
// writes as it goes, so that a test may end as it likes. Two goroutines that
// reach a mutant at once write it twice.
const recording = `
var mutantSeen__ [%d]bool

var mutantFile__ = sync.OnceValue(func() *os.File {
	f, err := os.OpenFile(os.Getenv("` + envReached + `"), os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		panic(err)
	}
	return f
})

func mutant__(id int) bool {
	if !mutantSeen__[id] {
		mutantSeen__[id] = true
		if _, err := mutantFile__().WriteAt([]byte{1}, int64(id)); err != nil {
			panic(err)
		}
	}
	return false
}
`

const number = `
type mutantInteger__ interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

type mutantNumber__ interface{ mutantInteger__ | ~float32 | ~float64 }

func mutantNeg__[T mutantNumber__](id int, a T) T {
	if mutant__(id) {
		return a
	}
	return -a
}
`

// injected is a file that is added to the package.
func (p *pkg) injected(record bool) string {
	var b strings.Builder
	imports := map[string]bool{"os": true}
	if record {
		imports["sync"] = true
		fmt.Fprintf(&b, recording, len(p.mutants)+1)
	} else {
		imports["strconv"] = true
		b.WriteString(active)
	}

	b.WriteString(number)
	for tok, a := range arithmetic {
		constraint := "mutantNumber__"
		if a.helper == "mutantRem__" {
			constraint = "mutantInteger__"
		}
		fmt.Fprintf(
			&b,
			"\nfunc %s[T %s](id int, a, b T) T {\n\tif mutant__(id) {\n\t\treturn a %s b\n\t}\n\treturn a %s b\n}\n",
			a.helper, constraint, a.other, tok,
		)
	}

	for _, s := range methods {
		if p.imports(s.imported) {
			imports[s.imported] = true
			b.WriteString("\n" + s.source())
		}
	}

	var head strings.Builder
	fmt.Fprintf(&head, "package %s\n\nimport (\n", p.name)
	for _, path := range slices.Sorted(maps.Keys(imports)) {
		fmt.Fprintf(&head, "\t%q\n", path)
	}
	head.WriteString(")\n")
	return head.String() + b.String()
}

// imports reports whether a file of the package imports the path. A package that
// uses methods of a type that it does not import by name is not mutated there.
func (p *pkg) imports(path string) bool {
	return slices.ContainsFunc(p.files, func(f *file) bool {
		for _, spec := range f.syntax.Imports {
			if strings.Trim(spec.Path.Value, `"`) == path {
				return true
			}
		}
		return false
	})
}
