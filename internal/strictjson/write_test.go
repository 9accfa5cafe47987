package strictjson_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/strictjson"
)

// mood speaks for itself as text, and only through a pointer.
type mood struct{ happy bool }

func (m *mood) MarshalText() ([]byte, error) {
	if m.happy {
		return []byte("happy"), nil
	}
	return nil, errors.New("no word for it")
}

func (m *mood) UnmarshalText(text []byte) error {
	m.happy = string(text) == "happy"
	return nil
}

// point speaks for itself as JSON, and only through a pointer.
type point struct{ x int }

func (p *point) MarshalJSON() ([]byte, error) {
	if p.x < 0 {
		return nil, errors.New("left of the page")
	}
	return json.Marshal(p.x)
}

func (p *point) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, &p.x) }

// everything has a field of every kind that is written.
type everything struct {
	Float    float64
	Pair     [2]float64
	Decimal  *decimal.Decimal
	Absent   []decimal.NullDecimal
	Small    int8
	Wide     int64
	Unsigned uint64
	Mood     *mood
	Point    *point
	Any      any
	Next     *everything
	ByName   map[string]*int
}

// What speaks for itself through a pointer only is asked there; a pointer to nothing
// is null in a list, and is left out of a struct.
func TestEveryKindReadsBack(t *testing.T) {
	quarter := dec("0.250")
	want := everything{
		Float: 0.1, Pair: [2]float64{-1e21, math.SmallestNonzeroFloat64}, Decimal: &quarter,
		Absent: []decimal.NullDecimal{{}}, Small: -128, Wide: math.MinInt64, Unsigned: math.MaxUint64,
		Mood: &mood{happy: true}, Point: &point{x: 7}, Next: &everything{Small: 1},
		ByName: map[string]*int{"b": new(2), "a": new(1)},
	}
	const text = `{"float":0.1,"pair":[-1e+21,5e-324],"decimal":"0.250","absent":[null],"small":-128,` +
		`"wide":-9223372036854775808,"unsigned":18446744073709551615,"mood":"happy","point":7,` +
		`"next":{"pair":[0,0],"small":1},"byName":{"a":1,"b":2}}`

	data, err := strictjson.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	// Next has an array of zeros, which is a zero value and left out.
	without := strings.Replace(text, `"pair":[0,0],`, "", 1)
	if diff := cmp.Diff(without, string(data)); diff != "" {
		t.Errorf("Marshal() mismatch (-want +got):\n%s", diff)
	}

	for _, in := range []string{text, string(data)} {
		var got everything
		if err := strictjson.Unmarshal([]byte(in), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(mood{}, point{})); diff != "" {
			t.Errorf("Unmarshal() mismatch (-want +got):\n%s", diff)
		}
	}

	data, err = strictjson.Marshal([]any{
		nil, (*mood)(nil), (*point)(nil), (*int)(nil), everything{Any: 1}, true, false, uint8(9),
	})
	if want := `[null,null,null,null,{"any":1},true,false,9]`; err != nil || string(data) != want {
		t.Errorf("Marshal() = %s, %v, want %s", data, err, want)
	}
}

// An error anywhere below the value is an error of the whole: nothing is written in part.
func TestMarshalRefusesBelow(t *testing.T) {
	huge := decimal.New(1, 1000)
	type named struct{ Value any }
	tests := []struct {
		name string
		in   any
		want string
	}{
		{"a text that is none", []*mood{{}}, "no word for it"},
		{"a document that is none", []*point{{x: -1}}, "left of the page"},
		{"a field", named{huge}, "is out of range: must have at most 100 digits before"},
		{"an element", []decimal.Decimal{huge}, "is out of range"},
		{"a member", map[string]decimal.Decimal{"a": huge}, "is out of range"},
		{"a number that may be absent", decimal.NewNullDecimal(huge), "is out of range"},
		{"a key", map[string]int{"\xff": 1}, "must be UTF-8"},
		{"a text", named{"a\xffb"}, "must be UTF-8"},
		{"no number", math.NaN(), "JSON has no such number"},
		{"less than every number", []float64{math.Inf(-1)}, "JSON has no such number"},
		{"a struct without a field to write", struct{ hidden int }{1}, "has nothing to write"},
		{"a channel", named{make(chan int)}, "cannot write chan int"},
	}

	for _, tt := range tests {
		for form, marshal := range map[string]func(any) ([]byte, error){
			"Marshal": strictjson.Marshal, "Canonical": strictjson.Canonical,
		} {
			data, err := marshal(tt.in)
			if err == nil || !strings.Contains(err.Error(), tt.want) || data != nil {
				t.Errorf("%s(%s) = %q, %v, want nothing and %q", form, tt.name, data, err, tt.want)
			}
		}
	}
}

// Equal decimals have one canonical text, whatever their scale. A zero is left out where
// it is not required.
func TestCanonical(t *testing.T) {
	tests := []struct{ value, limit, marshal, canonical string }{
		{"2.50", "0.00", `{"code":"","value":"2.50","limit":"0.00"}`, `{"code":"","value":"2.5"}`},
		{"2.5", "0", `{"code":"","value":"2.5"}`, `{"code":"","value":"2.5"}`},
		{"-100", "1.0", `{"code":"","value":"-100","limit":"1.0"}`, `{"code":"","value":"-100","limit":"1"}`},
		{"0.000", "10.010", `{"code":"","value":"0.000","limit":"10.010"}`, `{"code":"","value":"0","limit":"10.01"}`},
	}
	for _, tt := range tests {
		in := thing{Value: dec(tt.value), Limit: dec(tt.limit)}
		if got, err := strictjson.Marshal(in); err != nil || string(got) != tt.marshal {
			t.Errorf("Marshal(%s, %s) = %s, %v, want %s", tt.value, tt.limit, got, err, tt.marshal)
		}
		if got, err := strictjson.Canonical(in); err != nil || string(got) != tt.canonical {
			t.Errorf("Canonical(%s, %s) = %s, %v, want %s", tt.value, tt.limit, got, err, tt.canonical)
		}
	}
}

func TestTrimmed(t *testing.T) {
	for in, want := range map[string]string{
		"100": "100", "1.00": "1", "1.50": "1.5", "-0.010": "-0.01", "10.0": "10", "0.0": "0", "": "",
	} {
		if got := strictjson.Trimmed(in); got != want {
			t.Errorf("Trimmed(%q) = %q, want %q", in, got, want)
		}
		// What stands before the number is not touched, even if it ends in zeros.
		for _, before := range []string{"", "a.00"} {
			if got := string(strictjson.TrimAppended([]byte(before+in), len(before))); got != before+want && in != "" {
				t.Errorf("TrimAppended(%q, %d) = %q, want %q", before+in, len(before), got, before+want)
			}
		}
	}
}

// The text of a string is that of encoding/json without the escapes that HTML needs.
func TestAppendQuoted(t *testing.T) {
	for _, s := range []string{
		"", "plain", "<b>&amp;", `a"b\c`, "a\nb\t\x00", "\x7f", "江苏", "\u2028", "😀", "\ufffd",
	} {
		var want strings.Builder
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(s); err != nil {
			t.Fatal(err)
		}
		got, err := strictjson.AppendQuoted([]byte("x"), s)
		if err != nil || string(got) != "x"+strings.TrimSuffix(want.String(), "\n") {
			t.Errorf("AppendQuoted(%q) = %s, %v, want x%s", s, got, err, want.String())
		}
		if back := strictjson.Unquote(got[1:]); back != s {
			t.Errorf("Unquote(%s) = %q, want %q", got[1:], back, s)
		}
	}
}

// An error says where, what, and what is allowed, or what the type said that reads itself.
func TestErrorText(t *testing.T) {
	cause := errors.New("no colour")
	tests := []struct {
		err  strictjson.Error
		want string
	}{
		{strictjson.Error{Problem: strictjson.Syntax}, "is not valid"},
		{strictjson.Error{Problem: strictjson.Required, Path: "a.b"}, "a.b is required"},
		{strictjson.Error{Problem: strictjson.Unknown, Path: "x", Hint: "must be y"}, "x is unknown: must be y"},
		{strictjson.Error{Problem: strictjson.Duplicate, Path: "x"}, "x is given twice"},
		{strictjson.Error{Problem: strictjson.Range, Path: "n", Hint: "write 2"}, "n is out of range: write 2"},
		{strictjson.Error{Problem: strictjson.Text, Path: "c", Cause: cause, Hint: "-"}, "c is not valid: no colour"},
	}
	for _, tt := range tests {
		if got := tt.err.Error(); got != tt.want || !errors.Is(&tt.err, tt.err.Cause) && tt.err.Cause != nil {
			t.Errorf("Error() = %q, want %q", got, tt.want)
		}
	}

	var got thing
	err := strictjson.Unmarshal([]byte(`{"code":"a","value":"1","colour":"green"}`), &got)
	if want := "colour is not valid: no such colour"; err == nil || err.Error() != want {
		t.Errorf("Unmarshal() = %v, want %s", err, want)
	}
}
