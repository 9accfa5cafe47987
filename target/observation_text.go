package target

import (
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
)

// String prints the observation on one line: the unit, the indicator, the period and
// the figure; and its status if that is not Final, its reporter and its vintage if
// they are said.
//
//	340000 density 2015: 4.28, revised, by anhui-pipo, known 2017-02-10
func (o Observation) String() string {
	text := fault.Clip(o.Unit, 80) + " " + fault.Clip(o.Indicator, 80)
	if !o.Period.IsZero() {
		text += " " + o.Period.String()
	}
	text += ": " + numtext.Figure(o.Value)

	if o.Status != Final {
		text += ", " + o.Status.String()
	}
	if o.Reporter != "" {
		text += ", by " + fault.Clip(o.Reporter, 80)
	}
	if known := o.Known(); known != "" {
		text += ", known " + fault.Clip(known, 80)
	}
	return text
}
