package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
)

const (
	china     = "000000"
	guangdong = "440000"
	guangzhou = "440100"
	shenzhen  = "440300"
	xpcc      = "XPCC" // the Xinjiang Production and Construction Corps
	xinjiang  = "650000"

	residual = "-rest" // follows the code of a unit to make that of what none of its children covers

	nation, province, city = "nation", "province", "city"

	setIn, dueIn = 2010, 2015 // the last year known when the target was set; the year by which it is to be reached
)

// density is patents per 10,000 people; stock is the patents themselves.
var (
	density = target.Indicator{
		Code: "invention-density", Name: "invention patents in force per 10,000 people",
		Measure: "patents per 10,000 people",
		Kind:    target.Ratio, Better: target.Higher, Per: decimal.New(10000, 0), Places: target.Places(2),
	}
	stock = target.Indicator{
		Code: "inventions", Name: "invention patents in force", Measure: "patents",
		Kind: target.Stock, Better: target.Higher, Places: target.Places(0),
	}
)

// chain is the whole way of one target, from the centre to the ranking.
type chain struct {
	National      target.Target
	ProvincePlan  *hierarchy.Plan
	KnownMean     decimal.Decimal // of the quotas, by the population known when they were set
	DueMean       decimal.Decimal // of the same quotas, by the population of the year they were for
	Provinces     []standing
	NumberPlan    *hierarchy.Plan // the provinces' quotas, turned into patents
	Guangdong     target.Target   // its quota in patents
	CityPlan      *hierarchy.Plan
	Cities        []cityStanding
	Ranking       []ranking.Row
	Announcements []adopted
	Months        []month
	Roles         roles
	Vintages      vintages
	data          data
}

// standing is one province's quota and result.
type standing struct {
	Code, Name string
	Before     decimal.Decimal
	evaluate.Assessment
}

// cityStanding is one city's quota and its way there.
type cityStanding struct {
	Code, Name string
	Quota      decimal.Decimal
	At         []evaluate.Assessment // month by month
}

// adopted is a province's own target beside the one that the cascade assigns.
type adopted struct {
	announcement
	Assigned decimal.Decimal
	Factor   decimal.NullDecimal // own over assigned, where both are for the same year
	Result   decimal.NullDecimal // of the year that the own target is for
}

// month is CNIPA's national density of one month, printed and recomputed.
type month struct {
	Period             target.Period
	Provinces          int             // in the copy of the table
	Inventions, People decimal.Decimal // millions of people
	Outside            decimal.Decimal // millions of people in none of these provinces
	Printed, Computed  decimal.Decimal // per million people
	PlainMean          decimal.Decimal // of the provinces' densities, which is not the national density
}

// run computes the chain.
func run(d data) (*chain, error) {
	c := &chain{data: d}
	tree, err := d.tree(d.Provinces, hierarchy.Member)
	if err != nil {
		return nil, err
	}
	for _, step := range []func(*hierarchy.Tree) error{
		c.toProvinces, c.toCities, c.rank, c.compare, c.recompute, c.assign, c.recheck,
	} {
		if err := step(tree); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// tree has the nation, the provinces, and their cities as units of the given role,
// which decides whether they carry what is handed down or are only shown. Residual
// units stand for what no province and what neither city covers.
func (d *data) tree(provinces []string, cities hierarchy.Role) (*hierarchy.Tree, error) {
	units := []hierarchy.Unit{
		{Code: china, Name: "China", Level: nation},
		{Code: china + residual, Name: "in no province", Level: province, Parent: china, Role: hierarchy.Residual},
	}
	for _, code := range provinces {
		units = append(units, hierarchy.Unit{Code: code, Name: d.Names[code], Level: province, Parent: china})
	}

	for _, code := range d.Cities {
		u := hierarchy.Unit{
			Code: code, Name: d.Names[code], Level: city, Parent: code[:2] + "0000", Role: hierarchy.Memo,
		}
		switch code {
		case guangzhou, shenzhen:
			u.Role = cities
		case xpcc:
			u.Parent = xinjiang
		}
		units = append(units, u)
	}

	if cities == hierarchy.Member {
		units = append(units, hierarchy.Unit{
			Code: guangdong + residual, Name: "rest of Guangdong", Level: city, Parent: guangdong,
			Role: hierarchy.Residual,
		})
	}

	return hierarchy.NewTree([]string{nation, province, city}, units)
}

// density returns the patents per 10,000 people of a unit in a year.
func (d *data) density(code string, year int, places int32) (decimal.Decimal, bool) {
	inventions, counted := d.Inventions[year][code]
	people, known := d.People[year][code]
	if !counted || !known {
		return decimal.Decimal{}, false
	}
	return inventions.DivRound(people, places), true
}

// toProvinces hands the national density down and holds the results of the
// year against the quotas.
func (c *chain) toProvinces(tree *hierarchy.Tree) error {
	d := c.data
	set := d.Announcements[0]
	c.National = target.Target{
		Code: "CN-12FYP-inventions", Indicator: density, Unit: china, Period: target.Year(dueIn), Value: set.Value,
		Force: target.Expected, Setter: congress,
		Source: target.Source{
			Document: "Outline of the 12th Five-Year Plan", Issuer: "National People's Congress",
			Date: "2011-03-14",
		},
	}

	before := figures{}
	for _, code := range d.Provinces {
		before[code], _ = d.density(code, setIn, 12)
	}
	reference, err := tree.Column(maps.All(before))
	if err != nil {
		return err
	}

	known, err := tree.Column(maps.All(d.People[setIn]))
	if err != nil {
		return err
	}

	c.ProvincePlan, err = hierarchy.Cascade(tree, c.National, hierarchy.Options{
		Rule:      hierarchy.Rule{Method: hierarchy.Scale(reference.Named(fmt.Sprintf("the densities of %d", setIn)))},
		Basis:     known.Named(fmt.Sprintf("population of %d", setIn)),
		LastLevel: province,
	})
	if err != nil {
		return err
	}
	if err := c.ProvincePlan.Check(); err != nil {
		return err
	}
	if c.KnownMean, err = c.mean(tree, d.People[setIn]); err != nil {
		return err
	}
	if c.DueMean, err = c.mean(tree, d.People[dueIn]); err != nil {
		return err
	}

	for t := range c.ProvincePlan.Targets() {
		result, ok := d.density(t.Unit, dueIn, density.Places.Or(0))
		if !ok {
			continue // the nation itself, and what is in no province
		}
		a, err := evaluate.Assess(t, target.Observation{
			Unit: t.Unit, Indicator: density.Code, Period: target.Year(dueIn), Value: result,
		})
		if err != nil {
			return err
		}
		c.Provinces = append(c.Provinces, standing{
			Code: t.Unit, Name: d.Names[t.Unit], Before: before[t.Unit], Assessment: a,
		})
	}

	return nil
}

// mean is the national density to which the quotas add up with these numbers
// of people.
func (c *chain) mean(tree *hierarchy.Tree, people figures) (decimal.Decimal, error) {
	all := maps.Clone(people)
	all[china+residual] = decimal.Decimal{}
	basis, err := tree.Column(maps.All(all))
	if err != nil {
		return decimal.Decimal{}, err
	}
	up, err := hierarchy.RollUp(target.Ratio, c.ProvincePlan.Column(), basis)
	if err != nil {
		return decimal.Decimal{}, err
	}
	mean, _ := up.At(china)
	return mean, nil
}

// toCities turns the provinces' densities into patents, and hands those of Guangdong to
// its cities by what they had in March 2012.
func (c *chain) toCities(tree *hierarchy.Tree) error {
	d := c.data
	people, err := tree.Column(maps.All(d.People[setIn]))
	if err != nil {
		return err
	}
	c.NumberPlan, err = c.ProvincePlan.Convert(hierarchy.ConvertOptions{
		Code: c.National.Code + "-number",
		Conversion: convert.Conversion{
			Formula: convert.RatioToNumerator, To: stock,
			Basis: convert.Basis{In: density.Per}, // the population is given in units of 10,000
		},
		Basis: people.Named(fmt.Sprintf("units of 10,000 people, %d", setIn)),
	})
	if err != nil {
		return err
	}
	if err := c.NumberPlan.Check(); err != nil {
		return err
	}

	first := d.Tables[0]
	has := maps.Clone(first.Inventions)
	has[guangdong+residual] = has[guangdong].Sub(has[guangzhou]).Sub(has[shenzhen])
	weights, err := tree.Column(maps.All(has))
	if err != nil {
		return err
	}

	c.CityPlan, err = c.NumberPlan.Continue(guangdong, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(weights.Named("patents in force in " +
			first.Period.String()))},
	})
	if err != nil {
		return err
	}
	if err := c.CityPlan.Check(); err != nil {
		return err
	}

	c.Guangdong = c.CityPlan.Target()
	for t := range c.CityPlan.Targets() {
		if t.Unit == guangdong {
			continue
		}

		s := cityStanding{Code: t.Unit, Quota: t.Value, Name: cmp.Or(d.Names[t.Unit], "Rest of Guangdong")}
		for _, table := range d.Tables {
			has := table.Inventions[t.Unit]
			if s.Code == guangdong+residual {
				has = table.Inventions[guangdong].Sub(table.Inventions[guangzhou]).Sub(table.Inventions[shenzhen])
			}
			// The table of the year itself was not printed, so the quota is held
			// against each month as if that were the date.
			now := t
			now.Period = table.Period
			a, err := evaluate.Assess(now, target.Observation{
				Unit: t.Unit, Indicator: stock.Code, Period: table.Period, Value: has,
			})
			if err != nil {
				return err
			}
			s.At = append(s.At, a)
		}

		c.Cities = append(c.Cities, s)
	}

	slices.SortStableFunc(c.Cities, func(a, b cityStanding) int { return b.Quota.Cmp(a.Quota) })
	return nil
}

// rank makes the public table of the year, with the movement since the target
// was set.
func (c *chain) rank(*hierarchy.Tree) error {
	var before *ranking.Table
	for _, year := range []int{setIn, dueIn} {
		var entries []ranking.Entry
		for _, code := range c.data.Provinces {
			value, ok := c.data.density(code, year, density.Places.Or(0))
			entries = append(entries, ranking.Entry{Code: code, Name: c.data.Names[code], Value: value, Missing: !ok})
		}
		table, err := ranking.New(entries, ranking.Options{
			Indicator: density.Code, Better: density.Better, Before: before,
		})
		if err != nil {
			return err
		}
		before = table
	}
	c.Ranking = slices.Collect(before.All())
	return nil
}

// compare puts what provinces announced beside what the cascade assigns them.
func (c *chain) compare(*hierarchy.Tree) error {
	for _, a := range c.data.Announcements[1:] {
		quota, ok := c.ProvincePlan.Quota(a.Code)
		if !ok {
			return fmt.Errorf("no quota for %s", a.Name)
		}
		by, err := target.ParsePeriod(a.By)
		if err != nil {
			return err
		}
		own := adopted{announcement: a, Assigned: quota.Value}
		if by == c.National.Period {
			own.Factor = decimal.NewNullDecimal(a.Value.DivRound(quota.Value, 2))
		}
		if result, ok := c.data.density(a.Code, by.EndYear(), density.Places.Or(0)); ok {
			own.Result = decimal.NewNullDecimal(result)
		}
		c.Announcements = append(c.Announcements, own)
	}

	slices.SortFunc(c.Announcements, func(a, b adopted) int {
		return cmp.Or(
			b.Factor.Decimal.Cmp(a.Factor.Decimal), strings.Compare(a.By, b.By), strings.Compare(a.Code, b.Code),
		)
	})

	return nil
}

// recompute makes the national density of each of CNIPA's tables from its
// provinces' patents and people. What the tables count in no province, or in one
// that the copy lacks, is the residual's.
func (c *chain) recompute(*hierarchy.Tree) error {
	for _, table := range c.data.Tables {
		var printed []string
		for _, code := range c.data.Provinces {
			if _, ok := table.Inventions[code]; ok {
				printed = append(printed, code)
			}
		}
		tree, err := c.data.tree(printed, hierarchy.Memo)
		if err != nil {
			return err
		}
		m := month{Period: table.Period, Provinces: len(printed), Printed: table.Densities[china]}
		if m.Inventions, _, err = total(tree, table.Inventions, printed); err != nil {
			return err
		}
		if m.People, m.Outside, err = total(tree, table.People, printed); err != nil {
			return err
		}
		m.Computed = m.Inventions.DivRound(m.People, 1)
		var sum decimal.Decimal
		for _, code := range printed {
			sum = sum.Add(table.Inventions[code].DivRound(table.People[code], 12))
		}
		m.PlainMean = sum.DivRound(decimal.NewFromInt(int64(len(printed))), 1)
		c.Months = append(c.Months, m)
	}
	return nil
}

// total rolls a stock up to the nation, and says how much of it is the
// residual's.
func total(tree *hierarchy.Tree, f figures, provinces []string) (sum, rest decimal.Decimal, err error) {
	all := maps.Clone(f)
	delete(all, china)
	rest = f[china]
	for _, code := range provinces {
		rest = rest.Sub(f[code])
	}
	all[china+residual] = rest
	c, err := tree.Column(maps.All(all))
	if err != nil {
		return sum, rest, err
	}
	up, err := hierarchy.RollUp(target.Stock, c, hierarchy.Column{})
	if err != nil {
		return sum, rest, err
	}
	sum, _ = up.At(china)
	return sum, rest, nil
}
