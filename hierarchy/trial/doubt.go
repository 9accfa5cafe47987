package trial

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/texttable"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

// DoubtSpec is a target whose quotas and results depend on denominators that are
// estimates: populations between two censuses, output before its revision. Either
// Errors or Vintages say how far they may be off.
type DoubtSpec struct {
	Tree   *hierarchy.Tree
	Target target.Target
	Level  string // whose units are looked at, as in [Spec]

	// Denominators are the figures in use, of every unit of the level. Units above it need
	// none: the cascade adds them up.
	Denominators hierarchy.Column
	// Errors are the standard errors of independent normal errors of Denominators, in
	// the same unit. A unit without one has no error.
	Errors hierarchy.Column
	// Vintages are other publications of the same figures.
	Vintages []hierarchy.Column

	// Options are those of the cascade. The basis of a weighted mean is Denominators,
	// and is not given here.
	Options hierarchy.Options
	// Vary returns the rule for denominators, if the rule depends on them, as a rule by
	// population does. Fields that it leaves zero are those of Options.Rule.
	Vary func(denominators hierarchy.Column) (hierarchy.Rule, error)
	// Quotas are quotas that are fixed, such as published ones, in place of a cascade.
	Quotas hierarchy.Column
	// Results are what the units reached. For a weighted mean they are numerators: the
	// result is numerator / denominator × Per. They may be left out.
	Results hierarchy.Column

	Confidence decimal.Decimal // the probability that an interval covers; 0 means 0.9
	Draws      int             // of denominators; 0 means 2,000
	Seed       uint64
}

// Verdict is whether a unit met its quota, as far as its figures can tell.
type Verdict uint8

const (
	NoVerdict    Verdict = iota // no result
	Met                         // met, whatever the denominators
	Missed                      // missed, whatever the denominators
	NoDifference                // no detectable difference: met with some denominators and missed with others
)

var verdictWords = enum.New[Verdict]("verdict", target.UnknownError, []string{
	"no verdict", "met", "missed", "no detectable difference",
})

// String returns the word of the verdict: "no detectable difference".
func (v Verdict) String() string { return verdictWords.String(v) }

// MarshalText writes the word of the verdict.
func (v Verdict) MarshalText() ([]byte, error) { return verdictWords.Marshal(v) }

// UnmarshalText reads the word of a verdict.
func (v *Verdict) UnmarshalText(text []byte) error { return verdictWords.Unmarshal(v, text) }

// Interval is a figure whose denominator is an estimate.
type Interval struct {
	Value     decimal.Decimal     // with the denominators in use
	Low, High decimal.NullDecimal // with other denominators; not valid means without limit
}

// DoubtRow is how far the figures of one unit can be trusted.
type DoubtRow struct {
	Unit   hierarchy.Unit
	Quota  Interval
	Result *Interval // nil without one
	// Met is the share of draws or vintages in which the quota was met. It is not valid
	// without a result, or if quotas are fixed and Errors given.
	Met     decimal.NullDecimal
	Verdict Verdict
	// Rank is the rank of the result with the denominators in use. With others it is from
	// Best to Worst. All are 0 without a result. Units with equal results share the better
	// rank.
	Rank, Best, Worst int
}

// Doubts say how far the figures of units can be trusted, in the order of the tree.
type Doubts struct {
	Rows []DoubtRow
	// Exact reports whether nothing was drawn at random: intervals are those of the
	// vintages, or follow from the errors in closed form.
	Exact bool

	estimates []robust.Estimate
}

// Estimates returns the results with their standard errors, for
// robust.ConfidenceSets: of a weighted mean the ratio x/d with the standard error
// (x/d)·(s/d), to first order. It is empty without results or errors. Units
// without an error are left out.
func (d *Doubts) Estimates() []robust.Estimate {
	if d == nil {
		return nil
	}
	return slices.Clone(d.estimates)
}

// String prints the units with the ends of their quotas and results, and their verdicts,
// at most 50 of them. Figures have four significant digits.
func (d *Doubts) String() string {
	if d == nil {
		d = new(Doubts)
	}
	table := texttable.Table{{"unit", "quota", "from", "to", "result", "from", "to", "verdict"}}
	for _, row := range d.Rows[:min(numtext.Rows, len(d.Rows))] {
		line := append([]string{row.Unit.Code}, row.Quota.cells()...)
		if row.Result != nil {
			line = append(append(line, row.Result.cells()...), row.Verdict.String())
		}
		table = append(table, line)
	}

	return table.Layout("lrrrrrrl") + numtext.More(len(d.Rows)-numtext.Rows)
}

func (i Interval) cells() []string {
	return []string{short(decimal.NewNullDecimal(i.Value)), short(i.Low), short(i.High)}
}

// Doubt says how far quotas, verdicts and ranks depend on denominators that are
// estimates.
//
//	given                 intervals
//	Vintages              the least and the greatest over Denominators and all vintages
//	Errors and Quotas     in closed form: x·Per/(d ± z·s), z the normal quantile of Confidence
//	Errors, no Quotas     quotas and ranks: of the draws, (1 − Confidence)/2 of them beyond each end;
//	                      results: in closed form
//
// A verdict is Met, or Missed, if the quota is met, or missed
//   - with all vintages;
//   - in the whole interval of the result, with Errors and Quotas;
//   - in all but (1 − Confidence)/2 of the draws.
//
// Otherwise it is NoDifference. With Errors and Quotas, Best is one more than the number of
// units whose whole interval is better. Worst is one more than the number of units that can
// be better.
//
// A draw adds to each denominator its standard error times a standard normal figure, and is
// repeated until the sum is positive. Draws are made in the order of the tree from PCG-DXSM:
// the same spec gives the same bits on every platform. Ends of drawn quotas are rounded
// outwards to a multiple of 1, 2 or 5 times a power of ten. The multiple is so coarse that
// another seed hardly ever moves an end by more than one.
//
// Doubt returns an error if:
//   - tree, target, level, a denominator, an error or a vintage is missing, negative or of another tree;
//   - both or neither of Errors and Vintages are given, or both Vary and Quotas;
//   - Nearer is better, or the target is within a range;
//   - Confidence is not from 0.5 to 0.9999, Draws not from 200 to 100,000, or units times draws exceed 20 million;
//   - a cascade has no answer for denominators that were given or drawn.
func Doubt(s DoubtSpec) (*Doubts, error) {
	q, err := newDoubtful(s)
	if err != nil {
		return nil, err
	}

	out := &Doubts{Exact: len(s.Vintages) > 0 || q.fixed}
	switch {
	case len(s.Vintages) > 0:
		err = q.compareVintages(out)
	case q.fixed:
		q.inClosedForm(out)
	default:
		err = q.draw(out)
	}
	if err != nil {
		return nil, err
	}
	q.estimate(out)
	return out, nil
}
