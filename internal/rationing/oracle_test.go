package rationing_test

import (
	"encoding/json"
	"math/big"
	"os"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/rationing"
	"github.com/targetcascade/cascade/internal/transcend"
)

// rules are all rules by the names that testdata/claims.json gives them.
var rules = map[string]rationing.Rule{
	"proportional":             rationing.Proportional,
	"constrained_equal_awards": rationing.EqualAwards,
	"constrained_equal_losses": rationing.EqualLosses,
	"talmud":                   rationing.Talmud,
	"piniles":                  rationing.Piniles,
	"random_arrival":           rationing.RandomArrival,
	"minimal_overlap":          rationing.MinimalOverlap,
	"adjusted_proportional":    rationing.AdjustedProportional,
}

// claimsCase is one case of testdata/claims.json.
type claimsCase struct {
	ID     string
	Source string
	Inputs struct {
		Estate string
		Claims []string
	}
	Expected map[string]json.RawMessage
	Printed  map[string][]string
}

// places of the integers that stand for the decimals of the cases.
const places = 4

func integer(s string) *big.Int {
	m, _ := fixed.Mantissa(decimal.RequireFromString(s), -places)
	return m
}

func TestPublishedAwards(t *testing.T) {
	text, err := os.ReadFile("testdata/claims.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []claimsCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) { checkAwards(t, c) })
	}
}

func checkAwards(t *testing.T, c claimsCase) {
	p := rationing.Problem{Estate: integer(c.Inputs.Estate)}
	for _, d := range c.Inputs.Claims {
		p.Claims = append(p.Claims, integer(d))
	}
	if _, refused := c.Expected["error"]; p.Valid() == refused {
		t.Fatalf("Valid() = %v, want %v", p.Valid(), !refused)
	} else if refused {
		return
	}

	for name, raw := range c.Expected {
		var want []string
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(name, err)
		}
		got := rules[name](p)
		for i, award := range got {
			rounded := transcend.Fraction(award, 30).Shift(-places)
			if !rounded.Equal(decimal.RequireFromString(want[i])) {
				t.Errorf("%s[%d] = %v, want %s", name, i, rounded, want[i])
			}
		}
	}
	for name, want := range c.Printed {
		for i, award := range rules[name](p) {
			printed, _ := new(big.Rat).SetString(want[i])
			printed.Mul(printed, big.NewRat(10000, 1))
			if award.Cmp(printed) != 0 {
				t.Errorf("%s[%d] = %v, want %v as printed", name, i, award, printed)
			}
		}
	}
}
