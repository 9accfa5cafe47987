package target

import (
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// Relative is a target that is set against another figure instead of a number.
// The figure is that of another unit, indicator or period, or the one at a place
// among peers:
//
//	incomes grow in step with GDP      Indicator: "gdp-growth"
//	not below the national mean        Unit: "000000"
//	higher than in the plan before     Period: target.FiveYearPlan(11)
//	among the best ten                 Place: 10, Peers: the provinces
//	at least 1.2 times the mean        Unit: "000000", Factor: 1.2
//
// The value of the target is Factor · figure + Margin.
type Relative struct {
	Target    Target              `strict:"required"` // its Value is not given
	Indicator string              // code of the indicator of the figure; empty means the target's
	Unit      string              // code of the unit of the figure; empty means the target's
	Period    Period              // of the figure; zero means the target's
	Place     int                 // the figure at this place among Peers, the best first; 0 means none
	Peers     []string            // codes of units; with Place only
	Factor    decimal.NullDecimal // not valid means 1
	Margin    decimal.Decimal
}

// Validate returns an error if:
//   - the target is not valid, has a value, or is within a range;
//   - a place is given without peers, with a unit, with fewer peers than places,
//     or for an indicator that has no better direction;
//   - peers are given without a place, or a peer is given twice;
//   - neither an indicator, a unit, a period nor a place is given: the target would
//     be set against itself;
//   - the factor or the margin is out of bounds.
//
// It reports every problem.
func (r Relative) Validate() error {
	var p Problems
	r.validate(p.At("relative"))
	return p.Err()
}

func (r Relative) validate(at Place) {
	t := at.Field("target")
	r.Target.validate(t)
	if !r.Target.Value.IsZero() {
		t.Field("value").Report(r.Target.Value, ErrMismatch, "the value follows from the figure: leave it out")
	}
	if r.Target.Comparator == Within {
		remedy := "a relative target has one value: use at least, at most or about"
		t.Field("comparator").Report(r.Target.Comparator, ErrMismatch, remedy)
	}

	if r.Place != 0 || len(r.Peers) > 0 {
		r.validatePlace(at)
	} else if r.reference() == (subject{r.Target.Unit, r.Target.Indicator.Code, r.Target.Period}) {
		at.Report(nil, ErrRequired, "give an indicator, a unit, a period or a place to compare with")
	}
	if r.Factor.Valid {
		at.Field("factor").Figure(r.Factor.Decimal)
	}
	at.Field("margin").Figure(r.Margin)
}

func (r Relative) validatePlace(at Place) {
	place := at.Field("place")
	switch better := r.Target.Indicator.Better; {
	case r.Unit != "":
		at.Field("unit").Report(r.Unit, ErrMismatch, "a place is one among peers: leave out the unit")
	case better != Higher && better != Lower:
		place.Report(r.Place, ErrKind, "say in the indicator whether higher or lower is better")
	default:
		place.Count(r.Place, 1, len(r.Peers))
	}
	for i, peer := range r.Peers {
		if code := at.Field("peers").Index(i); code.Code(peer) && slices.Contains(r.Peers[:i], peer) {
			code.Duplicate(peer)
		}
	}
}

// subject is what a figure is about.
type subject struct {
	unit, indicator string
	period          Period
}

// references returns whose figures are needed.
func (r Relative) references() []subject {
	s := r.reference()
	if r.Place == 0 {
		return []subject{s}
	}
	all := make([]subject, len(r.Peers))
	for i, peer := range r.Peers {
		s.unit = peer
		all[i] = s
	}
	return all
}

// clone returns a copy that shares no memory with the relative target.
func (r Relative) clone() Relative {
	r.Target, r.Peers = r.Target.Clone(), slices.Clone(r.Peers)
	return r
}

// equal reports whether both say the same, decimals compared as numbers.
func (r Relative) equal(o Relative) bool {
	sameFactor := r.Factor.Valid == o.Factor.Valid && fixed.Cmp(r.Factor.Decimal, o.Factor.Decimal) == 0
	return len(differences(r.Target, o.Target)) == 0 && r.reference() == o.reference() && r.Place == o.Place &&
		slices.Equal(r.Peers, o.Peers) && sameFactor && fixed.Cmp(r.Margin, o.Margin) == 0
}

// reference returns whose figure the target is set against. With Place the unit is
// one of the peers instead.
func (r Relative) reference() subject {
	s := subject{r.Target.Unit, r.Target.Indicator.Code, r.Target.Period}
	if r.Unit != "" {
		s.unit = r.Unit
	}
	if r.Indicator != "" {
		s.indicator = r.Indicator
	}
	if !r.Period.IsZero() {
		s.period = r.Period
	}
	return s
}

// Resolve returns the target with its value, from the figures of those that it is
// set against. Other observations are passed over. A unit is among the best n if
// its figure is at least as good as the n-th best of the peers, equal figures
// counted.
//
// Resolve returns an error if:
//   - the relative target is not valid;
//   - a figure is missing (ErrMissing), not valid, or given twice (ErrDuplicate);
//   - the value is out of bounds.
//
// It reports every problem.
func (r Relative) Resolve(figures iter.Seq[Observation]) (Target, error) {
	problems := Problems{ByPath: true}
	r.validate(problems.At("relative"))
	if err := problems.Err(); err != nil {
		return Target{}, err
	}

	ref := r.reference()
	units := r.Peers
	if r.Place == 0 {
		units = []string{ref.unit}
	}
	values := r.collect(&problems, figures, ref, units)
	if err := problems.Err(); err != nil {
		return Target{}, err
	}

	slices.SortFunc(values, func(a, b decimal.Decimal) int {
		if r.Target.Indicator.Better == Lower {
			return fixed.Cmp(a, b)
		}
		return fixed.Cmp(b, a)
	})
	value := values[max(r.Place, 1)-1]
	if r.Factor.Valid {
		value = value.Mul(r.Factor.Decimal)
	}
	value = value.Add(r.Margin)
	if !problems.At("value").Figure(value) {
		return Target{}, problems.Err()
	}
	t := r.Target.Clone()
	t.Value = value
	return t, nil
}

// collect returns the figures of the units.
func (r Relative) collect(p *Problems, figures iter.Seq[Observation], ref subject, units []string) []decimal.Decimal {
	wanted := make(map[string]int, len(units))
	for i, unit := range units {
		wanted[unit] = i
	}

	values, found := make([]decimal.Decimal, len(units)), make([]bool, len(units))
	for o := range figures {
		i, isWanted := wanted[o.Unit]
		if !isWanted || o.Indicator != ref.indicator || o.Period != ref.period {
			continue
		}
		at := p.At("figures").Key(o.Unit)
		at.AddRooted(o.Validate())
		if found[i] {
			at.Report(nil, ErrDuplicate, "choose one of the figures first")
		}
		values[i], found[i] = o.Value, true
	}
	for i, unit := range units {
		if !found[i] {
			remedy := "give the figure of " + fault.Text(ref.indicator) + " for " + ref.period.String()
			p.At("figures").Key(unit).Report(nil, ErrMissing, remedy)
		}
	}
	return values
}

// MarshalJSON writes the relative target as an object, without the fields that are
// empty. The target in it has a value of zero.
func (r Relative) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a relative target as MarshalJSON writes it. It returns an
// error if a field is unknown, given twice or missing, or the relative target is
// not valid ([Relative.Validate]).
func (r *Relative) UnmarshalJSON(data []byte) error {
	return unmarshal(data, r, "relative", Relative.validate)
}
