package target_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// TestProblemsJSON reads problems with every form of a value.
func TestProblemsJSON(t *testing.T) {
	for _, value := range []any{nil, "a \"b\"", true, false, testkit.Dec("-2.50"), testkit.Dec("0")} {
		e := &target.FieldError{Path: "target.value", Err: target.ErrRange, Value: value, Remedy: "must be above 0"}
		testkit.ReadsBack(t, e, "problem")

		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var one, list target.Problems
		err = errors.Join(json.Unmarshal(data, &one), json.Unmarshal([]byte("["+string(data)+"]"), &list))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []*target.Problems{&one, &list} {
			if !errors.Is(p.Err(), target.ErrRange) || p.Err().Error() != e.Error() {
				t.Errorf("%s was read as %v, want %v", data, p.Err(), e)
			}
		}
	}

	if data, err := json.Marshal(new(target.Problems)); string(data) != "[]" || err != nil {
		t.Errorf("Marshal() of no problems = %s, %v, want []", data, err)
	}
	var p target.Problems
	if data, err := json.Marshal(p.At("a")); err == nil {
		t.Errorf("Marshal() of a place = %s, want an error", data)
	}
	if got := p.At("a").Index(3).String(); got != "a[3]" {
		t.Errorf("String() = %s, want a[3]", got)
	}
}

// Figures have the length that figures have anywhere, and the problems of a list are read
// until as many are found as an error keeps.
func TestProblemsJSONIsBounded(t *testing.T) {
	nines := strings.Repeat("9", 100)
	for value, ok := range map[string]bool{
		"-" + nines + "." + nines: true, nines + "9": false, "0." + nines + "9": false,
		strings.Repeat("9", 1_000_000): false,
	} {
		var e target.FieldError
		if err := json.Unmarshal([]byte(`{"problem":"range","value":`+value+`}`), &e); (err == nil) != ok {
			t.Errorf("Unmarshal() of a value of %d bytes = %v", len(value), err)
		}
	}

	var p target.Problems
	err := p.UnmarshalJSON([]byte("[{}" + strings.Repeat(",{}", 999) + "]"))
	if got := len(target.AllErrors(err)); got != 50 || !strings.HasSuffix(err.Error(), "and 1 more") {
		t.Errorf("Unmarshal() of many empty objects = %d problems, %v", got, err)
	}
}

// What cannot be read is an error of this package, at its place in the list, and
// leaves the problems as they were.
func TestProblemsJSONRefuses(t *testing.T) {
	for text, want := range map[string][]string{
		`{"problem":"range","value":null}`: {"problems[0].value is not valid"},
		`{"problem":"range","value":[]}`:   {"problems[0].value is not valid"},
		`{"problem":"range","value":{}}`:   {"problems[0].value is not valid"},
		`{"problem":"range","value":1e9}`:  {"problems[0].value is not valid"},
		`{"path":"a"}`:                     {"problems[0].problem is required"},
		`[{"problem":"range"},{"x":1},2]`: {
			"problems[1].x is unknown", "problems[1].problem is required", "problems[2] is not valid",
		},
		`[null]`: {"problems[0] is not valid"},
		`7`:      {"problems is not valid"},
		`{`:      {"problems is not valid"},
		``:       {"problems is required"},
	} {
		var p target.Problems
		p.At("kept").Report(nil, target.ErrRequired, "")
		err := p.UnmarshalJSON([]byte(text))
		if diff := cmp.Diff(want, testkit.Problems(err)); diff != "" {
			t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
		}
		if diff := cmp.Diff([]string{"kept is required"}, testkit.Problems(p.Err())); diff != "" {
			t.Errorf("after Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
		}
	}
}

// TestValidateAlone checks values that mostly are parts of others.
func TestValidateAlone(t *testing.T) {
	for _, tt := range []struct {
		of   interface{ Validate() error }
		want string
	}{
		{target.Body{}, "body."},
		{target.Document{}, "document."},
		{target.Relative{}, "relative."},
		{target.Source{Date: "March"}, "source.date"},
		{target.Point{}, "point."},
		{target.Choice{AsOf: "March"}, "choice.asOf"},
		{target.Precedence{Tiers: []target.Tier{0, 0}}, "precedence.tiers[1]"},
		{target.Publication{Date: "March"}, "publication.date"},
	} {
		if err := tt.of.Validate(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Validate() of %T = %v, want an error at %s", tt.of, err, tt.want)
		}
	}
}
