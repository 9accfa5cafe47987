package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestOutput(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		t.Run(format, func(t *testing.T) {
			var got bytes.Buffer
			if err := write(&got, format); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "patents."+format+".golden")
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("write(%q) mismatch (-want +got):\n%s", format, diff)
			}
		})
	}
}

func TestUnknownFormat(t *testing.T) {
	var out bytes.Buffer
	if err := write(&out, "yaml"); err == nil || out.Len() > 0 {
		t.Errorf("write(yaml) = %v after %d bytes, want an error and no output", err, out.Len())
	}
}

func TestPageFitsScreen(t *testing.T) {
	var page bytes.Buffer
	if err := write(&page, "text"); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(page.String()) {
		width := 0
		for _, r := range strings.TrimSuffix(line, "\n") {
			width++
			if r >= 0x2E80 {
				width++ // Chinese characters take two columns
			}
		}
		if width > 100 {
			t.Errorf("%d columns: %s", width, line)
		}
	}
}

func TestJSONIsData(t *testing.T) {
	var out bytes.Buffer
	if err := write(&out, "json"); err != nil {
		t.Fatal(err)
	}
	var got jsonChain
	d := json.NewDecoder(&out)
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if len(got.Provinces) != 31 || len(got.Ranking) != 31 || len(got.Guangdong.Cities) != 3 || len(got.Published) != 5 {
		t.Errorf("%d provinces, %d ranks, %d cities, %d months", len(got.Provinces), len(got.Ranking), len(got.Guangdong.Cities), len(got.Published))
	}
}

// computed is the chain on the embedded data.
func computed(t *testing.T) *chain {
	t.Helper()
	d, err := load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := run(d)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestQuotas holds the provinces' quotas against exact fractions: each is one
// of the two neighbours of k × the density of 2010, and the other neighbour of
// none of them would bring the mean nearer to 3.3.
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
		guangdong: hierarchy.Member, shenzhen: hierarchy.Member, guangzhou: hierarchy.Member, guangdong + residual: hierarchy.Residual,
		china + residual: hierarchy.Residual, xpcc: hierarchy.Memo, "330100": hierarchy.Memo,
	} {
		u, ok := tree.Unit(code)
		if !ok || u.Role != want {
			t.Errorf("Unit(%q) = %v, %v, want role %v", code, u, ok, want)
		}
	}
}

func TestFiguresRefuseText(t *testing.T) {
	f := figures{}
	if err := f.put("x", "12,5"); err == nil || len(f) > 0 {
		t.Errorf("put(12,5) = %v, %v", err, f)
	}
	if err := f.put("x", ""); err != nil || len(f) > 0 {
		t.Errorf("put of nothing = %v, %v", err, f)
	}
}

func TestCount(t *testing.T) {
	for text, want := range map[string]string{"0": "0", "999": "999", "1000": "1,000", "-1234567": "-1,234,567", "80186.88": "80,186.88", "12e3": "12,000"} {
		if got := count(decimal.RequireFromString(text)); got != want {
			t.Errorf("count(%s) = %s, want %s", text, got, want)
		}
	}
}
