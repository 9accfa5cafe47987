package index_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/target"
)

// single scores one column under one normalisation.
func single(t testing.TB, n index.Node, d index.Data) []string {
	t.Helper()
	n.Code, n.Parent = "a", "x"
	r := mustScore(t, index.Spec{Nodes: []index.Node{group("x", ""), n}, Availability: share("0")}, d)
	var out []string
	for _, unit := range d.Units {
		if v, ok := r.Score(unit, "a"); ok {
			out = append(out, fmt.Sprintf("%.10g", v))
		} else {
			out = append(out, "gap")
		}
	}
	return out
}

func TestNormalisations(t *testing.T) {
	ten := index.Range{To: dec("10")}
	column := func(values ...string) index.Data {
		d := index.Data{Figures: map[string][]decimal.NullDecimal{"a": figures(values...)}}
		for i := range values {
			d.Units = append(d.Units, string(rune('p'+i)))
		}
		return d
	}
	targets := func(d index.Data, targets, bases []decimal.NullDecimal) index.Data {
		d.Targets = map[string][]decimal.NullDecimal{"a": targets}
		if bases != nil {
			d.Baselines = map[string][]decimal.NullDecimal{"a": bases}
		}
		return d
	}
	for _, tt := range []struct {
		name   string
		by     index.Normalisation
		better target.Direction
		data   index.Data
		want   []string
	}{
		{"min-max", index.MinMax{}, target.Higher, column("20", "40", "", "30"), []string{"0", "100", "gap", "50"}},
		{"min-max lower", index.MinMax{Onto: index.Range{From: dec("1"), To: dec("5")}}, target.Lower, column("20", "40", "25"), []string{"5", "1", "4"}},
		{"goalposts", index.Goalposts{Low: dec("0"), High: dec("50"), Onto: ten}, target.Higher, column("-10", "20", "60"), []string{"-2", "4", "12"}},
		{"goalposts clipped", index.Goalposts{Low: dec("0"), High: dec("50"), Clip: true, Onto: ten}, target.Higher, column("-10", "20", "60", ""), []string{"0", "4", "10", "gap"}},
		{"goalposts lower", index.Goalposts{Low: dec("0"), High: dec("50"), Clip: true, Onto: ten}, target.Lower, column("-10", "20", "60"), []string{"10", "6", "0"}},
		{"goalposts of a constant", index.Goalposts{Low: dec("0"), High: dec("8")}, target.Higher, column("2", "2"), []string{"25", "25"}},
		{"z-score", index.ZScore{}, target.Higher, column("1", "2", "3"), []string{"-1", "0", "1"}},
		{"z-score around 100", index.ZScore{Mean: dec("100"), SD: dec("10")}, target.Lower, column("1", "2", "", "3"), []string{"110", "100", "gap", "90"}},
		{"rank", index.Rank{}, target.Higher, column("5", "7", "5", "1", ""), []string{"2", "4", "2", "1", "gap"}},
		{"rank lower", index.Rank{}, target.Lower, column("5", "7", "5", "1"), []string{"2", "1", "2", "4"}},
		{
			"rank beyond floats",
			index.Rank{},
			target.Higher,
			column("1.00000000000000000002", "1.00000000000000000001", "1.000000000000000000010", "1"),
			[]string{"4", "2", "2", "1"},
		},
		{"borda", index.Borda{}, target.Lower, column("5", "7", "5", "1"), []string{"1", "0", "1", "3"}},
		{"percentile", index.PercentileRank{}, target.Higher, column("5", "7", "5", "1", "9", ""), []string{"25", "75", "25", "0", "100", "gap"}},
		{"share of best", index.ShareOfBest{}, target.Higher, column("5", "20", "-10", ""), []string{"25", "100", "-50", "gap"}},
		{"share of best lower", index.ShareOfBest{Onto: ten}, target.Lower, column("5", "20", "10"), []string{"10", "2.5", "5"}},
		{"as is", index.AsIs{}, target.Higher, column("5", "-0.25", ""), []string{"5", "-0.25", "gap"}},
		{
			"own target",
			index.OwnTarget{},
			target.Higher,
			targets(column("50", "120", "80", "", "1"), figures("100", "100", "-40", "7", ""), nil),
			[]string{"50", "120", "400", "gap", "gap"},
		},
		{
			"own target capped",
			index.OwnTarget{Cap: true},
			target.Higher,
			targets(column("50", "120"), figures("100", "100"), nil),
			[]string{"50", "100"},
		},
		{
			"own target from a baseline",
			index.OwnTarget{Onto: index.Range{To: dec("1")}},
			target.Lower,
			targets(column("1.00", "0.92", "0.8", "1.1", "0.7"), figures("0.8", "0.8", "0.8", "0.8", "0.9"), figures("1", "1", "1", "1", "")),
			[]string{"0", "0.4", "1", "-0.5", "1.222222222"},
		},
		{
			"own target, all beyond it",
			index.OwnTarget{},
			target.Higher,
			targets(column("20", "40", "60", "80"), figures("10", "10", "10", "10"), nil),
			[]string{"200", "400", "600", "800"},
		},
		{
			"own target nearer",
			index.OwnTarget{},
			target.Nearer,
			targets(column("103", "107", "111"), figures("107", "107", "107"), figures("115", "115", "115")),
			[]string{"50", "100", "50"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, single(t, index.Node{Normalise: tt.by, Better: tt.better}, tt.data)); diff != "" {
				t.Errorf("scores mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

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
					with(leaf("b", "x"), func(n *index.Node) { n.Weight = share("2") }),
					with(leaf("c", "x"), func(n *index.Node) { n.Weight = share("0") }),
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
	s := index.Spec{Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")}, Normalise: index.AsIs{}, Aggregate: index.Power{P: dec("2")}}
	r := mustScore(t, s, index.Data{Units: []string{"u", "v"}, Figures: map[string][]decimal.NullDecimal{
		"a": figures("0", "0"), "b": figures("0", "2"),
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
		"a": figures("9e99", "1e-100"), "b": figures("1e-100", "9e99"),
	}}
	for _, m := range []index.Mean{index.Arithmetic{}, index.Geometric{}, index.Harmonic{}, index.Power{P: dec("100")}, index.Power{P: dec("-100")}, index.Minimum{}} {
		for _, w := range []index.Weighting{index.Equal{}, index.Entropy{}, index.StandardDeviation{}, index.CRITIC{}} {
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

func TestAvailability(t *testing.T) {
	nodes := []index.Node{group("x", ""), group("y", "x"), leaf("e", "x")}
	for _, code := range []string{"a", "b", "c", "d"} {
		nodes = append(nodes, leaf(code, "y"))
	}
	d := index.Data{Units: []string{"p", "q", "r", "s", "t"}, Figures: map[string][]decimal.NullDecimal{
		"a": figures("4", "4", "4", "4", ""),
		"b": figures("8", "8", "8", "", ""),
		"c": figures("1", "1", "", "", ""),
		"d": figures("3", "", "", "", ""),
		"e": figures("10", "10", "10", "10", ""),
	}}
	for _, tt := range []struct {
		least string
		y, x  []string
	}{
		{"0", []string{"4", "4.333333333", "6", "4", "gap"}, []string{"7", "7.166666667", "8", "7", "gap"}},
		{"0.5", []string{"4", "4.333333333", "6", "gap", "gap"}, []string{"7", "7.166666667", "8", "10", "gap"}},
		{"0.50000000000000000000000001", []string{"4", "4.333333333", "gap", "gap", "gap"}, []string{"7", "7.166666667", "gap", "gap", "gap"}},
		{"1", []string{"4", "gap", "gap", "gap", "gap"}, []string{"7", "gap", "gap", "gap", "gap"}},
	} {
		t.Run(tt.least, func(t *testing.T) {
			r := mustScore(t, index.Spec{Nodes: nodes, Normalise: index.AsIs{}, Availability: share(tt.least)}, d)
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
	nodes[1].Availability = share("0.75")
	c, err := index.New(index.Spec{Nodes: nodes, Normalise: index.AsIs{}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Score(d)
	want := []string{`scores["y"]["r"] has no figure`, `scores["y"]["s"] has no figure`, `scores["y"]["t"] has no figure`, `figures["e"]["t"] has no figure`}
	got := faults(err)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults mismatch (-want +got):\n%s", diff)
	}
}

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
	low := figures("10", "11", "12", "13", "14", "15", "16", "17", "18", "")
	column := func(extra ...string) index.Data {
		d := index.Data{Figures: map[string][]decimal.NullDecimal{"a": append(slices.Clone(low), figures(extra...)...)}}
		for i := range d.Figures["a"] {
			d.Units = append(d.Units, string(rune('a'+i)))
		}
		return d
	}
	treat := func(w index.Winsorise, d index.Data) []index.Treated {
		t.Helper()
		n := leaf("a", "x")
		n.Winsorise = &w
		r := mustScore(t, index.Spec{Nodes: []index.Node{group("x", ""), n}, Availability: share("0")}, d)
		// The treated column is what is normalised: only its ends score 0 and 100.
		best, is := 0.0, map[string]decimal.Decimal{}
		for _, tr := range r.Treated() {
			is[tr.Unit] = tr.Is
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
		want []index.Treated
	}{
		{"no outlier", index.Winsorise{}, column("19"), nil},
		{"one high", index.Winsorise{}, column("900"), []index.Treated{{"a", "k", dec("900"), dec("18"), true}}},
		{"one low", index.Winsorise{}, column("-900"), []index.Treated{{"a", "k", dec("-900"), dec("10"), true}}},
		{"two unequal", index.Winsorise{Skewness: dec("1"), Kurtosis: dec("0.5")}, column("700", "90000"), []index.Treated{
			{"a", "k", dec("700"), dec("18"), true}, {"a", "l", dec("90000"), dec("18"), true},
		}},
		{"enough after one", index.Winsorise{}, column("700", "90000"), []index.Treated{{"a", "l", dec("90000"), dec("700"), true}}},
		{"at most one", index.Winsorise{Skewness: dec("1"), Kurtosis: dec("0.5"), Most: 1}, column("700", "90000"), []index.Treated{{"a", "l", dec("90000"), dec("700"), false}}},
		{"laxer", index.Winsorise{Skewness: dec("4")}, column("900"), nil},
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
			x[i] = tr.Is.InexactFloat64()
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
	n.Winsorise = &index.Winsorise{Skewness: dec("1")}
	for _, tt := range []struct {
		figures []decimal.NullDecimal
		treated int
	}{
		{figures("1", "2", "3", "1000"), 1},
		{figures("1", "2", "", "1000"), 0}, // too few to have a kurtosis
	} {
		r := mustScore(t, index.Spec{Nodes: []index.Node{group("x", ""), n}, Availability: share("0")},
			index.Data{Units: []string{"p", "q", "r", "s"}, Figures: map[string][]decimal.NullDecimal{"a": tt.figures}})
		if got := r.Treated(); len(got) != tt.treated {
			t.Errorf("treated %v", got)
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
			{index.Geometric{}, func(float64) float64 { return math.Sqrt(y) }, func(float64) float64 { return math.Sqrt(x) }},
			{index.Harmonic{}, func(float64) float64 { return y }, func(float64) float64 { return x }},
			{index.Power{P: dec("2")}, func(m float64) float64 { return x + m }, func(m float64) float64 { return y + m }},
			{
				index.Power{P: dec("3")},
				func(m float64) float64 { return x*x + x*m + m*m },
				func(m float64) float64 { return y*y + y*m + m*m },
			},
		} {
			s := index.Spec{Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")}, Normalise: index.AsIs{}, Aggregate: tt.mean}
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

func TestEntropyTakesZeros(t *testing.T) {
	s := index.Spec{Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")}, Normalise: index.AsIs{}, Weigh: index.Entropy{}}
	r := mustScore(t, s, index.Data{Units: []string{"p", "q"}, Figures: map[string][]decimal.NullDecimal{
		"a": figures("0", "4"), "b": figures("7", "7"),
	}})
	if diff := cmp.Diff([]float64{1, 0}, siblings(r)); diff != "" {
		t.Errorf("weights mismatch (-want +got):\n%s", diff)
	}
}

func TestCallersSlicesStayTheirs(t *testing.T) {
	nodes, d := asem(t)
	order := []string{"Conn", "Sust"}
	m := matrix("1 3", "0 1")
	s := index.Spec{Nodes: nodes, Availability: share("0")}
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
	d.Units[0], d.Figures["LPI"][0] = "XXX", decimal.NullDecimal{}
	weights := first.Weights()
	weights[0].Weight = -1
	if diff := cmp.Diff(want, maps.Collect(first.All("Index"))); diff != "" || first.Weights()[0].Weight != 1 {
		t.Errorf("the result changed with the caller's data (-want +got):\n%s", diff)
	}
}

// world draws a tree of two levels with figures.
type world struct {
	spec index.Spec
	data index.Data
}

func drawWorld(t *rapid.T, gaps bool) world {
	rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 9))
	w := world{data: index.Data{Figures: map[string][]decimal.NullDecimal{}}}
	w.spec.Nodes = []index.Node{group("x", "")}
	onto := index.Range{From: dec("1"), To: dec("100")}
	normalisations := []index.Normalisation{
		index.MinMax{Onto: onto},
		index.PercentileRank{Onto: onto},
		index.Rank{},
		index.Goalposts{Low: dec("0"), High: dec("1000"), Clip: true, Onto: onto},
		index.ShareOfBest{Onto: onto},
		index.ZScore{Mean: dec("100"), SD: dec("10")},
	}
	means := []index.Mean{index.Arithmetic{}, index.Geometric{}, index.Harmonic{}, index.Power{P: dec("3")}, index.Power{P: dec("-0.5")}, index.Minimum{}}
	weightings := []index.Weighting{index.Given{}, index.Equal{}, index.Entropy{}, index.StandardDeviation{}, index.CRITIC{}}
	pick := func(n int, name string) int { return rapid.IntRange(0, n-1).Draw(t, name) }
	if gaps {
		w.spec.Availability = share("0.5")
	}
	units := rapid.IntRange(5, 12).Draw(t, "units")
	for u := range units {
		w.data.Units = append(w.data.Units, fmt.Sprintf("u%02d", u))
	}
	w.spec.Nodes[0].Aggregate = means[pick(len(means), "mean")]
	for g := range rapid.IntRange(1, 3).Draw(t, "groups") {
		code := fmt.Sprintf("g%d", g)
		n := group(code, "x")
		n.Aggregate = means[pick(len(means), "mean")]
		n.Weigh = weightings[pick(len(weightings), "weighting")]
		n.Weight = decimal.NullDecimal{Decimal: decimal.New(1+rnd.Int64N(50), -1), Valid: true}
		w.spec.Nodes = append(w.spec.Nodes, n)
		for i := range rapid.IntRange(2, 4).Draw(t, "indicators") {
			leafCode := fmt.Sprintf("%s.%d", code, i)
			n := leaf(leafCode, code)
			n.Normalise = normalisations[pick(len(normalisations), "normalisation")]
			n.Better = target.Higher + target.Direction(rnd.IntN(2))
			n.Weight = decimal.NullDecimal{Decimal: decimal.New(1+rnd.Int64N(50), -1), Valid: true}
			w.spec.Nodes = append(w.spec.Nodes, n)
			column := make([]decimal.NullDecimal, units)
			for u := range column {
				if !gaps || rnd.IntN(12) > 0 {
					column[u] = decimal.NullDecimal{Decimal: decimal.New(1000+rnd.Int64N(99_000), -2), Valid: true}
				}
			}
			w.data.Figures[leafCode] = column
		}
	}
	return w
}

func (w world) score(t *rapid.T) *index.Result {
	c, err := index.New(w.spec)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Score(w.data)
	if err != nil {
		t.Skip(err)
	}
	return r
}

func equalResults(t *rapid.T, why string, w world, a, b *index.Result, tolerance float64) {
	t.Helper()
	for _, n := range w.spec.Nodes {
		for _, u := range w.data.Units {
			x, xok := a.Score(u, n.Code)
			y, yok := b.Score(u, n.Code)
			if xok != yok || math.Abs(x-y) > tolerance*math.Abs(x) {
				t.Fatalf("%s: %s of %s is %v (%v), was %v (%v)", why, n.Code, u, y, yok, x, xok)
			}
		}
	}
}

// Neither the order of nodes nor that of units changes a bit.
func testOrder(t *rapid.T) {
	w := drawWorld(t, true)
	r := w.score(t)
	rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "shuffle"), 1))
	m := world{spec: w.spec, data: index.Data{Figures: map[string][]decimal.NullDecimal{}}}
	m.spec.Nodes = slices.Clone(w.spec.Nodes)
	rnd.Shuffle(len(m.spec.Nodes), func(i, j int) { m.spec.Nodes[i], m.spec.Nodes[j] = m.spec.Nodes[j], m.spec.Nodes[i] })
	for _, k := range rnd.Perm(len(w.data.Units)) {
		m.data.Units = append(m.data.Units, w.data.Units[k])
		for code, column := range w.data.Figures {
			m.data.Figures[code] = append(m.data.Figures[code], column[k])
		}
	}
	other := m.score(t)
	equalResults(t, "another order", w, r, other, 0)
	if diff := cmp.Diff(r.Weights(), other.Weights()); diff != "" {
		t.Fatalf("weights in another order (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(slices.Collect(r.Units()), w.data.Units); diff != "" {
		t.Fatalf("units (-want +got):\n%s", diff)
	}
}

func TestOrderDoesNotMatter(t *testing.T) { rapid.Check(t, testOrder) }
func FuzzOrder(f *testing.F)              { f.Fuzz(rapid.MakeFuzz(testOrder)) }

// Weights add up, scores lie between those of the children, and contributions
// add up to the scores.
func testAddingUp(t *rapid.T) {
	w := drawWorld(t, true)
	r := w.score(t)
	siblings, effective := map[string]float64{}, 0.0
	for _, x := range r.Weights() {
		siblings[x.Parent] += x.Weight
		if _, ok := w.data.Figures[x.Code]; ok {
			effective += x.Effective
		}
	}
	for parent, sum := range siblings {
		if !near(sum, 1) {
			t.Fatalf("the weights below %q add up to %v", parent, sum)
		}
	}
	if !near(effective, 1) {
		t.Fatalf("effective weights add up to %v", effective)
	}
	for _, u := range w.data.Units {
		index, ok := r.Score(u, "x")
		parts := r.Contributions(u)
		if ok != (len(parts) > 0) {
			t.Fatalf("%s has an index: %v, and %d contributions", u, ok, len(parts))
		}
		points, weights, low, high := map[string]float64{}, map[string]float64{}, map[string]float64{}, map[string]float64{}
		own := map[string]float64{}
		var leaves float64
		for _, c := range parts {
			own[c.Code] = c.Points
			if c.Parent != "" {
				if _, ok := low[c.Parent]; !ok {
					low[c.Parent], high[c.Parent] = math.Inf(1), math.Inf(-1)
				}
				points[c.Parent] += c.Points
				weights[c.Parent] += c.Weight
				low[c.Parent], high[c.Parent] = min(low[c.Parent], c.Score), max(high[c.Parent], c.Score)
			}
			if _, ok := w.data.Figures[c.Code]; ok {
				leaves += c.Points
			}
			if score, _ := r.Score(u, c.Code); score != c.Score {
				t.Fatalf("%s of %s scores %v, in its contribution %v", c.Code, u, score, c.Score)
			}
		}
		if ok && !near(leaves, index) {
			t.Fatalf("the indicators of %s contribute %v to %v", u, leaves, index)
		}
		for parent, sum := range points {
			if math.Abs(sum-own[parent]) > 1e-12*(1+math.Abs(own[parent])) {
				t.Fatalf("the children of %s contribute %v to %v", parent, sum, own[parent])
			}
			if !near(weights[parent], 1) {
				t.Fatalf("the weights of what is there below %s add up to %v", parent, weights[parent])
			}
			score, _ := r.Score(u, parent)
			if score < low[parent]*(1-1e-13) || score > high[parent]*(1+1e-13) {
				t.Fatalf("%s of %s is %v, its children from %v to %v", parent, u, score, low[parent], high[parent])
			}
		}
	}
}

func TestContributionsAddUp(t *testing.T) { rapid.Check(t, testAddingUp) }
func FuzzContributions(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(testAddingUp)) }

// Figures in another unit of measure, and for min-max and z-scores from another
// origin, give the same scores.
func testUnits(t *rapid.T) {
	w := drawWorld(t, false)
	for i, n := range w.spec.Nodes {
		if _, ok := n.Normalise.(index.Goalposts); ok {
			w.spec.Nodes[i].Normalise = index.ZScore{Mean: dec("100"), SD: dec("10")}
		}
	}
	r := w.score(t)
	scale := decimal.New(rapid.Int64Range(1, 9999).Draw(t, "scale"), -2)
	shift := decimal.New(rapid.Int64Range(-9999, 9999).Draw(t, "shift"), -1)
	m := world{spec: w.spec, data: index.Data{Units: w.data.Units, Figures: map[string][]decimal.NullDecimal{}}}
	for _, n := range w.spec.Nodes {
		column := w.data.Figures[n.Code]
		if column == nil {
			continue
		}
		add := shift
		if _, ok := n.Normalise.(index.ShareOfBest); ok {
			add = decimal.Decimal{}
		}
		for _, f := range column {
			m.data.Figures[n.Code] = append(m.data.Figures[n.Code], decimal.NullDecimal{Decimal: f.Decimal.Mul(scale).Add(add), Valid: true})
		}
	}
	equalResults(t, "another unit of measure", w, r, m.score(t), 1e-9)
}

func TestUnitsOfMeasureDoNotMatter(t *testing.T) { rapid.Check(t, testUnits) }
func FuzzUnitsOfMeasure(f *testing.F)            { f.Fuzz(rapid.MakeFuzz(testUnits)) }

// A better figure of one unit never lowers its index where no weight follows
// the spread, and leaves the others alone where no normalisation is relative.
func testMonotone(t *rapid.T) {
	w := drawWorld(t, false)
	absolute := rapid.Bool().Draw(t, "absolute")
	var leaves []index.Node
	for i := range w.spec.Nodes {
		n := &w.spec.Nodes[i]
		if n.Better == 0 {
			n.Weigh = nil
			continue
		}
		switch {
		case absolute:
			n.Normalise = index.Goalposts{Low: dec("0"), High: dec("1000"), Onto: index.Range{From: dec("1"), To: dec("100")}}
		default:
			// Under z-scores a unit that gets better raises the mean and the
			// deviation too, and can fall back in the mean's units.
			if _, ok := n.Normalise.(index.ZScore); ok {
				n.Normalise = index.Rank{}
			}
		}
		leaves = append(leaves, *n)
	}
	r := w.score(t)
	n := leaves[rapid.IntRange(0, len(leaves)-1).Draw(t, "indicator")]
	k := rapid.IntRange(0, len(w.data.Units)-1).Draw(t, "unit")
	by := decimal.New(rapid.Int64Range(1, 900).Draw(t, "by"), -2)
	if n.Better == target.Lower {
		by = by.Neg()
	}
	m := world{spec: w.spec, data: index.Data{Units: w.data.Units, Figures: maps.Clone(w.data.Figures)}}
	column := slices.Clone(m.data.Figures[n.Code])
	column[k].Decimal = column[k].Decimal.Add(by)
	m.data.Figures[n.Code] = column
	after := m.score(t)
	for i, u := range w.data.Units {
		was, _ := r.Score(u, "x")
		is, _ := after.Score(u, "x")
		switch {
		case i == k && is < was-1e-12*math.Abs(was):
			t.Fatalf("%s got better in %s by %s and fell from %v to %v", u, n.Code, by, was, is)
		case i != k && absolute && is != was:
			t.Fatalf("%s changed from %v to %v with another unit's figure", u, was, is)
		}
	}
}

func TestBetterIsNeverWorse(t *testing.T) { rapid.Check(t, testMonotone) }
func FuzzMonotone(f *testing.F)           { f.Fuzz(rapid.MakeFuzz(testMonotone)) }

// The means stand in their order.
func TestMeansInOrder(t *testing.T) {
	nodes, d := asem(t)
	s := index.Spec{Nodes: nodes, Availability: share("0"), Normalise: index.MinMax{Onto: index.Range{From: dec("1"), To: dec("100")}}}
	var before map[string]float64
	for _, m := range []index.Mean{index.Minimum{}, index.Power{P: dec("-3")}, index.Harmonic{}, index.Geometric{}, index.Arithmetic{}, index.Power{P: dec("3")}} {
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

// Geometric and harmonic indices of the whole data set agree with the formulas
// written out over the standard library's logarithms.
func TestASEMByTheFormulas(t *testing.T) {
	nodes, d := asem(t)
	s := index.Spec{Nodes: nodes, Availability: share("0"), Normalise: index.MinMax{Onto: index.Range{From: dec("1"), To: dec("100")}}}
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
	r := mustScore(t, index.Spec{Nodes: nodes, Availability: share("0")}, d)
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
	onto := index.Range{From: dec("1"), To: dec("100")}
	s := index.Spec{Nodes: nodes, Availability: share("0"), Normalise: index.MinMax{Onto: onto}}
	var sum uint64
	for _, m := range []index.Mean{index.Arithmetic{}, index.Geometric{}, index.Power{P: dec("-2.5")}} {
		for _, w := range []index.Weighting{index.Equal{}, index.Entropy{}, index.CRITIC{}} {
			s.Aggregate, s.Weigh = m, w
			for _, v := range mustScore(t, s, d).All("Index") {
				sum = sum*31 + math.Float64bits(v)
			}
		}
	}
	if sum != 0xde4d620a0920b1dd {
		t.Errorf("checksum %#x", sum)
	}
}
