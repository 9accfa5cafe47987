package target_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/target"
)

// Each check answers, and reports what it refuses and nothing else.
func TestPlaceChecks(t *testing.T) {
	one, huge := decimal.New(1, 0), decimal.New(1, 100)
	tests := []struct {
		name  string
		check func(at target.Place) bool
		want  string // empty if all is well
	}{
		{"required", func(at target.Place) bool { return at.Required(true, "give it") }, ``},
		{
			"required, not given",
			func(at target.Place) bool { return at.Required(false, "give it") },
			`x is required: give it`,
		},
		{"required, no remedy", func(at target.Place) bool { return at.Required(false, "") }, `x is required`},
		{"code", func(at target.Place) bool { return at.Code("江苏\n") }, ``},
		{"code, empty", func(at target.Place) bool { return at.Code("") }, `x is required`},
		{
			"code, bytes",
			func(at target.Place) bool { return at.Code("\xff") },
			`x "\xff" is not valid: codes must be UTF-8`,
		},
		{
			"code, BOM",
			func(at target.Place) bool { return at.Code("\ufeff32") },
			`x "\ufeff32" is not valid: remove the byte-order mark ` +
				`(BOM) before it: save the file as UTF-8 without BOM`,
		},
		{"figure", func(at target.Place) bool { return at.Figure(decimal.New(-1, 99)) }, ``},
		{
			"figure, before",
			func(at target.Place) bool { return at.Figure(huge) },
			`x 1e100 is out of range: must have at most 100 digits ` +
				`before and 100 digits after the decimal point`,
		},
		{
			"figure, after",
			func(at target.Place) bool { return at.Figure(decimal.New(1, -101)) },
			`x 1e-101 is out of range: must have ` +
				`at most 100 digits before and 100 digits after the decimal point`,
		},
		{"positive", func(at target.Place) bool { return at.Positive(decimal.New(1, -100)) }, ``},
		{
			"positive, zero",
			func(at target.Place) bool { return at.Positive(decimal.New(0, -2)) },
			`x 0.00 is out of range: must be greater than 0`,
		},
		{
			"positive, huge",
			func(at target.Place) bool { return at.Positive(huge) },
			`x 1e100 is out of range: must have at most 100 digits ` +
				`before and 100 digits after the decimal point`,
		},
		{"not negative", func(at target.Place) bool { return at.NonNegative(decimal.Zero) }, ``},
		{
			"not negative, below",
			func(at target.Place) bool { return at.NonNegative(one.Neg()) },
			`x -1 is out of range: must not be negative`,
		},
		{
			"not negative, huge",
			func(at target.Place) bool { return at.NonNegative(huge.Neg()) },
			`x -1e100 is out of range: must have at most ` +
				`100 digits before and 100 digits after the decimal point`,
		},
		{"between, low", func(at target.Place) bool { return at.Between(decimal.Zero, decimal.Zero, one) }, ``},
		{"between, high", func(at target.Place) bool { return at.Between(one, decimal.Zero, one) }, ``},
		{
			"between, below",
			func(at target.Place) bool { return at.Between(dec("-0.1"), decimal.Zero, one) },
			`x -0.1 is out of range: must be between 0 and 1`,
		},
		{
			"between, above",
			func(at target.Place) bool { return at.Between(dec("1.1"), decimal.Zero, one) },
			`x 1.1 is out of range: must be between 0 and 1`,
		},
		{
			"between, huge",
			func(at target.Place) bool { return at.Between(huge, decimal.Zero, huge) },
			`x 1e100 is out of range: must have at ` +
				`most 100 digits before and 100 digits after the decimal point`,
		},
		{"count, low", func(at target.Place) bool { return at.Count(0, 0, 30) }, ``},
		{"count, high", func(at target.Place) bool { return at.Count(30, 0, 30) }, ``},
		{
			"count, below",
			func(at target.Place) bool { return at.Count(-1, 0, 30) },
			`x -1 is out of range: must be between 0 and 30`,
		},
		{
			"count, above",
			func(at target.Place) bool { return at.Count(31, 0, 30) },
			`x 31 is out of range: must be between 0 and 30`,
		},
		{"one of", func(at target.Place) bool { return at.OneOf("b", "a", "b") }, ``},
		{
			"one of, another",
			func(at target.Place) bool { return at.OneOf("c", "a", "", "b") },
			`x "c" is unknown: must be one of a, b`,
		},
		{"one of none", func(at target.Place) bool { return at.OneOf("c") }, `x "c" is unknown`},
		{"add nil", func(at target.Place) bool { return at.Add(nil) && at.AddRooted(nil) }, ``},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p target.Problems
			ok := tt.check(p.At("x"))
			if ok != (tt.want == "") || ok != (p.Err() == nil) {
				t.Errorf("check = %t, Err() = %v", ok, p.Err())
			}
			if err := p.Err(); err != nil && err.Error() != tt.want {
				t.Errorf("Err() = %s, want %s", err, tt.want)
			}
			if got := tt.check(target.Place{}); got != ok {
				t.Errorf("check of the zero Place = %t, want %t", got, ok)
			}
		})
	}
}

func TestPlaceUnknownListsSome(t *testing.T) {
	words := make([]string, 25)
	for i := range words {
		words[i] = fmt.Sprint("w", i)
	}
	var p target.Problems
	p.At("x").Unknown(7, words...)
	if got := p.Err().Error(); !strings.HasSuffix(got, ", w19 and 5 more") ||
		!strings.HasPrefix(got, "x 7 is unknown: must be one of w0, ") {
		t.Errorf("Err() = %s", got)
	}
}

// special is an error of its own type, as that of a cascade that cannot be met.
type special struct{ inner error }

func (s special) Error() string { return "special: " + s.inner.Error() }
func (s special) Unwrap() error { return s.inner }

// What is added below a place has the whole path, whatever it is wrapped in, and
// several problems never hide behind one.
func TestPlaceAdd(t *testing.T) {
	own := errors.New("no such file")
	field := func(path string) error { return &target.FieldError{Path: path, Value: 1, Err: target.ErrRange} }
	var inner target.Problems
	inner.At("target").Field("unit").Required(false, "")
	inner.At("target").Field("links").Index(2).Required(false, "")
	tests := []struct {
		name          string
		err           error
		below, inside string
		paths         []string // of AllErrors, for Add
	}{
		{
			"a field", field("unit"), `a[1].unit 1 is out of range`, `a[1] 1 is out of range`,
			[]string{"a[1].unit"},
		},
		{
			"no path", field(""), `a[1] 1 is out of range`, `a[1] 1 is out of range`,
			[]string{"a[1]"},
		},
		{
			"two", inner.Err(), "2 problems:\na[1].target.unit is required\na[1].target.links[2] is required",
			"2 problems:\na[1].unit is required\na[1].links[2] is required",
			[]string{"a[1].target.unit", "a[1].target.links[2]"},
		},
		{
			"errors.Join", errors.Join(field("b"), errors.Join(field("c.d"), own)),
			"3 problems:\na[1].b 1 is out of range\na[1].c.d 1 is out of range\na[1]: no such file",
			"3 problems:\na[1] 1 is out of range\na[1].d 1 is out of range\na[1]: no such file",
			[]string{"a[1].b", "a[1].c.d", "a[1]"},
		},
		{
			"another type",
			special{field("b.c")},
			"a[1]: special: b.c 1 is out of range", "a[1]: special: b.c 1 is out of range",
			[]string{"a[1].b.c"},
		},
		{
			"a sentinel", fmt.Errorf("%w: nothing", target.ErrInfeasible), "a[1]: cannot be met: nothing",
			"a[1]: cannot be met: nothing",
			[]string{"a[1]"},
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var below, inside target.Problems
			if below.At("a").Index(1).Add(tt.err) || inside.At("a").Index(1).AddRooted(tt.err) {
				t.Error("an error is well")
			}
			if diff := cmp.Diff(tt.below, below.Err().Error()); diff != "" {
				t.Errorf("Add() mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.inside, inside.Err().Error()); diff != "" {
				t.Errorf("AddRooted() mismatch (-want +got):\n%s", diff)
			}
			var paths []string
			for _, e := range target.AllErrors(below.Err()) {
				paths = append(paths, e.Path)
			}
			if diff := cmp.Diff(tt.paths, paths); diff != "" {
				t.Errorf("AllErrors() mismatch (-want +got):\n%s", diff)
			}
			first, ok := errors.AsType[*target.FieldError](below.Err())
			if !ok || first.Path != tt.paths[0] {
				t.Errorf("the first FieldError is %v", first)
			}
			var again target.Problems
			again.At("z").Add(below.Err())
			if n := len(target.AllErrors(again.Err())); n != len(paths) {
				t.Errorf("added twice, there are %d problems, want %d", n, len(paths))
			}
			for i, e := range target.AllErrors(again.Err()) {
				if want := "z." + tt.paths[i]; e.Path != want {
					t.Errorf("added twice, the path is %s, want %s", e.Path, want)
				}
			}
		})
	}
}

// An error that gets a place remains what it is.
func TestPlaceAddKeepsTheError(t *testing.T) {
	own := errors.New("own")
	var p target.Problems
	p.At("method").Add(special{own})
	err := p.Err()
	if _, ok := errors.AsType[special](err); !ok || !errors.Is(err, own) || !errors.Is(err, target.ErrInvalid) {
		t.Errorf("%v lost its type or what it wraps", err)
	}
	var infeasible target.Problems
	infeasible.At("method").Add(fmt.Errorf("%w: nothing", target.ErrInfeasible))
	if all := target.AllErrors(infeasible.Err()); len(all) != 1 || all[0].Err != target.ErrInfeasible {
		t.Errorf("AllErrors() of a wrapped sentinel = %v, want the sentinel", all)
	}
	var q target.Problems
	if !q.Add(nil) || q.Add(own) {
		t.Error("Add() reports the contrary of whether the error is nil")
	}
	if q.Err() != own {
		t.Errorf("Err() = %v, want the error itself", q.Err())
	}
}

// wordless refuses every text without saying which.
type wordless struct{}

func (*wordless) UnmarshalText([]byte) error { return &target.FieldError{Err: target.ErrRange} }

// What refuses a text without naming it has the text of the document in its problem.
func TestPlaceAddNamesTheText(t *testing.T) {
	var p target.Problems
	p.At("list").Index(1).Add(strictjson.Unmarshal([]byte(`{"a":"x"}`), new(struct{ A wordless })))
	if err, want := p.Err(), `list[1].a "x" is out of range`; err == nil || err.Error() != want {
		t.Errorf("Err() = %v, want %s", err, want)
	}
}

func TestProblemsAreCapped(t *testing.T) {
	var p target.Problems
	at := p.At("list")
	for i := range 60 {
		if full := p.Full(); full != (i >= 50) {
			t.Errorf("Full() = %t after %d problems", full, i)
		} else if !full {
			at.Index(i).Required(false, "")
		}
	}

	at.Add(p.Err()) // 50 more, and 10 that are not kept
	if p.Len() != 120 {
		t.Errorf("Len() = %d, want 120", p.Len())
	}
	text := p.Err().Error()
	if !strings.HasPrefix(text, "120 problems:\nlist[0] is required\n") || !strings.HasSuffix(text, "and 70 more") {
		t.Errorf("Err() = %.60s … %s", text, text[len(text)-20:])
	}
	if n := len(target.AllErrors(p.Err())); n != 50 {
		t.Errorf("AllErrors() lists %d, want 50", n)
	}

	sorted := target.Problems{ByPath: true}
	sorted.Add(p.Err()) // 50, and 70 that are not kept
	if got := sorted.Err().Error(); sorted.Len() != 120 || !strings.HasSuffix(got, "and 70 more") {
		t.Errorf("Len() of sorted problems = %d, want 120: %s", sorted.Len(), got[len(got)-20:])
	}
}

func TestProblemsByPath(t *testing.T) {
	report := func(codes ...string) error {
		p := target.Problems{ByPath: true}
		for _, c := range codes {
			p.At("units").Key(c).Required(false, "")
			if p.Full() {
				t.Error("Full() = true, which sorted problems never are")
			}
		}
		return p.Err()
	}

	const want = "3 problems:\nunits[\"a\"] is required\nunits[\"b\"] is required\nunits[\"c\"] is required"
	for _, codes := range [][]string{{"a", "b", "c"}, {"c", "b", "a"}, {"b", "c", "a"}} {
		if got := report(codes...).Error(); got != want {
			t.Errorf("Err() of %v = %s", codes, got)
		}
	}

	if err := report(); err != nil {
		t.Errorf("Err() of nothing = %v", err)
	}
	p := target.Problems{ByPath: true}

	for i := range 1000 {
		p.At("x").Key(fmt.Sprintf("%03d", 999-i)).Required(false, "")
	}
	var all target.Problems
	all.Add(p.Err())
	if text := all.Err().Error(); all.Len() != 1000 ||
		!strings.HasPrefix(text, "1000 problems:\nx[\"000\"] is required\n") {
		t.Errorf("%d problems: %.60s", all.Len(), text)
	}
}

// What is shown of a code or a remedy stays on one line.
func TestFieldErrorEscapes(t *testing.T) {
	var p target.Problems
	p.At("units").Key("a\nb").Field("level").Report("x\r", target.ErrUnknown, "not\x00this")
	const want = `units["a\nb"].level "x\r" is unknown: not\x00this`
	if got := p.Err().Error(); got != want {
		t.Errorf("Error() = %s, want %s", got, want)
	}
	raw := &target.FieldError{Path: "units[a\nb]", Err: errors.New("is\nodd")}
	if got, want := raw.Error(), `units[a\nb] is\nodd`; got != want {
		t.Errorf("Error() = %s, want %s", got, want)
	}
}

func TestErrorsAsJSON(t *testing.T) {
	tests := []struct {
		err  *target.FieldError
		want string
	}{
		{&target.FieldError{Path: "a.b", Err: target.ErrRequired}, `{"path":"a.b","problem":"required"}`},
		{
			&target.FieldError{Path: "a", Value: "x\n", Err: target.ErrUnknown, Remedy: "r"},
			`{"path":"a","problem":"unknown","value":"x\n","remedy":"r"}`,
		},
		{&target.FieldError{Value: dec("2.50"), Err: target.ErrDuplicate}, `{"problem":"duplicate","value":2.50}`},
		{
			&target.FieldError{Value: decimal.New(1, 1<<30), Err: target.ErrRange},
			`{"problem":"range","value":"1e1073741824"}`,
		},
		{&target.FieldError{Value: uint8(7), Err: target.ErrInvalid}, `{"problem":"invalid","value":7}`},
		{&target.FieldError{Value: false, Err: target.ErrMismatch}, `{"problem":"mismatch","value":false}`},
		{&target.FieldError{Value: decimal.NullDecimal{}, Err: target.ErrMissing}, `{"problem":"missing"}`},
		{
			&target.FieldError{Value: decimal.NewNullDecimal(dec("-1")), Err: target.ErrCycle},
			`{"problem":"cycle","value":-1}`,
		},
		{&target.FieldError{Value: target.Year(2015), Err: target.ErrKind}, `{"problem":"kind","value":"2015"}`},
		{&target.FieldError{Value: math.Inf(1), Err: target.ErrQuantum}, `{"problem":"quantum","value":"+Inf"}`},
		{&target.FieldError{Value: errors.New("e"), Err: target.ErrInfeasible}, `{"problem":"infeasible","value":"e"}`},
		{&target.FieldError{Path: "p", Err: target.ErrBroken}, `{"path":"p","problem":"broken"}`},
		{&target.FieldError{Err: errors.New("is odd")}, `{"problem":"is odd"}`},
		{&target.FieldError{}, `{"problem":"is not valid"}`},
	}
	for _, tt := range tests {
		got, err := json.Marshal(tt.err)
		if err != nil || string(got) != tt.want {
			t.Errorf("Marshal(%v) = %s, %v, want %s", tt.err, got, err, tt.want)
		}
	}

	var p target.Problems
	p.At("a").Required(false, "")
	p.At("b").Add(special{&target.FieldError{Path: "c", Err: target.ErrRange}})
	p.At("d").Add(errors.New("lost"))
	p.Add(errors.New("plain"))
	const want = `[{"path":"a","problem":"required"},{"path":"b.c","problem":"range"},` +
		`{"path":"d","problem":"invalid","remedy":"lost"},{"problem":"plain"}]`
	if got, err := json.Marshal(p.Err()); err != nil || string(got) != want {
		t.Errorf("Marshal() = %s, %v, want %s", got, err, want)
	}
}

// A check that finds nothing allocates nothing, however long the path is.
func TestPlaceDoesNotAllocate(t *testing.T) {
	share, code := dec("1"), strings.Repeat("320000", 10)
	one := decimal.New(1, 0)
	var p target.Problems
	allocs := testing.AllocsPerRun(100, func() {
		at := p.At("options").Field("levels").Key(code)
		at.Field("share").Between(share, decimal.Zero, one)
		at.Field("weights").Positive(share)
		at.Field("places").Count(3, 0, 30)
		at.Field("unit").Required(code != "", "give it")
	})
	if allocs != 0 || p.Err() != nil {
		t.Errorf("%v allocations, %v", allocs, p.Err())
	}
}

func BenchmarkPlace(b *testing.B) {
	share, low, high := dec("0.5"), decimal.Zero, dec("1")
	b.Run("place", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var p target.Problems
			at := p.At("options")
			at.Field("share").Between(share, low, high)
			if p.Err() != nil {
				b.Fatal(p.Err())
			}
		}
	})

	b.Run("naive", func(b *testing.B) { // the path as text
		b.ReportAllocs()
		root := "options"
		for b.Loop() {
			var errs []error
			path := root + ".share"
			if share.Cmp(low) < 0 || share.Cmp(high) > 0 {
				errs = append(errs, &target.FieldError{Path: path, Value: share, Err: target.ErrRange})
			}
			if errors.Join(errs...) != nil {
				b.Fatal(errs)
			}
		}
	})
}

// A rule of one's own reports every problem at once.
func ExampleProblems() {
	type options struct {
		Share   decimal.Decimal
		Rounds  int
		Weights map[string]decimal.Decimal
	}
	check := func(o options) error {
		p := target.Problems{ByPath: true} // a map has no order
		at := p.At("options")
		at.Field("share").Between(o.Share, decimal.Zero, decimal.New(1, 0))
		at.Field("rounds").Count(o.Rounds, 1, 100)
		for code, weight := range o.Weights {
			at.Field("weights").Key(code).NonNegative(weight)
		}
		return p.Err()
	}

	err := check(options{
		Share:   decimal.RequireFromString("1.2"),
		Rounds:  10,
		Weights: map[string]decimal.Decimal{"320000": decimal.New(-3, 0), "440000": decimal.New(7, 0)},
	})
	fmt.Println(err)
	// Output:
	// 2 problems:
	// options.share 1.2 is out of range: must be between 0 and 1
	// options.weights["320000"] -3 is out of range: must not be negative
}

// A web service answers with a list of problems.
func ExampleAllErrors_json() {
	_, err := target.NewAgenda(nil, []target.Target{{Code: "patents-2015"}})
	list, jsonErr := json.MarshalIndent(target.AllErrors(err)[:2], "", "  ")
	if jsonErr != nil {
		fmt.Println(jsonErr)
		return
	}

	fmt.Println(string(list))
	// Output:
	// [
	//   {
	//     "path": "targets[\"patents-2015\"].indicator.code",
	//     "problem": "required"
	//   },
	//   {
	//     "path": "targets[\"patents-2015\"].indicator.kind",
	//     "problem": "required",
	//     "remedy": "must be one of flow, stock, cumulative, ratio, share, growth, reduction, index, position, milestone"
	//   }
	// ]
}

// A validator of one's own gets its place, so that it can be used for one value
// and for a list of them.
func ExamplePlace() {
	type quarter struct {
		Code  string
		Share decimal.Decimal
	}
	validate := func(q quarter, at target.Place) {
		at.Field("code").OneOf(q.Code, "Q1", "Q2", "Q3", "Q4")
		at.Field("share").NonNegative(q.Share)
	}

	var p target.Problems
	for i, q := range []quarter{{"Q1", decimal.New(25, -2)}, {"Q5", decimal.New(-1, 0)}} {
		validate(q, p.At("profile").Index(i))
	}
	fmt.Println(p.Err())
	// Output:
	// 2 problems:
	// profile[1].code "Q5" is unknown: must be one of Q1, Q2, Q3, Q4
	// profile[1].share -1 is out of range: must not be negative
}

// An enumeration of one's own refuses other words as those of this module do.
func ExampleUnknownError() {
	parse := func(word string) (int, error) {
		seasons := []string{"", "spring", "summer", "autumn", "winter"}
		for i, s := range seasons {
			if s != "" && s == word {
				return i, nil
			}
		}
		return 0, target.UnknownError("season", word, seasons...)
	}

	_, err := parse("fall")
	fmt.Println(err)
	fmt.Println(errors.Is(err, target.ErrUnknown))
	// Output:
	// season "fall" is unknown: must be one of spring, summer, autumn, winter
	// true
}
