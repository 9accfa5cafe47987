// Mechanism runs a closed loop on eight provinces that are made up: goals
// become targets, targets quotas, effort answers to pressure, results are
// ranked and scored, and both move the next year's targets. In the sixth year
// the target turns from quantity to quality. The same provinces live through
// the same luck under regimes that differ in how public the ranking is and how
// much a quota obliges.
//
//	go run ./examples/mechanism
//	go run ./examples/mechanism -seed 7 -format json
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

const defaultSeed = 2018

func main() {
	format := flag.String("format", "text", "`form` of the output: text or json")
	seed := flag.Uint64("seed", defaultSeed, "`number` that the luck of the provinces is drawn from")
	flag.Parse()
	if err := write(os.Stdout, *format, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "mechanism:", err)
		os.Exit(1)
	}
}

func write(w io.Writer, format string, seed uint64) error {
	r, err := run(seed)
	if err != nil {
		return err
	}
	switch format {
	case "text":
		return r.text(w)
	case "json":
		return r.json(w)
	}
	return fmt.Errorf("unknown format %q: use text or json", format)
}
