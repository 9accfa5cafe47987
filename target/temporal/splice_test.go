package temporal_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// counted are figures of one definition in successive years; a dash is a gap.
func counted(indicator string, first int, figures string) []target.Observation {
	var out []target.Observation
	for i, s := range strings.Fields(figures) {
		if s != "-" {
			out = append(out, target.Observation{
				Unit: "34", Indicator: indicator, Period: target.Year(first + i), Value: dec(s),
			})
		}
	}
	return out
}

func filings() target.Indicator {
	return target.Indicator{Code: "filings", Kind: target.Flow, Better: target.Higher, Places: target.Places(0)}
}

func TestSplice(t *testing.T) {
	// Three types until 2016, two kinds of applicants from 2015: 2015 and 2016 overlap.
	o := temporal.SpliceOptions{Old: []string{"inventions", "models", "designs"}, New: []string{"firms", "others"}}
	observations := slices.Concat(
		counted("inventions", 2014, "10 20 30"), counted("models", 2014, "20 30 40"),
		counted("designs", 2014, "3 10 10"),
		counted("firms", 2015, "40 60 80"), counted("others", 2015, "26 28 40"),
	)

	observations[len(observations)-1].Status = target.Provisional
	for range 2 {
		got, err := temporal.Splice(filings(), observations, o)
		if err != nil {
			t.Fatal(err)
		}

		// The overlap has 140 by the old definitions and 154 by the new ones: 33 × 1.1.
		var s []string
		for _, x := range got.Observations {
			s = append(s, x.Period.String()+" "+x.Value.String()+" "+x.Status.String()+" "+x.Correction.Amount.String())
		}
		want := "2014 36 estimated 3, 2015 66 final 0, 2016 88 final 0, 2017 120 provisional 0"
		if got := strings.Join(s, ", "); got != want {
			t.Errorf("Splice() = %s, want %s", got, want)
		}
		if got.Factor.String() != "1.1" || len(got.Overlap) != 2 {
			t.Errorf("Splice() = %v over %v", got.Factor, got.Overlap)
		}
		if reason := got.Observations[0].Correction.Reason; reason != "spliced: multiplied by 1.1, the overlap "+
			"of 2015 to 2016" {
			t.Errorf("Splice() gives the reason %q", reason)
		}

		for _, one := range got.Observations {
			if !strings.HasPrefix(one.Correction.Reason, "spliced: ") {
				t.Errorf("Splice() does not mark the figure of %v", one.Period)
			}
		}

		data, err := json.Marshal(got)
		var back temporal.Spliced
		if err != nil || json.Unmarshal(data, &back) != nil || !cmp.Equal(got, back) {
			t.Errorf("%s reads back as %v, %v", data, back, err)
		}
		slices.Reverse(observations)
	}
}

// A ratio has one definition on each side, and may be negative.
func TestSpliceOfOne(t *testing.T) {
	ratio := filings()
	ratio.Kind, ratio.Places = target.Ratio, target.Places(2)
	observations := slices.Concat(counted("a", 2014, "-1 -3"), counted("b", 2015, "-2"))
	got, err := temporal.Splice(ratio, observations, temporal.SpliceOptions{Old: []string{"a"}, New: []string{"b"}})
	if err != nil || got.Observations[0].Value.String() != "-0.67" || got.Factor.String() != "0.6666666666666667" {
		t.Errorf("Splice() = %v, %v", got, err)
	}
}

func TestSpliceRefuses(t *testing.T) {
	one := temporal.SpliceOptions{Old: []string{"a"}, New: []string{"b"}}
	sound := slices.Concat(counted("a", 2014, "1 2"), counted("b", 2015, "3"))
	elsewhere := counted("a", 2016, "1")
	elsewhere[0].Unit = "11"
	tests := []struct {
		name   string
		change func(*target.Indicator)
		given  []target.Observation
		o      temporal.SpliceOptions
		path   string
		err    error
	}{
		{
			"no places", func(i *target.Indicator) { i.Places = target.Precision{} }, sound, one,
			"indicator.places", target.ErrRequired,
		},
		{"not valid", func(i *target.Indicator) { i.Code = "" }, sound, one, "indicator.code", target.ErrRequired},
		{"no old", nil, sound, temporal.SpliceOptions{New: []string{"b"}}, "options.old", target.ErrRequired},
		{"no new", nil, sound, temporal.SpliceOptions{Old: []string{"b"}}, "options.new", target.ErrRequired},
		{
			"old and new", nil, sound,
			temporal.SpliceOptions{Old: []string{"a"}, New: []string{"a"}},
			"options.new[0]", target.ErrDuplicate,
		},
		{
			"several of a ratio", func(i *target.Indicator) { i.Kind = target.Ratio }, sound,
			temporal.SpliceOptions{Old: []string{"a", "c"}, New: []string{"b"}},
			"indicator.kind", target.ErrKind,
		},
		{
			"another definition", nil, append(counted("z", 2014, "1"), sound...), one,
			`observations["2014"].indicator`, target.ErrUnknown,
		},
		{"twice", nil, append(counted("a", 2014, "1"), sound...), one, `observations["2014"]`, target.ErrDuplicate},
		{
			"a part is missing", nil, sound,
			temporal.SpliceOptions{Old: []string{"a", "c"}, New: []string{"b"}},
			`observations["2014"]`, target.ErrMissing,
		},
		{"another unit", nil, append(elsewhere, sound...), one, "observations", target.ErrMismatch},
		{"no overlap", nil, sound[:2], one, "observations", target.ErrMissing},
		{
			"zero", nil, slices.Concat(counted("a", 2014, "0"), counted("b", 2014, "3")), one, "observations",
			target.ErrRange,
		},
		{
			"another sign", nil, slices.Concat(counted("a", 2014, "-1"), counted("b", 2014, "3")), one,
			"observations", target.ErrRange,
		},
		{"not valid either", nil, append([]target.Observation{{}}, sound...), one, "", target.ErrRequired},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			i := filings()
			if tt.change != nil {
				tt.change(&i)
			}
			_, err := temporal.Splice(i, tt.given, tt.o)
			all := target.AllErrors(err)
			if len(all) == 0 || tt.path != "" && all[0].Path != tt.path || !errors.Is(err, tt.err) {
				t.Errorf("Splice() = %v, want %s %v", err, tt.path, tt.err)
			}
		})
	}
}
