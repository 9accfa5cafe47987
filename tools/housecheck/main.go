// Command housecheck reports where packages break the rules of this project:
//
//	housecheck ./...
//
// A flag chooses one analyzer, such as -page.
package main

import (
	"golang.org/x/tools/go/analysis/multichecker"

	"github.com/targetcascade/cascade/tools/houserules"
)

func main() { multichecker.Main(houserules.Exact, houserules.Pure, houserules.Page) }
