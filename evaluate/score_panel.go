package evaluate

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// opinion is a checked [Opinion]. It keeps awards that were refused, so that their items
// are not reported as missing too.
type opinion struct {
	by      string
	weight  *big.Rat
	awarded map[string]decimal.Decimal
}

// panel returns the opinions in the order of the evaluators. Case.Awarded becomes a panel
// of one.
func (e *Evaluator) panel(at target.Place, c Case) []opinion {
	if len(c.Panel) == 0 {
		if len(c.Awarded) == 0 {
			return nil
		}
		e.checkAwards(at.Field("awarded"), c.Awarded)
		return []opinion{{weight: one, awarded: c.Awarded}}
	}
	if len(c.Awarded) > 0 {
		at.Field("awarded").Report(nil, target.ErrMismatch, "give either points awarded or a panel")
	}

	members := slices.SortedFunc(slices.Values(c.Panel), func(a, b Opinion) int { return strings.Compare(a.By, b.By) })
	isWeighted := slices.ContainsFunc(members, func(o Opinion) bool { return !o.Weight.IsZero() })
	panel := make([]opinion, len(members))
	for i, m := range members {
		place := at.Field("panel").Key(m.By)
		if by := place.Field("by"); by.Required(m.By != "", "name the evaluator") && i > 0 && m.By == members[i-1].By {
			by.Report(nil, target.ErrDuplicate, "give one opinion of each evaluator")
		}
		panel[i] = opinion{by: m.By, weight: one, awarded: m.Awarded}
		if isWeighted && place.Field("weight").NonNegative(m.Weight) {
			panel[i].weight = m.Weight.Rat()
		}
		e.checkAwards(place.Field("awarded"), m.Awarded)
	}
	return panel
}

func (e *Evaluator) checkAwards(at target.Place, awarded map[string]decimal.Decimal) {
	for _, code := range slices.Sorted(maps.Keys(awarded)) {
		place := at.Key(code)
		most, isItem := e.most[code]
		if !isItem {
			place.Report(nil, target.ErrUnknown, "must be the code of an item of the book")
			continue
		}
		place.Between(awarded[code], decimal.Zero, most)
	}
}

// award returns the weighted mean of the points that the panel awards an item.
func (s *scoring) award(item Item, line *ItemScore) (points *big.Rat, given bool) {
	if !item.isMentioned(s.panel) {
		return nil, false
	}

	sum, weights := new(big.Rat), new(big.Rat)
	given = true
	for _, o := range s.panel {
		d, ok := o.awarded[item.Code]
		switch {
		case !ok:
			s.at.Field("panel").Key(o.by).Field("awarded").Key(item.Code).
				Report(nil, target.ErrMissing, "award points for the item, as the other evaluators do")
			given = false
		case fixed.InBounds(d):
			sum.Add(sum, new(big.Rat).Mul(o.weight, d.Rat()))
			weights.Add(weights, o.weight)
			if o.by != "" {
				line.Awards = append(line.Awards, Award{o.by, d})
			}
		}
	}
	if !given || weights.Sign() == 0 {
		return nil, false
	}
	return sum.Quo(sum, weights), true
}

func (i Item) isMentioned(panel []opinion) bool {
	return slices.ContainsFunc(panel, func(o opinion) bool {
		_, ok := o.awarded[i.Code]
		return ok
	})
}
