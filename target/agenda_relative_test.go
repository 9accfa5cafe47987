package target_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// inStep is a target of incomes that grow in step with GDP.
func inStep(code string, change func(*target.Relative)) target.Relative {
	return relative(func(r *target.Relative) {
		r.Indicator, r.Target.Code = "gdp", code
		change(r)
	})
}

func TestAgendaRelatives(t *testing.T) {
	nation := relative(func(*target.Relative) {}).Target
	nation.Code, nation.Unit, nation.Goal, nation.Value = "nation", "00", "people", dec("6")
	peers := []string{"34", "33", "32"}
	step := inStep("step", func(r *target.Relative) {
		r.Target.Goal, r.Target.From, r.Target.Source.Date = "people", "nation", "2021-03"
	})
	best := relative(func(r *target.Relative) {
		r.Target.Code, r.Target.Unit, r.Place, r.Peers = "best", "33", 2, peers
	})
	gone := inStep("gone", func(r *target.Relative) { r.Target.Unit, r.Target.Withdrawn = "32", "2021-06" })

	agenda, err := target.NewAgenda(
		[]target.Goal{{Code: "people", Title: "Incomes"}}, []target.Target{nation}, step, best, gone,
	)
	if err != nil {
		t.Fatal(err)
	}
	peers[0] = "xx"
	codes := func(a *target.Agenda) (values, relatives []string) {
		for x := range a.Targets() {
			values = append(values, x.Code+" "+x.Value.String())
		}
		for r := range a.Relatives() {
			relatives = append(relatives, r.Target.Code)
		}
		return values, relatives
	}
	values, relatives := codes(agenda)
	if !slices.Equal(values, []string{"nation 6"}) || !slices.Equal(relatives, []string{"best", "step"}) {
		t.Errorf("agenda has %v and %v, want nation 6 and best, step", values, relatives)
	}

	wantText := "1 goal, 1 target, 3 relative targets\n  " // of which none has a figure yet
	if got := agenda.String(); !strings.HasPrefix(got, wantText) || strings.Count(got, "\n") != 2 {
		t.Errorf("String() = %q, want one target after %q", got, wantText)
	}

	// Without a value a target shows nowhere.
	_, isTarget := agenda.Target("step")
	changes, err := agenda.Changes("", "")
	if err != nil {
		t.Fatal(err)
	}
	answers, err := agenda.Answers("nation", "34")
	if err != nil {
		t.Fatal(err)
	}
	hidden := len(slices.Collect(agenda.All())) + len(slices.Collect(agenda.Under("people"))) +
		len(slices.Collect(changes)) + len(slices.Collect(agenda.Of("34"))) + len(
		slices.Collect(agenda.History("step")),
	) +
		len(slices.Collect(agenda.Lineage("step"))) + len(slices.Collect(agenda.Children("nation")))
	_, asked := agenda.Answers("step")
	if isTarget || hidden != 3 || answers[0].Target != nil || asked == nil || agenda.InForce("step") {
		t.Errorf("a relative target shows: Target %t, %d others, answers %v", isTarget, hidden, answers)
	}

	resolved, err := agenda.Resolve(slices.Values([]target.Observation{
		growth("34", "gdp", 2021, "8.3"), growth("32", "growth", 2021, "9"), growth("33", "growth", 2021, "7"),
		growth("34", "growth", 2021, "8"), growth("99", "growth", 2021, "99"),
	}))
	if err != nil {
		t.Fatal(err)
	}
	values, relatives = codes(resolved)
	if !slices.Equal(values, []string{"best 8", "nation 6", "step 8.3"}) || len(relatives) > 0 {
		t.Errorf("Resolve() gives %v and leaves %v", values, relatives)
	}
	if lineage := slices.Collect(resolved.Lineage("step")); len(lineage) != 1 || !resolved.InForce("step") {
		t.Errorf("Resolve(): lineage of step %v", lineage)
	}
	if values, _ := codes(agenda); len(values) != 1 || agenda.Equal(resolved) {
		t.Errorf("Resolve() changed its agenda: %v", values)
	}

	// JSON, and the agenda of an earlier date.
	for _, a := range []*target.Agenda{agenda, resolved} {
		data, err := json.Marshal(a)
		var back target.Agenda
		if err != nil || json.Unmarshal(data, &back) != nil || !a.Equal(&back) {
			t.Errorf("%s does not read back equal, %v", data, err)
		}
	}
	then, err := agenda.AsOf("2021-01")
	if err != nil {
		t.Fatal(err)
	}
	if _, relatives := codes(then); !slices.Equal(relatives, []string{"best", "gone"}) {
		t.Errorf("AsOf() has %v, want best and gone", relatives)
	}

	factor := func(text string) *target.Agenda {
		r := inStep("step", func(r *target.Relative) { r.Factor = decimal.NewNullDecimal(dec(text)) })
		a, err := target.NewAgenda(nil, nil, r)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if !factor("1.2").Equal(factor("1.20")) || factor("1.2").Equal(factor("1.3")) {
		t.Error("agendas are equal that differ by the factor, or differ by its zeros")
	}

	for name, change := range map[string]func(*target.Relative){
		"zero":      func(r *target.Relative) { r.Factor.Valid = true },
		"indicator": func(r *target.Relative) { r.Indicator = "incomes" },
		"margin":    func(r *target.Relative) { r.Margin = dec("1") },
		"factor":    func(r *target.Relative) { r.Factor.Decimal, r.Factor.Valid = dec("1"), true },
		"force":     func(r *target.Relative) { r.Target.Force = target.Binding },
		"peers":     func(r *target.Relative) { r.Place, r.Peers = 1, []string{"34"} },
	} {
		other := inStep("step", func(r *target.Relative) {
			r.Target.Goal, r.Target.From, r.Target.Source.Date = "people", "nation", "2021-03"
			change(r)
		})
		goals := slices.Collect(agenda.Goals())
		b, err := target.NewAgenda(goals, []target.Target{nation}, other, slices.Collect(agenda.Relatives())[0], gone)
		if err != nil || agenda.Equal(b) {
			t.Errorf("agendas that differ by %s are equal, %v", name, err)
		}
	}
}

func TestAgendaRelativesRefuse(t *testing.T) {
	value := relative(func(*target.Relative) {}).Target
	value.Code, value.From = "value", "step"
	same := inStep("same", func(*target.Relative) {})
	bad := inStep("bad", func(r *target.Relative) {
		r.Target.Unit, r.Indicator, r.Target.Replaces, r.Target.Goal = "35", "", "value", "nowhere"
		r.Target.Links = []target.Link{{Relation: target.AdoptedFrom, Target: "step"}}
	})
	mid := relative(func(*target.Relative) {}).Target
	mid.Code, mid.Unit, mid.Links = "mid", "99", []target.Link{{Relation: target.MidTermOf, Target: "step"}}
	tests := []struct {
		name      string
		targets   []target.Target
		relatives []target.Relative
		want      []string
	}{
		{
			"references",
			[]target.Target{value},
			[]target.Relative{inStep("step", func(*target.Relative) {}), bad},
			[]string{
				`relatives["bad"] is required`,
				`relatives["bad"].target.goal is unknown`,
				`relatives["bad"].target.links[0].target does not fit`,
				`relatives["bad"].target.replaces does not fit`,
				`targets["value"].from does not fit`,
			},
		},
		{
			"on the way to one without a value",
			[]target.Target{mid},
			[]target.Relative{inStep("step", func(*target.Relative) {})},
			[]string{`targets["mid"].links[0].target does not fit`},
		},
		{
			"two in force", nil,
			[]target.Relative{inStep("step", func(*target.Relative) {}), same},
			[]string{`relatives["step"].target is given twice`},
		},
		{
			"codes",
			[]target.Target{value},
			[]target.Relative{
				inStep("value", func(*target.Relative) {}), inStep("", func(*target.Relative) {}),
			},
			[]string{`relatives["value"].target.code is given twice`, `relatives[1].target.code is required`},
		},
	}
	for _, tt := range tests {
		for range 2 {
			a, err := target.NewAgenda(nil, tt.targets, tt.relatives...)
			if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" || a != nil {
				t.Errorf("%s: NewAgenda() mismatch (-want +got):\n%s", tt.name, diff)
			}
			if tt.name != "codes" {
				slices.Reverse(tt.relatives)
			}
		}
	}

	a, err := target.NewAgenda(nil, nil, inStep(
		"step", func(*target.Relative) {},
	), inStep("late", func(r *target.Relative) {
		r.Target.Unit = "35"
	}))
	if err != nil {
		t.Fatal(err)
	}
	figure := growth("34", "gdp", 2021, "8")
	_, err = a.Resolve(slices.Values([]target.Observation{figure, figure}))
	want := []string{`relatives["late"].figures["35"] has no figure`, `relatives["step"].figures["34"] is given twice`}
	if diff := cmp.Diff(want, testkit.Problems(err)); diff != "" {
		t.Errorf("Resolve() mismatch (-want +got):\n%s", diff)
	}
}
