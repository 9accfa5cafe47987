package main

import (
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/examples/internal/golden"
	"github.com/targetcascade/cascade/hierarchy"
)

func TestOutput(t *testing.T) { golden.Check(t, "patents", computed(t)) }

// computed is the chain on the embedded data.
func computed(t *testing.T) *chain {
	t.Helper()
	c, err := compute()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestQuotas compares the provinces' quotas with exact fractions. Each is one of the
// two neighbours of k × the density of 2010. The other neighbour of none of them would
// bring the mean nearer to 3.3.
func TestQuotas(t *testing.T) {
	c := computed(t)
	inventions, people := c.data.Inventions[setIn], c.data.People[setIn]
	patents, heads := new(big.Rat), new(big.Rat)
	for _, code := range c.data.Provinces {
		patents.Add(patents, inventions[code].Rat())
		heads.Add(heads, people[code].Rat())
	}

	mass := new(big.Rat).Mul(c.National.Value.Rat(), heads)
	k := new(big.Rat).Quo(mass, patents)
	missed := new(big.Rat).Neg(mass)
	for _, p := range c.Provinces {
		missed.Add(missed, new(big.Rat).Mul(people[p.Code].Rat(), p.Target.Value.Rat()))
	}

	for _, p := range c.Provinces {
		exact := new(big.Rat).Quo(inventions[p.Code].Rat(), people[p.Code].Rat())
		exact.Mul(exact, k)
		step := big.NewRat(1, 100) // to the other neighbour
		off := exact.Sub(exact, p.Target.Value.Rat())
		if off.Sign() < 0 {
			step.Neg(step)
		}
		if off.Abs(off).Cmp(big.NewRat(1, 100)) >= 0 {
			t.Errorf("%s: quota %s is %s from the exact one", p.Name, p.Target.Value, off.FloatString(6))
		}
		moved := step.Mul(step, people[p.Code].Rat())
		moved.Add(moved, missed)
		if moved.Abs(moved).Cmp(new(big.Rat).Abs(missed)) < 0 {
			t.Errorf("%s: the other neighbour of its quota would bring the mean nearer", p.Name)
		}
	}
}

func TestCitiesAddUp(t *testing.T) {
	c := computed(t)
	var quota, first decimal.Decimal
	for _, s := range c.Cities {
		quota = quota.Add(s.Quota)
		first = first.Add(s.At[0].Actual)
	}
	if !quota.Equal(c.Guangdong.Value) {
		t.Errorf("the cities' quotas add up to %s, Guangdong's is %s", quota, c.Guangdong.Value)
	}
	if want := decimal.NewFromInt(62787); !first.Equal(want) {
		t.Errorf("the cities had %s patents in March 2012, Guangdong %s", first, want)
	}
}

// TestPublishedDensity recomputes what CNIPA printed.
func TestPublishedDensity(t *testing.T) {
	c := computed(t)
	for _, m := range c.Months {
		if !m.Computed.Equal(m.Printed) {
			t.Errorf("%s: %s per million people, printed %s", m.Period, m.Computed, m.Printed)
		}
		if m.PlainMean.Equal(m.Printed) {
			t.Errorf("%s: the plain mean of the provinces is the national density", m.Period)
		}
	}
	// The first table is whole: its provinces have all the patents, and the
	// cities, which are inside them, none beside.
	var sum decimal.Decimal
	for _, code := range c.data.Provinces {
		sum = sum.Add(c.data.Tables[0].Inventions[code])
	}
	if want := c.data.Tables[0].Inventions[china]; !sum.Equal(want) {
		t.Errorf("the provinces have %s patents, the nation %s", sum, want)
	}
}

func TestTreeRoles(t *testing.T) {
	d, err := load()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := d.tree(d.Provinces, hierarchy.Member)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]hierarchy.Role{
		guangdong: hierarchy.Member, shenzhen: hierarchy.Member, guangzhou: hierarchy.Member,
		guangdong + residual: hierarchy.Residual,
		china + residual:     hierarchy.Residual, xpcc: hierarchy.Memo, "330100": hierarchy.Memo,
	} {
		u, ok := tree.Unit(code)
		if !ok || u.Role != want {
			t.Errorf("Unit(%q) = %v, %v, want role %v", code, u, ok, want)
		}
	}
}

// TestVintages checks that a verdict of an earlier date ignores what came later.
func TestVintages(t *testing.T) {
	c := computed(t)
	if len(c.Vintages.Rechecks) != len(c.Provinces) {
		t.Fatalf("%d rechecks of %d provinces", len(c.Vintages.Rechecks), len(c.Provinces))
	}
	for _, p := range c.Provinces {
		i := slices.IndexFunc(c.Vintages.Rechecks, func(r evaluate.Recheck) bool {
			return r.Then.Target.Unit == p.Code
		})
		r := c.Vintages.Rechecks[i]
		if !r.Then.Actual.Equal(p.Actual) {
			t.Errorf("%s: known then = %s, want %s", p.Name, r.Then.Actual, p.Actual)
		}
		want := c.data.Inventions[dueIn][p.Code].DivRound(c.data.Revised[p.Code], 2)
		if !r.Now.Actual.Equal(want) {
			t.Errorf("%s: known now = %s, want %s", p.Name, r.Now.Actual, want)
		}
	}
}
