package model_test

import (
	"encoding/json"
	"go/format"
	"slices"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/examples/playground/model"
	"github.com/targetcascade/cascade/examples/playground/model/modeltest"
)

type change = modeltest.Change

func row(t testing.TB, a model.Answer, code string) model.Row {
	t.Helper()
	for _, r := range a.Rows {
		if r.Code == code {
			return r
		}
	}
	t.Fatalf("no row %q; problems: %v", code, a.Problems)
	return model.Row{}
}

func TestAnswerToOpenings(t *testing.T) {
	m := modeltest.New(t)
	for _, tt := range []struct {
		key              string
		facts            model.Facts
		rows, ranked     int
		code, had, quota string
		slack            []model.Slack
	}{
		{
			"patents",
			model.Facts{
				Target: "926,136", Handed: "1,000,625", Over: "+8.0 %", Result: "1,103,226", Attained: "119.1 %",
				Met: 24, Peers: 31, Computed: 58,
			},
			35, 31, "440300", "62,862", "116,299",
			[]model.Slack{
				{"Provinces", 31, "972,443", "+5.0 %", "+5.0 %"},
				{"Cities", 26, "1,000,625", "+2.9 %", "+8.0 %"},
			},
		},
		{
			"density",
			model.Facts{
				Target: "6.84", Handed: "6.84", Over: "+0.00", Result: "8.03", Attained: "117.3 %",
				Met: 28, Peers: 31, Computed: 32,
			},
			32, 31, "440000", "9.11", "15.22",
			[]model.Slack{{"Provinces", 31, "6.84", "+0.00", "+0.00"}},
		},
		{
			"invented",
			model.Facts{
				Target: "9,000,000", Handed: "9,922,499", Over: "+10.2 %", Result: "7,016,322", Attained: "78.0 %",
				Met: 0, Peers: 2969, Computed: 3000,
			},
			130, 50, "010001", "100", "241",
			[]model.Slack{
				{"Provinces", 30, "9,450,000", "+5.0 %", "+5.0 %"},
				{"Counties", 2969, "9,922,499", "+5.0 %", "+10.2 %"},
			},
		},
	} {
		t.Run(tt.key, func(t *testing.T) {
			a := modeltest.Answer(t, m, modeltest.Opening(t, m, tt.key))
			if len(a.Problems) > 0 {
				t.Fatalf("problems: %v", a.Problems)
			}
			if *a.Facts != tt.facts {
				t.Errorf("facts = %+v, want %+v", *a.Facts, tt.facts)
			}
			if rows, ranked := len(a.Rows), len(a.Ranking.Rows); rows != tt.rows || ranked != tt.ranked {
				t.Errorf("%d rows and %d in the ranking, want %d and %d", rows, ranked, tt.rows, tt.ranked)
			}
			if r := row(t, a, tt.code); r.Had != tt.had || r.Quota != tt.quota {
				t.Errorf("%s has %s and the quota %s, want %s and %s", r.Name, r.Had, r.Quota, tt.had, tt.quota)
			}
			if !slices.Equal(a.Slack, tt.slack) {
				t.Errorf("slack = %v, want %v", a.Slack, tt.slack)
			}
			if a.Unit.Code != tt.code || !strings.HasPrefix(a.Unit.Why, a.Unit.Name) {
				t.Errorf("unit %s: %s", a.Unit.Code, a.Unit.Why)
			}
			for _, r := range a.Ranking.Rows {
				if r.Move != 0 {
					t.Errorf("%s has moved by %d places since the opening choice", r.Name, r.Move)
				}
			}
		})
	}
}

// TestEveryChoiceIsAnswered takes every method, column and rounding of every
// level.
func TestEveryChoiceIsAnswered(t *testing.T) {
	m := modeltest.New(t)

	check := func(c model.Choice, pairs ...any) {
		a := modeltest.Answer(t, m, modeltest.With(t, c, pairs...))
		if len(a.Problems) > 0 {
			t.Errorf("%v: %v", pairs, a.Problems)
			return
		}
		if source, err := format.Source([]byte(a.Program)); err != nil || string(source) != a.Program {
			t.Errorf("%v: the program is not formatted: %v", pairs, err)
		}
	}

	for _, menu := range modeltest.Menus(t, m) {
		for _, level := range menu.Levels {
			path := "levels." + level.Key + "."
			for _, method := range menu.Methods {
				for _, column := range menu.Columns {
					if slices.Contains(column.Levels, level.Key) {
						check(menu.Opening, path+"method", method.Key, path+"weights", column.Key)
					}
				}
			}
			for _, rounding := range menu.Roundings {
				check(menu.Opening, path+"rounding", rounding)
			}
		}
	}
}

// TestChoicesMatter changes one thing at a time.
func TestChoicesMatter(t *testing.T) {
	m := modeltest.New(t)
	before := modeltest.Answer(t, m, modeltest.Opening(t, m, "patents"))
	blend := change{
		"levels.province.method", "blend", "levels.province.second", "people2014", "levels.province.share", "30",
	}
	least := change{"levels.province.method", "equal", "levels.province.atLeast", "1"}
	most := change{"levels.province.method", "equal", "levels.province.atMost", "3"}

	for _, tt := range []struct {
		name   string
		change change
		got    func(model.Answer) string
		want   string
	}{
		{"target", change{"target", "1,000,000"}, quota("110000"), "164,856"},
		{"method", change{"levels.province.method", "equal"}, quota("110000"), "31,370"},
		{"weights", change{"levels.province.weights", "people2014"}, quota("110000"), "14,934"},
		{"blend", blend, quota("110000"), "56,258"},
		{"stretch", change{"levels.city.stretch", "−10"}, quota("440300"), "99,685"},
		{"reserve", change{"levels.city.reserve", "8,612"}, quota("440300"), "110,692"},
		{"rounding", change{"levels.province.rounding", "Adams"}, quota("540000"), "330"},
		{"at least", least, mark("110000"), "at minimum"},
		{"at most", most, mark("540000"), "at maximum"},
		{"own minimum", modeltest.Set(model.Setting{Unit: "440300", Min: "120000"}), quota("440300"), "120,000"},
		{"own maximum", modeltest.Set(model.Setting{Unit: "440300", Max: "100000"}), mark("440300"), "at maximum"},
		{"hold", modeltest.Set(model.Setting{Unit: "440300", Hold: "100000", By: "the city"}), mark("440300"), "held"},
		{"hold moves others", modeltest.Set(model.Setting{Unit: "110000", Hold: "100000"}), quota("310000"), "91,532"},
		{"veto", change{"veto", false}, grade, "basically fulfilled"},
		{"peers", change{"peers", "city"}, first, "Qingdao"},
		{"by points", change{"by", "points"}, func(a model.Answer) string { return a.Ranking.Rows[1].Rank }, "=1"},
		{"rows", change{"rows", 3}, func(a model.Answer) string { return a.Ranking.Rows[2].Name }, "Ningxia"},
		{"open", change{"open", []string{"330000"}}, quota("330100"), "38,043"},
		{"unit", change{"unit", "110000"}, func(a model.Answer) string { return a.Unit.Quota }, "152,679"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := modeltest.Answer(t, m, modeltest.With(t, modeltest.Opening(t, m, "patents"), tt.change...))
			if len(a.Problems) > 0 {
				t.Fatalf("problems: %v", a.Problems)
			}
			if got := tt.got(a); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if tt.name != "rows" && tt.name != "open" && a.Program == before.Program {
				t.Error("the program is the same as before")
			}
		})
	}
}

func grade(a model.Answer) string { return a.Rows[5].Grade }

func first(a model.Answer) string { return a.Ranking.Rows[0].Name }

func quota(code string) func(model.Answer) string {
	return func(a model.Answer) string {
		for _, r := range a.Rows {
			if r.Code == code {
				return r.Quota
			}
		}
		return "no row"
	}
}

func mark(code string) func(model.Answer) string {
	return func(a model.Answer) string {
		for _, r := range a.Rows {
			if r.Code == code {
				return r.Mark
			}
		}
		return "no row"
	}
}

func TestProblems(t *testing.T) {
	const unknown, notWhole = "is unknown", "is not a multiple of the quantum"
	tooMuch := change{
		"levels.province.stretch", "400", "levels.city.method", "converge", "levels.city.share", "300",
	}
	less := change{
		"target", "300000", "levels.province.method", "increment", "levels.province.second", "people2014",
	}

	m := modeltest.New(t)
	for _, tt := range []struct {
		name   string
		change change
		want   []model.Problem // how they begin, without their units and remedies
		units  int             // of the first
	}{
		{"no number", change{"target", "many"}, []model.Problem{
			{Control: "target", Path: "target", Value: "many", Problem: "is not a number"},
		}, 0},
		{"no target", change{"target", " "}, []model.Problem{
			{Control: "target", Path: "target", Problem: "is required"},
		}, 0},
		{"half a patent", change{"target", "926136.5"}, []model.Problem{
			{Control: "target", Path: "target.value", Value: "926,136.5", Problem: notWhole},
		}, 0},
		{"two at once", tooMuch, []model.Problem{
			{
				Control: "levels.city.share", Path: `options.levels["city"].method.converge.progress`,
				Value: "3", Problem: "is out of range",
			},
			{
				Control: "levels.province.stretch", Path: `options.levels["province"].stretch`,
				Value: "4", Problem: "is out of range",
			},
		}, 0},
		{"too low a ceiling", change{"levels.province.atMost", "1.5"}, []model.Problem{
			{
				Control: "levels.province.atMost", Path: `units["000000"]`, Value: "972,443",
				Problem: "cannot be met by the units below China: maxima",
			},
		}, 31},
		{"a hold that is too high", modeltest.Set(model.Setting{Unit: "440300", Hold: "3000000"}), []model.Problem{
			{
				Control: "units.440300.hold", Path: `units["000000"]`, Value: "972,443",
				Problem: "cannot be met by the units below China: minima",
			},
		}, 1},
		{"a hold of half a patent", modeltest.Set(model.Setting{Unit: "440300", Hold: "0.5"}), []model.Problem{
			{Control: "units.440300.hold", Path: `options.holds["440300"]`, Value: "0.5", Problem: notWhole},
		}, 1},
		{"crossed bounds", modeltest.Set(model.Setting{Unit: "440300", Min: "5", Max: "3"}), []model.Problem{
			{Control: "units.440300.min", Path: `min["440300"]`, Value: "5", Problem: "cannot be met"},
		}, 1},
		{"a reserve of more than there is", change{"levels.city.reserve", "10600"}, []model.Problem{
			{
				Control: "levels.city.reserve", Path: `options.levels["city"].reserve`,
				Value: "10,600", Problem: "is out of range",
			},
		}, 0},
		{"less than is done", less, []model.Problem{
			{Control: "levels.province.method", Path: `units["000000"].claims["130000"]`, Problem: "cannot be met"},
		}, 14},
		{"another data set", change{"data", "moon"}, []model.Problem{
			{Control: "data", Path: "data", Value: "moon", Problem: unknown},
		}, 0},
		{"another method", change{"levels.city.method", "magic"}, []model.Problem{
			{Control: "levels.city.method", Path: "levels.city.method", Value: "magic", Problem: unknown},
		}, 0},
		{"a figure that cities lack", change{"levels.city.weights", "gdp2013"}, []model.Problem{
			{Control: "levels.city.weights", Path: "levels.city.weights", Value: "gdp2013", Problem: unknown},
		}, 0},
		{"another rounding", change{"levels.city.rounding", "up"}, []model.Problem{
			{Control: "levels.city.rounding", Path: "levels.city.rounding", Value: "up", Problem: unknown},
		}, 0},
		{"another unit", modeltest.Set(model.Setting{Unit: "moon", Hold: "1"}), []model.Problem{
			{Control: "units.moon.hold", Path: "units.moon.hold", Value: "moon", Problem: unknown},
		}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := modeltest.Answer(t, m, modeltest.With(t, modeltest.Opening(t, m, "patents"), tt.change...))
			if len(a.Problems) > 0 && len(a.Problems[0].Units) != tt.units {
				t.Errorf("units in conflict: %v, want %d", a.Problems[0].Units, tt.units)
			}
			if a.Facts != nil || a.Rows != nil || a.Program != "" {
				t.Error("there are figures in spite of the problems")
			}

			same := func(got, want model.Problem) bool {
				place := got.Control == want.Control && got.Path == want.Path && got.Value == want.Value
				return place && strings.HasPrefix(got.Problem, want.Problem) && got.Remedy != ""
			}
			if !slices.EqualFunc(a.Problems, tt.want, same) {
				t.Errorf("problems = %+v, want %+v", a.Problems, tt.want)
			}
		})
	}
}

func TestAnswerRefusesOtherJSON(t *testing.T) {
	m := modeltest.New(t)
	for _, text := range []string{"", "{", `{"colour": "red"}`, `[]`, `{"target": 5}`} {
		var a model.Answer
		if err := json.Unmarshal(m.Answer([]byte(text)), &a); err != nil || len(a.Problems) != 1 {
			t.Errorf("Answer(%s) has the problems %v, %v, want one", text, a.Problems, err)
		}
	}
}

func FuzzAnswer(f *testing.F) {
	m := modeltest.New(f)
	for _, menu := range modeltest.Menus(f, m) {
		if menu.Key != "invented" { // is the same, and slow
			f.Add(modeltest.Encode(f, menu.Opening))
		}
	}
	f.Add([]byte(`{"data":"patents","target":"1e999999999"}`))
	f.Fuzz(func(t *testing.T, choice []byte) {
		if got := m.Answer(choice); !json.Valid(got) {
			t.Errorf("Answer(%s) = %s, want JSON", choice, got)
		}
	})
}

func BenchmarkAnswer(b *testing.B) {
	m := modeltest.New(b)
	for _, menu := range modeltest.Menus(b, m) {
		b.Run(menu.Key, func(b *testing.B) {
			choice := modeltest.Encode(b, menu.Opening)
			b.ReportAllocs()
			for b.Loop() {
				m.Answer(choice)
			}
		})
	}
}
