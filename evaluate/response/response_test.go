package response_test

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// patents reads the series of every province, and of the nation under 000000:
// column 3 applications, 4 of them inventions, 5 grants, 6 of them inventions.
func patents(t testing.TB, column, first, last int) map[string][]target.Point {
	t.Helper()
	series := map[string][]target.Point{}
	for _, row := range testkit.Table(t, "testdata/patents.csv") {
		year, err := strconv.Atoi(row[2])
		if err != nil {
			t.Fatal(err)
		}
		if row[column] != "" && year >= first && year <= last {
			series[row[0]] = append(series[row[0]], target.Point{Period: target.Year(year), Value: num(row[column])})
		}
	}
	return series
}

// solve solves a system of linear equations, and inverts its matrix.
func solve(a [][]*big.Rat, b []*big.Rat) (x []*big.Rat, inverse [][]*big.Rat) {
	n := len(a)
	m := make([][]*big.Rat, n)
	for i := range a {
		for j := range n {
			m[i] = append(m[i], new(big.Rat).Set(a[i][j]))
		}
		m[i] = append(m[i], new(big.Rat).Set(b[i]))
		for j := range n {
			unit := new(big.Rat)
			if i == j {
				unit.SetInt64(1)
			}
			m[i] = append(m[i], unit)
		}
	}

	for i := range n {
		pivot := i
		for m[pivot][i].Sign() == 0 {
			pivot++
		}

		m[i], m[pivot] = m[pivot], m[i]
		for j := 2 * n; j >= i; j-- {
			m[i][j].Quo(m[i][j], m[i][i])
		}

		for k := range n {
			if k == i {
				continue
			}
			factor := new(big.Rat).Set(m[k][i])
			for j := range m[k] {
				m[k][j].Sub(m[k][j], new(big.Rat).Mul(factor, m[i][j]))
			}
		}
	}

	for i := range n {
		x = append(x, m[i][n])
		inverse = append(inverse, m[i][n+1:])
	}
	return x, inverse
}

// regress solves the normal equations of y on the columns of the rows, and
// returns the coefficients with their variances and the degrees of freedom.
func regress(rows [][]int64, y []*big.Rat) (x, variance []*big.Rat, freedom int) {
	n := len(rows[0])
	a := make([][]*big.Rat, n)
	b := make([]*big.Rat, n)
	for i := range n {
		b[i] = new(big.Rat)
		for range n {
			a[i] = append(a[i], new(big.Rat))
		}
	}

	for k, row := range rows {
		for i := range n {
			b[i].Add(b[i], new(big.Rat).Mul(big.NewRat(row[i], 1), y[k]))
			for j := range n {
				a[i][j].Add(a[i][j], big.NewRat(row[i]*row[j], 1))
			}
		}
	}

	x, inverse := solve(a, b)
	squares := new(big.Rat)
	for k, row := range rows {
		e := new(big.Rat).Set(y[k])
		for j := range n {
			e.Sub(e, new(big.Rat).Mul(x[j], big.NewRat(row[j], 1)))
		}
		squares.Add(squares, e.Mul(e, e))
	}

	freedom = len(rows) - n
	squares.Quo(squares, big.NewRat(int64(freedom), 1))
	for i := range n {
		variance = append(variance, new(big.Rat).Mul(squares, inverse[i][i]))
	}
	return x, variance, freedom
}

// segments returns the columns of one regression for both sides of an intervention.
func segments(year int, points []target.Point) [][]int64 {
	var rows [][]int64
	for _, p := range points {
		at := int64(p.Period.EndYear() - year)
		row := []int64{1, at, 0, 0}
		if at >= 0 {
			row[2], row[3] = 1, at
		}
		rows = append(rows, row)
	}
	return rows
}

// near reports a figure that is not want, or want's root, to Digits digits.
func near(t *testing.T, what string, got decimal.NullDecimal, want *big.Rat, squared bool) {
	t.Helper()
	g := got.Decimal.Rat()
	if squared {
		g.Mul(g, g)
	}
	off := g.Sub(g, want)
	off.Quo(off, want)
	if !got.Valid || off.Abs(off).Cmp(big.NewRat(2, 1e15)) > 0 {
		t.Errorf("%s is %v, off by %s", what, got.Decimal, off.FloatString(20))
	}
}

// checkFit holds a fit against the last two coefficients of a regression.
func checkFit(t *testing.T, name string, fit response.Regression, x, variance []*big.Rat, freedom int) {
	t.Helper()
	if fit.DegreesOfFreedom != freedom {
		t.Errorf("%s: %d degrees of freedom, want %d", name, fit.DegreesOfFreedom, freedom)
	}

	for i, e := range map[int]response.Coefficient{len(x) - 2: fit.LevelChange, len(x) - 1: fit.SlopeChange} {
		name := fmt.Sprint(name, ", column ", i)
		square := new(big.Rat).Quo(new(big.Rat).Mul(x[i], x[i]), variance[i])
		near(t, name+": estimate", e.Estimate, x[i], false)
		near(t, name+": error", e.StandardError, variance[i], true)
		near(t, name+": t", e.T, square, true)
		if e.T.Decimal.Sign() != e.Estimate.Decimal.Sign() {
			t.Errorf("%s: the t statistic has the wrong sign", name)
		}
		p := transcend.StudentTail(square, freedom, evaluate.SignificantDigits)
		if !e.P.Valid || !e.P.Decimal.Equal(p) {
			t.Errorf("%s: p %v, want %s", name, e.P.Decimal, p)
		}
	}
}

func rats(points []target.Point) []*big.Rat {
	var y []*big.Rat
	for _, p := range points {
		y = append(y, p.Value.Rat())
	}
	return y
}

// The two lines are those of one regression on four columns.
func TestAnalyseAgainstNormalEquations(t *testing.T) {
	for _, code := range []string{"000000", "440000", "540000"} {
		points := patents(t, 5, 2007, 2020)[code]
		fit := analyse(t, response.Intervention{At: target.Year(2014)}, response.Behaviour{Figures: points}).Figures
		x, variance, freedom := regress(segments(2014, points), rats(points))
		checkFit(t, code, fit, x, variance, freedom)
	}
}

// Applications before and after the opinions on their quality of December 2013.
func TestQualityOpinions2013(t *testing.T) {
	intervention := response.Intervention{What: "opinions on the quality of patent applications", At: target.Year(2014)}
	all, inventions := patents(t, 3, 2010, 2020), patents(t, 4, 2010, 2020)
	nation := analyse(t, intervention, response.Behaviour{
		Unit: "000000", Figures: all["000000"], Part: inventions["000000"], Log: true,
	})
	got := map[string]string{
		"growth before": nation.Before.Growth.Decimal.StringFixed(4),
		"growth after":  nation.After.Growth.Decimal.StringFixed(4),
		"share before":  nation.Before.Share.Decimal.StringFixed(4),
		"share after":   nation.After.Share.Decimal.StringFixed(4),
		"mean before":   nation.Before.Mean.StringFixed(1),
	}
	want := map[string]string{
		// (2,234,560/1,109,428)^(1/3) − 1, (5,016,030/2,210,616)^(1/6) − 1, Σ inventions / Σ all
		"growth before": "0.2629", "growth after": "0.1463",
		"share before": "0.2883", "share after": "0.3274",
		"mean before": "1690202.3",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("nation mismatch (-want +got):\n%s", diff)
	}

	slower, higher := 0, 0
	for code, figures := range all {
		if code == "000000" {
			continue
		}
		b := response.Behaviour{Unit: code, Figures: figures, Part: inventions[code], Log: true}
		r := analyse(t, intervention, b)
		if r.Figures.SlopeChange.Estimate.Decimal.Sign() < 0 {
			slower++
		}
		if r.After.Share.Decimal.Cmp(r.Before.Share.Decimal) > 0 {
			higher++
		}
	}

	if len(all) != 32 || slower != 23 || higher != 14 {
		t.Errorf("%d provinces, %d slower, %d with more inventions, want 31, 23, 14", len(all)-1, slower, higher)
	}
}

// Grants before and after the fourteenth plan counted high-value patents in place of
// patents.
func TestHighValuePatents2021(t *testing.T) {
	intervention := response.Intervention{
		What: "high-value patents, fourteenth plan", At: target.Year(2021), From: maybe("12"), To: maybe("16"),
	}
	r := analyse(t, intervention, response.Behaviour{
		Figures: patents(t, 5, 2014, 2023)["000000"], Part: patents(t, 6, 2014, 2023)["000000"], Log: true,
	})

	if got := r.Figures.SlopeChange; got.Estimate.Decimal.Sign() >= 0 {
		t.Errorf("Analyse() = slope change %v of grants, want a negative one", got)
	}
	if got := r.Shares.SlopeChange; got.Estimate.Decimal.Sign() <= 0 {
		t.Errorf("Analyse() = slope change %v of the share of inventions, want a positive one", got)
	}
	// (12,200,650/3 − 14,486,806/7)/4
	if got := r.Sensitivity.Decimal.StringFixed(2); got != "499334.90" {
		t.Errorf("Analyse() = sensitivity %s, want 499334.90", got)
	}
}

func TestAnalyseReasons(t *testing.T) {
	straight := years(2010, "1 2 3 4 15 17 19")

	for _, tt := range []struct {
		name string
		b    response.Behaviour
		want evaluate.Reason
	}{
		{"nothing", response.Behaviour{}, evaluate.TooFewPoints},
		{"two points after", response.Behaviour{Figures: straight[:6]}, evaluate.TooFewPoints},
		{"two points before", response.Behaviour{Figures: straight[2:]}, evaluate.TooFewPoints},
		{"seven points", response.Behaviour{Figures: straight}, 0},
		{
			"logarithm of zero",
			response.Behaviour{Figures: years(2010, "0 1 2 3 4 5 6"), Log: true},
			evaluate.ZeroBase,
		},
		{
			"logarithm of a negative figure",
			response.Behaviour{Figures: years(2010, "-1 1 2 3 4 5 6"), Log: true},
			evaluate.OppositeSigns,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := analyse(t, response.Intervention{At: target.Year(2014)}, tt.b)
			if r.Figures.Reason != tt.want {
				t.Errorf("Analyse() = %q, want %q", r.Figures.Reason, tt.want)
			}
			text := strings.Join(strings.Fields(r.Explain()), " ")
			if !strings.Contains(text, response.Caution) {
				t.Errorf("Explain() = %s without the caution", text)
			}
			if tt.want != 0 && !strings.Contains(text, "no fit, "+tt.want.String()) {
				t.Errorf("Explain() = %s, want the reason %q", text, tt.want)
			}
		})
	}
}

// Points that lie exactly on two lines have no standard error, and no test.
func TestAnalyseTwoLines(t *testing.T) {
	points := years(2010, "1 2 3 4 15 17 19")
	got := analyse(t, response.Intervention{At: target.Year(2014)}, response.Behaviour{Figures: points}).Figures
	want := response.Regression{
		Points: 7, DegreesOfFreedom: 3,
		LevelChange: response.Coefficient{Estimate: maybe("10"), StandardError: maybe("0")},
		SlopeChange: response.Coefficient{Estimate: maybe("1"), StandardError: maybe("0")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Analyse() mismatch (-want +got):\n%s", diff)
	}
}

// A first figure of zero has no growth. A last one of zero is a growth of −100 %.
func TestAnalyseNoGrowth(t *testing.T) {
	b := response.Behaviour{Figures: years(2010, "0 1 2 3 4 2 0")}
	r := analyse(t, response.Intervention{At: target.Year(2014)}, b)
	if r.Before.Growth.Valid || !r.After.Growth.Decimal.Equal(num("-1")) {
		t.Errorf("Analyse() = growth %v, then %v, want none, then -1", r.Before.Growth, r.After.Growth)
	}
}

func TestAnalyseErrors(t *testing.T) {
	far := decimal.NewNullDecimal(decimal.New(1, 1<<30))
	_, err := response.Analyse(
		response.Intervention{From: far, To: far},
		response.Behaviour{Figures: []target.Point{{}}, Part: years(2010, "1")},
	)
	want := []string{
		"intervention.at is required",
		"intervention.from is out of range",
		"intervention.to is out of range",
		`behaviour.figures[""].period is required`,
	}
	if diff := cmp.Diff(want, testkit.Problems(err)); diff != "" {
		t.Errorf("Analyse() mismatch (-want +got):\n%s", diff)
	}
}

func TestInterventionOf(t *testing.T) {
	before := target.Target{
		Code: "t", Indicator: target.Indicator{Code: "x", Kind: target.Ratio, Better: target.Higher},
		Unit: "440000", Period: target.Year(2015), Value: num("12"),
	}
	after := before
	after.Code, after.Value = "t2", num("16")
	other := after
	other.Indicator.Code = "y"
	tests := []struct {
		name     string
		date     string
		from, to *target.Target
		at       target.Period
		compared bool
	}{
		{"a day in the year", "2013-12-18", &before, &after, target.Year(2014), true},
		{"the first day of a year", "2014-01-01", &before, &after, target.Year(2014), true},
		{"a month", "2014-01", &before, &after, target.Year(2015), true},
		{"a year", "2020", &before, &after, target.Year(2021), true},
		{"another indicator", "2020", &before, &other, target.Year(2021), false},
		{"issued", "2020", nil, &after, target.Year(2021), false},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := target.AgendaChange{What: target.Replaced, Date: tt.date, From: tt.from, To: tt.to}
			got, err := response.InterventionOf(c)
			if err != nil {
				t.Fatal(err)
			}
			want := response.Intervention{What: c.String(), At: tt.at}
			if tt.compared {
				want.From, want.To = maybe("12"), maybe("16")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("InterventionOf() mismatch (-want +got):\n%s", diff)
			}
		})
	}

	for _, date := range []string{"", "soon", "2013-13", "2013-Q1x", "2013/2014"} {
		_, err := response.InterventionOf(target.AgendaChange{What: target.Issued, Date: date})
		if !errors.Is(err, target.ErrInvalid) {
			t.Errorf("InterventionOf() on %q = %v, want ErrInvalid", date, err)
		}
	}
}
