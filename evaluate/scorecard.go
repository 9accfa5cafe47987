package evaluate

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Scorecard is the result of one unit by one book.
type Scorecard struct {
	Unit     string
	Scheme   string // name of the book
	Total    decimal.Decimal
	ByPoints string   // grade that the points alone give
	Grade    string   // grade after vetoes
	Vetoes   []string // codes of the vetoes that were missed, in the order of the book
	Lines    []Line   // item by item: points, bonus, veto, why
	Notes    []string // what the book's cap and rounding did to the total
}

// Line is the result of one item.
type Line struct {
	Code, Name string
	Max        decimal.Decimal
	Points     decimal.Decimal // negative for a deduction
	Bonus      decimal.Decimal
	Attainment decimal.NullDecimal // where the item was scored from an assessment that has one
	Awards     []Award             // by a panel: what each awarded, by name
	Veto       bool                // missed, and so the unit failed
	Why        string
}

// Award is what one evaluator gave.
type Award struct {
	By     string
	Points decimal.Decimal
}

// Explain prints the card for people: the unit by its code and the book, a line
// for each item with its points, its bonus and the reason, the total, and the
// grade with what overrode it. Each line ends in a newline.
func (c Scorecard) Explain() string {
	var b strings.Builder
	head := c.Unit
	if c.Scheme != "" {
		head = strings.TrimPrefix(head+", "+c.Scheme, ", ")
	}
	if head != "" {
		b.WriteString(head + "\n")
	}
	names := make([]string, len(c.Lines))
	width, points := utf8.RuneCountInString("total"), len(text(c.Total))
	for i, line := range c.Lines {
		names[i] = line.Code
		if line.Name != "" {
			names[i] += " " + line.Name
		}
		width = max(width, utf8.RuneCountInString(names[i]))
		points = max(points, len(line.sum()))
	}
	row := func(name, sum, rest string) {
		pad := strings.Repeat(" ", width-utf8.RuneCountInString(name))
		b.WriteString(strings.TrimRight(fmt.Sprintf("  %s%s  %*s  %s", name, pad, points, sum, rest), " ") + "\n")
	}
	for i, line := range c.Lines {
		var why strings.Builder
		why.WriteString(line.Why)
		for _, a := range line.Awards {
			why.WriteString(", " + a.By + " " + text(a.Points))
		}
		of := text(line.Max)
		if !line.Bonus.IsZero() {
			of += " + " + text(line.Bonus)
		}
		row(names[i], line.sum(), fmt.Sprintf("of %s: %s", of, why.String()))
	}
	row("total", text(c.Total), strings.Join(c.Notes, ", "))
	switch {
	case len(c.Vetoes) > 0:
		fmt.Fprintf(&b, "  grade %s: missed %s, whatever the total (by points: %s)\n", c.Grade, strings.Join(c.Vetoes, ", "), c.ByPoints)
	case c.Grade != "":
		fmt.Fprintf(&b, "  grade %s\n", c.Grade)
	}
	return b.String()
}

func (l Line) sum() string { return text(l.Points.Add(l.Bonus)) }

// Years makes one result of the scorecards of a plan's years, in the order of
// the years: the mean of the totals of all but the last counts half, the last
// half, or as the book's Years say; one scorecard alone counts in full. The
// result is capped, rounded and graded like a year's; the vetoes of the last
// year, which judges the whole plan, hold for it too.
//
// Years returns an error if there is no scorecard, they are of several units,
// or a total is negative or out of bounds.
func (e *Evaluator) Years(cards []Scorecard) (Scorecard, error) {
	var l fault.List
	if len(cards) == 0 {
		l.Add(&target.FieldError{Path: "scorecards", Err: target.ErrRequired, Remedy: "give one for each year"})
	}
	for i, c := range cards {
		path := "scorecards[" + strconv.Itoa(i) + "]"
		if c.Unit != cards[0].Unit {
			l.Add(&target.FieldError{Path: path + ".unit", Value: c.Unit, Err: target.ErrMismatch, Remedy: "the first is of unit " + fault.Text(cards[0].Unit)})
		}
		atLeastZero(&l, path+".total", c.Total)
	}
	if l.Len() > 0 {
		return Scorecard{}, l.Err()
	}
	earlier, last := cards[:len(cards)-1], cards[len(cards)-1]
	card := Scorecard{Unit: last.Unit, Scheme: e.scheme.Name, Vetoes: slices.Clone(last.Vetoes)}
	total := last.Total.Rat()
	if len(earlier) > 0 {
		half := decimal.New(5, -1)
		weights := Years{half, half}
		if e.scheme.Years != nil {
			weights = *e.scheme.Years
		}
		mean := new(big.Rat)
		for _, c := range earlier {
			mean.Add(mean, c.Total.Rat())
		}
		mean.Quo(mean, big.NewRat(int64(len(earlier)), 1))
		why := fmt.Sprintf("mean %s × %s", plain(mean), text(weights.Earlier))
		mean.Mul(mean, weights.Earlier.Rat())
		total.Mul(total, weights.Last.Rat())
		card.Lines = append(card.Lines, Line{Code: "earlier", Max: limit(e.scheme, weights.Earlier), Points: significant(mean), Why: why})
		card.Lines = append(card.Lines, Line{Code: "last", Max: limit(e.scheme, weights.Last), Points: significant(total), Veto: len(last.Vetoes) > 0, Why: fmt.Sprintf("%s × %s", text(last.Total), text(weights.Last))})
		total.Add(total, mean)
	} else {
		card.Lines = append(card.Lines, Line{Code: "last", Max: limit(e.scheme, decimal.New(1, 0)), Points: last.Total, Veto: len(last.Vetoes) > 0, Why: "the only year"})
	}
	e.finish(&card, total)
	return card, nil
}

// limit returns the weighted sum of all maxima, bonuses and deductions left
// aside.
func limit(s Scheme, weight decimal.Decimal) decimal.Decimal {
	var sum decimal.Decimal
	for _, i := range s.Items {
		if !i.Deduction {
			sum = sum.Add(i.Max)
		}
	}
	return sum.Mul(weight)
}
