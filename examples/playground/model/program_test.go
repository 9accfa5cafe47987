package model_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/examples/playground/model"
	"github.com/targetcascade/cascade/examples/playground/model/modeltest"
)

// programs are choices that, taken together, use every statement that a program
// can have.
var programs = []struct {
	name, data string
	change     change
}{
	{"opening", "patents", nil},
	{"blend and increment", "patents", change{
		"levels.province.method", "blend", "levels.province.weights", "people2014", "levels.province.second", "gdp2013",
		"levels.province.share", "62.5", "levels.province.rounding", "Webster",
		"levels.city.method", "increment", "levels.city.rounding", "Hill",
		"units",
		[]model.Setting{
			{Unit: "440300", Hold: "120,000", By: "Shenzhen", Reason: `a "promise"`},
			{Unit: "110000", Min: "40000"},
			{Unit: "310000", Max: "50000"},
		},
	}},
	{"converge and means", "patents", change{
		"levels.province.method", "converge", "levels.province.share", "25", "levels.province.stretch", "0",
		"levels.province.atLeast", "0.5", "levels.province.atMost", "6",
		"levels.city.method", "means", "levels.city.reserve", "100", "levels.city.rounding", "Jefferson",
		"by", "points", "veto", false,
		"units",
		[]model.Setting{{Unit: "440000", Min: "150000"}, {Unit: "320000", Max: "140000"}},
	}},
	{"shift and equal", "patents", change{
		"levels.province.method", "shift", "levels.province.rounding", "Dean",
		"levels.city.method", "equal", "levels.city.rounding", "Adams",
		"peers", "city",
	}},
	{"scale", "density", nil},
	{"shift of densities", "density", change{"levels.province.method", "shift", "levels.province.atLeast", "1.1"}},
	{"converge of densities", "density", change{
		"levels.province.method", "converge", "levels.province.reserve", "0.02",
	}},
	{"uniform", "density", change{
		"levels.province.method", "uniform", "units", []model.Setting{{Unit: "110000", Hold: "40.5"}},
	}},
	{"invented", "invented", nil},
}

// TestProgramsAgree runs the programs and finds in what they print the figures
// of the page.
func TestProgramsAgree(t *testing.T) {
	m := modeltest.New(t)
	for _, tt := range programs {
		t.Run(tt.name, func(t *testing.T) {
			c := modeltest.With(t, modeltest.Opening(t, m, tt.data), tt.change...)
			for _, r := range modeltest.Answer(t, m, c).Rows {
				c.Open = append(c.Open, r.Code)
			}
			a := modeltest.Answer(t, m, c)
			if len(a.Problems) > 0 {
				t.Fatalf("problems: %v", a.Problems)
			}

			printed := run(t, a.Program)
			fields := map[string]bool{}
			for line := range strings.Lines(printed) {
				fields[strings.Join(strings.Fields(line), " ")] = true
			}
			for _, r := range a.Rows {
				want := fmt.Sprintf("%s %s %s", r.Code, r.Name, strings.ReplaceAll(r.Quota, ",", ""))
				if !fields[want] {
					t.Errorf("the program does not print %q", want)
				}
			}
			for _, r := range a.Ranking.Rows {
				found := false
				for field := range fields {
					found = found || strings.HasPrefix(field, strings.TrimPrefix(r.Rank, "=")+" "+r.Name+" ")
				}
				if !found {
					t.Errorf("the program does not rank %s as %s", r.Name, r.Rank)
				}
			}
			plain := strings.NewReplacer("−", "-")
			if !strings.Contains(plain.Replace(printed), plain.Replace(a.Unit.Why)) {
				t.Errorf("the program does not print %s", a.Unit.Why)
			}
		})
	}
}

// run runs a program with the packages of this module, and returns what it
// prints.
func run(t *testing.T, program string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	var problems strings.Builder
	command := exec.Command("go", "run", file)
	command.Stderr = &problems
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go run: %v\n%s", err, problems.String())
	}
	return string(out)
}
