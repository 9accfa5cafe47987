package trial

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

const (
	defaultDraws = 2_000
	leastDraws   = 200
	mostDraws    = 100_000
	mostDrawn    = 20_000_000 // units times draws
)

// doubtful is a checked spec with the figures of its units.
type doubtful struct {
	spec  DoubtSpec
	frame frame // units and their places
	draws int

	prepared *hierarchy.Prepared // nil if quotas are given

	tail decimal.Decimal // (1 − Confidence)/2

	mean   bool // results are ratios over the denominators
	higher bool // higher figures are better
	fixed  bool // quotas are given

	base     vintage           // in use
	se       []decimal.Decimal // standard errors, zero for none
	vintages []vintage
	results  []decimal.NullDecimal
	quotas   []decimal.Decimal // if fixed
}

// vintage is one publication of the denominators. It leaves out units above those of the
// level, for which the cascade adds figures up.
type vintage struct {
	own    []decimal.Decimal          // of the units of the level
	others map[string]decimal.Decimal // by code
}

func newDoubtful(s DoubtSpec) (*doubtful, error) {
	var p target.Problems
	q := &doubtful{spec: s, draws: s.Draws, fixed: s.Quotas.Len() > 0}
	q.frame = frame{spec: Spec{Tree: s.Tree, Target: s.Target, Level: s.Level}, digits: defaultDigits}
	given := p.At("tree").Required(s.Tree.Len() > 0, "make one by hierarchy.NewTree")
	if p.At("target").AddRooted(s.Target.Validate()) && given {
		q.frame.compared(&p)
		q.checkTarget(&p)
	}
	q.checkChoices(&p)
	if err := p.Err(); err != nil {
		return nil, err
	}

	q.columns(&p)
	if p.Len() == 0 && !q.fixed {
		q.prepare(&p)
	}
	return q, p.Err()
}

// prepare checks the cascade for the denominators in use.
func (q *doubtful) prepare(p *target.Problems) {
	options := q.spec.Options
	p.Add(refuseExempt(options))
	if q.mean {
		basis, err := q.column(q.base)
		p.Add(err) //mutate:equal left out: figures of a column make a column
		options.Basis = basis
	}
	prepared, err := hierarchy.Prepare(q.spec.Tree, q.spec.Target, options)
	p.Add(err)
	q.prepared = prepared
}

func (q *doubtful) checkTarget(p *target.Problems) {
	t := q.spec.Target
	q.mean = t.Indicator.Kind.Law() == target.WeightedMean
	q.higher = t.Indicator.Better == target.Higher
	if !q.higher && t.Indicator.Better != target.Lower {
		at := p.At("target.indicator.better")
		at.Report(t.Indicator.Better, target.ErrKind, "must be higher or lower, so that a quota is met or missed")
	}
	if t.EffectiveComparator() == target.Within {
		p.At("target.comparator").Report(target.Within, target.ErrKind,
			"a range has no single quota: doubt each of its ends")
	}
}

func (q *doubtful) checkChoices(p *target.Problems) {
	s := q.spec
	if len(s.Vintages) > 0 == (s.Errors.Len() > 0) {
		p.At("errors").Report(nil, target.ErrMismatch, "give either errors or vintages")
	}
	if q.fixed && s.Vary != nil {
		p.At("vary").Report(nil, target.ErrMismatch,
			"quotas that are given do not follow a rule: leave Quotas or Vary out")
	}
	if s.Options.Basis.Len() > 0 {
		at := p.At("options.basis")
		at.Report(s.Options.Basis.Name(), target.ErrMismatch, "the basis is the denominators: leave it out")
	}

	confidence := s.Confidence
	if confidence.IsZero() {
		confidence = decimal.New(9, -1)
	}
	if p.At("confidence").Between(confidence, decimal.New(5, -1), decimal.New(9999, -4)) {
		q.tail = decimal.New(1, 0).Sub(confidence).Mul(decimal.New(5, -1))
	}
	if q.draws == 0 {
		q.draws = defaultDraws
	}
	if p.At("draws").Count(q.draws, leastDraws, mostDraws) && int64(q.draws)*int64(len(q.frame.units)) > mostDrawn {
		remedy := fmt.Sprintf("at most %d for %d units", mostDrawn/max(1, len(q.frame.units)), len(q.frame.units))
		p.At("draws").Report(q.draws, target.ErrRange, remedy)
	}
}

// columns reads the figures of the units.
func (q *doubtful) columns(p *target.Problems) {
	s := q.spec
	p.At("denominators").Required(s.Denominators.Len() > 0, "give those in use")
	q.base = q.denominators(p.At("denominators"), s.Denominators)
	for i, v := range s.Vintages {
		at := p.At("vintages").Index(i)
		at.Required(v.Len() > 0, "give a figure for every unit")
		q.vintages = append(q.vintages, q.denominators(at, v))
	}

	errors, _ := q.frame.some(p.At("errors"), s.Errors)
	q.se = make([]decimal.Decimal, len(errors))
	for i, x := range errors {
		if x.Valid && p.At("errors").Key(q.frame.units[i].Code).NonNegative(x.Decimal) {
			q.se[i] = x.Decimal
		}
	}
	q.results, _ = q.frame.some(p.At("results"), s.Results)
	fixed, _ := q.frame.every(p.At("quotas"), s.Quotas, target.Place.Figure)
	for i := range fixed.len() {
		q.quotas = append(q.quotas, fixed.decimal(i))
	}
}

// denominators reads positive figures of every unit.
func (q *doubtful) denominators(at target.Place, c hierarchy.Column) vintage {
	figures, _ := q.frame.every(at, c, target.Place.Positive)
	d := vintage{make([]decimal.Decimal, figures.len()), map[string]decimal.Decimal{}}
	for i := range d.own {
		d.own[i] = figures.decimal(i)
	}

	above := map[string]bool{}
	for _, u := range q.frame.units {
		for a := range q.spec.Tree.Ancestors(u.Code) {
			above[a.Code] = true
		}
	}
	for u, x := range c.All() {
		if _, own := q.frame.place[u.Code]; !own && !above[u.Code] {
			d.others[u.Code] = x
		}
	}
	return d
}

// cascade returns the quotas for denominators.
func (q *doubtful) cascade(d vintage) ([]decimal.Decimal, error) {
	if q.fixed {
		return q.quotas, nil
	}
	column, err := q.column(d)
	if err != nil {
		return nil, err
	}
	var change hierarchy.Scenario
	if q.mean {
		change.Basis = column
	}
	if change.Rule, err = q.rule(column); err != nil {
		return nil, err
	}
	plan, err := q.prepared.Run(change)
	if err != nil {
		return nil, err
	}

	quotas := q.frame.figures(plan.Column())
	out := make([]decimal.Decimal, quotas.len())
	for i := range out {
		out[i] = quotas.decimal(i)
	}
	return out, nil
}

// column makes a column of denominators.
func (q *doubtful) column(d vintage) (hierarchy.Column, error) {
	c, err := q.spec.Tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for i, u := range q.frame.units {
			if !yield(u.Code, d.own[i]) {
				return
			}
		}
		maps.All(d.others)(yield)
	})
	return c.Named(q.spec.Denominators.Name()), err
}

// rule returns the rule for denominators.
func (q *doubtful) rule(c hierarchy.Column) (hierarchy.Rule, error) {
	if q.spec.Vary == nil {
		return hierarchy.Rule{}, nil
	}
	return callVary(q.spec.Vary, c)
}

// result returns what a unit reached with a denominator, as a fraction.
func (q *doubtful) result(i int, denominator *big.Rat) *big.Rat {
	x := q.results[i].Decimal.Rat()
	if !q.mean {
		return x
	}
	x.Mul(x, q.spec.Target.Indicator.Scale().Rat())
	return x.Quo(x, denominator)
}

// meets reports whether a figure meets a quota.
func (q *doubtful) meets(figure, quota *big.Rat) bool {
	if q.higher {
		return figure.Cmp(quota) >= 0
	}
	return figure.Cmp(quota) <= 0
}

// better compares figures, the better first.
func (q *doubtful) better(a, b *big.Rat) int {
	if q.higher {
		return b.Cmp(a)
	}
	return a.Cmp(b)
}

// row is a unit with its figures by the denominators in use.
func (q *doubtful) row(i int, quotas []decimal.Decimal) DoubtRow {
	r := DoubtRow{Unit: q.frame.units[i], Quota: Interval{Value: quotas[i]}}
	if q.results[i].Valid {
		r.Result = &Interval{Value: shortest(q.result(i, q.base.own[i].Rat()))}
	}
	return r
}

func shortest(x *big.Rat) decimal.Decimal { return transcend.Fraction(x, defaultDigits) }

// ranks returns the rank of each figure: one more than the number of better ones, and 0 for
// nil.
func (q *doubtful) ranks(figures []*big.Rat) []int {
	var order []int
	for i, x := range figures {
		if x != nil {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int { return q.better(figures[i], figures[j]) })

	ranks := make([]int, len(figures))
	for k, i := range order {
		if ranks[i] = k + 1; k > 0 && figures[i].Cmp(figures[order[k-1]]) == 0 {
			ranks[i] = ranks[order[k-1]]
		}
	}
	return ranks
}

// figures returns the results with given denominators, nil for a unit without one.
func (q *doubtful) figures(d vintage) []*big.Rat {
	out := make([]*big.Rat, len(q.results))
	for i, x := range q.results {
		if x.Valid {
			out[i] = q.result(i, d.own[i].Rat())
		}
	}
	return out
}

// rows makes the rows by the denominators in use, with their ranks.
func (q *doubtful) rows(out *Doubts) error {
	quotas, err := q.cascade(q.base)
	if err != nil {
		return err
	}
	ranks := q.ranks(q.figures(q.base))
	for i := range q.frame.units {
		r := q.row(i, quotas)
		r.Rank, r.Best, r.Worst = ranks[i], ranks[i], ranks[i]
		out.Rows = append(out.Rows, r)
	}
	return nil
}

// estimate sets the estimates of the results.
func (q *doubtful) estimate(out *Doubts) {
	for i, r := range out.Rows {
		if r.Result == nil || q.se[i].IsZero() || !q.mean {
			continue
		}
		value, part := detmath.Float(r.Result.Value), detmath.Float(q.se[i])/detmath.Float(q.base.own[i])
		out.estimates = append(out.estimates, robust.Estimate{
			Code: r.Unit.Code, Value: value, SE: math.Abs(float64(value * part)),
		})
	}
}
