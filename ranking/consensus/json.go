package consensus

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

type preferencesJSON struct {
	Ballots []Ballot `strict:"required"`
}

// MarshalJSON writes the ballots with their weights. A ballot of preferences with
// [TiedLast] ends with the items that it left out.
func (p *Preferences) MarshalJSON() ([]byte, error) {
	if len(p.ballots) == 0 {
		return nil, &target.FieldError{Path: "preferences", Err: target.ErrRequired, Remedy: "make one by New"}
	}
	var j preferencesJSON
	for _, b := range p.ballots {
		j.Ballots = append(j.Ballots, p.written(b))
	}
	return strictjson.Marshal(j)
}

// written returns a ballot as New reads it.
func (p *Preferences) written(b ballot) Ballot {
	out := Ballot{Weight: decimal.NewNullDecimal(decimal.New(b.weight, p.exp))}
	for item, group := range b.group {
		for int(group) >= len(out.Order) {
			out.Order = append(out.Order, nil)
		}
		if group >= 0 {
			out.Order[group] = append(out.Order[group], p.items[item])
		}
	}
	return out
}

// UnmarshalJSON reads ballots as MarshalJSON writes them, and makes the preferences by
// [New]. After an error p is as it was.
func (p *Preferences) UnmarshalJSON(data []byte) error {
	var j preferencesJSON
	if err := targetjson.Unmarshal(data, &j, "preferences"); err != nil {
		return err
	}
	read, err := New(j.Ballots, Options{})
	if err == nil {
		*p = *read
	}
	return err
}

type consensusJSON struct {
	Cost        decimal.Decimal `strict:"required"`
	Bound       decimal.Decimal `strict:"required"`
	Exact       bool
	Complete    bool
	Order       []string     `strict:"required"`
	Preferences *Preferences `strict:"required"`
}

// MarshalJSON writes the first order and what it costs, with the preferences from which
// the others follow.
func (c *Consensus) MarshalJSON() ([]byte, error) {
	if c.preferences == nil {
		remedy := "make one by Preferences.Kemeny"
		return nil, &target.FieldError{Path: "consensus", Err: target.ErrRequired, Remedy: remedy}
	}
	return strictjson.Marshal(consensusJSON{c.Cost, c.Bound, c.Exact, c.Complete, c.Order(), c.preferences})
}

// UnmarshalJSON reads what MarshalJSON writes, and orders the preferences again by
// [Preferences.Kemeny]. It returns an error, and leaves c as it is, if the result is
// another.
func (c *Consensus) UnmarshalJSON(data []byte) error {
	var j consensusJSON
	if err := targetjson.Unmarshal(data, &j, "consensus"); err != nil {
		return err
	}
	read, err := j.Preferences.Kemeny()
	if err != nil {
		return err
	}
	same := read.Cost.Equal(j.Cost) && read.Bound.Equal(j.Bound) &&
		read.Exact == j.Exact && read.Complete == j.Complete && slices.Equal(read.Order(), j.Order)
	if !same {
		return &target.FieldError{
			Path: "consensus", Err: target.ErrBroken, Remedy: "the ballots give another order, or another cost",
		}
	}
	*c = *read
	return nil
}

type weightedTauJSON struct {
	Multiply bool
	By       Importance
	Order    []string
}

// MarshalJSON writes the options. It returns an error if Weigh is set: a function
// cannot be written.
func (o WeightedTauOptions) MarshalJSON() ([]byte, error) {
	if o.Weigh != nil {
		return nil, &target.FieldError{
			Path: "options.weigh", Err: target.ErrInvalid,
			Remedy: "a function cannot be written: leave it nil, and set it again",
		}
	}
	return strictjson.Marshal(weightedTauJSON{o.Multiply, o.By, o.Order})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (o *WeightedTauOptions) UnmarshalJSON(data []byte) error {
	var j weightedTauJSON
	if err := targetjson.Unmarshal(data, &j, "options"); err != nil {
		return err
	}
	*o = WeightedTauOptions{Multiply: j.Multiply, By: j.By, Order: j.Order}
	return nil
}
