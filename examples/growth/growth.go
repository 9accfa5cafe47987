package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

const nation, province, prefecture = "nation", "province", "prefecture"

var indicator = target.Indicator{
	Code: "gdp-growth", Name: "growth of GDP", Measure: "percent", Kind: target.Growth, Better: target.Higher,
	Per: decimal.New(100, 0), Places: target.Places(1),
}

// result is what was measured.
type result struct {
	Years     []yearResult
	Provinces []ambition // the most ambitious first
}

// yearResult is one year of targets.
type yearResult struct {
	Year        int
	Nation      decimal.NullDecimal // of a range the lower end
	Upper       decimal.NullDecimal
	Announced   int                 // provinces
	Covered     decimal.Decimal     // share of the provinces' GDP that is theirs
	Plain       decimal.NullDecimal // mean of the provinces
	Weighted    decimal.NullDecimal // the same by GDP of the year before
	Prefectures int
	Lower       decimal.NullDecimal // plain mean of the prefectures
	// How far each level is above the one over it, in points: provinces
	// over the nation, and prefectures over their own province; both by GDP.
	OverNation, OverProvince decimal.NullDecimal
	Above, At, Below         int // provinces, against the nation
}

// ambition is how far a province's targets were above the nation's.
type ambition struct {
	Code, Name string
	Years      int // with both targets
	Above      int // of them
	Mean       decimal.Decimal
	Most       decimal.Decimal
	MostIn     int
}

func run(d data) (*result, error) {
	r := &result{}
	gaps := map[string]*ambition{}
	for y := firstYear; y <= lastYear; y++ {
		row, err := d.year(y, gaps)
		if err != nil {
			return nil, fmt.Errorf("%d: %w", y, err)
		}
		r.Years = append(r.Years, row)
	}
	for _, code := range d.Provinces {
		a := gaps[code]
		if a == nil {
			continue
		}
		a.Code, a.Name = code, d.Names[code]
		a.Mean = a.Mean.DivRound(decimal.NewFromInt(int64(a.Years)), 2)
		r.Provinces = append(r.Provinces, *a)
	}
	slices.SortStableFunc(r.Provinces, func(a, b ambition) int { return b.Mean.Cmp(a.Mean) })
	return r, nil
}

// year measures one year. GDP weighs a target with the level that is to grow,
// which is that of the year before.
func (d data) year(y int, gaps map[string]*ambition) (yearResult, error) {
	out := yearResult{Year: y}
	targets, gdp := d.Targets[y], d.GDP[y-1]
	top, err := d.tree(nil)
	if err != nil {
		return out, err
	}

	own := figures{}
	for _, code := range d.Provinces {
		if x, ok := targets[code]; ok {
			own[code] = x
		}
	}

	announced, err := top.Column(maps.All(own))
	if err != nil {
		return out, err
	}

	weights, err := top.Column(maps.All(gdp))
	if err != nil {
		return out, err
	}

	out.Announced = announced.Len()
	if out.Weighted, out.Covered, err = mean(announced, weights); err != nil {
		return out, err
	}
	if out.Plain, _, err = plainMean(top, announced); err != nil {
		return out, err
	}

	if value, ok := targets[china]; ok {
		if err := out.overNation(d.national(y, value), top, announced, weights, gaps); err != nil {
			return out, err
		}
	}

	return out, d.prefectures(&out, targets, gdp)
}

// national is the nation's target; 2016's, 2019's and 2026's are ranges.
func (d data) national(y int, value decimal.Decimal) target.Target {
	t := target.Target{
		Code: fmt.Sprintf("gdp-%d", y), Indicator: indicator, Unit: china, Period: target.Year(y), Value: value,
		Force: target.Expected,
	}
	if upper, ok := d.Upper[y]; ok {
		t.Comparator, t.Upper = target.Within, upper
	}
	return t
}

// tree has the nation, the provinces, and the prefectures given.
func (d data) tree(prefectures []string) (*hierarchy.Tree, error) {
	units := []hierarchy.Unit{{Code: china, Name: d.Names[china], Level: nation}}
	for _, code := range d.Provinces {
		units = append(units, hierarchy.Unit{Code: code, Name: d.Names[code], Level: province, Parent: china})
	}
	for _, code := range prefectures {
		units = append(units, hierarchy.Unit{Code: code, Level: prefecture, Parent: provinceOf(code)})
	}
	return hierarchy.NewTree([]string{nation, province, prefecture}, units)
}

// mean is the nation's figure that the units' make by a basis, and the share of
// the basis that it covers.
func mean(c, basis hierarchy.Column) (decimal.NullDecimal, decimal.Decimal, error) {
	up, coverage, err := hierarchy.RollUpCovered(target.Growth, c, basis)
	if err != nil {
		return decimal.NullDecimal{}, decimal.Decimal{}, err
	}
	x, ok := up.At(china)
	share, _ := coverage.At(china)
	return decimal.NullDecimal{Decimal: x, Valid: ok}, share, nil
}

// plainMean is the mean in which every unit counts the same.
func plainMean(tree *hierarchy.Tree, c hierarchy.Column) (decimal.NullDecimal, decimal.Decimal, error) {
	basis, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for u := range c.All() {
			if !yield(u.Code, decimal.New(1, 0)) {
				return
			}
		}
	})
	if err != nil {
		return decimal.NullDecimal{}, decimal.Decimal{}, err
	}
	return mean(c, basis)
}

// overNation hands the nation's target down as it is and compares what the
// provinces announced with that.
func (out *yearResult) overNation(
	t target.Target, tree *hierarchy.Tree, announced, gdp hierarchy.Column, gaps map[string]*ambition,
) error {
	plan, err := hierarchy.Cascade(tree, t, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Uniform()}, Basis: gdp,
	})
	if err != nil {
		return err
	}

	adoption, err := hierarchy.Compare(plan, announced)
	if err != nil {
		return err
	}

	a := adoption.Parents[0]
	out.Nation = decimal.NewNullDecimal(t.Value)
	if t.EffectiveComparator() == target.Within {
		out.Upper = decimal.NewNullDecimal(t.Upper)
	}
	out.OverNation = a.Amplification
	out.Above, out.Below = len(a.Over), len(a.Under)
	out.At = a.Adopted - out.Above - out.Below

	for u, x := range announced.All() {
		g := gaps[u.Code]
		if g == nil {
			g = &ambition{}
			gaps[u.Code] = g
		}
		gap := x.Sub(t.Value)
		if g.Years++; gap.Sign() > 0 {
			g.Above++
		}
		if g.Mean = g.Mean.Add(gap); g.Years == 1 || gap.Cmp(g.Most) > 0 {
			g.Most, g.MostIn = gap, out.Year
		}
	}

	return nil
}

// prefectures hands each province's own target down as it is and compares what
// its prefectures announced with that. Within a province they all count the same,
// since their GDP is not at hand; the provinces count by theirs.
func (d data) prefectures(out *yearResult, targets, gdp figures) error {
	var codes []string
	announced, basis := figures{}, maps.Clone(gdp)
	for code, x := range targets {
		if code != china && !isProvince(code) {
			codes = append(codes, code)
			announced[code], basis[code] = x, decimal.New(1, 0)
		}
	}

	slices.Sort(codes)
	tree, err := d.tree(codes)
	if err != nil {
		return err
	}

	column, err := tree.Column(maps.All(announced))
	if err != nil {
		return err
	}

	out.Prefectures = len(codes)
	if out.Lower, _, err = plainMean(tree, column); err != nil {
		return err
	}

	weights, err := tree.Column(maps.All(basis))
	if err != nil {
		return err
	}

	plans, err := hierarchy.CascadeAll(tree, func(yield func(target.Target) bool) {
		for _, code := range d.Provinces {
			value, ok := targets[code]
			t := target.Target{
				Code: code, Indicator: indicator, Unit: code, Period: target.Year(out.Year), Value: value,
			}
			if ok && !yield(t) {
				return
			}
		}
	}, func(target.Target) hierarchy.Options {
		return hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Uniform()}, Basis: weights}
	})
	if err != nil {
		return err
	}

	over := figures{}
	for _, plan := range plans {
		adoption, err := hierarchy.Compare(plan, column)
		if err != nil {
			return err
		}
		for _, a := range adoption.Parents { // none where no prefecture's report is at hand
			over[a.Unit.Code] = a.Amplification.Decimal
		}
	}

	gaps, err := tree.Column(maps.All(over))
	if err != nil {
		return err
	}

	out.OverProvince, _, err = mean(gaps, weights)
	return err
}
