package hierarchy_test

import (
	"errors"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func TestRoleText(t *testing.T) {
	for _, r := range []hierarchy.Role{hierarchy.Member, hierarchy.Memo, hierarchy.Residual} {
		text, err := r.MarshalText()
		if err != nil || string(text) != r.String() {
			t.Errorf("%d: %q, %v", r, text, err)
		}
		back := hierarchy.Role(9)
		if err := back.UnmarshalText(text); err != nil || back != r {
			t.Errorf("%q is read as %d, %v", text, back, err)
		}
	}
	role := hierarchy.Memo
	for _, text := range []string{"", "Memo", "memo ", "unknown"} {
		if err := role.UnmarshalText([]byte(text)); !errors.Is(err, target.ErrUnknown) || role != hierarchy.Memo {
			t.Errorf("%q: %v, %v", text, role, err)
		}
	}
	if _, err := hierarchy.Role(9).MarshalText(); !errors.Is(err, target.ErrUnknown) ||
		hierarchy.Role(9).String() != "unknown" {
		t.Errorf("no role: %v", err)
	}
}
