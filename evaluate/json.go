package evaluate

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// ParseScheme reads a book from JSON and validates it:
//
//	{
//	  "name": "energy intensity, 2007",
//	  "items": [
//	    {"code": "target", "max": "40", "veto": true,
//	     "points": {"steps": [{"at": "1", "points": "40"}, {"at": "0.9", "points": "36"}]},
//	     "bonus": {"per": "0.1", "points": "3", "max": "9"}},
//	    {"code": "growth", "max": "20", "points": "pro"},
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
// Points are "pro", or one of the objects steps, bands (both lists of at and
// points) and deduct (per, points, begun); they are left out where points are
// awarded. Numbers are strings or JSON numbers, read exactly.
//
// ParseScheme returns an error if the text is not JSON, has a key that is
// unknown, not in lower case, or given twice, or anything after the book, or
// where [Scheme.Validate] does.
func ParseScheme(text []byte) (Scheme, error) {
	var s Scheme
	if err := s.UnmarshalJSON(text); err != nil {
		return Scheme{}, err
	}
	if err := s.Validate(); err != nil {
		return Scheme{}, err
	}
	return s, nil
}

// UnmarshalJSON reads a book as [ParseScheme] does, but does not validate it.
func (s *Scheme) UnmarshalJSON(text []byte) error {
	if err := checkKeys(text); err != nil {
		return err
	}
	var wire schemeJSON
	if err := strictly(text, &wire); err != nil {
		return err
	}
	*s = wire.scheme()
	return nil
}

// MarshalJSON writes a book as [ParseScheme] reads it.
func (s Scheme) MarshalJSON() ([]byte, error) {
	wire := schemeJSON{Name: s.Name, Failed: s.Failed, Cap: maybeNumber(s.Cap), Round: maybeNumber(s.Round)}
	for i, item := range s.Items {
		points, err := wirePoints(item.Points)
		if err != nil {
			return nil, &target.FieldError{Path: "scheme.items[" + strconv.Itoa(i) + "].points", Err: target.ErrUnknown, Remedy: "one of Pro, Steps, Bands, Deduct, by value"}
		}
		w := itemJSON{Code: item.Code, Name: item.Name, Max: number(item.Max), Points: points, Veto: item.Veto, Deduction: item.Deduction}
		if b := item.Bonus; b != nil {
			w.Bonus = &bonusJSON{number(b.Per), number(b.Points), number(b.Max)}
		}
		wire.Items = append(wire.Items, w)
	}
	for _, g := range s.Grades {
		w := gradeJSON{Name: g.Name}
		if !g.From.IsZero() {
			w.From = maybeNumber(null(g.From))
		}
		wire.Grades = append(wire.Grades, w)
	}
	if y := s.Years; y != nil {
		wire.Years = &yearsJSON{number(y.Earlier), number(y.Last)}
	}
	return json.Marshal(wire)
}

type (
	schemeJSON struct {
		Name   string      `json:"name,omitempty"`
		Items  []itemJSON  `json:"items"`
		Grades []gradeJSON `json:"grades,omitempty"`
		Failed string      `json:"failed,omitempty"`
		Cap    *number     `json:"cap,omitempty"`
		Round  *number     `json:"round,omitempty"`
		Years  *yearsJSON  `json:"years,omitempty"`
	}
	itemJSON struct {
		Code      string      `json:"code"`
		Name      string      `json:"name,omitempty"`
		Max       number      `json:"max"`
		Points    *pointsJSON `json:"points,omitempty"`
		Bonus     *bonusJSON  `json:"bonus,omitempty"`
		Veto      bool        `json:"veto,omitempty"`
		Deduction bool        `json:"deduction,omitempty"`
	}
	bonusJSON struct {
		Per    number `json:"per"`
		Points number `json:"points"`
		Max    number `json:"max"`
	}
	gradeJSON struct {
		Name string  `json:"name"`
		From *number `json:"from,omitempty"`
	}
	yearsJSON struct {
		Earlier number `json:"earlier"`
		Last    number `json:"last"`
	}
	stepJSON struct {
		At     number `json:"at"`
		Points number `json:"points"`
	}
	deductJSON struct {
		Per    number `json:"per"`
		Points number `json:"points"`
		Begun  bool   `json:"begun,omitempty"`
	}
	pointsJSON struct {
		Steps  []stepJSON  `json:"steps,omitempty"`
		Bands  []stepJSON  `json:"bands,omitempty"`
		Deduct *deductJSON `json:"deduct,omitempty"`
	}
)

func (w schemeJSON) scheme() Scheme {
	s := Scheme{Name: w.Name, Failed: w.Failed, Cap: w.Cap.null(), Round: w.Round.null()}
	for _, i := range w.Items {
		item := Item{Code: i.Code, Name: i.Name, Max: decimal.Decimal(i.Max), Points: i.Points.value(), Veto: i.Veto, Deduction: i.Deduction}
		if b := i.Bonus; b != nil {
			item.Bonus = &Bonus{decimal.Decimal(b.Per), decimal.Decimal(b.Points), decimal.Decimal(b.Max)}
		}
		s.Items = append(s.Items, item)
	}
	for _, g := range w.Grades {
		s.Grades = append(s.Grades, Grade{g.Name, g.From.null().Decimal})
	}
	if y := w.Years; y != nil {
		s.Years = &Years{decimal.Decimal(y.Earlier), decimal.Decimal(y.Last)}
	}
	return s
}

func wirePoints(p Points) (*pointsJSON, error) {
	switch p := p.(type) {
	case nil:
		return nil, nil
	case Pro:
		return &pointsJSON{}, nil
	case Steps:
		return &pointsJSON{Steps: wireSteps(p)}, nil
	case Bands:
		return &pointsJSON{Bands: wireSteps(p)}, nil
	case Deduct:
		return &pointsJSON{Deduct: &deductJSON{number(p.Per), number(p.Points), p.Begun}}, nil
	}
	return nil, target.ErrUnknown
}

func wireSteps(steps []Step) []stepJSON {
	wire := make([]stepJSON, len(steps))
	for i, s := range steps {
		wire[i] = stepJSON{number(s.At), number(s.Points)}
	}
	return wire
}

func (p *pointsJSON) value() Points {
	switch {
	case p == nil:
		return nil
	case p.Steps != nil:
		return Steps(readSteps(p.Steps))
	case p.Bands != nil:
		return Bands(readSteps(p.Bands))
	case p.Deduct != nil:
		return Deduct{decimal.Decimal(p.Deduct.Per), decimal.Decimal(p.Deduct.Points), p.Deduct.Begun}
	}
	return Pro{}
}

func readSteps(wire []stepJSON) []Step {
	steps := make([]Step, len(wire))
	for i, w := range wire {
		steps[i] = Step{decimal.Decimal(w.At), decimal.Decimal(w.Points)}
	}
	return steps
}

func (p pointsJSON) MarshalJSON() ([]byte, error) {
	if p.Steps == nil && p.Bands == nil && p.Deduct == nil {
		return []byte(`"pro"`), nil
	}
	type plain pointsJSON
	return json.Marshal(plain(p))
}

func (p *pointsJSON) UnmarshalJSON(text []byte) error {
	if string(text) == `"pro"` {
		*p = pointsJSON{}
		return nil
	}
	type plain pointsJSON
	if err := strictly(text, (*plain)(p)); err != nil {
		return err
	}
	forms := 0
	for _, given := range [...]bool{p.Steps != nil, p.Bands != nil, p.Deduct != nil} {
		if given {
			forms++
		}
	}
	if forms != 1 {
		return &target.FieldError{Path: "scheme.items.points", Value: string(text), Err: target.ErrInvalid, Remedy: `"pro", or an object of one of steps, bands, deduct`}
	}
	return nil
}

// number is a decimal that is written as a string of all its digits, whatever
// the switches of package decimal.
type number decimal.Decimal

func (n number) MarshalJSON() ([]byte, error) {
	d := decimal.Decimal(n)
	if !fixed.InBounds(d) {
		return nil, &target.FieldError{Path: "number", Value: d, Err: target.ErrRange}
	}
	return strconv.AppendQuote(nil, text(d)), nil
}

func (n *number) UnmarshalJSON(raw []byte) error {
	written := string(raw)
	if len(raw) > 1 && raw[0] == '"' {
		if err := json.Unmarshal(raw, &written); err != nil {
			return err
		}
	}
	const longest = 4 * fixed.Digits
	if len(written) <= longest {
		if d, err := decimal.NewFromString(written); err == nil && fixed.InBounds(d) {
			*n = number(d)
			return nil
		}
	}
	return &target.FieldError{Path: "number", Value: written, Err: target.ErrInvalid, Remedy: "a decimal with at most 100 digits before and after the point"}
}

func maybeNumber(d decimal.NullDecimal) *number {
	if !d.Valid {
		return nil
	}
	n := number(d.Decimal)
	return &n
}

func (n *number) null() decimal.NullDecimal {
	if n == nil {
		return decimal.NullDecimal{}
	}
	return null(decimal.Decimal(*n))
}

// strictly decodes one JSON value without unknown keys.
func strictly(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return malformed(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return &target.FieldError{Path: "scheme", Err: target.ErrInvalid, Remedy: "nothing may follow the JSON value"}
	}
	return nil
}

func malformed(err error) error {
	if len(target.AllErrors(err)) > 0 {
		return err
	}
	return &target.FieldError{Path: "scheme", Value: err, Err: target.ErrInvalid, Remedy: "see ParseScheme for the form"}
}

// checkKeys refuses keys that are given twice in one object, and keys that
// package json would match although they are written otherwise.
func checkKeys(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	type level struct {
		object bool
		key    bool // a key comes next
		seen   map[string]bool
	}
	var stack []level
	for {
		token, err := d.Token()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return malformed(err)
		}
		top := len(stack) - 1
		if delim, ok := token.(json.Delim); ok {
			if delim == '}' || delim == ']' {
				stack = stack[:top]
				continue
			}
			if top >= 0 {
				stack[top].key = stack[top].object
			}
			stack = append(stack, level{object: delim == '{', key: delim == '{', seen: map[string]bool{}})
			continue
		}
		if top < 0 {
			continue
		}
		if !stack[top].key {
			stack[top].key = stack[top].object
			continue
		}
		key, _ := token.(string)
		for _, c := range []byte(key) {
			if c < 'a' || c > 'z' {
				return &target.FieldError{Path: "scheme", Value: key, Err: target.ErrUnknown, Remedy: "keys are words in lower case"}
			}
		}
		if stack[top].seen[key] {
			return &target.FieldError{Path: "scheme", Value: key, Err: target.ErrDuplicate}
		}
		stack[top].seen[key] = true
		stack[top].key = false
	}
}
