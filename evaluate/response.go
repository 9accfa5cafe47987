package evaluate

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// Turn is a change of a target, as what was to be reached or as how it is
// measured.
type Turn struct {
	What     string              // what changed, in words
	At       target.Period       // the first period under the changed target
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
		p = target.Year(p.Year() + 1)
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
}

// Response sets what a unit did before a turn beside what it did after.
type Response struct {
	Turn          Turn
	Unit          string
	Before, After Phase
	Figures       Fit // of the figures, or their logarithms
	Shares        Fit // of Part over Figures, never of logarithms
	Log           bool
	Follow        decimal.NullDecimal // change of the mean figure for each unit by which the target changed
}

// Phase sums up one side of the turn.
type Phase struct {
	Points      int
	First, Last target.Point
	Mean        decimal.Decimal     // of the figures
	Growth      decimal.NullDecimal // compound rate a year from the first point to the last, a share of 1
	Share       decimal.NullDecimal // Σ part / Σ figures over the points that have both
}

// Fit is an interrupted-series regression:
//
//	y = a + b·t + Jump·D + Bend·D·(t − t₀)
//
// with t in years, t₀ the turn's first period, and D one from then on.
type Fit struct {
	Points       int
	Freedom      int                 // points less four
	Jump         Effect              // change of level at the turn
	Bend         Effect              // change of slope, a year
	DurbinWatson decimal.NullDecimal // near 2 without serial correlation, near 0 with it
	Reason       Reason              // why there is no fit
}

// Effect is an estimated coefficient.
type Effect struct {
	Estimate decimal.NullDecimal
	Error    decimal.NullDecimal // standard error
	T        decimal.NullDecimal // estimate over its error, absent where the points lie exactly on the lines
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
// OppositeSigns). The t statistic has the usual distribution with Freedom
// degrees of freedom only if the errors are independent, which yearly figures
// seldom are; [Caution] says what else it cannot show (segmented regression
// as in Wagner, Soumerai, Zhang and Ross-Degnan 2002, without a control).
//
// Respond returns an error if the turn has no period or a figure out of bounds,
// or a series is not sound as for [Track]. It reports every problem.
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
	figures := checkSeries(&l, b.Figures)
	part := checkSeries(&l, b.Part)
	if l.Len() > 0 {
		return Response{}, l.Err()
	}
	turned := slices.IndexFunc(figures, func(p target.Point) bool { return months(turn.At, p.Period) >= 0 })
	if turned < 0 {
		turned = len(figures)
	}
	r := Response{
		Turn: turn, Unit: b.Unit, Log: b.Log,
		Before: phase(figures[:turned], part),
		After:  phase(figures[turned:], part),
	}
	levels, reason := levels(figures, b.Log)
	r.Figures = fit(turn, levels, reason)
	r.Shares = fit(turn, shares(part, figures), 0)
	if turn.From.Valid && turn.To.Valid && r.Before.Points > 0 && r.After.Points > 0 {
		if moved := turn.To.Decimal.Sub(turn.From.Decimal); !moved.IsZero() {
			change := new(big.Rat).Sub(mean(figures[turned:]), mean(figures[:turned]))
			r.Follow = null(significant(change.Quo(change, moved.Rat())))
		}
	}
	return r, nil
}

func phase(figures, part []target.Point) Phase {
	if len(figures) == 0 {
		return Phase{}
	}
	first, last := figures[0], figures[len(figures)-1]
	p := Phase{Points: len(figures), First: first, Last: last, Mean: significant(mean(figures))}
	if span := months(first.Period, last.Period); span > 0 && growable(first.Value, last.Value) == 0 {
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

// at returns the point of a period.
func at(points []target.Point, p target.Period) (target.Point, bool) {
	i := slices.IndexFunc(points, func(q target.Point) bool { return q.Period == p })
	if i < 0 {
		return target.Point{}, false
	}
	return points[i], true
}

// sample is a point of a fit.
type sample struct {
	period target.Period
	y      *big.Rat
}

// levels returns the figures, or their logarithms to 40 digits.
func levels(figures []target.Point, log bool) ([]sample, Reason) {
	samples := make([]sample, len(figures))
	for i, p := range figures {
		y := p.Value
		if log {
			switch {
			case y.IsZero():
				return nil, ZeroBase
			case y.Sign() < 0:
				return nil, OppositeSigns
			}
			y = transcend.Ln(y, 40)
		}
		samples[i] = sample{p.Period, y.Rat()}
	}
	return samples, 0
}

// shares returns part over whole where both have a figure and the whole is not
// zero.
func shares(part, whole []target.Point) []sample {
	var samples []sample
	for _, w := range whole {
		if p, ok := at(part, w.Period); ok && !w.Value.IsZero() {
			samples = append(samples, sample{w.Period, new(big.Rat).Quo(p.Value.Rat(), w.Value.Rat())})
		}
	}
	return samples
}

// line is a least-squares line y = level + slope·t, its level at the turn,
// where t is zero.
type line struct {
	level, slope             *big.Rat
	levelWeight, slopeWeight *big.Rat // what the residual variance is multiplied by to give the variance of each
	residuals                []*big.Rat
}

func leastSquares(t, y []*big.Rat) line {
	n := big.NewRat(int64(len(t)), 1)
	tm, ym := new(big.Rat), new(big.Rat)
	for i := range t {
		tm.Add(tm, t[i])
		ym.Add(ym, y[i])
	}
	tm.Quo(tm, n)
	ym.Quo(ym, n)
	sxx, sxy := new(big.Rat), new(big.Rat)
	for i := range t {
		d := new(big.Rat).Sub(t[i], tm)
		sxx.Add(sxx, new(big.Rat).Mul(d, d))
		sxy.Add(sxy, d.Mul(d, new(big.Rat).Sub(y[i], ym)))
	}
	var l line
	l.slope = sxy.Quo(sxy, sxx)
	l.level = new(big.Rat).Sub(ym, new(big.Rat).Mul(l.slope, tm))
	l.slopeWeight = new(big.Rat).Inv(sxx)
	l.levelWeight = new(big.Rat).Mul(tm, tm)
	l.levelWeight.Quo(l.levelWeight, sxx)
	l.levelWeight.Add(l.levelWeight, n.Inv(n))
	for i := range t {
		e := new(big.Rat).Mul(l.slope, t[i])
		e.Add(e, l.level)
		l.residuals = append(l.residuals, e.Sub(y[i], e))
	}
	return l
}

// fit fits both sides of the turn, each by its own line, which is the same as
// one regression with a jump and a bend.
func fit(turn Turn, samples []sample, reason Reason) Fit {
	f := Fit{Points: len(samples), Reason: reason}
	if reason != 0 {
		return f
	}
	var t, y [2][]*big.Rat
	for _, s := range samples {
		n := months(turn.At, s.period)
		side := 0
		if n >= 0 {
			side = 1
		}
		t[side] = append(t[side], big.NewRat(int64(n), 12))
		y[side] = append(y[side], s.y)
	}
	if len(t[0]) < 3 || len(t[1]) < 3 {
		f.Reason = TooFewPoints
		return f
	}
	before, after := leastSquares(t[0], y[0]), leastSquares(t[1], y[1])
	f.Freedom = len(samples) - 4
	squares, steps := new(big.Rat), new(big.Rat)
	var last *big.Rat
	for _, e := range slices.Concat(before.residuals, after.residuals) {
		squares.Add(squares, new(big.Rat).Mul(e, e))
		if last != nil {
			d := new(big.Rat).Sub(e, last)
			steps.Add(steps, d.Mul(d, d))
		}
		last = e
	}
	variance := new(big.Rat).Quo(squares, big.NewRat(int64(f.Freedom), 1))
	f.Jump = effect(new(big.Rat).Sub(after.level, before.level), variance, before.levelWeight, after.levelWeight)
	f.Bend = effect(new(big.Rat).Sub(after.slope, before.slope), variance, before.slopeWeight, after.slopeWeight)
	if squares.Sign() > 0 {
		f.DurbinWatson = null(significant(steps.Quo(steps, squares)))
	}
	return f
}

func effect(estimate, variance, before, after *big.Rat) Effect {
	v := new(big.Rat).Add(before, after)
	v.Mul(v, variance)
	e := Effect{Estimate: null(significant(estimate)), Error: null(root(v))}
	if v.Sign() > 0 {
		t := new(big.Rat).Mul(estimate, estimate)
		d := root(t.Quo(t, v))
		if estimate.Sign() < 0 {
			d = d.Neg()
		}
		e.T = null(d)
	}
	return e
}

// root returns the square root of r, which must not be negative, to Digits
// significant digits.
func root(r *big.Rat) decimal.Decimal {
	if r.Sign() == 0 {
		return decimal.Decimal{}
	}
	// With r·10^(2p) of 2·Digits or 2·Digits−1 digits before the point its root
	// has Digits.
	size := len(r.Num().Text(10)) - len(r.Denom().Text(10))
	p := int64(Digits - (size+1)/2)
	least := new(big.Int).Exp(big.NewInt(10), big.NewInt(2*Digits-2), nil)
	x := shift10(r, 2*p)
	for floor(x).Cmp(least) < 0 {
		p++
		x = shift10(r, 2*p)
	}
	for floor(x).Cmp(new(big.Int).Mul(least, big.NewInt(100))) >= 0 {
		p--
		x = shift10(r, 2*p)
	}
	m := new(big.Int).Sqrt(floor(x))
	// Up where x ≥ (m + 1/2)².
	half := new(big.Rat).SetFrac(new(big.Int).Add(new(big.Int).Lsh(m, 1), big.NewInt(1)), big.NewInt(2))
	if x.Cmp(half.Mul(half, half)) >= 0 {
		m.Add(m, big.NewInt(1))
	}
	return significant(shift10(new(big.Rat).SetInt(m), -p))
}

func shift10(r *big.Rat, n int64) *big.Rat {
	p := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(max(n, -n)), nil))
	if n < 0 {
		return p.Quo(r, p)
	}
	return p.Mul(r, p)
}

func floor(r *big.Rat) *big.Int { return whole(r, false) }

// Explain prints the response for people, with [Caution].
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
	for _, side := range [...]struct {
		name string
		Phase
	}{{"before", r.Before}, {"after", r.After}} {
		if side.Points == 0 {
			fmt.Fprintf(&b, "  %-6s  no figures\n", side.name)
			continue
		}
		fmt.Fprintf(&b, "  %-6s  %s to %s, mean %s", side.name, side.First.Period, side.Last.Period, places(null(side.Mean), 1))
		if side.Growth.Valid {
			fmt.Fprintf(&b, ", growth %s %% a year", places(hundredfold(side.Growth), 2))
		}
		if side.Share.Valid {
			fmt.Fprintf(&b, ", share %s %%", places(hundredfold(side.Share), 2))
		}
		b.WriteString("\n")
	}
	name := "figures"
	if r.Log {
		name = "logarithms"
	}
	r.Figures.explain(&b, name)
	if r.Shares.Points > 0 {
		r.Shares.explain(&b, "shares")
	}
	width := 0
	for _, word := range strings.Fields(Caution) {
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

func (f Fit) explain(b *strings.Builder, name string) {
	if f.Reason != 0 {
		fmt.Fprintf(b, "  %s: no fit, %s\n", name, f.Reason)
		return
	}
	fmt.Fprintf(b, "  %s: jump %s, bend %s a year, %d degrees of freedom", name, f.Jump, f.Bend, f.Freedom)
	if f.DurbinWatson.Valid {
		fmt.Fprintf(b, ", DW %s", places(f.DurbinWatson, 2))
	}
	b.WriteString("\n")
}

// String prints the estimate and its t statistic, rounded.
func (e Effect) String() string {
	if !e.T.Valid {
		return places(e.Estimate, 4)
	}
	return fmt.Sprintf("%s (t %s)", places(e.Estimate, 4), places(e.T, 2))
}

func places(d decimal.NullDecimal, n int32) string {
	if !d.Valid {
		return "none"
	}
	return d.Decimal.StringFixed(n)
}

func hundredfold(d decimal.NullDecimal) decimal.NullDecimal { return null(d.Decimal.Shift(2)) }
