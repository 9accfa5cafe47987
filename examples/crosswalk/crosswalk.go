package main

import (
	"errors"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

const (
	anhui  = "340000"
	chaohu = "341400"

	// own follows the code of a prefecture to make that of all its counties that
	// have no figure of their own here.
	own = "-own"

	province, prefectureLevel, countyLevel = "province", "prefecture", "county"
)

var (
	set        = decimal.New(34, -1) // patents per 10,000 people by 2015
	population = decimal.New(5957, 0)
	stock      = target.Indicator{
		Code: "inventions", Name: "invention patents in force", Measure: "patents",
		Kind: target.Stock, Better: target.Higher,
	}
)

// carried is the target before and after.
type carried struct {
	Target      target.Target
	Plan        *hierarchy.Plan
	Old, New    *hierarchy.Tree
	ByCounty    *crosswalk.Crosswalk // the counties' figures
	ByWeight    *crosswalk.Crosswalk // and that of the prefecture itself
	Counties    hierarchy.Column     // exact quotas of the new counties
	Whole       hierarchy.Column     // in whole patents
	Up          hierarchy.Column     // what the new prefectures get from these
	Prefectures hierarchy.Column     // the prefectures' quotas by the weight of the prefecture
	Refused     []refusal
	data        data
}

// refusal is a way of carrying that is none.
type refusal struct {
	What string
	Err  error
}

// MarshalText writes the case and why it has none.
func (r refusal) MarshalText() ([]byte, error) { return []byte(r.What + ": " + r.Err.Error()), nil }

// run hands the target down as the tree was, and carries the quotas to the
// tree as it is.
func run(d data) (*carried, error) {
	c := &carried{data: d}
	for _, step := range []func() error{c.trees, c.cascade, c.counties, c.prefectures, c.refuse} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// trees makes both trees. A prefecture other than Chaohu has one unit below it
// for its own counties, beside those that come to it.
func (c *carried) trees() (err error) {
	root := hierarchy.Unit{Code: anhui, Name: "Anhui", Level: province}
	before, after := []hierarchy.Unit{root}, []hierarchy.Unit{root}

	for _, p := range c.data.Prefectures {
		u := hierarchy.Unit{Code: p.Code, Name: p.Name, Level: prefectureLevel, Parent: anhui}
		before = append(before, u)
		if p.Code == chaohu {
			continue
		}
		below := hierarchy.Unit{Code: p.Code + own, Name: p.Name + "'s own", Level: countyLevel, Parent: p.Code}
		before = append(before, below)
		after = append(after, u, below)
	}
	for _, u := range c.data.Counties {
		before = append(before, hierarchy.Unit{Code: u.Code, Name: u.Name, Level: countyLevel, Parent: u.Parent})
	}
	for _, u := range c.data.After {
		after = append(after, hierarchy.Unit{Code: u.Code, Name: u.Name, Level: countyLevel, Parent: u.Parent})
	}

	levels := []string{province, prefectureLevel, countyLevel}
	if c.Old, err = hierarchy.NewTree(levels, before); err != nil {
		return err
	}
	c.New, err = hierarchy.NewTree(levels, after)
	return err
}

// cascade shares the province's patents by the illustrative claims, and
// Chaohu's by population.
func (c *carried) cascade() error {
	claims := map[string]decimal.Decimal{}
	for _, p := range c.data.Prefectures {
		claims[p.Code], claims[p.Code+own] = p.Claim, p.Claim
	}
	delete(claims, chaohu+own)
	for _, u := range c.data.Counties {
		claims[u.Code] = u.People
	}
	weights, err := c.Old.Column(maps.All(claims))
	if err != nil {
		return err
	}

	c.Target = target.Target{
		Code: "AH-12FYP-inventions", Indicator: stock, Unit: anhui, Period: target.Year(2015),
		Comparator: target.AtLeast,
		Value:      set.Mul(population).RoundCeil(0), Force: target.Expected,
		Source: target.Source{
			Document: "Report on the work of the government", Issuer: "Government of Anhui", Date: "2011",
		},
	}

	rule := hierarchy.Rule{Method: hierarchy.Proportional(weights)}
	c.Plan, err = hierarchy.Cascade(c.Old, c.Target, hierarchy.Options{Rule: rule})
	if err != nil {
		return err
	}
	return c.Plan.Check()
}

// counties carries the quotas of the counties, and makes those of the
// prefectures from them.
func (c *carried) counties() (err error) {
	if c.ByCounty, err = crosswalk.New(c.Old, c.New, c.data.Changes); err != nil {
		return err
	}
	quotas, err := c.level(countyLevel)
	if err != nil {
		return err
	}
	if c.Counties, err = c.ByCounty.Carry(stock.Kind, quotas, crosswalk.CarryOptions{}); err != nil {
		return err
	}

	whole := crosswalk.CarryOptions{Quantum: decimal.New(1, 0)}
	if c.Whole, err = c.ByCounty.Carry(stock.Kind, quotas, whole); err != nil {
		return err
	}

	// Jiujiang has nothing of before: that is in Wuhu's own.
	c.Up, err = hierarchy.RollUp(stock.Kind, c.Whole, hierarchy.Column{})
	return err
}

// prefectures carries the quotas of the prefectures, Chaohu's by the share of
// its people that went to each other prefecture.
func (c *carried) prefectures() (err error) {
	moved, total := map[string]decimal.Decimal{}, decimal.Decimal{}
	for _, u := range c.data.Counties {
		total = total.Add(u.People)
		for to, share := range c.ByCounty.To(u.Code) {
			moved[to.Parent] = moved[to.Parent].Add(share.Mul(u.People))
		}
	}

	// Weights are decimals that add up to 1 exactly: whole thousandths.
	var claims []apportion.Party
	var to []string
	for _, p := range c.data.Prefectures {
		if people, ok := moved[p.Code]; ok {
			claims, to = append(claims, apportion.Party{Weight: people}), append(to, p.Code)
		}
	}
	shares, err := apportion.Apportion(decimal.New(1, 0), claims, apportion.Options{Quantum: decimal.New(1, -3)})
	if err != nil {
		return err
	}

	changes := slices.Clone(c.data.Changes)
	for i, code := range to {
		changes = append(changes, crosswalk.Change{
			Date: c.data.Changes[0].Date, From: chaohu, To: code, Weight: shares.Shares[i],
			Source: c.data.Changes[0].Source,
		})
	}
	if c.ByWeight, err = crosswalk.New(c.Old, c.New, changes); err != nil {
		return err
	}
	quotas, err := c.level(prefectureLevel)
	if err != nil {
		return err
	}
	c.Prefectures, err = c.ByWeight.Carry(stock.Kind, quotas, crosswalk.CarryOptions{Quantum: decimal.New(1, 0)})
	return err
}

// refuse tries what must not work.
func (c *carried) refuse() error {
	prefectures, err := c.level(prefectureLevel)
	if err != nil {
		return err
	}
	_, err = c.ByCounty.Carry(stock.Kind, prefectures, crosswalk.CarryOptions{})
	c.Refused = append(c.Refused, refusal{"the prefectures' quotas without a weight for Chaohu's", err})
	_, err = c.ByWeight.Carry(target.Position, prefectures, crosswalk.CarryOptions{})
	c.Refused = append(c.Refused, refusal{"the prefectures' ranks", err})
	_, err = c.ByWeight.Carry(target.Ratio, prefectures, crosswalk.CarryOptions{})
	c.Refused = append(c.Refused, refusal{"their patents per 10,000 people without the people", err})
	for _, r := range c.Refused {
		if r.Err == nil {
			return errors.New("carried " + r.What)
		}
	}
	return nil
}

// level is the column of the quotas of one level.
func (c *carried) level(name string) (hierarchy.Column, error) {
	return c.Old.Column(func(yield func(string, decimal.Decimal) bool) {
		for q := range c.Plan.Level(name) {
			if !yield(q.Unit.Code, q.Value) {
				return
			}
		}
	})
}

// quota is the old quota of a unit.
func (c *carried) quota(code string) decimal.NullDecimal {
	q, ok := c.Plan.Quota(code)
	return decimal.NullDecimal{Decimal: q.Value, Valid: ok}
}

func at(c hierarchy.Column, code string) decimal.Decimal {
	d, _ := c.At(code)
	return d
}

// sum adds up the figures of the units of a level.
func sum(c hierarchy.Column, level string) decimal.Decimal {
	var s decimal.Decimal
	for u, d := range c.All() {
		if u.Level == level {
			s = s.Add(d)
		}
	}
	if s.IsInteger() {
		return s.Truncate(0)
	}
	return s
}
