package numtext_test

import (
	"math"
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

func TestFigure(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "0.00": "0.00", "1000": "1,000", "-1234567.8900": "−1,234,567.8900", "1e3": "1,000", "999": "999",
	} {
		if got := numtext.Figure(testkit.Dec(in)); got != want {
			t.Errorf("Figure(%s) = %s, want %s", in, got, want)
		}
	}
}

func TestMoreAndCounted(t *testing.T) {
	for n, want := range map[int][2]string{
		-3:   {"", "−3 units"},
		0:    {"", "0 units"},
		1:    {"and 1 more\n", "1 unit"},
		2850: {"and 2,850 more\n", "2,850 units"},
	} {
		if got := [2]string{numtext.More(n), numtext.Counted(n, "unit")}; got != want {
			t.Errorf("More(%d), Counted(%d) = %q, want %q", n, n, got, want)
		}
	}
}

func TestFixed(t *testing.T) {
	for _, tt := range []struct {
		in     string
		places int32
		want   string
	}{
		{"999.95", 1, "1,000.0"},
		{"-999.95", 1, "−1,000.0"},
		{"999.94", 1, "999.9"},
		{"12", 2, "12.00"},
		{"0.5", 0, "1"},
	} {
		if got := numtext.Fixed(testkit.Dec(tt.in), tt.places); got != tt.want {
			t.Errorf("Fixed(%s, %d) = %s, want %s", tt.in, tt.places, got, tt.want)
		}
	}
}

func TestCount(t *testing.T) {
	for in, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", -3: "−3", -1234567: "−1,234,567"} {
		if got := numtext.Count(in); got != want {
			t.Errorf("Count(%d) = %s, want %s", in, got, want)
		}
	}
}

func TestFloat(t *testing.T) {
	for _, tt := range []struct {
		in     float64
		places int
		want   string
	}{
		{1234.5678, 2, "1,234.57"},
		{-0.25, 3, "−0.250"},
		{math.Inf(1), 2, "+Inf"},
		{math.Inf(-1), 2, "-Inf"},
		{math.NaN(), 2, "NaN"},
	} {
		if got := numtext.Float(tt.in, tt.places); got != tt.want {
			t.Errorf("Float(%v, %d) = %s, want %s", tt.in, tt.places, got, tt.want)
		}
	}
}

func TestSigned(t *testing.T) {
	for in, want := range map[string]string{"0": "+0", "1,000": "+1,000", "−3": "−3"} {
		if got := numtext.Signed(in); got != want {
			t.Errorf("Signed(%s) = %s, want %s", in, got, want)
		}
	}
}

func TestComma(t *testing.T) {
	for in, want := range map[string]string{"": "", "12.50": "12.50", "-1000": "−1,000", "999999.10": "999,999.10"} {
		if got := numtext.Comma(in); got != want {
			t.Errorf("Comma(%q) = %q, want %q", in, got, want)
		}
	}
}
