package main

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/golden"
	"github.com/targetcascade/cascade/target"
)

func TestOutput(t *testing.T) { golden.Check(t, "energy", computed(t)) }

// computed is the report on the embedded data.
func computed(t *testing.T) *report {
	t.Helper()
	r, err := compute()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestMeans holds the means of the targets handed out against fractions.
func TestMeans(t *testing.T) {
	r := computed(t)
	bases := []func(province) *big.Rat{
		func(p province) *big.Rat {
			x := p.Energy.Decimal.Rat()
			year := new(big.Rat).Add(big.NewRat(1, 1), new(big.Rat).Quo(p.Growth.Rat(), big.NewRat(100, 1)))
			for range 5 {
				x.Mul(x, year)
			}
			return x
		},
		func(p province) *big.Rat { return p.Energy.Decimal.Rat() },
		func(p province) *big.Rat { return p.GDP.Rat() },
	}

	units := []int{30, 30, 31}
	for i, basis := range bases {
		sum, whole := new(big.Rat), new(big.Rat)
		for _, p := range r.data.Provinces {
			b := basis(p)
			whole.Add(whole, b)
			sum.Add(sum, b.Mul(b, p.Target.Rat()))
		}
		got := r.Sharing.Means[i]
		if want := sum.Quo(sum, whole).FloatString(9); got.Value.StringFixed(9) != want || got.Provinces != units[i] {
			t.Errorf("%s: %s over %d, want %s over %d", got.Basis, got.Value, got.Provinces, want, units[i])
		}
	}

	amplified := r.Sharing.Adopted.Amplification.Decimal
	if slack := r.Sharing.Means[0].Value.Sub(r.data.National); !amplified.Round(9).Equal(slack.Round(9)) {
		t.Errorf("amplified by %s, the slack of the mean is %s", amplified, slack)
	}
}

// TestShift computes the nation's energy per GDP as it would be, with the
// provinces' own cuts and without.
func TestShift(t *testing.T) {
	r := computed(t)
	one, hundred := big.NewRat(1, 1), big.NewRat(100, 1)
	sum := func(figure func(province) *big.Rat) *big.Rat {
		s := new(big.Rat)
		for _, p := range r.data.Provinces {
			if p.Energy.Valid {
				s.Add(s, figure(p))
			}
		}
		return s
	}

	grown := func(p province, x *big.Rat) *big.Rat {
		for range 5 {
			x.Mul(x, new(big.Rat).Add(one, new(big.Rat).Quo(p.Growth.Rat(), hundred)))
		}
		return x
	}

	cut := func(p province) *big.Rat {
		return new(big.Rat).Sub(one, new(big.Rat).Quo(p.Target.Rat(), hundred))
	}
	now := new(big.Rat).Quo(
		sum(func(p province) *big.Rat { return p.Energy.Decimal.Rat() }),
		sum(func(p province) *big.Rat { return p.GDP.Rat() }),
	)
	gdp := sum(func(p province) *big.Rat { return grown(p, p.GDP.Rat()) })
	uncut := sum(func(p province) *big.Rat { return grown(p, p.Energy.Decimal.Rat()) })
	after := sum(func(p province) *big.Rat { return new(big.Rat).Mul(cut(p), grown(p, p.Energy.Decimal.Rat())) })
	uncut.Quo(uncut, gdp).Quo(uncut, now).Sub(uncut, one)
	after.Quo(after, gdp).Quo(after, now).Sub(one, after)
	if got, want := r.Sharing.Shift.StringFixed(9), uncut.FloatString(9); got != want {
		t.Errorf("Shift = %s, want %s", got, want)
	}
	if got, want := r.Sharing.Left.StringFixed(9), after.FloatString(9); got != want {
		t.Errorf("Left = %s, want %s", got, want)
	}
}

// TestShares checks what the two methods hand out: one figure for all, and the
// steps times one factor, to the nearest hundredth or the one beside it.
func TestShares(t *testing.T) {
	r := computed(t)
	factor := new(big.Rat).Quo(r.data.National.Rat(), r.Sharing.Means[0].Value.Rat())
	handedOut := map[string]int{}
	var weights decimal.Decimal

	for _, p := range r.Sharing.Provinces {
		if !p.Uniform.Equal(r.data.National) {
			t.Errorf("%s: %s uniformly, want %s", p.Name, p.Uniform, r.data.National)
		}
		off := new(big.Rat).Mul(factor, p.Target.Rat())
		off.Sub(off, p.Bands.Rat())
		if off.Abs(off).Cmp(big.NewRat(1, 100)) >= 0 {
			t.Errorf("%s: %s in bands, off by %s", p.Name, p.Bands, off.FloatString(6))
		}
		handedOut[p.Target.String()]++
		weights = weights.Add(p.Weight)
	}

	if diff := cmp.Diff(map[string]int{"10": 4, "15": 6, "16": 12, "17": 4, "18": 5}, handedOut); diff != "" {
		t.Errorf("provinces by target mismatch (-want +got):\n%s", diff)
	}
	if !weights.Round(4).Equal(decimal.New(1, 0)) {
		t.Errorf("the weights add up to %s", weights)
	}
}

// TestEvaluation2007 holds the veto against what was published: whoever missed
// the target has not fulfilled, whatever the points, and nobody else.
func TestEvaluation2007(t *testing.T) {
	r := computed(t)
	var failed, notScored []string
	for _, v := range r.Provinces2007 {
		switch {
		case !v.Scored:
			notScored = append(notScored, v.Name)
		case v.From > v.To || !slices.Contains(v.Grades, v.Grade):
			t.Errorf("%s: no points for measures give %q", v.Name, v.Grade)
		case v.Vetoed:
			failed = append(failed, v.Name)
			for measures, grade := range v.Grades {
				if grade != notFulfilled || len(v.Grades) != 61 {
					t.Errorf("%s: %q with %d for measures", v.Name, grade, measures)
				}
			}
			if v.Grade != notFulfilled || v.Best == notFulfilled {
				t.Errorf("%s: published %q, by points alone at best %q", v.Name, v.Grade, v.Best)
			}
		case v.Grade == notFulfilled:
			t.Errorf("%s: published as not fulfilled, but met", v.Name)
		}
	}

	if diff := cmp.Diff([]string{"Hebei", "Shanxi", "Inner Mongolia"}, failed); diff != "" {
		t.Errorf("failed mismatch (-want +got):\n%s", diff)
	}
	if len(notScored) != 10 {
		t.Errorf("without figures: %q", notScored)
	}
	if from, to := common(r.Provinces2007); from <= to {
		t.Errorf("from %d to %d points for measures would give all grades of 2007", from, to)
	}
}

func TestSichuan2016(t *testing.T) {
	r := computed(t)
	if from, to := common(r.Sichuan2016); from != 46 || to != 48 {
		t.Errorf("common = %d, %d, want 46, 48", from, to)
	}
	got := map[string]int{}
	for _, v := range r.Sichuan2016 {
		got[v.Grade]++
	}
	if diff := cmp.Diff(
		map[string]int{"over-fulfilled": 7, "fulfilled": 10, "basically fulfilled": 4}, got,
	); diff != "" {
		t.Errorf("grades mismatch (-want +got):\n%s", diff)
	}
}

// TestProgress reckons what was published. Beijing's figure was printed from a
// cut with more decimals than were.
func TestProgress(t *testing.T) {
	want := map[string]string{
		"Guangdong": "85.77", "Tianjin": "100.39", "Henan": "45.58", "Sichuan": "24.79", "Beijing": "38.60",
	}
	for _, p := range computed(t).Progress {
		got := p.Assessment.Progress.Decimal.Shift(2).StringFixed(2)
		if got != want[p.Name] {
			t.Errorf("%s: %s %%, want %s %%", p.Name, got, want[p.Name])
		}
		if off := p.Published.Sub(decimal.RequireFromString(got)); off.Abs().Cmp(decimal.New(2, -2)) > 0 ||
			p.Name != "Beijing" && !off.IsZero() {
			t.Errorf("%s: %s %%, published %s %%", p.Name, got, p.Published)
		}
		if since2011 := p.Plan.First().Compare(target.Month(2011, 1)) >= 0; p.Due.Valid != since2011 ||
			(p.Way == "on path") != since2011 {
			t.Errorf("%s: due %v, %q", p.Name, p.Due, p.Way)
		}
	}
}
