package evaluate

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Evaluator scores units by a book. It is immutable and safe for concurrent
// use.
type Evaluator struct{ scheme Scheme }

// New returns the evaluator of a book, which it copies.
//
// New returns an error where [Scheme.Validate] does.
func New(s Scheme) (*Evaluator, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	return &Evaluator{s.clone()}, nil
}

// Scheme returns a copy of the book.
func (e *Evaluator) Scheme() Scheme { return e.scheme.clone() }

// Case is what is known of one unit.
type Case struct {
	Unit        string
	Assessments []Assessment
	Awarded     map[string]decimal.Decimal // by item code
	Panel       []Opinion                  // in place of Awarded where several bodies evaluate
}

// Opinion is what one of several evaluators of a unit awards: a province that
// evaluates a county beside its prefecture.
type Opinion struct {
	By      string
	Weight  decimal.Decimal            // relative to the others'; all zero weighs them alike
	Awarded map[string]decimal.Decimal // by item code
}

// Score scores one unit, item by item in the order of the book.
//
// An item that has an assessment of the target with its code, or of a quota that
// a plan made of that target ("12FYP/440000" for unit 440000), is scored by the
// assessment's attainment, exactly, not by the 16 digits that are printed. An
// assessment without an attainment counts as
//
//	0                            if the target is missed
//	above every other            if it is met and the figure is zero or on the other side of zero
//	1                            if it is met for another reason: the target is zero, or a place
//
// so that a better figure never earns less. Any other item takes the points that are
// awarded, by a panel their weighted mean. The total is the sum of points and
// bonuses less deductions, never below zero; it is capped, then rounded, but not
// above the cap, as the book says, and earns the first grade whose lower bound
// it reaches.
//
// A veto overrides that grade by the book's Failed, whatever the total, where
// an item with Veto, or a target whose force is Veto, is missed: its assessment
// is not met or, for awarded points, they are fewer than the maximum.
//
// Total and points are given to 16 significant digits, but added and compared
// exactly.
//
// Score returns an error if
//
//   - an item has neither an assessment nor points awarded by all who evaluate
//     (target.ErrMissing), or has both though it is scored (target.ErrMismatch);
//   - points are negative or more than the item's maximum (target.ErrRange);
//   - an assessment or an award is of no item (target.ErrUnknown);
//   - two assessments are of one target, or two opinions by one body
//     (target.ErrDuplicate);
//   - an assessment is of another unit (target.ErrMismatch);
//   - both Awarded and a Panel are given, or a weight is negative.
//
// It reports every problem.
func (e *Evaluator) Score(c Case) (Scorecard, error) {
	var l fault.List
	assessed := e.assessed(c, &l)
	panel := e.panel(c, &l)
	card := Scorecard{Unit: c.Unit, Scheme: e.scheme.Name}
	total := new(big.Rat)
	for _, item := range e.scheme.Items {
		a, found := assessed[item.Code]
		line := Line{Code: item.Code, Name: item.Name, Max: item.Max}
		award, given := item.awarded(panel, &line, &l)
		switch {
		case found && item.Points != nil && given:
			l.Add(&target.FieldError{Path: awardPath(item.Code), Err: target.ErrMismatch, Remedy: "the item is scored from its assessment: leave the award out"})
		case found && item.Points != nil:
			total.Add(total, item.score(a, &line))
		case given && item.Deduction:
			line.Why = "taken off"
			line.Points = significant(award).Neg()
			total.Sub(total, award)
		case given:
			line.Why = "awarded"
			line.Points = significant(award)
			line.Veto = item.Veto && !found && award.Cmp(item.Max.Rat()) < 0
			total.Add(total, award)
		case len(panel) == 0 || !item.mentioned(panel):
			l.Add(&target.FieldError{Path: "case.items[" + strconv.Quote(item.Code) + "]", Err: target.ErrMissing, Remedy: "give the assessment of the target with this code, or award points"})
		}
		if found {
			vetoes := item.Veto || a.Target.Force == target.Veto
			line.Attainment = a.Attainment
			line.Veto = vetoes && !a.Met
		}
		if line.Veto {
			line.Why += "; missed, which is a veto"
			card.Vetoes = append(card.Vetoes, item.Code)
		}
		card.Lines = append(card.Lines, line)
	}
	if l.Len() > 0 {
		return Scorecard{}, l.Err()
	}
	e.finish(&card, total)
	return card, nil
}

// finish caps, rounds and grades a total.
func (e *Evaluator) finish(card *Scorecard, total *big.Rat) {
	if total.Sign() < 0 {
		total = new(big.Rat)
		card.Notes = append(card.Notes, "not below 0")
	}
	if limit := e.scheme.Cap; limit.Valid && total.Cmp(limit.Decimal.Rat()) > 0 {
		card.Notes = append(card.Notes, "capped from "+plain(total))
		total = limit.Decimal.Rat()
	}
	if quantum := e.scheme.Round; quantum.Valid {
		q := quantum.Decimal.Rat()
		n := new(big.Rat).Quo(total, q)
		rounded := new(big.Rat).SetInt(fixed.DivHalfUp(n.Num(), n.Denom()))
		rounded.Mul(rounded, q)
		if limit := e.scheme.Cap; limit.Valid && rounded.Cmp(limit.Decimal.Rat()) > 0 {
			rounded = limit.Decimal.Rat()
		}
		if rounded.Cmp(total) != 0 {
			card.Notes = append(card.Notes, "rounded from "+plain(total))
		}
		total = rounded
	}
	card.Total = significant(total)
	for _, g := range e.scheme.Grades {
		if total.Cmp(g.From.Rat()) >= 0 {
			card.ByPoints = g.Name
			break
		}
	}
	card.Grade = card.ByPoints
	if len(card.Vetoes) > 0 {
		card.Grade = e.failed()
	}
}

func (e *Evaluator) failed() string {
	if e.scheme.Failed != "" || len(e.scheme.Grades) == 0 {
		return e.scheme.Failed
	}
	return e.scheme.Grades[len(e.scheme.Grades)-1].Name
}

// assessed returns the assessments by code.
func (e *Evaluator) assessed(c Case, l *fault.List) map[string]Assessment {
	known := e.codes()
	byCode := make(map[string]Assessment, len(c.Assessments))
	var s fault.Sorted
	for _, a := range c.Assessments {
		code := itemOf(a.Target, known)
		path := "case.assessments[" + strconv.Quote(code) + "]"
		_, twice := byCode[code]
		switch {
		case code == "":
			s.Add(code, &target.FieldError{Path: path, Err: target.ErrRequired, Remedy: "the target's code is the code of the item that it is scored by"})
			continue
		case twice:
			s.Add(code, &target.FieldError{Path: path, Err: target.ErrDuplicate})
		case !known[code]:
			s.Add(code, &target.FieldError{Path: path, Err: target.ErrUnknown, Remedy: "the book has no such item"})
		case a.Target.Unit != "" && c.Unit != "" && a.Target.Unit != c.Unit:
			s.Add(code, &target.FieldError{Path: path + ".unit", Value: a.Target.Unit, Err: target.ErrMismatch, Remedy: "the case is of unit " + fault.Text(c.Unit)})
		case a.Attainment.Valid && !printable(a.Attainment.Decimal):
			s.Add(code, &target.FieldError{Path: path + ".attainment", Value: a.Attainment.Decimal, Err: target.ErrRange})
			continue
		}
		byCode[code] = a
	}
	l.Add(s.Err())
	return byCode
}

// itemOf returns the code of the item that a target is scored by: its own or, for
// a quota of a plan, that of the target which was decomposed.
func itemOf(t target.Target, known map[string]bool) string {
	if whole, isQuota := strings.CutSuffix(t.Code, "/"+t.Unit); isQuota && !known[t.Code] {
		return whole
	}
	return t.Code
}

// printable reports whether d can be the quotient of two figures in bounds.
func printable(d decimal.Decimal) bool {
	const most = 4 * fixed.Digits
	return d.Exponent() >= -most && d.Exponent() <= most && d.Coefficient().BitLen() <= most*10/3
}

func (e *Evaluator) codes() map[string]bool {
	codes := make(map[string]bool, len(e.scheme.Items))
	for _, item := range e.scheme.Items {
		codes[item.Code] = true
	}
	return codes
}

// opinion is an Opinion whose weight and awards were checked; awards that are
// refused are kept as mentioned.
type opinion struct {
	by      string
	weight  *big.Rat
	awarded map[string]decimal.Decimal
}

func (e *Evaluator) panel(c Case, l *fault.List) []opinion {
	if len(c.Panel) == 0 {
		if len(c.Awarded) == 0 {
			return nil
		}
		e.checkAwards("case.awarded", c.Awarded, l)
		return []opinion{{weight: one, awarded: c.Awarded}}
	}
	if len(c.Awarded) > 0 {
		l.Add(&target.FieldError{Path: "case.awarded", Err: target.ErrMismatch, Remedy: "a panel awards in its place"})
	}
	members := slices.SortedFunc(slices.Values(c.Panel), func(a, b Opinion) int { return strings.Compare(a.By, b.By) })
	weighed := slices.ContainsFunc(members, func(o Opinion) bool { return !o.Weight.IsZero() })
	panel := make([]opinion, len(members))
	for i, m := range members {
		path := "case.panel[" + strconv.Quote(m.By) + "]"
		switch {
		case m.By == "":
			l.Add(&target.FieldError{Path: path + ".by", Err: target.ErrRequired, Remedy: "name the evaluator"})
		case i > 0 && m.By == members[i-1].By:
			l.Add(&target.FieldError{Path: path + ".by", Err: target.ErrDuplicate})
		}
		panel[i] = opinion{by: m.By, weight: one, awarded: m.Awarded}
		if weighed && atLeastZero(l, path+".weight", m.Weight) {
			panel[i].weight = m.Weight.Rat()
		}
		e.checkAwards(path+".awarded", m.Awarded, l)
	}
	return panel
}

func (e *Evaluator) checkAwards(path string, awarded map[string]decimal.Decimal, l *fault.List) {
	most := make(map[string]decimal.Decimal, len(e.scheme.Items))
	for _, item := range e.scheme.Items {
		most[item.Code] = item.Max
	}
	for _, code := range slices.Sorted(maps.Keys(awarded)) {
		at := path + "[" + strconv.Quote(code) + "]"
		limit, known := most[code]
		points := awarded[code]
		switch {
		case !known:
			l.Add(&target.FieldError{Path: at, Err: target.ErrUnknown, Remedy: "the book has no such item"})
		case !fixed.InBounds(points) || points.Sign() < 0 || points.Cmp(limit) > 0:
			l.Add(&target.FieldError{Path: at, Value: points, Err: target.ErrRange, Remedy: "from 0 to " + text(limit)})
		}
	}
}

// awarded returns the weighted mean of the panel's points for the item.
func (i Item) awarded(panel []opinion, line *Line, l *fault.List) (points *big.Rat, given bool) {
	if !i.mentioned(panel) {
		return nil, false
	}
	sum, weights := new(big.Rat), new(big.Rat)
	given = true
	for _, o := range panel {
		d, ok := o.awarded[i.Code]
		switch {
		case !ok:
			l.Add(&target.FieldError{Path: "case.panel[" + strconv.Quote(o.by) + "].awarded[" + strconv.Quote(i.Code) + "]", Err: target.ErrMissing, Remedy: "the others award this item"})
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

func (i Item) mentioned(panel []opinion) bool {
	return slices.ContainsFunc(panel, func(o opinion) bool {
		_, ok := o.awarded[i.Code]
		return ok
	})
}

// score returns the points and the bonus of an assessed item.
func (i Item) score(a Assessment, line *Line) *big.Rat {
	attained := a.attained()
	points, why := i.Points.points(attained, i.Max.Rat())
	line.Points = significant(points)
	switch {
	case a.Attainment.Valid:
		line.Why = "attainment " + brief(attained.rate) + ": " + why
	case a.Met:
		line.Why = "met (" + a.Reason.String() + "): " + why
	default:
		line.Why = "missed (" + a.Reason.String() + "): " + why
	}
	if i.Bonus == nil {
		return points
	}
	bonus, why := i.Bonus.points(attained)
	line.Bonus = significant(bonus)
	if why != "" {
		line.Why += "; bonus " + why
	}
	return new(big.Rat).Add(points, bonus)
}

func awardPath(code string) string { return "case.awarded[" + strconv.Quote(code) + "]" }
