package progress

import (
	"github.com/targetcascade/cascade/internal/methodjson"
	"github.com/targetcascade/cascade/target"
)

// ruleMethods are the names of rules in JSON.
var ruleMethods = methodjson.Names[Rule]{
	{Name: "anticipated", Zero: Anticipated{}},
	{Name: "cagr ratio", Zero: CAGRRatio{}},
	{Name: "current status", Zero: CurrentStatus{}},
	{Name: "forecast", Zero: Forecast{}},
	{Name: "linear ratio", Zero: LinearRatio{}},
	{Name: "path gap", Zero: PathGap{}},
	{Name: "weather", Zero: Weather{}},
}

// ReadRule reads a rule as it is written, {"method":"path gap"} with its fields.
//
// ReadRule returns an error if the method is unknown, or a field is unknown, given
// twice or not of its form. Whether the fields make a rule, [Track] checks.
func ReadRule(data []byte) (Rule, error) {
	var p target.Problems
	rule, _ := ruleMethods.Read(p.At("rule"), data)
	return rule, p.Err()
}

// MarshalJSON writes {"method":"anticipated"}, with the fields.
func (a Anticipated) MarshalJSON() ([]byte, error) { return ruleMethods.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (a *Anticipated) UnmarshalJSON(data []byte) error { return ruleMethods.Unmarshal(data, a) }

// MarshalJSON writes {"method":"cagr ratio"}, with the fields.
func (c CAGRRatio) MarshalJSON() ([]byte, error) { return ruleMethods.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *CAGRRatio) UnmarshalJSON(data []byte) error { return ruleMethods.Unmarshal(data, c) }

// MarshalJSON writes {"method":"current status"}, with the fields.
func (c CurrentStatus) MarshalJSON() ([]byte, error) { return ruleMethods.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *CurrentStatus) UnmarshalJSON(data []byte) error { return ruleMethods.Unmarshal(data, c) }

// MarshalJSON writes {"method":"forecast"}, with the fields.
func (f Forecast) MarshalJSON() ([]byte, error) { return ruleMethods.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (f *Forecast) UnmarshalJSON(data []byte) error { return ruleMethods.Unmarshal(data, f) }

// MarshalJSON writes {"method":"linear ratio"}, with the fields.
func (l LinearRatio) MarshalJSON() ([]byte, error) { return ruleMethods.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *LinearRatio) UnmarshalJSON(data []byte) error { return ruleMethods.Unmarshal(data, l) }

// MarshalJSON writes {"method":"path gap"}, with the fields.
func (p PathGap) MarshalJSON() ([]byte, error) { return ruleMethods.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *PathGap) UnmarshalJSON(data []byte) error { return ruleMethods.Unmarshal(data, p) }

// MarshalJSON writes {"method":"weather"}, with the fields.
func (w Weather) MarshalJSON() ([]byte, error) { return ruleMethods.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (w *Weather) UnmarshalJSON(data []byte) error { return ruleMethods.Unmarshal(data, w) }
