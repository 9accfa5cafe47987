package target_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

const patentsJSON = `{"code":"p12","indicator":{"code":"density","name":"invention patents in force",` +
	`"measure":"patents per 10,000 people","kind":"ratio","better":"higher","per":"10000","places":2,"overTime":"last"},` +

	`"unit":"000000","period":"2011/2015","baseline":{"period":"2010","value":"1.70"},"comparator":"at least","value":"3.30",` +
	`"force":"expected","links":[{"relation":"adopted from","target":"npds"}],"tags":["application"],` +
	`"source":{"document":"Outline of the 12th five-year plan","paragraph":"chapter 3","date":"2011-03-14"}}`

func full() target.Target {
	t := patents()
	t.Comparator = target.AtLeast
	t.Links, t.Tags = []target.Link{{Relation: target.AdoptedFrom, Target: "npds"}}, []string{"application"}
	t.Source = target.Source{Document: "Outline of the 12th five-year plan", Paragraph: "chapter 3", Date: "2011-03-14"}
	return t
}

func TestTargetJSON(t *testing.T) {
	data, err := json.Marshal(full())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(patentsJSON, string(data)); diff != "" {
		t.Errorf("MarshalJSON() mismatch (-want +got):\n%s", diff)
	}
	var got target.Target
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(full(), got); diff != "" {
		t.Errorf("UnmarshalJSON() mismatch (-want +got):\n%s", diff)
	}
	if got.Value.Exponent() != -2 {
		t.Errorf("3.30 reads back as %s with exponent %d", got.Value, got.Value.Exponent())
	}
}

// readsBack writes v, reads it into a new value and compares.
func readsBack[T any](t *testing.T, v T, want string) {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%T: %v", v, err)
	}
	if want != "" && string(data) != want {
		t.Errorf("%T is written as %s, want %s", v, data, want)
	}
	var got T
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatalf("%T: %s: %v", v, data, err)
	}
	if diff := cmp.Diff(v, got); diff != "" {
		t.Errorf("%T reads back otherwise (-want +got):\n%s", v, diff)
	}
}

func TestJSONReadsBack(t *testing.T) {
	p := full()
	readsBack(t, p.Source, "")
	readsBack(t, target.Source{}, `{}`)
	readsBack(t, target.Precedence{Setters: []string{"sipo"}, Tiers: []target.Tier{target.Stretch}}, `{"setters":["sipo"],"tiers":["stretch"]}`)
	readsBack(t, p.Links[0], `{"relation":"adopted from","target":"npds"}`)
	readsBack(t, p.Indicator, "")
	readsBack(
		t,
		target.Indicator{
			Code:     "a",
			Kind:     target.Flow,
			Quantum:  dec("0.50"),
			Coverage: "above 20 million yuan",
			Revises:  "b",
		},
		`{"code":"a","kind":"flow","quantum":"0.50","revises":"b","coverage":"above 20 million yuan"}`,
	)

	readsBack(t, *p.Baseline, `{"period":"2010","value":"1.70"}`)
	readsBack(t, p.Period, `"2011/2015"`)
	readsBack(
		t,
		target.Goal{
			Code:     "g",
			Title:    "创造 & <use>",
			Horizon:  target.Year(2020),
			Priority: 1,
			Source:   target.Source{URL: "https://example.org/"},
		},
		`{"code":"g","title":"创造 \u0026 \u003cuse\u003e","horizon":"2020","priority":1,"source":{"url":"https://example.org/"}}`,
	)

	readsBack(
		t,
		target.Observation{
			Unit:      "1",
			Indicator: "density",
			Period:    target.Quarter(2015, 2),
			Value:     dec("-0.10"),
			Status:    target.Revised,
			Coverage:  "x",
		},
		`{"unit":"1","indicator":"density","period":"2015-Q2","value":"-0.10","status":"revised","coverage":"x"}`,
	)

	readsBack(t, target.AgendaChange{What: target.Replaced, Date: "2011", From: &p, To: &p}, "")
	readsBack(t, target.AgendaChange{What: target.Withdrawn, From: &p}, "")
	p.Comparator, p.Tolerance = target.About, dec("0.5")
	readsBack(t, p, "")
	p.Comparator, p.Tolerance, p.Upper = target.Within, decimal.Zero, dec("1e2")
	readsBack(t, p, "")
}

func TestJSONRefuses(t *testing.T) {
	change := func(old, to string) string { return strings.Replace(patentsJSON, old, to, 1) }
	tests := []struct {
		name string
		into any
		in   string
		want string
		is   error
	}{
		{
			"unknown field",
			new(target.Target),
			change(`"force"`, `"forces"`),
			"target.forces is unknown",
			target.ErrUnknown,
		},
		{
			"field of another case",
			new(target.Target),
			change(`"force"`, `"Force"`),
			"target.Force is unknown",
			target.ErrUnknown,
		},
		{
			"field twice",
			new(target.Target),
			change(`{"code":"p12"`, `{"code":"p12","code":"p13"`),
			"target.code is given twice",
			target.ErrDuplicate,
		},
		{"no value", new(target.Target), change(`"value":"3.30",`, ``), "target.value is required", target.ErrRequired},
		{
			"no kind",
			new(target.Target),
			change(`"kind":"ratio",`, ``),
			"target.indicator.kind is required",
			target.ErrRequired,
		},
		{
			"null value",
			new(target.Target),
			change(`"value":"3.30"`, `"value":null`),
			"target.value is not valid",
			target.ErrInvalid,
		},
		{
			"number for a value",
			new(target.Target),
			change(`"value":"3.30"`, `"value":3.30`),
			"target.value is not valid",
			target.ErrInvalid,
		},
		{
			"null baseline",
			new(target.Target),
			change(`{"period":"2010","value":"1.70"}`, `null`),
			"target.baseline is not valid",
			target.ErrInvalid,
		},
		{
			"baseline's value",
			new(target.Target),
			change(`"1.70"`, `"1,70"`),
			"target.baseline.value is not valid",
			target.ErrInvalid,
		},
		{
			"exponent",
			new(target.Target),
			change(`"3.30"`, `"1e1000000000"`),
			"target.value is not valid",
			target.ErrInvalid,
		},
		{
			"unknown kind",
			new(target.Target),
			change(`"ratio"`, `"rate"`),
			"target.indicator.kind is unknown",
			target.ErrUnknown,
		},
		{
			"unknown comparator",
			new(target.Target),
			change(`"at least"`, `">="`),
			"target.comparator is unknown",
			target.ErrUnknown,
		},
		{
			"unknown relation",
			new(target.Target),
			change(`"adopted from"`, `"from"`),
			"target.links[0].relation is unknown",
			target.ErrUnknown,
		},
		{
			"a period's text",
			new(target.Target),
			change(`"2011/2015"`, `"2011-2015"`),
			"target.period is not valid",
			target.ErrInvalid,
		},
		{"no period", new(target.Target), change(`"2011/2015"`, `""`), "target.period is required", target.ErrRequired},
		{
			"not valid",
			new(target.Target),
			change(`"value":"3.30"`, `"value":"3.30","tolerance":"1"`),
			"target.tolerance does not fit",
			target.ErrMismatch,
		},
		{"a date", new(target.Source), `{"date":"14 March"}`, "source.date is not valid", target.ErrInvalid},
		{"a link", new(target.Link), `{"relation":"corrects"}`, "link.target is required", target.ErrRequired},
		{
			"an indicator",
			new(target.Indicator),
			`{"code":"a","kind":"flow","places":31}`,
			"indicator.places is out of range",
			target.ErrRange,
		},
		{
			"places beyond a word",
			new(target.Indicator),
			`{"code":"a","kind":"flow","places":4294967296}`,
			"indicator.places is out of range",
			target.ErrRange,
		},
		{"a point", new(target.Point), `{"period":"","value":"1"}`, "point.period is required", target.ErrRequired},
		{"a goal", new(target.Goal), `{"code":"g"}`, "goal.title is required", target.ErrRequired},
		{
			"an observation",
			new(target.Observation),
			`{"unit":"1","indicator":"a","period":"2015","value":"x"}`,
			"observation.value is not valid",
			target.ErrInvalid,
		},
		{"a change of nothing", new(target.AgendaChange), `{"what":"issued"}`, "change.to is required", target.ErrRequired},
		{
			"a withdrawal of two",
			new(target.AgendaChange),
			`{"what":"withdrawn","from":` + patentsJSON + `,"to":` + patentsJSON + `}`,
			"change.to does not fit",
			target.ErrMismatch,
		},
		{
			"an agenda",
			new(target.Agenda),
			`{"targets":[` + patentsJSON + `]}`,
			`targets["p12"].links[0].target is unknown`,
			target.ErrUnknown,
		},
		{
			"a target of an agenda",
			new(target.Agenda),
			`{"targets":[` + change(`"3.30"`, `"x"`) + `]}`,
			`targets[0].value is not valid`,
			target.ErrInvalid,
		},
		{"a null agenda", new(target.Agenda), `[]`, ` is not valid`, target.ErrInvalid},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := json.Unmarshal([]byte(tt.in), tt.into)
			if diff := cmp.Diff([]string{tt.want}, faults(err)); diff != "" || !errors.Is(err, tt.is) {
				t.Errorf("UnmarshalJSON() mismatch (-want +got):\n%s", diff)
			}
		})
	}

	for name, in := range map[string]string{
		"trailing junk": patentsJSON + "x", "two values": patentsJSON + patentsJSON,
		"half": patentsJSON[:99],
	} {
		kept := patents()
		if err := kept.UnmarshalJSON([]byte(in)); !errors.Is(err, target.ErrInvalid) || !cmp.Equal(kept, patents()) {
			t.Errorf("%s: %v, %v", name, err, kept)
		}
	}

	if _, err := json.Marshal(target.Point{Value: decimal.New(1, 1_000_000_000)}); err == nil {
		t.Error("a figure out of bounds was written")
	}
	if _, err := json.Marshal(target.Target{Comparator: 9}); err == nil {
		t.Error("a comparator that is none was written")
	}
}

// The switches of the decimal package move no text.
func TestSwitchesMoveNothing(t *testing.T) {
	type result struct{ JSON, Text string }
	in := full()
	run := func() result {
		data, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		var back target.Target
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		return result{string(data), back.String()}
	}

	want := run()
	defer func(d, p, e, m int, q, z, n bool) {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent = d, p
		decimal.ExpMaxIterations, decimal.MaxDecodeExponent = e, m
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = q, z, n
	}(decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent,
		decimal.ExpMaxIterations, decimal.MaxDecodeExponent,
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation)

	for name, set := range map[string]func(){
		"DivisionPrecision":            func() { decimal.DivisionPrecision = 0 },
		"PowPrecisionNegativeExponent": func() { decimal.PowPrecisionNegativeExponent = 0 },
		"ExpMaxIterations":             func() { decimal.ExpMaxIterations = 1 },
		"MaxDecodeExponent":            func() { decimal.MaxDecodeExponent = 0 },
		"MarshalJSONWithoutQuotes":     func() { decimal.MarshalJSONWithoutQuotes = !decimal.MarshalJSONWithoutQuotes },
		"TrimTrailingZeros":            func() { decimal.TrimTrailingZeros = !decimal.TrimTrailingZeros },
		"UseScientificNotation":        func() { decimal.UseScientificNotation = !decimal.UseScientificNotation },
	} {
		set()
		if diff := cmp.Diff(want, run()); diff != "" {
			t.Errorf("%s moves (-want +got):\n%s", name, diff)
		}
	}
}

// What is read is written to a text that reads back the same.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		patentsJSON, `{}`, `{"goals":[{"code":"g","title":"x"}],"targets":[]}`, `{"period":"2010","value":"1.70"}`, `null`, `{"value":"1e5"}`,
		`{"unit":"1","indicator":"a","period":"2015","value":"1","status":"final"}`, `{"code":"\ud800","title":"x"}`,
	} {
		f.Add([]byte(s))
	}

	f.Fuzz(func(t *testing.T, data []byte) {
		checkJSON[target.Target](t, data)
		checkJSON[target.Goal](t, data)
		checkJSON[target.Observation](t, data)
		checkJSON[target.AgendaChange](t, data)
		var a, b target.Agenda
		if a.UnmarshalJSON(data) != nil {
			return
		}
		text, err := a.MarshalJSON()
		if err != nil || b.UnmarshalJSON(text) != nil || !a.Equal(&b) {
			t.Errorf("%q reads as an agenda, which is written as %q, %v", data, text, err)
		}
	})
}

func checkJSON[T any](t *testing.T, data []byte) {
	var a, b T
	if any(&a).(json.Unmarshaler).UnmarshalJSON(data) != nil {
		return
	}
	text, err := any(a).(json.Marshaler).MarshalJSON()
	if err != nil || any(&b).(json.Unmarshaler).UnmarshalJSON(text) != nil || !cmp.Equal(a, b) {
		t.Errorf("%q reads as %v, which is written as %q, %v", data, a, text, err)
	}
}
