package integrity

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/target"
)

// Edge says where the target lies in its bin.
type Edge uint8

const (
	MiddleOfBin Edge = iota // bins [t + (k−½)w, t + (k+½)w)
	LowerEdge               // bins [t + kw, t + (k+1)w): the target is the least figure of its bin
	UpperEdge               // bins (t + (k−1)w, t + kw]: the target is the greatest figure of its bin
)

var edgeWords = enum.New[Edge]("edge", target.UnknownError, []string{
	MiddleOfBin: "middle of bin", LowerEdge: "lower edge", UpperEdge: "upper edge",
})

// String returns the edge in words.
func (e Edge) String() string { return edgeWords.String(e) }

// MarshalText returns the edge in words.
func (e Edge) MarshalText() ([]byte, error) { return edgeWords.Marshal(e) }

// UnmarshalText reads an edge as String prints it.
func (e *Edge) UnmarshalText(text []byte) error { return edgeWords.Unmarshal(e, text) }

// BunchCorrection says from which bins the figures that bunch are assumed to come.
// Without a correction the counterfactual counts them twice: where they are and
// where they would have been.
type BunchCorrection uint8

const (
	NoCorrection BunchCorrection = iota // none: they are additional
	AboveTarget                         // all bins above the target's
	AboveRegion                         // the bins above the bunching region
)

var bunchCorrectionWords = enum.New[BunchCorrection]("bunchCorrection", target.UnknownError, []string{
	NoCorrection: "no correction", AboveTarget: "above the target", AboveRegion: "above the region",
})

// String returns the correction in words.
func (c BunchCorrection) String() string { return bunchCorrectionWords.String(c) }

// MarshalText returns the correction in words.
func (c BunchCorrection) MarshalText() ([]byte, error) { return bunchCorrectionWords.Marshal(c) }

// UnmarshalText reads a correction as String prints it.
func (c *BunchCorrection) UnmarshalText(text []byte) error {
	return bunchCorrectionWords.Unmarshal(c, text)
}

// BunchOptions says where to look for bunching and what to compare it with.
type BunchOptions struct {
	Target decimal.Decimal // at which figures may gather
	Width  decimal.Decimal // of a bin; required
	Edge   Edge

	// Below and Above count the bins on either side of the target's bin; required.
	// ExcludeBelow and ExcludeAbove of them, next to the target's bin, belong to the
	// bunching region with it.
	Below, Above               int
	ExcludeBelow, ExcludeAbove int

	Order int // of the polynomial; 0 means 7

	// RoundNumbers attract figures to their multiples. A bin that is a multiple of
	// several, each a multiple of the next, counts for the greatest only. A round
	// number has no effect if none of its bins is in the comparison.
	RoundNumbers []decimal.Decimal
	// Elsewhere lists bins that are left out of the comparison, such as other
	// targets, each by its figure t + kw.
	Elsewhere []decimal.Decimal

	Correct BunchCorrection
	// Tolerance ends the correction: the excess, in figures, changes by less. 0 means
	// 10⁻⁹; the R package bunching stops at 1.
	Tolerance decimal.Decimal

	// Replicates is the number of bootstrap samples for the standard errors; 0 means
	// no standard errors. The same seed gives the same errors.
	Replicates int
	Seed       uint64
}

const (
	maxBins       = 1000 // on either side
	maxOrder      = 15
	maxIterations = 1000
	maxReplicates = 10_000
)

func (o BunchOptions) check(at target.Place) {
	knownTarget, knownWidth := at.Field("target").Figure(o.Target), at.Field("width").Positive(o.Width)
	if o.Edge > UpperEdge {
		at.Field("edge").Unknown(uint8(o.Edge), "MiddleOfBin", "LowerEdge", "UpperEdge")
	}
	if o.Correct > AboveRegion {
		at.Field("correct").Unknown(uint8(o.Correct), "NoCorrection", "AboveTarget", "AboveRegion")
	}

	below, above := at.Field("below").Count(o.Below, 1, maxBins), at.Field("above").Count(o.Above, 1, maxBins)
	if below {
		at.Field("excludeBelow").Count(o.ExcludeBelow, 0, o.Below-1)
	}
	if above {
		at.Field("excludeAbove").Count(o.ExcludeAbove, 0, o.Above-1)
	}

	at.Field("order").Count(o.Order, 0, maxOrder)
	at.Field("replicates").Count(o.Replicates, 0, maxReplicates)
	at.Field("tolerance").NonNegative(o.Tolerance)
	o.checkRoundNumbers(at.Field("roundNumbers"))
	o.checkElsewhere(at.Field("elsewhere"), knownTarget && knownWidth && below && above)
}

func (o BunchOptions) checkRoundNumbers(at target.Place) {
	at.Count(len(o.RoundNumbers), 0, 10)
	for i, r := range o.RoundNumbers {
		if at.Index(i).Positive(r) && slices.ContainsFunc(o.RoundNumbers[:i], r.Equal) {
			at.Index(i).Duplicate(r)
		}
	}
}

// checkElsewhere checks the bins that are left out. Where they are is known only if
// the options that place the bins are sound.
func (o BunchOptions) checkElsewhere(at target.Place, sound bool) {
	at.Count(len(o.Elsewhere), 0, 100)
	for i, x := range o.Elsewhere {
		place := at.Index(i)
		if !place.Figure(x) || !sound {
			continue
		}

		k, ok := o.bin(x)
		switch {
		case !ok || o.at(k).Cmp(x) != 0:
			place.Report(x, target.ErrUnknown, "must be the target plus or minus a whole number of widths")
		case k >= -o.ExcludeBelow && k <= o.ExcludeAbove:
			place.Report(x, target.ErrMismatch, "the bin belongs to the bunching region: leave it out")
		case slices.ContainsFunc(o.Elsewhere[:i], x.Equal):
			place.Duplicate(x)
		}
	}
}
