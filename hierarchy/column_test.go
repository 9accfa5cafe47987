package hierarchy_test

import (
	"errors"
	"fmt"
	"maps"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func TestColumnEqual(t *testing.T) {
	tree := flat(t, "A", "B")
	c := column(t, tree, figures("A", "1", "B", "2"))
	for _, tt := range []struct {
		name string
		o    hierarchy.Column
		want bool
	}{
		{"another scale", column(t, tree, figures("A", "1.0", "B", "2.00")), true},
		{"another tree", column(t, flat(t, "A", "B", "C"), figures("A", "1", "B", "2")), true},
		{"another figure", column(t, tree, figures("A", "1", "B", "3")), false},
		{"another unit", column(t, flat(t, "A", "C"), figures("A", "1", "C", "2")), false},
		{"fewer", column(t, tree, figures("A", "1")), false},
		{"none", hierarchy.Column{}, false},
	} {
		if c.Equal(tt.o) != tt.want || tt.o.Equal(c) != tt.want {
			t.Errorf("%s: Equal() is %v, want %v", tt.name, !tt.want, tt.want)
		}
	}
}

// A code that nearly is one of the tree's gets the remedy.
func TestColumnRemedies(t *testing.T) {
	tree := chinaTree(t)
	for code, want := range map[string]string{
		"\ufeff440000": "remove the byte-order mark (BOM) before it: save the file as UTF-8 without BOM",
		"440000 ":      "remove the spaces around it",
		"44000":        "must be the code of a unit of the tree",
	} {
		_, err := tree.Column(maps.All(map[string]decimal.Decimal{code: d("1")}))
		if fe, ok := errors.AsType[*target.FieldError](err); !ok || fe.Err != target.ErrUnknown || fe.Remedy != want {
			t.Errorf("Column() of %q = %v, want %v with the remedy %q", code, err, target.ErrUnknown, want)
		}
	}
	var none *hierarchy.Tree
	if _, err := none.Column(nil); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Column() of no tree = %v, want %v", err, target.ErrRequired)
	}
}

// Figures go to the units of their codes, whether these come in the order of the tree,
// backwards, in runs or at random; unknown codes and repetitions between them are
// reported, and neither those before nor after them go astray.
func TestColumnOrder(t *testing.T) {
	codes := make([]string, 40)
	for i := range codes {
		codes[i] = fmt.Sprintf("%02d", i)
	}
	tree := flat(t, codes...)

	rapid.Check(t, func(t *rapid.T) {
		want, wrong := map[string]int64{}, map[string]bool{}
		var given []string
		for range rapid.IntRange(0, 12).Draw(t, "runs") {
			from, n := rapid.IntRange(0, 41).Draw(t, "from"), rapid.IntRange(1, 6).Draw(t, "length")
			for k := from; k < from+n; k++ { // codes from 40 on are unknown
				given = append(given, fmt.Sprintf("%02d", k))
			}
		}

		sequence := func(yield func(string, decimal.Decimal) bool) {
			for i, code := range given {
				if !yield(code, decimal.New(int64(i), 0)) {
					return
				}
			}
		}
		for i, code := range given {
			if _, twice := want[code]; twice || code >= "40" { // no unit has it
				wrong["figures["+strconv.Quote(code)+"]"] = true
				continue
			}
			want[code] = int64(i)
		}

		c, err := tree.Column(sequence)
		if len(wrong) > 0 {
			got := map[string]bool{}
			for _, e := range target.AllErrors(err) {
				got[e.Path] = true
			}
			if diff := cmp.Diff(wrong, got); diff != "" {
				t.Fatalf("Column() of %v reports (-want +got)\n%s", given, diff)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		for code, figure := range want {
			if got, ok := c.At(code); !ok || !got.Equal(decimal.New(figure, 0)) {
				t.Fatalf("Column() of %v has %v at %s, want %d", given, got, code, figure)
			}
		}
		if c.Len() != len(want) {
			t.Fatalf("Column() of %v has %d figures, want %d", given, c.Len(), len(want))
		}

		data, err := c.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := tree.ReadColumn(data); err != nil || !again.Equal(c) {
			t.Fatalf("ReadColumn(%s) = %v, %v, want %v", data, again, err, c)
		}
	})
}
