package hierarchy_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// china is a small part of China's tree, with a county directly under its
// province, memo cities and a residual.
var china = []hierarchy.Unit{
	{Code: "000000", Name: "China", Level: "nation"},
	{Code: "440000", Name: "Guangdong", Level: "province", Parent: "000000"},
	{Code: "440100", Name: "Guangzhou", Level: "prefecture", Parent: "440000"},
	{Code: "440300", Name: "Shenzhen", Level: "prefecture", Parent: "440000"},
	{Code: "44rest", Name: "rest of Guangdong", Level: "prefecture", Parent: "440000", Role: hierarchy.Residual},
	{Code: "410000", Name: "Henan", Level: "province", Parent: "000000"},
	{Code: "410100", Name: "Zhengzhou", Level: "prefecture", Parent: "410000"},
	{Code: "419001", Name: "Jiyuan", Level: "county", Parent: "410000"},
	{Code: "650000", Name: "Xinjiang", Level: "province", Parent: "000000"},
	{Code: "66bt00", Name: "XPCC", Level: "prefecture", Parent: "650000", Role: hierarchy.Memo},
}

var chinaLevels = []string{"nation", "province", "prefecture", "county"}

func codes(seq func(func(hierarchy.Unit) bool)) string {
	var out []string
	for u := range seq {
		out = append(out, u.Code)
	}
	return strings.Join(out, " ")
}

func TestTree(t *testing.T) {
	tree, err := hierarchy.NewTree(chinaLevels, china)
	if err != nil {
		t.Fatal(err)
	}

	tests := []struct{ name, got, want string }{
		{"All", codes(tree.All()), "000000 410000 440000 650000 410100 419001 440100 440300 44rest 66bt00"},
		{"Children", codes(tree.Children("440000")), "440100 440300 44rest"},
		{"Children of a leaf", codes(tree.Children("419001")), ""},
		{"Children of nothing", codes(tree.Children("1")), ""},
		{"Ancestors", codes(tree.Ancestors("419001")), "410000 000000"},
		{"Ancestors of the root", codes(tree.Ancestors("000000")), ""},
		{"Ancestors of nothing", codes(tree.Ancestors("")), ""},
		{"Level", codes(tree.Level("prefecture")), "410100 440100 440300 44rest 66bt00"},
		{"Level unknown", codes(tree.Level("town")), ""},
		{"Root", tree.Root().Name, "China"},
		{"Levels", strings.Join(tree.Levels(), " "), "nation province prefecture county"},
		{"Len", fmt.Sprint(tree.Len()), "10"},
	}

	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s = %q, want %q", tt.name, tt.got, tt.want)
		}
	}

	u, ok := tree.Unit("440300")
	if diff := cmp.Diff(china[3], u); !ok || diff != "" {
		t.Errorf("Unit() mismatch (-want +got):\n%s", diff)
	}
	for range tree.All() { // an iterator that is left early
		break
	}
}

func TestTreeIsNotTheCallers(t *testing.T) {
	units, levels := slices.Clone(china), slices.Clone(chinaLevels)
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		t.Fatal(err)
	}
	want, err := hierarchy.NewTree(chinaLevels, china)
	if err != nil {
		t.Fatal(err)
	}
	units[3], levels[0] = hierarchy.Unit{Code: "x"}, "empire"
	tree.Levels()[1] = "x"
	if !tree.Equal(want) || !cmp.Equal(tree, want) {
		t.Error("the tree changed with the slices that it was made from")
	}
	if smaller, err := hierarchy.NewTree(chinaLevels, china[:3]); err != nil || tree.Equal(smaller) || tree.Equal(nil) {
		t.Errorf("a smaller tree is equal (%v)", err)
	}
}

func TestNilTree(t *testing.T) {
	var tree *hierarchy.Tree
	if tree.Len() != 0 || tree.Root() != (hierarchy.Unit{}) || tree.Levels() != nil || codes(tree.All()) != "" ||
		codes(tree.Level("x")) != "" || !tree.Equal(nil) {
		t.Error("a nil tree is not empty")
	}
	if _, ok := tree.Unit("x"); ok {
		t.Error("a nil tree has a unit")
	}
	if _, err := hierarchy.Cascade(nil, target.Target{}, hierarchy.Options{}); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Cascade over a nil tree: %v", err)
	}
}

func TestNewTreeErrors(t *testing.T) {
	unit := func(code, level, parent string) hierarchy.Unit {
		return hierarchy.Unit{Code: code, Level: level, Parent: parent}
	}
	root := unit("0", "nation", "")
	tests := []struct {
		name   string
		levels []string
		units  []hierarchy.Unit
		is     error
		text   string
	}{
		{"no units", levels, nil, target.ErrRequired, "units is required: give at least the root"},
		{"no levels", nil, []hierarchy.Unit{root}, target.ErrRequired, "levels is required"},
		{
			"level twice",
			[]string{"nation", "nation"},
			[]hierarchy.Unit{root},
			target.ErrDuplicate,
			`levels[1] "nation" is given twice`,
		},
		{
			"level without name",
			[]string{"nation", ""},
			[]hierarchy.Unit{root},
			target.ErrRequired,
			"levels[1] is required: give every level a name",
		},
		{"no code", levels, []hierarchy.Unit{root, unit("", "province", "0")}, target.ErrRequired, `units[""].code`},
		{
			"code twice", levels,
			[]hierarchy.Unit{root, unit("1", "province", "0"), unit("1", "county", "0")},
			target.ErrDuplicate, `units["1"].code`,
		},
		{
			"code not UTF-8", levels,
			[]hierarchy.Unit{root, unit("\xff", "province", "0")},
			target.ErrInvalid,
			`units["\xff"].code`,
		},
		{
			"unknown level", levels,
			[]hierarchy.Unit{root, unit("1", "town", "0")},
			target.ErrUnknown,
			`units["1"].level "town"`,
		},
		{
			"unknown parent", levels,
			[]hierarchy.Unit{root, unit("1", "province", "9")},
			target.ErrUnknown,
			`units["1"].parent "9"`,
		},
		{
			"level not below", levels,
			[]hierarchy.Unit{root, unit("1", "province", "0"), unit("2", "province", "1")},
			target.ErrInvalid,
			`units["2"].level "province"`,
		},
		{
			"two roots", levels,
			[]hierarchy.Unit{root, unit("1", "nation", "")},
			target.ErrRequired,
			`only the root has no parent, and "0" has none`,
		},
		{
			"no root", levels,
			[]hierarchy.Unit{unit("1", "province", "2"), unit("2", "nation", "1")},
			target.ErrRequired, "one unit, the root, must have no parent",
		},
		{
			"cycle", levels,
			[]hierarchy.Unit{root, unit("1", "province", "2"), unit("2", "county", "1")},
			target.ErrCycle, `break the cycle "1" under "2" under "1"`,
		},
		{
			"own parent", levels,
			[]hierarchy.Unit{root, unit("1", "province", "1")},
			target.ErrCycle,
			`break the cycle "1" under "1"`,
		},
		{
			"unknown role", levels,
			[]hierarchy.Unit{{Code: "0", Level: "nation", Role: 7}},
			target.ErrUnknown,
			`units["0"].role`,
		},
		{
			"memo root", levels,
			[]hierarchy.Unit{{Code: "0", Level: "nation", Role: hierarchy.Memo}},
			target.ErrInvalid, "the root must be a member",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree, err := hierarchy.NewTree(tt.levels, tt.units)
			if tree != nil || !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("got %v, %v; want %v with %q", tree, err, tt.is, tt.text)
			}
			slices.Reverse(tt.units)
			if _, again := hierarchy.NewTree(tt.levels, tt.units); again.Error() != err.Error() {
				t.Errorf("the report depends on the order of the input:\n%v\n%v", err, again)
			}
		})
	}
}

// TestNewTreeReportsEverything gives one tree all the faults at once.
func TestNewTreeReportsEverything(t *testing.T) {
	units := []hierarchy.Unit{
		{Code: "0", Level: "nation"},
		{Code: "1", Level: "nation"},
		{Code: "2", Level: "town", Parent: "0"},
		{Code: "3", Level: "province", Parent: "9"},
		{Code: "4", Level: "province", Parent: "0"},
		{Code: "4", Level: "province", Parent: "0"},
		{Code: "5", Level: "province", Parent: "6"},
		{Code: "6", Level: "county", Parent: "5"},
	}
	_, err := hierarchy.NewTree(levels, units)
	for _, want := range []error{target.ErrRequired, target.ErrUnknown, target.ErrDuplicate, target.ErrCycle} {
		if !errors.Is(err, want) {
			t.Errorf("%v is not among the problems:\n%v", want, err)
		}
	}
	if got := len(target.AllErrors(err)); got != 6 {
		t.Errorf("%d problems, want 6:\n%v", got, err)
	}
}

func TestNewTreeCapsItsReport(t *testing.T) {
	units := []hierarchy.Unit{{Code: "0", Level: "nation"}}
	for i := range 10_000 {
		units = append(units, hierarchy.Unit{
			Code: fmt.Sprint("u", i), Level: "province", Parent: strings.Repeat("x", 1<<12),
		})
	}
	_, err := hierarchy.NewTree(levels, units)
	if text := err.Error(); len(text) > 4000 || !strings.HasPrefix(text, "10000 problems") {
		t.Errorf("%d bytes: %.80s", len(text), text)
	}
}

// TestDeepChain builds a chain of many levels: nothing recurses.
func TestDeepChain(t *testing.T) {
	const n = 200_000
	names, units := make([]string, n), make([]hierarchy.Unit, n)
	for i := range n {
		names[i] = fmt.Sprint("level ", i)
		units[i] = hierarchy.Unit{Code: fmt.Sprint(i), Level: names[i]}
		if i > 0 {
			units[i].Parent = fmt.Sprint(i - 1)
		}
	}

	tree, err := hierarchy.NewTree(names, units)
	if err != nil {
		t.Fatal(err)
	}

	tgt := newFan(1).target(target.Flow, "7", 0)
	tgt.Unit = "0"
	plan, err := hierarchy.Cascade(
		tree, tgt, hierarchy.Options{Holds: []hierarchy.Hold{{Unit: fmt.Sprint(n - 1), Value: d("7")}}},
	)
	if err != nil {
		t.Fatal(err)
	}

	if q, ok := plan.Quota(fmt.Sprint(n - 1)); !ok || !q.Value.Equal(d("7")) || q.DecidedBy != apportion.ByHold {
		t.Errorf("the last quota is %v", q)
	}
}

// manyUnits returns the units of three levels in random order. Their codes have all
// lengths, long beginnings in common, and bytes of zero.
func manyUnits(rng *rand.Rand, n int) []hierarchy.Unit {
	units := []hierarchy.Unit{{Code: "\x00", Level: "nation"}}
	seen := map[string]bool{"\x00": true}
	begin := []string{"", "0", "00\x00", "town 11000000000", "town 110000000001", strings.Repeat("é", 20)}
	for len(units) < n {
		u := hierarchy.Unit{Level: "province", Parent: units[0].Code}
		if len(units) > n/20 {
			u.Level, u.Parent = "prefecture", units[1+rng.IntN(n/20)].Code
		}
		code := []byte(begin[rng.IntN(len(begin))])
		for range rng.IntN(14) {
			code = append(code, "\x00\x0101z"[rng.IntN(5)])
		}
		if u.Code = string(code); u.Code != "" && !seen[u.Code] {
			seen[u.Code] = true
			units = append(units, u)
		}
	}
	rng.Shuffle(n, func(i, j int) { units[i], units[j] = units[j], units[i] })
	return units
}

// TestTreeOfManyUnits compares a tree with one made by sorting and by maps.
func TestTreeOfManyUnits(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{1, 50, 3000, 20_000} {
		units := manyUnits(rng, n)
		tree, err := hierarchy.NewTree(levels, units)
		if err != nil {
			t.Fatal(err)
		}

		children := map[string][]hierarchy.Unit{}
		for _, u := range units {
			children[u.Parent] = append(children[u.Parent], u)
		}
		want := children[""]
		for at := 0; at < len(want); at++ {
			family := children[want[at].Code]
			slices.SortFunc(family, func(a, b hierarchy.Unit) int { return strings.Compare(a.Code, b.Code) })
			want = append(want, family...)
		}
		if got := slices.Collect(tree.All()); !slices.Equal(got, want) {
			t.Fatalf("%d units are not in order", n)
		}
		for at, u := range want {
			if got, ok := tree.Index(u.Code); !ok || got != at {
				t.Fatalf("Index(%q) = %d, %t, want %d", u.Code, got, ok, at)
			}
			if at > 0 && want[tree.ParentAt(at)].Code != u.Parent {
				t.Fatalf("ParentAt(%d) = %d", at, tree.ParentAt(at))
			}
			if _, ok := tree.Index(u.Code + " "); ok {
				t.Fatalf("a code that no unit has is found")
			}
		}
	}
}

// TestDuplicatesOfManyUnits counts the codes that are given twice.
func TestDuplicatesOfManyUnits(t *testing.T) {
	units := manyUnits(rand.New(rand.NewPCG(7, 8)), 20_000)
	for range 5000 {
		units = append(units, units[7], hierarchy.Unit{Level: "prefecture", Parent: "\x00"})
	}
	_, err := hierarchy.NewTree(levels, units)
	if text := fmt.Sprint(err); !strings.HasPrefix(text, "10000 problems") {
		t.Errorf("%.80s", text)
	}
	units = append(units[:20_000], units[11], units[13])
	_, err = hierarchy.NewTree(levels, units)
	if !errors.Is(err, target.ErrDuplicate) || strings.Count(err.Error(), "\n") > 3 {
		t.Errorf("NewTree(two duplicates) = %v", err)
	}
}

func treeIgnoresOrder(t *rapid.T) {
	units := drawUnits(t)
	a, err := hierarchy.NewTree(levels, units)
	if err != nil {
		t.Fatal(err)
	}

	b, err := hierarchy.NewTree(levels, rapid.Permutation(units).Draw(t, "order"))
	if err != nil {
		t.Fatal(err)
	}
	if !a.Equal(b) {
		t.Fatal("another order of the units gives another tree")
	}

	n := 0
	for u := range a.All() {
		n++
		if u.Parent != "" && !strings.Contains(" "+codes(a.Children(u.Parent))+" ", " "+u.Code+" ") {
			t.Fatalf("%s is not among the children of its parent", u.Code)
		}
		if got, ok := a.Unit(u.Code); !ok || got != u {
			t.Fatalf("Unit(%q) = %v", u.Code, got)
		}
	}

	if n != len(units) || a.Len() != n {
		t.Fatalf("%d units, want %d", n, len(units))
	}
}

func TestTreeIgnoresOrder(t *testing.T) { rapid.Check(t, treeIgnoresOrder) }

// anyTree gives NewTree units that may be wrong in any way: it must return a
// tree or an error, and the same whatever the order.
func anyTree(t *rapid.T) {
	code := rapid.SampledFrom([]string{"", "0", "1", "2", "3", "4", "5"})
	units := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) hierarchy.Unit {
		return hierarchy.Unit{
			Code: code.Draw(t, "code"), Parent: code.Draw(t, "parent"),
			Level: rapid.SampledFrom(append([]string{""}, levels...)).Draw(t, "level"),
			Role:  hierarchy.Role(rapid.Uint8Range(0, 3).Draw(t, "role")),
		}
	}), 0, 7).Draw(t, "units")
	tree, err := hierarchy.NewTree(levels, units)
	again, errAgain := hierarchy.NewTree(levels, rapid.Permutation(units).Draw(t, "order"))
	if (tree == nil) == (err == nil) || !tree.Equal(again) || fmt.Sprint(err) != fmt.Sprint(errAgain) {
		t.Fatalf("%v, %v\n%v", err, tree, errAgain)
	}
}

func TestAnyTree(t *testing.T) { rapid.Check(t, anyTree) }

func FuzzNewTree(f *testing.F) { f.Fuzz(rapid.MakeFuzz(anyTree)) }
