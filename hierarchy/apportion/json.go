package apportion

// MarshalJSON writes the error as the [target.FieldError] that it unwraps to.
func (e *InfeasibleError) MarshalJSON() ([]byte, error) { return e.field().MarshalJSON() }

// MarshalJSON writes the error as the [target.FieldError] that it unwraps to.
func (e *RakeError) MarshalJSON() ([]byte, error) { return e.field().MarshalJSON() }

// MarshalJSON writes the error as the [target.FieldError] that it unwraps to.
func (e *TableError) MarshalJSON() ([]byte, error) { return e.field().MarshalJSON() }
