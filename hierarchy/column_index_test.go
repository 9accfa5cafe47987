package hierarchy_test

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// A sweep over populations: each year every unit grows by its own rate, in whole
// numbers, without a decimal for every unit and year.
func ExampleColumnBuilder() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "CN", Level: "nation"},
		{Code: "440000", Name: "Guangdong", Level: "province", Parent: "CN"},
		{Code: "540000", Name: "Tibet", Level: "province", Parent: "CN"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	first := tree.ColumnBuilder()
	for code, people := range map[string]int64{"440000": 104_320_459, "540000": 3_002_165} {
		if i, ok := tree.Index(code); ok {
			first.SetInt64(i, people, 0)
		}
	}
	people, err := first.Column()
	if err != nil {
		fmt.Println(err)
		return
	}

	next := tree.ColumnBuilder()
	for i := range tree.Len() {
		if n, exp, ok := people.Int64At(i); ok {
			next.SetInt64(i, n+n/100, exp) // 1 % more
		}
	}
	later, err := next.Column()
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, n := range later.All() {
		fmt.Println(u.Name, n)
	}
	// Output:
	// Guangdong 105363663
	// Tibet 3032186
}

func ExampleTree_ChildrenAt() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "CN", Level: "nation"},
		{Code: "110000", Name: "Beijing", Level: "province", Parent: "CN"},
		{Code: "310000", Name: "Shanghai", Level: "province", Parent: "CN"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	root, _ := tree.Index("CN")
	for i, end := tree.ChildrenAt(root); i < end; i++ {
		fmt.Println(i, tree.UnitAt(i).Name, "under", tree.UnitAt(tree.ParentAt(i)).Code)
	}
	// Output:
	// 1 Beijing under CN
	// 2 Shanghai under CN
}

// Indices are places in the order of All, and lead from parents to children and
// back.
func TestTreeIndices(t *testing.T) {
	tree := chinaTree(t)
	i := 0
	for u := range tree.All() {
		if at, ok := tree.Index(u.Code); !ok || at != i {
			t.Errorf("Index(%s) = %d, %t, want %d", u.Code, at, ok, i)
		}
		if got := tree.UnitAt(i); got != u {
			t.Errorf("UnitAt(%d) = %v, want %v", i, got, u)
		}
		if parent := tree.ParentAt(i); u.Parent == "" && parent != -1 || u.Parent != "" &&
			tree.UnitAt(parent).Code != u.Parent {
			t.Errorf("ParentAt(%d) = %d, want the index of %q", i, parent, u.Parent)
		}
		first, end := tree.ChildrenAt(i)
		for c := range tree.Children(u.Code) {
			if tree.UnitAt(first) != c {
				t.Errorf("ChildrenAt(%d): unit %d is not %s", i, first, c.Code)
			}
			first++
		}
		if first != end {
			t.Errorf("ChildrenAt(%d) ends at %d, want %d", i, end, first)
		}
		i++
	}

	var none *hierarchy.Tree
	for _, out := range []struct {
		tree *hierarchy.Tree
		i    int
	}{{tree, -1}, {tree, tree.Len()}, {none, 0}, {new(hierarchy.Tree), 0}} {
		first, end := out.tree.ChildrenAt(out.i)
		if u := out.tree.UnitAt(out.i); u != (hierarchy.Unit{}) || out.tree.ParentAt(out.i) != -1 || first != 0 ||
			end != 0 {
			t.Errorf(
				"index %d of no unit: UnitAt() = %v, ParentAt() = %d, ChildrenAt() = %d, %d", out.i, u,
				out.tree.ParentAt(out.i), first, end,
			)
		}
	}
	if at, ok := none.Index("000000"); ok || at != 0 {
		t.Errorf("Index() in no tree = %d, %t", at, ok)
	}
}

func TestColumnIndices(t *testing.T) {
	f := newFan(4)
	some := f.column("1.5", "", "-20", "0")
	wide := f.column("1.5", "", "123456789012345678901", "7")
	tests := []struct {
		name string
		c    hierarchy.Column
		i    int
		d    string // the figure, empty for none
		m    int64
		exp  int32
		fits bool
	}{
		{"a figure", some, 1, "1.5", 15, -1, true},
		{"a gap", some, 2, "", 0, 0, false},
		{"below zero", some, 3, "-20", -200, -1, true},
		{"zero", some, 4, "0", 0, -1, true},
		{"before all", some, -1, "", 0, 0, false},
		{"after all", some, 5, "", 0, 0, false},
		{"of no tree", hierarchy.Column{}, 0, "", 0, 0, false},
		{"beside a wide figure", wide, 4, "7", 7, 0, true},
		{"a wide figure", wide, 3, "123456789012345678901", 0, -1, false},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, ok := tt.c.FigureAt(tt.i)
			if ok != (tt.d != "") || tt.c.HasAt(tt.i) != ok || ok && d.String() != tt.d {
				t.Errorf("FigureAt(%d) = %v, %t, want %q; HasAt() = %t", tt.i, d, ok, tt.d, tt.c.HasAt(tt.i))
			}
			m, exp, fits := tt.c.Int64At(tt.i)
			if fits != tt.fits || fits && (m != tt.m || exp != tt.exp) {
				t.Errorf("Int64At(%d) = %d, %d, %t, want %d, %d, %t", tt.i, m, exp, fits, tt.m, tt.exp, tt.fits)
			}
		})
	}
}

func TestColumnWords(t *testing.T) {
	f := newFan(4)
	gaps, err := f.tree.ColumnBuilder().Column()
	if err != nil {
		t.Fatal(err)
	}

	for _, tt := range []struct {
		name  string
		c     hierarchy.Column
		words map[int]int64
		exp   int32
		ok    bool
	}{
		{"with gaps", f.column("1.5", "", "-20", "0"), map[int]int64{1: 15, 3: -200, 4: 0}, -1, true},
		{"no figure", gaps, map[int]int64{}, 0, true},
		{"a wide figure", f.column("1.5", "", "123456789012345678901", "7"), map[int]int64{}, -1, false},
		{"far apart", f.column("1e18", "0.01"), map[int]int64{}, -2, false},
		{"of no tree", hierarchy.Column{}, map[int]int64{}, 0, false},
	} {
		words, exp, ok := tt.c.Words()
		if diff := cmp.Diff(tt.words, maps.Collect(words)); diff != "" || exp != tt.exp || ok != tt.ok {
			t.Errorf("%s: Words() = %d, %t, want %d, %t; (-want +got)\n%s", tt.name, exp, ok, tt.exp, tt.ok, diff)
		}
		for range words {
			break // must not go on
		}
	}
}

func TestColumnBuilder(t *testing.T) {
	f := newFan(3)
	b := f.tree.ColumnBuilder()
	b.Set(3, d("9"))
	b.SetInt64(1, -25, -1)
	b.SetInt64(3, 123, -2) // in place of 9
	b.SetInt64(2, 1, 99)
	c, err := b.Column()
	if want := f.column("-2.5", "1e99", "1.23"); err != nil || !c.Equal(want) || c.Tree() != f.tree {
		t.Errorf("Column() = %v, %v, want -2.5 1e99 1.23", c, err)
	}
	if c, err = b.Column(); err != nil || c.Len() != 0 {
		t.Errorf("Column() for the second time = %v, %v, want gaps", c, err)
	}

	for name, set := range map[string]func(b *hierarchy.ColumnBuilder){
		"an index below 0":         func(b *hierarchy.ColumnBuilder) { b.Set(-1, d("1")) },
		"an index beyond the last": func(b *hierarchy.ColumnBuilder) { b.SetInt64(4, 1, 0) },
		"too many digits":          func(b *hierarchy.ColumnBuilder) { b.Set(1, decimal.New(1, 100)) },
		"too large an exponent":    func(b *hierarchy.ColumnBuilder) { b.SetInt64(1, 10, 99) },
		"the largest exponent":     func(b *hierarchy.ColumnBuilder) { b.SetInt64(1, 1, math.MaxInt32) },
		"too small an exponent":    func(b *hierarchy.ColumnBuilder) { b.SetInt64(1, 1, -101) },
	} {
		b := f.tree.ColumnBuilder()
		set(b)
		if c, err := b.Column(); !errors.Is(err, target.ErrRange) || c.Len() != 0 {
			t.Errorf("%s: Column() = %v, %v, want %v", name, c, err, target.ErrRange)
		}
	}
	var none *hierarchy.Tree
	nothing := none.ColumnBuilder()
	nothing.Set(0, d("1"))
	if _, err := nothing.Column(); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Column() of no tree = %v, want %v", err, target.ErrRequired)
	}
}

// Reading and writing by index allocate nothing for each unit.
func TestColumnIndicesAllocateNothing(t *testing.T) {
	f := newFan(500)
	texts := make([]string, 500)
	for i := range texts {
		texts[i] = "12.5"
	}
	c := f.column(texts...)
	b := f.tree.ColumnBuilder()
	if n := testing.AllocsPerRun(10, func() {
		for i := range f.tree.Len() {
			if m, exp, ok := c.Int64At(i); ok && f.tree.UnitAt(i).Code != "" && f.tree.ParentAt(i) == 0 {
				b.SetInt64(i, m+1, exp)
			}
		}
	}); n > 0 {
		t.Errorf("reading and writing 500 figures by index allocates %v times, want never", n)
	}
}
