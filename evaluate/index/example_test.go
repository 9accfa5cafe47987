package index_test

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/target"
)

// Two indicators of five provinces of China in 2015, on scores from 0 to 100: invention
// patents in force per 10,000 people, and the share of inventions in the
// patents granted, %.
func ExampleNew() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	c, err := index.New(index.Spec{Nodes: []index.Node{
		{Code: "innovation"},
		{
			Code: "density", Parent: "innovation", Better: target.Higher,
			Weight: decimal.NewNullDecimal(decimal.New(2, 0)),
		},
		{Code: "share", Parent: "innovation", Better: target.Higher, Weight: decimal.NewNullDecimal(decimal.New(1, 0))},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	r, err := c.Score(index.Data{
		Units: []string{"Beijing", "Guangdong", "Jiangsu", "Shanghai", "Zhejiang"},
		Figures: map[string][]decimal.NullDecimal{
			"density": {figure("61.28"), figure("12.80"), figure("14.19"), figure("28.98"), figure("12.81")},
			"share":   {figure("37.55"), figure("13.88"), figure("14.39"), figure("29.03"), figure("9.93")},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Print(r)
	// Output:
	// unit        score
	// Beijing    100.00
	// Shanghai    45.30
	// Jiangsu      7.29
	// Guangdong    4.77
	// Zhejiang     0.01
}

// Every problem of a specification comes in one error, in a fixed order.
func ExampleNew_error() {
	_, err := index.New(index.Spec{
		Nodes: []index.Node{
			{Code: "index"},
			{Code: "density", Parent: "index"},
			{Code: "energy", Parent: "index", Better: target.Lower, Weight: decimal.NewNullDecimal(decimal.New(-1, 0))},
		},
		Aggregate: index.Power{},
	})
	fmt.Println(err)
	// Output:
	// 3 problems:
	// aggregate.p 0 is out of range: must not be 0: use Geometric
	// nodes["density"].better is required: must be higher or lower
	// nodes["energy"].weight -1 is out of range: must not be negative
}

// A unit keeps its score when one of three figures is missing, and loses it
// when two are.
func ExampleNode_availability() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	half := decimal.NewNullDecimal(decimal.RequireFromString("0.5"))
	c, err := index.New(index.Spec{
		Nodes: []index.Node{
			{Code: "quality", Availability: half},
			{Code: "a", Parent: "quality", Better: target.Higher},
			{Code: "b", Parent: "quality", Better: target.Higher},
			{Code: "c", Parent: "quality", Better: target.Higher},
		},
		Normalise: index.AsIs{},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	r, err := c.Score(index.Data{
		Units: []string{"all", "one", "two"},
		Figures: map[string][]decimal.NullDecimal{
			"a": {figure("60"), figure("60"), figure("60")},
			"b": {figure("80"), {}, figure("80")},
			"c": {figure("10"), {}, {}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for unit := range r.Units() {
		score, ok := r.Score(unit, "quality")
		fmt.Println(unit, score, ok)
	}
	// Output:
	// all 50 true
	// one 0 false
	// two 70 true
}

// Each province has its own target for energy intensity, and comes from its own
// level (figures invented). Guangdong has come four fifths of its way, Hebei
// three.
func ExampleOwnTarget() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	c, err := index.New(index.Spec{Nodes: []index.Node{
		{Code: "index"},
		{Code: "intensity", Parent: "index", Better: target.Lower, Normalise: index.OwnTarget{}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	r, err := c.Score(index.Data{
		Units:     []string{"Guangdong", "Hebei"},
		Figures:   map[string][]decimal.NullDecimal{"intensity": {figure("0.58"), figure("1.52")}},
		Baselines: map[string][]decimal.NullDecimal{"intensity": {figure("0.66"), figure("1.58")}},
		Targets:   map[string][]decimal.NullDecimal{"intensity": {figure("0.56"), figure("1.48")}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for unit, score := range r.All("intensity") {
		fmt.Printf("%s %.0f\n", unit, score)
	}
	// Output:
	// Guangdong 80
	// Hebei 60
}

// A geometric mean lets less be made up for: the weak indicator takes more of
// its place in the index than its weight.
func ExampleGeometric() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	nodes := []index.Node{
		{Code: "index"},
		{Code: "strong", Parent: "index", Better: target.Higher},
		{Code: "weak", Parent: "index", Better: target.Higher},
	}

	data := index.Data{Units: []string{"X"}, Figures: map[string][]decimal.NullDecimal{
		"strong": {figure("90")}, "weak": {figure("10")},
	}}

	for _, m := range []index.Mean{
		index.Arithmetic{}, index.Geometric{}, index.Harmonic{}, index.Power{P: decimal.New(2, 0)}, index.Minimum{},
	} {
		c, err := index.New(index.Spec{Nodes: nodes, Normalise: index.AsIs{}, Aggregate: m})
		if err != nil {
			fmt.Println(err)
			return
		}
		r, err := c.Score(data)
		if err != nil {
			fmt.Println(err)
			return
		}
		score, _ := r.Score("X", "index")
		fmt.Printf("%T %.1f\n", m, score)
	}
	// Output:
	// index.Arithmetic 50.0
	// index.Geometric 30.0
	// index.Harmonic 18.0
	// index.Power 64.0
	// index.Minimum 10.0
}

// Entropy gives the weight to the indicator that differs most.
func ExampleEntropy() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	c, err := index.New(index.Spec{
		Nodes: []index.Node{
			{Code: "index", Weigh: index.Entropy{}},
			{Code: "growth", Parent: "index", Better: target.Higher},
			{Code: "patents", Parent: "index", Better: target.Higher},
		},
		Normalise: index.AsIs{},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	r, err := c.Score(index.Data{
		Units: []string{"A", "B", "C", "D"},
		Figures: map[string][]decimal.NullDecimal{
			"growth":  {figure("7.5"), figure("8.0"), figure("8.5"), figure("9.0")},
			"patents": {figure("2"), figure("5"), figure("12"), figure("60")},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, w := range r.Weights() {
		fmt.Printf("%s %.4f\n", w.Code, w.Weight)
	}
	// Output:
	// index 1.0000
	// growth 0.0037
	// patents 0.9963
}

// Three criteria compared in pairs: quality is thrice as important as volume
// and five times as important as speed. Only the judgements above the diagonal
// need be given.
func ExampleComparePairwise() {
	d := func(n int64) decimal.Decimal { return decimal.New(n, 0) }
	c, err := index.ComparePairwise([][]decimal.Decimal{
		{d(1), d(3), d(5)},
		{d(0), d(1), d(2)},
		{d(0), d(0), d(1)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("weights %.4f\n", c.Weights)
	fmt.Printf("λ %.4f, consistency ratio %.4f\n", c.Lambda, c.Ratio)
	// Output:
	// weights [0.6483 0.2297 0.1220]
	// λ 3.0037, consistency ratio 0.0032
}

// Judgements that go in a circle are refused.
func ExampleAHP() {
	d := func(n int64) decimal.Decimal { return decimal.New(n, 0) }
	_, err := index.New(index.Spec{Nodes: []index.Node{
		{Code: "index", Weigh: index.AHP{
			Order: []string{"quality", "volume", "speed"},
			Matrix: [][]decimal.Decimal{
				{d(1), d(5), decimal.RequireFromString("0.2")},
				{d(0), d(1), d(5)},
				{d(0), d(0), d(1)},
			},
		}},
		{Code: "quality", Parent: "index", Better: target.Higher},
		{Code: "volume", Parent: "index", Better: target.Higher},
		{Code: "speed", Parent: "index", Better: target.Higher},
	}})
	fmt.Println(strings.ReplaceAll(err.Error(), ": ", ":\n  "))
	// Output:
	// nodes["index"].weigh.matrix 2.7586 cannot be met:
	//   the judgements contradict each other:
	//   their consistency ratio is above the limit 0.1
}

// One county reports a hundred times as much as the others.
func ExampleWinsorise() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	c, err := index.New(index.Spec{Nodes: []index.Node{
		{Code: "index"},
		{Code: "filings", Parent: "index", Better: target.Higher, Winsorise: &index.Winsorise{}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := c.Score(index.Data{
		Units: []string{"A", "B", "C", "D", "E", "F", "G", "H"},
		Figures: map[string][]decimal.NullDecimal{"filings": {
			figure("11"), figure("12"), figure("10"), figure("14"), figure("13"), figure("1500"), figure("15"),
			figure("12"),
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	show := func(t index.TreatedFigure) { fmt.Println(t.Unit, t.Before, "becomes", t.After) }
	for _, t := range r.Treated() {
		show(t)
	}
	score, _ := r.Score("C", "filings")
	fmt.Println("C", score)
	score, _ = r.Score("D", "filings")
	fmt.Println("D", score)
	// Output:
	// F 1500 becomes 15
	// C 0
	// D 80
}

// The human development index has fixed goalposts, so that a country's score
// does not depend on the others: life expectancy from 20 to 85 years.
func ExampleGoalposts() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	c, err := index.New(index.Spec{Nodes: []index.Node{
		{Code: "index"},
		{Code: "life", Parent: "index", Better: target.Higher, Normalise: index.Goalposts{
			Low: decimal.New(20, 0), High: decimal.New(85, 0), Clip: true,
			Onto: index.ScoreRange{To: decimal.New(1, 0)},
		}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	r, err := c.Score(index.Data{
		Units:   []string{"A", "B", "C"},
		Figures: map[string][]decimal.NullDecimal{"life": {figure("72"), figure("85.6"), figure("59")}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for unit, score := range r.Figures("life", 3) {
		fmt.Println(unit, score.StringFixed(3))
	}
	// Output:
	// A 0.800
	// B 1.000
	// C 0.600
}

// What each part adds to an index of three levels, and what it weighs. Under
// the geometric mean at the top the weaker half comes to weigh two thirds: its
// 25 give 16.67 points.
func ExampleResult_Contributions() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	c, err := index.New(index.Spec{
		Nodes: []index.Node{
			{Code: "index", Aggregate: index.Geometric{}},
			{Code: "quality", Parent: "index"},
			{Code: "volume", Parent: "index"},
			{Code: "cited", Parent: "quality", Better: target.Higher},
			{Code: "kept", Parent: "quality", Better: target.Higher, Weight: decimal.NewNullDecimal(decimal.New(3, 0))},
			{Code: "filed", Parent: "volume", Better: target.Higher},
		},
		Normalise: index.AsIs{},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	r, err := c.Score(index.Data{Units: []string{"X"}, Figures: map[string][]decimal.NullDecimal{
		"cited": {figure("40")}, "kept": {figure("20")}, "filed": {figure("100")},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	weights := r.Weights()
	for i, part := range r.Contributions("X") {
		fmt.Printf(
			"%-8s score %5.1f, effective weight %.3f, points %.2f\n", part.Code, part.Score, weights[i].Effective,
			part.Points,
		)
	}
	// Output:
	// index    score  50.0, effective weight 1.000, points 50.00
	// quality  score  25.0, effective weight 0.500, points 16.67
	// volume   score 100.0, effective weight 0.500, points 33.33
	// cited    score  40.0, effective weight 0.125, points 6.67
	// kept     score  20.0, effective weight 0.375, points 10.00
	// filed    score 100.0, effective weight 0.500, points 33.33
}

// CRITIC gives little to an indicator that says what another has said.
func ExampleCRITIC() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	c, err := index.New(index.Spec{Nodes: []index.Node{
		{Code: "index", Weigh: index.CRITIC{}},
		{Code: "applications", Parent: "index", Better: target.Higher},
		{Code: "grants", Parent: "index", Better: target.Higher},
		{Code: "lapses", Parent: "index", Better: target.Lower},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	r, err := c.Score(index.Data{
		Units: []string{"A", "B", "C", "D", "E"},
		Figures: map[string][]decimal.NullDecimal{
			"applications": {figure("10"), figure("20"), figure("30"), figure("40"), figure("50")},
			"grants":       {figure("6"), figure("11"), figure("19"), figure("24"), figure("31")},
			"lapses":       {figure("9"), figure("21"), figure("14"), figure("28"), figure("16")},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, w := range r.Weights()[1:] {
		fmt.Printf("%s %.3f\n", w.Code, w.Weight)
	}
	// Output:
	// applications 0.259
	// grants 0.252
	// lapses 0.489
}
