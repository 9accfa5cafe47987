// Effort shares the European Union's cut of emissions outside emissions
// trading by 2030 among the 27 member states by several formulas, within the
// caps of 2018 and of 2023, and sets the results beside what was adopted.
//
//	go run ./examples/effort
//	go run ./examples/effort -format json
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	format := flag.String("format", "text", "`form` of the output: text or json")
	flag.Parse()
	if err := write(os.Stdout, *format); err != nil {
		fmt.Fprintln(os.Stderr, "effort:", err)
		os.Exit(1)
	}
}

func write(w io.Writer, format string) error {
	states, err := load()
	if err != nil {
		return err
	}
	r, err := run(states)
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
