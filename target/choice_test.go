package target_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/target"
)

// reported is a figure of a reporter, known at a date.
func reported(reporter, vintage, value string, status target.Status) target.Observation {
	return target.Observation{
		Unit: "00", Indicator: "x", Period: target.Year(2013), Value: dec(value), Status: status, Reporter: reporter,
		Vintage: vintage,
	}
}

// outcome prints the figure that counts, disagreements and revisions.
func outcome(c target.Chosen) string {
	var s []string
	for _, o := range c.Observations {
		s = append(s, o.Value.String())
	}
	for _, d := range c.Disagreements {
		s = append(s, fmt.Sprintf("%s%+d", d.Other.Reporter, d.Difference.IntPart()))
	}
	for _, d := range c.Revisions {
		s = append(s, fmt.Sprintf("%s>%s", d.Other.Value, d.Taken.Value))
	}
	return strings.Join(s, " ")
}

func TestChoose(t *testing.T) {
	const f, p, r = target.Final, target.Provisional, target.Revised
	sources := reported("b", "", "5", f)
	sources.Source.Date = "2015"
	tests := []struct {
		name   string
		choice target.Choice
		given  []target.Observation
		want   string
	}{
		{"one", target.Choice{}, []target.Observation{reported("a", "", "1", f)}, "1"},
		{"none", target.Choice{}, nil, ""},
		{
			"two that agree",
			target.Choice{},
			[]target.Observation{reported("a", "", "1", f), reported("b", "", "1.0", f)},
			"1",
		},
		{
			"a preferred one",
			target.Choice{Reporters: []string{"b"}},
			[]target.Observation{reported("a", "", "1", f), reported("b", "", "3", f)},
			"3 a-2",
		},
		{
			"nobody's",
			target.Choice{Reporters: []string{""}},
			[]target.Observation{reported("", "", "1", f), reported("b", "", "3", f)},
			"1 b+2",
		},
		{
			"the newest",
			target.Choice{Newest: true},
			[]target.Observation{reported("a", "2014", "1", f), reported("b", "2015-01-01", "3", f)},
			"3 a-2",
		},
		{
			"the firmest of the newest",
			target.Choice{Newest: true},
			[]target.Observation{reported("a", "2014", "1", p), reported("b", "2014-12-31", "3", f)},
			"3 a-2",
		},
		{
			"by the date of the source",
			target.Choice{Newest: true},
			[]target.Observation{reported("a", "2014", "1", f), sources},
			"5 a-4",
		},
		{
			"revisions",
			target.Choice{},
			[]target.Observation{
				reported("a", "2014", "1", p), reported("a", "2015", "2", f), reported("a", "2016", "4", f),
			},
			"4 1>2 2>4",
		},
		{
			"revisions that change nothing",
			target.Choice{},
			[]target.Observation{reported("a", "2014", "1", p), reported("a", "2015", "1", r)},
			"1",
		},
		{
			"the firmest of one vintage",
			target.Choice{},
			[]target.Observation{reported("a", "2014", "1", r), reported("a", "2014", "2", p)},
			"1 2>1",
		},
		{
			"as of a date",
			target.Choice{AsOf: "2015-06"},
			[]target.Observation{
				reported("a", "2014", "1", p), reported("a", "2015-06-30", "2", f),
				reported("a", "2015-07-01", "4", f),
			},
			"2 1>2",
		},
		{
			"before anything was known",
			target.Choice{AsOf: "2010"},
			[]target.Observation{reported("a", "2014", "1", p)},
			"",
		},
		{"undated is known always", target.Choice{AsOf: "2010"}, []target.Observation{reported("a", "", "1", p)}, "1"},
		{
			"the last of each reporter is compared",
			target.Choice{Reporters: []string{"a", "b"}},
			[]target.Observation{
				reported("a", "2014", "1", f), reported("a", "2015", "2", f), reported("b", "2014", "5", f),
				reported("b", "2016", "2", f),
			},
			"2 1>2 5>2",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 2 {
				got, err := tt.choice.Choose(slices.Values(tt.given))
				if err != nil || outcome(got) != tt.want {
					t.Errorf("Choose() = %s, %v, want %s", outcome(got), err, tt.want)
				}
				readsBack(t, got, "")
				slices.Reverse(tt.given)
			}
		})
	}

	readsBack(
		t, target.Choice{Reporters: []string{"a"}, Newest: true, AsOf: "2015"},
		`{"reporters":["a"],"newest":true,"asOf":"2015"}`,
	)
}

func TestChooseRefuses(t *testing.T) {
	const f = target.Final
	bad := reported("a", "", "1", f)
	bad.Source.Date = "soon"
	nobody := reported("", "", "1", f)
	nobody.Source.Date = "soon"
	covered := reported("a", "soon", "1", f)
	covered.Coverage = "cities"
	reason := reported("a", "", "1", f)
	reason.Correction.Amount = dec("1")
	tests := []struct {
		name   string
		choice target.Choice
		given  []target.Observation
		path   string
		err    error
	}{
		{
			"neither",
			target.Choice{},
			[]target.Observation{reported("a", "", "1", f), reported("b", "", "3", f)},
			`observations["00"]["x"]["2013"]["b"]`, target.ErrMismatch,
		},
		{
			"neither listed",
			target.Choice{Reporters: []string{"c"}},
			[]target.Observation{reported("a", "2014", "1", f), reported("b", "2015", "3", f)},
			`observations["00"]["x"]["2013"]["b"]`, target.ErrMismatch,
		},
		{
			"both newest",
			target.Choice{Newest: true},
			[]target.Observation{reported("a", "", "1", f), reported("b", "", "3", f)},
			`observations["00"]["x"]["2013"]["b"]`, target.ErrMismatch,
		},
		{
			"twice",
			target.Choice{},
			[]target.Observation{reported("a", "2014", "1", f), reported("a", "2014-12-31", "1", f)},
			`observations["00"]["x"]["2013"]["a"]`, target.ErrDuplicate,
		},
		{
			"a reporter twice",
			target.Choice{Reporters: []string{"a", "a"}},
			nil, "choice.reporters[1]",
			target.ErrDuplicate,
		},
		{"no date", target.Choice{AsOf: "soon"}, nil, "choice.asOf", target.ErrInvalid},
		{
			"no date of a source",
			target.Choice{},
			[]target.Observation{bad},
			`observations["00"]["x"]["2013"]["a"].source.date`, target.ErrInvalid,
		},
		{
			"no date of a source without a reporter",
			target.Choice{},
			[]target.Observation{nobody},
			`observations["00"]["x"]["2013"].source.date`, target.ErrInvalid,
		},
		{
			"no date of a vintage",
			target.Choice{},
			[]target.Observation{covered},
			`observations["00"]["x"]["cities"]["2013"]["a"].vintage`, target.ErrInvalid,
		},
		{
			"no reason",
			target.Choice{},
			[]target.Observation{reason},
			`observations["00"]["x"]["2013"]["a"].correction.reason`, target.ErrRequired,
		},
		{
			"no code of a reporter",
			target.Choice{},
			[]target.Observation{reported("\xff", "", "1", f)},
			"",
			target.ErrInvalid,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.choice.Choose(slices.Values(tt.given))
			all := target.AllErrors(err)
			if len(all) != 1 || tt.path != "" && all[0].Path != tt.path || !errors.Is(err, tt.err) {
				t.Errorf("Choose() = %v, want %s %v", err, tt.path, tt.err)
			}
		})
	}

	var d target.Discrepancy
	text := `{"taken":{"unit":"a","indicator":"x","period":"2013","value":"1"},"other":{"unit":"a","indicator":"x","period":"2013","value":"3"},"difference":"1"}`
	if err := d.UnmarshalJSON([]byte(text)); !errors.Is(err, target.ErrBroken) {
		t.Errorf("UnmarshalJSON() of a wrong difference: %v", err)
	}
}

func TestCorrectionIsZero(t *testing.T) {
	far := decimal.New(1, 1_000_000_000)
	for _, tt := range []struct {
		c    target.Correction
		want bool
	}{
		{target.Correction{}, true},
		{target.Correction{Amount: dec("0.00")}, true},
		{target.Correction{Reason: "a splice"}, false},
		{target.Correction{Amount: dec("1")}, false},
		{target.Correction{Amount: far}, false},
		{target.Correction{Amount: decimal.New(0, 1_000_000_000)}, false},
	} {
		if got := tt.c.IsZero(); got != tt.want {
			t.Errorf("IsZero() of %q = %t, want %t", tt.c.Reason, got, tt.want)
		}
	}
	if unknown := target.Status(4); unknown.Compare(target.Estimated) <= 0 || unknown.Compare(9) != 0 {
		t.Error("Compare() orders a number that is no status before one, or two of them")
	}
}

func TestCorrect(t *testing.T) {
	o := reported("a", "2014", "10", target.Provisional)
	got, err := o.Correct(dec("-2.5"), "abnormal", "2015")
	if err != nil || got.Value.String() != "7.5" || got.Status != target.Revised || got.Known() != "2015" ||
		o.Known() != "2014" {
		t.Errorf("Correct() = %v, %v", got, err)
	}

	readsBack(t, got, "")
	for _, tt := range []struct {
		amount       decimal.Decimal
		reason, date string
		path         string
	}{
		{dec("1"), "", "2015", "reason"},
		{dec("1"), "x", "", "date"},
		{dec("1"), "x", "soon", "observation.vintage"},
		{decimal.New(1, 200), "x", "2015", "observation.correction.amount"},
	} {
		_, err := o.Correct(tt.amount, tt.reason, tt.date)
		if all := target.AllErrors(err); len(all) == 0 || all[0].Path != tt.path {
			t.Errorf("Correct(%v, %q, %q) = %v, want %s", tt.amount.Exponent(), tt.reason, tt.date, err, tt.path)
		}
	}
}

// What was known on an earlier date is what Choose makes of the observations of
// that date, whatever came later and in whatever order they come.
func asOfIsThePast(t *rapid.T) {
	drawn := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) target.Observation {
		o := reported(
			rapid.SampledFrom([]string{"a", "b"}).Draw(t, "reporter"),
			rapid.SampledFrom([]string{"", "2014", "2015", "2016"}).Draw(t, "vintage"),
			rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "value"),
			target.Status(rapid.IntRange(0, 3).Draw(t, "status")),
		)
		o.Unit = rapid.SampledFrom([]string{"00", "01"}).Draw(t, "unit")
		return o
	}), 0, 8).Draw(t, "observations")

	var before []target.Observation
	for _, o := range drawn {
		if o.Vintage <= "2015" {
			before = append(before, o)
		}
	}

	choice := target.Choice{Reporters: []string{"b", "a"}}
	want, err := choice.Choose(slices.Values(before))
	choice.AsOf = "2015"
	got, errAsOf := choice.Choose(slices.Values(rapid.Permutation(drawn).Draw(t, "order")))
	if (err == nil) != (errAsOf == nil) || outcome(got) != outcome(want) {
		t.Errorf("Choose() = %s, %v, want %s, %v", outcome(got), errAsOf, outcome(want), err)
	}
}

func TestAsOfIsThePast(t *testing.T) { rapid.Check(t, asOfIsThePast) }

func FuzzAsOfIsThePast(f *testing.F) { f.Fuzz(rapid.MakeFuzz(asOfIsThePast)) }
