package evaluate

import "github.com/targetcascade/cascade/internal/methodjson"

// pointsMethods are the names of points in JSON.
var pointsMethods = methodjson.Names[Points]{
	{Name: "pro rata", Zero: ProRata{}},
	{Name: "steps", Zero: Steps{}},
	{Name: "interpolation", Zero: Interpolation{}},
	{Name: "deductions", Zero: Deductions{}},
}

// MarshalJSON writes {"method":"pro rata"}, with the fields.
func (p ProRata) MarshalJSON() ([]byte, error) { return pointsMethods.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *ProRata) UnmarshalJSON(data []byte) error { return pointsMethods.Unmarshal(data, p) }

// MarshalJSON writes {"method":"steps"}, with the fields.
func (s Steps) MarshalJSON() ([]byte, error) { return pointsMethods.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *Steps) UnmarshalJSON(data []byte) error { return pointsMethods.Unmarshal(data, s) }

// MarshalJSON writes {"method":"interpolation"}, with the fields.
func (i Interpolation) MarshalJSON() ([]byte, error) { return pointsMethods.Marshal(i) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (i *Interpolation) UnmarshalJSON(data []byte) error { return pointsMethods.Unmarshal(data, i) }

// MarshalJSON writes {"method":"deductions"}, with the fields.
func (d Deductions) MarshalJSON() ([]byte, error) { return pointsMethods.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (d *Deductions) UnmarshalJSON(data []byte) error { return pointsMethods.Unmarshal(data, d) }
