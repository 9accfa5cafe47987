package hierarchy_test

import (
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
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
