package main

import (
	"errors"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/golden"
	"github.com/targetcascade/cascade/target"
)

func TestOutput(t *testing.T) { golden.Check(t, "crosswalk", computed(t)) }

// computed is the result on the embedded data.
func computed(t *testing.T) *carried {
	t.Helper()
	c, err := compute()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestPrintedTotal holds the counties' population against that of the
// prefecture in the same handbook, 4.53 million.
func TestPrintedTotal(t *testing.T) {
	var people decimal.Decimal
	for _, u := range computed(t).data.Counties {
		people = people.Add(u.People)
	}
	if want := decimal.New(453, 0); !people.Equal(want) {
		t.Errorf("the counties have %s, the prefecture %s", people, want)
	}
}

// TestConserved recomputes every carried quota in fractions, and the totals of
// every level before and after.
func TestConserved(t *testing.T) {
	c := computed(t)
	exact := map[string]*big.Rat{}
	for _, change := range c.data.Changes {
		part := new(big.Rat).Mul(c.quota(change.From).Decimal.Rat(), change.Weight.Rat())
		if exact[change.To] == nil {
			exact[change.To] = new(big.Rat)
		}
		exact[change.To].Add(exact[change.To], part)
	}

	for _, u := range c.data.After {
		if got := at(c.Counties, u.Code).Rat(); got.Cmp(exact[u.Code]) != 0 {
			t.Errorf("%s has %s, want %s", u.Name, got, exact[u.Code])
		}
		off := new(big.Rat).Sub(at(c.Whole, u.Code).Rat(), exact[u.Code])
		if off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
			t.Errorf("%s has %s whole patents, exactly %s", u.Name, at(c.Whole, u.Code), exact[u.Code])
		}
	}

	for name, got := range map[string]decimal.Decimal{
		"counties": sum(c.Counties, countyLevel), "whole": sum(c.Whole, countyLevel),
		"prefectures from counties": sum(c.Up, prefectureLevel),
		"prefectures by weight":     sum(c.Prefectures, prefectureLevel),
		"province":                  at(c.Up, anhui),
	} {
		if !got.Equal(c.Target.Value) {
			t.Errorf("%s: %s, the target is %s", name, got, c.Target.Value)
		}
	}
}

func TestRefused(t *testing.T) {
	c := computed(t)
	for i, want := range []error{target.ErrInvalid, target.ErrKind, target.ErrRequired} {
		if !errors.Is(c.Refused[i].Err, want) {
			t.Errorf("%s: %v, want %v", c.Refused[i].What, c.Refused[i].Err, want)
		}
	}
}
