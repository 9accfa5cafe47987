package robust_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking/robust"
)

func scoredUnits(values [][]decimal.Decimal) []robust.ScoredUnit {
	u := make([]robust.ScoredUnit, len(values))
	for i, v := range values {
		u[i] = robust.ScoredUnit{Code: unitCode(i), Scores: v}
	}
	return u
}

func decimals(numbers []json.Number) []decimal.Decimal {
	d := make([]decimal.Decimal, len(numbers))
	for i, n := range numbers {
		d[i] = dec(n.String())
	}
	return d
}

// The intervals of mixed-integer programs lie within those by dominance, and
// are the same wherever every other unit is above at all weights or at none.
func TestIntervalsPublished(t *testing.T) {
	var oracle struct {
		Cases []struct {
			Values  [][]json.Number
			W0      []json.Number
			RelEps  *json.Number  `json:"rel_eps"`
			Low     []json.Number `json:"w_lo"`
			High    []json.Number `json:"w_hi"`
			Nominal []int         `json:"nominal_rank"`
			Best    []int         `json:"best_rank"`
			Worst   []int         `json:"worst_rank"`
		}
	}

	read(t, "rank_intervals_milp.json", &oracle)
	decided, wider := 0, 0

	for i, c := range oracle.Cases {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			var values [][]decimal.Decimal
			for _, v := range c.Values {
				values = append(values, decimals(v))
			}
			regions := map[string]*robust.Region{"box": must(robust.Box(decimals(c.Low), decimals(c.High)))}
			if c.RelEps == nil {
				regions["simplex"] = must(robust.Simplex(len(c.W0)))
			} else {
				regions["around"] = must(robust.Around(decimals(c.W0), dec(c.RelEps.String())))
			}
			for name, region := range regions {
				d := must(robust.Intervals(scoredUnits(values), region))
				for row := range d.All() {
					var k int
					must(fmt.Sscanf(row.Code, "%04d", &k))
					if row.Best > c.Best[k] || row.Worst < c.Worst[k] {
						t.Errorf(
							"%s: unit %d from %d to %d does not hold %d to %d",
							name,
							k,
							row.Best,
							row.Worst,
							c.Best[k],
							c.Worst[k],
						)
					}
					if name == "around" && row.Rank != c.Nominal[k] {
						t.Errorf("unit %d has rank %d at the given weights, want %d", k, row.Rank, c.Nominal[k])
					}
					open := false
					for j := range values {
						if m := must(d.Margin(unitCode(j), row.Code)); m.Possible() && !m.Necessary() {
							open = true
						}
					}
					same := row.Best == c.Best[k] && row.Worst == c.Worst[k]
					if !open {
						decided++
						if !same {
							t.Errorf(
								"%s: unit %d from %d to %d, want %d to %d",
								name,
								k,
								row.Best,
								row.Worst,
								c.Best[k],
								c.Worst[k],
							)
						}
					}
					if !same {
						wider++
					}
				}
			}
		})
	}

	t.Logf("%d decided; %d wider than the exact interval", decided, wider)
}

// Unit a is above b at all weights but those that give the first component
// nothing, where they are equal, and c is b again; short and wide figures.
func TestIntervalsOfEqualScores(t *testing.T) {
	want := []robust.RankInterval{{"a", 0, 1, 1}, {"b", 0, 1, 2}, {"c", 0, 1, 2}}
	for _, unit := range []string{"1", "1e40"} {
		s := func(first int64) []decimal.Decimal {
			return []decimal.Decimal{dec(unit).Mul(decimal.NewFromInt(first)), dec(unit)}
		}
		us := []robust.ScoredUnit{{"c", s(1)}, {"b", s(1)}, {"a", s(2)}}
		got := must(robust.Intervals(us, must(robust.Simplex(2))))
		if diff := cmp.Diff(want, slices.Collect(got.All())); diff != "" {
			t.Errorf("Intervals() mismatch (-want +got):\n%s", diff)
		}
	}
}

// Weights of more digits than a word has are exact.
func TestIntervalsOfLongWeights(t *testing.T) {
	d := func(figures ...string) (v []decimal.Decimal) {
		for _, f := range figures {
			v = append(v, dec(f))
		}
		return v
	}

	us := []robust.ScoredUnit{{"a", d("1", "0")}, {"b", d("0", "1")}}
	tests := []struct {
		low, high []decimal.Decimal
		want      []robust.RankInterval
	}{
		{
			d("0.5000000000000000000000001", "0"), d("0.6", "1"),
			[]robust.RankInterval{{"a", 0, 1, 1}, {"b", 0, 2, 2}},
		},
		{
			d("0.5", "0"), d("0.5000000000000000000000001", "1"),
			[]robust.RankInterval{{"a", 0, 1, 1}, {"b", 0, 1, 2}},
		},
		{
			d("0.4999999999999999999999999", "0"), d("0.5", "1"),
			[]robust.RankInterval{{"b", 0, 1, 1}, {"a", 0, 1, 2}},
		},
	}

	for _, tt := range tests {
		got := must(robust.Intervals(us, must(robust.Box(tt.low, tt.high))))
		if diff := cmp.Diff(tt.want, slices.Collect(got.All())); diff != "" {
			t.Errorf("Intervals() of %v to %v mismatch (-want +got):\n%s", tt.low, tt.high, diff)
		}
	}

	// Nine weights of at most 18 digits add up to a sum of 19.
	ninth := dec("0.1111111111111111111")
	weights := append(slices.Repeat([]decimal.Decimal{ninth}, 8), dec("0.1111111111111111112"))
	long := slices.Repeat([]decimal.Decimal{dec("1")}, 9)
	us = []robust.ScoredUnit{{"a", long}, {"b", slices.Clone(long)}}
	us[0].Scores[8] = dec("2")
	got := must(robust.Intervals(us, must(robust.Around(weights, decimal.Zero))))
	if diff := cmp.Diff([]robust.RankInterval{{"a", 1, 1, 1}, {"b", 2, 2, 2}}, slices.Collect(got.All())); diff != "" {
		t.Errorf("Intervals() around nine weights mismatch (-want +got):\n%s", diff)
	}
}

// The unit of a margin is that of weights, share and scores together.
func TestMarginAround(t *testing.T) {
	region := must(robust.Around([]decimal.Decimal{dec("0.25"), dec("0.75")}, dec("0.1")))
	us := []robust.ScoredUnit{
		{"a", []decimal.Decimal{dec("1.5"), dec("0")}},
		{"b", []decimal.Decimal{dec("0"), dec("0")}},
	}
	got := must(must(robust.Intervals(us, region)).Margin("a", "b"))
	if !got.Least.Equal(dec("0.3375")) || !got.Most.Equal(dec("0.4125")) {
		t.Errorf("Margin() = %v, want 0.3375 to 0.4125", got)
	}
}

func drawUnits(t *rapid.T, most int) ([]robust.ScoredUnit, int) {
	m := rapid.IntRange(1, 4).Draw(t, "components")
	n := rapid.IntRange(1, most).Draw(t, "units")
	values := make([][]decimal.Decimal, n)
	for i := range values {
		for range m {
			values[i] = append(
				values[i],
				decimal.New(rapid.Int64Range(-6, 6).Draw(t, "score"), rapid.Int32Range(-2, 0).Draw(t, "exp")),
			)
		}
	}
	return scoredUnits(values), m
}

// drawRegion draws a box that holds the weights w/Σw rounded, or the simplex.
func drawRegion(t *rapid.T, m int) *robust.Region {
	if rapid.Bool().Draw(t, "simplex") {
		return must(robust.Simplex(m))
	}
	left, weights := int64(100), make([]decimal.Decimal, m)
	for c := range weights {
		w := left
		if c < m-1 {
			w = rapid.Int64Range(0, left).Draw(t, "weight")
		}
		left -= w
		weights[c] = decimal.New(w, -2)
	}

	if rapid.Bool().Draw(t, "around") {
		return must(robust.Around(weights, decimal.New(rapid.Int64Range(0, 10).Draw(t, "share"), -1)))
	}
	low, high := slices.Clone(weights), slices.Clone(weights)
	one := decimal.NewFromInt(1)

	for c := range low {
		low[c] = decimal.Max(decimal.Zero, low[c].Sub(decimal.New(rapid.Int64Range(0, 50).Draw(t, "below"), -2)))
		high[c] = decimal.Min(one, high[c].Add(decimal.New(rapid.Int64Range(0, 50).Draw(t, "above"), -2)))
	}
	return must(robust.Box(low, high))
}

func testWeights(t *rapid.T) {
	us, m := drawUnits(t, 7)
	region := drawRegion(t, m)
	d := must(robust.Intervals(us, region))
	rows := make(map[string]robust.RankInterval)
	for row := range d.All() {
		rows[row.Code] = row
	}
	// From the margins, pair by pair; they are opposite, and a chain of them
	// bounds its ends.
	for _, a := range us {
		best, worst := 1, 1
		for _, b := range us {
			ab, ba := must(d.Margin(a.Code, b.Code)), must(d.Margin(b.Code, a.Code))
			if !ab.Least.Equal(ba.Most.Neg()) || ab.Least.GreaterThan(ab.Most) {
				t.Fatalf("margins %v and %v", ab, ba)
			}
			if ba.Necessary() {
				best++
			}
			if ba.Possible() {
				worst++
			}
		}
		if row := rows[a.Code]; row.Best != best || row.Worst != worst {
			t.Fatalf("unit %s from %d to %d, want %d to %d", a.Code, row.Best, row.Worst, best, worst)
		}
	}
	seed := rapid.Uint64().Draw(t, "seed")
	shares := must(robust.SampleRanks(us, region, robust.SampleOptions{Draws: 40, Seed: seed}))
	for _, s := range shares {
		row, sum := rows[s.Code], 0
		for rank := 0; rank <= len(us)+1; rank++ {
			sum += s.Count(rank)
		}
		if sum != 40 || s.First < row.Best || s.First+len(s.Counts)-1 > row.Worst ||
			row.Rank != 0 && (row.Rank < row.Best || row.Rank > row.Worst) {
			t.Fatalf("drawn ranks %+v leave %+v", s, row)
		}
	}

	// Neither the order of units nor figures too wide for a machine word
	// change anything but the scale.
	scaled := make([]robust.ScoredUnit, len(us))
	for i, u := range us {
		scaled[len(us)-1-i].Code = u.Code
		for _, s := range u.Scores {
			scaled[len(us)-1-i].Scores = append(scaled[len(us)-1-i].Scores, s.Mul(decimal.New(1, 30)))
		}
	}
	again := must(robust.Intervals(scaled, region))
	if diff := cmp.Diff(slices.Collect(d.All()), slices.Collect(again.All())); diff != "" {
		t.Fatalf("wide figures in another order:\n%s", diff)
	}
	if diff := cmp.Diff(shares, must(robust.SampleRanks(scaled, region, robust.SampleOptions{
		Draws: 40,
		Seed:  seed,
	}))); diff != "" {
		t.Fatalf("wide figures in another order:\n%s", diff)
	}
}

func TestWeights(t *testing.T) { rapid.Check(t, testWeights) }

func FuzzWeights(f *testing.F) { f.Fuzz(rapid.MakeFuzz(testWeights)) }

// Extremes of a linear function over a box and one sum lie at points where all
// weights but one are at a bound: try them all.
func TestMarginsAgainstCorners(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 4).Draw(t, "components")
		var low, high, gain []decimal.Decimal
		sumLow, sumHigh, one := decimal.Zero, decimal.Zero, decimal.NewFromInt(1)

		for range m {
			l := rapid.Int64Range(0, 50).Draw(t, "low")
			h := rapid.Int64Range(l, 100).Draw(t, "high")
			low, high = append(low, decimal.New(l, -2)), append(high, decimal.New(h, -2))
			gain = append(gain, decimal.NewFromInt(rapid.Int64Range(-5, 5).Draw(t, "gain")))
			sumLow, sumHigh = sumLow.Add(low[len(low)-1]), sumHigh.Add(high[len(high)-1])
		}

		region, err := robust.Box(low, high)
		if feasible := !sumLow.GreaterThan(one) && !sumHigh.LessThan(one); feasible != (err == nil) {
			t.Fatalf("Box(%v, %v): %v", low, high, err)
		}
		if err != nil {
			return
		}
		var least, most *big.Rat

		for free := range m {
			for corner := range 1 << m {
				left, sum := big.NewRat(1, 1), new(big.Rat)
				for c := range m {
					w := low[c].Rat()
					if corner>>c&1 == 1 {
						w = high[c].Rat()
					}
					if c != free {
						left.Sub(left, w)
						sum.Add(sum, w.Mul(w, gain[c].Rat()))
					}
				}
				if left.Cmp(low[free].Rat()) < 0 || left.Cmp(high[free].Rat()) > 0 {
					continue
				}
				sum.Add(sum, left.Mul(left, gain[free].Rat()))
				if least == nil || sum.Cmp(least) < 0 {
					least = sum
				}
				if most == nil || sum.Cmp(most) > 0 {
					most = sum
				}
			}
		}

		zero := make([]decimal.Decimal, m)
		d := must(robust.Intervals([]robust.ScoredUnit{{Code: "a", Scores: gain}, {Code: "b", Scores: zero}}, region))
		got := must(d.Margin("a", "b"))
		if got.Least.Rat().Cmp(least) != 0 || got.Most.Rat().Cmp(most) != 0 {
			t.Fatalf("margin %v, want %v to %v", got, least, most)
		}
	})
}

func BenchmarkIntervals(b *testing.B) {
	estimates := counties(2850, 2)
	var us []robust.ScoredUnit
	for i := range estimates {
		var scores []decimal.Decimal
		for c := range 8 {
			scores = append(scores, decimal.NewFromFloat(estimates[(i*(c+3))%len(estimates)].Value).Round(4))
		}
		us = append(us, robust.ScoredUnit{Code: estimates[i].Code, Scores: scores})
	}

	weight := dec("0.125")
	region := must(robust.Around(slices.Repeat([]decimal.Decimal{weight}, 8), dec("0.25")))
	b.Run("intervals", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			must(robust.Intervals(us, region))
		}
	})

	b.Run("shares of 1000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			must(robust.SampleRanks(us, region, robust.SampleOptions{}))
		}
	})

	b.Run("naive margins of 100", func(b *testing.B) {
		d := must(robust.Intervals(us[:100], region))
		b.ReportAllocs()
		for b.Loop() {
			for i := range 100 {
				for j := range i {
					must(d.Margin(us[i].Code, us[j].Code))
				}
			}
		}
	})
}
