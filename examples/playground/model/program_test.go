package model_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/examples/playground/model"
)

// programs are choices that, taken together, use every statement that a program
// can have.
var programs = []struct {
	name, data string
	change     func(*model.Choice)
}{
	{"opening", "patents", func(*model.Choice) {}},
	{"blend and increment", "patents", func(c *model.Choice) {
		with(*c, "province", func(r *model.Rule) {
			r.Method, r.Weights, r.Second, r.Share, r.Rounding = "blend", "people2014", "gdp2013", "62.5", "Webster"
		})
		with(*c, "city", func(r *model.Rule) { r.Method, r.Rounding = "increment", "Hill" })
		c.Units = []model.Setting{
			{Unit: "440300", Hold: "120,000", By: "Shenzhen", Reason: `a "promise"`}, {Unit: "110000", Min: "40000"}, {Unit: "310000", Max: "50000"},
		}
	}},
	{"converge and means", "patents", func(c *model.Choice) {
		with(*c, "province", func(r *model.Rule) {
			r.Method, r.Share, r.AtLeast, r.AtMost, r.Stretch = "converge", "25", "0.5", "6", "0"
		})
		with(*c, "city", func(r *model.Rule) { r.Method, r.Reserve, r.Rounding = "means", "100", "Jefferson" })
		c.By, c.Veto = "points", false
		c.Units = []model.Setting{{Unit: "440000", Min: "150000"}, {Unit: "320000", Max: "140000"}}
	}},
	{"shift and equal", "patents", func(c *model.Choice) {
		with(*c, "province", func(r *model.Rule) { r.Method, r.Rounding = "shift", "Dean" })
		with(*c, "city", func(r *model.Rule) { r.Method, r.Rounding = "equal", "Adams" })
		c.Peers = "city"
	}},
	{"scale", "density", func(*model.Choice) {}},
	{"shift of densities", "density", func(c *model.Choice) {
		with(*c, "province", func(r *model.Rule) { r.Method, r.AtLeast = "shift", "1.1" })
	}},
	{"converge of densities", "density", func(c *model.Choice) {
		with(*c, "province", func(r *model.Rule) { r.Method, r.Reserve = "converge", "0.02" })
	}},
	{"uniform", "density", func(c *model.Choice) {
		with(*c, "province", func(r *model.Rule) { r.Method = "uniform" })
		c.Units = []model.Setting{{Unit: "110000", Hold: "40.5"}}
	}},
	{"invented", "invented", func(*model.Choice) {}},
}

// TestProgramsAgree runs the programs and finds in what they print the figures
// of the page.
func TestProgramsAgree(t *testing.T) {
	m := newModel(t)
	for _, tt := range programs {
		t.Run(tt.name, func(t *testing.T) {
			c := opening(t, m, tt.data)
			tt.change(&c)
			for _, r := range answer(t, m, c).Rows {
				c.Open = append(c.Open, r.Code)
			}
			a := answer(t, m, c)
			if len(a.Problems) > 0 {
				t.Fatalf("problems: %v", a.Problems)
			}

			printed := run(t, a.Program)
			fields := map[string]bool{}
			for line := range strings.Lines(printed) {
				fields[strings.Join(strings.Fields(line), " ")] = true
			}
			for _, r := range a.Rows {
				if want := fmt.Sprintf("%s %s %s", r.Code, r.Name, strings.ReplaceAll(r.Quota, ",", "")); !fields[want] {
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
			if why := strings.ReplaceAll(a.Unit.Why, "−", "-"); !strings.Contains(strings.ReplaceAll(printed, "−", "-"), why) {
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
