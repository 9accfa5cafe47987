package index_test

import (
	"fmt"
	"maps"
	"math"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
)

func TestMeans(t *testing.T) {
	for _, tt := range []struct {
		mean index.Mean
		want float64
	}{
		{index.Arithmetic{}, 7},
		{index.Geometric{}, math.Exp((math.Log(1) + 2*math.Log(10)) / 3)},
		{index.Harmonic{}, 3 / 1.2},
		{index.Power{P: dec("2")}, math.Sqrt(67)},
		{index.Power{P: dec("-1")}, 3 / 1.2},
		{index.Power{P: dec("0.5")}, math.Pow((1+2*math.Sqrt(10))/3, 2)},
		{index.Power{P: dec("100")}, 10 * math.Pow(2.0/3, 0.01)},
		{index.Power{P: dec("1")}, 7},
		{index.Minimum{}, 1},
	} {
		t.Run(fmt.Sprintf("%T %v", tt.mean, tt.mean), func(t *testing.T) {
			s := index.Spec{
				Nodes: []index.Node{
					group("x", ""), leaf("a", "x"),
					with(leaf("b", "x"), func(n *index.Node) { n.Weight = maybe("2") }),
					with(leaf("c", "x"), func(n *index.Node) { n.Weight = maybe("0") }),
				},
				Normalise: index.AsIs{}, Aggregate: tt.mean,
			}
			// A child without weight does not matter, whatever its score.
			r := mustScore(t, s, index.Data{Units: []string{"u"}, Figures: map[string][]decimal.NullDecimal{
				"a": figures("1"), "b": figures("10"), "c": figures("-4"),
			}})
			if got, ok := r.Score("u", "x"); !ok || math.Abs(got-tt.want) > 1e-14*tt.want {
				t.Errorf("score %v (%v), want %v", got, ok, tt.want)
			}
		})
	}
}

func TestPowerMeansOfZeros(t *testing.T) {
	s := index.Spec{
		Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")}, Normalise: index.AsIs{},
		Aggregate: index.Power{P: dec("2")},
	}
	r := mustScore(t, s, index.Data{Units: []string{"u", "v"}, Figures: map[string][]decimal.NullDecimal{
		"a": figures("0 0"), "b": figures("0 2"),
	}})
	for unit, want := range map[string]float64{"u": 0, "v": math.Sqrt2} {
		if got, _ := r.Score(unit, "x"); math.Abs(got-want) > 1e-15 {
			t.Errorf("score of %s is %v, want %v", unit, got, want)
		}
		for _, c := range r.Contributions(unit) {
			if c.Points != c.Points || c.Code == "b" && math.Abs(c.Points-want) > 1e-15 {
				t.Errorf("contribution %+v to %v", c, want)
			}
		}
	}
}

func TestExtremeFiguresStayFinite(t *testing.T) {
	s := index.Spec{Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")}, Normalise: index.AsIs{}}
	d := index.Data{Units: []string{"u", "v"}, Figures: map[string][]decimal.NullDecimal{
		"a": figures("9e99 1e-100"), "b": figures("1e-100 9e99"),
	}}

	for _, m := range []index.Mean{
		index.Arithmetic{},
		index.Geometric{},
		index.Harmonic{},
		index.Power{P: dec("100")},
		index.Power{P: dec("-100")},
		index.Minimum{},
	} {
		for _, w := range []index.Weighting{
			index.EqualWeights{}, index.Entropy{}, index.StandardDeviation{}, index.CRITIC{},
		} {
			s.Aggregate, s.Weigh = m, w
			r := mustScore(t, s, d)
			got, ok := r.Score("u", "x")
			if !ok || !(got > 0) || got > 9e99 {
				t.Errorf("%T of %T weights is %v, %v", m, w, got, ok)
			}
			var sum float64
			for _, c := range r.Contributions("u")[1:] {
				sum += c.Points
			}
			if !near(sum, got) {
				t.Errorf("%T of %T weights is %v, contributions %v", m, w, got, sum)
			}
		}
	}
}

// Of two children of one weight, means of two have contributions in closed form.
func TestContributionsOfTwo(t *testing.T) {
	for _, off := range []string{"1e-14", "1e-9", "3e-6", "1e-5", "1e-4", "0.003", "0.1", "0.4", "0.5", "3", "99"} {
		a := dec("40")
		b := a.Mul(dec("1").Add(dec(off)))
		x, y := 40.0, b.InexactFloat64()
		for _, tt := range []struct {
			mean index.Mean
			u, v func(m float64) float64 // the implied weights
		}{
			{index.Geometric{}, func(float64) float64 { return math.Sqrt(y) }, func(float64) float64 {
				return math.Sqrt(x)
			}},
			{index.Harmonic{}, func(float64) float64 { return y }, func(float64) float64 { return x }},
			{index.Power{P: dec("2")}, func(m float64) float64 { return x + m }, func(m float64) float64 {
				return y + m
			}},
			{
				index.Power{P: dec("3")},
				func(m float64) float64 { return x*x + x*m + m*m },
				func(m float64) float64 { return y*y + y*m + m*m },
			},
		} {
			s := index.Spec{
				Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")}, Normalise: index.AsIs{},
				Aggregate: tt.mean,
			}
			r := mustScore(t, s, index.Data{Units: []string{"p"}, Figures: map[string][]decimal.NullDecimal{
				"a": {decimal.NewNullDecimal(a)}, "b": {decimal.NewNullDecimal(b)},
			}})
			parts := r.Contributions("p")
			m := parts[0].Score
			u, v := tt.u(m), tt.v(m)
			for i, want := range []float64{x * u / (u + v), y * v / (u + v)} {
				if got := parts[i+1].Points; math.Abs(got-want) > 2e-14*want {
					t.Errorf("%T %v at %s: child %d gives %v, want %v", tt.mean, tt.mean, off, i, got, want)
				}
			}
		}
	}
}

// The means stand in their order.
func TestMeansInOrder(t *testing.T) {
	nodes, d := asem(t)
	s := index.Spec{Nodes: nodes, Availability: maybe("0"), Normalise: index.MinMax{Onto: index.ScoreRange{
		From: dec("1"), To: dec("100"),
	}}}

	var before map[string]float64
	for _, m := range []index.Mean{
		index.Minimum{},
		index.Power{P: dec("-3")},
		index.Harmonic{},
		index.Geometric{},
		index.Arithmetic{},
		index.Power{P: dec("3")},
	} {
		s.Aggregate = m
		got := maps.Collect(mustScore(t, s, d).All("Index"))
		for unit, was := range before {
			if got[unit] <= was {
				t.Errorf("%T of %s is %v, not above %v", m, unit, got[unit], was)
			}
		}
		before = got
	}
}
