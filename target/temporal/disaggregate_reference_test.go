package temporal_test

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// solveRat solves a system whose last column is its right side, and reports
// false where it has no unique solution.
func solveRat(a [][]*big.Rat) ([]*big.Rat, bool) {
	n := len(a)
	for k := range n {
		p := k
		for p < n && a[p][k].Sign() == 0 {
			p++
		}
		if p == n {
			return nil, false
		}
		a[k], a[p] = a[p], a[k]
		for i := range n {
			if i == k || a[i][k].Sign() == 0 {
				continue
			}
			f := new(big.Rat).Quo(a[i][k], a[k][k])
			for j := k; j <= n; j++ {
				a[i][j] = new(big.Rat).Sub(a[i][j], new(big.Rat).Mul(f, a[k][j]))
			}
		}
	}

	z := make([]*big.Rat, n)

	for k := range z {
		z[k] = new(big.Rat).Quo(a[k][n], a[k][k])
	}
	return z, true
}

// disturbances returns V as a whole matrix: the covariance of errors that the
// inverse of the differences makes from independent ones, or, for ChowLin, of a
// stationary series. Denton's proportional errors are in proportion to the
// series.
func disturbances(series []target.Point, o temporal.DisaggregateOptions) [][]*big.Rat {
	n, rho, one := len(series), o.Rho.Rat(), big.NewRat(1, 1)
	var lags []*big.Rat

	switch o.Method {
	case temporal.DentonProportional, temporal.DentonAdditive:
		for range max(o.Difference, 1) {
			lags = append(lags, one)
		}
	case temporal.Fernandez:
		lags = []*big.Rat{one}
	case temporal.Litterman:
		lags = []*big.Rat{one, rho}
	}

	weight := make([]*big.Rat, n) // of the error so many periods before

	for s := range weight {
		weight[s] = new(big.Rat)
	}
	weight[0].Set(one)

	for _, f := range lags {
		for s := 1; s < n; s++ {
			weight[s].Add(weight[s], new(big.Rat).Mul(f, weight[s-1]))
		}
	}

	v := make([][]*big.Rat, n)

	for i := range v {
		v[i] = make([]*big.Rat, n)
		for j := range v[i] {
			v[i][j] = new(big.Rat)
			if o.Method == temporal.ChowLin {
				v[i][j].Sub(one, new(big.Rat).Mul(rho, rho)).Inv(v[i][j])
				for range max(i-j, j-i) {
					v[i][j].Mul(v[i][j], rho)
				}
				continue
			}
			for s := range min(i, j) + 1 {
				v[i][j].Add(v[i][j], new(big.Rat).Mul(weight[i-s], weight[j-s]))
			}
			if o.Method == temporal.DentonProportional {
				v[i][j].Mul(v[i][j], new(big.Rat).Mul(series[i].Value.Rat(), series[j].Value.Rat()))
			}
		}
	}
	return v
}

// disaggregated writes the definition out in fractions.
func disaggregated(long, series []target.Point, o temporal.DisaggregateOptions) ([]*big.Rat, bool) {
	n, m := len(series), len(long)
	c := make([][]*big.Rat, m)
	for i, y := range long {
		c[i] = make([]*big.Rat, n)
		first, last, count := -1, -1, int64(0)
		for t, x := range series {
			c[i][t] = new(big.Rat)
			if y.Period.Contains(x.Period) {
				if first < 0 {
					first = t
				}
				last = t
				count++
			}
		}
		for t := first; t <= last; t++ {
			switch {
			case o.Conversion == target.TimeMean:
				c[i][t].SetFrac64(1, count)
			case o.Conversion == target.TimeLast && t != last, o.Conversion == target.TimeFirst && t != first:
			default:
				c[i][t].SetInt64(1)
			}
		}
	}

	denton := o.Method == temporal.DentonProportional || o.Method == temporal.DentonAdditive
	var x [][]*big.Rat // regressors
	column := func(at func(t int) *big.Rat) {
		col := make([]*big.Rat, n)
		for t := range col {
			col[t] = at(t)
			if o.Method == temporal.DentonProportional {
				col[t] = new(big.Rat).Mul(col[t], series[t].Value.Rat())
			}
		}
		x = append(x, col)
	}
	if denton && !o.Original || !denton && o.Method != temporal.Even && !o.NoConstant {
		column(func(int) *big.Rat { return big.NewRat(1, 1) })
	}
	if denton && !o.Original && o.Difference == 2 {
		column(func(t int) *big.Rat { return big.NewRat(int64(t), 1) })
	}
	start := make([]*big.Rat, n)

	for t := range start {
		start[t] = new(big.Rat)
		if denton || o.Method == temporal.Even {
			start[t] = series[t].Value.Rat()
		}
	}

	if !denton && o.Method != temporal.Even {
		column(func(t int) *big.Rat { return series[t].Value.Rat() })
	}
	v := disturbances(series, o)
	dot := func(a, b []*big.Rat) *big.Rat {
		sum := new(big.Rat)
		for t := range a {
			sum.Add(sum, new(big.Rat).Mul(a[t], b[t]))
		}
		return sum
	}

	spread := make([][]*big.Rat, m) // VC′, a column for each long period

	for j := range spread {
		spread[j] = make([]*big.Rat, n)
		for t := range n {
			spread[j][t] = dot(v[t], c[j])
		}
	}

	a := make([][]*big.Rat, m+len(x))

	for i := range a {
		a[i] = make([]*big.Rat, m+len(x)+1)
		for j := range a[i] {
			a[i][j] = new(big.Rat)
		}
	}

	for i, y := range long {
		for j := range long {
			a[i][j] = dot(c[i], spread[j])
		}
		for r := range x {
			a[i][m+r] = dot(c[i], x[r])
			a[m+r][i] = a[i][m+r]
		}
		a[i][m+len(x)].Sub(y.Value.Rat(), dot(c[i], start))
	}

	z, ok := solveRat(a)
	if !ok {
		return nil, false
	}

	for t := range start {
		for j := range long {
			start[t].Add(start[t], new(big.Rat).Mul(spread[j][t], z[j]))
		}
		for r := range x {
			start[t].Add(start[t], new(big.Rat).Mul(x[r][t], z[m+r]))
		}
	}
	return start, true
}

// The figures are those of the definition, whatever the method: the nearest in
// ten places, or next to it where they add up.
func disaggregateIsItsDefinition(t *rapid.T) {
	o := temporal.DisaggregateOptions{
		Method: temporal.Disaggregation(rapid.IntRange(0, 5).Draw(t, "method")),
		Conversion: rapid.SampledFrom([]target.TimeLaw{
			0, target.TimeSum, target.TimeMean, target.TimeLast, target.TimeFirst,
		}).
			Draw(t, "conversion"),
		Difference: rapid.IntRange(0, 2).Draw(t, "difference"),
		Original:   rapid.Bool().Draw(t, "original"),
		NoConstant: rapid.Bool().Draw(t, "no constant"),
		Rho:        decimal.New(rapid.Int64Range(-9, 9).Draw(t, "rho"), -1),
		Places:     10,
	}

	m, each, extra := rapid.IntRange(1, 4).
		Draw(t, "long"),
		rapid.IntRange(1, 3).
			Draw(t, "each"),
		rapid.IntRange(0, 2).
			Draw(t, "extra")

	long, series := make([]target.Point, m), make([]target.Point, m*each+extra)

	for k := range long {
		long[k] = target.Point{
			Period: target.Years(2001+k*each, 2000+(k+1)*each),
			Value:  decimal.New(rapid.Int64Range(-999, 999).Draw(t, "y"), -1),
		}
	}

	for k := range series {
		series[k] = target.Point{
			Period: target.Year(2001 + k),
			Value:  decimal.New(rapid.Int64Range(1, 20).Draw(t, "s"), -1),
		}
	}

	want, ok := disaggregated(long, series, o)
	got, err := temporal.Disaggregate(long, series, o)
	if (err == nil) != ok || err != nil && !errors.Is(err, target.ErrInfeasible) {
		t.Fatalf("settled: %t, but %v", ok, err)
	}
	off := big.NewRat(1, 2)
	if o.Conversion == 0 || o.Conversion == target.TimeSum {
		off.SetInt64(1)
	}
	off.Mul(off, decimal.New(1, -10).Rat())

	for k, x := range got {
		if d := new(big.Rat).Sub(x.Value.Rat(), want[k]); d.Abs(d).Cmp(off) > 0 {
			t.Fatalf("%v: %s, want %s", x.Period, x.Value, want[k].FloatString(12))
		}
	}
}

func TestDisaggregateIsItsDefinition(t *testing.T) { rapid.Check(t, disaggregateIsItsDefinition) }
func FuzzDisaggregateIsItsDefinition(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(disaggregateIsItsDefinition))
}

// In what unit the series is measured makes no difference to what follows it,
// and none to whether it settles a regression.
func TestDisaggregateOfAnyUnit(t *testing.T) {
	long := points(2001, 4, decs("50 100 170"))
	measured := func(values []decimal.Decimal, exp int32) []target.Point {
		series := points(2001, 1, values)
		for k := range series {
			series[k].Value = series[k].Value.Mul(decimal.New(1, exp))
		}
		return series
	}

	varied, flat := decs("1 4 13 11 15 8 7 12 6 6 12 7"), make([]decimal.Decimal, 12)

	for k := range flat {
		flat[k] = decimal.New(1, 0)
	}
	for _, method := range []temporal.Disaggregation{
		temporal.DentonProportional, temporal.ChowLin, temporal.Fernandez, temporal.Litterman,
	} {
		o := temporal.DisaggregateOptions{Method: method, Rho: dec("0.3"), Places: 6}
		want, err := temporal.Disaggregate(long, measured(varied, 0), o)
		if err != nil {
			t.Fatal(err)
		}
		for _, exp := range []int32{-40, -9, 9, 40} {
			t.Run(fmt.Sprintf("%v 1e%d", method, exp), func(t *testing.T) {
				got, err := temporal.Disaggregate(long, measured(varied, exp), o)
				if err != nil || line(got) != line(want) {
					t.Errorf("got %s, %v\nwant %s", line(got), err, line(want))
				}
				got, err = temporal.Disaggregate(long, measured(flat, exp), o)
				if method != temporal.DentonProportional && !errors.Is(err, target.ErrInfeasible) {
					t.Errorf("a constant beside the constant: %s, %v", line(got), err)
				}
			})
		}
	}
}

// As many figures as the documented limits allow are taken, and no more.
func TestDisaggregateLimits(t *testing.T) {
	flat := func(n int) []target.Point {
		p := points(1, 1, make([]decimal.Decimal, n))
		for k := range p {
			p[k].Value = decimal.New(1, 0)
		}
		return p
	}

	even := temporal.DisaggregateOptions{Method: temporal.Even}
	if got, err := temporal.Disaggregate(
		flat(temporal.MaxBenchmarks), flat(temporal.MaxBenchmarks), even,
	); err != nil ||
		len(got) != temporal.MaxBenchmarks {
		t.Errorf("%d long figures: %d, %v", temporal.MaxBenchmarks, len(got), err)
	}

	if _, err := temporal.Disaggregate(
		flat(temporal.MaxBenchmarks+1), flat(temporal.MaxBenchmarks+1), even,
	); !errors.Is(
		err,
		target.ErrRange,
	) {
		t.Errorf("%d long figures: %v", temporal.MaxBenchmarks+1, err)
	}

	if got, err := temporal.Disaggregate(flat(1), flat(temporal.MaxDisaggregated), even); err != nil ||
		len(got) != temporal.MaxDisaggregated {
		t.Errorf("%d figures of the series: %d, %v", temporal.MaxDisaggregated, len(got), err)
	}

	if _, err := temporal.Disaggregate(flat(1), flat(temporal.MaxDisaggregated+1), even); !errors.Is(
		err,
		target.ErrRange,
	) {
		t.Errorf("%d figures of the series: %v", temporal.MaxDisaggregated+1, err)
	}
}

// A series that varies within the long periods alone, so that its means are
// alike, settles no regression, though the means are rounded each in its way.
func TestDisaggregateOfLikeMeans(t *testing.T) {
	long := points(2001, 7, decs("50 100 170 140"))
	for _, method := range []temporal.Disaggregation{temporal.ChowLin, temporal.Fernandez, temporal.Litterman} {
		for exp := int32(-40); exp <= 60; exp += 5 {
			series := points(
				2001,
				1,
				slices.Concat(
					decs("1.3 2.7 4.1 9 11.7 0.1 6.3"),
					decs("6.3 4.1 1.3 0.1 2.7 9 11.7"),
					decs("0.1 11.7 6.3 4.1 9 2.7 1.3"),
					decs("9 0.1 2.7 6.3 1.3 11.7 4.1"),
				),
			)

			for k := range series {
				series[k].Value = series[k].Value.Mul(decimal.New(1, exp))
			}
			got, err := temporal.Disaggregate(
				long,
				series,
				temporal.DisaggregateOptions{Method: method, Conversion: target.TimeMean, Rho: dec("0.3")},
			)
			if !errors.Is(err, target.ErrInfeasible) {
				t.Errorf("%v, in units of 1e%d: %s, %v", method, -exp, line(got), err)
			}
		}
	}
}
