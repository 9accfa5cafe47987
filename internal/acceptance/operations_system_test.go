package acceptance_test

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

type partsArgs struct {
	Levels []string
	Units  []hierarchy.Unit
	Whole  target.Target
	Totals map[string]decimal.Decimal

	First, Second        target.Target
	FirstOf, SecondOf    map[string]decimal.Decimal
	FirstMin, SecondMost map[string]decimal.Decimal
	Holds                []hierarchy.Hold
	Identity             string
}

// parts divides a plan into two parts, and checks them.
func (a *partsArgs) parts() (any, error) {
	t, columns, err := tree(a.Levels, a.Units, a.Totals, a.FirstOf, a.SecondOf, a.FirstMin, a.SecondMost)
	if err != nil {
		return nil, err
	}
	whole, err := hierarchy.Cascade(
		t, a.Whole, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(columns[0])}},
	)
	if err != nil {
		return nil, err
	}
	plans, err := system.Parts(a.Identity, whole, []system.Part{
		{Target: a.First, Weights: columns[1], Min: columns[3], Holds: a.Holds},
		{Target: a.Second, Weights: columns[2], Max: columns[4]},
	})
	if err != nil {
		return nil, err
	}
	var out several
	out.add(plans, system.CheckParts(whole, plans...))
	return out.done()
}

type deriveArgs struct {
	Levels             []string
	Units              []hierarchy.Unit
	Intensity, Output  map[string]decimal.Decimal
	First, Second      system.Derivation
	FirstCol, OtherCol string
}

func (a *deriveArgs) derive() (any, error) {
	_, columns, err := tree(a.Levels, a.Units, a.Intensity, a.Output)
	if err != nil {
		return nil, err
	}
	given := map[string]hierarchy.Column{a.FirstCol: columns[0], a.OtherCol: columns[1]}
	derived, err := system.Derive(given, []system.Derivation{a.First, a.Second})
	if err != nil {
		return nil, err
	}
	return []any{derived.Columns[a.First.Code], derived.Columns[a.Second.Code], derived.Residuals}, nil
}

type balanceArgs struct {
	Figures    []system.Figure
	Identities []system.Identity
	Options    system.BalanceOptions
	Code       string
}

func systemOperations() []operation {
	args := func() balanceArgs {
		one := num("1")
		return balanceArgs{
			Figures: []system.Figure{
				{Code: "invention", Value: some("92.2"), Of: some("2"), Min: some("80.5")},
				{Code: "utility model", Value: some("270.1"), Of: some("1"), Max: some("269.9")},
				{Code: "design", Value: some("117.0"), Of: some("0.5")},
				{Code: "total", Value: some("479.2"), Kept: true, Of: some("1")},
				{Code: "others"},
			},
			Identities: []system.Identity{
				{Name: "types", Terms: map[string]decimal.Decimal{
					"invention": one, "utility model": one, "design": one, "total": num("-1"),
				}},
				{
					Name:  "others",
					Terms: map[string]decimal.Decimal{"utility model": one, "design": one, "others": num("-1")},
				},
				{
					Name: "limit", Terms: map[string]decimal.Decimal{"design": one}, Relation: system.AtMost,
					Right: num("400"),
				},
			},
			Options: system.BalanceOptions{Firmness: hierarchy.WeightFirmness},
			Code:    "design",
		}
	}

	balance := func(a *balanceArgs) (any, error) {
		b, err := system.Balance(a.Figures, a.Identities, a.Options)
		if err != nil {
			return nil, err
		}
		var out several
		out.add(b, b.Check())
		f, ok := b.Figure(a.Code)
		out.add([]any{f, f.String(), ok}, nil)
		return out.done()
	}

	return []operation{
		use("system.Parts", func() partsArgs {
			levels, units := nation()
			whole := goal(target.Stock, "300000")
			first, second := whole.Clone(), whole.Clone()
			first.Code, first.Value = "inventions", num("120000")
			second.Code, second.Value = "others", num("180000")
			a := partsArgs{
				Levels: levels, Units: units, Whole: whole, Totals: figures(inForce),
				First: first, Second: second, FirstOf: figures(inForce), SecondOf: figures(bids),
				FirstMin: map[string]decimal.Decimal{"11": num("20000")}, SecondMost: map[string]decimal.Decimal{
					"3101": num("25000"),
				},
				Holds:    []hierarchy.Hold{{Unit: "3102", By: "decree", Reason: "pilot", Value: num("9000")}},
				Identity: "types",
			}
			a.FirstOf["44x"], a.SecondOf["44x"] = num("3000"), num("4000")
			return a
		}, func(a *partsArgs) (any, error) { return a.parts() }),
		use("system.Derive", func() deriveArgs {
			levels, units := nation()
			return deriveArgs{
				Levels: levels, Units: units, Intensity: figures(density), Output: figures(people),
				First: system.Derivation{
					Name: "consumption", Code: "energy", Form: system.Product, Of: "intensity", By: "output",
					Times: some("0.1"), Places: 1,
				},
				Second: system.Derivation{
					Name: "twice", Code: "ratio", Form: system.Quotient, Of: "energy", By: "output", Places: 3,
				},
				FirstCol: "intensity", OtherCol: "output",
			}
		}, func(a *deriveArgs) (any, error) { return a.derive() }),
		use("system.Balance", args, balance),
		use("system.Balance/whole", func() balanceArgs {
			a := args()
			a.Options = system.BalanceOptions{Firmness: hierarchy.VarianceFirmness, Quantum: some("0.1")}
			return a
		}, balance),
	}
}
