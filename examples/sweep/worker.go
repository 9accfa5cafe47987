package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// worker is what is restored once and shares out many scenarios.
type worker struct {
	prepared         *hierarchy.Prepared
	codes            []string           // of the states, in the order of the tree
	adopted          []int64            // in hundredths of a percent
	lows, highs      []hierarchy.Column // by year: GDP per head up to the mean of the states, and above it
	floors, ceilings []hierarchy.Column
}

// restore restores a worker from documents, and checks tree, target, columns and
// rule once.
func restore(d Documents) (*worker, error) {
	w := &worker{}
	tree := new(hierarchy.Tree)
	if err := json.Unmarshal(d.Tree, tree); err != nil {
		return nil, err
	}
	columns := make([]hierarchy.Column, columnCount)
	if len(d.Columns) != columnCount {
		return nil, fmt.Errorf("%d columns, want %d", len(d.Columns), columnCount)
	}
	for i, text := range d.Columns {
		var err error
		if columns[i], err = tree.ReadColumn(text); err != nil {
			return nil, err
		}
	}

	for u := range tree.Level("state") {
		w.codes = append(w.codes, u.Code)
		x, _ := columns[adopted].At(u.Code)
		w.adopted = append(w.adopted, x.Shift(2).IntPart())
	}
	for _, c := range columns[wealth2005 : wealth2013+1] {
		if err := w.bend(c); err != nil {
			return nil, err
		}
	}
	for to, a := range map[*[]hierarchy.Column]axis{&w.floors: floors, &w.ceilings: ceilings} {
		for k := range a.count {
			c, err := tree.Constant("state", a.at(k))
			if err != nil {
				return nil, err
			}
			*to = append(*to, c)
		}
	}

	var err error
	w.prepared, err = hierarchy.Prepare(tree, target.Target{
		Code: "EU-2030", Unit: union, Period: target.Year(2030), Force: target.Binding, Value: decimal.New(40, 0),
		Indicator: target.Indicator{
			Code: "cut", Name: "cut of emissions under effort sharing below 2005", Measure: "%",
			Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(2),
		},
	}, hierarchy.Options{
		Basis: columns[base],
		Rule:  hierarchy.Rule{Method: hierarchy.Shift(w.lows[0]), Min: w.floors[0], Max: w.ceilings[0]},
	})
	return w, err
}

// bend divides GDP per head into what is up to the mean of the states and what is
// above it.
func (w *worker) bend(wealth hierarchy.Column) error {
	sum, err := wealth.Sum("state")
	if err != nil {
		return err
	}
	mean := sum.DivRound(decimal.New(int64(len(w.codes)), 0), 3)
	low, err := wealth.Map(func(_ hierarchy.Unit, x decimal.Decimal) decimal.Decimal { return decimal.Min(x, mean) })
	if err != nil {
		return err
	}
	high, err := wealth.Sub(low)
	w.lows, w.highs = append(w.lows, low), append(w.highs, high)
	return err
}

// share shares out one scenario and appends the cuts in hundredths of a percent, in
// the order of the states. It reports false if the scenario has no answer.
func (w *worker) share(s scenario, cuts []int64) ([]int64, bool, error) {
	year := s.wealth - wealth2005
	low, err := w.lows[year].Scale(s.below)
	if err != nil {
		return cuts, false, err
	}
	high, err := w.highs[year].Scale(s.above)
	if err != nil {
		return cuts, false, err
	}
	points, err := low.Add(high)
	if err != nil {
		return cuts, false, err
	}

	plan, err := w.prepared.Run(hierarchy.Scenario{
		Value: decimal.NewNullDecimal(s.total),
		Rule:  hierarchy.Rule{Method: hierarchy.Shift(points), Min: w.floors[s.floor], Max: w.ceilings[s.ceiling]},
	})
	if errors.Is(err, target.ErrInfeasible) {
		return cuts, false, nil
	}
	if err != nil {
		return cuts, false, err
	}
	words, exp, ok := plan.Column().Words()
	if !ok || exp != -2 {
		return cuts, false, fmt.Errorf("quotas are not in hundredths: exponent %d", exp)
	}
	firstState := plan.Tree().Len() - len(w.codes)
	for i, word := range words {
		if i >= firstState {
			cuts = append(cuts, word)
		}
	}
	return cuts, true, nil
}

// tally shares out the scenarios of a batch and counts what they come to, by the
// order of the states.
func (w *worker) tally(b Batch) ([]Tally, error) {
	n := len(w.codes)
	out := make([]Tally, n)
	quotas, ranks := make([][]int64, n), make([][]int64, n)
	var cuts []int64

	for s := range b.scenarios {
		var ok bool
		var err error
		if cuts, ok, err = w.share(s, cuts[:0]); err != nil {
			return nil, err
		}
		for i := range out {
			if !ok {
				out[i].Refused++
				continue
			}
			quotas[i] = append(quotas[i], cuts[i])
			ranks[i] = append(ranks[i], rank(cuts, i))
			out[i].judge(cuts[i] - w.adopted[i])
		}
	}

	for i := range out {
		out[i].Quotas, out[i].Ranks = bins(quotas[i]), bins(ranks[i])
	}
	return out, nil
}

// judge compares a cut with the adopted one.
func (t *Tally) judge(more int64) {
	const half = 50 // hundredths
	switch {
	case more > half:
		t.Harder++
	case more < -half:
		t.Easier++
	}
}

// rank is the place of a cut among all, the greatest first; equal cuts share the
// better place.
func rank(cuts []int64, i int) int64 {
	place := int64(1)
	for _, c := range cuts {
		if c > cuts[i] {
			place++
		}
	}
	return place
}
