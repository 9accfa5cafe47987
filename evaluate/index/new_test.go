package index_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func leaf(code, parent string) index.Node {
	return index.Node{Code: code, Parent: parent, Better: target.Higher}
}

func group(code, parent string) index.Node { return index.Node{Code: code, Parent: parent} }

// with returns a node after a change.
func with(n index.Node, change func(n *index.Node)) index.Node {
	change(&n)
	return n
}

func TestNewRefuses(t *testing.T) {
	huge := decimal.New(1, 1_000_000_000)
	two := []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")}
	normalise := func(n index.Normalisation, better target.Direction) index.Spec {
		return index.Spec{Nodes: []index.Node{group("x", ""), {Code: "a", Parent: "x", Better: better, Normalise: n}}}
	}

	for _, tt := range []struct {
		name string
		spec index.Spec
		want []string
	}{
		{"nothing", index.Spec{}, []string{"nodes is required"}},
		{
			"no code",
			index.Spec{Nodes: []index.Node{group("", ""), leaf("a", "x")}},
			[]string{`nodes[""].code is required`},
		},
		{
			"two of one code, three of another",
			index.Spec{Nodes: []index.Node{
				leaf("b", "x"), leaf("a", "x"), group("x", ""), leaf("b", "x"), leaf("a", "x"), leaf("a", "x"),
			}},
			[]string{`nodes["a"] is given twice`, `nodes["b"] is given twice`},
		},
		{
			"unknown parent",
			index.Spec{Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "y")}},
			[]string{`nodes["b"].parent is unknown`},
		},
		{
			"two roots",
			index.Spec{Nodes: []index.Node{group("x", ""), group("w", ""), leaf("a", "x"), leaf("b", "w")}},
			[]string{`nodes["x"].parent is required`},
		},
		{
			"cycle, and what hangs from it",
			index.Spec{Nodes: []index.Node{
				group("x", ""), leaf("a", "x"), group("p", "r"), group("q", "p"), group("r", "q"), leaf("s", "p"),
			}},
			[]string{
				`nodes["p"].parent is part of a cycle`, `nodes["q"].parent is part of a cycle`,
				`nodes["r"].parent is part of a cycle`,
			},
		},
		{
			"own parent",
			index.Spec{Nodes: []index.Node{group("x", "x")}},
			[]string{`nodes["x"].parent is part of a cycle`},
		},
		{
			"no direction and no such direction",
			index.Spec{Nodes: []index.Node{
				group("x", ""), {Code: "a", Parent: "x"}, {Code: "b", Parent: "x", Better: 9},
			}},
			[]string{`nodes["a"].better is required`, `nodes["b"].better is unknown`},
		},
		{
			"fields of the other sort",
			index.Spec{Nodes: []index.Node{
				{Code: "x", Better: target.Higher, Normalise: index.Rank{}, Winsorise: &index.Winsorise{}},
				{
					Code: "a", Parent: "x", Better: target.Higher, Weigh: index.EqualWeights{},
					Aggregate: index.Minimum{}, Availability: maybe("1"),
				},
			}},
			[]string{
				`nodes["x"].better does not fit`, `nodes["x"].normalise does not fit`,
				`nodes["x"].winsorise does not fit`,
				`nodes["a"].weigh does not fit`, `nodes["a"].aggregate does not fit`,
				`nodes["a"].availability does not fit`,
			},
		},
		{
			"weights",
			index.Spec{Nodes: []index.Node{
				group("x", ""),
				with(leaf("a", "x"), func(n *index.Node) { n.Weight = maybe("-1") }),
				with(leaf("b", "x"), func(n *index.Node) {
					n.Weight = decimal.NullDecimal{Decimal: huge, Valid: true}
				}),
			}},
			[]string{`nodes["a"].weight is out of range`, `nodes["b"].weight is out of range`},
		},
		{
			"weights all zero",
			index.Spec{Nodes: []index.Node{group("x", ""), with(leaf("a", "x"), func(n *index.Node) {
				n.Weight = maybe("0")
			})}},
			[]string{`nodes["x"] is not valid`},
		},
		{
			"availability",
			index.Spec{Availability: maybe("1.01"), Nodes: []index.Node{
				group("x", ""), with(
					group("y", "x"), func(n *index.Node) { n.Availability = maybe("-0.1") },
				), leaf("a", "y"),
			}},
			[]string{`availability is out of range`, `nodes["y"].availability is out of range`},
		},
		{
			"goalposts the wrong way", normalise(index.Goalposts{Low: dec("2"), High: dec("2")}, target.Higher),
			[]string{`nodes["a"].normalise.high is out of range`},
		},
		{"goalposts that round to one", normalise(index.Goalposts{
			Low: dec("100000000000000000000"), High: dec("100000000000000000001"),
		}, target.Higher), []string{`nodes["a"].normalise.high is out of range`}},
		{"range that rounds to one figure", normalise(index.MinMax{Onto: index.ScoreRange{
			From: dec("1"), To: dec("1.00000000000000000001"),
		}}, target.Higher), []string{`nodes["a"].normalise.onto.to is out of range`}},
		{
			"range the wrong way", normalise(index.MinMax{Onto: index.ScoreRange{From: dec("1")}}, target.Higher),
			[]string{`nodes["a"].normalise.onto.to is out of range`},
		},
		{
			"huge range", normalise(index.PercentileRank{Onto: index.ScoreRange{To: huge}}, target.Higher),
			[]string{`nodes["a"].normalise.onto.to is out of range`},
		},
		{
			"negative deviation", normalise(index.ZScore{SD: dec("-1")}, target.Higher),
			[]string{`nodes["a"].normalise.sd is out of range`},
		},
		{
			"nearer without a target", normalise(index.MinMax{}, target.Nearer),
			[]string{`nodes["a"].better does not fit`},
		},
		{
			"lower score as it is", normalise(index.AsIs{}, target.Lower),
			[]string{`nodes["a"].better does not fit`},
		},
		{"pointer", normalise((*index.MinMax)(nil), target.Higher), []string{`nodes["a"].normalise is unknown`}},
		{"pointer to a mean", index.Spec{Nodes: two, Aggregate: (*index.Power)(nil)}, []string{`aggregate is unknown`}},
		{"pointer to weights", index.Spec{Nodes: two, Weigh: (*index.AHP)(nil)}, []string{`weigh is unknown`}},
		{"power of zero", index.Spec{Nodes: two, Aggregate: index.Power{}}, []string{`aggregate.p is out of range`}},
		{
			"power of 101",
			index.Spec{Nodes: two, Aggregate: index.Power{P: dec("-101")}},
			[]string{`aggregate.p is out of range`},
		},
		{
			"winsorising",
			index.Spec{Nodes: []index.Node{group("x", ""), with(leaf("a", "x"), func(n *index.Node) {
				n.Winsorise = &index.Winsorise{Skewness: maybe("-1"), Most: 1001}
			})}},
			[]string{`nodes["a"].winsorise.skewness is out of range`, `nodes["a"].winsorise.most is out of range`},
		},
		{
			"judgements about others",
			index.Spec{Nodes: two, Weigh: index.AHP{
				Order: []string{"a", "c", "a"}, Matrix: [][]decimal.Decimal{{dec("1")}},
			}},
			[]string{
				`nodes["x"].weigh.order[1] is unknown`, `nodes["x"].weigh.order[2] is given twice`,
				`nodes["x"].weigh.order has no figure`, `nodes["x"].weigh.matrix does not fit`,
			},
		},
		{
			"judgements in a circle",
			index.Spec{
				Nodes: append([]index.Node{leaf("c", "x")}, two...),
				Weigh: index.AHP{
					Order: []string{"a", "b", "c"}, Matrix: matrix("1 9 0.1111111111111111", "0 1 9", "0 0 1"),
				},
			},
			[]string{`nodes["x"].weigh.matrix cannot be met`},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := index.New(tt.spec)
			if c != nil {
				t.Error("New() returns an index with an error")
			}
			if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s\n%v", diff, err)
			}
		})
	}
}

func matrix(rows ...string) [][]decimal.Decimal {
	var out [][]decimal.Decimal
	for _, row := range rows {
		var r []decimal.Decimal
		for f := range strings.FieldsSeq(row) {
			r = append(r, dec(f))
		}
		out = append(out, r)
	}
	return out
}

func TestCompareRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		matrix [][]decimal.Decimal
		want   []string
	}{
		{"nothing", nil, []string{"matrix is out of range"}},
		{"too many", make([][]decimal.Decimal, 16), []string{"matrix is out of range"}},
		{"not square", matrix("1 2", "1"), []string{"matrix[1] does not fit"}},
		{"diagonal", matrix("2 2", "0.5 1"), []string{"matrix[0][0] is not valid"}},
		{
			"zero and negative", matrix("1 0 2", "0 1 3", "0.5 -1 1"),
			[]string{"matrix[0][1] is out of range", "matrix[2][1] is out of range"},
		},
		{"not reciprocal", matrix("1 2", "0.4 1"), []string{"matrix[1][0] does not fit"}},
		{
			"huge",
			[][]decimal.Decimal{{dec("1"), decimal.New(1, 999999999)}, {dec("0"), dec("1")}},
			[]string{"matrix[0][1] is out of range"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := index.ComparePairwise(tt.matrix)
			if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCompareSmall(t *testing.T) {
	for _, tt := range []struct {
		matrix [][]decimal.Decimal
		want   index.PairwiseComparison
	}{
		{matrix("1"), index.PairwiseComparison{Weights: []float64{1}, Lambda: 1}},
		{matrix("0 4", "0 0"), index.PairwiseComparison{Weights: []float64{0.8, 0.2}, Lambda: 2}},
		{matrix("1 0.25", "4 1"), index.PairwiseComparison{Weights: []float64{0.2, 0.8}, Lambda: 2}},
		{matrix("1 2 6", "0 1 3", "0 0 1"), index.PairwiseComparison{Weights: []float64{0.6, 0.3, 0.1}, Lambda: 3}},
		{matrix("1 1e60", "0 1"), index.PairwiseComparison{Weights: []float64{1, 1e-60}, Lambda: 2}},
	} {
		got, err := index.ComparePairwise(tt.matrix)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, got, approx(2e-15)); diff != "" {
			t.Errorf("ComparePairwise() mismatch (-want +got):\n%s", diff)
		}
	}
}

// The ratio is to Saaty's mean index of random judgements on as many things.
func TestCompareRatio(t *testing.T) {
	for n, random := range map[int]float64{
		3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49, 11: 1.51, 12: 1.48, 13: 1.56, 14: 1.57,
		15: 1.59,
	} {
		m := make([][]decimal.Decimal, n)
		for i := range m {
			m[i] = make([]decimal.Decimal, n)
			for j := i + 1; j < n; j++ {
				m[i][j] = decimal.New(int64(1+(i+2*j)%4), 0)
			}
		}
		c, err := index.ComparePairwise(m)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Index / c.Ratio; !near(got, random) || c.Index <= 0 ||
			!near(c.Index, (c.Lambda-float64(n))/float64(n-1)) {
			t.Errorf("%d things: index %v, ratio %v, λ %v", n, c.Index, c.Ratio, c.Lambda)
		}
	}
}

func TestScoreRefuses(t *testing.T) {
	two := []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")}
	data := func(a, b []decimal.NullDecimal) index.Data {
		return index.Data{Units: []string{"u", "v", "w"}, Figures: map[string][]decimal.NullDecimal{"a": a, "b": b}}
	}
	good := figures("1 2 3")
	huge := []decimal.NullDecimal{{Decimal: decimal.New(1, 1_000_000_000), Valid: true}, good[1], {
		Decimal: decimal.New(1, -2_000_000_000), Valid: true,
	}}

	own := index.Spec{Nodes: two, Normalise: index.OwnTarget{}}
	for _, tt := range []struct {
		name string
		spec index.Spec
		data index.Data
		want []string
	}{
		{
			"nothing",
			index.Spec{Nodes: two},
			index.Data{},
			[]string{"units is required", `figures["a"] is required`, `figures["b"] is required`},
		},
		{
			"units",
			index.Spec{Nodes: two},
			index.Data{Units: []string{"v", "", "v", "v"}, Figures: map[string][]decimal.NullDecimal{
				"a": make([]decimal.NullDecimal, 4), "b": make([]decimal.NullDecimal, 4),
			}},
			[]string{`units[""] is required`, `units["v"] is given twice`},
		},
		{
			"columns",
			index.Spec{Nodes: two},
			index.Data{
				Units: []string{"u"}, Figures: map[string][]decimal.NullDecimal{"a": good, "x": good, "c": good},
				Targets: map[string][]decimal.NullDecimal{"a": good},
			},
			[]string{
				`figures["a"] does not fit`, `figures["c"] is unknown`, `figures["x"] is unknown`,
				`targets["a"] is unknown`, `figures["b"] is required`,
			},
		},
		{"no targets", own, data(good, good), []string{`targets["a"] is required`, `targets["b"] is required`}},
		{
			"out of bounds",
			index.Spec{Nodes: two},
			data(good, huge),
			[]string{`figures["b"]["u"] is out of range`, `figures["b"]["w"] is out of range`},
		},
		{
			"no figures",
			index.Spec{Nodes: two, Availability: maybe("0")},
			data(good, figures("- - -")),
			[]string{`figures["b"] has no figure`},
		},
		{"constant", index.Spec{Nodes: two}, data(good, figures("5 5.0 5")), []string{`figures["b"] is not valid`}},
		{
			"constant by rank",
			index.Spec{Nodes: two, Normalise: index.Rank{}, Availability: maybe("0")},
			data(figures("1 - -"), figures("5 - 5")),
			[]string{`figures["a"] is not valid`, `figures["b"] is not valid`},
		},
		{
			"gap",
			index.Spec{Nodes: two},
			data(figures("1 - 3"), figures("- 1 2")),
			[]string{`figures["a"]["v"] has no figure`, `figures["b"]["u"] has no figure`},
		},
		{
			"geometric from zero",
			index.Spec{Nodes: two, Aggregate: index.Geometric{}},
			data(good, figures("3 2 1")),
			[]string{`scores["a"]["u"] is out of range`, `scores["b"]["w"] is out of range`},
		},
		{
			"harmonic of negative",
			index.Spec{Nodes: two, Aggregate: index.Harmonic{}, Normalise: index.AsIs{}},
			data(good, figures("3 -2 1")),
			[]string{`scores["b"]["v"] is out of range`},
		},
		{
			"power of negative",
			index.Spec{Nodes: two, Aggregate: index.Power{P: dec("2")}, Normalise: index.AsIs{}},
			data(good, figures("3 -2 0")),
			[]string{`scores["b"]["v"] is out of range`},
		},
		{
			"negative power of zero",
			index.Spec{Nodes: two, Aggregate: index.Power{P: dec("-2")}, Normalise: index.AsIs{}},
			data(good, figures("3 2 0")),
			[]string{`scores["b"]["w"] is out of range`},
		},
		{"share of the lowest, not positive", index.Spec{
			Nodes:     []index.Node{group("x", ""), {Code: "a", Parent: "x", Better: target.Lower}, leaf("b", "x")},
			Normalise: index.ShareOfBest{},
		}, data(figures("0 1 2"), figures("-3 -2 0")), []string{
			`figures["a"] is out of range`, `figures["b"] is out of range`,
		}},
		{
			"entropy of negative",
			index.Spec{Nodes: two, Weigh: index.Entropy{}, Normalise: index.ZScore{}},
			data(good, good),
			[]string{`nodes["a"] is out of range`, `nodes["b"] is out of range`},
		},
		{
			"no spread",
			index.Spec{Nodes: two, Weigh: index.StandardDeviation{}, Normalise: index.AsIs{}},
			data(figures("1 1 1"), figures("2 2 2")),
			[]string{`nodes["x"].weigh is not valid`},
		},
		{
			"no spread to correlate",
			index.Spec{Nodes: two, Weigh: index.CRITIC{}, Normalise: index.AsIs{}},
			data(figures("1 1 1"), good),
			[]string{`nodes["a"] is not valid`},
		},
		{
			"no conflict",
			index.Spec{Nodes: two, Weigh: index.CRITIC{}},
			data(good, figures("10.1 10.2 10.3")),
			[]string{`nodes["x"].weigh is not valid`},
		},
		{
			"too few units to weigh",
			index.Spec{Nodes: two, Weigh: index.CRITIC{}, Availability: maybe("0")},
			data(figures("1 2 -"), figures("- 1 2")),
			[]string{`nodes["x"].weigh has no figure`},
		},
		{
			"target is baseline", own,
			index.Data{
				Units: []string{"u", "v"}, Figures: map[string][]decimal.NullDecimal{
					"a": figures("1 2"), "b": figures("1 2"),
				},
				Targets:   map[string][]decimal.NullDecimal{"a": figures("3 0"), "b": figures("4 5")},
				Baselines: map[string][]decimal.NullDecimal{"b": figures("4.0 -")},
			},
			[]string{`targets["a"]["v"] is not valid`, `targets["b"]["u"] is not valid`},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := index.New(tt.spec)
			if err != nil {
				t.Fatal(err)
			}
			r, err := c.Score(tt.data)
			if r != nil {
				t.Error("Score() returns a result with an error")
			}
			if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s\n%v", diff, err)
			}
		})
	}
}

func TestErrorsMatchTheirSentinels(t *testing.T) {
	_, err := index.New(index.Spec{Nodes: []index.Node{group("x", "y"), leaf("a", "x")}})
	if !errors.Is(err, target.ErrUnknown) || errors.Is(err, target.ErrCycle) {
		t.Errorf("New() = %v", err)
	}
}

// A deep chain and a wide group take no recursion and no square time.
func TestNewLargeTrees(t *testing.T) {
	const n = 100_000
	chain := []index.Node{group("0", "")}
	wide := []index.Node{group("0", "")}
	for i := 1; i <= n; i++ {
		chain = append(chain, group(fmt.Sprint(i), fmt.Sprint(i-1)))
		wide = append(wide, leaf(fmt.Sprint(i), "0"))
	}

	chain[n].Better = target.Higher
	c, err := index.New(index.Spec{Nodes: chain, Normalise: index.AsIs{}})
	if err != nil {
		t.Fatal(err)
	}

	r, err := c.Score(index.Data{
		Units: []string{"u"}, Figures: map[string][]decimal.NullDecimal{fmt.Sprint(n): figures("7")},
	})
	if err != nil {
		t.Fatal(err)
	}

	if got, ok := r.Score("u", "0"); got != 7 || !ok {
		t.Errorf("score %v, %v", got, ok)
	}
	if got := r.Contributions("u"); len(got) != n+1 || got[n].Points != 7 {
		t.Errorf("%d contributions", len(got))
	}
	if _, err := index.New(index.Spec{Nodes: wide}); err != nil {
		t.Error(err)
	}
	chain[0].Parent = fmt.Sprint(n - 1)
	if _, err := index.New(index.Spec{Nodes: chain}); !errors.Is(err, target.ErrCycle) {
		t.Errorf("New() = %v, want a cycle", err)
	}
}
