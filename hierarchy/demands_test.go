package hierarchy_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// asked prints demands, one a line: the unit, what is asked by when, the line that
// asks for it, and all lines that do.
func asked(demands []hierarchy.Demand) string {
	var b strings.Builder
	for _, x := range demands {
		fmt.Fprintf(
			&b, "%s %s %s %v %d of %v\n", x.Unit.Code, x.Target.Indicator.Code, x.Target.Value, x.Target.Period,
			x.Line, x.Lines,
		)
	}
	return b.String()
}

func TestDemands(t *testing.T) {
	f, wider := newFan(2), newFan(3)
	first := f.plan(t, f.target(target.Flow, "60", 0), hierarchy.Proportional(f.column("1", "2")))
	second := wider.plan(t, wider.target(target.Flow, "60", 0), hierarchy.Equal())

	later := f.target(target.Flow, "90", 0)
	later.Period = target.Year(2025)
	other := f.target(target.Flow, "8", 0)
	other.Indicator.Code = "y"
	low := f.target(target.Flow, "50", 0)
	low.Comparator = target.AtMost
	tests := []struct {
		name  string
		plans []*hierarchy.Plan
		want  string
	}{
		{
			"merged, and units that only the second reaches",
			[]*hierarchy.Plan{first, second},
			"00 x 60 2020 0 of [0 1]\n01 x 20 2020 0 of [0 1]\n02 x 40 2020 0 of [0 1]\n03 x 20 2020 1 of [1]\n",
		},
		{
			"the second is harder for one",
			[]*hierarchy.Plan{
				second, f.plan(t, f.target(target.Flow, "60", 0), hierarchy.Proportional(f.column("1", "2"))),
			},
			"00 x 60 2020 0 of [0 1]\n01 x 20 2020 0 of [0 1]\n02 x 40 2020 1 of [0 1]\n03 x 20 2020 0 of [0]\n",
		},
		{
			"another deadline and another indicator",
			[]*hierarchy.Plan{first, f.plan(t, later, hierarchy.Equal()), f.plan(t, other, hierarchy.Equal()), second},
			"00 x 60 2020 0 of [0 3]\n00 x 90 2025 1 of [1]\n00 y 8 2020 2 of [2]\n" +
				"01 x 20 2020 0 of [0 3]\n01 x 45 2025 1 of [1]\n01 y 4 2020 2 of [2]\n" +
				"02 x 40 2020 0 of [0 3]\n02 x 45 2025 1 of [1]\n02 y 4 2020 2 of [2]\n" +
				"03 x 20 2020 3 of [3]\n",
		},
		{
			"the smallest of limits, beside at least",
			[]*hierarchy.Plan{first, f.plan(t, low, hierarchy.Equal()), f.plan(
				t, low, hierarchy.Proportional(f.column("1", "4")),
			)},
			"00 x 60 2020 0 of [0]\n00 x 50 2020 1 of [1 2]\n01 x 20 2020 0 of [0]\n01 x 10 2020 2 of [1 2]\n" +
				"02 x 40 2020 0 of [0]\n02 x 25 2020 1 of [1 2]\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := hierarchy.Demands(tt.plans...)
			if err != nil {
				t.Fatal(err)
			}
			data, err := got[0].MarshalJSON()
			var back hierarchy.Demand
			if err != nil || back.UnmarshalJSON(data) != nil || !cmp.Equal(got[0], back) {
				t.Errorf("%s reads back as %v, %v", data, back, err)
			}
			if diff := cmp.Diff(tt.want, asked(got)); diff != "" {
				t.Errorf("Demands() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// Targets about a value have no harder side: each is listed.
func TestDemandsWithoutHarderSide(t *testing.T) {
	f := newFan(2)
	about := f.target(target.Flow, "60", 0)
	about.Comparator = target.About
	p := f.plan(t, about, hierarchy.Equal())
	got, err := hierarchy.Demands(p, p)
	if err != nil || len(got) != 6 || len(got[0].Lines) != 1 {
		t.Errorf("Demands() = %s, %v", asked(got), err)
	}

	strictest, err := hierarchy.Strictest(f.plan(t, f.target(target.Flow, "60", 0), hierarchy.Equal()))
	if err != nil {
		t.Fatal(err)
	}
	for _, plans := range [][]*hierarchy.Plan{nil, {nil}, {{}}, {p, strictest}, make([]*hierarchy.Plan, 101)} {
		if _, err := hierarchy.Demands(plans...); err == nil {
			t.Errorf("Demands() of %d plans: no error", len(plans))
		}
	}
}

// offices are the bodies of a nation with two provinces.
func offices(t *testing.T) *target.Bodies {
	t.Helper()
	led := func(by string, line target.Line) target.Leadership { return target.Leadership{By: by, Line: line} }
	const up, side = target.Professional, target.Territorial
	over := func(l target.Leadership, indicator string) target.Leadership { l.Over = []string{indicator}; return l }
	until := led("sipo", up)
	until.Until = "2018"

	bodies, err := target.NewBodies([]target.Body{
		{Code: "centre", Kind: target.Government, Level: "nation"},
		{Code: "sipo", Kind: target.Office, Level: "nation"},
		{Code: "anhui", Kind: target.Government, Level: "province", Led: []target.Leadership{led("centre", side)}},
		{Code: "hebei", Kind: target.Government, Level: "province", Led: []target.Leadership{led("centre", side)}},
		{
			Code: "pipo-ah", Kind: target.Office, Level: "office",
			Led: []target.Leadership{led("sipo", up), led("anhui", side)},
		},
		{Code: "pipo-he", Kind: target.Office, Level: "office", Led: []target.Leadership{until, led("hebei", side)}},
		{
			Code: "window", Kind: target.Branch, Level: "office",
			Led: []target.Leadership{over(led("sipo", up), "x"), over(led("other", up), "y")},
		},
		{Code: "other", Kind: target.Office, Level: "nation"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return bodies
}

func TestLeadershipTree(t *testing.T) {
	levels := []string{"nation", "province", "office"}
	governments := []target.BodyKind{target.Government}
	tests := []struct {
		name string
		o    hierarchy.LeadershipOptions
		want string
		err  error
	}{
		{
			"territorial",
			hierarchy.LeadershipOptions{Line: target.Territorial, On: "2013", Levels: levels},
			"centre anhui hebei pipo-ah pipo-he", nil,
		},
		{
			"governments",
			hierarchy.LeadershipOptions{Line: target.Territorial, On: "2013", Levels: levels, Kinds: governments},
			"centre anhui hebei", nil,
		},
		{
			"professional, without branches",
			hierarchy.LeadershipOptions{
				Line: target.Professional, On: "2013", Levels: levels, Kinds: []target.BodyKind{target.Office},
			},
			"sipo pipo-ah pipo-he", nil,
		},
		{
			"over an indicator",
			hierarchy.LeadershipOptions{Line: target.Professional, On: "2013", Levels: levels, Indicator: "x"},
			"sipo pipo-ah pipo-he window", nil,
		},
		{
			"later",
			hierarchy.LeadershipOptions{Line: target.Professional, On: "2019", Levels: levels, Indicator: "x"},
			"sipo pipo-ah window", nil,
		},
		{
			"two leaders",
			hierarchy.LeadershipOptions{Line: target.Professional, On: "2013", Levels: levels},
			"",
			target.ErrDuplicate,
		},
		{"no line", hierarchy.LeadershipOptions{On: "2013", Levels: levels}, "", target.ErrRequired},
		{"no such line", hierarchy.LeadershipOptions{Line: 3, On: "2013", Levels: levels}, "", target.ErrUnknown},
		{"no date", hierarchy.LeadershipOptions{Line: target.Territorial, Levels: levels}, "", target.ErrRequired},
		{
			"no such date",
			hierarchy.LeadershipOptions{Line: target.Territorial, On: "soon", Levels: levels},
			"",
			target.ErrInvalid,
		},
		{"no levels", hierarchy.LeadershipOptions{Line: target.Territorial, On: "2013"}, "", target.ErrRequired},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree, err := hierarchy.LeadershipTree(offices(t), tt.o)
			var got []string
			for u := range tree.All() {
				got = append(got, u.Code)
			}
			if got := strings.Join(got, " "); got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("LeadershipTree() = %s, %v, want %s, %v", got, err, tt.want, tt.err)
			}
		})
	}

	if _, err := hierarchy.LeadershipTree(nil, tests[0].o); !errors.Is(err, target.ErrRequired) {
		t.Errorf("LeadershipTree(nil): %v", err)
	}
}
