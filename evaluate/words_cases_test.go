package evaluate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// The figures of these cases are those at which machine words begin not to suffice, and
// everyday ones around them. 2^60 is the greatest figure that words compare, 2^61 the
// greatest number of a book.

// decimalsOf returns the decimals of a list of texts, which may have an exponent.
func decimalsOf(t testing.TB, list string) []decimal.Decimal {
	t.Helper()
	var all []decimal.Decimal
	for text := range strings.FieldsSeq(list) {
		d, err := decimal.NewFromString(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

// goalsOfEveryForm are targets with every comparator, of both signs, with and without a
// baseline.
func goalsOfEveryForm() []target.Target {
	stock := func(value string) target.Target { return aim(target.Stock, target.Higher, value) }
	return []target.Target{
		stock("3"), stock("-5"), stock("0"), stock("3e2"), stock("1152921504606846976"), stock("1152921504606846977"),
		stock("1e-18"), stock("9000000000000000000"),
		atMost(aim(target.Stock, target.Lower, "80")), atMost(aim(target.Stock, target.Lower, "-5")),
		from(stock("10"), "2"), from(stock("10"), "10"), from(stock("10"), "12"), from(stock("10.5"), "-3.25"),
		from(atMost(aim(target.Stock, target.Lower, "3")), "9"),
		from(atMost(aim(target.Stock, target.Lower, "3")), "1"),
		within(stock("4"), "6"), within(stock("-2"), "0.5"), from(within(stock("4"), "6"), "1"),
		from(within(stock("4"), "6"), "9"), from(within(stock("4"), "6"), "5"), from(within(stock("4"), "6"), "4"),
		about(stock("10"), "1"), about(stock("10"), "0.25"), about(stock("1152921504606846976"), "1"),
		from(about(stock("10"), "1"), "0"), within(stock("0"), "1e17"),
		aim(target.Position, target.Lower, "3"), from(percent(aim(target.Reduction, target.Higher, "16")), "0"),
		from(percent(aim(target.Reduction, target.Higher, "100")), "0"),
		percent(aim(target.Reduction, target.Higher, "16")),
		percent(aim(target.Growth, target.Higher, "7.5")), from(percent(aim(target.Growth, target.Higher, "7.5")), "5"),
	}
}

// figuresOfEverySize are figures to compare with them.
const figuresOfEverySize = `0 1 -1 2.9 3 3.00 3.3 4 5 5.004 5.005 6 7 10 10.5 80 1e2 300 16.005 -5 0.1 1e15 1e16 ` +
	`99999999999999999 1152921504606846975 1152921504606846976 -1152921504606846976 1152921504606846977 ` +
	`9000000000000000000 9223372036854775808 1e-18 1e-19 1e-30 1e19 3e20`

// TestCasesOnWords compares assessments on machine words with those on fractions.
func TestCasesOnWords(t *testing.T) {
	for _, goal := range goalsOfEveryForm() {
		for _, places := range []target.Precision{{}, target.Places(0), target.Places(2), target.Places(20)} {
			goal.Indicator.Places = places
			for _, value := range decimalsOf(t, figuresOfEverySize) {
				for _, published := range []bool{false, true} {
					o, options := seen("0"), evaluate.AssessOptions{Published: published}
					o.Value = value
					got, err := evaluate.AssessWith(goal, o, options)
					if published && places.IsZero() {
						continue // refused
					}
					if err != nil {
						t.Fatalf("AssessWith(%v, %v) = %v", goal, value, err)
					}
					want := evaluate.AssessByFractions(goal, o, options)
					if diff := cmp.Diff(want, got, sameDigits); diff != "" {
						t.Errorf("AssessWith(%v, %v) mismatch (-fractions +words):\n%s", goal, value, diff)
					}
				}
			}
		}
	}
}

// TestScoresOfCasesOnWords compares scorecards on machine words with those on fractions,
// for items of every form.
func TestScoresOfCasesOnWords(t *testing.T) {
	bonus := func(per, points, most string) *evaluate.Bonus {
		return &evaluate.Bonus{Per: num(per), Points: num(points), Max: num(most)}
	}
	bonuses := []*evaluate.Bonus{
		nil, bonus("0.1", "3", "9"), bonus("0.05", "0.25", "0.000000000000000001"), bonus("1", "0", "0"),
	}
	var items []evaluate.Item
	for _, points := range []evaluate.Points{
		evaluate.ProRata{},
		evaluate.Steps{Breakpoints: breakpoints("1 40", "0.90 36.5", "0.5 20")},
		evaluate.Steps{Breakpoints: breakpoints("10000000000000000000 40", "0.5 20")},
		evaluate.Interpolation{Breakpoints: breakpoints("1 40", "0.9 36", "0.5 0")},
		evaluate.Interpolation{Breakpoints: breakpoints("1.25 40", "1 36.25", "0.333 0.125")},
		evaluate.Interpolation{Breakpoints: breakpoints("1000000000000000000 40", "1 0.000000000000000001")},
		evaluate.Deductions{Per: num("0.05"), Points: num("2.5")},
		evaluate.Deductions{Per: num("0.05"), Points: num("2.5"), Begun: true},
		evaluate.Deductions{Per: num("0.000000000000000001"), Points: num("0.01")},
	} {
		for by := range evaluate.ScoreBy(3) {
			items = append(items, evaluate.Item{
				Code: "t", Max: num("40"), Points: points, ScoreBy: by, Bonus: bonuses[len(items)%len(bonuses)],
			})
		}
	}
	for _, most := range decimalsOf(
		t, "4e1 0e5 33.3 2305843009213693952 2305843009213693953 1e-18 1e-19 1e-26 9e18 4e19",
	) {
		b := &evaluate.Bonus{Per: num("0.1"), Points: most, Max: most}
		items = append(items, evaluate.Item{Code: "t", Max: most, Points: evaluate.ProRata{}, Bonus: b})
	}

	var assessments []evaluate.Assessment
	for _, goal := range goalsOfEveryForm() {
		for _, value := range decimalsOf(t, "0 1 2.9 3 3.3 5 12 80 1e15 1152921504606846976 1e-18 1e19") {
			o := seen("0")
			o.Value = value
			a, err := evaluate.Assess(goal, o)
			if err != nil {
				t.Fatal(err)
			}
			assessments = append(assessments, a)
		}
	}
	assessments = append(assessments, changedAssessments(t)...)

	for _, item := range items {
		e := single(t, item)
		for _, a := range assessments {
			onWordsAsByFractions(t, e, assessed(a))
		}
	}
}

// changedAssessments are assessments that somebody has changed after they were made.
func changedAssessments(t *testing.T) []evaluate.Assessment {
	var all []evaluate.Assessment
	for _, goal := range []target.Target{
		aim(target.Stock, target.Higher, "3"), from(percent(aim(target.Reduction, target.Higher, "16")), "0"),
		from(within(aim(target.Stock, target.Higher, "4"), "6"), "1"),
	} {
		base := assess(t, goal, "2")

		for _, change := range []func(*evaluate.Assessment){
			func(a *evaluate.Assessment) { a.Attainment = maybe("0.5") },
			func(a *evaluate.Assessment) { a.Attainment = decimal.NewNullDecimal(decimal.New(5, 30)) },
			func(a *evaluate.Assessment) { a.Attainment = decimal.NewNullDecimal(decimal.New(5, -30)) },
			func(a *evaluate.Assessment) { a.Attainment = decimal.NewNullDecimal(decimal.New(5, 2)) },
			func(a *evaluate.Assessment) { a.Attainment.Decimal = a.Attainment.Decimal.Mul(num("1.000")) },
			func(a *evaluate.Assessment) { a.Attainment, a.Met = decimal.NullDecimal{}, true },
			func(a *evaluate.Assessment) { a.Attainment, a.Met = decimal.NullDecimal{}, false },
			func(a *evaluate.Assessment) {
				a.Attainment, a.Met, a.AttainmentReason = decimal.NullDecimal{}, true, evaluate.OppositeSigns
			},
			func(a *evaluate.Assessment) {
				a.Attainment, a.Met, a.AttainmentReason = decimal.NullDecimal{}, true, evaluate.ZeroActual
			},
			func(a *evaluate.Assessment) { a.Target.Unit = "elsewhere" },
			func(a *evaluate.Assessment) { a.Target.Code = "t/440000" },
			func(a *evaluate.Assessment) { a.Target.Code = "t/elsewhere" },
			func(a *evaluate.Assessment) { a.Target.Code = "/440000" },
			func(a *evaluate.Assessment) { a.Target.Code = "x/440000" },
			func(a *evaluate.Assessment) { a.Target.Code = "t440000" },
			func(a *evaluate.Assessment) { a.Progress = decimal.NullDecimal{} },
			func(a *evaluate.Assessment) { a.Progress = maybe("0.5") },
			func(a *evaluate.Assessment) { a.Progress = decimal.NewNullDecimal(decimal.New(5, 500)) },
			func(a *evaluate.Assessment) { a.Target.Upper = decimal.New(1, 500) },
			func(a *evaluate.Assessment) { a.Target.Tolerance = decimal.New(0, 500) },
			func(a *evaluate.Assessment) { a.Target.Value = decimal.New(3, 500) },
			func(a *evaluate.Assessment) { a.Actual = decimal.New(3, -500) },
			func(a *evaluate.Assessment) { a.Target.Baseline = &target.Point{Value: decimal.New(3, 500)} },
			func(a *evaluate.Assessment) { a.Target.Indicator.Places = target.Places(31) },
			func(a *evaluate.Assessment) { a.Due.From = decimal.New(1, 500) },
			func(a *evaluate.Assessment) { a.Due.To.Decimal = decimal.New(1, 500) },
			func(a *evaluate.Assessment) { a.Due.Part = decimal.New(1, 500) },
			func(a *evaluate.Assessment) { a.Due.Of = decimal.New(1, 500) },
			func(a *evaluate.Assessment) { a.Due.From = num("1") },
			func(a *evaluate.Assessment) { a.Due.To = maybe("2") },
			func(a *evaluate.Assessment) { a.Due.To.Decimal = num("2") },
			func(a *evaluate.Assessment) { a.Due.Part, a.Due.Of = num("1"), num("2") },
			func(a *evaluate.Assessment) { a.Due.Part = num("1") },
			func(a *evaluate.Assessment) { a.Due.Of = decimal.New(0, 1) },
		} {
			a := base
			a.Target = a.Target.Clone()
			change(&a)
			all = append(all, a)
		}
	}
	return all
}

// onWordsAsByFractions scores a case both ways and compares the results to the last bit.
func onWordsAsByFractions(t *testing.T, e *evaluate.Evaluator, c evaluate.Case) {
	t.Helper()
	want, wantErr := evaluate.ScoreByFractions(e, c)
	got, err := e.Score(c)
	if fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Errorf("Score(%v) = error %v, want %v", c, err, wantErr)
		return
	}
	if diff := cmp.Diff(partsOf(want), partsOf(got), sameDigits, cmp.AllowUnexported(parts{})); diff != "" {
		t.Errorf("Score(%v) mismatch (-fractions +words):\n%s", c, diff)
	}
}

// TestTotalsOnWords compares totals whose parts have no end, and which are at a cap, at a
// grade, or at half a step of the rounding, on machine words with those on fractions.
func TestTotalsOnWords(t *testing.T) {
	share := func(code string, part, of string) evaluate.Assessment {
		goal := aim(target.Stock, target.Higher, of)
		goal.Code = code
		return assess(t, goal, part)
	}
	var cases []evaluate.Case
	for _, parts := range []string{
		"1/3 2/3", "1/3 1/3", "2/3 2/3", "1/7 6/7", "1/2 1/2", "0/1 0/1", "1/1 1/1", "0/1 1/3", "1/4 1/5", "1/3 1/6",
		"999999999999999/1000000000000000 1/1000000000000000", "1/3 0/1",
		"0.1/3 0.27037036703703695/3", // 0.12345678901234565, half between two totals
		"1/24 1/12", "1/12 1/6",       // half a step and a whole one
	} {
		var c evaluate.Case
		for i, text := range strings.Fields(parts) {
			part, of, _ := strings.Cut(text, "/")
			c.Assessments = append(c.Assessments, share(string(rune('a'+i)), part, of))
		}
		cases = append(cases, c)
	}

	book := func(round, most decimal.NullDecimal, floor bool) *evaluate.Evaluator {
		return evaluator(t, evaluate.Scheme{
			Items: []evaluate.Item{
				{Code: "a", Max: num("1"), Points: evaluate.ProRata{}},
				{Code: "b", Max: num("1"), Points: evaluate.ProRata{}},
			},
			Round: round, Cap: most, Floor: floor,
			Grades: []evaluate.Grade{
				{Name: "two", From: num("2")},
				{Name: "one", From: num("1")},
				{Name: "half", From: num("0.5")},
				{Name: "third", From: num("0.333333333333333333")},
				{Name: "low"},
			},
		})
	}
	rounds := append([]decimal.NullDecimal{{}}, nulls(t, "1 0.1 0.5 3 0.25 1e-16 1e-17 1e-24 1e18 2e18")...)
	limits := nulls(t, "1 0.9 2 0 0.75 0.6666666666666667 0.333333333333333333 0.333333333333333333333333")
	caps := append([]decimal.NullDecimal{{}}, limits...)
	for _, round := range rounds {
		for _, most := range caps {
			for _, floor := range []bool{false, round.Valid} {
				e := book(round, most, floor)
				for _, c := range cases {
					onWordsAsByFractions(t, e, c)
				}
			}
		}
	}

	// Away from the limits no fractions are needed.
	for _, tt := range []struct {
		a, b, most, round string
		floor             bool
	}{
		{"1/7", "1/3", "", "", false},
		{"1/7", "1/3", "2", "0.1", false},
		{"1/7", "1/3", "2", "0.1", true},
		{"1/7", "1/3", "0.25", "0.1", false},
		{"2/3", "2/3", "0.9", "", false},
		{"2/3", "2/3", "0.9", "1", false},
		{"1/1", "1/1", "0.9", "0.5", true},
		{"1/2", "1/2", "1", "1", false},
		{"1/4", "1/5", "", "0.25", false},
		{"0/1", "1/3", "", "3", false},
	} {
		var c evaluate.Case
		for i, text := range []string{tt.a, tt.b} {
			part, of, _ := strings.Cut(text, "/")
			c.Assessments = append(c.Assessments, share(string(rune('a'+i)), part, of))
		}
		if !evaluate.ScoresOnWords(book(maybe(tt.round), maybe(tt.most), tt.floor), c) {
			t.Errorf("Score() takes fractions for %+v", tt)
		}
	}
}

func nulls(t testing.TB, list string) []decimal.NullDecimal {
	t.Helper()
	var all []decimal.NullDecimal
	for _, d := range decimalsOf(t, list) {
		all = append(all, decimal.NewNullDecimal(d))
	}
	return all
}

// TestAwardsOnWords compares awarded points, of every size, on machine words with those
// on fractions.
func TestAwardsOnWords(t *testing.T) {
	awards := decimalsOf(t, `0 0e-18 0e-30 1 -1 39.99 40 40.0 41 4e1 1e-18 1e-19 40e18 1e18 1e19 2305843009213693952 `+
		`9223372036854775807 9223372036854775808`)
	for _, most := range decimalsOf(t, "40 0 2305843009213693952 1e-18 9e18") {
		for _, isPenalty := range []bool{false, true} {
			e := evaluator(t, evaluate.Scheme{
				Items: []evaluate.Item{
					{Code: "a", Max: most, Penalty: isPenalty, Veto: !isPenalty && most.Sign() > 0},
					{Code: "b", Max: num("40")},
				},
				Grades: []evaluate.Grade{{Name: "high", From: num("40")}, {Name: "low"}}, Failed: "failed",
			})
			for _, award := range awards {
				onWordsAsByFractions(t, e, evaluate.Case{
					Unit: "u", Awarded: map[string]decimal.Decimal{"a": award, "b": num("12.5")},
				})
			}
		}
	}
}

// TestEverydayCasesOnWords names cases that need no fractions, though they are no plain
// attainments: quotas of a plan, awards, and targets of nothing, within a range or with a
// baseline.
func TestEverydayCasesOnWords(t *testing.T) {
	stock := func(value string) target.Target { return aim(target.Stock, target.Higher, value) }
	reduction := from(percent(aim(target.Reduction, target.Higher, "16")), "0")
	for _, tt := range []struct {
		name   string
		by     evaluate.ScoreBy
		goal   target.Target
		actual string
	}{
		{"nothing, missed", evaluate.ByAttainment, stock("0"), "-1"},
		{"nothing, met", evaluate.ByAttainment, stock("0"), "1"},
		{"another sign", evaluate.ByAttainment, stock("3"), "-1"},
		{"a range, met", evaluate.ByLinear, within(stock("4"), "6"), "5"},
		{"a range, at its end", evaluate.ByLinear, within(stock("4"), "6"), "6"},
		{"a range, above", evaluate.ByLinear, within(stock("4"), "6"), "7"},
		{"a range from zero, at its end", evaluate.ByLinear, within(stock("0"), "6"), "0"},
		{"below a negative figure", evaluate.ByLinear, stock("-5"), "-6"},
		{"attainment with a baseline", evaluate.ByAttainment, from(stock("10"), "2"), "7"},
		{"progress", evaluate.ByProgress, from(stock("10"), "2"), "7"},
		{"progress back", evaluate.ByProgress, from(stock("10"), "2"), "1"},
		{"progress of a reduction", evaluate.ByProgress, reduction, "8"},
		{"linear of a reduction", evaluate.ByLinear, reduction, "8"},
	} {
		a := assess(t, tt.goal, tt.actual)
		item := evaluate.Item{Code: "t", Max: num("40"), Points: evaluate.ProRata{}, ScoreBy: tt.by}
		for _, code := range []string{"t", "t/440000"} {
			a.Target.Code = code
			if !evaluate.ScoresOnWords(single(t, item), assessed(a)) {
				t.Errorf("Score() takes fractions for %s", tt.name)
			}
			onWordsAsByFractions(t, single(t, item), assessed(a))
		}
	}

	for _, isPenalty := range []bool{false, true} {
		e := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{
			{Code: "a", Max: num("40"), Penalty: isPenalty}, {Code: "b", Max: num("40")},
		}})
		for _, award := range []string{"0", "1", "10.5", "0.000000000000000001", "40", "40.00"} {
			c := evaluate.Case{Unit: "u", Awarded: map[string]decimal.Decimal{"a": num(award), "b": num("40")}}
			if !evaluate.ScoresOnWords(e, c) {
				t.Errorf("Score() takes fractions for an award of %s", award)
			}
		}
	}
}

// TestBooksOfManyItemsOnWords scores as many items as fit the small array, and one more.
func TestBooksOfManyItemsOnWords(t *testing.T) {
	for _, n := range []int{0, 1, 2, 15, 16, 17, 40} {
		var book evaluate.Scheme
		c := evaluate.Case{Unit: "440000"}
		for i := range n {
			code := fmt.Sprint("item", i)
			book.Items = append(book.Items, evaluate.Item{Code: code, Max: num("3"), Points: evaluate.ProRata{}})
			c.Assessments = append(c.Assessments, attained(t, code, "0.5"))
		}
		if n == 0 {
			book.Items = []evaluate.Item{{Code: "a", Max: num("1")}}
			c.Awarded = map[string]decimal.Decimal{"a": num("1")}
		}
		e := evaluator(t, book)
		if !evaluate.ScoresOnWords(e, c) {
			t.Errorf("Score() takes fractions for %d items", n)
		}
		onWordsAsByFractions(t, e, c)
		if n == 0 {
			continue
		}

		// One item is assessed twice, awarded as well, or not known.
		twice := c
		twice.Assessments = append(twice.Assessments[:n:n], c.Assessments[0])
		both := c
		both.Awarded = map[string]decimal.Decimal{"item0": num("1")}
		strange := c
		strange.Awarded = map[string]decimal.Decimal{"x": num("1")}
		missing := c
		missing.Assessments = c.Assessments[1:]
		for _, other := range []evaluate.Case{twice, both, strange, missing} {
			onWordsAsByFractions(t, e, other)
			if _, err := e.Score(other); err == nil {
				t.Errorf("Score() of %v with %d items is no error", other, n)
			}
		}
	}
}

// TestStandingsOnWords compares standings within the year on machine words with those on
// fractions.
func TestStandingsOnWords(t *testing.T) {
	flow := func(value string) target.Target { return aim(target.Flow, target.Higher, value) }
	level := from(aim(target.Stock, target.Higher, "20"), "10")
	level.Baseline.Period = target.Year(2014)
	falling := from(atMost(aim(target.Stock, target.Lower, "3")), "9")
	falling.Baseline.Period = target.Year(2014)
	flat := from(aim(target.Stock, target.Higher, "10"), "10")
	flat.Baseline.Period = target.Year(2014)
	goals := []target.Target{
		flow("120"), flow("0"), flow("-7"), flow("1e2"), flow("1152921504606846976"), flow("1e17"),
		flow("0.000000000000000007"), atMost(aim(target.Flow, target.Lower, "120")), level, falling, flat,
		from(aim(target.Stock, target.Higher, "20"), "10"),
		aim(target.Stock, target.Higher, "20"), aim(target.Cumulative, target.Higher, "50"),
		until(flow("120"), target.Years(2014, 2015)),
	}
	paths := [][]target.Point{
		nil, pointsOf("2015-Q1", "0", "2015-Q2", "1", "2015-Q3", "3", "2015-Q4", "0"),
		pointsOf("2015-Q1", "3", "2015-Q2", "13", "2015-H2", "0"),
		pointsOf("2015-Q1", "0.125", "2015-Q2", "3e1", "2015-H2", "1"),
		pointsOf("2015-Q1", "1", "2015-Q2", "1", "2015-H2", "3"),
		pointsOf("2015-Q1", "1152921504606846976", "2015-Q2", "1", "2015-H2", "1"),
	}
	elapsed := []string{"2015-01", "2015-03", "2015-05", "2015-06", "2015-07", "2015-11", "2015-12", "2016-02"}
	values := decimalsOf(t, "0 1 -1 10 12.5 20 30 60 120 1e2 1e15 1152921504606846976 1e-18 0.0625 1e-20")
	flags := cmp.Options{
		sameDigits, cmpopts.IgnoreFields(evaluate.Standing{}, "Reached", "Overdue"),
		cmpopts.IgnoreFields(evaluate.Assessment{}, "ToDate"),
	}

	for _, goal := range goals {
		for _, path := range paths {
			for _, month := range elapsed {
				for _, value := range values {
					o := in(target.Months(goal.Period, months(month)), "0")
					if goal.Indicator.Kind == target.Stock {
						o.Period = months(month)
					}
					o.Value = value
					got, err := evaluate.ToDate(goal, o, evaluate.ToDateOptions{Path: path})
					if err != nil {
						continue // the path does not fit the target, or the period is another
					}
					want := evaluate.ToDateByFractions(goal, o, path, evaluate.AssessOptions{})
					if diff := cmp.Diff(want, got, flags); diff != "" {
						t.Errorf("ToDate(%v, %v of %s) mismatch (-fractions +words):\n%s", goal, value, month, diff)
					}
				}
			}
		}
	}
	for _, goal := range []target.Target{goals[0], level, falling} {
		for _, path := range paths[:3] {
			if path != nil && goal.Indicator.Kind != target.Flow {
				continue
			}
			for _, month := range []string{"2015-01/2015-03", "2015-01/2015-05", "2015"} {
				o := in(months(month), "10")
				if goal.Indicator.Kind == target.Stock {
					o.Period = o.Period.Last()
				}
				if !evaluate.JudgesOnWords(goal, o, path) {
					t.Errorf("ToDate(%v, %v) takes fractions for an everyday figure", goal, o)
				}
			}
		}
	}
}
