package rows_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy/rows"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

var (
	plain   = rows.Format{}
	english = rows.Format{Thousands: ",", Missing: []string{"NA", "–"}, Percent: rows.PercentDropped}
	german  = rows.Format{Decimal: ",", Thousands: ". "}
	swiss   = rows.Format{Thousands: "'"}
	french  = rows.Format{Decimal: ",", Thousands: " ", Percent: rows.PercentDivided}
)

func TestFigure(t *testing.T) {
	nines := strings.Repeat("9", 100)
	for _, tt := range []struct {
		format rows.Format
		cell   string
		want   string
	}{
		{plain, "0", "0"},
		{plain, "-12.50", "-12.50"},
		{plain, "  7\t", "7"},
		{plain, "\ufeff7", "7"},
		{plain, "\u00a07\u3000", "7"},
		{plain, "+5", "5"},
		{plain, "−5", "-5"},
		{plain, "－５．５", "-5.5"},
		{plain, "１２３４５６７８９０", "1234567890"},
		{plain, "- 5", "-5"},
		{plain, "007", "7"},
		{plain, nines + "." + nines, nines + "." + nines},
		{english, "1,234", "1234"},
		{english, "-1,234,567.890", "-1234567.890"},
		{english, "１，２３４", "1234"},
		{english, "12,34,567", "1234567"}, // India
		{english, "1,00,00,000", "10000000"},
		{english, "123", "123"},
		{english, "5.84%", "5.84"},
		{english, "5.84 ％", "5.84"},
		{german, "1.234,5", "1234.5"},
		{german, "1 234,5", "1234.5"},
		{german, "0,005", "0.005"},
		{german, "3", "3"},
		{swiss, "1'234.5", "1234.5"},
		{swiss, "1’234.5", "1234.5"},
		{swiss, "1＇234", "1234"},
		{french, "1\u202f234,5", "1234.5"},
		{french, "1\u00a0234", "1234"},
		{french, "5,84 %", "0.0584"},
		{french, "8 ‰", "0.008"},
		{french, "5,84", "5.84"},
	} {
		got, err := tt.format.Figure(tt.cell)
		if err != nil || !got.Valid || got.Decimal.StringFixed(-got.Decimal.Exponent()) != tt.want {
			t.Errorf("Figure(%q) = %v, %v, want %s", tt.cell, got, err, tt.want)
		}
	}
}

func TestFigureMissing(t *testing.T) {
	for cell, format := range map[string]rows.Format{
		"": plain, " \u00a0": plain, "NA": english, " NA ": english, "–": english,
	} {
		if got, err := format.Figure(cell); err != nil || got.Valid {
			t.Errorf("Figure(%q) = %v, %v, want no figure", cell, got, err)
		}
	}
}

func TestFigureRefuses(t *testing.T) {
	for _, tt := range []struct {
		format rows.Format
		cell   string
		is     error
		remedy string
	}{
		{plain, "1,234", target.ErrInvalid, `set Format.Thousands to ","`},
		{plain, "1，234", target.ErrInvalid, `set Format.Thousands to ","`},
		{plain, "1 234", target.ErrInvalid, "set Format.Thousands to the character"},
		{plain, "1'234", target.ErrInvalid, "set Format.Thousands to the character"},
		{plain, "5 %", target.ErrInvalid, "set Format.Percent"},
		{plain, "5‰", target.ErrInvalid, "set Format.Percent"},
		{plain, "NA", target.ErrInvalid, "add it to Format.Missing"},
		{plain, "#N/A", target.ErrInvalid, "add it to Format.Missing"},
		{plain, "–", target.ErrInvalid, "add it to Format.Missing"},
		{plain, "1.2E+06", target.ErrInvalid, "without an exponent"},
		{plain, "twelve", target.ErrInvalid, "without an exponent"},
		{plain, "12 people", target.ErrInvalid, "set Format.Thousands"},
		{plain, "1.2.3", target.ErrInvalid, "at most one decimal mark"},
		{plain, "--5", target.ErrInvalid, "at most one decimal mark"},
		{plain, "-+5", target.ErrInvalid, "at most one decimal mark"},
		{plain, ".5", target.ErrInvalid, "at most one decimal mark"},
		{plain, "5.", target.ErrInvalid, "at most one decimal mark"},
		{plain, "(5)", target.ErrInvalid, "at most one decimal mark"},
		{plain, "٣", target.ErrInvalid, "at most one decimal mark"},
		{english, "1,2", target.ErrInvalid, "groups of three"},
		{english, "1,23", target.ErrInvalid, "groups of three"},
		{english, "1234,567", target.ErrInvalid, "groups of three"},
		{english, "1,,234", target.ErrInvalid, "groups of three"},
		{english, ",123", target.ErrInvalid, "groups of three"},
		{english, "1,2345,678", target.ErrInvalid, "groups of three"},
		{english, "1,234,56,789", target.ErrInvalid, "groups of three"},
		{english, "1,23,456,789", target.ErrInvalid, "groups of three"},
		{english, "123,45,678", target.ErrInvalid, "groups of three"},
		{english, "1.234,567", target.ErrInvalid, "groups of three"},
		{english, "8 ‰", target.ErrInvalid, "PercentDivided"},
		{english, "NA%", target.ErrInvalid, "Format.Missing"},
		{german, "3.30", target.ErrInvalid, "groups of three"},
		{rows.Format{Decimal: ","}, "3.300", target.ErrInvalid, `set Format.Thousands to "."`},
		{german, "1,2,3", target.ErrInvalid, "at most one decimal mark"},
		{plain, strings.Repeat("9", 101), target.ErrRange, "100 digits"},
		{plain, "0." + strings.Repeat("9", 101), target.ErrRange, "100 digits"},
		{french, "0," + strings.Repeat("9", 99) + "%", target.ErrRange, "100 digits"},
		{plain, strings.Repeat("9", 5000), target.ErrRange, "100 digits"},
	} {
		got, err := tt.format.Figure(tt.cell)
		all := target.AllErrors(err)
		if len(all) != 1 || !errors.Is(err, tt.is) || !strings.Contains(all[0].Remedy, tt.remedy) {
			t.Errorf("Figure(%.30q) = %v, %v, want %v: %s", tt.cell, got, err, tt.is, tt.remedy)
		}
	}
}

func TestFormatValidate(t *testing.T) {
	for _, tt := range []struct {
		format rows.Format
		want   []string
	}{
		{plain, nil},
		{german, nil},
		{rows.Format{Decimal: ";"}, []string{"format.decimal is unknown"}},
		{rows.Format{Thousands: "."}, []string{"format.thousands is not valid"}},
		{rows.Format{Decimal: ",", Thousands: "，"}, []string{"format.thousands is not valid"}},
		{rows.Format{Thousands: "1"}, []string{"format.thousands is not valid"}},
		{rows.Format{Thousands: "−"}, []string{"format.thousands is not valid"}},
		{rows.Format{Decimal: "x", Thousands: "%", Percent: 9}, []string{
			"format.decimal is unknown", "format.thousands is not valid", "format.percent is unknown",
		}},
	} {
		err := tt.format.Validate()
		if got := testkit.Problems(err); strings.Join(got, "|") != strings.Join(tt.want, "|") {
			t.Errorf("%+v: problems %q, want %q", tt.format, got, tt.want)
		}
		if _, figure := tt.format.Figure("1"); (figure != nil) != (err != nil) {
			t.Errorf("%+v: Figure gives error %v, Validate %v", tt.format, figure, err)
		}
	}
}

// dressed writes a figure as a format says, in one of the many ways.
func dressed(t *rapid.T, d decimal.Decimal, f rows.Format) string {
	plainText := d.Abs().StringFixed(max(0, -d.Exponent()))
	whole, decimals, _ := strings.Cut(plainText, ".")
	if f.Thousands != "" && rapid.Bool().Draw(t, "grouped") {
		var groups []string
		for len(whole) > 3 {
			groups = append([]string{whole[len(whole)-3:]}, groups...)
			whole = whole[:len(whole)-3]
		}
		separator := string(rapid.SampledFrom([]rune(f.Thousands)).Draw(t, "separator"))
		whole = strings.Join(append([]string{whole}, groups...), separator)
	}

	if decimals != "" {
		mark := f.Decimal
		if mark == "" {
			mark = "."
		}
		whole += mark + decimals
	}
	if d.Sign() < 0 {
		whole = rapid.SampledFrom([]string{"-", "−", "－"}).Draw(t, "minus") + whole
	}
	if f.Percent == rows.PercentDropped && rapid.Bool().Draw(t, "percent") {
		whole += rapid.SampledFrom([]string{"%", " %", "％"}).Draw(t, "sign")
	}
	if rapid.Bool().Draw(t, "full width") {
		whole = strings.Map(func(r rune) rune {
			if r > ' ' && r < '~' {
				return r + 'Ａ' - 'A'
			}
			return r
		}, whole)
	}
	return rapid.SampledFrom([]string{"", " ", "\u00a0"}).Draw(t, "space") + whole
}

func dressedFiguresAreRead(t *rapid.T) {
	f := rapid.SampledFrom([]rows.Format{plain, english, german, swiss, french}).Draw(t, "format")
	want := decimal.New(rapid.Int64().Draw(t, "mantissa"), -rapid.Int32Range(0, 20).Draw(t, "places"))
	cell := dressed(t, want, f)
	got, err := f.Figure(cell)
	if err != nil || !got.Valid || !got.Decimal.Equal(want) || got.Decimal.Exponent() != want.Exponent() {
		t.Fatalf("Figure(%q) = %v, %v, want %v", cell, got, err, want)
	}
}

func TestDressedFiguresAreRead(t *testing.T) { rapid.Check(t, dressedFiguresAreRead) }

func FuzzDressedFigures(f *testing.F) { f.Fuzz(rapid.MakeFuzz(dressedFiguresAreRead)) }

// Whatever Figure accepts is what the plain figure says: no cell has two meanings.
func FuzzFigure(f *testing.F) {
	for _, cell := range []string{"1,234.5", "1.234,5", "−１２％", "NA", "1 234", "1e5", "12,34,567", "8‰"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		for _, format := range []rows.Format{plain, english, german, swiss, french} {
			d, err := format.Figure(cell)
			if err != nil || !d.Valid {
				continue
			}
			digits := strings.Map(func(r rune) rune {
				switch {
				case r >= '0' && r <= '9':
					return r
				case r >= '０' && r <= '９':
					return r - '０' + '0'
				}
				return -1
			}, cell)
			if got := d.Decimal.Coefficient().String(); strings.TrimLeft(got, "-0") != strings.TrimLeft(digits, "0") {
				t.Errorf("Figure(%q) = %v, which has other digits", cell, d.Decimal)
			}
		}
	})
}
