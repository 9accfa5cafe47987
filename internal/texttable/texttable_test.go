package texttable_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/texttable"
)

func TestWidth(t *testing.T) {
	tests := []struct {
		text string
		want int
	}{
		{"", 0},
		{"abc", 3},
		{"江苏", 4},
		{"ソウル", 6},
		{"서울", 4},
		{"ｱ", 1},
		{"Ａ，", 4},
		{"e\u0301", 1},
		{"⚽", 2},
		{"⌚🚀", 4},
		{"→–…", 3},
		{"𠮷", 2},
	}
	for _, tt := range tests {
		if got := texttable.Width(tt.text); got != tt.want {
			t.Errorf("Width(%q) = %d, want %d", tt.text, got, tt.want)
		}
	}
}

func TestCell(t *testing.T) {
	tests := []struct {
		text    string
		columns int
		want    string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"江苏省", 6, "江苏省"},
		{"江苏省", 5, "江苏…"},
		{"江苏省", 4, "江…"},
		{"a\nb\t\x00", 9, "a\ufffdb\ufffd\ufffd"},
		{"\xff", 9, "\ufffd"},
	}
	for _, tt := range tests {
		got := texttable.Cell(tt.text, tt.columns)
		if got != tt.want {
			t.Errorf("Cell(%q, %d) = %q, want %q", tt.text, tt.columns, got, tt.want)
		}
		if n := texttable.Width(got); n > tt.columns {
			t.Errorf("Cell(%q, %d) takes %d columns", tt.text, tt.columns, n)
		}
	}
}

func TestLayout(t *testing.T) {
	table := texttable.Table{
		{"unit", "figure", ""},
		{"江苏", "1", "note"},
		{"⚽", "12"},
	}
	want := strings.Join([]string{
		"unit  figure",
		"江苏       1  note",
		"⚽        12",
		"",
	}, "\n")
	if diff := cmp.Diff(want, table.Layout("lrl")); diff != "" {
		t.Errorf("Layout() mismatch (-want +got):\n%s", diff)
	}
	if got := (texttable.Table{}).Layout(""); got != "" {
		t.Errorf("Layout() of nothing = %q", got)
	}
}
