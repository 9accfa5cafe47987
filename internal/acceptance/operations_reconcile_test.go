package acceptance_test

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// bidArgs is a reconciliation as plain data.
type bidArgs struct {
	Levels    []string
	Units     []hierarchy.Unit
	Target    target.Target
	Above     map[string]decimal.Decimal // what one proposes
	Below     map[string]decimal.Decimal // and another
	Of        map[string]decimal.Decimal // weights or variances
	Rule      hierarchy.FirmnessRule
	Factor    decimal.NullDecimal
	Open      bool // the target's value moves
	Min, Max  map[string]decimal.Decimal
	Basis     map[string]decimal.Decimal
	Holds     []hierarchy.Hold
	LastLevel string
	Code      string
}

func bidsOf(t target.Target, above, below map[string]decimal.Decimal) bidArgs {
	levels, units := nation()
	return bidArgs{
		Levels: levels, Units: units, Target: t.Clone(), Above: maps.Clone(above), Below: maps.Clone(below),
		Code: "3102",
	}
}

func (a *bidArgs) reconcile() (*hierarchy.Plan, error) {
	t, err := hierarchy.NewTree(a.Levels, a.Units)
	if err != nil {
		return nil, err
	}

	var columns []hierarchy.Column
	for _, figures := range []map[string]decimal.Decimal{a.Above, a.Below, a.Of, a.Min, a.Max, a.Basis} {
		if len(figures) == 0 {
			columns = append(columns, hierarchy.Column{})
			continue
		}
		c, err := t.Column(column(figures))
		if err != nil {
			return nil, err
		}
		columns = append(columns, c)
	}

	proposed := []hierarchy.Proposal{
		{By: "the centre", Figures: columns[0], Firmness: hierarchy.Firmness{Factor: a.Factor}},
		{By: "the city", Figures: columns[1], Firmness: hierarchy.Firmness{Rule: a.Rule, Of: columns[2]}},
	}
	o := hierarchy.ReconcileOptions{
		Min: columns[3], Max: columns[4], Basis: columns[5], Holds: a.Holds, LastLevel: a.LastLevel,
	}
	if a.Open {
		o.Target = &hierarchy.Firmness{}
	}
	return hierarchy.Reconcile(t, a.Target, proposed, o)
}

func reconcileOperations() []operation {
	var ops []operation
	add := func(name string, t target.Target, above, below map[string]decimal.Decimal, change func(*bidArgs)) {
		args := func() bidArgs {
			a := bidsOf(t, above, below)
			if change != nil {
				change(&a)
			}
			return a
		}
		ops = append(ops, use("hierarchy.Reconcile/"+name, args, func(a *bidArgs) (any, error) {
			p, err := a.reconcile()
			if err != nil {
				return nil, err
			}
			var s several
			r, ok := p.Reconciliation()
			s.add([]any{p, p.Explain(a.Code).String(), p.Check(), p.Slack(), slices.Collect(p.Moves())}, nil)
			s.add([]any{r.Objective, r.Least, r.Loss, r.Immovable, ok}, nil)
			s.add(p.Revise(hierarchy.Options{Rule: hierarchy.Rule{Min: r.Options.Min}}))
			return s.done()
		}))
	}

	add("equal", goal(target.Stock, "300000"), figures(inForce), figures(bids), nil)
	add("structural", goal(target.Stock, "300000"), figures(inForce), figures(bids), func(a *bidArgs) {
		a.Rule, a.Factor = hierarchy.StructuralFirmness, some("2.5")
		a.Min = map[string]decimal.Decimal{"11": num("80000"), "3101": num("0")}
		a.Max = map[string]decimal.Decimal{"31": num("60000")}
		a.Holds = []hierarchy.Hold{{Unit: "3102", By: "decree", Reason: "pilot", Value: num("20000")}}
	})
	add("by the figure", goal(target.Flow, "300000"), figures(inForce), figures(bids), func(a *bidArgs) {
		a.Rule, a.Open = hierarchy.FigureFirmness, true
	})
	add("by variance", goal(target.Flow, "300000"), figures(inForce), figures(bids), func(a *bidArgs) {
		a.Rule, a.Of, a.LastLevel = hierarchy.VarianceFirmness, figures(people), "province"
		a.Target.Indicator.Quantum = num("50")
	})
	add("by weight", goal(target.Ratio, "14.40"), figures(density), figures(density), func(a *bidArgs) {
		a.Rule, a.Of, a.Basis = hierarchy.WeightFirmness, figures(people), figures(people)
		a.Basis["44x"] = num("4300")
		a.Max = map[string]decimal.Decimal{"11": num("30.00")}
	})
	add("milestone", goal(target.Milestone, "3"), figures(bands), figures(bands), func(a *bidArgs) {
		a.LastLevel = "province"
	})
	add("range", goal(target.Stock, "300000"), figures(inForce), figures(bids), func(a *bidArgs) {
		a.Target.Comparator, a.Target.Upper = target.Within, num("310000")
	})
	add("wide", goal(
		target.Stock, "123456789012345678901234567890",
	), figures(inForce), figures(bids), func(a *bidArgs) {
		a.Above["11"] = num("98765432109876543210987.654321")
	})
	return ops
}
