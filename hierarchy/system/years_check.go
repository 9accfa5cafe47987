package system

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Check recomputes from the quotas alone that units and years agree:
//   - the law of the kind in every year ([hierarchy.Plan.Check] of each plan);
//   - a Flow: the years of every unit add up to its quota, exactly;
//   - the others: the last year has the quota of the plan;
//   - with OneWay, and for a Cumulative: no figure turns back;
//   - with limits: every year that is not past keeps them.
//
// Check returns an error that names every year, or every unit and by how much its quota is
// missed ([target.ErrBroken]).
func (y *Years) Check() error {
	var p target.Problems
	if !p.At("years").Required(y != nil && y.of != nil, "make them by Spread") {
		return p.Err()
	}
	for year, plan := range y.All() {
		//mutate:equal left out: a plan that breaks its law cannot be made
		p.At("years").Key(year.String()).Add(plan.Check())
	}

	at := p.At("units")
	for q := range y.of.All() {
		points := y.Quotas(q.Unit.Code)
		place := at.Key(q.Unit.Code)
		if len(points) != len(y.steps) {
			place.Report(nil, target.ErrMissing, "a year has no quota for the unit, and the plan has one")
			continue
		}
		made := points[len(points)-1].Value
		if y.mode == yearTotals {
			made = decimal.Decimal{}
			for _, x := range points {
				made = made.Add(x.Value)
			}
		}
		if miss := made.Sub(q.Value); !miss.IsZero() {
			place.Report(miss, target.ErrBroken, "the years miss the quota of the plan by this")
		}
		if y.mode != yearTotals {
			y.checkTurns(place, points)
		}
		y.checkLimits(place, q.Unit.Code)
	}
	return p.Err()
}

// checkTurns checks that no figure turns back, if none may. The plan's own unit has
// the path of its shape.
func (y *Years) checkTurns(at target.Place, points []target.Point) {
	if !y.options.OneWay && y.of.Target().Indicator.Kind != target.Cumulative {
		return
	}
	for t := max(len(y.options.Past), 1); t < len(points); t++ {
		step := points[t].Value.Sub(points[t-1].Value)
		rest := points[len(points)-1].Value.Sub(points[t-1].Value)
		over := points[len(points)-1].Value.Sub(points[t].Value)
		if step.Sign()*rest.Sign() < 0 || over.Sign()*rest.Sign() < 0 || rest.IsZero() && !step.IsZero() {
			at.Key(points[t].Period.String()).Report(points[t].Value, target.ErrBroken,
				"the figure turns back: change the shape of the unit, or of the units above it")
		}
	}
}

// Rates returns the rates of single years that lead a unit to its quota of a Growth or a
// Reduction. Each starts from what the rounded rates before it compound to, leads to the
// quota of its year, and is rounded to the quantum. The rates therefore compound to the
// quota of every year to within half a quantum of one rate.
//
// Left is what rounding leaves in the last year: the rates, compounded, less the quota,
// in sixteen decimals. Rates returns nil for other kinds, and for a unit without quotas.
func (y *Years) Rates(unit string) (rates []target.Point, left decimal.Decimal) {
	if y == nil || y.mode != yearRates {
		return nil, left
	}
	rate := y.of.Target().Indicator
	reached, miss := big.NewRat(1, 1), new(big.Rat)
	for _, x := range y.Quotas(unit) {
		want := ratioFactor(x.Value, rate)
		r := decimal.Decimal{}
		if reached.Sign() > 0 {
			r = rateOf(new(big.Rat).Quo(want, reached), rate, rate.EffectiveQuantum())
		}
		rates = append(rates, target.Point{Period: x.Period, Value: r})
		reached.Mul(reached, ratioFactor(r, rate))
		miss.Sub(reached, want)
	}

	miss.Mul(miss, rate.Scale().Rat())
	if rate.Kind == target.Reduction {
		miss.Neg(miss)
	}
	return rates, rounded(miss)
}

// YearExplanation says why a unit has its quota of a year.
type YearExplanation struct {
	Year target.Period
	Plan hierarchy.Explanation // as the plan of the year explains it

	Past  bool                // the year was past, and its figures stay
	Alone decimal.NullDecimal // what the own path of the unit has
	Moved decimal.NullDecimal // the quota less Alone
	Limit UnitLimit           // that the year has reached; the zero UnitLimit if none
}

// Explain returns why a unit has its quota of a year: the chain of reasons of the plan of
// the year, how far the quota is from the unit's own path, and the limit that it has reached.
func (y *Years) Explain(unit string, year target.Period) YearExplanation {
	plan := y.Plan(year)
	out := YearExplanation{Year: year, Plan: plan.Explain(unit)}
	q, ok := plan.Quota(unit)
	if !ok {
		return out
	}

	past := len(y.options.Past)
	for t, step := range y.steps {
		if step != year {
			continue
		}
		if out.Past = t < past; out.Past {
			return out
		}
		i, _ := y.of.Tree().Index(unit)
		alone, _ := y.alone[t-past].FigureAt(i)
		out.Alone = decimal.NewNullDecimal(alone.Normalize())
		out.Moved = decimal.NewNullDecimal(q.Value.Sub(alone).Normalize())
		out.Limit = y.atLimit(i, t)
	}
	return out
}

// String prints the explanation of the plan, and a line on the years. The line ends in
// a newline.
func (x YearExplanation) String() string {
	var b strings.Builder
	b.WriteString(x.Plan.String())
	switch {
	case x.Past:
		fmt.Fprintf(&b, "  %s is past and stays\n", x.Year)
	case x.Alone.Valid:
		alone, by := x.Alone.Decimal.Round(explainPlaces), x.Moved.Decimal.Round(explainPlaces)
		fmt.Fprintf(&b, "  its own path has %s, moved by %s\n", numtext.Plain(alone), numtext.Signed(numtext.Plain(by)))
	}
	if x.Limit.Unit != "" {
		fmt.Fprintf(&b, "  the year is at a limit, %s\n", x.Limit)
	}
	return b.String()
}
