package apportion

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/biproportional"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// TableOptions are the choices of [Table]. The zero value divides into whole
// numbers with [Webster] rounding, without bounds.
type TableOptions struct {
	Quantum  decimal.Decimal // 0 means 1
	Rounding Rounding        // a divisor method; 0 means Webster

	// Min and Max bound the entries, cell by cell; equal bounds hold an entry.
	// Each is nil or has the shape of the weights. A minimum that is no multiple
	// of the quantum counts as the next one above, a maximum as the next below.
	Min, Max [][]decimal.NullDecimal
}

// TwoWay is a filled table.
type TwoWay struct {
	Entries [][]decimal.Decimal
	// Tied are the cells, row by row, that have one quantum more or less in some
	// other table that is as good. Of all such tables this is the one that gives
	// the quanta in doubt to the earliest cells, row by row.
	Tied []Cell
}

// Cell is a place in a table, counted from zero.
type Cell struct{ Row, Col int }

// Table divides a two-way total so that both margins hold exactly: the entries of row i
// sum to rows[i], those of column j to cols[j]. Every entry is a multiple of the quantum,
// and as nearly proportional to its weight as the margins allow:
//
//	entryᵢⱼ = clamp(round(ρᵢ · weightᵢⱼ · σⱼ), minᵢⱼ, maxᵢⱼ)
//
// with one multiplier ρ for each row and one σ for each column. This is the
// biproportional divisor method. A product is rounded up from the method's signpost on.
//
// Except for ties, there is exactly one such table. It does not depend on the order of
// the rows and columns, and does not change if all weights of a row or of a column are
// multiplied by a number. If cells tie, the earliest get the undecided quanta.
//
// Entries of weight zero are zero, unless a minimum is above zero. So are all
// entries of a row or column whose margin is zero. With [Adams], [Hill] and
// [Dean], whose first signpost is zero, every other entry is at least one
// quantum, unless its maximum is zero. A table whose margins are negative is
// divided as its mirror image, and all signs are turned.
//
// Table returns an error if
//   - there are no rows or no columns, or the shape of the weights or bounds does not match the margins;
//   - a weight is negative;
//   - the margins do not have the same sum, or not all the same sign;
//   - a row or column has something to divide and only zero weights;
//   - a minimum is above the maximum, or has the sign opposite to the margins';
//   - the quantum is negative or a margin is not a multiple of it;
//   - a number has more than 100 digits before or after the decimal point;
//   - the rounding is no divisor method;
//   - no table meets the margins with these zeros and bounds ([*TableError]).
//
// The method is Balinski and Demange's (Mathematical Programming 45, 1989), in
// use for the elections of Zurich since 2006 (Pukelsheim, Proportional
// Representation, 2017, chapters 14 and 15). The result is exact: it is proved on
// whole numbers, of any size. A table of 334 rows and 31 columns takes
// milliseconds; one with margins and weights of thirty digits that differ as much
// in size can take half a minute.
func Table(weights [][]decimal.Decimal, rows, cols []decimal.Decimal, o TableOptions) (TwoWay, error) {
	t := tableInput{bounded: o.Min != nil || o.Max != nil}
	t.options(t.problems.At("options"), o)
	t.margins(rows, cols)
	t.weigh(t.problems.At("weights"), weights, len(rows), len(cols))
	t.bound(o.Min, o.Max, len(rows), len(cols))
	if t.problems.Len() == 0 {
		t.empty(rows, cols)
	}
	if t.problems.Len() > 0 {
		return TwoWay{}, t.problems.Err()
	}

	s, cut := biproportional.Solve(t.p)
	if cut != nil {
		return TwoWay{}, &TableError{
			Rows: cut.Rows, Cols: cut.Cols, Amount: t.amount(cut.Amount), Room: t.amount(cut.Room), Floor: cut.Floor,
		}
	}
	n := len(cols)
	result := TwoWay{Entries: make([][]decimal.Decimal, len(rows))}
	for i := range rows {
		result.Entries[i] = make([]decimal.Decimal, n)
		for j := range cols {
			result.Entries[i][j] = t.amount(s.X[i*n+j])
		}
	}
	for _, c := range s.Tied {
		result.Tied = append(result.Tied, Cell{c / n, c % n})
	}
	return result, nil
}

// tableInput is a table on its way to whole numbers.
type tableInput struct {
	problems target.Problems
	step     fixed.Quantum
	sound    bool // the quantum serves
	turned   bool // the table is negative
	bounded  bool
	p        biproportional.Problem
}

func (t *tableInput) amount(n *big.Int) decimal.Decimal {
	if t.turned {
		n = new(big.Int).Neg(n)
	}
	return t.step.Times(n)
}

// options takes rounding and quantum from the options.
func (t *tableInput) options(at target.Place, o TableOptions) {
	switch r := o.Rounding; {
	case r == LargestRemainder:
		at.Field("rounding").Report(
			r.String(), target.ErrKind, "it has no meaning in two ways at once: use Webster, or leave it out",
		)
	case at.Field("rounding").Add(r.Validate()):
		t.p.Rounding = biproportional.Rounding(r)
	}
	t.step, t.sound = quantum(at.Field("quantum"), o.Quantum)
}

// margins reads the totals of the rows and columns as whole numbers of quanta.
func (t *tableInput) margins(rows, cols []decimal.Decimal) {
	signs := 0
	read := func(at target.Place, margin []decimal.Decimal) (counts []*big.Int, sum decimal.Decimal, ok bool) {
		ok = at.Required(len(margin) > 0, "give at least one") && t.sound
		for i, d := range margin {
			place := at.Index(i)
			if !place.Figure(d) {
				ok = false
				continue
			}
			switch {
			case signs == 0:
				signs = d.Sign()
			case signs == -d.Sign():
				place.Report(d, target.ErrRange, "the margins must be all positive or all negative")
			}

			sum = sum.Add(d)
			n, whole := t.step.Count(d)
			if t.sound && !whole {
				place.Report(d, target.ErrQuantum, "round it to a multiple of the quantum, "+fault.Text(t.step.Word(1)))
			}
			counts = append(counts, n.Abs(n))
		}
		return counts, sum, ok
	}

	r, rowSum, rowsOK := read(t.problems.At("rows"), rows)
	c, colSum, colsOK := read(t.problems.At("cols"), cols)
	if rowsOK && colsOK && !rowSum.Equal(colSum) {
		t.problems.At("cols").Report(
			colSum, target.ErrMismatch, "their sum must be the sum of the rows, "+fault.Text(rowSum),
		)
	}
	t.p.Rows, t.p.Cols, t.turned = r, c, signs < 0
}

// weigh reads the weights as whole numbers at their common exponent.
func (t *tableInput) weigh(at target.Place, weights [][]decimal.Decimal, m, n int) {
	if !shaped(at, weights, m, n) {
		return
	}
	ok := true
	exp := int32(0)
	for i, row := range weights {
		for j, w := range row {
			if !at.Index(i).Index(j).NonNegative(w) {
				ok = false
				continue
			}
			exp = min(exp, w.Exponent())
		}
	}
	if !ok {
		return
	}

	t.p.Weights = make([]*big.Int, 0, m*n)
	for _, row := range weights {
		for _, w := range row {
			whole, _ := fixed.Mantissa(w, exp)
			t.p.Weights = append(t.p.Weights, whole)
		}
	}
}

// shaped checks that something has m rows of n entries each.
func shaped[T any](at target.Place, rows [][]T, m, n int) bool {
	ok := len(rows) == m
	if !ok {
		at.Report(len(rows), target.ErrMismatch, fmt.Sprintf("give %d rows, one for each row margin", m))
	}
	for i, row := range rows {
		if len(row) != n {
			at.Index(i).Report(
				len(row), target.ErrMismatch, fmt.Sprintf("give %d entries, one for each column margin", n),
			)
			ok = false
		}
	}
	return ok
}

// bound reads the bounds of the entries as whole numbers of quanta.
func (t *tableInput) bound(lo, hi [][]decimal.NullDecimal, m, n int) {
	at := t.problems.At("options")
	read := func(at target.Place, b [][]decimal.NullDecimal, count func(decimal.Decimal) *big.Int) []*big.Int {
		if b == nil || !shaped(at, b, m, n) {
			return nil
		}
		counts := make([]*big.Int, m*n)
		for i, row := range b {
			for j, d := range row {
				if !d.Valid || !at.Index(i).Index(j).Figure(d.Decimal) || !t.sound {
					continue
				}
				if counts[i*n+j] = count(d.Decimal); t.turned {
					counts[i*n+j].Neg(counts[i*n+j])
				}
			}
		}
		return counts
	}
	least, most := read(at.Field("min"), lo, t.step.Ceil), read(at.Field("max"), hi, t.step.Floor)
	if t.turned {
		least, most = most, least
	}

	for c := range m * n {
		var l, h *big.Int
		if least != nil {
			l = least[c]
		}
		if most != nil {
			h = most[c]
		}
		if l != nil && l.Sign() < 0 {
			l, least[c] = nil, nil // no entry has the sign opposite to the margins'
		}
		if h != nil && (h.Sign() < 0 || l != nil && l.Cmp(h) > 0) {
			at.Field("max").Index(c/n).Index(c%n).Report(nil, target.ErrInfeasible,
				"there must be a multiple of the quantum, with the sign of the margins, between the minimum and "+
					"the maximum")
		}
	}
	t.p.Min, t.p.Max = least, most
}

// empty finds rows and columns that have something to divide and no weight to
// divide it by. With bounds, a minimum may stand in for the weight.
func (t *tableInput) empty(rows, cols []decimal.Decimal) {
	if t.bounded {
		return
	}
	row, col := make([]bool, len(rows)), make([]bool, len(cols))
	for c, w := range t.p.Weights {
		if w.Sign() > 0 {
			row[c/len(cols)], col[c%len(cols)] = true, true
		}
	}

	check := func(at target.Place, margin []decimal.Decimal, weighed []bool) {
		for i, d := range margin {
			if !d.IsZero() && !weighed[i] {
				at.Index(i).Report(
					d, target.ErrInfeasible, "all its weights are zero: give one a weight, or set the margin to 0",
				)
			}
		}
	}
	check(t.problems.At("rows"), rows, row)
	check(t.problems.At("cols"), cols, col)
}

// TableError proves that no table meets the margins.
//
// The given rows must place Amount together. The given columns, and the maxima of the
// rows' cells in all other columns, have room for at most Room, which is less.
//
// If Floor is set, a row or a column has only Amount, and the minima of its cells add
// up to Room, which is more. TableError matches [target.ErrInfeasible].
type TableError struct {
	Rows, Cols   []int // ascending
	Amount, Room decimal.Decimal
	Floor        bool
}

// Error names the first ten of the rows and of the columns, and the sums.
func (e *TableError) Error() string { return e.field().Error() }

// Unwrap returns the error as a [target.FieldError].
func (e *TableError) Unwrap() error { return e.field() }

func (e *TableError) field() *target.FieldError {
	text := fmt.Sprintf("%s have %s to place, and %s leave room for %s",
		listPlaces("rows", e.Rows), fault.Text(e.Amount), listPlaces("cols", e.Cols), fault.Text(e.Room))
	if e.Floor {
		line := listPlaces("rows", e.Rows)
		if len(e.Rows) == 0 {
			line = listPlaces("cols", e.Cols)
		}
		text = fmt.Sprintf(
			"%s have %s to place, and must take at least %s", line, fault.Text(e.Amount), fault.Text(e.Room),
		)
	}
	return &target.FieldError{Path: "table", Err: target.ErrInfeasible, Remedy: text}
}
