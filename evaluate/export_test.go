package evaluate

// Tail is the two-sided tail of Student's t distribution, by the square of t.
var Tail = tail
