// Patents follows one target of China's 12th five-year plan, 3.3 invention
// patents in force per 10,000 people by 2015, from the centre to the provinces
// and to two cities, holds the published results against it, and ranks the
// provinces in public.
//
//	go run ./examples/patents
//	go run ./examples/patents -format json
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
		fmt.Fprintln(os.Stderr, "patents:", err)
		os.Exit(1)
	}
}

func write(w io.Writer, format string) error {
	d, err := load()
	if err != nil {
		return err
	}
	c, err := run(d)
	if err != nil {
		return err
	}
	switch format {
	case "text":
		return c.text(w)
	case "json":
		return c.json(w)
	}
	return fmt.Errorf("unknown format %q: use text or json", format)
}
