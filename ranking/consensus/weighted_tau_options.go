package consensus

import (
	"strconv"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/target"
)

// WeightedTauOptions says how much the pairs of items count in [WeightedTau]. The
// zero value is the default.
type WeightedTauOptions struct {
	// Weigh returns the weight of the item at a place of importance, counted from
	// 0. It must be a pure function. Nil means 1/(1+place), the hyperbolic weight.
	Weigh func(place int) float64
	// Multiply makes the weight of a pair the product of the weights of its items.
	// Otherwise it is their sum.
	Multiply bool
	// By is the order of importance.
	By Importance
	// Order lists all items by importance, for [ByOrder].
	Order []string
}

// Importance is the order in which items are important.
type Importance uint8

const (
	ByBoth  Importance = iota // the mean of the coefficients of ByA and ByB
	ByA                       // by a, and within a tie by b
	ByB                       // by b, and within a tie by a
	ByOrder                   // as [WeightedTauOptions.Order] lists the items
)

var importanceWords = enum.New[Importance]("by", target.UnknownError, []string{
	ByBoth: "both", ByA: "a", ByB: "b", ByOrder: "order",
})

// String returns the order in lower case.
func (i Importance) String() string { return importanceWords.String(i) }

// MarshalText returns the order in lower case.
func (i Importance) MarshalText() ([]byte, error) { return importanceWords.Marshal(i) }

// UnmarshalText reads an order as String prints it.
func (i *Importance) UnmarshalText(text []byte) error { return importanceWords.Unmarshal(i, text) }

// weights checks the options and returns the weight of each place of importance.
func (o WeightedTauOptions) weights(n int) ([]float64, error) {
	var problems target.Problems
	at := problems.At("options")
	if at.Field("by").Add(importanceWords.Check(o.By)) && o.By != ByOrder && o.Order != nil {
		at.Field("order").Report(nil, target.ErrMismatch, "set By to ByOrder, or leave the order out")
	}

	weights := make([]float64, n)
	for place := range weights {
		if o.Weigh == nil {
			weights[place] = 1 / float64(1+place)
			continue
		}
		weights[place] = o.Weigh(place)
		// The bound keeps sums and products of weights finite.
		if v := weights[place]; !(v >= 0 && v <= 1e100) {
			at := problems.At("options.weigh(" + strconv.Itoa(place) + ")")
			at.Report(v, target.ErrRange, "must be between 0 and 1e100")
		}
	}
	return weights, problems.Err()
}
