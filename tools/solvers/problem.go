package solvers

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Problem is figures proposed for every unit of a tree, with a variance for each. The unit 0
// is the root. The units are in the order of their levels.
type Problem struct {
	Parent    []int   // of each unit, −1 for the root
	Leaves    int     // how many units have no children; they are the last ones
	Figures   []int64 // the figures proposed
	Variances []int64 // 1 over the weights

	tree     *hierarchy.Tree
	goal     target.Target
	proposed []hierarchy.Proposal
	options  hierarchy.ReconcileOptions
}

// New returns a problem on a tree with the given numbers of units on its levels. The leaves
// have figures drawn from 1 to 5,000. The other figures miss the sums of their children by up
// to 2 %. All variances are 1 if equal is true, and drawn from 1 to 1,000 otherwise.
func New(equal bool, sizes ...int) (*Problem, error) {
	p := &Problem{Leaves: sizes[len(sizes)-1]}
	start, previous := 0, 0
	for level, n := range sizes {
		for i := range n {
			parent := -1
			if level > 0 {
				parent = previous + i*sizes[level-1]/n
			}
			p.Parent = append(p.Parent, parent)
		}
		previous, start = start, start+n
	}

	rng := rand.New(rand.NewPCG(1, 2))
	p.Figures, p.Variances = make([]int64, start), make([]int64, start)
	for i := start - 1; i >= 0; i-- {
		if i >= start-p.Leaves {
			p.Figures[i] = 1 + rng.Int64N(5000)
		}
		if i > 0 {
			p.Figures[p.Parent[i]] += p.Figures[i]
		}
		if p.Variances[i] = 1; !equal {
			p.Variances[i] += rng.Int64N(1000)
		}
	}
	for i := range start - p.Leaves {
		p.Figures[i] += p.Figures[i] * (rng.Int64N(5) - 2) / 100
	}
	return p, p.state(equal, sizes)
}

// state states the problem in the words of the library.
func (p *Problem) state(equal bool, sizes []int) error {
	var levels []string
	var units []hierarchy.Unit
	for level, n := range sizes {
		levels = append(levels, strconv.Itoa(level))
		for range n {
			u := hierarchy.Unit{Code: strconv.Itoa(len(units)), Level: levels[level]}
			if len(units) > 0 {
				u.Parent = strconv.Itoa(p.Parent[len(units)])
			}
			units = append(units, u)
		}
	}
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		return fmt.Errorf("solvers: %w", err)
	}

	column := func(figures []int64) (hierarchy.Column, error) {
		return tree.Column(func(yield func(string, decimal.Decimal) bool) {
			for i, v := range figures {
				if !yield(strconv.Itoa(i), decimal.NewFromInt(v)) {
					return
				}
			}
		})
	}
	figures, err := column(p.Figures)
	if err != nil {
		return fmt.Errorf("solvers: %w", err)
	}
	var firmness hierarchy.Firmness
	if !equal {
		firmness.Rule = hierarchy.VarianceFirmness
		if firmness.Of, err = column(p.Variances); err != nil {
			return fmt.Errorf("solvers: %w", err)
		}
	}

	p.tree = tree
	p.goal = target.Target{
		Code: "goal", Unit: "0", Period: target.Year(2015), Value: decimal.NewFromInt(p.Figures[0]),
		Indicator: target.Indicator{
			Code: "patents", Kind: target.Flow, Better: target.Higher, Places: target.Places(places),
		},
	}
	// The figure of the root is the value of the target, which moves as the others do.
	rest, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		v, ok := figures.At(u.Code)
		return v, ok && u.Parent != ""
	})
	if err != nil {
		return fmt.Errorf("solvers: %w", err)
	}
	p.proposed = []hierarchy.Proposal{{By: "all", Figures: rest, Firmness: firmness}}
	p.options.Target = &firmness
	return nil
}

// places is the number of decimals of the quotas. A quantum of 10⁻⁶ is about what the
// solvers in floating point leave of figures of ten million.
const places = 6

// Reconcile solves the problem by [hierarchy.Reconcile].
func (p *Problem) Reconcile() (*hierarchy.Plan, error) {
	return hierarchy.Reconcile(p.tree, p.goal, p.proposed, p.options)
}

// Figure returns the quota that a plan has for a unit.
func (p *Problem) Figure(plan *hierarchy.Plan, unit int) float64 {
	q, _ := plan.Quota(strconv.Itoa(unit))
	return q.Value.InexactFloat64()
}
