package system

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// check checks the plan, and the shapes of levels and units.
func (s *spreader) check() error {
	var p target.Problems
	if !p.At("plan").Required(s.of.Len() > 0, "make one by hierarchy.Cascade") {
		return p.Err()
	}
	s.tree, s.target = s.of.Tree(), s.of.Target()

	law := s.target.Indicator.Kind.Law()
	if law != target.Sum && law != target.WeightedMean {
		p.At("plan").Field("target").Field("indicator").Field("kind").Report(
			s.target.Indicator.Kind, target.ErrKind, "its figures neither add up nor average over units",
		)
	}
	if s.target.EffectiveComparator() == target.Within {
		p.At("plan").Field("target").Field("comparator").Report(
			target.Within, target.ErrKind, "a path leads to one figure: make a plan for one end of the range",
		)
	}
	for q := range s.of.All() {
		i, _ := s.tree.Index(q.Unit.Code)
		s.units = append(s.units, i)
		s.own[i] = ownPath{quota: q.Value}
	}

	at := p.At("options")
	levels := map[string]bool{}
	for _, i := range s.units {
		levels[s.tree.UnitAt(i).Level] = true
	}
	for _, level := range slices.Sorted(maps.Keys(s.options.Levels)) {
		at.Field("levels").Key(level).Required(s.options.Levels[level] != nil, "give a shape, or leave the level out")
		if !levels[level] {
			at.Field("levels").Unknown(level, slices.Sorted(maps.Keys(levels))...)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(s.options.Units)) {
		at.Field("units").Key(code).Required(s.options.Units[code] != nil, "give a shape, or leave the unit out")
		if _, ok := s.of.Quota(code); !ok {
			at.Field("units").Key(code).Report(code, target.ErrUnknown,
				"the plan has no quota for the unit: leave it out")
		}
	}
	return p.Err()
}

// readColumns determines the years, and reads the columns that are given for them.
func (s *spreader) readColumns() error {
	var p target.Problems
	points, err := temporal.Path(s.target, temporal.StraightLine{}, s.options.By)
	if !p.Add(err) {
		return p.Err()
	}
	for _, x := range points {
		s.steps = append(s.steps, x.Period)
	}

	kind := s.target.Indicator.Kind
	switch whole := s.target.Period.Len() > s.options.By.Months(); {
	case whole && kind == target.Flow:
		s.mode = yearTotals
	case whole && (kind == target.Growth || kind == target.Reduction):
		s.mode = yearRates
	}

	at := p.At("options")
	s.past = len(s.options.Past)
	s.checkSchedules(at)
	s.readBefore(at.Field("before"))
	s.readPast(at.Field("past"))
	s.checkPublished(at.Field("published"))
	s.checkBases(at.Field("bases"))
	return p.Err()
}

// checkSchedules checks that schedules have a share for each year of the plan. If no year is past,
// temporal.Path checks it.
func (s *spreader) checkSchedules(at target.Place) {
	check := func(at target.Place, shape temporal.Shape) {
		if x, ok := shape.(temporal.Schedule); ok && s.past > 0 && len(x.Shares) != len(s.steps) {
			at.Report(len(x.Shares), target.ErrMismatch,
				fmt.Sprintf("give a share for each year, also for those that are past: %d", len(s.steps)))
		}
	}
	check(at.Field("shape"), s.options.Shape)
	for _, level := range slices.Sorted(maps.Keys(s.options.Levels)) {
		check(at.Field("levels").Key(level), s.options.Levels[level])
	}
	for _, code := range slices.Sorted(maps.Keys(s.options.Units)) {
		check(at.Field("units").Key(code), s.options.Units[code])
	}
}

// readBefore reads the figures at the baseline.
func (s *spreader) readBefore(at target.Place) {
	c, base := s.options.Before, s.target.Baseline
	if top := s.own[s.units[0]]; base != nil && s.mode != yearRates {
		top.before = decimal.NewNullDecimal(base.Value)
		s.own[s.units[0]] = top
	}
	given := c.Tree() != nil
	needed := s.mode == yearLevels && base != nil
	switch {
	case s.mode == yearRates && given:
		at.Report(c.Name(), target.ErrInvalid, "leave it out: rates begin at zero")
		return
	case given && base == nil:
		at.Report(c.Name(), target.ErrMismatch, "the target needs a baseline, which says for when the figures are")
		return
	case !given && needed:
		at.Required(false, "give the figures of the units at the baseline, "+base.Period.String())
		return
	case !given || !s.belongs(at, c):
		return
	}

	for _, i := range s.units {
		x := s.own[i]
		value, ok := c.FigureAt(i)
		if !ok && needed && s.tree.UnitAt(i).Role == hierarchy.Residual {
			value, ok = decimal.Decimal{}, true // as in a roll-up
		}
		switch {
		case !ok && needed && i != s.units[0]:
			at.Key(s.tree.UnitAt(i).Code).Report(nil, target.ErrMissing, "give the figure of the unit at the baseline")
		case i == s.units[0] && ok && !value.Equal(base.Value):
			at.Key(s.tree.UnitAt(i).Code).Report(value, target.ErrMismatch,
				"must be the baseline of the target, "+fixed.Plain(base.Value))
		case ok:
			x.before = decimal.NewNullDecimal(value)
		}
		s.own[i] = x
	}
}

// readPast reads the figures of the years that are past: the first ones, each once.
func (s *spreader) readPast(at target.Place) {
	if s.past >= len(s.steps) {
		at.Count(s.past, 0, len(s.steps)-1)
		return
	}

	step := s.target.Indicator.EffectiveQuantum()
	quantum := fixed.NewQuantum(step)
	for t, c := range s.options.Past {
		if c.Year != s.steps[t] {
			at.Index(t).Field("year").Report(c.Year, target.ErrMismatch,
				"years that are past are the first ones: it must be "+s.steps[t].String())
			return
		}
		place := at.Key(c.Year.String())
		if !s.belongs(place, c.Figures) {
			return
		}

		for _, i := range s.units {
			x := s.own[i]
			value, ok := c.Figures.FigureAt(i)
			here := place.Key(s.tree.UnitAt(i).Code)
			if !ok {
				here.Report(nil, target.ErrMissing, "give the figure of the unit in the year")
			} else if _, whole := quantum.Count(value); !whole {
				here.Report(value, target.ErrQuantum, "round it to a multiple of "+fixed.Plain(step))
			}
			x.past = append(x.past, value)
			s.own[i] = x
		}
	}
}

// belongs checks that a column is of the tree of the plan.
func (s *spreader) belongs(at target.Place, c hierarchy.Column) bool {
	if c.Tree() == nil || c.Tree() != s.tree && !c.Tree().Equal(s.tree) {
		at.Report(c.Name(), target.ErrMismatch, "must be a column of the tree of the plan")
		return false
	}
	return true
}

// yearOf checks the year and the tree of the n-th column, and returns the index of the year.
func (s *spreader) yearOf(at target.Place, columns []YearColumn, n int) (t int, ok bool) {
	year := columns[n].Year
	t = slices.Index(s.steps, year)
	if t < 0 {
		at.Index(n).Field("year").Unknown(year, periodTexts(s.steps)...)
		return 0, false
	}
	if n > 0 && columns[n-1].Year == year {
		at.Key(year.String()).Duplicate(year)
		return 0, false
	}
	return t, s.belongs(at.Key(year.String()), columns[n].Figures)
}

// checkPublished checks that published figures have an effect.
func (s *spreader) checkPublished(at target.Place) {
	for n, c := range s.options.Published {
		t, ok := s.yearOf(at, s.options.Published, n)
		if !ok {
			continue
		}
		place := at.Key(c.Year.String())
		if t < s.past {
			place.Report(c.Year, target.ErrInvalid, "the year is past: leave it out")
		}
		if t == len(s.steps)-1 && s.mode != yearTotals {
			place.Report(c.Year, target.ErrInvalid, "the last year has the quotas of the plan: leave it out")
		}
		for u, value := range c.Figures.All() {
			i, _ := s.tree.Index(u.Code)
			if _, ok := s.own[i]; !ok || i == s.units[0] {
				place.Key(u.Code).Report(value, target.ErrInvalid,
					"leave it out: only units below the plan's own unit have figures that move; its path is a shape")
			}
		}
	}
}

// checkBases checks that bases of years have an effect.
func (s *spreader) checkBases(at target.Place) {
	mean := s.target.Indicator.Kind.Law() == target.WeightedMean
	for n, c := range s.options.Bases {
		t, ok := s.yearOf(at, s.options.Bases, n)
		if ok && (!mean || t == len(s.steps)-1) {
			at.Key(c.Year.String()).Report(c.Figures.Name(), target.ErrInvalid,
				"leave it out: only weighted means have a basis, and the last year has that of the plan")
		}
	}
}

// shape returns the shape of a unit, for the years that are left.
func (s *spreader) shape(i int) temporal.Shape {
	u, shape := s.tree.UnitAt(i), s.options.Shape
	if x := s.options.Levels[u.Level]; x != nil {
		shape = x
	}
	if x := s.options.Units[u.Code]; x != nil {
		shape = x
	}
	if shape == nil {
		return temporal.StraightLine{}
	}
	if s.past == 0 {
		return shape
	}

	switch x := shape.(type) {
	case temporal.Schedule:
		return s.restOfSchedule(x)
	case temporal.Through:
		x.Waypoints = slices.DeleteFunc(slices.Clone(x.Waypoints), func(w target.Point) bool {
			return w.Period.Last().Compare(s.steps[s.past-1].Last()) <= 0
		})
		return x
	}
	return shape
}

// restOfSchedule returns the schedule for the years that are not past.
func (s *spreader) restOfSchedule(x temporal.Schedule) temporal.Schedule {
	if slices.ContainsFunc(x.Shares, outOfBounds) {
		return x // Path reports it
	}
	done := x.Shares[s.past-1]
	rest := slices.Clone(x.Shares[s.past:])
	for k := range rest {
		rest[k] = rest[k].Sub(done)
	}
	return temporal.Schedule{Shares: rest}
}

func outOfBounds(d decimal.Decimal) bool { return !fixed.InBounds(d) }
