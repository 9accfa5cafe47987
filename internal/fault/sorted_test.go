package fault_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"weak"

	"github.com/targetcascade/cascade/internal/fault"
)

func TestSortedIgnoresOrder(t *testing.T) {
	var up, down fault.Sorted
	if up.Err() != nil {
		t.Fatal("an empty list is an error")
	}
	for i := range 1000 {
		up.Add(fmt.Sprintf("%04d", i), fmt.Errorf("fault %d", i))
		down.Add(fmt.Sprintf("%04d", 999-i), fmt.Errorf("fault %d", 999-i))
		up.Add("", nil)
	}
	a, b := up.Err(), down.Err()
	if a.Error() != b.Error() {
		t.Errorf("the order shows:\n%v\n%v", a, b)
	}
	if text := a.Error(); up.Len() != 1000 || !strings.HasPrefix(text, "1000 problems:\nfault 0\nfault 1\n") ||
		!strings.HasSuffix(text, "and 950 more") {
		t.Errorf("%d problems: %s", up.Len(), text)
	}
}

// What is reported does not depend on how many problems were added, nor do
// problems of one key depend on their order.
func TestSortedCounts(t *testing.T) {
	for _, n := range []int{1, 2, 49, 50, 51, 199, 200, 201, 399} {
		var s fault.Sorted
		for i := range n {
			s.Add("", fmt.Errorf("fault %03d", n-1-i))
			if s.Len() != i+1 {
				t.Fatalf("Len() = %d after %d problems", s.Len(), i+1)
			}
		}

		want := "fault 000"
		if n > 1 {
			want = fmt.Sprintf("%d problems:", n)
			for i := range min(n, 50) {
				want += fmt.Sprintf("\nfault %03d", i)
			}
			if n > 50 {
				want += fmt.Sprintf("\nand %d more", n-50)
			}
		}

		if got := s.Err().Error(); got != want {
			t.Errorf("%d problems: got %q, want %q", n, got, want)
		}
	}
}

func TestSortedKeepsErrors(t *testing.T) {
	var s fault.Sorted
	one := errors.New("one")
	s.Add("b", one)
	s.Add("a", errors.New("two"))
	if err := s.Err(); !errors.Is(err, one) || err.Error() != "2 problems:\ntwo\none" {
		t.Errorf("got %v", err)
	}
}

// What can no longer be reported is let go while further problems come.
func TestSortedIsBounded(t *testing.T) {
	type problem struct{ error }
	var s fault.Sorted
	var added []weak.Pointer[problem]

	for i := range 5000 {
		p := &problem{fmt.Errorf("fault %04d", i)}
		added = append(added, weak.Make(p))
		s.Add("", p)
	}

	runtime.GC()
	kept := 0

	for _, p := range added {
		if p.Value() != nil {
			kept++
		}
	}

	if kept < 50 || kept > 200 {
		t.Errorf("%d of 5000 problems are kept, of which 50 are reported", kept)
	}
	if text := s.Err().Error(); !strings.HasSuffix(text, "\nfault 0049\nand 4950 more") {
		t.Errorf("got %q", text)
	}
}
