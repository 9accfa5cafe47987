package system

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o BalanceOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *BalanceOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, o, "balanceOptions")
}

// MarshalJSON writes the result as an object, without the fields that are zero.
func (b Balanced) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *Balanced) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, b, "balanced") }

// MarshalJSON writes the figure as an object, without the fields that are zero.
func (f BalancedFigure) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (f *BalancedFigure) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, f, "balancedFigure")
}

// MarshalJSON writes the demand as an object, without the fields that are zero.
func (b Binding) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *Binding) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, b, "binding") }

// MarshalJSON writes the cause as an object, without the fields that are zero.
func (c Cause) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Cause) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, c, "cause") }

// MarshalJSON writes the demand as an object, without the fields that are zero.
func (d Demand) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (d *Demand) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, d, "demand") }

// MarshalJSON writes the figure as an object, without the fields that are zero.
func (f Figure) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (f *Figure) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, f, "figure") }

// MarshalJSON writes the identity as an object, without the fields that are zero.
func (i Identity) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (i *Identity) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, i, "identity") }

// MarshalJSON writes the error as a [target.FieldError].
func (e *InfeasibleError) MarshalJSON() ([]byte, error) {
	field := target.FieldError{Path: "figures", Err: target.ErrInfeasible, Remedy: e.Error()}
	return field.MarshalJSON()
}

// MarshalJSON writes the error as a [target.FieldError].
func (e *PartsError) MarshalJSON() ([]byte, error) {
	field := target.FieldError{Path: "parts", Err: target.ErrInfeasible, Remedy: e.Error()}
	return field.MarshalJSON()
}

// MarshalJSON returns an error: a part holds columns, which are written by themselves.
func (p Part) MarshalJSON() ([]byte, error) {
	return nil, &target.FieldError{
		Path: "part", Err: target.ErrInvalid,
		Remedy: "write the target, the holds, and the columns by Column.MarshalJSON",
	}
}

// MarshalJSON writes the derivation as an object, without the fields that are zero.
func (d Derivation) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (d *Derivation) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, d, "derivation")
}

// MarshalJSON writes the residual as an object, without the fields that are zero.
func (r Residual) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *Residual) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, r, "residual") }

// MarshalJSON writes the columns by the codes of their indicators, and the residuals.
func (d Derived) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON returns an error: columns are read with their tree.
func (d *Derived) UnmarshalJSON([]byte) error {
	return &target.FieldError{Path: "derived", Err: target.ErrInvalid, Remedy: "read each column by Tree.ReadColumn"}
}
