package index

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/target"
)

// Normalisation brings the figures of an indicator to a common scale, on which
// higher is better whatever the direction of the indicator. It is one of [MinMax],
// [Goalposts], [ZScore], [Rank], [Borda], [PercentileRank], [ShareOfBest],
// [OwnTarget] and [AsIs].
//
// In the formulas x is the figure of a unit, and min, max and n are those of all
// units that have a figure. A score s between 0 and 1 is laid out on a [ScoreRange]:
//
//	From + s·(To − From)
//
// Scores of Goalposts, OwnTarget and AsIs depend on the unit alone, unless the
// indicator is winsorised. All others are relative: the score of a unit changes if the
// figure of another unit changes.
//
// MinMax, ZScore, Rank, Borda and PercentileRank do not accept an indicator with
// the same figure for all units, as it does not distinguish them. MinMax and ZScore
// compare the figures as float64, the others exactly.
type Normalisation interface {
	json.Marshaler
	normalisation()
}

// ScoreRange is where normalised scores lie: 0 becomes From and 1 becomes To. From is
// less than To, as float64. The zero ScoreRange means 0 to 100.
type ScoreRange struct{ From, To decimal.Decimal }

// MinMax scores the position between the worst and the best unit:
//
//	s = (x − min)/(max − min)   if higher is better
//	s = (max − x)/(max − min)   if lower is better
type MinMax struct{ Onto ScoreRange }

// Goalposts scores the position between two fixed figures:
//
//	s = (x − Low)/(High − Low)   if higher is better
//	s = (High − x)/(High − Low)  if lower is better
//
// Low is less than High, as float64, in either direction. A figure beyond a goalpost
// has a score beyond the range. With Clip, it has the score of the goalpost.
type Goalposts struct {
	Low, High decimal.Decimal
	Clip      bool
	Onto      ScoreRange
}

// ZScore scores the distance from the mean m in standard deviations sd, which are
// computed with n − 1:
//
//	Mean + SD·(x − m)/sd   if higher is better
//	Mean − SD·(x − m)/sd   if lower is better
//
// An SD of 0 means 1.
type ZScore struct{ Mean, SD decimal.Decimal }

// Rank scores 1 plus the number of units with a worse figure. Without ties the worst
// unit scores 1 and the best n. Equal figures have equal scores. Figures are
// compared exactly.
type Rank struct{}

// Borda scores the number of units with a worse figure. Figures are compared
// exactly.
type Borda struct{}

// PercentileRank scores the share of the other units that have a worse figure:
// s = (rank − 1)/(n − 1), with the rank of [Rank]. Figures are compared exactly.
type PercentileRank struct{ Onto ScoreRange }

// ShareOfBest scores the figure as a share of the best one:
//
//	s = x/max   if higher is better; max must be positive
//	s = min/x   if lower is better; every x must be positive
type ShareOfBest struct{ Onto ScoreRange }

// OwnTarget scores how near a unit is to its own target T, from its own baseline b.
// A unit without a baseline has the baseline 0.
//
//	s = 1 − (T − x)/|T − b|   if higher is better
//	s = 1 − (x − T)/|T − b|   if lower is better
//	s = 1 − |x − T|/|T − b|   if nearer is better
//
// A figure that equals the target scores 1. The baseline scores 0, unless it is
// better than the target. A better figure never has a lower score. A figure beyond
// the target scores more than 1, unless Cap is set, which makes it 1. A unit without
// a target has a gap. A target that equals the baseline is an error.
//
// The formula (x − min)/(T − min), with the minimum of all units, is not offered:
//   - it is undefined for the unit whose target is the minimum;
//   - the score of a unit changes if another unit improves;
//   - better figures have lower scores if all units are beyond the target.
type OwnTarget struct {
	Cap  bool
	Onto ScoreRange
}

// AsIs uses figures that are scores already. The direction of the indicator must
// be higher.
type AsIs struct{}

func (MinMax) normalisation()         {}
func (Goalposts) normalisation()      {}
func (ZScore) normalisation()         {}
func (Rank) normalisation()           {}
func (Borda) normalisation()          {}
func (PercentileRank) normalisation() {}
func (ShareOfBest) normalisation()    {}
func (OwnTarget) normalisation()      {}
func (AsIs) normalisation()           {}

// checkNormalisation checks the parameters of a normalisation.
func checkNormalisation(at target.Place, n Normalisation) {
	switch n := n.(type) {
	case Rank, Borda, AsIs:
	case MinMax:
		n.Onto.check(at)
	case PercentileRank:
		n.Onto.check(at)
	case ShareOfBest:
		n.Onto.check(at)
	case OwnTarget:
		n.Onto.check(at)
	case Goalposts:
		n.Onto.check(at)
		remedy := "must be greater than the low goalpost, as float64, in either direction"
		checkAscending(at.Field("low"), n.Low, at.Field("high"), n.High, remedy)
	case ZScore:
		at.Field("mean").Figure(n.Mean)
		at.Field("sd").NonNegative(n.SD)
	default:
		at.Unknown(fmt.Sprintf("%T", n), "MinMax", "Goalposts", "ZScore", "Rank", "Borda", "PercentileRank",
			"ShareOfBest", "OwnTarget", "AsIs")
	}
}

// checkBetter checks that a normalisation supports a direction.
func checkBetter(at target.Place, n Normalisation, better target.Direction) {
	_, own := n.(OwnTarget)
	_, asIs := n.(AsIs)
	switch {
	case better == target.Nearer && !own:
		at.Report(better, target.ErrMismatch, "must be higher or lower: only OwnTarget has a figure to be near to")
	case better == target.Lower && asIs:
		at.Report(better, target.ErrMismatch, "must be higher: AsIs uses figures that are scores already")
	}
}

func checkAscending(at target.Place, low decimal.Decimal, above target.Place, high decimal.Decimal, remedy string) {
	lowFits, highFits := at.Figure(low), above.Figure(high)
	if lowFits && highFits && detmath.Float(low) >= detmath.Float(high) {
		above.Report(high, target.ErrRange, remedy)
	}
}

func (s ScoreRange) isZero() bool { return s.From.IsZero() && s.To.IsZero() }

func (s ScoreRange) check(at target.Place) {
	if s.isZero() {
		return
	}
	at = at.Field("onto")
	remedy := "must be greater than the beginning of the range, as float64"
	checkAscending(at.Field("from"), s.From, at.Field("to"), s.To, remedy)
}

func (s ScoreRange) floats() (from, width float64) {
	if s.isZero() {
		return 0, 100
	}
	from = detmath.Float(s.From)
	return from, detmath.Float(s.To) - from
}
