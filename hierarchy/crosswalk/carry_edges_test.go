package crosswalk_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

// What is carried has the decimals of the column, and more only where it needs
// them.
func TestCarryKeepsDecimals(t *testing.T) {
	ab := flat(t, "A", "B")
	halves := []crosswalk.Change{ch("2000", "A", "C", "0.5"), ch("2000", "A", "D", "0.5"), ch("2000", "B", "C", "1")}

	for _, tt := range []struct {
		a, b string
		want string
		exp  int32
	}{
		{"1.50", "1.75", "C=2.5 D=0.75", -2},
		{"1.00", "1.00", "C=1.5 D=0.5", -2},
		{"10", "5", "C=10 D=5", 0},
		{"11", "5", "C=10.5 D=5.5", -1},
		{"2e30", "1e30", "C=2000000000000000000000000000000 D=1000000000000000000000000000000", 0},
		{"2000000000000000000000.50", "0", "C=1000000000000000000000.25 D=1000000000000000000000.25", -2},
		{"2000000000000000000000.00", "0.00", "C=1000000000000000000000 D=1000000000000000000000", -2},
	} {
		s := succeed(t, ab, flat(t, "C", "D"), halves...)
		got, err := s.Carry(target.Flow, column(t, ab, figures("A", tt.a, "B", tt.b)), crosswalk.CarryOptions{})
		if err != nil {
			t.Fatal(err)
		}

		if diff := cmp.Diff(tt.want, shown(got)); diff != "" {
			t.Errorf("Carry() mismatch (-want +got):\n%s", diff)
		}
		if c, _ := got.At("C"); c.Exponent() != tt.exp {
			t.Errorf("Carry() of %s and %s has the exponent %d, want %d", tt.a, tt.b, c.Exponent(), tt.exp)
		}
	}
}

func TestCarryWeightsBeyondAWord(t *testing.T) {
	ab := flat(t, "A", "B")
	// The first weight is 2⁶⁴ + 1 of its last places.
	s := succeed(
		t, ab, ab, ch("2000", "A", "A", "0.18446744073709551617"), ch("2000", "A", "B", "0.81553255926290448383"),
	)
	got, err := s.Carry(target.Flow, column(t, ab, figures("A", "1", "B", "0")), crosswalk.CarryOptions{})
	if want := "A=0.18446744073709551617 B=0.81553255926290448383"; err != nil || shown(got) != want {
		t.Errorf("Carry() = %s, %v; want %s", shown(got), err, want)
	}
}

// A weight may have a hundred decimals, multiplied out.
func TestCarryWeightsOfAHundredDecimals(t *testing.T) {
	small, one := decimal.New(1, -50), decimal.New(1, 0)
	rest := one.Sub(small)
	change := func(date, from, to string, w decimal.Decimal) crosswalk.Change {
		return crosswalk.Change{Date: date, From: from, To: to, Weight: w}
	}
	abc := flat(t, "A", "B", "C")
	s := succeed(t, abc, abc,
		change("2000", "A", "A", rest), change("2000", "A", "B", small),
		change("2001", "B", "B", rest), change("2001", "B", "C", small),
	)
	got, err := s.Carry(target.Flow, column(t, abc, figures("A", "1", "B", "0", "C", "0")), crosswalk.CarryOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if c, _ := got.At("C"); !c.Equal(decimal.New(1, -100)) {
		t.Errorf("C has %v, want 1e-100", c)
	}
}

// A problem of a basis is not reported once more as a mean that does not exist.
func TestCarryReportsABasisOnce(t *testing.T) {
	ab := flat(t, "A", "B")
	s := succeed(t, ab, flat(t, "B"), ch("2000", "A", "B", "1"))
	for _, tt := range []struct {
		name  string
		basis map[string]decimal.Decimal
		want  string
	}{
		{"none", nil, `options.basis["A"] options.basis["B"]`},
		{"one of zero", figures("B", "0"), `options.basis["A"]`},
		{"they cancel out", figures("A", "-1", "B", "1"), `options.basis["A"]`},
		{"zero in all", figures("A", "0", "B", "0"), `options.basis["B"]`},
	} {
		_, err := s.Carry(target.Ratio, column(t, ab, figures("A", "1", "B", "2")), crosswalk.CarryOptions{
			Basis: column(t, ab, tt.basis),
		})
		if got := paths(t, err); got != tt.want {
			t.Errorf("%s: Carry() reports %s, want %s: %v", tt.name, got, tt.want, err)
		}
	}
}

// Each set of connected units hands out what its own rounding leaves, whatever
// the remainders of another.
func TestCarryWholeBySets(t *testing.T) {
	old := flat(t, "A", "B")
	s := succeed(
		t, old, flat(t, "P", "Q", "R", "X", "Y", "Z"),
		ch("2000", "A", "P", "0.4"), ch("2000", "A", "Q", "0.3"), ch("2000", "A", "R", "0.3"),
		ch("2000", "B", "X", "0.45"), ch("2000", "B", "Y", "0.3"), ch("2000", "B", "Z", "0.25"),
	)
	got, err := s.Carry(
		target.Flow, column(t, old, figures("A", "1", "B", "2")),
		crosswalk.CarryOptions{Quantum: decimal.New(1, 0)},
	)
	if want := "P=1 Q=0 R=0 X=1 Y=1 Z=0"; err != nil || shown(got) != want {
		t.Errorf("Carry() = %s, %v; want %s", shown(got), err, want)
	}
}
