package temporal

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// SeasonDigits is the number of digits to which [Season] rounds the mean of several
// years, counted from the first digit of a year.
const SeasonDigits = 30

// Season moves the season of earlier years to another year: figures for the parts
// of that year, in the proportions that they had before. The series has one or
// more whole years, all divided into the same parts. A part is found by its
// position in the year. Parts may be months, quarters or a mixture, and some may
// be zero.
//
// The result serves as the series of a [Profile], and as the path of a verdict to
// date. Only its proportions matter. With one earlier year they are its figures.
// With several, each part has
//
//	(mean over the years of part/year) × (mean of the years)
//
// so that every year counts the same, rounded to [SeasonDigits] digits. The plain
// mean of the figures would give most weight to the greatest year.
//
// Season returns an error if:
//   - the period is not twelve months, fiscal years included;
//   - the series has no figure, or one that is not valid or is given twice;
//   - a figure is negative, or those of a year are all zero;
//   - a part lies in the year itself, after it, or in no earlier year (ErrRange);
//   - a year is not whole (ErrMissing), or has other parts than the first
//     (ErrMismatch).
//
// It reports every problem.
func Season(series []target.Point, year target.Period) ([]target.Point, error) {
	var problems target.Problems
	if !year.IsZero() && year.Len() != 12 {
		problems.At("year").Report(year, target.ErrRange, "must be a year, of twelve months")
	}
	problems.At("year").Required(!year.IsZero(), "give the year that takes the season")
	problems.At("series").Required(len(series) > 0, "give the months of an earlier year")
	points := sorted(&problems, "series", series)
	if err := problems.Err(); err != nil {
		return nil, err
	}

	seasons := earlierYears(&problems, points, year)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return meanSeason(seasons), nil
}

// earlierYears moves each year of the series to a year, the earliest first, and
// reports those that do not fit it.
func earlierYears(problems *target.Problems, points []target.Point, year target.Period) [][]target.Point {
	var seasons [][]target.Point
	var before int
	for _, x := range points {
		at := problems.At("series").Key(x.Period.String())
		at.NonNegative(x.Value)
		ago := yearsAgo(x.Period, year)
		moved := x.Period.Shift(12 * ago)
		if ago < 1 || !year.Contains(moved) {
			at.Report(nil, target.ErrRange, "must be within one year, earlier than "+year.String())
			continue
		}
		if ago != before {
			seasons, before = append(seasons, nil), ago
		}
		last := len(seasons) - 1
		seasons[last] = append(seasons[last], target.Point{Period: moved, Value: x.Value})
	}

	for _, season := range seasons {
		checkSeason(problems, season, seasons[0], year)
	}
	return seasons
}

// yearsAgo returns how many years before a year the first month of p is.
func yearsAgo(p, year target.Period) int {
	months := firstMonth(year) - firstMonth(p)
	return (months + 11) / 12
}

// checkSeason checks that a year is whole, has the parts of the first, and has
// something to share out.
func checkSeason(problems *target.Problems, season, first []target.Point, year target.Period) {
	positive := false
	var next target.Period
	for _, x := range season {
		positive = positive || x.Value.Sign() > 0
		at := problems.At("series")
		switch {
		case next.IsZero() && x.Period.First() != year.First(), !next.IsZero() && x.Period.First().Compare(next) > 0:
			at.Report(nil, target.ErrMissing, "give the figures of a whole year")
			return
		case !next.IsZero() && x.Period.First() != next:
			at.Key(x.Period.String()).Report(nil, target.ErrDuplicate, overlapRemedy)
			return
		}
		next = x.Period.Last().Next()
	}

	samePart := func(a, b target.Point) bool { return a.Period == b.Period }
	at := problems.At("series")
	switch {
	case season[len(season)-1].Period.Last() != year.Last():
		at.Report(nil, target.ErrMissing, "give the figures of a whole year")
	case !slices.EqualFunc(season, first, samePart):
		at.Report(nil, target.ErrMismatch, "divide all years into the same parts")
	case !positive:
		at.Report(nil, target.ErrRange, "at least one figure of each year must be greater than 0")
	}
}

// meanSeason returns the mean of the shares, times the mean of the years.
func meanSeason(seasons [][]target.Point) []target.Point {
	if len(seasons) == 1 {
		return seasons[0]
	}

	shares := make([]*big.Rat, len(seasons[0]))
	for k := range shares {
		shares[k] = new(big.Rat)
	}
	all := new(big.Rat)
	for _, season := range seasons {
		sum := decimal.Zero
		for _, x := range season {
			sum = sum.Add(x.Value)
		}
		all.Add(all, sum.Rat())
		for k, x := range season {
			shares[k].Add(shares[k], new(big.Rat).Quo(x.Value.Rat(), sum.Rat()))
		}
	}

	// The digits of the mean of the years before the point leave that many places.
	n := int64(len(seasons))
	year := new(big.Rat).Mul(all, big.NewRat(1, n))
	digits := len(new(big.Int).Quo(year.Num(), year.Denom()).Text(10))
	places := int32(max(SeasonDigits-digits, 0))

	out := slices.Clone(seasons[0])
	for k, share := range shares {
		share.Mul(share, year).Mul(share, big.NewRat(1, n))
		out[k].Value = fixed.Round(share.Num(), share.Denom(), places)
	}
	return out
}
