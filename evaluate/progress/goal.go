package progress

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// Colour is a traffic light of the SDG dashboards, from Red to Green.
type Colour uint8

const (
	NoData Colour = iota // nothing is known
	Red                  // major challenges remain
	Orange               // significant challenges remain
	Yellow               // challenges remain
	Green                // the goal is achieved
)

var colourWords = enum.New[Colour]("colour", target.UnknownError, []string{
	NoData: "no data", Red: "red", Orange: "orange", Yellow: "yellow", Green: "green",
})

// String returns the colour in lower case.
func (c Colour) String() string { return colourWords.String(c) }

// MarshalText returns the colour as String prints it. It returns an error if c is no
// colour.
func (c Colour) MarshalText() ([]byte, error) { return colourWords.Marshal(c) }

// UnmarshalText reads a colour as String prints it. It returns an error for other
// text.
func (c *Colour) UnmarshalText(text []byte) error { return colourWords.Unmarshal(c, text) }

// GoalColour returns the colour of a goal from those of its indicators, by the rule of
// the SDG dashboards (SDSN, Africa SDG Index, FAQ 11):
//
//	green              all indicators are green
//	red                the two worst are red
//	orange or yellow   otherwise, the mean of the two worst
//
// A goal with a single indicator has the colour of that. Indicators without data are
// left out; without any data the goal has NoData. The source does not say which colour
// a mean between two colours is; here it is the worse one, but not red.
func GoalColour(colours []Colour) Colour {
	known := slices.DeleteFunc(slices.Clone(colours), func(c Colour) bool { return c == NoData || c > Green })
	slices.Sort(known)
	switch {
	case len(known) == 0:
		return NoData
	case len(known) == 1 || known[0] == Green:
		return known[0]
	case known[1] == Red:
		return Red
	}
	return min(max((known[0]+known[1])/2, Orange), Yellow)
}

// GoalTrend returns the trend of a goal from those of its indicators, each from 0 to
// 4, by the rule of the SDG dashboards (SDSN, Africa SDG Index, FAQ 13). It is their
// mean, if at least three quarters of the goal's indicators have a trend:
//
//	from 3     on track or maintaining
//	from 2     moderately improving
//	from 1     stagnating
//	below 1    decreasing
//
// The source puts an exact 3 into the upper category. It does not say where an exact 1
// or 2 belongs; they are treated in the same way.
//
// GoalTrend returns an absent mean and no category if too few indicators have a trend.
// It returns an error if a trend is not between 0 and 4, or there are more trends than
// indicators.
func GoalTrend(trends []decimal.Decimal, indicators int) (mean decimal.NullDecimal, category string, err error) {
	var p target.Problems
	for i, d := range trends {
		p.At("trends").Index(i).Between(d, decimal.Zero, decimal.New(4, 0))
	}
	if len(trends) > indicators {
		p.At("indicators").Report(indicators, target.ErrRange, "must be at least the number of trends")
	}
	if p.Len() > 0 {
		return mean, "", p.Err()
	}
	if len(trends) == 0 || 4*int64(len(trends)) < 3*int64(indicators) {
		return mean, "", nil
	}

	sum := new(big.Rat)
	for _, d := range trends {
		sum.Add(sum, d.Rat())
	}
	sum.Quo(sum, big.NewRat(int64(len(trends)), 1))
	return quotient.Null(sum), categoryOf(goalTrends, sum).Name, nil
}

var goalTrends = []Category{
	atLeast("on track or maintaining", "3"),
	atLeast("moderately improving", "2"),
	atLeast("stagnating", "1"),
	{Name: "decreasing"},
}
