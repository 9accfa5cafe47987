package strictjson_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/strictjson"
)

type colour struct{ name string }

func (c colour) MarshalText() ([]byte, error) { return []byte(c.name), nil }
func (c *colour) UnmarshalText(text []byte) error {
	if string(text) != "red" && string(text) != "blue" {
		return errors.New("no such colour")
	}
	c.name = string(text)
	return nil
}
func (c colour) Equal(o colour) bool { return c == o }

type base struct {
	Code string `strict:"required"`
}

type thing struct {
	base
	Value  decimal.Decimal `strict:"required"`
	Limit  decimal.Decimal
	Maybe  decimal.NullDecimal
	Colour colour
	URL    string
	ToNext *int8
	Yes    bool
	List   []decimal.NullDecimal
	Map    map[string]decimal.Decimal
	N      uint8
}

// read reads as Unmarshal does and writes its problems as "path: word", under a
// root.
func read(data []byte, v any, root string) error {
	return brief(strictjson.Unmarshal(data, v), root)
}

func brief(err error, root string) error {
	if err == nil {
		return nil
	}
	if list, ok := err.(interface{ Unwrap() []error }); ok {
		var l fault.List
		for _, one := range list.Unwrap() {
			l.Add(brief(one, root))
		}
		return l.Err()
	}
	words := [...]string{"syntax", "unknown", "required", "duplicate", "range", "text"}
	e := err.(*strictjson.Error)
	return fmt.Errorf("%s: %s", fault.At(root).Below(e.Path), words[e.Problem])
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func TestRoundTrip(t *testing.T) {
	want := thing{
		base: base{
			Code: "a<b\u2028",
		}, Value: dec("2.50"), Limit: dec("0.00"), Maybe: decimal.NewNullDecimal(dec("-1e3")),
		Colour: colour{"red"}, URL: "x", ToNext: new(int8(-5)), Yes: true,
		List: []decimal.NullDecimal{{}, decimal.NewNullDecimal(dec("7"))},
		Map:  map[string]decimal.Decimal{"b": dec("1"), "a": dec("0.1")}, N: 255,
	}

	data, err := strictjson.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	const text = `{"code":"a<b\u2028","value":"2.50","limit":"0.00","maybe":"-1000","colour":"red","url":"x",` +
		`"toNext":-5,"yes":true,"list":[null,"7"],"map":{"a":"0.1","b":"1"},"n":255}`
	if diff := cmp.Diff(text, string(data)); diff != "" {
		t.Errorf("Marshal() mismatch (-want +got):\n%s", diff)
	}
	var got thing
	if err := strictjson.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(thing{})); diff != "" {
		t.Errorf("Unmarshal() mismatch (-want +got):\n%s", diff)
	}
	if got.Value.Exponent() != -2 {
		t.Errorf("2.50 was read with exponent %d", got.Value.Exponent())
	}
}

func TestZeroFieldsAreLeftOut(t *testing.T) {
	data, err := strictjson.Marshal(thing{})
	if want := `{"code":"","value":"0"}`; err != nil || string(data) != want {
		t.Errorf("got %s, %v; want %s", data, err, want)
	}
}

func TestProblems(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"nothing", ``, "t: required"},
		{"trailing junk", `{"code":"a","value":"1"} x`, "t: syntax"},
		{"second value", `{"code":"a","value":"1"}{}`, "t: syntax"},
		{"not UTF-8", "{\"code\":\"\xff\",\"value\":\"1\"}", "t: syntax"},
		{"half a surrogate", `{"code":"\ud800","value":"1"}`, "t.code: syntax"},
		{"not an object", `[]`, "t: syntax"},
		{"null", `null`, "t: syntax"},
		{"missing", `{"value":"1"}`, "t.code: required"},
		{"unknown", `{"code":"a","value":"1","Code":"b"}`, "t.Code: unknown"},
		{"twice", `{"code":"a","value":"1","code":"b"}`, "t.code: duplicate"},
		{"null decimal", `{"code":"a","value":null}`, "t.value: syntax"},
		{"number for a decimal", `{"code":"a","value":1}`, "t.value: syntax"},
		{"exponent", `{"code":"a","value":"1e5"}`, "t.value: syntax"},
		{"empty decimal", `{"code":"a","value":""}`, "t.value: syntax"},
		{"point without digits", `{"code":"a","value":"1."}`, "t.value: syntax"},
		{"plus", `{"code":"a","value":"+1"}`, "t.value: syntax"},
		{"too many digits", `{"code":"a","value":"1` + strings.Repeat("0", 100) + `"}`, "t.value: range"},
		{"null text", `{"code":null,"value":"1"}`, "t.code: syntax"},
		{"null pointer", `{"code":"a","value":"1","toNext":null}`, "t.toNext: syntax"},
		{"integer out of range", `{"code":"a","value":"1","n":256}`, "t.n: range"},
		{"fraction", `{"code":"a","value":"1","n":1.0}`, "t.n: syntax"},
		{"bool", `{"code":"a","value":"1","yes":1}`, "t.yes: syntax"},
		{"enum", `{"code":"a","value":"1","colour":"green"}`, "t.colour: text"},
		{"element", `{"code":"a","value":"1","list":["1","x"]}`, "t.list[1]: syntax"},
		{"map value", `{"code":"a","value":"1","map":{"k":2}}`, `t.map["k"]: syntax`},
		{"map key twice", `{"code":"a","value":"1","map":{"k":"2","k":"3"}}`, `t.map["k"]: duplicate`},
		{"several", `{"valu":"1"}`, "3 problems:\nt.valu: unknown\nt.code: required\nt.value: required"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := thing{URL: "kept"}
			err := read([]byte(tt.in), &got, "t")
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if got.URL != "kept" {
				t.Error("the value was changed")
			}
		})
	}
}

func TestMarshalRefuses(t *testing.T) {
	for name, v := range map[string]any{
		"huge":      thing{Value: decimal.New(1, 1_000_000_000)},
		"not UTF-8": thing{base: base{Code: "\xff"}},
		"a func":    struct{ F func() }{func() {}},
	} {
		if data, err := strictjson.Marshal(v); err == nil {
			t.Errorf("%s was written as %.80s", name, data)
		}
	}
}

// The switches of the decimal package move nothing.
func TestSwitchesMoveNothing(t *testing.T) {
	x := dec("2.50")
	defer func(d, p, e, m int, q, z, n bool) {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent = d, p
		decimal.ExpMaxIterations, decimal.MaxDecodeExponent = e, m
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = q, z, n
	}(decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent,
		decimal.ExpMaxIterations, decimal.MaxDecodeExponent,
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation)

	for _, on := range []bool{false, true} {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent = 1, 1
		decimal.ExpMaxIterations, decimal.MaxDecodeExponent = 1, 1
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = on, on, on
		data, err := strictjson.Marshal(thing{Value: x})
		if want := `{"code":"","value":"2.50"}`; err != nil || string(data) != want {
			t.Errorf("got %s, %v; want %s", data, err, want)
		}
		var got thing
		if err := strictjson.Unmarshal(data, &got); err != nil || !got.Value.Equal(x) || got.Value.Exponent() != -2 {
			t.Errorf("read %s, %v", got.Value, err)
		}
	}
}

// span has unexported fields, and speaks for itself as an array of two.
type span struct{ from, to int }

func (s span) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "[%d,%d]", s.from, s.to), nil }

func (s *span) UnmarshalJSON(data []byte) error {
	if _, err := fmt.Sscanf(string(data), "[%d,%d]", &s.from, &s.to); err != nil {
		return errors.New("no span")
	}
	return nil
}

func (s span) Equal(o span) bool { return s == o }

type measure interface{ measure() }

func (span) measure() {}

// A type that speaks for itself is asked, within a struct and behind an
// interface; a plain struct within is read field by field.
func TestTypesThatSpeakForThemselves(t *testing.T) {
	type inner struct{ A int }
	type outer struct {
		Span  span
		Plain inner
		Spans []span
	}

	want := outer{span{1, 2}, inner{7}, []span{{3, 4}}}
	data, err := strictjson.Marshal(want)
	if text := `{"span":[1,2],"plain":{"a":7},"spans":[[3,4]]}`; err != nil || string(data) != text {
		t.Errorf("got %s, %v; want %s", data, err, text)
	}
	var got outer
	if err := strictjson.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Unmarshal() mismatch (-want +got):\n%s", diff)
	}
	err = read([]byte(`{"spans":[[3,4],{}],"plain":{"b":1}}`), &got, "")
	if want := "2 problems:\nspans[1]: text\nplain.b: unknown"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	data, err = strictjson.Marshal(struct{ M measure }{span{5, 6}})
	if text := `{"m":[5,6]}`; err != nil || string(data) != text {
		t.Errorf("got %s, %v; want %s", data, err, text)
	}
}
