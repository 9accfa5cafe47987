package convert

import (
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/target"
)

// Law says from which form into which a figure is converted. The zero Law is no
// law. The package comment has the formulas.
type Law uint8

const (
	GrowthToLevel    Law = iota + 1 // 5.84 % on 1.37 billion people is 1.45 billion
	LevelToGrowth                   // the reverse
	ReductionToLevel                // 38 % less than 476 Mt is 295 Mt
	LevelToReduction                // the reverse
	RatioToNumerator                // 7.68 patents per 10,000 people are 80,187 patents
	NumeratorToRatio                // the reverse
	ShareToPart                     // 2.5 % of GDP is 2.3 trillion yuan
	PartToShare                     // the reverse
	IncrementToLevel                // 1.6 more than 1.7 is 3.3
	LevelToIncrement                // the reverse
)

var lawWords = enum.New[Law]("law", target.UnknownError, []string{
	GrowthToLevel: "growth to level", LevelToGrowth: "level to growth",
	ReductionToLevel: "reduction to level", LevelToReduction: "level to reduction",
	RatioToNumerator: "ratio to numerator", NumeratorToRatio: "numerator to ratio",
	ShareToPart: "share to part", PartToShare: "part to share",
	IncrementToLevel: "increment to level", LevelToIncrement: "level to increment",
})

// String returns the law in words: growth to level.
func (l Law) String() string { return lawWords.String(l) }

// MarshalText returns the law in words.
func (l Law) MarshalText() ([]byte, error) { return lawWords.Marshal(l) }

// UnmarshalText reads a law as String prints it.
func (l *Law) UnmarshalText(text []byte) error { return lawWords.Unmarshal(l, text) }

// Inverse returns the law of the reverse conversion.
func (l Law) Inverse() Law {
	if !lawWords.Known(l) {
		return 0
	}
	if l.toLevel() {
		return l + 1
	}
	return l - 1
}

// toLevel reports whether the law leads from a growth, a reduction, a ratio, a
// share or an increment to a level.
func (l Law) toLevel() bool { return l%2 == 1 }

// pair returns the law of the pair that leads to a level.
func (l Law) pair() Law { return l - (l+1)%2 } //mutate:equal l - 1: as even, or as odd

// falls reports whether a greater figure makes a smaller result.
func (l Law) falls() bool { return l.pair() == ReductionToLevel }

// compounds reports whether the figures are rates, which can be per year.
func (l Law) compounds() bool { return l.pair() == GrowthToLevel || l.pair() == ReductionToLevel }

// checkKinds reports kinds of indicators between which the law does not lead.
func (l Law) checkKinds(from, to target.Kind, at target.Place) {
	part, whole := from, to // the derived form, and the level
	place := at.Field("to").Field("kind")
	if !l.toLevel() {
		part, whole = to, from
	}
	switch l.pair() {
	case GrowthToLevel:
		l.want(place, part == target.Growth && isLevel(whole), from, "a growth and a level")
	case ReductionToLevel:
		l.want(place, part == target.Reduction && isLevel(whole), from, "a reduction and a level")
	case RatioToNumerator:
		l.want(place, part == target.Ratio && whole.Law() == target.Sum, from, "a ratio and a kind that adds up")
	case ShareToPart:
		l.want(place, part == target.Share && whole.Law() == target.Sum, from, "a share and a kind that adds up")
	case IncrementToLevel:
		same := part == whole || part.Law() == target.Sum && whole.Law() == target.Sum
		l.want(place, same && isLevel(part), from, "figures of one unit of measure")
	}
}

func (l Law) want(at target.Place, ok bool, from target.Kind, kinds string) {
	if !ok {
		at.Report(from.String(), target.ErrKind, l.String()+" is between "+kinds)
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
