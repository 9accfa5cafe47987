package system_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func some(s string) decimal.NullDecimal { return decimal.NewNullDecimal(d(s)) }

func whole(total string, parts ...string) system.Identity {
	id := system.Identity{Name: total + " = its parts", Terms: map[string]decimal.Decimal{total: d("-1")}}
	for _, p := range parts {
		id.Terms[p] = d("1")
	}
	return id
}

// cube is a drawn two-way table with margins, some figures absent, kept or bounded.
func cube(t *rapid.T) ([]system.Figure, []system.Identity, system.BalanceOptions) {
	var figures []system.Figure
	o := system.BalanceOptions{Firmness: hierarchy.FirmnessRule(rapid.SampledFrom([]int{0, 2, 3, 4}).Draw(t, "rule"))}
	if rapid.Bool().Draw(t, "whole") {
		o.Quantum = d("0.5")
	}
	add := func(code string) {
		value := decimal.New(rapid.Int64Range(-20, 60).Draw(t, code), -1)
		f := system.Figure{Code: code, Value: decimal.NewNullDecimal(value)}
		switch rapid.IntRange(0, 9).Draw(t, "role") {
		case 0:
			f.Value = decimal.NullDecimal{}
		case 1:
			f.Value.Decimal = f.Value.Decimal.Floor()
			f.Kept = true
		case 2:
			f.Min = some("0.2")
		case 3:
			f.Max = some("2.8")
		}
		if o.Firmness >= hierarchy.WeightFirmness {
			f.Of = decimal.NewNullDecimal(decimal.New(rapid.Int64Range(1, 9).Draw(t, "of"), 0))
		}
		figures = append(figures, f)
	}

	rows, cols := []string{"r1", "r2"}, []string{"c1", "c2", "c3"}
	var identities []system.Identity
	for _, r := range rows {
		var cells []string
		for _, c := range cols {
			add(r + c)
			cells = append(cells, r+c)
		}
		add(r)
		identities = append(identities, whole(r, cells...))
	}

	for _, c := range cols {
		add(c)
		identities = append(identities, whole(c, "r1"+c, "r2"+c))
	}

	if rapid.Bool().Draw(t, "limit") {
		identities = append(identities, system.Identity{
			Name: "limit", Comparison: system.AtMost, Right: d("9"),
			Terms: map[string]decimal.Decimal{"r1": d("1"), "c1": d("2")},
		})
	}

	return figures, identities, o
}

// Balanced figures satisfy their identities and bounds, their causes add up, and the
// order of the input does not matter.
func balancedAddsUp(t *rapid.T) {
	figures, identities, o := cube(t)
	got, err := system.Balance(figures, identities, o)

	turned, reversed := slices.Clone(figures), slices.Clone(identities)
	slices.Reverse(turned)
	slices.Reverse(reversed)
	again, other := system.Balance(turned, reversed, o)
	if (err == nil) != (other == nil) || err != nil && err.Error() != other.Error() {
		t.Fatalf("Balance() = %v, and in another order %v", err, other)
	}
	if err != nil {
		return
	}
	if diff := cmp.Diff(text(t, got), text(t, again)); diff != "" {
		t.Fatalf("the order matters:\n%s", diff)
	}

	if err := got.Check(); err != nil {
		t.Fatal(err)
	}
	for _, f := range figures {
		x, _ := got.Figure(f.Code)
		if f.Min.Valid && x.Value.LessThan(f.Min.Decimal) || f.Max.Valid && x.Value.GreaterThan(f.Max.Decimal) {
			t.Fatalf("Figure(%s) = %v, want at least %v and at most %v", f.Code, x.Value, f.Min, f.Max)
		}
		if f.Kept && !x.Value.Equal(f.Value.Decimal) {
			t.Fatalf("Figure(%s) = %v, want the kept %v", f.Code, x.Value, f.Value)
		}
		if len(x.Causes) == 0 {
			continue
		}
		sum := f.Value.Decimal
		for _, c := range x.Causes {
			sum = sum.Add(c.By)
		}
		if miss := sum.Sub(rat(x.Exact)).Abs(); miss.GreaterThan(d("0.00000000001")) {
			t.Fatalf("Figure(%s): the causes make %v, want %v", f.Code, sum, x.Exact)
		}
		if !sum.Add(x.Rounding).Equal(x.Value) {
			t.Fatalf("Figure(%s): the parts make %v, want %v", f.Code, sum.Add(x.Rounding), x.Value)
		}
	}

	// What is balanced stays, and the objective is zero.
	if o.Quantum.IsZero() {
		return
	}
	for i := range figures {
		x, _ := got.Figure(figures[i].Code)
		figures[i].Value = decimal.NewNullDecimal(x.Value)
		figures[i].Of = decimal.NullDecimal{}
	}
	o.Firmness = hierarchy.EqualFirmness
	same, err := system.Balance(figures, identities, o)
	if err != nil {
		t.Fatal(err)
	}
	if !same.Objective.IsZero() || !same.Loss.IsZero() {
		t.Fatalf("balanced again: Objective, Loss = %v, %v, want 0, 0", same.Objective, same.Loss)
	}
}

func TestBalancedAddsUp(t *testing.T) { rapid.Check(t, balancedAddsUp) }
func FuzzBalancedAddsUp(f *testing.F) { f.Fuzz(rapid.MakeFuzz(balancedAddsUp)) }

func rat(x *big.Rat) decimal.Decimal { return d(x.FloatString(30)) }

func text(t interface{ Fatal(...any) }, v any) string {
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Another bound never brings the figures nearer, and weights times one factor change
// nothing.
func boundsCost(t *rapid.T) {
	figures, identities, o := cube(t)
	o.Quantum = decimal.Zero
	free, err := system.Balance(figures, identities, o)
	if err != nil {
		return
	}
	if o.Firmness == hierarchy.WeightFirmness {
		scaled := slices.Clone(figures)
		for i := range scaled {
			scaled[i].Of.Decimal = scaled[i].Of.Decimal.Mul(d("7"))
		}
		got, err := system.Balance(scaled, identities, o)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range got.Figures {
			if f.Exact.Cmp(free.Figures[i].Exact) != 0 {
				t.Fatalf("Figure(%s) = %v, want %v", f.Code, f.Exact, free.Figures[i].Exact)
			}
		}
	}

	at := rapid.IntRange(0, len(figures)-1).Draw(t, "bounded")
	if x, _ := free.Figure(figures[at].Code); x.Value.IsPositive() {
		figures[at].Max = decimal.NewNullDecimal(decimal.Min(x.Value.Sub(d("0.1")), d("2.8")))
	}
	if figures[at].Min.Valid && figures[at].Max.Valid && figures[at].Max.Decimal.LessThan(figures[at].Min.Decimal) {
		return
	}
	bounded, err := system.Balance(figures, identities, o)
	if err == nil && bounded.Objective.LessThan(free.Objective) {
		t.Fatalf("Objective = %v, want at least %v", bounded.Objective, free.Objective)
	}
}

func TestBoundsCost(t *testing.T) { rapid.Check(t, boundsCost) }

// An answer reads back from its JSON, and nothing in it is shared with the input.
func TestBalancedIsKept(t *testing.T) {
	figures := []system.Figure{
		{Code: "a", Value: some("1")}, {Code: "b", Value: some("2")}, {Code: "t", Value: some("4")},
	}
	identities := []system.Identity{whole("t", "a", "b")}
	got, err := system.Balance(figures, identities, system.BalanceOptions{})
	if err != nil {
		t.Fatal(err)
	}
	before := text(t, got)
	figures[0].Code = "changed"
	maps.DeleteFunc(identities[0].Terms, func(string, decimal.Decimal) bool { return true })
	if diff := cmp.Diff(before, text(t, got)); diff != "" {
		t.Errorf("the answer changed with the input:\n%s", diff)
	}
	var read system.Balanced
	if err := json.Unmarshal([]byte(before), &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, text(t, read)); diff != "" {
		t.Errorf("it reads back as another one:\n%s", diff)
	}

	read.Figures[0].Exact.SetInt64(5)
	err = read.Check()
	if err == nil || !strings.Contains(err.Error(), `identities["t = its parts"]`) {
		t.Errorf("Check() = %v, want the identity", err)
	}
}

func TestBalanceErrors(t *testing.T) {
	a, b := system.Figure{Code: "a", Value: some("1")}, system.Figure{Code: "b", Value: some("2.5")}
	sum := system.Identity{Name: "sum", Terms: map[string]decimal.Decimal{"a": d("1"), "b": d("1")}, Right: d("3")}
	change := func(f system.Figure, by func(*system.Figure)) system.Figure {
		by(&f)
		return f
	}

	none := system.BalanceOptions{}
	for _, tt := range []struct {
		name       string
		figures    []system.Figure
		identities []system.Identity
		options    system.BalanceOptions
		want       string
	}{
		{"nothing", nil, nil, none, "figures"},
		{"no identity", []system.Figure{a}, nil, none, "identities"},
		{"twice", []system.Figure{a, a, b}, []system.Identity{sum}, none, `figures["a"]`},
		{"two of a name", []system.Figure{a, b}, []system.Identity{sum, sum}, none, `identities["sum"]`},
		{"no name", []system.Figure{a, b}, []system.Identity{{Terms: sum.Terms}}, none, "name"},
		{"unknown", []system.Figure{a}, []system.Identity{sum}, none, "terms"},
		{
			"a term of zero",
			[]system.Figure{a},
			[]system.Identity{{Name: "zero", Terms: map[string]decimal.Decimal{"a": d("0")}}},
			none,
			`identities["zero"].terms["a"]`,
		},
		{"kept, but absent", []system.Figure{a, {Code: "b", Kept: true}}, []system.Identity{sum}, none, `figures["b"].value`},
		{
			"bounds cross",
			[]system.Figure{a, change(b, func(f *system.Figure) { f.Min, f.Max = some("2"), some("1") })},
			[]system.Identity{sum},
			none, `figures["b"].min`,
		},
		{
			"a weight that nobody reads",
			[]system.Figure{a, change(b, func(f *system.Figure) { f.Of = some("1") })},
			[]system.Identity{sum},
			none,
			`figures["b"].of`,
		},
		{
			"no weight",
			[]system.Figure{a, b},
			[]system.Identity{sum},
			system.BalanceOptions{Firmness: hierarchy.WeightFirmness},
			`figures["a"].of`,
		},
		{
			"weights of zero",
			[]system.Figure{
				change(a, func(f *system.Figure) { f.Of = some("0") }),
				change(b, func(f *system.Figure) { f.Of = some("0") }),
			},
			[]system.Identity{sum},
			system.BalanceOptions{Firmness: hierarchy.WeightFirmness},
			`figures["a"].value 1 is not valid: nothing determines the figure`,
		},
		{
			"no tree",
			[]system.Figure{a, b},
			[]system.Identity{sum},
			system.BalanceOptions{Firmness: hierarchy.StructuralFirmness},
			"options.firmness",
		},
		{
			"no rule",
			[]system.Figure{a, b},
			[]system.Identity{sum},
			system.BalanceOptions{Firmness: 99},
			"options.firmness",
		},
		{
			"no step",
			[]system.Figure{a, b},
			[]system.Identity{sum},
			system.BalanceOptions{Quantum: d("-1")},
			"options.quantum",
		},
		{
			"kept between the steps",
			[]system.Figure{a, change(b, func(f *system.Figure) { f.Kept = true })},
			[]system.Identity{sum},
			system.BalanceOptions{Quantum: d("1")},
			`figures["b"].value`,
		},
		{
			"a figure out of bounds",
			[]system.Figure{a, change(b, func(f *system.Figure) { f.Max = some("1e200") })},
			[]system.Identity{sum},
			none, `figures["b"].max`,
		},
		{
			"a firmness below zero",
			[]system.Figure{change(a, func(f *system.Figure) { f.Of = some("-1") })},
			[]system.Identity{sum},
			system.BalanceOptions{Firmness: hierarchy.WeightFirmness},
			`figures["a"].of -1 `,
		},
		{
			"no such comparison",
			[]system.Figure{a},
			[]system.Identity{{Name: "x", Terms: map[string]decimal.Decimal{"a": d("1")}, Comparison: 9}},
			none, `identities["x"].comparison`,
		},
		{
			"a right side out of bounds",
			[]system.Figure{a},
			[]system.Identity{{Name: "x", Terms: map[string]decimal.Decimal{"a": d("1")}, Right: d("1e200")}},
			none, `identities["x"].right`,
		},
		{
			"no terms",
			[]system.Figure{a},
			[]system.Identity{{Name: "x"}},
			none, `identities["x"].terms is required: give a factor for each figure of the identity`,
		},
		{
			"the known figures",
			[]system.Figure{a, b},
			[]system.Identity{{Name: "x", Terms: map[string]decimal.Decimal{"c": d("1")}}},
			none, `identities["x"].terms "c" is unknown: must be one of a, b`,
		},
		{
			"no step for a kept figure",
			[]system.Figure{change(a, func(f *system.Figure) { f.Kept = true }), b},
			[]system.Identity{sum},
			system.BalanceOptions{Quantum: d("-1")},
			"options.quantum -1 ",
		},
		{"no code", []system.Figure{a, {}}, []system.Identity{sum}, none, `figures`},
		{"open", []system.Figure{{Code: "a"}, {Code: "b"}}, []system.Identity{sum}, none, `figures["a"].value`},
		{
			"contradiction",
			[]system.Figure{
				change(a, func(f *system.Figure) { f.Max = some("1") }),
				change(b, func(f *system.Figure) { f.Max = some("1") }),
			},
			[]system.Identity{sum},
			none, "the maximum 1 of a, the maximum 1 of b, identity sum contradict",
		},
		{
			"no multiples",
			[]system.Figure{a, b},
			[]system.Identity{{Name: "half", Terms: map[string]decimal.Decimal{"a": d("2")}, Right: d("3")}},
			system.BalanceOptions{Quantum: d("1")},
			"no multiples of 1",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := system.Balance(tt.figures, tt.identities, tt.options)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Balance() = %v, want an error with %s", err, tt.want)
			}
		})
	}

	many := make([]system.Figure, 301)
	for i := range many {
		many[i].Code = fmt.Sprint(i)
	}
	want := "figures 301 is out of range: must be between 1 and 300"
	_, err := system.Balance(many, []system.Identity{sum}, none)
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Balance(301 figures) = %v, want an error with %s", err, want)
	}
	want = "identities 601 is out of range: must be between 1 and 600"
	manyIdentities := make([]system.Identity, 601)
	_, err = system.Balance(many[:300], manyIdentities, none)
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Balance(601 identities) = %v, want an error with %s", err, want)
	}
	if _, err := system.Balance(many[:300], manyIdentities[:600], none); strings.Contains(err.Error(), "between") {
		t.Errorf("Balance(600 identities) = %v, want an error about the identities", err)
	}
}

// What rounding does to each figure, and costs together.
func TestBalanceRounding(t *testing.T) {
	sum := system.Identity{
		Name: "sum", Terms: map[string]decimal.Decimal{"a": d("1"), "b": d("1"), "sum": d("-1")},
	}
	twice := system.Identity{
		Name: "twice", Terms: map[string]decimal.Decimal{"rest": d("1"), "sum": d("-2")},
	}
	figures := []system.Figure{
		{Code: "a", Value: some("1.25")},
		{Code: "b", Value: some("1.25"), Min: some("0"), Max: some("9")},
		{Code: "sum", Value: some("5"), Min: some("5"), Max: some("5")},
		{Code: "rest"},
	}

	for _, tt := range []struct {
		quantum decimal.Decimal
		loss    string
		want    []string
	}{
		{loss: "0", want: []string{"0", "0", "0", "0"}},
		{quantum: d("1"), loss: "0.5", want: []string{"-0.5", "0.5", "0", "0"}},
		{quantum: d("3"), want: nil},
	} {
		got, err := system.Balance(
			figures, []system.Identity{sum, twice}, system.BalanceOptions{Quantum: tt.quantum},
		)
		if tt.want == nil {
			if err == nil {
				t.Errorf("Balance() in steps of %v = %v, want an error", tt.quantum, got)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if !got.Loss.Equal(d(tt.loss)) {
			t.Errorf("Loss = %v, want %s", got.Loss, tt.loss)
		}
		for i, f := range got.Figures {
			if !f.Rounding.Abs().Equal(d(tt.want[i]).Abs()) {
				t.Errorf("Rounding of %s = %v, want %s", f.Code, f.Rounding, tt.want[i])
			}
		}
		if err := got.Check(); err != nil {
			t.Error(err)
		}
	}
}

// An identity moves a figure by its price times the factor of the figure.
func TestBalanceCauses(t *testing.T) {
	got, err := system.Balance(
		[]system.Figure{{Code: "a", Value: some("1")}},
		[]system.Identity{{Name: "twice", Terms: map[string]decimal.Decimal{"a": d("2")}, Right: d("5")}},
		system.BalanceOptions{},
	)
	if err != nil {
		t.Fatal(err)
	}
	f, _ := got.Figure("a")
	if len(f.Causes) != 1 || !f.Causes[0].By.Equal(d("1.5")) {
		t.Fatalf("Causes = %v, want 1.5 by identity twice", f.Causes)
	}

	// The figure is a copy.
	f.Exact.SetInt64(9)
	f.Causes[0].By = d("9")
	if f, _ := got.Figure("a"); f.Exact.Cmp(big.NewRat(5, 2)) != 0 || !f.Causes[0].By.Equal(d("1.5")) {
		t.Errorf("Figure(a) = %v, want 2.5 by 1.5", f)
	}

	// Without exact fractions, values are checked; with a quantum, always.
	for _, change := range []func(b *system.Balanced){
		func(b *system.Balanced) { b.Figures[0].Exact = nil },
		func(b *system.Balanced) { b.Quantum = d("1") },
	} {
		altered := *got
		altered.Figures = slices.Clone(got.Figures)
		altered.Figures[0].Value = d("3")
		if err := altered.Check(); err != nil {
			t.Errorf("Check() of the exact fractions = %v", err)
		}
		change(&altered)
		want := `identities["twice"] 1 does not fit: the terms miss the right side by this`
		if err := altered.Check(); err == nil || err.Error() != want {
			t.Errorf("Check() of altered values = %v, want %s", err, want)
		}
	}
}

// An answer that nobody gave has no figures and no check. One that was altered fails it.
func TestBalancedCheck(t *testing.T) {
	var none *system.Balanced
	if f, ok := none.Figure("a"); ok || f.Code != "" {
		t.Errorf("Figure(a) = %v, %t, want none", f, ok)
	}
	for _, b := range []*system.Balanced{nil, {}} {
		if err := b.Check(); err == nil {
			t.Errorf("Check() of %v = nil, want an error", b)
		}
	}

	got, err := system.Balance(
		[]system.Figure{{Code: "a", Value: some("3")}, {Code: "b"}},
		[]system.Identity{{Name: "double", Terms: map[string]decimal.Decimal{"a": d("2"), "b": d("-1")}}},
		system.BalanceOptions{},
	)
	if err != nil {
		t.Fatal(err)
	}
	if f, ok := got.Figure("c"); ok {
		t.Errorf("Figure(c) = %v, want none", f)
	}
	if got, want := got.String(), "a: 3 → 3\nb: nothing → 6, by what the others leave\n"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
	if err := got.Check(); err != nil {
		t.Error(err)
	}

	altered := *got
	altered.Identities = slices.Clone(got.Identities)
	altered.Identities[0].Terms = map[string]decimal.Decimal{"a": d("2"), "c": d("-1")}
	want := "2 problems:\n" + `identities["double"].terms "c" is unknown: there is no such figure` + "\n" +
		`identities["double"] 6 does not fit: the terms miss the right side by this`
	if err := altered.Check(); err == nil || err.Error() != want {
		t.Errorf("Check() = %v, want %s", err, want)
	}
}

// Figures without a value are whole too where the others determine them.
func TestBalanceAbsentInWholes(t *testing.T) {
	got, err := system.Balance(
		[]system.Figure{{Code: "a"}, {Code: "b"}},
		[]system.Identity{
			{Name: "sum", Terms: map[string]decimal.Decimal{"a": d("1"), "b": d("1")}, Right: d("5")},
			{Name: "difference", Terms: map[string]decimal.Decimal{"a": d("1"), "b": d("-1")}, Right: d("1")},
		},
		system.BalanceOptions{Quantum: d("1")},
	)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{"a": "3", "b": "2"} {
		if f, _ := got.Figure(code); !f.Value.Equal(d(want)) {
			t.Errorf("Figure(%s) = %v, want %s", code, f.Value, want)
		}
	}
}

// A zero does not move in proportion to itself.
func TestImmovableZero(t *testing.T) {
	got, err := system.Balance([]system.Figure{
		{Code: "a", Value: some("0")}, {Code: "b", Value: some("2")}, {Code: "t", Value: some("4"), Kept: true},
	}, []system.Identity{whole("t", "a", "b")}, system.BalanceOptions{Firmness: hierarchy.FigureFirmness})
	if err != nil {
		t.Fatal(err)
	}
	if a, _ := got.Figure("a"); !a.Value.IsZero() || !a.Immovable {
		t.Errorf("Figure(a) = %v, immovable %t, want 0, immovable", a.Value, a.Immovable)
	}
	if got, want := got.Figures[0].String(), "a: 0, cannot move"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
	if b, _ := got.Figure("b"); !b.Value.Equal(d("4")) || b.Immovable {
		t.Errorf("Figure(b) = %v, immovable %t, want 4, movable", b.Value, b.Immovable)
	}
}

// What Check finds does not depend on the order of a map.
func TestCheckOfUnknownCodes(t *testing.T) {
	var b system.Balanced
	if err := json.Unmarshal([]byte(`{"figures":[{"code":"a","value":"1"}],"identities":[`+
		`{"name":"sum","terms":{"a":"1","x":"1","y":"1","z":"1"},"right":"1"}]}`), &b); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		var got []any
		for _, e := range target.AllErrors(b.Check()) {
			got = append(got, e.Value)
		}
		if want := []any{"x", "y", "z"}; !slices.Equal(got, want) {
			t.Fatalf("Check() names %v, want %v", got, want)
		}
	}
}
