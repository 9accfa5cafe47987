package integrity

import (
	"fmt"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/target"
)

// bunchFit is the regression behind a bunching estimate.
type bunchFit struct {
	o       BunchOptions
	bins    []Bin
	rows    [][]float64 // regressors of every bin: Chebyshev polynomials of its place, then round numbers
	dropped []bool      // bins with a dummy of their own
	used    []int       // columns of rows that some bin in the fit has
	regression
}

func newBunchFit(o BunchOptions) *bunchFit {
	n := o.Below + 1 + o.Above
	f := &bunchFit{o: o, bins: make([]Bin, n), rows: make([][]float64, n), dropped: make([]bool, n)}
	numbers := slices.Clone(o.RoundNumbers)
	slices.SortFunc(numbers, decimal.Decimal.Cmp)

	for i := range n {
		k := i - o.Below
		b := &f.bins[i]
		b.At = o.at(k)
		b.Region = k >= -o.ExcludeBelow && k <= o.ExcludeAbove
		f.dropped[i] = b.Region || slices.ContainsFunc(o.Elsewhere, b.At.Equal)

		// Powers of k would be almost dependent if the target is near an end of the
		// bins. These are polynomials of the place between the ends, from −1 to 1.
		row := make([]float64, o.Order+1+len(numbers))
		place := float64(2*k-o.Above+o.Below) / float64(n-1)
		row[0], row[1] = 1, place
		for p := 2; p <= o.Order; p++ {
			row[p] = float64(2*place*row[p-1]) - row[p-2]
		}
		for r, number := range numbers {
			if isMultiple(b.At, number) && !slices.ContainsFunc(numbers[r+1:], func(larger decimal.Decimal) bool {
				return isMultiple(larger, number) && isMultiple(b.At, larger)
			}) {
				row[o.Order+1+r] = 1
			}
		}
		f.rows[i] = row
	}

	for j := range f.rows[0] {
		for i, row := range f.rows {
			if row[j] != 0 && !f.dropped[i] {
				f.used = append(f.used, j)
				break
			}
		}
	}

	return f
}

// isMultiple reports whether x is a multiple of another number.
func isMultiple(x, of decimal.Decimal) bool {
	_, rest := x.QuoRem(of, 0)
	return rest.IsZero()
}

// prepare factors the regression on the bins without a dummy of their own.
func (f *bunchFit) prepare() error {
	var x [][]float64
	for i, row := range f.rows {
		if f.dropped[i] {
			continue
		}
		kept := make([]float64, len(f.used))
		for j, column := range f.used {
			kept[j] = row[column]
		}
		x = append(x, kept)
	}

	if len(x) <= len(f.used) {
		return &target.FieldError{
			Path: "options", Value: len(x), Err: target.ErrRange,
			Remedy: fmt.Sprintf(
				"must be more bins outside of the region than the %d parameters: raise below and above, "+
					"or lower the order", len(f.used),
			),
		}
	}
	var ok bool
	if f.regression, ok = factor(x); !ok {
		return &target.FieldError{
			Path: "options.roundNumbers", Err: target.ErrInfeasible,
			Remedy: "the bins outside of the region do not separate the round numbers from the polynomial: " +
				"leave some numbers out, or add bins",
		}
	}

	return nil
}

type estimate struct {
	excess, height float64
	counterfactual []float64
	beta           []float64
	iterations     int
}

// estimate fits the counts, and corrects the fit if that is asked for.
func (f *bunchFit) estimate(counts []float64) (estimate, error) {
	e, err := f.fitCounts(counts, counts)
	if err != nil || f.o.Correct == NoCorrection {
		return e, err
	}

	first := f.o.Below + 1
	if f.o.Correct == AboveRegion {
		first += f.o.ExcludeAbove
	}

	above := detmath.Sum(counts[first:])
	if above <= 0 {
		return e, &target.FieldError{
			Path: "options.correct", Err: target.ErrInfeasible,
			Remedy: "no figures are above that the correction could take: use NoCorrection, or add bins above",
		}
	}

	tolerance := detmath.Float(f.o.Tolerance)
	raised := slices.Clone(counts)
	for i := 1; i <= maxIterations; i++ {
		for j := first; j < len(counts); j++ {
			raised[j] = counts[j] * (1 + e.excess/above)
		}
		next, err := f.fitCounts(raised, counts)
		if err != nil {
			return e, err
		}
		moved := math.Abs(next.excess - e.excess)
		e = next
		e.iterations = i
		if moved < tolerance {
			return e, nil
		}
	}

	return e, &target.FieldError{
		Path: "options.correct", Err: target.ErrInfeasible,
		Remedy: "the correction does not settle: allow more tolerance, or look at more bins above",
	}
}

// fitCounts fits the counts y and compares the counterfactual with the counts.
func (f *bunchFit) fitCounts(y, counts []float64) (estimate, error) {
	z := make([]float64, 0, len(y))
	for i, dropped := range f.dropped {
		if !dropped {
			z = append(z, y[i])
		}
	}

	beta := f.regression.solve(z)
	e := estimate{counterfactual: make([]float64, len(y)), beta: beta}
	terms := make([]float64, len(beta))
	var over, expected []float64

	for i, row := range f.rows {
		for j, column := range f.used {
			terms[j] = float64(beta[j] * row[column])
		}
		e.counterfactual[i] = detmath.Sum(terms)
		if f.bins[i].Region {
			over = append(over, counts[i]-e.counterfactual[i])
			expected = append(expected, e.counterfactual[i])
		}
	}

	e.excess = detmath.Sum(over)
	e.height = detmath.Sum(expected) / float64(len(expected))
	if !(e.height > 0) {
		return e, &target.FieldError{
			Path: "figures", Err: target.ErrInfeasible,
			Remedy: fmt.Sprintf(
				"a polynomial of order %d through the %.0f figures in %d bins expects none around the target: "+
					"lower the order, widen the bins, or give more figures",
				f.o.Order, detmath.Sum(counts), len(y),
			),
		}
	}

	return e, nil
}
