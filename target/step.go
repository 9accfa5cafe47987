package target

// Step is the length of the steps of a path or a split. The zero Step is none.
type Step uint8

const (
	Monthly   Step = iota + 1 // calendar months
	Quarterly                 // calendar quarters
	Yearly                    // calendar years
)

var stepText = enumText{Monthly: "monthly", Quarterly: "quarterly", Yearly: "yearly"}

// String returns the step in lower case.
func (s Step) String() string { return stepText.string(uint8(s)) }

// MarshalText returns the step in lower case.
func (s Step) MarshalText() ([]byte, error) { return stepText.marshal("step", uint8(s)) }

// UnmarshalText reads a step as String prints it.
func (s *Step) UnmarshalText(text []byte) error {
	i, err := stepText.unmarshal("step", text)
	if err == nil {
		*s = Step(i)
	}
	return err
}

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
