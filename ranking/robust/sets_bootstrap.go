package robust

import (
	"cmp"
	"math"
	"slices"

	"github.com/targetcascade/cascade/internal/random"
)

// bootstrap has the estimates in blocks of similar standard error. A difference of
// two figures of two blocks, divided by its standard error, is at most the
// difference of the blocks' extremes divided by the least standard error. Rounding
// keeps that order. So a pair of blocks whose bound is too small can be left out
// without a change of the result.
type bootstrap struct {
	value, se  []float64 // by standard error, then code
	place      []int     // of each unit, by code, in that order
	replicates int
	tail       int // number of largest maxima, of which the critical value is the least
	seed       uint64
	size       int         // of a block
	blocks     int         // number of blocks; the last may be smaller
	least      [][]float64 // least standard errors of differences between two blocks
	most       [][]float64 // and the greatest
}

func newBootstrap(value, se []float64, replicates, tailSize int, seed uint64) *bootstrap {
	p := len(value)
	order := indices(p)
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(se[i], se[j]) })
	size := max(1, int(math.Sqrt(float64(p))))
	b := &bootstrap{
		value: make([]float64, p), se: make([]float64, p), place: make([]int, p),
		replicates: replicates, tail: tailSize, seed: seed, size: size, blocks: (p + size - 1) / size,
	}

	for k, i := range order {
		b.value[k], b.se[k], b.place[i] = value[i], se[i], k
	}
	for i := range b.blocks {
		least, most := make([]float64, b.blocks), make([]float64, b.blocks)
		for j := range b.blocks {
			least[j] = differenceSE(b.se[i*size], b.se[j*size])
			most[j] = differenceSE(b.se[b.end(i)-1], b.se[b.end(j)-1])
		}
		b.least, b.most = append(b.least, least), append(b.most, most)
	}
	return b
}

func (b *bootstrap) end(block int) int { return min((block+1)*b.size, len(b.se)) }

// differenceSE returns the standard error of a difference.
func differenceSE(s, t float64) float64 { return math.Sqrt(float64(s*s) + float64(t*t)) }

// exceeds reports whether the difference, divided by least if it is positive and by
// most if it is negative, is above best. A product rules out most differences
// without a division. Its slack is far above rounding errors.
func exceeds(difference, least, most, best float64) bool {
	const slack = 1 - 1.0/(1<<40)
	if best >= 0 && difference < float64(best*least)*slack {
		return false
	}
	if difference < 0 {
		return difference/most > best
	}
	return difference/least > best
}

// draw fills z with the next replicate, and low and high with the extremes of its
// blocks.
func (b *bootstrap) draw(from random.Source, z, low, high []float64) {
	for _, k := range b.place {
		z[k] = float64(from.Normal() * b.se[k])
	}
	for i := range b.blocks {
		low[i], high[i] = slices.Min(z[i*b.size:b.end(i)]), slices.Max(z[i*b.size:b.end(i)])
	}
}

// critical returns the critical value of the tests of all pairs together.
func (b *bootstrap) critical(rounds int) float64 {
	z := make([]float64, len(b.value))
	low, high := make([]float64, b.blocks), make([]float64, b.blocks)
	from, cut := random.New(b.seed), math.Inf(1)
	for range rounds {
		kept := newTail(b.tail)
		for range b.replicates {
			b.draw(from, z, low, high)
			kept.add(b.largest(z, low, high, kept.floor(), cut))
		}
		cut = min(cut, kept.floor())
	}
	return cut
}

// largest returns the largest difference of the pairs that are not significant at cut, or
// floor if none exceeds it. It returns −∞, which floor then is, if all pairs are
// significant.
func (b *bootstrap) largest(z, low, high []float64, floor, cut float64) float64 {
	best := floor
	for i := range b.blocks {
		for j := range b.blocks {
			if exceeds(high[i]-low[j], b.least[i][j], b.most[i][j], best) {
				best = b.largestOf(z, low[j], i, j, best, cut)
			}
		}
	}
	return best
}

func (b *bootstrap) largestOf(z []float64, low float64, i, j int, best, cut float64) float64 {
	first, end := j*b.size, b.end(j)
	for k := i * b.size; k < b.end(i); k++ {
		if !exceeds(z[k]-low, differenceSE(b.se[k], b.se[first]), differenceSE(b.se[k], b.se[end-1]), best) {
			continue
		}
		for l := first; l < end; l++ {
			if l == k {
				continue
			}
			s := differenceSE(b.se[k], b.se[l])
			if d := (z[k] - z[l]) / s; d > best && !((b.value[k]-b.value[l])/s > cut) {
				best = d
			}
		}
	}
	return best
}

// significant counts for each unit, by code, those that are better and worse by
// more than cut.
func (b *bootstrap) significant(cut float64) significance {
	above, below := make([]int, len(b.value)), make([]int, len(b.value))
	test := func(difference float64, better, worse int) {
		if difference > cut {
			below[better]++
			above[worse]++
		}
	}
	for j := range b.value {
		for k := range j {
			difference := (b.value[j] - b.value[k]) / differenceSE(b.se[j], b.se[k])
			test(difference, j, k)
			test(-difference, k, j)
		}
	}
	return significance{byCode(b, above), byCode(b, below)}
}

// byCode sorts a list, in the order of the bootstrap, by code.
func byCode[T any](b *bootstrap, list []T) []T {
	sorted := make([]T, len(list))
	for i, k := range b.place {
		sorted[i] = list[k]
	}
	return sorted
}
