package biproportional_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/targetcascade/cascade/internal/biproportional"
)

// random draws log-normal weights and margins, with a total of scale units a
// cell.
func random(seed uint64, m, n int, scale float64) biproportional.Problem {
	r := rand.New(rand.NewPCG(seed, 1))
	p := biproportional.Problem{Rows: make([]*big.Int, m), Cols: make([]*big.Int, n)}
	for range m * n {
		p.Weights = append(p.Weights, big.NewInt(1+int64(math.Exp(11+1.5*r.NormFloat64()))))
	}
	margin := func(a []*big.Int, total int64) {
		f := make([]float64, len(a))
		sum := 0.0
		for i := range f {
			f[i] = math.Exp(1.0 * r.NormFloat64())
			sum += f[i]
		}
		left := total
		for i := range a {
			v := int64(f[i] / sum * float64(total))
			if i == len(a)-1 {
				v = left
			}
			left -= v
			a[i] = big.NewInt(v)
		}
	}

	total := int64(scale * float64(m*n))
	margin(p.Rows, total)
	margin(p.Cols, total)
	return p
}

func BenchmarkSolve(b *testing.B) {
	for _, d := range [][2]int{{31, 3}, {31, 10}, {334, 31}, {2850, 31}} {
		p := random(7, d[0], d[1], 1000)
		b.Run(fmt.Sprintf("%dx%d", d[0], d[1]), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, cut := biproportional.Solve(p); cut != nil {
					b.Fatal(cut)
				}
			}
		})
	}
}
