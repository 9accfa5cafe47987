// Symbols draws the weather symbols of the German Sustainable Development
// Strategy for 22 targets and holds them against the 175 that were published.
//
//	go run ./examples/symbols
//	go run ./examples/symbols -format json
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
		fmt.Fprintln(os.Stderr, "symbols:", err)
		os.Exit(1)
	}
}

func write(w io.Writer, format string) error {
	goals, err := load()
	if err != nil {
		return err
	}
	r, err := run(goals)
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
