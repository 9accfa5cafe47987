// Growth measures how targets for the growth of China's GDP are raised on the way
// down (层层加码): what the nation, its provinces and its prefectures announced for
// each year from 2003 to 2026, and by how many points each level asks for more
// than the one above it.
//
//	go run ./examples/growth
//	go run ./examples/growth -format json
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
		fmt.Fprintln(os.Stderr, "growth:", err)
		os.Exit(1)
	}
}

func write(w io.Writer, format string) error {
	d, err := load()
	if err != nil {
		return err
	}
	r, err := run(d)
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
