package embedded_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/embedded"
	_ "github.com/targetcascade/cascade/examples/internal/golden" // for -update, which all tests of the examples take
	"github.com/targetcascade/cascade/target"
)

func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

var files = fstest.MapFS{
	"good.csv": {
		Data: []byte("# what it is\ncode,figure,n,when,2014,2015\nA,1.50,7,2015,1,2\n# more\nB,,8,2015-03,,4.0\n"),
	},
	"short.csv": {Data: []byte("a,b\n1\n")},
	"empty.csv": {Data: []byte("# nothing\n")},
	"head.csv":  {Data: []byte("a,b\n")},
	"bad.csv":   {Data: []byte("code,2014\nA,1\nB,7x\n")},
}

func TestEach(t *testing.T) {
	type row struct {
		Code   string
		Figure decimal.NullDecimal
		N      int
		When   target.Period
	}

	var got []row
	years := embedded.ByYear{}
	err := embedded.Each(files, "good.csv", func(r *embedded.Row) {
		got = append(got, row{r.Text("code"), r.Optional("figure"), r.Int("n"), r.Period("when")})
		for year, x := range r.Years() {
			years.Put(year, r.Text("code"), x)
		}
	})
	if err != nil {
		t.Fatal(err)
	}

	want := []row{{"A", decimal.NewNullDecimal(num("1.5")), 7, target.Year(2015)}, {
		"B", decimal.NullDecimal{}, 8, target.Month(2015, 3),
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows mismatch (-want +got):\n%s", diff)
	}
	wantYears := embedded.ByYear{2014: {"A": num("1")}, 2015: {"A": num("2"), "B": num("4")}}
	if diff := cmp.Diff(wantYears, years); diff != "" {
		t.Errorf("years mismatch (-want +got):\n%s", diff)
	}
}

func TestEachRefuses(t *testing.T) {
	failed := errors.New("failed")
	for _, c := range []struct {
		name, file string
		use        func(*embedded.Row)
		want       string
	}{
		{"text for a number", "good.csv", func(r *embedded.Row) { r.Number("code") }, "good.csv: row 1: code: "},
		{"nothing for a number", "good.csv", func(r *embedded.Row) { r.Number("figure") }, "good.csv: row 2: figure: "},
		{
			"a fraction for a whole number", "good.csv", func(r *embedded.Row) { r.Int("figure") },
			"good.csv: row 1: figure: ",
		},
		{"text for a period", "good.csv", func(r *embedded.Row) { r.Period("code") }, "good.csv: row 1: code: "},
		{"text for a year's figure", "bad.csv", func(r *embedded.Row) {
			for range r.Years() {
			}
		}, "bad.csv: row 2: 2014: "},
		{
			"a missing column", "good.csv", func(r *embedded.Row) { r.Text("nothing") },
			"good.csv: row 1: no column nothing",
		},
		{
			"the first problem", "good.csv",
			func(r *embedded.Row) { r.Fail(nil); r.Fail(failed); r.Number("code") }, "good.csv: row 1: failed",
		},
		{"a row too short", "short.csv", func(*embedded.Row) {}, "short.csv: "},
		{"no headings", "empty.csv", func(*embedded.Row) {}, "empty.csv: no headings"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := embedded.Each(files, c.file, c.use); err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("Each() = %v, want %s…", err, c.want)
			}
		})
	}

	if err := embedded.Each(files, "good.csv", func(r *embedded.Row) { r.Fail(failed) }); !errors.Is(err, failed) {
		t.Errorf("Each() = %v, want to find the error of the row in it", err)
	}
	if err := embedded.Each(files, "nothing.csv", func(*embedded.Row) {}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Each() of no file = %v", err)
	}
}

func TestEachOfNone(t *testing.T) {
	err := embedded.Each(files, "head.csv", func(*embedded.Row) { t.Error("called without a row") })
	if err != nil {
		t.Error(err)
	}
}

func TestYearsStop(t *testing.T) {
	n := 0
	err := embedded.Each(files, "good.csv", func(r *embedded.Row) {
		for range r.Years() {
			n++
			break
		}
	})
	if n != 2 || err != nil {
		t.Errorf("%d figures of two rows, %v", n, err)
	}
}
