package hierarchy_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// claimsRules are the methods by the names of the published cases.
var claimsRules = map[string]func(hierarchy.Column) hierarchy.Method{
	"proportional":             hierarchy.Proportional,
	"constrained_equal_awards": hierarchy.EqualAwards,
	"constrained_equal_losses": hierarchy.EqualLosses,
	"talmud":                   hierarchy.Talmud,
	"piniles":                  hierarchy.Piniles,
	"random_arrival":           hierarchy.RandomArrival,
	"minimal_overlap":          hierarchy.MinimalOverlap,
	"adjusted_proportional":    hierarchy.AdjustedProportional,
}

// estate is one family with claims, and a target for it.
func estate(
	t testing.TB, total string, decimals int32, claims ...string,
) (*hierarchy.Tree, target.Target, hierarchy.Column) {
	t.Helper()
	units := []hierarchy.Unit{{Code: "0", Level: "estate"}}
	for i := range claims {
		units = append(units, hierarchy.Unit{Code: child(i), Level: "claimant", Parent: "0"})
	}
	tree, err := hierarchy.NewTree([]string{"estate", "claimant"}, units)
	if err != nil {
		t.Fatal(err)
	}

	given, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for i, claim := range claims {
			if !yield(child(i), decimal.RequireFromString(claim)) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree, target.Target{
		Code: "e", Unit: "0", Period: target.Year(2030), Force: target.Binding, Value: decimal.RequireFromString(total),
		Indicator: target.Indicator{
			Code: "e", Kind: target.Flow, Better: target.Higher, Places: target.Places(decimals),
		},
	}, given.Named("claims")
}

// cascadeBy cascades a target by a method within bounds, which may be zero.
func cascadeBy(
	tree *hierarchy.Tree, total target.Target, m hierarchy.Method, least, most hierarchy.Column, held ...hierarchy.Hold,
) (*hierarchy.Plan, error) {
	rule := hierarchy.Rule{Method: m, Min: least, Max: most}
	return hierarchy.Cascade(tree, total, hierarchy.Options{Rule: rule, Holds: held})
}

func child(i int) string { return fmt.Sprintf("c%02d", i) }

// The published cases of internal/rationing, by cascades of 24 decimals.
func TestPublishedAwards(t *testing.T) {
	text, err := os.ReadFile("../internal/rationing/testdata/claims.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		ID     string
		Inputs struct {
			Estate string
			Claims []string
		}
		Expected map[string]json.RawMessage
	}
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}

	for _, c := range cases {
		decimals, most := int32(24), decimal.New(1, -20)
		if len(c.Inputs.Claims) > 22 { // random arrival must fit words
			decimals, most = 14, decimal.New(1, -13)
		}
		tree, total, claims := estate(t, c.Inputs.Estate, decimals, c.Inputs.Claims...)
		if _, isRefused := c.Expected["error"]; isRefused {
			_, err := cascadeBy(tree, total, hierarchy.EqualAwards(claims), hierarchy.Column{}, hierarchy.Column{})
			if !errors.Is(err, target.ErrInfeasible) {
				t.Errorf("%s: Cascade() = %v, want infeasible", c.ID, err)
			}
			continue
		}
		for name, raw := range c.Expected {
			t.Run(c.ID+"/"+name, func(t *testing.T) {
				var want []string
				if err := json.Unmarshal(raw, &want); err != nil {
					t.Fatal(err)
				}
				method := claimsRules[name](claims)
				plan, err := cascadeBy(tree, total, method, hierarchy.Column{}, hierarchy.Column{})
				if err != nil {
					t.Fatal(err)
				}
				checkAwards(t, plan, want, most)
			})
		}
	}
}

// checkAwards compares quotas with awards, to a part of them or of 1.
func checkAwards(t *testing.T, plan *hierarchy.Plan, want []string, part decimal.Decimal) {
	t.Helper()
	for i := range want {
		q, _ := plan.Quota(child(i))
		off := q.Value.Sub(decimal.RequireFromString(want[i])).Abs()
		if off.GreaterThan(part.Mul(decimal.Max(q.Value, decimal.New(1, 0)))) {
			t.Errorf("Quota(%s) = %v, want %s", child(i), q.Value, want[i])
		}
	}
	if err := plan.Check(); err != nil {
		t.Error(err)
	}
}

// Bounds and holds take what they say, and the others keep to the rule.
func TestClaimsRulesWithinBounds(t *testing.T) {
	type rule = func(hierarchy.Column) hierarchy.Method
	awards, losses := rule(hierarchy.EqualAwards), rule(hierarchy.EqualLosses)
	halves, arrival := rule(hierarchy.Talmud), rule(hierarchy.RandomArrival)
	tests := []struct {
		name   string
		method rule
		total  string
		change string // "max c00 60"
		want   []string
	}{
		{"awards", awards, "300", "", []string{"100", "100", "100"}},
		{"awards, one at most 60", awards, "300", "max c00 60", []string{"60", "120", "120"}},
		{"awards, one at least 150", awards, "300", "min c02 150", []string{"75", "75", "150"}},
		{"awards, one held", awards, "300", "hold c01 10", []string{"100", "10", "190"}},
		{"losses, one at most 150", losses, "300", "max c02 150", []string{"25", "125", "150"}},
		{"losses, one held", losses, "300", "hold c02 100", []string{"50", "150", "100"}},
		{"talmud, one at most 40", halves, "200", "max c00 40", []string{"40", "80", "80"}},
		{"talmud, above half", halves, "400", "max c02 200", []string{"50", "150", "200"}},
		{"talmud, one held", halves, "200", "hold c02 20", []string{"50", "130", "20"}},
		{"arrival, one held", arrival, "200", "hold c02 50", []string{"50", "100", "50"}},
		{"arrival, a bound that does not bind", arrival, "200", "max c02 90", []string{"34", "83", "83"}},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree, total, claims := estate(t, tt.total, 0, "100", "200", "300")

			var least, most hierarchy.Column
			var held []hierarchy.Hold
			if words := strings.Fields(tt.change); len(words) > 0 {
				one, err := claims.With(words[1], decimal.RequireFromString(words[2]))
				if err != nil {
					t.Fatal(err)
				}
				switch words[0] {
				case "max":
					most = one
				case "min":
					if least, err = one.Sub(claims); err == nil {
						least, err = least.With(words[1], decimal.RequireFromString(words[2]))
					}
					if err != nil {
						t.Fatal(err)
					}
				case "hold":
					held = []hierarchy.Hold{{Unit: words[1], By: "decree", Value: decimal.RequireFromString(words[2])}}
				}
			}
			plan, err := cascadeBy(tree, total, tt.method(claims), least, most, held...)
			if err != nil {
				t.Fatal(err)
			}
			checkAwards(t, plan, tt.want, decimal.Zero)
		})
	}
}

// parametric are the awards of a claim of at most 9 at a level from −10 to 10, rising with
// the level: equal awards; claims less a falling loss; and half of the claim at zero.
var parametric = map[string]func(claim, level *big.Rat) *big.Rat{
	"constrained_equal_awards": func(claim, level *big.Rat) *big.Rat { return withinRats(level, new(big.Rat), claim) },
	"constrained_equal_losses": func(claim, level *big.Rat) *big.Rat {
		return withinRats(new(big.Rat).Add(claim, level), new(big.Rat), claim)
	},
	"talmud": func(claim, level *big.Rat) *big.Rat {
		half := new(big.Rat).Quo(claim, big.NewRat(2, 1))
		ten := big.NewRat(10, 1)
		if level.Sign() <= 0 { // from nothing at −10 to half
			return withinRats(new(big.Rat).Add(level, ten), new(big.Rat), half)
		}
		return withinRats(new(big.Rat).Sub(new(big.Rat).Add(claim, level), ten), half, claim)
	},
}

func withinRats(x, low, high *big.Rat) *big.Rat {
	if x.Cmp(low) < 0 {
		return low
	}
	if x.Cmp(high) > 0 {
		return high
	}
	return x
}

// byLevels looks for the level at which the awards within bounds make the amount:
// awards are straight between neighbouring whole or half levels.
func byLevels(
	rule func(claim, level *big.Rat) *big.Rat, amount int64, claims, least, most []int64,
) []*big.Rat {
	at := func(level *big.Rat) (awards []*big.Rat, sum *big.Rat) {
		sum = new(big.Rat)
		for k, claim := range claims {
			a := withinRats(rule(big.NewRat(claim, 1), level), big.NewRat(least[k], 1), big.NewRat(most[k], 1))
			awards, sum = append(awards, a), sum.Add(sum, a)
		}
		return awards, sum
	}

	want := big.NewRat(amount, 1)
	for twice := int64(-20); twice < 20; twice++ {
		low, high := big.NewRat(twice, 2), big.NewRat(twice+1, 2)
		_, less := at(low)
		_, over := at(high)
		if less.Cmp(want) > 0 || over.Cmp(want) < 0 {
			continue
		}
		part := new(big.Rat).Sub(want, less)
		if width := new(big.Rat).Sub(over, less); width.Sign() > 0 {
			part.Quo(part, width)
		}
		awards, _ := at(low.Add(low, part.Quo(part, big.NewRat(2, 1))))
		return awards
	}
	return nil
}

// Within bounds, every parametric rule finds the level of the reference, and with
// whole quanta each quota is next to its exact one and within the claim.
func claimsWithinBounds(t *rapid.T, tb testing.TB) {
	var claims, least, most []int64
	var texts []string
	low, high := int64(0), int64(0)
	for range rapid.IntRange(1, 5).Draw(t, "n") {
		claim := rapid.Int64Range(0, 9).Draw(t, "claim")
		lo, hi := int64(0), claim
		if rapid.Bool().Draw(t, "bounds") {
			hi = rapid.Int64Range(0, claim).Draw(t, "most")
			lo = rapid.Int64Range(0, hi).Draw(t, "least")
		}
		claims, least, most = append(claims, claim), append(least, lo), append(most, hi)
		texts = append(texts, fmt.Sprint(claim))
		low, high = low+lo, high+hi
	}
	amount := rapid.Int64Range(low, high).Draw(t, "amount")
	decimals := rapid.SampledFrom([]int32{0, 1, 9}).Draw(t, "places")
	tree, total, given := estate(tb, fmt.Sprint(amount), decimals, texts...)

	ends := make([]hierarchy.Column, 2)
	for i, bounds := range [][]int64{least, most} {
		var err error
		ends[i], err = given.Map(func(u hierarchy.Unit, _ decimal.Decimal) decimal.Decimal {
			k := 0
			for child(k) != u.Code {
				k++
			}
			return decimal.New(bounds[k], 0)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, rule := range parametric {
		plan, err := cascadeBy(tree, total, claimsRules[name](given), ends[0], ends[1])
		if err != nil {
			t.Fatalf("%s of %d among %v in %v, %v: %v", name, amount, claims, least, most, err)
		}
		for k, want := range byLevels(rule, amount, claims, least, most) {
			q, _ := plan.Quota(child(k))
			off := new(big.Rat).Sub(q.Value.Rat(), want)
			isNear := off.Abs(off).Cmp(decimal.New(1, -decimals).Rat()) < 0
			if !isNear || q.Value.Cmp(decimal.New(claims[k], 0)) > 0 {
				t.Fatalf("%s of %d among %v in %v, %v: Quota(%s) = %v, want %v",
					name, amount, claims, least, most, child(k), q.Value, want)
			}
		}
	}
}

func TestClaimsWithinBounds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) { claimsWithinBounds(r, t) })
}

// Over two levels, a province is not given more than its prefectures claim.
func TestClaimsReachUpTheTree(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"n", "p", "c"}, []hierarchy.Unit{
		{Code: "0", Level: "n"},
		{Code: "1", Level: "p", Parent: "0"},
		{Code: "2", Level: "p", Parent: "0"},
		{Code: "11", Level: "c", Parent: "1"},
		{Code: "12", Level: "c", Parent: "1"},
		{Code: "21", Level: "c", Parent: "2"},
	})
	if err != nil {
		t.Fatal(err)
	}
	claims, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"1": decimal.New(100, 0), "2": decimal.New(100, 0),
		"11": decimal.New(20, 0), "12": decimal.New(30, 0), "21": decimal.New(90, 0),
	}))
	if err != nil {
		t.Fatal(err)
	}

	_, total, _ := estate(t, "120", 0)
	for name, method := range map[string]hierarchy.Method{
		"awards": hierarchy.EqualAwards(claims),
		"losses": hierarchy.EqualLosses(claims),
		"talmud": hierarchy.Talmud(claims),
	} {
		plan, err := cascadeBy(tree, total, method, hierarchy.Column{}, hierarchy.Column{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for code, want := range map[string]string{"1": "50", "2": "70"} {
			if q, _ := plan.Quota(code); !q.Value.Equal(decimal.RequireFromString(want)) {
				t.Errorf("%s: Quota(%s) = %v, want %s", name, code, q.Value, want)
			}
		}
	}
}

func TestClaimsRuleErrors(t *testing.T) {
	type rule = func(hierarchy.Column) hierarchy.Method
	tests := []struct {
		name   string
		method rule
		total  string
		claims []string
		most   string // of every claim
		want   error
		text   string
	}{
		{"above the claims", hierarchy.Talmud, "7", []string{"2", "3"}, "", target.ErrInfeasible, "at most 5"},
		{"below zero", hierarchy.EqualLosses, "-1", []string{"2", "3"}, "", target.ErrInfeasible, "at least 0"},
		{"negative claim", hierarchy.EqualAwards, "1", []string{"2", "-3"}, "", target.ErrRange, `figures["c01"]`},
		{"too many", hierarchy.RandomArrival, "9", slices.Repeat([]string{"10"}, 33), "", target.ErrRange, "33"},
		{"a bound", hierarchy.MinimalOverlap, "5", []string{"1", "5"}, "4.2", target.ErrInfeasible, "beyond"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree, total, claims := estate(t, tt.total, 1, tt.claims...)
			var most hierarchy.Column
			if tt.most != "" {
				var err error
				if most, err = tree.Constant("claimant", decimal.RequireFromString(tt.most)); err != nil {
					t.Fatal(err)
				}
			}
			_, err := cascadeBy(tree, total, tt.method(claims), hierarchy.Column{}, most)
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("Cascade() = %v, want %v with %q", err, tt.want, tt.text)
			}
		})
	}

	tree, total, claims := estate(t, "2", 0, "3", "3")
	total.Indicator.Kind = target.Ratio
	_, err := cascadeBy(tree, total, hierarchy.EqualAwards(claims), hierarchy.Column{}, hierarchy.Column{})
	if !errors.Is(err, target.ErrKind) {
		t.Errorf("Cascade() of a mean = %v, want a kind that is ruled out", err)
	}
}
