package hierarchy

import (
	"math/big"

	"github.com/targetcascade/cascade/target"
)

// Equal gives every child the same claim. For a Sum kind the members get equal
// quotas, and a [Residual] nothing. For a WeightedMean kind every child gets the same
// figure, as with [Uniform].
func Equal() Method { return equal{} }

type equal struct{}

func (equal) String() string          { return "equally" }
func (equal) accepts(target.Law) bool { return true }
func (equal) inputs() []input         { return nil }

// Claims implements [Method].
func (m equal) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (equal) formula(g *group) (formula, error) { return formula{weights: g.ones()}, nil }

func (equal) claim(f *family) error {
	f.words = f.onesWords()
	return nil
}

func (equal) steady(f *family, k int) (*big.Rat, bool) {
	return nil, f.role(k) == Residual && f.law != target.WeightedMean
}

// Uniform gives every child the parent's own value: 7 % of growth for the
// nation is 7 % for each province. It is for WeightedMean kinds only.
func Uniform() Method { return uniform{} }

type uniform struct{ equal }

// Claims implements [Method].
func (m uniform) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (uniform) String() string              { return "the same value for each" }
func (uniform) accepts(law target.Law) bool { return law == target.WeightedMean }
