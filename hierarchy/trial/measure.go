package trial

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// Base says what efforts are divided by.
type Base uint8

const (
	PerUnit   Base = iota // nothing: each unit counts once, with its effort
	PerHead               // Spec.Heads, by which the units are weighted
	PerOutput             // Spec.Output, by which the units are weighted
)

var baseWords = enum.New[Base]("base", target.UnknownError, []string{"per unit", "per head", "per output"})

// String returns "per unit", "per head" or "per output".
func (b Base) String() string { return baseWords.String(b) }

// MarshalText writes the word of the base.
func (b Base) MarshalText() ([]byte, error) { return baseWords.Marshal(b) }

// UnmarshalText reads the word of a base.
func (b *Base) UnmarshalText(text []byte) error { return baseWords.Unmarshal(b, text) }

// Statistic is what a [Measure] says of an outcome.
type Statistic uint8

// Lower is better, unless the comment of a statistic says otherwise.
const (
	_               Statistic = iota
	GiniEffort                // [Distribution.Gini] of efforts
	PlainGiniEffort           // [Distribution.PlainGini] of efforts: each unit counts once, whatever its size
	TheilEffort               // [Distribution.TheilT] of efforts
	LeastEffort               // the smallest effort; shown and not judged
	GreatestEffort            // the greatest effort
	// Progressivity is [Distribution.Progressivity] of efforts per head over output per
	// head. Higher is better. It is absent without Spec.Heads and Spec.Output.
	Progressivity
	// Moved is the number of units whose quota differs from that of last year by more
	// than Measure.Part of it. It is absent without Spec.Last.
	Moved
	AtBounds // the number of units whose quota a bound or a hold decides
	// Beyond is how far quotas are beyond what is feasible: Σ |Row.Beyond|, each times
	// basis / Per for a weighted mean. It is absent without Spec.Least and Spec.Most.
	Beyond
	// Slack is how much more than the target the quotas ask for: their sum over the target,
	// less 1. For a weighted mean it is the mean less the target. It is shown and not judged.
	Slack
)

var statisticWords = enum.New[Statistic]("statistic", target.UnknownError, []string{
	GiniEffort: "Gini", PlainGiniEffort: "plain Gini", TheilEffort: "Theil T",
	LeastEffort: "least effort", GreatestEffort: "greatest effort", Progressivity: "progressivity",
	Moved: "moved", AtBounds: "at bounds", Beyond: "beyond reach", Slack: "slack",
})

// String returns the word of the statistic: "Gini".
func (s Statistic) String() string { return statisticWords.String(s) }

// MarshalText writes the word of the statistic.
func (s Statistic) MarshalText() ([]byte, error) { return statisticWords.Marshal(s) }

// UnmarshalText reads the word of a statistic.
func (s *Statistic) UnmarshalText(text []byte) error { return statisticWords.Unmarshal(s, text) }

// Measure is a figure by which rules are judged.
type Measure struct {
	Of   Statistic
	Per  Base            // of efforts, for those of efforts except Progressivity
	Part decimal.Decimal // of Moved: 0.1 is 10 %
	// Name is the name in results; if empty, that of the statistic, with the base or
	// the part: "Gini per head".
	Name string
	// Better says which figures are better, target.Higher or target.Lower. 0 means what the
	// comment of the statistic says.
	Better target.Direction
	// Own calculates a measure of the caller's for an outcome that has an answer. It needs a
	// Name. Of, Per and Part are not used then.
	Own func(o *Outcome) decimal.NullDecimal
}

// name returns the name in results.
func (m Measure) name() string {
	switch {
	case m.Name != "" || m.Own != nil:
		return m.Name
	case m.Of <= GreatestEffort && m.Per != PerUnit:
		return m.Of.String() + " " + m.Per.String()
	case m.Of == Moved:
		return "moved by more than " + plain(m.Part)
	}
	return m.Of.String()
}

// better returns which figures are better, 0 if the measure is not judged.
func (m Measure) better() target.Direction {
	switch {
	case m.Better != 0 || m.Own != nil || m.Of == LeastEffort || m.Of == Slack:
		return m.Better
	case m.Of == Progressivity:
		return target.Higher
	}
	return target.Lower
}

// check reports what is wrong with the measure, and whether nothing is.
func (m Measure) check(at target.Place) bool {
	ok := at.Field("part").NonNegative(m.Part)
	ok = at.Field("per").Add(baseWords.Check(m.Per)) && ok
	switch {
	case m.Own != nil:
		ok = at.Field("name").Code(m.Name) && ok
	case !statisticWords.Known(m.Of):
		at.Field("of").Report(uint8(m.Of), target.ErrRequired, statisticWords.OneOf())
		ok = false
	}
	if m.Better > target.Lower {
		at.Field("better").Report(m.Better, target.ErrKind, "must be higher or lower")
		ok = false
	}
	return ok
}

// measuring takes the measures of an outcome.
type measuring struct {
	*Outcome
	distributions map[Base]*Distribution // those that a measure has asked for
}

// distribution is [Outcome.Distribution], made once for all measures.
func (o *measuring) distribution(base Base) *Distribution {
	d, ok := o.distributions[base]
	if !ok {
		d = o.Distribution(base)
		o.distributions[base] = d //mutate:equal left out: it only takes longer
	}
	return d
}

// measure takes a measure, absent if the rule has no answer.
func (o *measuring) measure(m Measure) decimal.NullDecimal {
	f := o.frame
	if o.Err != nil {
		return decimal.NullDecimal{}
	}
	if m.Own != nil {
		return m.Own(o.Outcome)
	}

	switch m.Of {
	case GiniEffort:
		return o.distribution(m.Per).Gini(f.digits)
	case PlainGiniEffort:
		return o.distribution(m.Per).PlainGini(f.digits)
	case TheilEffort:
		return o.distribution(m.Per).TheilT(f.digits)
	case LeastEffort:
		return o.distribution(m.Per).Least(f.digits)
	case GreatestEffort:
		return o.distribution(m.Per).Greatest(f.digits)
	case Progressivity:
		return o.progressivity()
	case Moved:
		return o.moved(m.Part)
	case AtBounds:
		return o.count(func(i int) bool { return o.bound(i) != apportion.ByClaim })
	case Beyond:
		return o.beyond()
	}
	return o.slack()
}

func (o *measuring) progressivity() decimal.NullDecimal {
	f := o.frame
	if !f.hasHeads || !f.hasOutput {
		return decimal.NullDecimal{}
	}
	wealth := newDistribution(f.output, f.heads, false)
	return o.distribution(PerHead).kakwani(wealth, f.digits)
}

func (o *Outcome) moved(part decimal.Decimal) decimal.NullDecimal {
	if !o.frame.hasLast {
		return decimal.NullDecimal{}
	}
	if is, ok := o.movedWords(part); ok {
		return o.count(is)
	}
	return o.count(func(i int) bool {
		last := o.frame.last[i]
		most := last.Decimal.Abs().Mul(part)
		return last.Valid && o.quotas.decimal(i).Sub(last.Decimal).Abs().Cmp(most) > 0
	})
}

// movedWords tells on machine words which units have moved. It reports false if
// quotas, those of last year or the part do not fit.
func (o *Outcome) movedWords(part decimal.Decimal) (is func(i int) bool, ok bool) {
	quotas, last := o.quotas.words, o.frame.lastYear.words
	num, fits := fixed.Word(part)
	den, whole := fixed.Scale(1, max(0, -part.Exponent()))
	if quotas == nil || last == nil || o.quotas.exp != o.frame.lastYear.exp || !fits || !whole || part.Exponent() > 0 {
		return nil, false
	}
	return func(i int) bool {
		off := int128.Of(quotas[i]).Sub(int128.Of(last[i])).Abs()
		most := int128.Mul(last[i], num).Abs()
		return o.frame.last[i].Valid && int128.CmpProducts(off, int128.Of(den), most, int128.Of(1)) > 0
	}, true
}

func (o *Outcome) count(is func(i int) bool) decimal.NullDecimal {
	n := int64(0)
	for i := range o.frame.units {
		if is(i) {
			n++
		}
	}
	return decimal.NewNullDecimal(decimal.New(n, 0))
}

func (o *Outcome) beyond() decimal.NullDecimal {
	f := o.frame
	if !f.hasReach {
		return decimal.NullDecimal{}
	}

	sum := new(big.Rat)
	for i := range f.units {
		part := f.beyond(i, o.quotas.decimal(i)).Abs().Rat()
		if f.mean {
			part.Mul(part, f.basis.rat(i))
		}
		sum.Add(sum, part)
	}
	return decimal.NewNullDecimal(transcend.Fraction(sum.Quo(sum, o.per().Rat()), f.digits))
}

func (o *Outcome) slack() decimal.NullDecimal {
	f := o.frame
	sum, basis := new(big.Rat), new(big.Rat)
	for i := range f.units {
		q := o.quotas.rat(i)
		if f.mean {
			basis.Add(basis, f.basis.rat(i))
			q.Mul(q, f.basis.rat(i))
		}
		sum.Add(sum, q)
	}

	goal := f.spec.Target.Value.Rat()
	switch {
	case f.mean && basis.Sign() > 0:
		sum.Quo(sum, basis).Sub(sum, goal)
	case !f.mean && goal.Sign() != 0:
		sum.Quo(sum, goal).Sub(sum, unity)
	default:
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(transcend.Fraction(sum, f.digits))
}
