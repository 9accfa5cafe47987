package evaluate

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/quotient"
)

// score scores a case. It reports false if the case is left to the fractions.
func (w *wordScheme) score(e *Evaluator, c *Case) (card Scorecard, ok bool) {
	var few [16]int32
	seen := few[:min(len(few), len(w.items))]
	if len(w.items) > len(few) {
		seen = make([]int32, len(w.items))
	}
	publication := c.publication()
	if len(c.Panel) > 0 || publication.Validate() != nil || !w.place(e, c, seen) {
		return card, false
	}

	card = Scorecard{
		Unit: c.unit(), Scheme: e.scheme.Name, Places: w.places, Publication: publication, onWords: w,
	}
	if len(w.items) > 1 {
		card.others = make([]outcome, len(w.items)-1)
	}
	var s grainSum
	awarded := 0
	for i := range w.items {
		item, o := &w.items[i], card.outcome(i)
		award, given := c.Awarded[item.Code]
		switch found := seen[i] > 0; {
		case item.Points != nil && found && !given:
			ok = o.assess(item, &c.Assessments[seen[i]-1])
		case item.Points == nil && given && !found:
			awarded++
			ok = o.award(item, award)
		default:
			ok = false
		}
		if !ok || !s.addItem(item, o, nil) {
			return card, false
		}
		if o.isVeto {
			card.Vetoes = append(card.Vetoes, item.Code)
		}
	}
	return card, awarded == len(c.Awarded) && w.finish(e, &card, s)
}

// unit returns a copy of Unit; that of the first assessment, if it is the same, needs no
// memory. See Case.copy.
func (c *Case) unit() string {
	if len(c.Assessments) > 0 && c.Assessments[0].Target.Unit == c.Unit {
		return c.Assessments[0].Target.Unit
	}
	return strings.Clone(c.Unit)
}

// place sets seen[i] to 1 plus the index of the assessment of item i, or 0. It reports
// false if an assessment is of no item, of another unit, or the second of its item.
func (w *wordScheme) place(e *Evaluator, c *Case, seen []int32) bool {
	for i := range c.Assessments {
		t := &c.Assessments[i].Target
		slot, isItem := w.slots[t.Code]
		if n := len(t.Code) - len(t.Unit); !isItem && n > 0 && t.Code[n-1] == '/' && t.Code[n:] == t.Unit {
			slot, isItem = w.slots[t.Code[:n-1]]
		}
		if !isItem || t.Unit != "" && c.Unit != "" && t.Unit != c.Unit || seen[slot] != 0 {
			return false
		}
		seen[slot] = int32(i) + 1
	}
	return true
}

// outcome is what the [ItemScore] of an item is made from.
type outcome struct {
	attainment decimal.NullDecimal // of the assessment
	n, d       int64               // the rate, or the award as n·10^d
	absent     Reason              // why there is no rate; it then counts as 0 or 1
	isMet      bool
	isVeto     bool // missed
}

// assess sets the outcome of an assessed item. It reports false if it does not fit words.
func (o *outcome) assess(item *wordItem, a *Assessment) bool {
	r, absent := itemRate(item.ScoreBy, a)
	*o = outcome{
		attainment: a.Attainment, n: r.n, d: r.d, absent: absent,
		isMet: a.Met, isVeto: item.isVeto(a) && !a.Met,
	}
	return !r.isNone()
}

// award sets the outcome of an item by the points awarded. It reports false if it does
// not fit words.
func (o *outcome) award(item *wordItem, points decimal.Decimal) bool {
	m, ok := fixed.Word(points)
	exp := points.Exponent()
	if !ok || m < 0 || exp < -18 || exp > 18 {
		return false
	}
	grains, ok := int128.Of(m).MulPow10(int(grainPlaces + exp))
	if !ok || item.max.grains.Less(grains) {
		return false
	}
	*o = outcome{n: m, d: int64(exp), isVeto: item.Veto && grains.Less(item.max.grains)}
	return true
}

// addItem adds the points of an item. If line is not nil, it is set to the item's score.
func (s *grainSum) addItem(item *wordItem, o *outcome, line *ItemScore) bool {
	var points, bonus gain
	var ok bool
	var why []byte
	if line != nil {
		why = make([]byte, 0, 128)
	}
	if item.Points == nil {
		points, why, ok = item.awarded(o, why)
	} else {
		points, bonus, why, ok = item.scored(o, why)
	}
	if !ok || !s.add(points) || !s.add(bonus) {
		return false
	}
	if line == nil {
		return true
	}

	if o.isVeto {
		why = say(why, missedVeto)
	}
	*line = ItemScore{
		Code: item.Code, Name: item.Name, Max: item.Max, Points: points.points, Bonus: bonus.points,
		Attainment: o.attainment, Veto: o.isVeto, Why: string(why),
	}
	return true
}

// scored returns the points and the bonus of an outcome, and how they came about.
func (i *wordItem) scored(o *outcome, why []byte) (points, bonus gain, text []byte, ok bool) {
	r := wordRate{o.n, o.d}
	switch {
	case o.absent == 0:
		why = r.brief(say(why, i.ScoreBy.String(), " "))
	case o.isMet:
		why = say(why, "met (", o.absent.String(), ")")
	default:
		why = say(why, "missed (", o.absent.String(), ")")
	}

	points, why, ok = i.pointsFor(r, say(why, ": "))
	if ok && i.bonus != nil {
		bonus, why, ok = i.bonus.pointsFor(r, why)
	}
	return points, bonus, why, ok
}

// awarded returns the points of an award, less than zero for a penalty.
func (i *wordItem) awarded(o *outcome, why []byte) (points gain, text []byte, ok bool) {
	exp := int32(o.d)
	points.grains, _ = int128.Of(o.n).MulPow10(int(grainPlaces + exp))
	points.points, ok = quotient.Words(int128.Of(o.n), 1, exp)
	if i.Penalty {
		return gain{points: points.points.Neg(), grains: points.grains.Neg()}, say(why, "taken off"), ok
	}
	return points, say(why, "awarded"), ok
}
