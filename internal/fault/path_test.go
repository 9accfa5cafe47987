package fault_test

import (
	"strings"
	"testing"

	"github.com/targetcascade/cascade/internal/fault"
)

func TestPath(t *testing.T) {
	at := fault.At("options")
	long := strings.Repeat("x", 81)
	tests := []struct {
		path fault.Path
		want string
	}{
		{fault.Path{}, ``},
		{at, `options`},
		{at.Field("target"), `options.target`},
		{fault.Path{}.Field("target"), `target`},
		{at.Index(3), `options[3]`},
		{at.Index(-1), `options[0]`},
		{at.Key("320000"), `options["320000"]`},
		{at.Key(""), `options[""]`},
		{at.Key("a\nb\x00\ufeff\"\xff"), `options["a\nb\x00\ufeff\"\xff"]`},
		{at.Key("江苏"), `options["江苏"]`},
		{at.Key(long), `options["` + long[1:] + `…"]`},
		{at.Field("a\nb"), `options["a\nb"]`},
		{at.Field("a.b"), `options["a.b"]`},
		{at.Field(""), `options[""]`},
		{at.Field("_A9z"), `options._A9z`},
		{at.Field(long[1:]), `options.` + long[1:]},
		{at.Field(long), `options["` + long[1:] + `…"]`},
		{
			at.Field("a").Index(1).Key("b").Field("c").Index(2).Field("d").Key("e").Field("f").Index(0).Field("g"),
			`options.a[1]["b"].c[2].d["e"].f[0].g`,
		},
	}

	for _, tt := range tests {
		if got := tt.path.String(); got != tt.want {
			t.Errorf("String() = %s, want %s", got, tt.want)
		}
	}
}

// A path is a value: two that begin alike do not disturb each other.
func TestPathIsAValue(t *testing.T) {
	at := fault.At("a").Field("b").Field("c").Field("d")
	one, two := at.Field("e"), at.Field("f")
	if one.String() != "a.b.c.d.e" || two.String() != "a.b.c.d.f" || at.String() != "a.b.c.d" {
		t.Errorf("got %s, %s, %s", at, one, two)
	}
}

func TestPathBelowAndInside(t *testing.T) {
	tests := []struct{ at, text, below, inside string }{
		{"", "", "", ""},
		{"", "target.unit", "target.unit", "unit"},
		{"a", "", "a", "a"},
		{"a", "target", "a.target", "a"},
		{"a[1]", "target.unit", "a[1].target.unit", "a[1].unit"},
		{"a", `list[3].x`, `a.list[3].x`, `a[3].x`},
		{"a", `["k"]`, `a["k"]`, `a["k"]`},
	}
	for _, tt := range tests {
		at := fault.At(tt.at)
		if got := at.Below(tt.text); got != tt.below {
			t.Errorf("At(%q).Below(%q) = %q, want %q", tt.at, tt.text, got, tt.below)
		}
		if got := at.Inside(tt.text); got != tt.inside {
			t.Errorf("At(%q).Inside(%q) = %q, want %q", tt.at, tt.text, got, tt.inside)
		}
	}
}

func TestLine(t *testing.T) {
	tests := []struct {
		in   string
		n    int
		want string
	}{
		{"plain, 江苏 “”", 100, "plain, 江苏 “”"},
		{"a\nb\r\t\x00\x7f\u2028\ufeff\xff", 100, `a\nb\r\t\x00\x7f\u2028\ufeff\xff`},
		{"abcdef", 3, "abc…"},
		{"\n\n\n", 4, `\n\n…`},
	}
	for _, tt := range tests {
		if got := fault.Line(tt.in, tt.n); got != tt.want {
			t.Errorf("Line(%q, %d) = %s, want %s", tt.in, tt.n, got, tt.want)
		}
	}
}

func BenchmarkPath(b *testing.B) {
	b.ReportAllocs()
	at := fault.At("options")
	for b.Loop() {
		p := at.Field("levels").Key("county").Field("reserve")
		if p == (fault.Path{}) {
			b.Fatal("no path")
		}
	}
}
