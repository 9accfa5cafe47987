package target_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/target"
)

// offices are the bodies of a nation with a province. The industry office was led
// vertically until 2014, and then by the province.
func offices() []target.Body {
	const up, side = target.Professional, target.Territorial
	return []target.Body{
		{Code: "centre", Kind: target.Government, Level: "nation"},
		{
			Code: "sipo", Kind: target.Office, Level: "nation",
			Led: []target.Leadership{{By: "centre", Line: side}}, Until: "2018-08",
		},
		{Code: "aqsiq", Kind: target.Office, Level: "nation", Led: []target.Leadership{{By: "centre", Line: side}}},
		{
			Code: "anhui", Kind: target.Government, Level: "province",
			Led: []target.Leadership{{By: "centre", Line: side}},
		},
		{Code: "pipo", Kind: target.Office, Level: "province", Led: []target.Leadership{
			{By: "sipo", Line: up, Over: []string{"density"}}, {By: "anhui", Line: side},
		}},
		{Code: "quality", Kind: target.Office, Level: "province", Led: []target.Leadership{
			{By: "aqsiq", Line: up, Until: "2014"}, {By: "anhui", Line: side, From: "2015-01-01"},
		}},
		{Code: "window", Kind: target.Branch, Level: "province", Led: []target.Leadership{{By: "sipo", Line: up}}},
	}
}

func mustBodies(t *testing.T, bodies []target.Body) *target.Bodies {
	t.Helper()
	b, err := target.NewBodies(bodies)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestModes(t *testing.T) {
	b := mustBodies(t, offices())
	tests := []struct {
		code, indicator, date string
		want                  target.LeadershipMode
	}{
		{"pipo", "", "2013", target.DoubleLeadership},
		{"pipo", "density", "2013", target.DoubleLeadership},
		{"pipo", "gdp", "2013", target.LocalLeadership},
		{"quality", "", "2014-12-31", target.VerticalLeadership},
		{"quality", "", "2015-01-01", target.LocalLeadership},
		{"window", "", "2013", target.VerticalLeadership},
		{"centre", "", "2013", 0},
	}
	for _, tt := range tests {
		if got, err := b.Mode(tt.code, tt.indicator, tt.date); err != nil || got != tt.want {
			t.Errorf("Mode(%s, %s, %s) = %v, %v, want %v", tt.code, tt.indicator, tt.date, got, err, tt.want)
		}
	}
}

func TestBodiesLed(t *testing.T) {
	b := mustBodies(t, offices())
	led := func(code, indicator, date string) string {
		bodies, err := b.Led(code, indicator, date)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, x := range bodies {
			codes = append(codes, x.Code)
		}
		return strings.Join(codes, " ")
	}

	tests := []struct{ code, indicator, date, want string }{
		{"sipo", "", "2013", "pipo window"},
		{"sipo", "gdp", "2013", "window"},
		{"anhui", "", "2014", "pipo"},
		{"anhui", "", "2015", "pipo quality"},
		{"centre", "", "2013", "anhui aqsiq sipo"},
		{"centre", "", "2019", "anhui aqsiq"},
	}

	for _, tt := range tests {
		if got := led(tt.code, tt.indicator, tt.date); got != tt.want {
			t.Errorf("Led(%s, %s, %s) = %s, want %s", tt.code, tt.indicator, tt.date, got, tt.want)
		}
	}
}

// A body that does not exist on a date neither leads nor is led, from either end.
func TestLeadershipNeedsBothBodies(t *testing.T) {
	up := []target.Leadership{{By: "a", Line: target.Professional}}
	b := mustBodies(t, []target.Body{
		{Code: "a", Kind: target.Office, From: "2008", Until: "2010"},
		{Code: "b", Kind: target.Office, From: "2007", Until: "2009", Led: up},
		{Code: "c", Kind: target.Office, Led: up},
	})
	for _, tt := range []struct{ date, led string }{
		{"2007", ""}, {"2008", "b c"}, {"2009", "b c"}, {"2010", "c"}, {"2011", ""},
	} {
		led, err := b.Led("a", "", tt.date)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, body := range led {
			codes = append(codes, body.Code)
		}
		if got := strings.Join(codes, " "); got != tt.led {
			t.Errorf("Led(a, %s) = %q, want %q", tt.date, got, tt.led)
		}

		for _, code := range []string{"b", "c"} {
			want := target.LeadershipMode(0)
			if slices.Contains(codes, code) {
				want = target.VerticalLeadership
			}
			leaders, err1 := b.Leaders(code, "", tt.date)
			mode, err2 := b.Mode(code, "", tt.date)
			if err1 != nil || err2 != nil || mode != want || (len(leaders) == 1) != (want != 0) {
				t.Errorf("%s on %s: Leaders() = %v, Mode() = %v, want %v", code, tt.date, leaders, mode, want)
			}
		}
	}
}

func TestMaySet(t *testing.T) {
	b := mustBodies(t, offices())
	tests := []struct {
		setter, body, indicator, date string
		want                          bool
	}{
		{"sipo", "pipo", "density", "2013", true},
		{"sipo", "pipo", "gdp", "2013", false},
		{"centre", "pipo", "gdp", "2013", true}, // through the province
		{"anhui", "quality", "gdp", "2014", false},
		{"anhui", "quality", "gdp", "2016", true},
		{"pipo", "pipo", "density", "2013", true},
		{"pipo", "sipo", "density", "2013", false},
		{"sipo", "pipo", "density", "2018-08-31", true},
		{"sipo", "pipo", "density", "2018-09-01", false}, // sipo is no longer
		{"sipo", "sipo", "density", "2018-09-01", false},
	}

	for _, tt := range tests {
		got, err := b.MaySet(tt.setter, tt.body, tt.indicator, tt.date)
		if err != nil || got != tt.want {
			t.Errorf("MaySet(%s, %s, %s, %s) = %t, %v", tt.setter, tt.body, tt.indicator, tt.date, got, err)
		}
	}

	for _, bad := range [][2]string{{"nobody", "2013"}, {"pipo", "soon"}} {
		byBad, err1 := b.MaySet(bad[0], "pipo", "", bad[1])
		ofBad, err2 := b.MaySet("pipo", bad[0], "", bad[1])
		if byBad || ofBad {
			t.Errorf("%v: MaySet() = %t, %t, want false", bad, byBad, ofBad)
		}
		_, err3 := b.Led(bad[0], "", bad[1])
		_, err4 := b.Mode(bad[0], "", bad[1])
		_, err5 := b.Exists(bad[0], bad[1])
		for i, err := range []error{err1, err2, err3, err4, err5} {
			if err == nil {
				t.Errorf("%v: no error of query %d", bad, i)
			}
		}
	}

	if there, err := b.Exists("sipo", "2018-09-01"); err != nil || there {
		t.Errorf("Exists(sipo) = %t, %v", there, err)
	}
	if there, err := b.Exists("sipo", "2018-08-31"); err != nil || !there {
		t.Errorf("Exists(sipo) = %t, %v", there, err)
	}
}

func TestNewBodiesRefuses(t *testing.T) {
	office := func(code string, led ...target.Leadership) target.Body {
		return target.Body{Code: code, Kind: target.Office, Led: led}
	}
	up := func(by, from, until string, over ...string) target.Leadership {
		return target.Leadership{By: by, Line: target.Professional, From: from, Until: until, Over: over}
	}
	tests := []struct {
		name   string
		bodies []target.Body
		want   []string
	}{
		{"nothing", nil, nil},
		{"empty", []target.Body{{}}, []string{`bodies[""].code is required`, `bodies[""].kind is required`}},
		{"no such kind", []target.Body{{Code: "a", Kind: 5}}, []string{`bodies["a"].kind is unknown`}},
		{"twice", []target.Body{office("a"), office("a")}, []string{`bodies["a"].code is given twice`}},
		{"by nobody", []target.Body{office("a", up("b", "", ""))}, []string{`bodies["a"].led[0].by is unknown`}},
		{
			"by itself",
			[]target.Body{office("a", up("a", "", ""))},
			[]string{`bodies["a"].led[0].by is part of a cycle`},
		},
		{
			"no line",
			[]target.Body{office("a", target.Leadership{By: "b"}), office("b")},
			[]string{`bodies["a"].led[0].line is required`},
		},
		{"in a cycle", []target.Body{office("a", up("b", "", "")), office("b", up("a", "", ""))}, []string{
			`bodies["a"].led is part of a cycle`, `bodies["b"].led is part of a cycle`,
		}},
		{"two at a time", []target.Body{
			office("a", up("b", "", "2015"), up("c", "2014", "")), office("b"), office("c"),
		}, []string{
			`bodies["a"].led[1] is given twice`,
		}},
		{"one after the other", []target.Body{
			office("a", up("b", "", "2014"), up("c", "2015-01-01", "")), office("b"), office("c"),
		}, nil},
		{
			"over different things",
			[]target.Body{office("a", up("b", "", "", "x"), up("c", "", "", "y")), office("b"), office("c")},
			nil,
		},
		{"over one thing", []target.Body{
			office("a", up("b", "", "", "x", "y"), up("c", "", "", "y")), office("b"), office("c"),
		}, []string{
			`bodies["a"].led[1] is given twice`,
		}},
		{"over everything, then over one thing", []target.Body{
			office("a", up("b", "", ""), up("c", "", "", "x")), office("b"), office("c"),
		}, []string{
			`bodies["a"].led[1] is given twice`,
		}},
		{"over one thing, then over everything", []target.Body{
			office("a", up("b", "", "", "x"), up("c", "", "")), office("b"), office("c"),
		}, []string{
			`bodies["a"].led[1] is given twice`,
		}},
		{"for a day", []target.Body{office("a", up("b", "2015-01-01", "2015-01-01")), office("b")}, nil},
		{"in a cycle below a body on the other line", []target.Body{
			office("a", target.Leadership{By: "d", Line: target.Territorial}),
			office("b", up("c", "", "")), office("c", up("b", "", "")), office("d"),
		}, []string{
			`bodies["b"].led is part of a cycle`, `bodies["c"].led is part of a cycle`,
		}},
		{"in a cycle on two lines, but on neither alone", []target.Body{
			office("a", target.Leadership{By: "b", Line: target.Territorial}), office("b", up("a", "", "")),
		}, nil},
		{"dates", []target.Body{
			{Code: "a", Kind: target.Office, From: "soon"},
			office("b", up("a", "2015", "2014"), target.Leadership{By: "a", Line: target.Territorial, Until: "never"}),
		}, []string{
			`bodies["a"].from is not valid`, `bodies["b"].led[0].until is out of range`,
			`bodies["b"].led[1].until is not valid`,
		}},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := target.NewBodies(tt.bodies)
			var got []string
			for _, e := range target.AllErrors(err) {
				got = append(got, e.Path+" "+e.Err.Error())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("NewBodies() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBodiesJSON(t *testing.T) {
	b := mustBodies(t, offices())
	data, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}

	var back target.Bodies
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}

	again, err := json.Marshal(&back)
	if diff := cmp.Diff(string(data), string(again)); err != nil || diff != "" {
		t.Errorf("UnmarshalJSON() mismatch (-want +got): %v\n%s", err, diff)
	}
	if err := json.Unmarshal(
		[]byte(`{"bodies":[{"code":"a","kind":"office","led":[{"by":"b","line":"professional"}]}]}`), &back,
	); err == nil {
		t.Error("UnmarshalJSON() accepts a leader that is not there")
	}

	if _, known := back.Body("sipo"); !known {
		t.Error("UnmarshalJSON() changed the bodies after an error")
	}
	sipo := offices()[1]
	readsBack(t, sipo, "")
	if first, known := b.Body("anhui"); !known || first.Level != "province" {
		t.Errorf("Body(anhui) = %v, %t", first, known)
	}
	if _, known := b.Body("nobody"); known {
		t.Error("Body(nobody) is known")
	}
}

// What the caller does to what was given or returned changes nothing.
func TestBodiesAreCopied(t *testing.T) {
	given := offices()
	b := mustBodies(t, given)
	given[4].Led[0].Over[0] = "x"
	got, _ := b.Body("pipo")
	got.Led[0].Over[0] = "y"
	leaders, err := b.Leaders("pipo", "", "2013")
	if err != nil {
		t.Fatal(err)
	}
	leaders[1].Over[0] = "z"
	if may, err := b.MaySet("sipo", "pipo", "density", "2013"); err != nil || !may {
		t.Errorf("MaySet() = %t, %v", may, err)
	}
}
