package strictjson_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/strictjson"
)

const nested = ` { "a" : [ 1 , {"b":"]}"} ] ,"\u0062\"":null,"c":{},"d":-1.5e3 }`

// Members and values come in the order of the text, as they are written.
func TestMembers(t *testing.T) {
	var got []string
	for name, value := range strictjson.Members([]byte(nested)[1:]) {
		got = append(got, fmt.Sprintf("%s=%s", strictjson.Unquote(name), value))
	}
	want := []string{`a=[ 1 , {"b":"]}"} ]`, `b"=null`, `c={}`, `d=-1.5e3`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Members() mismatch (-want +got):\n%s", diff)
	}
}

func TestElements(t *testing.T) {
	const text = `[1, [2,3] ,"]", {"a":[]},null]`
	var got []string
	for i, value := range strictjson.Elements([]byte(text)) {
		if i != len(got) {
			t.Errorf("Elements() gives place %d after %d values", i, len(got))
		}
		got = append(got, string(value))
	}
	if diff := cmp.Diff([]string{"1", "[2,3]", `"]"`, `{"a":[]}`, "null"}, got); diff != "" {
		t.Errorf("Elements() mismatch (-want +got):\n%s", diff)
	}
}

// Who has found what it looked for stops: nothing more is read, and nothing panics.
func TestScanStops(t *testing.T) {
	for stop := range 4 {
		n := 0
		for range strictjson.Members([]byte(nested)[1:]) {
			if n++; n > stop {
				break
			}
		}
		m := 0
		for range strictjson.Elements([]byte(`[1,2,3,4]`)) {
			if m++; m > stop {
				break
			}
		}
		if n != stop+1 || m != stop+1 {
			t.Errorf("Members() and Elements() went on to %d and %d after %d", n, m, stop)
		}
	}
}

// A list of a fixed length is read by place, and its length is part of its form.
func TestFixedArray(t *testing.T) {
	type pair struct{ XY [2]int }
	tests := []struct{ in, want string }{
		{`{"xy":[1,2]}`, ""},
		{`{"xy":[1]}`, "xy: range"},
		{`{"xy":[]}`, "xy: range"},
		{`{"xy":[1,2,3]}`, "xy: range"},
		{`{"xy":{"0":1}}`, "xy: syntax"},
		{`{"xy":[1,"2"]}`, "xy[1]: syntax"},
		{`{"xy":["1",2,3]}`, "2 problems:\nxy[0]: syntax\nxy: range"},
	}
	for _, tt := range tests {
		var got pair
		err := read([]byte(tt.in), &got, "")
		switch {
		case tt.want == "" && (err != nil || got != pair{[2]int{1, 2}}):
			t.Errorf("Unmarshal(%s) = %v, %v", tt.in, got, err)
		case tt.want != "" && (err == nil || err.Error() != tt.want || got != pair{}):
			t.Errorf("Unmarshal(%s) = %v, %v, want %s", tt.in, got, err, tt.want)
		}
	}
}

func TestFloats(t *testing.T) {
	tests := []struct{ in, want string }{
		{`1`, ""},
		{`-0`, ""},
		{`-1.5E-3`, ""},
		{`1e308`, ""},
		{`1e309`, ": range"},
		{`"1"`, ": syntax"},
		{`null`, ": syntax"},
		{`true`, ": syntax"},
		{`[1]`, ": syntax"},
	}
	for _, tt := range tests {
		var got, want float64
		err := read([]byte(tt.in), &got, "")
		switch {
		case tt.want != "":
			if err == nil || err.Error() != tt.want || got != 0 {
				t.Errorf("Unmarshal(%s) = %v, %v, want %s", tt.in, got, err, tt.want)
			}
		case err != nil || json.Unmarshal([]byte(tt.in), &want) != nil || got != want:
			t.Errorf("Unmarshal(%s) = %v, %v, want %v", tt.in, got, err, want)
		}
	}
}

// However many problems a document has, an error keeps fifty and counts the rest.
func TestProblemsAreCapped(t *testing.T) {
	const most = 50
	for _, n := range []int{most, most + 10} {
		var members []string
		for i := range n {
			members = append(members, fmt.Sprintf(`"x%d":1`, i))
		}

		var empty struct{}
		err := strictjson.Unmarshal([]byte("{"+strings.Join(members, ",")+"}"), &empty)
		list, ok := err.(interface {
			Unwrap() []error
			Dropped() int
		})
		if !ok || len(list.Unwrap()) != most || list.Dropped() != n-most {
			t.Errorf("Unmarshal() of %d unknown fields: %v", n, err)
			continue
		}
		want := "x0 is unknown: leave it out: there are no fields"
		if got := list.Unwrap()[0].Error(); got != want {
			t.Errorf("Unmarshal() = %q, want %q", got, want)
		}
	}

	// Elements that are wrong are read until the list is full; the others count as one.
	var numbers []int
	text := "[0.5" + strings.Repeat(",0.5", 3*most) + "]"
	err := strictjson.Unmarshal([]byte(text), &numbers)
	if list, ok := err.(interface{ Dropped() int }); !ok || list.Dropped() != 1 || numbers != nil {
		t.Errorf("Unmarshal() of many halves into whole numbers = %v, %v", numbers, err)
	}
}
