package target_test

import (
	"encoding"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/target"
)

type enum interface {
	comparable
	encoding.TextMarshaler
	fmt.Stringer
}

// checkEnum checks that every value reads back from its text and that no other
// number and no other text is accepted.
func checkEnum[E enum, P interface {
	*E
	encoding.TextUnmarshaler
}](t *testing.T, name string, at func(uint8) E, texts ...string) {
	t.Run(name, func(t *testing.T) {
		for i, want := range texts {
			e := at(uint8(i))
			got, err := e.MarshalText()
			if want == "" {
				if !errors.Is(err, target.ErrUnknown) || e.String() != "unknown" {
					t.Errorf("%d is written as %q, %v, but is no value", i, got, err)
				}
				continue
			}
			if err != nil || string(got) != want || e.String() != want {
				t.Errorf("%d is written as %q, %v, want %q", i, got, err, want)
			}
			var back E
			if err := P(&back).UnmarshalText(got); err != nil || back != e {
				t.Errorf("%q reads back as %v, %v", got, back, err)
			}
		}

		beyond := at(uint8(len(texts)))
		if got, err := beyond.MarshalText(); !errors.Is(err, target.ErrUnknown) || beyond.String() != "unknown" {
			t.Errorf("%d is written as %q, %v", len(texts), got, err)
		}

		for _, text := range []string{"", "unknown", "FLOW", " sum", "sum "} {
			kept := at(1)
			if err := P(&kept).UnmarshalText([]byte(text)); !errors.Is(err, target.ErrUnknown) || kept != at(1) {
				t.Errorf("%q reads as %v, %v", text, kept, err)
			}
		}
	})
}

func TestEnumsReadBack(t *testing.T) {
	checkEnum[target.Kind](t, "Kind", func(i uint8) target.Kind { return target.Kind(i) },
		"", "flow", "stock", "cumulative", "ratio", "share", "growth", "reduction", "index", "position", "milestone")
	checkEnum[target.Law](
		t,
		"Law",
		func(i uint8) target.Law { return target.Law(i) },
		"no law",
		"sum",
		"weighted mean",
		"count",
	)

	checkEnum[target.TimeLaw](t, "TimeLaw", func(i uint8) target.TimeLaw { return target.TimeLaw(i) },
		"by kind", "sum", "last", "first", "mean", "weighted mean", "compound", "no law")
	checkEnum[target.Direction](
		t,
		"Direction",
		func(i uint8) target.Direction { return target.Direction(i) },
		"",
		"higher",
		"lower",
		"nearer",
	)

	checkEnum[target.Comparator](t, "Comparator", func(i uint8) target.Comparator { return target.Comparator(i) },
		"", "at least", "at most", "about", "within")
	checkEnum[target.Force](
		t,
		"Force",
		func(i uint8) target.Force { return target.Force(i) },
		"",
		"expected",
		"binding",
		"veto",
	)

	checkEnum[target.Status](
		t,
		"Status",
		func(i uint8) target.Status { return target.Status(i) },
		"final",
		"provisional",
		"revised",
		"estimated",
	)

	checkEnum[target.Relation](t, "Relation", func(i uint8) target.Relation { return target.Relation(i) },
		"", "decomposed from", "adopted from", "promoted to", "corrects", "converted from", "mid-term of")
	checkEnum[target.BodyKind](t, "BodyKind", func(i uint8) target.BodyKind { return target.BodyKind(i) },
		"", "government", "office", "branch", "committee")
	checkEnum[target.Line](
		t, "Line", func(i uint8) target.Line { return target.Line(i) }, "", "territorial", "professional",
	)
	checkEnum[target.LeadershipMode](t, "LeadershipMode", func(i uint8) target.LeadershipMode {
		return target.LeadershipMode(i)
	},
		"none", "local", "vertical", "double")
	checkEnum[target.Tier](
		t, "Tier", func(i uint8) target.Tier { return target.Tier(i) }, "standard", "bottom line", "stretch",
	)
	checkEnum[target.Frequency](
		t,
		"Frequency",
		func(i uint8) target.Frequency { return target.Frequency(i) },
		"",
		"monthly",
		"quarterly",
		"half-yearly",
		"yearly",
	)

	checkEnum[target.FiscalNaming](
		t,
		"FiscalNaming",
		func(i uint8) target.FiscalNaming { return target.FiscalNaming(i) },
		"",
		"end year",
		"start year",
		"both years",
	)

	checkEnum[target.Event](
		t,
		"Event",
		func(i uint8) target.Event { return target.Event(i) },
		"",
		"issued",
		"replaced",
		"promoted",
		"withdrawn",
	)
}

func TestKindsAndTheirLaws(t *testing.T) {
	type laws struct {
		Law  target.Law
		Time target.TimeLaw
	}

	want := map[target.Kind]laws{
		0:                 {target.NoLaw, target.NoTimeLaw},
		target.Flow:       {target.Sum, target.TimeSum},
		target.Stock:      {target.Sum, target.TimeLast},
		target.Cumulative: {target.Sum, target.TimeLast},
		target.Ratio:      {target.WeightedMean, target.TimeWeighted},
		target.Share:      {target.WeightedMean, target.TimeWeighted},
		target.Growth:     {target.WeightedMean, target.TimeCompound},
		target.Reduction:  {target.WeightedMean, target.TimeCompound},
		target.Index:      {target.NoLaw, target.NoTimeLaw},
		target.Position:   {target.NoLaw, target.NoTimeLaw},
		target.Milestone:  {target.Count, target.TimeLast},
		11:                {target.NoLaw, target.NoTimeLaw},
	}

	got := make(map[target.Kind]laws)

	for k := range target.Kind(12) {
		got[k] = laws{k.Law(), k.OverTime()}
		i := target.Indicator{Kind: k, OverTime: target.TimeMean}
		if l := i.TimeLaw(); l != target.TimeMean {
			t.Errorf("%v with its own law over time has %v", k, l)
		}
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("laws mismatch (-want +got):\n%s", diff)
	}
}

func TestErrorText(t *testing.T) {
	err := error(&target.FieldError{Path: "target.unit", Value: "x", Err: target.ErrUnknown, Remedy: "one of a, b"})
	if got, want := err.Error(), `target.unit "x" is unknown: one of a, b`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	long := &target.FieldError{
		Path:   string(make([]byte, 9999)),
		Value:  string(make([]byte, 9999)),
		Err:    target.ErrInvalid,
		Remedy: string(make([]byte, 9999)),
	}

	if n := len(long.Error()); n > 2000 {
		t.Errorf("a text of %d bytes", n)
	}
	wrapped := fmt.Errorf("reading: %w", errors.Join(err, fmt.Errorf("then: %w", long)))
	if diff := cmp.Diff([]*target.FieldError{err.(*target.FieldError), long}, target.AllErrors(wrapped)); diff != "" {
		t.Errorf("AllErrors() mismatch (-want +got):\n%s", diff)
	}
	if got := target.AllErrors(errors.New("other")); got != nil {
		t.Errorf("AllErrors() of another error = %v", got)
	}
	var none *target.FieldError
	if none.Equal(long) || !none.Equal(nil) || long.Equal(nil) {
		t.Error("Equal() of nil")
	}
}
