package solvers_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/targetcascade/cascade/tools/solvers"
)

// shapes are China's provinces, with their prefectures, with their counties.
var shapes = [][]int{{1, 31}, {1, 31, 334}, {1, 31, 334, 2850}}

func problem(tb testing.TB, equal bool, sizes []int) *solvers.Problem {
	tb.Helper()
	p, err := solvers.New(equal, sizes...)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// The three solvers agree to five quanta, 5·10⁻⁶ of figures up to seven million.
func TestSolversAgree(t *testing.T) {
	for _, sizes := range shapes {
		for _, equal := range []bool{true, false} {
			if !equal && len(sizes) == 4 {
				continue // the dense solver takes its second
			}
			t.Run(fmt.Sprintf("%d/%t", sizes[len(sizes)-1], equal), func(t *testing.T) {
				p := problem(t, equal, sizes)
				plan, err := p.Reconcile()
				if err != nil {
					t.Fatal(err)
				}
				dense, err := p.Dense()
				if err != nil {
					t.Fatal(err)
				}
				sparse, err := p.Sparse()
				if err != nil {
					t.Fatal(err)
				}

				for unit := range p.Parent {
					want := p.Figure(plan, unit)
					if math.Abs(dense[unit]-want) > 5e-6 {
						t.Errorf("Dense()[%d] = %f, want %f", unit, dense[unit], want)
					}
					if math.Abs(sparse[unit]-want) > 5e-6 {
						t.Errorf("Sparse()[%d] = %f, want %f", unit, sparse[unit], want)
					}
				}
			})
		}
	}
}

func BenchmarkSolvers(b *testing.B) {
	for _, sizes := range shapes {
		name := fmt.Sprint(sizes[len(sizes)-1])
		p := problem(b, true, sizes)
		b.Run("reconcile/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Reconcile(); err != nil {
					b.Fatal(err)
				}
			}
		})
		for _, s := range []struct {
			name  string
			solve func() ([]float64, error)
		}{{"dense", p.Dense}, {"sparse", p.Sparse}} {
			b.Run(s.name+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := s.solve(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
