package acceptance_test

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

type columnArgs struct {
	Tree     treeArgs
	Factor   decimal.Decimal
	Division hierarchy.Division
	Places   int32
	Level    string
	Code     string
}

// keptOperations are of columns that calculate, of rows of text, and of what is
// written and read again.
func keptOperations() []operation {
	return []operation{
		use("hierarchy.Column arithmetic", func() columnArgs {
			return columnArgs{
				Tree: treeOf(), Factor: num("0.9"), Places: 0, Level: "province", Code: "44",
				Division: hierarchy.Division{Per: num("10000"), Places: target.Places(2), ZeroIsGap: true},
			}
		}, func(a *columnArgs) (any, error) {
			t, columns, err := tree(a.Tree.Levels, a.Tree.Units, a.Tree.Figures, a.Tree.Basis)
			if err != nil {
				return nil, err
			}
			x, y := columns[0].Named(a.Tree.Name), columns[1].Named("people")

			var out several
			out.add(x.Add(y))
			out.add(x.Sub(y))
			out.add(x.Mul(y))
			out.add(x.Div(y, a.Division))
			out.add(x.Scale(a.Factor))
			out.add(x.Round(a.Places))
			out.add(x.Least(y))
			out.add(x.Greatest(y))
			constant, err := t.Constant(a.Level, a.Factor)
			out.add(constant, err)
			out.add(constant.Fill(x))
			out.add(x.With(a.Code, a.Factor))
			out.add(x.Map(func(hierarchy.Unit, decimal.Decimal) decimal.Decimal { return a.Tree.One }))
			out.add(x.Sum(a.Level))
			u, least, err := x.Min(a.Level)
			out.add([]any{u, least}, err)
			u, greatest, err := x.Max(a.Level)
			out.add([]any{u, greatest}, err)
			return out.done()
		}),
	}
}
