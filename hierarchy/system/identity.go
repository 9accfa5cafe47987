package system

import (
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// systemIdentity is a [Sum] or a [Ratio].
type systemIdentity interface {
	kind() string // sums or ratios
	name() string
	derived() string
	others() []string // the indicators from which the derived one follows
	// exact returns the derived figure from those of the others; nil if a divisor is zero.
	exact(of map[string]decimal.Decimal, ratio target.Indicator) *big.Rat
	// text prints the formula by which exact calculates: "67,608 · 0.455".
	text(of map[string]decimal.Decimal, ratio target.Indicator) string
	// taker returns the indicator that takes over the bounds of the derived one: the one
	// whose figures are open when all others are planned. It is empty if none is.
	taker(known func(code string) bool) string
	// solve returns the figure of an indicator from those of the others and the derived
	// one. It returns nil if there is none, or if the indicator is a divisor of the derived
	// figure and would not be above zero.
	solve(code string, of map[string]decimal.Decimal, ratio target.Indicator) *big.Rat
	// slope returns the sign of the change of the derived figure if that of an indicator
	// rises.
	slope(code string, of map[string]decimal.Decimal, ratio target.Indicator) int
}

func (s Sum) kind() string    { return "sums" }
func (s Sum) name() string    { return s.Name }
func (s Sum) derived() string { return s.Derived }

func (s Sum) others() []string {
	return slices.DeleteFunc(append([]string{s.Whole}, s.Parts...), func(code string) bool { return code == s.Derived })
}

func (s Sum) exact(of map[string]decimal.Decimal, _ target.Indicator) *big.Rat {
	sum := decimal.Decimal{}
	for _, part := range s.Parts {
		sum = sum.Add(of[part]) // that of the derived part is 0
	}
	if s.Derived != s.Whole {
		sum = of[s.Whole].Sub(sum)
	}
	return sum.Rat()
}

func (s Sum) text(of map[string]decimal.Decimal, _ target.Indicator) string {
	var all []string
	sign := " + "
	if s.Derived != s.Whole {
		all, sign = append(all, numtext.Figure(of[s.Whole])), " − "
	}
	for _, part := range s.Parts {
		if part != s.Derived {
			all = append(all, numtext.Figure(of[part]))
		}
	}
	return strings.Join(all, sign)
}

func (s Sum) taker(known func(code string) bool) string {
	open := slices.DeleteFunc(s.others(), known)
	if len(open) != 1 {
		return ""
	}
	return open[0]
}

func (s Sum) solve(code string, of map[string]decimal.Decimal, ratio target.Indicator) *big.Rat {
	s.Derived = code
	return s.exact(of, ratio)
}

func (s Sum) slope(code string, _ map[string]decimal.Decimal, _ target.Indicator) int {
	if s.Derived != s.Whole && code != s.Whole {
		return -1
	}
	return 1
}

func (r Ratio) kind() string    { return "ratios" }
func (r Ratio) name() string    { return r.Name }
func (r Ratio) derived() string { return r.Derived }

func (r Ratio) others() []string {
	all := []string{r.Numerator, r.Ratio, r.Denominator}
	return slices.DeleteFunc(all, func(code string) bool { return code == r.Derived })
}

// ratioFactor returns the factor that makes the numerator of the denominator, such as
// 1 + ratio / Per for a growth.
func ratioFactor(ratio decimal.Decimal, indicator target.Indicator) *big.Rat {
	f := ratio.Rat()
	f.Quo(f, indicator.Scale().Rat())
	switch indicator.Kind {
	case target.Growth:
		f.Add(big.NewRat(1, 1), f)
	case target.Reduction:
		f.Sub(big.NewRat(1, 1), f)
	}
	return f
}

func (r Ratio) exact(of map[string]decimal.Decimal, ratio target.Indicator) *big.Rat {
	out := of[r.Numerator].Rat()
	switch r.Derived {
	case r.Numerator:
		out.Mul(of[r.Denominator].Rat(), ratioFactor(of[r.Ratio], ratio))
	case r.Denominator:
		f := ratioFactor(of[r.Ratio], ratio)
		if f.Sign() == 0 {
			return nil
		}
		out.Quo(out, f)

	default:
		if of[r.Denominator].IsZero() {
			return nil
		}
		out.Quo(out, of[r.Denominator].Rat())
		switch ratio.Kind {
		case target.Growth:
			out.Sub(out, big.NewRat(1, 1))
		case target.Reduction:
			out.Sub(big.NewRat(1, 1), out)
		}
		out.Mul(out, ratio.Scale().Rat())
	}

	return out
}

// undetermined reports whether any ratio satisfies the identity: 0 = 0 · ratio. It is for
// figures from which exact returns nil.
func (r Ratio) undetermined(of map[string]decimal.Decimal) bool {
	return r.Derived == r.Ratio && of[r.Numerator].IsZero()
}

func (r Ratio) text(of map[string]decimal.Decimal, ratio target.Indicator) string {
	n, d := numtext.Figure(of[r.Numerator]), numtext.Figure(of[r.Denominator])
	f, per := numtext.Figure(of[r.Ratio]), ""
	if scale := ratio.Scale(); !scale.Equal(decimal.New(1, 0)) {
		per = numtext.Figure(scale)
		f += " / " + per
	}
	var before string
	switch ratio.Kind {
	case target.Growth:
		f, before = "(1 + "+f+")", "− 1"
	case target.Reduction:
		f, before = "(1 − "+f+")", "1 −"
	}

	switch r.Derived {
	case r.Numerator:
		return d + " · " + f
	case r.Denominator:
		if per != "" && before == "" {
			f = "(" + f + ")"
		}
		return n + " / " + f
	}
	out := n + " / " + d
	if before == "− 1" {
		out = "(" + out + " − 1)"
	} else if before != "" {
		out = "(1 − " + out + ")"
	}
	if per != "" {
		out += " · " + per
	}
	return out
}

// taker returns the ratio if the numerator is derived, since the denominator is planned
// before the ratio. It never returns a divisor: bounds of a quotient leave a divisor two
// ranges, one on each side of zero.
func (r Ratio) taker(known func(code string) bool) string {
	switch {
	case r.Derived == r.Numerator && !known(r.Ratio):
		return r.Ratio
	case r.Derived == r.Denominator && known(r.Ratio) || r.Derived == r.Ratio && known(r.Denominator):
		return r.Numerator
	}
	return ""
}

func (r Ratio) solve(code string, of map[string]decimal.Decimal, ratio target.Indicator) *big.Rat {
	if r.Numerator != code && r.Numerator != r.Derived {
		other := of[r.Denominator].Sign()
		if code == r.Denominator {
			other = ratioFactor(of[r.Ratio], ratio).Sign()
		}
		//mutate:equal other*of[r.Numerator].Sign() < 0: a quotient by zero is nil too
		//mutate:equal other / of[r.Numerator].Sign(): nothing rises where the numerator is zero
		if other*of[r.Numerator].Sign() <= 0 {
			return nil // the divisor has two ranges
		}
	}
	r.Derived = code
	return r.exact(of, ratio)
}

func (r Ratio) slope(code string, of map[string]decimal.Decimal, ratio target.Indicator) int {
	up := 1 // whether the factor rises with the ratio
	if ratio.Kind == target.Reduction {
		up = -1
	}
	switch {
	case r.Derived == r.Numerator && code == r.Ratio:
		//mutate:equal of[r.Denominator].Sign() / up: up is 1 or −1
		return of[r.Denominator].Sign() * up
	case r.Derived == r.Numerator, r.Derived == r.Denominator && code == r.Numerator:
		return ratioFactor(of[r.Ratio], ratio).Sign()
	case r.Derived == r.Denominator:
		//mutate:equal -of[r.Numerator].Sign() / up: up is 1 or −1
		return -of[r.Numerator].Sign() * up
	case code == r.Numerator:
		//mutate:equal of[r.Denominator].Sign() / up: up is 1 or −1
		return of[r.Denominator].Sign() * up
	}
	//mutate:equal -of[r.Numerator].Sign() / up: up is 1 or −1
	return -of[r.Numerator].Sign() * up
}
