package index_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/target"
)

// single scores one column under one normalisation.
func single(t testing.TB, n index.Node, d index.Data) []string {
	t.Helper()
	n.Code, n.Parent = "a", "x"
	r := mustScore(t, index.Spec{Nodes: []index.Node{group("x", ""), n}, Availability: maybe("0")}, d)
	var out []string
	for _, unit := range d.Units {
		if v, ok := r.Score(unit, "a"); ok {
			out = append(out, fmt.Sprintf("%.10g", v))
		} else {
			out = append(out, "gap")
		}
	}
	return out
}

func TestNormalisations(t *testing.T) {
	ten := index.ScoreRange{To: dec("10")}
	column := func(values string) index.Data {
		d := index.Data{Figures: map[string][]decimal.NullDecimal{"a": figures(values)}}
		for i := range d.Figures["a"] {
			d.Units = append(d.Units, string(rune('p'+i)))
		}
		return d
	}

	targets := func(d index.Data, targets, bases []decimal.NullDecimal) index.Data {
		d.Targets = map[string][]decimal.NullDecimal{"a": targets}
		if bases != nil {
			d.Baselines = map[string][]decimal.NullDecimal{"a": bases}
		}
		return d
	}

	for _, tt := range []struct {
		name   string
		by     index.Normalisation
		better target.Direction
		data   index.Data
		want   []string
	}{
		{"min-max", index.MinMax{}, target.Higher, column("20 40 - 30"), []string{"0", "100", "gap", "50"}},
		{
			"min-max lower",
			index.MinMax{Onto: index.ScoreRange{From: dec("1"), To: dec("5")}},
			target.Lower,
			column("20 40 25"),
			[]string{"5", "1", "4"},
		},
		{
			"goalposts",
			index.Goalposts{Low: dec("0"), High: dec("50"), Onto: ten},
			target.Higher,
			column("-10 20 60"),
			[]string{"-2", "4", "12"},
		},
		{
			"goalposts clipped",
			index.Goalposts{Low: dec("0"), High: dec("50"), Clip: true, Onto: ten},
			target.Higher, column("-10 20 60 -"),
			[]string{"0", "4", "10", "gap"},
		},
		{
			"goalposts lower",
			index.Goalposts{Low: dec("0"), High: dec("50"), Clip: true, Onto: ten},
			target.Lower,
			column("-10 20 60"),
			[]string{"10", "6", "0"},
		},
		{
			"goalposts of a constant",
			index.Goalposts{Low: dec("0"), High: dec("8")},
			target.Higher, column("2 2"),
			[]string{"25", "25"},
		},
		{"z-score", index.ZScore{}, target.Higher, column("1 2 3"), []string{"-1", "0", "1"}},
		{
			"z-score around 100",
			index.ZScore{Mean: dec("100"), SD: dec("10")},
			target.Lower, column("1 2 - 3"),
			[]string{"110", "100", "gap", "90"},
		},
		{"rank", index.Rank{}, target.Higher, column("5 7 5 1 -"), []string{"2", "4", "2", "1", "gap"}},
		{"rank lower", index.Rank{}, target.Lower, column("5 7 5 1"), []string{"2", "1", "2", "4"}},
		{
			"rank beyond floats",
			index.Rank{},
			target.Higher,
			column("1.00000000000000000002 1.00000000000000000001 1.000000000000000000010 1"),
			[]string{"4", "2", "2", "1"},
		},
		{"borda", index.Borda{}, target.Lower, column("5 7 5 1"), []string{"1", "0", "1", "3"}},
		{
			"percentile",
			index.PercentileRank{},
			target.Higher, column("5 7 5 1 9 -"),
			[]string{"25", "75", "25", "0", "100", "gap"},
		},
		{
			"share of best",
			index.ShareOfBest{},
			target.Higher, column("5 20 -10 -"),
			[]string{"25", "100", "-50", "gap"},
		},
		{
			"share of best lower",
			index.ShareOfBest{Onto: ten},
			target.Lower, column("5 20 10"),
			[]string{"10", "2.5", "5"},
		},
		{"as is", index.AsIs{}, target.Higher, column("5 -0.25 -"), []string{"5", "-0.25", "gap"}},
		{
			"own target",
			index.OwnTarget{},
			target.Higher,
			targets(column("50 120 80 - 1"), figures("100 100 -40 7 -"), nil),
			[]string{"50", "120", "400", "gap", "gap"},
		},
		{
			"own target capped",
			index.OwnTarget{Cap: true},
			target.Higher,
			targets(column("50 120"), figures("100 100"), nil),
			[]string{"50", "100"},
		},
		{
			"own target from a baseline",
			index.OwnTarget{Onto: index.ScoreRange{To: dec("1")}},
			target.Lower,
			targets(column("1.00 0.92 0.8 1.1 0.7"), figures("0.8 0.8 0.8 0.8 0.9"), figures("1 1 1 1 -")),
			[]string{"0", "0.4", "1", "-0.5", "1.222222222"},
		},
		{
			"own target, all beyond it",
			index.OwnTarget{},
			target.Higher,
			targets(column("20 40 60 80"), figures("10 10 10 10"), nil),
			[]string{"200", "400", "600", "800"},
		},
		{
			"own target nearer",
			index.OwnTarget{},
			target.Nearer,
			targets(column("103 107 111"), figures("107 107 107"), figures("115 115 115")),
			[]string{"50", "100", "50"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(
				tt.want, single(t, index.Node{Normalise: tt.by, Better: tt.better}, tt.data),
			); diff != "" {
				t.Errorf("scores mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
