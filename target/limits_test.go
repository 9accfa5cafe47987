package target_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// The last constant of each enumeration and the outermost of each range are
// valid.
func TestTargetValidateAtLimits(t *testing.T) {
	wide := decimal.New(1, 100)
	tests := []struct {
		name   string
		change func(*target.Target)
		want   []string
	}{
		{"nearer", func(t *target.Target) { t.Indicator.Better = target.Nearer }, nil},
		{"no law over time", func(t *target.Target) { t.Indicator.OverTime = target.NoTimeLaw }, nil},
		{"a milestone", func(t *target.Target) { t.Indicator.Kind = target.Milestone }, nil},
		{"a veto", func(t *target.Target) { t.Force = target.Veto }, nil},
		{"thirty places", func(t *target.Target) { t.Indicator.Places = target.Places(target.MaxPlaces) }, nil},
		{"a baseline that ends with it", func(t *target.Target) { t.Baseline.Period = target.Year(2015) }, nil},
		{
			"a baseline a month later",
			func(t *target.Target) { t.Baseline.Period = target.Month(2016, 1) },
			[]string{"target.baseline.period is out of range"},
		},
		{
			"a baseline that ends with it, out of bounds",
			func(t *target.Target) { t.Baseline = &target.Point{Period: target.Year(2015), Value: wide} },
			[]string{"target.baseline.value is out of range"},
		},
		// Figures that are out of bounds are not compared with others.
		{
			"a range from what is out of bounds",
			func(t *target.Target) { t.Comparator, t.Value, t.Upper = target.Within, wide, dec("4") },
			[]string{"target.value is out of range"},
		},
		{
			"a range to what is out of bounds",
			func(t *target.Target) { t.Upper, t.Tolerance = wide, dec("1") },
			[]string{"target.upper is out of range"},
		},
		{
			"a tolerance that is out of bounds",
			func(t *target.Target) { t.Upper, t.Tolerance = dec("4"), wide },
			[]string{"target.tolerance is out of range"},
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			target := patents()
			tt.change(&target)
			if diff := cmp.Diff(tt.want, faults(target.Validate())); diff != "" {
				t.Errorf("Validate() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFieldErrorEqual(t *testing.T) {
	same := &target.FieldError{Path: "a", Value: 1, Err: target.ErrRange, Remedy: "x"}
	var none *target.FieldError
	tests := []struct {
		name string
		a, b *target.FieldError
		want bool
	}{
		{"alike", same, &target.FieldError{Path: "a", Value: int64(1), Err: target.ErrRange, Remedy: "x"}, true},
		{"another path", same, &target.FieldError{Path: "b", Value: 1, Err: target.ErrRange, Remedy: "x"}, false},
		{"another remedy", same, &target.FieldError{Path: "a", Value: 1, Err: target.ErrRange}, false},
		{
			"another sentinel of one text",
			same,
			&target.FieldError{Path: "a", Value: 1, Err: textError(target.ErrRange.Error()), Remedy: "x"},
			false,
		},
		{"none and one", none, same, false},
		{"none and none", none, none, true},
	}

	for _, tt := range tests {
		if tt.a.Equal(tt.b) != tt.want || tt.b.Equal(tt.a) != tt.want {
			t.Errorf("%s: Equal() is not %t", tt.name, tt.want)
		}
	}
}

type textError string

func (e textError) Error() string { return string(e) }

// What is no JSON is explained in the words of package json.
func TestJSONSaysWhatIsWrong(t *testing.T) {
	for _, in := range []string{patentsJSON + "x", `{"code":`} {
		var raw json.RawMessage
		cause := json.Unmarshal([]byte(in), &raw)
		err := new(target.Target).UnmarshalJSON([]byte(in))
		if want := "target is not valid: " + cause.Error(); err == nil || err.Error() != want {
			t.Errorf("%.20q: got %v, want %s", in, err, want)
		}
	}
}

// A field that is there but empty is as good as missing.
func TestJSONValidates(t *testing.T) {
	const (
		figure = `{"unit":"a","indicator":"x","period":"2013","value":"1"}`
		nobody = `{"unit":"","indicator":"x","period":"2013","value":"1"}`
		broken = `{"taken":` + figure + `,"other":` + figure + `,"difference":"1"}`
	)
	long := strings.Repeat("9", target.MaxDigits+1)

	tests := []struct {
		into     any
		in, want string
	}{
		{new(target.Link), `{"relation":"corrects","target":""}`, "link.target is required"},
		{
			new(target.Observation),
			`{"unit":"","indicator":"a","period":"2015","value":"1"}`,
			"observation.unit is required",
		},
		{new(target.Indicator), `{"code":"","kind":"flow"}`, "indicator.code is required"},
		{new(target.Point), `{"period":"2015","value":"` + long + `"}`, "point.value is out of range"},
		{new(target.Document), `{"code":"","title":"x"}`, "document.code is required"},
		{
			new(target.Citation),
			`{"document":{"code":"a","title":""},"goals":["g"]}`, "citation.document.title is required",
		},
		{new(target.Choice), `{"reporters":["a","a"]}`, "choice.reporters[1] is given twice"},
		{
			new(target.Discrepancy),
			`{"taken":` + nobody + `,"other":` + nobody + `,"difference":"0"}`,
			"discrepancy.taken.unit is required, discrepancy.other.unit is required",
		},
		{
			new(target.Chosen),
			`{"observations":[` + nobody + `],"disagreements":[` + broken + `],"revisions":[` + broken + `]}`,
			"chosen.observations[0].unit is required, chosen.disagreements[0].difference breaks the law of its kind, " +
				"chosen.revisions[0].difference breaks the law of its kind",
		},
	}

	for _, tt := range tests {
		err := json.Unmarshal([]byte(tt.in), tt.into)
		if got := strings.Join(faults(err), ", "); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.in, got, tt.want)
		}
	}
}
