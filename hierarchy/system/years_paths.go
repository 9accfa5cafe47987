package system

import (
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// findPaths finds the own path of every unit. That of the plan's own unit is in whole
// quanta, and stays as it is.
func (s *spreader) findPaths() error {
	var p target.Problems
	if err := s.followShapes(p.At("options").Field("units")); err != nil {
		return err
	}
	s.top = slices.Clone(s.own[s.units[0]].figures)
	for _, c := range s.options.Published {
		t := slices.Index(s.steps, c.Year) - s.past
		for u, value := range c.Figures.All() {
			i, _ := s.tree.Index(u.Code)
			s.own[i].figures[t] = value
		}
	}

	if s.mode == yearTotals {
		s.checkSigns(p.At("options").Field("units"))
	}
	for k, step := range s.steps[s.past:] {
		c := s.tree.ColumnBuilder()
		for _, i := range s.units {
			c.Set(i, s.own[i].figures[k])
		}
		column, err := c.Column()
		p.At("years").Key(step.String()).Add(err)
		s.alone = append(s.alone, column.Named("own paths, "+step.String()))
	}
	return p.Err()
}

// followShapes makes the paths of all units by their shapes.
func (s *spreader) followShapes(at target.Place) error {
	var p target.Problems
	made := map[string][]decimal.Decimal{} // units with the same figures and shape have the same path
	for n, i := range s.units {
		x, key := s.own[i], s.key(i)
		figures := made[key]
		if figures == nil {
			var err error
			if figures, err = s.path(i, n == 0); err != nil {
				p.At(at.String()).Key(s.tree.UnitAt(i).Code).Add(err)
				continue
			}
		}
		//mutate:equal left out: it only saves time
		made[key] = figures
		x.figures = slices.Clone(figures)
		s.own[i] = x
	}
	return p.Err()
}

// key returns everything on which the path of a unit depends.
func (s *spreader) key(i int) string {
	var b strings.Builder
	u, x := s.tree.UnitAt(i), s.own[i]
	if s.options.Units[u.Code] != nil {
		b.WriteString(u.Code)
	}
	b.WriteString("\n" + u.Level)
	for _, d := range append([]decimal.Decimal{x.quota, x.before.Decimal}, x.past...) {
		b.WriteString("\n" + fixed.Plain(d))
	}
	if x.before.Valid {
		b.WriteString("\nbefore")
	}
	return b.String()
}

// path returns the figures of a unit after the past years. Only those of the plan's own
// unit are rounded to the quantum.
func (s *spreader) path(i int, top bool) ([]decimal.Decimal, error) {
	x, left := s.own[i], len(s.steps)-s.past
	t := s.target.Clone()
	quantum := t.Indicator.EffectiveQuantum()
	if !top || s.mode == yearRates {
		t.Indicator.Quantum, t.Indicator.Places = finer(quantum), target.Precision{}
	}
	t.Value = x.quota
	shape := s.shape(i)

	switch s.mode {
	case yearLevels:
		t.Baseline = s.startOf(x)
	case yearTotals:
		t.Period, t.Value = target.Months(s.steps[s.past], t.Period), s.toBring(i)
		_, needed := shape.(temporal.ConstantRate)
		//mutate:equal s.past >= 0: without a figure before, and without a past, there is no start
		if t.Baseline = s.startOf(x); s.past > 0 && !x.before.Valid && !needed {
			t.Baseline = nil
		}
	case yearRates:
		t.Period, t.Baseline = target.Months(s.steps[s.past], t.Period), nil
		if s.past > 0 {
			t.Value = s.remainingRate(x, t.Indicator)
		}
	}
	if left == 1 {
		if s.mode != yearTotals {
			return []decimal.Decimal{x.quota}, nil
		}
		return []decimal.Decimal{t.Value}, nil
	}
	if t.Value.IsZero() && s.staysZero(t, shape) {
		return make([]decimal.Decimal, left), nil
	}

	points, err := temporal.Path(t, shape, s.options.By)
	if err != nil {
		return nil, err
	}
	figures := make([]decimal.Decimal, left)
	for k, point := range points {
		figures[k] = point.Value
	}
	if s.mode == yearRates {
		figures = s.toDate(x, figures, t.Indicator)
	}
	if top && s.mode == yearRates {
		for k, value := range figures {
			step := fixed.NewQuantum(quantum)
			figures[k] = step.Times(nearest(value.Rat(), quantum))
		}
	}
	if s.mode != yearTotals {
		figures[left-1] = x.quota
	}
	return figures, nil
}

// staysZero reports whether a target of zero has a path of zeros, whatever its shape.
func (s *spreader) staysZero(t target.Target, shape temporal.Shape) bool {
	_, rate := shape.(temporal.ConstantRate)
	return s.mode == yearTotals || rate && s.mode == yearLevels && t.Baseline != nil && t.Baseline.Value.IsZero()
}

// finer returns the quantum of own paths, which is finer than that of the quotas.
func finer(quantum decimal.Decimal) decimal.Decimal {
	if x := quantum.Shift(-weightPlaces); fixed.InBounds(x) {
		return x
	}
	return quantum
}

// toBring returns what the years that are not past have to bring a unit.
func (s *spreader) toBring(i int) decimal.Decimal {
	x := s.own[i]
	if s.mode != yearTotals {
		if start := s.startOf(x); start != nil {
			return x.quota.Sub(start.Value)
		}
		return x.quota
	}

	left := x.quota
	for _, done := range x.past {
		left = left.Sub(done)
	}
	return left
}

// startOf returns the figure from which the years that are not past begin; nil if none is known.
func (s *spreader) startOf(x ownPath) *target.Point {
	if s.past > 0 {
		return &target.Point{Period: s.steps[s.past-1], Value: x.past[s.past-1]}
	}
	if base := s.target.Baseline; base != nil && x.before.Valid {
		return &target.Point{Period: base.Period, Value: x.before.Decimal}
	}
	return nil
}

// remainingRate returns the rate that leads from the last past year to the quota, rounded
// to the quantum of own paths.
func (s *spreader) remainingRate(x ownPath, rate target.Indicator) decimal.Decimal {
	end, start := ratioFactor(x.quota, rate), ratioFactor(x.past[s.past-1], rate)
	if start.Sign() <= 0 {
		return decimal.Decimal{}
	}
	return rateOf(end.Quo(end, start), rate, rate.EffectiveQuantum())
}

// toDate compounds the rates of single years to the changes since the plan began.
func (s *spreader) toDate(x ownPath, rates []decimal.Decimal, rate target.Indicator) []decimal.Decimal {
	reached := big.NewRat(1, 1)
	if s.past > 0 {
		reached = ratioFactor(x.past[s.past-1], rate)
	}
	out := make([]decimal.Decimal, len(rates))
	for k, r := range rates {
		reached.Mul(reached, ratioFactor(r, rate))
		out[k] = rateOf(reached, rate, rate.EffectiveQuantum())
	}
	return out
}

// rateOf returns the rate of a growth or a reduction that leaves a fraction of the
// level, rounded to a quantum, halves away from zero.
func rateOf(left *big.Rat, rate target.Indicator, quantum decimal.Decimal) decimal.Decimal {
	x := new(big.Rat).Sub(left, big.NewRat(1, 1))
	if rate.Kind == target.Reduction {
		x.Neg(x)
	}
	x.Mul(x, rate.Scale().Rat())
	return fixed.NewQuantum(quantum).Times(nearest(x, quantum))
}

// checkSigns checks that what is shared out over years has one sign.
func (s *spreader) checkSigns(at target.Place) {
	sign := s.target.Value
	for _, i := range s.units {
		code := s.tree.UnitAt(i).Code
		left := s.toBring(i)
		if left.Sign()*sign.Sign() < 0 || !left.IsZero() && sign.IsZero() {
			at.Key(code).Report(left, target.ErrInfeasible,
				"the years that are past leave this: the unit has more already")
			continue
		}
		for k, value := range s.own[i].figures {
			if value.Sign()*sign.Sign() < 0 {
				at.Key(code).Key(s.steps[s.past+k].String()).Report(value, target.ErrRange,
					"its path must keep the sign of the total: choose another shape")
			}
		}
	}
}
