package target_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// TestReports replays public bug reports about periods.
func TestReports(t *testing.T) {
	var file struct {
		Fiscal []struct {
			Source, What string
			First, Last  target.Period
			EndYear      int
			Quarters     []string
		}
		Refused []struct {
			Source, What string
			Texts        []string
		}
		Elapsed []struct {
			Source, What string
			Period       target.Period
			Date, Share  string
			Days, Of     int
		}
	}
	testkit.ReadJSON(t, "testdata/reports.json", &file)

	for _, c := range file.Fiscal {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			year := target.Months(c.First, c.Last)
			if got := year.EndYear(); got != c.EndYear {
				t.Errorf("EndYear() = %d, want %d", got, c.EndYear)
			}
			var quarters []string
			for q := range year.Split(target.Quarterly) {
				quarters = append(quarters, q.String())
			}
			if !slices.Equal(quarters, c.Quarters) {
				t.Errorf("Split() = %q, want %q", quarters, c.Quarters)
			}
			if back, err := target.ParsePeriod(year.String()); err != nil || back != year {
				t.Errorf("ParsePeriod(%q) = %v, %v, want %v", year, back, err, year)
			}
		})
	}

	for _, c := range file.Refused {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			for _, text := range c.Texts {
				if _, err := target.ParsePeriod(text); err == nil || !strings.Contains(err.Error(), text) {
					t.Errorf("ParsePeriod(%q) = %v, want an error that names it", text, err)
				}
			}
		})
	}

	for _, c := range file.Elapsed {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			days, of, err := c.Period.Elapsed(c.Date)
			if err != nil || days != c.Days || of != c.Of {
				t.Errorf("Elapsed(%s) = %d of %d, %v, want %d of %d", c.Date, days, of, err, c.Days, c.Of)
			}
			if c.Share == "" {
				return
			}
			want := testkit.Dec(c.Share)
			if got, err := c.Period.ElapsedShare(c.Date, -want.Exponent()); err != nil || !got.Equal(want) {
				t.Errorf("ElapsedShare(%s) = %v, %v, want %v", c.Date, got, err, want)
			}
		})
	}
}
