package trial_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/trial"
)

// multiples multiplies all figures by a factor.
func multiples(figures []decimal.Decimal, by string) []decimal.Decimal {
	var out []decimal.Decimal
	for _, x := range figures {
		out = append(out, x.Mul(dec(by)))
	}
	return out
}

// everyMeasure prints all relative measures and the Lorenz curve to 14 digits.
func everyMeasure(d *trial.Distribution, by []decimal.Decimal) map[string]string {
	out := map[string]string{
		"Gini": plainFigure(d.Gini(14)), "PlainGini": plainFigure(d.PlainGini(14)), "Hoover": plainFigure(d.Hoover(14)),
		"TheilT": plainFigure(d.TheilT(14)), "TheilL": plainFigure(d.TheilL(14)),
		"Variation": plainFigure(d.Variation(14)), "SampleGini": plainFigure(d.SampleGini(14)),
		"Atkinson(0.5)": plainFigure(must(d.Atkinson(dec("0.5"), 14))),
		"Atkinson(1)":   plainFigure(must(d.Atkinson(dec("1"), 14))),
		"Atkinson(2)":   plainFigure(must(d.Atkinson(dec("2"), 14))),
		"ShareOf":       plainFigure(must(d.ShareOf(dec("0.3"), 14))),
		"WeightOf":      plainFigure(must(d.WeightOf(dec("0.3"), 14))),
		"Concentration": plainFigure(must(d.Concentration(by, 14))),
		"Progressivity": plainFigure(must(d.Progressivity(by, 14))),
	}
	for _, p := range d.Lorenz(14) {
		out["Lorenz"] += p.Weight.String() + " " + p.Share.String() + ", "
	}
	return out
}

// Relative measures are the same, and those in the unit of the figures are multiples, whether
// figures, weights, products and sums fit machine words or not.
func TestMeasuresOfWideFigures(t *testing.T) {
	const (
		one  = "1"
		half = "1000000007"                  // a product of two figures does not fit a word
		sums = "30000000000000001"           // the figures fit words, and their sum does not
		wide = "100000000000000000000000007" // no figure but 0 fits a word
	)
	for name, s := range map[string]sample{
		"with zeros": {decs("0", "1", "2", "2", "5", "10", "299"), decs("1", "3", "250", "7", "0", "1", "3")},
		"positive":   {decs("3", "1", "2", "2", "5", "10", "299"), decs("1", "3", "250", "7", "0", "1", "3")},
		"equal":      {decs("3", "3", "3"), decs("1", "2", "4")},
	} {
		by := decs("3", "1", "4", "1", "5", "9", "2")[:len(s.figures)]
		first, err := trial.NewDistribution(s.figures, s.weights)
		if err != nil {
			t.Fatal(err)
		}
		want := everyMeasure(first, by)
		for _, figures := range []string{one, half, sums, wide} {
			for _, weights := range []string{one, half, sums, wide} {
				d, err := trial.NewDistribution(multiples(s.figures, figures), multiples(s.weights, weights))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, everyMeasure(d, multiples(by, weights))); diff != "" {
					t.Errorf("%s, figures × %s, weights × %s: mismatch (-want +got):\n%s", name, figures, weights, diff)
				}
				for _, pair := range [][2]decimal.NullDecimal{
					{d.Mean(30), first.Mean(30)},
					{d.Least(30), first.Least(30)},
					{d.Greatest(30), first.Greatest(30)},
					{must(d.Equivalent(dec("2"), 30)), must(first.Equivalent(dec("2"), 30))},
				} {
					multiple := pair[1].Decimal.Mul(dec(figures))
					if off := pair[0].Decimal.Sub(multiple).Abs(); off.GreaterThan(multiple.Shift(-28)) {
						t.Errorf("%s, figures × %s: %v, want %v", name, figures, pair[0].Decimal, multiple)
					}
				}
				text, err := json.Marshal(d)
				if err != nil {
					t.Fatal(err)
				}
				var read trial.Distribution
				if err := json.Unmarshal(text, &read); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, everyMeasure(&read, by)); diff != "" {
					t.Errorf("%s, read from JSON: mismatch (-want +got):\n%s", name, diff)
				}
			}
		}
	}
}

// Counts are whole however they are written, and those of a sample may be wide.
func TestCountsAsWritten(t *testing.T) {
	want, err := trial.NewCounts(decs("2", "5", "10"), decs("3", "10", "4"))
	if err != nil {
		t.Fatal(err)
	}
	written := [][]decimal.Decimal{decs("3.00", "10", "4.0"), decs("3", "1e1", "4"), decs("3.0", "1e1", "4")}
	for _, counts := range written {
		d, err := trial.NewCounts(decs("2", "5", "10"), counts)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.SampleGini(14); !same(got, want.SampleGini(14)) || !same(d.Mean(9), want.Mean(9)) {
			t.Errorf("SampleGini() with counts %v = %v, want %v", counts, got, want.SampleGini(14))
		}
		if got := d.SampleVariation(14); !same(got, want.SampleVariation(14)) {
			t.Errorf("SampleVariation() with counts %v = %v, want %v", counts, got, want.SampleVariation(14))
		}
	}

	// n/(n − 1) differs from 1 in the 21st digit.
	many, err := trial.NewCounts(decs("1", "3"), decs("1e20", "1e20"))
	if err != nil {
		t.Fatal(err)
	}
	if got := plainFigure(many.SampleGini(24)); got != "0.25000000000000000000125" {
		t.Errorf("SampleGini() of 2e20 observations = %s, want 0.25000000000000000000125", got)
	}
	if got := plainFigure(many.Gini(24)); got != "0.25" {
		t.Errorf("Gini() of 2e20 observations = %s, want 0.25", got)
	}
	lone, err := trial.NewCounts(decs("5"), decs("1"))
	if err != nil {
		t.Fatal(err)
	}
	if lone.SampleGini(4).Valid || lone.SampleVariation(4).Valid {
		t.Error("SampleGini() and SampleVariation() of one observation are valid, want none")
	}
}

// Figures that floating point cannot tell apart are in their exact order.
func TestFiguresAlmostEqual(t *testing.T) {
	for _, tt := range []struct {
		masses, weights []decimal.Decimal
		least, greatest string
	}{
		{decs("9007199254740993", "9007199254740992"), decs("1", "1"), "9007199254740992", "9007199254740993"},
		{decs("9007199254740992", "9007199254740993"), decs("1", "1"), "9007199254740992", "9007199254740993"},
		// 256·(1 + 255·2⁻⁶¹), and about 256·(1 + 44·2⁻⁶¹), which floating point makes the greater.
		{
			decs("2305843009213694207", "2305843009213694252"), decs("9007199254740992", "9007199254740993"),
			"256.0000000000000049", "256.0000000000000283",
		},
		// 1/3 and less, and more.
		{
			decs("3000000000000000", "3000000000000001", "2999999999999999"),
			decs("9000000000000000", "9000000000000000", "9000000000000000"),
			"0.3333333333333332222", "0.3333333333333334444",
		},
	} {
		d, err := trial.NewRatios(tt.masses, tt.weights)
		if err != nil {
			t.Fatal(err)
		}
		least, greatest := plainFigure(d.Least(19)), plainFigure(d.Greatest(19))
		if least != tt.least || greatest != tt.greatest {
			t.Errorf("ends of %v / %v = %s and %s, want %s and %s",
				tt.masses, tt.weights, least, greatest, tt.least, tt.greatest)
		}
	}

	// Equal figures are in the order of their weights.
	for _, factor := range []string{"1", "100000000000000000000000007"} {
		d, err := trial.NewDistribution(decs("2", "2", "1", "2"), multiples(decs("7", "3", "1", "5"), factor))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range d.Lorenz(4) {
			got = append(got, p.Weight.String())
		}
		if diff := cmp.Diff([]string{"0", "0.0625", "0.25", "0.5625", "1"}, got); diff != "" {
			t.Errorf("weights of Lorenz() mismatch (-want +got):\n%s", diff)
		}
	}
}

// Zeros are in the order of their weights, and so is a unit alone.
func TestLorenzOfZeros(t *testing.T) {
	d, err := trial.NewDistribution(decs("0", "4", "0", "0"), decs("5", "2", "1", "2"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range d.Lorenz(4) {
		got = append(got, p.Weight.String()+" "+p.Share.String())
	}
	if diff := cmp.Diff([]string{"0 0", "0.1 0", "0.3 0", "0.8 0", "1 1"}, got); diff != "" {
		t.Errorf("Lorenz() mismatch (-want +got):\n%s", diff)
	}
	if got := plainFigure(must(d.WeightOf(dec("0"), 4))); got != "0" {
		t.Errorf("WeightOf(0) = %s, want 0", got)
	}
	if got := plainFigure(must(d.ShareOf(dec("0.9"), 4))); got != "0.5" {
		t.Errorf("ShareOf(0.9) = %s, want 0.5", got)
	}

	lone, err := trial.NewDistribution(decs("4"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if points := lone.Lorenz(4); len(points) != 2 || !points[1].Share.Equal(dec("1")) {
		t.Errorf("Lorenz() of one unit = %v, want its two ends", points)
	}
}

// As many zeros as others, whose weights are large: the mean of order 0.01 of 0 and x is
// x·(1/2)¹⁰⁰, and their mean x/2.
func TestAtkinsonBesideZeros(t *testing.T) {
	for _, weight := range []string{"1", "1e50", "123456789e90"} {
		d, err := trial.NewDistribution(decs("0", "1024"), multiples(decs("1", "1"), weight))
		if err != nil {
			t.Fatal(err)
		}
		// 1 − 2⁻⁹⁹, and 2⁻⁹⁰.
		if got := plainFigure(must(d.Atkinson(dec("0.99"), 34))); got != "0.9999999999999999999999999999984223" {
			t.Errorf("Atkinson(0.99) with weights of %s = %s, want 0.9999999999999999999999999999984223", weight, got)
		}
		if got := must(d.Equivalent(dec("0.99"), 6)).Decimal; !got.Equal(dec("8.07794e-28")) {
			t.Errorf("Equivalent(0.99) with weights of %s = %v, want 8.07794e-28", weight, got)
		}
	}
	for _, zeros := range []string{"1e9", "1e23", "1e24", "1e25", "1e60", "1e99"} {
		d, err := trial.NewDistribution(decs("0", "5", "7"), append(decs(zeros), decs("1", "1")...))
		if err != nil {
			t.Fatal(err)
		}
		if got := plainFigure(must(d.Atkinson(dec("0.99"), 100))); got != "1" {
			t.Errorf("Atkinson(0.99) beside %s zeros = %s, want 1", zeros, got)
		}
	}
}

// ofRatios makes a distribution of ratios.
func ofRatios(t *testing.T, numerators, denominators []decimal.Decimal) *trial.Distribution {
	t.Helper()
	d, err := trial.NewRatios(numerators, denominators)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Groups whose figures have very different exponents are put on one scale.
func TestDecomposeFarScales(t *testing.T) {
	group := func(figures, weights []decimal.Decimal) *trial.Distribution {
		d, err := trial.NewDistribution(figures, weights)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	text := func(d trial.Decomposition, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return plainFigure(d.Between) + " " + plainFigure(d.Within)
	}

	far, large := decs("1e-99", "3e-99"), decs("1e99", "1e99")
	first := group(far, large)
	for _, tt := range []struct {
		name   string
		groups []*trial.Distribution
		want   string
	}{
		// Means 2 and 4 of as many: ln(4/3)·2/3 − ln(3/2)/3; within, (3/4·ln(3/2) − ln(2)/4) twice.
		{
			"near",
			[]*trial.Distribution{group(decs("1", "3"), nil), group(decs("2", "6"), nil)},
			"0.056633012 0.13081204",
		},
		{
			// Means 2 and 5: ln(2/3.5)·2/7 + ln(5/3.5)·5/7.
			"the second one finer",
			[]*trial.Distribution{group(decs("1", "3"), nil), group(decs("2.5", "7.5"), nil)},
			"0.094877592 0.13081204",
		},
		{
			"machine words and others", []*trial.Distribution{
				ofRatios(t, decs("1", "3"), decs("1", "1")), ofRatios(t, decs("2", "6"), decs("1e25", "1e25")),
			}, "18.551695 0.13081204", // ln(2/6e-25)/3 + ln(4/6)·2/3
		},
		{
			// The mean of the first is 1 + 1e-198 of the mean of all.
			"the farthest",
			[]*trial.Distribution{group(decs("1e99"), decs("1e99")), group(decs("1e-99"), decs("1e-99"))},
			dec("1e-198").String() + " 0",
		},
		{
			"far",
			[]*trial.Distribution{first, group(decs("2e-99", "6e-99"), decs("1e99", "1e99"))},
			"0.056633012 0.13081204",
		},
		{
			"as far as can be", []*trial.Distribution{
				first, group(decs("2.000e-97", "6e-97"), decs("0.01e99", "1e97")), group(decs("0"), decs("1e-99")),
			}, "2.4435496 0.13081204", // the mean is 12 of 2.02e99: ln(2·2.02/12)/3 + ln(4·202/12)·2/3
		},
		{
			"the same mean",
			[]*trial.Distribution{group(decs("1", "3"), nil), group(decs("2", "2"), nil)},
			"0 0.065406018",
		},
		{
			"equal within",
			[]*trial.Distribution{group(decs("1", "1"), nil), group(decs("3"), decs("2"))},
			"0.13081204 0",
		},
		{"one of zeros", []*trial.Distribution{group(decs("0", "0"), nil), group(decs("5", "5"), nil)}, "0.69314718 0"},
	} {
		if got := text(trial.Decompose(8, tt.groups...)); got != tt.want {
			t.Errorf("%s: Decompose() = %s, want %s", tt.name, got, tt.want)
		}
	}
}
