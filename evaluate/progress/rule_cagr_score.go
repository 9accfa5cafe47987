package progress

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// ScorePoint is a point of a scoring line. Between two points the score is on a
// straight line. Beyond the first and the last it is theirs.
type ScorePoint struct{ At, Score decimal.Decimal }

func scorePoints(pairs ...string) []ScorePoint {
	var points []ScorePoint
	for i := 0; i < len(pairs); i += 2 {
		points = append(points, ScorePoint{constant(pairs[i]), constant(pairs[i+1])})
	}
	return points
}

func checkScores(at target.Place, points []ScorePoint) {
	for i, p := range points {
		place := at.Index(i)
		place.Field("score").Figure(p.Score)
		if !place.Field("at").Figure(p.At) || i == 0 || !fixed.InBounds(points[i-1].At) {
			continue
		}
		if p.At.Cmp(points[i-1].At) >= 0 {
			place.Field("at").Report(p.At, target.ErrInvalid, "order the points by falling measures: the highest first")
		}
	}
}

// scoreOf returns the score of a measure, absent without points. Positive points
// are multiplied by scale.
func scoreOf(points []ScorePoint, measure, scale *big.Rat) decimal.NullDecimal {
	if len(points) == 0 {
		return decimal.NullDecimal{}
	}
	at := func(p ScorePoint) *big.Rat {
		if p.At.Sign() > 0 { //mutate:equal p.At.Sign() >= 0: zero stays zero
			return new(big.Rat).Mul(p.At.Rat(), scale)
		}
		return p.At.Rat()
	}

	for i, low := range points {
		if measure.Cmp(at(low)) < 0 { //mutate:equal measure.Cmp(at(low)) <= 0: the lines meet at a point
			continue
		}
		if i == 0 {
			return decimal.NewNullDecimal(low.Score)
		}
		high := points[i-1]
		slope := new(big.Rat).Sub(at(high), at(low))
		slope.Quo(high.Score.Sub(low.Score).Rat(), slope)
		slope.Mul(slope, new(big.Rat).Sub(measure, at(low)))
		return quotient.Null(slope.Add(slope, low.Score.Rat()))
	}
	return decimal.NewNullDecimal(points[len(points)-1].Score)
}

// nearLimit returns C of [OpenSDG], nil if base and limit lie on different sides of
// zero.
func nearLimit(base, limit decimal.Decimal, up bool) *big.Rat {
	switch limit.Sign() {
	case 0:
		return one
	case -base.Sign():
		return nil
	case -1:
		base, limit, up = base.Neg(), limit.Neg(), !up
	}

	near := base
	if !up {
		near = limit.Add(limit).Sub(base)
	}
	//mutate:equal near.Sign() < 0: a power of zero leaves 1 as well
	isBehind, isFar := near.Cmp(limit) > 0, near.Sign() <= 0
	if isBehind || isFar {
		return one
	}
	return affinePower(one, big.NewRat(-1, 1), quotient.Of(near, limit), 111, 25).Rat()
}
