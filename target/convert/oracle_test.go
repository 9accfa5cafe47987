package convert_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
	"github.com/targetcascade/cascade/target/temporal"
)

// oracleCase is a case of testdata/convert.json: one target in two or more forms,
// most of them published. Each has its source.
type oracleCase struct {
	ID       string
	Method   string
	Inputs   map[string]any
	Expected map[string]any
	Printed  map[string]string
	Agrees   map[string]bool `json:"printed_agrees"`

	t *testing.T
}

func (c oracleCase) in(name string) decimal.Decimal { return testkit.Dec(c.Inputs[name].(string)) }

func (c oracleCase) years() int { return int(c.Inputs["years"].(float64)) }

// percent is an indicator of a kind per 100, with as many decimals as an oracle
// has digits.
func percent(kind target.Kind) target.Indicator {
	return target.Indicator{Code: kind.String(), Kind: kind, Per: decimal.New(100, 0), Places: target.Places(30)}
}

var level = target.Indicator{Code: "level", Kind: target.Flow, Places: target.Places(30)}

// convert converts a figure and returns the rounded and the exact result.
func (c oracleCase) convert(
	formula convert.Formula, from, to target.Indicator, x, basis decimal.Decimal, years int,
) convert.Step {
	c.t.Helper()
	conversion := convert.Conversion{Formula: formula, To: to, Basis: convert.Basis{Value: basis}, Years: years}
	s, err := conversion.Figure(x, from)
	if err != nil {
		c.t.Fatalf("%s: %v", formula, err)
	}
	return s
}

// result converts a figure, and compares the rounded result with the expected one
// of a name.
func (c oracleCase) result(
	name string, formula convert.Formula, from, to target.Indicator, x, basis decimal.Decimal, years int,
) {
	c.t.Helper()
	c.want(name, c.convert(formula, from, to, x, basis, years).Result)
}

// want compares a result with the expected one of a name, which has 30
// significant digits, and with the printed one.
func (c oracleCase) want(name string, got decimal.Decimal) {
	c.t.Helper()
	text, ok := c.Expected[name].(string)
	if !ok {
		c.t.Fatalf("no result %s is expected", name)
	}
	want := testkit.Dec(text)
	last := decimal.New(1, min(0, max(want.Exponent(), -27))) // both are rounded
	if got.Sub(want).Abs().Cmp(last) > 0 {
		c.t.Errorf("%s = %s, want %s", name, got, text)
	}

	printed, ok := c.Printed[name]
	if !ok {
		return
	}
	p := testkit.Dec(strings.TrimLeft(printed, "<>"))
	agrees, bound := got.Round(-p.Exponent()).Equal(p), strings.ContainsAny(printed, "<>")
	if agrees != c.Agrees[name] && !bound {
		c.t.Errorf("%s rounds to the printed %s: %t, want %t", name, printed, agrees, c.Agrees[name])
	}
}

// settings are cases of ways to set a target, which are no conversions: by Cohen's
// h, and by the smallest change that is significant.
var settings = []string{
	"hp2030-ahs-08-cohens-h", "hp2030-phi-05-cohens-h", "cohens-h-lower", "minimal-significance-up",
}

func TestOracle(t *testing.T) {
	data, err := os.ReadFile("testdata/convert.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []oracleCase }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}

	skipped := 0
	for _, c := range file.Cases {
		check, ok := oracleMethods[c.Method]
		if !ok {
			if !strings.Contains(strings.Join(settings, " "), c.ID) {
				t.Errorf("%s: no check for the method %q", c.ID, c.Method)
			}
			skipped++
			continue
		}
		t.Run(c.ID, func(t *testing.T) {
			c.t = t
			check(c)
		})
	}
	if len(file.Cases) != 47 || skipped != len(settings) {
		t.Errorf("%d cases, %d of them skipped, want 47 and %d", len(file.Cases), skipped, len(settings))
	}
}

var oracleMethods = map[string]func(oracleCase){
	"growth and level":               growthAndLevel,
	"increment and level":            incrementAndLevel,
	"reduction and level":            reductionAndLevel,
	"reduction and annual reduction": annualReduction,
	"annual reductions to total":     totalReduction,
	"annual growth to total":         totalGrowth,
	"multiple and growth":            multiple,
	"percentage points and percent":  pointsAndPercent,
	"percent improvement":            improvement,
	"mean yearly change":             yearlyChange,
	"ratio and count":                ratioAndCount,
	"share and part":                 shareAndPart,
	"intensity × output":             intensity,
	"refuse":                         refuse,
}

func growthAndLevel(c oracleCase) {
	growth := percent(target.Growth)
	if c.Inputs["total_growth_pct"] != nil { // the population of the plan's first density
		s := c.convert(convert.GrowthToLevel, growth, level, c.in("total_growth_pct"), c.in("base"), 0)
		c.want("level", s.Result)
		whole := level
		whole.Places = target.Places(0)
		c.result("level_whole", convert.GrowthToLevel, growth, whole, c.in("total_growth_pct"), c.in("base"), 0)
		return
	}

	growth.Per = c.in("per")
	c.want(
		"level_from_growth",
		c.convert(convert.GrowthToLevel, growth, level, c.in("annual_growth"), c.in("base"), c.years()).Exact,
	)
	c.result("growth_from_level", convert.LevelToGrowth, level, growth, c.in("level"), c.in("base"), c.years())
	if c.Expected["total_growth_from_level"] != nil {
		c.result("total_growth_from_level", convert.LevelToGrowth, level, growth, c.in("level"), c.in("base"), 0)
	}

	if c.Expected["convertible"] == false {
		constant, current := growth, level
		constant.Coverage, current.Coverage = "comparable prices", "current prices"
		conversion := convert.Conversion{
			Formula: convert.GrowthToLevel, To: current, Basis: convert.Basis{Value: c.in("base")},
		}
		if _, err := conversion.Figure(c.in("annual_growth"), constant); err == nil {
			c.t.Error("a growth at comparable prices became a level at current prices")
		}
	}
}

func incrementAndLevel(c oracleCase) {
	ratio := percent(target.Ratio)
	c.result("level_from_increment", convert.IncrementToLevel, ratio, ratio, c.in("increment"), c.in("base"), 0)
	c.result("increment_from_level", convert.LevelToIncrement, ratio, ratio, c.in("level"), c.in("base"), 0)
}

func reductionAndLevel(c oracleCase) {
	cut := percent(target.Reduction)
	to := func(name string) decimal.Decimal {
		return c.convert(convert.ReductionToLevel, cut, level, c.in(name), c.in("base"), 0).Result
	}
	if c.Inputs["limit"] != nil { // Ireland's limit is of another scope
		c.want("level", to("reduction_pct"))
		back := c.convert(convert.LevelToReduction, level, cut, c.in("limit"), testkit.Dec("47.0625"), 0)
		if !back.Result.Equal(c.in("reduction_pct")) {
			c.t.Errorf(
				"the limit is a reduction by %s of the base %v, want %s", back.Result, c.Expected["base_of_limit"],
				c.in("reduction_pct"),
			)
		}
		over := c.convert(convert.LevelToIncrement, level, level, c.in("emissions"), c.in("limit"), 0)
		c.want("over_by", over.Result)
		return
	}

	before, after := to("reduction_pct_2018"), to("reduction_pct_2023")
	c.want("level_2018", before)
	c.want("level_2023", after)
	c.want("tightened_by_mt", before.Sub(after))
	c.result("tightened_by_pct_of_old_level", convert.LevelToReduction, level, cut, after, before, 0)
}

func annualReduction(c oracleCase) {
	cut, one := percent(target.Reduction), decimal.New(1, 0)
	end := c.convert(convert.ReductionToLevel, cut, level, c.in("reduction_pct"), one, 0)
	c.result("annual_pct", convert.LevelToReduction, level, cut, end.Exact, one, c.years())
}

func total(c oracleCase, kind target.Kind) decimal.Decimal {
	var points []target.Point
	for i, x := range c.Inputs["annual_pct"].([]any) {
		points = append(points, target.Point{Period: target.Year(2006 + i), Value: testkit.Dec(x.(string))})
	}
	period := target.Years(2006, 2005+len(points))
	got, err := temporal.Combine(percent(kind), period, points, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	c.want("total_pct", got)
	return got
}

func totalReduction(c oracleCase) { total(c, target.Reduction) }

func totalGrowth(c oracleCase) {
	growth, one := percent(target.Growth), decimal.New(1, 0)
	end := c.convert(convert.GrowthToLevel, growth, level, total(c, target.Growth), one, 0)
	c.result("mean_pct", convert.LevelToGrowth, level, growth, end.Exact, one, len(c.Inputs["annual_pct"].([]any)))
}

func multiple(c oracleCase) {
	one := decimal.New(1, 0)
	c.result(
		"annual_growth_pct", convert.LevelToGrowth, level, percent(target.Growth), c.in("multiple"), one, c.years(),
	)
	c.result("total_growth_pct", convert.LevelToGrowth, level, percent(target.Growth), c.in("multiple"), one, 0)
}

func pointsAndPercent(c oracleCase) {
	share := percent(target.Share)
	c.result("percentage_points", convert.LevelToIncrement, share, share, c.in("level"), c.in("base"), 0)
	c.result("percent", convert.LevelToGrowth, share, percent(target.Growth), c.in("level"), c.in("base"), 0)
}

func improvement(c oracleCase) {
	formula, from := convert.GrowthToLevel, percent(target.Growth)
	if c.Inputs["better"] == "lower" {
		formula, from = convert.ReductionToLevel, percent(target.Reduction)
	}
	c.result("target", formula, from, level, c.in("percent"), c.in("baseline"), 0)
}

func yearlyChange(c oracleCase) {
	values := c.Inputs["values"].([]any)
	last := testkit.Dec(values[len(values)-1].(string))
	mean := testkit.Dec(c.Expected["mean_change"].(string))
	for i, x := range c.Expected["targets"].([]any) {
		years := i + 1
		var got decimal.Decimal
		if c.Inputs["by"] == "points" {
			change := mean.Mul(decimal.New(int64(years), 0))
			got = c.convert(
				convert.IncrementToLevel, percent(target.Share), percent(target.Share), change, last, 0,
			).Result
		} else {
			got = c.convert(convert.GrowthToLevel, percent(target.Growth), level, mean, last, years).Result
		}
		if want := testkit.Dec(x.(string)); !got.Round(24).Equal(want.Round(24)) { // the mean has 30 digits
			c.t.Errorf("after %d years %s, want %s", years, got, want)
		}
	}
}

func ratioAndCount(c oracleCase) {
	ratio := target.Indicator{
		Code: "density", Kind: target.Ratio, Per: decimal.New(10_000, 0), Places: target.Places(30),
	}

	stock := target.Indicator{Code: "patents", Kind: target.Stock, Places: target.Places(30)}
	people := func(name string) decimal.Decimal { return c.in(name) }
	switch {
	case c.Inputs["ratio_from"] != nil:
		from := c.convert(convert.RatioToNumerator, ratio, stock, c.in("ratio_from"), people("population_10k"), 0)
		to := c.convert(convert.RatioToNumerator, ratio, stock, c.in("ratio_to"), people("population_10k"), 0)
		c.want("count_10k_from", from.Result)
		c.want("count_10k_to_same_population", to.Result)
		c.result("annual_growth_pct", convert.LevelToGrowth, stock, percent(target.Growth), to.Exact, from.Exact, 5)
	case c.Inputs["population_10k_2019"] != nil:
		c.result(
			"ratio_with_2019", convert.NumeratorToRatio, stock, ratio, c.in("count_10k"),
			people("population_10k_2019"), 0,
		)
		c.result(
			"ratio_with_census", convert.NumeratorToRatio, stock, ratio, c.in("count_10k"),
			people("population_10k_2020_after_census"), 0,
		)
	default:
		c.result("ratio", convert.NumeratorToRatio, stock, ratio, c.in("count_10k"), people("population_10k"), 0)
		c.result(
			"count_10k_from_ratio", convert.RatioToNumerator, ratio, stock, c.in("ratio_per_10k"),
			people("population_10k"), 0,
		)
		c.roundedRatio(ratio, stock)
	}
}

// roundedRatio checks that the number behind a printed density is in the interval
// that the density, as printed, leaves.
func (c oracleCase) roundedRatio(ratio, stock target.Indicator) {
	s, err := convert.Conversion{
		Formula: convert.RatioToNumerator, To: stock, Rounded: true,
		Basis: convert.Basis{Value: c.in("population_10k"), Rounded: true},
	}.Figure(c.in("ratio_per_10k"), ratio)
	if err != nil {
		c.t.Fatal(err)
	}
	if n := c.in("count_10k"); n.Cmp(s.Low.Decimal) < 0 || n.Cmp(s.High.Decimal) > 0 {
		c.t.Errorf("%s is not from %s to %s", n, s.Low.Decimal, s.High.Decimal)
	}
}

func shareAndPart(c oracleCase) {
	share := percent(target.Share)
	from := c.convert(convert.ShareToPart, share, level, c.in("share_from_pct"), c.in("whole_from"), 0)
	to := c.convert(convert.ShareToPart, share, level, c.in("share_to_pct"), c.in("whole_to"), 0)
	c.want("part_from", from.Result)
	c.want("part_to", to.Result)
	c.result("part_growth_annual_pct", convert.LevelToGrowth, level, percent(target.Growth), to.Exact, from.Exact, 5)
}

// intensity converts a cut of energy per output, and the growth of output, into
// the growth of consumption, and back, by levels on a base of 1.
func intensity(c oracleCase) {
	cut, growth, one := percent(target.Reduction), percent(target.Growth), decimal.New(1, 0)
	ratio := target.Indicator{Code: "intensity", Kind: target.Ratio, Places: target.Places(30)}
	consumption := func(per, output decimal.Decimal) decimal.Decimal {
		return c.convert(convert.RatioToNumerator, ratio, level, per, output, 0).Exact
	}
	if c.Inputs["consumption_base"] != nil {
		output := c.convert(
			convert.GrowthToLevel, growth, level, c.in("output_annual_growth_pct"), c.in("consumption_base"),
			c.years(),
		)
		left := c.convert(convert.ReductionToLevel, cut, ratio, c.in("intensity_reduction_pct"), one, 0)
		end := consumption(left.Exact, output.Exact)
		c.want("consumption", end)
		c.result("consumption_growth_pct", convert.LevelToGrowth, level, growth, end, c.in("consumption_base"), 0)
		return
	}

	used := c.convert(convert.GrowthToLevel, growth, level, c.in("consumption_growth_pct"), one, 0).Exact
	output := c.convert(convert.GrowthToLevel, growth, level, c.in("output_growth_pct"), one, 0).Exact
	left := c.convert(convert.ReductionToLevel, cut, ratio, c.in("intensity_reduction_pct"), one, 0).Exact
	c.result("intensity_reduction_pct", convert.LevelToReduction, level, cut, used, output, 0)
	c.result("consumption_growth_pct", convert.LevelToGrowth, level, growth, consumption(left, output), one, 0)
	c.result("output_growth_pct", convert.LevelToGrowth, level, growth, used, left, 0)
}

func refuse(c oracleCase) {
	conversion := convert.Conversion{Formula: convert.LevelToGrowth, To: percent(target.Growth)}
	x, from := decimal.Decimal{}, level
	if c.Inputs["share_pct"] != nil {
		conversion.Formula, conversion.To, conversion.Basis.Value = convert.ShareToPart, level, c.in("whole")
		x, from = c.in("share_pct"), percent(target.Share)
	} else {
		conversion.Basis.Value, conversion.Years = c.in("base"), c.years()
		x = c.in("level")
	}
	if s, err := conversion.Figure(x, from); err == nil {
		c.t.Errorf("%s, want an error", s)
	}
}
