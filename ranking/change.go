package ranking

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// ChangeOptions says how a change is stated. The zero value is the plain
// difference.
type ChangeOptions struct {
	// Rate states a change relative to the earlier figure.
	Rate bool
	// Per is the number that a rate is per: 100 for percent. 0 means 1.
	Per decimal.Decimal
	// Places is the number of decimals of a rate, which is rounded half away from
	// zero. If it is absent, a rate has 18.
	Places target.Precision
}

// Changes returns the entries of the change list (变化排名), in the order of the
// codes. For each unit of now, with x₀ its figure in then, the figure is
//
//	x − x₀                without Rate
//	Per · (x − x₀) / x₀   with Rate
//
// The figure is missing in three cases: the unit lacks one of the two figures, the
// earlier figure of a rate is not positive, or the change has more than 100 digits before
// the point. Name, group, period and exemption are those of now. Targets
// and tie-break keys belong to the level and are left out. The direction in which
// a change is better is that of the figure, unless Nearer is better.
//
// Changes returns an error if:
//   - Per is negative, or Places is not between 0 and 30;
//   - Per or Places is given without Rate;
//   - a code is empty or given twice;
//   - a figure is out of bounds.
//
// It reports every problem.
func Changes(now, then []Entry, o ChangeOptions) ([]Entry, error) {
	var problems target.Problems
	at := problems.At("options")
	at.Field("per").NonNegative(o.Per)
	checkPlaces(at.Field("places"), o.Places)
	if !o.Rate && (!o.Per.IsZero() || !o.Places.IsZero()) {
		const remedy = "Per and Places are those of a rate: set Rate, or leave them out"
		at.Field("rate").Report(nil, target.ErrRequired, remedy)
	}
	order, _ := orderByCode(now)
	earlier, _ := orderByCode(then)
	problems.Add(checkEntries(now, order, &Options{}))
	problems.Add(checkEntries(then, earlier, &Options{}))
	if err := problems.Err(); err != nil {
		return nil, err
	}

	changes := make([]Entry, 0, len(now))
	for _, i := range order {
		e := now[i]
		k, found := slices.BinarySearchFunc(earlier, e.Code, func(j int32, code string) int {
			return strings.Compare(then[j].Code, code)
		})
		c := Entry{Code: e.Code, Name: e.Name, Group: e.Group, Period: e.Period, Exempt: e.Exempt, Missing: true}
		if found && !e.Missing && !then[earlier[k]].Missing {
			c.Value, c.Missing = o.change(e.Value, then[earlier[k]].Value)
		}
		changes = append(changes, c)
	}
	return changes, nil
}

// change returns the change from one figure to another, or that it is missing.
func (o *ChangeOptions) change(x, was decimal.Decimal) (change decimal.Decimal, missing bool) {
	change = x.Sub(was)
	if o.Rate {
		if was.Sign() <= 0 {
			return decimal.Decimal{}, true
		}
		if !o.Per.IsZero() {
			change = change.Mul(o.Per)
		}
		change = change.DivRound(was, o.Places.Or(shareDigits))
	}
	if !fixed.InBounds(change) {
		return decimal.Decimal{}, true
	}
	return change, false
}
