package target

// Goal is what a setter wants, in words; targets put numbers and dates on it.
// A goal without a target is legal.
type Goal struct {
	Code, Title, Statement string
	Parent                 string // code of the goal that it serves
	Horizon                Period
	Setter                 string // body that set it, which is not a unit of territory
	Priority               int    // place among the goals of one document, from 1; zero is none
	Source                 Source
}
