package index_test

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// report is a public bug report about a composite of indicators under one group, and
// what is right. Fields that are absent are ones that it does not speak of.
type report struct {
	Source, What                string
	Better                      target.Direction
	Normalise, Weigh, Aggregate string
	Availability                decimal.NullDecimal
	Figures                     map[string]string // by indicator, of the units u0, u1, …
	Weights                     map[string]decimal.NullDecimal
	Scores                      map[string][]*float64 // by node
	Found                       map[string]float64    // weights by indicator
	Rising                      []string              // indicators by rising weight
	Error                       []string
	Digits                      int
}

func (c report) spec(t *testing.T) index.Spec {
	t.Helper()
	s := index.Spec{Availability: c.Availability, Nodes: []index.Node{{Code: "Index"}}}
	switch c.Normalise {
	case "as is":
		s.Normalise = index.AsIs{}
	case "":
	default:
		t.Fatalf("no normalisation %q", c.Normalise)
	}
	switch c.Aggregate {
	case "geometric":
		s.Aggregate = index.Geometric{}
	case "":
	default:
		t.Fatalf("no mean %q", c.Aggregate)
	}
	weighings := map[string]index.Weighting{
		"": nil, "equal": index.EqualWeights{}, "standard deviation": index.StandardDeviation{},
		"entropy": index.Entropy{}, "critic": index.CRITIC{},
	}
	s.Weigh = weighings[c.Weigh]

	for _, code := range slices.Sorted(maps.Keys(c.Figures)) {
		s.Nodes = append(s.Nodes, index.Node{
			Code: code, Parent: "Index", Better: cmp.Or(c.Better, target.Higher), Weight: c.Weights[code],
		})
	}
	return s
}

func (c report) data() index.Data {
	d := index.Data{Figures: map[string][]decimal.NullDecimal{}}
	for code, texts := range c.Figures {
		d.Figures[code] = testkit.Nulls(texts)
		d.Units = nil
		for i := range d.Figures[code] {
			d.Units = append(d.Units, "u"+strconv.Itoa(i))
		}
	}
	return d
}

func TestReports(t *testing.T) {
	var file struct{ Cases []report }
	testkit.ReadJSON(t, "testdata/reports.json", &file)

	for _, c := range file.Cases {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			composite, err := index.New(c.spec(t))
			var r *index.Result
			if err == nil {
				r, err = composite.Score(c.data())
			}
			if (err != nil) != (c.Error != nil) {
				t.Fatalf("Score() = %v, want an error: %t", err, c.Error != nil)
			}
			for _, word := range c.Error {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("Score() = %v, want %q in it", err, word)
				}
			}
			if err == nil {
				c.check(t, r)
			}
		})
	}
}

// check compares a result with what is right.
func (c report) check(t *testing.T, r *index.Result) {
	t.Helper()
	tolerance := math.Pow10(-cmp.Or(c.Digits, 12))
	for node, scores := range c.Scores {
		for i, want := range scores {
			got, ok := r.Score("u"+strconv.Itoa(i), node)
			if ok != (want != nil) || ok && math.Abs(got-*want) > tolerance*max(1, math.Abs(*want)) {
				t.Errorf("Score(u%d, %s) = %v, %t, want %v", i, node, got, ok, want)
			}
		}
	}

	found := map[string]float64{}
	for _, w := range r.Weights() {
		found[w.Code] = w.Weight
	}
	for code, want := range c.Found {
		if math.Abs(found[code]-want) > tolerance {
			t.Errorf("weight of %s = %v, want %v", code, found[code], want)
		}
	}
	for i := 1; i < len(c.Rising); i++ {
		if below, above := c.Rising[i-1], c.Rising[i]; found[below] >= found[above] {
			t.Errorf("weight of %s = %v, of %s %v, want it to rise", below, found[below], above, found[above])
		}
	}
}

func TestReportOfAHP(t *testing.T) {
	var file struct {
		AHP struct {
			Matrix [][]string
			Random float64 // mean index of random matrices
		}
	}
	testkit.ReadJSON(t, "testdata/reports.json", &file)
	judgements := make([][]decimal.Decimal, len(file.AHP.Matrix))
	for i, row := range file.AHP.Matrix {
		for _, text := range row {
			num, den, isFraction := strings.Cut(text, "/")
			d := testkit.Dec(num)
			if isFraction {
				d = d.DivRound(testkit.Dec(den), 30)
			}
			judgements[i] = append(judgements[i], d)
		}
	}

	got, err := index.ComparePairwise(judgements)
	if err != nil {
		t.Fatal(err)
	}
	want := (got.Lambda - 5) / 4
	if math.Abs(got.Index-want) > 1e-12 || math.Abs(got.Ratio-want/file.AHP.Random) > 1e-12 {
		t.Errorf(
			"ComparePairwise() = index %v, ratio %v, want %v, %v", got.Index, got.Ratio, want, want/file.AHP.Random,
		)
	}
}
