package apportion_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

var roundings = map[string]apportion.Rounding{
	"largest-remainder": apportion.LargestRemainder,
	"sainte-lague":      apportion.Webster,
	"dhondt":            apportion.Jefferson,
	"adams":             apportion.Adams,
	"huntington-hill":   apportion.Hill,
	"dean":              apportion.Dean,
}

// TestApportionPublished divides the published cases that the kernel is tested
// with through the public function, on decimals. Their sources stand with them.
func TestApportionPublished(t *testing.T) {
	text, err := os.ReadFile("../../internal/apportion/testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}

	var cases []struct {
		Source, Method string
		Total          any
		Weights        any
		Min, Max       []any
		Expect         any
		Granularity    any
		Ties           *struct{ Indices []int }
		ExpectError    string `json:"expect_error"`
		FirstDivisor   any    `json:"first_divisor"`
		Threshold      any
		Oracle         *bool
		TieRule        string `json:"tie_rule"`
		SignRule       string `json:"sign_rule"`
	}

	dec := json.NewDecoder(strings.NewReader(string(text)))
	dec.UseNumber()
	if err := dec.Decode(&cases); err != nil {
		t.Fatal(err)
	}

	ran := 0
	for i, c := range cases {
		rounding, ours := roundings[c.Method]
		weights, flat := numbers(c.Weights)
		if !ours || !flat || c.FirstDivisor != nil || c.Threshold != nil || c.Oracle != nil && !*c.Oracle ||
			strings.Contains(c.SignRule, "not") {
			continue
		}

		t.Run(fmt.Sprintf("%d %s", i, c.Source), func(t *testing.T) {
			parties := make([]apportion.Party, len(weights))
			for i, w := range weights {
				parties[i].Weight = w
				parties[i].Min, parties[i].Max = bound(c.Min, i), bound(c.Max, i)
			}

			o := apportion.Options{Rounding: rounding}
			if c.Granularity != nil {
				o.Quantum = number(c.Granularity)
			}
			got, err := apportion.Apportion(number(c.Total), parties, o)
			if c.ExpectError != "" && c.ExpectError != "tie" {
				if err == nil {
					t.Fatalf("no error, want %q", c.ExpectError)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}

			if c.Ties != nil && !slices.Equal(got.Tied, c.Ties.Indices) {
				t.Errorf("tied are %v, want %v", got.Tied, c.Ties.Indices)
			}
			want, ok := numbers(c.Expect)
			if !ok || len(want) == 0 {
				return
			}
			if len(got.Tied) > 0 && c.TieRule != "input-order" {
				return // the published winner of a tie was drawn otherwise
			}

			if diff := cmp.Diff(want, got.Shares); diff != "" {
				t.Errorf("Apportion() mismatch (-want +got):\n%s", diff)
			}
		})

		ran++
	}

	if ran < 120 {
		t.Errorf("only %d cases ran", ran)
	}
}

func number(v any) decimal.Decimal { return decimal.RequireFromString(fmt.Sprint(v)) }

func numbers(v any) ([]decimal.Decimal, bool) {
	list, ok := v.([]any)
	if !ok {
		return nil, false
	}
	out := make([]decimal.Decimal, len(list))
	for i, x := range list {
		n, err := decimal.NewFromString(fmt.Sprint(x))
		if err != nil {
			return nil, false
		}
		out[i] = n
	}
	return out, true
}

func bound(list []any, i int) decimal.NullDecimal {
	if i >= len(list) || list[i] == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(number(list[i]))
}

func TestApportionErrors(t *testing.T) {
	claim := func(w string) apportion.Party { return apportion.Party{Weight: d(w)} }
	bounded := func(w, lo, hi string) apportion.Party {
		c := claim(w)
		if lo != "" {
			c.Min = decimal.NewNullDecimal(d(lo))
		}
		if hi != "" {
			c.Max = decimal.NewNullDecimal(d(hi))
		}
		return c
	}

	tests := []struct {
		name    string
		total   string
		parties []apportion.Party
		o       apportion.Options
		is      error
		text    string
	}{
		{"no parties", "0", nil, apportion.Options{}, target.ErrRequired, "parties is required"},
		{
			"zero weights", "5",
			[]apportion.Party{claim("0"), claim("0")},
			apportion.Options{},
			target.ErrInfeasible, "no party has a weight",
		},
		{
			"negative weight", "5",
			[]apportion.Party{claim("1"), claim("-1")},
			apportion.Options{},
			target.ErrRange, "parties[1].weight -1",
		},
		{
			"min above max", "5",
			[]apportion.Party{claim("1"), bounded("1", "3", "2")},
			apportion.Options{},
			target.ErrInfeasible, "parties[1].min 3",
		},
		{
			"no quantum between", "50",
			[]apportion.Party{bounded("1", "11", "19")},
			apportion.Options{Quantum: d("10")},
			target.ErrInfeasible, "parties[0].min 11",
		},
		{
			"minima above the total", "5",
			[]apportion.Party{bounded("1", "3", ""), bounded("1", "3", "")},
			apportion.Options{},
			target.ErrInfeasible,
			"total 5 cannot be met: minima exceed the total, at least 6 (parties[0], parties[1])",
		},
		{
			"maxima below the total", "5",
			[]apportion.Party{bounded("1", "", "2"), bounded("1", "", "2")},
			apportion.Options{},
			target.ErrInfeasible, "at most 4",
		},
		{
			"off the quantum", "0.5",
			[]apportion.Party{claim("1")},
			apportion.Options{},
			target.ErrQuantum,
			"multiple of the quantum, 1",
		},
		{
			"negative quantum", "5",
			[]apportion.Party{claim("1")},
			apportion.Options{Quantum: d("-1")},
			target.ErrRange, "options.quantum -1",
		},
		{
			"unknown rounding", "5",
			[]apportion.Party{claim("1")},
			apportion.Options{Rounding: 9},
			target.ErrUnknown, "options.rounding",
		},
		{
			"a total of a billion digits", "5",
			[]apportion.Party{{Weight: decimal.New(1, 1_000_000_000)}},
			apportion.Options{},
			target.ErrRange, "parties[0].weight 1e1000000000",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := apportion.Apportion(d(tt.total), tt.parties, tt.o)
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.text) || got.Shares != nil {
				t.Errorf("got %v, %v; want %v with %q", got, err, tt.is, tt.text)
			}
		})
	}

	// All at once.
	_, err := apportion.Apportion(d("0.5"), []apportion.Party{
		claim("-1"), claim("-2"), bounded("1", "2", "1"),
	}, apportion.Options{Rounding: 9})
	if got := len(target.AllErrors(err)); got != 5 {
		t.Errorf("%d problems, want 5: %v", got, err)
	}

	var infeasible *apportion.InfeasibleError
	if _, err := apportion.Apportion(
		d("0.05"), []apportion.Party{bounded("1", "0.03", ""), bounded("1", "0.04", "")},
		apportion.Options{Quantum: d("0.01")},
	); !errors.As(err, &infeasible) || !infeasible.Least.Decimal.Equal(d("0.07")) || infeasible.Most.Valid {
		t.Errorf("got %+v", infeasible)
	}
}

// apportionLaws: the shares are whole quanta that sum to the total, within their
// bounds; a negative total is the mirror; scaled weights change nothing; a claim
// with the greater weight and the same bounds has no smaller share.
func apportionLaws(t *rapid.T) {
	n := rapid.IntRange(1, 12).Draw(t, "n")
	exp := int32(rapid.IntRange(-20, 20).Draw(t, "exponent"))
	quantum := decimal.New(rapid.Int64Range(1, 9).Draw(t, "quantum"), int32(rapid.IntRange(-3, 3).Draw(t, "places")))
	total := quantum.Mul(decimal.New(rapid.Int64Range(0, 1_000_000).Draw(t, "total"), 0))
	rounding := apportion.Rounding(rapid.IntRange(0, 6).Draw(t, "rounding"))
	parties, mirrored, scaled := make([]apportion.Party, n), make([]apportion.Party, n), make([]apportion.Party, n)

	for i := range parties {
		w := rapid.Int64Range(0, 1000).Draw(t, "weight")
		c := apportion.Party{Weight: decimal.New(w, exp)}
		if rapid.IntRange(0, 3).Draw(t, "bounded") == 0 {
			lo := rapid.Int64Range(0, 100_000).Draw(t, "min")
			c.Min = decimal.NewNullDecimal(quantum.Mul(decimal.New(lo, 0)))
			c.Max = decimal.NewNullDecimal(quantum.Mul(decimal.New(lo+rapid.Int64Range(0, 900_000).Draw(t, "room"), 0)))
		}
		parties[i], mirrored[i], scaled[i] = c, c, c
		mirrored[i].Min, mirrored[i].Max = neg(c.Max), neg(c.Min)
		scaled[i].Weight = c.Weight.Mul(d("1e70"))
	}

	o := apportion.Options{Quantum: quantum, Rounding: rounding}
	a, err := apportion.Apportion(total, parties, o)
	b, errB := apportion.Apportion(total.Neg(), mirrored, o)
	c, errC := apportion.Apportion(total, scaled, o)
	if (err == nil) != (errB == nil) || (err == nil) != (errC == nil) {
		t.Fatalf("errors differ: %v, %v, %v", err, errB, errC)
	}
	if err != nil {
		if !errors.Is(err, target.ErrInfeasible) {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(a, c); diff != "" {
		t.Fatalf("other weights of the same proportions (-small +large):\n%s", diff)
	}

	sum := decimal.Zero
	for i, s := range a.Shares {
		sum = sum.Add(s)
		if !s.Neg().Equal(b.Shares[i]) {
			t.Errorf("share %d is %v, of the mirrored total %v", i, s, b.Shares[i])
		}
		if q := new(big.Rat).Quo(s.Rat(), quantum.Rat()); !q.IsInt() {
			t.Errorf("share %d, %v, is no multiple of %v", i, s, quantum)
		}
		if m := parties[i]; m.Min.Valid && s.Cmp(m.Min.Decimal) < 0 || m.Max.Valid && s.Cmp(m.Max.Decimal) > 0 {
			t.Errorf("share %d, %v, is out of its bounds %v to %v", i, s, m.Min.Decimal, m.Max.Decimal)
		}
		for j, other := range a.Shares {
			if !parties[i].Min.Valid && !parties[j].Min.Valid && parties[i].Weight.Cmp(parties[j].Weight) > 0 &&
				s.Cmp(other) < 0 {
				t.Errorf("claim %d has the greater weight and the smaller share than %d", i, j)
			}
		}
	}

	if !sum.Equal(total) {
		t.Errorf("the shares sum to %v, not to %v", sum, total)
	}
}

func neg(d decimal.NullDecimal) decimal.NullDecimal {
	if d.Valid {
		d.Decimal = d.Decimal.Neg()
	}
	return d
}

func TestApportionLaws(t *testing.T) { rapid.Check(t, apportionLaws) }

func FuzzApportion(f *testing.F) { f.Fuzz(rapid.MakeFuzz(apportionLaws)) }
