package acceptance_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/doc"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/hierarchy/rows"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/ranking/consensus"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
	"github.com/targetcascade/cascade/target/temporal"
)

func isInterface(typ *doc.Type) bool {
	for _, s := range typ.Decl.Specs {
		if spec := s.(*ast.TypeSpec); spec.Name.Name == typ.Name {
			_, ok := spec.Type.(*ast.InterfaceType)
			return ok
		}
	}
	return false
}

func isAlias(typ *doc.Type) bool {
	for _, s := range typ.Decl.Specs {
		if spec := s.(*ast.TypeSpec); spec.Name.Name == typ.Name && spec.Assign.IsValid() {
			return true
		}
	}
	return false
}

// asProblem reads an error that is written as a problem.
func asProblem(data []byte) (any, error) {
	e := new(target.FieldError)
	return e, json.Unmarshal(data, e)
}

func targetTypes() []keptType {
	_, targets := agenda()
	full := withBase(goal(target.Ratio, "3.30"), 2010, "1.70")
	full.Comparator, full.Upper, full.Links = target.Within, num("3.50"), targets[0].Links
	full.Withdrawn, full.From, full.Replaces, full.Tags = "2014-01", "a", "b", []string{"binding"}
	conversion := convert.Conversion{
		Formula: convert.GrowthToLevel,
		To:      target.Indicator{Code: "people", Kind: target.Stock, Places: target.Places(0)},
		Basis: convert.Basis{
			Name: "people in 2010", Value: num("1370536875"), Period: target.Year(2010), Rounded: true,
		},
		Years: 1, Rounded: true,
	}

	growth := goal(target.Growth, "5.84")
	growth.Indicator.Per, growth.Indicator.Places = num("100"), target.Places(2)
	taken := target.Observation{Unit: "00", Indicator: "i", Period: target.Year(2015), Value: num("6.30")}
	other := taken
	other.Value, other.Reporter = num("6.45"), "census"
	disagreement := target.Discrepancy{Taken: taken, Other: other, Difference: num("0.15")}
	relative := goal(target.Ratio, "0")
	body := target.Body{
		Code: "dpc", Name: "planning commission", Kind: target.Office, Level: "province", Unit: "44",
		From: "2009-01-01",
	}
	return []keptType{
		like(func() (*target.Agenda, error) { return target.NewAgenda(agenda()) }),
		value(target.AgendaChange{What: target.Replaced, Date: "2016-03-16", From: &targets[2], To: &targets[3]}),
		value(&target.FieldError{Path: "a.b", Value: num("2.50"), Err: target.ErrRange, Remedy: "write less"}),
		value(target.FiscalCalendar{Start: 4, NamedBy: target.ByEndYear}),
		value(target.Goal{Code: "g", Title: "t", Statement: "s", Horizon: target.Year(2020), Setter: "x", Priority: 3}),
		value(full.Indicator), value(full.Links[0]), value(full), value(*full.Baseline),
		value(target.Observation{
			Unit: "00", Indicator: "i", Period: target.Quarter(2015, 2), Value: num("6.30"), Status: target.Revised,
			Coverage: "all", Source: full.Source,
		}),
		value(target.Places(2)),
		value(full.Source),
		like(func() (*target.Bodies, error) { return target.NewBodies([]target.Body{body}) }), value(body),
		value(
			target.Document{
				Code: "plan", Title: "five-year plan", Issuer: "State Council", Period: target.Years(2011, 2015),
			},
		),
		value(disagreement),
		value(
			target.Chosen{Observations: []target.Observation{taken}, Disagreements: []target.Discrepancy{disagreement}},
		),
		value(target.Answer{Unit: "11", Target: &full}),
		value(target.Citation{Document: target.Document{Code: "plan", Title: "plan"}, Goals: []string{"a"}}),
		value(
			target.Publication{
				Period: target.Year(2015), Evaluator: "a", Publisher: "b", Date: "2016-03-14", Until: "2017-03-14",
			},
		),
		value(ranking.Disclosure{Publicity: ranking.Public, From: "2016-03-14"}),
		value(target.Precedence{Setters: []string{"a", "b"}}),
		value(target.Relative{Target: relative, Unit: "11", Factor: some("0.9")}),
		refused[target.Place]("it is where problems are reported"),
		like(func() (*target.Problems, error) {
			var p target.Problems
			p.At("a").Field("b").Report(true, target.ErrRange, "say less")
			p.At("c").Report("Beta", target.ErrUnknown, "")
			return &p, nil
		}),
		value(conversion),
		like(func() (convert.Converted, error) { return conversion.Target(growth, "t-level") }),
		like(func() (convert.ConvertedObservation, error) {
			return conversion.Observation(target.Observation{
				Unit: "00", Indicator: growth.Indicator.Code, Period: growth.Period, Value: num("5.9"),
			}, growth.Indicator)
		}),
		like(func() (convert.Step, error) { return conversion.Figure(num("7.2"), growth.Indicator) }),
		refused[*rows.Row]("it is a part of a table that is being read"),
	}
}

// planOf returns a plan of densities with its tree and columns.
func planOfDensities() (*hierarchy.Plan, hierarchy.Inputs, error) {
	doc, err := planDocument()
	if err != nil {
		return nil, hierarchy.Inputs{}, err
	}
	p := doc.(withInputs).plan
	in := hierarchy.Inputs{Trees: []*hierarchy.Tree{p.Tree()}}
	_, columns, err := treeAnd(p.Tree(), figures(inForce), figures(people), figures(density))
	in.Columns = columns
	return p, in, err
}

// systemOfDensities is a system in which the number of patents follows.
func systemOfDensities() (*system.Plans, error) {
	_, in, err := planOfDensities()
	if err != nil {
		return nil, err
	}

	indicator := func(code, value string, kind target.Kind, of int) system.Indicator {
		t := goal(kind, value)
		t.Code, t.Indicator.Places = code, target.Places(2)
		return system.Indicator{Target: t, Options: hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Proportional(in.Columns[of])},
		}}
	}

	patents := indicator("patents", "0", target.Stock, 0)
	patents.Options = hierarchy.Options{}
	return system.Cascade(in.Trees[0], system.Config{
		Indicators: []system.Indicator{
			indicator("people", "20000", target.Stock, 1), indicator("density", "3.3", target.Ratio, 2), patents,
		},
		Ratios: []system.Ratio{{
			Name: "patents per head", Numerator: "patents", Ratio: "density", Denominator: "people", Derived: "patents",
		}},
	})
}

// yearsOfDensities are the years of a plan of densities.
func yearsOfDensities() (*system.Years, error) {
	p, in, err := planOfDensities()
	if err != nil {
		return nil, err
	}

	t := p.Target()
	t.Period, t.Value, t.Indicator.Places = target.FiveYearPlan(12), num("20"), target.Places(2)
	t.Baseline = &target.Point{Period: target.Year(2010), Value: num("10.3")}
	plan, err := hierarchy.Cascade(in.Trees[0], t, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Scale(in.Columns[2])}, Basis: in.Columns[1],
	})
	if err != nil {
		return nil, err
	}
	announced, err := in.Trees[0].Column(maps.All(map[string]decimal.Decimal{"11": num("9.5")}))
	if err != nil {
		return nil, err
	}
	return system.Spread(plan, system.YearsOptions{
		Before: in.Columns[2],
		Levels: map[string]temporal.Shape{"city": temporal.Schedule{
			Shares: []decimal.Decimal{num("20"), num("40"), num("60"), num("80"), num("100")},
		}},
		Published: []system.YearColumn{{Year: target.Year(2013), Figures: announced}},
	})
}

// treeAnd makes columns of a tree.
func treeAnd(t *hierarchy.Tree, sets ...map[string]decimal.Decimal) (*hierarchy.Tree, []hierarchy.Column, error) {
	var columns []hierarchy.Column
	for _, set := range sets {
		c, err := t.Column(maps.All(set))
		if err != nil {
			return nil, nil, err
		}
		columns = append(columns, c)
	}
	return t, columns, nil
}

func hierarchyTypes() []keptType {
	withColumns := func(read func(data []byte, in hierarchy.Inputs) (any, error)) func([]byte) (any, error) {
		return func(data []byte) (any, error) {
			_, in, err := planOfDensities()
			if err != nil {
				return nil, err
			}
			return read(data, in)
		}
	}
	options := func() (hierarchy.Options, error) {
		p, _, err := planOfDensities()
		if err != nil {
			return hierarchy.Options{}, err
		}
		return p.Options(), nil
	}
	asRule := func(data []byte, in hierarchy.Inputs) (any, error) {
		o, err := hierarchy.ReadOptions(fmt.Appendf(nil, `{"rule":%s}`, data), in)
		return o.Rule, err
	}
	levels, units := nation()
	without := slices.DeleteFunc(slices.Clone(units), func(u hierarchy.Unit) bool { return u.Code == "3102" })

	return []keptType{
		like(func() (*hierarchy.Tree, error) { return hierarchy.NewTree(levels, units) }),
		like(func() (hierarchy.Column, error) {
			_, columns, err := tree(levels, units, figures(density))
			if err != nil {
				return hierarchy.Column{}, err
			}
			return columns[0].Named("density"), nil
		}).by(func(data []byte) (any, error) {
			t, err := hierarchy.NewTree(levels, units)
			if err != nil {
				return nil, err
			}
			return t.ReadColumn(data)
		}),
		refused[*hierarchy.ColumnBuilder]("it is not finished"),
		like(func() (hierarchy.Explanation, error) {
			p, _, err := planOfDensities()
			if err != nil {
				return hierarchy.Explanation{}, err
			}
			return p.Explain("4403"), nil
		}),
		value(
			&hierarchy.InfeasibleError{Parent: "00", Reason: "too much", Amount: num("1.50"), Units: []string{"11"}},
		).by(asProblem).alike(),
		refused[hierarchy.Inputs]("trees, columns and a function"),
		like(options).by(
			withColumns(func(data []byte, in hierarchy.Inputs) (any, error) { return hierarchy.ReadOptions(data, in) }),
		),
		like(func() (hierarchy.Rule, error) {
			o, err := options()
			return o.Rule, err
		}).by(withColumns(asRule)),
		like(func() (hierarchy.Scenario, error) {
			o, err := options()
			return hierarchy.Scenario{Value: some("3.50"), Rule: o.Rule, Basis: o.Basis}, err
		}).by(withColumns(func(data []byte, in hierarchy.Inputs) (any, error) {
			return hierarchy.ReadScenario(data, in)
		})),
		like(func() (hierarchy.ConvertOptions, error) {
			_, in, err := planOfDensities()
			return hierarchy.ConvertOptions{
				Code: "numbers", Basis: in.Columns[1].Named("people"), MeanBasis: in.Columns[0],
				Conversion: convert.Conversion{
					Formula: convert.RatioToNumerator, To: target.Indicator{Code: "patents", Kind: target.Stock},
					Basis: convert.Basis{In: num("10000"), Period: target.Year(2010)},
				},
			}, err
		}).by(withColumns(func(data []byte, in hierarchy.Inputs) (any, error) {
			return hierarchy.ReadConvertOptions(data, in)
		})),
		value(
			hierarchy.Part{Weight: num("0.5"), Method: hierarchy.Equal()},
		).only("it refers to columns, and is read within options"),
		like(func() (*hierarchy.Plan, error) {
			p, _, err := planOfDensities()
			return p, err
		}).by(withColumns(func(data []byte, in hierarchy.Inputs) (any, error) { return hierarchy.ReadPlan(data, in) })),
		value(hierarchy.Firmness{Factor: some("0.5")}).only("it is read within a plan"),
		value(hierarchy.Proposal{By: "province"}).only("it is read within a plan"),
		value(hierarchy.ReconcileOptions{LastLevel: "city"}).only("it is read within a plan"),
		value(hierarchy.Reconciliation{Least: num("1.50")}).only("it is read within a plan"),
		refused[*hierarchy.Prepared]("the target and the options are written"),
		refused[hierarchy.StructureOptions]("columns, which are written by themselves"),
		refused[crosswalk.CarryOptions]("a column, which is written by itself"),
		like(func() (*crosswalk.Crosswalk, error) {
			before, err := hierarchy.NewTree(levels, units)
			if err != nil {
				return nil, err
			}
			after, err := hierarchy.NewTree(levels, without)
			if err != nil {
				return nil, err
			}
			return crosswalk.New(before, after, []crosswalk.Change{
				{Date: "2011-08-22", From: "3102", To: "3101", Weight: num("0.625")},
				{Date: "2011-08-22", From: "3102", To: "3103", Weight: num("0.375")},
			})
		}),
		value(
			&apportion.InfeasibleError{Reason: "too much", Total: num("1.50"), Parties: []int{1}},
		).by(asProblem).alike(),
		value(
			&system.InfeasibleError{Constraints: []system.Constraint{{Identity: "sum", Limit: num("1.50")}}},
		).by(asProblem).alike(),
		value(&system.PartsError{Identity: "sum", Amount: num("1.50")}).by(asProblem).alike(),
		value(system.Indicator{Target: goal(target.Flow, "10")}).only("read the document by ReadPlans"),
		like(systemOfDensities).by(withColumns(func(data []byte, in hierarchy.Inputs) (any, error) {
			return system.ReadPlans(data, in)
		})).alike(),
		like(func() (system.Explanation, error) {
			p, err := systemOfDensities()
			return p.Explain("density", "11"), err
		}),
		value(&system.YearsError{Parent: "00", Amount: num("1.50")}).by(asProblem).alike(),
		value(&system.LimitsError{Unit: "00", Amount: num("1.50")}).by(asProblem).alike(),
		value(system.YearLimits{Min: some("1.50"), Max: some("25"), Percent: true}),
		value(system.UnitLimit{Unit: "31", Max: some("1500")}),
		value(system.YearsOptions{OneWay: true}).only("read the document by ReadYears"),
		like(func() (system.YearColumn, error) {
			y, err := yearsOfDensities()
			if err != nil {
				return system.YearColumn{}, err
			}
			return y.Options().Published[0], nil
		}).only("read the document by ReadYears"),
		like(yearsOfDensities).by(withColumns(func(data []byte, in hierarchy.Inputs) (any, error) {
			return system.ReadYears(data, in)
		})).alike(),
		like(func() (system.YearExplanation, error) {
			y, err := yearsOfDensities()
			return y.Explain("11", target.Year(2013)), err
		}),
		value(system.Config{Sums: []system.Sum{{Name: "types"}}}).only("read the document by ReadPlans"),
		value(
			&apportion.RakeError{Margin: 1, Totals: []int{2}, Amount: num("1.50"), Others: []int{1}},
		).by(asProblem).alike(),
		value(&apportion.TableError{Rows: []int{1}, Cols: []int{2}, Amount: num("1.50")}).by(asProblem).alike(),
	}
}

func trialTypes() []keptType {
	fits := fitOf(trial.MeanAbsolute)
	spec := func() (trial.Spec, error) {
		a := trialOf()
		return a.spec()
	}
	result := func() (*trial.Result, error) {
		s, err := spec()
		if err != nil {
			return nil, err
		}
		return trial.Run(s)
	}

	return []keptType{
		refused[trial.Candidate]("columns and a function"),
		refused[trial.Spec]("columns and functions"),
		refused[trial.FitSpec]("columns and functions"),
		refused[trial.DoubtSpec]("columns and functions"),
		value(
			trial.Measure{Of: trial.Moved, Per: trial.PerHead, Part: num("0.10"), Name: "moved", Better: target.Lower},
		),
		like(func() (*trial.Distribution, error) { return trial.NewCounts(nums("27.538 0 8.7374"), nums("3 1 2")) }),
		like(func() (*trial.Doubts, error) {
			a := doubts(func(a *doubtArgs) { a.Errors, a.Quotas = figures(bands), figures(density) })()
			return a.doubts()
		}),
		like(func() (*trial.Fits, error) {
			a := fits()
			return a.fits()
		}),
		like(func() (*trial.Fitted, error) {
			a := fits()
			f, err := a.fits()
			if err != nil {
				return nil, err
			}
			return f.Fits[0], nil
		}),
		like(func() (*trial.Outcome, error) {
			r, err := result()
			if err != nil {
				return nil, err
			}
			return r.Outcomes[0], nil
		}).only("it refers to its trial"),
		like(result).by(func(data []byte) (any, error) {
			s, err := spec()
			if err != nil {
				return nil, err
			}
			return trial.ReadResult(data, s)
		}).alike(),
	}
}

func evaluateTypes() []keptType {
	spec := indexOf().Spec
	spec.Nodes[3].Normalise = index.Goalposts{Low: num("1"), High: num("120")}
	spec.Nodes[4].Normalise = index.PercentileRank{}
	spec.Nodes[4].Winsorise = &index.Winsorise{Skewness: some("2.5"), Most: 2}
	spec.Weigh, spec.Nodes[0].Aggregate = index.EqualWeights{}, index.Minimum{}
	composite := func() (*index.Composite, error) { return index.New(spec) }

	return []keptType{
		like(func() (c evaluate.Scorecard, err error) {
			const text = `{"unit":"00","scheme":"book","total":"84.65","byPoints":"good","grade":"good","vetoes":["a"],` +
				`"items":[{"code":"a","max":"10","points":"9.50"}],"notes":["late"],"places":2}`
			err = json.Unmarshal([]byte(text), &c)
			return c, err
		}),
		refused[*evaluate.Assessed]("the assessments are made when they are asked for"),
		refused[*evaluate.Monitored]("the standings are made when they are asked for"),
		value(book()), value(evaluate.MonitorOptions{By: target.Year(2015), Published: true}),
		like(func() (*evaluate.Evaluator, error) { return evaluate.New(book()) }),
		like(composite),
		like(func() (*index.Result, error) {
			c, err := composite()
			if err != nil {
				return nil, err
			}
			data := indexOf().Data
			for i, unit := range data.Units {
				data.Units[i] = strings.ToLower(unit)
			}
			return c.Score(data)
		}),
	}
}

func rankingTypes() []keptType {
	table := func() (*ranking.Table, error) {
		a := tableOf()
		then, err := ranking.New(a.Then, a.Options)
		if err != nil {
			return nil, err
		}
		a.Options.Before = then
		return ranking.New(a.Now, a.Options)
	}

	profile := func() (*consensus.Preferences, error) {
		a := ordersOf()
		ballots := consensus.Ballots(a.A, a.B, consensus.Ranking{{"Knoxville", "Memphis"}, {"Nashville"}})
		ballots[1].Weight = some("2.5")
		return consensus.New(ballots, consensus.Options{Unranked: consensus.TiedLast})
	}

	around := func() (*robust.Region, error) {
		a := regionOf()
		return robust.Around(a.Weights, a.Share)
	}
	return []keptType{
		value(entries("1")[0]),
		value(ranking.Class{Name: "first", Place: 3, Value: some("2.50")}),
		value(ranking.Options{
			Indicator: "patents", Better: target.Lower, Ties: ranking.Dense,
			TieBreak: []target.Direction{target.Higher},
			Places:   target.Places(1), Groups: true, Tiles: 4, Classes: []ranking.Class{{Name: "first", Place: 3}},
		}),
		like(table),
		like(func() (ranking.Row, error) {
			t, err := table()
			if err != nil {
				return ranking.Row{}, err
			}
			r, _ := t.Row("340000")
			return r, nil
		}),
		like(func() (*ranking.View, error) {
			t, err := table()
			if err != nil {
				return nil, err
			}
			return t.View(ranking.Audience{Top: 2, Own: []string{"340000"}})
		}).alike(),
		like(func() (*ranking.Bulletin, error) {
			t, err := table()
			if err != nil {
				return nil, err
			}
			return ranking.NewBulletin(t, t)
		}),
		like(profile),
		like(func() (*consensus.Consensus, error) {
			p, err := profile()
			if err != nil {
				return nil, err
			}
			return p.Kemeny()
		}),
		value(consensus.WeightedTauOptions{Multiply: true, By: consensus.ByOrder, Order: []string{"a", "b"}}),
		like(around),
		like(func() (*robust.Dominance, error) {
			region, err := around()
			if err != nil {
				return nil, err
			}
			return robust.Intervals(regionOf().Units, region)
		}),
		like(func() (*robust.RankSets, error) {
			return robust.Multinomial(
				[]robust.CategoryCount{{Code: "a", Count: 50}, {Code: "b", Count: 20}}, robust.MultinomialOptions{},
			)
		}),
	}
}

// TestMethodsAreKept writes every implementation of an interface by name, and reads
// it as one of the interface.
func TestMethodsAreKept(t *testing.T) {
	item := func(data []byte) (any, error) {
		var i evaluate.Item
		err := json.Unmarshal(fmt.Appendf(nil, `{"code":"a","max":"10","points":%s}`, data), &i)
		return i.Points, err
	}
	node := func(field string, of func(index.Node) any) func([]byte) (any, error) {
		return func(data []byte) (any, error) {
			var n index.Node
			err := json.Unmarshal(fmt.Appendf(nil, `{"code":"a",%q:%s}`, field, data), &n)
			return of(n), err
		}
	}
	normalise := node("normalise", func(n index.Node) any { return n.Normalise })
	weigh := node("weigh", func(n index.Node) any { return n.Weigh })
	mean := node("aggregate", func(n index.Node) any { return n.Aggregate })
	rule := func(data []byte) (any, error) { return progress.ReadRule(data) }
	shape := func(data []byte) (any, error) { return temporal.ReadShape(data) }

	for _, k := range []keptType{
		of[evaluate.ProRata]().by(item), of[evaluate.Steps]().by(item), of[evaluate.Interpolation]().by(item),
		of[evaluate.Deductions]().by(item),
		of[index.AsIs]().by(normalise), of[index.Borda]().by(normalise), of[index.Goalposts]().by(normalise),
		of[index.MinMax]().by(normalise), of[index.OwnTarget]().by(normalise), of[index.PercentileRank]().by(normalise),
		of[index.Rank]().by(normalise), of[index.ShareOfBest]().by(normalise), of[index.ZScore]().by(normalise),
		of[index.AHP]().by(weigh), of[index.CRITIC]().by(weigh), of[index.Entropy]().by(weigh),
		of[index.EqualWeights]().by(weigh),
		of[index.GivenWeights]().by(weigh), of[index.StandardDeviation]().by(weigh),
		of[index.Arithmetic]().by(mean), of[index.Geometric]().by(mean), of[index.Harmonic]().by(mean),
		of[index.Minimum]().by(mean), of[index.Power]().by(mean),
		of[progress.Anticipated]().by(rule), of[progress.CAGRRatio]().by(rule), of[progress.CurrentStatus]().by(rule),
		of[progress.Forecast]().by(rule), of[progress.LinearRatio]().by(rule), of[progress.PathGap]().by(rule),
		of[progress.Weather]().by(rule), value(progress.OpenSDG()).by(rule), value(progress.UNSD()).by(rule),
		of[temporal.ConstantRate]().by(shape), of[temporal.Profile]().by(shape), of[temporal.Schedule]().by(shape),
		of[temporal.StraightLine]().by(shape), of[temporal.Through]().by(shape),
	} {
		t.Run(k.typ.String(), func(t *testing.T) {
			v, err := k.sample()
			if err != nil {
				t.Fatal(err)
			}
			data, err := json.Marshal(v)
			if err != nil || !strings.HasPrefix(string(data), `{"method":"`) {
				t.Errorf("Marshal() = %s, %v, want a method", data, err)
			}
			k.test(t)
		})
	}
}
