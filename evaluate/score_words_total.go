package evaluate

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/quotient"
)

// grainSum is a total in grains. It is less than the exact total by less than one grain
// for each gain that was cut.
type grainSum struct {
	grains int128.Int
	cut    int64
	gains  int             // number of gains that are not zero
	last   decimal.Decimal // the last of them; the total if there is only one
}

// several is a number of gains for which total does not return the last one.
const several = 2

// add adds a gain, and reports whether the total fits.
func (s *grainSum) add(g gain) (ok bool) {
	if g.isCut {
		s.cut++
	}
	if g.isCut || g.grains.Sign() != 0 {
		s.gains++
		s.last = g.points
	}
	s.grains, ok = s.grains.AddOK(g.grains)
	return ok
}

// finish is [Evaluator.finish].
func (w *wordScheme) finish(e *Evaluator, card *Scorecard, s grainSum) bool {
	if s.grains.Sign() < 0 {
		return false // scoreByFractions raises it to 0, which is rare
	}
	if e.scheme.Cap.Valid {
		switch most := w.most.grains; {
		case most.Less(s.grains) || s.cut > 0 && most == s.grains:
			total, ok := s.total()
			if !ok {
				return false
			}
			card.Notes = append(card.Notes, "capped from "+card.text(total))
			s = grainSum{grains: most, gains: 1, last: w.most.rounded}
		case s.reaches(most):
			return false
		}
	}
	if e.scheme.Round.Valid && !w.round(e, card, &s) {
		return false
	}

	total, ok := s.total()
	if !ok {
		return false
	}
	card.Total = total
	for i, from := range w.grades {
		if !s.grains.Less(from) {
			card.ByPoints = e.scheme.Grades[i].Name
			break
		}
		if s.reaches(from) {
			return false
		}
	}
	card.Grade = card.ByPoints
	if len(card.Vetoes) > 0 {
		card.Grade = e.failed()
	}
	return true
}

// reaches reports whether the exact total can exceed a bound that the grains do not
// exceed.
func (s *grainSum) reaches(bound int128.Int) bool {
	return s.cut > 0 && bound.Less(s.grains.Add(int128.Of(s.cut)))
}

// total returns the total to SignificantDigits digits, and whether the grains determine
// it.
func (s *grainSum) total() (decimal.Decimal, bool) {
	switch s.gains {
	case 0:
		return decimal.Decimal{}, true
	case 1:
		return s.last, true
	}
	m, exp, ok := quotient.RoundWords(s.grains, 1, -grainPlaces)
	if ok && s.cut > 0 {
		upper, upperExp, fits := quotient.RoundWords(s.grains.Add(int128.Of(s.cut)), 1, -grainPlaces)
		ok = fits && m == upper && exp == upperExp
	}
	if m == 0 {
		return decimal.Decimal{}, ok
	}
	return decimal.New(m, exp), ok
}

// round is [Evaluator.round].
func (w *wordScheme) round(e *Evaluator, card *Scorecard, s *grainSum) bool {
	step := w.step.grains
	above := s.grains.Add(int128.Of(s.cut))
	count, same := s.grains.QuoHalfUp(step), above.QuoHalfUp(step)
	if e.scheme.Floor {
		count, _ = s.grains.QuoRem(step)
		same, _ = above.QuoRem(step)
	}
	factor, ok := count.Int64()
	multiple, fits := step.MulWord(factor)
	if !ok || !fits || same != count {
		return false
	}
	if e.scheme.Cap.Valid && w.most.grains.Less(multiple) {
		multiple = w.most.grains
	}
	switch {
	case s.cut == 0 && multiple == s.grains:
		return true
	case s.grains.Less(multiple) && multiple.Less(above):
		return false // the total may be the multiple
	}

	total, ok := s.total()
	if !ok {
		return false
	}
	m, _ := fixed.Word(total)
	card.Notes = append(card.Notes, string(quotient.AppendBrief([]byte("rounded from "), m, total.Exponent())))
	*s = grainSum{grains: multiple, gains: several}
	return true
}
