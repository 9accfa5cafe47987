package system

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
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

// MarshalJSON writes the constraint as an object, without the fields that are zero.
func (b BindingConstraint) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *BindingConstraint) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, b, "binding")
}

// MarshalJSON writes the cause as an object, without the fields that are zero.
func (c Cause) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Cause) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, c, "cause") }

// MarshalJSON writes the constraint as an object, without the fields that are zero.
func (c Constraint) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Constraint) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, c, "constraint")
}

// MarshalJSON writes the figure as an object, without the fields that are zero.
func (f Figure) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (f *Figure) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, f, "figure") }

// MarshalJSON writes the identity as an object, without the fields that are zero.
func (i Identity) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (i *Identity) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, i, "identity") }

// MarshalJSON writes the error as the [target.FieldError] that it unwraps to.
func (e *InfeasibleError) MarshalJSON() ([]byte, error) {
	return infeasible("figures", e).MarshalJSON()
}

// MarshalJSON writes the error as the [target.FieldError] that it unwraps to.
func (e *PartsError) MarshalJSON() ([]byte, error) { return infeasible("parts", e).MarshalJSON() }

// MarshalJSON writes the identity as an object, without the fields that are zero.
func (s Sum) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *Sum) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, s, "sum") }

// MarshalJSON writes the identity as an object, without the fields that are zero.
func (r Ratio) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *Ratio) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, r, "ratio") }

// MarshalJSON writes the residual as an object, without the fields that are zero.
func (r IdentityResidual) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *IdentityResidual) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, r, "residual")
}

// MarshalJSON writes the explanation as an object, without the fields that are zero.
func (x Explanation) MarshalJSON() ([]byte, error) { return strictjson.Marshal(x) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (x *Explanation) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, x, "explanation")
}

// MarshalJSON writes the limit as an object, without the fields that are zero.
func (l Limit) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *Limit) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, l, "limit") }
