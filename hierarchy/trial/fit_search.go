package trial

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// rounds is how often all parameters are refined in turn at most.
const rounds = 20

// fit finds the parameters of a candidate that come nearest.
func (f *fitting) fit(c Candidate) *Fitted {
	out := &Fitted{Candidate: c.Name, parameters: c.Parameters, Exact: make([]bool, len(c.Parameters))}
	t, err := f.try(c)
	if err != nil {
		out.Err = err
		return out
	}

	points := t.grid(out)
	if out.Err != nil {
		return out
	}
	least := points[0].distance
	for _, p := range points {
		if out.Values == nil || p.distance.Cmp(least) < 0 {
			least, out.Values = p.distance, p.values
		}
	}
	if len(c.Parameters) > 1 {
		least = t.descend(out, least)
	}
	for range rounds {
		before := least
		for k := range c.Parameters {
			least = t.refine(out, k, least)
		}
		if least.Cmp(before) == 0 {
			break
		}
	}

	out.Distance = f.shown(least)
	t.near(out, least)
	for _, p := range points {
		if t.isNear(p.distance, least) {
			out.NearGrid = append(out.NearGrid, p.values)
		}
	}
	t.rows(out)
	return out
}

// point is a point of the grid that has an answer.
type point struct {
	values   []decimal.Decimal
	distance *big.Rat
}

// grid tries all points of the grid. It sets out.Err to the first error if none has
// an answer.
func (t *trying) grid(out *Fitted) []point {
	var points []point
	var first error
	for values := range t.candidate.grid() {
		out.Tried++
		distance, err := t.at(values)
		if err != nil {
			out.Refused++
			if first == nil {
				first = err
			}
			continue
		}
		points = append(points, point{values, distance})
	}
	if len(points) == 0 {
		out.Err = first
	}
	return points
}

// with returns the values with another one for a parameter.
func with(values []decimal.Decimal, k int, x decimal.Decimal) []decimal.Decimal {
	changed := slices.Clone(values)
	changed[k] = x
	return changed
}

// refine looks for a better value of a parameter, the others being as they are.
func (t *trying) refine(out *Fitted, k int, least *big.Rat) *big.Rat {
	if path := t.path(out.Values, k); path != nil {
		if best, value := path.best(); t.confirms(path, out.Values, k, value) {
			out.Exact[k] = true
			if best.Cmp(least) < 0 {
				out.Values, least = with(out.Values, k, value), best
			}
			return least
		}
	}
	out.Exact[k] = false
	return t.zoom(out, k, least)
}

// confirms reports whether the cascade gives the quotas of the path at a value, except for
// rounding.
func (t *trying) confirms(p *quotaPath, values []decimal.Decimal, k int, value decimal.Decimal) bool {
	quotas, err := t.quotas(with(values, k, value))
	if err != nil {
		return false
	}
	x := value.Rat()
	most := decimal.New(2, -t.places).Rat()
	for i, q := range p.piece(x).quotas(x) {
		if w := p.weight[i]; w != nil && w.Sign() > 0 {
			off := new(big.Rat).Sub(q, quotas[p.units[i]])
			if off.Abs(off).Cmp(most) > 0 {
				return false
			}
		}
	}
	return true
}

// zoom divides the neighbourhood of a value into ten steps, again and again.
func (t *trying) zoom(out *Fitted, k int, least *big.Rat) *big.Rat {
	p := t.candidate.Parameters[k]
	unit := decimal.New(1, -p.Places)
	step := p.To.Sub(p.From).DivRound(decimal.New(int64(p.Steps), 0), p.Places)
	for step.Cmp(unit) > 0 {
		step = decimal.Max(step.DivRound(decimal.New(10, 0), p.Places), unit)
		centre := out.Values[k]
		for i := int64(-10); i <= 10; i++ {
			value := centre.Add(step.Mul(decimal.New(i, 0)))
			if value.Cmp(p.From) < 0 || value.Cmp(p.To) > 0 {
				continue
			}
			values := with(out.Values, k, value)
			if distance, err := t.at(values); err == nil && distance.Cmp(least) < 0 {
				out.Values, least = values, distance
			}
		}
	}
	return least
}

// descend moves all parameters together to the best neighbour, at which each is a step up or
// down or the same. It halves the steps when no neighbour is better.
func (t *trying) descend(out *Fitted, least *big.Rat) *big.Rat {
	steps := make([]decimal.Decimal, len(out.Values))
	for k, p := range t.candidate.Parameters {
		steps[k] = p.To.Sub(p.From).DivRound(decimal.New(int64(p.Steps), 0), p.Places)
	}
	for {
		best := t.neighbour(out.Values, steps, least)
		if best.distance.Cmp(least) < 0 {
			out.Values, least = best.values, best.distance
			continue
		}

		finest := true
		for k, p := range t.candidate.Parameters {
			if unit := decimal.New(1, -p.Places); steps[k].Cmp(unit) > 0 {
				finest = false
				steps[k] = decimal.Max(steps[k].DivRound(decimal.New(2, 0), p.Places), unit)
			}
		}
		if finest {
			return least
		}
	}
}

// neighbour returns the best neighbour of parameters, or what it is given if none is
// better.
func (t *trying) neighbour(centre, steps []decimal.Decimal, least *big.Rat) point {
	best := point{centre, least}
	moves := 1
	for range centre {
		moves *= 3
	}
	for move := range moves {
		values, inside := slices.Clone(centre), true
		for k, rest := 0, move; k < len(values); k, rest = k+1, rest/3 {
			p := t.candidate.Parameters[k]
			values[k] = values[k].Add(steps[k].Mul(decimal.New(int64(rest%3-1), 0)))
			inside = inside && values[k].Cmp(p.From) >= 0 && values[k].Cmp(p.To) <= 0
		}
		if !inside {
			continue
		}
		if distance, err := t.at(values); err == nil && distance.Cmp(best.distance) < 0 {
			best = point{values, distance}
		}
	}

	return best
}

// near finds the values of each parameter that are about as good as the best.
func (t *trying) near(out *Fitted, least *big.Rat) {
	out.Near = make([][]Range, len(out.Values))
	for k := range out.Values {
		if out.Exact[k] {
			path := t.path(out.Values, k)
			out.Near[k] = path.ranges(func(distance *big.Rat) bool { return t.isNear(distance, least) })
			path.noteAll(t)
			continue
		}
		out.Near[k] = t.gridRanges(out, k, least)
	}
}

// gridRanges joins the values of the grid that are about as good as the best, and
// the best one itself.
func (t *trying) gridRanges(out *Fitted, k int, least *big.Rat) []Range {
	p := t.candidate.Parameters[k]
	values := []decimal.Decimal{out.Values[k]}
	for i := range p.Steps + 1 {
		values = append(values, p.At(i))
	}
	slices.SortFunc(values, decimal.Decimal.Cmp)

	var ranges []Range
	joined := false
	for _, x := range values {
		distance, err := t.at(with(out.Values, k, x))
		isNear := err == nil && t.isNear(distance, least)
		switch {
		case isNear && joined:
			ranges[len(ranges)-1].To = x
		case isNear:
			ranges = append(ranges, Range{x, x})
		}
		joined = isNear
	}
	return ranges
}

// rows lists the units at the best parameters.
func (t *trying) rows(out *Fitted) {
	quotas, err := t.quotas(out.Values)
	if err != nil {
		return // they were tried
	}
	t.note(quotas)
	for i, o := range t.observed {
		if o == nil {
			continue
		}
		off := new(big.Rat).Sub(quotas[i], o)
		row := FitRow{
			Unit: t.units[i], Observed: t.decimal(o), Quota: t.decimal(quotas[i]), Off: t.decimal(off),
			Closest: t.decimal(t.closest[i]),
		}
		row.Explained = off.Abs(off).Cmp(t.tolerance) <= 0
		row.Never = t.closest[i].Cmp(t.tolerance) > 0
		out.Rows = append(out.Rows, row)
	}
}
