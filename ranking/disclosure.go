package ranking

import (
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// Disclosure says who sees a table, and from when to when. [Table.Pressures] counts it.
// It hides nothing by itself: [Table.View] makes what an [Audience] is shown, as its
// own row if the publicity is OwnPosition. Publicity that ends is
// data: the full text of China's National Patent Capacity Report was public for 2013,
// and not from 2014 on (Cheng and Drahos 2018, note 59).
type Disclosure struct {
	Publicity Publicity `strict:"required"`
	From      string    // ISO 8601, the first day; empty means from the beginning
	Until     string    // ISO 8601, the last day; empty means without end
}

// Validate returns an error if the publicity is missing or none of the constants, a
// date is not ISO 8601, or the last day is before the first. It reports every
// problem.
func (d Disclosure) Validate() error {
	var p target.Problems
	at := p.At("disclosure")
	publicity := at.Field("publicity")
	if publicity.Required(d.Publicity != 0, publicityWords.OneOf()) {
		publicity.Add(publicityWords.Check(d.Publicity))
	}
	at.AddRooted(d.span().Validate())
	return p.Err()
}

// span is the time of the disclosure.
func (d Disclosure) span() target.Publication {
	return target.Publication{Date: d.From, Until: d.Until}
}

// MarshalJSON writes the disclosure as an object.
func (d Disclosure) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a disclosure as MarshalJSON writes it. It returns an error if a
// field is unknown, given twice or missing, or the disclosure is not valid.
func (d *Disclosure) UnmarshalJSON(data []byte) error {
	var fresh Disclosure
	if err := targetjson.Unmarshal(data, &fresh, "disclosure"); err != nil {
		return err
	}
	if err := fresh.Validate(); err != nil {
		return err
	}
	*d = fresh
	return nil
}

// PublicityOn returns the widest publicity that the table has on a date, and 0 if
// nobody sees it.
//
// PublicityOn returns an error if the date is not ISO 8601.
func (t *Table) PublicityOn(date string) (Publicity, error) {
	_, err := target.Publication{}.ValidOn(date)
	if err != nil || t == nil {
		return 0, err
	}
	widest := Publicity(0)
	for _, d := range t.options.Disclosures {
		isDisclosed, err := d.span().ValidOn(date)
		if err != nil {
			return 0, err
		}
		if isDisclosed {
			widest = max(widest, d.Publicity)
		}
	}
	return widest, nil
}

// Publicity says who sees a table. The zero Publicity is not stated.
type Publicity uint8

const (
	OwnPosition Publicity = iota + 1 // each unit is told its own place
	AmongPeers                       // the ranked units see the whole table
	Public                           // everybody sees it
)

var publicityWords = enum.New[Publicity]("publicity", target.UnknownError, []string{
	OwnPosition: "own position", AmongPeers: "among peers", Public: "public",
})

// String returns the publicity in lower case.
func (p Publicity) String() string { return publicityWords.String(p) }

// MarshalText returns the publicity in lower case.
func (p Publicity) MarshalText() ([]byte, error) { return publicityWords.Marshal(p) }

// UnmarshalText reads a publicity as String prints it.
func (p *Publicity) UnmarshalText(text []byte) error { return publicityWords.Unmarshal(p, text) }
