package apportion_test

import (
	"errors"
	"math/big"
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/targetcascade/cascade/internal/apportion"
)

// told is all that a division tells, in words that can be compared.
type told struct {
	Shares             []int64
	Outcome            apportion.Outcome
	Total, Weight, Cut string
	Kind               apportion.Kind
	Wide               bool
}

func tell(shares []int64, o apportion.Outcome, err error) told {
	if err != nil {
		return told{Kind: kindOf(err), Wide: errors.Is(err, apportion.ErrWide)}
	}
	total, weight := o.Quota()
	return told{Shares: shares, Outcome: o, Total: total.String(), Weight: weight.String(), Cut: o.Cut().String()}
}

// agree divides in words and by big numbers, and compares all that they tell.
func agree(t *testing.T, d *apportion.Divider, p problem) {
	t.Helper()
	dst := make([]int64, len(p.weights))
	o, err := d.Words(dst, p.total, p.weights, p.lo, p.hi, p.method)
	got := tell(dst, o, err)
	shares, o, err := apportion.Big(
		big.NewInt(p.total), bigSlice(p.weights, noMax), bigSlice(p.lo, noMin), bigSlice(p.hi, noMax), p.method,
	)
	var narrow []int64
	for _, s := range shares {
		if !s.IsInt64() {
			err = apportion.ErrWide
		}
		narrow = append(narrow, s.Int64())
	}
	want := tell(narrow, o, err)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(apportion.Outcome{})); diff != "" {
		t.Fatalf("Words() and Big() differ for %+v (-big +words):\n%s", p, diff)
	}
}

// TestSmallAgree divides small totals, where shares, bounds and quotients often coincide, with
// one Divider, which has to forget what it did before.
func TestSmallAgree(t *testing.T) {
	r := rand.New(rand.NewSource(11))
	var d apportion.Divider
	for range 12_000 {
		n := 1 + r.Intn(7)
		p := problem{weights: make([]int64, n), total: int64(r.Intn(30) - 10), method: methods[r.Intn(len(methods))]}
		if r.Intn(2) == 0 {
			p.method = apportion.LargestRemainder
		}

		shape := r.Intn(8)
		if shape > 0 {
			p.lo, p.hi = make([]int64, n), make([]int64, n)
		}

		for i := range n {
			p.weights[i] = int64(r.Intn(5))
			if shape == 0 {
				continue
			}
			p.lo[i] = int64(r.Intn(5) - r.Intn(2)*r.Intn(5))
			p.hi[i] = p.lo[i] + int64(r.Intn(4)*r.Intn(3))
			switch r.Intn(30) {
			case 0:
				p.lo[i] = noMin
			case 1:
				p.hi[i] = noMax
			case 2:
				p.lo[i] = p.hi[i] + 1
			case 3:
				p.lo[i], p.hi[i] = noMin, noMax
			case 4:
				p.lo[i], p.hi[i] = 20, 20
			}
		}

		agree(t, &d, p)
		if p.lo != nil && shape == 1 {
			agree(t, &d, problem{total: p.total, weights: p.weights, lo: p.lo, method: p.method})
			agree(t, &d, problem{total: p.total, weights: p.weights, hi: p.hi, method: p.method})
		}
	}
}

// TestEndsOfWordsAgree divides what is near the ends of words and the limits of what is divided
// in words.
func TestEndsOfWordsAgree(t *testing.T) {
	r := rand.New(rand.NewSource(12))
	figure := func() int64 {
		v := int64(1)<<r.Intn(63) - 1
		switch r.Intn(6) {
		case 0:
			v = int64(r.Intn(4))
		case 1:
			v++
		case 2:
			v = 1<<61 + int64(r.Intn(3)) - 1
		case 3:
			v = 1<<62 + int64(r.Intn(3)) - 1
		}
		if r.Intn(3) == 0 {
			v = -v
		}
		return v
	}

	var d apportion.Divider

	for range 12_000 {
		n := 1 + r.Intn(5)
		p := problem{weights: make([]int64, n), total: figure(), method: methods[r.Intn(len(methods))]}
		if r.Intn(4) > 0 {
			p.lo, p.hi = make([]int64, n), make([]int64, n)
		}
		for i := range n {
			p.weights[i] = max(figure(), -figure())
			if r.Intn(50) > 0 {
				p.weights[i] = max(p.weights[i], 0)
			}
			if p.lo == nil {
				continue
			}
			p.lo[i], p.hi[i] = figure(), figure()
			p.lo[i], p.hi[i] = min(p.lo[i], p.hi[i]), max(p.lo[i], p.hi[i])
			switch r.Intn(12) {
			case 0:
				p.lo[i] = noMin
			case 1:
				p.hi[i] = noMax
			case 2:
				p.lo[i], p.hi[i] = noMin, noMax
			case 3:
				p.lo[i], p.hi[i] = noMin, noMin
			case 4:
				p.lo[i], p.hi[i] = noMax, noMax
			case 5:
				p.lo[i], p.hi[i] = noMin+1, noMin+1
			}
		}
		agree(t, &d, p)
	}

	for _, p := range []problem{
		{weights: []int64{noMin, 0}, total: 5},
		{weights: []int64{noMin, noMin}, total: 5},
		{weights: []int64{1 << 62, 1<<62 - 1}, total: 1<<61 - 1},
		{weights: []int64{1 << 62, 1 << 62}, total: 1 - 1<<61},
		{weights: []int64{1, 1, 1}, hi: []int64{-1 << 61, -1 << 61, -1 << 61}},
		{weights: []int64{1, 1, 1}, lo: []int64{1<<61 - 1, 1<<61 - 1, 1<<61 - 1}},
		{weights: []int64{1, 1, 1}, lo: []int64{1<<61 - 1, 1<<61 - 1, noMin}, hi: []int64{noMax, noMax, -1 << 62}},
	} {
		for _, p.method = range methods {
			agree(t, &d, p)
		}
	}
}
