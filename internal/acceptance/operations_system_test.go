package acceptance_test

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
)

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
				{Name: "others", Terms: map[string]decimal.Decimal{"utility model": one, "design": one, "others": num("-1")}},
				{Name: "limit", Terms: map[string]decimal.Decimal{"design": one}, Relation: system.AtMost, Right: num("400")},
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
		use("system.Balance", args, balance),
		use("system.Balance/whole", func() balanceArgs {
			a := args()
			a.Options = system.BalanceOptions{Firmness: hierarchy.VarianceFirmness, Quantum: some("0.1")}
			return a
		}, balance),
	}
}
