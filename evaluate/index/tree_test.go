package index_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/target"
)

// grove draws a tree of any shape, an indicator alone included, of small figures
// with ties, signs, gaps, and weights of zero.
type grove struct {
	world
	size int
}

func (g *grove) grow(t *rapid.T, parent string, depth int) {
	code := fmt.Sprintf("n%d", g.size)
	g.size++
	weight := decimal.NullDecimal{
		Decimal: decimal.New(rapid.Int64Range(0, 4).Draw(t, "weight"), 0), Valid: rapid.Bool().Draw(t, "weighs"),
	}

	if depth == 0 || rapid.IntRange(0, 3).Draw(t, "leaf") == 0 {
		n := leaf(code, parent)
		n.Better, n.Weight = target.Direction(rapid.IntRange(1, 2).Draw(t, "better")), weight
		n.Normalise = []index.Normalisation{
			nil,
			index.Rank{},
			index.Borda{},
			index.PercentileRank{},
			index.ZScore{Mean: dec("5")},
			index.Goalposts{Low: dec("-2"), High: dec("6")},
			index.Goalposts{
				Low: dec("-2"), High: dec("6"), Clip: true, Onto: index.ScoreRange{From: dec("-1"), To: dec("1")},
			},
			index.OwnTarget{},
			index.OwnTarget{Cap: true, Onto: index.ScoreRange{From: dec("1"), To: dec("2")}},
			index.AsIs{},
		}[rapid.IntRange(0, 9).Draw(t, "normalisation")]

		columns := []map[string][]decimal.NullDecimal{g.data.Figures}
		switch n.Normalise.(type) {
		case index.AsIs:
			n.Better = target.Higher
		case index.OwnTarget:
			n.Better = target.Direction(rapid.IntRange(1, 3).Draw(t, "better than"))
			columns = append(columns, g.data.Targets)
			if rapid.Bool().Draw(t, "baselines") {
				columns = append(columns, g.data.Baselines)
			}
		}

		for _, c := range columns {
			for range g.data.Units {
				d := decimal.New(rapid.Int64Range(-4, 9).Draw(t, "figure"), 0)
				c[code] = append(c[code], decimal.NullDecimal{
					Decimal: d, Valid: rapid.IntRange(0, 5).Draw(t, "gap") > 0,
				})
			}
		}

		g.spec.Nodes = append(g.spec.Nodes, n)
		return
	}

	n := group(code, parent)
	n.Weight = weight
	n.Weigh = []index.Weighting{nil, index.EqualWeights{}}[rapid.IntRange(0, 1).Draw(t, "weighting")]
	n.Aggregate = []index.Mean{nil, index.Minimum{}}[rapid.IntRange(0, 1).Draw(t, "mean")]
	if rapid.Bool().Draw(t, "its own availability") {
		n.Availability = maybe([]string{"0", "0.5", "1"}[rapid.IntRange(0, 2).Draw(t, "availability")])
	}
	g.spec.Nodes = append(g.spec.Nodes, n)
	for range rapid.IntRange(1, 3).Draw(t, "children") {
		g.grow(t, code, depth-1)
	}
}

// slow scores a node for a unit by its definition; NaN is a gap.
func (g *grove) slow(code string, unit int) float64 {
	n := g.spec.Nodes[slices.IndexFunc(g.spec.Nodes, func(n index.Node) bool { return n.Code == code })]
	if n.Better != 0 {
		return g.slowLeaf(n, unit)
	}

	var sum, weights, children, there float64
	least := math.Inf(1)
	for _, c := range g.spec.Nodes {
		if c.Parent != code {
			continue
		}
		children++
		v, w := g.slow(c.Code, unit), 1.0
		if v != v {
			continue
		}
		there++
		if c.Weight.Valid && n.Weigh == nil {
			w = c.Weight.Decimal.InexactFloat64()
		}
		sum, weights = sum+w*v, weights+w
		if w > 0 {
			least = min(least, v)
		}
	}

	enough := g.spec.Availability.Decimal.InexactFloat64()
	if n.Availability.Valid {
		enough = n.Availability.Decimal.InexactFloat64()
	}

	switch {
	case there < enough*children || weights == 0:
		return math.NaN()
	case n.Aggregate != nil:
		return least
	}

	return sum / weights
}

func (g *grove) slowLeaf(n index.Node, unit int) float64 {
	column := g.data.Figures[n.Code]
	if !column[unit].Valid {
		return math.NaN()
	}

	// A lower figure is better where its negative is higher.
	sign := 1.0
	if n.Better == target.Lower {
		sign = -1
	}
	at := func(d decimal.NullDecimal) float64 { return sign * d.Decimal.InexactFloat64() }
	x := at(column[unit])
	var count, worse, sum, squares float64
	lo, hi := math.Inf(1), math.Inf(-1)

	for _, d := range column {
		if d.Valid {
			v := at(d)
			count, sum, squares = count+1, sum+v, squares+v*v
			lo, hi = min(lo, v), max(hi, v)
			if v < x {
				worse++
			}
		}
	}

	switch o := n.Normalise.(type) {
	case index.Rank:
		return worse + 1
	case index.Borda:
		return worse
	case index.PercentileRank:
		return 100 * worse / (count - 1)
	case index.ZScore:
		return 5 + (x-sum/count)/math.Sqrt((squares-sum*sum/count)/(count-1))
	case index.Goalposts:
		from, to := -2.0, 6.0
		if n.Better == target.Lower {
			from, to = -6, 2
		}
		s := (x - from) / (to - from)
		if o.Clip {
			return 2*min(max(s, 0), 1) - 1
		}
		return 100 * s

	case index.OwnTarget:
		goal := g.data.Targets[n.Code][unit]
		if !goal.Valid {
			return math.NaN()
		}
		var base float64
		if b := g.data.Baselines[n.Code]; b != nil && b[unit].Valid {
			base = at(b[unit])
		}
		short := at(goal) - x
		if n.Better == target.Nearer {
			short = math.Abs(short)
		}
		s := 1 - short/math.Abs(at(goal)-base)
		if o.Cap {
			return 1 + min(s, 1)
		}
		return 100 * s

	case index.AsIs:
		return x
	}

	return 100 * (x - lo) / (hi - lo)
}

// Trees of any shape score as their definition says, and the points of what is
// below a node add up to its own.
func treeHolds(t *rapid.T) {
	g := &grove{}
	g.data = index.Data{
		Figures: map[string][]decimal.NullDecimal{}, Targets: map[string][]decimal.NullDecimal{},
		Baselines: map[string][]decimal.NullDecimal{},
	}
	for u := range rapid.IntRange(1, 5).Draw(t, "units") {
		g.data.Units = append(g.data.Units, fmt.Sprintf("u%d", u))
	}
	g.spec.Availability = maybe([]string{"0", "0.5", "0.75"}[rapid.IntRange(0, 2).Draw(t, "availability")])
	g.grow(t, "", 3)
	c, err := index.New(g.spec)
	if err != nil {
		t.Skip(err) // all weights of a group are zero
	}

	r, err := c.Score(g.data)
	if err != nil {
		t.Skip(err) // the figures do not differ, or a target is its baseline
	}

	for k, unit := range g.data.Units {
		points := map[string]float64{}
		parts := r.Contributions(unit)
		for _, p := range parts {
			points[p.Parent] += p.Points
		}
		for _, p := range parts {
			if sum, ok := points[p.Code]; ok && math.Abs(sum-p.Points) > 1e-9 {
				t.Errorf("below %s %v points, of %v", p.Code, sum, p.Points)
			}
		}
		for _, n := range g.spec.Nodes {
			want := g.slow(n.Code, k)
			if got, ok := r.Score(unit, n.Code); ok != (want == want) || ok && math.Abs(got-want) > 1e-9 {
				t.Errorf("%s of %s scores %v (%v), want %v", n.Code, unit, got, ok, want)
			}
		}
	}
}

func TestTreeHolds(t *testing.T) { rapid.Check(t, treeHolds) }
func FuzzTreeHolds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(treeHolds)) }
