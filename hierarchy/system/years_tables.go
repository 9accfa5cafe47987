package system

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// YearsError says that no table of units × years has both totals. Units and Years prove it, as
// in [apportion.TableError]: the units have Amount to place, and those years, with the other
// years in which the own paths of the units are not zero, have room for only Room. Without
// units, the year has Amount to divide, and the paths of all units are zero in it.
// YearsError matches [target.ErrInfeasible].
type YearsError struct {
	Parent       string          // of the units
	Units        []string        // codes
	Years        []target.Period // in order
	Amount, Room decimal.Decimal
}

// Error names the units and the years.
func (e *YearsError) Error() string {
	amount, years := numtext.Plain(e.Amount), strings.Join(periodTexts(e.Years), ", ")
	text := fmt.Sprintf("system: the year %s has %s to divide below %s, and the paths of all units are zero in it",
		years, amount, e.Parent)
	if len(e.Units) > 0 {
		text = fmt.Sprintf("system: below %s, the units %s have %s to place; the years %s, and the others as far as "+
			"their paths are not zero, have room for only %s",
			e.Parent, strings.Join(e.Units, ", "), amount, years, numtext.Plain(e.Room))
	}
	return text + ": change the shapes or the published figures"
}

// Unwrap returns the error as a [target.FieldError].
func (e *YearsError) Unwrap() error { return infeasible("years", e) }

// makePlans makes the plans of all years.
func (s *spreader) makePlans() error {
	s.plans = make([]*hierarchy.Plan, len(s.steps))
	for t := range s.past {
		if err := s.planPast(t); err != nil {
			return err
		}
	}
	if s.mode == yearTotals {
		return s.shareOut()
	}
	for t := s.past; t < len(s.steps); t++ {
		if err := s.cascadeYear(t); err != nil {
			return err
		}
	}
	return nil
}

// totals are the figures of a unit in the years that are left.
type totals []decimal.Decimal

// shareOut divides totals over units and years, family by family.
func (s *spreader) shareOut() error {
	quantum := s.target.Indicator.EffectiveQuantum()
	of := map[int]totals{s.units[0]: s.top}
	for _, at := range s.units {
		children := s.children(at)
		if len(children) == 0 {
			continue
		}
		if err := s.fillTable(of, at, children, quantum); err != nil {
			return err
		}
	}

	for t := s.past; t < len(s.steps); t++ {
		quotas := map[int]decimal.Decimal{}
		for _, i := range s.units {
			quotas[i] = of[i][t-s.past]
		}
		if err := s.planOf(t, quotas, s.reason); err != nil {
			return err
		}
	}
	return nil
}

// reason says why a unit has its quota of a year.
func (s *spreader) reason(t, i int) string {
	parent := s.tree.ParentAt(i)
	return fmt.Sprintf("its years add up to %s, and the units below %s to the total of %s",
		numtext.Plain(s.own[i].quota), s.tree.UnitAt(parent).Code, s.steps[t])
}

// children returns the children of a unit that have quotas.
func (s *spreader) children(at int) []int {
	var all []int
	for i, end := s.tree.ChildrenAt(at); i < end; i++ {
		if _, ok := s.own[i]; ok {
			all = append(all, i)
		}
	}
	return all
}

// fillTable fills the table of the children of a unit.
func (s *spreader) fillTable(of map[int]totals, at int, children []int, quantum decimal.Decimal) error {
	var rows []decimal.Decimal
	var weights [][]decimal.Decimal
	sum := decimal.Decimal{}
	for _, c := range children {
		left := s.toBring(c)
		rows, sum = append(rows, left), sum.Add(left)
		weights = append(weights, absolutes(s.own[c].figures))
	}

	cols, err := s.handedDown(of[at], sum, quantum)
	if err != nil {
		return s.under(at, err)
	}
	if err := s.checkTakers(at, children, weights, cols); err != nil {
		return err
	}
	table, err := apportion.Table(weights, rows, cols, apportion.TableOptions{Quantum: quantum})
	if none, ok := errors.AsType[*apportion.TableError](err); ok {
		out := &YearsError{Parent: s.tree.UnitAt(at).Code, Amount: none.Amount, Room: none.Room}
		for _, i := range none.Rows {
			out.Units = append(out.Units, s.tree.UnitAt(children[i]).Code)
		}
		for _, k := range none.Cols {
			out.Years = append(out.Years, s.steps[s.past+k])
		}
		return out
	}
	if err != nil {
		return s.under(at, err)
	}
	for i, c := range children {
		of[c] = table.Entries[i]
	}
	return nil
}

// handedDown returns what a parent hands down in each year: its own figures, or figures in
// proportion to them if its children together have more or less than the parent.
func (s *spreader) handedDown(years totals, sum, quantum decimal.Decimal) (totals, error) {
	own := decimal.Decimal{}
	for _, x := range years {
		//mutate:equal left out: what is in proportion to figures with the same sum is those figures
		//mutate:equal own.Sub(x): what is in proportion to figures with the same sum is those figures
		own = own.Add(x)
	}
	if own.Equal(sum) {
		return years, nil
	}
	var parties []apportion.Party
	for _, x := range absolutes(years) {
		parties = append(parties, apportion.Party{Weight: x})
	}
	out, err := apportion.Apportion(sum, parties, apportion.Options{Quantum: quantum})
	return out.Shares, err
}

// checkTakers reports the first year that has something to divide and no unit to take it.
func (s *spreader) checkTakers(at int, children []int, weights [][]decimal.Decimal, cols totals) error {
	for k, amount := range cols {
		some := amount.IsZero()
		for i := range children {
			some = some || !weights[i][k].IsZero()
		}
		if some {
			continue
		}
		return &YearsError{Parent: s.tree.UnitAt(at).Code, Years: []target.Period{s.steps[s.past+k]}, Amount: amount}
	}
	return nil
}

// under returns an error with the unit whose children it is about.
func (s *spreader) under(at int, err error) error {
	var p target.Problems
	p.At("units").Key(s.tree.UnitAt(at).Code).Add(err)
	return p.Err()
}

func absolutes(all []decimal.Decimal) []decimal.Decimal {
	out := make([]decimal.Decimal, len(all))
	for i, x := range all {
		out[i] = x.Abs()
	}
	return out
}
