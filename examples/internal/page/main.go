package page

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
)

// Columns is the width of a page.
const Columns = 100

// Result is what a program found.
type Result interface {
	Text() string // the page
	Data() any    // the same as values for package encoding/json
}

// Main is the main function of a program by its name: it reads the flags,
// computes the result and prints it. Further flags are defined before. An error
// ends the program with status 1.
func Main[R Result](name string, compute func() (R, error)) {
	format := flag.String("format", "text", "`form` of the output: text or json")
	flag.Parse()
	r, err := compute()
	if err == nil {
		err = Write(os.Stdout, *format, r)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

// Write prints a result. It returns an error, and prints nothing, if the format
// is neither text nor json.
func Write(w io.Writer, format string, r Result) error {
	switch format {
	case "text":
		_, err := io.WriteString(w, r.Text())
		return err
	case "json":
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(r.Data())
	}
	return fmt.Errorf("unknown format %q: use text or json", format)
}
