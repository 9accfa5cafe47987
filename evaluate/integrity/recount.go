package integrity

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// PublishedRatio is a unit's line in a published table of ratios.
type PublishedRatio struct {
	Code, Name  string
	Numerator   decimal.Decimal
	Denominator decimal.Decimal     // as published, with RecountOptions.DenominatorPlaces decimals
	Ratio       decimal.NullDecimal // as published, with RecountOptions.Places decimals
	Earlier     decimal.NullDecimal // the denominator in an earlier or another publication
}

// RecountOptions says how the figures were published.
type RecountOptions struct {
	// Per is the number of units of the denominator that the ratios are per. 0 means 1.
	Per decimal.Decimal
	// Places is the number of decimals of the published ratios, DenominatorPlaces
	// that of the published denominators.
	Places, DenominatorPlaces int32
	// MaxChange is the greatest plausible change of a denominator since the earlier
	// publication, as a share of the earlier one: 0.05 is 5 %. 0 means that every change
	// is reported.
	MaxChange decimal.Decimal
}

// Finding is a line of a table of ratios that is in doubt.
type Finding struct {
	PublishedRatio

	Inconsistent bool            // the ratio does not follow from numerator and denominator
	Changed      bool            // the denominator has changed by more than MaxChange
	Low          decimal.Decimal // the least ratio that the figures allow, rounded as published
	High         decimal.Decimal // the greatest; Low if the denominator can be zero, as no ratio is the greatest
	SwappedWith  string          // code of the line that has exchanged denominators with this one
	Corrected    decimal.Decimal // the ratio after the exchange, rounded as published
}

// maxSuspects bounds the number of lines among which exchanges are looked for.
// If more lines are in doubt, an exchange of two is not the reason.
const maxSuspects = 1000

// Recount computes published ratios again from their numerators and
// denominators. It returns the lines that are in doubt, by code:
//
//	Inconsistent  no denominator and ratio that are rounded to the published ones
//	              make the numerator; a denominator d with k decimals may be
//	              anything from d − ½·10⁻ᵏ to d + ½·10⁻ᵏ, both included
//	Changed       |denominator − earlier one| > MaxChange · earlier one
//
// Two lines in doubt are taken to have exchanged denominators if neither is in doubt with
// the denominator of the other. A line is paired once, with the first such line. If more
// than 1,000 lines are in doubt, no pairs are looked for.
//
// Recount returns an error if:
//   - Per, MaxChange, a numerator or a published ratio is negative;
//   - a denominator is not positive;
//   - a number of decimals is not between 0 and 30;
//   - a code is empty or given twice;
//   - a figure is out of bounds.
//
// It reports every problem.
func Recount(lines []PublishedRatio, o RecountOptions) ([]Finding, error) {
	if err := o.check(lines); err != nil {
		return nil, err
	}
	if o.Per.IsZero() {
		o.Per = decimal.New(1, 0)
	}

	var found []Finding
	for _, line := range lines {
		f := Finding{
			PublishedRatio: line,
			Inconsistent:   !o.consistent(line, line.Denominator),
			Changed:        o.changed(line, line.Denominator),
		}
		if f.Inconsistent || f.Changed {
			f.Low, f.High = o.bounds(line)
			found = append(found, f)
		}
	}
	slices.SortFunc(found, func(a, b Finding) int { return strings.Compare(a.Code, b.Code) })
	if len(found) <= maxSuspects {
		o.pair(found)
	}
	return found, nil
}

// bounds returns the least and the greatest ratio that the figures allow.
func (o *RecountOptions) bounds(line PublishedRatio) (low, high decimal.Decimal) {
	half := decimal.New(5, -o.DenominatorPlaces-1)
	low = o.ratio(line.Numerator, line.Denominator.Add(half))
	high = low
	if least := line.Denominator.Sub(half); least.Sign() > 0 {
		high = o.ratio(line.Numerator, least)
	}
	return low, high
}

// pair marks lines that have exchanged denominators.
func (o *RecountOptions) pair(found []Finding) {
	settles := func(f *Finding, d decimal.Decimal) bool {
		inconsistent := f.Inconsistent && !o.consistent(f.PublishedRatio, d)
		changed := f.Changed && o.changed(f.PublishedRatio, d)
		return !inconsistent && !changed
	}
	for i := range found {
		for j := i + 1; j < len(found) && found[i].SwappedWith == ""; j++ {
			a, b := &found[i], &found[j]
			if b.SwappedWith != "" || !settles(a, b.Denominator) || !settles(b, a.Denominator) {
				continue
			}
			a.SwappedWith, a.Corrected = b.Code, o.ratio(a.Numerator, b.Denominator)
			b.SwappedWith, b.Corrected = a.Code, o.ratio(b.Numerator, a.Denominator)
		}
	}
}

func (o *RecountOptions) ratio(numerator, denominator decimal.Decimal) decimal.Decimal {
	return numerator.Mul(o.Per).DivRound(denominator, o.Places)
}

// consistent reports whether the published ratio follows from the denominator d.
// It compares without a division: numerator·per must be between the products of
// the least and of the greatest ratio and denominator.
func (o *RecountOptions) consistent(line PublishedRatio, d decimal.Decimal) bool {
	if !line.Ratio.Valid {
		return true
	}
	n, r := line.Numerator.Mul(o.Per), line.Ratio.Decimal
	halfD, halfR := decimal.New(5, -o.DenominatorPlaces-1), decimal.New(5, -o.Places-1)
	if n.IsZero() { // every ratio is then zero, whatever the denominator
		return r.Cmp(halfR) <= 0
	}

	zero := decimal.Decimal{}
	least := decimal.Max(r.Sub(halfR), zero).Mul(decimal.Max(d.Sub(halfD), zero))
	most := r.Add(halfR).Mul(d.Add(halfD))
	return n.Cmp(least) >= 0 && n.Cmp(most) <= 0
}

// changed reports whether d differs from the earlier denominator by more than is
// plausible.
func (o *RecountOptions) changed(line PublishedRatio, d decimal.Decimal) bool {
	if !line.Earlier.Valid {
		return false
	}
	change := d.Sub(line.Earlier.Decimal).Abs()
	return change.Cmp(o.MaxChange.Mul(line.Earlier.Decimal)) > 0
}

func (o *RecountOptions) check(lines []PublishedRatio) error {
	var options target.Problems
	at := options.At("options")
	at.Field("per").NonNegative(o.Per)
	at.Field("maxChange").NonNegative(o.MaxChange)
	at.Field("places").Count(int(o.Places), 0, target.MaxPlaces)
	at.Field("denominatorPlaces").Count(int(o.DenominatorPlaces), 0, target.MaxPlaces)

	problems := target.Problems{ByPath: true}
	seen := make(map[string]bool, len(lines))
	for _, line := range lines {
		at := problems.At("lines").Key(line.Code)
		at.Field("code").Code(line.Code)
		if line.Code != "" && seen[line.Code] {
			at.Duplicate(nil)
		}
		seen[line.Code] = true

		at.Field("numerator").NonNegative(line.Numerator)
		at.Field("denominator").Positive(line.Denominator)
		if line.Ratio.Valid {
			at.Field("ratio").NonNegative(line.Ratio.Decimal)
		}
		if line.Earlier.Valid {
			at.Field("earlier").Positive(line.Earlier.Decimal)
		}
	}
	options.Add(problems.Err())
	return options.Err()
}
