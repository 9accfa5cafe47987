package target

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// Choice says which of several figures counts: of different reporters, or of
// different vintages. Figures are compared if they are of one unit, indicator,
// coverage and period. The first rule that tells two of them apart decides:
//
//  1. the reporter that comes first in Reporters; reporters that are not listed come
//     last;
//  2. the newest vintage, of one reporter, or of several with Newest;
//  3. the firmest status ([Status.Compare]), where the second rule applies.
//
// A figure without a vintage and without a date of its source is the oldest. If no
// rule tells two reporters apart and their figures are equal, the figure of the one
// whose code comes first is taken.
type Choice struct {
	Reporters []string // codes; an empty code is that of figures without a reporter
	Newest    bool     // the newest vintage counts, whichever of the reporters it is from
	AsOf      string   // ISO 8601: only what was known at the end of this date; empty means everything
}

// Validate returns an error if a reporter is given twice, or AsOf is not an ISO
// 8601 date. It reports every problem.
func (c Choice) Validate() error {
	var p Problems
	c.validate(p.At("choice"))
	return p.Err()
}

func (c Choice) validate(at Place) {
	for i, reporter := range c.Reporters {
		if slices.Contains(c.Reporters[:i], reporter) {
			at.Field("reporters").Index(i).Duplicate(reporter)
		}
	}
	at.Field("asOf").date(c.AsOf)
}

// Discrepancy is a difference between two figures of one unit, indicator, coverage
// and period.
type Discrepancy struct {
	Taken      Observation     `strict:"required"` // the figure that counts; of two vintages the later one
	Other      Observation     `strict:"required"`
	Difference decimal.Decimal `strict:"required"` // Other less Taken
}

// Chosen is the result of [Choice.Choose].
type Chosen struct {
	// Observations are those that count: one for each unit, indicator, coverage and
	// period, in their order.
	Observations []Observation

	// Disagreements are the last figures of other reporters that differ from the one
	// that counts, in the order of the reporters' codes.
	Disagreements []Discrepancy

	// Revisions are the steps from one vintage of a reporter to the next, the
	// earliest first, where the figure changed.
	Revisions []Discrepancy
}

// String prints the observations that count, and says how many figures of others
// disagree and how many were revised. It prints at most 50 of them.
func (c Chosen) String() string {
	var b strings.Builder
	for _, o := range c.Observations[:min(numtext.Rows, len(c.Observations))] {
		b.WriteString(o.String() + "\n")
	}
	b.WriteString(numtext.More(len(c.Observations) - numtext.Rows))
	b.WriteString(numtext.Counted(len(c.Disagreements), "disagreement") + ", ")
	b.WriteString(numtext.Counted(len(c.Revisions), "revision") + "\n")
	return b.String()
}

// String prints both figures and the difference.
func (d Discrepancy) String() string {
	return d.Taken.String() + "; " + d.Other.String() + ": " + numtext.Signed(numtext.Figure(d.Difference))
}

// Choose returns the observations that count, and where reporters and vintages
// differ from each other.
//
// Choose returns an error if:
//   - the choice or an observation is not valid, or the date of a source is not ISO
//     8601;
//   - one reporter gives two figures of one vintage and status (ErrDuplicate);
//   - reporters differ, and the choice does not say which of them counts
//     (ErrMismatch).
//
// It reports every problem.
func (c Choice) Choose(observations iter.Seq[Observation]) (Chosen, error) {
	problems := Problems{ByPath: true}
	c.validate(problems.At("choice"))
	on, hasEnd := parseDay(c.AsOf)
	var known []vintage
	for o := range observations {
		if !o.isSound() || o.Source.Date != "" {
			at := o.place(&problems)
			o.validate(at)
			at.Field("source").Field("date").date(o.Source.Date)
		}
		since, _ := parseDay(o.Known())
		if !hasEnd || since <= on {
			known = append(known, vintage{o, since})
		}
	}
	if err := problems.Err(); err != nil {
		return Chosen{}, err
	}

	slices.SortStableFunc(known, compareVintages)
	var chosen Chosen
	for len(known) > 0 {
		n := 1
		for n < len(known) && compareFigures(known[0].Observation, known[n].Observation) == 0 {
			n++
		}
		c.choose(&problems, &chosen, known[:n])
		known = known[n:]
	}
	if err := problems.Err(); err != nil {
		return Chosen{}, err
	}
	return chosen, nil
}

// vintage is an observation with the day on which it was known.
type vintage struct {
	Observation
	since day
}

// compareFigures orders observations by what they are figures of.
func compareFigures(a, b Observation) int {
	return cmp.Or(
		cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Indicator, b.Indicator),
		cmp.Compare(a.Coverage, b.Coverage), a.Period.Compare(b.Period),
	)
}

// compareVintages orders the figures of one subject by reporter, and those of one
// reporter so that the last one counts.
func compareVintages(a, b vintage) int {
	return cmp.Or(
		compareFigures(a.Observation, b.Observation), cmp.Compare(a.Reporter, b.Reporter),
		cmp.Compare(a.since, b.since), b.Status.Compare(a.Status),
	)
}

// choose chooses among the figures of one subject, in the order of compareVintages.
func (c Choice) choose(p *Problems, chosen *Chosen, figures []vintage) {
	var last []vintage // of each reporter, in the order of their codes
	for i, o := range figures {
		if i == 0 || o.Reporter != figures[i-1].Reporter {
			last = append(last, o)
			continue
		}
		before := figures[i-1]
		if before.since == o.since && before.Status == o.Status {
			o.place(p).Report(nil, ErrDuplicate, "give one figure of each reporter, vintage and status")
		}
		if !before.Value.Equal(o.Value) {
			chosen.Revisions = append(chosen.Revisions, discrepancy(o, before))
		}
		last[len(last)-1] = o
	}

	taken := last[0]
	for _, o := range last[1:] {
		if c.compare(o, taken) < 0 {
			taken = o
		}
	}
	chosen.Observations = append(chosen.Observations, taken.Observation)
	for _, o := range last {
		if o.Value.Equal(taken.Value) {
			continue
		}
		chosen.Disagreements = append(chosen.Disagreements, discrepancy(taken, o))
		if c.compare(o, taken) == 0 {
			o.place(p).Report(o.Value, ErrMismatch, "reporter "+fault.Text(taken.Reporter)+" gives "+
				fault.Text(taken.Value)+": list the reporters in choice.reporters, or set choice.newest")
		}
	}
}

// compare orders the last figures of two reporters, the one that counts first. It
// returns 0 if neither has precedence.
func (c Choice) compare(a, b vintage) int {
	rank := cmp.Compare(placeIn(c.Reporters, a.Reporter), placeIn(c.Reporters, b.Reporter))
	if rank != 0 || !c.Newest {
		return rank
	}
	return cmp.Or(cmp.Compare(b.since, a.since), a.Status.Compare(b.Status))
}

func discrepancy(taken, other vintage) Discrepancy {
	return Discrepancy{taken.Observation, other.Observation, other.Value.Sub(taken.Value)}
}

// place returns the place of an observation, for its problems.
func (o Observation) place(p *Problems) Place {
	at := p.At("observations").Key(o.Unit).Key(o.Indicator)
	if o.Coverage != "" {
		at = at.Key(o.Coverage)
	}
	at = at.Key(o.Period.String())
	if o.Reporter != "" {
		at = at.Key(o.Reporter)
	}
	return at
}

// MarshalJSON writes the choice as an object, without the fields that are empty.
func (c Choice) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a choice as MarshalJSON writes it. It returns an error if a
// field is unknown or given twice, or the choice is not valid ([Choice.Validate]).
func (c *Choice) UnmarshalJSON(data []byte) error {
	return unmarshal(data, c, "choice", Choice.validate)
}

// MarshalJSON writes the discrepancy as an object, its difference as a string. It
// returns an error if the difference is out of bounds.
func (d Discrepancy) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a discrepancy as MarshalJSON writes it. It returns an error
// if a field is unknown, given twice or missing, an observation is not valid, or
// the difference is not that of the figures.
func (d *Discrepancy) UnmarshalJSON(data []byte) error {
	return unmarshal(data, d, "discrepancy", Discrepancy.validate)
}

func (d Discrepancy) validate(at Place) {
	before := at.problems.Len()
	d.Taken.validate(at.Field("taken"))
	d.Other.validate(at.Field("other"))
	if at.problems.Len() > before {
		return
	}
	if want := d.Other.Value.Sub(d.Taken.Value); !want.Equal(d.Difference) {
		at.Field("difference").Report(d.Difference, ErrBroken, "the figures differ by "+fault.Text(want))
	}
}

// MarshalJSON writes what was chosen as an object, without the lists that are
// empty.
func (c Chosen) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what was chosen as MarshalJSON writes it. It returns an error
// if a field is unknown or given twice, or an observation is not valid.
func (c *Chosen) UnmarshalJSON(data []byte) error {
	return unmarshal(data, c, "chosen", Chosen.validate)
}

func (c Chosen) validate(at Place) {
	for i, o := range c.Observations {
		o.validate(at.Field("observations").Index(i))
	}
	for i, d := range c.Disagreements {
		d.validate(at.Field("disagreements").Index(i))
	}
	for i, d := range c.Revisions {
		d.validate(at.Field("revisions").Index(i))
	}
}
