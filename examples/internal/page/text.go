package page

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Indent moves lines in by a margin and breaks those that would pass the last of
// the [Columns], two columns further in than they began.
func Indent(text string, margin int) string {
	var s strings.Builder
	for line := range strings.Lines(text) {
		begin := strings.Repeat(" ", margin) + line[:len(line)-len(strings.TrimLeft(line, " "))]
		s.WriteString(begin)
		used := len(begin)
		for i, word := range strings.Fields(line) {
			size := utf8.RuneCountInString(word)
			switch {
			case i == 0:
			case used+1+size > Columns:
				s.WriteString("\n" + begin + "  ")
				used = len(begin) + 2
			default:
				s.WriteString(" ")
				used++
			}
			s.WriteString(word)
			used += size
		}
		s.WriteString("\n")
	}

	return s.String()
}

// Sources is the list of sources by number, the first being 1, with where to
// find more on them.
func Sources(more string, names []string) string {
	var s strings.Builder
	fmt.Fprintf(&s, "Sources (%s)\n\n", more)
	for i, name := range names {
		fmt.Fprintf(&s, "  [%d] %s\n", i+1, name)
	}
	return s.String()
}
