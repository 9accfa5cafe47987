package hierarchy

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/target"
)

// NamedMethod is a [Method] of a user that can be written as JSON. [Inputs].Method finds
// it again by its name when it is read. If it is a json.Marshaler, its arguments are
// written too:
//
//	{"method":"by road length","arguments":{"year":2015}}
type NamedMethod interface {
	Method
	// MethodName returns the name. It must not be that of a method of this package.
	MethodName() string
}

// The methods of this package are written under these names, with these fields.
//
//	equal, uniform
//	proportional    weights
//	scale, shift    reference
//	increment       done, weights
//	converge        reference, progress
//	bands           group, steps
//	capability      base, income, population
//	ratio of means, mean of ratios   history
//	blend           parts, each with weight and method
//	negotiated      bids, alpha, method
//	former quotas   otherwise
type (
	plainMethod struct {
		Method string `strict:"required"`
	}
	weightsMethod struct {
		Method  string    `strict:"required"`
		Weights columnRef `strict:"required"`
	}
	referenceMethod struct {
		Method    string    `strict:"required"`
		Reference columnRef `strict:"required"`
	}
	incrementMethod struct {
		Method  string    `strict:"required"`
		Done    columnRef `strict:"required"`
		Weights columnRef `strict:"required"`
	}
	convergeMethod struct {
		Method    string          `strict:"required"`
		Reference columnRef       `strict:"required"`
		Progress  decimal.Decimal `strict:"required"`
	}
	bandsMethod struct {
		Method string            `strict:"required"`
		Group  columnRef         `strict:"required"`
		Steps  []decimal.Decimal `strict:"required"`
	}
	capabilityMethod struct {
		Method     string    `strict:"required"`
		Base       columnRef `strict:"required"`
		Income     columnRef `strict:"required"`
		Population columnRef `strict:"required"`
	}
	historyMethod struct {
		Method  string      `strict:"required"`
		History []columnRef `strict:"required"`
	}
	partOfBlend struct {
		Weight decimal.Decimal `strict:"required"`
		Method json.RawMessage
	}
	blendMethod struct {
		Method string        `strict:"required"`
		Parts  []partOfBlend `strict:"required"`
	}
	negotiatedMethod struct {
		Method string          `strict:"required"`
		Bids   columnRef       `strict:"required"`
		Alpha  decimal.Decimal `strict:"required"`
		By     json.RawMessage
	}
	formerMethod struct {
		Method    string `strict:"required"`
		Otherwise json.RawMessage
	}
	claimsMethod struct {
		Method string    `strict:"required"`
		Claims columnRef `strict:"required"`
	}
	userMethod struct {
		Method    string `strict:"required"`
		Arguments json.RawMessage
	}
)

// The names of the methods.
const (
	equalName, uniformName            = "equal", "uniform"
	proportionalName, scaleName       = "proportional", "scale"
	incrementName, shiftMethodName    = "increment", "shift"
	convergeName, bandsName           = "converge", "bands"
	capabilityName                    = "capability"
	ratioOfMeansName, meanOfRatioName = "ratio of means", "mean of ratios"
	blendName, negotiatedName         = "blend", "negotiated"
	formerName                        = "former quotas"

	adjustedName                     = "adjusted proportional"
	equalAwardsName, equalLossesName = "equal awards", "equal losses"
	minimalOverlapName, pinilesName  = "minimal overlap", "Piniles"
	randomArrivalName, talmudName    = "random arrival", "Talmud"
)

var methodNames = []string{
	equalName, uniformName, proportionalName, scaleName, incrementName, shiftMethodName, convergeName, bandsName,
	capabilityName, ratioOfMeansName, meanOfRatioName, blendName, negotiatedName, formerName,
	adjustedName, equalAwardsName, equalLossesName, minimalOverlapName, pinilesName, randomArrivalName, talmudName,
}

// claimsRule returns the method that divides by claims with the name, nil if there is
// none.
func claimsRule(name string) func(claims Column) Method {
	switch name {
	case adjustedName:
		return AdjustedProportional
	case equalAwardsName:
		return EqualAwards
	case equalLossesName:
		return EqualLosses
	case minimalOverlapName:
		return MinimalOverlap
	case pinilesName:
		return Piniles
	case randomArrivalName:
		return RandomArrival
	case talmudName:
		return Talmud
	}
	return nil
}

// maxNested is how many methods may be within one another.
const maxNested = 20

// method writes a method; nil is written as nothing.
func (w *jsonWriter) method(m Method) (json.RawMessage, error) {
	if m == nil {
		return nil, nil
	}
	wire, err := w.wireOf(m)
	if err != nil {
		return nil, err
	}
	return w.marshal(wire)
}

// wireOf returns what is written of a method.
func (w *jsonWriter) wireOf(m Method) (any, error) {
	switch m := m.(type) {
	case equal:
		return plainMethod{equalName}, nil
	case uniform:
		return plainMethod{uniformName}, nil
	case proportional:
		if m.verb == scaleVerb {
			return referenceMethod{scaleName, w.ref(m.column)}, nil
		}
		return weightsMethod{proportionalName, w.ref(m.column)}, nil
	case increment:
		if m.even {
			return referenceMethod{shiftMethodName, w.ref(m.done)}, nil
		}
		return incrementMethod{incrementName, w.ref(m.done), w.ref(m.weights)}, nil
	case converge:
		return convergeMethod{convergeName, w.ref(m.reference), m.progress}, nil
	case bands:
		return bandsMethod{bandsName, w.ref(m.group), m.steps}, nil
	case capability:
		return capabilityMethod{capabilityName, w.ref(m.base), w.ref(m.income), w.ref(m.population)}, nil
	case historical:
		out := historyMethod{Method: ratioOfMeansName}
		if m.ratios {
			out.Method = meanOfRatioName
		}
		for _, c := range m.history {
			out.History = append(out.History, w.ref(c))
		}
		return out, nil
	case blend:
		return w.blend(m)
	case negotiated:
		by, err := w.method(m.by)
		return negotiatedMethod{negotiatedName, w.ref(m.bids), m.alpha, by}, err
	case interface{ byClaims() claimed }:
		by := m.byClaims()
		return claimsMethod{by.name, w.ref(by.claims)}, nil
	case formerQuotas:
		return w.former(m)
	case custom:
		return w.wireOf(m.Method)
	case NamedMethod:
		return w.user(m)
	}
	return nil, &target.FieldError{
		Path: "method", Value: fmt.Sprintf("%T", m), Err: target.ErrInvalid,
		Remedy: "only a method with a name can be written: implement NamedMethod",
	}
}

func (w *jsonWriter) blend(m blend) (any, error) {
	out := blendMethod{Method: blendName, Parts: []partOfBlend{}}
	for _, p := range m {
		raw, err := w.method(p.Method)
		if err != nil {
			return nil, err
		}
		out.Parts = append(out.Parts, partOfBlend{p.Weight, raw})
	}
	return out, nil
}

// former writes the method of a revision. The former quotas are those of the plan
// that the document revises.
func (w *jsonWriter) former(m formerQuotas) (any, error) {
	if w.before == nil || m.plan != w.before {
		return nil, &target.FieldError{
			Path: "method", Value: m.String(), Err: target.ErrInvalid,
			Remedy: "it is the method of another revision: write the plan that it was made for, or give a method",
		}
	}
	otherwise, err := w.method(m.otherwise)
	return formerMethod{formerName, otherwise}, err
}

func (w *jsonWriter) user(m NamedMethod) (any, error) {
	out := userMethod{Method: m.MethodName()}
	if out.Method == "" || slices.Contains(methodNames, out.Method) {
		return nil, &target.FieldError{
			Path: "method", Value: out.Method, Err: target.ErrInvalid,
			Remedy: "MethodName must return a name that no method of this package has",
		}
	}
	if marshaler, ok := m.(json.Marshaler); ok {
		var err error
		if out.Arguments, err = json.Marshal(marshaler); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// readMethod reads a method.
func (r *jsonReader) readMethod(at target.Place, raw []byte, depth int) Method {
	if depth > maxNested {
		at.Report(depth, target.ErrRange, fmt.Sprintf("at most %d methods can be within one another", maxNested))
		return nil
	}
	switch name := methodNameOf(raw); name {
	case equalName, uniformName:
		readWire[plainMethod](at, raw)
		if name == uniformName {
			return Uniform()
		}
		return Equal()
	case proportionalName:
		w := readWire[weightsMethod](at, raw)
		return Proportional(r.column(at.Field("weights"), w.Weights))
	case scaleName, shiftMethodName:
		w := readWire[referenceMethod](at, raw)
		reference := r.column(at.Field("reference"), w.Reference)
		if name == shiftMethodName {
			return Shift(reference)
		}
		return Scale(reference)
	case incrementName:
		w := readWire[incrementMethod](at, raw)
		return Increment(r.column(at.Field("done"), w.Done), r.column(at.Field("weights"), w.Weights))
	case convergeName:
		w := readWire[convergeMethod](at, raw)
		return Converge(r.column(at.Field("reference"), w.Reference), w.Progress)
	case bandsName:
		w := readWire[bandsMethod](at, raw)
		return Bands(r.column(at.Field("group"), w.Group), w.Steps...)
	case capabilityName:
		w := readWire[capabilityMethod](at, raw)
		return Capability(
			r.column(at.Field("base"), w.Base), r.column(at.Field("income"), w.Income),
			r.column(at.Field("population"), w.Population),
		)
	case ratioOfMeansName, meanOfRatioName:
		return r.readHistory(at, raw, name)
	case blendName:
		return r.readBlend(at, raw, depth)
	case negotiatedName:
		w := readWire[negotiatedMethod](at, raw)
		var by Method
		if len(w.By) > 0 {
			by = r.readMethod(at.Field("by"), w.By, depth+1)
		}
		return Negotiated(r.column(at.Field("bids"), w.Bids), w.Alpha, by)
	case formerName:
		return r.readFormer(at, raw, depth)
	default:
		if byClaims := claimsRule(name); byClaims != nil {
			return byClaims(r.column(at.Field("claims"), readWire[claimsMethod](at, raw).Claims))
		}
		return r.readUser(at, raw)
	}
}

// methodNameOf returns the name of the method that a text of JSON describes, or
// nothing.
func methodNameOf(raw []byte) string {
	if raw[0] != '{' {
		return ""
	}
	for name, value := range strictjson.Members(raw) {
		if string(name) == `"method"` && value[0] == '"' {
			return strictjson.Unquote(value)
		}
	}
	return ""
}

// readWire reads a text of JSON into a struct.
func readWire[T any](at target.Place, raw []byte) (w T) {
	at.Add(strictjson.Unmarshal(raw, &w))
	return w
}

func (r *jsonReader) readHistory(at target.Place, raw []byte, name string) Method {
	w := readWire[historyMethod](at, raw)
	var history []Column
	for i, ref := range w.History {
		history = append(history, r.column(at.Field("history").Index(i), ref))
	}
	if name == meanOfRatioName {
		return MeanOfRatios(history...)
	}
	return RatioOfMeans(history...)
}

func (r *jsonReader) readBlend(at target.Place, raw []byte, depth int) Method {
	w := readWire[blendMethod](at, raw)
	var parts []Part
	for i, p := range w.Parts {
		if r.problems.Full() {
			break
		}
		part := Part{Weight: p.Weight}
		if len(p.Method) > 0 {
			part.Method = r.readMethod(at.Field("parts").Index(i).Field("method"), p.Method, depth+1)
		}
		parts = append(parts, part)
	}
	return Blend(parts...)
}

func (r *jsonReader) readFormer(at target.Place, raw []byte, depth int) Method {
	w := readWire[formerMethod](at, raw)
	if !at.Required(r.revises, "only the document of a plan that revises another one has former quotas") {
		return nil
	}
	var otherwise Method
	if len(w.Otherwise) > 0 {
		otherwise = r.readMethod(at.Field("otherwise"), w.Otherwise, depth+1)
	}
	if r.before == nil {
		return nil // which was reported
	}
	return r.before.former(otherwise)
}

// readUser reads a method that is none of this package's, by Inputs.Method.
func (r *jsonReader) readUser(at target.Place, raw []byte) Method {
	place := at.Field("method")
	if name := methodNameOf(raw); name != "" && r.inputs.Method == nil {
		place.Unknown(name, methodNames...)
		return nil
	}

	before := r.problems.Len()
	w := readWire[userMethod](at, raw)
	if r.problems.Len() > before {
		return nil
	}
	if r.inputs.Method == nil {
		place.Unknown(w.Method, methodNames...)
		return nil
	}

	m, err := r.inputs.Method(w.Method, w.Arguments)
	if !at.Add(err) {
		return nil
	}
	if !place.Required(m != nil, "Inputs.Method returned no method for "+quote(w.Method)) {
		return nil
	}
	return m
}
