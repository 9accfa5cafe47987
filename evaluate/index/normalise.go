package index

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Normalisation brings an indicator's figures to a scale on which they can be
// averaged with others, higher being better whatever the indicator's
// direction. In the formulas x is the figure, min, max and n are taken over
// the units that have one, and a score s between 0 and 1 comes out as
//
//	From + s·(To − From)
//
// on the normalisation's [Range]. It is one of [MinMax], [Goalposts], [ZScore],
// [Rank], [Borda], [PercentileRank], [ShareOfBest], [OwnTarget] and [AsIs].
//
// MinMax, ZScore, Rank, Borda and PercentileRank refuse an indicator whose
// figures are all the same (for the first two, as float64), because it does not
// tell units apart. They and
// ShareOfBest are relative to the units in the set: a unit's score moves when
// another unit's figure does. Goalposts and OwnTarget are absolute.
type Normalisation interface{ normalisation() }

// Range is where normalised scores from 0 to 1 are laid out: From lies below To,
// as float64. The zero Range is 0 to 100.
type Range struct{ From, To decimal.Decimal }

// MinMax scores the place between the worst and the best unit:
//
//	s = (x − min)/(max − min)   where higher is better
//	s = (max − x)/(max − min)   where lower is better
type MinMax struct{ Onto Range }

// Goalposts scores the place between two fixed figures, which do not depend on
// the units in the set:
//
//	s = (x − Low)/(High − Low)   where higher is better
//	s = (High − x)/(High − Low)  where lower is better
//
// A figure beyond a goalpost scores beyond the range, unless Clip holds it at
// the range's end. Low lies below High, as float64, in either direction.
type Goalposts struct {
	Low, High decimal.Decimal
	Clip      bool
	Onto      Range
}

// ZScore scores the distance from the mean m in standard deviations sd, taken
// with n − 1:
//
//	Mean + SD·(x − m)/sd   where higher is better
//	Mean − SD·(x − m)/sd   where lower is better
//
// A zero SD is 1.
type ZScore struct{ Mean, SD decimal.Decimal }

// Rank scores one more than the number of units with a worse figure: the worst
// unit scores 1, the best of n without ties n, equal figures score the same.
// Figures are compared exactly.
type Rank struct{}

// Borda scores the number of units with a worse figure, compared exactly.
type Borda struct{}

// PercentileRank scores the share of the other units that have a worse figure,
// compared exactly: s = (rank − 1)/(n − 1).
type PercentileRank struct{ Onto Range }

// ShareOfBest scores the figure as a share of the best one:
//
//	s = x/max   where higher is better; max must be positive
//	s = min/x   where lower is better; every x must be positive
type ShareOfBest struct{ Onto Range }

// OwnTarget scores how near each unit is to its own target T, from its own
// baseline b, or from zero where it has none:
//
//	s = 1 − (T − x)/|T − b|   where higher is better
//	s = 1 − (x − T)/|T − b|   where lower is better
//	s = 1 − |x − T|/|T − b|   where nearer is better
//
// The target met scores 1, the baseline 0 when the target lies ahead of it,
// and a better figure never scores less. A figure beyond the target scores
// above 1 unless Cap holds it there. A unit with a figure and no target has a
// gap.
//
// The yardstick is the unit's own way to go, never the worst figure among its
// peers. Measured from the peers' minimum, (x − min)/(T − min), the score of one
// unit would change when another unit improves; it does not exist for the unit
// that is the minimum and has reached its target; and where all are beyond the
// target T − min is negative, so that better figures score less.
type OwnTarget struct {
	Cap  bool
	Onto Range
}

// AsIs takes figures that are scores already. The indicator's direction must
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

// checkNormalisation checks what can be known without data.
func checkNormalisation(l *fault.List, path string, n Normalisation, better target.Direction) {
	at := path + ".normalise"
	nearer, lower := false, true
	switch n := n.(type) {
	case MinMax:
		n.Onto.check(l, at)
	case Goalposts:
		n.Onto.check(l, at)
		low, high := bounded(l, at+".low", n.Low), bounded(l, at+".high", n.High)
		if low && high && detmath.Float(n.Low) >= detmath.Float(n.High) {
			l.Add(&target.FieldError{Path: at + ".high", Value: n.High, Err: target.ErrRange, Remedy: "above the low goalpost, as float64, whatever the direction"})
		}
	case ZScore:
		bounded(l, at+".mean", n.Mean)
		if bounded(l, at+".sd", n.SD) && n.SD.Sign() < 0 {
			l.Add(&target.FieldError{Path: at + ".sd", Value: n.SD, Err: target.ErrRange, Remedy: "give a positive number, or leave it zero for 1"})
		}
	case Rank, Borda:
	case PercentileRank:
		n.Onto.check(l, at)
	case ShareOfBest:
		n.Onto.check(l, at)
	case OwnTarget:
		n.Onto.check(l, at)
		nearer = true
	case AsIs:
		lower = false
	default:
		l.Add(&target.FieldError{
			Path: at, Value: fmt.Sprintf("%T", n), Err: target.ErrUnknown,
			Remedy: "MinMax, Goalposts, ZScore, Rank, Borda, PercentileRank, ShareOfBest, OwnTarget or AsIs",
		})
		return
	}
	switch {
	case better == target.Nearer && !nearer:
		l.Add(&target.FieldError{Path: path + ".better", Value: better, Err: target.ErrMismatch, Remedy: "only OwnTarget knows what to be near to"})
	case better == target.Lower && !lower:
		l.Add(&target.FieldError{Path: path + ".better", Value: better, Err: target.ErrMismatch, Remedy: "a score taken as it is must be better when it is higher"})
	}
}

func (r Range) check(l *fault.List, path string) {
	from, to := bounded(l, path+".onto.from", r.From), bounded(l, path+".onto.to", r.To)
	if from && to && detmath.Float(r.From) >= detmath.Float(r.To) && !(r.From.IsZero() && r.To.IsZero()) {
		l.Add(&target.FieldError{Path: path + ".onto.to", Value: r.To, Err: target.ErrRange, Remedy: "above the beginning of the range, as float64"})
	}
}

func (r Range) floats() (from, width float64) {
	if r.From.IsZero() && r.To.IsZero() {
		return 0, 100
	}
	from = detmath.Float(r.From)
	return from, detmath.Float(r.To) - from
}
