package robust

import (
	"cmp"
	"fmt"
	"iter"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Unit is what is ranked: its scores by component, on one scale and more being
// better.
type Unit struct {
	Code   string
	Scores []decimal.Decimal
}

// maxWork bounds the component scores that one call compares.
const maxWork = 4_000_000_000

// panel is the scores of units, by code, in units of 10^exp.
type panel struct {
	codes      []string
	components int
	scores     []*big.Int // unit by unit
	words      []int64    // the same, or nil if one is too wide
	exp        int32
}

// newPanel checks the units; each unit is to be compared a number of times.
func newPanel(units []Unit, components int, times int64) (*panel, error) {
	var faults fault.List
	codes := make([]string, len(units))
	for i, u := range units {
		codes[i] = u.Code
	}
	order := checkCodes("units", codes, maxUnits, &faults)
	if work := int64(len(units)) * int64(components); times > 0 && work > maxWork/times {
		faults.Add(&target.FieldError{
			Path: "units", Value: len(units), Err: target.ErrRange,
			Remedy: "too many units, components and repetitions for one call: their product is at most 4e9",
		})
	}
	for _, i := range order {
		path := fmt.Sprintf("units[%q].scores", fault.Clip(codes[i], 80))
		if n := len(units[i].Scores); n != components {
			faults.Add(&target.FieldError{
				Path: path, Value: n, Err: target.ErrMismatch, Remedy: fmt.Sprintf("a score for each of the %d weights", components),
			})
			continue
		}
		for c, s := range units[i].Scores {
			checkDecimal(fmt.Sprintf("%s[%d]", path, c), s, &faults)
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	p := &panel{components: components, scores: make([]*big.Int, 0, len(units)*components)}
	for _, u := range units {
		p.exp = min(p.exp, lowest(u.Scores))
	}
	for _, i := range order {
		p.codes = append(p.codes, codes[i])
		for _, s := range units[i].Scores {
			p.scores = append(p.scores, mantissa(s, p.exp))
		}
	}
	p.words = words(p.scores)
	return p, nil
}

func (p *panel) row(i int) []*big.Int { return p.scores[i*p.components : (i+1)*p.components] }

// gain returns by how much unit i scores above unit j, by component.
func (p *panel) gain(i, j int) []*big.Int {
	a, b := p.row(i), p.row(j)
	gain := make([]*big.Int, len(a))
	for c := range a {
		gain[c] = new(big.Int).Sub(a[c], b[c])
	}
	return gain
}

// Interval is the ranks that a unit can have.
type Interval struct {
	Code        string
	Rank        int // at the weights given to [Around]; 0 for other regions
	Best, Worst int
}

// Dominance is which units score above which over a region of weights.
type Dominance struct {
	panel  *panel
	region *Region
	rows   []Interval
}

// Intervals returns the best and the worst rank of every unit that follow from
// comparing it with every other one over a region of weights: unit j beats
// unit k necessarily if its score is higher at every weight of the region, and
// possibly if it is at some weight. Then
//
//	best  = 1 + the units that necessarily beat it,
//	worst = 1 + the units that possibly beat it.
//
// Every rank at a weight of the region lies in between. Where each other unit
// beats it at every weight or at none, both ranks are attained; elsewhere, no
// single weight may let all of those that possibly beat it do so together, and
// the interval can be wider than the ranks that it holds.
//
// Each comparison is a linear program over bounds and one sum, which filling
// up the weights in the order of the gains solves exactly. Units of one score
// share the better rank.
//
// Intervals returns an error if the region is nil, there is no unit, a code is
// empty or given twice, a unit has not as many scores as there are weights, a
// score has more than 100 digits before or after the point, or the square of
// the number of units times the components exceeds 4·10⁹.
//
// Sources: A. Salo and R. P. Hämäläinen (1992) on dominance with incomplete
// weights; A. Salo and A. Punkka (2011), Ranking intervals and dominance
// relations for ratio-based efficiency analysis.
func Intervals(units []Unit, region *Region) (*Dominance, error) {
	if err := checkRegion(region); err != nil {
		return nil, err
	}
	p, err := newPanel(units, region.Components(), int64(len(units)))
	if err != nil {
		return nil, err
	}
	d := &Dominance{panel: p, region: region, rows: make([]Interval, len(p.codes))}
	for i, code := range p.codes {
		d.rows[i] = Interval{Code: code, Best: 1, Worst: 1}
	}
	signs := d.signs()
	for i := range d.rows {
		for j := range i {
			least, most := signs(i, j)
			a, b := &d.rows[i], &d.rows[j]
			switch {
			case least > 0: // i beats j
				b.Best++
			case most < 0:
				a.Best++
			}
			if most > 0 {
				b.Worst++
			}
			if least < 0 {
				a.Worst++
			}
		}
	}
	if region.weights != nil {
		for i, rank := range p.ranks(region.weights) {
			d.rows[i].Rank = rank
		}
	}
	return d, nil
}

func checkRegion(region *Region) error {
	if region == nil || len(region.low) == 0 {
		return &target.FieldError{Path: "region", Err: target.ErrRequired, Remedy: "make one by Simplex, Around or Box"}
	}
	return nil
}

// signs returns the function that compares two units over the region: the
// signs of the least and of the most by which the first is above the second.
func (d *Dominance) signs() func(i, j int) (least, most int) {
	r, p := d.region, d.panel
	// No bound is above twice the total.
	if p.words == nil || r.total.BitLen() > 61 {
		return func(i, j int) (int, int) {
			least, most := r.extremes(p.gain(i, j))
			return least.Sign(), most.Sign()
		}
	}
	low, high, rest := words(r.low), words(r.high), r.total.Int64()
	for _, l := range low {
		rest -= l
	}
	m := p.components
	gain, order := make([]int64, m), make([]int, m)
	return func(i, j int) (int, int) {
		var base wide
		for c := range gain {
			gain[c] = p.words[i*m+c] - p.words[j*m+c]
			base = base.plus(gain[c], low[c])
			k := c
			for ; k > 0 && gain[order[k-1]] > gain[c]; k-- {
				order[k] = order[k-1]
			}
			order[k] = c
		}
		least, most := base, base
		for left, k := rest, 0; left > 0; k++ {
			c := order[k]
			take := min(left, high[c]-low[c])
			least, left = least.plus(take, gain[c]), left-take
		}
		for left, k := rest, m-1; left > 0; k-- {
			c := order[k]
			take := min(left, high[c]-low[c])
			most, left = most.plus(take, gain[c]), left-take
		}
		return least.sign(), most.sign()
	}
}

// All lists the intervals by best rank, then by worst, then by code.
func (d *Dominance) All() iter.Seq[Interval] {
	rows := slices.Clone(d.rows)
	slices.SortFunc(rows, func(a, b Interval) int {
		return cmp.Or(cmp.Compare(a.Best, b.Best), cmp.Compare(a.Worst, b.Worst), cmp.Compare(a.Code, b.Code))
	})
	return slices.Values(rows)
}

// Margin is by how much one unit scores above another over a region, exactly.
type Margin struct{ Least, Most decimal.Decimal }

// Necessary reports whether the first unit beats the other at every weight.
func (m Margin) Necessary() bool { return m.Least.Sign() > 0 }

// Possible reports whether the first unit beats the other at some weight.
func (m Margin) Possible() bool { return m.Most.Sign() > 0 }

// Margin returns the least and the most by which the score of unit a is above
// that of unit b at weights of the region.
//
// Margin returns an error if a code is unknown.
func (d *Dominance) Margin(a, b string) (Margin, error) {
	var faults fault.List
	find := func(path, code string) int {
		i, ok := slices.BinarySearch(d.panel.codes, code)
		if !ok {
			faults.Add(&target.FieldError{Path: path, Value: code, Err: target.ErrUnknown, Remedy: "no unit has this code"})
		}
		return i
	}
	i, j := find("a", a), find("b", b)
	if err := faults.Err(); err != nil {
		return Margin{}, err
	}
	least, most := d.region.extremes(d.panel.gain(i, j))
	exp := d.region.exp + d.panel.exp
	return Margin{fixed.FromBig(least, exp), fixed.FromBig(most, exp)}, nil
}

// ranks returns the competition ranks of the units at weights.
func (p *panel) ranks(weights []*big.Int) []int {
	totals, term := make([]*big.Int, len(p.codes)), new(big.Int)
	for i := range totals {
		totals[i] = new(big.Int)
		for c, s := range p.row(i) {
			totals[i].Add(totals[i], term.Mul(s, weights[c]))
		}
	}
	ranks := make([]int, len(totals))
	place(ranks, make([]int, len(totals)), func(i, j int) int { return totals[i].Cmp(totals[j]) })
	return ranks
}

// place fills in competition ranks, the largest first; order is scratch.
func place(ranks, order []int, compare func(i, j int) int) {
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return compare(j, i) })
	for k, i := range order {
		ranks[i] = k + 1
		if k > 0 && compare(order[k-1], i) == 0 {
			ranks[i] = ranks[order[k-1]]
		}
	}
}
