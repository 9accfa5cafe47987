// Report writes one self-contained HTML page on a target that was handed down. It shows
// results against the quotas of every year, the cascade as a tree, the
// scorecards and the ranking. The page asks the network for nothing.
//
//	go run . -o report.html
//	go run . > report.html
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
)

func main() {
	name := flag.String("o", "", "`file` to write; empty is standard output")
	flag.Parse()
	if err := run(*name); err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
}

// run writes nothing unless the whole page could be made.
func run(name string) error {
	d, err := load()
	if err != nil {
		return err
	}
	r, err := compute(d)
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := r.page(&page); err != nil {
		return err
	}
	if name == "" {
		_, err := os.Stdout.Write(page.Bytes())
		return err
	}
	return os.WriteFile(name, page.Bytes(), 0o644)
}
