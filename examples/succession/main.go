// Succession carries the quotas of a target through the end of a prefecture.
// Anhui's target of 3.4 invention patents in force per 10,000 people by 2015 was
// set early in 2011, when Chaohu was one of its seventeen prefectures; on 14 July
// it was abolished, and its five counties went to three others.
//
//	go run ./examples/succession
//	go run ./examples/succession -format json
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
		fmt.Fprintln(os.Stderr, "succession:", err)
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
