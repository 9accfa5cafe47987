package ranking

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Options says how entries are ranked. Better is required. The zero value of
// every other field is its default.
type Options struct {
	// Indicator is the code of what is ranked. An earlier table must be of the
	// same indicator.
	Indicator string
	// Better says which figures come first.
	Better target.Direction
	// Ties says how equal units are numbered.
	Ties Ties
	// TieBreak says which tie-break keys come first, key by key. For a key without
	// a direction it is Better, and Higher if Better is Nearer.
	TieBreak []target.Direction
	// Places ranks published digits: figures are first rounded to that number of
	// decimals, halves away from zero. If it is absent, figures are exact.
	Places target.Precision
	// Groups ranks within Entry.Group.
	Groups bool
	// Target is the figure to reach, for entries without their own.
	Target decimal.NullDecimal
	// Tiles is the number of tiles into which each group is divided, of equal size or
	// the first of them one unit larger. 0 means no tiles. Equal units are in the tile of
	// the first of them, except under the ordinal rule.
	Tiles int
	// Classes are named classes of rows, the best first.
	Classes []Class
	// Publication says of which period the figures are, who evaluated and published
	// them, when, and until when the table is valid. If its period is zero, it is that
	// of the entries.
	Publication target.Publication

	// Disclosures say who sees the table, and from when to when.
	Disclosures []Disclosure

	// Before is the earlier table, for movements. If both tables have a period, that
	// of the earlier table must end before that of this one.
	Before *Table
}

// copy returns the options that a table keeps, sharing nothing with o.
func (o *Options) copy() Options {
	c := *o
	c.Before = nil
	c.TieBreak = slices.Clone(o.TieBreak)
	c.Disclosures = slices.Clone(o.Disclosures)
	c.Classes = slices.Clone(o.Classes)
	return c
}

func (o *Options) check(at target.Place) {
	better := at.Field("better")
	if better.Required(o.Better != 0, "must be one of higher, lower, nearer") {
		checkDirection(better, o.Better)
	}
	at.Field("ties").Add(tiesWords.Check(o.Ties))
	for i, d := range o.TieBreak {
		if d > target.Lower {
			remedy := "must be higher or lower, or not given for the table's own direction"
			at.Field("tieBreak").Index(i).Report(uint8(d), target.ErrUnknown, remedy)
		}
	}
	checkPlaces(at.Field("places"), o.Places)
	if o.Target.Valid {
		at.Field("target").Figure(o.Target.Decimal)
	}
	checkNumber(at.Field("tiles"), o.Tiles)

	at.Field("publication").AddRooted(o.Publication.Validate())
	for i, d := range o.Disclosures {
		at.Field("disclosures").Index(i).AddRooted(d.Validate())
	}

	o.checkClasses(at.Field("classes"))
	if o.Before != nil {
		o.checkBefore(at.Field("before"))
	}
}

func checkDirection(at target.Place, d target.Direction) {
	if d > target.Nearer {
		at.Unknown(uint8(d), "higher", "lower", "nearer")
	}
}

func checkPlaces(at target.Place, p target.Precision) {
	if !p.Valid() {
		at.Count(int(p.Or(0)), 0, target.MaxPlaces)
	}
}

// checkBefore checks that the earlier table was ranked in the same way.
func (o *Options) checkBefore(at target.Place) {
	b := &o.Before.options
	period, before := o.Publication.Period, b.Publication.Period
	switch {
	case b.Indicator != o.Indicator:
		remedy := "the earlier table must rank the indicator " + fault.Text(o.Indicator)
		at.Report(b.Indicator, target.ErrMismatch, remedy)
	case b.Better != o.Better:
		at.Report(b.Better, target.ErrMismatch, "the earlier table must rank in the same direction")
	case b.Ties != o.Ties:
		at.Report(b.Ties, target.ErrMismatch, "the earlier table must number ties by the same rule")
	case b.Groups != o.Groups:
		at.Report(b.Groups, target.ErrMismatch, "both tables must be ranked within groups, or neither")
	case !period.IsZero() && !before.IsZero() && before.Last().Compare(period.Last()) >= 0:
		at.Report(before, target.ErrRange, "the earlier table must be of a period that ends before "+period.String())
	}
}
