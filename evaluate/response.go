package evaluate

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Turn is a change of a target, as what was to be reached or as how it is
// measured.
type Turn struct {
	What     string              // what changed, in words
	At       target.Period       // the first period under the changed target; figures that end before it does are from before the turn
	From, To decimal.NullDecimal // the target before and after, where it is a number
}

// TurnOf returns the turn that a change of an agenda is for yearly figures: its
// first period is the first year that begins on the date of the change or
// after it, where a date without a day stands for the last day it may mean.
// The target's values are compared only where both are set on one indicator.
//
// TurnOf returns an error if the change has no date, or one that is not ISO
// 8601.
func TurnOf(c target.Change) (Turn, error) {
	year, rest, _ := strings.Cut(c.Date, "-")
	p, err := target.ParsePeriod(year)
	if err == nil && rest != "" {
		month, _, _ := strings.Cut(rest, "-")
		_, err = target.ParsePeriod(year + "-" + month)
	}
	if err != nil || p.Len() != 12 {
		return Turn{}, &target.FieldError{Path: "change.date", Value: c.Date, Err: target.ErrInvalid, Remedy: "an ISO 8601 date says from when on"}
	}
	if rest != "01-01" {
		p = target.Year(p.EndYear() + 1)
	}
	turn := Turn{What: c.String(), At: p}
	if c.From != nil && c.To != nil && c.From.Indicator.Code == c.To.Indicator.Code {
		turn.From, turn.To = null(c.From.Value), null(c.To.Value)
	}
	return turn, nil
}

// Behaviour is what a unit did over time.
type Behaviour struct {
	Unit    string
	Figures []target.Point // volume: patents applied for
	Part    []target.Point // optional: what of it is of the wanted kind, inventions
	Log     bool           // fit logarithms: the jump is then a growth at once, the bend a change of the growth rate
	Control Control        // optional: who did not face the turn
}

// Control is a series that did not face the turn but saw the same times:
// another unit, several together, or figures of the same unit that the target
// leaves aside. Without figures there is none.
type Control struct {
	Unit    string
	Figures []target.Point
	Part    []target.Point // optional, with Figures
}

// Response sets what a unit did before a turn beside what it did after.
type Response struct {
	Turn          Turn
	Unit          string
	Before, After Phase
	Figures       Fit                 // of the figures, or their logarithms
	Shares        Fit                 // of Part over Figures, never of logarithms
	Log           bool                // as the behaviour's
	Follow        decimal.NullDecimal // change of the mean figure for each unit by which the target changed
	Contrast      *Contrast           // nil without a control
}

// Contrast sets a unit's response beside what its control did at that time.
// Its breaks are those of the differences between the two: what both went
// through has no part in them.
type Contrast struct {
	Unit          string // the control
	Before, After Phase  // of the control
	Figures       Fit    // of the unit's figures less the control's, or their logarithms
	Shares        Fit    // of the unit's shares less the control's
}

// Phase sums up one side of the turn.
type Phase struct {
	Points      int
	First, Last target.Point
	Mean        decimal.Decimal     // of the figures
	Growth      decimal.NullDecimal // compound rate a year from the first point to the last, a share of 1
	Share       decimal.NullDecimal // Σ part / Σ figures over the points that have both
}

// Caution is what a break at a turn cannot show.
const Caution = "A break at the time of a change is not its effect. Whatever else changed then shows the same way; " +
	"behaviour may have moved before the date or long after it; a few yearly figures that depend on one another make errors look small; " +
	"and a date that was picked because the series breaks there proves nothing."

// Respond asks whether a unit's behaviour followed when a target changed:
// growth, level and composition before and after, and the size of the break.
//
// The fit is least squares on both sides of the turn, in exact arithmetic; each
// side needs three points (TooFewPoints). Means, rates and coefficients are
// given to 16 significant digits; logarithms are taken to 40 before they are
// fitted, and figures that are not positive have none (ZeroBase,
// OppositeSigns). This is the segmented regression of Wagner, Soumerai, Zhang
// and Ross-Degnan (2002) and the tutorial of Lopez Bernal, Cummins and
// Gasparrini (2017). The p values take the t statistics to have Student's
// distribution with Freedom degrees of freedom, on both sides of zero; they
// have it only if the errors are independent and normal, which those of yearly
// figures seldom are. [Caution] says what else a break cannot show.
//
// With a control the same regression is also fitted to the differences between
// unit and control, over the periods that both have: the controlled interrupted
// series of Lopez Bernal, Cummins and Gasparrini (2018). Its breaks are those of
// the unit less those of the control, and whatever moved both alike is gone. It
// takes the errors of the differences to be independent, not those of the unit
// and of the control. What happened at the turn to one of the two alone still
// looks like an effect, and a control that was drawn into the change hides one.
//
// Respond returns an error if the turn has no period or a figure out of bounds,
// a series is not sound as for [Track], or a control has parts but no figures.
// It reports every problem.
func Respond(turn Turn, b Behaviour) (Response, error) {
	var l fault.List
	if turn.At.IsZero() {
		l.Add(&target.FieldError{Path: "turn.at", Err: target.ErrRequired, Remedy: "the first period under the changed target"})
	}
	for _, d := range [...]struct {
		path   string
		figure decimal.NullDecimal
	}{{"turn.from", turn.From}, {"turn.to", turn.To}} {
		if d.figure.Valid && !fixed.InBounds(d.figure.Decimal) {
			l.Add(&target.FieldError{Path: d.path, Value: d.figure.Decimal, Err: target.ErrRange, Remedy: "at most 100 digits before and 100 after the point"})
		}
	}
	figures := checkSeries(&l, "behaviour.figures", b.Figures)
	part := checkSeries(&l, "behaviour.part", b.Part)
	control := checkSeries(&l, "behaviour.control.figures", b.Control.Figures)
	controlPart := checkSeries(&l, "behaviour.control.part", b.Control.Part)
	if len(controlPart) > 0 && len(control) == 0 {
		l.Add(&target.FieldError{Path: "behaviour.control.figures", Err: target.ErrRequired, Remedy: "the part is of figures"})
	}
	if l.Len() > 0 {
		return Response{}, l.Err()
	}
	before, after := split(turn, figures)
	r := Response{Turn: turn, Unit: b.Unit, Log: b.Log, Before: phase(before, part), After: phase(after, part)}
	own, reason := levels(figures, b.Log)
	ownShares := shares(part, figures)
	r.Figures = fit(turn, own, reason)
	r.Shares = fit(turn, ownShares, 0)
	if turn.From.Valid && turn.To.Valid && len(before) > 0 && len(after) > 0 {
		if moved := turn.To.Decimal.Sub(turn.From.Decimal); !moved.IsZero() {
			change := new(big.Rat).Sub(mean(after), mean(before))
			r.Follow = null(significant(change.Quo(change, moved.Rat())))
		}
	}
	if len(control) > 0 {
		before, after := split(turn, control)
		theirs, why := levels(control, b.Log)
		r.Contrast = &Contrast{
			Unit: b.Control.Unit, Before: phase(before, controlPart), After: phase(after, controlPart),
			Figures: fit(turn, less(own, theirs), cmp.Or(reason, why)),
			Shares:  fit(turn, less(ownShares, shares(controlPart, control)), 0),
		}
	}
	return r, nil
}

// split divides a series at the turn.
func split(turn Turn, figures []target.Point) (before, after []target.Point) {
	at := slices.IndexFunc(figures, func(p target.Point) bool { return months(turn.At, p.Period) >= 0 })
	if at < 0 {
		at = len(figures)
	}
	return figures[:at], figures[at:]
}

func phase(figures, part []target.Point) Phase {
	if len(figures) == 0 {
		return Phase{}
	}
	first, last := figures[0], figures[len(figures)-1]
	p := Phase{Points: len(figures), First: first, Last: last, Mean: significant(mean(figures))}
	if span := months(first.Period, last.Period); span > 0 && growable(first.Value.Rat(), last.Value.Rat()) == 0 {
		p.Growth = null(growthRate(new(big.Rat).Quo(last.Value.Rat(), first.Value.Rat()), int64(span)))
	}
	var sum, of decimal.Decimal
	for _, f := range figures {
		if q, ok := at(part, f.Period); ok {
			sum, of = sum.Add(q.Value), of.Add(f.Value)
		}
	}
	if !of.IsZero() {
		p.Share = null(significant(new(big.Rat).Quo(sum.Rat(), of.Rat())))
	}
	return p
}

// mean returns the mean of one or more figures.
func mean(points []target.Point) *big.Rat {
	var sum decimal.Decimal
	for _, p := range points {
		sum = sum.Add(p.Value)
	}
	return new(big.Rat).Quo(sum.Rat(), big.NewRat(int64(len(points)), 1))
}

// at returns the point of a period, of points in order.
func at(points []target.Point, p target.Period) (target.Point, bool) {
	i, ok := slices.BinarySearchFunc(points, p, func(q target.Point, p target.Period) int { return q.Period.Compare(p) })
	if !ok {
		return target.Point{}, false
	}
	return points[i], true
}

// Explain prints the response for people, with [Caution]. Each line ends in a
// newline.
func (r Response) Explain() string {
	var b strings.Builder
	head := r.Turn.What
	if head == "" {
		head = "target"
	}
	if r.Unit != "" {
		head = r.Unit + ": " + head
	}
	if r.Turn.From.Valid && r.Turn.To.Valid {
		head += fmt.Sprintf(" from %s to %s", text(r.Turn.From.Decimal), text(r.Turn.To.Decimal))
	}
	fmt.Fprintf(&b, "%s, from %s on\n", head, r.Turn.At)
	r.Before.explain(&b, "before")
	r.After.explain(&b, "after")
	name := "figures"
	if r.Log {
		name = "logarithms"
	}
	r.Figures.explain(&b, name)
	if r.Shares.Points > 0 {
		r.Shares.explain(&b, "shares")
	}
	if c := r.Contrast; c != nil {
		b.WriteString(strings.TrimRight("  control "+c.Unit, " ") + "\n")
		c.Before.explain(&b, "before")
		c.After.explain(&b, "after")
		c.Figures.explain(&b, name+" less the control's")
		if c.Shares.Points > 0 {
			c.Shares.explain(&b, "shares less the control's")
		}
	}
	width := 0
	for word := range strings.FieldsSeq(Caution) {
		n := utf8.RuneCountInString(word)
		if width == 0 || width+1+n > 96 {
			if width > 0 {
				b.WriteString("\n")
			}
			b.WriteString(" ")
			width = 1
		}
		b.WriteString(" " + word)
		width += 1 + n
	}
	b.WriteString("\n")
	return b.String()
}

func (p Phase) explain(b *strings.Builder, name string) {
	if p.Points == 0 {
		fmt.Fprintf(b, "  %-6s  no figures\n", name)
		return
	}
	fmt.Fprintf(b, "  %-6s  %s to %s, mean %s", name, p.First.Period, p.Last.Period, places(null(p.Mean), 1))
	if p.Growth.Valid {
		fmt.Fprintf(b, ", growth %s %% a year", places(hundredfold(p.Growth), 2))
	}
	if p.Share.Valid {
		fmt.Fprintf(b, ", share %s %%", places(hundredfold(p.Share), 2))
	}
	b.WriteString("\n")
}

func places(d decimal.NullDecimal, n int32) string {
	if !d.Valid {
		return "none"
	}
	return d.Decimal.StringFixed(n)
}

func hundredfold(d decimal.NullDecimal) decimal.NullDecimal { return null(d.Decimal.Shift(2)) }
