package page

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
)

// Columns and Rows are the size of a screen. A first page fits it.
const (
	Columns = 100
	Rows    = 45
)

// Result is what a program found.
type Result interface {
	Page() string // the first page
	Text() string // everything
	Data() any    // the same as values for package encoding/json
}

// Main is the main function of a program by its name: it reads the flags,
// computes the result and prints it. Further flags are defined before. An error
// ends the program with status 1.
func Main[R Result](name string, compute func() (R, error)) {
	format := flag.String("format", "text", "`form` of the output: text or json")
	all := flag.Bool("all", false, "print every table and the sources, not the first page")
	flag.Parse()
	if *all && *format == "text" {
		*format = "all"
	}

	r, err := compute()
	if err == nil {
		err = Write(os.Stdout, *format, r)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

// moreText ends the first page.
const moreText = "\n-all prints every table and the sources.\n"

// Write prints a result: its first page as text, everything as all, or values as
// json. It returns an error, and prints nothing, for another format.
func Write(w io.Writer, format string, r Result) error {
	switch format {
	case "text":
		_, err := io.WriteString(w, minus(r.Page()+moreText))
		return err
	case "all":
		_, err := io.WriteString(w, minus(r.Text()))
		return err
	case "json":
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(r.Data())
	}
	return fmt.Errorf("unknown format %q: use text or json", format)
}

var negative = regexp.MustCompile(`(?m)(^|[ (])-([0-9])`)

// minus prints every negative number with the sign for it, not with a hyphen.
func minus(text string) string { return negative.ReplaceAllString(text, "${1}−${2}") }
