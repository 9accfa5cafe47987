package consensus_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/consensus"
)

func read(t testing.TB, name string, into any) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func code(i int) string { return fmt.Sprintf("%04d", i) }

// number is a float, or NaN written as a string.
type number float64

func (n *number) UnmarshalJSON(b []byte) error {
	if string(b) == `"NaN"` {
		*n = number(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

func descending(t testing.TB, figures []json.Number) consensus.Ranking {
	t.Helper()
	byCode := make(map[string]decimal.Decimal)
	for i, f := range figures {
		byCode[code(i)] = decimal.RequireFromString(f.String())
	}
	r, err := consensus.Descending(byCode)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRankCorrelation(t *testing.T) {
	var oracle struct {
		Cases []struct {
			X, Y         []json.Number
			TauB         number `json:"tau_b"`
			TauC         number `json:"tau_c"`
			Spearman     number `json:"spearman"`
			Weighted     number `json:"weightedtau_hyper_additive"`
			WeightedByX  number `json:"weightedtau_rankNone"`
			SomersD      number `json:"somersd_xy"`
			Concordant   int64  `json:"concordant"`
			Discordant   int64  `json:"discordant"`
			TiedX        int64  `json:"tied_pairs_x"`
			TiedY        int64  `json:"tied_pairs_y"`
			FootruleMin  int64  `json:"footrule_minrank_desc"`
			MeanAbsShift number `json:"mean_abs_rank_shift_minrank_desc"`
		}
	}

	read(t, "rank_correlation.json", &oracle)
	near := func(t *testing.T, what string, got decimal.NullDecimal, want number, tolerance float64) {
		t.Helper()
		if math.IsNaN(float64(want)) {
			if got.Valid {
				t.Errorf("%s = %v, want none", what, got.Decimal)
			}
			return
		}
		if f := got.Decimal.InexactFloat64(); !got.Valid || math.Abs(f-float64(want)) > tolerance {
			t.Errorf("%s = %v, want %v", what, got, want)
		}
	}

	for i, c := range oracle.Cases {
		t.Run(fmt.Sprintf("%d of %d items", i, len(c.X)), func(t *testing.T) {
			x, y := descending(t, c.X), descending(t, c.Y)
			k, err := consensus.NewKendall(x, y)
			if err != nil {
				t.Fatal(err)
			}
			counts := []int64{k.Concordant, k.Discordant, k.TiedA, k.TiedB}
			if diff := cmp.Diff([]int64{c.Concordant, c.Discordant, c.TiedX, c.TiedY}, counts); diff != "" {
				t.Errorf("NewKendall() mismatch (-want +got):\n%s", diff)
			}
			near(t, "TauB", k.TauB(), c.TauB, 1e-14)
			near(t, "TauC", k.TauC(), c.TauC, 1e-14)
			near(t, "SomersD", k.SomersD(), c.SomersD, 1e-14)
			rho, err := consensus.Spearman(x, y)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "Spearman", rho, c.Spearman, 1e-14)
			foot, err := consensus.Footrule(x, y, consensus.HighestPlace)
			if err != nil {
				t.Fatal(err)
			}
			if !foot.Equal(decimal.NewFromInt(c.FootruleMin)) {
				t.Errorf("Footrule = %v, want %d", foot, c.FootruleMin)
			}
			for _, w := range []struct {
				by   consensus.Importance
				want number
			}{{consensus.ByBoth, c.Weighted}, {consensus.ByA, c.WeightedByX}} {
				tau, err := consensus.WeightedTau(x, y, consensus.WeightedTauOptions{By: w.by})
				got := decimal.NullDecimal{}
				if err == nil {
					got = decimal.NewNullDecimal(decimal.NewFromFloat(tau))
				}
				near(t, fmt.Sprintf("WeightedTau by %d", w.by), got, w.want, 1e-13)
			}
		})
	}
}

func TestRankBiasedOverlap(t *testing.T) {
	var oracle struct {
		Cases []struct {
			S, T    []string
			Average float64 `json:"average_overlap_p1"`
			RBO5    float64 `json:"rbo_p0.5"`
			Ext5    float64 `json:"rbo_ext_p0.5"`
			RBO9    float64 `json:"rbo_p0.9"`
			Ext9    float64 `json:"rbo_ext_p0.9"`
			RBO98   float64 `json:"rbo_p0.98"`
			Ext98   float64 `json:"rbo_ext_p0.98"`
		}
	}

	read(t, "rbo.json", &oracle)

	for i, c := range oracle.Cases {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			near := func(what string, got decimal.Decimal, err error, want float64) {
				t.Helper()
				if err != nil || math.Abs(got.InexactFloat64()-want) > 1e-15 {
					t.Errorf("%s = %v, %v, want %v", what, got, err, want)
				}
			}
			ao, err := consensus.AverageOverlap(c.S, c.T, 0)
			near("AverageOverlap", ao, err, c.Average)
			for _, p := range []struct {
				p        string
				rbo, ext float64
			}{{"0.5", c.RBO5, c.Ext5}, {"0.9", c.RBO9, c.Ext9}, {"0.98", c.RBO98, c.Ext98}} {
				got, err := consensus.RBO(c.S, c.T, decimal.RequireFromString(p.p))
				near("RBO "+p.p, got, err, p.rbo)
				got, err = consensus.RBOExtrapolated(c.S, c.T, decimal.RequireFromString(p.p))
				near("RBOExtrapolated "+p.p, got, err, p.ext)
			}
		})
	}
}

func TestAggregation(t *testing.T) {
	var oracle struct {
		Cases []struct {
			Name     string
			Rankings [][]json.Number
			Weights  []json.Number
			Pairwise [][]float64 `json:"pairwise_strict_pref"`
			Borda    []float64   `json:"borda_n_minus_avg_rank"`
			BordaMin []int       `json:"borda_rank_min"`
			Copeland []float64   `json:"copeland"`
			CopeMin  []int       `json:"copeland_rank_min"`
			Mean     []float64   `json:"mean_rank"`
			Cost     float64     `json:"kemeny_cost"`
			Orders   [][]int     `json:"kemeny_optimal_orders"`
		}
	}

	read(t, "rank_aggregation.json", &oracle)

	for _, c := range oracle.Cases {
		t.Run(c.Name, func(t *testing.T) {
			var ballots []consensus.Ballot
			for i, ranks := range c.Rankings {
				byCode := make(map[string]decimal.Decimal)
				for j, r := range ranks {
					byCode[code(j)] = decimal.RequireFromString(r.String())
				}
				order, err := consensus.Ascending(byCode)
				if err != nil {
					t.Fatal(err)
				}
				weight := decimal.RequireFromString(c.Weights[i].String())
				ballots = append(ballots, consensus.Ballot{Order: order, Weight: decimal.NewNullDecimal(weight)})
			}
			p, err := consensus.New(ballots, consensus.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for i := range c.Pairwise {
				for j := range c.Pairwise {
					got, err := p.Prefers(code(i), code(j))
					if err != nil || got.InexactFloat64() != c.Pairwise[i][j] {
						t.Errorf("Prefers(%d, %d) = %v, %v, want %v", i, j, got, err, c.Pairwise[i][j])
					}
				}
			}
			scores(t, "Borda", p.Borda(), c.Borda, c.BordaMin)
			scores(t, "Copeland", p.Copeland(), c.Copeland, c.CopeMin)
			scores(t, "MeanRank", p.MeanRank(), c.Mean, nil)
			k, err := p.Kemeny()
			if err != nil {
				t.Fatal(err)
			}
			var orders [][]int
			for order := range k.All() {
				var o []int
				for _, item := range order {
					o = append(o, slices.Index(p.Items(), item))
				}
				orders = append(orders, o)
			}
			if diff := cmp.Diff(c.Orders, orders); diff != "" {
				t.Errorf("Kemeny() mismatch (-want +got):\n%s", diff)
			}
			if !k.Exact || !k.Complete || k.Cost.InexactFloat64() != c.Cost || !k.Bound.Equal(k.Cost) {
				t.Errorf(
					"cost %v, bound %v, exact %v, complete %v, want cost %v",
					k.Cost,
					k.Bound,
					k.Exact,
					k.Complete,
					c.Cost,
				)
			}
			if k.Count().Int64() != int64(len(c.Orders)) {
				t.Errorf("Count() = %v, want %d", k.Count(), len(c.Orders))
			}
		})
	}
}

func scores(t *testing.T, rule string, got consensus.Scores, values []float64, ranks []int) {
	t.Helper()
	if len(got) != len(values) {
		t.Fatalf("%s: %d scores, want %d", rule, len(got), len(values))
	}
	for _, s := range got {
		var i int
		if _, err := fmt.Sscanf(s.Item, "%04d", &i); err != nil {
			t.Fatal(err)
		}
		if math.Abs(s.Value.InexactFloat64()-values[i]) > 1e-14 {
			t.Errorf("%s of %d = %v, want %v", rule, i, s.Value, values[i])
		}
		if ranks != nil && s.Rank != ranks[i] {
			t.Errorf("%s rank of %d = %v, want %v", rule, i, s.Rank, ranks[i])
		}
	}
}

// Three price lists of the tests of pyrankagg: the most expensive first.
func TestPyrankagg(t *testing.T) {
	var oracle struct {
		Pyrankagg struct {
			Scores []map[string]json.Number
			Borda  map[string]int `json:"expected_borda_rank"`
		}
	}

	read(t, "rank_aggregation.json", &oracle)
	var orders []consensus.Ranking

	for _, list := range oracle.Pyrankagg.Scores {
		figures := make(map[string]decimal.Decimal)
		for item, f := range list {
			figures[item] = decimal.RequireFromString(f.String())
		}
		orders = append(orders, must(consensus.Descending(figures)))
	}

	got := make(map[string]int)

	for _, s := range must(consensus.New(consensus.Ballots(orders...), consensus.Options{})).Borda() {
		got[s.Item] = s.Rank
	}
	if diff := cmp.Diff(oracle.Pyrankagg.Borda, got); diff != "" {
		t.Errorf("Borda() mismatch (-want +got):\n%s", diff)
	}
	k := must(
		consensus.NewKendall(consensus.Strict("1", "2", "3", "4", "5"), consensus.Strict("3", "4", "1", "2", "5")),
	)
	if d := k.Normalized(); !d.Decimal.Equal(decimal.RequireFromString("0.4")) {
		t.Errorf("Normalized() = %v, want 0.4", d.Decimal)
	}
}
