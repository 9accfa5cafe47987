package apportion

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// ErrWide says that a share does not fit a machine word. [Big] gives the result.
var ErrWide = errors.New("apportion: a share does not fit 64 bits")

// Kind says why a division is impossible.
type Kind uint8

const (
	NegativeWeight   Kind = iota + 1 // weights are below zero
	MinAboveMax                      // minima are above the maxima of the same claims
	MinimaAboveTotal                 // the least that the claims can have is more than the total
	MaximaBelowTotal                 // the most that the claims can have is less than the total
	NoWeight                         // no claim has a weight, and the bounds leave a part of the total
)

var kindTexts = [...]string{
	NegativeWeight:   "negative weight",
	MinAboveMax:      "minimum above maximum",
	MinimaAboveTotal: "minima exceed the total",
	MaximaBelowTotal: "maxima fall short of the total",
	NoWeight:         "no claim has a weight",
}

// String returns the reason in words.
func (k Kind) String() string {
	if k == 0 || int(k) >= len(kindTexts) {
		return fmt.Sprintf("Kind(%d)", k)
	}
	return kindTexts[k]
}

// InfeasibleError says that a total cannot be divided as asked, and why.
type InfeasibleError struct {
	Kind  Kind
	Total *big.Int
	// SumMin and SumMax are the least and the most that the claims can have together:
	// the sums of their bounds. A claim without weight counts with its share. The
	// package comment says what an absent bound is. Nil means no limit. Both are nil
	// for NegativeWeight and MinAboveMax.
	SumMin, SumMax *big.Int
	// Claims lists the claims in conflict, ascending: those with a negative weight,
	// those with crossing bounds, or those whose minima or maxima make up the sum.
	// For NoWeight it lists all claims.
	Claims []int
}

// Error names the reason, the figures in conflict and the first claims.
func (e *InfeasibleError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "apportion: %v", e.Kind)
	switch e.Kind {
	case MinimaAboveTotal:
		fmt.Fprintf(&b, ": %v > %v", e.SumMin, e.Total)
	case MaximaBelowTotal:
		fmt.Fprintf(&b, ": %v < %v", e.SumMax, e.Total)
	case NoWeight:
		fmt.Fprintf(&b, " to share %v", new(big.Int).Sub(e.Total, e.SumMin))
	}

	const most = 10
	for i, c := range e.Claims {
		switch {
		case i == most:
			fmt.Fprintf(&b, " and %d more", len(e.Claims)-most)
			return b.String()
		case i == 0:
			b.WriteString(": claims ")
		default:
			b.WriteString(", ")
		}
		fmt.Fprint(&b, c)
	}

	return b.String()
}
