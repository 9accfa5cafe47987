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

// world draws a tree of two levels with figures.
type world struct {
	spec index.Spec
	data index.Data
}

func drawWorld(t *rapid.T, gaps bool) world {
	rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 9))
	w := world{data: index.Data{Figures: map[string][]decimal.NullDecimal{}}}
	w.spec.Nodes = []index.Node{group("x", "")}
	onto := index.ScoreRange{From: dec("1"), To: dec("100")}
	normalisations := []index.Normalisation{
		index.MinMax{Onto: onto},
		index.PercentileRank{Onto: onto},
		index.Rank{},
		index.Goalposts{Low: dec("0"), High: dec("1000"), Clip: true, Onto: onto},
		index.ShareOfBest{Onto: onto},
		index.ZScore{Mean: dec("100"), SD: dec("10")},
	}

	means := []index.Mean{
		index.Arithmetic{},
		index.Geometric{},
		index.Harmonic{},
		index.Power{P: dec("3")},
		index.Power{P: dec("-0.5")},
		index.Minimum{},
	}

	weightings := []index.Weighting{
		index.GivenWeights{}, index.EqualWeights{}, index.Entropy{}, index.StandardDeviation{}, index.CRITIC{},
	}
	pick := func(n int, name string) int { return rapid.IntRange(0, n-1).Draw(t, name) }
	if gaps {
		w.spec.Availability = maybe("0.5")
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
	rnd.Shuffle(len(m.spec.Nodes), func(i, j int) {
		m.spec.Nodes[i], m.spec.Nodes[j] = m.spec.Nodes[j], m.spec.Nodes[i]
	})

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

		points, weights := map[string]float64{}, map[string]float64{}
		low, high := map[string]float64{}, map[string]float64{}
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
			m.data.Figures[n.Code] = append(m.data.Figures[n.Code], decimal.NullDecimal{
				Decimal: f.Decimal.Mul(scale).Add(add), Valid: true,
			})
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
			n.Normalise = index.Goalposts{
				Low: dec("0"), High: dec("1000"), Onto: index.ScoreRange{From: dec("1"), To: dec("100")},
			}
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
