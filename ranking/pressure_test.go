package ranking_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

func TestPressures(t *testing.T) {
	list := entries("a", "10", "b", "8", "c", "8", "d", "5", "e", "")
	list[3].Target = some("0")
	table := mustNew(t, list, ranking.Options{Better: target.Higher, Target: some("10")})
	got, err := table.Pressures(ranking.PressureOptions{
		Cut: -1, Period: target.Years(2011, 2015), At: target.Month(2012, time.March),
		Force: target.Binding, Publicity: ranking.Public,
	})
	if err != nil {
		t.Fatal(err)
	}

	third, most := num("0.666666666666666667"), num("1")
	want := map[string]ranking.Parts{
		"a": {Cut: num("0"), Time: num("0.25"), Force: third, Publicity: most},
		"b": {
			Shortfall: num("0.2"),
			Ahead:     num("0.333333333333333333"),
			Next:      num("0.6"),
			Cut:       num("0.4"),
			Time:      num("0.25"),
			Force:     third,
			Publicity: most,
		},
		"c": {
			Shortfall: num("0.2"),
			Ahead:     num("0.333333333333333333"),
			Next:      num("0.6"),
			Cut:       num("0.4"),
			Time:      num("0.25"),
			Force:     third,
			Publicity: most,
		},
		"d": {Ahead: num("1"), Next: num("0.4"), Cut: num("0.4"), Time: num("0.25"), Force: third, Publicity: most},
	}

	parts := map[string]ranking.Parts{}

	for _, p := range got {
		parts[p.Row.Code] = p.Parts
	}
	if diff := cmp.Diff(want, parts); diff != "" {
		t.Errorf("Pressures() mismatch (-want +got):\n%s", diff)
	}
	if index := num("0.273809523809523810"); !got[0].Index.Equal(index) {
		t.Errorf("index of a = %s, want %s", got[0].Index, index)
	}
}

// Parts are the same whether the figures fit a machine word or not.
func TestPressuresOfLongFigures(t *testing.T) {
	for _, tt := range []struct {
		name       string
		list       []ranking.Entry
		target     string
		shortfalls map[string]string
		next       map[string]string
	}{
		{
			"a long target and a short gap", entries("a", "5000000000000000000"), "10000000000000000000",
			map[string]string{"a": "0.5"},
			map[string]string{"a": "0"},
		},
		{
			"a short target and a long gap", entries("a", "1.00000000000000000000"), "2",
			map[string]string{"a": "0.5"},
			map[string]string{"a": "0"},
		},
		{
			"figures further apart than a word",
			entries("a", "9000000000000000000", "b", "0", "c", "-9000000000000000000"), "9000000000000000000",
			map[string]string{"a": "0", "b": "1", "c": "1"},
			map[string]string{"a": "0", "b": "0.5", "c": "0.5"},
		},
		{
			"the whole range of a word", entries("a", "9223372036854775807", "b", "4611686018427387904", "c", "0"), "1",
			map[string]string{"a": "0", "b": "0", "c": "1"},
			map[string]string{"a": "0", "b": "0.5", "c": "0.5"},
		},
	} {
		got, err := mustNew(t, tt.list, ranking.Options{Better: target.Higher, Target: some(tt.target)}).
			Pressures(ranking.PressureOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range got {
			shortfall, next := num(tt.shortfalls[p.Row.Code]), num(tt.next[p.Row.Code])
			if !p.Parts.Shortfall.Equal(shortfall) || !p.Parts.Next.Equal(next) {
				t.Errorf(
					"%s: %s has the parts %v and %v, want %v and %v", tt.name, p.Row.Code,
					p.Parts.Shortfall, p.Parts.Next, shortfall, next,
				)
			}
		}
	}
}

func TestPressureWeights(t *testing.T) {
	table := mustNew(t, entries("a", "10", "b", "5"), ranking.Options{Better: target.Higher, Target: some("10")})
	got, err := table.Pressures(
		ranking.PressureOptions{Weights: ranking.Parts{Shortfall: num("3"), Ahead: num("1"), Force: num("9")}},
	)
	if err != nil {
		t.Fatal(err)
	}
	// b is half short of its target and last; force is not given and does not count.
	if want := num("0.625"); !got[1].Index.Equal(want) {
		t.Errorf("index of b = %s, want %s", got[1].Index, want)
	}
}

func TestPressureAbsentAsZero(t *testing.T) {
	table := mustNew(t, entries("a", "10", "b", "5"), ranking.Options{Better: target.Higher, Target: some("10")})
	for _, c := range []struct {
		name          string
		options       ranking.PressureOptions
		want, without string // the index of b, with absent parts as zero and left out
	}{
		// Of b, shortfall is 0.5, ahead 1, next 0; the other four are absent.
		{"nothing given", ranking.PressureOptions{}, "0.214285714285714286", "0.5"},
		{
			"own position",
			ranking.PressureOptions{Publicity: ranking.OwnPosition},
			"0.261904761904761905",
			"0.458333333333333333",
		},
		{
			"by weight",
			ranking.PressureOptions{Weights: ranking.Parts{Shortfall: num("2"), Force: num("3")}},
			"0.2", "0.5",
		},
		{"weight on absent parts alone", ranking.PressureOptions{Weights: ranking.Parts{Time: num("1")}}, "0", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for absentAsZero, want := range map[bool]string{true: c.want, false: c.without} {
				c.options.AbsentAsZero = absentAsZero
				got, err := table.Pressures(c.options)
				switch {
				case want == "":
					if !errors.Is(err, target.ErrRequired) {
						t.Errorf("error = %v", err)
					}
				case err != nil:
					t.Fatal(err)
				case !got[1].Index.Equal(num(want)):
					t.Errorf("index of b = %s, want %s", got[1].Index, want)
				}
			}
		})
	}
}

// absentNeverPresses leaves out some of what presses and expects no more
// pressure than with all of it.
func absentNeverPresses(t *rapid.T) {
	list := entries("a", "9", "b", "7", "c", "4", "d", "4", "e", "1")
	weight := func(label string) decimal.Decimal {
		return decimal.New(rapid.Int64Range(0, 5).Draw(t, label), 0)
	}
	all := ranking.PressureOptions{
		Cut: rapid.SampledFrom([]int{-2, -1, 1, 3}).
			Draw(t, "cut"),
		Period: target.Years(2011, 2015), At: target.Month(2013, time.May),
		Force: target.Binding, Publicity: ranking.AmongPeers, AbsentAsZero: true,
		Weights: ranking.Parts{
			Shortfall: weight("shortfall"), Ahead: weight("ahead"), Next: weight("next"), Cut: weight("near cut"),
			Time: weight("time"), Force: weight("force"), Publicity: weight("publicity"),
		},
	}

	less, quota := all, decimal.NewNullDecimal(num("6"))
	indices := func(o ranking.PressureOptions, quota decimal.NullDecimal) []ranking.Pressure {
		table, err := ranking.New(list, ranking.Options{Better: target.Higher, Target: quota})
		if err != nil {
			t.Fatal(err)
		}
		p, err := table.Pressures(o)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}

	full := indices(all, quota)
	if rapid.Bool().Draw(t, "no quota") {
		quota = decimal.NullDecimal{}
	}
	if rapid.Bool().Draw(t, "no cut") {
		less.Cut = 0
	}
	if rapid.Bool().Draw(t, "no period") {
		less.Period, less.At = target.Period{}, target.Period{}
	}
	if rapid.Bool().Draw(t, "no force") {
		less.Force = 0
	}
	if rapid.Bool().Draw(t, "no publicity") {
		less.Publicity = 0
	}

	for i, p := range indices(less, quota) {
		if p.Index.GreaterThan(full[i].Index) {
			t.Errorf("%s: %s with some of the parts, %s with all", p.Row.Code, p.Index, full[i].Index)
		}
	}
}

func TestAbsentNeverPresses(t *testing.T) { rapid.Check(t, absentNeverPresses) }

func TestPressuresProblems(t *testing.T) {
	table := mustNew(t, entries("a", "1"), ranking.Options{Better: target.Higher})
	for _, c := range []struct {
		name    string
		options ranking.PressureOptions
		want    []string
	}{
		{"no weight", ranking.PressureOptions{Weights: ranking.Parts{Time: num("1")}}, []string{"options.weights"}},
		{
			"negative",
			ranking.PressureOptions{Weights: ranking.Parts{Ahead: num("-1")}},
			[]string{"options.weights.ahead"},
		},
		{
			"all",
			ranking.PressureOptions{
				Force: 4, Publicity: 4, Period: target.Year(2015),
				Weights: ranking.Parts{Next: decimal.New(1, 101)},
			},
			[]string{"options.force", "options.publicity", "options.period", "options.weights.next"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := table.Pressures(c.options)
			var got []string
			for _, e := range target.AllErrors(err) {
				got = append(got, e.Path)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("Pressures() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// checkMonotone makes one part of the pressure greater by what it is made of
// and expects no less pressure.
func checkMonotone(t *rapid.T) {
	small := func(label string) decimal.Decimal {
		return decimal.New(rapid.Int64Range(-20, 20).Draw(t, label), -1)
	}
	better := rapid.SampledFrom([]target.Direction{target.Higher, target.Lower}).Draw(t, "better")
	worse := decimal.New(-1, -1)
	if better == target.Lower {
		worse = worse.Neg()
	}

	list := entries("a", "0", "b", "0", "c", "0", "d", "0", "e", "0")

	for i := range list {
		list[i].Value = small(list[i].Code)
	}
	weight := func(label string) decimal.Decimal {
		return decimal.New(rapid.Int64Range(0, 5).Draw(t, label), 0)
	}
	quota := small("quota")
	o := ranking.PressureOptions{
		Cut: rapid.IntRange(-5, 5).Draw(t, "cut"), Period: target.Years(2011, 2015), At: target.Month(2013, time.May),
		Force: target.Expected, Publicity: ranking.OwnPosition,
		Weights: ranking.Parts{
			Shortfall: weight("shortfall"), Ahead: weight("ahead"), Next: weight("next"), Cut: weight("near cut"),
			Time: weight("time"), Force: weight("force"), Publicity: weight("publicity"),
		},
	}

	pressures := func() []ranking.Pressure {
		table, err := ranking.New(list, ranking.Options{Better: better, Target: decimal.NewNullDecimal(quota)})
		if err != nil {
			t.Fatal(err)
		}
		all, err := table.Pressures(o)
		if err != nil && !errors.Is(err, target.ErrRequired) {
			t.Fatal(err)
		}
		return all
	}

	first := pressures()
	one := decimal.New(1, 0)

	for _, p := range first {
		for _, x := range []decimal.Decimal{
			p.Index, p.Parts.Shortfall, p.Parts.Ahead, p.Parts.Next, p.Parts.Cut, p.Parts.Time, p.Parts.Force,
			p.Parts.Publicity,
		} {
			if x.Sign() < 0 || x.GreaterThan(one) {
				t.Fatalf("%s: %s is not between 0 and 1", p.Row.Code, x)
			}
		}
	}

	what := rapid.SampledFrom([]string{"quota", "time", "force", "publicity"}).Draw(t, "what grows")

	switch what {
	case "quota":
		quota = quota.Sub(worse)
	case "time":
		o.At = target.Month(2013, time.June)
	case "force":
		o.Force = target.Binding
	case "publicity":
		o.Publicity = ranking.AmongPeers
	}

	for i, p := range pressures() {
		if p.Index.LessThan(first[i].Index) {
			t.Errorf("%s: more %s gives less pressure: %s after %s", p.Row.Code, what, p.Index, first[i].Index)
		}
	}
}

func TestMonotone(t *testing.T) { rapid.Check(t, checkMonotone) }

// TestMonotoneInPeers moves peers rather than the options: one part grows with
// each step, and the others stay as they are.
func TestMonotoneInPeers(t *testing.T) {
	for _, c := range []struct {
		name    string
		weights ranking.Parts
		cut     int
		steps   [][]string // the figures of a, which is watched, and of its peers
	}{
		{
			"ahead",
			ranking.Parts{Ahead: num("1")},
			0,
			[][]string{{"a", "5", "b", "1", "c", "2"}, {"a", "5", "b", "6", "c", "2"}, {"a", "5", "b", "6", "c", "7"}},
		},
		{"next", ranking.Parts{Next: num("1")}, 0, [][]string{
			{"a", "0", "b", "10", "c", "10"}, {"a", "0", "b", "10", "c", "4"}, {"a", "0", "b", "10", "c", "1"},
		}},
		{"cut from outside", ranking.Parts{Cut: num("1")}, 1, [][]string{
			{"a", "1", "b", "10", "c", "0"}, {"a", "5", "b", "10", "c", "0"}, {"a", "9", "b", "10", "c", "0"},
		}},
		{"cut from inside", ranking.Parts{Cut: num("1")}, -1, [][]string{
			{"a", "9", "b", "10", "c", "0"}, {"a", "5", "b", "10", "c", "0"}, {"a", "1", "b", "10", "c", "0"},
		}},
		{
			"shortfall",
			ranking.Parts{Shortfall: num("1")},
			0,
			[][]string{{"a", "9", "b", "1"}, {"a", "8", "b", "1"}, {"a", "7", "b", "1"}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			last := decimal.New(-1, 0)
			for i, step := range c.steps {
				table := mustNew(t, entries(step...), ranking.Options{Better: target.Higher, Target: some("8.5")})
				all, err := table.Pressures(ranking.PressureOptions{Cut: c.cut, Weights: c.weights})
				if err != nil {
					t.Fatal(err)
				}
				for _, p := range all {
					if p.Row.Code != "a" {
						continue
					}
					if p.Index.Cmp(last) <= 0 {
						t.Errorf("step %d: %s after %s", i, p.Index, last)
					}
					last = p.Index
				}
			}
		})
	}
}

// TestPressureLimits takes parts at the ends of their ranges.
func TestPressureLimits(t *testing.T) {
	group := func(list []ranking.Entry, name string) []ranking.Entry {
		for i := range list {
			list[i].Group, list[i].Code = name, name+list[i].Code
		}
		return list
	}

	list := slices.Concat(
		group(entries("1", "9", "2", "7", "3", "7", "4", "0"), "a"),
		group(entries("1", "8", "2", "6", "3", "4", "4", "-1"), "b"),
	)

	for i := range list {
		list[i].Target = some("0")
	}
	table := mustNew(t, list, ranking.Options{Better: target.Higher, Groups: true})

	for _, c := range []struct {
		name string
		o    ranking.PressureOptions
		want string // of each unit
		part func(ranking.Parts) decimal.Decimal
	}{
		{
			"a veto",
			ranking.PressureOptions{Force: target.Veto},
			"1 1 1 1 1 1 1 1",
			func(p ranking.Parts) decimal.Decimal { return p.Force },
		},
		{"a target of zero", ranking.PressureOptions{}, "0 0 0 0 0 0 0 1", func(p ranking.Parts) decimal.Decimal {
			return p.Shortfall
		}},
		{"no cut", ranking.PressureOptions{}, "0 0 0 0 0 0 0 0", func(p ranking.Parts) decimal.Decimal {
			return p.Cut
		}},
		{"none outside", ranking.PressureOptions{Cut: 4}, "0 0 0 0 0 0 0 0", func(p ranking.Parts) decimal.Decimal {
			return p.Cut
		}},
		{
			"none outside by far",
			ranking.PressureOptions{Cut: math.MaxInt},
			"0 0 0 0 0 0 0 0",
			func(p ranking.Parts) decimal.Decimal { return p.Cut },
		},
		{"none inside", ranking.PressureOptions{Cut: -4}, "0 0 0 0 0 0 0 0", func(p ranking.Parts) decimal.Decimal {
			return p.Cut
		}},
		{
			"none inside by far",
			ranking.PressureOptions{Cut: math.MinInt},
			"0 0 0 0 0 0 0 0",
			func(p ranking.Parts) decimal.Decimal { return p.Cut },
		},
		{
			"one inside",
			ranking.PressureOptions{Cut: -3},
			"0.777777777777777778 0.777777777777777778 0.777777777777777778 0 " +
				"0.777777777777777778 0.777777777777777778 0.555555555555555556 0",
			func(p ranking.Parts) decimal.Decimal { return p.Cut },
		},
	} {
		all, err := table.Pressures(c.o)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range all {
			got = append(got, c.part(p.Parts).String())
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: Pressures() mismatch (-want +got):\n%s", c.name, diff)
		}
		// Each unit has a target of its own, so that the shortfall is one of three parts.
		if c.name == "no cut" && !all[7].Index.Equal(num("0.814814814814814815")) {
			t.Errorf("index of the last = %s", all[7].Index)
		}
	}
}
