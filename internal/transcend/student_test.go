package transcend_test

import (
	"encoding/csv"
	"fmt"
	"math/big"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/transcend"
)

func square(s string) *big.Rat {
	r := dec(s).Rat()
	return r.Mul(r, r)
}

func TestTail(t *testing.T) {
	f, err := os.Open("testdata/student.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}

	rows = rows[1:]

	for _, row := range rows {
		t.Run(row[0]+"/"+row[1], func(t *testing.T) {
			freedom, err := strconv.Atoi(row[0])
			if err != nil {
				t.Fatal(err)
			}
			if got := transcend.StudentTail(square(row[1]), freedom, 16); !got.Equal(dec(row[2])) {
				t.Errorf("Tail() = %s, want %s", got, row[2])
			}
		})
	}

	if len(rows) != 91 {
		t.Errorf("%d rows", len(rows))
	}
}

// TestTailPublishedTable holds the tail against the critical values of the
// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, which have three
// decimals: the probability lies between those of their last place.
func TestTailPublishedTable(t *testing.T) {
	levels := [...]string{"0.1", "0.05", "0.02", "0.01", "0.002"}
	for freedom, critical := range map[int][5]string{
		1:   {"6.314", "12.706", "31.821", "63.657", "318.309"},
		2:   {"2.920", "4.303", "6.965", "9.925", "22.327"},
		3:   {"2.353", "3.182", "4.541", "5.841", "10.215"},
		4:   {"2.132", "2.776", "3.747", "4.604", "7.173"},
		5:   {"2.015", "2.571", "3.365", "4.032", "5.893"},
		6:   {"1.943", "2.447", "3.143", "3.707", "5.208"},
		9:   {"1.833", "2.262", "2.821", "3.250", "4.297"},
		10:  {"1.812", "2.228", "2.764", "3.169", "4.144"},
		25:  {"1.708", "2.060", "2.485", "2.787", "3.450"},
		100: {"1.660", "1.984", "2.364", "2.626", "3.174"},
	} {
		for i, c := range critical {
			t.Run(fmt.Sprint(freedom, " at ", levels[i]), func(t *testing.T) {
				place := dec("0.001")
				above := transcend.StudentTail(square(dec(c).Sub(place).String()), freedom, 16)
				below := transcend.StudentTail(square(dec(c).Add(place).String()), freedom, 16)
				if level := dec(levels[i]); below.Cmp(level) >= 0 || above.Cmp(level) <= 0 {
					t.Errorf("%s is beyond %s in %s to %s", levels[i], c, below, above)
				}
			})
		}
	}
}

// Where √s is a fraction an even number of degrees of freedom gives one too.
func TestTailExact(t *testing.T) {
	tests := []struct {
		square  *big.Rat
		freedom int
		want    string
	}{
		{new(big.Rat), 1, "1"},
		{big.NewRat(1, 1), 1, "0.5"},
		{big.NewRat(2, 3), 2, "0.5"},
		{big.NewRat(4, 3), 4, "0.3125"},
		{new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(400), nil)), 3, "1"},
		{new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(400), nil)), 3, "0"},
	}
	for _, tt := range tests {
		if got := transcend.StudentTail(tt.square, tt.freedom, 16); !got.Equal(dec(tt.want)) {
			t.Errorf("Tail(%s, %d) = %s, want %s", tt.square.FloatString(3), tt.freedom, got, tt.want)
		}
	}
}

// With two degrees of freedom p is 1 − √s, so that any fraction is the tail of
// some square: those at which the digits end, and that below which all is zero.
func TestTailAtItsLimits(t *testing.T) {
	one := big.NewRat(1, 1)
	at := func(p string) *big.Rat {
		s := new(big.Rat).Sub(one, frac(p))
		s.Mul(s, s)
		squared := new(big.Rat).Mul(s, big.NewRat(2, 1))
		return squared.Quo(squared, new(big.Rat).Sub(one, s))
	}

	tests := []struct {
		square          *big.Rat
		freedom, digits int
		want            string
	}{
		{at("0.25"), 2, 1, "0.3"},
		{at("0.24"), 2, 1, "0.2"},
		{at("0.12345678901234565"), 2, 16, "0.1234567890123457"},
		{at("0.123456789012345649"), 2, 16, "0.1234567890123456"},
		{big.NewRat(4, 3), 4, 3, "0.313"},
		{big.NewRat(2, 1), 6, 7, "0.2070313"},
		{big.NewRat(1, 1), 1, 1, "0.5"},
		{at("1e-84"), 2, 16, "1e-84"},
		{at("0.9999999999e-84"), 2, 16, "0"},
		{at("1.0000000001e-84"), 2, 16, "1.0000000001e-84"},
	}

	for _, tt := range tests {
		if got := transcend.StudentTail(tt.square, tt.freedom, tt.digits); !got.Equal(dec(tt.want)) {
			t.Errorf(
				"StudentTail(%s, %d, %d) = %s, want %s",
				tt.square.FloatString(9),
				tt.freedom,
				tt.digits,
				got,
				tt.want,
			)
		}
	}
}

// tailFalls: a greater t is less probable, and so is the same with more
// degrees of freedom, two more included.
func tailFalls(t *rapid.T) {
	at := big.NewRat(rapid.Int64Range(1, 5000).Draw(t, "square"), 100)
	freedom := rapid.IntRange(1, 40).Draw(t, "degrees of freedom")
	p := transcend.StudentTail(at, freedom, 16)
	further := new(big.Rat).Add(at, big.NewRat(rapid.Int64Range(1, 100).Draw(t, "further"), 1000))
	if q := transcend.StudentTail(further, freedom, 16); q.Cmp(p) >= 0 || q.Sign() < 0 {
		t.Errorf("%s at %s, %s at %s", p, at, q, further)
	}
	for more := 1; more <= 2; more++ {
		if q := transcend.StudentTail(at, freedom+more, 16); q.Cmp(p) >= 0 {
			t.Errorf("%s with %d degrees of freedom, %s with %d", p, freedom, q, freedom+more)
		}
	}
}

func TestTailFalls(t *testing.T) { rapid.Check(t, tailFalls) }

func BenchmarkTail(b *testing.B) {
	for _, freedom := range []int{6, 7, 100} {
		b.Run(strconv.Itoa(freedom), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				transcend.StudentTail(big.NewRat(421, 100), freedom, 16)
			}
		})
	}
}
