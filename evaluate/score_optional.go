package evaluate

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// isMissing reports whether an item has neither an assessment nor an award.
func (s *scoring) isMissing(i Item) bool {
	_, found := s.assessed[i.Code]
	return !found && !i.isMentioned(s.panel)
}

// takeover returns the factor by which the other items take over the maxima of optional
// items that are missing. It is nil if none is missing.
func (s *scoring) takeover(items []Item) *big.Rat {
	var all, known decimal.Decimal
	missing := false
	for _, i := range items {
		if i.Penalty {
			continue
		}
		all = all.Add(i.Max)
		if i.Optional && s.isMissing(i) {
			missing = true
		} else {
			known = known.Add(i.Max)
		}
	}

	switch {
	case !missing || all.Equal(known):
		return nil
	case known.IsZero():
		remedy := "optional items are left out, and no item with a maximum remains: give an assessment or an award"
		s.at.Field("items").Report(nil, target.ErrMissing, remedy)
		return nil
	}
	return quotient.Of(all, known)
}

// taken returns the points of an item times the factor, and adapts its score.
func (s *scoring) taken(points *big.Rat, line *ItemScore) *big.Rat {
	if s.times == nil {
		return points
	}
	points = new(big.Rat).Mul(points, s.times)
	line.Points = quotient.Round(points)
	line.Max = quotient.Round(new(big.Rat).Mul(line.Max.Rat(), s.times))
	line.Why += fmt.Sprintf("; × %s for items left out", quotient.Brief(s.times))
	return points
}
