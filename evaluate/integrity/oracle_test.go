package integrity_test

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/target"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func readJSON(t testing.TB, file string, into any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}

func readCSV(t testing.TB, file string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if filepath.Ext(file) == ".gz" {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	records, err := csv.NewReader(r).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records[1:]
}

// kink returns the figures of the bunching package's example.
func kink(t testing.TB) []decimal.Decimal {
	t.Helper()
	var out []decimal.Decimal
	for _, rec := range readCSV(t, "kink.csv.gz") {
		if rec[0] != "NA" {
			out = append(out, dec(rec[0]))
		}
	}
	return out
}

func panel(t testing.TB) []integrity.TargetRevision {
	t.Helper()
	var out []integrity.TargetRevision
	for _, rec := range readCSV(t, "ratchet_panel.csv") {
		out = append(out, integrity.TargetRevision{
			Unit: rec[0], Target: dec(rec[2]), Actual: dec(rec[3]), Next: dec(rec[4]),
		})
	}
	return out
}

type bunchCase struct {
	Name            string
	Zstar, Binwidth json.Number
	Left            int `json:"bins_l"`
	Right           int `json:"bins_r"`
	Poly            int
	ExclL           int `json:"bins_excl_l"`
	ExclR           int `json:"bins_excl_r"`
	RN              []json.Number
	Excess          float64 `json:"B"`
	Ratio           float64 `json:"b"`
	Freq            []int
	Bins            []json.Number
	Coef            map[string]float64
}

// options puts a case of the R package in our words. With the target in the
// middle of its bin the package drops the last bin on either side.
func (c bunchCase) options() integrity.BunchOptions {
	o := integrity.BunchOptions{
		Target: dec(c.Zstar.String()), Width: dec(c.Binwidth.String()),
		Below: c.Left - 1, Above: c.Right - 1,
		ExcludeBelow: c.ExclL, ExcludeAbove: c.ExclR, Order: c.Poly,
	}
	for _, r := range c.RN {
		o.RoundNumbers = append(o.RoundNumbers, dec(r.String()))
	}
	return o
}

func bunchCases(t testing.TB) []bunchCase {
	t.Helper()
	b, err := os.ReadFile("testdata/bunching.json")
	if err != nil {
		t.Fatal(err)
	}

	// B and b are different numbers, which encoding/json does not tell apart.
	var raw []map[string]json.RawMessage
	var cases []bunchCase
	for _, into := range []any{&raw, &cases} {
		if err := json.Unmarshal(b, into); err != nil {
			t.Fatal(err)
		}
	}

	for i := range cases {
		for key, into := range map[string]*float64{"B": &cases[i].Excess, "b": &cases[i].Ratio} {
			if err := json.Unmarshal(raw[i][key], into); err != nil {
				t.Fatal(err)
			}
		}
	}

	return cases
}

func near(got, want, tolerance float64) bool {
	return math.Abs(got-want) <= tolerance*max(1, math.Abs(want))
}

func TestBunchAsR(t *testing.T) {
	figures := kink(t)
	for _, tt := range bunchCases(t) {
		t.Run(tt.Name, func(t *testing.T) {
			got, err := integrity.Bunch(figures, tt.options())
			if err != nil {
				t.Fatal(err)
			}
			// The package prints nine decimals.
			if math.Abs(got.Excess-tt.Excess) > 6e-10 || math.Abs(got.Ratio-tt.Ratio) > 6e-10 {
				t.Errorf("B %.10f, b %.10f; want %.9f, %.9f", got.Excess, got.Ratio, tt.Excess, tt.Ratio)
			}
			var at []string
			var counts []int
			for _, b := range got.Bins {
				at, counts = append(at, b.At.String()), append(counts, b.Count)
			}
			var bins []string
			for _, b := range tt.Bins {
				bins = append(bins, b.String())
			}
			if diff := cmp.Diff(bins, at); diff != "" {
				t.Errorf("bins mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.Freq, counts); diff != "" {
				t.Errorf("counts mismatch (-want +got):\n%s", diff)
			}
			for p, c := range got.Polynomial {
				want := tt.Coef["(Intercept)"]
				if p > 0 {
					want = tt.Coef["poly_"+string(rune('0'+p))]
				}
				if math.Abs(c-want) > 1e-9*math.Abs(want) {
					t.Errorf("coefficient %d is %v, want %v", p, c, want)
				}
			}
			if len(got.Polynomial) != tt.Poly+1 {
				t.Errorf("%d coefficients", len(got.Polynomial))
			}
		})
	}
}

func TestBinomialAsScipy(t *testing.T) {
	var f struct {
		Cases []struct {
			Missed   int     `json:"just_below"`
			Met      int     `json:"just_above"`
			TwoSided float64 `json:"p_two_sided"`
			Greater  float64 `json:"p_greater"`
		} `json:"binomial_at_threshold"`
	}

	readJSON(t, "gaming.json", &f)
	for _, tt := range f.Cases {
		w, err := integrity.Binomial(tt.Met, tt.Missed)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.TwoSided.InexactFloat64(); !near(got, tt.TwoSided, 1e-14) {
			t.Errorf("Binomial(%d, %d): two-sided %v, want %v", tt.Met, tt.Missed, got, tt.TwoSided)
		}
		if got := w.Greater.InexactFloat64(); !near(got, tt.Greater, 1e-14) {
			t.Errorf("Binomial(%d, %d): greater %v, want %v", tt.Met, tt.Missed, got, tt.Greater)
		}
	}

	if len(f.Cases) != 5 {
		t.Errorf("%d cases", len(f.Cases))
	}
}

// sequences are the figures behind the first-digit cases.
func sequences() map[string][]decimal.Decimal {
	out := map[string][]decimal.Decimal{}
	a, b := dec("1"), dec("1")
	for range 100 {
		out["fibonacci 1..100"] = append(out["fibonacci 1..100"], a)
		a, b = b, a.Add(b)
	}
	for i := range 999 {
		out["uniform 1..999"] = append(out["uniform 1..999"], decimal.New(int64(i+1), 0))
	}
	p := dec("1")
	for range 200 {
		out["powers of 2"] = append(out["powers of 2"], p)
		p = p.Add(p)
	}
	return out
}

func TestFirstDigitsAsScipy(t *testing.T) {
	var f struct {
		Cases []struct {
			Name         string
			N            int
			Counts       [9]int
			Chi2, P, MAD float64
		} `json:"benford_first_digit"`
	}

	readJSON(t, "gaming.json", &f)
	figures := sequences()
	for _, tt := range f.Cases {
		t.Run(tt.Name, func(t *testing.T) {
			d, err := integrity.FirstDigits(figures[tt.Name])
			if err != nil {
				t.Fatal(err)
			}
			if d.N != tt.N || d.Counts != tt.Counts {
				t.Errorf("counts %v of %d, want %v of %d", d.Counts, d.N, tt.Counts, tt.N)
			}
			if !near(d.ChiSquare, tt.Chi2, 1e-12) || math.Abs(d.P-tt.P) > 1e-12*tt.P ||
				!near(d.Deviation, tt.MAD, 1e-14) {
				t.Errorf(
					"χ² %v, p %v, deviation %v; want %v, %v, %v", d.ChiSquare, d.P, d.Deviation, tt.Chi2, tt.P,
					tt.MAD,
				)
			}
		})
	}
}

func TestRatchetAsNumpy(t *testing.T) {
	var f struct {
		Ratchet struct {
			Coef []float64
			SE   []float64 `json:"se_homoskedastic"`
		} `json:"ratchet_ols"`
	}
	readJSON(t, "gaming.json", &f)
	r, err := integrity.Ratchet(panel(t), target.Higher)
	if err != nil {
		t.Fatal(err)
	}
	approx := cmp.Comparer(func(a, b float64) bool { return near(a, b, 1e-12) })
	if diff := cmp.Diff(f.Ratchet.Coef, []float64{r.Constant, r.Above, r.Below}, approx); diff != "" {
		t.Errorf("coefficients mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(f.Ratchet.SE, []float64{r.ConstantError, r.AboveError, r.BelowError}, approx); diff != "" {
		t.Errorf("errors mismatch (-want +got):\n%s", diff)
	}
}
