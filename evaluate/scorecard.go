package evaluate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/texttable"
	"github.com/targetcascade/cascade/target"
)

// Scorecard is the result of one unit by one book.
type Scorecard struct {
	Unit     string
	Scheme   string // name of the book
	Total    decimal.Decimal
	ByPoints string   // grade that the points alone give
	Grade    string   // grade after vetoes
	Vetoes   []string // codes of the vetoes that were missed, in the order of the book
	Notes    []string // how the book changed the total: floor, cap, rounding

	// Places is the number of decimals of points in Explain, which marks further decimals
	// by "…". It is that of Scheme.Round, but at least two. Absent means two.
	Places target.Precision

	// Publication says of which period the card is, who evaluated and published it, and
	// until when it is valid. It is that of the [Case].
	Publication target.Publication

	// The results of the items, or what Items makes them from.
	items   []ItemScore
	onWords *wordScheme
	first   outcome // of the first item, so that a book of one item needs no memory
	others  []outcome
}

// outcome returns the outcome of an item.
func (c *Scorecard) outcome(item int) *outcome {
	if item == 0 {
		return &c.first
	}
	return &c.others[item-1]
}

// Items returns the results by item, in the order of the book. They are made at each
// call, so that a card that is used for its total costs nothing more.
func (c Scorecard) Items() []ItemScore {
	if c.onWords == nil {
		items := slices.Clone(c.items)
		for i := range items {
			items[i].Awards = slices.Clone(items[i].Awards)
		}
		return items
	}

	var s grainSum
	items := make([]ItemScore, len(c.onWords.items))
	for i := range items {
		s.addItem(&c.onWords.items[i], c.outcome(i), &items[i])
	}
	return items
}

// WithItems returns a card with other results, which shares nothing with c. It changes
// nothing else.
func (c Scorecard) WithItems(items ...ItemScore) Scorecard {
	c.Vetoes, c.Notes = slices.Clone(c.Vetoes), slices.Clone(c.Notes)
	c.onWords, c.first, c.others = nil, outcome{}, nil
	c.items = Scorecard{items: items}.Items()
	return c
}

// Equal reports whether both cards are the same. Figures are compared as numbers.
func (c Scorecard) Equal(o Scorecard) bool {
	return c.Unit == o.Unit && c.Scheme == o.Scheme && fixed.Cmp(c.Total, o.Total) == 0 &&
		c.ByPoints == o.ByPoints && c.Grade == o.Grade && slices.Equal(c.Vetoes, o.Vetoes) &&
		slices.Equal(c.Notes, o.Notes) && c.Places == o.Places && c.Publication == o.Publication &&
		slices.EqualFunc(c.Items(), o.Items(), ItemScore.equal)
}

// defaultPlaces is the least number of decimals in which points are printed.
const defaultPlaces = 2

// text prints points.
func (c Scorecard) text(points decimal.Decimal) string {
	return quotient.Cut(points, max(0, c.Places.Or(defaultPlaces)))
}

// String prints the card as [Scorecard.Explain] does.
func (c Scorecard) String() string { return c.Explain() }

// ItemScore is the result of one item.
type ItemScore struct {
	Code, Name string
	Max        decimal.Decimal
	Points     decimal.Decimal // negative for a penalty
	Bonus      decimal.Decimal
	Attainment decimal.NullDecimal // of the item's assessment
	Awards     []Award             // of a panel, in the order of the evaluators
	Veto       bool                // the item is a veto and was missed
	Why        string              // how the points came about
}

// Award is what one evaluator gave.
type Award struct {
	By     string
	Points decimal.Decimal
}

// Explain prints the card for people: the unit and the book, a line for each item
// with its points and their reason, the total, and the grade with what overrode
// it. East Asian characters count as two columns. Each line ends in a newline.
func (c Scorecard) Explain() string {
	var b strings.Builder
	head := c.Unit
	if c.Scheme != "" {
		head = strings.TrimPrefix(head+", "+c.Scheme, ", ")
	}
	if !c.Publication.IsZero() {
		head = strings.TrimPrefix(head+", "+c.Publication.String(), ", ")
	}
	if head != "" {
		b.WriteString(head + "\n")
	}

	var lines texttable.Table
	for _, item := range c.Items() {
		lines = append(lines, []string{"", item.label(), c.text(item.Points.Add(item.Bonus)), c.reason(item)})
	}
	lines = append(lines, []string{"", "total", c.text(c.Total), strings.Join(c.Notes, ", ")})
	b.WriteString(lines.Layout("llrl"))

	switch {
	case len(c.Vetoes) > 0:
		missed := strings.Join(c.Vetoes, ", ")
		fmt.Fprintf(&b, "  grade %s: missed %s, whatever the total (by points: %s)\n", c.Grade, missed, c.ByPoints)
	case c.Grade != "":
		fmt.Fprintf(&b, "  grade %s\n", c.Grade)
	}
	return b.String()
}

func (l ItemScore) equal(o ItemScore) bool {
	sameAward := func(a, b Award) bool { return a.By == b.By && fixed.Cmp(a.Points, b.Points) == 0 }
	return l.Code == o.Code && l.Name == o.Name && l.Veto == o.Veto && l.Why == o.Why &&
		fixed.Cmp(l.Max, o.Max) == 0 && fixed.Cmp(l.Points, o.Points) == 0 && fixed.Cmp(l.Bonus, o.Bonus) == 0 &&
		l.Attainment.Valid == o.Attainment.Valid && fixed.Cmp(l.Attainment.Decimal, o.Attainment.Decimal) == 0 &&
		slices.EqualFunc(l.Awards, o.Awards, sameAward)
}

func (l ItemScore) label() string {
	if l.Name == "" {
		return l.Code
	}
	return l.Code + " " + l.Name
}

// reason prints the maximum of an item, and how its points came about.
func (c Scorecard) reason(l ItemScore) string {
	of := c.text(l.Max)
	if !l.Bonus.IsZero() {
		of += " + " + c.text(l.Bonus)
	}
	why := []string{l.Why}
	for _, a := range l.Awards {
		why = append(why, a.By+" "+c.text(a.Points))
	}
	return "of " + of + ": " + strings.Join(why, ", ")
}
