package index

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Data is the figures of a set of units. Each indicator has one figure for each
// unit, in the order of Units. A figure that is not Valid is a gap. The order of the
// units does not change the result.
type Data struct {
	Units   []string
	Figures map[string][]decimal.NullDecimal // by indicator

	// Targets and Baselines are those of the units, for the indicators that
	// OwnTarget normalises. An indicator can do without Baselines.
	Targets, Baselines map[string][]decimal.NullDecimal
}

// units are the codes of the units in order, and where each was in the input.
type units struct {
	codes []string
	from  []int32 // nil if the input was in order
}

func newUnits(at target.Place, codes []string) units {
	at.Required(len(codes) > 0, "give the codes of the units")
	u := units{codes: slices.Clone(codes)}
	if !slices.IsSorted(codes) {
		u.from = make([]int32, len(codes))
		for i := range u.from {
			u.from[i] = int32(i)
		}
		slices.SortStableFunc(u.from, func(a, b int32) int { return cmp.Compare(codes[a], codes[b]) })
		for i, from := range u.from {
			u.codes[i] = codes[from]
		}
	}

	key := func(code string) string { return code }
	for i, code := range u.codes {
		if fault.IsCode(code) && (i == 0 || code != u.codes[i-1]) {
			continue // nothing is wrong with nearly every code
		}
		if at.Key(code).Code(code) && isSecondWithKey(u.codes, i, key) {
			at.Key(code).Report(nil, target.ErrDuplicate, "give every unit a code of its own")
		}
	}
	return u
}

// at returns where unit i was in the input.
func (u units) at(i int) int {
	if u.from == nil {
		return i
	}
	return int(u.from[i])
}

// sorted returns a column of the input in the order of the units.
func (u units) sorted(column []decimal.NullDecimal) []decimal.NullDecimal {
	if column == nil || u.from == nil {
		return column
	}
	out := make([]decimal.NullDecimal, len(column))
	for i, from := range u.from {
		out[i] = column[from]
	}
	return out
}

func (n *treeNode) hasTargets() bool {
	_, ok := n.normalise.(OwnTarget)
	return ok
}

// check checks that the data have the columns that the tree needs, and no others.
func (d Data) check(p *target.Problems, c *Composite) {
	type table = map[string][]decimal.NullDecimal
	check := func(at target.Place, columns table, isWanted func(n *treeNode) bool, remedy string) {
		for _, code := range slices.Sorted(maps.Keys(columns)) {
			place := at.Key(code)
			if i, ok := c.at[code]; !ok || !isWanted(&c.nodes[i]) {
				place.Report(nil, target.ErrUnknown, remedy)
				continue
			}
			if got := len(columns[code]); got != len(d.Units) {
				remedy := fmt.Sprintf(
					"must have one figure for each of the %d units; a gap is a figure that is not Valid", len(d.Units),
				)
				place.Report(got, target.ErrMismatch, remedy)
			}
		}
	}
	check(p.At("figures"), d.Figures, (*treeNode).leaf, "must be the code of an indicator of the specification")
	check(p.At("targets"), d.Targets, (*treeNode).hasTargets, "only an indicator normalised by OwnTarget has targets")
	check(
		p.At("baselines"), d.Baselines, (*treeNode).hasTargets,
		"only an indicator normalised by OwnTarget has baselines",
	)

	for _, code := range slices.Sorted(maps.Keys(c.at)) {
		n := &c.nodes[c.at[code]]
		if n.leaf() {
			_, ok := d.Figures[code]
			p.At("figures").Key(code).Required(ok, "give the figures of this indicator")
		}
		if n.hasTargets() {
			_, ok := d.Targets[code]
			p.At("targets").Key(code).Required(ok, "OwnTarget needs the target of each unit")
		}
	}
}

// checkFigures checks a column of targets or baselines.
func checkFigures(at target.Place, u units, column []decimal.NullDecimal) {
	for i, code := range u.codes {
		if f := column[u.at(i)]; f.Valid {
			at.Key(code).Figure(f.Decimal)
		}
	}
}
