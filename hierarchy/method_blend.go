package hierarchy

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Part is one method of a [Blend] with its weight. A method of weight zero does
// not count, and nothing is asked of it.
type Part struct {
	Weight decimal.Decimal
	Method Method
}

// Blend mixes methods: 60 % by population and 40 % by output. Each part divides the
// amount by itself. Without bounds and holds, the exact quota of a child is the
// weighted mean of the quotas qᵢₖ of the parts, with the weights sₖ:
//
//	qᵢ = Σ sₖqᵢₖ / Σ s
//
// The claim of a child is
//
//	wᵢ = Σ sₖ·vᵢₖ / Σ s                   with vₖ the part's weights, divided by their sum
//	oᵢ = Σ sₖ·(oᵢₖ − vᵢₖ·Σⱼ oⱼₖ) / Σ s     with oₖ the part's offsets
//
// For a WeightedMean kind, sums over children are weighted by the basis. A blend of
// one part is that part.
//
// Cascade returns an error if there is no part, if a weight is negative, or if all
// weights are zero. It also returns one if the weights of a part are all zero in a
// family that has an amount.
func Blend(parts ...Part) Method { return blend(append([]Part(nil), parts...)) }

type blend []Part

func (m blend) String() string {
	text := make([]string, len(m))
	for i, p := range m {
		text[i] = numtext.Plain(p.Weight) + " " + wrap(p.Method).String()
	}
	return "by a blend of " + strings.Join(text, " and ")
}

// parts yields the methods that count, each with its number.
func (m blend) parts(yield func(int, claimer) bool) {
	for i, p := range m {
		if p.Weight.Sign() != 0 && !yield(i, wrap(p.Method)) {
			return
		}
	}
}

func (m blend) accepts(law target.Law) bool {
	for _, part := range m.parts {
		if !part.accepts(law) {
			return false
		}
	}
	return true
}

func (m blend) inputs() []input {
	var all []input
	for i, part := range m.parts {
		all = append(all, inputsBelow(fmt.Sprintf("blend[%d]", i), part.inputs())...)
	}
	return all
}

// inputsBelow puts a path before those of inputs.
func inputsBelow(path string, all []input) []input {
	for i := range all {
		if all[i].path != "" {
			all[i].path = path + "." + all[i].path
		} else {
			all[i].path = path
		}
	}
	return all
}

func (m blend) check() error {
	var p target.Problems
	sum := decimal.Zero
	for i, part := range m {
		at := p.At("blend").Index(i)
		if !at.Field("weight").NonNegative(part.Weight) || part.Weight.IsZero() {
			continue
		}
		sum = sum.Add(part.Weight)
		at.Add(checkMethod(wrap(part.Method)))
	}
	if p.Len() == 0 {
		p.At("blend").Required(sum.Sign() > 0, "give a part with a weight greater than 0")
	}
	return p.Err()
}

// Claims implements [Method].
func (m blend) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

// blended is one part of a blend for a family.
type blended struct {
	formula
	number int
	share  *big.Int // the part's weight, at one exponent for all parts
	sum    *big.Int // of its weights; 1 if that is zero
	offset *big.Rat // sum of its offsets
}

func (m blend) formula(g *wideFamily) (formula, error) {
	parts, err := m.make(g)
	if err != nil {
		return formula{}, err
	}
	if len(parts) == 1 {
		return parts[0].formula, nil
	}
	return mixture(g, parts), nil
}

// make makes the formulas of the parts that count.
func (m blend) make(g *wideFamily) ([]blended, error) {
	shares := fixed.NewBuilder(len(m))
	for i, p := range m {
		shares.Set(i, p.Weight)
	}
	column := shares.Column()

	var problems target.Problems
	var parts []blended
	for i := range m.parts {
		at := problems.At("blend").Index(i)
		made, err := g.part(m[i].Method)
		if !at.Add(err) {
			continue
		}
		part := blended{
			formula: made, number: i, share: column.Mantissa(i), sum: g.sum(made.weights), offset: new(big.Rat),
		}
		if made.offsets != nil {
			part.offset = g.sumOf(made.offsets)
		}
		// A part without weights can divide nothing except the sum of its offsets.
		if part.sum.Sign() == 0 {
			if part.sum = bigOne; part.offset.Cmp(g.mass()) != 0 {
				problems.Add(noWeight(at.String()))
			}
		}
		parts = append(parts, part)
	}
	return parts, problems.Err()
}

// mixture is the formula of several parts. With Cₖ the sum of the weights of part k,
// the weights are, over a common denominator, Σₖ sₖ·cᵢₖ·Π_{j≠k} Cⱼ.
func mixture(g *wideFamily, parts []blended) formula {
	product, whole := big.NewInt(1), new(big.Int)
	shifted := false
	for _, p := range parts {
		product.Mul(product, p.sum)
		whole.Add(whole, p.share)
		shifted = shifted || p.offsets != nil
	}
	factors, sets := make([]*big.Int, len(parts)), make([][]*big.Int, len(parts))
	for i, p := range parts {
		factors[i] = new(big.Int).Quo(product, p.sum)
		factors[i].Mul(factors[i], p.share)
		sets[i] = p.weights
	}
	made := formula{weights: addAll(factors, sets)}
	if !shifted {
		return made
	}

	made.offsets = make([]*big.Rat, len(g.units))
	for k := range made.offsets {
		sum := new(big.Rat)
		for _, p := range parts {
			sum.Add(sum, new(big.Rat).Mul(p.freeOffset(k), new(big.Rat).SetInt(p.share)))
		}
		made.offsets[k] = sum.Quo(sum, new(big.Rat).SetInt(whole))
	}
	return made
}

// freeOffset returns the offset of a child, less its part in the sum of all
// offsets by its weight.
func (p *blended) freeOffset(k int) *big.Rat {
	if p.offsets == nil {
		return new(big.Rat)
	}
	part := new(big.Rat).SetFrac(p.weights[k], p.sum)
	part.Mul(part, p.offset)
	return part.Sub(p.offsets[k], part)
}

func (m blend) steady(f *family, k int) (*big.Rat, bool) {
	offset, whole := new(big.Rat), new(big.Rat)
	for i, part := range m.parts {
		s, ok := part.(steady)
		if !ok {
			return nil, false
		}
		own, zero := s.steady(f, k)
		if !zero {
			return nil, false
		}
		share := m[i].Weight.Rat()
		if whole.Add(whole, share); own != nil {
			offset.Add(offset, own.Mul(own, share))
		}
	}
	if offset.Sign() == 0 {
		return nil, true
	}
	return offset.Quo(offset, whole), true
}

func (m blend) fixes(t *Tree) bool {
	for _, part := range m.parts {
		if fixesSome(part, t) {
			return true
		}
	}
	return false
}

func (m blend) claim(f *family) error {
	if m.claimWords(f) {
		return nil
	}
	return claimExact(m, f)
}

// claimWords blends one or two methods without offsets on machine words.
func (m blend) claimWords(f *family) bool {
	if len(m) > 2 || f.places != nil {
		return false
	}
	var sets [2][]int64
	var sums, factors [2]int64
	kept := 0
	defer func() { f.unstash(sets[:kept]...) }()
	for i, p := range m {
		if p.Weight.IsZero() {
			return false
		}
		f.formula = formula{}
		if err := wrap(p.Method).claim(f); err != nil || f.words == nil || slices.Min(f.words) < 0 || f.shifted() {
			return false // the other way reports the errors of all parts
		}
		sets[i] = f.stash(f.words)
		kept++
		var ok bool
		if sums[i], ok = f.weigh(sets[i]); !ok || sums[i] <= 0 {
			return false
		}
	}
	if len(m) == 1 {
		return true
	}

	scale := min(m[0].Weight.Exponent(), m[1].Weight.Exponent())
	for i := range m {
		w, isWord := fixed.Word(m[i].Weight)
		w, scales := fixed.Scale(w, m[i].Weight.Exponent()-scale)
		factor, fits := fixed.MulWords(w, sums[1-i])
		if factors[i] = factor; !isWord || !scales || !fits {
			return false
		}
	}
	return f.linear(factors[0], sets[0], factors[1], sets[1])
}
