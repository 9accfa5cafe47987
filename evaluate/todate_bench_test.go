package evaluate_test

import (
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// BenchmarkMonitor judges 10,000 units on the way to their targets of the year, each in 25
// allocations.
func BenchmarkMonitor(b *testing.B) {
	const n = 10_000
	targets, observations := make([]target.Target, n), make([]target.Observation, n)
	half := target.Half(2015, 1)
	for i := range targets {
		targets[i] = aim(target.Flow, target.Higher, "0")
		targets[i].Unit, targets[i].Value = strconv.Itoa(i), decimal.New(int64(1000+i), 0)
		observations[i] = in(half, "0")
		observations[i].Unit, observations[i].Value = targets[i].Unit, decimal.New(int64(400+i*7%600), 0)
	}
	b.ReportAllocs()
	for b.Loop() {
		m, err := evaluate.Monitor(slices.Values(targets), slices.Values(observations), evaluate.MonitorOptions{})
		if err != nil || m.Len() != n {
			b.Fatal(m.Len(), err)
		}
		for range m.All() {
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/unit")
}

// BenchmarkMonitorByHand makes the same shares and forecasts by fractions alone.
func BenchmarkMonitorByHand(b *testing.B) {
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		value, actual := big.NewRat(int64(1000+i), 1), big.NewRat(int64(400+i*7%600), 1)
		share := big.NewRat(1, 2)
		due := new(big.Rat).Mul(value, share)
		made := new(big.Rat).Quo(actual, value)
		figures := []*big.Rat{
			new(big.Rat).Sub(actual, due), new(big.Rat).Quo(actual, due), made,
			new(big.Rat).Sub(made, share), new(big.Rat).Quo(actual, share),
		}
		for _, f := range figures {
			_ = f.FloatString(16)
		}
		i = (i + 1) % 10_000
	}
}
