package system_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// everyOption returns years of a ratio that use every option that a ratio can have.
func everyOption(t *testing.T) (*hierarchy.Tree, hierarchy.Column, *system.Years) {
	t.Helper()
	tree := grove(t)
	basis := columnOf(t, tree, map[string]int64{"A1": 1, "A2": 2, "B1": 3, "B2": 4})
	plan := homes(t, tree, func(g *target.Target, o *hierarchy.Options) {
		stock(g, o)
		g.Indicator.Kind, g.Indicator.Places = target.Ratio, target.Places(2)
		o.Basis = basis
	})

	years, err := system.Spread(plan, system.YearsOptions{
		Shape:  temporal.StraightLine{},
		Levels: map[string]temporal.Shape{"city": temporal.ConstantRate{}},
		Units:  map[string]temporal.Shape{"A1": late},
		Before: columnOf(t, tree, map[string]int64{"N": 60, "A": 50, "B": 64, "A1": 50, "A2": 50, "B1": 64, "B2": 64}),
		Bases: []system.YearColumn{{
			Year: target.Year(2012), Figures: columnOf(t, tree, map[string]int64{"A1": 4, "A2": 3, "B1": 2, "B2": 1}),
		}},
		Published: []system.YearColumn{{
			Year: target.Year(2012), Figures: columnOf(t, tree, map[string]int64{"A2": 330, "B": 300}),
		}},
		Past: []system.YearColumn{{Year: target.Year(2011), Figures: columnOf(t, tree, alike(100))}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree, basis, years
}

func TestYearsJSON(t *testing.T) {
	tree, basis, years := everyOption(t)
	text, err := years.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	in := hierarchy.Inputs{Trees: []*hierarchy.Tree{tree}, Columns: []hierarchy.Column{basis}}
	read, err := system.ReadYears(text, in)
	if err != nil {
		t.Fatal(err)
	}
	again, err := read.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), string(again)); diff != "" {
		t.Errorf("what is read is written otherwise:\n%s", diff)
	}

	o := years.Options()
	options, err := o.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"bases":[{"year":"2012",`, `"levels":{"city":`, `"units":{"A1":`, `"past":[`, `"before":{`,
	} {
		if !strings.Contains(string(options), want) {
			t.Errorf("options.MarshalJSON() = %s, want %s in it", options, want)
		}
	}
	column, err := o.Past[0].MarshalJSON()
	if want := `{"year":"2011","figures":{`; err != nil || !strings.HasPrefix(string(column), want) {
		t.Errorf("MarshalJSON() = %s, %v, want %s", column, err, want)
	}

	var none *system.Years
	if _, err := none.MarshalJSON(); !errors.Is(err, target.ErrRequired) {
		t.Errorf("MarshalJSON() of nil = %v, want %v", err, target.ErrRequired)
	}
	if _, err := new(system.Years).MarshalJSON(); !errors.Is(err, target.ErrRequired) {
		t.Errorf("MarshalJSON() of no years = %v, want %v", err, target.ErrRequired)
	}
}

// TestYearsJSONRefused changes a document in one place.
func TestYearsJSONRefused(t *testing.T) {
	tree, basis, years := everyOption(t)
	text, err := years.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	in := hierarchy.Inputs{Trees: []*hierarchy.Tree{tree}, Columns: []hierarchy.Column{basis}}

	type object = map[string]any
	at := func(o object, path ...string) object {
		for _, key := range path {
			o, _ = o[key].(object)
		}
		return o
	}
	for _, c := range []struct {
		name   string
		change func(object)
		want   error
		path   string
	}{
		{"format", func(o object) { o["format"] = "plans" }, target.ErrInvalid, "years.format"},
		{"version", func(o object) { o["version"] = 2 }, target.ErrInvalid, "years.version"},
		{"a missing year", func(o object) { delete(at(o, "quotas"), "2012") }, target.ErrRequired, `years.quotas["2012"]`},
		{"another year", func(o object) {
			at(o, "quotas")["2019"] = at(o, "quotas")["2012"]
		}, target.ErrUnknown, "2019"},
		{"another quota", func(o object) {
			at(o, "quotas")["2012"] = at(o, "quotas")["2013"]
		}, target.ErrMismatch, `years.quotas["2012"]`},
		{"a shape", func(o object) {
			at(o, "options")["shape"] = object{"method": "spiral"}
		}, nil, "years.options.shape"},
		{"a shape of a unit", func(o object) {
			at(o, "options", "units")["A1"] = object{"method": "spiral"}
		}, nil, `years.options.units["A1"]`},
		{"a column", func(o object) {
			past, _ := at(o, "options")["past"].([]any)
			past[0].(object)["figures"] = object{}
		}, nil, "years.options.past[0].figures"},
		{"the plan", func(o object) { o["plan"] = object{} }, nil, "years.plan"},
	} {
		var o object
		if err := json.Unmarshal(text, &o); err != nil {
			t.Fatal(err)
		}
		c.change(o)
		changed, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		_, err = system.ReadYears(changed, in)
		if err == nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.path) {
			t.Errorf("%s: ReadYears() = %v, want %v at %s", c.name, err, c.want, c.path)
		}
	}
}

// TestYearsOfATotalJSON writes years whose column before is of single units.
func TestYearsOfATotalJSON(t *testing.T) {
	tree := grove(t)
	plan := homes(t, tree, func(g *target.Target, _ *hierarchy.Options) {
		g.Baseline = &target.Point{Period: target.Year(2010), Value: decimal.New(100, 0)}
	})
	years, err := system.Spread(plan, system.YearsOptions{
		Before: columnOf(t, tree, map[string]int64{"A1": 40}),
		Units:  map[string]temporal.Shape{"A1": temporal.ConstantRate{}},
	})
	if err != nil {
		t.Fatal(err)
	}

	text, err := years.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	read, err := system.ReadYears(text, hierarchy.Inputs{Trees: []*hierarchy.Tree{tree}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(years.Quotas("A1"), read.Quotas("A1")); diff != "" {
		t.Errorf("the quotas read differ:\n%s", diff)
	}
}

// own is a method that documents have no name for.
type own struct{}

func (own) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) { return hierarchy.Equal().Claims(f) }

// TestYearsOfAnOwnMethodJSON says that years are written only if their plan is.
func TestYearsOfAnOwnMethodJSON(t *testing.T) {
	plan := homes(t, grove(t), func(_ *target.Target, o *hierarchy.Options) { o.Rule.Method = own{} })
	years, err := system.Spread(plan, system.YearsOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if text, err := years.MarshalJSON(); err == nil || !strings.Contains(err.Error(), "plan.rule.method") {
		t.Errorf("MarshalJSON() = %s, %v, want an error of the method", text, err)
	}
}
