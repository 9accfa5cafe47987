package apportion_test

import (
	"encoding/json"
	"math/big"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/targetcascade/cascade/internal/apportion"
)

// number is a JSON number, or a string that holds a decimal or a fraction.
type number struct{ big.Rat }

func (n *number) UnmarshalJSON(b []byte) error {
	if len(b) > 1 && b[0] == '"' {
		b = b[1 : len(b)-1]
	}
	return n.UnmarshalText(b)
}

// published is one case of testdata/cases.json: a division with the result that a publication
// or another system gives, named in Source.
type published struct {
	Source      string
	Method      string
	Total       number
	Weights     []number
	Min, Max    []*number
	Threshold   *number // share of the sum below which a claim is dropped
	Granularity *number // quantum
	Ties        *struct {
		Indices []int
		Seats   int
	}
	Expect       []number
	ExpectError  string  `json:"expect_error"`
	FirstDivisor *number `json:"first_divisor"`
	Oracle       *bool
}

var publishedMethods = map[string]apportion.Method{
	"largest-remainder": apportion.LargestRemainder,
	"sainte-lague":      apportion.Webster,
	"dhondt":            apportion.Jefferson,
	"adams":             apportion.Adams,
	"huntington-hill":   apportion.Hill,
	"dean":              apportion.Dean,
}

// otherRules are the methods of the file that this package does not have, and why.
var otherRules = map[string]string{
	"floor-to-first":                 "leftover to the first rows",
	"floor-to-largest-weight":        "leftover to the largest weights",
	"floor-with-residual":            "leftover not divided",
	"block-with-residual":            "leftover not divided",
	"nl-kieswet":                     "remainders of three quarters of a quota, then averages",
	"balinski-young-quota":           "quota method",
	"modified-sainte-lague":          "first divisor other than 1",
	"largest-remainder:droop":        "quota other than Hare's",
	"largest-remainder:integer-hare": "quota other than Hare's",
	"proportional-real":              "real shares",
	"spread:proportional":            "real shares",
	"spread:proportional-with-hold":  "real shares",
	"spread:relative-proportional":   "real shares",
	"spread:equal-leaves":            "real shares",
	"political (no formula)":         "no rule",
}

// units is r in quanta; it must be whole.
func units(t *testing.T, r *big.Rat, quantum *number) *big.Int {
	t.Helper()
	q := new(big.Rat).Set(r)
	if quantum != nil {
		q.Quo(q, &quantum.Rat)
	}
	if !q.IsInt() {
		t.Fatalf("%v is not a multiple of the quantum", r.RatString())
	}
	return new(big.Int).Set(q.Num())
}

func unitBounds(t *testing.T, bounds []*number, quantum *number) []*big.Int {
	t.Helper()
	if bounds == nil {
		return nil
	}
	b := make([]*big.Int, len(bounds))
	for i, v := range bounds {
		if v != nil {
			b[i] = units(t, &v.Rat, quantum)
		}
	}
	return b
}

// wholeWeights brings the weights to a common denominator and drops those below the threshold.
func (c *published) wholeWeights() []*big.Int {
	common, sum := big.NewInt(1), new(big.Rat)
	for i := range c.Weights {
		d := c.Weights[i].Denom()
		common.Mul(common, new(big.Int).Quo(d, new(big.Int).GCD(nil, nil, common, d)))
		sum.Add(sum, &c.Weights[i].Rat)
	}
	w := make([]*big.Int, len(c.Weights))
	for i := range c.Weights {
		if c.Threshold != nil && c.Weights[i].Cmp(new(big.Rat).Mul(sum, &c.Threshold.Rat)) < 0 {
			w[i] = new(big.Int)
			continue
		}
		w[i] = new(big.Int).Mul(common, c.Weights[i].Num())
		w[i].Quo(w[i], c.Weights[i].Denom())
	}
	return w
}

func int64s(a []*big.Int, none int64) ([]int64, bool) {
	if a == nil {
		return nil, true
	}
	s := make([]int64, len(a))
	for i, v := range a {
		switch {
		case v == nil:
			s[i] = none
		case !v.IsInt64():
			return nil, false
		default:
			s[i] = v.Int64()
		}
	}
	return s, true
}

func TestPublished(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []published
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	run, skipped := 0, map[string]int{}

	for _, c := range cases {
		m, ok := publishedMethods[c.Method]
		switch {
		case otherRules[c.Method] != "":
			skipped[otherRules[c.Method]]++
			continue
		case !ok:
			t.Fatalf("%s: unknown method %q", c.Source, c.Method)
		case c.FirstDivisor != nil:
			skipped["first divisor other than 1"]++
			continue
		case c.Oracle != nil && !*c.Oracle:
			skipped["the source breaks its rule here"]++
			continue
		}
		run++
		t.Run(c.Source+"/"+c.Method, func(t *testing.T) { c.check(t, m) })
	}

	if run != 199 {
		t.Errorf("%d cases run, want 199", run)
	}
	want := map[string]int{
		"first divisor other than 1":      5,
		"leftover not divided":            14,
		"leftover to the first rows":      16,
		"leftover to the largest weights": 8,
		"no rule":                         1,
		"quota method":                    5,
		"quota other than Hare's":         3,
		"real shares":                     5,
		"remainders of three quarters of a quota, then averages": 9,
		"the source breaks its rule here":                        4,
	}

	if diff := cmp.Diff(want, skipped); diff != "" {
		t.Errorf("skipped cases mismatch (-want +got):\n%s", diff)
	}
}

func (c *published) check(t *testing.T, m apportion.Method) {
	total, weights := units(t, &c.Total.Rat, c.Granularity), c.wholeWeights()
	lo, hi := unitBounds(t, c.Min, c.Granularity), unitBounds(t, c.Max, c.Granularity)
	shares, o, err := apportion.Big(total, weights, lo, hi, m)
	if c.ExpectError == "infeasible" {
		if kindOf(err) == 0 {
			t.Fatalf("Big() error = %v, want an InfeasibleError", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for i := range c.Expect {
		want = append(want, units(t, &c.Expect[i].Rat, c.Granularity).String())
	}
	for _, s := range shares {
		got = append(got, s.String())
	}
	if c.ExpectError == "" {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Big() mismatch (-want +got):\n%s", diff)
		}
	}
	var tied []int
	win := 0
	if c.Ties != nil {
		tied, win = c.Ties.Indices, c.Ties.Seats
	}
	if diff := cmp.Diff(tied, o.Tied, cmpopts.EquateEmpty()); diff != "" || o.Win != win {
		t.Errorf("Big() wins %d, want %d, tie mismatch (-want +got):\n%s", o.Win, win, diff)
	}

	w, ok1 := int64s(weights, 0)
	l, ok2 := int64s(lo, noMin)
	h, ok3 := int64s(hi, noMax)
	if !ok1 || !ok2 || !ok3 || !total.IsInt64() {
		return
	}
	var d apportion.Divider
	r := words(t, &d, total.Int64(), w, l, h, m)
	wide, _ := int64s(shares, 0)
	if diff := cmp.Diff(
		result{Shares: wide, Tied: o.Tied, Win: o.Win, Bounds: o.Bounds}, r, cmpopts.EquateEmpty(),
	); diff != "" {
		t.Errorf("Words() and Big() differ (-big +words):\n%s", diff)
	}
}
