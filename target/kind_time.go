package target

import "github.com/targetcascade/cascade/internal/enum"

// TimeLaw says how the figures of months, quarters or years make the figure of
// the period that they fill. The zero TimeLaw is ByKind. Package temporal applies
// it.
type TimeLaw uint8

const (
	ByKind       TimeLaw = iota // the law that [Kind.OverTime] gives
	TimeSum                     // they add up: applications filed
	TimeLast                    // the last one counts: patents in force
	TimeFirst                   // the first one counts: capital at the start of the year
	TimeMean                    // the plain mean counts: average population
	TimeWeighted                // the mean weighted by a basis counts: the share of inventions in applications
	TimeCompound                // they compound: Π(1+g) − 1, or 1 − Π(1−r) for a reduction
	NoTimeLaw                   // they do not combine: places in rankings
)

var timeLawWords = enum.New[TimeLaw]("overTime", UnknownError, []string{
	ByKind: "by kind", TimeSum: "sum", TimeLast: "last", TimeFirst: "first", TimeMean: "mean",
	TimeWeighted: "weighted mean", TimeCompound: "compound", NoTimeLaw: "no law",
})

// String returns the law's name in lower case.
func (l TimeLaw) String() string { return timeLawWords.String(l) }

// MarshalText returns the law's name.
func (l TimeLaw) MarshalText() ([]byte, error) { return timeLawWords.Marshal(l) }

// UnmarshalText reads a law's name as String prints it.
func (l *TimeLaw) UnmarshalText(text []byte) error { return timeLawWords.Unmarshal(l, text) }

// OverTime returns the law of the kind over time:
//
//	TimeSum       Flow                          x = Σ xₜ
//	TimeLast      Stock, Cumulative, Milestone  x = x of the last period
//	TimeWeighted  Ratio, Share                  x = Σ bₜxₜ / Σ bₜ
//	TimeCompound  Growth                        x = Π(1 + xₜ) − 1
//	              Reduction                     x = 1 − Π(1 − xₜ)
//	NoTimeLaw     Index, Position, and no kind  refused
//
// An indicator may have another law. For example, the density of patents in
// force is a Ratio whose numerator is a Stock, so it counts at the end of the
// period.
func (k Kind) OverTime() TimeLaw {
	switch k {
	case Flow:
		return TimeSum
	case Stock, Cumulative, Milestone:
		return TimeLast
	case Ratio, Share:
		return TimeWeighted
	case Growth, Reduction:
		return TimeCompound
	}
	return NoTimeLaw
}

// TimeLaw returns the law of the indicator over time: its own OverTime, or that
// of its kind if OverTime is ByKind.
func (i Indicator) TimeLaw() TimeLaw {
	if i.OverTime != ByKind {
		return i.OverTime
	}
	return i.Kind.OverTime()
}
