package page

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/targetcascade/cascade/internal/strictjson"
)

// Columns and Rows are the size of a screen. A first page fits it, the line that ends
// it included.
const (
	Columns = 100
	Rows    = 40
)

// Result is what a program found.
type Result interface {
	Page() string // the first page
	Text() string // everything
	Data() any    // the same as values, which are written as the library writes its own
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
		_, err := io.WriteString(w, r.Page()+moreText)
		return err
	case "all":
		_, err := io.WriteString(w, r.Text())
		return err
	case "json":
		data, err := strictjson.Marshal(r.Data())
		if err != nil {
			return err
		}
		_, err = w.Write(lines(data))
		return err
	}
	return fmt.Errorf("unknown format %q: use text or json", format)
}

// lines puts each member of an object of JSON on a line of its own, and each element
// of those that are lists. Another value is one line.
func lines(object []byte) []byte {
	if object[0] != '{' {
		return append(object, '\n')
	}
	var out bytes.Buffer
	separator := "{\n"
	for name, value := range strictjson.Members(object) {
		fmt.Fprintf(&out, "%s%s:", separator, name)
		separator = ",\n"
		var list []json.RawMessage
		if json.Unmarshal(value, &list) != nil || len(list) == 0 {
			out.Write(value)
			continue
		}
		out.WriteString("[\n" + string(bytes.Join(elements(list), []byte(",\n"))) + "\n]")
	}
	out.WriteString("\n}\n")
	return out.Bytes()
}

func elements(list []json.RawMessage) [][]byte {
	all := make([][]byte, len(list))
	for i, e := range list {
		all[i] = e
	}
	return all
}
