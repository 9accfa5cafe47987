package integrity_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/internal/testkit"
)

func TestJSON(t *testing.T) {
	testkit.ReadsBack(t, testkit.Filled[integrity.BeforeAfter](), "beforeAfter")
	testkit.ReadsBack(t, testkit.Filled[integrity.Bin](), "bin")
	testkit.ReadsBack(t, testkit.Filled[integrity.BunchOptions](), "bunchOptions")
	testkit.ReadsBack(t, testkit.Filled[integrity.Bunching](), "bunching")
	testkit.ReadsBack(t, testkit.Filled[integrity.Digits](), "digits")
	testkit.ReadsBack(t, testkit.Filled[integrity.Finding](), "finding")
	testkit.ReadsBack(t, testkit.Filled[integrity.GuardComparison](), "guardComparison")
	testkit.ReadsBack(t, testkit.Filled[integrity.GuardOptions](), "guardOptions")
	testkit.ReadsBack(t, testkit.Filled[integrity.GuardedUnit](), "guardedUnit")
	testkit.ReadsBack(t, testkit.Filled[integrity.GuardedVolume](), "guardedVolume")
	testkit.ReadsBack(t, testkit.Filled[integrity.PublishedRatio](), "publishedRatio")
	testkit.ReadsBack(t, testkit.Filled[integrity.RatchetEstimate](), "ratchetEstimate")
	testkit.ReadsBack(t, testkit.Filled[integrity.RecountOptions](), "recountOptions")
	testkit.ReadsBack(t, testkit.Filled[integrity.TargetRevision](), "targetRevision")
	testkit.ReadsBack(t, testkit.Filled[integrity.Window](), "window")
	testkit.ReadsBack(t, testkit.Filled[integrity.WindowOptions](), "windowOptions")
}

func TestJSONOfWords(t *testing.T) {
	testkit.ReadsBack(t, integrity.MiddleOfBin, "edge")
	testkit.ReadsBack(t, testkit.Filled[integrity.BunchCorrection](), "bunchCorrection")
	testkit.ReadsBack(t, integrity.MarginallyAcceptable, "conformity")
}

// TestText prints what large figures show: with commas between thousands.
func TestText(t *testing.T) {
	digits := integrity.Digits{N: 12_345, Deviation: 0.0102, ChiSquare: 1234.5, P: 0.25, Magnitude: 2}
	ratchet := integrity.RatchetEstimate{
		Above: 1234.5, AboveError: 0.25, Below: -2, BelowError: 0.5, Asymmetry: 1236.5, AsymmetryError: 1, N: 1200,
	}

	window := integrity.Window{Met: 1, Greater: decimal.New(1, 2_000_000_000)} // which no test gives

	for _, tt := range []struct{ got, want string }{
		{
			window.String(),
			"1 of 1 figures near the target just met it; by even chances so many or more would " +
				"with probability 1e2000000000. " + window.Caveat(),
		},
		{
			digits.String(),
			"First digits of 12,345 figures: acceptable conformity with Benford's law " +
				"(mean absolute deviation 0.0102, χ² 1,234.50 with 8 degrees of freedom, p 0.2500). " + digits.Caveat(),
		},
		{
			ratchet.String(),
			"For each unit above the target the next rises by 1,234.500 (standard error 0.250), " +
				"for each unit below it falls by −2.000 (0.500): " +
				"asymmetry 1,236.500 (1.000) over 1,200 revisions. " + ratchet.Caveat(),
		},
	} {
		if tt.got != tt.want {
			t.Errorf("String() = %s, want %s", tt.got, tt.want)
		}
	}
}
