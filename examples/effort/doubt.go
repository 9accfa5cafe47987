package main

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// doubt asks how far verdicts on provinces depend on which census counted their
// people.
type doubt struct {
	Target   target.Target
	Vintages *trial.Doubts   // by the populations before and after the revision
	Errors   *trial.Doubts   // by standard errors of the revision's mean size
	Size     decimal.Decimal // that standard error, % of the population
}

// reached is what the nation had in 2015, invention patents in force per 10,000
// people.
var reached = decimal.New(63, -1)

// doubts shares what the nation reached in 2015 in proportion to the densities of
// 2010, and compares what the provinces had.
func doubts(provinces []province) (doubt, error) {
	d := doubt{Target: target.Target{
		Code: "patents-2015", Indicator: inForce, Unit: nation, Period: target.Year(2015),
		Force: target.Expected, Value: reached,
	}}
	l, err := newLand(provinces)
	if err != nil {
		return d, err
	}
	var columns [4]hierarchy.Column
	for i, of := range []func(province) decimal.Decimal{
		func(x province) decimal.Decimal { return x.People2015 },
		func(x province) decimal.Decimal { return x.Revised2015 },
		func(x province) decimal.Decimal { return x.Inventions2015 },
		province.density2010,
	} {
		if columns[i], err = l.by(known(of)); err != nil {
			return d, err
		}
	}
	people, revised, inventions, before := columns[0], columns[1], columns[2], columns[3]

	spec := trial.DoubtSpec{
		Tree: l.tree, Target: d.Target, Denominators: people, Results: inventions,
		Options: hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Scale(before)}},
	}
	spec.Vintages = []hierarchy.Column{revised}
	if d.Vintages, err = trial.Doubt(spec); err != nil {
		return d, err
	}

	var moved decimal.Decimal
	for _, x := range provinces {
		off := x.Revised2015.Sub(x.People2015).Abs()
		moved = moved.Add(off.Shift(2).DivRound(x.People2015, 6))
	}
	d.Size = moved.DivRound(decimal.New(int64(len(provinces)), 0), 1)
	spec.Vintages = nil
	if spec.Errors, err = people.Scale(d.Size.Shift(-2)); err != nil {
		return d, err
	}
	spec.Draws, spec.Seed = 500, 2020
	d.Errors, err = trial.Doubt(spec)
	return d, err
}
