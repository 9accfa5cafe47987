package robust

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"sort"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/target"
)

// CategoryCount is the number of times that a category was counted.
type CategoryCount struct {
	Code  string
	Count int64
}

// Adjustment is the way in which the tests of many pairs are made stricter.
type Adjustment uint8

const (
	// Holm tests the pair with the i-th smallest p-value of m against
	// α/(m−i+1), and stops at the first that is above (S. Holm, 1979).
	Holm Adjustment = iota
	// Bonferroni tests every pair against α/m.
	Bonferroni
)

var adjustmentWords = enum.New[Adjustment]("adjustment", target.UnknownError, []string{
	Holm: "holm", Bonferroni: "bonferroni",
})

// String returns the adjustment in lower case.
func (a Adjustment) String() string { return adjustmentWords.String(a) }

// MarshalText returns the adjustment in lower case.
func (a Adjustment) MarshalText() ([]byte, error) { return adjustmentWords.Marshal(a) }

// UnmarshalText reads an adjustment as String prints it.
func (a *Adjustment) UnmarshalText(text []byte) error { return adjustmentWords.Unmarshal(a, text) }

// MultinomialOptions are the options of [Multinomial]. The zero value is the
// default.
type MultinomialOptions struct {
	Alpha      decimal.Decimal // 1 − the probability of coverage; 0 means 0.05
	Family     SetFamily
	Side       Side
	Adjustment Adjustment
}

const (
	maxCount = 1_000_000_000
	maxExact = 1 << 16 // counts of a pair up to which p-values can be compared as fractions
)

// Multinomial returns confidence sets for the ranks of the categories of a
// multinomial sample, the most frequent first: parties by votes, fields by
// patents. They are valid for samples of every size, and nothing is drawn at
// random.
//
// That category j is not more frequent than k is tested by the exact p-value
//
//	P(X ≥ nⱼ),  X ~ Binomial(nⱼ + nₖ, 1/2).
//
// The pairs that are tested are
//
//	Simultaneous  all ordered pairs
//	Marginal      the pairs of the category, on the side that is asked for
//
// The set of a category begins one rank below those that are significantly more
// frequent, and ends above those that are significantly less frequent. For an
// alpha above 1/2 it may lack the estimated rank, or be empty, with Lower above Upper.
//
// P-values are compared as fractions if floating point leaves the comparison open
// and a pair has at most 65,536 counts. Above that, a p-value within 10⁻⁸ of its
// bound, relative to it, counts as not significant.
//
// Multinomial returns an error if:
//   - there is no category, or more than 50,000;
//   - a code is empty or given twice;
//   - a count is negative or above 10⁹;
//   - an option is out of range.
//
// Source: S. Bazylik, M. Mogstad, J. P. Romano, A. M. Shaikh, D. Wilhelm
// (2021), Finite- and large-sample inference for ranks using multinomial data
// with an application to ranking political parties.
func Multinomial(counts []CategoryCount, o MultinomialOptions) (*RankSets, error) {
	var problems target.Problems
	codes := make([]string, len(counts))
	for i, c := range counts {
		codes[i] = c.Code
	}
	at := problems.At("counts")
	order := checkCodes(at, codes, maxUnits)
	for _, i := range order {
		if n := counts[i].Count; n < 0 || n > maxCount {
			at.Key(codes[i]).Field("count").Report(n, target.ErrRange, "must be between 0 and 1000000000")
		}
	}
	options := problems.At("options")
	alpha := checkAlpha(options.Field("alpha"), o.Alpha)
	checkSets(options, o.Family, o.Side)
	options.Field("adjustment").Add(adjustmentWords.Check(o.Adjustment))
	if err := problems.Err(); err != nil {
		return nil, err
	}

	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(counts[i].Count, counts[j].Count) })
	sorted, n := make([]string, len(order)), make([]int64, len(order))
	for k, i := range order {
		sorted[k], n[k] = codes[i], counts[i].Count
	}
	better := func(i, j int) bool { return n[i] > n[j] }

	t := binomialTests{counts: n, alpha: alpha, holm: o.Adjustment == Holm, open: make(map[[3]int64]bool)}
	var tests significance
	if o.Family == Simultaneous {
		tests = t.simultaneous()
	} else {
		tests = t.marginal(o.Side)
	}
	return newSets(sorted, better, tests, o.Family, o.Side), nil
}

// binomialTests compares categories in the order of their counts. The p-value of
// "j is more frequent than k" falls with the count of j and grows with that of k.
// So the significant pairs are on one side of a boundary.
type binomialTests struct {
	counts []int64
	alpha  *big.Rat
	holm   bool
	open   map[[3]int64]bool // fractions compared so far
}

// level is the bound α/m of a p-value.
type level struct {
	m     int64
	float float64
}

// stepwise raises the bound with the number of significant pairs, until no more are
// found. Count returns the number of significant pairs of m at a bound.
func (t *binomialTests) stepwise(m int64, count func(level) int64) {
	alpha, _ := t.alpha.Float64()
	for found := int64(0); found < m; {
		now := count(level{m - found, alpha / float64(m-found)})
		if !t.holm || now == found {
			return
		}
		found = now
	}
}

func (t *binomialTests) simultaneous() significance {
	p := len(t.counts)
	from := make([]int, p) // the first category that is more frequent than each
	above, below := make([]int, p), make([]int, p)

	t.stepwise(int64(p)*int64(p-1), func(l level) int64 {
		pairs, j := int64(0), 0
		for k := range p {
			for j < p && !t.significant(t.counts[j], t.counts[k], l) {
				j++
			}
			from[k], above[k] = j, p-j
			if j <= k {
				above[k]--
			}
			pairs += int64(above[k])
		}
		return pairs
	})

	for j := range p {
		// from does not fall, so these are the categories before the first whose
		// boundary is beyond j.
		below[j] = sort.Search(p, func(k int) bool { return from[k] > j })
		if from[j] <= j {
			below[j]--
		}
	}
	return significance{above, below}
}

func (t *binomialTests) marginal(side Side) significance {
	p := len(t.counts)
	above, below := make([]int, p), make([]int, p)

	for i, n := range t.counts {
		m := int64(p - 1)
		if side == TwoSided {
			m *= 2
		}
		t.stepwise(m, func(l level) int64 {
			if side != UpperBound {
				from := sort.Search(p, func(j int) bool { return t.significant(t.counts[j], n, l) })
				if above[i] = p - from; from <= i {
					above[i]--
				}
			}
			if side != LowerBound {
				below[i] = sort.Search(p, func(k int) bool { return !t.significant(n, t.counts[k], l) })
				if below[i] > i {
					below[i]--
				}
			}
			return int64(above[i] + below[i])
		})
	}
	return significance{above, below}
}

// significant reports whether P(X ≥ x) ≤ α/m for X ~ Binomial(x+y, 1/2).
func (t *binomialTests) significant(x, y int64, l level) bool {
	const slack = 1e-8 // far above the error of upperTail
	switch p := upperTail(x, x+y); {
	case p <= l.float*(1-slack):
		return true
	case p > l.float*(1+slack) || x+y > maxExact:
		return false
	}

	key := [3]int64{x, y, l.m}
	if known, ok := t.open[key]; ok {
		return known
	}

	// The sum of the binomial coefficients from x on, compared with 2ˢ·α/m.
	s := x + y
	sum, term, factor := new(big.Int), big.NewInt(1), new(big.Int)
	for i := s; i >= x; i-- {
		sum.Add(sum, term)
		term.Quo(term.Mul(term, factor.SetInt64(i)), big.NewInt(s-i+1))
	}
	sum.Mul(sum, t.alpha.Denom()).Mul(sum, big.NewInt(l.m))
	limit := new(big.Int).Lsh(t.alpha.Num(), uint(s))
	t.open[key] = sum.Cmp(limit) <= 0
	return t.open[key]
}

// upperTail returns P(X ≥ x) for X ~ Binomial(s, 1/2) to a relative error below
// 10⁻⁹, and 0 if it is below e⁻⁷⁰⁰.
func upperTail(x, s int64) float64 {
	if 2*x <= s {
		return 1 - upperTail(s-x+1, s)
	}
	if x > s {
		return 0
	}
	// Hoeffding: P(X ≥ x) ≤ exp(−(2x−s)²/(2s)).
	if d := float64(2*x - s); d*d > 1400*float64(s) {
		return 0
	}

	// From the largest coefficient to x, and then the sum of a series whose terms
	// fall ever faster.
	top := (s + 1) / 2
	term := centralTerm(s)
	for i := top; i < x; i++ {
		term = float64(term * (float64(s-i) / float64(i+1)))
	}
	sum := term
	for i := x; i < s && term > sum*1e-18; i++ {
		term = float64(term * (float64(s-i) / float64(i+1)))
		sum += term
	}
	return sum
}

// centralTerm returns C(s, ⌈s/2⌉) / 2ˢ.
func centralTerm(s int64) float64 {
	// For odd s it is that of s+1.
	n := (s + 1) / 2
	if n <= 100 {
		c := 1.0
		for i := int64(1); i <= n; i++ {
			c *= float64(2*i-1) / float64(2*i)
		}
		return c
	}
	// C(2n, n)/4ⁿ by Stirling's series.
	r := 1 / float64(n)
	series := 1 + float64(r*(-1.0/8+float64(r*(1.0/128+float64(r*(5.0/1024-float64(r*(21.0/32768))))))))
	return series / math.Sqrt(math.Pi*float64(n))
}
