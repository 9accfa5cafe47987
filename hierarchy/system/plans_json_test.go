package system_test

import (
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

// document is a system of plans as JSON, and what is needed to read it: a total, a
// known part and a derived one.
func document(t *testing.T) (string, hierarchy.Inputs) {
	t.Helper()
	tree := grove(t)
	part := system.Indicator{Target: flow("part", 0), Figures: columnOf(t, tree, map[string]int64{"A": 3, "B": 4})}
	most := columnOf(t, tree, map[string]int64{"A": 9})

	plans, err := system.Cascade(tree, system.Config{
		Indicators: []system.Indicator{
			{Target: flow("total", 20)},
			part,
			{Target: flow("rest", 0), Options: hierarchy.Options{Rule: hierarchy.Rule{Max: most}}},
		},
		Sums: []system.Sum{{Name: "sum", Whole: "total", Parts: []string{"part", "rest"}, Derived: "rest"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(plans)
	if err != nil {
		t.Fatal(err)
	}
	other := columnOf(t, grove(t), map[string]int64{"A": 9}) // of another tree: it is no input of the plans
	return string(text), hierarchy.Inputs{
		Trees: []*hierarchy.Tree{nil, flat(t), tree}, Columns: []hierarchy.Column{other, most},
	}
}

func TestReadPlans(t *testing.T) {
	text, in := document(t)
	plans, err := system.ReadPlans([]byte(text), in)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{"total": "10", "part": "3", "rest": "7"} {
		if q, _ := plans.Plan(code).Quota("A"); !q.Value.Equal(d(want)) {
			t.Errorf("Quota(A) of %s = %v, want %s", code, q.Value, want)
		}
	}
}

func TestReadPlansErrors(t *testing.T) {
	text, in := document(t)
	for _, tt := range []struct {
		name     string
		from, to string
		want     string
	}{
		{
			name: "another format", from: "targetcascade plans", to: "plans of nobody",
			want: `plans.format "plans of nobody" is not valid: must be targetcascade plans`,
		},
		{
			name: "another version", from: `"version":1`, to: `"version":2`,
			want: "plans.version 2 is not valid: must be 1: the document is of another version",
		},
		{
			name: "another tree", from: `"tree":"sha256:`, to: `"tree":"sha256:0`,
			want: "is unknown: give the tree among the inputs",
		},
		{name: "an unknown field", from: `"version":1`, to: `"version":1,"nobody":1`, want: "nobody"},
		{
			name: "no options", from: `"options":{"rule":{"max"`, to: `"nothing":{"rule":{"max"`, want: "nothing",
		},
		{
			name: "an unknown column", from: `{"max":{"digest":"sha256:`, to: `{"max":{"digest":"sha256:0`,
			want: "plans.indicators[1].options.rule.max",
		},
		{
			name: "figures of nobody", from: `"figures":{`, to: `"figures":{"nobody":1,`,
			want: "plans.indicators[0].figures",
		},
		{
			name: "another target", from: `"value":"20"`, to: `"value":"21"`,
			want: `plans.quotas["rest"].published["A"] 7 does not fit: its quota is 8`,
		},
		{
			name: "a system without plans", from: `"derived":"rest"`, to: `"derived":"nobody"`,
			want: `sums["sum"].derived "nobody" is unknown`,
		},
		{
			name: "quotas missing", from: `"quotas":{"part":`, to: `"quotas":{"nobody":`,
			want: "2 problems:\n" + `plans.quotas["part"] is required: give the quotas of this plan` + "\n" +
				`plans.quotas "nobody" is unknown: must be one of part, rest, total`,
		},
		{
			name: "quotas of nobody", from: `"quotas":{"part":{`, to: `"quotas":{"part":{"nobody":1,`,
			want: `plans.quotas["part"]`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			altered := strings.Replace(text, tt.from, tt.to, 1)
			if altered == text {
				t.Fatalf("%s does not stand in %s", tt.from, text)
			}
			if _, err := system.ReadPlans([]byte(altered), in); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("ReadPlans() = %v, want an error with %s", err, tt.want)
			}
		})
	}
}

// unnamed is a method that no document can name.
type unnamed struct{ hierarchy.Method }

// What cannot be written is an error.
func TestPlansJSONErrors(t *testing.T) {
	for _, plans := range []*system.Plans{nil, {}} {
		if _, err := plans.MarshalJSON(); !errors.Is(err, target.ErrRequired) {
			t.Errorf("MarshalJSON(%v) = %v, want ErrRequired", plans, err)
		}
	}

	tree := grove(t)
	x := system.Indicator{Target: flow("sales", 100), Options: rule(unnamed{hierarchy.Equal()})}
	plans, err := system.Cascade(tree, system.Config{Indicators: []system.Indicator{x}})
	if err != nil {
		t.Fatal(err)
	}
	want := `indicators["sales"]`
	if _, err := plans.MarshalJSON(); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("MarshalJSON() = %v, want an error with %s", err, want)
	}
	if _, err := x.MarshalJSON(); err == nil {
		t.Error("MarshalJSON() of the indicator = nil, want an error")
	}
}

// A system and its indicators are written, also what has figures.
func TestConfigJSON(t *testing.T) {
	tree := grove(t)
	figures, err := tree.Column(maps.All(map[string]decimal.Decimal{"A": d("3")}))
	if err != nil {
		t.Fatal(err)
	}
	c := system.Config{Indicators: []system.Indicator{{Target: flow("sales", 100), Figures: figures}}}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var read struct{ Indicators []map[string]json.RawMessage }
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"target", "figures"} {
		if len(read.Indicators) != 1 || read.Indicators[0][field] == nil {
			t.Errorf("Marshal(%v) = %s, want a field %s", c, text, field)
		}
	}
}
