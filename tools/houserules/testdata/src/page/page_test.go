package page

func Example() {
	helper := 4 // a helper of another test may be hidden
	width = helper
	// Output:
	// What an example prints can be longer than a line of code, because a comment that is broken is another output.
	// The lines of the output
	// are no statements, and
	// ask for no paragraph:
	// 1
	// 2
	// 3
	// 4
	// 5
	// 6
	// 7
	// 8
	// 9
	// 10
	// 11
	// 12
	// 13
	// 14
	// 15
}
