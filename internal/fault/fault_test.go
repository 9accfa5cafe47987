package fault_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
)

func TestListKeepsOrderAndCounts(t *testing.T) {
	var l fault.List
	if err := l.Err(); err != nil {
		t.Fatalf("empty list: %v", err)
	}
	first := errors.New("first")
	l.Add(nil)
	l.Add(first)
	if err := l.Err(); err != first {
		t.Fatalf("one problem: got %v, want itself", err)
	}

	for i := range 99 {
		l.Add(fmt.Errorf("problem %d", i))
	}
	err := l.Err()
	if !errors.Is(err, first) {
		t.Error("the first problem is not in the error's tree")
	}
	text := err.Error()
	if !strings.HasPrefix(text, "100 problems:\nfirst\nproblem 0\n") {
		t.Errorf("text starts with %q", text[:40])
	}
	if !strings.HasSuffix(text, "\nand 50 more") {
		t.Errorf("text ends with %q", text[len(text)-20:])
	}
}

// A caller that makes its problems only where somebody will see them counts the
// same number as one that adds them all.
func TestListFull(t *testing.T) {
	var l fault.List
	for i := range 60 {
		full := l.Full()
		if full != (i >= 50) {
			t.Errorf("Full() = %t after %d problems", full, i)
		}
		if !full {
			l.Add(fmt.Errorf("problem %d", i))
		}
		if l.Len() != i+1 {
			t.Errorf("Len() = %d after %d problems", l.Len(), i+1)
		}
	}
	if text := l.Err().Error(); !strings.HasPrefix(text, "60 problems:\nproblem 0\n") ||
		!strings.HasSuffix(text, "\nproblem 49\nand 10 more") {
		t.Errorf("got %q", text)
	}
}

// The text of an error holds what fits 4,000 bytes, the last line included
// that says what is missing.
func TestListTextIsFilled(t *testing.T) {
	for length, kept := range map[int]int{1000: 3, 358: 11, 359: 10} {
		var l fault.List
		for range 50 {
			l.Add(errors.New(strings.Repeat("x", length)))
		}
		text := l.Err().Error()
		if lines := strings.Count(text, "x\n"); lines != kept ||
			!strings.HasSuffix(text, fmt.Sprintf("and %d more", 50-kept)) {
			t.Errorf(
				"%d of 50 problems of %d bytes, in %d bytes ending in %q",
				lines,
				length,
				len(text),
				text[len(text)-20:],
			)
		}
	}
}

func TestListTextIsBounded(t *testing.T) {
	var l fault.List
	for range 60 {
		l.Add(errors.New(strings.Repeat("地", 5000)))
	}
	if text := l.Err().Error(); len(text) > 4000 || !strings.Contains(text, "more") {
		t.Errorf("text of %d bytes", len(text))
	}
}

func TestListIsNotChangedByLaterAdds(t *testing.T) {
	var l fault.List
	l.Add(errors.New("a"))
	l.Add(errors.New("b"))
	err := l.Err()
	l.Add(errors.New("c"))
	if got := err.Error(); got != "2 problems:\na\nb" {
		t.Errorf("got %q", got)
	}
}

// Problems that were counted elsewhere count here, though nothing of them is kept.
func TestDrop(t *testing.T) {
	var l fault.List
	l.Drop(2)
	if err := l.Err(); l.Len() != 2 || err == nil || err.Error() != "2 problems:\nand 2 more" {
		t.Errorf("after Drop(2): %d problems, %v", l.Len(), l.Err())
	}

	l.Add(errors.New("one"))
	joined, ok := l.Err().(*fault.Joined)
	if !ok || joined.Dropped() != 2 || len(joined.Unwrap()) != 1 || joined.Error() != "3 problems:\none\nand 2 more" {
		t.Errorf("after Drop(2) and Add(): %v", l.Err())
	}

	var s fault.Sorted
	s.Add("b", errors.New("two"))
	s.Drop(3)
	s.Add("a", errors.New("one"))
	if want := "5 problems:\none\ntwo\nand 3 more"; s.Len() != 5 || s.Err().Error() != want {
		t.Errorf("Sorted after Drop(3): %d problems, %v, want %s", s.Len(), s.Err(), want)
	}
}

// placed is a problem that has JSON of its own.
type placed struct {
	Place string `json:"place"`
}

func (p placed) Error() string { return p.Place + " is wrong" }

func (p placed) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, `{"place":%q}`, p.Place), nil }

// Each problem is written as its own JSON, also where another error wraps it, or as
// its text, clipped.
func TestJoinedJSON(t *testing.T) {
	var l fault.List
	l.Add(placed{"units[0]"})
	l.Add(fmt.Errorf("read: %w", placed{"units[1]"}))
	l.Add(errors.New("plain"))
	l.Add(errors.New(strings.Repeat("x", 1001)))

	got, err := json.Marshal(l.Err())
	want := `[{"place":"units[0]"},{"place":"units[1]"},{"problem":"plain"},{"problem":"` +
		strings.Repeat("x", 1000) + `…"}]`
	if err != nil || string(got) != want {
		t.Errorf("Marshal() = %s, %v, want %s", got, err, want)
	}
}

func TestIsCode(t *testing.T) {
	for code, want := range map[string]bool{
		"": false, "a": true, "江苏": true, "a\xff": false, "\ufeffa": false, "a\ufeff": true, " ": true,
	} {
		if got := fault.IsCode(code); got != want {
			t.Errorf("IsCode(%q) = %t, want %t", code, got, want)
		}
	}
}

func nines(n int) *big.Int {
	m, _ := new(big.Int).SetString(strings.Repeat("9", n), 10)
	return m
}

func TestClip(t *testing.T) {
	tests := []struct {
		in   string
		n    int
		want string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "abc…"},
		{"地地", 6, "地地"},
		{"地地", 5, "地…"},
		{"地地", 4, "地…"},
		{"地地", 3, "地…"},
		{"地地", 2, "…"},
		{"\x80\x80\x80", 2, "…"}, // nowhere does a rune start
		{"", 0, ""},
	}

	for _, tt := range tests {
		if got := fault.Clip(tt.in, tt.n); got != tt.want {
			t.Errorf("Clip(%q, %d) = %q, want %q", tt.in, tt.n, got, tt.want)
		}
	}
}

func TestText(t *testing.T) {
	huge := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(5000), nil), 0)
	tests := []struct {
		name string
		in   any
		want string
	}{
		{"nothing", nil, ""},
		{"string", "a\nb", `"a\nb"`},
		{"invalid utf-8", "\xff", `"\xff"`},
		{"decimal keeps its scale", decimal.RequireFromString("2.50"), "2.50"},
		{"huge exponent", decimal.New(1, 2_000_000_000), "1e2000000000"},
		{"tiny exponent", decimal.New(-7, -2_000_000_000), "-7e-2000000000"},
		{"many digits", huge, "a number of 5001 digits times 1e0"},
		{
			"too many digits to count",
			decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 3_321_929), -7),
			"a number of more than 996579 digits times 1e-7",
		},
		{
			"sixty digits",
			decimal.NewFromBigInt(nines(60), -30),
			strings.Repeat("9", 30) + "." + strings.Repeat("9", 30),
		},
		{"sixty-one digits", decimal.NewFromBigInt(nines(61), -30), "a number of 61 digits times 1e-30"},
		{"sixty digits and zeros", decimal.NewFromBigInt(nines(60), 61), strings.Repeat("9", 60) + "e61"},
		{"sixty zeros", decimal.New(3, 60), "3" + strings.Repeat("0", 60)},
		{"sixty-one zeros", decimal.New(3, 61), "3e61"},
		{"sixty places", decimal.New(-3, -60), "-0." + strings.Repeat("0", 59) + "3"},
		{"sixty-one places", decimal.New(-3, -61), "-3e-61"},
		{
			"as many bits as are counted",
			decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1<<16-1), 0),
			"a number of 19729 digits times 1e0",
		},
		{
			"a bit more",
			decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1<<16), 0),
			"a number of more than 19659 digits times 1e0",
		},
		{"a string that just fits", strings.Repeat("x", 80), `"` + strings.Repeat("x", 80) + `"`},
		{"a string that does not", strings.Repeat("x", 81), `"` + strings.Repeat("x", 80) + `"… (81 bytes)`},
		{
			"a string cut before a rune",
			"xx" + strings.Repeat("地", 27),
			`"xx` + strings.Repeat("地", 26) + `"… (83 bytes)`,
		},
		{"a string cut within a rune", "x" + strings.Repeat("地", 27), `"x` + strings.Repeat("地", 26) + `"… (82 bytes)`},
		{"an error", errors.New(strings.Repeat("y", 90)), `"` + strings.Repeat("y", 80) + `"… (90 bytes)`},
		{"absent", decimal.NullDecimal{}, "nothing"},
		{"there", decimal.NewNullDecimal(decimal.RequireFromString("-0.50")), "-0.50"},
		{"there, with many digits", decimal.NewNullDecimal(huge), "a number of 5001 digits times 1e0"},
		{"integer", 42, "42"},
		{"truth value", true, "true"},
		{"a stringer", big.NewRat(1, 3), `"1/3"`},
		{"a slice", []int{1, 2}, `"[1 2]"`},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := fault.Text(tt.in); got != tt.want {
				t.Errorf("Text(%v) = %q, want %q", tt.name, got, tt.want)
			}
		})
	}

	if got := fault.Text(strings.Repeat("x", 1<<20)); len(got) > 120 {
		t.Errorf("a long string takes %d bytes", len(got))
	}
}
