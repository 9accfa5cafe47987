package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

const (
	china     = "000000"
	guangdong = "440000"
)

// intensity is the cut of energy per unit of GDP.
var intensity = target.Indicator{
	Code: "energy-intensity", Name: "reduction of energy per unit of GDP", Measure: "%",
	Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(2),
}

// bands are the steps in which the provinces' targets were given.
var bands = []decimal.Decimal{
	decimal.New(10, 0), decimal.New(15, 0), decimal.New(16, 0), decimal.New(17, 0), decimal.New(18, 0),
}

// sharing is the national target over the provinces: as it was handed out, and
// as two methods would have.
type sharing struct {
	Target         target.Target
	Uniform, Bands *hierarchy.Plan
	Adopted        hierarchy.ParentAdoption // what was handed out, against Uniform
	Provinces      []share
	Means          []mean // of what was handed out
	Shift          decimal.Decimal
	Left           decimal.Decimal
}

// share is one province in the national target.
type share struct {
	province
	Weight         decimal.Decimal // in the mean, as a share of 1
	Uniform, Bands decimal.Decimal
}

// mean is a mean of the targets handed out.
type mean struct {
	Basis     string
	Provinces int
	Value     decimal.Decimal
}

// share hands the national target down.
func (r *report) share() error {
	provinces, out := r.data.Provinces, &r.Sharing
	units := []hierarchy.Unit{{Code: china, Name: "China", Level: "nation"}}
	for _, p := range provinces {
		units = append(units, hierarchy.Unit{Code: p.Code, Name: p.Name, Level: "province", Parent: china})
	}
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, units)
	if err != nil {
		return err
	}
	column := func(name string, figure func(province) decimal.Decimal) hierarchy.Column {
		figures := make(map[string]decimal.Decimal, len(provinces))
		for _, p := range provinces {
			figures[p.Code] = figure(p)
		}
		c, failed := tree.Column(maps.All(figures))
		if failed != nil && err == nil {
			err = fmt.Errorf("%s: %w", name, failed)
		}
		return c.Named(name)
	}
	adopted := column("the targets handed out", func(p province) decimal.Decimal { return p.Target })
	group := column("the bands of the State Council", func(p province) decimal.Decimal {
		return decimal.New(int64(1+slices.IndexFunc(bands, p.Target.Equal)), 0)
	})
	// Tibet's energy use was not published: its zero leaves it out of the means
	// by energy.
	projected := column("GDP projected to 2015 × energy per GDP of 2010", province.projected)
	energy := column("energy use of 2010", func(p province) decimal.Decimal { return p.Energy.Decimal })
	gdp := column("GDP of 2010", func(p province) decimal.Decimal { return p.GDP })
	if err != nil {
		return err
	}

	out.Target = target.Target{
		Code: "CN-12FYP-energy", Indicator: intensity, Unit: china, Period: target.FiveYearPlan(12),
		Value: r.data.National, Force: target.Binding,
		Source: target.Source{Document: "document 2011 No. 26", Issuer: "State Council", Date: "2011-08-31"},
	}
	if out.Uniform, err = handDown(tree, out.Target, hierarchy.Uniform(), projected); err != nil {
		return err
	}
	if out.Bands, err = handDown(tree, out.Target, hierarchy.Bands(group, bands...), projected); err != nil {
		return err
	}
	adoption, err := hierarchy.Compare(out.Uniform, adopted)
	if err != nil {
		return err
	}
	out.Adopted = adoption.Parents[0]
	for _, basis := range []hierarchy.Column{projected, energy, gdp} {
		up, err := hierarchy.RollUp(target.Reduction, adopted, basis)
		if err != nil {
			return err
		}
		m := mean{Basis: basis.Name()}
		m.Value, _ = up.At(china)
		for _, weight := range basis.All() {
			m.Provinces += weight.Sign()
		}
		out.Means = append(out.Means, m)
	}
	out.shift(provinces)

	var whole decimal.Decimal
	for _, p := range provinces {
		whole = whole.Add(p.projected())
	}
	for _, p := range provinces {
		line := share{province: p, Weight: p.projected().DivRound(whole, 6)}
		uniform, _ := out.Uniform.Quota(p.Code)
		banded, _ := out.Bands.Quota(p.Code)
		line.Uniform, line.Bands = uniform.Value, banded.Value
		out.Provinces = append(out.Provinces, line)
	}
	return nil
}

func handDown(
	tree *hierarchy.Tree, t target.Target, m hierarchy.Method, basis hierarchy.Column,
) (*hierarchy.Plan, error) {
	p, err := hierarchy.Cascade(tree, t, hierarchy.Options{Rule: hierarchy.Rule{Method: m}, Basis: basis})
	if err != nil {
		return nil, err
	}
	return p, p.Check()
}

// growth is by what GDP multiplies over the five years if every year brings
// the growth that is aimed at for one.
func (p province) growth() decimal.Decimal {
	year := decimal.New(1, 0).Add(p.Growth.Shift(-2))
	whole := year
	for range 4 {
		whole = whole.Mul(year)
	}
	return whole
}

// projected is GDP projected to 2015 times energy per GDP of 2010: the energy
// of 2010 grown as GDP is to grow.
func (p province) projected() decimal.Decimal {
	return p.Energy.Decimal.Mul(p.growth())
}

// shift computes what the changing weights of the provinces do. The nation's energy per
// GDP is the mean of the provinces', weighted by GDP. If those that use much energy
// grow faster, it rises before any of them has changed:
//
//	Shift = (Σ energy·growth / Σ energy) / (Σ GDP·growth / Σ GDP) − 1
//	Left  = 1 − (1 + Shift)·(1 − mean)
func (s *sharing) shift(provinces []province) {
	var energy, grown, gdp, grownGDP decimal.Decimal
	for _, p := range provinces {
		if !p.Energy.Valid {
			continue
		}
		energy, grown = energy.Add(p.Energy.Decimal), grown.Add(p.projected())
		gdp, grownGDP = gdp.Add(p.GDP), grownGDP.Add(p.GDP.Mul(p.growth()))
	}
	one := decimal.New(1, 0)
	rise := grown.Mul(gdp).DivRound(energy.Mul(grownGDP), 12)
	s.Shift = rise.Sub(one)
	s.Left = one.Sub(rise.Mul(one.Sub(s.Means[0].Value.Shift(-2))))
}
