package temporal_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// span is made of months counted from January 2010, which is 0.
func span(first, last int) target.Period {
	at := func(k int) target.Period { return target.Month(2010+k/12, time.Month(k%12+1)) }
	return target.Months(at(first), at(last))
}

// levelsMatchReference draws targets, baselines and steps that fit or not, and
// compares paths of levels with their definition in fractions; totals make the
// target again.
func levelsMatchReference(t *rapid.T) {
	kind := rapid.SampledFrom([]target.Kind{
		target.Flow, target.Stock, target.Cumulative, target.Ratio, target.Growth, target.Reduction,
	}).
		Draw(t, "kind")
	by := rapid.SampledFrom([]target.Frequency{target.Monthly, target.Quarterly, target.Yearly}).Draw(t, "by")
	n := map[target.Frequency]int{target.Monthly: 1, target.Quarterly: 3, target.Yearly: 12}[by]
	last := rapid.IntRange(0, 60/n).Draw(t, "last")*n + n - 1
	first := last - rapid.IntRange(0, last/n).Draw(t, "steps")*n - n + 1
	if rapid.Bool().Draw(t, "one step") {
		first = last - n + 1
	}
	tg := goal(kind, 1, span(first, last), "0", nil)
	tg.Indicator.Quantum = decimal.New(
		rapid.SampledFrom([]int64{1, 5, 7}).Draw(t, "quantum"),
		rapid.Int32Range(-1, 1).Draw(t, "exp"),
	)
	tg.Value = tg.Indicator.Quantum.Mul(decimal.New(rapid.Int64Range(-40, 40).Draw(t, "value"), 0))
	end := rapid.IntRange(0, last).Draw(t, "baseline ends")
	length := rapid.IntRange(1, min(end+1, 24)).Draw(t, "baseline lasts")
	if kind == target.Growth || kind == target.Reduction {
		length = min(n, end+1)
	}
	tg.Baseline = point(span(end-length+1, end), "0")
	tg.Baseline.Value = decimal.New(rapid.Int64Range(-400, 400).Draw(t, "baseline"), -1)

	series := map[target.Period]*big.Rat{}
	var profile []target.Point
	for p := range target.Years(2010, 2015).Split(by) {
		profile = append(
			profile,
			target.Point{Period: p, Value: decimal.New(rapid.Int64Range(1, 9).Draw(t, "profile"), 0)},
		)
		series[p] = profile[len(profile)-1].Value.Rat()
	}
	if b := tg.Baseline.Period; series[b] == nil {
		series[b] = big.NewRat(4, 1)
		profile = append(profile, target.Point{Period: b, Value: dec("4")})
	}
	follows := rapid.Bool().Draw(t, "follows")
	var shape temporal.Shape = temporal.StraightLine{}
	if follows {
		shape = temporal.Profile{Series: profile}
	}
	got, err := temporal.Path(tg, shape, by)
	if err != nil {
		return
	}
	if total := kind == target.Flow || kind == target.Growth || kind == target.Reduction; total && tg.Period.Len() > n {
		back, err := temporal.Combine(tg.Indicator, tg.Period, got, nil)
		if err != nil || kind == target.Flow && !back.Equal(tg.Value) {
			t.Errorf("%v: %s makes %v, %v", tg, line(got), back, err)
		}
		return
	}
	// A level stands at the end of its period, a flow in the middle. Twice the
	// months from 2010 on:
	place := func(first, last int) *big.Rat {
		if kind == target.Flow {
			return big.NewRat(int64(first+last+1), 1)
		}
		return big.NewRat(int64(2*last+2), 1)
	}
	base, value, profiled := tg.Baseline.Value.Rat(), tg.Value.Rat(), new(big.Rat).Set(series[tg.Baseline.Period])
	if kind == target.Flow {
		base.Mul(base, big.NewRat(int64(n), int64(length)))
		profiled.Mul(profiled, big.NewRat(int64(n), int64(length)))
	}
	whole, run := new(big.Rat), new(big.Rat)
	for _, p := range got {
		whole.Add(whole, series[p.Period])
	}
	start := place(end-length+1, end)
	way := new(big.Rat).Sub(place(last-n+1, last), start)
	for k, p := range got {
		until := last - (len(got)-1-k)*n
		if p.Period != span(until-n+1, until) {
			t.Fatalf("%v: step %d is %v", tg, k, p.Period)
		}
		share := new(big.Rat).Sub(place(until-n+1, until), start)
		if share.Quo(share, way); share.Sign() <= 0 {
			t.Fatalf("%v from %v: %v lies behind", tg, tg.Baseline.Period, p.Period)
		}
		from, to, times := base, value, big.NewRat(1, 1)
		run.Add(run, series[p.Period])
		switch {
		case follows && kind == target.Cumulative:
			share.Quo(run, whole)
		case follows:
			times = series[p.Period]
			from, to = new(big.Rat).Quo(base, profiled), new(big.Rat).Quo(value, series[got[len(got)-1].Period])
		}
		want := new(big.Rat).Sub(to, from)
		want.Add(from, want.Mul(want, share))
		miss := want.Sub(want.Mul(want, times), p.Value.Rat())
		if miss.Abs(miss); miss.Add(miss, miss).Cmp(tg.Indicator.Quantum.Rat()) > 0 ||
			k == len(got)-1 && !p.Value.Equal(tg.Value) {
			t.Errorf("%v from %v: step %d of %s is more than half a quantum off", tg, *tg.Baseline, k, line(got))
		}
	}
}

func TestLevelsMatchReference(t *testing.T) { rapid.Check(t, levelsMatchReference) }

func FuzzLevelsMatchReference(f *testing.F) { f.Fuzz(rapid.MakeFuzz(levelsMatchReference)) }
