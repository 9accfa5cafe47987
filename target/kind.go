package target

import "github.com/targetcascade/cascade/internal/enum"

// Kind says what a figure is. It decides how figures combine over units and over
// time. The zero Kind is not a kind.
type Kind uint8

const (
	Flow       Kind = iota + 1 // counted over a period: applications filed, or money spent, in a year
	Stock                      // counted at a date: invention patents in force
	Cumulative                 // running total since a fixed start
	Ratio                      // numerator over denominator: patents per 10,000 people
	Share                      // part of a whole
	Growth                     // relative change on a base period
	Reduction                  // relative cut of a level, or of a ratio, below a base period
	Index                      // composite score
	Position                   // place in a ranking
	Milestone                  // done (1) or not done (0)
)

var kindWords = enum.New[Kind]("kind", UnknownError, []string{
	Flow: "flow", Stock: "stock", Cumulative: "cumulative", Ratio: "ratio", Share: "share",
	Growth: "growth", Reduction: "reduction", Index: "index", Position: "position", Milestone: "milestone",
})

// String returns the kind's name in lower case, and "unknown" for a number that
// is no kind.
func (k Kind) String() string { return kindWords.String(k) }

// MarshalText returns the kind's name.
func (k Kind) MarshalText() ([]byte, error) { return kindWords.Marshal(k) }

// UnmarshalText reads a kind's name as String prints it.
func (k *Kind) UnmarshalText(text []byte) error { return kindWords.Unmarshal(k, text) }

// Law says how the figures of units make the figure of the unit above them.
type Law uint8

const (
	NoLaw        Law = iota // Index, Position: never add, never average
	Sum                     // Flow, Stock, Cumulative
	WeightedMean            // Ratio, Share, Growth, Reduction: weighted by the basis
	Count                   // Milestone: how many children have it
)

var lawWords = enum.New[Law]("law", UnknownError, []string{
	NoLaw: "no law", Sum: "sum", WeightedMean: "weighted mean", Count: "count",
})

// String returns the law's name in lower case.
func (l Law) String() string { return lawWords.String(l) }

// MarshalText returns the law's name.
func (l Law) MarshalText() ([]byte, error) { return lawWords.Marshal(l) }

// UnmarshalText reads a law's name as String prints it.
func (l *Law) UnmarshalText(text []byte) error { return lawWords.Unmarshal(l, text) }

// Law returns the law of the kind:
//
//	Sum           Flow, Stock, Cumulative          x = Σ xᵢ
//	WeightedMean  Ratio, Share, Growth, Reduction  x = Σ bᵢxᵢ / Σ bᵢ
//	Count         Milestone                        x = Σ xᵢ, each 0 or 1
//	NoLaw         Index, Position, and no kind     refused
//
// The basis bᵢ is the denominator of a ratio, the whole of a share, or the
// base-period level of a growth or a reduction. For the reduction of a ratio it
// is the projected denominator times the base ratio.
func (k Kind) Law() Law {
	switch k {
	case Flow, Stock, Cumulative:
		return Sum
	case Ratio, Share, Growth, Reduction:
		return WeightedMean
	case Milestone:
		return Count
	}
	return NoLaw
}

// Direction says which figures are better. A budget, which is not to be exceeded, has
// Lower. The zero Direction is not given; calculations that need a direction refuse it.
type Direction uint8

const (
	Higher Direction = iota + 1 // higher figures are better: patents in force
	Lower                       // lower figures are better: energy per unit of output
	Nearer                      // figures nearer to the target are better: a sex ratio
)

var directionWords = enum.New[Direction]("better", UnknownError, []string{
	Higher: "higher", Lower: "lower", Nearer: "nearer",
})

// String returns the direction's name in lower case.
func (d Direction) String() string { return directionWords.String(d) }

// MarshalText returns the direction's name.
func (d Direction) MarshalText() ([]byte, error) { return directionWords.Marshal(d) }

// UnmarshalText reads a direction's name as String prints it.
func (d *Direction) UnmarshalText(text []byte) error { return directionWords.Unmarshal(d, text) }
