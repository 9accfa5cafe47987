package ranking

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Options says how entries are ranked. Better is required; the zero value of
// every other field is its default.
type Options struct {
	Indicator string              // code of what is ranked; an earlier table must be of the same
	Better    target.Direction    // which figures come first
	Ties      Ties                // how equal units are numbered
	TieBreak  []target.Direction  // which tie-break keys come first; where it is silent, as Better, and Higher for Nearer
	Places    *int32              // rank the published digits: round to so many decimals first, halves away from zero
	Groups    bool                // rank within Entry.Group
	Target    decimal.NullDecimal // the figure to reach, for entries without their own
	Tiles     int                 // divide each group into so many tiles of equal size, equals in that of the first; 0 is none
	Tiers     []Tier              // named classes of rows, best first
	Before    *Table              // movement since
}

// Tier is a named class of rows: those within the first Place places, or those
// whose ranked figure is at least as good as Value, or, with neither, all
// others. A row belongs to the first tier that takes it, together with all that
// are equal to it, even under the ordinal rule. Where nearer is better, Value
// is the greatest distance from the target.
type Tier struct {
	Name  string
	Place int                 // last place that belongs to it, ties included
	Value decimal.NullDecimal // worst figure that belongs to it
}

// check adds what is wrong with the options.
func (o *Options) check(faults *fault.Sorted) {
	report := func(field string, value any, err error, remedy string) {
		faults.Add(optionsKey, &target.FieldError{Path: "options." + field, Value: value, Err: err, Remedy: remedy})
	}
	const directions = "one of higher, lower, nearer"
	switch {
	case o.Better == 0:
		report("better", nil, target.ErrRequired, directions)
	case o.Better > target.Nearer:
		report("better", uint8(o.Better), target.ErrUnknown, directions)
	}
	if o.Ties > Ordinal {
		report("ties", uint8(o.Ties), target.ErrUnknown, tiesAllowed)
	}
	for _, d := range o.TieBreak {
		if d > target.Lower {
			report("tieBreak", uint8(d), target.ErrUnknown, "higher, lower, or none for the table's own direction")
		}
	}
	if p := o.Places; p != nil && (*p < 0 || *p > target.MaxPlaces) {
		report("places", *p, target.ErrRange, "from 0 to 30")
	}
	if o.Target.Valid && !fixed.InBounds(o.Target.Decimal) {
		report("target", o.Target.Decimal, target.ErrRange, boundsRemedy)
	}
	if o.Tiles < 0 {
		report("tiles", o.Tiles, target.ErrRange, "1 or more, or 0 for none")
	}
	o.checkTiers(report)
	if b := o.Before; b != nil {
		switch {
		case b.options.Indicator != o.Indicator:
			report("before", b.options.Indicator, target.ErrMismatch, "the earlier table ranks another indicator than "+fault.Text(o.Indicator))
		case b.options.Better != o.Better:
			report("before", b.options.Better, target.ErrMismatch, "the earlier table ranks in another direction")
		case b.options.Ties != o.Ties:
			report("before", b.options.Ties, target.ErrMismatch, "the earlier table numbers ties by another rule")
		case b.options.Groups != o.Groups:
			report("before", b.options.Groups, target.ErrMismatch, "rank both tables within groups or neither")
		}
	}
}

func (o *Options) checkTiers(report func(string, any, error, string)) {
	place := 0
	var value decimal.NullDecimal
	for i, tier := range o.Tiers {
		switch {
		case tier.Name == "":
			report("tiers", nil, target.ErrRequired, "every tier needs a name")
		case tier.Value.Valid && !fixed.InBounds(tier.Value.Decimal):
			report("tiers", tier.Value, target.ErrRange, boundsRemedy)
			return
		case tier.Value.Valid && tier.Place != 0:
			report("tiers", tier.Name, target.ErrMismatch, "a tier ends at a place or at a figure, not at both")
		case tier.Place < 0:
			report("tiers", tier.Place, target.ErrRange, "places count from 1")
		case tier.Place == 0 && !tier.Value.Valid && i < len(o.Tiers)-1:
			report("tiers", tier.Name, target.ErrRange, "only the last tier may be without an end")
		case tier.Place != 0 && tier.Place <= place:
			report("tiers", tier.Name, target.ErrRange, "each tier ends at a later place than the one before")
		case tier.Value.Valid && value.Valid && o.atLeastAsGood(tier.Value.Decimal, value.Decimal):
			report("tiers", tier.Name, target.ErrRange, "each tier ends at a worse figure than the one before")
		}
		place = max(place, tier.Place)
		if tier.Value.Valid {
			value = tier.Value
		}
	}
}

// atLeastAsGood compares two ranked figures, which are distances from the
// target where nearer is better.
func (o *Options) atLeastAsGood(a, b decimal.Decimal) bool {
	if o.Better == target.Higher {
		return a.Cmp(b) >= 0
	}
	return a.Cmp(b) <= 0
}
