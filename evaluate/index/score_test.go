package index_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/internal/testkit"
)

func TestAvailability(t *testing.T) {
	nodes := []index.Node{group("x", ""), group("y", "x"), leaf("e", "x")}
	for _, code := range []string{"a", "b", "c", "d"} {
		nodes = append(nodes, leaf(code, "y"))
	}
	d := index.Data{Units: []string{"p", "q", "r", "s", "t"}, Figures: map[string][]decimal.NullDecimal{
		"a": figures("4 4 4 4 -"),
		"b": figures("8 8 8 - -"),
		"c": figures("1 1 - - -"),
		"d": figures("3 - - - -"),
		"e": figures("10 10 10 10 -"),
	}}

	for _, tt := range []struct {
		least string
		y, x  []string
	}{
		{"0", []string{"4", "4.333333333", "6", "4", "gap"}, []string{"7", "7.166666667", "8", "7", "gap"}},
		{"0.5", []string{"4", "4.333333333", "6", "gap", "gap"}, []string{"7", "7.166666667", "8", "10", "gap"}},
		{
			"0.50000000000000000000000001",
			[]string{"4", "4.333333333", "gap", "gap", "gap"},
			[]string{"7", "7.166666667", "gap", "gap", "gap"},
		},
		{"1", []string{"4", "gap", "gap", "gap", "gap"}, []string{"7", "gap", "gap", "gap", "gap"}},
	} {
		t.Run(tt.least, func(t *testing.T) {
			r := mustScore(t, index.Spec{Nodes: nodes, Normalise: index.AsIs{}, Availability: maybe(tt.least)}, d)
			for node, want := range map[string][]string{"x": tt.x, "y": tt.y} {
				var got []string
				for _, unit := range d.Units {
					if v, ok := r.Score(unit, node); ok {
						got = append(got, fmt.Sprintf("%.10g", v))
					} else {
						got = append(got, "gap")
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s mismatch (-want +got):\n%s", node, diff)
				}
			}
			if _, ok := r.Score("t", "x"); ok || r.Contributions("t") != nil {
				t.Error("a unit without figures has an index")
			}
		})
	}

	// The index may refuse the gap that a group leaves.
	nodes[1].Availability = maybe("0.75")
	c, err := index.New(index.Spec{Nodes: nodes, Normalise: index.AsIs{}})
	if err != nil {
		t.Fatal(err)
	}

	_, err = c.Score(d)
	want := []string{
		`scores["y"]["r"] has no figure`, `scores["y"]["s"] has no figure`, `scores["y"]["t"] has no figure`,
		`figures["e"]["t"] has no figure`,
	}
	got := testkit.Problems(err)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults mismatch (-want +got):\n%s", diff)
	}
}

func TestEntropyTakesZeros(t *testing.T) {
	s := index.Spec{
		Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")}, Normalise: index.AsIs{},
		Weigh: index.Entropy{},
	}
	r := mustScore(t, s, index.Data{Units: []string{"p", "q"}, Figures: map[string][]decimal.NullDecimal{
		"a": figures("0 4"), "b": figures("7 7"),
	}})
	if diff := cmp.Diff([]float64{1, 0}, siblings(r)); diff != "" {
		t.Errorf("weights mismatch (-want +got):\n%s", diff)
	}
}

// The judgements that groups share are the index's own, too.
func TestCallersJudgementsStayTheirs(t *testing.T) {
	order, m := []string{"a", "b"}, matrix("1 3", "0 1")
	c, err := index.New(index.Spec{
		Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")},
		Weigh: index.AHP{Order: order, Matrix: m},
	})
	if err != nil {
		t.Fatal(err)
	}
	before, err := c.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}

	order[0], order[1], m[0][1] = "b", "a", dec("9")
	if now, err := c.MarshalJSON(); err != nil || string(now) != string(before) {
		t.Errorf("MarshalJSON() = %s, %v, want %s as before", now, err, before)
	}
}

func TestCallersSlicesStayTheirs(t *testing.T) {
	nodes, d := asem(t)
	order := []string{"Conn", "Sust"}
	m := matrix("1 3", "0 1")
	s := index.Spec{Nodes: nodes, Availability: maybe("0")}

	for i := range s.Nodes {
		if s.Nodes[i].Code == "Index" {
			s.Nodes[i].Weigh = index.AHP{Order: order, Matrix: m}
		}
		if s.Nodes[i].Code == "LPI" {
			s.Nodes[i].Winsorise = &index.Winsorise{}
		}
	}

	c, err := index.New(s)
	if err != nil {
		t.Fatal(err)
	}
	text, err := c.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}

	first, err := c.Score(d)
	if err != nil {
		t.Fatal(err)
	}

	want := maps.Collect(first.All("Index"))
	before := slices.Clone(d.Figures["LPI"])
	order[0], m[0][1] = "Sust", dec("9")

	for i := range s.Nodes {
		if s.Nodes[i].Winsorise != nil {
			s.Nodes[i].Winsorise.Most = -1
		}
		s.Nodes[i].Parent = "nowhere"
	}

	if now, err := c.MarshalJSON(); err != nil || string(now) != string(text) {
		t.Errorf("MarshalJSON() = %s, %v, want %s as before", now, err, text)
	}
	again, err := c.Score(d)
	if err != nil {
		t.Fatal(err)
	}

	if diff := cmp.Diff(want, maps.Collect(again.All("Index"))); diff != "" {
		t.Errorf("the index changed with the caller's specification (-want +got):\n%s", diff)
	}
	for i, f := range d.Figures["LPI"] {
		if f.Valid != before[i].Valid || !f.Decimal.Equal(before[i].Decimal) {
			t.Fatal("Score changed the caller's figures")
		}
	}

	d.Units[0], d.Figures["LPI"][0] = "ZZZ", decimal.NullDecimal{}
	weights := first.Weights()
	weights[0].Weight = -1
	if diff := cmp.Diff(want, maps.Collect(first.All("Index"))); diff != "" || first.Weights()[0].Weight != 1 {
		t.Errorf("the result changed with the caller's data (-want +got):\n%s", diff)
	}
}

// Geometric and harmonic indices of the whole data set agree with the formulas
// written out over the standard library's logarithms.
func TestASEMByTheFormulas(t *testing.T) {
	nodes, d := asem(t)
	s := index.Spec{Nodes: nodes, Availability: maybe("0"), Normalise: index.MinMax{Onto: index.ScoreRange{
		From: dec("1"), To: dec("100"),
	}}}
	children := map[string][]string{}
	for _, n := range nodes {
		children[n.Parent] = append(children[n.Parent], n.Code)
	}

	for _, tt := range []struct {
		mean     index.Mean
		in, outF func(float64) float64
	}{
		{index.Geometric{}, math.Log, math.Exp},
		{index.Harmonic{}, func(x float64) float64 { return 1 / x }, func(x float64) float64 { return 1 / x }},
		{index.Power{P: dec("2")}, func(x float64) float64 { return x * x }, math.Sqrt},
	} {
		s.Aggregate = tt.mean
		r := mustScore(t, s, d)
		for _, unit := range d.Units {
			var score func(code string) (float64, bool)
			score = func(code string) (float64, bool) {
				if len(children[code]) == 0 {
					return r.Score(unit, code)
				}
				var sum, n float64
				for _, child := range children[code] {
					if v, ok := score(child); ok {
						sum += tt.in(v)
						n++
					}
				}
				return tt.outF(sum / n), n > 0
			}
			want, _ := score("Index")
			if got, ok := r.Score(unit, "Index"); !ok || !near(got, want) {
				t.Errorf("%T of %s is %v, want %v", tt.mean, unit, got, want)
			}
		}
	}
}

func TestResultLooksUp(t *testing.T) {
	nodes, d := asem(t)
	r := mustScore(t, index.Spec{Nodes: nodes, Availability: maybe("0")}, d)
	for _, at := range [][2]string{{"AUT", "nothing"}, {"nobody", "Index"}, {"", ""}} {
		if v, ok := r.Score(at[0], at[1]); ok || v != 0 {
			t.Errorf("Score(%q, %q) = %v, %v", at[0], at[1], v, ok)
		}
	}

	if len(maps.Collect(r.All("nothing"))) != 0 || r.Contributions("nobody") != nil {
		t.Error("something from nothing")
	}

	// Iterators stop when they are told to, and can be run again.
	all := r.All("Index")
	for range 2 {
		n := 0
		for range all {
			if n++; n == 3 {
				break
			}
		}
		if n != 3 {
			t.Errorf("%d units", n)
		}
	}

	for unit, f := range r.Figures("Index", 4) {
		if v, _ := r.Score(unit, "Index"); math.Abs(f.InexactFloat64()-v) > 0.5e-4 || f.Exponent() < -4 {
			t.Errorf("%s: %s of %v", unit, f, v)
		}
	}

	for unit, f := range r.Figures("Index", -5) {
		if f.Exponent() < 0 {
			t.Errorf("%s: %s", unit, f)
		}
	}

	c, err := index.New(index.Spec{Nodes: nodes})
	if err != nil {
		t.Fatal(err)
	}

	if n, m := len(slices.Collect(c.Indicators())), len(slices.Collect(c.Nodes())); n != 49 || m != 60 {
		t.Errorf("%d indicators of %d nodes", n, m)
	}
	for range c.Indicators() {
		break
	}
	for range c.Nodes() {
		break
	}
}

// The bits were computed once; every platform has to find them again.
func TestBitsAreFixed(t *testing.T) {
	nodes, d := asem(t)
	onto := index.ScoreRange{From: dec("1"), To: dec("100")}
	s := index.Spec{Nodes: nodes, Availability: maybe("0"), Normalise: index.MinMax{Onto: onto}}
	var sum uint64
	for _, m := range []index.Mean{index.Arithmetic{}, index.Geometric{}, index.Power{P: dec("-2.5")}} {
		for _, w := range []index.Weighting{index.EqualWeights{}, index.Entropy{}, index.CRITIC{}} {
			s.Aggregate, s.Weigh = m, w
			for _, v := range mustScore(t, s, d).All("Index") {
				sum = sum*31 + math.Float64bits(v)
			}
		}
	}
	if sum != 0xc14c8b97bde1dcea {
		t.Errorf("checksum %#x", sum)
	}
}
