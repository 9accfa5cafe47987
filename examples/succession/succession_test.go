package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestOutput(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		t.Run(format, func(t *testing.T) {
			var got bytes.Buffer
			if err := write(&got, format); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "succession."+format+".golden")
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
		if width := len([]rune(strings.TrimSuffix(line, "\n"))); width > 100 {
			t.Errorf("%d columns: %s", width, line)
		}
	}
}

func TestJSONIsData(t *testing.T) {
	var out bytes.Buffer
	if err := write(&out, "json"); err != nil {
		t.Fatal(err)
	}
	var got jsonCarried
	d := json.NewDecoder(&out)
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if len(got.Counties) != 5 || len(got.Prefectures) != 17 || len(got.Refused) != 3 || len(got.Sources) != len(sources) {
		t.Errorf("%d counties, %d prefectures, %d refusals, %d sources", len(got.Counties), len(got.Prefectures), len(got.Refused), len(got.Sources))
	}
}

// computed is the result on the embedded data.
func computed(t *testing.T) *carried {
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
		"prefectures from counties": sum(c.Up, prefectureLevel), "prefectures by weight": sum(c.Prefectures, prefectureLevel),
		"province": at(c.Up, anhui),
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

func TestWrap(t *testing.T) {
	if got, want := wrap("one two three", 1, 8), " one two\n   three\n"; got != want {
		t.Errorf("wrap() = %q, want %q", got, want)
	}
}

func TestCount(t *testing.T) {
	for text, want := range map[string]string{"0": "0", "999": "999", "1000": "1,000", "-1234567": "-1,234,567", "80186.88": "80,186.88", "12e3": "12,000"} {
		if got := count(decimal.RequireFromString(text)); got != want {
			t.Errorf("count(%s) = %s, want %s", text, got, want)
		}
	}
}
