package strictjson_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/strictjson"
)

// Embedded is embedded under an exported name.
type Embedded struct {
	A int `strict:"required"`
}

// An embedded struct counts as its fields, and an unexported field as none.
func TestFieldsOfStructs(t *testing.T) {
	type outer struct {
		Embedded
		B      int
		hidden int
	}
	want := outer{Embedded{1}, 2, 0}
	data, err := strictjson.Marshal(outer{Embedded{1}, 2, 3})
	if text := `{"a":1,"b":2}`; err != nil || string(data) != text {
		t.Errorf("got %s, %v; want %s", data, err, text)
	}
	var got outer
	if err := read(data, &got, ""); err != nil || got != want {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
	err = read([]byte(`{"embedded":{"a":1},"hidden":3}`), &got, "")
	if text := "3 problems:\nembedded: unknown\nhidden: unknown\na: required"; err == nil || err.Error() != text {
		t.Errorf("got %v, want %s", err, text)
	}
}

// loud is a plain struct whose methods call the package for the struct alone,
// as a type that users marshal does.
type loud struct {
	N int `strict:"required"`
}

func (l loud) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }
func (l *loud) UnmarshalJSON(data []byte) error {
	return read(data, l, "loud")
}

// A plain struct within another one is not asked, so that its problems stand at
// their own paths.
func TestPlainStructsAreNotAsked(t *testing.T) {
	var got struct{ List []loud }
	err := read([]byte(`{"list":[{"n":1},{}]}`), &got, "all")
	if want := "all.list[1].n: required"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	var alone loud
	if err := json.Unmarshal([]byte(`{}`), &alone); err == nil || err.Error() != "loud.n: required" {
		t.Errorf("alone: %v", err)
	}
}

// closed has an unexported field, and writes its exported ones by the package.
type closed struct {
	N    int
	kept int
}

func (c closed) MarshalJSON() ([]byte, error) {
	if c.kept < 0 {
		return nil, errors.New("nothing is kept")
	}
	return strictjson.Marshal(c)
}

// named is a plain struct that writes more than its fields.
type named struct{ N int }

func (n named) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(struct {
		Kind string
		N    int
	}{"named", n.N})
}

// What calls Marshal from its MarshalJSON is written by its fields; whatever
// stands behind an interface that has MarshalJSON is asked.
func TestMarshalAsks(t *testing.T) {
	tests := []struct {
		name string
		in   any
		want string
	}{
		{"itself", closed{N: 1}, `{"n":1}`},
		{"within", []closed{{N: 1}, {N: 2}}, `[{"n":1},{"n":2}]`},
		{"behind an interface", []json.Marshaler{named{1}, closed{N: 2}}, `[{"kind":"named","n":1},{"n":2}]`},
		{"a plain struct", []named{{1}}, `[{"n":1}]`},
		{"nothing behind an interface", []json.Marshaler{nil, named{1}}, `[null,{"kind":"named","n":1}]`},
		{"no pointers", []*int{nil, new(5)}, `[null,5]`},
		{"nothing behind another interface", []measure{nil, span{1, 2}}, `[null,[1,2]]`},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data, err := strictjson.Marshal(tt.in)
			if diff := cmp.Diff(tt.want, string(data)); diff != "" || err != nil {
				t.Errorf("Marshal(): %v, mismatch (-want +got):\n%s", err, diff)
			}
		})
	}

	if data, err := strictjson.Marshal([]closed{{kept: -1}}); err == nil {
		t.Errorf("what refuses was written as %s", data)
	}
}

// A list or a map that is there but holds nothing is left out, as one that is
// not there; one that is required is written.
func TestEmptyFieldsAreLeftOut(t *testing.T) {
	type lists struct {
		A []int
		B map[string]int
		C []int          `strict:"required"`
		D map[string]int `strict:"required"`
	}
	for _, in := range []lists{{}, {[]int{}, map[string]int{}, []int{}, map[string]int{}}} {
		data, err := strictjson.Marshal(in)
		if want := `{"c":[],"d":{}}`; err != nil || string(data) != want {
			t.Errorf("got %s, %v; want %s", data, err, want)
		}
	}
}
