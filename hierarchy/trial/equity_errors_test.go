package trial_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

func TestDistributionErrors(t *testing.T) {
	huge := []decimal.Decimal{decimal.New(1, 1_000_000)}
	weighted := trial.NewDistribution
	const second = "denominators[1]"
	tests := []struct {
		name string
		from func(x, w []decimal.Decimal) (*trial.Distribution, error)
		x, w []decimal.Decimal
		want []string
		is   error
	}{
		{"no unit", weighted, nil, nil, []string{"weights"}, target.ErrRequired},
		{"lengths", weighted, decs("1", "2"), decs("1"), []string{"weights"}, target.ErrMismatch},
		{"negative weight", weighted, decs("1", "2"), decs("1", "-1"), []string{"weights[1]"}, target.ErrRange},
		{"no weight", weighted, decs("1", "2"), decs("0", "0"), []string{"weights"}, target.ErrRequired},
		{"huge", weighted, huge, huge, []string{"figures[0]", "weights[0]"}, target.ErrRange},
		{"no count", trial.NewCounts, decs("1"), decs("1.5"), []string{"weights[0]"}, target.ErrRange},
		{"huge numerator", trial.NewRatios, huge, decs("1"), []string{"numerators[0]"}, target.ErrRange},
		{"no denominator", trial.NewRatios, decs("1", "2"), decs("1", "0"), []string{second}, target.ErrRange},
		{"below zero", trial.NewRatios, decs("1", "2"), decs("1", "-3"), []string{second}, target.ErrRange},
		{"ratios of nothing", trial.NewRatios, decs("0"), decs("0"), []string{"denominators"}, target.ErrRequired},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := tt.from(tt.x, tt.w)
			if d != nil || !errors.Is(err, tt.is) {
				t.Fatalf("error = %v, want %v", err, tt.is)
			}

			var paths []string
			for _, e := range target.AllErrors(err) {
				paths = append(paths, e.Path)
			}
			if !slices.Equal(paths, tt.want) {
				t.Errorf("paths = %v, want %v", paths, tt.want)
			}
		})
	}
}

func TestByErrors(t *testing.T) {
	d, err := trial.NewDistribution(decs("1", "2"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Concentration(decs("1"), 5); !errors.Is(err, target.ErrMismatch) {
		t.Errorf("Concentration() of one figure for two = %v, want a mismatch", err)
	}
	if _, err := d.Progressivity([]decimal.Decimal{decimal.New(1, 1000), {}}, 5); !errors.Is(err, target.ErrRange) {
		t.Errorf("Progressivity() of a huge income = %v, want out of range", err)
	}
	if got, err := d.Progressivity(decs("1", "-2"), 5); err != nil || got.Valid {
		t.Errorf("Progressivity() over a negative income = %v, %v, want none", got, err)
	}
	if _, err := trial.Decompose(5); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Decompose() of no group = %v, want required", err)
	}
	if _, err := trial.Decompose(5, d, nil); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Decompose() of nil = %v, want required", err)
	}
}

// A measure that does not exist is absent, whatever is asked.
func TestAbsentMeasures(t *testing.T) {
	negative, err := trial.NewDistribution(decs("-1", "5"), nil)
	if err != nil {
		t.Fatal(err)
	}
	zero, err := trial.NewDistribution(decs("0", "0"), nil)
	if err != nil {
		t.Fatal(err)
	}

	all := map[string]*trial.Distribution{"nil": nil, "zero": {}, "negative": negative, "of zeros": zero}
	for name, d := range all {
		more := []decimal.NullDecimal{d.SampleGini(5), d.SampleVariation(5), must(d.Equivalent(dec("1"), 5))}
		for i, m := range append(measures(d, 5), more...) {
			if m.Valid {
				t.Errorf("%s: measure %d = %v, want none", name, i, m.Decimal)
			}
		}
		if d.Lorenz(5) != nil {
			t.Errorf("%s: Lorenz() = %v, want none", name, d.Lorenz(5))
		}
		exists := name == "negative" || name == "of zeros"
		if d.Mean(5).Valid != exists || d.Least(5).Valid != exists || d.Greatest(5).Valid != exists {
			t.Errorf("%s: Mean, Least, Greatest = %v, %v, %v", name, d.Mean(5), d.Least(5), d.Greatest(5))
		}
	}

	if got := negative.Least(5).Decimal; !got.Equal(dec("-1")) {
		t.Errorf("Least() = %v, want -1", got)
	}
	if parts, err := trial.Decompose(5, negative, zero); err != nil || parts.Between.Valid || parts.Within.Valid {
		t.Errorf("Decompose() = %v, %v, want none", parts, err)
	}
}

func TestAversion(t *testing.T) {
	d, err := trial.NewDistribution(decs("1", "2", "0"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, epsilon := range []string{"0", "-1", "0.001", "10.01", "0.125"} {
		if got, err := d.Atkinson(dec(epsilon), 4); !errors.Is(err, target.ErrRange) {
			t.Errorf("Atkinson(%s) = %v, %v, want out of range", epsilon, got, err)
		}
		if got, err := d.Equivalent(dec(epsilon), 4); !errors.Is(err, target.ErrRange) {
			t.Errorf("Equivalent(%s) = %v, %v, want out of range", epsilon, got, err)
		}
	}
	for epsilon, want := range map[string]string{"0.99": "1", "1": "1", "10": "1", "0.5": "0.3524", "0.50": "0.3524"} {
		if got, err := d.Atkinson(dec(epsilon), 4); err != nil || !got.Decimal.Equal(dec(want)) {
			t.Errorf("Atkinson(%s) = %v, %v, want %s", epsilon, got, err, want)
		}
	}
	if got, err := d.Equivalent(dec("1"), 4); err != nil || !got.Valid || !got.Decimal.IsZero() {
		t.Errorf("Equivalent(1) beside a zero = %v, %v, want 0", got, err)
	}
	for _, part := range []string{"-0.1", "1.1"} {
		if got, err := d.ShareOf(dec(part), 4); !errors.Is(err, target.ErrRange) {
			t.Errorf("ShareOf(%s) = %v, %v, want out of range", part, got, err)
		}
		if got, err := d.WeightOf(dec(part), 4); !errors.Is(err, target.ErrRange) {
			t.Errorf("WeightOf(%s) = %v, %v, want out of range", part, got, err)
		}
	}

	// Figures and weights at the bounds of what is allowed end as well.
	small, large := decimal.New(1, -100), decimal.New(1, 99)
	wide, err := trial.NewDistribution([]decimal.Decimal{large, small, {}}, []decimal.Decimal{small, large, large})
	if err != nil {
		t.Fatal(err)
	}
	for _, epsilon := range []string{"0.01", "0.5", "0.99", "1", "1.01", "10"} {
		got, err := wide.Atkinson(dec(epsilon), 16)
		if err != nil || !got.Valid || got.Decimal.Sign() < 0 || got.Decimal.GreaterThan(dec("1")) {
			t.Errorf("Atkinson(%s) = %v, %v, want from 0 to 1", epsilon, got, err)
		}
	}
}

// A Distribution does not change with the slices that it was made from.
func TestDistributionCopies(t *testing.T) {
	x, w := decs("1", "2", "4"), decs("1", "1", "2")
	d, err := trial.NewDistribution(x, w)
	if err != nil {
		t.Fatal(err)
	}
	want := measures(d, 10)
	x[0], w[2] = dec("99"), dec("99")
	for i, got := range measures(d, 10) {
		if !same(got, want[i]) {
			t.Errorf("measure %d = %v after the caller's slices changed, want %v", i, got, want[i])
		}
	}
}
