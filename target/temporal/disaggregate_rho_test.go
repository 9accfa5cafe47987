package temporal_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// eliminate brings a square matrix with further columns to the unit matrix and
// returns the logarithm of its determinant.
func eliminate(a [][]float64) (determinant float64) {
	for k := range a {
		best := k
		for i := k; i < len(a); i++ {
			if math.Abs(a[i][k]) > math.Abs(a[best][k]) {
				best = i
			}
		}

		a[k], a[best] = a[best], a[k]
		pivot := a[k][k]
		determinant += math.Log(math.Abs(pivot))

		for j := range a[k] {
			a[k][j] /= pivot
		}
		for i := range a {
			if factor := a[i][k]; i != k && factor != 0 {
				for j := range a[i] {
					a[i][j] -= factor * a[k][j]
				}
			}
		}
	}
	return determinant
}

// likelihood writes the definition out: V as a whole matrix, generalized least
// squares by its normal equations.
func likelihood(long, series []target.Point, litterman bool, rho float64) float64 {
	n, m := len(series), len(long)
	sums := make([]float64, n) // 1 + ρ + … + ρˢ
	for s := range sums {
		if sums[s] = 1; s > 0 {
			sums[s] += rho * sums[s-1]
		}
	}

	v := make([][]float64, n)

	for i := range v {
		v[i] = make([]float64, n)
		for j := range v[i] {
			if v[i][j] = math.Pow(rho, math.Abs(float64(i-j))) / (1 - rho*rho); !litterman {
				continue
			}
			// Errors are eᵢ = Σ (1 + ρ + … + ρ^(i−s)) eₛ of independent eₛ.
			v[i][j] = 0
			for s := range min(i, j) + 1 {
				v[i][j] += sums[i-s] * sums[j-s]
			}
		}
	}

	in := func(i, t int) float64 {
		if long[i].Period.Contains(series[t].Period) {
			return 1
		}
		return 0
	}

	a := make([][]float64, m) // CVC′ | C·ones, C·series, y

	for i := range a {
		a[i] = make([]float64, m+3)
		for j := range m {
			for s := range n {
				for t := range n {
					a[i][j] += in(i, s) * v[s][t] * in(j, t)
				}
			}
		}
		for t := range n {
			a[i][m] += in(i, t)
			a[i][m+1] += in(i, t) * series[t].Value.InexactFloat64()
		}
		a[i][m+2] = long[i].Value.InexactFloat64()
	}

	var right [][3]float64

	for i := range a {
		right = append(right, [3]float64(a[i][m:]))
	}
	determinant := eliminate(a)
	product := func(k, l int) (sum float64) {
		for i := range a {
			sum += right[i][k] * a[i][m+l]
		}
		return sum
	}

	normal := [][]float64{{product(0, 0), product(0, 1), product(0, 2)}, {product(1, 0), product(1, 1), product(1, 2)}}
	eliminate(normal)
	rest := product(2, 2) - normal[0][2]*product(0, 2) - normal[1][2]*product(1, 2)
	return -float64(m)/2*math.Log(rest) - determinant/2
}

func estimate(t testing.TB, long, series []target.Point, method temporal.Disaggregation) decimal.Decimal {
	t.Helper()
	rho, err := temporal.EstimateRho(long, series, temporal.DisaggregateOptions{Method: method, Places: 15})
	if err != nil {
		t.Fatal(err)
	}
	return rho
}

// TestEstimateRhoIsTheLikeliest holds the estimate against the likelihood at
// every thousandth.
func TestEstimateRhoIsTheLikeliest(t *testing.T) {
	in := published(t).Inputs["pharma 6"]
	long, series := in.points()
	for _, method := range []temporal.Disaggregation{temporal.ChowLin, temporal.Litterman} {
		t.Run(method.String(), func(t *testing.T) {
			rho := estimate(t, long, series, method)
			best, at := math.Inf(-1), 0
			for k := 0; k <= 999; k++ {
				if x := likelihood(long, series, method == temporal.Litterman, float64(k)/1000); x > best {
					best, at = x, k
				}
			}
			if !rho.Equal(decimal.New(int64(at), -3)) {
				t.Errorf("rho %s, want %d thousandths", rho, at)
			}
		})
	}
}

// Sax and Steiner (2013, The R Journal 5/2) print the correlation that maximum
// likelihood gives for their example as 0, truncated.
func TestEstimateRhoPublished(t *testing.T) {
	long, series := published(t).Inputs["pharma"].points()
	if rho := estimate(t, long, series, temporal.ChowLin); !rho.IsZero() {
		t.Errorf("rho %s", rho)
	}
}

// Errors that are made with a correlation are found to have about it.
func TestEstimateRhoRecovers(t *testing.T) {
	for _, method := range []temporal.Disaggregation{temporal.ChowLin, temporal.Litterman} {
		for _, rho := range []float64{0, 0.5, 0.9} {
			rnd := rand.New(rand.NewPCG(1, 2))
			const n, each = 240, 2
			var figures, series []decimal.Decimal
			e, walk, sum := rnd.NormFloat64()/math.Sqrt(1-rho*rho), 0.0, 0.0

			for i := range n {
				x := 100 + 10*rnd.NormFloat64()
				walk += e
				if method == temporal.Litterman {
					sum += 5 + 2*x + walk
				} else {
					sum += 5 + 2*x + e
				}
				e = rho*e + rnd.NormFloat64()
				series = append(series, decimal.NewFromFloat(x))
				if i%each == each-1 {
					figures = append(figures, decimal.NewFromFloat(sum).Round(12))
					sum = 0
				}
			}

			in := disaggregateInput{First: 1001, Years: each, Step: target.Yearly, Long: figures, Series: series}
			long, short := in.points()
			if got := estimate(t, long, short, method).InexactFloat64(); math.Abs(got-rho) > 0.25 {
				t.Errorf("%v: rho %v, made with %v", method, got, rho)
			}
		}
	}
}

// estimateHolds: no rho of a coarse grid or next to the estimate is likelier;
// and neither the order of the points counts, nor the unit of the figures, nor
// what a constant or the series takes up.
func estimateHolds(t *rapid.T) {
	method := rapid.SampledFrom([]temporal.Disaggregation{temporal.ChowLin, temporal.Litterman}).Draw(t, "method")
	years, each := rapid.IntRange(4, 8).Draw(t, "long"), rapid.IntRange(1, 4).Draw(t, "short each")
	in := disaggregateInput{First: 2001, Years: each, Step: target.Yearly}

	for range years {
		in.Long = append(in.Long, decimal.New(rapid.Int64Range(-500, 500).Draw(t, "figure"), -1))
		for range each {
			in.Series = append(in.Series, decimal.New(rapid.Int64Range(-500, 500).Draw(t, "series"), -1))
		}
	}

	long, series := in.points()
	o := temporal.DisaggregateOptions{Method: method, Places: 4}
	rho, err := temporal.EstimateRho(long, series, o)
	if errors.Is(err, target.ErrInfeasible) {
		t.Skip("nothing to judge by")
	}
	if err != nil {
		t.Fatal(err)
	}
	at := rho.InexactFloat64()
	best := likelihood(long, series, method == temporal.Litterman, at)

	for k := range 40 {
		near := math.Round(at*1000) + float64(k-20)
		for _, other := range []float64{float64(25*k) / 1000, min(max(near, 0), 999) / 1000} {
			if x := likelihood(long, series, method == temporal.Litterman, other); x > best+1e-6 {
				t.Errorf("likelihood %v at %v, %v at %v", best, at, x, other)
			}
		}
	}

	shuffled, reversed := slices.Clone(long), slices.Clone(series)
	slices.Reverse(shuffled)
	slices.Reverse(reversed)
	o.Rho = decimal.New(5, -1) // is not read
	if got, err := temporal.EstimateRho(shuffled, reversed, o); err != nil || !got.Equal(rho) {
		t.Errorf("reversed: %s, %v, want %s", got, err, rho)
	}
	two, level := decimal.New(2, 0), decimal.New(int64(7*each), 0)

	for i := range long {
		// Twice the figures plus a constant and the series.
		long[i].Value = long[i].Value.Mul(two).Add(level)
		for _, x := range series[i*each : (i+1)*each] {
			long[i].Value = long[i].Value.Add(x.Value)
		}
	}

	got, err := temporal.EstimateRho(long, series, o)
	if err != nil {
		t.Fatal(err)
	}
	if x := likelihood(long, series, method == temporal.Litterman, got.InexactFloat64()); x < likelihood(
		long,
		series,
		method == temporal.Litterman,
		at,
	)-1e-6 {
		t.Errorf("with the regressors added: %s, want %s", got, rho)
	}
}

func TestEstimateRhoHolds(t *testing.T) { rapid.Check(t, estimateHolds) }
func FuzzEstimateRhoHolds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(estimateHolds)) }

func TestEstimateRhoRefuses(t *testing.T) {
	long, series := points(2001, 2, decs("3 7 12 13")), points(2001, 1, decs("1 2 3 4 5 7 6 8"))
	flat := points(2001, 1, decs("1 1 1 1 1 1 1 1"))
	exact := points(2001, 2, decs("3 7 12 14"))
	chowLin := temporal.DisaggregateOptions{Method: temporal.ChowLin}
	tests := []struct {
		name         string
		long, series []target.Point
		o            temporal.DisaggregateOptions
		want         []string
	}{
		{
			"a method without rho",
			long,
			series,
			temporal.DisaggregateOptions{Method: temporal.Fernandez},
			[]string{"options.method is not valid"},
		},
		{"no method", long, series, temporal.DisaggregateOptions{Method: 9}, []string{"options.method is unknown"}},
		{
			"all at once",
			nil,
			series,
			temporal.DisaggregateOptions{Places: 31},
			[]string{"options.method is not valid", "options.places is out of range", "long is out of range"},
		},
		{"as many figures as regressors", long[:2], series[:4], chowLin, []string{"long cannot be met"}},
		{"fewer", long[:1], series[:2], chowLin, []string{"long cannot be met"}},
		{"a series that is constant", long, flat, chowLin, []string{"long cannot be met"}},
		{"on the regression", exact, series, chowLin, []string{"long cannot be met"}},
		{"a gap", long, series[1:], chowLin, []string{`long["2001/2002"] does not fit`}},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := temporal.EstimateRho(tt.long, tt.series, tt.o)
			if diff := cmp.Diff(tt.want, faults(err)); diff != "" {
				t.Errorf("EstimateRho() mismatch (-want +got):\n%s", diff)
			}
		})
	}

	if rho, err := temporal.EstimateRho(long[2:], series[4:], temporal.DisaggregateOptions{
		Method: temporal.ChowLin, NoConstant: true,
	}); err != nil {
		t.Errorf("one regressor of two figures: %s, %v", rho, err)
	}
	// The offset of a series does not blur what varies in it.
	offset := slices.Clone(series)

	for i := range offset {
		offset[i].Value = offset[i].Value.Add(decimal.New(1, 18))
	}
	if a, b := estimate(t, long, series, temporal.ChowLin), estimate(t, long, offset, temporal.ChowLin); !a.Equal(b) {
		t.Errorf("rho %s, with an offset %s", a, b)
	}
}

func BenchmarkEstimateRho(b *testing.B) {
	in := disaggregateInput{First: 1001, Years: 4, Step: target.Yearly}
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range 144 {
		in.Series = append(in.Series, decimal.New(rnd.Int64N(1000), -1))
		if i%4 == 3 {
			in.Long = append(in.Long, decimal.New(rnd.Int64N(4000), -1))
		}
	}
	long, series := in.points()
	b.ReportAllocs()
	for b.Loop() {
		estimate(b, long, series, temporal.ChowLin)
	}
}
