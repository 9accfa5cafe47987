package target_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// growth is a figure of a unit in a year.
func growth(unit, indicator string, year int, value string) target.Observation {
	return target.Observation{Unit: unit, Indicator: indicator, Period: target.Year(year), Value: dec(value)}
}

func relative(change func(*target.Relative)) target.Relative {
	r := target.Relative{Target: target.Target{
		Code: "r", Unit: "34", Period: target.Year(2021),
		Indicator: target.Indicator{Code: "growth", Kind: target.Growth, Better: target.Higher, Per: dec("100")},
	}}
	change(&r)
	return r
}

func TestResolve(t *testing.T) {
	figures := []target.Observation{
		growth("34", "gdp", 2021, "8.3"), growth("00", "growth", 2021, "8.1"), growth("34", "growth", 2020, "3.9"),
		growth("a", "growth", 2021, "9"), growth("b", "growth", 2021, "8"), growth("c", "growth", 2021, "8"),
		growth("d", "growth", 2021, "7"),
		growth("00", "growth", 2020, "2.3"), growth("00", "gdp", 2021, "8.4"),
	}

	peers := []string{"d", "c", "b", "a"}
	tests := []struct {
		name   string
		change func(*target.Relative)
		want   string
	}{
		{"another indicator", func(r *target.Relative) { r.Indicator = "gdp" }, "8.3"},
		{"another unit", func(r *target.Relative) { r.Unit = "00" }, "8.1"},
		{"another period", func(r *target.Relative) { r.Period = target.Year(2020) }, "3.9"},
		{"both", func(r *target.Relative) { r.Unit, r.Period = "00", target.Year(2020) }, "2.3"},
		{"by a margin", func(r *target.Relative) { r.Unit, r.Margin = "00", dec("0.5") }, "8.6"},
		{"by a factor and a margin", func(r *target.Relative) {
			r.Unit, r.Factor, r.Margin = "00", decimal.NewNullDecimal(dec("2")), dec("-1")
		}, "15.2"},
		{"the first", func(r *target.Relative) { r.Place, r.Peers = 1, peers }, "9"},
		{"among the best three", func(r *target.Relative) { r.Place, r.Peers = 3, peers }, "8"},
		{"among all", func(r *target.Relative) { r.Place, r.Peers = 4, peers }, "7"},
		{"lower is better", func(r *target.Relative) {
			r.Place, r.Peers, r.Target.Indicator.Better = 1, peers, target.Lower
		}, "7"},
		{
			"of another indicator",
			func(r *target.Relative) { r.Place, r.Peers, r.Indicator = 1, []string{"00", "34"}, "gdp" }, "8.4",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := relative(tt.change)
			readsBack(t, r, "")
			for range 2 {
				got, err := r.Resolve(slices.Values(figures))
				if err != nil || got.Value.String() != tt.want || got.Code != "r" {
					t.Errorf("Resolve() = %v, %v, want %s", got, err, tt.want)
				}
				slices.Reverse(figures)
			}
		})
	}
}

func TestResolveRefuses(t *testing.T) {
	twice := []target.Observation{growth("00", "growth", 2021, "8.1"), growth("00", "growth", 2021, "8.2")}
	tests := []struct {
		name    string
		change  func(*target.Relative)
		figures []target.Observation
		path    string
		err     error
	}{
		{"against itself", func(*target.Relative) {}, nil, "relative", target.ErrRequired},
		{
			"a value", func(r *target.Relative) { r.Unit, r.Target.Value = "00", dec("1") }, nil,
			"relative.target.value", target.ErrMismatch,
		},
		{
			"a range", func(r *target.Relative) { r.Unit, r.Target.Comparator = "00", target.Within }, nil,
			"relative.target.comparator", target.ErrMismatch,
		},
		{
			"not valid", func(r *target.Relative) { r.Unit, r.Target.Unit = "00", "" }, nil, "relative.target.unit",
			target.ErrRequired,
		},
		{
			"a place too many", func(r *target.Relative) { r.Place, r.Peers = 2, []string{"a"} }, nil,
			"relative.place", target.ErrRange,
		},
		{
			"peers without a place", func(r *target.Relative) { r.Peers = []string{"a"} }, nil, "relative.place",
			target.ErrRange,
		},
		{
			"a place of a unit", func(r *target.Relative) { r.Place, r.Peers, r.Unit = 1, []string{"a"}, "00" },
			nil, "relative.unit", target.ErrMismatch,
		},
		{
			"no direction",
			func(r *target.Relative) { r.Place, r.Peers, r.Target.Indicator.Better = 1, []string{"a"}, 0 }, nil,
			"relative.place", target.ErrKind,
		},
		{
			"a peer twice", func(r *target.Relative) { r.Place, r.Peers = 1, []string{"a", "a"} }, nil,
			"relative.peers[1]", target.ErrDuplicate,
		},
		{"a factor out of bounds", func(r *target.Relative) {
			r.Unit, r.Factor = "00", decimal.NewNullDecimal(decimal.New(1, 200))
		}, nil, "relative.factor", target.ErrRange},
		{
			"a margin out of bounds", func(r *target.Relative) { r.Unit, r.Margin = "00", decimal.New(1, 100) }, nil,
			"relative.margin", target.ErrRange,
		},
		{
			"a figure that is not valid", func(r *target.Relative) { r.Unit = "00" },
			[]target.Observation{{
				Unit: "00", Indicator: "growth", Period: target.Year(2021), Value: dec("8"), Status: 9,
			}},
			`figures["00"].status`, target.ErrUnknown,
		},
		{"missing", func(r *target.Relative) { r.Unit = "00" }, nil, `figures["00"]`, target.ErrMissing},
		{"given twice", func(r *target.Relative) { r.Unit = "00" }, twice, `figures["00"]`, target.ErrDuplicate},
		{"too large", func(r *target.Relative) {
			r.Unit, r.Factor = "00", decimal.NewNullDecimal(decimal.New(1, 99))
		}, []target.Observation{growth("00", "growth", 2021, "100")}, "value", target.ErrRange},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := relative(tt.change).Resolve(slices.Values(tt.figures))
			all := target.AllErrors(err)
			if len(all) != 1 || all[0].Path != tt.path || !errors.Is(err, tt.err) {
				t.Errorf("Resolve() = %v, want %s %v", err, tt.path, tt.err)
			}
		})
	}
}

func TestCited(t *testing.T) {
	doc := func(code, title string, spellings ...string) target.Document {
		return target.Document{Code: code, Title: title, Spellings: spellings}
	}
	a, b := issue("a", "2011", "3.3"), issue("b", "2011", "3.3")
	a.Source.Document, b.Source.Document, b.Unit = "12th Five-Year Plan", "Opinions", "34"
	goal := target.Goal{Code: "g", Title: "x", Source: target.Source{Document: "Opinions"}}
	none := issue("c", "2011", "3.3")
	none.Unit, none.Source.Document = "35", ""
	agenda := mustAgenda(t, []target.Goal{goal}, a, b, none)

	opinions := target.Document{
		Code: "o", Title: "Opinions", Implements: "p", Supersedes: "old", Languages: []string{"zh"},
	}
	got, err := agenda.Cited([]target.Document{opinions, doc("p", "12th Five-Year Plan"), doc("old", "Older opinions")})
	if err != nil {
		t.Fatal(err)
	}
	want := []target.Citation{
		{Document: opinions, Goals: []string{"g"}, Targets: []string{"b"}},
		{Document: doc("old", "Older opinions")},
		{Document: doc("p", "12th Five-Year Plan"), Targets: []string{"a"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Cited() mismatch (-want +got):\n%s", diff)
	}
	readsBack(t, opinions, "")
	readsBack(t, got[0], "")
	got[0].Document.Languages[0] = "en"
	if opinions.Languages[0] != "zh" {
		t.Error("Cited() gives away the memory of its input")
	}

	tests := []struct {
		name      string
		documents []target.Document
		want      string
	}{
		{"none", nil, `goals["g"].source.document "Opinions" is unknown: add the document`},
		{"by initials", []target.Document{
			doc("p", "12th FYP"), doc("o", "Opinions"),
		}, `targets["a"].source.document "12th Five-Year Plan" ` +
			`is unknown: it resembles "12th FYP": add it to the spellings of document "p"`},
		{"in capitals", []target.Document{
			doc("p", "12TH five year plan"), doc("o", "Opinions"),
		}, `targets["a"].source.document ` +
			`"12th Five-Year Plan" is unknown: it resembles "12TH five year plan": add it to the spellings of document "p"`},
		{"two of one", []target.Document{
			doc("p", "12th Five-Year Plan"), doc("q", "12th FYP"), doc("o", "Opinions"),
		}, `documents["q"] "12th FYP" ` +
			`is given twice: document "p" has the same title in another spelling: make one document of both`},
		{
			"a code twice",
			[]target.Document{doc("p", "x"), doc("p", "y")},
			`documents["p"].code is given twice: give it once`,
		},
		{
			"a spelling twice",
			[]target.Document{doc("p", "x", "x")},
			`documents["p"].spellings[0] "x" is given twice: give it once`,
		},
		{
			"a spelling twice over",
			[]target.Document{doc("p", "x", "y", "y")},
			`documents["p"].spellings[1] "y" is given twice: give it once`,
		},
		{
			"one title, of signs alone",
			[]target.Document{doc("p", "§"), doc("q", "§")},
			`documents["q"] "§" is given twice: document "p" has the same title in another spelling: ` +
				`make one document of both`,
		},
		{"a date", []target.Document{{Code: "p", Title: "x", Date: "soon"}}, `documents["p"].date "soon" is not valid: ` +
			`write a date as 2011-03-14, 2011-03 or 2011`},
		{"no title", []target.Document{doc("p", "")}, `documents["p"].title is required: give the title by which it is cited`},
		{
			"no such document",
			[]target.Document{{Code: "p", Title: "x", Supersedes: "y"}},
			`documents["p"].supersedes "y" is unknown: name one of the documents`,
		},
		{
			"itself",
			[]target.Document{{Code: "p", Title: "x", Implements: "p"}},
			`documents["p"].implements "p" is part of a cycle: name the higher document`,
		},
		{
			"in place of itself",
			[]target.Document{{Code: "p", Title: "x", Supersedes: "p"}},
			`documents["p"].supersedes "p" is part of a cycle: name the document that came before`,
		},
		{"in a cycle", []target.Document{
			{Code: "p", Title: "x", Supersedes: "q"}, {Code: "q", Title: "y", Supersedes: "p"},
		}, `documents["p"].supersedes ` +
			`is part of a cycle: it must not lead back to itself, directly or through others`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := agenda.Cited(tt.documents)
			if all := target.AllErrors(err); len(all) == 0 || all[0].Error() != tt.want {
				t.Errorf("Cited() = %v, want %s", err, tt.want)
			}
		})
	}
	// Initials alone are no resemblance: two plans and two programmes.
	if _, err := mustAgenda(t, nil).Cited([]target.Document{
		doc("p", "Promotion plan 2011"), doc("q", "Patent programme 2011"),
	}); err != nil {
		t.Error(err)
	}
	// One word has no initials. The first of all documents can be superseded.
	if _, err := mustAgenda(t, nil).Cited([]target.Document{
		doc("p", "Plan 12"), {Code: "q", Title: "P 12", Supersedes: "p"},
	}); err != nil {
		t.Error(err)
	}
}
