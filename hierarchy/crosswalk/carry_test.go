package crosswalk_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

func TestCarry(t *testing.T) {
	abc := flat(t, "A", "B", "C")
	ten := figures("A", "10", "B", "20", "C", "30")
	tests := []struct {
		name           string
		kind           target.Kind
		old, new       *hierarchy.Tree
		changes        []crosswalk.Change
		figures, basis map[string]decimal.Decimal
		want           string
	}{
		{"nothing changed", target.Flow, abc, abc, nil, with(ten, "0", "61.50"), nil, "0=61.5 A=10 B=20 C=30"},
		{
			"recoding", target.Stock, abc, flat(t, "A", "B", "D"),
			[]crosswalk.Change{ch("2000", "C", "D", "1")},
			ten, nil, "A=10 B=20 D=30",
		},
		{
			"merger", target.Stock, abc, flat(t, "A", "B"),
			[]crosswalk.Change{ch("2000", "C", "B", "1.000")},
			ten,
			nil, "A=10 B=50",
		},
		{
			"split", target.Cumulative, abc, flat(t, "A", "B", "D", "E"),
			[]crosswalk.Change{ch("2000", "C", "D", "0.45"), ch("2000", "C", "E", "0.55")},
			ten, nil,
			"A=10 B=20 D=13.5 E=16.5",
		},
		{
			"transfer: same code, other territory", target.Flow, abc, abc,
			[]crosswalk.Change{ch("2000", "A", "A", "0.9"), ch("2000", "A", "B", "0.1")},
			ten, nil, "A=9 B=21 C=30",
		},
		{
			"both ways at once", target.Flow, abc, abc,
			[]crosswalk.Change{ch("2000", "A", "B", "1"), ch("2000-12-31", "B", "A", "1")},
			ten, nil,
			"A=20 B=10 C=30",
		},
		{
			"one after the other", target.Flow, abc, flat(t, "A", "C"),
			[]crosswalk.Change{ch("2000", "A", "B", "1"), ch("2001", "B", "A", "1")},
			ten, nil, "A=30 C=30",
		},
		{
			"a year means its last day", target.Flow, abc, flat(t, "B", "C"),
			[]crosswalk.Change{ch("2000", "A", "B", "1"), ch("2000-12-30", "A", "A", "1")},
			ten, nil, "B=30 C=30",
		},
		{"through codes that are in neither tree", target.Flow, abc, flat(t, "A", "Z"), []crosswalk.Change{
			ch("2003", "Y", "Z", "1"), ch("2001", "B", "X", "1"), ch("2002", "X", "Y", "1"),
			ch("2001-05", "C", "X", "1"),
		}, ten, nil, "A=10 Z=50"},
		{
			"a code used twice", target.Flow, abc, flat(t, "A", "B", "D"),
			[]crosswalk.Change{ch("2001", "C", "D", "1"), ch("2002", "A", "C", "1"), ch("2003", "C", "A", "1")},
			ten, nil, "A=10 B=20 D=30",
		},
		{"split and joined again", target.Flow, abc, abc, []crosswalk.Change{
			ch("2001", "A", "X", "0.3"), ch("2001", "A", "Y", "0.7"), ch("2002", "X", "A", "1"),
			ch("2002", "Y", "A", "1"),
		}, ten, nil, "A=10 B=20 C=30"},
		{"new unit without a source", target.Flow, abc, flat(t, "A", "B", "C", "N"), nil, ten, nil, "A=10 B=20 C=30"},
		{
			"gaps stay gaps", target.Flow, abc, flat(t, "A", "B"),
			[]crosswalk.Change{ch("2000", "C", "B", "1")},
			figures("A", "10"), nil, "A=10",
		},
		{
			"negative figures", target.Flow, abc, flat(t, "A", "B"),
			[]crosswalk.Change{ch("2000", "C", "B", "0.5"), ch("2000", "C", "A", "0.5")},
			figures("A", "-10", "B", "0", "C", "-3"), nil, "A=-11.5 B=-1.5",
		},
		{
			"wide figures", target.Flow, abc, flat(t, "B"),
			[]crosswalk.Change{ch("2000", "C", "B", "1"), ch("2000", "A", "B", "1")},
			figures("A", "1e60", "B", "1", "C", "1e-40"), nil,
			"B=1000000000000000000000000000000000000000000000000000000000001.0000000000000000000000000000000000000001",
		},
		{
			"a sum beyond 64 bits", target.Flow, abc, flat(t, "B", "C"),
			[]crosswalk.Change{ch("2000", "A", "B", "0.5"), ch("2000", "A", "C", "0.5")},
			figures("A", "9223372036854775807", "B", "9223372036854775807", "C", "-1"), nil,
			"B=13835058055282163710.5 C=4611686018427387902.5",
		},
		{
			"terms that fit 64 bits and a sum that does not", target.Flow, abc, flat(t, "C"),
			[]crosswalk.Change{ch("2000", "A", "C", "1"), ch("2000", "B", "C", "1")},
			figures("A", "4000000000000000000", "B", "4000000000000000000", "C", "4000000000000000000"), nil,
			"C=12000000000000000000",
		},
		{"a weight of many digits", target.Flow, abc, abc, []crosswalk.Change{
			ch("2000", "A", "A", "0.9999999999999999999999999"),
			ch("2000", "A", "B", "0.0000000000000000000000001"),
		}, ten, nil, "A=9.999999999999999999999999 B=20.000000000000000000000001 C=30"},
		{"a whole after a part", target.Flow, abc, flat(t, "A", "B", "E"), []crosswalk.Change{
			ch("2000", "C", "B", "0.5"), ch("2000", "C", "D", "0.5"), ch("2001", "B", "B", "0.5"),
			ch("2001", "B", "D", "0.5"), ch("2002", "D", "E", "1"),
		}, ten, nil, "A=10 B=17.5 E=32.5"},
		{
			"wide figures of units that stay", target.Flow, abc, abc, nil, figures("A", "1e60", "B", "-1e-40"), nil,
			"A=1000000000000000000000000000000000000000000000000000000000000 " +
				"B=-0.0000000000000000000000000000000000000001",
		},
		{
			"a milestone becomes a count", target.Milestone, abc, flat(t, "B", "C"),
			[]crosswalk.Change{ch("2000", "A", "B", "1")},
			figures("A", "1", "B", "1", "C", "0"), nil, "B=2 C=0",
		},
		{
			"half a milestone", target.Milestone, abc, flat(t, "B", "C"),
			[]crosswalk.Change{ch("2000", "A", "B", "0.5"), ch("2000", "A", "C", "0.5")},
			figures("A", "1", "B", "1", "C", "0"), nil, "B=1.5 C=0.5",
		},

		{
			"ratio of a merger", target.Ratio, abc, flat(t, "A", "B"),
			[]crosswalk.Change{ch("2000", "C", "B", "1")},
			ten, figures("B", "1", "C", "3"), "A=10 B=27.5",
		},
		{
			"a transferred part takes its denominator along", target.Ratio, abc, abc,
			[]crosswalk.Change{ch("2000", "C", "C", "0.5"), ch("2000", "C", "B", "0.5")},
			ten,
			figures("B", "1", "C", "2"), "A=10 B=25 C=30",
		},
		{
			"a part has the mean of the whole", target.Share, abc, flat(t, "A", "B", "D", "E"),
			[]crosswalk.Change{ch("2000", "C", "D", "0.4"), ch("2000", "C", "E", "0.6")},
			figures("C", "0.1"),
			figures("A", "1"), "D=0.1 E=0.1",
		},
		{
			"a mean is rounded to twelve decimals more", target.Growth, abc, flat(t, "C"),
			[]crosswalk.Change{ch("2000", "A", "C", "1"), ch("2000", "B", "C", "1")},
			figures("A", "1.0", "B", "2.0", "C", "2.0"), figures("A", "1", "B", "1", "C", "1"), "C=1.6666666666667",
		},
		{
			"halves away from zero", target.Reduction, flat(t, "A", "B"), flat(t, "B"),
			[]crosswalk.Change{ch("2000", "A", "B", "1")},
			figures("A", "-1e-100", "B", "0"),
			figures("A", "1", "B", "1"), "B=-0." + strings.Repeat("0", 99) + "1",
		},
		{
			"a basis of zero weighs nothing", target.Ratio, abc, flat(t, "A", "B"),
			[]crosswalk.Change{ch("2000", "C", "B", "1")},
			ten, figures("B", "0", "C", "3"), "A=10 B=30",
		},

		{
			"a prefecture by weights of its own", target.Flow, under(t, "P Q a:P b:P c:Q"),
			under(t, "Q R a:Q c:Q b:R"),
			[]crosswalk.Change{ch("2000", "P", "Q", "0.25"), ch("2000", "P", "R", "0.75")},
			figures("P", "8", "Q", "2"), nil, "Q=4 R=6",
		},
		{
			"its counties without any", target.Flow, under(t, "P Q a:P b:P c:Q"), under(t, "Q R a:Q c:Q b:R"), nil,
			figures("a", "1", "b", "2", "c", "4"), nil, "a=1 b=2 c=4",
		},
		{
			"a parent whose territory stayed", target.Flow, under(t, "P Q a:P b:P c:Q"),
			under(t, "Q P a:P x:P c:Q"),
			[]crosswalk.Change{ch("2000", "b", "x", "1")},
			figures("P", "3", "a", "1", "b", "2", "Q", "7"), nil, "P=3 Q=7 a=1 x=2",
		},
		{
			"the upper of two that meet counts", target.Flow, under(t, "P Q a:P b:P c:Q"), under(t, "P Q c:Q"),
			[]crosswalk.Change{ch("2000", "a", "P", "1"), ch("2000", "b", "P", "1")},
			figures("P", "10", "a", "4", "b", "5"), nil, "P=10",
		},
		{
			"those below where it has no figure", target.Flow, under(t, "P Q a:P b:P c:Q"), under(t, "P Q c:Q"),
			[]crosswalk.Change{ch("2000", "a", "P", "1"), ch("2000", "b", "P", "1")},
			figures("a", "4", "b", "5"),
			nil, "P=9",
		},
		{
			"a memo unit goes its own way", target.Flow, under(t, "G S*:G"), under(t, "G T*:G"),
			[]crosswalk.Change{ch("2000", "S", "T", "1")},
			figures("G", "10", "S", "4"), nil, "G=10 T=4",
		},
		{
			"a memo unit gets a place of its own", target.Flow, under(t, "G S*:G"), under(t, "G S"),
			[]crosswalk.Change{ch("2000", "G", "G", "0.6"), ch("2000", "G", "S", "0.4")},
			figures("G", "10"), nil,
			"G=6 S=4",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := succeed(t, tt.old, tt.new, tt.changes...)
			var basis hierarchy.Column
			if tt.basis != nil {
				basis = column(t, tt.old, tt.basis)
			}
			got, err := s.Carry(tt.kind, column(t, tt.old, tt.figures).Named("x"), crosswalk.CarryOptions{Basis: basis})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shown(got)); diff != "" {
				t.Errorf("Carry() mismatch (-want +got):\n%s", diff)
			}
			if got.Name() != "x" {
				t.Errorf("the carried column is named %q", got.Name())
			}
			if _, err := tt.new.Column(nil); err != nil {
				t.Fatal(err)
			}
			if up, err := hierarchy.RollUp(target.Flow, got, hierarchy.Column{}); err != nil &&
				!errors.Is(err, target.ErrMissing) {
				t.Errorf("the carried column is not one of the new tree: %v, %v", up, err)
			}
		})
	}
}

func TestCarryWhole(t *testing.T) {
	abc := flat(t, "A", "B", "C")
	third := []crosswalk.Change{ch("2000", "A", "X", "0.3"), ch("2000", "A", "Y", "0.3"), ch("2000", "A", "Z", "0.4")}
	tests := []struct {
		name    string
		old     *hierarchy.Tree
		new     *hierarchy.Tree
		changes []crosswalk.Change
		figures map[string]decimal.Decimal
		quantum string
		want    string
	}{
		{
			"equal remainders by code", abc, flat(t, "X", "Y", "B", "C"),
			[]crosswalk.Change{ch("2000", "A", "Y", "0.5"), ch("2000", "A", "X", "0.5")},
			figures("A", "101", "B", "1", "C", "2"), "1", "B=1 C=2 X=51 Y=50",
		},
		{
			"largest remainder first", abc, flat(t, "X", "Y", "Z", "B", "C"), third,
			figures("A", "11", "B", "1", "C", "1"), "1", "B=1 C=1 X=3 Y=3 Z=5",
		},
		{"rounded once, not at each merger", abc, flat(t, "X", "Y"), []crosswalk.Change{
			ch("2000", "A", "X", "0.5"), ch("2000", "A", "Y", "0.5"), ch("2000", "B", "X", "0.5"),
			ch("2000", "B", "Y", "0.5"), ch("2000", "C", "X", "1"),
		}, figures("A", "1", "B", "1", "C", "1"), "1", "X=2 Y=1"},
		{
			"in hundreds", abc, flat(t, "X", "Y", "B", "C"),
			[]crosswalk.Change{ch("2000", "A", "Y", "0.51"), ch("2000", "A", "X", "0.49")},
			figures("A", "300", "B", "0", "C", "100"), "1e2", "B=0 C=100 X=100 Y=200",
		},
		{
			"in cents", abc, flat(t, "X", "Y", "B", "C"),
			[]crosswalk.Change{ch("2000", "A", "Y", "0.51"), ch("2000", "A", "X", "0.49")},
			figures("A", "0.03", "B", "0", "C", "1.50"), "0.01", "B=0 C=1.5 X=0.01 Y=0.02",
		},
		{
			"below zero", abc, flat(t, "X", "Y", "Z", "B", "C"), third, figures("A", "-11", "B", "1", "C", "1"),
			"1", "B=1 C=1 X=-3 Y=-3 Z=-5",
		},
		{"sets apart", flat(t, "A", "B"), flat(t, "V", "W", "X", "Y"), []crosswalk.Change{
			ch("2000", "A", "X", "0.1"), ch("2000", "A", "Y", "0.9"), ch("2000", "B", "V", "0.5"),
			ch("2000", "B", "W", "0.5"),
		}, figures("A", "1", "B", "1"), "1", "V=1 W=0 X=0 Y=1"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := succeed(t, tt.old, tt.new, tt.changes...)
			got, err := s.Carry(
				target.Stock, column(t, tt.old, tt.figures).Named("x"),
				crosswalk.CarryOptions{Quantum: d(tt.quantum)},
			)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shown(got)); diff != "" || got.Name() != "x" {
				t.Errorf("Carry() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCarryErrors(t *testing.T) {
	abc := flat(t, "A", "B", "C")
	all := figures("A", "1", "B", "2", "C", "3")
	merged := succeed(t, abc, flat(t, "A", "B"), ch("2000", "C", "B", "0.5"), ch("2000", "C", "A", "0.5"))
	counties := under(t, "P Q a:P b:P c:Q")
	moved := succeed(t, counties, under(t, "Q R a:Q c:Q b:R"))
	partly := succeed(
		t, counties, under(t, "P Q c:Q"), ch("2000", "a", "P", "0.5"), ch("2000", "a", "Q", "0.5"),
		ch("2000", "b", "P", "1"), ch("2000", "P", "P", "1"),
	)
	tests := []struct {
		name           string
		s              *crosswalk.Crosswalk
		kind           target.Kind
		figures, basis map[string]decimal.Decimal
		is             error
		text           string
	}{
		{"index", merged, target.Index, all, nil, target.ErrKind, `kind "index"`},
		{"position", merged, target.Position, all, nil, target.ErrKind, `kind "position"`},
		{"no kind", merged, 0, all, nil, target.ErrKind, "kind"},
		{"no crosswalk", nil, target.Flow, all, nil, target.ErrRequired, "crosswalk"},
		{"no basis", merged, target.Ratio, all, nil, target.ErrRequired, "basis"},
		{"gap", merged, target.Flow, figures("A", "1", "C", "3"), nil, target.ErrMissing, `figures["B"]`},
		{"basis missing", merged, target.Ratio, all, figures("A", "1", "B", "1"), target.ErrMissing, `basis["C"]`},
		{
			"basis negative", merged, target.Growth, all, figures("A", "1", "B", "-1", "C", "1"), target.ErrRange,
			`basis["B"] -1`,
		},
		{
			"bases of nothing", merged, target.Growth, all, figures("A", "1", "B", "0", "C", "0"), target.ErrRange,
			`basis["B"]`,
		},
		{
			"too many decimals", merged, target.Flow, figures("A", "1", "B", "1", "C", "1e-100"), nil,
			target.ErrRange, `figures["A"]`,
		},
		{
			"a basis of a sum", merged, target.Flow, figures("A", "1", "B", "1", "C", "1"),
			figures("A", "1", "B", "1", "C", "1"), target.ErrInvalid, "options.basis",
		},
		{"without a successor", moved, target.Flow, figures("P", "1"), nil, target.ErrInvalid, `figures["P"] 1`},
		{"territory came", moved, target.Flow, figures("Q", "2", "a", "1"), nil, target.ErrInvalid, `figures["Q"] 2`},
		{"territory left", succeed(
			t, under(t, "P Q a:P b:P c:Q"), under(t, "P Q a:Q b:P c:Q"), ch("2000", "b", "P", "0.5"),
			ch("2000", "b", "b", "0.5"),
		), target.Flow, figures("P", "2"), nil, target.ErrInvalid, `figures["P"] 2`},
		{
			"a unit with an of-which left", succeed(t, under(t, "P Q G:P S*:G h:P"), under(t, "P Q h:P G:Q S*:G")),
			target.Flow, figures("P", "2"), nil, target.ErrInvalid, `figures["P"] 2`,
		},
		{
			"a unit came under a leaf", succeed(t, under(t, "P D"), under(t, "P e:P"), ch("2000", "D", "e", "1")),
			target.Flow, figures("P", "2", "D", "1"), nil, target.ErrInvalid, `figures["P"] 2`,
		},
		{
			"partly in its parent's", partly, target.Flow,
			figures("P", "10", "a", "4", "b", "6", "Q", "1", "c", "1"), nil, target.ErrDuplicate, `figures["a"] 4`,
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			old := tt.s.Old()
			if old == nil {
				old = abc
			}
			var basis hierarchy.Column
			if tt.basis != nil {
				basis = column(t, old, tt.basis)
			}
			got, err := tt.s.Carry(tt.kind, column(t, old, tt.figures), crosswalk.CarryOptions{Basis: basis})
			if !errors.Is(err, tt.is) || !strings.Contains(fmt.Sprint(err), tt.text) || got.Len() != 0 {
				t.Errorf("got %v, want %v with %s", err, tt.is, tt.text)
			}
		})
	}

	if _, err := merged.Carry(
		target.Flow, hierarchy.Column{}, crosswalk.CarryOptions{},
	); !errors.Is(err, target.ErrRequired) {
		t.Errorf("the zero column: %v", err)
	}

	other := flat(t, "A", "B")
	if _, err := merged.Carry(
		target.Flow, column(t, other, figures("A", "1")), crosswalk.CarryOptions{},
	); !errors.Is(err, target.ErrMismatch) {
		t.Errorf("a column of another tree: %v", err)
	}

	if _, err := merged.Carry(
		target.Ratio, column(t, abc, all), crosswalk.CarryOptions{Basis: column(t, other, figures("A", "1"))},
	); !errors.Is(err, target.ErrMismatch) {
		t.Errorf("a basis of another tree: %v", err)
	}

	if _, err := merged.Carry(
		target.Flow, column(t, flat(t, "C", "B", "A"), all), crosswalk.CarryOptions{},
	); err != nil {
		t.Errorf("a column of an equal tree: %v", err)
	}

	for _, tt := range []struct {
		kind    target.Kind
		quantum string
		is      error
	}{
		{target.Ratio, "1", target.ErrKind},
		{target.Index, "1", target.ErrKind},
		{target.Flow, "-1", target.ErrRange},
		{target.Flow, "1e-101", target.ErrRange},
		{target.Flow, "2", target.ErrQuantum},
	} {
		if _, err := merged.Carry(
			tt.kind, column(t, abc, all), crosswalk.CarryOptions{Quantum: d(tt.quantum)},
		); !errors.Is(err, tt.is) {
			t.Errorf("Carry(%v, quantum %s) = %v, want %v", tt.kind, tt.quantum, err, tt.is)
		}
	}
}

// TestCarryReportsAll wants every problem of a column at once, by code.
func TestCarryReportsAll(t *testing.T) {
	old := flat(t, "A", "B", "C", "D", "E")
	s := succeed(
		t, old, flat(t, "B", "D"), ch("2000", "A", "B", "1"), ch("2000", "C", "D", "1"), ch("2000", "E", "D", "1"),
	)
	_, err := s.Carry(
		target.Ratio, column(t, old, figures("A", "1", "C", "1", "D", "1", "E", "1")),
		crosswalk.CarryOptions{Basis: column(t, old, figures("D", "-1"))},
	)
	want := `4 problems:
figures["B"] has no figure: others that go into the same unit have one: give it, or 0
options.basis["C"] has no figure: its figure is averaged with others: give its basis
options.basis["D"] -1 is out of range: must not be negative
options.basis["E"] has no figure: its figure is averaged with others: give its basis`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("Carry() mismatch (-want +got):\n%s", diff)
	}
}

// TestCarryPlan carries the quotas of a plan.
func TestCarryPlan(t *testing.T) {
	old := flat(t, "A", "B", "C")
	plan, err := hierarchy.Cascade(old, target.Target{
		Code: "t", Unit: "0", Period: target.Year(2015), Comparator: target.AtLeast, Value: d("1000"),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(column(t, old, figures("A", "5", "B", "2", "C", "2")))},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := succeed(t, old, flat(t, "A", "B"), ch("2012", "C", "A", "0.5"), ch("2012", "C", "B", "0.5"))
	got, err := s.Carry(target.Stock, plan.Column(), crosswalk.CarryOptions{Quantum: decimal.New(1, 0)})
	if want := "0=1000 A=667 B=333"; err != nil || shown(got) != want {
		t.Errorf("got %s, %v, want %s", shown(got), err, want)
	}
}
