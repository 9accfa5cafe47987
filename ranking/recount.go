package ranking

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Quotient is a unit's line in a published table of ratios.
type Quotient struct {
	Code, Name  string
	Numerator   decimal.Decimal
	Denominator decimal.Decimal     // as published, in RecountOptions.Denominators decimals
	Published   decimal.NullDecimal // as published, in RecountOptions.Places decimals
	Earlier     decimal.NullDecimal // the denominator in an earlier or other publication
}

// RecountOptions says how the figures were published.
type RecountOptions struct {
	Per          decimal.Decimal // the ratios are per this many of the denominator's unit; zero is 1
	Places       int32           // decimals of the published ratios
	Denominators int32           // decimals of the published denominators
	Change       decimal.Decimal // greatest believable relative change of a denominator since the earlier publication: 0.05
}

// Doubt says what is wrong with a line.
type Doubt uint8

const (
	Misfit Doubt = 1 << iota // the ratio does not follow from numerator and denominator
	Jump                     // the denominator has changed by more than is believable
)

// Finding is a line that is in doubt.
type Finding struct {
	Quotient
	Doubt   Doubt
	Low     decimal.Decimal // the least ratio that the figures allow, rounded as published
	High    decimal.Decimal // the greatest; Low where the denominator may be zero, for then there is none
	Swapped string          // code of the line whose denominator, exchanged with this one, settles both
	Mended  decimal.Decimal // the ratio after the exchange, rounded as published
}

// maxSuspects bounds the pairs among which exchanges are sought: where so many
// lines are in doubt, an exchange of two is not what is wrong.
const maxSuspects = 1000

// Recount recomputes published ratios from their numerators and denominators
// and returns the lines that are in doubt, in the order of their codes.
//
// A denominator d published in k decimals stands for anything from d − ½·10⁻ᵏ to
// d + ½·10⁻ᵏ, both included, and so does a ratio. A line is a [Misfit] where no
// such denominator gives such a ratio, and a [Jump] where the denominator
// differs from the earlier one by more than Change of it. Two lines in doubt
// are taken for exchanged where the other's denominator settles each of them:
// what was a misfit fits, what was a jump is none. A line is paired once, with
// the first that does. Beyond 1,000 lines in doubt no pairs are sought.
//
// Recount returns an error if Per, Change, a numerator or a published ratio is
// negative, a denominator is not positive, the decimals are not between 0 and
// 30, a code is empty or given twice, or a figure is out of bounds. It reports
// every problem.
func Recount(lines []Quotient, o RecountOptions) ([]Finding, error) {
	if err := o.check(lines); err != nil {
		return nil, err
	}
	if o.Per.IsZero() {
		o.Per = decimal.New(1, 0)
	}
	var found []Finding
	for _, q := range lines {
		var doubt Doubt
		if !o.fits(q, q.Denominator) {
			doubt |= Misfit
		}
		if !o.steady(q, q.Denominator) {
			doubt |= Jump
		}
		if doubt != 0 {
			half := decimal.New(5, -o.Denominators-1)
			f := Finding{Quotient: q, Doubt: doubt, Low: o.ratio(q.Numerator, q.Denominator.Add(half))}
			f.High = f.Low
			if least := q.Denominator.Sub(half); least.Sign() > 0 {
				f.High = o.ratio(q.Numerator, least)
			}
			found = append(found, f)
		}
	}
	slices.SortFunc(found, func(a, b Finding) int { return strings.Compare(a.Code, b.Code) })
	if len(found) <= maxSuspects {
		o.pair(found)
	}
	return found, nil
}

// pair marks the lines whose exchange settles both.
func (o *RecountOptions) pair(found []Finding) {
	settles := func(f *Finding, d decimal.Decimal) bool {
		return (f.Doubt&Misfit == 0 || o.fits(f.Quotient, d)) && (f.Doubt&Jump == 0 || o.steady(f.Quotient, d))
	}
	for i := range found {
		for j := i + 1; j < len(found) && found[i].Swapped == ""; j++ {
			a, b := &found[i], &found[j]
			if b.Swapped != "" || !settles(a, b.Denominator) || !settles(b, a.Denominator) {
				continue
			}
			a.Swapped, a.Mended = b.Code, o.ratio(a.Numerator, b.Denominator)
			b.Swapped, b.Mended = a.Code, o.ratio(b.Numerator, a.Denominator)
		}
	}
}

func (o *RecountOptions) ratio(n, d decimal.Decimal) decimal.Decimal {
	return n.Mul(o.Per).DivRound(d, o.Places)
}

// fits reports whether the published ratio follows from the denominator d,
// compared without a division: |n·per − r·d| within what both roundings allow.
func (o *RecountOptions) fits(q Quotient, d decimal.Decimal) bool {
	if !q.Published.Valid {
		return true
	}
	n, r := q.Numerator.Mul(o.Per), q.Published.Decimal
	dHalf, rHalf := decimal.New(5, -o.Denominators-1), decimal.New(5, -o.Places-1)
	least := decimal.Max(r.Sub(rHalf), decimal.Decimal{}).Mul(decimal.Max(d.Sub(dHalf), decimal.Decimal{}))
	most := r.Add(rHalf).Mul(d.Add(dHalf))
	if n.IsZero() { // so is every ratio, even where the denominator may be all but zero
		return r.Cmp(rHalf) <= 0
	}
	return n.Cmp(least) >= 0 && n.Cmp(most) <= 0
}

// steady reports whether d differs from the earlier denominator by no more
// than is believable.
func (o *RecountOptions) steady(q Quotient, d decimal.Decimal) bool {
	if !q.Earlier.Valid {
		return true
	}
	return d.Sub(q.Earlier.Decimal).Abs().Cmp(o.Change.Mul(q.Earlier.Decimal)) <= 0
}

func (o *RecountOptions) check(lines []Quotient) error {
	var faults fault.Sorted
	bad := func(key, path string, d decimal.Decimal, positive bool) {
		switch {
		case !fixed.InBounds(d):
			faults.Add(key, &target.FieldError{Path: path, Value: d, Err: target.ErrRange, Remedy: boundsRemedy})
		case d.Sign() < 0, positive && d.Sign() == 0:
			faults.Add(key, &target.FieldError{Path: path, Value: d, Err: target.ErrRange, Remedy: "give a positive number"})
		}
	}
	bad(optionsKey, "options.per", o.Per, false)
	bad(optionsKey, "options.change", o.Change, false)
	for _, places := range []int32{o.Places, o.Denominators} {
		if places < 0 || places > target.MaxPlaces {
			faults.Add(optionsKey, &target.FieldError{Path: "options.places", Value: places, Err: target.ErrRange, Remedy: "from 0 to 30"})
		}
	}
	byCode := slices.Clone(lines)
	slices.SortFunc(byCode, func(a, b Quotient) int { return strings.Compare(a.Code, b.Code) })
	for i, q := range byCode {
		key, path := entryKey(q.Code), "lines["+fault.Text(q.Code)+"]"
		switch {
		case q.Code == "":
			faults.Add(key, &target.FieldError{Path: path + ".code", Err: target.ErrRequired})
		case i > 0 && byCode[i-1].Code == q.Code:
			faults.Add(key, &target.FieldError{Path: path, Err: target.ErrDuplicate, Remedy: "a unit has one line"})
		}
		bad(key, path+".numerator", q.Numerator, false)
		bad(key, path+".denominator", q.Denominator, true)
		if q.Published.Valid {
			bad(key, path+".published", q.Published.Decimal, false)
		}
		if q.Earlier.Valid {
			bad(key, path+".earlier", q.Earlier.Decimal, true)
		}
	}
	return faults.Err()
}
