package consensus

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Ballot is one ranking and how much it counts.
type Ballot struct {
	Order  Ranking
	Weight decimal.NullDecimal // absent is 1
}

// Ballots returns the rankings as ballots of weight 1.
func Ballots(orders ...Ranking) []Ballot {
	ballots := make([]Ballot, len(orders))
	for i, order := range orders {
		ballots[i].Order = order
	}
	return ballots
}

// Unranked says what a ballot holds of the items that it leaves out.
type Unranked uint8

const (
	// Abstain holds nothing of them: the ballot compares only the items that
	// it ranks.
	Abstain Unranked = iota
	// Last holds them tied below all that it ranks.
	Last
)

// Options are the rules of a profile. The zero value is the default.
type Options struct {
	Unranked Unranked
}

// Profile is a set of ballots on the items that any of them ranks.
type Profile struct {
	items   []string // by code
	ballots []ballot
	exp     int32 // weights are multiples of 10^exp
}

// ballot holds what it says of each item of the profile.
type ballot struct {
	weight int64
	group  []int32 // of each item; -1 for none
	twice  []int32 // twice the mean rank of each item; 0 for none
	ranked int64   // items it says something of
}

// New gathers ballots. The rankings are copied.
//
// New returns an error if there is no ballot, a ranking is empty, has an empty
// group, an empty code or a code twice, a weight is not positive or out of
// bounds, or the weights need more digits than a machine word holds.
func New(ballots []Ballot, o Options) (*Profile, error) {
	var faults fault.List
	if len(ballots) == 0 {
		faults.Add(&target.FieldError{Path: "ballots", Err: target.ErrRequired})
	}
	if o.Unranked > Last {
		faults.Add(&target.FieldError{
			Path: "options.unranked", Value: o.Unranked, Err: target.ErrUnknown, Remedy: "Abstain or Last",
		})
	}
	places := make([]map[string]int32, len(ballots))
	index := make(map[string]int32)
	exp := int32(0)
	for i, b := range ballots {
		places[i] = b.Order.check(fmt.Sprintf("ballots[%d].order", i), &faults)
		for item := range places[i] {
			index[item] = 0
		}
		if !b.Weight.Valid {
			continue
		}
		w, path := b.Weight.Decimal, fmt.Sprintf("ballots[%d].weight", i)
		switch {
		case !fixed.InBounds(w):
			faults.Add(&target.FieldError{
				Path: path, Value: w, Err: target.ErrRange, Remedy: "at most 100 digits before the point and 100 after it",
			})
		case w.Sign() <= 0:
			faults.Add(&target.FieldError{Path: path, Value: w, Err: target.ErrRange, Remedy: "more than 0"})
		default:
			exp = min(exp, w.Exponent())
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}

	p := &Profile{items: make([]string, 0, len(index)), ballots: make([]ballot, len(ballots)), exp: exp}
	for item := range index {
		p.items = append(p.items, item)
	}
	slices.Sort(p.items)
	for i, item := range p.items {
		index[item] = int32(i)
	}
	total := new(big.Int)
	for i, b := range ballots {
		weight := fixed.Pow10(-exp)
		if b.Weight.Valid {
			weight, _ = fixed.Mantissa(b.Weight.Decimal, exp)
		}
		total.Add(total, weight)
		p.ballots[i] = newBallot(b.Order, index, o.Unranked)
		p.ballots[i].weight = weight.Int64()
	}
	// Points and costs are at most twice the total weight times the square of
	// the number of items.
	n := big.NewInt(int64(len(p.items)))
	if most := new(big.Int).Mul(n.Mul(n, n), total); most.Cmp(big.NewInt(math.MaxInt64/4)) > 0 {
		return nil, &target.FieldError{
			Path: "ballots", Value: fixed.FromBig(total, exp), Err: target.ErrRange,
			Remedy: "the total weight times the square of the number of items exceeds a machine word: state the weights in fewer digits",
		}
	}
	return p, nil
}

func newBallot(order Ranking, index map[string]int32, unranked Unranked) ballot {
	b := ballot{group: make([]int32, len(index)), twice: make([]int32, len(index))}
	for i := range b.group {
		b.group[i] = -1
	}
	for g, group := range order {
		for _, item := range group {
			b.group[index[item]] = int32(g)
			b.twice[index[item]] = int32(2*b.ranked) + int32(len(group)) + 1
		}
		b.ranked += int64(len(group))
	}
	if rest := int32(int64(len(index)) - b.ranked); unranked == Last && rest > 0 {
		for i, g := range b.group {
			if g < 0 {
				b.group[i] = int32(len(order))
				b.twice[i] = int32(2*b.ranked) + rest + 1
			}
		}
		b.ranked = int64(len(index))
	}
	return b
}

// Items returns the items of all ballots by code.
func (p *Profile) Items() []string { return slices.Clone(p.items) }

// Prefers returns the weight of the ballots that rank a above b. A ballot on
// which they tie, or that does not compare them, counts neither way.
//
// Prefers returns an error if the profile lacks a or b.
func (p *Profile) Prefers(a, b string) (decimal.Decimal, error) {
	var faults fault.List
	find := func(path, item string) int {
		i, ok := slices.BinarySearch(p.items, item)
		if !ok {
			faults.Add(&target.FieldError{Path: path, Value: item, Err: target.ErrUnknown, Remedy: "no ballot ranks it"})
		}
		return i
	}
	i, j := find("a", a), find("b", b)
	if err := faults.Err(); err != nil {
		return decimal.Decimal{}, err
	}
	above, _ := p.duel(i, j)
	return decimal.New(above, p.exp), nil
}

// duel returns the weight of ballots that rank item i above item j, and below.
func (p *Profile) duel(i, j int) (above, below int64) {
	for k := range p.ballots {
		b := &p.ballots[k]
		switch gi, gj := b.group[i], b.group[j]; {
		case gi < 0 || gj < 0:
		case gi < gj:
			above += b.weight
		case gi > gj:
			below += b.weight
		}
	}
	return above, below
}
