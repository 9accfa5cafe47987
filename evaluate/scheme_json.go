package evaluate

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/target"
)

// UnmarshalJSON reads a book and validates it:
//
//	{
//	  "name": "energy intensity, 2007",
//	  "items": [
//	    {"code": "target", "max": "40", "veto": true,
//	     "points": {"method": "steps", "breakpoints": [
//	       {"at": "1", "points": "40"}, {"at": "0.9", "points": "36"}]},
//	     "bonus": {"per": "0.1", "points": "3", "max": "9"}},
//	    {"code": "growth", "max": "20", "scoreBy": "progress", "points": {"method": "pro rata"}},
//	    {"code": "safety", "max": "10",
//	     "points": {"method": "deductions", "per": "0.05", "points": "2", "begun": true}},
//	    {"code": "plan", "max": "10", "vetoAtEnd": true, "points": {"method": "pro rata"}},
//	    {"code": "measures", "max": "20", "optional": true},
//	    {"code": "fines", "max": "10", "penalty": true}
//	  ],
//	  "grades": [{"name": "fulfilled", "from": "80"}, {"name": "not fulfilled"}],
//	  "failed": "not fulfilled",
//	  "cap": "100",
//	  "round": "1",
//	  "floor": true,
//	  "years": {"earlier": "0.5", "last": "0.5"}
//	}
//
// The method of points is "pro rata", "steps", "interpolation" or "deductions". Leave the
// points out if they are awarded. ScoreBy is "attainment", "linear attainment" or
// "progress"; without it, it is "attainment". Numbers are strings.
//
// UnmarshalJSON returns an error if a field is unknown, given twice, missing, or
// not one of its method, or the book is not valid ([Scheme.Validate]). It then leaves
// s as it was.
func (s *Scheme) UnmarshalJSON(data []byte) error {
	var p target.Problems
	at := p.At("scheme")
	var wire schemeWire
	if !at.Add(strictjson.Unmarshal(data, &wire)) {
		return p.Err()
	}

	fresh := wire.scheme(at)
	if p.Len() == 0 {
		p.Add(fresh.Validate())
	}
	if err := p.Err(); err != nil {
		return err
	}
	*s = fresh
	return nil
}

// MarshalJSON writes a book as UnmarshalJSON reads it. It returns an error if the
// points of an item are none of ProRata, Steps, Interpolation and Deductions, by value.
func (s Scheme) MarshalJSON() ([]byte, error) {
	var p target.Problems
	wire := schemeWire{
		Name: s.Name, Grades: s.Grades, Failed: s.Failed,
		Cap: s.Cap, Round: s.Round, Floor: s.Floor, Years: s.Years,
	}
	for i, item := range s.Items {
		wire.Items = append(wire.Items, item.wire(p.At("scheme").Field("items").Index(i)))
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	return strictjson.Marshal(wire)
}

// MarshalJSON writes an item as [Scheme.MarshalJSON] writes those of a book.
func (i Item) MarshalJSON() ([]byte, error) {
	var p target.Problems
	wire := i.wire(p.At("item"))
	if err := p.Err(); err != nil {
		return nil, err
	}
	return strictjson.Marshal(wire)
}

// UnmarshalJSON reads an item as MarshalJSON writes it.
func (i *Item) UnmarshalJSON(data []byte) error {
	var p target.Problems
	at := p.At("item")
	var wire itemWire
	if !at.Add(strictjson.Unmarshal(data, &wire)) {
		return p.Err()
	}
	fresh := wire.item(at)
	if err := p.Err(); err != nil {
		return err
	}
	*i = fresh
	return nil
}

type (
	schemeWire struct {
		Name   string
		Items  []itemWire `strict:"required"`
		Grades []Grade
		Failed string
		Cap    decimal.NullDecimal
		Round  decimal.NullDecimal
		Floor  bool
		Years  *YearWeights
	}
	itemWire struct {
		Code      string `strict:"required"`
		Name      string
		Max       decimal.Decimal `strict:"required"`
		Points    json.RawMessage
		ScoreBy   ScoreBy
		Bonus     *Bonus
		Veto      bool
		VetoAtEnd bool
		Penalty   bool
		Optional  bool
	}
)

func (i Item) wire(at target.Place) itemWire {
	w := itemWire{
		Code: i.Code, Name: i.Name, Max: i.Max, ScoreBy: i.ScoreBy, Bonus: i.Bonus,
		Veto: i.Veto, VetoAtEnd: i.VetoAtEnd, Penalty: i.Penalty, Optional: i.Optional,
	}
	switch {
	case i.Points == nil:
	case !isPoints(i.Points):
		at.Field("points").Report(nil, target.ErrUnknown, pointsRemedy)
	default:
		text, err := pointsMethods.Marshal(i.Points)
		at.Field("points").Add(err)
		w.Points = text
	}
	return w
}

func (w schemeWire) scheme(at target.Place) Scheme {
	s := Scheme{
		Name: w.Name, Grades: w.Grades, Failed: w.Failed,
		Cap: w.Cap, Round: w.Round, Floor: w.Floor, Years: w.Years,
	}
	for i, item := range w.Items {
		s.Items = append(s.Items, item.item(at.Field("items").Index(i)))
	}
	return s
}

func (w itemWire) item(at target.Place) Item {
	i := Item{
		Code: w.Code, Name: w.Name, Max: w.Max, ScoreBy: w.ScoreBy, Bonus: w.Bonus,
		Veto: w.Veto, VetoAtEnd: w.VetoAtEnd, Penalty: w.Penalty, Optional: w.Optional,
	}
	if w.Points != nil {
		i.Points, _ = pointsMethods.Read(at.Field("points"), w.Points)
	}
	return i
}
