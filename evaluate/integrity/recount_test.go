package integrity_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

var num = testkit.Dec

func some(text string) decimal.NullDecimal { return decimal.NewNullDecimal(num(text)) }

// density is a province's line in one of the published tables.
type density struct {
	code, name                        string
	population, inventions, published string
}

// densities reads the provinces of the published tables by date.
func densities(t testing.TB) map[string][]density {
	t.Helper()
	f, err := os.Open("testdata/cnipa_valid_inventions_density.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment, r.FieldsPerRecord = '#', -1
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	dates := map[string][]density{}
	for _, line := range lines {
		if len(line) == 8 && line[1] == "province" {
			dates[line[0]] = append(dates[line[0]], density{line[2], line[3], line[4], line[5], line[7]})
		}
	}
	return dates
}

// TestPublishedDensities recomputes CNIPA's per-capita ranking at five dates
// from inventions and populations: every printed density lies within what the
// rounding of the population allows, and the ranking by the recomputed figures
// is the printed one but for a pair of 244.7 and 244.4, whose order populations
// in 0.1 million cannot settle.
func TestPublishedDensities(t *testing.T) {
	published := densities(t)
	unsettled := map[string][]string{"2014-09": {"Heilongjiang", "Hunan"}}
	for _, date := range []string{"2012-03", "2013-04", "2014-01", "2014-09", "2016-12"} {
		t.Run(date, func(t *testing.T) {
			var lines []integrity.PublishedRatio
			var printed, computed []ranking.Entry
			for _, d := range published[date] {
				q := integrity.PublishedRatio{
					Code: d.code, Name: d.name, Numerator: num(d.inventions), Denominator: num(d.population),
				}
				e := ranking.Entry{Code: d.code, Name: d.name, Value: q.Numerator.DivRound(q.Denominator, 12)}
				if d.published != "" {
					q.Ratio = some(d.published)
					computed = append(computed, e)
					e.Value = q.Ratio.Decimal
					printed = append(printed, e)
				}
				lines = append(lines, q)
			}

			if len(printed) < 29 {
				t.Fatalf("%d provinces", len(printed))
			}

			found, err := integrity.Recount(lines, integrity.RecountOptions{Places: 1, DenominatorPlaces: 1})
			if err != nil {
				t.Fatal(err)
			}

			if len(found) != 0 {
				t.Errorf("Recount() doubts %v", found)
			}
			byPrint, err := ranking.New(printed, ranking.Options{Better: target.Higher})
			if err != nil {
				t.Fatal(err)
			}

			byFigures, err := ranking.New(computed, ranking.Options{Better: target.Higher})
			if err != nil {
				t.Fatal(err)
			}

			var moved []string
			for row := range byFigures.All() {
				if p, _ := byPrint.Row(row.Code); p.Rank != row.Rank {
					moved = append(moved, row.Name)
				}
			}

			if diff := cmp.Diff(unsettled[date], moved); diff != "" {
				t.Errorf("other ranks than published mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSwappedPopulations finds the two provinces that the table of September
// 2014 prints with each other's population.
func TestSwappedPopulations(t *testing.T) {
	published := densities(t)
	earlier := map[string]string{}
	for _, d := range published["2014-01"] {
		earlier[d.code] = d.population
	}

	var lines []integrity.PublishedRatio
	for _, d := range published["2014-09"] {
		q := integrity.PublishedRatio{
			Code: d.code, Name: d.name, Numerator: num(d.inventions), Denominator: num(d.population),
		}
		if d.published != "" {
			q.Ratio = some(d.published)
		}
		if p, ok := earlier[d.code]; ok {
			q.Earlier = some(p)
		}
		lines = append(lines, q)
	}

	o := integrity.RecountOptions{Places: 1, DenominatorPlaces: 1, MaxChange: num("0.05")}
	got, err := integrity.Recount(lines, o)
	if err != nil {
		t.Fatal(err)
	}

	want := []integrity.Finding{
		{
			PublishedRatio: integrity.PublishedRatio{
				Code: "360000", Name: "Jiangxi", Numerator: num("3896"), Denominator: num("34.8"), Earlier: some("45"),
			},
			Changed: true, Low: num("111.8"), High: num("112.1"), SwappedWith: "520000", Corrected: num("86.6"),
		},
		{
			PublishedRatio: integrity.PublishedRatio{
				Code: "520000", Name: "Guizhou", Numerator: num("3940"), Denominator: num("45.0"),
				Ratio: some("87.5"), Earlier: some("34.8"),
			},
			Changed: true, Low: num("87.5"), High: num("87.7"), SwappedWith: "360000", Corrected: num("113.2"),
		},
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Recount() mismatch (-want +got):\n%s", diff)
	}
}

func TestRecount(t *testing.T) {
	line := func(code, n, d, published, earlier string) integrity.PublishedRatio {
		q := integrity.PublishedRatio{Code: code, Numerator: num(n), Denominator: num(d)}
		if published != "" {
			q.Ratio = some(published)
		}
		if earlier != "" {
			q.Earlier = some(earlier)
		}
		return q
	}

	o := integrity.RecountOptions{Per: num("100"), Places: 1, MaxChange: num("0.1")}
	for _, c := range []struct {
		name  string
		lines []integrity.PublishedRatio
		want  map[string]string // doubtful lines, and with which each was exchanged
	}{
		{"fits at the end of the rounding", []integrity.PublishedRatio{line("a", "1", "10", "9.5", "")}, nil},
		{
			"misfit just beyond it",
			[]integrity.PublishedRatio{line("a", "1", "10", "9.4", "")},
			map[string]string{"a": ""},
		},
		{"change at the limit", []integrity.PublishedRatio{line("a", "1", "11", "", "10")}, nil},
		{"change beyond it", []integrity.PublishedRatio{line("a", "1", "12", "", "10")}, map[string]string{"a": ""}},
		{"least ratio that is allowed", []integrity.PublishedRatio{line("a", "0.99275", "10", "10.5", "")}, nil},
		{
			"less than that",
			[]integrity.PublishedRatio{line("a", "0.99274", "10", "10.5", "")},
			map[string]string{"a": ""},
		},
		{"greatest ratio that is allowed", []integrity.PublishedRatio{line("a", "1.00275", "10", "9.5", "")}, nil},
		{
			"more than that",
			[]integrity.PublishedRatio{line("a", "1.00276", "10", "9.5", "")},
			map[string]string{"a": ""},
		},
		{
			"jumps that an exchange undoes",
			[]integrity.PublishedRatio{line("a", "1", "20", "", "10"), line("b", "1", "10", "", "20")},
			map[string]string{"a": "b", "b": "a"},
		},
		{
			"jumps that an exchange does not undo",
			[]integrity.PublishedRatio{line("a", "1", "20", "", "10"), line("b", "1", "40", "", "20")},
			map[string]string{"a": "", "b": ""},
		},
		{
			"an exchange for a misfit, whatever the earlier denominators",
			[]integrity.PublishedRatio{line("b", "6", "50", "20.0", "50"), line("a", "5", "30", "10.0", "30")},
			map[string]string{"a": "b", "b": "a"},
		},
		{
			"denominators exchanged under ratios that are right",
			[]integrity.PublishedRatio{line("b", "6", "50", "20.0", ""), line("a", "5", "30", "10.0", "")},
			map[string]string{"a": "b", "b": "a"},
		},
		{
			"an exchange that settles one only",
			[]integrity.PublishedRatio{line("b", "6", "50", "20.0", ""), line("a", "5", "30", "11.0", "")},
			map[string]string{"a": "", "b": ""},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := integrity.Recount(c.lines, o)
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]string
			for _, f := range found {
				if got == nil {
					got = map[string]string{}
				}
				got[f.Code] = f.SwappedWith
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("Recount() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRecountProblems(t *testing.T) {
	_, err := integrity.Recount([]integrity.PublishedRatio{
		{Code: "b", Denominator: num("0"), Numerator: num("-1")},
		{Code: "a", Denominator: num("1"), Ratio: decimal.NewNullDecimal(decimal.New(1, 999))},
		{Code: "b", Denominator: num("1"), Earlier: some("0")},
		{Denominator: num("1")},
	}, integrity.RecountOptions{Per: num("-1"), Places: 31, MaxChange: num("-1")})
	var got []string
	for _, e := range target.AllErrors(err) {
		got = append(got, e.Path)
	}
	want := []string{
		"options.per", "options.maxChange", "options.places", `lines[""].code`, `lines["a"].ratio`,
		`lines["b"]`, `lines["b"].denominator`, `lines["b"].earlier`, `lines["b"].numerator`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Recount() mismatch (-want +got):\n%s", diff)
	}
}

// TestRecountSmallDenominators recounts ratios to denominators that stand for
// numbers down to zero, whose greatest value is not bounded.
func TestRecountSmallDenominators(t *testing.T) {
	for d, want := range map[string][2]string{
		"0.4": {"1", "1"}, "0.5": {"1", "1"}, "0.6": {"1", "10"}, "1": {"1", "2"},
	} {
		lines := []integrity.PublishedRatio{{Code: "a", Numerator: num("1"), Denominator: num(d), Earlier: some("9")}}
		got, err := integrity.Recount(lines, integrity.RecountOptions{})
		if err != nil || len(got) != 1 {
			t.Fatalf("Recount() = %v, %v", got, err)
		}
		if got[0].Low.String() != want[0] || got[0].High.String() != want[1] {
			t.Errorf("1/%s lies between %s and %s, want %s", d, got[0].Low, got[0].High, want)
		}
	}
}

// TestRecountManyDoubts looks for exchanges among a thousand lines in doubt, and
// not among more.
func TestRecountManyDoubts(t *testing.T) {
	lines := []integrity.PublishedRatio{
		{Code: "a", Numerator: num("1"), Denominator: num("20"), Earlier: some("10")},
		{Code: "b", Numerator: num("1"), Denominator: num("10"), Earlier: some("20")},
	}
	for i := range 998 {
		lines = append(lines, integrity.PublishedRatio{
			Code: fmt.Sprintf("c%d", i), Numerator: num("1"), Denominator: num("1"), Earlier: some("1000"),
		})
	}

	for _, c := range []struct {
		lines   []integrity.PublishedRatio
		swapped string
	}{
		{lines, "b"},
		{append(lines, integrity.PublishedRatio{
			Code: "d", Numerator: num("1"), Denominator: num("1"), Earlier: some("1000"),
		}), ""},
	} {
		got, err := integrity.Recount(c.lines, integrity.RecountOptions{
			Places: 30, DenominatorPlaces: 30, MaxChange: num("0.1"),
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(c.lines) || got[0].SwappedWith != c.swapped {
			t.Errorf(
				"of %d lines %d are in doubt, the first exchanged with %q, want %q", len(c.lines), len(got),
				got[0].SwappedWith, c.swapped,
			)
		}
	}
}
