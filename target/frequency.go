package target

import "github.com/targetcascade/cascade/internal/enum"

// Frequency is how often a series has a figure. The zero Frequency is not given.
type Frequency uint8

const (
	Monthly    Frequency = iota + 1 // months
	Quarterly                       // three months
	HalfYearly                      // six months
	Yearly                          // twelve months
)

var frequencyWords = enum.New[Frequency]("frequency", UnknownError, []string{
	Monthly: "monthly", Quarterly: "quarterly", HalfYearly: "half-yearly", Yearly: "yearly",
})

// String returns the frequency in lower case.
func (f Frequency) String() string { return frequencyWords.String(f) }

// MarshalText returns the frequency in lower case.
func (f Frequency) MarshalText() ([]byte, error) { return frequencyWords.Marshal(f) }

// UnmarshalText reads a frequency as String prints it.
func (f *Frequency) UnmarshalText(text []byte) error { return frequencyWords.Unmarshal(f, text) }

// Months returns the number of months between two figures: 1, 3, 6 or 12, and 0
// if the frequency is none of the constants.
func (f Frequency) Months() int {
	switch f {
	case Monthly:
		return 1
	case Quarterly:
		return 3
	case HalfYearly:
		return 6
	case Yearly:
		return 12
	}
	return 0
}
