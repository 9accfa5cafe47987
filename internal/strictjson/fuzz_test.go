package strictjson_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/strictjson"
)

// anything keeps a value of JSON as it stands in the text.
type anything struct{ text string }

func (a *anything) UnmarshalJSON(data []byte) error {
	a.text = string(data)
	return nil
}

// FuzzSplit compares how objects and arrays are taken apart with package
// encoding/json, which the seeds give every kind of value to.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `{"a":1}`, "[ 1 ,\t-2.5e+3 ,\r\ntrue, null ]", `{"a" : {"b":[1,{"c":"}]"}]} , "d":"\"\\" }`,
		`{"\u0061":"\ud83d\ude00","":[]}`,
		` [[],[[]],{},"]",false] `, `{"a":1,"a":2}`, `[1`, `[1] 2`,
	} {
		f.Add([]byte(seed))
	}

	f.Fuzz(func(t *testing.T, data []byte) {
		var list []anything
		err := read(data, &list, "")
		var want []json.RawMessage
		if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
			if (err == nil) != (json.Unmarshal(data, &want) == nil) && !bytes.ContainsRune(data, '\ufffd') &&
				bytes.Equal(data, bytes.ToValidUTF8(data, nil)) {
				t.Fatalf("%q: %v", data, err)
			}
			if err == nil &&
				!slices.EqualFunc(
					want,
					list,
					func(raw json.RawMessage, a anything) bool { return string(raw) == a.text },
				) {
				t.Errorf("%q is split into %q, want %q", data, list, want)
			}
		}
		var object map[string]anything
		if read(data, &object, "") != nil {
			return
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(data, &members); err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		got := maps.Collect(func(yield func(string, string) bool) {
			for k, a := range object {
				if !yield(k, a.text) {
					return
				}
			}
		})
		wanted := map[string]string{}
		for k, raw := range members {
			wanted[k] = string(raw)
		}
		if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("%q mismatch (-want +got):\n%s", data, diff)
		}
	})
}

// FuzzUnmarshal reads a struct with every kind of field: what is accepted is
// written, and read back, as the same.
func FuzzUnmarshal(f *testing.F) {
	for _, seed := range []string{
		`{"code":"a<b\u2028","value":"2.50","limit":"0.00","maybe":"-1000","colour":"red","url":"x","toNext":-5,"yes":true,"list":[null,"7"],"map":{"a":"0.1","b":"1"},"n":255}`,
		`{"code":"","value":"0","list":[],"map":{}}`, `{"code":null}`, `{"code":"a","value":"1e5"}`,
		`{"code":"\ud800","value":"1"}`,
	} {
		f.Add([]byte(seed))
	}

	f.Fuzz(func(t *testing.T, data []byte) {
		var first, second thing
		if err := read(data, &first, "t"); err != nil {
			if len(err.Error()) > 4000 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
			return
		}
		text, err := strictjson.Marshal(first)
		if err != nil {
			t.Fatalf("%q is read and not written: %v", data, err)
		}
		if err := read(text, &second, "t"); err != nil {
			t.Fatalf("%q is written as %s: %v", data, text, err)
		}
		again, err := strictjson.Marshal(second)
		if err != nil || string(again) != string(text) {
			t.Errorf("%s is written again as %s, %v", text, again, err)
		}
	})
}
