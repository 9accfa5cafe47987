package progress

import (
	"encoding/json"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Rule is a progress rule. It is one of [CAGRRatio], [LinearRatio], [Forecast],
// [Weather], [CurrentStatus], [Anticipated] and [PathGap].
type Rule interface {
	json.Marshaler

	// enough reports whether the course has as many points as the rule needs.
	enough(c course) bool

	// track judges a course that has enough points.
	track(c course) Progress

	check(at target.Place)
}

// trendRule is a rule that can do without a target.
type trendRule interface {
	trend(c course) Progress
}

const ruleRemedy = "must be one of CAGRRatio, LinearRatio, Forecast, Weather, CurrentStatus, Anticipated, PathGap, " +
	"by value"

func checkRule(at target.Place, r Rule) {
	switch r := r.(type) {
	case CAGRRatio, LinearRatio, Forecast, Weather, CurrentStatus, Anticipated, PathGap:
		r.check(at)
	default:
		at.Report(nil, target.ErrRequired, ruleRemedy)
	}
}

// Category is a verdict on measures from a bound up. Rules list their categories
// from the best to the worst, which has no bound.
type Category struct {
	Name  string
	From  decimal.Decimal
	Above bool                // the bound itself belongs to the next category
	Score decimal.NullDecimal // the rule's score of the category, if it has one
}

// categoryOf returns the category of a measure.
func categoryOf(categories []Category, measure *big.Rat) Category {
	worst := len(categories) - 1
	for _, c := range categories[:worst] {
		if order := measure.Cmp(c.From.Rat()); order > 0 || order == 0 && !c.Above {
			return c
		}
	}
	return categories[worst]
}

func checkCategories(at target.Place, categories []Category) {
	for i, c := range categories {
		place := at.Index(i)
		place.Field("name").Required(c.Name != "", "name the category")
		if c.Score.Valid {
			place.Field("score").Figure(c.Score.Decimal)
		}
		if !place.Field("from").Figure(c.From) {
			continue
		}

		from, isLast := place.Field("from"), i == len(categories)-1
		if isLast && (!c.From.IsZero() || c.Above) {
			from.Report(c.From, target.ErrInvalid, "the last category has no bound: leave it out")
		}
		if i == 0 || isLast || !fixed.InBounds(categories[i-1].From) {
			continue
		}
		before := categories[i-1]
		order := c.From.Cmp(before.From)
		if order > 0 || order == 0 && (c.Above || !before.Above) {
			from.Report(c.From, target.ErrInvalid, "order the categories by falling bounds: the best first")
		}
	}
}

// atLeast returns a category with a bound that belongs to it.
func atLeast(name, bound string) Category { return Category{Name: name, From: constant(bound)} }

// moreThan returns a category with a bound that belongs to the next one.
func moreThan(name, bound string) Category {
	return Category{Name: name, From: constant(bound), Above: true}
}

// scoring returns a category with a score.
func scoring(c Category, score int64) Category {
	c.Score = decimal.NewNullDecimal(decimal.New(score, 0))
	return c
}

// constant is a figure of a rule.
func constant(text string) decimal.Decimal {
	d, _ := fixed.Parse(text)
	return d
}
