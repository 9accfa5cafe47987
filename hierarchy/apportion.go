package hierarchy

import (
	"errors"
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Bound says whether something other than its claim decided a share.
type Bound uint8

const (
	Free     Bound = iota // the claim decided
	AtMin                 // its minimum did
	AtMax                 // its maximum did
	Held                  // a hold did
	Reserved              // what is held or bounded further down did
)

// String returns the bound in words.
func (b Bound) String() string {
	switch b {
	case Free:
		return "free"
	case AtMin:
		return "at minimum"
	case AtMax:
		return "at maximum"
	case Held:
		return "held"
	case Reserved:
		return "reserved"
	}
	return "unknown"
}

// Party is one of those among whom [Apportion] divides: its weight, and its bounds
// if there are any.
type Party struct {
	Weight   decimal.Decimal
	Min, Max decimal.NullDecimal
}

// ApportionOptions are the choices of [Apportion]. The zero value divides into
// whole numbers by largest remainder.
type ApportionOptions struct {
	Quantum  decimal.Decimal // 0 means 1
	Rounding Rounding        // 0 means LargestRemainder
}

// Apportionment is a division, claim by claim.
type Apportionment struct {
	Shares []decimal.Decimal // in the order of the claims
	Bounds []Bound           // AtMin, AtMax or Free
	Tied   []int             // claims that tied for the last quanta; the earlier got them
	Won    int               // how many of the tied claims got a quantum
}

// Apportion divides the total into multiples of the quantum in proportion to
// the weights of the claims. The shares sum to the total exactly.
//
// Without bounds and with W = Σ w, the exact share of claim i is T·wᵢ/W. With
// bounds it is clamp(λwᵢ, minᵢ, maxᵢ), with λ such that these sum to T. Largest
// remainder rounds those that are strictly within their bounds. A divisor method
// gives clamp(round(λwᵢ), minᵢ, maxᵢ). A minimum that is not a multiple of the
// quantum counts as the next multiple above, a maximum as the next below.
//
// Shares have the sign of the total, unless a bound requires otherwise. For a
// total ≥ 0, a claim without a minimum has the minimum min(0, its maximum); for
// a total ≤ 0, a claim without a maximum has the maximum max(0, its minimum).
//
// A claim of weight zero gets the value within its bounds that is nearest to
// zero. With [Adams], [Hill] and [Dean], whose first signpost is zero, each
// claim with a weight gets one quantum before any gets two, the largest weights
// first.
//
// A negative total is divided as its absolute value, with all signs turned. A
// tie for the last quanta goes to the earlier claim, and is reported in Tied and
// Won. All other shares are the same whichever claim wins.
//
// The time is proportional to the number of claims and does not depend on the
// total.
//
// Apportion returns an error if
//   - there are no claims, or a weight is negative;
//   - there is no multiple of the quantum between a minimum and its maximum;
//   - the quantum is negative, or the total is not a multiple of it;
//   - a number has more than 100 digits before or after the decimal point;
//   - the rounding is none of the constants;
//   - the bounds leave no division, or all weights are zero and the total is not ([*InfeasibleError]).
//
// Sources: Balinski and Young, Fair Representation, 1982, for the methods and
// what they guarantee; Reitzig and Wild, Math. Programming B, 2023, for a
// selection whose time does not grow with the total.
func Apportion(total decimal.Decimal, claims []Party, o ApportionOptions) (Apportionment, error) {
	d, err := newRequest(total, claims, o)
	if err != nil {
		return Apportionment{}, err
	}
	return d.run()
}

// request is one call of Apportion: everything in quanta.
type request struct {
	step    fixed.Quantum
	total   *big.Int
	weights fixed.Column
	lo, hi  []*big.Int // nil without bounds; nil elements are none
	method  apportion.Method
	sound   bool // the quantum serves
}

func newRequest(total decimal.Decimal, claims []Party, o ApportionOptions) (*request, error) {
	var p target.Problems
	d := &request{}
	d.options(p.At("options"), o)

	if p.At("total").Figure(total) && d.sound {
		var whole bool
		if d.total, whole = d.step.Count(total); !whole {
			p.At("total").Report(total, target.ErrQuantum, "round it to a multiple of the quantum, "+fault.Text(d.step.Word(1)))
		}
	}

	p.At("claims").Required(len(claims) > 0, "give at least one")
	weights := fixed.NewBuilder(len(claims))
	for i, c := range claims {
		at := p.At("claims").Index(i)
		if at.Field("weight").NonNegative(c.Weight) {
			weights.Set(i, c.Weight)
		}
		if c.Min.Valid || c.Max.Valid {
			d.bound(at, i, len(claims), c)
		}
	}

	if p.Len() > 0 {
		return nil, p.Err()
	}
	d.weights = weights.Column()
	return d, nil
}

// options checks the options and takes the quantum and the method from them.
func (d *request) options(at target.Place, o ApportionOptions) {
	if at.Field("rounding").Add(roundingWords.Check(o.Rounding)) {
		d.method = o.Rounding.method()
	}
	if o.Quantum.IsZero() {
		o.Quantum = one
	}
	if d.sound = at.Field("quantum").Positive(o.Quantum); d.sound {
		d.step = fixed.NewQuantum(o.Quantum)
	}
}

// bound takes the bounds of claim i of n.
func (d *request) bound(at target.Place, i, n int, c Party) {
	low := c.Min.Valid && at.Field("min").Figure(c.Min.Decimal) && d.sound
	high := c.Max.Valid && at.Field("max").Figure(c.Max.Decimal) && d.sound
	if d.lo == nil {
		d.lo, d.hi = make([]*big.Int, n), make([]*big.Int, n)
	}
	if low {
		d.lo[i] = d.step.Ceil(c.Min.Decimal)
	}
	if high {
		d.hi[i] = d.step.Floor(c.Max.Decimal)
	}
	if low && high && d.lo[i].Cmp(d.hi[i]) > 0 {
		at.Field("min").Report(c.Min.Decimal, target.ErrInfeasible,
			"there must be a multiple of the quantum between it and the maximum, "+fault.Text(c.Max.Decimal))
	}
}

func (d *request) run() (Apportionment, error) {
	n := d.weights.Len()
	var (
		o      apportion.Outcome
		err    error
		shares = make([]decimal.Decimal, n)
	)
	if lo, hi, ok := d.words(); ok {
		dst := make([]int64, n)
		var divider apportion.Divider
		if o, err = divider.Words(dst, d.total.Int64(), d.weights.Words(), lo, hi, d.method); err == nil {
			for i, s := range dst {
				shares[i] = d.step.Word(s)
			}
		}
	} else {
		err = apportion.ErrWide
	}
	if errors.Is(err, apportion.ErrWide) {
		weights := make([]*big.Int, n)
		for i := range weights {
			weights[i] = d.weights.Mantissa(i)
		}
		var dst []*big.Int
		if dst, o, err = apportion.Big(d.total, weights, d.lo, d.hi, d.method); err == nil {
			for i, s := range dst {
				shares[i] = d.step.Times(s)
			}
		}
	}
	if err != nil {
		return Apportionment{}, d.infeasible(err)
	}
	a := Apportionment{Shares: shares, Bounds: make([]Bound, n), Tied: append([]int(nil), o.Tied...), Won: o.Win}
	for i, b := range o.Bounds {
		a.Bounds[i] = Bound(b)
	}
	return a, nil
}

// words returns the bounds as machine words, if those and the rest fit.
func (d *request) words() (lo, hi []int64, ok bool) {
	if d.weights.Words() == nil || !d.total.IsInt64() {
		return nil, nil, false
	}
	if d.lo == nil {
		return nil, nil, true
	}
	lo, hi = make([]int64, len(d.lo)), make([]int64, len(d.lo))
	for i := range lo {
		lo[i], hi[i] = math.MinInt64, math.MaxInt64
		if b := d.lo[i]; b != nil {
			if lo[i] = b.Int64(); !b.IsInt64() || lo[i] == math.MinInt64 {
				return nil, nil, false
			}
		}
		if b := d.hi[i]; b != nil {
			if hi[i] = b.Int64(); !b.IsInt64() || hi[i] == math.MaxInt64 {
				return nil, nil, false
			}
		}
	}
	return lo, hi, true
}

func (d *request) infeasible(err error) error {
	var e *apportion.InfeasibleError
	if !errors.As(err, &e) {
		return err
	}
	return &InfeasibleError{
		Reason: e.Kind.String(),
		Amount: d.step.Times(d.total),
		Least:  d.step.Limit(e.SumMin),
		Most:   d.step.Limit(e.SumMax),
		Claims: e.Claims,
	}
}
