package response_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/target"
)

// A p value below what four places show is said to be.
func TestEffectText(t *testing.T) {
	for p, want := range map[string]string{
		"0.00005":  "2.0000 (t 3.00, p 0.0001)",
		"0.000049": "2.0000 (t 3.00, p below 0.0001)",
		"0":        "2.0000 (t 3.00, p below 0.0001)",
	} {
		e := response.Coefficient{Estimate: maybe("2"), StandardError: maybe("1"), T: maybe("3"), P: maybe(p)}
		if got := e.String(); got != want {
			t.Errorf("%s: %s, want %s", p, got, want)
		}
	}
	if got := (response.Coefficient{Estimate: maybe("2")}).String(); got != "2.0000" {
		t.Errorf("without an error: %s", got)
	}
}

// The caution is broken into lines as full as 97 characters allow.
func TestCautionLines(t *testing.T) {
	text := analyse(t, response.Intervention{At: target.Year(2014)}, response.Behaviour{}).Explain()
	lines := strings.Split(strings.TrimSuffix(text[strings.Index(text, "  A break at"):], "\n"), "\n")
	for i, line := range lines {
		if n := len([]rune(line)); n > 97 {
			t.Errorf("%q has %d characters", line, n)
		}
		if !strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "   ") {
			t.Errorf("%q is not indented by two", line)
		}
		if i+1 == len(lines) {
			break
		}

		next, _, _ := strings.Cut(strings.TrimSpace(lines[i+1]), " ")
		if n := len([]rune(line + " " + next)); n <= 97 {
			t.Errorf("%q has room for %q", line, next)
		}
	}
}

// The shares of a control have their own line.
func TestContrastExplainShares(t *testing.T) {
	b := response.Behaviour{Figures: years(2010, "10", "12", "13", "15", "25", "27", "30"),
		Part: years(2010, "1", "2", "4", "5", "6", "9", "9")}
	b.Control = response.Control{Unit: "44", Figures: years(2010, "10", "11", "13", "14", "15", "17", "18"),
		Part: years(2010, "1", "2", "3", "3", "4", "5", "5")}
	intervention := response.Intervention{At: target.Year(2014)}
	r := analyse(t, intervention, b)
	line := fmt.Sprintf("  shares less the control's: level change %s, slope change %s a year, 3 degrees of freedom",
		r.Controlled.Shares.LevelChange, r.Controlled.Shares.SlopeChange)
	if text := r.Explain(); !strings.Contains(text, line) || !strings.Contains(text, ", share ") {
		t.Errorf("Explain() = %s, want %s in it", text, line)
	}

	b.Control.Part = nil
	if text := analyse(t, intervention, b).Explain(); strings.Contains(text, "shares less") {
		t.Errorf("no shares: %s", text)
	}
}

func TestRespondExplained(t *testing.T) {
	figures := years(2010, "1", "2", "3", "4", "15", "17", "19")
	intervention := response.Intervention{At: target.Year(2014), From: maybe("4"), To: maybe("14")}
	head := func(r response.Response) string {
		lines := strings.SplitN(r.Explain(), "\n", 4)
		return strings.Join(lines[:3], "\n")
	}

	r := analyse(t, intervention, response.Behaviour{Unit: "440000", Figures: figures})
	want := "440000: target from 4 to 14, from 2014 on\n" +
		"  before  2010 to 2013, mean 2.5, growth 58.74 % a year\n" +
		"  after   2014 to 2016, mean 17.0, growth 12.55 % a year"

	if diff := cmp.Diff(want, head(r)); diff != "" {
		t.Errorf("Explain() mismatch (-want +got):\n%s", diff)
	}
	if !r.Sensitivity.Valid || !r.Sensitivity.Decimal.Equal(num("1.45")) {
		t.Errorf("the mean follows the target by %v", r.Sensitivity)
	}

	text := r.Explain()
	if !strings.HasSuffix(text, " nothing.\n") || strings.Contains(text, "shares") {
		t.Errorf("the explanation ends in %q", text[len(text)-20:])
	}

	widest := 0
	for line := range strings.Lines(text[strings.Index(text, "A break at"):]) {
		widest = max(widest, len([]rune(strings.TrimSuffix(line, "\n"))))
	}

	if widest > 98 {
		t.Errorf("a line of %d characters", widest)
	}

	for _, tt := range []struct {
		name         string
		intervention response.Intervention
		b            response.Behaviour
		want         string
	}{
		{"without a former target", response.Intervention{What: "14th plan", At: intervention.At, To: intervention.To},
			response.Behaviour{Figures: figures}, "14th plan, from 2014 on"},
		{"without a new target", response.Intervention{At: intervention.At, From: intervention.From},
			response.Behaviour{Figures: figures}, "target, from 2014 on"},
		{"nothing before", intervention, response.Behaviour{Figures: figures[4:]},
			"target from 4 to 14, from 2014 on\n  before  no figures"},
		{"nothing after", intervention, response.Behaviour{Figures: figures[:4]},
			"target from 4 to 14, from 2014 on\n  before  2010 to 2013, mean 2.5, growth 58.74 % a year\n  after   no figures"},
		{"one before", intervention, response.Behaviour{Figures: figures[3:]},
			"target from 4 to 14, from 2014 on\n  before  2013 to 2013, mean 4.0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := analyse(t, tt.intervention, tt.b)
			if got := r.Explain(); !strings.HasPrefix(got, tt.want+"\n") {
				t.Errorf("Explain() = %s, want it to begin with %s", got, tt.want)
			}
			if follows := tt.name == "one before"; r.Sensitivity.Valid != follows {
				t.Errorf("Follow is %v", r.Sensitivity)
			}
		})
	}
}
