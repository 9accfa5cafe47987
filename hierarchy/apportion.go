package hierarchy

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Rounding is how exact shares become whole quanta.
//
// [LargestRemainder] rounds every exact share down and gives the quanta that
// are left to the largest remainders. The others are divisor methods: the
// weights are multiplied by one number such that the rounded products make the
// total, where a product between k and k+1 is rounded up from the method's
// signpost s(k) on. They never take a quantum from anyone when the total grows;
// largest remainder never strays a whole quantum from the exact share.
type Rounding uint8

const (
	LargestRemainder Rounding = iota // Hamilton, Hare quota, Hare-Niemeyer
	Webster                          // Sainte-Laguë: s(k) = k + ½
	Jefferson                        // D'Hondt: s(k) = k + 1
	Adams                            // s(k) = k
	Hill                             // Huntington-Hill: s(k) = √(k(k+1))
	Dean                             // s(k) = 2k(k+1) / (2k+1)
)

// String returns the name of the method.
func (r Rounding) String() string { return r.method().String() }

func (r Rounding) method() apportion.Method { return apportion.Method(r) }

func (r Rounding) check(l *fault.List, path string) {
	if !r.method().Valid() {
		l.Add(&target.FieldError{Path: path, Value: uint8(r), Err: target.ErrUnknown, Remedy: "use LargestRemainder, Webster, Jefferson, Adams, Hill or Dean"})
	}
}

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

// Claim is one party's weight in a division, with bounds where there are any.
type Claim struct {
	Weight   decimal.Decimal
	Min, Max decimal.NullDecimal
}

// ApportionOptions are the choices of [Apportion]. The zero value divides into
// whole numbers by largest remainder.
type ApportionOptions struct {
	Quantum  decimal.Decimal // zero is 1
	Rounding Rounding
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
// bounds it is clamp(λwᵢ, minᵢ, maxᵢ), with λ such that these sum to T; largest
// remainder rounds those that are strictly within their bounds, and a divisor
// method gives clamp(round(λwᵢ), minᵢ, maxᵢ). A minimum that is no multiple of
// the quantum counts as the next one above, a maximum as the next below. A share
// never takes the sign opposite to the total's, and nothing is moved between
// claims at a total of zero, unless a bound says so: where a bound is absent on
// that side of zero, the bound that is nearest to zero stands in for it.
//
// A claim of weight zero gets what of its bounds is nearest to zero: nothing,
// unless its minimum is above zero or its maximum below. With [Adams], [Hill]
// and [Dean], whose first signpost is zero, each claim with a weight gets one
// quantum before any gets two, the largest weights first.
//
// A negative total is divided as its absolute value, with all signs turned. A
// tie for the last quanta goes to the earlier claim, and is reported in Tied and
// Won: all other shares are the same whoever wins.
//
// The time that it takes is proportional to the number of claims and does not
// depend on the total.
//
// Apportion returns an error if there are no claims; if a weight is negative; if
// a minimum is above the maximum; if the quantum is negative or the total no
// multiple of it; if a number has more than 100 digits before or after the
// point; if the rounding is none of the constants; and an [*InfeasibleError] if
// the bounds leave no division, or all weights are zero with a total to share.
//
// The methods and what they guarantee are in Balinski and Young, Fair
// Representation, 1982; the time does not grow with the total by the selection
// of Reitzig and Wild, Math. Programming B, 2023.
func Apportion(total decimal.Decimal, claims []Claim, o ApportionOptions) (Apportionment, error) {
	d, err := newDivision(total, claims, o)
	if err != nil {
		return Apportionment{}, err
	}
	return d.run()
}

// division is one call of Apportion: everything in quanta.
type division struct {
	step    quantum
	total   *big.Int
	weights fixed.Column
	lo, hi  []*big.Int // nil without bounds; nil elements are none
	method  apportion.Method
}

func newDivision(total decimal.Decimal, claims []Claim, o ApportionOptions) (*division, error) {
	var l fault.List
	bounded := func(path string, d decimal.Decimal) bool {
		if !fixed.InBounds(d) {
			l.Add(&target.FieldError{Path: path, Value: d, Err: target.ErrRange, Remedy: "at most 100 digits before and 100 after the point"})
			return false
		}
		return true
	}
	if o.Quantum.IsZero() {
		o.Quantum = one
	}
	d := &division{method: o.Rounding.method()}
	o.Rounding.check(&l, "options.rounding")
	sound := bounded("options.quantum", o.Quantum)
	if sound && o.Quantum.Sign() < 0 {
		l.Add(&target.FieldError{Path: "options.quantum", Value: o.Quantum, Err: target.ErrRange, Remedy: "give a positive number; zero is 1"})
		sound = false
	}
	if sound {
		d.step = newQuantum(o.Quantum)
	}
	if bounded("total", total) && sound {
		var whole bool
		if d.total, whole = d.step.count(total); !whole {
			l.Add(&target.FieldError{Path: "total", Value: total, Err: target.ErrQuantum, Remedy: "round it to a multiple of " + fault.Text(o.Quantum)})
		}
	}
	if len(claims) == 0 {
		l.Add(&target.FieldError{Path: "claims", Err: target.ErrRequired, Remedy: "give at least one"})
	}
	weights := fixed.NewBuilder(len(claims))
	for i, c := range claims {
		if !fixed.InBounds(c.Weight) {
			bounded(fmt.Sprintf("claims[%d].weight", i), c.Weight)
			continue
		}
		if c.Weight.Sign() < 0 {
			l.Add(&target.FieldError{Path: fmt.Sprintf("claims[%d].weight", i), Value: c.Weight, Err: target.ErrRange, Remedy: "a weight is zero or above"})
			continue
		}
		weights.Set(i, c.Weight)
		if c.Min.Valid || c.Max.Valid {
			d.bound(&l, i, len(claims), c, sound, bounded)
		}
	}
	if l.Len() > 0 {
		return nil, l.Err()
	}
	d.weights = weights.Column()
	return d, nil
}

func (d *division) bound(l *fault.List, i, n int, c Claim, sound bool, bounded func(string, decimal.Decimal) bool) {
	if c.Min.Valid {
		sound = bounded(fmt.Sprintf("claims[%d].min", i), c.Min.Decimal) && sound
	}
	if c.Max.Valid {
		sound = bounded(fmt.Sprintf("claims[%d].max", i), c.Max.Decimal) && sound
	}
	if !sound {
		return
	}
	if d.lo == nil {
		d.lo, d.hi = make([]*big.Int, n), make([]*big.Int, n)
	}
	if c.Min.Valid {
		d.lo[i] = d.step.ceil(c.Min.Decimal)
	}
	if c.Max.Valid {
		d.hi[i] = d.step.floor(c.Max.Decimal)
	}
	if c.Min.Valid && c.Max.Valid && d.lo[i].Cmp(d.hi[i]) > 0 {
		l.Add(&target.FieldError{Path: fmt.Sprintf("claims[%d].min", i), Value: c.Min.Decimal, Err: target.ErrInfeasible, Remedy: "no multiple of the quantum lies between it and the maximum, " + fault.Text(c.Max.Decimal)})
	}
}

func (d *division) run() (Apportionment, error) {
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
				shares[i] = d.step.word(s)
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
				shares[i] = d.step.times(s)
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
func (d *division) words() (lo, hi []int64, ok bool) {
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

func (d *division) infeasible(err error) error {
	var e *apportion.InfeasibleError
	if !errors.As(err, &e) {
		return err
	}
	return &InfeasibleError{
		Reason: e.Kind.String(),
		Load:   d.step.times(d.total),
		Least:  d.step.limit(e.SumMin),
		Most:   d.step.limit(e.SumMax),
		Claims: e.Claims,
	}
}

func (q quantum) limit(n *big.Int) decimal.NullDecimal {
	if n == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(q.times(n))
}
