package fault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

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
	if text := a.Error(); up.Len() != 1000 || !strings.HasPrefix(text, "1000 problems:\nfault 0\nfault 1\n") || !strings.HasSuffix(text, "and 950 more") {
		t.Errorf("%d problems: %s", up.Len(), text)
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
