package system

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// check reports what is wrong with the input.
func (b *balancer) check() error {
	var p target.Problems
	b.checkOptions(p.At("options"))
	figures := p.At("figures")
	figures.Required(len(b.figures) > 0, "give the figures that the identities are about")
	identities := p.At("identities")
	identities.Required(len(b.identities) > 0, "give at least one identity")
	if len(b.figures) > maxFigures {
		figures.Count(len(b.figures), 1, maxFigures)
		return p.Err()
	}
	if len(b.identities) > maxIdentities {
		identities.Count(len(b.identities), 1, maxIdentities)
		return p.Err()
	}

	for i, f := range b.figures {
		place := figures.Key(f.Code)
		if !figures.Code(f.Code) {
			continue
		}
		if _, twice := b.at[f.Code]; twice {
			place.Duplicate(f.Code)
			continue
		}
		b.at[f.Code] = i
		b.checkFigure(place, f)
	}
	if p.Len() == 0 {
		b.checkMovement(p.At("options"), figures)
	}
	for i, id := range b.identities {
		place := identities.Key(id.Name)
		if !place.Field("name").Required(id.Name != "", "name it, so that explanations can") {
			continue
		}
		if i > 0 && b.identities[i-1].Name == id.Name {
			place.Duplicate(id.Name)
			continue
		}
		b.checkIdentity(place, id)
	}
	return p.Err()
}

func (b *balancer) checkOptions(at target.Place) {
	if _, err := b.options.Firmness.MarshalText(); err != nil {
		at.Field("firmness").Add(err)
	} else if b.options.Firmness == hierarchy.StructuralFirmness {
		at.Field("firmness").Report(b.options.Firmness, target.ErrInvalid,
			"figures are in no tree: use another rule, as equal or by the figure")
	}
	if !b.options.Quantum.IsZero() && !at.Field("quantum").Positive(b.options.Quantum) {
		b.options.Quantum = decimal.Zero // reported
	}
}

func (b *balancer) checkFigure(at target.Place, f Figure) {
	for _, v := range []struct {
		name string
		decimal.NullDecimal
	}{{"value", f.Value}, {"min", f.Min}, {"max", f.Max}} {
		if v.Valid && !at.Field(v.name).Figure(v.Decimal) {
			return
		}
	}
	reads := b.options.Firmness == hierarchy.WeightFirmness || b.options.Firmness == hierarchy.VarianceFirmness
	switch {
	case f.Of.Valid && !reads:
		at.Field("of").Report(f.Of.Decimal, target.ErrInvalid,
			"leave it out: only a firmness by weight or by variance reads it")
	case f.Of.Valid:
		at.Field("of").NonNegative(f.Of.Decimal)
	case reads && f.Value.Valid && !f.Kept:
		at.Field("of").Report(nil, target.ErrMissing, "give the weight or the variance of the figure")
	}
	if f.Kept {
		at.Field("value").Required(f.Value.Valid, "a figure that is kept has a value")
	}
	if f.Min.Valid && f.Max.Valid && f.Min.Decimal.GreaterThan(f.Max.Decimal) {
		at.Field("min").Report(
			f.Min.Decimal, target.ErrRange, "must be at most the maximum, "+fixed.Plain(f.Max.Decimal),
		)
	}

	if b.options.Quantum.IsZero() || !f.Kept || !f.Value.Valid {
		return
	}
	quantum := fixed.NewQuantum(b.options.Quantum)
	if _, whole := quantum.Count(f.Value.Decimal); !whole {
		at.Field("value").Report(f.Value.Decimal, target.ErrQuantum,
			"it is kept, and must be a multiple of "+fixed.Plain(b.options.Quantum))
	}
}

func (b *balancer) checkIdentity(at target.Place, id Identity) {
	at.Field("comparison").Add(comparisonWords.Check(id.Comparison))
	at.Field("right").Figure(id.Right)
	terms := at.Field("terms")
	terms.Required(len(id.Terms) > 0, "give a factor for each figure of the identity")
	for _, code := range slices.Sorted(maps.Keys(id.Terms)) {
		factor := id.Terms[code]
		if _, known := b.at[code]; !known {
			terms.Unknown(code, b.codes()...)
		} else if terms.Key(code).Figure(factor) && factor.IsZero() {
			terms.Key(code).Report(factor, target.ErrInvalid, "must not be 0: leave the term out")
		}
	}
}

func (b *balancer) codes() []string {
	var all []string
	for _, f := range b.figures {
		all = append(all, f.Code)
	}
	return all
}
