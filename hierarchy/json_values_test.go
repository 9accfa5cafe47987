package hierarchy_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// A value is written without the fields that are zero, and reads back. What it does not
// write is refused, with the path of the value.
func TestValuesReadBack(t *testing.T) {
	unit := hierarchy.Unit{Code: "11", Level: "city"}
	const unitText = `"unit":{"code":"11","level":"city"}`

	for _, c := range []struct {
		value      any
		text, path string
	}{
		{
			hierarchy.AdoptionGap{Unit: unit, Assigned: d("3"), Adopted: d("5"), Gap: d("2")},
			`{` + unitText + `,"assigned":"3","adopted":"5","gap":"2"}`, "adoptionGap",
		},
		{hierarchy.Claim{Offset: d("0.5"), Weight: d("2")}, `{"offset":"0.5","weight":"2"}`, "claim"},
		{hierarchy.Claim{}, `{}`, "claim"},
		{
			hierarchy.Division{Per: d("10000"), Places: target.Places(2), ZeroIsGap: true},
			`{"per":"10000","places":2,"zeroIsGap":true}`, "division",
		},
		{
			hierarchy.LineGap{Unit: unit, Reached: []int{0, 2}, Missed: []int{1}},
			`{` + unitText + `,"reached":[0,2],"missed":[1]}`, "lineGap",
		},
		{
			hierarchy.ParentAdoption{Unit: unit, Quota: d("9"), Children: 3, Adopted: 2, Assigned: some("6")},
			`{` + unitText + `,"quota":"9","children":3,"adopted":2,"assigned":"6"}`, "parentAdoption",
		},
		{hierarchy.RepeatOptions{LastLevel: "city"}, `{"lastLevel":"city"}`, "repeatOptions"},
		{
			hierarchy.StructureEffect{Unit: unit, Within: d("0.1"), Effect: d("-0.2"), Total: d("0.08")},
			`{` + unitText + `,"within":"0.1","effect":"-0.2","total":"0.08"}`, "structureEffect",
		},
		{
			hierarchy.ExplainConversion{Children: 2, Difference: some("0.01")},
			`{"children":2,"difference":"0.01"}`, "explainConversion",
		},
		{
			hierarchy.BoundMove{Unit: unit, DecidedBy: apportion.ByMaximum, Limit: d("4"), By: d("1.5")},
			`{` + unitText + `,"decidedBy":"maximum","limit":"4","by":"1.5"}`, "boundMove",
		},
		{
			hierarchy.Counterpart{Unit: unit, DecidedBy: apportion.ByHold, By: "the centre", More: d("-3")},
			`{` + unitText + `,"decidedBy":"hold","by":"the centre","more":"-3"}`, "counterpart",
		},
		{
			hierarchy.LeadershipOptions{Line: target.Professional, On: "2015-01-01", Levels: []string{"nation"}},
			`{"line":"professional","on":"2015-01-01","levels":["nation"]}`, "leadershipOptions",
		},
		{
			hierarchy.Hold{Unit: "11", Value: d("7"), By: "the centre"},
			`{"unit":"11","value":"7","by":"the centre"}`, "hold",
		},
		{
			hierarchy.Exemption{Unit: "11", By: "the centre", Reason: "a flood"},
			`{"unit":"11","by":"the centre","reason":"a flood"}`, "exemption",
		},
		{
			hierarchy.GroupBound{Name: "g", Units: []string{"11", "12"}, Max: some("4")},
			`{"name":"g","units":["11","12"],"max":"4"}`, "groupBound",
		},
		{
			hierarchy.GroupTotal{Group: hierarchy.GroupBound{Name: "g", Units: []string{"11"}}, Total: d("3")},
			`{"group":{"name":"g","units":["11"]},"total":"3"}`, "groupTotal",
		},
		{
			hierarchy.Difference{Unit: unit, Before: some("1"), After: some("3"), By: some("2")},
			`{` + unitText + `,"before":"1","after":"3","by":"2"}`, "difference",
		},
		{
			hierarchy.Quota{Unit: unit, Value: d("4"), DecidedBy: apportion.ByMinimum},
			`{` + unitText + `,"value":"4","decidedBy":"minimum"}`, "quota",
		},
	} {
		data, err := json.Marshal(c.value)
		if err != nil {
			t.Errorf("Marshal(%#v) = %v", c.value, err)
			continue
		}
		if string(data) != c.text {
			t.Errorf("Marshal() = %s, want %s", data, c.text)
		}

		read := reflect.New(reflect.TypeOf(c.value))
		if err := json.Unmarshal(data, read.Interface()); err != nil {
			t.Errorf("Unmarshal(%s) = %v", data, err)
		} else if diff := cmp.Diff(c.value, read.Elem().Interface()); diff != "" {
			t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", data, diff)
		}

		err = json.Unmarshal([]byte(`{"other":1}`), reflect.New(reflect.TypeOf(c.value)).Interface())
		first, _, _ := strings.Cut(paths(t, err), " ")
		if first != c.path+".other" || !errors.Is(err, target.ErrUnknown) {
			t.Errorf("Unmarshal() of another field = %v, want an error at %s.other", err, c.path)
		}
	}
}
