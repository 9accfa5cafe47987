package target

import "github.com/targetcascade/cascade/internal/strictjson"

// readJSON reads strict JSON into what v points to. Paths begin with root.
func readJSON(data []byte, v any, root string) error {
	var p Problems
	p.At(root).Add(strictjson.Unmarshal(data, v))
	return p.Err()
}

// unmarshal reads data into *v, and leaves *v as it is if the data or what they
// say is not valid.
func unmarshal[T any](data []byte, v *T, root string, validate func(T, Place)) error {
	var fresh T
	if err := readJSON(data, &fresh, root); err != nil {
		return err
	}
	var p Problems
	validate(fresh, p.At(root))
	if err := p.Err(); err != nil {
		return err
	}
	*v = fresh
	return nil
}

// MarshalJSON writes the source as an object, without the fields that are
// empty.
func (s Source) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a source as MarshalJSON writes it. It returns an error if a
// field is unknown or given twice, or if the date is not ISO 8601.
func (s *Source) UnmarshalJSON(data []byte) error {
	return unmarshal(data, s, "source", Source.validate)
}

// MarshalJSON writes the link as an object.
func (k Link) MarshalJSON() ([]byte, error) { return strictjson.Marshal(k) }

// UnmarshalJSON reads a link as MarshalJSON writes it. It returns an error if a
// field is unknown, given twice or missing, or the relation is none of the
// constants.
func (k *Link) UnmarshalJSON(data []byte) error {
	return unmarshal(data, k, "link", func(k Link, at Place) { k.validate(at, "") })
}

// MarshalJSON writes the indicator as an object, decimals as strings with
// their scale, without the fields that are zero.
func (i Indicator) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads an indicator as MarshalJSON writes it. It returns an
// error if a field is unknown, given twice or missing, or the indicator is not
// valid ([Indicator.Validate]).
func (i *Indicator) UnmarshalJSON(data []byte) error {
	return unmarshal(data, i, "indicator", Indicator.validate)
}

// MarshalJSON writes the point as an object, its value as a string with its
// scale.
func (p Point) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a point as MarshalJSON writes it. It returns an error if
// a field is unknown, given twice or missing.
func (p *Point) UnmarshalJSON(data []byte) error {
	return unmarshal(data, p, "point", Point.validate)
}

// MarshalJSON writes the goal as an object, without the fields that are empty.
func (g Goal) MarshalJSON() ([]byte, error) { return strictjson.Marshal(g) }

// UnmarshalJSON reads a goal as MarshalJSON writes it. It returns an error if a
// field is unknown or given twice, or the goal is not valid ([Goal.Validate]).
func (g *Goal) UnmarshalJSON(data []byte) error {
	return unmarshal(data, g, "goal", Goal.validate)
}

// MarshalJSON writes the target as an object, decimals as strings with their
// scale, without the fields that are zero.
func (t Target) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a target as MarshalJSON writes it. It returns an error if
// a field is unknown, given twice or missing, or the target is not valid
// ([Target.Validate]).
func (t *Target) UnmarshalJSON(data []byte) error {
	return unmarshal(data, t, "target", Target.validate)
}

// MarshalJSON writes the observation as an object, its value as a string with
// its scale, without the fields that are zero.
func (o Observation) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads an observation as MarshalJSON writes it. It returns an
// error if a field is unknown, given twice or missing, or the observation is
// not valid ([Observation.Validate]).
func (o *Observation) UnmarshalJSON(data []byte) error {
	return unmarshal(data, o, "observation", Observation.validate)
}

// MarshalJSON writes the leadership as an object, without the fields that are zero.
func (l Leadership) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *Leadership) UnmarshalJSON(data []byte) error { return readJSON(data, l, "leadership") }

// MarshalJSON writes the correction as an object, without the fields that are zero.
func (c Correction) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Correction) UnmarshalJSON(data []byte) error { return readJSON(data, c, "correction") }
