// Mechanism runs a closed loop on eight provinces that are made up. Goals become
// targets, and targets quotas. Effort answers to pressure. Results are ranked and
// scored, and both move the next year's targets. In the sixth year the target turns
// from quantity to quality. The same provinces live through the same luck under regimes
// that differ in how public the ranking is and how much a quota obliges.
//
//	go run ./examples/mechanism
//	go run ./examples/mechanism -all
//	go run ./examples/mechanism -seed 7 -format json
package main

import (
	"flag"

	"github.com/targetcascade/cascade/examples/internal/page"
)

const defaultSeed = 2018

func main() {
	seed := flag.Uint64("seed", defaultSeed, "`number` that the luck of the provinces is drawn from")
	page.Main("mechanism", func() (*pageData, error) { return run(*seed) })
}
