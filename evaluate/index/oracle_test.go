package index_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// table is a CSV file by row and column name.
type table struct {
	rows  []string
	cells map[string]map[string]string
}

func readTable(t testing.TB, file string) table {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	tab := table{cells: map[string]map[string]string{}}
	for _, rec := range records[1:] {
		tab.rows = append(tab.rows, rec[0])
		row := map[string]string{}
		for j, name := range records[0] {
			row[name] = rec[j]
		}
		tab.cells[rec[0]] = row
	}
	return tab
}

// asem returns the nodes and the figures of the ASEM data set.
func asem(t testing.TB) ([]index.Node, index.Data) {
	t.Helper()
	tree, figures := readTable(t, "asem/tree.csv"), readTable(t, "asem/figures.csv")
	d := index.Data{Units: figures.rows, Figures: map[string][]decimal.NullDecimal{}}
	parents := map[string]bool{}
	for _, row := range tree.cells {
		parents[row["parent"]] = true
	}

	var nodes []index.Node
	for _, code := range tree.rows {
		row := tree.cells[code]
		n := index.Node{Code: code, Parent: row["parent"], Weight: maybe(row["weight"])}
		if !parents[code] {
			n.Better = target.Higher
			if row["direction"] == "-1" {
				n.Better = target.Lower
			}
			for _, unit := range figures.rows {
				d.Figures[code] = append(d.Figures[code], maybe(figures.cells[unit][code]))
			}
		}
		nodes = append(nodes, n)
	}

	return nodes, d
}

// share is a data availability.
func mustScore(t testing.TB, s index.Spec, d index.Data) *index.Result {
	t.Helper()
	c, err := index.New(s)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Score(d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// near reports whether got is want to a relative 1e-12.
func near(got, want float64) bool {
	return math.Abs(got-want) <= 1e-12*max(1, math.Abs(want))
}

// compareColumn compares a result's scores at a node with a table's column.
func compareColumn(t *testing.T, r *index.Result, node string, want table) (compared, gaps int) {
	t.Helper()
	for _, unit := range want.rows {
		cell, ok := want.cells[unit][node]
		if !ok {
			t.Fatalf("no column %q", node)
		}

		got, has := r.Score(unit, node)
		if cell == "" {
			gaps++
			if has {
				t.Errorf("%s of %s is %v, want a gap", node, unit, got)
			}
			continue
		}

		compared++
		w, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			t.Fatal(err)
		}

		if !has || !near(got, w) {
			t.Errorf("%s of %s is %v (%v), want %v", node, unit, got, has, w)
		}
	}

	return compared, gaps
}

func TestASEMIndexAsCOINr(t *testing.T) {
	nodes, d := asem(t)
	r := mustScore(t, index.Spec{Nodes: nodes, Availability: maybe("0")}, d)
	normalised, scores := readTable(t, "asem/minmax.csv"), readTable(t, "asem/scores.csv")
	var compared, gaps int
	for indicator := range d.Figures {
		n, g := compareColumn(t, r, indicator, normalised)
		compared, gaps = compared+n, gaps+g
	}

	if compared != 51*49-63 || gaps != 63 {
		t.Errorf("compared %d figures and %d gaps", compared, gaps)
	}
	for _, group := range groups(nodes) {
		compareColumn(t, r, group, scores)
	}

	ranks := readTable(t, "asem/ranks.csv")
	for _, group := range groups(nodes) {
		figures := maps.Collect(r.Figures(group, 10))
		for _, unit := range ranks.rows {
			rank := 1
			for _, other := range figures {
				if other.Cmp(figures[unit]) > 0 {
					rank++
				}
			}
			if got := strconv.Itoa(rank); got != ranks.cells[unit][group] {
				t.Errorf("%s ranks %s by %s, want %s", unit, got, group, ranks.cells[unit][group])
			}
		}
	}
}

func groups(nodes []index.Node) []string {
	var out []string
	for _, n := range nodes {
		if n.Better == 0 {
			out = append(out, n.Code)
		}
	}
	return out
}

func TestASEMAvailabilityAsCOINr(t *testing.T) {
	nodes, d := asem(t)
	r := mustScore(t, index.Spec{Nodes: nodes, Availability: maybe("0.9")}, d)
	want := readTable(t, "asem/threshold_0.9.csv")
	var gaps int
	for _, group := range groups(nodes) {
		_, g := compareColumn(t, r, group, want)
		gaps += g
	}
	if gaps == 0 {
		t.Error("no unit lost a score")
	}
}

func TestASEMEffectiveWeightsAsCOINr(t *testing.T) {
	nodes, d := asem(t)
	r := mustScore(t, index.Spec{Nodes: nodes, Availability: maybe("0")}, d)
	want := readTable(t, "asem/effective_weights.csv")
	seen := 0
	for _, w := range r.Weights() {
		f, err := strconv.ParseFloat(want.cells[w.Code]["effective"], 64)
		if err != nil {
			t.Fatal(err)
		}
		if !near(w.Effective, f) {
			t.Errorf("%s weighs %v, want %v", w.Code, w.Effective, f)
		}
		seen++
	}
	if seen != len(want.rows) {
		t.Errorf("%d weights, want %d", seen, len(want.rows))
	}
}

func TestASEMNormalisationsAsCOINr(t *testing.T) {
	nodes, d := asem(t)
	unit := index.ScoreRange{To: dec("1")}

	for _, tt := range []struct {
		file string
		by   index.Normalisation
		only target.Direction // COINr's share of best is another thing where lower is better
	}{
		{"rank", index.Rank{}, 0},
		{"borda", index.Borda{}, 0},
		{"prank", index.PercentileRank{Onto: unit}, 0},
		{"dist2max", index.MinMax{Onto: unit}, 0},
		{"fracmax", index.ShareOfBest{Onto: unit}, target.Higher},
	} {
		t.Run(tt.file, func(t *testing.T) {
			want := readTable(t, "asem/"+tt.file+".csv")
			kept := []index.Node{{Code: "Index"}}
			data := index.Data{Units: d.Units, Figures: map[string][]decimal.NullDecimal{}}
			for _, n := range nodes {
				if n.Better != 0 && (tt.only == 0 || n.Better == tt.only) {
					n.Parent = "Index"
					kept = append(kept, n)
					data.Figures[n.Code] = d.Figures[n.Code]
				}
			}

			r := mustScore(t, index.Spec{Nodes: kept, Normalise: tt.by, Availability: maybe("0")}, data)
			for code := range data.Figures {
				compareColumn(t, r, code, want)
			}
		})
	}
}

type weightCase struct {
	Name      string
	Matrix    [][]json.Number
	Types     []int
	Weights   []float64
	Tolerance float64
	Equal     []float64   `json:"w_equal_weights"`
	Entropy   []float64   `json:"w_entropy_weights"`
	SD        []float64   `json:"w_standard_deviation_weights"`
	CRITIC    []float64   `json:"w_critic_weights"`
	MinMax    [][]float64 `json:"norm_minmax_normalization"`
	WSM       []float64   `json:"wsm_minmax"`
	Given     []json.Number
	W         []float64
	E         []float64
	Score     []float64 `json:"minmax_weighted_score"`
}

type weightFile struct {
	Cases, Published []weightCase
	Entropy          weightCase
}

// flat is the specification and the data of one group over the columns of a
// matrix, all better when higher.
func flat(matrix [][]json.Number) (index.Spec, index.Data) {
	s := index.Spec{Nodes: []index.Node{{Code: "index"}}}
	d := index.Data{Figures: map[string][]decimal.NullDecimal{}}
	for i, row := range matrix {
		d.Units = append(d.Units, fmt.Sprintf("u%02d", i))
		for j, v := range row {
			code := fmt.Sprintf("i%02d", j)
			d.Figures[code] = append(d.Figures[code], maybe(v.String()))
			if i == 0 {
				s.Nodes = append(s.Nodes, index.Node{Code: code, Parent: "index", Better: target.Higher})
			}
		}
	}
	return s, d
}

// siblings are the weights of the indicators of a flat index.
func siblings(r *index.Result) []float64 {
	var out []float64
	for _, w := range r.Weights()[1:] {
		out = append(out, w.Weight)
	}
	return out
}

func approx(tolerance float64) cmp.Option {
	return cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= tolerance })
}

func TestCompareAsNumpy(t *testing.T) {
	var cases []struct {
		Matrix  [][]json.Number
		Lambda  float64   `json:"lambda_max"`
		Weights []float64 `json:"weights_eigen"`
		CI, CR  float64
	}

	testkit.ReadJSON(t, "testdata/ahp.json", &cases)
	for i, tt := range cases {
		matrix := make([][]decimal.Decimal, len(tt.Matrix))
		for r, row := range tt.Matrix {
			for _, v := range row {
				matrix[r] = append(matrix[r], dec(v.String()))
			}
		}
		got, err := index.ComparePairwise(matrix)
		if err != nil {
			t.Fatal(err)
		}
		want := index.PairwiseComparison{Weights: tt.Weights, Lambda: tt.Lambda, Index: tt.CI, Ratio: tt.CR}
		if diff := cmp.Diff(want, got, approx(1e-12)); diff != "" {
			t.Errorf("case %d: ComparePairwise() mismatch (-want +got):\n%s", i, diff)
		}
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
