package trial

import (
	"bytes"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

type distributionJSON struct {
	Masses  []decimal.Decimal `strict:"required"`
	Weights []decimal.Decimal `strict:"required"`
	Counts  bool
}

// MarshalJSON writes the weight of each unit, and its figure times the weight. It
// returns an error if these have more than 100 digits before or after the point.
func (d *Distribution) MarshalJSON() ([]byte, error) {
	if d == nil {
		d = new(Distribution)
	}
	j := distributionJSON{Counts: d.counts, Masses: []decimal.Decimal{}, Weights: []decimal.Decimal{}}
	for i := range d.mass.len() {
		j.Masses = append(j.Masses, d.mass.decimal(i))
		j.Weights = append(j.Weights, d.weight.decimal(i))
	}
	return targetjson.Marshal(j, "distribution")
}

// UnmarshalJSON reads what MarshalJSON writes. It returns the errors of [NewRatios],
// and one for a count that is not a whole number. After an error d is as it was.
func (d *Distribution) UnmarshalJSON(data []byte) error {
	var j distributionJSON
	if err := targetjson.Unmarshal(data, &j, "distribution"); err != nil {
		return err
	}
	if len(j.Masses) == 0 && len(j.Weights) == 0 {
		*d = Distribution{}
		return nil
	}

	read, err := NewRatios(j.Masses, j.Weights)
	if err != nil {
		return err
	}

	if j.Counts {
		var p target.Problems
		for i, w := range j.Weights {
			if !w.IsInteger() {
				p.At("distribution").Field("weights").Index(i).Report(
					w, target.ErrRange, "a count must be a whole number",
				)
			}
		}
		if err := p.Err(); err != nil {
			return err
		}
		read = newDistribution(read.mass, read.weight.at(0), true)
	}

	*d = *read
	return nil
}

type doubtsJSON struct {
	Rows      []DoubtRow `strict:"required"`
	Exact     bool
	Estimates []robust.Estimate
}

// MarshalJSON writes the rows and the estimates.
func (d *Doubts) MarshalJSON() ([]byte, error) {
	return targetjson.Marshal(doubtsJSON{d.Rows, d.Exact, d.estimates}, "doubts")
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Doubts) UnmarshalJSON(data []byte) error {
	var j doubtsJSON
	if err := targetjson.Unmarshal(data, &j, "doubts"); err != nil {
		return err
	}
	*d = Doubts{j.Rows, j.Exact, j.Estimates}
	return nil
}

type (
	fittedJSON struct {
		Candidate      string `strict:"required"`
		Problems       *target.Problems
		Parameters     []Parameter
		Values         []decimal.Decimal
		Distance       decimal.Decimal
		Exact          []bool
		Near           [][]Range
		NearGrid       [][]decimal.Decimal
		Tried, Refused int
		Rows           []FitRow
	}
	fitsJSON struct {
		Distance Distance `strict:"required"`
		Places   int32
		Fits     []fittedJSON `strict:"required"`
	}
	outcomeJSON struct {
		Candidate string
		Values    []decimal.Decimal
		Problems  *target.Problems
		Measures  []decimal.NullDecimal
		Rows      []Row
	}
	resultJSON struct {
		Measures []string
		Outcomes []outcomeJSON
	}
)

// problemsOf lists the problems of an error; nil without one.
func problemsOf(err error) *target.Problems {
	if err == nil {
		return nil
	}
	p := new(target.Problems)
	p.Add(err)
	return p
}

func (f *Fitted) json() fittedJSON {
	return fittedJSON{
		f.Candidate, problemsOf(f.Err), f.parameters, f.Values, f.Distance, f.Exact, f.Near, f.NearGrid,
		f.Tried, f.Refused, f.Rows,
	}
}

func (j fittedJSON) fitted() *Fitted {
	f := &Fitted{
		Candidate: j.Candidate, parameters: j.Parameters, Values: j.Values, Distance: j.Distance, Exact: j.Exact,
		Near: j.Near, NearGrid: j.NearGrid, Tried: j.Tried, Refused: j.Refused, Rows: j.Rows,
	}
	if j.Problems != nil {
		f.Err = j.Problems.Err()
	}
	return f
}

// MarshalJSON writes the fit, its error as a list of problems.
func (f *Fitted) MarshalJSON() ([]byte, error) { return targetjson.Marshal(f.json(), "fitted") }

// UnmarshalJSON reads what MarshalJSON writes. The error is a list of
// [target.FieldError].
func (f *Fitted) UnmarshalJSON(data []byte) error {
	var j fittedJSON
	if err := targetjson.Unmarshal(data, &j, "fitted"); err != nil {
		return err
	}
	*f = *j.fitted()
	return nil
}

// MarshalJSON writes the fits as [Fitted.MarshalJSON] does.
func (f *Fits) MarshalJSON() ([]byte, error) {
	j := fitsJSON{Distance: f.distance, Places: f.places, Fits: []fittedJSON{}}
	for _, one := range f.Fits {
		j.Fits = append(j.Fits, one.json())
	}
	return targetjson.Marshal(j, "fits")
}

// UnmarshalJSON reads what MarshalJSON writes.
func (f *Fits) UnmarshalJSON(data []byte) error {
	var j fitsJSON
	if err := targetjson.Unmarshal(data, &j, "fits"); err != nil {
		return err
	}
	read := Fits{distance: j.Distance, places: j.Places}
	for _, one := range j.Fits {
		read.Fits = append(read.Fits, one.fitted())
	}
	*f = read
	return nil
}

func (o *Outcome) json() outcomeJSON {
	return outcomeJSON{Candidate: o.Candidate, Values: o.Values, Problems: problemsOf(o.Err), Measures: o.Measures}
}

// MarshalJSON writes the outcome with its rows, and its error as a list of problems.
func (o *Outcome) MarshalJSON() ([]byte, error) {
	j := o.json()
	if o.frame != nil {
		for row := range o.Rows() {
			j.Rows = append(j.Rows, row)
		}
	}
	return targetjson.Marshal(j, "outcome")
}

// UnmarshalJSON returns an error: an outcome refers to the trial that it is of, which
// [ReadResult] reads.
func (o *Outcome) UnmarshalJSON([]byte) error {
	return &target.FieldError{Path: "outcome", Err: target.ErrInvalid, Remedy: "read the whole result by ReadResult"}
}

// MarshalJSON writes the measures of every outcome, and the errors as lists of
// problems. [Outcome.MarshalJSON] writes the quotas, too.
func (r *Result) MarshalJSON() ([]byte, error) {
	j := resultJSON{Measures: r.Measures}
	for _, o := range r.Outcomes {
		j.Outcomes = append(j.Outcomes, o.json())
	}
	return targetjson.Marshal(j, "result")
}

// UnmarshalJSON returns an error: a result refers to the columns and functions of its
// spec, with which [ReadResult] reads it.
func (r *Result) UnmarshalJSON([]byte) error {
	return &target.FieldError{Path: "result", Err: target.ErrInvalid, Remedy: "read it with its spec by ReadResult"}
}

// ReadResult reads a result as [Result.MarshalJSON] writes it, with the spec that it
// is of. It runs the trial again, and compares what comes of it.
//
// ReadResult returns the errors of [Run], and one if the document has other
// outcomes.
func ReadResult(data []byte, s Spec) (*Result, error) {
	var j resultJSON
	if err := targetjson.Unmarshal(data, &j, "result"); err != nil {
		return nil, err
	}

	r, err := Run(s)
	if err != nil {
		return nil, err
	}

	written, err := strictjson.Canonical(j)
	if err != nil {
		return nil, err
	}

	text, err := r.MarshalJSON()
	if err != nil {
		return nil, err
	}

	var again resultJSON
	if err := targetjson.Unmarshal(text, &again, "result"); err != nil {
		return nil, err
	}
	if fresh, err := strictjson.Canonical(again); err != nil || !bytes.Equal(fresh, written) {
		return nil, &target.FieldError{
			Path: "result", Err: target.ErrBroken,
			Remedy: "the spec gives other outcomes: read it with the spec that it was written with",
		}
	}

	return r, nil
}

// unwritten says that a spec is not written.
func unwritten(path string) error {
	return &target.FieldError{
		Path: path, Err: target.ErrInvalid,
		Remedy: "it holds a tree, columns or functions: write these, and the options by Options.MarshalJSON",
	}
}

// MarshalJSON returns an error: a spec holds columns and functions.
func (s Spec) MarshalJSON() ([]byte, error) { return nil, unwritten("spec") }

// MarshalJSON returns an error: a spec holds columns and functions.
func (s FitSpec) MarshalJSON() ([]byte, error) { return nil, unwritten("spec") }

// MarshalJSON returns an error: a spec holds columns and functions.
func (s DoubtSpec) MarshalJSON() ([]byte, error) { return nil, unwritten("spec") }

// MarshalJSON returns an error: a candidate holds columns and functions.
func (c Candidate) MarshalJSON() ([]byte, error) { return nil, unwritten("candidate") }

type measureJSON struct {
	Of     Statistic
	Per    Base
	Part   decimal.Decimal
	Name   string
	Better target.Direction
}

// MarshalJSON writes the measure. It returns an error if Own is set: a function cannot
// be written.
func (m Measure) MarshalJSON() ([]byte, error) {
	if m.Own != nil {
		return nil, unwritten("measure.own")
	}
	return targetjson.Marshal(measureJSON{m.Of, m.Per, m.Part, m.Name, m.Better}, "measure")
}

// UnmarshalJSON reads what MarshalJSON writes.
func (m *Measure) UnmarshalJSON(data []byte) error {
	var j measureJSON
	if err := targetjson.Unmarshal(data, &j, "measure"); err != nil {
		return err
	}
	*m = Measure{Of: j.Of, Per: j.Per, Part: j.Part, Name: j.Name, Better: j.Better}
	return nil
}
