package progress

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// Mean makes one verdict of the verdicts on several series of an indicator, such as
// the shares of women in the national parliament and in local councils (Open SDG,
// "Aggregated progress status"):
//
//   - The score is the mean of the scores, rounded once. A series without a score is
//     left out.
//   - The category is r.Achieved if that is the category of every series that has a
//     score or a category.
//   - Otherwise it is the category of the mean score: between the scores of the bounds
//     of r.Categories. [OpenSDG] has bounds of 2.5, 0 and −2.5.
//
// Everything else is absent. Without any score there is no verdict (TooFewPoints).
// Groups of series are averaged first: the result can be one of several in a further
// Mean.
//
// Mean returns an error that lists every problem if r is not valid or has no Scores,
// or a score is out of bounds.
func (r CAGRRatio) Mean(verdicts []Progress) (Progress, error) {
	var p target.Problems
	rule := p.At("rule")
	r.check(rule)
	rule.Field("scores").Required(len(r.Scores) > 0, "give the scores of which the mean is taken")
	for i, v := range verdicts {
		if v.Score.Valid {
			p.At("verdicts").Index(i).Field("score").Figure(v.Score.Decimal)
		}
	}
	if p.Len() > 0 {
		return Progress{}, p.Err()
	}

	var sum decimal.Decimal
	var n int64
	isAchieved := r.Achieved != ""
	for _, v := range verdicts {
		if v.Score.Valid {
			sum, n = sum.Add(v.Score.Decimal), n+1
		}
		isJudged := v.Score.Valid || v.Category != ""
		isAchieved = isAchieved && (v.Category == r.Achieved || !isJudged)
	}
	if n == 0 {
		return Progress{Reason: evaluate.TooFewPoints}, nil
	}

	mean := quotient.Of(sum, decimal.New(n, 0))
	out := Progress{Score: quotient.Null(mean), Category: r.Achieved}
	if !isAchieved {
		out.Category = r.ofScore(mean)
	}
	return out, nil
}

// ofScore returns the category of a score: that of the bounds between whose scores it is.
func (r CAGRRatio) ofScore(score *big.Rat) string {
	categories := r.filled().Categories
	worst := len(categories) - 1
	for _, c := range categories[:worst] {
		bound := scoreOf(r.Scores, c.From.Rat(), one).Decimal.Rat()
		if order := score.Cmp(bound); order > 0 || order == 0 && !c.Above {
			return c.Name
		}
	}
	return categories[worst].Name
}
