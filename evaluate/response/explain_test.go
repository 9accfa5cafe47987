package response_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/target"
)

// A p value below what four places show is said to be.
func TestCoefficientString(t *testing.T) {
	far := decimal.NewNullDecimal(decimal.New(1, 2_000_000_000)) // which no regression gives
	for p, want := range map[decimal.NullDecimal]string{
		far: "2.0000 (t 3.00, p 1e2000000000)",
		{}:  "2.0000 (t 3.00, p none)",
	} {
		e := response.Coefficient{Estimate: maybe("2"), StandardError: maybe("1"), T: maybe("3"), P: p}
		if got := e.String(); got != want {
			t.Errorf("String() = %s, want %s", got, want)
		}
	}

	for p, want := range map[string]string{
		"0.00005":  "2.0000 (t 3.00, p 0.0001)",
		"0.000049": "2.0000 (t 3.00, p below 0.0001)",
		"0":        "2.0000 (t 3.00, p below 0.0001)",
	} {
		e := response.Coefficient{Estimate: maybe("2"), StandardError: maybe("1"), T: maybe("3"), P: maybe(p)}
		if got := e.String(); got != want {
			t.Errorf("p %s: String() = %s, want %s", p, got, want)
		}
	}
	if got := (response.Coefficient{Estimate: maybe("2")}).String(); got != "2.0000" {
		t.Errorf("without an error: String() = %s, want 2.0000", got)
	}
}

// The caution is broken into lines as full as 96 characters allow.
func TestCautionLines(t *testing.T) {
	text := analyse(t, response.Intervention{At: target.Year(2014)}, response.Behaviour{}).Explain()
	lines := strings.Split(strings.TrimSuffix(text[strings.Index(text, "  A break at"):], "\n"), "\n")
	for i, line := range lines {
		if n := len([]rune(line)); n > 96 {
			t.Errorf("%q has %d characters", line, n)
		}
		if !strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "   ") {
			t.Errorf("%q is not indented by two", line)
		}
		if i+1 == len(lines) {
			break
		}

		next, _, _ := strings.Cut(strings.TrimSpace(lines[i+1]), " ")
		if n := len([]rune(line + " " + next)); n <= 96 {
			t.Errorf("%q has room for %q", line, next)
		}
	}
}

// The shares of a control have lines of their own.
func TestExplainControlledShares(t *testing.T) {
	b := response.Behaviour{
		Figures: years(2010, "10 12 13 15 25 27 30"),
		Part:    years(2010, "1 2 4 5 6 9 9"),
		Control: response.Control{
			Unit:    "44",
			Figures: years(2010, "10 11 13 14 15 17 18"),
			Part:    years(2010, "1 2 3 3 4 5 5"),
		},
	}
	intervention := response.Intervention{At: target.Year(2014)}
	r := analyse(t, intervention, b)
	fit := r.Controlled.Shares
	lines := fmt.Sprintf(
		"  shares less the control's, 3 degrees of freedom, Durbin-Watson %s\n"+
			"    level change         %s\n    slope change a year  %s\n",
		fit.DurbinWatson.Decimal.StringFixed(2), fit.LevelChange, fit.SlopeChange)
	if text := r.Explain(); !strings.Contains(text, lines) || !strings.Contains(text, ", share ") {
		t.Errorf("Explain() = %s, want it to contain %s", text, lines)
	}

	b.Control.Part = nil
	if text := analyse(t, intervention, b).Explain(); strings.Contains(text, "shares less") {
		t.Errorf("Explain() = %s without shares", text)
	}
}

func TestExplain(t *testing.T) {
	figures := years(2010, "1 2 3 4 15 17 19")
	intervention := response.Intervention{At: target.Year(2014), From: maybe("4"), To: maybe("14")}
	const (
		head   = "target from 4 to 14, from 2014 on\n"
		before = "  before  2010 to 2013, mean 2.5, growth 58.74 % a year\n"
		after  = "  after   2014 to 2016, mean 17.0, growth 12.55 % a year\n"
	)

	for _, tt := range []struct {
		name         string
		intervention response.Intervention
		b            response.Behaviour
		want         string // beginning
		sensitivity  string
	}{
		{"both sides", intervention, response.Behaviour{Figures: figures}, head + before + after, "1.45"},
		{
			"a unit", intervention,
			response.Behaviour{Unit: "44", Figures: figures},
			"44: " + head + before + after, "1.45",
		},
		{"nothing before", intervention, response.Behaviour{Figures: figures[4:]}, head + "  before  no figures\n", ""},
		{
			"nothing after", intervention,
			response.Behaviour{Figures: figures[:4]},
			head + before + "  after   no figures\n", "",
		},
		{
			"one before", intervention,
			response.Behaviour{Figures: figures[3:]},
			head + "  before  2013 to 2013, mean 4.0\n", "1.3",
		},
		{
			"without a former target",
			response.Intervention{What: "14th plan", At: intervention.At, To: intervention.To},
			response.Behaviour{Figures: figures},
			"14th plan, from 2014 on\n", "",
		},
		{
			"without a new target",
			response.Intervention{At: intervention.At, From: intervention.From},
			response.Behaviour{Figures: figures},
			"target, from 2014 on\n", "",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := analyse(t, tt.intervention, tt.b)
			got := r.Explain()
			if !strings.HasPrefix(got, tt.want) {
				t.Errorf("Explain() = %s, want it to begin with %s", got, tt.want)
			}
			if !strings.HasSuffix(got, " nothing.\n") {
				t.Errorf("Explain() = %s, want it to end with the caution", got)
			}
			if strings.Contains(got, "shares") {
				t.Errorf("Explain() = %s without a part", got)
			}
			if diff := cmp.Diff(maybe(tt.sensitivity), r.Sensitivity); diff != "" {
				t.Errorf("Sensitivity mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
