package evaluate_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// fullBook uses everything that a book can hold.
func fullBook() evaluate.Scheme {
	s := energyBook()
	line := evaluate.Interpolation{Breakpoints: breakpoints("1 10", "0.5 0")}
	deductions := evaluate.Deductions{Per: num("0.05"), Points: num("2"), Begun: true}
	s.Items = append(
		s.Items,
		evaluate.Item{Code: "growth", Name: "GDP growth", Max: num("12.50"), Points: evaluate.ProRata{}},
		evaluate.Item{Code: "water", Max: num("10"), Points: line},
		evaluate.Item{Code: "air", Max: num("10"), Points: deductions},
		evaluate.Item{Code: "penalties", Max: num("5"), Penalty: true},
	)
	s.Cap, s.Round = maybe("110"), maybe("0.5")
	s.Years = &evaluate.YearWeights{Earlier: num("0.4"), Last: num("0.6")}
	return s
}

func TestSchemeJSON(t *testing.T) {
	for _, want := range []evaluate.Scheme{carbonBook(), energyBook(), fullBook()} {
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}

		var got evaluate.Scheme
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("scheme after JSON mismatch (-want +got):\n%s", diff)
		}

		again, err := json.Marshal(got)
		if err != nil || string(again) != string(text) {
			t.Errorf("JSON after JSON: %v\n%s\n%s", err, text, again)
		}
	}
}

func TestSchemeJSONIsStrict(t *testing.T) {
	points := func(text string) string { return `{"items":[{"code":"a","max":"1","points":` + text + `}]}` }

	for _, tt := range []struct {
		name, text string
		want       error
	}{
		{"no JSON", `{`, target.ErrInvalid},
		{"something after", `{"items":[{"code":"a","max":"1"}]} {}`, target.ErrInvalid},
		{"null", `null`, target.ErrInvalid},
		{"unknown field", `{"items":[{"code":"a","max":"1","weight":"2"}]}`, target.ErrUnknown},
		{"another case", `{"Items":[{"code":"a","max":"1"}]}`, target.ErrUnknown},
		{"field twice", `{"items":[{"code":"a","max":"1","max":"2"}]}`, target.ErrDuplicate},
		{"no items", `{}`, target.ErrRequired},
		{"no maximum", `{"items":[{"code":"a"}]}`, target.ErrRequired},
		{"no number", `{"items":[{"code":"a","max":"NaN"}]}`, target.ErrInvalid},
		{"huge number", `{"items":[{"code":"a","max":"1e1000000000"}]}`, target.ErrInvalid},
		{"points of no form", points(`{}`), target.ErrRequired},
		{"points of another form", points(`{"method": "curve"}`), target.ErrUnknown},
		{"steps pro rata", points(`{"method": "pro rata","breakpoints":[{"at":"1","points":"1"}]}`), target.ErrUnknown},
		{"a deduction in steps", points(`{"method": "steps","per":"1"}`), target.ErrUnknown},
		{"points in an interpolation", points(`{"method": "interpolation","points":"1"}`), target.ErrUnknown},
		{"begun steps", points(`{"method": "steps","begun":true}`), target.ErrUnknown},
		{"steps without a breakpoint", points(`{"method": "steps"}`), target.ErrRequired},
		{"deductions of nothing", points(`{"method": "deductions","per":"1"}`), target.ErrRequired},
		{"deductions per nothing", points(`{"method": "deductions","points":"1"}`), target.ErrRequired},
		{"not valid", `{"items":[{"code":"a","max":"-1"}]}`, target.ErrRange},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kept := carbonBook()
			err := kept.UnmarshalJSON([]byte(tt.text))
			if !errors.Is(err, tt.want) {
				t.Errorf("UnmarshalJSON() = %v, want %v", err, tt.want)
			}
			if diff := cmp.Diff(carbonBook(), kept); diff != "" {
				t.Errorf("the book was changed:\n%s", diff)
			}
		})
	}

	odd := carbonBook()
	odd.Items[0].Points = (*evaluate.ProRata)(nil)
	if _, err := json.Marshal(odd); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("MarshalJSON() = %v for points by pointer, want ErrUnknown", err)
	}
}

func TestEvaluatorJSON(t *testing.T) {
	e := evaluator(t, fullBook())
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var back evaluate.Evaluator
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(e.Scheme(), back.Scheme()); diff != "" {
		t.Errorf("Scheme() after JSON mismatch (-before +after):\n%s", diff)
	}
	c := evaluate.Case{Awarded: map[string]decimal.Decimal{"measures": num("61")}}
	_, want := e.Score(c)
	if _, got := back.Score(c); got == nil || got.Error() != want.Error() {
		t.Errorf("Score() = %v after JSON, want %v", got, want)
	}

	if err := back.UnmarshalJSON([]byte(`{"items": []}`)); !errors.Is(err, target.ErrRequired) {
		t.Errorf("UnmarshalJSON() = %v without items, want ErrRequired", err)
	}
	if diff := cmp.Diff(e.Scheme(), back.Scheme()); diff != "" {
		t.Errorf("Scheme() after an error mismatch (-before +after):\n%s", diff)
	}
	if text, err := json.Marshal(new(evaluate.Evaluator)); !errors.Is(err, target.ErrRequired) {
		t.Errorf("MarshalJSON() = %s, %v of none, want ErrRequired", text, err)
	}
}

func TestResultsJSON(t *testing.T) {
	e := evaluator(t, energyBook())
	card, err := e.Score(evaluate.Case{
		Unit:        "440000",
		Assessments: []evaluate.Assessment{attained(t, "target", "0.98")},
		Awarded:     map[string]decimal.Decimal{"measures": num("50.50")},
	})
	if err != nil {
		t.Fatal(err)
	}

	for _, v := range []any{card, attained(t, "target", "0.98")} {
		plain, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}

		decimal.MarshalJSONWithoutQuotes = true
		switched, err := json.Marshal(v)
		decimal.MarshalJSONWithoutQuotes = false
		if err != nil || string(plain) != string(switched) {
			t.Errorf("a switch of package decimal moves the JSON: %v\n%s\n%s", err, plain, switched)
		}
		if !strings.Contains(string(plain), `"0.98"`) {
			t.Errorf("figures are missing: %s", plain)
		}
	}
}
