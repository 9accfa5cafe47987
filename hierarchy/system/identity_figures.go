package system

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// columnsByCode are the quotas of the indicators of an identity.
type columnsByCode map[string]hierarchy.Column

// columns returns the quotas of indicators, and the last level that all of them reach.
func (p *Plans) columns(codes []string) (of columnsByCode, last string) {
	of = columnsByCode{}
	levels := p.tree.Levels()
	for _, code := range codes {
		of[code] = p.plans[code].Column()
		level := p.plans[code].Options().LastLevel
		//mutate:equal slices.Index(levels, level) <= slices.Index(levels, last): it is the same level then
		if last == "" || level != "" && slices.Index(levels, level) < slices.Index(levels, last) {
			last = level
		}
	}
	return of, last
}

// at returns the figures of a unit, and whether all are there.
func (c columnsByCode) at(i int) (map[string]decimal.Decimal, bool) {
	figures := map[string]decimal.Decimal{}
	for code, column := range c {
		v, ok := column.FigureAt(i)
		if !ok {
			return nil, false
		}
		figures[code] = v
	}
	return figures, true
}

// has reports whether all figures of a unit are there.
func (c columnsByCode) has(i int) bool {
	for _, column := range c {
		if !column.HasAt(i) {
			return false
		}
	}
	return true
}

// below reports whether a child of a unit has all figures.
func (c columnsByCode) below(tree *hierarchy.Tree, i int) bool {
	for child, end := tree.ChildrenAt(i); child < end; child++ {
		if c.has(child) {
			return true
		}
	}
	return false
}

// ratio returns the indicator of the ratio of an identity.
func (p *Plans) ratio(id systemIdentity) target.Indicator {
	if r, ok := id.(Ratio); ok {
		return p.indicator(r.Ratio).Target.Indicator
	}
	return target.Indicator{}
}

// indicator returns the indicator with a code.
func (p *Plans) indicator(code string) *Indicator {
	i, _ := slices.BinarySearchFunc(p.config.Indicators, code, func(x Indicator, code string) int {
		return cmp.Compare(x.Target.Code, code)
	})
	return &p.config.Indicators[i]
}
