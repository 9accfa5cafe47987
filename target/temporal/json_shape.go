package temporal

import (
	"encoding/json"
	"slices"

	"github.com/targetcascade/cascade/internal/methodjson"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/target"
)

// innerShapes are the names of the shapes between two waypoints in JSON.
var innerShapes = methodjson.Names[Shape]{
	{Name: "straight line", Zero: StraightLine{}},
	{Name: "constant rate", Zero: ConstantRate{}},
}

// shapeMethods are the names of all shapes.
var shapeMethods = append(slices.Clone(innerShapes),
	methodjson.Named[Shape]{Name: "schedule", Zero: Schedule{}},
	methodjson.Named[Shape]{Name: "profile", Zero: Profile{}},
	methodjson.Named[Shape]{Name: "through", Zero: Through{}, Read: readThrough},
)

func readThrough(at target.Place, fields []byte) Shape {
	var wire struct {
		Waypoints []target.Point
		Shape     json.RawMessage
	}
	if !at.Add(strictjson.Unmarshal(fields, &wire)) {
		return nil
	}
	through := Through{Waypoints: wire.Waypoints}
	if wire.Shape != nil {
		through.Shape, _ = innerShapes.Read(at.Field("shape"), wire.Shape)
	}
	return through
}

// ReadShape reads a shape as it is written, {"method":"schedule"} with its fields.
//
// ReadShape returns an error if the method is unknown, or a field is unknown, given
// twice or not of its form. Whether a path can have the shape, [Path] checks.
func ReadShape(data []byte) (Shape, error) {
	var p target.Problems
	shape, _ := shapeMethods.Read(p.At("shape"), data)
	return shape, p.Err()
}

// MarshalJSON writes {"method":"straight line"}, with the fields.
func (s StraightLine) MarshalJSON() ([]byte, error) { return shapeMethods.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *StraightLine) UnmarshalJSON(data []byte) error { return shapeMethods.Unmarshal(data, s) }

// MarshalJSON writes {"method":"constant rate"}, with the fields.
func (c ConstantRate) MarshalJSON() ([]byte, error) { return shapeMethods.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *ConstantRate) UnmarshalJSON(data []byte) error { return shapeMethods.Unmarshal(data, c) }

// MarshalJSON writes {"method":"schedule"}, with the fields.
func (s Schedule) MarshalJSON() ([]byte, error) { return shapeMethods.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *Schedule) UnmarshalJSON(data []byte) error { return shapeMethods.Unmarshal(data, s) }

// MarshalJSON writes {"method":"profile"}, with the fields.
func (p Profile) MarshalJSON() ([]byte, error) { return shapeMethods.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *Profile) UnmarshalJSON(data []byte) error { return shapeMethods.Unmarshal(data, p) }

// MarshalJSON writes {"method":"through"}, with the fields.
func (t Through) MarshalJSON() ([]byte, error) { return shapeMethods.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (t *Through) UnmarshalJSON(data []byte) error { return shapeMethods.Unmarshal(data, t) }
