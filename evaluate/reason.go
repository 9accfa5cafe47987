package evaluate

import (
	"strings"

	"github.com/targetcascade/cascade/target"
)

// Reason says why a figure of an assessment is absent, or what a reader of it
// must know. The zero Reason is none.
type Reason uint8

const (
	AlreadyMet     Reason = iota + 1 // the target was met at the baseline already: there is no way to go
	ZeroBase                         // the baseline is zero: no rate of change from it exists
	OppositeSigns                    // two figures that would be divided lie on different sides of zero
	TooFewPoints                     // the series is too short
	NotComparable                    // places in a ranking, which have no ratio
	ZeroTarget                       // the target is zero: nothing can be a share of it
	ZeroActual                       // the figure is zero, where it would be the divisor
	NoBaseline                       // the target has no baseline
	AtBaseline                       // the target equals the baseline: there is no way to go
	WholeLost                        // a reduction by all there is, or more: its logarithm does not exist
	DeadlinePassed                   // the series ends after the target's period
	NoDirection                      // neither the indicator nor the target says which way is better
	Unbounded                        // a forecast that leaves the bounds of figures by far
	NoPath                           // no step of the path has come due
	GrowthOfGrowth                   // the figures are rates of growth, which have no rate of growth
)

var reasonText = [...]string{
	"", "already met", "zero base", "opposite signs", "too few points", "not comparable", "zero target", "zero actual",
	"no baseline", "at baseline", "whole lost", "deadline passed", "no direction", "unbounded", "no path", "growth of growth",
}

// String returns the reason in words, the empty string for none.
func (r Reason) String() string {
	if int(r) < len(reasonText) {
		return reasonText[r]
	}
	return "unknown"
}

// MarshalText returns the reason in words.
//
// MarshalText returns an error if r is none of the constants.
func (r Reason) MarshalText() ([]byte, error) {
	if int(r) < len(reasonText) {
		return []byte(reasonText[r]), nil
	}
	return nil, &target.FieldError{Path: "reason", Value: uint8(r), Err: target.ErrUnknown, Remedy: allowedReasons()}
}

// UnmarshalText reads a reason as String prints it.
//
// UnmarshalText returns an error if the text is none of those.
func (r *Reason) UnmarshalText(text []byte) error {
	for i, s := range reasonText {
		if s == string(text) {
			*r = Reason(i)
			return nil
		}
	}
	return &target.FieldError{Path: "reason", Value: string(text), Err: target.ErrUnknown, Remedy: allowedReasons()}
}

func allowedReasons() string { return "one of " + strings.Join(reasonText[1:], ", ") }
