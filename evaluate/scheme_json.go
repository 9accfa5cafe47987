package evaluate

import (
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
//	     "points": {"form": "steps", "breakpoints": [
//	       {"at": "1", "points": "40"}, {"at": "0.9", "points": "36"}]},
//	     "bonus": {"per": "0.1", "points": "3", "max": "9"}},
//	    {"code": "growth", "max": "20", "measure": "progress", "points": {"form": "pro rata"}},
//	    {"code": "safety", "max": "10",
//	     "points": {"form": "deductions", "per": "0.05", "points": "2", "begun": true}},
//	    {"code": "plan", "max": "10", "vetoAtEnd": true, "points": {"form": "pro rata"}},
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
// The form of points is "pro rata", "steps", "interpolation" or "deductions". Leave the
// points out if they are awarded. The measure is "attainment", "linear attainment" or
// "progress"; without one it is "attainment". Numbers are strings.
//
// UnmarshalJSON returns an error if a field is unknown, given twice, missing, or
// not one of its form, or the book is not valid ([Scheme.Validate]). It then leaves
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
		w := itemWire{
			Code: item.Code, Name: item.Name, Max: item.Max,
			Bonus: item.Bonus, Measure: item.Measure, Penalty: item.Penalty, Optional: item.Optional,
			Veto: item.Veto, VetoAtEnd: item.VetoAtEnd,
		}
		if item.Points != nil {
			w.Points = newPointsWire(p.At("scheme").Field("items").Index(i).Field("points"), item.Points)
		}
		wire.Items = append(wire.Items, w)
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	return strictjson.Marshal(wire)
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
		Points    *pointsWire
		Measure   Measure
		Bonus     *Bonus
		Veto      bool
		VetoAtEnd bool
		Penalty   bool
		Optional  bool
	}
	pointsWire struct {
		Form        string `strict:"required"`
		Breakpoints []Breakpoint
		Per         decimal.NullDecimal
		Points      decimal.NullDecimal
		Begun       bool
	}
)

// The forms of points in JSON.
const (
	formProRata       = "pro rata"
	formSteps         = "steps"
	formInterpolation = "interpolation"
	formDeductions    = "deductions"
)

func (w schemeWire) scheme(at target.Place) Scheme {
	s := Scheme{
		Name: w.Name, Grades: w.Grades, Failed: w.Failed,
		Cap: w.Cap, Round: w.Round, Floor: w.Floor, Years: w.Years,
	}
	for i, item := range w.Items {
		fresh := Item{
			Code: item.Code, Name: item.Name, Max: item.Max,
			Bonus: item.Bonus, Measure: item.Measure, Penalty: item.Penalty, Optional: item.Optional,
			Veto: item.Veto, VetoAtEnd: item.VetoAtEnd,
		}
		if item.Points != nil {
			fresh.Points = item.Points.points(at.Field("items").Index(i).Field("points"))
		}
		s.Items = append(s.Items, fresh)
	}
	return s
}

func newPointsWire(at target.Place, points Points) *pointsWire {
	switch p := points.(type) {
	case ProRata:
		return &pointsWire{Form: formProRata}
	case Steps:
		return &pointsWire{Form: formSteps, Breakpoints: p.Breakpoints}
	case Interpolation:
		return &pointsWire{Form: formInterpolation, Breakpoints: p.Breakpoints}
	case Deductions:
		return &pointsWire{
			Form: formDeductions, Begun: p.Begun,
			Per: decimal.NewNullDecimal(p.Per), Points: decimal.NewNullDecimal(p.Points),
		}
	}
	at.Report(nil, target.ErrUnknown, pointsRemedy)
	return nil
}

// points returns the points of a form, and reports fields of another form.
func (w pointsWire) points(at target.Place) Points {
	deducts, breaks := w.Form == formDeductions, w.Form == formSteps || w.Form == formInterpolation
	if len(w.Breakpoints) > 0 && !breaks {
		at.Field("breakpoints").Report(nil, target.ErrMismatch, "only steps and an interpolation have breakpoints")
	}
	for _, field := range [...]struct {
		name    string
		isGiven bool
	}{{"per", w.Per.Valid}, {"points", w.Points.Valid}, {"begun", w.Begun}} {
		if field.isGiven && !deducts {
			at.Field(field.name).Report(nil, target.ErrMismatch, "only deductions have this field")
		}
	}

	switch w.Form {
	case formProRata:
		return ProRata{}
	case formSteps:
		return Steps{w.Breakpoints}
	case formInterpolation:
		return Interpolation{w.Breakpoints}
	case formDeductions:
		at.Field("per").Required(w.Per.Valid, "give the shortfall that is counted by")
		at.Field("points").Required(w.Points.Valid, "give the points that each costs")
		return Deductions{Per: w.Per.Decimal, Points: w.Points.Decimal, Begun: w.Begun}
	}
	at.Field("form").OneOf(w.Form, formProRata, formSteps, formInterpolation, formDeductions)
	return nil
}
