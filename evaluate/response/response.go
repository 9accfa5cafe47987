package response

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// Behaviour is what a unit did over time.
type Behaviour struct {
	Unit    string
	Figures []target.Point // volume: patents applied for
	Part    []target.Point // optional: the part of it that is wanted, such as inventions
	Log     bool           // fit logarithms: changes of level and slope are then those of growth
	Control Control        // optional: a series that did not face the intervention
}

// Control is a series that did not face the intervention but saw the same times:
// another unit, several together, or figures of the same unit that the target does not
// cover. The zero Control means that there is no control.
type Control struct {
	Unit    string
	Figures []target.Point
	Part    []target.Point // optional, with Figures
}

// Response compares what a unit did before an intervention with what it did after.
type Response struct {
	Intervention  Intervention
	Unit          string
	Before, After Segment
	Figures       Regression          // of the figures, or their logarithms
	Shares        Regression          // of Part over Figures, never of logarithms
	Log           bool                // Figures is of logarithms
	Sensitivity   decimal.NullDecimal // change of the mean figure for each unit by which the target changed
	Controlled    *Controlled         // nil without a control
}

// Controlled compares a unit with its control. The regressions are of the differences
// between the two, from which whatever moved both alike is gone.
type Controlled struct {
	Unit          string // the control
	Before, After Segment
	Figures       Regression // of the unit's figures less the control's, or of their logarithms
	Shares        Regression // of the unit's shares less the control's
}

// Segment sums up the series on one side of an intervention.
type Segment struct {
	Points      int
	First, Last target.Point
	Mean        decimal.Decimal     // of the figures
	Growth      decimal.NullDecimal // compound rate a year from the first point to the last, a share of 1
	Share       decimal.NullDecimal // Σ part / Σ figures, of the points that have both
}

// Caution is what a break at an intervention cannot show.
const Caution = "A break at the time of a change is not its effect. " +
	"Whatever else changed then shows the same way. " +
	"Behaviour may have moved before the date or long after it. " +
	"A few yearly figures that depend on one another make errors look small. " +
	"A date that was picked because the series breaks there proves nothing."

// Analyse compares what a unit did before an intervention with what it did after: growth,
// level and composition, and the size of the break.
//
// # Regression
//
// Fits are least squares on both sides of the intervention, in exact arithmetic: the
// segmented regression of Wagner, Soumerai, Zhang and Ross-Degnan (2002) and of the
// tutorial by Lopez Bernal, Cummins and Gasparrini (2017). Each side needs three points
// (TooFewPoints). Logarithms are taken to 40 digits before they are fitted; figures
// that are zero (ZeroBase) or negative (OppositeSigns) have none.
//
// The p values assume that t statistics have Student's distribution, on both sides of
// zero. They have it only if the errors are independent and normal, which those of
// yearly figures seldom are. [Caution] says what else a break cannot show.
//
// # Control
//
// With a control the same regression is also fitted to the differences between unit
// and control, over the periods that both have: the controlled interrupted series of
// Lopez Bernal, Cummins and Gasparrini (2018). Whatever moved both alike is gone. The
// errors of the differences are taken to be independent. What happened to one of the
// two alone still looks like an effect, and a control that was drawn into the change
// hides one.
//
// # Errors
//
// Analyse returns an error that lists every problem if
//
//   - the intervention has no period, or a figure out of bounds;
//   - a point has no period or a figure out of bounds, or two points of a series end in
//     the same month;
//   - a control has a part but no figures.
func Analyse(i Intervention, b Behaviour) (Response, error) {
	var p target.Problems
	i.check(p.At("intervention"))
	at := p.At("behaviour")
	own := read(at, b.Figures, b.Part)
	control := read(at.Field("control"), b.Control.Figures, b.Control.Part)
	if len(control.part) > 0 && len(control.figures) == 0 {
		at.Field("control").Field("figures").Required(false, "give the figures that the part is of")
	}
	if p.Len() > 0 {
		return Response{}, p.Err()
	}

	r := Response{Intervention: i, Unit: b.Unit, Log: b.Log, Sensitivity: own.sensitivity(i)}
	r.Before, r.After = own.segments(i)
	samples, why := own.samples(b.Log)
	shares := own.shares()
	r.Figures = fit(i, samples, why)
	r.Shares = fit(i, shares, 0)
	if len(control.figures) == 0 {
		return r, nil
	}

	theirs, whyNot := control.samples(b.Log)
	c := &Controlled{Unit: b.Control.Unit}
	c.Before, c.After = control.segments(i)
	c.Figures = fit(i, differences(samples, theirs), cmp.Or(why, whyNot))
	c.Shares = fit(i, differences(shares, control.shares()), 0)
	r.Controlled = c
	return r, nil
}

// history is figures and the wanted part of them, in order.
type history struct{ figures, part []target.Point }

func read(at target.Place, figures, part []target.Point) history {
	return history{series.Sorted(at.Field("figures"), figures), series.Sorted(at.Field("part"), part)}
}

// split divides the figures at the intervention.
func (h history) split(i Intervention) (before, after []target.Point) {
	isAfter := func(p target.Point) bool { return series.MonthsBetween(i.At, p.Period) >= 0 }
	first := slices.IndexFunc(h.figures, isAfter)
	if first < 0 {
		first = len(h.figures)
	}
	return h.figures[:first], h.figures[first:]
}

func (h history) segments(i Intervention) (before, after Segment) {
	first, second := h.split(i)
	return h.segment(first), h.segment(second)
}

func (h history) segment(figures []target.Point) Segment {
	if len(figures) == 0 {
		return Segment{}
	}
	s := Segment{
		Points: len(figures), First: figures[0], Last: figures[len(figures)-1],
		Mean: quotient.Round(mean(figures)),
	}
	span := series.MonthsBetween(s.First.Period, s.Last.Period)
	base, last := s.First.Value, s.Last.Value
	if span > 0 && !base.IsZero() && base.Sign()*last.Sign() >= 0 {
		s.Growth = decimal.NewNullDecimal(quotient.CompoundRate(quotient.Of(last, base), int64(span)))
	}

	var part, whole decimal.Decimal
	for _, f := range figures {
		if q, ok := series.At(h.part, f.Period); ok {
			part, whole = part.Add(q.Value), whole.Add(f.Value)
		}
	}
	if !whole.IsZero() {
		s.Share = quotient.Null(quotient.Of(part, whole))
	}
	return s
}

// sensitivity returns the change of the mean figure for each unit by which the target
// changed.
func (h history) sensitivity(i Intervention) decimal.NullDecimal {
	before, after := h.split(i)
	if !i.From.Valid || !i.To.Valid || len(before) == 0 || len(after) == 0 {
		return decimal.NullDecimal{}
	}
	moved := i.To.Decimal.Sub(i.From.Decimal)
	if moved.IsZero() {
		return decimal.NullDecimal{}
	}
	change := new(big.Rat).Sub(mean(after), mean(before))
	return quotient.Null(change.Quo(change, moved.Rat()))
}

// mean returns the mean of one or more figures.
func mean(points []target.Point) *big.Rat {
	var sum decimal.Decimal
	for _, p := range points {
		sum = sum.Add(p.Value)
	}
	return new(big.Rat).Quo(sum.Rat(), big.NewRat(int64(len(points)), 1))
}

// logDigits is the number of digits of logarithms that are fitted.
const logDigits = 40

// samples returns the figures, or their logarithms. It returns the reason if a figure has
// no logarithm.
func (h history) samples(log bool) ([]sample, evaluate.Reason) {
	samples := make([]sample, len(h.figures))
	for i, p := range h.figures {
		y := p.Value
		if log {
			switch {
			case y.IsZero():
				return nil, evaluate.ZeroBase
			case y.Sign() < 0: //mutate:equal y.Sign() <= 0: it is not zero
				return nil, evaluate.OppositeSigns
			}
			y = transcend.Ln(y, logDigits)
		}
		samples[i] = sample{p.Period, y.Rat()}
	}
	return samples, 0
}

// shares returns part over figure where both exist and the figure is not zero.
func (h history) shares() []sample {
	var samples []sample
	for _, f := range h.figures {
		if q, ok := series.At(h.part, f.Period); ok && !f.Value.IsZero() {
			samples = append(samples, sample{f.Period, quotient.Of(q.Value, f.Value)})
		}
	}
	return samples
}
