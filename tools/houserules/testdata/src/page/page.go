package page

var width = 3

// A line with more than a hundred and twenty columns, of which a tab counts four, is too long to be read beside other code. // want `the line has \d+ columns`

func shadows(len int) int { // want `len hides the language's len`
	width := 4 // want `width hides the package's width`
	return width + len
}

type box struct{ width, len int } // fields hide nothing

func (box) depth() int { return width }

func solid(n int) int { // want `solid has 21 lines and no paragraph`
	a := n
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	return a
}

func table() []int { // one statement needs no paragraph
	return []int{
		1,
		2,
		3,
		4,
		5,
		6,
		7,
		8,
		9,
		10,
		11,
		12,
		13,
		14,
		15,
		16,
		17,
		18,
		19,
		20,
		21,
	}
}

func paragraphs(n int) int {
	a := n
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++

	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	a++
	return a
}

var text = `
A raw string is a text as it stands, and its lines are as long as the text has them: to break them would change the text.
`
