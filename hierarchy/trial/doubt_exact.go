package trial

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/random"
	"github.com/targetcascade/cascade/target"
)

// compareVintages goes through all denominators that are given.
func (q *doubtful) compareVintages(out *Doubts) error {
	if err := q.rows(out); err != nil {
		return err
	}

	met := make([]int64, len(out.Rows))
	all := append([]vintage{q.base}, q.vintages...)
	for k, d := range all {
		quotas, err := q.cascade(d)
		if err != nil {
			var p target.Problems
			p.At(fmt.Sprintf("vintages[%d]", k-1)).Add(err)
			return p.Err()
		}
		figures := q.figures(d)
		ranks := q.ranks(figures)
		for i := range out.Rows {
			r := &out.Rows[i]
			r.Quota.include(quotas[i])
			if figures[i] == nil {
				continue
			}
			r.Result.include(shortest(figures[i]))
			r.Best, r.Worst = min(r.Best, ranks[i]), max(r.Worst, ranks[i])
			if q.meets(figures[i], quotas[i].Rat()) {
				met[i]++
			}
		}
	}

	for i := range out.Rows {
		if out.Rows[i].Result != nil {
			n := int64(len(all))
			out.Rows[i].judge(met[i], n, n)
		}
	}
	return nil
}

// include widens the interval to hold a figure.
func (v *Interval) include(x decimal.Decimal) {
	//mutate:equal x.LessThanOrEqual(v.Low.Decimal): it is the same figure then
	if !v.Low.Valid || x.LessThan(v.Low.Decimal) {
		v.Low = decimal.NewNullDecimal(x)
	}
	//mutate:equal x.GreaterThanOrEqual(v.High.Decimal): it is the same figure then
	if !v.High.Valid || x.GreaterThan(v.High.Decimal) {
		v.High = decimal.NewNullDecimal(x)
	}
}

// judge gives the verdict of a quota that is met in some of n cases, if enough of
// them agree.
func (r *DoubtRow) judge(met, n, enough int64) {
	r.Met = decimal.NewNullDecimal(shortest(big.NewRat(met, n)))
	switch {
	case met >= enough:
		r.Verdict = Met
	case n-met >= enough:
		r.Verdict = Missed
	default:
		r.Verdict = NoDifference
	}
}

// inClosedForm compares fixed quotas with results whose denominators have errors.
func (q *doubtful) inClosedForm(out *Doubts) {
	_ = q.rows(out) // fixed quotas have no error
	for i := range out.Rows {
		r := &out.Rows[i]
		r.Quota.include(r.Quota.Value)
		if r.Result == nil {
			continue
		}
		q.spread(i, r.Result)
		switch quota := r.Quota.Value; {
		case r.Result.isWithin(q, quota, true):
			r.Verdict = Met
		case r.Result.isWithin(q, quota, false):
			r.Verdict = Missed
		default:
			r.Verdict = NoDifference
		}
	}

	for i := range out.Rows {
		if r := &out.Rows[i]; r.Result != nil {
			r.Best, r.Worst = 1, 1
			for j := range out.Rows {
				if o := out.Rows[j].Result; o != nil && j != i {
					if o.surpasses(q, *r.Result) {
						r.Best++
					}
					if o.canSurpass(q, *r.Result) {
						r.Worst++
					}
				}
			}
		}
	}
}

// spread fills in the interval of a result, whose ends are monotone in the
// denominator: x·Per/(d ± z·s).
func (q *doubtful) spread(i int, v *Interval) {
	v.include(v.Value)
	if !q.mean || q.se[i].IsZero() {
		return
	}

	z := detmath.Decimal(random.NormalQuantile(1-detmath.Float(q.tail)), 15)
	half := z.Mul(q.se[i]).Rat()
	most := new(big.Rat).Add(q.base.own[i].Rat(), half)
	v.include(shortest(q.result(i, most)))
	if least := new(big.Rat).Sub(q.base.own[i].Rat(), half); least.Sign() > 0 {
		v.include(shortest(q.result(i, least)))
		return
	}

	// The denominator may be next to nothing.
	switch x := q.results[i].Decimal; {
	case x.IsPositive():
		v.High = decimal.NullDecimal{}
	case x.IsNegative():
		v.Low = decimal.NullDecimal{}
	}
}

// isWithin reports whether all of the interval meets a quota, or none of it.
func (v *Interval) isWithin(q *doubtful, quota decimal.Decimal, meets bool) bool {
	for _, end := range []decimal.NullDecimal{v.Low, v.High} {
		if !end.Valid {
			continue
		}
		if q.meets(end.Decimal.Rat(), quota.Rat()) != meets {
			return false
		}
	}
	// An open end is on the side of higher figures, or of lower ones.
	openHigh, openLow := !v.High.Valid, !v.Low.Valid
	return !(openHigh && q.higher != meets) && !(openLow && q.higher == meets)
}

// surpasses reports whether all of the interval is better than all of another.
func (v *Interval) surpasses(q *doubtful, o Interval) bool {
	_, worst := v.ends(q)
	best, _ := o.ends(q)
	return worst.Valid && best.Valid && q.better(worst.Decimal.Rat(), best.Decimal.Rat()) < 0
}

// canSurpass reports whether some of the interval is better than some of another.
func (v *Interval) canSurpass(q *doubtful, o Interval) bool {
	best, _ := v.ends(q)
	_, worst := o.ends(q)
	return !best.Valid || !worst.Valid || q.better(best.Decimal.Rat(), worst.Decimal.Rat()) < 0
}

// ends returns the better end of the interval and the worse one.
func (v *Interval) ends(q *doubtful) (best, worst decimal.NullDecimal) {
	if q.higher {
		return v.High, v.Low
	}
	return v.Low, v.High
}
