package trial

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/random"
)

// draw cascades the target with denominators that are drawn.
func (q *doubtful) draw(out *Doubts) error {
	if err := q.rows(out); err != nil {
		return err
	}

	n := len(out.Rows)
	quotas, ranks, met := make([]numbers, q.draws), make([][]int32, n), make([]int64, n)
	for i := range ranks {
		ranks[i] = make([]int32, q.draws)
	}
	source := random.New(q.spec.Seed)
	drawn := vintage{make([]decimal.Decimal, n), q.base.others}
	for k := range q.draws {
		q.denominate(source, drawn.own)
		shares, err := q.cascade(drawn)
		if err != nil {
			return err
		}
		quotas[k] = numbersOf(shares)

		figures := q.figures(drawn)
		for i, rank := range q.ranks(figures) {
			ranks[i][k] = int32(rank)
			if figures[i] != nil && q.meets(figures[i], shares[i].Rat()) {
				met[i]++
			}
		}
	}

	// So many draws may lie beyond an end.
	beyond := int(q.tail.Mul(decimal.New(int64(q.draws), 0)).IntPart())
	q.summarise(out, quotas, ranks, beyond)
	for i := range out.Rows {
		if r := &out.Rows[i]; r.Result != nil {
			q.spread(i, r.Result)
			r.judge(met[i], int64(q.draws), int64(q.draws-beyond))
		}
	}
	return nil
}

// denominate draws denominators.
func (q *doubtful) denominate(source random.Source, drawn []decimal.Decimal) {
	for i, base := range q.base.own {
		drawn[i] = base
		if q.se[i].IsZero() {
			continue
		}
		spread := detmath.Float(q.se[i])
		places := max(0, -base.Exponent(), -q.se[i].Exponent()) + 3
		for {
			off := detmath.Decimal(float64(spread*source.Normal()), places)
			if drawn[i] = base.Add(off); drawn[i].IsPositive() {
				break
			}
		}
	}
}

// summarise takes the intervals from what was drawn.
func (q *doubtful) summarise(out *Doubts, quotas []numbers, ranks [][]int32, beyond int) {
	drawn, last := make([]decimal.Decimal, q.draws), q.draws-1-beyond
	for i := range out.Rows {
		for k, n := range quotas {
			drawn[k] = n.decimal(i)
		}
		slices.SortFunc(drawn, decimal.Decimal.Cmp)
		r := &out.Rows[i]
		r.Quota.Low = decimal.NewNullDecimal(q.end(drawn, beyond, false))
		r.Quota.High = decimal.NewNullDecimal(q.end(drawn, last, true))

		if r.Result != nil {
			slices.Sort(ranks[i])
			r.Best = min(r.Rank, int(ranks[i][beyond]))
			r.Worst = max(r.Rank, int(ranks[i][last]))
		}
	}
}

// end rounds an order statistic outwards, to a multiple of a step: 1, 2 or 5 quanta times a
// power of ten. The true quantile lies between the statistics 3.3 standard deviations to
// either side in all but one case of a thousand. The step is not less than their difference.
func (q *doubtful) end(sorted []decimal.Decimal, at int, up bool) decimal.Decimal {
	n := float64(len(sorted))
	part := (float64(at) + 0.5) / n
	reach := int(math.Ceil(3.3 * math.Sqrt(float64(n*part)*(1-part))))
	low, high := sorted[max(0, at-reach)], sorted[min(len(sorted)-1, at+reach)]
	width := high.Sub(low)

	quantum := q.spec.Target.Indicator.EffectiveQuantum()
	for k := int64(0); ; k++ {
		step := quantum.Mul(decimal.New([]int64{1, 2, 5}[k%3], int32(k/3)))
		if step.Cmp(width) >= 0 {
			return toMultiple(sorted[at], step, up)
		}
	}
}

// toMultiple rounds to a multiple of a step, up or down.
func toMultiple(x, step decimal.Decimal, up bool) decimal.Decimal {
	whole, rest := x.QuoRem(step, 0)
	switch {
	case up && rest.Sign() > 0:
		whole = whole.Add(decimal.New(1, 0))
	case !up && rest.Sign() < 0:
		whole = whole.Sub(decimal.New(1, 0))
	}
	return whole.Mul(step)
}
