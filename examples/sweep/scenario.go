package main

import "github.com/shopspring/decimal"

// A scenario is one way to share one cut. For every 1000 euro of GDP per head it adds
// so many points below the mean of the states, and so many above it, within a floor and
// a ceiling.
type scenario struct {
	total          decimal.Decimal // the Union's cut, %
	wealth         int             // column
	below, above   decimal.Decimal // points per 1000 euro
	floor, ceiling int             // numbers of the values in axes
}

// axis is the values of one choice: count of them, from the first on in equal
// steps, in hundredths.
type axis struct{ first, step, count int64 }

func (a axis) at(k int64) decimal.Decimal { return decimal.New(a.first+k*a.step, -2) }

// The choices. Their numbers multiply to the number of scenarios.
var (
	slopesBelow = axis{100, 5, 25}   // 1.00 … 2.20
	slopesAbove = axis{0, 5, 25}     // 0.00 … 1.20
	floors      = axis{0, 500, 4}    // 0 … 15 %
	ceilings    = axis{4000, 500, 4} // 40 … 55 %
	totals      = axis{3600, 200, 5} // 36 … 44 %
	years       = axis{0, 0, 2}      // GDP of 2005 or of 2013
)

// space is the number of all scenarios.
var space = slopesBelow.count * slopesAbove.count * floors.count * ceilings.count * totals.count * years.count

// scenarioAt is the scenario with a number, from 0 to space − 1: its digits are the
// choices.
func scenarioAt(i int64) scenario {
	digit := func(a axis) int64 {
		d := i % a.count
		i /= a.count
		return d
	}
	var s scenario
	s.below, s.above = slopesBelow.at(digit(slopesBelow)), slopesAbove.at(digit(slopesAbove))
	s.floor, s.ceiling = int(digit(floors)), int(digit(ceilings))
	s.total, s.wealth = totals.at(digit(totals)), wealth2005+int(digit(years))
	return s
}

// Batch is the scenarios of a sweep from First to End − 1.
type Batch struct{ First, End int64 }

// stride is prime to the number of all scenarios, and about their number over the
// golden ratio. So the first scenarios of a sweep, however many, are spread evenly over
// all choices.
const stride = 61803

// batches divides a sweep of n scenarios into batches of a size.
func batches(n, each int64) []Batch {
	var out []Batch
	for first := int64(0); first < n; first += each {
		out = append(out, Batch{first, min(first+each, n)})
	}
	return out
}

// scenarios yields those of a batch.
func (b Batch) scenarios(yield func(scenario) bool) {
	for i := b.First; i < b.End; i++ {
		if !yield(scenarioAt(i * stride % space)) {
			return
		}
	}
}
