package apportion

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"

	"github.com/targetcascade/cascade/internal/fixed"
)

// A Divider divides totals that fit machine words. It keeps scratch memory: dividing
// one family of claims after the other allocates nothing once it has seen the
// largest. The zero Divider is ready for use. It is not safe for concurrent use.
type Divider struct {
	rem, keep []uint64 // remainders, and those still in question
	w         []int64  // weights of the claims that can move
	min, max  []uint64 // their base shares and caps
	open      []span   // claims whose place against their bounds is not settled
	ends      []ratio
	round     rounder
	cands     []quotient // quotients in question, in the order of the claims
	order     []quotient
	tied      []int
	bounds    []Bound
	base      []int64 // base shares, for Multiplier
	count     [maxBuckets]int32
}

// Outcome is the result of a division beside the shares.
type Outcome struct {
	// Tied lists the claims that tied for the last quanta, ascending, if there were
	// not enough for all of them. It is empty if no tie decided anything.
	Tied []int
	// Win is the number of tied claims that got one quantum each: the earliest ones.
	Win int
	// Bounds says for each claim whether a bound decided its share. It is nil if the
	// division had no bounds: all are [Free] then.
	Bounds []Bound
	// Won is the number of claims that [LargestRemainder] rounded up. It is 0 if the
	// total divided evenly, and for divisor methods.
	Won int
	// Down reports that shares went down from their points nearest to zero: the free
	// claims are at or below zero. This can happen for a total above zero.
	Down bool

	total, weight, cut uint64
	wide               *[3]*big.Int
}

// Quota returns the total and the weight of the claims that no bound decided, for
// [LargestRemainder]. The quota of a free claim of weight w is w·total/weight.
// Remainders are counted in parts of 1/weight. The total is an absolute value; Down
// has its sign. Both are zero if nothing was shared, if bounds decided all claims,
// and for divisor methods.
func (o Outcome) Quota() (total, weight *big.Int) {
	if o.wide != nil {
		return new(big.Int).Set(o.wide[0]), new(big.Int).Set(o.wide[1])
	}
	return new(big.Int).SetUint64(o.total), new(big.Int).SetUint64(o.weight)
}

// Cut returns the smallest remainder that was rounded up, in parts of 1/weight of
// [Outcome.Quota]. It is zero if Won is zero.
func (o Outcome) Cut() *big.Int {
	if o.wide != nil {
		return new(big.Int).Set(o.wide[2])
	}
	return new(big.Int).SetUint64(o.cut)
}

// Words divides total by the weights into dst. It returns the outcome, whose slices
// are valid until the next call. Weights are not negative. The slices lo and hi are
// nil or have one bound per claim: [math.MinInt64] in lo and [math.MaxInt64] in hi
// mean none. If intermediate results do not fit two words, [Big] does the division.
//
// Words returns an error if:
//   - the method is unknown;
//   - the total cannot be divided as asked: [*InfeasibleError];
//   - a share does not fit an int64: [ErrWide].
//
// The content of dst after an error is unspecified. Words panics if the lengths of
// the slices differ.
func (d *Divider) Words(dst []int64, total int64, weights, lo, hi []int64, m Method) (Outcome, error) {
	n := len(weights)
	if len(dst) != n || lo != nil && len(lo) != n || hi != nil && len(hi) != n {
		panic("apportion: slices of different lengths")
	}
	if !m.Valid() {
		return Outcome{}, fmt.Errorf("apportion: unknown method %v", m)
	}

	d.tied = d.tied[:0]
	sum, ok := sumWeights(weights)
	if ok && total > -limit && total < limit {
		var o Outcome
		switch {
		case lo != nil || hi != nil:
			o, ok = d.bounded(dst, total, weights, lo, hi, m)
		case sum == 0 && total != 0:
			ok = false
		case m == LargestRemainder:
			o = d.quotas(dst, total, weights, sum)
		default:
			o = d.free(dst, total, weights, sum, m)
		}
		if ok {
			return o, nil
		}
	}

	return d.viaBig(dst, total, weights, lo, hi, m)
}

// limit bounds totals in words. Half of what is shared stays below it too, so that
// all sums fit.
const limit = 1 << 61

// sumWeights reports whether the weights are legal and their sum is below 2⁶³.
func sumWeights(weights []int64) (sum uint64, ok bool) {
	var all uint64
	for _, w := range weights {
		sum += uint64(w)
		all |= uint64(w) | sum
	}
	return sum, all < 1<<63
}

// quotas divides by largest remainder without bounds; sum is the sum of the weights.
func (d *Divider) quotas(dst []int64, total int64, weights []int64, sum uint64) Outcome {
	if total == 0 {
		clear(dst)
		return Outcome{}
	}

	size := fixed.Magnitude(total)
	d.rem = resize(d.rem, len(weights))
	rem := d.rem
	dst = dst[:len(weights)]
	f := newRate(size, sum)
	left := size

	for i, w := range weights {
		q, r := f.times(uint64(w))
		dst[i] = int64(q)
		rem[i] = r
		left -= q
	}

	o := Outcome{Down: total < 0, total: size, weight: sum}
	if left > 0 {
		d.roundUp(&o, dst, rem, int(left))
	}
	if total < 0 {
		negate(dst)
	}

	return o
}

// free divides by a divisor method without bounds; sum is the sum of the weights.
func (d *Divider) free(dst []int64, total int64, weights []int64, sum uint64, m Method) Outcome {
	clear(dst)
	o := Outcome{Down: total < 0}
	if total == 0 {
		return o
	}
	f := frame{
		dst: dst, w: weights, total: fixed.Magnitude(total), cap: uncapped / 2, sum: sum,
		claims: uint64(len(weights)),
	}
	d.divide(&o, &f, m)
	if total < 0 {
		negate(dst)
	}
	return o
}

// roundUp adds one to the k shares with the largest remainders. More than k
// remainders are not zero.
func (d *Divider) roundUp(o *Outcome, dst []int64, rem []uint64, k int) {
	at, above, equal, keep := largest(rem, k, bits.Len64(o.weight), &d.count, d.keep)
	d.keep = keep
	o.Won, o.cut = k, at
	dst = dst[:len(rem)]
	if above+equal == k {
		for i, r := range rem {
			_, less := bits.Sub64(r, at, 0)
			dst[i] += 1 - int64(less)
		}
		return
	}

	o.Win = k - above
	for i, r := range rem {
		if r > at {
			dst[i]++
		} else if r == at {
			if len(d.tied) < o.Win {
				dst[i]++
			}
			d.tied = append(d.tied, i)
		}
	}

	o.Tied = d.tied
}

// viaBig divides by [Big] and converts the shares back.
func (d *Divider) viaBig(dst []int64, total int64, weights, lo, hi []int64, m Method) (Outcome, error) {
	w := make([]*big.Int, len(weights))
	for i, v := range weights {
		w[i] = big.NewInt(v)
	}
	shares, o, err := Big(big.NewInt(total), w, bigBounds(lo, math.MinInt64), bigBounds(hi, math.MaxInt64), m)
	if err != nil {
		return Outcome{}, err
	}
	for i, s := range shares {
		if !s.IsInt64() {
			return Outcome{}, ErrWide
		}
		dst[i] = s.Int64()
	}
	return o, nil
}

func bigBounds(a []int64, none int64) []*big.Int {
	if a == nil {
		return nil
	}
	b := make([]*big.Int, len(a))
	for i, v := range a {
		if v != none {
			b[i] = big.NewInt(v)
		}
	}
	return b
}

func negate(a []int64) {
	for i, v := range a {
		a[i] = -v
	}
}

// resize returns a slice of n elements, a itself if it is large enough.
func resize[E any](a []E, n int) []E {
	if cap(a) < n {
		return make([]E, n)
	}
	return a[:n]
}
