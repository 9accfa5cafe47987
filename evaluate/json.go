package evaluate

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// UnmarshalJSON reads a book and validates it:
//
//	{
//	  "name": "energy intensity, 2007",
//	  "items": [
//	    {"code": "target", "max": "40", "veto": true,
//	     "points": {"steps": [{"at": "1", "points": "40"}, {"at": "0.9", "points": "36"}]},
//	     "bonus": {"per": "0.1", "points": "3", "max": "9"}},
//	    {"code": "growth", "max": "20", "points": {"pro": {}}},
//	    {"code": "measures", "max": "40"},
//	    {"code": "penalties", "max": "10", "deduction": true}
//	  ],
//	  "grades": [{"name": "fulfilled", "from": "80"}, {"name": "not fulfilled"}],
//	  "failed": "not fulfilled",
//	  "cap": "100",
//	  "round": "1",
//	  "years": {"earlier": "0.5", "last": "0.5"}
//	}
//
// Points are an object of one field: pro, steps, bands or deduct (per, points,
// begun); they are left out where points are awarded. Numbers are strings.
//
// UnmarshalJSON returns an error if a field is unknown, given twice or missing,
// points have several forms or none, or the book is not valid
// ([Scheme.Validate]). It then leaves s as it was.
func (s *Scheme) UnmarshalJSON(data []byte) error {
	var wire schemeWire
	if err := targetjson.Unmarshal(data, &wire, "scheme"); err != nil {
		return err
	}
	var l fault.List
	fresh := Scheme{Name: wire.Name, Grades: wire.Grades, Failed: wire.Failed, Cap: wire.Cap, Round: wire.Round, Years: wire.Years}
	for i, w := range wire.Items {
		item := Item{Code: w.Code, Name: w.Name, Max: w.Max, Bonus: w.Bonus, Veto: w.Veto, Deduction: w.Deduction}
		if w.Points != nil {
			forms := w.Points.forms()
			if len(forms) != 1 {
				l.Add(&target.FieldError{Path: "scheme.items[" + strconv.Itoa(i) + "].points", Err: target.ErrInvalid, Remedy: "give one of pro, steps, bands, deduct"})
				continue
			}
			item.Points = forms[0]
		}
		fresh.Items = append(fresh.Items, item)
	}
	if l.Len() == 0 {
		l.Add(fresh.Validate())
	}
	if err := l.Err(); err != nil {
		return err
	}
	*s = fresh
	return nil
}

// MarshalJSON writes a book as UnmarshalJSON reads it.
//
// MarshalJSON returns an error if the points of an item are none of Pro, Steps,
// Bands and Deduct, by value.
func (s Scheme) MarshalJSON() ([]byte, error) {
	wire := schemeWire{Name: s.Name, Grades: s.Grades, Failed: s.Failed, Cap: s.Cap, Round: s.Round, Years: s.Years}
	for i, item := range s.Items {
		w := itemWire{Code: item.Code, Name: item.Name, Max: item.Max, Bonus: item.Bonus, Veto: item.Veto, Deduction: item.Deduction}
		switch p := item.Points.(type) {
		case nil:
		case Pro:
			w.Points = &pointsWire{Pro: &p}
		case Steps:
			w.Points = &pointsWire{Steps: p}
		case Bands:
			w.Points = &pointsWire{Bands: p}
		case Deduct:
			w.Points = &pointsWire{Deduct: &p}
		default:
			return nil, &target.FieldError{Path: "scheme.items[" + strconv.Itoa(i) + "].points", Err: target.ErrUnknown, Remedy: "one of Pro, Steps, Bands, Deduct, by value"}
		}
		wire.Items = append(wire.Items, w)
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
		Years  *Years
	}
	itemWire struct {
		Code      string `strict:"required"`
		Name      string
		Max       decimal.Decimal `strict:"required"`
		Points    *pointsWire
		Bonus     *Bonus
		Veto      bool
		Deduction bool
	}
	pointsWire struct {
		Pro    *Pro
		Steps  []Step
		Bands  []Step
		Deduct *Deduct
	}
)

func (p pointsWire) forms() []Points {
	var forms []Points
	if p.Pro != nil {
		forms = append(forms, *p.Pro)
	}
	if p.Steps != nil {
		forms = append(forms, Steps(p.Steps))
	}
	if p.Bands != nil {
		forms = append(forms, Bands(p.Bands))
	}
	if p.Deduct != nil {
		forms = append(forms, *p.Deduct)
	}
	return forms
}

// MarshalJSON writes the assessment as an object, decimals as strings.
func (a Assessment) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// MarshalJSON writes the card as an object, decimals as strings.
func (c Scorecard) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// MarshalJSON writes the verdict as an object, decimals as strings.
func (p Progress) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }
