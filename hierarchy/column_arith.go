package hierarchy

import (
	"iter"
	"math/big"
	"slices"
	"strings"
	"weak"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Add returns c + o, unit by unit. A unit for which either column has no figure
// has none in the result. The name of the result is made of both names: "urban
// population + rural population". It is empty if one of them is.
//
// Add returns an error if the columns are of different trees, or a result has
// more than 100 digits before or after the decimal point. It reports every
// problem, in the order of the codes.
func (c Column) Add(o Column) (Column, error) {
	return c.combine(o, sumName(c.name, " + ", o.name), fixed.Column.Add)
}

// Sub returns c − o, unit by unit. Gaps, names and errors are those of
// [Column.Add].
func (c Column) Sub(o Column) (Column, error) {
	return c.combine(o, sumName(c.name, " − ", o.name), fixed.Column.Sub)
}

// Mul returns c × o, unit by unit and exactly. It has as many decimals as both
// columns together; [Column.Round] shortens them. Gaps, names and errors are
// those of [Column.Add].
func (c Column) Mul(o Column) (Column, error) {
	return c.combine(o, productName(c.name, " × ", o.name), fixed.Column.Mul)
}

// Least returns the lesser figure of c and o, unit by unit: what a unit is to
// reach, but at most its capacity. Gaps and errors are those of [Column.Add].
func (c Column) Least(o Column) (Column, error) {
	return c.combine(o, listName("least", c.name, o.name), func(a, b fixed.Column) (fixed.Column, []int) {
		return a.Least(b), nil
	})
}

// Greatest returns the greater figure of c and o, unit by unit: the target, but
// at least the result of the last year. Gaps and errors are those of
// [Column.Add].
func (c Column) Greatest(o Column) (Column, error) {
	return c.combine(o, listName("greatest", c.name, o.name), func(a, b fixed.Column) (fixed.Column, []int) {
		return a.Greatest(b), nil
	})
}

// Fill returns c, with the figures of o for the units for which c has none. A
// [Tree.Constant] fills all gaps of a level with one figure. The name of the
// result is "c, else o"; it is that of c if c has no gap that o fills.
//
// Fill returns an error if the columns are of different trees.
func (c Column) Fill(o Column) (Column, error) {
	filled, err := c.combine(o, joinName(c.name, ", else ", o.name), func(a, b fixed.Column) (fixed.Column, []int) {
		return a.Fill(b), nil
	})
	if err == nil && filled.Len() == c.Len() {
		return c, nil
	}
	return filled, err
}

// combine makes a column by an operation that returns the places of results that
// are out of bounds.
func (c Column) combine(o Column, name string, do func(a, b fixed.Column) (fixed.Column, []int)) (Column, error) {
	if err := c.alike(o); err != nil {
		return Column{}, err
	}
	figures, out := do(c.figures, o.figures)
	if err := c.tree.tooLong(out); err != nil {
		return Column{}, err
	}
	return Column{tree: c.tree, name: name, figures: figures}, nil
}

// alike returns an error unless both columns are of one tree.
func (c Column) alike(o Column) error {
	if err := c.some(); err != nil {
		return err
	}
	if c.tree != o.tree {
		return &target.FieldError{
			Path: "column" + nameText(o.name), Err: target.ErrMismatch,
			Remedy: "make both columns by one tree, or carry this one over first",
		}
	}
	return nil
}

// some returns an error for the zero Column.
func (c Column) some() error {
	if c.given() {
		return nil
	}
	return &target.FieldError{
		Path: "column", Err: target.ErrRequired,
		Remedy: "make it by a method of a tree: Column, ColumnFunc or Constant",
	}
}

func nameText(name string) string {
	if name == "" {
		return ""
	}
	return "[" + quote(name) + "]"
}

// tooLong returns the error for results that are out of bounds.
func (t *Tree) tooLong(places []int) error {
	p := target.Problems{ByPath: true}
	for _, at := range places {
		p.At("figures").Key(t.units[at].Code).Report(nil, target.ErrRange,
			"the result must have at most 100 digits before and 100 digits after the decimal point")
	}
	return p.Err()
}

// Scale returns the figures times a factor, exactly: 0.9 for at least 90 % of the
// last year. The name of the result is "c × 0.9".
//
// Scale returns an error if the factor or a result has more than 100 digits
// before or after the decimal point.
func (c Column) Scale(factor decimal.Decimal) (Column, error) {
	if err := c.some(); err != nil {
		return Column{}, err
	}
	var p target.Problems
	if !p.At("factor").Figure(factor) {
		return Column{}, p.Err()
	}

	name := productName(c.name, " × ", signedText(factor))
	return c.combine(c, name, func(a, _ fixed.Column) (fixed.Column, []int) {
		return a.Times(factor.Coefficient(), factor.Exponent())
	})
}

// Round returns the figures in at most the given number of decimals, halves away
// from zero, under the same name.
//
// Round returns an error if places is not between 0 and [target.MaxPlaces], or a
// result has more than 100 digits before the decimal point.
func (c Column) Round(places int32) (Column, error) {
	if err := c.some(); err != nil {
		return Column{}, err
	}
	var p target.Problems
	if !p.At("places").Count(int(places), 0, target.MaxPlaces) {
		return Column{}, p.Err()
	}
	return c.combine(c, c.name, func(a, _ fixed.Column) (fixed.Column, []int) { return a.Round(places) })
}

// Division says how [Column.Div] divides.
type Division struct {
	// Per multiplies the quotient: 10,000 for patents per 10,000 people, 100 for
	// percent. 0 means 1.
	Per decimal.Decimal

	// Places is the number of decimals of the quotients. It is required.
	Places target.Precision

	// ZeroIsGap leaves a unit whose divisor is zero without a figure. If it is
	// false, such a unit is an error.
	ZeroIsGap bool
}

// Div returns c / o × d.Per, unit by unit, rounded once, to d.Places decimals
// and halves away from zero. It makes figures per capita or per unit of output. The
// name of the result is made of both names: "patents in force 2010 / population 2010 ×
// 10,000".
//
// A unit for which either column has no figure has none in the result. Neither
// has a unit whose divisor is zero, if d.ZeroIsGap is set.
//
// Div returns an error if
//   - the columns are of different trees;
//   - d.Places is not said, or not between 0 and [target.MaxPlaces];
//   - d.Per is negative, or has more than 100 digits before or after the decimal point;
//   - a divisor is zero and d.ZeroIsGap is false;
//   - a quotient has more than 100 digits before the decimal point.
//
// It reports every problem, in the order of the codes.
func (c Column) Div(o Column, d Division) (Column, error) {
	if err := c.alike(o); err != nil {
		return Column{}, err
	}
	per, places, err := d.parts()
	if err != nil {
		return Column{}, err
	}

	figures, zero, out := c.figures.Quo(o.figures, per.Coefficient(), per.Exponent(), places)
	p := target.Problems{ByPath: true}
	if !d.ZeroIsGap {
		for _, at := range zero {
			p.At("divisor"+nameText(o.name)).Key(c.tree.units[at].Code).Report(decimal.Zero, target.ErrRange,
				"must not be 0; set ZeroIsGap to leave this unit without a figure")
		}
	}
	p.Add(c.tree.tooLong(out))
	if p.Len() > 0 {
		return Column{}, p.Err()
	}

	name := productName(c.name, " / ", o.name)
	if !d.Per.IsZero() && name != "" {
		name += " × " + signedText(d.Per)
	}
	return Column{tree: c.tree, name: fault.Clip(name, maxName), figures: figures}, nil
}

func (d Division) parts() (per decimal.Decimal, places int32, err error) {
	var p target.Problems
	if p.At("per").NonNegative(d.Per) {
		per = d.Per
	}
	if per.IsZero() {
		per = decimal.New(1, 0)
	}
	places, said := d.Places.Get()
	if p.At("places").Required(said, "say how many decimals the quotients have, as target.Places(4)") {
		p.At("places").Count(int(places), 0, target.MaxPlaces)
	}
	return per, places, p.Err()
}

// Map returns the column of what a function makes of each figure. It calls the
// function once for each unit that has a figure, in the order of [Tree.All]. The
// result has no name; [Column.Named] gives it one.
//
// Map returns an error if the function is nil, or a result has more than 100
// digits before or after the decimal point.
func (c Column) Map(of func(Unit, decimal.Decimal) decimal.Decimal) (Column, error) {
	if err := c.some(); err != nil {
		return Column{}, err
	}
	p := target.Problems{ByPath: true}
	if !p.At("of").Required(of != nil, "give a function") {
		return Column{}, p.Err()
	}

	b := fixed.NewBuilder(c.tree.Len())
	for at := range c.places() {
		u := c.tree.units[at]
		if d := of(u, c.figures.Decimal(at)); p.At("figures").Key(u.Code).Figure(d) {
			b.Set(at, d)
		}
	}
	if p.Len() > 0 {
		return Column{}, p.Err()
	}
	return Column{tree: c.tree, figures: b.Column()}, nil
}

// places yields the places that have a figure.
func (c Column) places() iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := range c.figures.Len() {
			if c.figures.Has(at) && !yield(at) {
				return
			}
		}
	}
}

// With returns the column with one figure changed or added, under the same name.
// It costs one copy of the figures, 8 bytes a unit.
//
// With returns an error if the unit is unknown, or the figure has more than 100
// digits before or after the decimal point.
func (c Column) With(code string, value decimal.Decimal) (Column, error) {
	at, err := c.changeable(code, value)
	if err != nil {
		return Column{}, err
	}
	return c.with([]int{at}, []decimal.Decimal{value}), nil
}

// WithSums is [Column.With] for a column that [RollUp] computed for a Sum kind. The
// figures of the units above change by the same difference, up to the root or to a
// [Memo] unit, which its parent does not count. The result is the RollUp of the changed
// figures. The cost is one copy of the figures and the depth of the unit.
//
// WithSums returns an error if the unit is unknown or has no figure, if one of its
// children has a figure, or if a new figure has more than 100 digits before or after the
// decimal point.
func (c Column) WithSums(code string, value decimal.Decimal) (Column, error) {
	at, err := c.changeable(code, value)
	if err != nil {
		return Column{}, err
	}
	var p target.Problems
	place := p.At("figures").Key(code)
	place.Required(c.has(at), "it is no part of a sum: give the figure before the column is rolled up")
	for i, end := c.tree.family(at); i < end; i++ {
		if c.tree.roles[i] != Memo && c.has(i) {
			place.Report(value, target.ErrInvalid, "it is the sum of the units below it: change one of these")
			break
		}
	}
	if p.Len() > 0 {
		return Column{}, p.Err()
	}

	more := value.Sub(c.figures.Decimal(at))
	places, figures := []int{at}, []decimal.Decimal{value}
	for c.tree.roles[at] != Memo && at > 0 {
		at = int(c.tree.parent[at])
		sum := c.figures.Decimal(at).Add(more)
		p.At("figures").Key(c.tree.units[at].Code).Figure(sum)
		places, figures = append(places, at), append(figures, sum)
	}
	if p.Len() > 0 {
		return Column{}, p.Err()
	}
	return c.with(places, figures), nil
}

// changeable returns the place of a unit that gets a figure.
func (c Column) changeable(code string, value decimal.Decimal) (int, error) {
	if err := c.some(); err != nil {
		return 0, err
	}
	var p target.Problems
	place := p.At("figures").Key(code)
	at, ok := c.tree.at(code)
	if !ok {
		place.Report(value, target.ErrUnknown, c.tree.unknown(code))
	}
	place.Figure(value)
	return at, p.Err()
}

// columnChange says at which places a column differs from the one that it was made from.
type columnChange struct {
	from   weak.Pointer[int64] // identifies the words of that column
	places []int
	before *columnChange // how that column was made; nil if it was not changed
	steps  int
}

// maxSteps is how many changes a column remembers.
const maxSteps = 64

func (c Column) with(places []int, figures []decimal.Decimal) Column {
	out := c
	out.figures = c.figures.With(places, figures)
	out.change = nil
	if words := c.figures.Words(); words != nil && out.figures.Words() != nil {
		out.change = &columnChange{from: weak.Make(&words[0]), places: places, before: c.change, steps: 1}
		if c.change != nil {
			if out.change.steps += c.change.steps; out.change.steps > maxSteps {
				out.change.before, out.change.steps = nil, 1
			}
		}
	}
	return out
}

// since returns the places at which the column differs from an earlier one. It
// reports false if the column does not remember.
func (c Column) since(earlier Column) (places []int, ok bool) {
	words, before := c.figures.Words(), earlier.figures.Words()
	if words == nil || before == nil || c.tree != earlier.tree {
		return nil, false
	}
	if &words[0] == &before[0] {
		return nil, true
	}
	from := weak.Make(&before[0])
	for step := c.change; step != nil; step = step.before {
		if places = append(places, step.places...); step.from == from {
			return places, true
		}
	}
	return nil, false
}

// Constant returns the column that has one figure for every unit of a level and
// none for the others: a minimum for all provinces. An empty level means every
// unit of the tree. The name of the column is the figure.
//
// Constant returns an error if the tree has no such level, or the figure has more
// than 100 digits before or after the decimal point.
func (t *Tree) Constant(level string, value decimal.Decimal) (Column, error) {
	var p target.Problems
	if level != "" {
		p.At("level").OneOf(level, t.Levels()...)
	}
	p.At("value").Figure(value)
	if p.Len() > 0 {
		return Column{}, p.Err()
	}

	b := fixed.NewBuilder(t.Len())
	depth := int32(slices.Index(t.Levels(), level))
	for at := range t.Len() {
		if level == "" || t.level[at] == depth {
			b.Set(at, value)
		}
	}
	return Column{tree: t, name: signedText(value), figures: b.Column()}, nil
}

// Sum returns the sum of the figures of a level. [Memo] units are not counted: they
// are parts of others.
//
// Sum returns an error if the tree has no such level, if a unit of the level has
// no figure, or if the sum has more than 100 digits before the decimal point.
// Fill the gaps first if a missing figure means 0.
func (c Column) Sum(level string) (decimal.Decimal, error) {
	var words int128.Int // of fewer than 2⁶³ words: it cannot overflow
	wide := new(big.Int)
	err := c.fold(level, func(at int) {
		if all := c.figures.Words(); all != nil {
			words = words.Add(int128.Of(all[at]))
		} else {
			wide.Add(wide, c.figures.Mantissa(at))
		}
	})
	if err != nil {
		return decimal.Zero, err
	}

	sum := fixed.FromBig(wide.Add(wide, words.Big()), c.figures.Exp())
	var p target.Problems
	p.At("sum").Figure(sum)
	return sum, p.Err()
}

// Min returns the unit of a level with the least figure, and the figure. Of units
// with equal figures it is the first in the order of [Tree.All]. [Memo] units are
// not counted.
//
// Min returns the errors of [Column.Sum], and one if no unit is counted.
func (c Column) Min(level string) (Unit, decimal.Decimal, error) { return c.extreme(level, -1) }

// Max returns the unit of a level with the greatest figure, as [Column.Min] returns
// the one with the least.
func (c Column) Max(level string) (Unit, decimal.Decimal, error) { return c.extreme(level, 1) }

func (c Column) extreme(level string, sign int) (unit Unit, value decimal.Decimal, err error) {
	found := false
	err = c.fold(level, func(at int) {
		if d := c.figures.Decimal(at); !found || d.Cmp(value) == sign {
			unit, value, found = c.tree.units[at], d, true
		}
	})
	if err == nil && !found {
		err = &target.FieldError{
			Path: "level", Value: level, Err: target.ErrMissing,
			Remedy: "the level must have a unit that is not a Memo",
		}
	}
	if err != nil {
		return Unit{}, decimal.Zero, err
	}
	return unit, value, nil
}

// fold calls a function for the place of every figure of a level, except those of
// Memo units.
func (c Column) fold(level string, do func(at int)) error {
	if err := c.some(); err != nil {
		return err
	}
	var p target.Problems
	if !p.At("level").OneOf(level, c.tree.Levels()...) {
		return p.Err()
	}

	depth := int32(slices.Index(c.tree.levels, level))
	for at, l := range c.tree.level {
		switch {
		case l != depth || c.tree.roles[at] == Memo:
		case c.has(at):
			do(at)
		default:
			p.At("figures"+nameText(c.name)).Key(c.tree.units[at].Code).Report(nil, target.ErrMissing,
				"give it, or fill the gaps of the level by Fill and Constant")
		}
	}
	return p.Err()
}

// maxName is how many bytes the name of a calculated column has.
const maxName = 400

// sumName, productName, joinName and listName make the name of a result from
// those of its parts. It is empty if one of them is.

func sumName(a, sign, b string) string {
	if sign == " − " && hasOperator(b, " + ", " − ", ", else ") || hasOperator(b, ", else ") {
		b = inParentheses(b)
	}
	if hasOperator(a, ", else ") {
		a = inParentheses(a)
	}
	return joinName(a, sign, b)
}

func productName(a, sign, b string) string {
	if hasOperator(a, " + ", " − ", ", else ") {
		a = inParentheses(a)
	}
	if hasOperator(b, " + ", " − ", " × ", " / ", ", else ") {
		b = inParentheses(b)
	}
	return joinName(a, sign, b)
}

func joinName(a, sign, b string) string {
	if a == "" || b == "" {
		return ""
	}
	return fault.Clip(a+sign+b, maxName)
}

func listName(word, a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	return fault.Clip(word+"("+a+", "+b+")", maxName)
}

func inParentheses(name string) string { return "(" + name + ")" }

// hasOperator reports whether a name has one of the operators outside parentheses.
func hasOperator(name string, operators ...string) bool {
	depth := 0
	for i, r := range name {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case depth == 0 && (r == ' ' || r == ','):
			for _, op := range operators {
				if strings.HasPrefix(name[i:], op) {
					return true
				}
			}
		}
	}
	return false
}

// signedText prints a factor, in parentheses if it is negative.
func signedText(d decimal.Decimal) string {
	if d.Sign() < 0 {
		return inParentheses(numtext.Plain(d))
	}
	return numtext.Plain(d)
}
