package numtext_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/testkit"
)

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "0.00": "0", "7": "7", "100": "100", "1000": "1,000", "-1234567.8900": "−1,234,567.89",
		"0.50": "0.5", "1e3": "1,000", "123456.0": "123,456", "-0.001": "−0.001",
	} {
		if got := numtext.Plain(testkit.Dec(in)); got != want {
			t.Errorf("Plain(%s) = %s, want %s", in, got, want)
		}
	}
	if got := numtext.Plain(decimal.New(1, 2_000_000_000)); got != "1e2000000000" {
		t.Errorf("Plain() of a huge number = %.40s, want its exponent", got)
	}
}

func TestComma(t *testing.T) {
	for in, want := range map[string]string{"": "", "12.50": "12.50", "-1000": "−1,000", "999999.10": "999,999.10"} {
		if got := numtext.Comma(in); got != want {
			t.Errorf("Comma(%q) = %q, want %q", in, got, want)
		}
	}
}
