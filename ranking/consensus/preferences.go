package consensus

import (
	"math"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Ballot is a ranking with a weight.
type Ballot struct {
	Order  Ranking
	Weight decimal.NullDecimal // absent means 1
}

// Ballots returns the rankings as ballots of weight 1.
func Ballots(orders ...Ranking) []Ballot {
	ballots := make([]Ballot, len(orders))
	for i, order := range orders {
		ballots[i].Order = order
	}
	return ballots
}

// Unranked says what a ballot tells about the items that it leaves out.
type Unranked uint8

const (
	// Abstain tells nothing: the ballot compares only the items that it ranks.
	Abstain Unranked = iota
	// TiedLast ties them below all items that it ranks.
	TiedLast
)

var unrankedWords = enum.New[Unranked]("unranked", target.UnknownError, []string{
	Abstain: "abstain", TiedLast: "tied last",
})

// String returns the rule in lower case.
func (u Unranked) String() string { return unrankedWords.String(u) }

// MarshalText returns the rule in lower case.
func (u Unranked) MarshalText() ([]byte, error) { return unrankedWords.Marshal(u) }

// UnmarshalText reads a rule as String prints it.
func (u *Unranked) UnmarshalText(text []byte) error { return unrankedWords.Unmarshal(u, text) }

// Options say what ballots mean. The zero value is the default.
type Options struct {
	Unranked Unranked
}

// Preferences are what ballots say about the items that any of them ranks: the
// preference profile of the literature.
type Preferences struct {
	items   []string // by code
	ballots []ballot
	exp     int32 // weights are multiples of 10^exp
}

// ballot is what a [Ballot] says about each item of all ballots.
type ballot struct {
	weight int64
	group  []int32 // of each item; −1 for none
	twice  []int32 // twice the mean rank of each item; 0 for none
	ranked int64   // number of items that it ranks, those tied last included
}

// New takes the preferences from ballots. It copies the rankings.
//
// New returns an error if:
//   - there is no ballot, or an option is none of its constants;
//   - a ranking is empty, has an empty group or an empty code, or a code twice;
//   - a weight is not positive or out of bounds;
//   - the weights need more digits than a machine word has.
//
// It reports every problem.
func New(ballots []Ballot, o Options) (*Preferences, error) {
	var problems target.Problems
	problems.At("ballots").Required(len(ballots) > 0, "give at least one ballot")
	problems.At("options").Field("unranked").Add(unrankedWords.Check(o.Unranked))
	index := make(map[string]int32)
	exp := int32(0)
	for i, b := range ballots {
		at := problems.At("ballots").Index(i)
		for item := range b.Order.check(at.Field("order")) {
			index[item] = 0
		}
		if b.Weight.Valid && at.Field("weight").Positive(b.Weight.Decimal) {
			exp = min(exp, b.Weight.Decimal.Exponent())
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}

	p := &Preferences{items: make([]string, 0, len(index)), ballots: make([]ballot, len(ballots)), exp: exp}
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
			weight = fixed.Rescale(b.Weight.Decimal, exp)
		}
		total.Add(total, weight)
		p.ballots[i] = newBallot(b.Order, index, o.Unranked)
		p.ballots[i].weight = weight.Int64()
	}

	// Points and costs are at most twice the total weight times the square of the
	// number of items.
	n := big.NewInt(int64(len(p.items)))
	if most := new(big.Int).Mul(n.Mul(n, n), total); most.Cmp(big.NewInt(math.MaxInt64/4)) > 0 {
		problems.At("ballots").Report(fixed.FromBig(total, exp), target.ErrRange, "state the weights in fewer digits: "+
			"the total weight times the square of the number of items must fit a machine word")
		return nil, problems.Err()
	}
	return p, nil
}

// String says how many ballots there are, and on how many items.
func (p *Preferences) String() string {
	if p == nil {
		return "no ballots"
	}
	return numtext.Counted(len(p.ballots), "ballot") + " on " + numtext.Counted(len(p.items), "item")
}

// newBallot returns what a ranking says about the items of the index.
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

	if rest := int32(int64(len(index)) - b.ranked); unranked == TiedLast && rest > 0 {
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
func (p *Preferences) Items() []string { return slices.Clone(p.items) }

// Prefers returns the weight of the ballots that rank a above b. A ballot that
// ties them, or does not compare them, does not count.
//
// Prefers returns an error if no ballot ranks a or b.
func (p *Preferences) Prefers(a, b string) (decimal.Decimal, error) {
	var problems target.Problems
	find := func(at target.Place, item string) int {
		i, ok := slices.BinarySearch(p.items, item)
		if !ok {
			at.Report(item, target.ErrUnknown, "must be an item that a ballot ranks")
		}
		return i
	}
	i, j := find(problems.At("a"), a), find(problems.At("b"), b)
	if err := problems.Err(); err != nil {
		return decimal.Decimal{}, err
	}

	above, _ := p.duel(i, j)
	return decimal.New(above, p.exp), nil
}

// duel returns the weight of the ballots that rank item i above item j, and of
// those that rank it below.
func (p *Preferences) duel(i, j int) (above, below int64) {
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
