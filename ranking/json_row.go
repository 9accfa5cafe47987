package ranking

import (
	"cmp"
	"math"
	"slices"

	"github.com/shopspring/decimal"

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

// movesArePossible reports whether the earlier rank and the streak of a row are possible.
func (j *rowJSON) movesArePossible() bool {
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
