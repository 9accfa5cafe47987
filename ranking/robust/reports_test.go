package robust_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

func TestReportsOfOmegaRanks(t *testing.T) {
	for _, row := range testkit.Table(t, "testdata/reports.csv") {
		t.Run(strings.Join(row[:3], " "), func(t *testing.T) {
			var better target.Direction
			if err := better.UnmarshalText([]byte(row[1])); err != nil {
				t.Fatal(err)
			}
			got, err := robust.OmegaRanks(testkit.Decs(row[3]), testkit.Dec(row[2]), better)
			if err != nil {
				t.Fatal(err)
			}
			var ranked, shared []string
			for _, r := range got {
				ranked, shared = append(ranked, r.Rank.String()), append(shared, r.Share.String())
			}
			if text := strings.Join(ranked, " "); row[4] != "" && text != row[4] {
				t.Errorf("OmegaRanks() = ranks %s, want %s", text, row[4])
			}
			if text := strings.Join(shared, " "); row[5] != "" && text != row[5] {
				t.Errorf("OmegaRanks() = shares %s, want %s", text, row[5])
			}
		})
	}
}

// Categories that were never counted have a set, and all of it is in range
// (betagouv/ComparIA 470).
func TestReportNeverCounted(t *testing.T) {
	s, err := robust.Multinomial([]robust.CategoryCount{
		{Code: "a", Count: 0}, {Code: "b", Count: 0}, {Code: "c", Count: 40}, {Code: "d", Count: 1},
	}, robust.MultinomialOptions{})
	if err != nil {
		t.Fatal(err)
	}

	for set := range s.All() {
		checkSet(t, set, robust.TwoSided, 4)
		if isCounted := set.Code == "c"; isCounted && (set.Lower != 1 || set.Upper != 1) {
			t.Errorf("the set of c is %d to %d, want 1 to 1", set.Lower, set.Upper)
		}
	}
}

// Sets of counts hold the rank and lie in range, one-sided ones go to the end, and
// simultaneous ones hold the marginal ones (csranks test_csranks_multinom.R).
func TestReportMultinomial(t *testing.T) {
	var counts []robust.CategoryCount
	for i := range 20 {
		count := int64(5 * (i + 1) * (i%3 + 1))
		counts = append(counts, robust.CategoryCount{Code: fmt.Sprintf("%02d", i), Count: count})
	}

	for _, adjustment := range []robust.Adjustment{robust.Holm, robust.Bonferroni} {
		for _, side := range []robust.Side{robust.TwoSided, robust.LowerBound, robust.UpperBound} {
			o := robust.MultinomialOptions{Side: side, Adjustment: adjustment}
			simultaneous, err := robust.Multinomial(counts, o)
			if err != nil {
				t.Fatal(err)
			}
			o.Family = robust.Marginal
			alone, err := robust.Multinomial(counts, o)
			if err != nil {
				t.Fatal(err)
			}

			marginal := map[string]robust.RankSet{}
			for set := range alone.All() {
				marginal[set.Code] = set
			}
			for set := range simultaneous.All() {
				checkSet(t, set, side, 20)
				if m := marginal[set.Code]; m.Lower < set.Lower || m.Upper > set.Upper {
					t.Errorf("%v, %v: the marginal set %+v is not in %+v", adjustment, side, m, set)
				}
			}
		}
	}
}

// Sets of ten estimates from 1 to 10, all with a standard error of 1 (csranks
// test_csranks_marg.R).
func TestReportMarginal(t *testing.T) {
	var estimates []robust.Estimate
	for i := range 10 {
		estimates = append(estimates, robust.Estimate{Code: fmt.Sprintf("%02d", i), Value: float64(i + 1), SE: 1})
	}

	for _, isSingle := range []bool{false, true} {
		for _, side := range []robust.Side{robust.TwoSided, robust.LowerBound, robust.UpperBound} {
			s, err := robust.ConfidenceSets(estimates, robust.ConfidenceOptions{
				Better: target.Higher, Family: robust.Marginal, Side: side, SingleStep: isSingle,
				Replicates: 100, Seed: 1,
			})
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for set := range s.All() {
				n++
				checkSet(t, set, side, 10)
			}
			if n != 10 {
				t.Errorf("ConfidenceSets() has %d sets, want 10", n)
			}
		}
	}
}

// checkSet reports a set that does not hold its rank, or is out of range.
func checkSet(t *testing.T, set robust.RankSet, side robust.Side, of int) {
	t.Helper()
	isInRange := 1 <= set.Lower && set.Lower <= set.Rank && set.Rank <= set.Upper && set.Upper <= of
	isOpen := (side != robust.LowerBound || set.Upper == of) && (side != robust.UpperBound || set.Lower == 1)
	if !isInRange || !isOpen {
		t.Errorf("%v: the set is %+v of %d", side, set, of)
	}
}
