package model

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

var hundred = decimal.NewFromInt(100)

// A state is a choice with what follows from it.
type state struct {
	set     *dataset
	choice  Choice
	target  target.Target
	options hierarchy.Options
	plan    *hierarchy.Plan
	judge   *judge
	peers   []ranking.Entry
	table   *ranking.Table // of the peers
}

// plan hands the target down by the rules of a choice.
func (d *dataset) plan(c Choice) (*state, []Problem) {
	r := reader{set: d}
	s := &state{set: d, choice: c}
	s.target = target.Target{Code: "quota", Unit: root, Indicator: d.indicator, Period: target.Year(d.year)}
	s.target.Value = r.number("target", c.Target).Decimal
	if strings.TrimSpace(c.Target) == "" {
		r.problem("target", "", "is required", "give the value that is handed down")
	}

	own := r.settings(c.Units)
	s.options = hierarchy.Options{Basis: d.columns[d.basis], LastLevel: d.depth, Holds: own.holds}
	s.options.Levels = map[string]hierarchy.Rule{}
	for _, level := range d.Levels {
		s.options.Levels[level.Key] = r.rule(level.Key, c.Levels[level.Key], own)
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}

	plan, err := hierarchy.Cascade(d.tree, s.target, s.options)
	if err != nil {
		return nil, s.problems(err)
	}
	s.plan = plan
	return s, nil
}

// A reader reads a choice and collects what is wrong with it.
type reader struct {
	set      *dataset
	problems []Problem
}

func (r *reader) problem(control, value, problem, remedy string) {
	p := Problem{Control: control, Path: control, Value: value, Problem: problem, Remedy: remedy}
	r.problems = append(r.problems, p)
}

// number reads the number in a control. It is absent if there is no text.
func (r *reader) number(control, text string) decimal.NullDecimal {
	d, err := parse(text)
	if err != nil {
		r.problem(control, text, "is not a number", "give digits with at most one point, such as 12,500 or 0.75")
	}
	return d
}

// limits are what is set for single units. Bounds are by level and unit.
type limits struct {
	min, max map[string]map[string]decimal.Decimal
	holds    []hierarchy.Hold
}

func (r *reader) settings(settings []Setting) limits {
	own := limits{min: map[string]map[string]decimal.Decimal{}, max: map[string]map[string]decimal.Decimal{}}
	for _, level := range r.set.Levels {
		own.min[level.Key], own.max[level.Key] = map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	}

	for _, s := range settings {
		control := "units." + s.Unit + "."
		unit, known := r.set.tree.Unit(s.Unit)
		if !known || own.min[unit.Level] == nil {
			r.problem(control+"hold", s.Unit, "is unknown", "name a unit that gets a quota from another")
			continue
		}
		if d := r.number(control+"min", s.Min); d.Valid {
			own.min[unit.Level][s.Unit] = d.Decimal
		}
		if d := r.number(control+"max", s.Max); d.Valid {
			own.max[unit.Level][s.Unit] = d.Decimal
		}
		if d := r.number(control+"hold", s.Hold); d.Valid {
			own.holds = append(own.holds, hierarchy.Hold{Unit: s.Unit, Value: d.Decimal, By: s.By, Reason: s.Reason})
		}
	}
	return own
}

// rule reads the rule by which the units of a level get their quotas.
func (r *reader) rule(level string, in Rule, own limits) hierarchy.Rule {
	control := "levels." + level + "."
	out := hierarchy.Rule{
		Stretch: r.number(control+"stretch", in.Stretch),
		Reserve: r.number(control+"reserve", in.Reserve),
	}
	out.Stretch.Decimal = out.Stretch.Decimal.Shift(-2)

	m, found := findMethod(r.set.law(), in.Method)
	if !found {
		r.problem(control+"method", in.Method, "is unknown", "choose a method of the list")
		return out
	}
	var share decimal.Decimal
	if _, used := m.info.Reads["share"]; used {
		share = r.number(control+"share", in.Share).Decimal
	}
	for _, column := range []struct{ field, key string }{{"weights", in.Weights}, {"second", in.Second}} {
		if _, used := m.info.Reads[column.field]; used && !r.set.offers(column.key, level) {
			r.problem(control+column.field, column.key, "is unknown", "choose a figure of the list")
		}
	}
	out.Method = m.make(r.set.columns, in, share)

	if r.set.law() == target.Sum {
		chosen, found := findRounding(in.Rounding)
		if !found {
			r.problem(control+"rounding", in.Rounding, "is unknown", "choose a method of the list")
		}
		out.Rounding = chosen.rounding
	}

	out.Min = r.bounds(control+"atLeast", in.AtLeast, own.min[level])
	out.Max = r.bounds(control+"atMost", in.AtMost, own.max[level])
	return out
}

// bounds makes the bounds of a level. The zero Column has none.
func (r *reader) bounds(control, times string, own map[string]decimal.Decimal) hierarchy.Column {
	multiple := r.number(control, times)
	if !multiple.Valid && len(own) == 0 {
		return hierarchy.Column{}
	}
	column, err := bounds(r.set.tree, r.set.columns[r.set.has], multiple, own)
	if err != nil {
		r.problem(control, times, err.Error(), "")
	}
	return column
}

// offers reports whether a method for units of a level may read a column.
func (d *dataset) offers(column, level string) bool {
	return slices.ContainsFunc(d.Columns, func(c Column) bool {
		return c.Key == column && slices.Contains(c.Levels, level)
	})
}

var (
	errNumber = errors.New("not a number")
	numeral   = regexp.MustCompile(`^[+-]?[0-9]{1,30}(\.[0-9]{1,30})?$`)
	spaces    = strings.NewReplacer(",", "", " ", "", "\u00a0", "", "\u202f", "", "−", "-", "%", "")
)

// parse reads a number as people write it. It is absent if the text is empty.
func parse(text string) (decimal.NullDecimal, error) {
	digits := spaces.Replace(text)
	if digits == "" {
		return decimal.NullDecimal{}, nil
	}
	if !numeral.MatchString(digits) {
		return decimal.NullDecimal{}, errNumber
	}
	d, err := decimal.NewFromString(digits)
	return decimal.NullDecimal{Decimal: d, Valid: err == nil}, err
}
