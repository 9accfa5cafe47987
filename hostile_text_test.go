package cascade_test

import (
	"strings"
	"testing"
)

// TestHostileTexts gives every type that is read from one word its own text,
// which it takes, and texts that no type takes.
func TestHostileTexts(t *testing.T) {
	for word, into := range texts() {
		if err := into.UnmarshalText([]byte(word)); err != nil {
			t.Errorf("%T does not read %q: %v", into, word, err)
		}
		for _, hostile := range []string{"\xff\xfe", word + "\x00", word + " ", strings.Repeat(word, 1<<18), strings.Repeat("9", 1<<20)} {
			err := into.UnmarshalText([]byte(hostile))
			if err == nil {
				t.Errorf("%T reads %.20q", into, hostile)
			} else if n := len(err.Error()); n > 4000 {
				t.Errorf("%T: an error of %d bytes", into, n)
			}
		}
	}
}
