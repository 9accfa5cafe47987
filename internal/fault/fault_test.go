package fault_test

import (
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
		{"too many digits to count", decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 3_321_929), -7), "a number of more than 996579 digits times 1e-7"},
		{"absent", decimal.NullDecimal{}, "nothing"},
		{"integer", 42, "42"},
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
