package target

import "github.com/targetcascade/cascade/internal/enum"

// Step is the length of the steps of a path or a split. The zero Step is none.
type Step uint8

const (
	Monthly   Step = iota + 1 // calendar months
	Quarterly                 // calendar quarters
	Yearly                    // calendar years
)

var stepWords = enum.New[Step]("step", UnknownError, []string{Monthly: "monthly", Quarterly: "quarterly", Yearly: "yearly"})

// String returns the step in lower case.
func (s Step) String() string { return stepWords.String(s) }

// MarshalText returns the step in lower case.
func (s Step) MarshalText() ([]byte, error) { return stepWords.Marshal(s) }

// UnmarshalText reads a step as String prints it.
func (s *Step) UnmarshalText(text []byte) error { return stepWords.Unmarshal(s, text) }

// months returns the length in months, 0 for no step.
func (s Step) months() int32 {
	switch s {
	case Monthly:
		return 1
	case Quarterly:
		return 3
	case Yearly:
		return 12
	}
	return 0
}
