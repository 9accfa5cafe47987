package target_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/target"
)

// Every field of a target counts when agendas are compared; those that say
// what is aimed at count as changes.
func TestDifferences(t *testing.T) {
	base := patents()
	base.Source.Date, base.Baseline.Value, base.Comparator, base.Upper = "2011", dec("1.70"), target.Within, dec("4")
	tests := []struct {
		name   string
		change func(*target.Target)
		field  string // of Change.Fields
	}{
		{
			"figures in another scale",
			func(x *target.Target) { x.Value, x.Upper, x.Baseline.Value = dec("3.3"), dec("4.00"), dec("1.7") },
			"",
		},
		{"code", func(x *target.Target) { x.Code = "p13" }, ""},
		{"goal", func(x *target.Target) { x.Goal = "g" }, "goal"},
		{"setter", func(x *target.Target) { x.Setter = "office" }, "setter"},
		{"tier", func(x *target.Target) { x.Tier = target.Stretch }, "tier"},
		{"indicator's code", func(x *target.Target) { x.Indicator.Code = "other" }, "indicator"},
		{"indicator's name", func(x *target.Target) { x.Indicator.Name = "patents" }, "indicator"},
		{"indicator's measure", func(x *target.Target) { x.Indicator.Measure = "patents" }, "indicator"},
		{"indicator's definition before", func(x *target.Target) { x.Indicator.Revises = "other" }, "indicator"},
		{"indicator's coverage", func(x *target.Target) { x.Indicator.Coverage = "cities" }, "indicator"},
		{"indicator's kind", func(x *target.Target) { x.Indicator.Kind = target.Share }, "indicator"},
		{"indicator's direction", func(x *target.Target) { x.Indicator.Better = target.Lower }, "indicator"},
		{"indicator's places", func(x *target.Target) { x.Indicator.Places = target.Places(3) }, "indicator"},
		{"indicator's law", func(x *target.Target) { x.Indicator.OverTime = target.TimeMean }, "indicator"},
		{"indicator's base", func(x *target.Target) { x.Indicator.Per = dec("1000") }, "indicator"},
		{"indicator's quantum", func(x *target.Target) { x.Indicator.Quantum = dec("0.1") }, "indicator"},
		{"unit", func(x *target.Target) { x.Unit = "320000" }, "unit"},
		{"period", func(x *target.Target) { x.Period = target.Year(2015) }, "period"},
		{"no baseline", func(x *target.Target) { x.Baseline = nil }, "baseline"},
		{"baseline's period", func(x *target.Target) { x.Baseline.Period = target.Year(2009) }, "baseline"},
		{"baseline's value", func(x *target.Target) { x.Baseline.Value = dec("1.71") }, "baseline"},
		{
			"comparator",
			func(x *target.Target) { x.Comparator, x.Upper = target.AtLeast, dec("0") },
			"comparator, upper",
		},
		{"value", func(x *target.Target) { x.Value = dec("3.4") }, "value"},
		{"upper", func(x *target.Target) { x.Upper = dec("5") }, "upper"},
		{
			"tolerance",
			func(x *target.Target) { x.Comparator, x.Upper, x.Tolerance = target.About, dec("0"), dec("0.1") },
			"comparator, upper, tolerance",
		},
		{"force", func(x *target.Target) { x.Force = target.Binding }, "force"},
		{"from", func(x *target.Target) { x.From = "z" }, ""},
		{"links", func(x *target.Target) { x.Links = []target.Link{{Relation: target.Corrects, Target: "z"}} }, ""},
		{"replaces", func(x *target.Target) { x.Replaces = "z" }, ""},
		{"withdrawn", func(x *target.Target) { x.Withdrawn = "2012" }, ""},
		{"tags", func(x *target.Target) { x.Tags = []string{"patents"} }, ""},
		{"source", func(x *target.Target) { x.Source.Document = "Outline" }, ""},
	}

	other := issue("z", "2010", "1")
	other.Unit, other.Indicator.Code, other.Period = "z", "z", target.Year(2010)
	other.Baseline = nil
	goals := []target.Goal{{Code: "g", Title: "x"}}
	agenda := mustAgenda(t, goals, base, other)

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changed := base.Clone()
			tt.change(&changed)
			c := target.AgendaChange{What: target.Replaced, From: &base, To: &changed}
			if got := strings.Join(c.Fields(), ", "); got != tt.field {
				t.Errorf("Fields() = %s, want %s", got, tt.field)
			}
			same := tt.name == "figures in another scale"
			if got := agenda.Equal(mustAgenda(t, goals, changed, other)); got != same {
				t.Errorf("Equal() = %t, want %t", got, same)
			}
		})
	}

	if agenda.Equal(mustAgenda(t, append(goals, target.Goal{Code: "h", Title: "x"}), base, other)) {
		t.Error("agendas with other goals are equal")
	}
	var none *target.Agenda
	if agenda.Equal(none) || none.Equal(agenda) || !none.Equal(none) {
		t.Error("an agenda that is none equals one, or not itself")
	}
}

func TestChangeString(t *testing.T) {
	p := patents()
	tests := []struct {
		c    target.AgendaChange
		want string
	}{
		{
			target.AgendaChange{What: target.Issued, Date: "2011", To: &p},
			"2011 issued: at least 3.30 patents per 10,000 people by 2015",
		},
		{
			target.AgendaChange{What: target.Withdrawn, Date: "2012", From: &p},
			"2012 withdrawn: at least 3.30 patents per 10,000 people by 2015",
		},
		{target.AgendaChange{What: target.Withdrawn}, "withdrawn: "},
	}

	for _, tt := range tests {
		if got := tt.c.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestChangeJSONRefuses(t *testing.T) {
	unfit := strings.Replace(patentsJSON, `"unit":"000000"`, `"unit":""`, 1)
	tests := []struct {
		name, in string
		want     []string
	}{
		{"a date", `{"what":"issued","date":"spring","to":` + patentsJSON + `}`, []string{"change.date is not valid"}},
		{"an empty word", `{"what":"","to":` + patentsJSON + `}`, []string{"change.what is unknown"}},
		{"nothing before", `{"what":"replaced","to":` + patentsJSON + `}`, []string{"change.from is required"}},
		{"nothing to withdraw", `{"what":"withdrawn"}`, []string{"change.from is required"}},
		{
			"an issue with something before",
			`{"what":"issued","from":` + patentsJSON + `,"to":` + patentsJSON + `}`,
			[]string{"change.from does not fit"},
		},
		{
			"targets that are not valid",
			`{"what":"replaced","from":` + unfit + `,"to":` + unfit + `}`,
			[]string{"change.from.unit is required", "change.to.unit is required"},
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := json.Unmarshal([]byte(tt.in), new(target.AgendaChange))
			if diff := cmp.Diff(tt.want, faults(err)); diff != "" {
				t.Errorf("UnmarshalJSON() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// What has ended already ends no more: a target that is replaced is not withdrawn or
// promoted afterwards, and one that is promoted is not withdrawn.
func TestChangesOfWhatHasEnded(t *testing.T) {
	old, next, national := issue("a", "2010", "3"), issue("b", "2012", "4"), issue("n", "2011", "5")
	next.Replaces, national.Unit = "a", "x"
	promoted := []target.Link{{Relation: target.PromotedTo, Target: "n", Date: "2014"}}

	for _, tt := range []struct {
		name      string
		withdrawn string
		links     []target.Link
		replaced  bool
		want      string
	}{
		{"withdrawn", "2013", nil, false, "2010 issued, 2011 issued, 2013 withdrawn"},
		{
			"withdrawn before it was replaced", "2011-06", nil, true,
			"2010 issued, 2011-06 withdrawn, 2011 issued, 2012 replaced",
		},
		{"replaced, then withdrawn", "2013", nil, true, "2010 issued, 2011 issued, 2012 replaced"},
		{"withdrawn on the day of its replacement", "2012", nil, true, "2010 issued, 2011 issued, 2012 replaced"},
		{"replaced, then promoted", "", promoted, true, "2010 issued, 2011 issued, 2012 replaced"},
		{"promoted", "", promoted, false, "2010 issued, 2011 issued, 2014 promoted"},
		{"promoted, then withdrawn", "2015", promoted, false, "2010 issued, 2011 issued, 2014 promoted"},
		{"withdrawn, then promoted", "2013", promoted, false, "2010 issued, 2011 issued, 2013 withdrawn"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			first := old.Clone()
			first.Withdrawn, first.Links = tt.withdrawn, tt.links
			list := []target.Target{first, national}
			if tt.replaced {
				list = append(list, next)
			}
			changes, err := mustAgenda(t, nil, list...).Changes("", "")
			if err != nil {
				t.Fatal(err)
			}

			var got []string
			for c := range changes {
				got = append(got, c.Date+" "+c.What.String())
			}
			if text := strings.Join(got, ", "); text != tt.want {
				t.Errorf("Changes() = %s, want %s", text, tt.want)
			}
		})
	}
}
