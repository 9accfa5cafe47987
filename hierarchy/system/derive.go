package system

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Form is how a derived indicator follows from two others.
type Form uint8

const (
	Product  Form = iota + 1 // Of · By: intensity · output, ratio · denominator, share · whole
	Quotient                 // Of / By: consumption / output, part / whole
)

var formWords = enum.New[Form]("form", target.UnknownError, []string{Product: "product", Quotient: "quotient"})

// String returns the form in one word.
func (f Form) String() string { return formWords.String(f) }

// MarshalText returns the word that String prints, and an error if f is none of the
// constants.
func (f Form) MarshalText() ([]byte, error) { return formWords.Marshal(f) }

// UnmarshalText reads a word as String prints it, and returns an error for any other
// text.
func (f *Form) UnmarshalText(text []byte) error { return formWords.Unmarshal(f, text) }

// Derivation is an identity of three indicators, one of which follows from the
// others:
//
//	Code = Of · By · Times   or   Of / By · Times
//
// For consumption = intensity · output the form is Product. The same identity with
// the intensity derived is a Quotient.
type Derivation struct {
	Name   string // as residuals and errors name it
	Code   string // the indicator that is derived
	Form   Form
	Of, By string              // indicators that are given, or derived themselves
	Times  decimal.NullDecimal // such as 100 for a percentage; not valid means 1
	Places int32               // decimals of the derived figures, rounded half away from zero
}

// Derived is what [Derive] returns.
type Derived struct {
	Columns   map[string]hierarchy.Column // derived indicators by code
	Residuals []Residual                  // by the name of the derivation, and in the order of the tree
}

// Residual is what rounding leaves of an identity in a unit: the derived figure less
// the exact one, in sixteen decimals, halves away from zero.
type Residual struct {
	Identity string
	Unit     hierarchy.Unit
	By       decimal.Decimal
}

// Derive computes indicators from others, unit by unit. A derived figure is rounded
// once. Others that follow from it use the rounded figure, as everybody will who
// reads it. A unit without one of the two figures has no derived figure.
//
// Derive returns an error if
//   - no indicators or no derivations are given, or a column is of another tree than the others;
//   - a derivation has no name or the name of another one, or derives what is given or derived already;
//   - a form is none of the constants, a factor is not above zero, or places are not between 0 and 100;
//   - an indicator is unknown, or derivations go in a circle ([target.ErrCycle]);
//   - a divisor is zero, or a figure is out of bounds.
func Derive(given map[string]hierarchy.Column, derivations []Derivation) (*Derived, error) {
	d := deriver{
		columns: maps.Clone(given), all: slices.Clone(derivations),
		out: &Derived{Columns: map[string]hierarchy.Column{}},
	}
	slices.SortStableFunc(d.all, func(a, b Derivation) int { return cmp.Compare(a.Name, b.Name) })
	if err := d.check(); err != nil {
		return nil, err
	}
	for _, at := range d.order {
		if err := d.derive(d.all[at]); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(d.out.Residuals, func(a, b Residual) int { return cmp.Compare(a.Identity, b.Identity) })
	return d.out, nil
}

// deriver derives indicators in an order in which each is there when it is needed.
type deriver struct {
	columns map[string]hierarchy.Column
	tree    *hierarchy.Tree
	all     []Derivation
	order   []int
	out     *Derived
}

func (d *deriver) check() error {
	var p target.Problems
	given, at := p.At("given"), p.At("derivations")
	given.Required(len(d.columns) > 0, "give the indicators from which others follow")
	at.Required(len(d.all) > 0, "give at least one derivation")
	for _, code := range slices.Sorted(maps.Keys(d.columns)) {
		tree := d.columns[code].Tree()
		if d.tree == nil {
			d.tree = tree
		}
		if tree == nil || tree != d.tree {
			given.Key(code).Report(
				d.columns[code].Name(), target.ErrMismatch, "must be a column of the tree of the others",
			)
		}
	}

	by := map[string]int{}
	for i, v := range d.all {
		place := at.Key(v.Name)
		place.Field("name").Required(v.Name != "", "name it, so that residuals can")
		if i > 0 && d.all[i-1].Name == v.Name {
			place.Duplicate(v.Name)
		}
		place.Field("code").Code(v.Code)
		_, isGiven := d.columns[v.Code]
		if _, twice := by[v.Code]; isGiven || twice {
			place.Field("code").Duplicate(v.Code)
		}
		by[v.Code] = i
		place.Field("form").Required(v.Form != 0, "say product or quotient")
		place.Field("form").Add(formWords.Check(v.Form))
		if v.Times.Valid {
			place.Field("times").Positive(v.Times.Decimal)
		}
		place.Field("places").Count(int(v.Places), 0, 100)
	}
	for _, v := range d.all {
		for _, of := range []struct{ name, code string }{{"of", v.Of}, {"by", v.By}} {
			_, isGiven := d.columns[of.code]
			if _, derived := by[of.code]; !isGiven && !derived {
				known := append(slices.Sorted(maps.Keys(d.columns)), slices.Sorted(maps.Keys(by))...)
				at.Key(v.Name).Field(of.name).Unknown(of.code, known...)
			}
		}
	}
	if p.Len() == 0 {
		d.sort(at, by)
	}
	return p.Err()
}

// sort finds the order of the derivations, and reports those that go in a circle.
func (d *deriver) sort(at target.Place, by map[string]int) {
	done := make([]bool, len(d.all))
	ready := func(code string) bool {
		i, derived := by[code]
		return !derived || done[i]
	}
	for range d.all {
		for i, v := range d.all {
			if !done[i] && ready(v.Of) && ready(v.By) {
				done[i] = true
				d.order = append(d.order, i)
			}
		}
	}

	var circle []string
	for i, v := range d.all {
		if !done[i] {
			circle = append(circle, v.Code)
		}
	}
	if len(circle) > 0 {
		at.Report(strings.Join(circle, ", "), target.ErrCycle,
			"they follow from one another: give one of them instead of deriving it")
	}
}

// derive computes one indicator.
func (d *deriver) derive(v Derivation) error {
	of, by := d.columns[v.Of], d.columns[v.By]
	var p target.Problems
	figures := map[string]decimal.Decimal{}
	for i := range d.tree.Len() {
		x, hasX := of.FigureAt(i)
		y, hasY := by.FigureAt(i)
		if !hasX || !hasY {
			continue
		}
		unit := d.tree.UnitAt(i)
		if v.Form == Quotient && y.IsZero() {
			p.At("derivations").Key(v.Name).Key(unit.Code).Report(y, target.ErrRange,
				v.By+" must not be 0 where "+v.Code+" is divided by it")
			continue
		}

		exact := v.exact(x, y)
		figure := roundedTo(exact, v.Places)
		figures[unit.Code] = figure
		if miss := exact.Sub(figure.Rat(), exact); miss.Sign() != 0 {
			d.out.Residuals = append(d.out.Residuals, Residual{v.Name, unit, rounded(miss)})
		}
	}
	if p.Len() > 0 {
		return p.Err()
	}

	column, err := d.tree.Column(maps.All(figures))
	if err != nil {
		return err
	}
	column = column.Named(v.Code)
	d.columns[v.Code], d.out.Columns[v.Code] = column, column
	return nil
}

// exact returns the derived figure before it is rounded.
func (v Derivation) exact(x, y decimal.Decimal) *big.Rat {
	out := x.Rat()
	if v.Form == Product {
		out.Mul(out, y.Rat())
	} else {
		out.Quo(out, y.Rat())
	}
	if v.Times.Valid {
		out.Mul(out, v.Times.Decimal.Rat())
	}
	return out
}

// roundedTo returns a fraction in some decimals, halves away from zero.
func roundedTo(x *big.Rat, places int32) decimal.Decimal {
	num := new(big.Int).Mul(x.Num(), fixed.Pow10(places))
	num.Add(num.Lsh(num.Abs(num), 1), x.Denom()) // twice the fraction, and one half of the last place
	num.Quo(num, new(big.Int).Lsh(x.Denom(), 1))
	if x.Sign() < 0 {
		num.Neg(num)
	}
	return fixed.FromBig(num, -places)
}
