package targetjson_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

type refusing struct{ _ int }

func (refusing) UnmarshalJSON([]byte) error { return errors.New("not today") }

func TestErrors(t *testing.T) {
	type figures struct {
		Figure decimal.Decimal `strict:"required"`
		Better target.Direction
		Places uint8
		Refuse refusing
	}
	for _, tt := range []struct {
		in, want string
		is       error
	}{
		{`[]`, `x "[]" is not valid: write an object`, target.ErrInvalid},
		{`{}`, `x.figure is required: write the field "figure"`, target.ErrRequired},
		{
			`{"figure":"1","figur":"1"}`, `x.figur is unknown: must be one of figure, better, places, refuse`,
			target.ErrUnknown,
		},
		{`{"figure":"1","figure":"1"}`, `x.figure is given twice`, target.ErrDuplicate},
		{`{"figure":"1","places":256}`, `x.places "256" is out of range`, target.ErrRange},
		{
			`{"figure":"1","better":"up"}`, `x.better "up" is unknown: must be one of higher, lower, nearer`,
			target.ErrUnknown,
		},
		{`{"figure":"1","refuse":1}`, `x.refuse is not valid: not today`, target.ErrInvalid},
	} {
		var v figures
		err := targetjson.Unmarshal([]byte(tt.in), &v, "x")
		if err == nil || err.Error() != tt.want || !errors.Is(err, tt.is) {
			t.Errorf("%s: %v, want %s", tt.in, err, tt.want)
		}
	}
}

// What is written has the places of its figures, and in canonical form none of the zeros
// at their end. What cannot be written is an error at its root.
func TestMarshal(t *testing.T) {
	type figures struct{ Figure decimal.Decimal }
	good := figures{decimal.New(250, -2)}
	for want, marshal := range map[string]func(any, string) ([]byte, error){
		`{"figure":"2.50"}`: targetjson.Marshal, `{"figure":"2.5"}`: targetjson.Canonical,
	} {
		if got, err := marshal(good, "x"); err != nil || string(got) != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
		_, err := marshal(figures{decimal.New(1, 1000)}, "x")
		field, ok := errors.AsType[*target.FieldError](err)
		if !ok || field.Path != "x" || !errors.Is(err, target.ErrRange) {
			t.Errorf("a figure out of bounds: %v, want an error at x", err)
		}
	}
}
