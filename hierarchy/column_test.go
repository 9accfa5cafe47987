package hierarchy_test

import (
	"errors"
	"maps"
	"testing"

	"github.com/shopspring/decimal"

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
