package ranking

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Class is a named class of rows. It has one of these ends, or none:
//
//	Place    rows within the first Place places
//	Value    rows whose ranked figure is at least as good as Value; where Nearer
//	         is better, Value is the greatest distance from the target
//	neither  all other rows
//
// A row belongs to the first class that takes it. Equal rows belong to one class,
// also under the ordinal rule.
type Class struct {
	Name  string
	Place int                 // last place that belongs to it; 0 means no place
	Value decimal.NullDecimal // worst figure that belongs to it
}

func (o *Options) checkClasses(at target.Place) {
	place := 0
	var value decimal.NullDecimal
	for i, class := range o.Classes {
		if !o.checkClass(at.Index(i), class, place, value, i == len(o.Classes)-1) {
			return
		}
		place = max(place, class.Place)
		if class.Value.Valid {
			value = class.Value
		}
	}
}

// checkClass checks a class. The classes before it end at a place and at a value. It
// returns false if no further class can be checked.
func (o *Options) checkClass(at target.Place, class Class, place int, value decimal.NullDecimal, last bool) bool {
	hasPlace, hasValue := class.Place != 0, class.Value.Valid

	switch {
	case class.Name == "":
		at.Field("name").Required(false, "give every class a name")
	case hasValue && !at.Field("value").Figure(class.Value.Decimal):
		return false
	case hasValue && hasPlace:
		at.Report(class.Name, target.ErrMismatch, "a class must end at a place or at a figure, not at both")
	case class.Place < 0:
		at.Field("place").Report(class.Place, target.ErrRange, "must be 1 or greater")
	case !hasPlace && !hasValue && !last:
		at.Report(class.Name, target.ErrRange, "only the last class may be without an end")
	case hasPlace && class.Place <= place:
		remedy := fmt.Sprintf("must be after the place of an earlier class, %d", place)
		at.Field("place").Report(class.Place, target.ErrRange, remedy)
	case hasValue && value.Valid && o.atLeastAsGood(class.Value.Decimal, value.Decimal):
		remedy := "must be worse than the figure of an earlier class, " + fault.Text(value)
		at.Field("value").Report(class.Value, target.ErrRange, remedy)
	}
	return true
}

// atLeastAsGood compares two ranked figures. Where Nearer is better, they are
// distances from the target.
func (o *Options) atLeastAsGood(a, b decimal.Decimal) bool {
	if o.Better == target.Higher {
		return a.Cmp(b) >= 0
	}
	return a.Cmp(b) <= 0
}
