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
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// patents reads the series of every province, and of the nation under 000000:
// column 3 applications, 4 of them inventions, 5 grants, 6 of them inventions.
func patents(t testing.TB, column, first, last int) map[string][]target.Point {
	t.Helper()
	series := map[string][]target.Point{}
	for _, row := range table(t, "testdata/patents.csv") {
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

// segments returns the columns of one regression for both sides of a intervention.
func segments(intervention int, points []target.Point) [][]int64 {
	var rows [][]int64
	for _, p := range points {
		at := int64(p.Period.EndYear() - intervention)
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
func checkFit(t *testing.T, name string, fit response.Fit, x, variance []*big.Rat, freedom int) {
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
		if want := transcend.StudentTail(square, freedom, evaluate.SignificantDigits); !e.P.Valid || !e.P.Decimal.Equal(want) {
			t.Errorf("%s: p %v, want %s", name, e.P.Decimal, want)
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

// TestRespondAgainstNormalEquations holds the two lines against one regression
// on four columns.
func TestRespondAgainstNormalEquations(t *testing.T) {
	for _, code := range []string{"000000", "440000", "540000"} {
		points := patents(t, 5, 2007, 2020)[code]
		fit := analyse(t, response.Intervention{At: target.Year(2014)}, response.Behaviour{Figures: points}).Figures
		x, variance, freedom := regress(segments(2014, points), rats(points))
		checkFit(t, code, fit, x, variance, freedom)
	}
}

// TestQualityOpinions2013 looks at the applications before and after the
// opinions on the quality of applications of December 2013.
func TestQualityOpinions2013(t *testing.T) {
	intervention := response.Intervention{What: "opinions on the quality of patent applications", At: target.Year(2014)}
	all, inventions := patents(t, 3, 2010, 2020), patents(t, 4, 2010, 2020)
	nation := analyse(t, intervention,
		response.Behaviour{Unit: "000000", Figures: all["000000"], Part: inventions["000000"], Log: true})
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
		r := analyse(t, intervention,
			response.Behaviour{Unit: code, Figures: figures, Part: inventions[code], Log: true})
		if r.Figures.SlopeChange.Estimate.Decimal.Sign() < 0 {
			slower++
		}
		if r.After.Share.Decimal.Cmp(r.Before.Share.Decimal) > 0 {
			higher++
		}
	}

	if len(all) != 32 || slower != 23 || higher != 14 {
		t.Errorf("of %d provinces growth slowed in %d, the share of inventions rose in %d", len(all)-1, slower, higher)
	}
}

// TestHighValueTurn2021 looks at the grants before and after the fourteenth
// plan counted high-value patents in place of patents.
func TestHighValueTurn2021(t *testing.T) {
	intervention := response.Intervention{What: "high-value patents, fourteenth plan", At: target.Year(2021),
		From: maybe("12"), To: maybe("16")}
	r := analyse(t, intervention, response.Behaviour{
		Figures: patents(t, 5, 2014, 2023)["000000"], Part: patents(t, 6, 2014, 2023)["000000"], Log: true,
	})

	if r.Figures.SlopeChange.Estimate.Decimal.Sign() >= 0 || r.Shares.SlopeChange.Estimate.Decimal.Sign() <= 0 {
		t.Errorf("grants should bend down and the share of inventions up: %v, %v", r.Figures.SlopeChange,
			r.Shares.SlopeChange)
	}
	// (12,200,650/3 − 14,486,806/7)/4
	if got := r.Sensitivity.Decimal.StringFixed(2); got != "499334.90" {
		t.Errorf("followed by %s", got)
	}
}

func TestRespondEdges(t *testing.T) {
	intervention := response.Intervention{At: target.Year(2014)}
	straight := years(2010, "1", "2", "3", "4", "15", "17", "19")
	r := analyse(t, intervention, response.Behaviour{Figures: straight})
	if !r.Figures.LevelChange.Estimate.Decimal.Equal(num("10")) ||
		!r.Figures.SlopeChange.Estimate.Decimal.Equal(num("1")) || r.Figures.LevelChange.T.Valid ||
		r.Figures.DurbinWatson.Valid {
		t.Errorf("points on two lines: %+v", r.Figures)
	}

	if r = analyse(t, intervention,
		response.Behaviour{Figures: straight[:6]}); r.Figures.Reason != evaluate.TooFewPoints || r.After.Points != 2 {
		t.Errorf("two points after: %+v", r)
	}
	if r = analyse(t, intervention, response.Behaviour{}); r.Figures.Reason != evaluate.TooFewPoints ||
		r.Before.Points != 0 {
		t.Errorf("nothing: %+v", r)
	}
	if r = analyse(t, intervention,
		response.Behaviour{Figures: years(2010, "0", "1", "2", "3", "4", "5", "6"),
			Log: true}); r.Figures.Reason != evaluate.ZeroBase || r.Before.Growth.Valid {
		t.Errorf("logarithm of zero: %+v", r)
	}

	if r = analyse(t, intervention,
		response.Behaviour{Figures: years(2010, "-1", "1", "2", "3", "4", "5", "6"),
			Log: true}); r.Figures.Reason != evaluate.OppositeSigns {
		t.Errorf("logarithm of a negative figure: %+v", r)
	}

	_, err := response.Analyse(
		response.Intervention{From: decimal.NewNullDecimal(decimal.New(1, 1<<30))},
		response.Behaviour{Figures: []target.Point{{}}, Part: years(2010, "1")},
	)
	if len(target.AllErrors(err)) != 3 || !errors.Is(err, target.ErrRange) || !errors.Is(err, target.ErrRequired) {
		t.Errorf("bad input: %v", err)
	}
	if text := r.Explain(); !strings.Contains(strings.Join(strings.Fields(text), " "), response.Caution) || !strings.Contains(text, "no fit, opposite signs") {
		t.Errorf("explained as %s", text)
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
			got, err := response.InterventionOf(target.Change{What: target.Replaced, Date: tt.date, From: tt.from,
				To: tt.to})
			if err != nil {
				t.Fatal(err)
			}
			if got.At != tt.at || got.From.Valid != tt.compared || got.To.Valid != tt.compared || got.What == "" {
				t.Errorf("got %+v", got)
			}
		})
	}

	for _, date := range []string{"", "soon", "2013-13", "2013-Q1x", "2013/2014"} {
		if _, err := response.InterventionOf(target.Change{What: target.Issued, Date: date}); !errors.Is(err, target.ErrInvalid) {
			t.Errorf("date %q: %v", date, err)
		}
	}
}
