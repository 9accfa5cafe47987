package convert

import (
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/target"
)

// Formula says from which form into which a figure is converted. The zero Formula is
// not valid. The package comment has the formulas.
type Formula uint8

const (
	GrowthToLevel    Formula = iota + 1 // 5.84 % on 1.37 billion people is 1.45 billion
	LevelToGrowth                       // the reverse
	ReductionToLevel                    // 38 % less than 476 Mt is 295 Mt
	LevelToReduction                    // the reverse
	RatioToNumerator                    // 7.68 patents per 10,000 people are 80,187 patents
	NumeratorToRatio                    // the reverse
	ShareToPart                         // 2.5 % of GDP is 2.3 trillion yuan
	PartToShare                         // the reverse
	IncrementToLevel                    // 1.6 more than 1.7 is 3.3
	LevelToIncrement                    // the reverse
)

var formulaWords = enum.New[Formula]("formula", target.UnknownError, []string{
	GrowthToLevel: "growth to level", LevelToGrowth: "level to growth",
	ReductionToLevel: "reduction to level", LevelToReduction: "level to reduction",
	RatioToNumerator: "ratio to numerator", NumeratorToRatio: "numerator to ratio",
	ShareToPart: "share to part", PartToShare: "part to share",
	IncrementToLevel: "increment to level", LevelToIncrement: "level to increment",
})

// String returns the formula in words: growth to level.
func (f Formula) String() string { return formulaWords.String(f) }

// MarshalText returns the formula in words.
func (f Formula) MarshalText() ([]byte, error) { return formulaWords.Marshal(f) }

// UnmarshalText reads a formula as String prints it.
func (f *Formula) UnmarshalText(text []byte) error { return formulaWords.Unmarshal(f, text) }

// Inverse returns the formula of the reverse conversion.
func (f Formula) Inverse() Formula {
	if !formulaWords.Known(f) {
		return 0
	}
	if f.toLevel() {
		return f + 1
	}
	return f - 1
}

// toLevel reports whether the formula leads from a growth, a reduction, a ratio, a
// share or an increment to a level.
func (f Formula) toLevel() bool { return f%2 == 1 }

// pair returns the formula of the pair that leads to a level.
func (f Formula) pair() Formula { return f - (f+1)%2 } //mutate:equal f - 1: as even, or as odd

// falls reports whether a greater figure makes a smaller result.
func (f Formula) falls() bool { return f.pair() == ReductionToLevel }

// compounds reports whether the figures are rates, which can be per year.
func (f Formula) compounds() bool { return f.pair() == GrowthToLevel || f.pair() == ReductionToLevel }

// checkKinds reports kinds of indicators that the formula does not convert.
func (f Formula) checkKinds(from, to target.Kind, at target.Place) {
	derived, level := from, to
	place := at.Field("to").Field("kind")
	if !f.toLevel() {
		derived, level = to, from
	}
	switch f.pair() {
	case GrowthToLevel:
		f.require(place, derived == target.Growth && isLevel(level), from, "a growth and a level")
	case ReductionToLevel:
		f.require(place, derived == target.Reduction && isLevel(level), from, "a reduction and a level")
	case RatioToNumerator:
		f.require(place, derived == target.Ratio && level.Law() == target.Sum, from, "a ratio and a kind that adds up")
	case ShareToPart:
		f.require(place, derived == target.Share && level.Law() == target.Sum, from, "a share and a kind that adds up")
	case IncrementToLevel:
		same := derived == level || derived.Law() == target.Sum && level.Law() == target.Sum
		f.require(place, same && isLevel(derived), from, "figures of one unit of measure")
	}
}

func (f Formula) require(at target.Place, ok bool, from target.Kind, kinds string) {
	if !ok {
		at.Report(from.String(), target.ErrKind, f.String()+" is between "+kinds)
	}
}

// isLevel reports whether a figure of the kind can grow.
func isLevel(k target.Kind) bool {
	switch k {
	case target.Flow, target.Stock, target.Cumulative, target.Ratio, target.Share, target.Index:
		return true
	}
	return false
}
