package biproportional

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestHeap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		var nw network
		var in, out []float64
		for line := range 1 + r.IntN(60) {
			d := float64(r.IntN(40))
			in = append(in, d)
			nw.push(arrival{d, int32(line)})
		}

		seen := make([]bool, len(in))

		for len(nw.heap) > 0 {
			a := nw.pop()
			if seen[a.line] || in[a.line] != a.dist {
				t.Fatalf("pop() = %v, which was not pushed", a)
			}
			seen[a.line] = true
			out = append(out, a.dist)
		}

		if slices.Sort(in); !slices.Equal(in, out) {
			t.Fatalf("pop() gave %v, want %v", out, in)
		}
	}
}
