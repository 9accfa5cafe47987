package target

import (
	"errors"
	"strconv"
)

// MaxPlaces is the greatest number of decimals in which figures can be stated.
const MaxPlaces = 30

// Precision is a number of decimals that may be left out. [Places] makes one.
// The zero Precision says nothing, which is not the same as no decimals,
// Places(0).
type Precision struct {
	places int32
	said   bool
}

// Places returns the precision of n decimals. It accepts any n; the function
// that takes the precision checks that n is between 0 and [MaxPlaces].
func Places(n int32) Precision { return Precision{n, true} }

// Get returns the number of decimals, and whether one is said.
func (p Precision) Get() (n int32, ok bool) { return p.places, p.said }

// Or returns the number of decimals, or n if none is said.
func (p Precision) Or(n int32) int32 {
	if p.said {
		return p.places
	}
	return n
}

// IsZero reports whether no number is said.
func (p Precision) IsZero() bool { return !p.said }

// Valid reports whether the number of decimals is between 0 and [MaxPlaces], or
// none is said.
func (p Precision) Valid() bool { return p.places >= 0 && p.places <= MaxPlaces }

// Equal reports whether both say the same number, or both none.
func (p Precision) Equal(o Precision) bool { return p == o }

// String returns the number, or "not said".
func (p Precision) String() string {
	if !p.said {
		return "not said"
	}
	return strconv.Itoa(int(p.places))
}

// MarshalJSON writes the number, or null if none is said.
func (p Precision) MarshalJSON() ([]byte, error) {
	if !p.said {
		return []byte("null"), nil
	}
	return []byte(p.String()), nil
}

// UnmarshalJSON reads a whole number, and null as MarshalJSON writes it. It returns an
// error for anything else.
func (p *Precision) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*p = Precision{}
		return nil
	}

	n, err := strconv.ParseInt(string(data), 10, 32)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return &FieldError{Path: "places", Value: string(data), Err: ErrRange, Remedy: "must be between 0 and 30"}
	case err != nil:
		remedy := "write a whole number from 0 to 30"
		return &FieldError{Path: "places", Value: string(data), Err: ErrInvalid, Remedy: remedy}
	}
	*p = Places(int32(n))
	return nil
}
