package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/strictjson"
)

// An error has the value in the words of the text, clipped, and a hint at what
// is allowed.
func TestErrorTells(t *testing.T) {
	type odd struct {
		F func()
		X complex128
	}

	clip := func(s string) string { return s[:80] + "…" }
	tests := []struct {
		name, in string
		into     any
		want     string // paths, values and hints
	}{
		{"a value", `{"code":[1,2],"value":"1"}`, new(thing), `code [1,2] write a string`},
		{
			"a long value",
			`{"code":[` + strings.Repeat("1,", 60) + `1],"value":"1"}`,
			new(thing),
			`code ` + clip(`[`+strings.Repeat("1,", 60)) + ` write a string`,
		},
		{
			"a value cut within a rune",
			`{"list":{"` + strings.Repeat("地", 30) + `":1},"code":"a","value":"1"}`,
			new(thing),
			`list {"` + strings.Repeat("地", 26) + `… write an array`,
		},
		{"no array", `{"list":7,"code":"a","value":"1"}`, new(thing), `list 7 write an array`},
		{"no object", `{"map":[],"code":"a","value":"1"}`, new(thing), `map [] write an object`},
		{
			"an unknown field",
			`{"x":1,"code":"a","value":"1"}`,
			new(thing),
			`x <nil> must be one of code, value, limit, maybe, colour, url, toNext, yes, list, map, n`,
		},
		{
			"an escape in a decimal",
			`{"value":"\ud800","code":"a"}`,
			new(thing),
			`value "\ud800" an escape stands for no character`,
		},
		{
			"no escape in a decimal",
			`{"value":"\ufffd","code":"a"}`,
			new(thing),
			"value \ufffd write digits with at most one point, as in \"2.50\"",
		},
		{
			"types that nothing reads",
			`{"f":1,"x":2.5}`,
			new(odd),
			"f 1 cannot be read into func()\nx 2.5 cannot be read into complex128",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := strictjson.Unmarshal([]byte(tt.in), tt.into)
			all := []error{err}
			if list, ok := err.(interface{ Unwrap() []error }); ok {
				all = list.Unwrap()
			}
			var told []string
			for _, one := range all {
				if e, ok := errors.AsType[*strictjson.Error](one); ok {
					told = append(told, fmt.Sprintf("%s %v %s", e.Path, e.Value, e.Hint))
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(told, "\n")); diff != "" || err == nil {
				t.Errorf("Unmarshal(): %v, told mismatch (-want +got):\n%s", err, diff)
			}
		})
	}
}

// The longest decimal in bounds has a sign, a hundred digits on each side and
// the point.
func TestLongestDecimal(t *testing.T) {
	nines := strings.Repeat("9", 100)
	for _, sign := range []string{"", "-"} {
		want := sign + nines + "." + nines
		got := thing{}
		if err := read([]byte(`{"code":"","value":"`+want+`"}`), &got, "t"); err != nil {
			t.Fatal(err)
		}
		if text := got.Value.StringFixed(100); text != want {
			t.Errorf("%s was read as %s", want, text)
		}
		err := read([]byte(`{"code":"","value":"`+sign+"00"+nines+"."+nines+`"}`), &got, "t")
		if err == nil || err.Error() != "t.value: syntax" {
			t.Errorf("with zeros before it: %v", err)
		}
	}
}

// Nothing of one element shows in the next one.
func TestElementsBeginEmpty(t *testing.T) {
	type item struct {
		A    int
		List []int
		Map  map[string]int
		Next *item
	}
	var got []item
	if err := read([]byte(`[{"a":1,"list":[2],"map":{"k":3},"next":{"a":4}},{},{"list":[5]}]`), &got, ""); err != nil {
		t.Fatal(err)
	}
	want := []item{{1, []int{2}, map[string]int{"k": 3}, &item{A: 4}}, {}, {List: []int{5}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Unmarshal() mismatch (-want +got):\n%s", diff)
	}
}

// An array and an object without anything are there, as encoding/json has it.
func TestEmptyIsNotNil(t *testing.T) {
	type lists struct {
		A, B []int
		C, D map[string]int
	}
	const text = `{"a":[],"c":{}}`
	var got, want lists
	if err := read([]byte(text), &got, ""); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Unmarshal() mismatch (-want +got):\n%s", diff)
	}
}

// A word of any length is bounded before its type reads it: a fraction of a million digits
// took 2 GiB.
func TestReadLongWord(t *testing.T) {
	var v struct {
		Exact *big.Rat
	}
	err := strictjson.Unmarshal([]byte(`{"exact":"`+strings.Repeat("7", 1_000_000)+`"}`), &v)
	if got, want := fmt.Sprint(err), "must have at most 65,536 characters"; !strings.Contains(got, want) {
		t.Errorf("Unmarshal() = %.200s, want %s", got, want)
	}
	if err := strictjson.Unmarshal([]byte(`{"exact":"22/7"}`), &v); err != nil || v.Exact.RatString() != "22/7" {
		t.Errorf("Unmarshal() = %v, %v, want 22/7", v.Exact, err)
	}
}
