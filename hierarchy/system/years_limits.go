package system

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// YearLimits bound what each year brings a unit, in size:
//
//	kind               what a year brings              Percent is of
//	Flow               the quota of the year           the quota of the plan
//	Stock, Cumulative  the step from the year before   the figure before the plan, in Before
//
// A Max of 8 allows steps of 8 and of −8. Percent of the figure before the plan is stricter than
// the same percentage of the year before, if figures grow. The zero value has no limits.
type YearLimits struct {
	Min, Max decimal.NullDecimal // not valid means none
	Percent  bool                // Min and Max are in percent
}

// given reports whether there is a limit.
func (l YearLimits) given() bool { return l.Min.Valid || l.Max.Valid }

// LimitsError says that no years keep the limits: Years must bring Unit and the units below it
// Amount, and the limits allow only Room. LimitsError matches [target.ErrInfeasible].
type LimitsError struct {
	Unit         string
	Years        []target.Period // in order
	Amount, Room decimal.Decimal
	Limits       []UnitLimit // that leave no more room, in the order of the tree
}

// UnitLimit is a limit of a unit, in the unit of its figures: either Min or Max.
type UnitLimit struct {
	Unit     string
	Min, Max decimal.NullDecimal
}

// limitsInText is how many limits a LimitsError names in words.
const limitsInText = 10

// Error names the years and the limits.
func (e *LimitsError) Error() string {
	var named []string
	for _, l := range e.Limits[:min(len(e.Limits), limitsInText)] {
		named = append(named, l.String())
	}
	if more := len(e.Limits) - limitsInText; more > 0 {
		named = append(named, fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf(
		"system: %s must bring %s %s, and the limits allow only %s (%s): change the limits or the shapes",
		strings.Join(periodTexts(e.Years), ", "), e.Unit, numtext.Plain(e.Amount), numtext.Plain(e.Room),
		strings.Join(named, ", "),
	)
}

// Unwrap returns the error as a [target.FieldError].
func (e *LimitsError) Unwrap() error { return infeasible("limits", e) }

// String prints the unit and the limit: A at most 8. It is empty without a limit.
func (l UnitLimit) String() string {
	switch {
	case l.Max.Valid:
		return l.Unit + " at most " + numtext.Plain(l.Max.Decimal)
	case l.Min.Valid:
		return l.Unit + " at least " + numtext.Plain(l.Min.Decimal)
	}
	return ""
}

// limited reports whether there are limits.
func (o YearsOptions) limited() bool {
	return o.Limits.given() || len(o.LevelLimits) > 0 || len(o.UnitLimits) > 0
}

// limitsAt returns the limits of a unit. The plan's own unit has none.
func (y *Years) limitsAt(i int) YearLimits {
	u := y.of.Tree().UnitAt(i)
	if u.Code == y.of.Target().Unit {
		return YearLimits{}
	}
	if l, ok := y.options.UnitLimits[u.Code]; ok {
		return l
	}
	if l, ok := y.options.LevelLimits[u.Level]; ok {
		return l
	}
	return y.options.Limits
}

// startAt returns the figure of a unit below the plan's own one from which the first year begins:
// zero for a total, and if nothing is known.
func (y *Years) startAt(i int) decimal.Decimal {
	if y.mode == yearTotals {
		return decimal.Decimal{}
	}
	value, _ := y.options.Before.FigureAt(i)
	return value
}

// limitAmounts returns the limits of a unit in the unit of its figures.
func (y *Years) limitAmounts(i int) (low, high decimal.NullDecimal) {
	l := y.limitsAt(i)
	if !l.Percent {
		return l.Min, l.Max
	}

	base := y.startAt(i)
	if y.mode == yearTotals {
		q, _ := y.of.Quota(y.of.Tree().UnitAt(i).Code)
		base = q.Value
	}
	of := func(percent decimal.NullDecimal) decimal.NullDecimal {
		percent.Decimal = percent.Decimal.Mul(base.Abs()).Shift(-2)
		return percent
	}
	return of(l.Min), of(l.Max)
}

// brings returns what each year brings a unit: its figure for a total, else the step from the
// year before.
func (y *Years) brings(unit string) []decimal.Decimal {
	i, _ := y.of.Tree().Index(unit)
	last := y.startAt(i)
	var all []decimal.Decimal
	for _, x := range y.Quotas(unit) {
		all = append(all, x.Value.Sub(last))
		if y.mode != yearTotals {
			last = x.Value
		}
	}
	return all
}

// checkLimits checks that every year that is not past keeps the limits of a unit.
func (y *Years) checkLimits(at target.Place, unit string) {
	i, _ := y.of.Tree().Index(unit)
	low, high := y.limitAmounts(i)
	if !low.Valid && !high.Valid {
		return
	}
	for t, x := range y.brings(unit) {
		if t < len(y.options.Past) {
			continue
		}
		year := at.Key(y.steps[t].String())
		if low.Valid && x.Abs().LessThan(low.Decimal) {
			year.Report(x, target.ErrBroken, "the year must bring at least "+fixed.Plain(low.Decimal))
		}
		if high.Valid && x.Abs().GreaterThan(high.Decimal) {
			year.Report(x, target.ErrBroken, "the year must bring at most "+fixed.Plain(high.Decimal))
		}
	}
}

// readLimits checks that limits have an effect, and that they can be kept exactly.
func (s *spreader) readLimits() error {
	var p target.Problems
	at := p.At("options")
	if s.options.OneWay && s.mode == yearTotals {
		at.Field("oneWay").Report(true, target.ErrInvalid,
			"leave it out: the years of a Flow add up to its quota, so that none is on the way to another")
	}
	if s.options.limited() {
		s.checkLimitsOf(at)
	}
	if p.Len() > 0 || !s.options.limited() {
		return p.Err()
	}

	for _, i := range s.units {
		place := at.Field("before").Key(s.tree.UnitAt(i).Code)
		if s.limitsAt(i).Percent && s.mode == yearLevels && !s.own[i].before.Valid {
			place.Report(nil, target.ErrMissing, "limits in percent are of the figure before the plan")
		}
		s.checkWhole(place, i)
		s.checkSum(at.Field("limits"), i)
	}
	return p.Err()
}

// checkLimitsOf checks the limits themselves, and who has them.
func (s *spreader) checkLimitsOf(at target.Place) {
	o := s.options
	if s.target.Indicator.Kind.Law() != target.Sum {
		at.Field("limits").Report(s.target.Indicator.Kind, target.ErrKind,
			"leave them out: whether means can keep limits in whole quanta is not known; "+
				"put them to Balance, as identities of all years at once")
		return
	}
	if s.mode == yearLevels && !o.OneWay && s.target.Indicator.Kind != target.Cumulative {
		at.Field("oneWay").Required(false, "limits of levels are for figures that do not turn back")
	}

	levels := map[string]bool{}
	for _, i := range s.units[1:] {
		levels[s.tree.UnitAt(i).Level] = true
	}
	checkYearLimits(at.Field("limits"), o.Limits)
	for _, level := range slices.Sorted(maps.Keys(o.LevelLimits)) {
		checkYearLimits(at.Field("levelLimits").Key(level), o.LevelLimits[level])
		if !levels[level] {
			at.Field("levelLimits").Unknown(level, slices.Sorted(maps.Keys(levels))...)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(o.UnitLimits)) {
		place := at.Field("unitLimits").Key(code)
		checkYearLimits(place, o.UnitLimits[code])
		if _, ok := s.of.Quota(code); !ok {
			place.Report(code, target.ErrUnknown, "the plan has no quota for the unit: leave it out")
		} else if code == s.target.Unit {
			place.Report(code, target.ErrInvalid, "leave it out: the path of the plan's own unit is a shape")
		}
	}
}

func checkYearLimits(at target.Place, l YearLimits) {
	low := l.Min.Valid && at.Field("min").NonNegative(l.Min.Decimal)
	high := l.Max.Valid && at.Field("max").NonNegative(l.Max.Decimal)
	if low && high && l.Min.Decimal.GreaterThan(l.Max.Decimal) {
		at.Field("min").Report(l.Min.Decimal, target.ErrRange,
			"must not be above the maximum, "+fixed.Plain(l.Max.Decimal))
	}
	if l.Percent && !l.given() {
		at.Field("percent").Report(true, target.ErrInvalid, "give a minimum or a maximum, or leave it out")
	}
}

// checkWhole checks that what the years have to bring a unit is a multiple of the quantum.
func (s *spreader) checkWhole(at target.Place, i int) {
	step := s.target.Indicator.EffectiveQuantum()
	if _, whole := fixed.NewQuantum(step).Count(s.toBring(i)); !whole {
		at.Report(s.toBring(i), target.ErrQuantum,
			"limits are kept in whole quanta: what the years bring must be a multiple of "+fixed.Plain(step))
	}
}

// checkSum checks that what the years have to bring the children of a unit adds up to what
// they have to bring the unit.
func (s *spreader) checkSum(at target.Place, i int) {
	children := s.children(i)
	sum := decimal.Decimal{}
	for _, c := range children {
		sum = sum.Add(s.toBring(c))
	}
	if miss := sum.Sub(s.toBring(i)); len(children) > 0 && !miss.IsZero() {
		at.Report(miss, target.ErrMismatch, "the units below "+s.tree.UnitAt(i).Code+" have this more to bring than "+
			"it: limits are kept only where quotas, figures before and past figures add up, without stretch or reserve")
	}
}

// keepLimits makes other plans if the present ones break the limits.
func (s *spreader) keepLimits() error {
	if !s.options.limited() {
		return nil
	}
	var p target.Problems
	for _, i := range s.units {
		s.checkLimits(p.At("units"), s.tree.UnitAt(i).Code)
	}
	if p.Len() == 0 {
		return nil
	}
	if err := s.checkZeros(); err != nil {
		return err
	}

	l, err := s.newLimiter()
	if err != nil {
		return err
	}
	brings, err := l.divide()
	if err != nil {
		return err
	}
	for t := s.past; t < len(s.steps); t++ {
		if t == len(s.steps)-1 && s.mode == yearLevels {
			break // the last year is the plan
		}
		quotas := map[int]decimal.Decimal{}
		for _, i := range s.units {
			quotas[i] = l.figure(i, brings[i], t-s.past)
		}
		if err := s.planOf(t, quotas, s.limitReason); err != nil {
			return err
		}
	}
	return nil
}

// checkZeros checks that a total has something in every year of its own path. A year of zero
// would have to stay zero, which is a limit for one year, and such limits cannot be kept exactly.
func (s *spreader) checkZeros() error {
	var p target.Problems
	for _, i := range s.units[1:] {
		for k, x := range s.own[i].figures {
			if s.mode == yearTotals && x.IsZero() && !s.toBring(i).IsZero() {
				p.At("options").Field("units").Key(s.tree.UnitAt(i).Code).Key(s.steps[s.past+k].String()).Report(
					x, target.ErrMismatch, "with limits that bind, a path must have something in every year")
			}
		}
	}
	return p.Err()
}

// limitReason says why a unit has its quota of a year.
func (s *spreader) limitReason(t, i int) string {
	parent := s.tree.UnitAt(s.tree.ParentAt(i)).Code
	return fmt.Sprintf("the units below %s add up to the total of %s within the limits of all years",
		parent, s.steps[t])
}

// figure returns the figure of a unit in a year, from what the years bring.
func (l *limiter) figure(i int, brings []*big.Int, k int) decimal.Decimal {
	if l.mode == yearTotals {
		return l.quantum.Times(new(big.Int).Mul(l.sign, brings[k]))
	}
	sum := new(big.Int)
	for _, x := range brings[:k+1] {
		sum.Add(sum, x)
	}
	value := l.quantum.Times(sum)
	if start := l.startOf(l.own[i]); start != nil {
		value = value.Add(start.Value)
	}
	return value
}

// atLimit returns the limit at which a unit is in a year: none if it is not at one.
func (y *Years) atLimit(i, t int) UnitLimit {
	u := y.of.Tree().UnitAt(i)
	low, high := y.limitAmounts(i)
	if !low.Valid && !high.Valid {
		return UnitLimit{}
	}
	quantum := y.of.Target().Indicator.EffectiveQuantum()
	x := y.brings(u.Code)[t].Abs()
	switch {
	case high.Valid && x.Add(quantum).GreaterThan(high.Decimal):
		return UnitLimit{Unit: u.Code, Max: high}
	case low.Valid && x.Sub(quantum).LessThan(low.Decimal):
		return UnitLimit{Unit: u.Code, Min: low}
	}
	return UnitLimit{}
}
