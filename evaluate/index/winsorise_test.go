package index_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
)

// textbookShape is the adjusted skewness and excess kurtosis as textbooks write them.
func textbookShape(x []float64) (skew, kurt float64) {
	n := float64(len(x))
	var mean, s2, s3, s4 float64
	for _, v := range x {
		mean += v / n
	}
	for _, v := range x {
		s2 += math.Pow(v-mean, 2)
		s3 += math.Pow(v-mean, 3)
		s4 += math.Pow(v-mean, 4)
	}
	g1 := s3 / n / math.Pow(s2/n, 1.5)
	g2 := s4/n/math.Pow(s2/n, 2) - 3
	return g1 * math.Sqrt(n*(n-1)) / (n - 2), ((n+1)*g2 + 6) * (n - 1) / ((n - 2) * (n - 3))
}

func TestWinsorise(t *testing.T) {
	low := figures("10 11 12 13 14 15 16 17 18 -")
	column := func(extra ...string) index.Data {
		d := index.Data{Figures: map[string][]decimal.NullDecimal{"a": append(slices.Clone(low), figures(extra...)...)}}
		for i := range d.Figures["a"] {
			d.Units = append(d.Units, string(rune('a'+i)))
		}
		return d
	}

	treat := func(w index.Winsorise, d index.Data) []index.TreatedFigure {
		t.Helper()
		n := leaf("a", "x")
		n.Winsorise = &w
		r := mustScore(t, index.Spec{Nodes: []index.Node{group("x", ""), n}, Availability: maybe("0")}, d)
		// The treated column is what is normalised: only its ends score 0 and 100.
		best, is := 0.0, map[string]decimal.Decimal{}
		for _, tr := range r.Treated() {
			is[tr.Unit] = tr.After
		}

		for unit, v := range r.All("a") {
			if now, ok := is[unit]; ok && now.Cmp(dec("10")) > 0 && v < 99.999 {
				t.Errorf("treated unit %s scores %v", unit, v)
			}
			best = max(best, v)
		}

		if best != 100 {
			t.Errorf("best score %v", best)
		}
		return r.Treated()
	}

	same := cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })
	for _, tt := range []struct {
		name string
		by   index.Winsorise
		data index.Data
		want []index.TreatedFigure
	}{
		{"no outlier", index.Winsorise{}, column("19"), nil},
		{"one high", index.Winsorise{}, column("900"), []index.TreatedFigure{{"a", "k", dec("900"), dec("18"), true}}},
		{"one low", index.Winsorise{}, column("-900"), []index.TreatedFigure{{"a", "k", dec("-900"), dec("10"), true}}},
		{"two unequal", index.Winsorise{
			Skewness: maybe("1"), Kurtosis: maybe("0.5"),
		}, column("700 90000"), []index.TreatedFigure{
			{"a", "k", dec("700"), dec("18"), true}, {"a", "l", dec("90000"), dec("18"), true},
		}},
		{
			"enough after one",
			index.Winsorise{},
			column("700 90000"),
			[]index.TreatedFigure{{"a", "l", dec("90000"), dec("700"), true}},
		},
		{
			"at most one",
			index.Winsorise{Skewness: maybe("1"), Kurtosis: maybe("0.5"), Most: 1},
			column("700 90000"),
			[]index.TreatedFigure{{"a", "l", dec("90000"), dec("700"), false}},
		},
		{"laxer", index.Winsorise{Skewness: maybe("4")}, column("900"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := treat(tt.by, tt.data)
			if diff := cmp.Diff(tt.want, got, same); diff != "" {
				t.Errorf("Treated() mismatch (-want +got):\n%s", diff)
			}
		})
	}

	// Whether the rule is met is what the textbook's statistics say.
	rnd := rand.New(rand.NewPCG(5, 6))
	met := map[bool]int{}
	for range 300 {
		d := index.Data{Figures: map[string][]decimal.NullDecimal{}}
		var x []float64
		for i := range 6 + rnd.IntN(20) {
			v := decimal.New(int64(math.Exp(rnd.NormFloat64()*2.2)*1000), -3)
			d.Units = append(d.Units, fmt.Sprintf("%02d", i))
			d.Figures["a"] = append(d.Figures["a"], decimal.NullDecimal{Decimal: v, Valid: true})
			x = append(x, v.InexactFloat64())
		}

		n := leaf("a", "x")
		n.Winsorise = &index.Winsorise{Most: 2}
		r := mustScore(t, index.Spec{Nodes: []index.Node{group("x", ""), n}}, d)
		skew, kurt := textbookShape(x)
		passes := math.Abs(skew) < 2 || kurt < 3.5
		if passes != (len(r.Treated()) == 0) {
			t.Errorf("skewness %v, kurtosis %v: %d figures treated", skew, kurt, len(r.Treated()))
		}
		for _, tr := range r.Treated() {
			i := slices.Index(d.Units, tr.Unit)
			x[i] = tr.After.InexactFloat64()
		}

		skew, kurt = textbookShape(x)
		if got := math.Abs(skew) < 2 || kurt < 3.5; len(r.Treated()) > 0 && got != r.Treated()[0].Passed {
			t.Errorf("after: skewness %v, kurtosis %v, passed %v", skew, kurt, !got)
		}
		if len(r.Treated()) > 0 {
			met[r.Treated()[0].Passed]++
		}
	}

	if met[true] == 0 || met[false] == 0 {
		t.Errorf("outcomes %v: not both seen", met)
	}
}

func TestWinsoriseOfFour(t *testing.T) {
	n := leaf("a", "x")
	n.Winsorise = &index.Winsorise{Skewness: maybe("1")}
	for _, tt := range []struct {
		figures []decimal.NullDecimal
		treated int
	}{
		{figures("1 2 3 1000"), 1},
		{figures("1 2 - 1000"), 0}, // too few to have a kurtosis
	} {
		r := mustScore(t, index.Spec{Nodes: []index.Node{group("x", ""), n}, Availability: maybe("0")},
			index.Data{Units: []string{"p", "q", "r", "s"}, Figures: map[string][]decimal.NullDecimal{"a": tt.figures}})
		if got := r.Treated(); len(got) != tt.treated {
			t.Errorf("treated %v", got)
		}
	}
}
