package index_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func TestWeightsAsOthers(t *testing.T) {
	var f weightFile
	testkit.ReadJSON(t, "testdata/weights.json", &f)
	unit := index.ScoreRange{To: dec("1")}

	for _, tt := range f.Cases {
		for _, w := range []struct {
			name string
			by   index.Normalisation
			how  index.Weighting
			want []float64
		}{
			{"equal", index.AsIs{}, index.EqualWeights{}, tt.Equal},
			{"entropy", index.AsIs{}, index.Entropy{}, tt.Entropy},
			{"standard deviation", index.AsIs{}, index.StandardDeviation{}, tt.SD},
			{"critic", index.MinMax{Onto: unit}, index.CRITIC{}, tt.CRITIC},
		} {
			t.Run(tt.Name+"/"+w.name, func(t *testing.T) {
				s, d := flat(tt.Matrix)
				s.Normalise, s.Weigh = w.by, w.how
				if diff := cmp.Diff(w.want, siblings(mustScore(t, s, d)), approx(1e-12)); diff != "" {
					t.Errorf("weights mismatch (-want +got):\n%s", diff)
				}
			})
		}
	}

	for k, how := range []index.Weighting{index.Entropy{}, index.StandardDeviation{}, index.CRITIC{}} {
		tt := f.Published[k]
		t.Run("published/"+tt.Name, func(t *testing.T) {
			s, d := flat(tt.Matrix)
			s.Weigh, s.Normalise = how, index.AsIs{}
			if tt.Name == "critic" {
				s.Normalise = index.MinMax{}
			}
			if diff := cmp.Diff(tt.Weights, siblings(mustScore(t, s, d)), approx(tt.Tolerance)); diff != "" {
				t.Errorf("weights mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMinMaxWeightedSumAsPymcdm(t *testing.T) {
	var f struct {
		Cases []struct {
			weightCase
			Weights []json.Number
		}
	}

	testkit.ReadJSON(t, "testdata/weights.json", &f)
	for _, tt := range f.Cases {
		t.Run(tt.Name, func(t *testing.T) {
			s, d := flat(tt.Matrix)
			s.Normalise = index.MinMax{Onto: index.ScoreRange{To: dec("1")}}
			for j := range tt.Types {
				n := &s.Nodes[j+1]
				n.Weight = maybe(tt.Weights[j].String())
				if tt.Types[j] < 0 {
					n.Better = target.Lower
				}
			}

			r := mustScore(t, s, d)
			for i, unit := range d.Units {
				for j := range tt.Types {
					if got, _ := r.Score(unit, s.Nodes[j+1].Code); !near(got, tt.MinMax[i][j]) {
						t.Errorf("score %d %d is %v, want %v", i, j, got, tt.MinMax[i][j])
					}
				}
				if got, _ := r.Score(unit, "index"); !near(got, tt.WSM[i]) {
					t.Errorf("index of %s is %v, want %v", unit, got, tt.WSM[i])
				}
			}
		})
	}
}

func TestEntropyTextbook(t *testing.T) {
	var f weightFile
	testkit.ReadJSON(t, "testdata/weights.json", &f)
	s, d := flat(f.Entropy.Matrix)
	s.Normalise, s.Weigh = index.AsIs{}, index.Entropy{}
	w := siblings(mustScore(t, s, d))
	if diff := cmp.Diff(f.Entropy.W, w, approx(1e-12)); diff != "" {
		t.Errorf("weights mismatch (-want +got):\n%s", diff)
	}
	// The weights, given to an index of min-max scores.
	s.Normalise, s.Weigh = index.MinMax{Onto: index.ScoreRange{To: dec("1")}}, nil
	for j := range w {
		s.Nodes[j+1].Weight = maybe(strconv.FormatFloat(w[j], 'f', -1, 64))
	}
	var got []float64
	for _, v := range mustScore(t, s, d).All("index") {
		got = append(got, v)
	}
	if diff := cmp.Diff(f.Entropy.Score, got, approx(1e-12)); diff != "" {
		t.Errorf("scores mismatch (-want +got):\n%s", diff)
	}
}
