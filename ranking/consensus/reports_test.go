package consensus_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/ranking/consensus"
	"github.com/targetcascade/cascade/target"
)

// reports are public bug reports and test files, and what is right. A field that is
// absent is one that the report does not speak of.
type reports struct {
	Correlation []struct {
		Source, What                                     string
		X, Y                                             []json.Number
		Digits                                           int32
		TauA, TauB, TauC, Spearman, Distance, Normalized json.RawMessage
	}
	Weighted []struct {
		Source, What    string
		X, Y            []json.Number
		Alike, Multiply bool
		By              string
		Want            float64
	}
	Overlap []struct {
		Source, What, A, B                   string
		P, AverageOverlap, RBO, Extrapolated string
	}
	Ballots []struct {
		Source, What             string
		Unranked                 consensus.Unranked
		Ballots                  []string
		Kemeny                   []string
		Cost                     string
		Borda, Copeland, Prefers map[string]decimal.Decimal
		Count                    int64             // of optimal orders
		Orders                   map[string]string // by rule
	}
}

func readReports(t *testing.T) reports {
	t.Helper()
	var file reports
	testkit.ReadJSON(t, "testdata/reports.json", &file)
	return file
}

func TestReportsOfCorrelation(t *testing.T) {
	for _, c := range readReports(t).Correlation {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			a, b := descending(t, c.X), descending(t, c.Y)
			k, err := consensus.NewKendall(a, b)
			if err != nil {
				t.Fatal(err)
			}
			rho, err := consensus.Spearman(a, b)
			if err != nil {
				t.Fatal(err)
			}

			digits := c.Digits
			if digits == 0 {
				digits = 15
			}
			checkReported(t, "TauA", k.TauA(), c.TauA, digits)
			checkReported(t, "TauB", k.TauB(), c.TauB, digits)
			checkReported(t, "TauC", k.TauC(), c.TauC, digits)
			checkReported(t, "Spearman", rho, c.Spearman, digits)
			checkReported(t, "Distance", decimal.NewNullDecimal(k.Distance()), c.Distance, digits)
			checkReported(t, "Normalized", k.Normalized(), c.Normalized, digits)
		})
	}

	_, err := consensus.NewKendall(consensus.Strict("a", "b", "c"), consensus.Strict("a", "b"))
	if err == nil {
		t.Error("NewKendall() accepts lists of two lengths")
	}
	if _, err := consensus.Descending(nil); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Descending(nil) = %v, want ErrRequired", err)
	}
}

// checkReported compares a coefficient with a reported one to some decimals.
func checkReported(t *testing.T, name string, got decimal.NullDecimal, want json.RawMessage, digits int32) {
	t.Helper()
	switch {
	case want == nil:
		return
	case string(want) == "null":
		if got.Valid {
			t.Errorf("%s = %v, want none", name, got.Decimal)
		}
		return
	}
	w := testkit.Dec(strings.Trim(string(want), `"`))
	if off := got.Decimal.Sub(w).Abs(); !got.Valid || off.Cmp(decimal.New(5, -digits-1)) > 0 {
		t.Errorf("%s = %v, want %v", name, got, w)
	}
}

func TestReportsOfWeightedTau(t *testing.T) {
	for _, c := range readReports(t).Weighted {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			o := consensus.WeightedTauOptions{Multiply: c.Multiply}
			if c.Alike {
				o.Weigh = func(int) float64 { return 1 }
			}
			switch c.By {
			case "a":
				o.By = consensus.ByA
			case "b":
				o.By = consensus.ByB
			case "order":
				o.By = consensus.ByOrder
				for i := range c.X {
					o.Order = append(o.Order, code(i))
				}
			}
			got, err := consensus.WeightedTau(descending(t, c.X), descending(t, c.Y), o)
			if err != nil || math.Abs(got-c.Want) > 1e-14 {
				t.Errorf("WeightedTau() = %v, %v, want %v", got, err, c.Want)
			}
		})
	}
}

// One item, all tied, and lists of two lengths (scipy test_stats.py TestWeightedTau).
func TestReportWeightedTauErrors(t *testing.T) {
	ab := consensus.Strict("a", "b")
	for name, c := range map[string]struct {
		a, b consensus.Ranking
		o    consensus.WeightedTauOptions
	}{
		"one item":    {a: consensus.Strict("a"), b: consensus.Strict("a")},
		"all tied":    {a: consensus.Ranking{{"a", "b"}}, b: ab},
		"two lengths": {a: ab, b: consensus.Strict("a", "b", "c")},
		"an order of three": {
			a: ab, b: ab,
			o: consensus.WeightedTauOptions{By: consensus.ByOrder, Order: []string{"a", "b", "c"}},
		},
	} {
		if _, err := consensus.WeightedTau(c.a, c.b, c.o); err == nil {
			t.Errorf("WeightedTau() accepts %s", name)
		}
	}
}

// Lists with many ties against counting all pairs (scipy test_weightedtau_vs_quadratic).
func TestReportWeightedTauByCounting(t *testing.T) {
	rnd := rand.New(rand.NewPCG(42, 0))
	for size := 3; size < 10; size++ {
		var a []int
		for i := range size {
			a = append(a, slices.Repeat([]int{i}, i)...)
		}
		b := slices.Clone(a)
		rnd.Shuffle(len(a), func(i, j int) { a[i], a[j] = a[j], a[i] })
		rnd.Shuffle(len(b), func(i, j int) { b[i], b[j] = b[j], b[i] })
		perm := rnd.Perm(len(a))
		order := make([]string, len(a))
		for i, p := range perm {
			order[p] = code(i)
		}

		for _, multiply := range []bool{false, true} {
			o := consensus.WeightedTauOptions{By: consensus.ByOrder, Order: order, Multiply: multiply}
			got, err := consensus.WeightedTau(rankingOf(t, a), rankingOf(t, b), o)
			want := countedTau(a, b, perm, multiply)
			if err != nil || math.Abs(got-want) > 1e-13 {
				t.Errorf("WeightedTau(Multiply: %t) = %v, %v of %d items, want %v", multiply, got, err, len(a), want)
			}
		}
	}
}

func rankingOf(t *testing.T, figures []int) consensus.Ranking {
	t.Helper()
	byCode := map[string]decimal.Decimal{}
	for i, f := range figures {
		byCode[code(i)] = decimal.New(int64(f), 0)
	}
	r, err := consensus.Descending(byCode)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// countedTau weighs each pair by the places of its items.
func countedTau(a, b, perm []int, multiply bool) float64 {
	direction := func(x int) float64 { return float64(min(1, max(-1, x))) }
	var product, ofA, ofB float64
	for i := range a {
		for j := range a {
			u, v := 1/float64(perm[i]+1), 1/float64(perm[j]+1)
			weight := u + v
			if multiply {
				weight = u * v
			}
			x, y := direction(a[i]-a[j]), direction(b[i]-b[j])
			product += weight * x * y
			ofA += weight * x * x
			ofB += weight * y * y
		}
	}
	return product / math.Sqrt(ofA*ofB)
}

func TestReportsOfOverlap(t *testing.T) {
	for _, c := range readReports(t).Overlap {
		t.Run(c.Source+": "+c.What+", "+c.A+" and "+c.B, func(t *testing.T) {
			a, b := strings.Split(c.A, ""), strings.Split(c.B, "")
			if c.AverageOverlap != "" {
				got, err := consensus.AverageOverlap(a, b, 0)
				if err != nil || !got.Round(3).Equal(testkit.Dec(c.AverageOverlap)) {
					t.Errorf("AverageOverlap() = %v, %v, want %s", got, err, c.AverageOverlap)
				}
			}
			if c.RBO != "" {
				got, err := consensus.RBO(a, b, testkit.Dec(c.P))
				if err != nil || !got.Equal(testkit.Dec(c.RBO)) {
					t.Errorf("RBO() = %v, %v, want %s", got, err, c.RBO)
				}
			}
			if c.P == "" {
				return
			}
			got, err := consensus.RBOExtrapolated(a, b, testkit.Dec(c.P))
			if err != nil || got.Sign() < 0 || got.Cmp(testkit.Dec("1")) > 0 {
				t.Errorf("RBOExtrapolated() = %v, %v, want a share", got, err)
			}
			if c.Extrapolated != "" && !got.Equal(testkit.Dec(c.Extrapolated)) {
				t.Errorf("RBOExtrapolated() = %v, want %s", got, c.Extrapolated)
			}
		})
	}

	// Empty lists are refused (changyaochen/rbo tests/test.py).
	for _, lists := range [][2][]string{{nil, nil}, {{"a"}, nil}, {nil, {"a"}}} {
		if _, err := consensus.AverageOverlap(lists[0], lists[1], 0); err == nil {
			t.Errorf("AverageOverlap() accepts %q", lists)
		}
		if _, err := consensus.RBOExtrapolated(lists[0], lists[1], testkit.Dec("0.95")); err == nil {
			t.Errorf("RBOExtrapolated() accepts %q", lists)
		}
	}
}

func TestReportsOfBallots(t *testing.T) {
	for _, c := range readReports(t).Ballots {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			p := preferencesOf(t, c.Unranked, c.Ballots)
			kemeny, err := p.Kemeny()
			if err != nil {
				t.Fatal(err)
			}
			if c.Kemeny != nil {
				var got []string
				for order := range kemeny.All() {
					got = append(got, strings.Join(order, " "))
				}
				if !slices.Equal(got, c.Kemeny) {
					t.Errorf("Kemeny() = %q, want %q", got, c.Kemeny)
				}
			}
			if c.Cost != "" && !kemeny.Cost.Equal(testkit.Dec(c.Cost)) {
				t.Errorf("Cost = %v, want %s", kemeny.Cost, c.Cost)
			}
			if got := kemeny.Count().Int64(); c.Count != 0 && got != c.Count {
				t.Errorf("Count() = %d, want %d", got, c.Count)
			}

			checkValues(t, "Borda", p.Borda(), c.Borda)
			checkValues(t, "Copeland", p.Copeland(), c.Copeland)
			for name, got := range map[string]consensus.Scores{
				"Borda": p.Borda(), "Copeland": p.Copeland(), "MeanRank": p.MeanRank(),
			} {
				if want := c.Orders[name]; want != "" && written(got.Ranking()) != want {
					t.Errorf("%s = %q, want %q", name, written(got.Ranking()), want)
				}
			}
			for pair, want := range c.Prefers {
				over, under, _ := strings.Cut(pair, ">")
				if got, err := p.Prefers(over, under); err != nil || !got.Equal(want) {
					t.Errorf("Prefers(%s, %s) = %v, %v, want %v", over, under, got, err, want)
				}
			}
		})
	}
}

// preferencesOf returns the preferences of ballots such as "A>B=C * 2".
func preferencesOf(t *testing.T, unranked consensus.Unranked, lines []string) *consensus.Preferences {
	t.Helper()
	var ballots []consensus.Ballot
	for _, line := range lines {
		order, weight, _ := strings.Cut(line, " * ")
		var ranking consensus.Ranking
		for place := range strings.SplitSeq(order, ">") {
			ranking = append(ranking, strings.Split(place, "="))
		}
		ballots = append(ballots, consensus.Ballot{Order: ranking, Weight: testkit.Null(weight)})
	}
	p, err := consensus.New(ballots, consensus.Options{Unranked: unranked})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// written returns a ranking such as "A>B=C".
func written(r consensus.Ranking) string {
	var groups []string
	for _, tied := range r {
		groups = append(groups, strings.Join(tied, "="))
	}
	return strings.Join(groups, ">")
}

func checkValues(t *testing.T, name string, list consensus.Scores, want map[string]decimal.Decimal) {
	t.Helper()
	for _, s := range list {
		if w, ok := want[s.Item]; ok && !s.Value.Equal(w) {
			t.Errorf("%s of %s = %v, want %v", name, s.Item, s.Value, w)
		}
	}
}

// The footrule of two orders of four (pyrankagg test_metrics.py).
func TestReportFootrule(t *testing.T) {
	a := consensus.Strict("bread", "cheese", "milk", "eggs")
	b := consensus.Strict("cheese", "bread", "eggs", "milk")
	got, err := consensus.Footrule(a, b, consensus.MeanPlace)
	if err != nil || !got.Equal(testkit.Dec("4")) {
		t.Errorf("Footrule() = %v, %v, want 4", got, err)
	}
}
