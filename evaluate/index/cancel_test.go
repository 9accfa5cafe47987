package index_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
)

// A power mean of two near the geometric one is G·exp(P·ln²(y/x)/8), up to a
// term of P³.
func TestPowerMeansOfSmallPowers(t *testing.T) {
	s := index.Spec{Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")}, Normalise: index.AsIs{}}
	d := index.Data{
		Units: []string{"u"}, Figures: map[string][]decimal.NullDecimal{"a": figures("2"), "b": figures("8")},
	}
	score := func(d index.Data, p float64) float64 {
		s.Aggregate = index.Power{P: decimal.NewFromFloat(p)}
		r := mustScore(t, s, d)
		got, ok := r.Score("u", "x")
		if !ok {
			t.Errorf("no score by the power %v", p)
		}
		var sum float64
		for _, c := range r.Contributions("u")[1:] {
			sum += c.Points
		}
		if !near(sum, got) {
			t.Errorf("by the power %v %v, contributions %v", p, got, sum)
		}
		return got
	}

	for _, p := range []float64{1e-5, -1e-5, 1e-9, -1e-9, 1e-13, 1e-16, -1e-16, 1e-17, 1e-40, -1e-99} {
		want := 4 * math.Exp(p*math.Pow(math.Log(4), 2)/8)
		if got := score(d, p); math.Abs(got-want) > 4e-15 {
			t.Errorf("by the power %v %v, want %v", p, got, want)
		}
	}

	for _, p := range []float64{0.0156, 0.0157, -0.0156, -0.0157, 0.001} {
		want := math.Pow((math.Pow(2, p)+math.Pow(8, p))/2, 1/p)
		if got := score(d, p); math.Abs(got-want) > 1e-15/math.Abs(p) {
			t.Errorf("by the power %v %v, want %v", p, got, want)
		}
	}

	d.Figures["a"] = figures("0")
	for p, want := range map[float64]float64{0.0125: 8 * math.Pow(0.5, 80), 1e-9: 0} {
		if got := score(d, p); math.Abs(got-want) > 1e-14*want {
			t.Errorf("with a zero by the power %v %v, want %v", p, got, want)
		}
	}
}

// The weights were computed with mpmath to 50 digits.
func TestWeightsOfNearlyEvenScores(t *testing.T) {
	column := func(format string, tails ...any) []decimal.NullDecimal {
		var out []decimal.NullDecimal
		for _, tail := range tails {
			out = append(out, maybe(fmt.Sprintf(format, tail)))
		}
		return out
	}
	for _, tt := range []struct {
		name      string
		weigh     index.Weighting
		columns   [][]decimal.NullDecimal
		want      []float64
		tolerance float64
	}{
		{
			"entropy, a ten-thousandth apart",
			index.Entropy{},
			[][]decimal.NullDecimal{column("1000%v", 0, 1, 2), column("1000%v", 0, 0, 1)},
			[]float64{0.74997708445017768, 0.25002291554982232},
			1e-12,
		},
		{
			"entropy, a hundred-millionth apart",
			index.Entropy{},
			[][]decimal.NullDecimal{column("10000000%v", 0, 1, 2), column("10000000%v", 0, 0, 1)},
			[]float64{0.74999999770833335, 0.25000000229166665},
			1e-8,
		},
		{
			"critic, of children that nearly agree",
			index.CRITIC{},
			[][]decimal.NullDecimal{figures("0 1 2 3"), figures("0.0001 0.9999 2 3"), figures("0 1 2.0002 2.9999")},
			[]float64{0.24621475276247223, 0.32196771905717798, 0.43181752818034979},
			1e-12,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := index.Spec{Nodes: []index.Node{group("x", "")}, Normalise: index.AsIs{}, Weigh: tt.weigh}
			d := index.Data{Figures: map[string][]decimal.NullDecimal{}}
			for i := range tt.columns[0] {
				d.Units = append(d.Units, fmt.Sprintf("u%d", i))
			}
			for j, c := range tt.columns {
				s.Nodes = append(s.Nodes, leaf(fmt.Sprintf("i%d", j), "x"))
				d.Figures[fmt.Sprintf("i%d", j)] = c
			}
			if diff := cmp.Diff(tt.want, siblings(mustScore(t, s, d)), approx(tt.tolerance)); diff != "" {
				t.Errorf("weights mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
