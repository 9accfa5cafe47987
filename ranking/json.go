package ranking

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// number is a figure in JSON: written as a string in full, read from a string
// or a number.
type number struct{ decimal.Decimal }

func (n number) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%q", n.StringFixed(max(0, -n.Exponent()))), nil
}

func (n *number) UnmarshalJSON(text []byte) error {
	d, ok := parseFigure(string(text))
	// A gap between two figures in bounds has at most one digit more than they.
	if !ok || !fixed.InBounds(d) && !fixed.InBounds(d.Shift(-1)) {
		return &target.FieldError{Path: "figure", Value: string(text), Err: target.ErrInvalid, Remedy: "a decimal number, " + boundsRemedy}
	}
	n.Decimal = d
	return nil
}

// parseFigure reads a JSON number or a string that holds one. The decimal
// package's own reader obeys a package-level limit.
func parseFigure(s string) (d decimal.Decimal, ok bool) {
	if quoted, found := strings.CutPrefix(s, `"`); found {
		s = strings.TrimSuffix(quoted, `"`)
	}
	digits, negative := strings.CutPrefix(s, "-")
	exp := 0
	if at := strings.IndexAny(digits, "eE"); at >= 0 {
		e, err := strconv.ParseInt(digits[at+1:], 10, 32)
		if err != nil || e < -4*fixed.Digits || e > 4*fixed.Digits {
			return d, false
		}
		digits, exp = digits[:at], int(e)
	}
	whole, fraction, pointed := strings.Cut(digits, ".")
	digits = whole + fraction
	if whole == "" || pointed && fraction == "" || len(digits) > 4*fixed.Digits || strings.Trim(digits, "0123456789") != "" {
		return d, false
	}
	m, _ := new(big.Int).SetString(digits, 10)
	if negative {
		m.Neg(m)
	}
	return decimal.NewFromBigInt(m, int32(exp-len(fraction))), true
}

func numberOf(d decimal.NullDecimal) *number {
	if !d.Valid {
		return nil
	}
	return &number{d.Decimal}
}

func (n *number) null() decimal.NullDecimal {
	if n == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(n.Decimal)
}

type entryJSON struct {
	Code     string   `json:"code"`
	Name     string   `json:"name,omitempty"`
	Group    string   `json:"group,omitempty"`
	Value    *number  `json:"value"` // null where it is missing
	Exempt   string   `json:"exempt,omitempty"`
	TieBreak []number `json:"tieBreak,omitempty"`
	Target   *number  `json:"target,omitempty"`
}

func (e Entry) json() entryJSON {
	j := entryJSON{Code: e.Code, Name: e.Name, Group: e.Group, Exempt: e.Exempt, Target: numberOf(e.Target)}
	if !e.Missing {
		j.Value = &number{e.Value}
	}
	for _, key := range e.TieBreak {
		j.TieBreak = append(j.TieBreak, number{key})
	}
	return j
}

func (j entryJSON) entry() Entry {
	e := Entry{Code: j.Code, Name: j.Name, Group: j.Group, Exempt: j.Exempt, Target: j.Target.null(), Missing: j.Value == nil}
	if j.Value != nil {
		e.Value = j.Value.Decimal
	}
	for _, key := range j.TieBreak {
		e.TieBreak = append(e.TieBreak, key.Decimal)
	}
	return e
}

// MarshalJSON writes figures as strings in full; a missing one is null.
func (e Entry) MarshalJSON() ([]byte, error) { return json.Marshal(e.json()) }

// UnmarshalJSON reads what MarshalJSON writes, and figures given as numbers.
//
// UnmarshalJSON returns an error if a field is unknown or a figure is none or
// out of bounds.
func (e *Entry) UnmarshalJSON(text []byte) error {
	var j entryJSON
	if err := strict(text, &j); err != nil {
		return err
	}
	*e = j.entry()
	return nil
}

type rowJSON struct {
	entryJSON
	Rank       int     `json:"rank"`
	Of         int     `json:"of"`
	Tied       int     `json:"tied"`
	First      int     `json:"first"`
	Last       int     `json:"last"`
	Mean       number  `json:"mean"`
	FromEnd    int     `json:"fromEnd"`
	Percentile number  `json:"percentile"`
	CumeDist   number  `json:"cumeDist"`
	Tile       int     `json:"tile,omitempty"`
	Tier       string  `json:"tier,omitempty"`
	ToNext     *number `json:"toNext"`
	ToLeader   *number `json:"toLeader"`
	ToTarget   *number `json:"toTarget,omitempty"`
	Before     int     `json:"before,omitempty"`
	Move       int     `json:"move,omitempty"`
	Streak     int     `json:"streak,omitempty"`
	Change     *number `json:"change,omitempty"`
}

func (r Row) json() rowJSON {
	return rowJSON{
		entryJSON: r.Entry.json(), Rank: r.Rank, Of: r.Of, Tied: r.Tied, First: r.First, Last: r.Last,
		Mean: number{r.Mean()}, FromEnd: r.FromEnd, Percentile: number{r.Percentile}, CumeDist: number{r.CumeDist()},
		Tile: r.Tile, Tier: r.Tier, ToNext: numberOf(r.ToNext), ToLeader: numberOf(r.ToLeader), ToTarget: numberOf(r.ToTarget),
		Before: r.Before, Move: r.Move, Streak: r.Streak, Change: numberOf(r.Change),
	}
}

func (j rowJSON) row() Row {
	return Row{
		Entry: j.entry(), Rank: j.Rank, Of: j.Of, Tied: j.Tied, First: j.First, Last: j.Last,
		FromEnd: j.FromEnd, Percentile: j.Percentile.Decimal, Tile: j.Tile, Tier: j.Tier,
		ToNext: j.ToNext.null(), ToLeader: j.ToLeader.null(), ToTarget: j.ToTarget.null(),
		Before: j.Before, Move: j.Move, Streak: j.Streak, Change: j.Change.null(),
	}
}

// MarshalJSON writes the row with its mean rank and its CUME_DIST, and figures
// as strings in full.
func (r Row) MarshalJSON() ([]byte, error) { return json.Marshal(r.json()) }

// UnmarshalJSON reads what MarshalJSON writes. It returns an error if a field
// is unknown or a figure is none or out of bounds.
func (r *Row) UnmarshalJSON(text []byte) error {
	var j rowJSON
	if err := strict(text, &j); err != nil {
		return err
	}
	*r = j.row()
	return nil
}

type tierJSON struct {
	Name  string  `json:"name"`
	Place int     `json:"place,omitempty"`
	Value *number `json:"value,omitempty"`
}

type tableJSON struct {
	Indicator string             `json:"indicator,omitempty"`
	Better    target.Direction   `json:"better"`
	Ties      Ties               `json:"ties"`
	TieBreak  []target.Direction `json:"tieBreak,omitempty"`
	Places    *int32             `json:"places,omitempty"`
	Groups    bool               `json:"groups,omitempty"`
	Target    *number            `json:"target,omitempty"`
	Tiles     int                `json:"tiles,omitempty"`
	Tiers     []tierJSON         `json:"tiers,omitempty"`
	Moves     bool               `json:"moves,omitempty"`
	Rows      []rowJSON          `json:"rows"`
}

// MarshalJSON writes the options and every row in the order of All.
func (t *Table) MarshalJSON() ([]byte, error) {
	o := t.Options()
	j := tableJSON{
		Indicator: o.Indicator, Better: o.Better, Ties: o.Ties, TieBreak: o.TieBreak, Places: o.Places, Groups: o.Groups,
		Target: numberOf(o.Target), Tiles: o.Tiles, Moves: t != nil && t.before != nil, Rows: []rowJSON{},
	}
	for _, tier := range o.Tiers {
		j.Tiers = append(j.Tiers, tierJSON{tier.Name, tier.Place, numberOf(tier.Value)})
	}
	for row := range t.All() {
		j.Rows = append(j.Rows, row.json())
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes, so that a table can be kept and
// serve as the earlier one later. It ranks the entries afresh and believes
// nothing but what it cannot know: each unit's earlier rank and figure, and
// its streak.
//
// UnmarshalJSON returns an error if a field is unknown, a figure is none or
// out of bounds, the entries cannot be ranked (see [New]), or a row is not
// what the entries give.
func (t *Table) UnmarshalJSON(text []byte) error {
	var j tableJSON
	if err := strict(text, &j); err != nil {
		return err
	}
	o := Options{
		Indicator: j.Indicator, Better: j.Better, Ties: j.Ties, TieBreak: j.TieBreak, Places: j.Places, Groups: j.Groups,
		Target: j.Target.null(), Tiles: j.Tiles,
	}
	for _, tier := range j.Tiers {
		o.Tiers = append(o.Tiers, Tier{tier.Name, tier.Place, tier.Value.null()})
	}
	entries := make([]Entry, len(j.Rows))
	for i, row := range j.Rows {
		entries[i] = row.entry()
	}
	read, err := New(entries, o)
	if err != nil {
		return err
	}
	if err := read.remember(j); err != nil {
		return err
	}
	*t = *read
	return nil
}

// remember takes over where each unit stood earlier, and then holds the rows
// that were read against the table's own.
func (t *Table) remember(j tableJSON) error {
	var l fault.List
	if j.Moves {
		t.before = make([]int32, len(t.codes))
		t.streak = make([]int32, len(t.codes))
		t.since = newFigures(len(t.codes))
		for _, row := range j.Rows {
			u, _ := t.unit(row.Code)
			if row.Before < 0 || row.Before > math.MaxInt32 || row.Streak < -math.MaxInt32 || row.Streak > math.MaxInt32 ||
				cmp.Compare(row.Streak, 0) != cmp.Compare(row.Move, 0) {
				l.Add(&target.FieldError{
					Path: rowPath(row.Code), Value: row.Before, Err: target.ErrRange,
					Remedy: "an earlier rank counts from 1, and a streak goes the way of the move",
				})
				continue
			}
			t.before[u], t.streak[u] = int32(row.Before), int32(row.Streak)
			if row.Change == nil || !t.ranked(u) {
				continue
			}
			if was := t.score.decimal(u).Sub(row.Change.Decimal); fixed.InBounds(was) {
				t.since.set(u, was)
			}
		}
		t.since.pack()
	}
	at := 0
	for row := range t.All() {
		if read := &j.Rows[at]; !row.json().equal(read) {
			l.Add(&target.FieldError{
				Path: rowPath(read.Code), Value: read.Rank, Err: target.ErrBroken,
				Remedy: fmt.Sprintf("the entries put %s here, with rank %d", fault.Text(row.Code), row.Rank),
			})
		}
		at++
	}
	return l.Err()
}

func rowPath(code string) string { return "rows[" + fault.Text(code) + "]" }

// equal compares what the rows say beside the entries, as numbers.
func (j rowJSON) equal(k *rowJSON) bool {
	whole := func(j *rowJSON) [10]int {
		return [...]int{j.Rank, j.Of, j.Tied, j.First, j.Last, j.FromEnd, j.Tile, j.Before, j.Move, j.Streak}
	}
	figures := func(j *rowJSON) []*number {
		return []*number{&j.Mean, &j.Percentile, &j.CumeDist, j.ToNext, j.ToLeader, j.ToTarget, j.Change}
	}
	return j.Code == k.Code && j.Tier == k.Tier && whole(&j) == whole(k) &&
		slices.EqualFunc(figures(&j), figures(k), func(a, b *number) bool {
			return a == b || a != nil && b != nil && a.Equal(b.Decimal)
		})
}

// strict reads one value of JSON without unknown fields.
func strict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		if len(target.AllErrors(err)) > 0 {
			return err
		}
		return &target.FieldError{Path: "json", Value: err, Err: target.ErrInvalid}
	}
	if _, err := d.Token(); err != io.EOF {
		return &target.FieldError{Path: "json", Err: target.ErrInvalid, Remedy: "one value and nothing after it"}
	}
	return nil
}
