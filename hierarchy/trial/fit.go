package trial

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// FitSpec is quotas that were handed out, and rules that may explain them.
type FitSpec struct {
	Tree       *hierarchy.Tree
	Target     target.Target
	Basis      hierarchy.Column // of a weighted mean, as in [Spec]
	Candidates []Candidate
	Level      string // whose units are compared, as in [Spec]

	// Observed are the quotas that were handed out. Units without one are not
	// compared.
	Observed hierarchy.Column
	// Weights are the weights of the units in the distance. Without them each unit counts
	// once.
	Weights  hierarchy.Column
	Distance Distance
	// Tolerance is the difference up to which a quota counts as explained, such as half of
	// the step to which the observed ones are rounded.
	Tolerance decimal.Decimal
	// Within is the most by which the distance of parameters that are about as good exceeds
	// the least distance.
	Within decimal.Decimal
}

// Fits are the fits of the candidates of a [FitSpec], in their order.
type Fits struct {
	Fits []*Fitted

	distance Distance
	places   int32
}

// Fitted says how near one candidate comes to the observed quotas.
type Fitted struct {
	Candidate string
	// Err is why no parameters have an answer, nil if some have.
	Err error
	// Values are the parameters that come nearest, the first of several in the order
	// of the grid.
	Values   []decimal.Decimal
	Distance decimal.Decimal
	// Exact reports for each parameter whether no other value with its decimals comes
	// nearer while the other parameters keep theirs. Otherwise the value is the best of the
	// grid and of finer and finer grids around it.
	Exact []bool
	// Near has for each parameter the intervals of values at which the distance exceeds
	// the least one by at most Within. The other parameters keep their values. The ends
	// have the decimals of the parameter if Exact, and are values of the grid otherwise.
	Near [][]Range
	// NearGrid are all points of the grid at which it exceeds the least distance by at
	// most Within.
	NearGrid [][]decimal.Decimal
	// Tried is the number of points of the grid, and Refused the number of those that
	// have no answer.
	Tried, Refused int
	// Rows are the units with an observation.
	Rows []FitRow

	parameters []Parameter
}

// Range is the values of a parameter from one to another.
type Range struct{ From, To decimal.Decimal }

// FitRow is a unit with its observed quota and the one that a rule gives it.
type FitRow struct {
	Unit            hierarchy.Unit
	Observed, Quota decimal.Decimal
	Off             decimal.Decimal // Quota less Observed
	Explained       bool            // Off is at most the tolerance
	// Closest is the least |Off| at any parameters that were tried.
	Closest decimal.Decimal
	// Never reports that no parameters that were tried explain the quota.
	Never bool
}

// Caveat is what a fit cannot show.
const Caveat = "A rule that fits is not the rule that was used. Other rules may fit as well, the figures may not\n" +
	"be those that were known then, and what was negotiated may look like a formula."

// Fit finds, for each candidate, the parameters whose quotas come nearest to those
// that were observed, and what they leave unexplained. See [Caveat].
//
// Quotas are compared before they are rounded to the quantum: the cascades of a
// fit have nine decimals more than the target, and no Quantum. The search is
//  1. all points of the grid of a candidate;
//  2. for several parameters, from the best point on, steps of all of them together
//     as long as one brings the quotas nearer, the steps halved again and again;
//  3. one parameter after the other refined, the others being as they are, until none
//     brings the quotas nearer, 20 times at most.
//
// With several parameters, a better optimum may lie between the points of the grid.
//
// The refinement of a parameter is exact if:
//   - all units are children of the target's unit;
//   - no rule by level or by unit, no stretch and no reserve is given;
//   - the grid has three points or more;
//   - the cascade has an answer at every value of the parameter;
//   - the claims are linear in the parameter at every point of the grid: the weights, or
//     the offsets and bounds while the proportions of the weights do not change.
//
// Every quota is then piecewise a quotient of linear functions, and so is its distance
// from the observation. Fit follows all pieces with fractions, finds the turning points
// of the distance, and compares the values of the parameter on both sides of each.
// Otherwise the neighbourhood of the best value is divided into ten steps again and
// again, down to the decimals of the parameter.
//
// The same spec gives the same bits on every platform.
//
// Fit returns an error if:
//   - tree, target, candidates, level or basis are not valid, as in [Run];
//   - no unit that is compared has an observation, or Observed or Weights is of another tree;
//   - a weight is missing or negative, or all are zero;
//   - the distance is unknown, or Tolerance or Within is negative.
func Fit(s FitSpec) (*Fits, error) {
	f, err := newFitting(s)
	if err != nil {
		return nil, err
	}

	out := &Fits{distance: s.Distance, places: f.places}
	for _, c := range s.Candidates {
		out.Fits = append(out.Fits, f.fit(c))
	}
	return out, nil
}
