package evaluate

import (
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/target"
)

// Reason says why a figure is absent, or what a reader of a verdict must know. The
// zero Reason is none.
type Reason uint8

const (
	AlreadyMet     Reason = iota + 1 // the baseline meets the target already: there is no way to go
	ZeroBase                         // the baseline is zero: no rate of change from it exists
	OppositeSigns                    // two figures that would be divided lie on different sides of zero
	TooFewPoints                     // the series is too short
	NotComparable                    // places in a ranking have no ratio
	ZeroTarget                       // the target is zero: nothing can be a share of it
	ZeroActual                       // the figure is zero but would be the divisor
	NoBaseline                       // the target has no baseline
	AtBaseline                       // the target equals the baseline: there is no way to go
	WholeLost                        // a reduction by the whole or more has no logarithm
	DeadlinePassed                   // all points of the series come after the target's period
	NoDirection                      // neither the indicator nor the target says which way is better
	Unbounded                        // the forecast leaves the bounds of figures by far
	NoPath                           // no step of the path is due yet
	GrowthOfGrowth                   // the figures are rates of growth, which have no rate of growth
)

var reasonWords = enum.New[Reason]("reason", target.UnknownError, []string{
	AlreadyMet:     "already met",
	ZeroBase:       "zero base",
	OppositeSigns:  "opposite signs",
	TooFewPoints:   "too few points",
	NotComparable:  "not comparable",
	ZeroTarget:     "zero target",
	ZeroActual:     "zero actual",
	NoBaseline:     "no baseline",
	AtBaseline:     "at baseline",
	WholeLost:      "whole lost",
	DeadlinePassed: "deadline passed",
	NoDirection:    "no direction",
	Unbounded:      "unbounded",
	NoPath:         "no path",
	GrowthOfGrowth: "growth of growth",
})

// String returns the reason in words, the empty string for none.
func (r Reason) String() string {
	if r == 0 {
		return ""
	}
	return reasonWords.String(r)
}

// MarshalText returns the reason as String prints it. It returns an error if r is
// no reason.
func (r Reason) MarshalText() ([]byte, error) {
	if r == 0 {
		return []byte{}, nil
	}
	return reasonWords.Marshal(r)
}

// UnmarshalText reads a reason as String prints it. It returns an error for other
// text.
func (r *Reason) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*r = 0
		return nil
	}
	return reasonWords.Unmarshal(r, text)
}
