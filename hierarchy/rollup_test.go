package hierarchy_test

import (
	"encoding/csv"
	"errors"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func figures(pairs ...string) map[string]decimal.Decimal {
	m := map[string]decimal.Decimal{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = d(pairs[i+1])
	}
	return m
}

func chinaTree(t testing.TB) *hierarchy.Tree {
	t.Helper()
	tree, err := hierarchy.NewTree(chinaLevels, china)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func column(t testing.TB, tree *hierarchy.Tree, m map[string]decimal.Decimal) hierarchy.Column {
	t.Helper()
	c, err := tree.Column(maps.All(m))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestColumn(t *testing.T) {
	tree := chinaTree(t)
	m := figures("440300", "69075", "440100", "18125.50", "000000", "-3", "66bt00", "1e60")
	c := column(t, tree, m)
	m["440300"] = d("1")
	delete(m, "440100")
	if c.Len() != 4 {
		t.Errorf("Len() = %d, want 4", c.Len())
	}
	for code, want := range figures("440300", "69075", "440100", "18125.5", "000000", "-3", "66bt00", "1e60") {
		if got, ok := c.At(code); !ok || !got.Equal(want) {
			t.Errorf("At(%q) = %v, %v; want %v", code, got, ok, want)
		}
	}

	for _, code := range []string{"440000", "nowhere"} {
		if got, ok := c.At(code); ok || !got.IsZero() {
			t.Errorf("At(%q) = %v, %v; want none", code, got, ok)
		}
	}

	var order []string
	for u := range c.All() {
		order = append(order, u.Code)
	}
	if got := strings.Join(order, " "); got != "000000 440100 440300 66bt00" {
		t.Errorf("All() yields %s", got)
	}
	for range c.All() { // an iterator that is left early
		break
	}
	same := column(t, tree, figures("440300", "69075.0", "440100", "18125.50", "000000", "-3.00", "66bt00", "1e60"))
	if !c.Equal(same) || c.Equal(same.Named("x")) || c.Equal(column(t, tree, figures("440300", "1"))) ||
		c.Named("x").Name() != "x" {
		t.Error("Equal is wrong")
	}

	var zero hierarchy.Column
	if _, ok := zero.At("440300"); ok || zero.Len() != 0 {
		t.Error("the zero column has figures")
	}
}

func TestColumnFunc(t *testing.T) {
	tree := chinaTree(t)
	want := column(t, tree, figures("440100", "10", "440300", "20"))
	got, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		d, ok := want.At(u.Code)
		return d, ok
	})
	if err != nil || !got.Equal(want) {
		t.Errorf("got %v, %v", got, err)
	}
	_, err = tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		return d("1e101"), u.Level == "province"
	})
	if !errors.Is(err, target.ErrRange) || len(target.AllErrors(err)) != 3 {
		t.Errorf("out of bounds: %v", err)
	}
}

func TestColumnErrors(t *testing.T) {
	tree := chinaTree(t)
	c, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		_ = yield("nowhere", d("1")) && yield("440300", d("1")) && yield("440300", d("2")) &&
			yield("440100", decimal.New(1, 1_000_000_000)) && yield("410000", d("1e-101"))
	})
	want := `4 problems:
figures["410000"] 1e-101 is out of range: must have at most 100 digits before and 100 digits after the decimal point
figures["440100"] 1e1000000000 is out of range: must have at most 100 digits before and 100 digits after the decimal point
figures["440300"] is given twice: give one figure for each unit
figures["nowhere"] 1 is unknown: must be the code of a unit of the tree`

	if err == nil || err.Error() != want || c.Len() != 0 {
		t.Errorf("got %v\nwant %s", err, want)
	}
	for _, is := range []error{target.ErrUnknown, target.ErrRange, target.ErrDuplicate} {
		if !errors.Is(err, is) {
			t.Errorf("%v is not %v", err, is)
		}
	}

	if c, err := tree.Column(nil); err != nil || c.Len() != 0 {
		t.Errorf("no figures: %v, %v", c, err)
	}
}

// cnipa reads CNIPA's table of September 2014 as a tree with the cities as memo
// units.
func cnipa(t *testing.T) (tree *hierarchy.Tree, patents, population hierarchy.Column) {
	t.Helper()
	file, err := os.Open("testdata/cnipa_2014_09.csv")
	if err != nil {
		t.Fatal(err)
	}

	defer file.Close()
	r := csv.NewReader(file)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}

	var units []hierarchy.Unit
	stock, people := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, row := range rows {
		level, code, name := row[0], row[1], row[2]
		u := hierarchy.Unit{Code: code, Name: name, Level: level}
		switch level {
		case "national":
			u.Parent = ""
		case "city":
			u.Parent, u.Role = code[:2]+"0000", hierarchy.Memo
		default:
			u.Parent, u.Level = "000000", "province"
		}
		units = append(units, u)
		stock[code] = d(row[4])
		if row[3] != "" {
			people[code] = d(row[3])
		}
	}

	tree, err = hierarchy.NewTree([]string{"national", "province", "city"}, units)
	if err != nil {
		t.Fatal(err)
	}
	return tree, column(t, tree, stock), column(t, tree, people)
}

// TestNationalDensity reproduces the national density that CNIPA prints, 464.3
// per million, from the numerators and denominators, with what the provinces in
// the stored table lack as a residual. The unweighted mean of the provinces,
// 526.7, is the trap.
func TestNationalDensity(t *testing.T) {
	tree, patents, people := cnipa(t)
	national, _ := patents.At("000000")
	population, _ := people.At("000000")
	printed := national.DivRound(population, 1)
	if want := d("464.3"); !printed.Equal(want) {
		t.Fatalf("the table's own density is %v, want %v", printed, want)
	}

	// The provinces with the rest of the nation: Gansu, and the difference
	// between the national population and the provinces'.
	units := []hierarchy.Unit{{Code: "rest", Level: "province", Parent: "000000", Role: hierarchy.Residual}}
	densities, basis := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	restPatents, restPeople := national, population
	mean, n := decimal.Zero, int64(0)

	for u := range tree.All() {
		units = append(units, u)
		p, ok := people.At(u.Code)
		if u.Level != "province" || !ok {
			continue
		}
		x, _ := patents.At(u.Code)
		densities[u.Code] = x.DivRound(p, 30)
		basis[u.Code] = p
		restPatents, restPeople = restPatents.Sub(x), restPeople.Sub(p)
		mean = mean.Add(densities[u.Code])
		n++
	}

	densities["rest"], basis["rest"] = restPatents.DivRound(restPeople, 30), restPeople
	for u := range tree.Level("city") { // memo cities have densities of their own
		densities[u.Code], basis[u.Code] = d("4000"), d("10")
	}
	for _, code := range []string{"710000", "810000", "820000"} { // no population is printed
		densities[code], basis[code] = d("0"), d("0")
	}
	whole, err := hierarchy.NewTree([]string{"national", "province", "city"}, units)
	if err != nil {
		t.Fatal(err)
	}

	// The cities are below provinces whose own figures are known.
	up, err := hierarchy.RollUp(target.Ratio, column(t, whole, densities), column(t, whole, basis))
	if err != nil {
		t.Fatal(err)
	}

	got, _ := up.At("000000")
	if want := d("464.3"); !got.Round(1).Equal(want) {
		t.Errorf("the national density is %v, want %v", got, want)
	}
	if trap := mean.DivRound(decimal.New(n, 0), 1); !trap.Equal(d("526.8")) && !trap.Equal(d("526.7")) {
		t.Errorf("the plain mean is %v, want about 526.7", trap)
	}
	stocks := map[string]decimal.Decimal{}
	for u, x := range patents.All() {
		if u.Code != "000000" {
			stocks[u.Code] = x
		}
	}

	sums, err := hierarchy.RollUp(target.Stock, column(t, tree, stocks), hierarchy.Column{})
	if err != nil {
		t.Fatal(err)
	}

	if got, _ := sums.At("000000"); !got.Equal(d("672257")) {
		t.Errorf("the sum is %v, want 672257: provinces and the three regions, no city", got)
	}
}

func TestRollUp(t *testing.T) {
	tree := chinaTree(t)
	leaves := figures(
		"440100", "10", "440300", "20", "44rest", "5", "410100", "7", "419001", "3", "650000", "100", "66bt00",
		"40",
	)
	tests := []struct {
		name    string
		kind    target.Kind
		figures map[string]decimal.Decimal
		basis   map[string]decimal.Decimal
		want    map[string]decimal.Decimal
	}{
		{
			"sum without the memo", target.Flow, leaves, nil,
			figures("000000", "145", "440000", "35", "410000", "10", "650000", "100", "66bt00", "40"),
		},
		{
			"residual may be missing", target.Stock, without(leaves, "44rest"), nil,
			figures("000000", "140", "440000", "30"),
		},
		{
			"from the middle", target.Cumulative, figures("440000", "50", "410000", "9", "650000", "1"), nil,
			figures("000000", "60", "440000", "50"),
		},
		{"below beats its own", target.Flow, with(leaves, "440000", "999"), nil, figures("440000", "35")},
		{
			"beyond 64 bits", target.Flow,
			figures("440000", "9000000000000000000", "410000", "9000000000000000000", "650000", "1"), nil,
			figures("000000", "18000000000000000001"),
		},
		{
			"beyond 64 bits and below again", target.Flow,
			figures("440000", "9223372036854775807", "410000", "9223372036854775807", "650000", "-9223372036854775807"),
			nil, figures("000000", "9223372036854775807"),
		},
		{
			"wide figures", target.Flow, figures("440000", "1e40", "410000", "1e-40", "650000", "0"), nil,
			figures("000000", "10000000000000000000000000000000000000000.0000000000000000000000000000000000000001"),
		},
		{
			"weighted mean", target.Ratio, figures("440000", "10", "410000", "4", "650000", "1"),
			figures("440000", "1", "410000", "2", "650000", "1"), figures("000000", "4.75"),
		},
		{
			"mean through two levels", target.Growth,
			figures("440100", "10", "440300", "20", "44rest", "5", "410100", "7", "419001", "3", "650000", "1"),
			figures("440100", "1", "440300", "1", "44rest", "2", "410100", "1", "419001", "3", "650000", "1"),
			figures("440000", "10", "410000", "4", "000000", "6.333333333333"),
		},
		{"count", target.Milestone, figures(
			"440100", "1", "440300", "1", "44rest", "0", "410100", "0", "419001", "1", "650000", "1", "66bt00", "1",
		), nil, figures("440000", "2", "000000", "4")},
		{"no figures", target.Flow, nil, nil, nil},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var basis hierarchy.Column
			if tt.basis != nil {
				basis = column(t, tree, tt.basis)
			}
			up, err := hierarchy.RollUp(tt.kind, column(t, tree, tt.figures).Named("x"), basis)
			if err != nil {
				t.Fatal(err)
			}
			for code, want := range tt.want {
				if got, ok := up.At(code); !ok || !got.Equal(want) {
					t.Errorf("%s has %v (%v), want %v", code, got, ok, want)
				}
			}
			if up.Name() != "x" || tt.want == nil && up.Len() != 0 {
				t.Errorf("name %q, %d figures", up.Name(), up.Len())
			}
		})
	}
}

func with(m map[string]decimal.Decimal, code, figure string) map[string]decimal.Decimal {
	m = maps.Clone(m)
	m[code] = d(figure)
	return m
}

func without(m map[string]decimal.Decimal, code string) map[string]decimal.Decimal {
	m = maps.Clone(m)
	delete(m, code)
	return m
}

func TestRollUpErrors(t *testing.T) {
	tree := chinaTree(t)
	all := figures("440000", "10", "410000", "4", "650000", "1")
	tests := []struct {
		name           string
		kind           target.Kind
		figures, basis map[string]decimal.Decimal
		is             error
		text           string
	}{
		{"index", target.Index, all, nil, target.ErrKind, `kind "index"`},
		{"position", target.Position, all, nil, target.ErrKind, `kind "position"`},
		{"no kind", 0, all, nil, target.ErrKind, "kind"},
		{"gap", target.Flow, without(all, "410000"), nil, target.ErrMissing, `figures["410000"]`},
		{"no basis", target.Ratio, all, nil, target.ErrRequired, "basis"},
		{"basis missing", target.Ratio, all, without(all, "410000"), target.ErrMissing, `basis["410000"]`},
		{"basis negative", target.Ratio, all, with(all, "410000", "-1"), target.ErrRange, `basis["410000"]`},
		{
			"half a milestone", target.Milestone, with(all, "650000", "0.5"), nil, target.ErrRange,
			`figures["650000"] 0.5`,
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var basis hierarchy.Column
			if tt.basis != nil {
				basis = column(t, tree, tt.basis)
			}
			if _, err := hierarchy.RollUp(tt.kind, column(t, tree, tt.figures), basis); !errors.Is(err, tt.is) ||
				!strings.Contains(err.Error(), tt.text) {
				t.Errorf("got %v, want %v with %q", err, tt.is, tt.text)
			}
		})
	}

	if _, err := hierarchy.RollUp(
		target.Flow, hierarchy.Column{}, hierarchy.Column{},
	); !errors.Is(err, target.ErrRequired) {
		t.Errorf("the zero column: %v", err)
	}

	if _, err := hierarchy.RollUp(
		target.Ratio, column(t, tree, all), column(t, chinaTree(t), all),
	); !errors.Is(err, target.ErrMismatch) {
		t.Errorf("another tree: %v", err)
	}
}

func TestRollUpCovered(t *testing.T) {
	tree := chinaTree(t)
	c := column(t, tree, figures("440100", "10", "410100", "7", "419001", "3"))
	sum, cover, err := hierarchy.RollUpCovered(target.Flow, c, hierarchy.Column{})
	if err != nil {
		t.Fatal(err)
	}

	for code, want := range map[string][2]string{
		"000000": {"20", "0.6"}, "440000": {"10", "0.5"}, "410000": {"10", "1"}, "440100": {"10", "1"},
	} {
		x, _ := sum.At(code)
		y, _ := cover.At(code)
		if !x.Equal(d(want[0])) || !y.Equal(d(want[1])) {
			t.Errorf("%s: %v covered %v, want %v", code, x, y, want)
		}
	}

	people := column(t, tree, figures("440100", "1", "440300", "3", "410100", "2", "419001", "2", "650000", "2"))
	mean, cover, err := hierarchy.RollUpCovered(target.Ratio, c, people)
	if err != nil {
		t.Fatal(err)
	}

	x, _ := mean.At("000000")
	y, _ := cover.At("000000")
	if !x.Equal(d("6")) || !y.Equal(d("0.5")) {
		t.Errorf("mean %v covered %v, want 6 and 0.5", x, y)
	}
	// Henan has a basis, what is below it has neither figures nor a basis: a
	// tenth is covered, not all of what has figures.
	_, cover, err = hierarchy.RollUpCovered(
		target.Growth, column(t, tree, figures("650000", "5", "440000", "6")),
		column(t, tree, figures("650000", "4", "440000", "6", "410000", "90")),
	)
	if err != nil {
		t.Fatal(err)
	}

	if y, _ := cover.At("000000"); !y.Equal(d("0.1")) {
		t.Errorf("covered %v, want 0.1", y)
	}
	if _, _, err := hierarchy.RollUpCovered(target.Index, c, people); !errors.Is(err, target.ErrKind) {
		t.Errorf("an index: %v", err)
	}
}
