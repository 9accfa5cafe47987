package evaluate

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// Case has the assessments of one unit and the points that its evaluators award.
type Case struct {
	Unit        string
	Assessments []Assessment
	Awarded     map[string]decimal.Decimal // by item code
	Panel       []Opinion                  // instead of Awarded, if several bodies evaluate
	Publication target.Publication         // period, evaluator and publisher, which the card takes over
}

// Opinion is what one of several evaluators of a unit awards, such as a province
// that evaluates a county beside its prefecture.
type Opinion struct {
	By      string
	Weight  decimal.Decimal            // relative to the others; equal weights if all are zero
	Awarded map[string]decimal.Decimal // by item code
}

// Score scores one unit, item by item in the order of the book.
//
// # Items
//
// An item is scored from the assessment of the target with its code, or of a quota
// that a plan made of that target ("12FYP/440000" for unit 440000). The number by which
// it is scored ([ScoreBy]) is exact, not cut to its printed digits. The only exception is
// the progress of a reduction, which is irrational: its first [SignificantDigits] digits
// count. If the number does not exist, a met target counts as 1 and a missed one as 0.
// An assessment without an attainment counts as
//
//	0           the target is missed
//	unbounded   it is met, and the figure is zero or on the other side of zero
//	1           it is met for another reason, such as a target of zero
//
// An unbounded attainment earns the most points and bonus, so that a better figure
// never earns less. All other items have the points that are awarded; for a panel, the
// weighted mean of its awards.
//
// # Total
//
// The total is computed in this order:
//
//  1. max(0, points + bonuses − penalties);
//  2. the minimum of that and Scheme.Cap, if a cap is set;
//  3. that rounded to the nearest multiple of Scheme.Round, halves away from zero, or
//     down to a multiple with Scheme.Floor; the cap itself if the multiple exceeds it.
//
// An optional item of which nothing is known hands its maximum to the others in
// proportion to theirs: their points and maxima are multiplied by
//
//	Σ maxima of the book / Σ maxima of the items that are known
//
// Bonuses and penalties keep their size, and have no part in the sums.
//
// The unit gets the first grade whose bound the total reaches. Totals and points
// are given with [SignificantDigits] digits, but added and compared exactly.
//
// # Vetoes
//
// A missed veto gives Scheme.Failed instead of that grade, whatever the total. An
// item is a veto if its Veto is set or its target's force is [target.Veto]. With
// VetoAtEnd it is one if the assessment is not ToDate, whatever the force. It is
// missed if its assessment is not met or, without one, if fewer points than the
// maximum are awarded.
//
// # Errors
//
// Score returns an error that lists every problem if
//
//   - an item has neither an assessment nor points awarded by everybody who
//     evaluates, and is not optional ([target.ErrMissing]);
//   - optional items are left out, and no item with a maximum remains
//     ([target.ErrMissing]);
//   - an item that is scored from its assessment is also awarded points
//     ([target.ErrMismatch]);
//   - an item is scored by progress, and the target has no baseline
//     ([target.ErrMissing]);
//   - points are negative or more than the item's maximum ([target.ErrRange]);
//   - an assessment or an award is of no item ([target.ErrUnknown]);
//   - two assessments are of one item, or two opinions are by one body
//     ([target.ErrDuplicate]);
//   - an assessment is of another unit ([target.ErrMismatch]);
//   - both Awarded and Panel are given, or a weight is negative;
//   - the publication is not valid.
func (e *Evaluator) Score(c Case) (Scorecard, error) {
	if e.onWords != nil {
		if card, ok := e.onWords.score(e, &c); ok {
			return card, nil
		}
	}
	return e.scoreByFractions(c.copy())
}

// copy returns a copy that shares only the assessments' figures and texts with the case.
// Score keeps the copy and nothing of the case, so that the compiler can leave the
// caller's case on the stack.
func (c *Case) copy() Case {
	d := Case{
		Unit: strings.Clone(c.Unit), Assessments: slices.Clone(c.Assessments), Panel: slices.Clone(c.Panel),
		Awarded: make(map[string]decimal.Decimal, len(c.Awarded)), Publication: c.publication(),
	}
	maps.Copy(d.Awarded, c.Awarded)
	return d
}

// publication returns a copy of Publication: see copy.
func (c *Case) publication() target.Publication {
	if c.Publication.IsZero() {
		return target.Publication{}
	}
	p := &c.Publication
	return target.Publication{
		Period:    p.Period,
		Evaluator: strings.Clone(p.Evaluator), Publisher: strings.Clone(p.Publisher),
		Date: strings.Clone(p.Date), Until: strings.Clone(p.Until),
	}
}

// scoreByFractions is Score for books and figures of every size, and for cases in
// which something is wrong.
func (e *Evaluator) scoreByFractions(c Case) (Scorecard, error) {
	var p target.Problems
	at := p.At("case")
	at.Field("publication").AddRooted(c.Publication.Validate())
	s := scoring{
		assessed: e.assessed(at, c),
		panel:    e.panel(at, c),
		at:       at,
		total:    new(big.Rat),
	}
	s.times = s.takeover(e.scheme.Items)

	card := Scorecard{Unit: c.Unit, Scheme: e.scheme.Name, Publication: c.Publication}
	for _, item := range e.scheme.Items {
		line := s.score(item)
		if line.Veto {
			card.Vetoes = append(card.Vetoes, item.Code)
		}
		card.items = append(card.items, line)
	}
	if p.Len() > 0 {
		return Scorecard{}, p.Err()
	}
	e.finish(&card, s.total)
	return card, nil
}

// scoring is the state of one call of Score.
type scoring struct {
	assessed map[string]Assessment // by item code
	panel    []opinion
	at       target.Place
	total    *big.Rat
	times    *big.Rat // factor of the points if optional items are left out; nil means 1
}

// score adds the points of an item to the total and returns its score.
func (s *scoring) score(item Item) ItemScore {
	a, found := s.assessed[item.Code]
	line := ItemScore{Code: item.Code, Name: item.Name, Max: item.Max}
	award, given := s.award(item, &line)
	switch {
	case found && item.Points != nil && given:
		s.at.Field("awarded").Key(item.Code).
			Report(nil, target.ErrMismatch, "the item is scored from its assessment: leave the award out")
	case found && item.Points != nil && item.ScoreBy == ByProgress && a.ProgressReason == NoBaseline:
		s.at.Field("assessments").Key(item.Code).
			Report(nil, target.ErrMissing, "the item is scored by progress: give the target a baseline")
	case found && item.Points != nil:
		points, bonus := item.score(a, &line)
		s.total.Add(s.total, s.taken(points, &line))
		s.total.Add(s.total, bonus)
	case given && item.Penalty:
		line.Why = "taken off"
		line.Points = quotient.Round(award).Neg()
		s.total.Sub(s.total, award)
	case given:
		line.Why = "awarded"
		line.Points = quotient.Round(award)
		line.Veto = item.Veto && !found && award.Cmp(item.Max.Rat()) < 0
		s.total.Add(s.total, s.taken(award, &line))
	case s.isMissing(item) && item.Optional:
		line.Why, line.Max = "nothing is known of it: left out", decimal.Decimal{}
	case !item.isMentioned(s.panel):
		s.at.Field("items").Key(item.Code).
			Report(nil, target.ErrMissing, "give the assessment of the target with this code, or award points")
	}

	if found {
		line.Attainment = a.Attainment
		line.Veto = item.isVeto(&a) && !a.Met
	}
	if line.Veto {
		line.Why += missedVeto
	}
	return line
}

const missedVeto = "; missed, which is a veto"

// isVeto reports whether missing the assessed target fails the unit.
func (i *Item) isVeto(a *Assessment) bool {
	if i.VetoAtEnd {
		return !a.ToDate
	}
	return i.Veto || a.Target.Force == target.Veto
}

// score returns the points and the bonus of an assessed item.
func (i Item) score(a Assessment, line *ItemScore) (points, bonus *big.Rat) {
	rate, absent := i.rate(a)
	points, why := i.Points.points(rate, i.Max.Rat())
	line.Points = quotient.Round(points)
	switch {
	case absent == 0 && rate.value != nil:
		line.Why = i.ScoreBy.String() + " " + quotient.Brief(rate.value) + ": " + why
	case a.Met:
		line.Why = "met (" + absent.String() + "): " + why
	default:
		line.Why = "missed (" + absent.String() + "): " + why
	}
	if i.Bonus == nil {
		return points, new(big.Rat)
	}

	bonus, why = i.Bonus.points(rate)
	line.Bonus = quotient.Round(bonus)
	if why != "" {
		line.Why += "; bonus " + why
	}
	return points, bonus
}

// assessed returns the assessments by the code of their item.
func (e *Evaluator) assessed(at target.Place, c Case) map[string]Assessment {
	p := target.Problems{ByPath: true}
	byCode := make(map[string]Assessment, len(c.Assessments))
	for _, a := range c.Assessments {
		code := e.itemOf(a.Target)
		place := p.At("assessments").Key(code)
		_, isItem := e.most[code]
		_, isTwice := byCode[code]

		switch {
		case code == "":
			place.Report(nil, target.ErrRequired, "give the target the code of the item that it is scored by")
			continue
		case isTwice:
			place.Report(nil, target.ErrDuplicate, "give one assessment of each item")
		case !isItem:
			place.Report(nil, target.ErrUnknown, "must be the code of an item of the book")
		case a.Target.Unit != "" && c.Unit != "" && a.Target.Unit != c.Unit:
			place.Field("unit").Report(a.Target.Unit, target.ErrMismatch, "the case is of unit "+fault.Text(c.Unit))
		case a.Attainment.Valid && !isQuotient(a.Attainment.Decimal):
			place.Field("attainment").
				Report(a.Attainment.Decimal, target.ErrRange, "must be a quotient of figures, as Assess makes it")
			continue
		}
		byCode[code] = a
	}
	at.Add(p.Err())
	return byCode
}

// itemOf returns the code of the item that a target is scored by: its own or, for
// a quota of a plan, that of the target which was decomposed.
func (e *Evaluator) itemOf(t target.Target) string {
	given, isQuota := strings.CutSuffix(t.Code, "/"+t.Unit)
	if _, isItem := e.most[t.Code]; isQuota && !isItem {
		return given
	}
	return t.Code
}

// isQuotient reports whether d can be the quotient of two figures in bounds.
func isQuotient(d decimal.Decimal) bool {
	const most = 4 * fixed.Digits
	return d.Exponent() >= -most && d.Exponent() <= most && d.Coefficient().BitLen() <= most*10/3
}
