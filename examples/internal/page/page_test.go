package page_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/page"
)

type sample struct {
	Name string
	None *decimal.Decimal `strict:"required"`
}

func (s sample) Page() string { return s.Name + "\n" }
func (s sample) Text() string { return s.Name + " of −1\n" }
func (s sample) Data() any    { return s }

func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func TestWrite(t *testing.T) {
	for format, want := range map[string]string{
		"text": "R&D\n\n-all prints every table and the sources.\n",
		"all":  "R&D of −1\n",
		"json": "{\n\"name\":\"R&D\",\n\"none\":null\n}\n",
	} {
		t.Run(format, func(t *testing.T) {
			var got bytes.Buffer
			if err := page.Write(&got, format, sample{Name: "R&D"}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got.String()); diff != "" {
				t.Errorf("Write() mismatch (-want +got):\n%s", diff)
			}
		})
	}

	t.Run("unknown", func(t *testing.T) {
		var got bytes.Buffer
		if err := page.Write(&got, "yaml", sample{}); err == nil || got.Len() > 0 {
			t.Errorf("Write() = %v after %d bytes, want an error and no output", err, got.Len())
		}
	})
}

func TestMainFormats(t *testing.T) {
	args, flags, stdout := os.Args, flag.CommandLine, os.Stdout
	t.Cleanup(func() { os.Args, flag.CommandLine, os.Stdout = args, flags, stdout })

	for _, tt := range []struct{ args, want string }{
		{"", "x 7\n\n-all prints every table and the sources.\n"},
		{"-all", "x 7 of −1\n"},
		{"-format json", "{\n\"name\":\"x 7\",\n\"none\":null\n}\n"},
		{"-all -format json", "{\n\"name\":\"x 7\",\n\"none\":null\n}\n"},
	} {
		out, err := os.Create(filepath.Join(t.TempDir(), "out"))
		if err != nil {
			t.Fatal(err)
		}

		os.Args, flag.CommandLine, os.Stdout = []string{"x", "-seed", "7"}, flag.NewFlagSet("x", flag.PanicOnError), out
		os.Args = append(os.Args, strings.Fields(tt.args)...)
		seed := flag.String("seed", "1", "")
		page.Main("x", func() (sample, error) { return sample{Name: "x " + *seed}, nil })
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}

		got, err := os.ReadFile(out.Name())
		if diff := cmp.Diff(tt.want, string(got)); diff != "" || err != nil {
			t.Errorf("Main() with %q mismatch (-want +got), %v:\n%s", tt.args, err, diff)
		}
	}
}

func TestTable(t *testing.T) {
	table := page.Table{
		{"", "Name", " ρ", "Why"}, {"1", "Ürümqi", "–", ""}, {"10", "He", "12.5", "estimated"}, {"3", "Wu"},
	}
	want := "" +
		"      Name       ρ  Why\n" +
		"  1   Ürümqi     –\n" +
		"  10  He      12.5  estimated\n" +
		"  3   Wu\n"
	if diff := cmp.Diff(want, table.String()); diff != "" {
		t.Errorf("String() mismatch (-want +got):\n%s", diff)
	}
	if got, want := table.Over(map[int]string{1: "ä", 3: "b"}), "      ä             b\n"; got != want {
		t.Errorf("Over() = %q, want %q", got, want)
	}
}

func TestIndent(t *testing.T) {
	word := strings.Repeat("ü", 48)
	for _, c := range []struct {
		name, text string
		margin     int
		want       string
	}{
		{"nothing", "", 2, ""},
		{"short lines", "a b\n  c\n", 2, "  a b\n    c\n"},
		{"no newline at the end", "a", 4, "    a\n"},
		{"to the last column", word + " " + word + "x", 2, "  " + word + " " + word + "x\n"},
		{"past it", word + " " + word + "xy\n", 2, "  " + word + "\n    " + word + "xy\n"},
		{
			"breaks begin alike", " " + word + " " + word + "x " + word + "\n", 2,
			"   " + word + "\n     " + word + "x\n     " + word + "\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := page.Indent(c.text, c.margin)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("Indent() mismatch (-want +got):\n%s", diff)
			}
			for line := range strings.Lines(got) {
				if utf8.RuneCountInString(line) > page.Columns+1 {
					t.Errorf("too wide: %s", line)
				}
			}
		})
	}
}

func TestSources(t *testing.T) {
	if got, want := page.Sources(
		"see there", []string{"a", "b"},
	), "Sources (see there)\n\n  [1] a\n  [2] b\n"; got != want {
		t.Errorf("Sources() = %q, want %q", got, want)
	}
}

func TestNumbers(t *testing.T) {
	signed := func(d decimal.Decimal) string { return page.Signed(d, 2) }
	percent := func(d decimal.Decimal) string { return page.Percent(d, 1) }

	for _, c := range []struct {
		name       string
		print      func(decimal.Decimal) string
		text, want string
	}{
		{"Signed", signed, "1.604", "+1.60"},
		{"Signed", signed, "0.004", "0.00"},
		{"Signed", signed, "-0.004", "0.00"},
		{"Signed", signed, "0", "0.00"},
		{"Signed", signed, "-0.5", "−0.50"},
		{"Signed", signed, "1234.5", "+1,234.50"},
		{"Percent", percent, "0.12345", "12.3 %"},
	} {
		if got := c.print(num(c.text)); got != c.want {
			t.Errorf("%s(%s) = %s, want %s", c.name, c.text, got, c.want)
		}
	}

	for places, want := range map[int]string{-2: "−2", 0: "0", 3: "+3"} {
		if got := page.Move(places); got != want {
			t.Errorf("Move(%d) = %s, want %s", places, got, want)
		}
	}
}

func TestAbsent(t *testing.T) {
	none, some := decimal.NullDecimal{}, decimal.NewNullDecimal(num("1.50"))
	if got := page.OrDash(none, 1); got != "–" {
		t.Errorf("OrDash(none) = %s", got)
	}
	if got := page.OrDash(some, 1); got != "1.5" {
		t.Errorf("OrDash(1.50) = %s", got)
	}
}
