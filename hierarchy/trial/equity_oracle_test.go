package trial_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/trial"
)

// digits of the published figures in testdata/equity.json, which were computed
// with fractions.
const digits = 30

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func decs(s ...string) []decimal.Decimal {
	var out []decimal.Decimal
	for _, x := range s {
		out = append(out, dec(x))
	}
	return out
}

// equityCase is one case of testdata/equity.json.
type equityCase struct {
	ID       string
	Source   string
	Method   string
	Inputs   equityInputs
	Expected map[string]json.RawMessage
	Printed  map[string]string
}

type equityInputs struct {
	X, Weights []string
	WeightsAre string `json:"weights_are"`
	Groups     []string
	P, L       string

	Burden, Income []string

	BaseMt       []string `json:"base_mt"`
	ReductionPct []string `json:"reduction_pct"`
	PopulationM  []string `json:"population_m"`
	GDPPerHead   []string `json:"gdp_per_head"`
}

func equityCases(t *testing.T) []equityCase {
	t.Helper()
	text, err := os.ReadFile("testdata/equity.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []equityCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

// distribution is what the inputs of a case describe.
func (in equityInputs) distribution() (*trial.Distribution, error) {
	switch {
	case in.WeightsAre == "counts":
		return trial.NewCounts(decs(in.X...), decs(in.Weights...))
	case in.Weights != nil:
		return trial.NewDistribution(decs(in.X...), decs(in.Weights...))
	}
	return trial.NewDistribution(decs(in.X...), nil)
}

// measure computes a measure by the name that the cases give it.
func measure(d *trial.Distribution, name string) (decimal.NullDecimal, bool) {
	switch name {
	case "mean":
		return d.Mean(digits), true
	case "gini":
		return d.Gini(digits), true
	case "gini_corrected":
		return d.SampleGini(digits), true
	case "theil_t":
		return d.TheilT(digits), true
	case "theil_l":
		return d.TheilL(digits), true
	case "atkinson_0.5":
		return must(d.Atkinson(dec("0.5"), digits)), true
	case "atkinson_1":
		return must(d.Atkinson(dec("1"), digits)), true
	case "atkinson_2":
		return must(d.Atkinson(dec("2"), digits)), true
	case "equally_distributed_equivalent_0.5":
		return must(d.Equivalent(dec("0.5"), digits)), true
	case "equally_distributed_equivalent_1":
		return must(d.Equivalent(dec("1"), digits)), true
	case "cv":
		return d.Variation(digits), true
	case "cv_sample":
		return d.SampleVariation(digits), true
	case "hoover":
		return d.Hoover(digits), true
	}
	return decimal.NullDecimal{}, false
}

func TestPublishedInequality(t *testing.T) {
	for _, c := range equityCases(t) {
		t.Run(c.ID, func(t *testing.T) {
			switch c.Method {
			case "inequality":
				checkInequality(t, c)
			case "lorenz":
				checkLorenz(t, c)
			case "theil by groups":
				checkGroups(t, c)
			case "concentration":
				checkConcentration(t, c)
			case "burden of a plan":
				checkBurden(t, c)
			case "gini of awards":
				t.Skip("TestGiniOfAwards")
			default:
				t.Fatalf("method %q", c.Method)
			}
		})
	}
}

func checkInequality(t *testing.T, c equityCase) {
	d, err := c.Inputs.distribution()
	if _, refused := c.Expected["error_or_absent"]; refused {
		if err == nil && d.Gini(digits).Valid {
			t.Errorf("Gini(%v) = %v, want none", c.Inputs.X, d.Gini(digits))
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	checkMeasures(t, d, c.Expected)
	for name, want := range c.Printed {
		got, _ := measure(d, name)
		if places := -dec(want).Exponent(); !got.Decimal.Round(places).Equal(dec(want)) {
			t.Errorf("%s = %v, want %s as printed", name, got.Decimal, want)
		}
	}
}

func checkMeasures(t *testing.T, d *trial.Distribution, expected map[string]json.RawMessage) {
	t.Helper()
	for name, raw := range expected {
		if name == "lorenz" {
			checkPoints(t, d, raw)
			continue
		}
		got, known := measure(d, name)
		if !known {
			t.Errorf("no measure %q", name)
			continue
		}
		checkNull(t, name, got, raw)
	}
}

// checkNull compares a figure with what stands in a case: text, or null.
func checkNull(t *testing.T, name string, got decimal.NullDecimal, raw json.RawMessage) {
	t.Helper()
	var want *string
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(name, err)
	}
	switch {
	case want == nil && got.Valid:
		t.Errorf("%s = %v, want none", name, got.Decimal)
	case want != nil && (!got.Valid || !got.Decimal.Equal(dec(*want))):
		t.Errorf("%s = %v, want %s", name, got, *want)
	}
}

func checkPoints(t *testing.T, d *trial.Distribution, raw json.RawMessage) {
	t.Helper()
	var want [][2]string
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	got := d.Lorenz(digits)
	if len(got) != len(want) {
		t.Fatalf("Lorenz() = %v, want %v", got, want)
	}
	for i, p := range want {
		if !got[i].Weight.Equal(dec(p[0])) || !got[i].Share.Equal(dec(p[1])) {
			t.Errorf("Lorenz()[%d] = %v, want %v", i, got[i], p)
		}
	}
}

func checkLorenz(t *testing.T, c equityCase) {
	d, err := c.Inputs.distribution()
	if err != nil {
		t.Fatal(err)
	}
	checkPoints(t, d, c.Expected["lorenz"])
	checkNull(t, "ShareOf", must(d.ShareOf(dec(c.Inputs.P), digits)), c.Expected["L_at_p"])
	checkNull(t, "WeightOf", must(d.WeightOf(dec(c.Inputs.L), digits)), c.Expected["p_at_L"])
}

func checkGroups(t *testing.T, c equityCase) {
	members := map[string][]decimal.Decimal{}
	for i, g := range c.Inputs.Groups {
		members[g] = append(members[g], dec(c.Inputs.X[i]))
	}
	var groups []*trial.Distribution
	for _, g := range []string{"a", "b"} {
		d, err := trial.NewDistribution(members[g], nil)
		if err != nil {
			t.Fatal(err)
		}
		groups = append(groups, d)
	}
	got, err := trial.Decompose(digits, groups...)
	if err != nil {
		t.Fatal(err)
	}
	checkNull(t, "Between", got.Between, c.Expected["theil_t_between"])
	checkNull(t, "Within", got.Within, c.Expected["theil_t_within"])
}

func checkConcentration(t *testing.T, c equityCase) {
	burden, err := trial.NewDistribution(decs(c.Inputs.Burden...), nil)
	if err != nil {
		t.Fatal(err)
	}
	income, err := trial.NewDistribution(decs(c.Inputs.Income...), nil)
	if err != nil {
		t.Fatal(err)
	}
	concentration, err := burden.Concentration(decs(c.Inputs.Income...), digits)
	if err != nil {
		t.Fatal(err)
	}
	checkNull(t, "Concentration", concentration, c.Expected["concentration_of_burden"])
	checkNull(t, "Gini", income.Gini(digits), c.Expected["gini_of_income"])
	progressivity, err := burden.Progressivity(decs(c.Inputs.Income...), digits)
	if err != nil {
		t.Fatal(err)
	}
	checkNull(t, "Progressivity", progressivity, c.Expected["progressivity"])
}

func checkBurden(t *testing.T, c equityCase) {
	in := c.Inputs
	var cuts, output []decimal.Decimal
	people, incomes := decs(in.PopulationM...), decs(in.GDPPerHead...)
	for i, base := range decs(in.BaseMt...) {
		cuts = append(cuts, base.Mul(dec(in.ReductionPct[i])).Shift(-2))
		output = append(output, people[i].Mul(incomes[i]).Shift(-6)) // million millions
	}
	heads, err := trial.NewRatios(cuts, people)
	if err != nil {
		t.Fatal(err)
	}
	per, err := trial.NewRatios(cuts, output)
	if err != nil {
		t.Fatal(err)
	}
	checkNull(t, "mean per head", heads.Mean(digits), c.Expected["mean_per_head_t"])
	checkNull(t, "mean per output", per.Mean(digits), c.Expected["mean_per_gdp_t_per_million"])
	checkGroup(t, heads, c.Expected["per_head"])
	checkGroup(t, per, c.Expected["per_gdp"])
	if got, want := heads.Greatest(digits).Decimal, dec("6.71755217979917110323003961761"); !got.Equal(want) {
		t.Errorf("Greatest() = %v, want %v, Luxembourg's", got, want)
	}
	if got := heads.Least(digits).Decimal; !got.IsZero() {
		t.Errorf("Least() = %v, want 0, Bulgaria's", got)
	}

	concentration, err := heads.Concentration(incomes, digits)
	if err != nil {
		t.Fatal(err)
	}
	wealth, err := trial.NewDistribution(incomes, people)
	if err != nil {
		t.Fatal(err)
	}
	checkNull(t, "Concentration", concentration, c.Expected["concentration_of_burden"])
	checkNull(t, "Gini of GDP per head", wealth.Gini(digits), c.Expected["gini_of_gdp_per_head"])
	progressivity, err := heads.Progressivity(incomes, digits)
	if err != nil {
		t.Fatal(err)
	}
	checkNull(t, "Progressivity", progressivity, c.Expected["progressivity"])
}

func checkGroup(t *testing.T, d *trial.Distribution, raw json.RawMessage) {
	t.Helper()
	var expected map[string]json.RawMessage
	if err := json.Unmarshal(raw, &expected); err != nil {
		t.Fatal(err)
	}
	checkMeasures(t, d, expected)
}
