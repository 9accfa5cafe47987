package target_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/target"
)

func ExamplePlaces() {
	density := target.Indicator{Code: "density", Kind: target.Ratio, Places: target.Places(2)}
	fmt.Println(density.EffectiveQuantum(), density.Places)
	density.Places = target.Places(0) // whole numbers
	fmt.Println(density.EffectiveQuantum(), density.Places)
	density.Places = target.Precision{}
	fmt.Println(density.Places)
	// Output:
	// 0.01 2
	// 1 0
	// not said
}

func TestPrecision(t *testing.T) {
	tests := []struct {
		name  string
		p     target.Precision
		n     int32
		said  bool
		or    int32
		valid bool
		text  string
	}{
		{"not said", target.Precision{}, 0, false, 7, true, "not said"},
		{"none", target.Places(0), 0, true, 0, true, "0"},
		{"two", target.Places(2), 2, true, 2, true, "2"},
		{"the most", target.Places(30), 30, true, 30, true, "30"},
		{"too many", target.Places(31), 31, true, 31, false, "31"},
		{"below zero", target.Places(-1), -1, true, -1, false, "-1"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, said := tt.p.Get()
			if n != tt.n || said != tt.said || tt.p.IsZero() == said {
				t.Errorf("Get() = %d, %t, want %d, %t; IsZero() = %t", n, said, tt.n, tt.said, tt.p.IsZero())
			}
			if got := tt.p.Or(7); got != tt.or {
				t.Errorf("Or(7) = %d, want %d", got, tt.or)
			}
			if got := tt.p.Valid(); got != tt.valid {
				t.Errorf("Valid() = %t, want %t", got, tt.valid)
			}
			if got := tt.p.String(); got != tt.text {
				t.Errorf("String() = %q, want %q", got, tt.text)
			}
		})
	}
}

// An indicator without places and one with none are different indicators, and
// stay so in JSON.
func TestPrecisionInJSON(t *testing.T) {
	for want, p := range map[string]target.Precision{
		`{"code":"i","kind":"ratio"}`:             {},
		`{"code":"i","kind":"ratio","places":0}`:  target.Places(0),
		`{"code":"i","kind":"ratio","places":12}`: target.Places(12),
	} {
		in := target.Indicator{Code: "i", Kind: target.Ratio, Places: p}
		text, err := json.Marshal(in)
		if err != nil || string(text) != want {
			t.Errorf("Marshal(%v) = %s, %v, want %s", p, text, err, want)
		}
		var out target.Indicator
		if err := json.Unmarshal(text, &out); err != nil || !out.Places.Equal(p) {
			t.Errorf("Unmarshal(%s) = %v, %v, want %v", text, out.Places, err, p)
		}
	}

	for _, text := range []string{`"2"`, "2.5", "1e1", "true"} {
		var i target.Indicator
		if err := json.Unmarshal([]byte(`{"code":"i","kind":"ratio","places":`+text+`}`), &i); err == nil {
			t.Errorf("places %s were read as %v, want an error", text, i.Places)
		}
	}

	// A struct that writes the field when nothing is said reads it back.
	type plain struct {
		Places target.Precision `json:"places"`
	}
	unsaid, err := json.Marshal(plain{})
	read := plain{target.Places(3)}
	if err != nil || json.Unmarshal(unsaid, &read) != nil || read != (plain{}) {
		t.Errorf("Unmarshal(%s) = %v, want no places", unsaid, read)
	}

	type holder struct {
		Places target.Precision `json:"places,omitzero"`
	}
	var got holder
	text, err := json.Marshal(holder{})
	if err != nil || string(text) != "{}" {
		t.Errorf("Marshal(holder{}) = %s, %v, want {}", text, err)
	}
	if err := json.Unmarshal([]byte(`{"places":3}`), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(holder{target.Places(3)}, got); diff != "" {
		t.Errorf("Unmarshal() mismatch (-want +got):\n%s", diff)
	}
}
