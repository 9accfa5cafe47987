package apportion_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
)

// randomTable draws log-normal weights and margins.
func randomTable(m, n int, total int64) (weights [][]decimal.Decimal, rows, cols []decimal.Decimal) {
	r := rand.New(rand.NewPCG(3, 1))
	for range m {
		row := make([]decimal.Decimal, n)
		for j := range row {
			row[j] = decimal.NewFromInt(1 + int64(math.Exp(11+1.5*r.NormFloat64())))
		}
		weights = append(weights, row)
	}
	margin := func(n int) []decimal.Decimal {
		parties := make([]apportion.Party, n)
		for i := range parties {
			parties[i].Weight = decimal.NewFromInt(1 + int64(1e6*math.Exp(r.NormFloat64())))
		}
		a, err := apportion.Apportion(decimal.NewFromInt(total), parties, apportion.Options{})
		if err != nil {
			panic(err)
		}
		return a.Shares
	}
	return weights, margin(m), margin(n)
}

var tableSizes = [][2]int{{31, 3}, {31, 10}, {334, 31}, {2850, 31}}

func BenchmarkTable(b *testing.B) {
	for _, size := range tableSizes {
		weights, rows, cols := randomTable(size[0], size[1], int64(size[0]*size[1])*100)
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := apportion.Table(weights, rows, cols, apportion.TableOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkTableNaive scales rows and columns in turn, each by the divisor
// method in one dimension on exact fractions, until both margins hold: what one
// would write first. It stops after 200 rounds if it did not get there.
func BenchmarkTableNaive(b *testing.B) {
	for _, size := range tableSizes[:2] {
		weights, rows, cols := randomTable(size[0], size[1], int64(size[0]*size[1])*100)
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if rounds := naiveTable(weights, rows, cols, 200); rounds < 0 {
					b.ReportMetric(1, "failed")
				}
			}
		})
	}
}

// naiveTable returns after how many rounds the table was right, or -1.
func naiveTable(weights [][]decimal.Decimal, rows, cols []decimal.Decimal, rounds int) int {
	m, n := len(rows), len(cols)
	w := make([]*big.Rat, m*n)
	for i := range m {
		for j := range n {
			w[i*n+j] = weights[i][j].Rat()
		}
	}

	half := big.NewRat(1, 2)
	// line scales some cells so that their rounded values make the margin.
	line := func(cells []int, margin int64) (off int64) {
		x := make([]int64, len(cells))
		sum := new(big.Rat)
		for _, c := range cells {
			sum.Add(sum, w[c])
		}
		scale := new(big.Rat).Quo(new(big.Rat).SetInt64(margin), sum)
		total, now := int64(0), int64(0)
		floor := func(v *big.Rat) int64 {
			v.Add(v, half)
			return new(big.Int).Quo(v.Num(), v.Denom()).Int64()
		}
		for k, c := range cells {
			now += floor(new(big.Rat).Set(w[c]))
			x[k] = floor(new(big.Rat).Mul(w[c], scale))
			total += x[k]
		}

		for total != margin {
			best, at := -1, new(big.Rat)
			for k, c := range cells {
				to := new(big.Rat).SetFrac64(2*x[k]+1, 2)
				if total > margin {
					if x[k] == 0 {
						continue
					}
					to.Sub(to, big.NewRat(1, 1))
				}
				to.Quo(to, w[c])
				if s := to.Cmp(at); best < 0 || total < margin && s < 0 || total > margin && s > 0 {
					best, at = k, to
				}
			}

			scale = at
			if total < margin {
				x[best]++
				total++
			} else {
				x[best]--
				total--
			}
		}

		// The middle of where the rounded values stay the same, in a short
		// fraction: exact ones would grow without end.
		var low, high *big.Rat
		for k, c := range cells {
			if at := new(big.Rat).SetFrac64(2*x[k]-1, 2); x[k] > 0 {
				if at.Quo(at, w[c]); low == nil || at.Cmp(low) > 0 {
					low = at
				}
			}
			at := new(big.Rat).SetFrac64(2*x[k]+1, 2)
			if at.Quo(at, w[c]); high == nil || at.Cmp(high) < 0 {
				high = at
			}
		}

		if low != nil {
			scale = low.Mul(low.Add(low, high), half)
		}
		f, _ := scale.Float64()
		scale.SetFloat64(f)
		for _, c := range cells {
			w[c].Mul(w[c], scale)
			f, _ := w[c].Float64()
			w[c].SetFloat64(f)
		}

		return max(now-margin, margin-now)
	}

	for round := range rounds {
		off := int64(0)
		for i := range m {
			cells := make([]int, n)
			for j := range n {
				cells[j] = i*n + j
			}
			off += line(cells, rows[i].IntPart())
		}
		for j := range n {
			cells := make([]int, m)
			for i := range m {
				cells[i] = i*n + j
			}
			off += line(cells, cols[j].IntPart())
		}
		if off == 0 {
			return round
		}
	}

	return -1
}
