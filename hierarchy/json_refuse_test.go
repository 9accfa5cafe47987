package hierarchy_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// keptPlan is a small plan with a hold, a bound and a revision, and its inputs.
func keptPlan(t testing.TB) (*hierarchy.Plan, hierarchy.Inputs) {
	t.Helper()
	f := newFan(4)
	people := f.column("10", "20", "30", "40").Named("people")
	floor := f.column("", "3", "", "").Named("floor")
	plan, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "100", 0), hierarchy.Options{
		Rule:  hierarchy.Rule{Method: hierarchy.Proportional(people), Min: floor},
		Holds: []hierarchy.Hold{{Unit: "03", Value: d("25"), By: "council", Reason: "rebuilding"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	revised, err := plan.ReviseTo(f.target(target.Flow, "120", 0), hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return revised, hierarchy.Inputs{Trees: []*hierarchy.Tree{f.tree}, Columns: []hierarchy.Column{people, floor}}
}

func TestReadPlanRefuses(t *testing.T) {
	plan, in := keptPlan(t)
	data, err := plan.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	document := string(data)
	other := newFan(4)
	another := hierarchy.Inputs{Trees: []*hierarchy.Tree{newFan(3).tree, other.tree}, Columns: []hierarchy.Column{
		other.column("10", "20", "30", "41").Named("people"), other.column("", "3", "", "").Named("floor"),
	}}
	last := strings.LastIndex(document, `{"unit":"04"`)

	for _, tt := range []struct {
		name     string
		document string
		in       hierarchy.Inputs
		want     string
	}{
		{"nothing", ``, in, "plan is required"},
		{"no JSON", `{`, in, "plan is not valid"},
		{"another document", `{"format":"report"}`, in, "plan.format is not valid"},
		{"no format", `{}`, in, "plan.format is not valid"},
		{"a list", `[]`, in, "plan is not valid"},
		{
			"a later version", strings.Replace(document, `"version":1`, `"version":2,"more":1`, 1), in,
			"plan.version is out of range",
		},
		{"no version", strings.Replace(document, `"version":1,`, ``, 1), in, "plan.version is required"},
		{
			"an unknown field", strings.Replace(document, `"version":1`, `"version":1,"more":1`, 1), in,
			"plan.more is unknown",
		},
		{
			"no inputs", document,
			hierarchy.Inputs{},
			"plan.tree is unknown, plan.revises.tree is unknown",
		},
		{
			"another tree", document,
			hierarchy.Inputs{Trees: another.Trees[:1], Columns: in.Columns},
			"plan.tree is unknown, plan.revises.tree is unknown",
		},
		{
			"columns of another tree", document,
			hierarchy.Inputs{Trees: in.Trees, Columns: another.Columns},
			"plan.revises.options.rule.method.weights is unknown, plan.revises.options.rule.min is unknown, " +
				"plan.options.rule.method.otherwise.weights is unknown, plan.options.rule.min is unknown",
		},
		{
			"other figures", document, another,
			"plan.revises.options.rule.method.weights is unknown, plan.options.rule.method.otherwise.weights is " +
				"unknown",
		},
		{
			"a quantum more and less", document[:last] + strings.Replace(
				strings.Replace(document[last:], `"04","value":"54"`, `"04","value":"55"`, 1), `"02","value":"27"`,
				`"02","value":"26"`, 1,
			), in,
			`plan.quotas["04"].value does not fit`,
		},
		{
			"a quota of nobody", strings.Replace(document, `{"unit":"04",`, `{"unit":"05",`, 1), in,
			`plan.revises.quotas[4].unit is unknown, plan.revises.quotas["04"] has no figure`,
		},
		{
			"a quota twice", document[:last] + strings.Replace(document[last:], `{"unit":"04"`, `{"unit":"03"`, 1),
			in, `plan.quotas[4].unit is given twice, plan.quotas["04"] has no figure`,
		},
		{
			"no quotas", document[:strings.LastIndex(document, `"quotas"`)] + `"quotas":{}}`, in,
			"plan.quotas is not valid",
		},
		{"fewer quotas", document[:last-1] + `]}`, in, `plan.quotas["04"] has no figure`},
		{
			"a bound", strings.Replace(document, `,"decidedBy":"hold"`, ``, 1), in,
			`plan.revises.quotas["03"].decidedBy does not fit`,
		},
		{
			"an upper end", document[:last] + strings.Replace(document[last:], `}]`, `,"upper":"99"}]`, 1), in,
			`plan.quotas["04"].upper does not fit`,
		},
		{
			"a line", document[:last] + strings.Replace(document[last:], `}]`, `,"line":2}]`, 1), in,
			`plan.quotas["04"].line does not fit`,
		},
		{
			"a residual", strings.Replace(document, `"quotas"`, `"residuals":{"00":"1"},"quotas"`, 1), in,
			`plan.revises.residuals["00"] does not fit`,
		},
		{
			"a hold taken over", strings.Replace(document, `"takenOver":["03"]`, `"takenOver":["04"]`, 1), in,
			`plan.takenOver[0] is unknown`,
		},
		{
			"a target", strings.Replace(document, `"value":"120"`, `"value":"120.5"`, 1), in,
			"plan.target.value is not a multiple of the quantum",
		},
		{
			"a rule that cannot be", strings.Replace(document, `"proportional"`, `"uniform"`, 1), in,
			"plan.options.rule.method.otherwise.weights is unknown",
		},
		{
			"an unknown method",
			strings.Replace(document, `{"method":"proportional","weights"`, `{"method":"by magic","arguments"`, 1),
			in, "plan.options.rule.method.otherwise.method is unknown",
		},
		{
			"former quotas of nobody",
			strings.Replace(document, `{"method":"proportional","weights"`, `{"method":"former quotas","otherwise"`, 1),
			in,
			"plan.options.rule.method.otherwise.otherwise.name is unknown, " +
				"plan.options.rule.method.otherwise.otherwise.digest is unknown, " +
				"plan.options.rule.method.otherwise.otherwise.method is required",
		},
		{
			"no options", strings.Replace(document, `"options"`, `"lines":[],"options"`, 1), in,
			"plan.lines is not valid",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			read, err := hierarchy.ReadPlan([]byte(tt.document), tt.in)
			if diff := cmp.Diff(tt.want, strings.Join(testkit.Problems(err), ", ")); diff != "" || read != nil {
				t.Errorf("ReadPlan() problems (-want +got):\n%s\n%v", diff, err)
			}
		})
	}
}

func TestPlanReadsItself(t *testing.T) {
	plan, _ := keptPlan(t)
	whole, err := plan.MarshalWithInputs()
	if err != nil {
		t.Fatal(err)
	}
	var read hierarchy.Plan
	if err := json.Unmarshal(whole, &read); err != nil || !read.Equal(plan) {
		t.Errorf("Unmarshal() = %v, equal %t, want the same plan", err, read.Equal(plan))
	}
	refers, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	kept := read
	if err := json.Unmarshal(refers, &kept); err == nil || !kept.Equal(plan) {
		t.Errorf("a document without its inputs is read into a plan: %v", err)
	}

	if _, err := json.Marshal(new(hierarchy.Plan)); err == nil {
		t.Error("a plan without quotas is written")
	}
	if new(hierarchy.Plan).Digest() != "" || new(hierarchy.Tree).Digest() != "" || (hierarchy.Column{}).Digest() != "" {
		t.Error("what cannot be written has a digest")
	}
	for _, v := range []any{new(hierarchy.Tree), hierarchy.Column{}} {
		if text, err := json.Marshal(v); err == nil {
			t.Errorf("%T is written as %s", v, text)
		}
	}
	for _, v := range []any{new(hierarchy.Column), new(hierarchy.Options), new(hierarchy.Rule)} {
		if err := json.Unmarshal([]byte(`{}`), v); err == nil {
			t.Errorf("%T is read without what it refers to", v)
		}
	}
}

// magic is a method without a name.
type magic struct{}

func (magic) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) {
	return make([]hierarchy.Claim, len(f.Children)), nil
}

// imposter has the name of another method.
type imposter struct{ magic }

func (imposter) MethodName() string { return "equal" }

// broken cannot be written.
type broken struct{ magic }

func (broken) MethodName() string           { return "broken" }
func (broken) MarshalJSON() ([]byte, error) { return nil, fmt.Errorf("broken") }

func TestOptionsJSONRefuses(t *testing.T) {
	for _, m := range []hierarchy.Method{
		magic{},
		imposter{},
		broken{},
		hierarchy.Blend(hierarchy.Part{Weight: d("1"), Method: magic{}}),
		hierarchy.Negotiated(hierarchy.Column{}, d("1"), magic{}),
	} {
		for _, v := range []any{
			hierarchy.Options{Rule: hierarchy.Rule{Method: m}},
			hierarchy.Rule{Method: m},
			hierarchy.Options{Levels: map[string]hierarchy.Rule{"1": {Method: m}}},
		} {
			if text, err := json.Marshal(v); err == nil {
				t.Errorf("%T with %T is written as %s", v, m, text)
			}
		}
	}

	plan, _ := keptPlan(t)
	if text, err := json.Marshal(plan.Options()); err == nil {
		t.Errorf("the options of a revision are written without the plan before: %s", text)
	}
}

func TestReadOptions(t *testing.T) {
	f := newFan(2)
	people, incomes := f.column("1", "2").Named("people"), f.column("3", "4").Named("incomes")
	twice := f.column("5", "6").Named("people")
	in := hierarchy.Inputs{Columns: []hierarchy.Column{people, incomes}}

	// By names, as somebody writes them by hand.
	o, err := hierarchy.ReadOptions([]byte(`{
		"rule": {"method": {"method": "blend", "parts": [
			{"weight": "0.6", "method": {"method": "proportional", "weights": "people"}},
			{"weight": "0.4", "method": {"method": "proportional", "weights": {"name": "incomes"}}}
		]}, "rounding": "Webster", "stretch": "0.05"},
		"levels": {"1": {"reserve": "4"}},
		"units": {"00": {"min": "people"}},
		"holds": [{"unit": "01", "value": "0", "until": "2015"}],
		"release": ["02"],
		"basis": "people",
		"lastLevel": "1"
	}`), in)
	if err != nil {
		t.Fatal(err)
	}
	want := hierarchy.Options{
		Rule: hierarchy.Rule{
			Method: hierarchy.Blend(
				hierarchy.Part{Weight: d("0.6"), Method: hierarchy.Proportional(people)},
				hierarchy.Part{Weight: d("0.4"), Method: hierarchy.Proportional(incomes)},
			),
			Rounding: apportion.Webster, Stretch: decimal.NewNullDecimal(d("0.05")),
		},
		Levels:  map[string]hierarchy.Rule{"1": {Reserve: decimal.NewNullDecimal(d("4"))}},
		Units:   map[string]hierarchy.Rule{"00": {Min: people}},
		Holds:   []hierarchy.Hold{{Unit: "01", Value: d("0"), Until: target.Year(2015)}},
		Release: []string{"02"}, Basis: people, LastLevel: "1",
	}
	got, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), string(got)); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}

	nested := strings.Repeat(`{"method":"blend","parts":[{"weight":"1","method":`, 30) + `{"method":"equal"}` +
		strings.Repeat(`}]}`, 30)
	for _, tt := range []struct{ name, options, want string }{
		{"nothing", ` `, "options is required"},
		{"a field", `{"rules":{}}`, "options.rules is unknown"},
		{
			"a method that nobody has", `{"rule":{"method":{"method":"by mood","weights":"people"}}}`,
			"options.rule.method.method is unknown",
		},
		{
			"a method without a name", `{"rule":{"method":{"method":"","arguments":{}}}}`,
			"options.rule.method.method is unknown",
		},
		{"no method", `{"rule":{"method":{}}}`, "options.rule.method.method is required"},
		{"a method of another type", `{"rule":{"method":"equal"}}`, "options.rule.method is not valid"},
		{
			"a field of another method", `{"rule":{"method":{"method":"equal","weights":"people"}}}`,
			"options.rule.method.weights is unknown",
		},
		{
			"a field that is missing", `{"rule":{"method":{"method":"proportional"}}}`,
			"options.rule.method.weights is required",
		},
		{"an unknown column", `{"basis":"cows"}`, "options.basis is unknown"},
		{"a column that is none", `{"basis":{"nom":"people"}}`, "options.basis.nom is unknown"},
		{"a digest of another one", `{"basis":{"name":"people","digest":"sha256:00"}}`, "options.basis is unknown"},
		{
			"methods within methods", `{"rule":{"method":` + nested + `}}`,
			"options.rule.method" + strings.Repeat(".parts[0].method", 20) + " is out of range",
		},
		{"a user's method", `{"rule":{"method":{"method":"by magic"}}}`, "options.rule.method.method is unknown"},
		{
			"several",
			`{"rule":{"method":{"method":"shift","reference":"a"}},"units":{"01":{"min":"b"},"02":{"rounding":"up"}}}`,
			`options.units["02"].rounding is unknown`,
		},
		{
			"several columns", `{"rule":{"method":{"method":"shift","reference":"a"}},"units":{"01":{"min":"b"}}}`,
			`options.rule.method.reference is unknown, options.units["01"].min is unknown`,
		},
	} {
		_, err := hierarchy.ReadOptions([]byte(tt.options), in)
		if diff := cmp.Diff(tt.want, strings.Join(testkit.Problems(err), ", ")); diff != "" {
			t.Errorf("%s: problems (-want +got):\n%s\n%v", tt.name, diff, err)
		}
	}

	in.Columns = append(in.Columns, twice)
	if _, err := hierarchy.ReadOptions(
		[]byte(`{"basis":"people"}`), in,
	); strings.Join(testkit.Problems(err), ", ") != "options.basis is given twice" {
		t.Errorf("a name of two columns: %v", err)
	}
	in.Method = func(string, []byte) (hierarchy.Method, error) { return nil, nil }
	if _, err := hierarchy.ReadOptions([]byte(`{"rule":{"method":{"method":"by magic"}}}`), in); err == nil {
		t.Error("no method is read as one")
	}
	in.Method = func(string, []byte) (hierarchy.Method, error) { return nil, fmt.Errorf("no magic") }
	if _, err := hierarchy.ReadOptions([]byte(`{"rule":{"method":{"method":"by magic"}}}`), in); err == nil ||
		!strings.Contains(err.Error(), "no magic") {
		t.Errorf("the error of the resolver is %v", err)
	}
}

func TestReadColumnRefuses(t *testing.T) {
	f := newFan(2)
	for _, tt := range []struct{ name, column, want string }{
		{"no version", `{"figures":{}}`, "column.version is required"},
		{"a later version", `{"version":2,"figures":{}}`, "column.version is out of range"},
		{"no figures", `{"version":1}`, "column.figures is required"},
		{"a list", `{"version":1,"figures":[]}`, "column.figures is not valid"},
		{"a number", `{"version":1,"figures":{"01":1}}`, `column.figures["01"] is not valid`},
		{"a text", `{"version":1,"figures":{"01":"1e5"}}`, `column.figures["01"] is not valid`},
		{"an unknown unit", `{"version":1,"figures":{"09":"1","01":"2"}}`, `column.figures["09"] is unknown`},
		{"a unit twice", `{"version":1,"figures":{"01":"1","01":"2"}}`, `column.figures["01"] is given twice`},
		{
			"a long figure", `{"version":1,"figures":{"01":"` + strings.Repeat("9", 101) + `"}}`,
			`column.figures["01"] is out of range`,
		},
		{
			"a longer one", `{"version":1,"figures":{"01":"` + strings.Repeat("9", 500) + `"}}`,
			`column.figures["01"] is not valid`,
		},
	} {
		c, err := f.tree.ReadColumn([]byte(tt.column))
		if diff := cmp.Diff(tt.want, strings.Join(testkit.Problems(err), ", ")); diff != "" || c.Len() > 0 {
			t.Errorf("%s: problems (-want +got):\n%s\n%v", tt.name, diff, err)
		}
	}

	if _, err := (*hierarchy.Tree)(nil).ReadColumn([]byte(`{}`)); err == nil {
		t.Error("a tree without units reads a column")
	}
	c, err := f.tree.ReadColumn([]byte(`{"version":1,"name":"x","figures":{"0\u0031":"-1.50","02":"0.00"}}`))
	if err != nil || c.Name() != "x" || c.Len() != 2 {
		t.Errorf("ReadColumn() = %v, %v", c, err)
	}
}

func TestTreeJSONRefuses(t *testing.T) {
	for _, tt := range []struct{ name, tree, want string }{
		{"nothing", `{}`, "tree.version is required, tree.levels is required, tree.units is required"},
		{
			"a later version", `{"version":9,"levels":["a"],"units":[{"code":"0","level":"a"}]}`,
			"tree.version is out of range",
		},
		{
			"an earlier version", `{"version":0,"levels":["a"],"units":[{"code":"0","level":"a"}]}`,
			"tree.version is out of range",
		},
		{"units of another type", `{"version":1,"levels":["a"],"units":{}}`, "tree.units is not valid"},
		{"a unit of another type", `{"version":1,"levels":["a"],"units":[1]}`, "tree.units[0] is not valid"},
		{
			"a field", `{"version":1,"levels":["a"],"units":[{"code":"0","level":"a"},{"code":"1","lvl":"a"}]}`,
			"tree.units[1].lvl is unknown, tree.units[1].level is required",
		},
		{
			"a field twice", `{"version":1,"levels":["a"],"units":[{"code":"0","code":"1","level":"a"}]}`,
			"tree.units[0].code is given twice",
		},
		{
			"a role", `{"version":1,"levels":["a"],"units":[{"code":"0","level":"a","role":"boss"}]}`,
			"tree.units[0].role is unknown",
		},
		{
			"a tree", `{"version":1,"levels":["a"],"units":[{"code":"0","level":"b"}]}`,
			`tree.units["0"].level is unknown`,
		},
	} {
		tree := new(hierarchy.Tree)
		err := json.Unmarshal([]byte(tt.tree), tree)
		if diff := cmp.Diff(tt.want, strings.Join(testkit.Problems(err), ", ")); diff != "" || tree.Len() > 0 {
			t.Errorf("%s: problems (-want +got):\n%s\n%v", tt.name, diff, err)
		}
	}
}

func TestVerify(t *testing.T) {
	plan, _ := keptPlan(t)
	quotas := map[string]decimal.Decimal{}
	for q := range plan.All() {
		quotas[q.Unit.Code] = q.Value
	}
	published := func(change func()) hierarchy.Column {
		kept := maps.Clone(quotas)
		change()
		c, err := plan.Tree().Column(maps.All(quotas))
		if err != nil {
			t.Fatal(err)
		}
		quotas = kept
		return c
	}

	for _, tt := range []struct {
		name   string
		column hierarchy.Column
		want   string
	}{
		{"as issued", published(func() {}), ""},
		{
			"one more", published(func() { quotas["02"] = quotas["02"].Add(d("1")) }),
			`published["02"] does not fit`,
		},
		{
			"one missing", published(func() { delete(quotas, "04"); quotas["01"] = d("0") }),
			`published["01"] does not fit, published["04"] has no figure`,
		},
		{"another tree", newFan(4).column("1", "2", "3", "4"), "published does not fit"},
	} {
		if got := strings.Join(testkit.Problems(plan.Verify(tt.column)), ", "); got != tt.want {
			t.Errorf("%s: Verify() = %s, want %s", tt.name, got, tt.want)
		}
	}

	if err := (*hierarchy.Plan)(nil).Verify(hierarchy.Column{}); err == nil {
		t.Error("no plan verifies")
	}
}

func TestDigests(t *testing.T) {
	plan, in := keptPlan(t)
	again, _ := keptPlan(t)
	if plan.Digest() != again.Digest() || plan.Before().Digest() == plan.Digest() {
		t.Errorf("digests %s, %s, %s", plan.Digest(), again.Digest(), plan.Before().Digest())
	}
	people := in.Columns[0]
	scaled, err := in.Trees[0].ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		x, ok := people.At(u.Code)
		return decimal.New(x.IntPart()*100, -2), ok
	})
	if err != nil {
		t.Fatal(err)
	}
	if scaled.Digest() != people.Digest() || scaled.Digest() == in.Columns[1].Digest() {
		t.Error("the digest depends on the scale, or does not depend on the figures")
	}

	// What the documentation says that digests are of.
	const figures = `{"01":"10","02":"20","03":"30","04":"40"}`
	const units = `{"version":1,"levels":["0","1"],"units":[{"code":"00","level":"0"},` +
		`{"code":"01","level":"1","parent":"00"},{"code":"02","level":"1","parent":"00"},` +
		`{"code":"03","level":"1","parent":"00"},{"code":"04","level":"1","parent":"00"}]}`
	if got, want := people.Digest(), sha256Of(figures); got != want {
		t.Errorf("digest of the column %s, want %s", got, want)
	}
	text, err := json.Marshal(in.Trees[0])
	if err != nil {
		t.Fatal(err)
	}
	if got := in.Trees[0].Digest(); got != sha256Of(string(text)) {
		t.Errorf("digest of the tree %s, want that of %s", got, text)
	}
	_ = units
}

func sha256Of(text string) string { return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(text))) }
