package ranking

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/shopspring/decimal"
	"golang.org/x/exp/constraints"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// difference is the difference of two figures, which may have one digit more than
// figures may.
type difference struct{ decimal.Decimal }

func (d difference) MarshalText() ([]byte, error) { return []byte(fixed.Plain(d.Decimal)), nil }

func (d *difference) UnmarshalText(text []byte) error {
	var read decimal.Decimal
	ok := len(text) <= 2*fixed.Digits+3 // sign, point and carry
	if ok {
		read, ok = fixed.Parse(string(text))
	}
	if !ok || read.Exponent() < -fixed.Digits || read.Abs().Cmp(decimal.New(2, fixed.Digits)) > 0 {
		return &target.FieldError{Err: target.ErrInvalid, Remedy: "write a decimal number of at most 100 digits"}
	}
	d.Decimal = read
	return nil
}

func differenceOf(d decimal.NullDecimal) *difference {
	if !d.Valid {
		return nil
	}
	return &difference{d.Decimal}
}

func (d *difference) null() decimal.NullDecimal {
	if d == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(d.Decimal)
}

// keyDirection is the direction of a tie-break key, empty if it is that of the
// table.
type keyDirection target.Direction

func (k keyDirection) MarshalText() ([]byte, error) {
	if k == 0 {
		return nil, nil
	}
	return target.Direction(k).MarshalText()
}

func (k *keyDirection) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*k = 0
		return nil
	}
	return (*target.Direction)(k).UnmarshalText(text)
}

// convert returns the list with its elements as another kind of direction.
func convert[T, F constraints.Unsigned](from []F) []T {
	if from == nil {
		return nil
	}
	to := make([]T, len(from))
	for i, d := range from {
		to[i] = T(d)
	}
	return to
}

type entryJSON struct {
	Code     string `strict:"required"`
	Name     string
	Group    string
	Period   target.Period
	Value    decimal.NullDecimal `strict:"required"` // null if it is missing
	Exempt   string
	TieBreak []decimal.Decimal
	Target   decimal.NullDecimal
}

func (e Entry) json() entryJSON {
	j := entryJSON{
		Code: e.Code, Name: e.Name, Group: e.Group, Period: e.Period,
		Exempt: e.Exempt, TieBreak: e.TieBreak, Target: e.Target,
	}
	if !e.Missing {
		j.Value = decimal.NewNullDecimal(e.Value)
	}
	return j
}

func (j entryJSON) entry() Entry {
	return Entry{
		Code: j.Code, Name: j.Name, Group: j.Group, Period: j.Period, Value: j.Value.Decimal, Missing: !j.Value.Valid,
		Exempt: j.Exempt, TieBreak: j.TieBreak, Target: j.Target,
	}
}

// MarshalJSON writes the entry as an object, figures as strings in full. Value is
// null if the figure is missing. Other empty fields are left out.
//
// MarshalJSON returns an error if a figure has more than 100 digits before or
// after the point, or a text is not UTF-8.
func (e Entry) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e.json()) }

// UnmarshalJSON reads what MarshalJSON writes.
//
// UnmarshalJSON returns an error, and leaves e as it is, if:
//   - a field is unknown or given twice;
//   - the code or the value is missing;
//   - a figure is no string of digits, or is out of bounds.
func (e *Entry) UnmarshalJSON(text []byte) error {
	var j entryJSON
	if err := targetjson.Unmarshal(text, &j, "entry"); err != nil {
		return err
	}
	*e = j.entry()
	return nil
}

type rowJSON struct {
	entryJSON
	Rank       int             `strict:"required"`
	Of         int             `strict:"required"`
	Tied       int             `strict:"required"`
	First      int             `strict:"required"`
	Last       int             `strict:"required"`
	Mean       decimal.Decimal `strict:"required"`
	FromEnd    int             `strict:"required"`
	Percentile decimal.Decimal `strict:"required"`
	CumeDist   decimal.Decimal `strict:"required"`
	Tile       int
	Class      string
	ToNext     *difference
	ToLeader   *difference
	ToTarget   *difference
	Before     int
	Move       int
	Streak     int
	Change     *difference
}

func (r Row) json() rowJSON {
	return rowJSON{
		entryJSON: r.Entry.json(), Rank: r.Rank, Of: r.Of, Tied: r.Tied, First: r.First, Last: r.Last,
		Mean: r.Mean(), FromEnd: r.FromEnd, Percentile: r.Percentile(), CumeDist: r.CumeDist(),
		Tile: r.Tile, Class: r.Class,
		ToNext: differenceOf(r.ToNext), ToLeader: differenceOf(r.ToLeader), ToTarget: differenceOf(r.ToTarget),
		Before: r.Before, Move: r.Move, Streak: r.Streak, Change: differenceOf(r.Change),
	}
}

func (j rowJSON) row() Row {
	return Row{
		Entry: j.entry(), Rank: j.Rank, Of: j.Of, Tied: j.Tied, First: j.First, Last: j.Last,
		FromEnd: j.FromEnd, Tile: j.Tile, Class: j.Class,
		ToNext: j.ToNext.null(), ToLeader: j.ToLeader.null(), ToTarget: j.ToTarget.null(),
		Before: j.Before, Move: j.Move, Streak: j.Streak, Change: j.Change.null(),
	}
}

// MarshalJSON writes the entry as [Entry.MarshalJSON] does, and its place in the
// table with its mean rank and its CUME_DIST. An absent gap is left out.
func (r Row) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r.json()) }

// UnmarshalJSON reads what MarshalJSON writes.
//
// UnmarshalJSON returns an error, and leaves r as it is, if [Entry.UnmarshalJSON]
// does or if a part of the place is missing.
func (r *Row) UnmarshalJSON(text []byte) error {
	var j rowJSON
	if err := targetjson.Unmarshal(text, &j, "row"); err != nil {
		return err
	}
	*r = j.row()
	return nil
}

type tableJSON struct {
	Indicator string
	Better    target.Direction `strict:"required"`
	Ties      Ties             `strict:"required"`
	TieBreak  []keyDirection
	Places    target.Precision
	Groups    bool
	Target    decimal.NullDecimal
	Tiles     int
	Classes   []Class
	Moves     bool

	Publication target.Publication
	Disclosures []Disclosure
	Rows        []rowJSON `strict:"required"`
}

// MarshalJSON writes the options, and every row in the order of All. The direction
// of a tie-break key is empty if it is that of the table.
func (t *Table) MarshalJSON() ([]byte, error) {
	o := t.Options()
	j := tableJSON{
		Indicator: o.Indicator, Better: o.Better, Ties: o.Ties, TieBreak: convert[keyDirection](o.TieBreak),
		Places: o.Places, Groups: o.Groups, Target: o.Target, Tiles: o.Tiles, Classes: o.Classes,
		Moves: t != nil && t.before != nil, Publication: o.Publication, Disclosures: o.Disclosures,
	}
	for row := range t.All() {
		row.Period = target.Period{} // that of the table
		j.Rows = append(j.Rows, row.json())
	}
	return strictjson.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes, so that a table can be kept and used
// as the earlier one later. It ranks the entries again. It takes from the text
// only what the entries do not tell: the earlier ranks and figures, and the
// streaks.
//
// UnmarshalJSON returns an error, and leaves t as it is, if:
//   - [Row.UnmarshalJSON] returns one;
//   - the entries cannot be ranked (see [New]);
//   - a row is not what the entries give.
func (t *Table) UnmarshalJSON(text []byte) error {
	var j tableJSON
	if err := targetjson.Unmarshal(text, &j, "table"); err != nil {
		return err
	}

	o := Options{
		Indicator: j.Indicator, Better: j.Better, Ties: j.Ties, TieBreak: convert[target.Direction](j.TieBreak),
		Places: j.Places, Groups: j.Groups, Target: j.Target, Tiles: j.Tiles, Classes: j.Classes,
		Publication: j.Publication, Disclosures: j.Disclosures,
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

// remember takes over the earlier ranks, figures and streaks, and then compares
// the rows that were read with the table's own.
func (t *Table) remember(j tableJSON) error {
	var problems target.Problems
	if j.Moves {
		t.rememberMoves(&problems, j.Rows)
	}

	at := 0
	for row := range t.All() {
		if read := &j.Rows[at]; !row.json().equal(read) {
			remedy := fmt.Sprintf("the entries put %s here, with rank %d", fault.Text(row.Code), row.Rank)
			problems.At("rows").Key(read.Code).Report(read.Rank, target.ErrBroken, remedy)
		}
		at++
	}
	return problems.Err()
}

func (t *Table) rememberMoves(problems *target.Problems, rows []rowJSON) {
	t.before = make([]int32, len(t.codes))
	t.streak = make([]int32, len(t.codes))
	since := fixed.NewBuilder(len(t.codes))
	for _, row := range rows {
		if !row.moves() {
			remedy := "an earlier rank counts from 1, and a streak has the direction of the move"
			problems.At("rows").Key(row.Code).Report(row.Before, target.ErrRange, remedy)
			continue
		}

		u, _ := t.unit(row.Code)
		t.before[u], t.streak[u] = int32(row.Before), int32(row.Streak)
		if row.Change != nil && t.ranked(u) {
			since.Set(int(u), t.score.Decimal(int(u)).Sub(row.Change.Decimal))
		}
	}
	t.since = since.Column()
}

// moves reports whether the earlier rank and the streak of a row are possible.
func (j *rowJSON) moves() bool {
	return j.Before >= 0 && j.Before <= math.MaxInt32 &&
		j.Streak >= -math.MaxInt32 && j.Streak <= math.MaxInt32 &&
		cmp.Compare(j.Streak, 0) == cmp.Compare(j.Move, 0)
}

// equal compares what the rows say about the place, numbers as numbers.
func (j rowJSON) equal(k *rowJSON) bool {
	whole := func(j *rowJSON) [10]int {
		return [...]int{j.Rank, j.Of, j.Tied, j.First, j.Last, j.FromEnd, j.Tile, j.Before, j.Move, j.Streak}
	}
	gaps := func(j *rowJSON) []*difference {
		return []*difference{{j.Mean}, {j.Percentile}, {j.CumeDist}, j.ToNext, j.ToLeader, j.ToTarget, j.Change}
	}
	return j.Code == k.Code && j.Class == k.Class && whole(&j) == whole(k) &&
		slices.EqualFunc(gaps(&j), gaps(k), func(a, b *difference) bool {
			return a == b || a != nil && b != nil && a.Equal(b.Decimal)
		})
}
