package evaluate

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Colour is a traffic light of the SDG dashboards, from Red to Green. The zero
// Colour is no data.
type Colour uint8

const (
	Red    Colour = iota + 1 // major challenges remain
	Orange                   // significant challenges remain
	Yellow                   // challenges remain
	Green                    // the goal is achieved
)

var colourText = [...]string{"no data", "red", "orange", "yellow", "green"}

// String returns the colour in lower case, "no data" for the zero Colour.
func (c Colour) String() string {
	if int(c) < len(colourText) {
		return colourText[c]
	}
	return "unknown"
}

// GoalColour returns the colour of a goal from those of its indicators, by the
// rule of the SDG dashboards: green only if all are, red only if the two worst
// are, and else the lower of the mean of the two worst, but never red nor
// green. The colour of a single indicator is the goal's. Indicators without
// data are left out; a goal without any has none (SDSN, Africa SDG Index
// FAQ; of the mean between two colours the text says nothing).
func GoalColour(colours []Colour) Colour {
	known := slices.DeleteFunc(slices.Clone(colours), func(c Colour) bool { return c == 0 || c > Green })
	slices.Sort(known)
	switch {
	case len(known) == 0:
		return 0
	case len(known) == 1 || known[0] == Green:
		return known[0]
	case known[1] == Red:
		return Red
	}
	return min(max((known[0]+known[1])/2, Orange), Yellow)
}

// GoalTrend returns the trend of a goal from those of its indicators, each from
// 0 to 4, by the rule of the SDG dashboards: their mean, reported where at least
// three quarters of the goal's indicators have a trend. Below 1 it is
// decreasing, below 2 stagnating, below 3 moderately improving, and from 3, the
// trend of an indicator that holds what it reached, on track or maintaining. The
// text gives the side of an exact 3 only; 1 and 2 are taken alike.
//
// GoalTrend returns no mean and no category where too few indicators have a
// trend. It returns an error if a trend does not lie between 0 and 4, or there
// are more trends than indicators.
func GoalTrend(trends []decimal.Decimal, indicators int) (mean decimal.NullDecimal, category string, err error) {
	var l fault.List
	four := decimal.New(4, 0)
	for i, d := range trends {
		if !fixed.InBounds(d) || d.Sign() < 0 || d.Cmp(four) > 0 {
			l.Add(&target.FieldError{Path: "trends[" + strconv.Itoa(i) + "]", Value: d, Err: target.ErrRange, Remedy: "from 0 to 4"})
		}
	}
	if len(trends) > indicators {
		l.Add(&target.FieldError{Path: "indicators", Value: indicators, Err: target.ErrRange, Remedy: "at least as many as have a trend, " + strconv.Itoa(len(trends))})
	}
	if l.Len() > 0 {
		return mean, "", l.Err()
	}
	if len(trends) == 0 || 4*int64(len(trends)) < 3*int64(indicators) {
		return mean, "", nil
	}
	sum := new(big.Rat)
	for _, d := range trends {
		sum.Add(sum, d.Rat())
	}
	sum.Quo(sum, big.NewRat(int64(len(trends)), 1))
	mean = null(significant(sum))
	switch {
	case sum.Cmp(big.NewRat(3, 1)) >= 0:
		category = "on track or maintaining"
	case sum.Cmp(big.NewRat(2, 1)) >= 0:
		category = "moderately improving"
	case sum.Cmp(one) >= 0:
		category = "stagnating"
	default:
		category = "decreasing"
	}
	return mean, category, nil
}
