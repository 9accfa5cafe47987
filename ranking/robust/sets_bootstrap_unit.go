package robust

import (
	"math"

	"github.com/targetcascade/cascade/internal/random"
)

// unitPairs are the pairs of one unit.
type unitPairs struct {
	*bootstrap
	better, worse bool // test whether the unit is better, and worse
	unit          int
	s, stat       []float64 // standard error and size of the difference to each unit
	least, most   []float64 // standard errors of differences to each block
}

func (u *unitPairs) set(unit int) {
	u.unit = unit
	for k := range u.s {
		u.s[k] = differenceSE(u.se[unit], u.se[k])
		u.stat[k] = (u.value[unit] - u.value[k]) / u.s[k]
	}
	for j := range u.blocks {
		u.least[j], u.most[j] = u.s[j*u.size], u.s[u.end(j)-1]
	}
}

// largest is [bootstrap.largest] for the pairs of the unit.
func (u *unitPairs) largest(z, low, high []float64, floor, cut float64) float64 {
	best, own := floor, z[u.unit]
	for j := range u.blocks {
		if u.better && exceeds(own-low[j], u.least[j], u.most[j], best) {
			for k := j * u.size; k < u.end(j); k++ {
				if exceeds(own-z[k], u.s[k], u.s[k], best) && k != u.unit && !(u.stat[k] > cut) {
					best = (own - z[k]) / u.s[k]
				}
			}
		}
		if u.worse && exceeds(high[j]-own, u.least[j], u.most[j], best) {
			for k := j * u.size; k < u.end(j); k++ {
				if exceeds(z[k]-own, u.s[k], u.s[k], best) && k != u.unit && !(-u.stat[k] > cut) {
					best = (z[k] - own) / u.s[k]
				}
			}
		}
	}
	return best
}

// significant counts the units that are better and worse by more than cut.
func (u *unitPairs) significant(cut float64) (above, below int) {
	for k, d := range u.stat {
		if k == u.unit {
			continue
		}
		if u.better && d > cut {
			below++
		}
		if u.worse && -d > cut {
			above++
		}
	}
	return above, below
}

// marginal returns, by code, the results of testing the pairs of each unit by
// themselves, and the critical values.
func (b *bootstrap) marginal(side Side, rounds int) (tests significance, cuts []float64) {
	p, n := len(b.value), b.blocks
	z := make([]float64, b.replicates*p)
	low, high := make([]float64, b.replicates*n), make([]float64, b.replicates*n)
	above, below := make([]int, p), make([]int, p)
	cuts = make([]float64, p)
	for i := range cuts {
		cuts[i] = math.Inf(1)
	}
	u := unitPairs{
		bootstrap: b, better: side != LowerBound, worse: side != UpperBound,
		s: make([]float64, p), stat: make([]float64, p), least: make([]float64, n), most: make([]float64, n),
	}

	from := random.New(b.seed)
	for range rounds {
		for r := range b.replicates {
			b.draw(from, z[r*p:(r+1)*p], low[r*n:(r+1)*n], high[r*n:(r+1)*n])
		}
		for i := range p {
			u.set(i)
			kept := newTail(b.tail)
			for r := range b.replicates {
				kept.add(u.largest(z[r*p:(r+1)*p], low[r*n:(r+1)*n], high[r*n:(r+1)*n], kept.floor(), cuts[i]))
			}
			cuts[i] = min(cuts[i], kept.floor())
			above[i], below[i] = u.significant(cuts[i])
		}
	}
	return significance{byCode(b, above), byCode(b, below)}, byCode(b, cuts)
}
