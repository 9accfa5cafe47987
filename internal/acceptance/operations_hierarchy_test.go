package acceptance_test

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

// nation is a small country with an "of which" city, a residual and a county
// that skips a level.
func nation() (levels []string, units []hierarchy.Unit) {
	at := func(code, level, parent string) hierarchy.Unit {
		return hierarchy.Unit{Code: code, Name: "unit " + code, Level: level, Parent: parent}
	}
	rest := at("44x", "city", "44")
	rest.Role = hierarchy.Residual
	memo := at("4403", "city", "44")
	memo.Role = hierarchy.Memo
	return []string{"nation", "province", "city"}, []hierarchy.Unit{
		at("00", "nation", ""), at("11", "province", "00"), at("31", "province", "00"), at("44", "province", "00"),
		at("1101", "city", "11"), at("1102", "city", "11"), at("3101", "city", "31"), at("3102", "city", "31"),
		at("3103", "city", "31"),
		at("4401", "city", "44"), at("4402", "city", "44"), memo, rest, at("99", "city", "00"),
	}
}

// figures are of every unit of the nation except the residual.
func figures(s string) map[string]decimal.Decimal {
	out := map[string]decimal.Decimal{}
	codes := []string{"00", "11", "31", "44", "1101", "1102", "3101", "3102", "3103", "4401", "4402", "4403", "99"}
	for i, v := range nums(s) {
		out[codes[i]] = v
	}
	return out
}

var (
	inForce = "151410 55879 32744 62787 31000 24879 9000 11744 12000 40100 15000 43312 512"
	people  = "146900 19600 23000 104300 10500 9100 7000 8000 8000 60000 40000 10000 4000"
	density = "10.3 28.5 14.2 6.0 29.5 27.3 12.9 14.7 15.0 6.7 3.8 43.3 1.3"
	bands   = "1 1 2 3 1 1 2 2 3 3 2 1 3"
	bids    = "300000 90000 80000 110000 50000 40000 20000 30000 30000 80000 20000 70000 2000"
)

type treeArgs struct {
	Levels  []string
	Units   []hierarchy.Unit
	Figures map[string]decimal.Decimal
	Basis   map[string]decimal.Decimal
	Kind    target.Kind
	Name    string
	One     decimal.Decimal
}

func treeOf() treeArgs {
	levels, units := nation()
	return treeArgs{levels, units, figures(inForce), figures(people), target.Stock, "in force", num("1")}
}

// tree builds the tree and columns of the figures.
func tree(
	levels []string, units []hierarchy.Unit, sets ...map[string]decimal.Decimal,
) (*hierarchy.Tree, []hierarchy.Column, error) {
	t, err := hierarchy.NewTree(levels, units)
	if err != nil {
		return nil, nil, err
	}
	columns := make([]hierarchy.Column, len(sets))
	for i, set := range sets {
		if columns[i], err = t.Column(column(set)); err != nil {
			return nil, nil, err
		}
	}
	return t, columns, nil
}

type placeArgs struct {
	Tree     treeArgs
	Code     string
	I        int
	Mantissa int64
	Exp      int32
	Figure   decimal.Decimal
}

type crosswalkArgs struct {
	Levels         []string
	Old, New       []hierarchy.Unit
	Changes        []crosswalk.Change
	Figures, Basis map[string]decimal.Decimal
	Quantum        decimal.Decimal
	Code           string
}

type repeatArgs struct {
	Tree      treeArgs
	Target    target.Target
	LastLevel string
	Parent    string
	Place     int
	Better    target.Direction
}

type structureArgs struct {
	Tree                          treeArgs
	Reductions, Ratios, Projected map[string]decimal.Decimal
	Per                           decimal.Decimal
}

type apportionArgs struct {
	Total   decimal.Decimal
	Claims  []apportion.Party
	Options apportion.Options
}

type tableArgs struct {
	Weights    [][]decimal.Decimal
	Rows, Cols []decimal.Decimal
	Options    apportion.TableOptions
}

type rakeArgs struct {
	Seed    apportion.Block
	Margins []apportion.Margin
	Options apportion.RakeOptions
}

func hierarchyOperations() []operation {
	ops := []operation{
		use("hierarchy.Tree", treeOf, func(a *treeArgs) (any, error) {
			t, columns, err := tree(a.Levels, a.Units, a.Figures)
			if err != nil {
				return nil, err
			}
			ones, err := t.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
				return a.One, u.Role == hierarchy.Member
			})
			if err != nil {
				return nil, err
			}
			u, ok := t.Unit("44")
			x, has := columns[0].At("4401")
			return []any{
				t, t.Len(), t.Root(), u, ok, slices.Collect(t.Children("44")), slices.Collect(t.Ancestors("4401")),
				slices.Collect(t.Level("city")),
				t.Equal(t), columns[0].Named(a.Name), columns[0].Len(), x, has, columns[0].Equal(ones), ones,
			}, nil
		}),
		use("hierarchy.ColumnBuilder", func() placeArgs {
			return placeArgs{Tree: treeOf(), Code: "4401", I: 3, Mantissa: 125, Exp: -1, Figure: num("7.25")}
		}, func(a *placeArgs) (any, error) {
			t, columns, err := tree(a.Tree.Levels, a.Tree.Units, a.Tree.Figures)
			if err != nil {
				return nil, err
			}
			i, ok := t.Index(a.Code)
			first, end := t.ChildrenAt(a.I)
			m, exp, fits := columns[0].Int64At(a.I)
			d, has := columns[0].FigureAt(i)
			b := t.ColumnBuilder()
			b.Set(a.I, a.Figure)
			b.SetInt64(i, a.Mantissa, a.Exp)
			built, err := b.Column()
			return []any{
				i, ok, t.UnitAt(a.I), t.ParentAt(a.I), first, end, m, exp, fits, d, has, columns[0].HasAt(a.I),
				built,
			}, err
		}),
		use("crosswalk.New", func() crosswalkArgs {
			levels, old := nation()
			var units []hierarchy.Unit
			for _, u := range old {
				if u.Code != "3102" {
					units = append(units, u)
				}
			}
			return crosswalkArgs{
				Levels: levels, Old: old, New: units, Figures: figures(inForce), Basis: figures(people),
				Quantum: num("1"), Code: "3101",
				Changes: []crosswalk.Change{
					{Date: "2011-08-22", From: "3102", To: "3101", Weight: num("0.625")},
					{
						Date: "2011-08-22", From: "3102", To: "3103", Weight: num("0.375"),
						Source: target.Source{Document: "decree"},
					},
				},
			}
		}, func(a *crosswalkArgs) (any, error) {
			old, columns, err := tree(a.Levels, a.Old, a.Figures, a.Basis)
			if err != nil {
				return nil, err
			}

			later, err := hierarchy.NewTree(a.Levels, a.New)
			if err != nil {
				return nil, err
			}

			s, err := crosswalk.New(old, later, a.Changes)
			if err != nil {
				return nil, err
			}

			var out several
			out.add(s, nil)
			out.add(maps.Collect(codesOf(s.From(a.Code))), nil)
			out.add(maps.Collect(codesOf(s.To("3102"))), nil)
			out.add(slices.Collect(s.Changes(a.Code)), nil)
			out.add([]int{s.Old().Len(), s.New().Len()}, nil)
			out.add(s.Carry(target.Stock, columns[0], crosswalk.CarryOptions{}))
			out.add(s.Carry(target.Ratio, columns[0], crosswalk.CarryOptions{Basis: columns[1]}))
			out.add(s.Carry(target.Stock, columns[0], crosswalk.CarryOptions{Quantum: a.Quantum}))
			return out.done()
		}),
		use("apportion.Rake", func() rakeArgs {
			free := gaps("40 -")
			return rakeArgs{
				Seed:    apportion.Block{Shape: []int{2, 3}, Values: nums("1 2 3 4 0 6")},
				Margins: []apportion.Margin{{Axes: []int{0}, Totals: free}, {Axes: []int{1}, Totals: gaps("20 30 50")}},
				Options: apportion.RakeOptions{Tolerance: num("0.001"), Places: target.Places(6), Sweeps: 500},
			}
		}, func(a *rakeArgs) (any, error) {
			return apportion.Rake(a.Seed, a.Margins, a.Options)
		}),
		use("apportion.Rake/three", func() rakeArgs {
			return rakeArgs{
				Seed: apportion.Block{Shape: []int{2, 2, 2}, Values: nums("1 2 3 4 5 6 7 8")},
				Margins: []apportion.Margin{
					{Axes: []int{0, 1}, Totals: gaps("5 6 10 15")}, {Axes: []int{2}, Totals: gaps("16 20")},
				},
				Options: apportion.RakeOptions{Places: target.Places(9)},
			}
		}, func(a *rakeArgs) (any, error) {
			return apportion.Rake(a.Seed, a.Margins, a.Options)
		}),
		use("hierarchy.Repeat", func() repeatArgs {
			return repeatArgs{treeOf(), goal(target.Position, "5"), "province", "00", 2, target.Higher}
		}, func(a *repeatArgs) (any, error) {
			t, columns, err := tree(a.Tree.Levels, a.Tree.Units, a.Tree.Figures)
			if err != nil {
				return nil, err
			}
			var s several
			s.add(hierarchy.Repeat(t, a.Target, hierarchy.RepeatOptions{LastLevel: a.LastLevel}))
			s.add(columns[0].FigureAtPlace(a.Parent, a.Place, a.Better))
			return s.done()
		}),
		use("hierarchy.StructureEffects", func() structureArgs {
			a := structureArgs{
				Tree: treeOf(), Reductions: figures(bids), Ratios: figures(density), Projected: figures(bids),
				Per: num("100"),
			}
			for code := range a.Reductions {
				a.Reductions[code] = a.Reductions[code].Shift(-4)
			}
			return a
		}, func(a *structureArgs) (any, error) {
			t, columns, err := tree(a.Tree.Levels, a.Tree.Units, a.Tree.Basis, a.Reductions, a.Ratios, a.Projected)
			if err != nil {
				return nil, err
			}
			s, err := hierarchy.StructureEffects(columns[1], hierarchy.StructureOptions{
				Ratios: columns[2], Denominators: columns[0], Projected: columns[3], Per: a.Per,
			})
			return []any{t.Len(), s}, err
		}),
	}

	for _, law := range []target.Kind{
		target.Flow, target.Stock, target.Cumulative, target.Ratio, target.Share, target.Growth, target.Reduction,
		target.Milestone,
	} {
		ops = append(ops, use("hierarchy.RollUp/"+law.String(), func() treeArgs {
			a := treeOf()
			a.Kind, a.Figures["44x"], a.Basis["44x"] = law, num("7687"), num("4300")
			if law == target.Milestone {
				for code := range a.Figures {
					a.Figures[code] = num("1")
				}
			}
			return a
		}, func(a *treeArgs) (any, error) {
			_, columns, err := tree(a.Levels, a.Units, a.Figures, a.Basis)
			if err != nil {
				return nil, err
			}
			basis := hierarchy.Column{}
			if a.Kind.Law() == target.WeightedMean {
				basis = columns[1]
			}
			up, err := hierarchy.RollUp(a.Kind, columns[0], basis)
			if err != nil {
				return nil, err
			}
			covered, share, err := hierarchy.RollUpCovered(a.Kind, columns[0], basis)
			return []hierarchy.Column{up, covered, share}, err
		}))
	}

	for r := apportion.LargestRemainder; r <= apportion.Dean; r++ {
		ops = append(ops, use("apportion.Apportion/"+r.String(), func() apportionArgs {
			return apportionArgs{
				Total: num("100000.5"),
				Claims: []apportion.Party{
					{Weight: num("55879")},
					{Weight: num("32744.25"), Max: some("15000")},
					{Weight: num("62787"), Min: some("50000")},
					{Weight: num("1"), Min: some("0.5")},
					{Weight: num("1"), Min: some("0.5")},
					{Weight: num("3")},
				},
				Options: apportion.Options{Quantum: num("0.5"), Rounding: r},
			}
		}, func(a *apportionArgs) (any, error) {
			return apportion.Apportion(a.Total, a.Claims, a.Options)
		}))
		if r == apportion.LargestRemainder {
			continue
		}

		ops = append(ops, use("apportion.TableWith/"+r.String(), func() tableArgs {
			return tableArgs{
				Weights: [][]decimal.Decimal{nums("12.5 7 3"), nums("1 2 9.25"), nums("4 4 4")},
				Rows:    nums("4.0 2.1 1.2"), Cols: nums("3.0 1.8 2.5"),
				Options: apportion.TableOptions{
					Quantum: num("0.1"), Rounding: r,
					Min: [][]decimal.NullDecimal{gaps("- - 0.9"), gaps("- - -"), gaps("0.1 0.1 0.1")},
					Max: [][]decimal.NullDecimal{gaps("2.2 - -"), gaps("- 3 -"), gaps("- - -")},
				},
			}
		}, func(a *tableArgs) (any, error) {
			return apportion.Table(a.Weights, a.Rows, a.Cols, a.Options)
		}))
	}

	return ops
}

func codesOf(seq func(func(hierarchy.Unit, decimal.Decimal) bool)) func(func(string, decimal.Decimal) bool) {
	return func(yield func(string, decimal.Decimal) bool) {
		for u, x := range seq {
			if !yield(u.Code, x) {
				return
			}
		}
	}
}
