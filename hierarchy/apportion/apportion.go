package apportion

import (
	"errors"
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Party is one of those among whom [Apportion] divides: its weight, and its bounds
// if there are any.
type Party struct {
	Weight   decimal.Decimal
	Min, Max decimal.NullDecimal
}

// Options are the choices of [Apportion]. The zero value divides into whole
// numbers by largest remainder.
type Options struct {
	Quantum  decimal.Decimal // 0 means 1
	Rounding Rounding        // 0 means LargestRemainder
}

// Apportionment is a division, party by party.
type Apportionment struct {
	Shares    []decimal.Decimal // in the order of the parties
	DecidedBy []DecidedBy       // ByClaim, ByMinimum or ByMaximum
	Tied      []int             // parties that tied for the last quanta; the earlier got them
	Won       int               // how many of the tied parties got a quantum
}

// Apportion divides the total into multiples of the quantum in proportion to
// the weights of the parties. The shares sum to the total exactly.
//
// Without bounds and with W = Σ w, the exact share of party i is T·wᵢ/W. With
// bounds it is clamp(λwᵢ, minᵢ, maxᵢ), with λ such that these sum to T. Largest
// remainder rounds those that are strictly within their bounds. A divisor method
// gives clamp(round(λwᵢ), minᵢ, maxᵢ). A minimum that is not a multiple of the
// quantum counts as the next multiple above, a maximum as the next below.
//
// Shares have the sign of the total, unless a bound requires otherwise. For a
// total ≥ 0, a party without a minimum has the minimum min(0, its maximum); for
// a total ≤ 0, a party without a maximum has the maximum max(0, its minimum).
//
// A party of weight zero gets the value within its bounds that is nearest to
// zero. With [Adams], [Hill] and [Dean], whose first signpost is zero, each
// party with a weight gets one quantum before any gets two, the largest weights
// first.
//
// A negative total is divided as its absolute value, with all signs turned. A
// tie for the last quanta goes to the earlier party, and is reported in Tied and
// Won. All other shares are the same whichever party wins.
//
// The time is proportional to the number of parties and does not depend on the
// total.
//
// Apportion returns an error if
//   - there are no parties, or a weight is negative;
//   - there is no multiple of the quantum between a minimum and its maximum;
//   - the quantum is negative, or the total is not a multiple of it;
//   - a number has more than 100 digits before or after the decimal point;
//   - the rounding is none of the constants;
//   - the bounds leave no division, or all weights are zero and the total is not ([*InfeasibleError]).
//
// Sources: Balinski and Young, Fair Representation, 1982, for the methods and
// what they guarantee; Reitzig and Wild, Math. Programming B, 2023, for a
// selection whose time does not grow with the total.
func Apportion(total decimal.Decimal, parties []Party, o Options) (Apportionment, error) {
	d, err := newDivision(total, parties, o)
	if err != nil {
		return Apportionment{}, err
	}
	return d.run()
}

// division is one call of Apportion: everything in quanta.
type division struct {
	step    fixed.Quantum
	total   *big.Int
	weights fixed.Column
	lo, hi  []*big.Int // nil without bounds; nil elements are none
	method  kernel.Method
	sound   bool // the quantum serves
}

func newDivision(total decimal.Decimal, parties []Party, o Options) (*division, error) {
	var problems target.Problems
	d := &division{}
	d.options(problems.At("options"), o)

	if at := problems.At("total"); at.Figure(total) && d.sound {
		var whole bool
		if d.total, whole = d.step.Count(total); !whole {
			at.Report(total, target.ErrQuantum, "round it to a multiple of the quantum, "+fault.Text(d.step.Word(1)))
		}
	}

	at := problems.At("parties")
	at.Required(len(parties) > 0, "give at least one")
	weights := fixed.NewBuilder(len(parties))
	for i, p := range parties {
		if !fixed.InBounds(p.Weight) || p.Weight.Sign() < 0 {
			at.Index(i).Field("weight").NonNegative(p.Weight)
			continue
		}
		weights.Set(i, p.Weight)
		if p.Min.Valid || p.Max.Valid {
			d.bound(at.Index(i), i, len(parties), p)
		}
	}

	if problems.Len() > 0 {
		return nil, problems.Err()
	}
	d.weights = weights.Column()
	return d, nil
}

// options checks the options and takes the quantum and the method from them.
func (d *division) options(at target.Place, o Options) {
	at.Field("rounding").Add(o.Rounding.Validate())
	if d.method = kernel.Method(o.Rounding); o.Rounding == 0 {
		d.method = kernel.LargestRemainder
	}
	d.step, d.sound = quantum(at.Field("quantum"), o.Quantum)
}

// quantum checks a quantum; 0 means 1.
func quantum(at target.Place, step decimal.Decimal) (fixed.Quantum, bool) {
	if step.IsZero() {
		step = one
	}
	if !at.Positive(step) {
		return fixed.NewQuantum(one), false
	}
	return fixed.NewQuantum(step), true
}

var one = decimal.New(1, 0)

// bound takes the bounds of party i of n.
func (d *division) bound(at target.Place, i, n int, p Party) {
	low := p.Min.Valid && at.Field("min").Figure(p.Min.Decimal) && d.sound
	high := p.Max.Valid && at.Field("max").Figure(p.Max.Decimal) && d.sound
	if d.lo == nil {
		d.lo, d.hi = make([]*big.Int, n), make([]*big.Int, n)
	}
	if low {
		d.lo[i] = d.step.Ceil(p.Min.Decimal)
	}
	if high {
		d.hi[i] = d.step.Floor(p.Max.Decimal)
	}
	if low && high && d.lo[i].Cmp(d.hi[i]) > 0 {
		at.Field("min").Report(p.Min.Decimal, target.ErrInfeasible,
			"there must be a multiple of the quantum between it and the maximum, "+fault.Text(p.Max.Decimal))
	}
}

func (d *division) run() (Apportionment, error) {
	shares, o, err := d.runWords()
	if errors.Is(err, kernel.ErrWide) {
		shares, o, err = d.runBig()
	}
	if err != nil {
		return Apportionment{}, d.infeasible(err)
	}

	a := Apportionment{
		Shares: shares, DecidedBy: make([]DecidedBy, len(shares)), Tied: append([]int(nil), o.Tied...), Won: o.Win,
	}
	for i, b := range o.Bounds {
		a.DecidedBy[i] = DecidedBy(b)
	}
	return a, nil
}

// runWords divides machine words. The error is kernel.ErrWide if something does
// not fit.
func (d *division) runWords() ([]decimal.Decimal, kernel.Outcome, error) {
	lo, hi, ok := d.words()
	if !ok {
		return nil, kernel.Outcome{}, kernel.ErrWide
	}
	dst := make([]int64, d.weights.Len())
	var divider kernel.Divider
	o, err := divider.Words(dst, d.total.Int64(), d.weights.Words(), lo, hi, d.method)
	if err != nil {
		return nil, o, err
	}
	shares := make([]decimal.Decimal, len(dst))
	for i, s := range dst {
		shares[i] = d.step.Word(s)
	}
	return shares, o, nil
}

// runBig divides integers of any size.
func (d *division) runBig() ([]decimal.Decimal, kernel.Outcome, error) {
	weights := make([]*big.Int, d.weights.Len())
	for i := range weights {
		weights[i] = d.weights.Mantissa(i)
	}
	dst, o, err := kernel.Big(d.total, weights, d.lo, d.hi, d.method)
	if err != nil {
		return nil, o, err
	}
	shares := make([]decimal.Decimal, len(dst))
	for i, s := range dst {
		shares[i] = d.step.Times(s)
	}
	return shares, o, nil
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
	failed, ok := errors.AsType[*kernel.InfeasibleError](err)
	if !ok {
		return err
	}
	reason := failed.Kind.String()
	if failed.Kind == kernel.NoWeight {
		reason = "no party has a weight"
	}
	return &InfeasibleError{
		Reason:  reason,
		Total:   d.step.Times(d.total),
		Least:   d.step.Limit(failed.SumMin),
		Most:    d.step.Limit(failed.SumMax),
		Parties: failed.Claims,
	}
}
