package hierarchy_test

import (
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
)

// drawConvertOptions draws a conversion for a plan, most often one that its kind allows.
// It puts the columns among those that the plan was made from.
func drawConvertOptions(
	t *rapid.T, plan *hierarchy.Plan, columns map[string]hierarchy.Column,
) hierarchy.ConvertOptions {
	var o hierarchy.ConvertOptions
	var kinds []target.Kind
	from := plan.Target().Indicator
	switch from.Kind {
	case target.Flow, target.Stock:
		o.Conversion.Formula = rapid.SampledFrom([]convert.Formula{
			convert.NumeratorToRatio, convert.PartToShare, convert.LevelToGrowth, convert.LevelToReduction,
			convert.LevelToIncrement, convert.IncrementToLevel,
		}).Draw(t, "formula")
	case target.Growth:
		o.Conversion.Formula = convert.GrowthToLevel
	case target.Reduction:
		o.Conversion.Formula = convert.ReductionToLevel
	case target.Share:
		formulas := []convert.Formula{convert.ShareToPart, convert.LevelToGrowth}
		o.Conversion.Formula = rapid.SampledFrom(formulas).Draw(t, "formula")
	default:
		o.Conversion.Formula = rapid.SampledFrom([]convert.Formula{
			convert.RatioToNumerator, convert.LevelToIncrement, convert.LevelToReduction, convert.LevelToGrowth,
		}).Draw(t, "formula")
	}

	additive := []target.Kind{target.Flow, target.Stock}
	switch o.Conversion.Formula {
	case convert.RatioToNumerator, convert.ShareToPart:
		kinds = additive
	case convert.NumeratorToRatio:
		kinds = []target.Kind{target.Ratio}
	case convert.PartToShare:
		kinds = []target.Kind{target.Share}
	case convert.GrowthToLevel, convert.ReductionToLevel:
		kinds = []target.Kind{target.Stock, target.Flow, target.Ratio, target.Index}
	case convert.LevelToGrowth:
		kinds = []target.Kind{target.Growth}
	case convert.LevelToReduction:
		kinds = []target.Kind{target.Reduction}
	default:
		kinds = []target.Kind{from.Kind}
	}
	kind := rapid.SampledFrom(kinds).Draw(t, "to")
	o.Conversion.To = target.Indicator{
		Code: "y", Kind: kind, Better: target.Higher,
		Places: target.Places(int32(rapid.IntRange(0, 3).Draw(t, "places"))),
	}
	if kind.Law() == target.WeightedMean {
		o.Conversion.To.Per = rapid.SampledFrom([]decimal.Decimal{d("0"), d("100"), d("10000")}).Draw(t, "per")
	}
	if rapid.IntRange(0, 3).Draw(t, "quantum") == 0 {
		o.Conversion.To.Quantum = rapid.SampledFrom([]decimal.Decimal{d("20"), d("0.3"), d("2.5")}).Draw(t, "step")
		o.Conversion.To.Places = target.Places(1)
	}
	switch o.Conversion.Formula {
	case convert.RatioToNumerator, convert.NumeratorToRatio:
		o.Conversion.Basis.In = rapid.SampledFrom([]decimal.Decimal{d("0"), d("10000")}).Draw(t, "in")
	case convert.ShareToPart, convert.PartToShare:
		o.Conversion.BeyondWhole = rapid.Bool().Draw(t, "beyond")
	case convert.GrowthToLevel, convert.ReductionToLevel, convert.LevelToGrowth, convert.LevelToReduction:
		o.Conversion.Years = rapid.SampledFrom([]int{0, 0, 1, 3}).Draw(t, "years")
	}
	o.Conversion.Rounded = rapid.Bool().Draw(t, "rounded")
	if rapid.Bool().Draw(t, "code") {
		o.Code = "converted"
	}

	column := func(name string, low int64) hierarchy.Column {
		scale := rapid.SampledFrom([]decimal.Decimal{d("1"), d("0.01"), d("10000000000000000000000")}).Draw(t, "scale")
		figures := map[string]decimal.Decimal{}
		for u := range plan.Tree().All() {
			if rapid.IntRange(0, 12).Draw(t, "gap") > 0 {
				figures[u.Code] = decimal.New(rapid.Int64Range(low, 60).Draw(t, name), 0).Mul(scale)
			}
		}
		c, err := plan.Tree().Column(maps.All(figures))
		if err != nil {
			t.Fatal(err)
		}
		for columns[name].Tree() != nil {
			name += "'"
		}
		columns[name] = c.Named(name)
		return columns[name]
	}
	o.Basis = column("conversion", rapid.SampledFrom([]int64{1, 1, 1, 0, -1}).Draw(t, "least basis"))
	if rapid.IntRange(0, 9).Draw(t, "mean basis") > 0 == needsMeanBasis(from.Kind, o.Conversion) {
		o.MeanBasis = column("mean", 0)
	}
	return o
}

func needsMeanBasis(from target.Kind, c convert.Conversion) bool {
	mean := func(k target.Kind) bool { return k.Law() == target.WeightedMean }
	switch c.Formula {
	case convert.NumeratorToRatio, convert.PartToShare:
		return false
	case convert.LevelToGrowth, convert.LevelToReduction:
		return mean(from)
	}
	return mean(c.To.Kind)
}

// slowConversion is Convert unit by unit, by convert.Conversion and fractions.
type slowConversion struct {
	plan   *hierarchy.Plan
	o      hierarchy.ConvertOptions
	faults int
	quotas map[string]decimal.Decimal // of one end
	step   *big.Rat
}

// basis returns the figure of a unit, or the sum of those of its children.
func (s *slowConversion) basis(c hierarchy.Column, u hierarchy.Unit, addsUp bool) (*big.Rat, bool) {
	if x, ok := c.At(u.Code); ok {
		return x.Rat(), true
	}
	if !addsUp {
		return nil, false
	}

	exempt := map[string]bool{}
	for x := range s.plan.Exemptions() {
		exempt[x.Unit] = true
	}
	sum, some := new(big.Rat), false
	for child := range s.plan.Tree().Children(u.Code) {
		if child.Role == hierarchy.Memo || exempt[child.Code] {
			continue
		}
		x, ok := s.basis(c, child, true)
		switch {
		case ok:
			sum.Add(sum, x)
			some = true
		case child.Role != hierarchy.Residual:
			return nil, false
		}
	}
	return sum, some
}

// convert converts the figure of one unit.
func (s *slowConversion) convert(u hierarchy.Unit, x decimal.Decimal) decimal.Decimal {
	law, from, to := s.o.Conversion.Formula, s.plan.Target().Indicator, s.o.Conversion.To
	level := from.Kind
	switch law {
	case convert.GrowthToLevel, convert.ReductionToLevel, convert.IncrementToLevel, convert.LevelToIncrement:
		level = to.Kind
	case convert.RatioToNumerator, convert.NumeratorToRatio, convert.ShareToPart, convert.PartToShare:
		level = target.Flow
	}

	basis, ok := s.basis(s.o.Basis, u, level.Law() == target.Sum)
	if !ok && u.Role != hierarchy.Residual {
		s.faults++
		return decimal.Zero
	}
	increment := law == convert.IncrementToLevel || law == convert.LevelToIncrement
	if !ok {
		basis = new(big.Rat)
	}
	if basis.Sign() == 0 && !increment {
		inverse := law.Inverse() < law
		if inverse && !x.IsZero() {
			s.faults++
		}
		return decimal.Zero
	}

	c := s.o.Conversion
	c.Basis.Value = decimal.NewFromBigRat(basis, 10)
	step, err := c.Figure(x, from)
	if err != nil {
		s.faults++
	}
	return step.Result
}

// unit returns the figure of a unit.
func (s *slowConversion) unit(u hierarchy.Unit, figure func(hierarchy.Quota) decimal.Decimal) decimal.Decimal {
	q, _ := s.plan.Quota(u.Code)
	sum, whole, children := new(big.Rat), new(big.Rat), false
	for child := range s.plan.Children(u.Code) {
		children = true
		x := s.unit(child.Unit, figure).Rat()
		if s.o.Conversion.To.Kind.Law() == target.WeightedMean {
			of := s.o.MeanBasis
			if of.Tree() == nil {
				of = s.o.Basis
			}
			b, ok := s.basis(of, child.Unit, true)
			if !ok {
				b = new(big.Rat)
			}
			if !ok && child.Unit.Role != hierarchy.Residual || b.Sign() < 0 {
				s.faults++
			}
			whole.Add(whole, b)
			x.Mul(x, b)
		}
		sum.Add(sum, x)
	}

	var out decimal.Decimal
	switch mean := s.o.Conversion.To.Kind.Law() == target.WeightedMean; {
	case !children || s.changes(u.Code) || mean && whole.Sign() == 0:
		out = s.convert(u, figure(q))
	case mean:
		quanta := sum.Quo(sum.Quo(sum, whole), s.step)
		n := decimal.NewFromBigRat(quanta, 40).Round(0)
		out = n.Mul(s.o.Conversion.To.EffectiveQuantum())
	default:
		out = decimal.NewFromBigRat(sum, 40)
	}
	s.quotas[u.Code] = out
	return out
}

// changes reports whether a parent stretches its quota or keeps a reserve.
func (s *slowConversion) changes(code string) bool {
	if from, _ := s.plan.From(); from != nil {
		return false
	}
	o := s.plan.Options()
	level := len(levels)
	for child := range s.plan.Children(code) {
		level = min(level, slices.Index(levels, child.Unit.Level))
	}
	r := o.Rule
	if level < len(levels) {
		if l := o.Levels[levels[level]]; l.Stretch.Valid {
			r.Stretch = l.Stretch
		}
		if l := o.Levels[levels[level]]; l.Reserve.Valid {
			r.Reserve = l.Reserve
		}
	}
	return !r.Stretch.Decimal.IsZero() || !r.Reserve.Decimal.IsZero()
}

// A converted plan is what its parts make, unit by unit.
func convertedUnitByUnit(t *rapid.T) {
	plan, columns := drawPlanOf(
		t, target.Flow, target.Stock, target.Ratio, target.Share, target.Growth, target.Reduction,
	)
	if plan == nil {
		return
	}
	o := drawConvertOptions(t, plan, columns)
	got, err := plan.Convert(o)

	s := &slowConversion{plan: plan, o: o, step: o.Conversion.To.EffectiveQuantum().Rat()}
	ends := []func(hierarchy.Quota) decimal.Decimal{
		func(q hierarchy.Quota) decimal.Decimal { return q.Value },
		func(q hierarchy.Quota) decimal.Decimal { return q.Upper.Decimal },
	}
	if plan.Target().EffectiveComparator() != target.Within {
		ends = ends[:1]
	}
	root, _ := plan.Tree().Unit(plan.Target().Unit)
	basis, ok := s.basis(o.Basis, root, true)
	var all []map[string]decimal.Decimal
	whole := o.Conversion
	if ok {
		whole.Basis.Value = decimal.NewFromBigRat(basis, 10)
	}
	_, wholeErr := whole.Target(plan.Target(), o.Code)
	for _, figure := range ends {
		s.quotas = map[string]decimal.Decimal{}
		s.unit(root, figure)
		all = append(all, s.quotas)
	}
	if err != nil {
		index := o.Conversion.To.Kind == target.Index
		misfit := needsMeanBasis(plan.Target().Indicator.Kind, o.Conversion) != (o.MeanBasis.Tree() != nil)
		_, own := o.Basis.At(root.Code)
		if s.faults == 0 && wholeErr == nil && !index && !misfit && own && !strings.Contains(err.Error(), "plan") {
			t.Fatalf("Convert() = %v, want a plan", err)
		}
		return
	}
	if s.faults > 0 || wholeErr != nil {
		t.Fatalf("Convert() has no error, want %d and %v", s.faults, wholeErr)
	}

	formula := o.Conversion.Formula
	if len(all) == 2 && (formula == convert.ReductionToLevel || formula == convert.LevelToReduction) {
		slices.Reverse(all)
	}
	for q := range got.All() {
		if !q.Value.Equal(all[0][q.Unit.Code]) {
			t.Fatalf("quota of %s = %s, want %s", q.Unit.Code, q.Value, all[0][q.Unit.Code])
		}
		if len(all) == 2 && !q.Upper.Decimal.Equal(all[1][q.Unit.Code]) {
			t.Fatalf("upper quota of %s = %s, want %s", q.Unit.Code, q.Upper.Decimal, all[1][q.Unit.Code])
		}
		before, _ := plan.Quota(q.Unit.Code)
		if q.DecidedBy != before.DecidedBy && !(len(all) == 2) {
			t.Fatalf("%s is decided by %v, want %v", q.Unit.Code, q.DecidedBy, before.DecidedBy)
		}
	}
	if got.Len() != plan.Len() || !got.Target().Value.Equal(all[0][root.Code]) {
		t.Fatalf("%d quotas, target %s, want %d and %s", got.Len(), got.Target().Value, plan.Len(), all[0][root.Code])
	}
	if err := got.Check(); err != nil {
		t.Fatal(err)
	}
	for tt := range got.Targets() {
		if err := tt.Validate(); err != nil {
			t.Fatal(err)
		}
	}
	if from, options := got.From(); from != plan || options.Code != o.Code {
		t.Fatalf("From() = %v, %v, want the plan and its options", from, options)
	}
}

func TestConvertedUnitByUnit(t *testing.T) { rapid.Check(t, convertedUnitByUnit) }

func FuzzConvertedUnitByUnit(f *testing.F) { f.Fuzz(rapid.MakeFuzz(convertedUnitByUnit)) }

// densitiesOfThree is a plan of densities of two provinces and what is in none, one of
// them with two cities, and the population by which it was made.
func densitiesOfThree(t testing.TB) (densities *hierarchy.Plan, people hierarchy.Column, o hierarchy.ConvertOptions) {
	t.Helper()
	tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, []hierarchy.Unit{
		{Code: "0", Level: "nation"},
		{Code: "1", Level: "province", Parent: "0"},
		{Code: "2", Level: "province", Parent: "0"},
		{Code: "3", Level: "province", Parent: "0", Role: hierarchy.Residual},
		{Code: "11", Level: "city", Parent: "1"},
		{Code: "12", Level: "city", Parent: "1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	people, err = tree.Column(maps.All(map[string]decimal.Decimal{"1": d("1962.5"), "2": d("10441")}))
	if err != nil {
		t.Fatal(err)
	}
	people = people.Named("people")

	densities, err = hierarchy.Cascade(tree, target.Target{
		Code: "D", Unit: "0", Period: target.Year(2015), Value: d("3.30"),
		Indicator: target.Indicator{
			Code: "density", Kind: target.Ratio, Better: target.Higher, Per: d("10000"), Places: target.Places(2),
		},
	}, hierarchy.Options{
		Basis: people, LastLevel: "province", Holds: []hierarchy.Hold{{Unit: "1", Value: d("20.53"), By: "council"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return densities, people, hierarchy.ConvertOptions{
		Code: "N",
		Conversion: convert.Conversion{
			Formula: convert.RatioToNumerator,
			To: target.Indicator{
				Code: "patents", Kind: target.Stock, Better: target.Higher, Places: target.Places(0),
			},
			Basis: convert.Basis{In: d("10000")},
		},
		Basis: people,
	}
}

// What cannot be converted is refused, with every unit.
func TestConvertRefuses(t *testing.T) {
	densities, people, good := densitiesOfThree(t)
	numbers, err := densities.Convert(good)
	if err != nil {
		t.Fatal(err)
	}
	column := func(figures map[string]decimal.Decimal) hierarchy.Column {
		c, err := people.Tree().Column(maps.All(figures))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	merged, err := hierarchy.Strictest(densities, densities)
	if err != nil {
		t.Fatal(err)
	}
	other := newFan(2)

	for _, tt := range []struct {
		name   string
		plan   *hierarchy.Plan
		change func(*hierarchy.ConvertOptions)
		want   string // paths
	}{
		{"no plan", nil, func(*hierarchy.ConvertOptions) {}, "plan"},
		{"merged", merged, func(*hierarchy.ConvertOptions) {}, "plan"},
		{
			"no law", densities, func(o *hierarchy.ConvertOptions) {
				o.Conversion.Formula, o.Conversion.Basis.In = 0, decimal.Zero
			}, "options.conversion.formula",
		},
		{
			"wrong law", densities, func(o *hierarchy.ConvertOptions) {
				o.Conversion.Formula, o.Conversion.Basis.In = convert.GrowthToLevel, decimal.Zero
			}, "options.conversion.to.kind",
		},
		{"a cycle", numbers, func(o *hierarchy.ConvertOptions) {
			o.Conversion.Formula, o.Conversion.To.Kind = convert.NumeratorToRatio, target.Ratio
		}, "plan.target.links[1].target"},
		{
			"no kind with a law", densities, func(o *hierarchy.ConvertOptions) {
				o.Conversion.Formula, o.Conversion.To.Kind = convert.GrowthToLevel, target.Index
				o.Conversion.Basis.In = decimal.Zero
			}, "options.conversion.to.kind",
		},
		{
			"a value", densities, func(o *hierarchy.ConvertOptions) { o.Conversion.Basis.Value = d("1") },
			"options.conversion.basis.value",
		},
		{"no basis", densities, func(o *hierarchy.ConvertOptions) { o.Basis = hierarchy.Column{} }, "options.basis"},
		{"a mean basis", densities, func(o *hierarchy.ConvertOptions) { o.MeanBasis = people }, "options.meanBasis"},
		{
			"another tree", densities, func(o *hierarchy.ConvertOptions) { o.Basis = other.column("1", "1") },
			"options.basis",
		},
		{
			"gaps", densities, func(o *hierarchy.ConvertOptions) {
				o.Basis = column(map[string]decimal.Decimal{"0": d("10")})
			}, `options.basis["1"] options.basis["2"]`,
		},
		{
			"no sum", densities, func(o *hierarchy.ConvertOptions) {
				o.Basis = column(map[string]decimal.Decimal{"1": d("10")})
			}, `options.basis["0"]`,
		},
		{
			"negative", densities, func(o *hierarchy.ConvertOptions) {
				o.Basis = column(map[string]decimal.Decimal{"0": d("10"), "1": d("-1"), "2": d("11")})
			}, `options.basis["1"]`,
		},
		{
			"all zero", densities, func(o *hierarchy.ConvertOptions) {
				o.Basis = column(map[string]decimal.Decimal{"1": d("0"), "2": d("0")})
			}, `options.basis["0"]`,
		},
		{
			"over zero", numbers, func(o *hierarchy.ConvertOptions) {
				o.Code, o.Conversion.Formula, o.Conversion.To.Kind = "R", convert.NumeratorToRatio, target.Ratio
				o.Basis = column(map[string]decimal.Decimal{"1": d("0"), "2": d("5")})
			}, `options.basis["1"]`,
		},
		{
			"too large a share", numbers, func(o *hierarchy.ConvertOptions) {
				o.Code, o.Conversion.Formula, o.Conversion.To.Kind = "S", convert.PartToShare, target.Share
				o.Conversion.Basis.In = decimal.Zero
				o.Basis = column(map[string]decimal.Decimal{"0": d("50000"), "1": d("40000"), "2": d("1")})
			}, `units["1"] units["2"]`,
		},
	} {
		o := good
		tt.change(&o)
		got, err := tt.plan.Convert(o)
		if got != nil || paths(t, err) != tt.want {
			t.Errorf("%s: Convert() = %v, want an error at %s", tt.name, err, tt.want)
		}
	}
}

// A changed quota does not follow from the plan before, even if parts still add up.
func TestCheckOfAConvertedPlan(t *testing.T) {
	densities, _, o := densitiesOfThree(t)
	numbers, err := densities.Convert(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := numbers.Check(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ unit, other, want string }{
		{"1", "", `units["0"] units["1"]`},
		{"1", "2", `units["2"] units["1"]`},
	} {
		bad := hierarchy.Corrupt(numbers, tt.unit, 1)
		if tt.other != "" {
			bad = hierarchy.Corrupt(bad, tt.other, -1)
		}
		got := strings.Fields(paths(t, bad.Check()))
		for path := range strings.FieldsSeq(tt.want) {
			if !slices.Contains(got, path) {
				t.Errorf("%s changed: Check() = %v, want an error at %s", tt.unit, bad.Check(), path)
			}
		}
	}

	o.Basis = hierarchy.Column{}
	bad, err := hierarchy.Corrupt(densities, "2", 1).Convert(mustOptions(numbers))
	if err != nil {
		t.Fatal(err)
	}
	if err := bad.Check(); err == nil || !strings.Contains(paths(t, err), `from.units["0"]`) {
		t.Errorf("Check() = %v, want the parent in the plan before", err)
	}
}

func mustOptions(p *hierarchy.Plan) hierarchy.ConvertOptions {
	_, o := p.From()
	return o
}

// What decided a quota, the links of its target and the exemptions stay; a revision
// starts from the plan before.
func TestConvertKeepsLineage(t *testing.T) {
	densities, _, o := densitiesOfThree(t)
	numbers, err := densities.Convert(o)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := quotas(numbers), "0=40916 1=40290(hold) 2=626 3=0"; got != want {
		t.Errorf("quotas are %s, want %s", got, want)
	}

	links := map[string]string{}
	for x := range numbers.Targets() {
		links[x.Code] = x.Links[0].Target
	}
	if diff := cmp.Diff(map[string]string{"N": "D", "N/1": "D/1", "N/2": "D/2", "N/3": "D/3"}, links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if _, err := numbers.Revise(hierarchy.Options{}); !errors.Is(err, target.ErrInvalid) ||
		!strings.Contains(err.Error(), "Plan.From") {
		t.Errorf("Revise() = %v, want the remedy", err)
	}

	cities, err := numbers.Continue("1", hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if cities.Above() != numbers || numbers.Above() != nil || cities.Target().Links[0].Target != "D/1" {
		t.Errorf("Above() = %v, target %v", cities.Above(), cities.Target())
	}
	same, err := cities.Revise(hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "11", Value: d("30000")}}})
	if err != nil {
		t.Fatal(err)
	}
	next := cities.Target()
	next.Value = d("50000")
	changed, err := cities.ReviseTo(next, hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if same.Above() != numbers || changed.Above() != nil {
		t.Errorf("revised, Above() = %v and %v, want the plan of numbers and nil", same.Above(), changed.Above())
	}

	for unit, want := range map[string]error{"0": target.ErrMismatch, "11": target.ErrUnknown, "x": target.ErrUnknown} {
		if _, err := numbers.Continue(unit, hierarchy.Options{}); !errors.Is(err, want) {
			t.Errorf("Continue(%s) = %v, want %v", unit, err, want)
		}
	}
	if _, err := (*hierarchy.Plan)(nil).Continue("0", hierarchy.Options{}); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Continue() of no plan = %v, want an error", err)
	}
}

// Documents that were changed by hand are refused, and explanations read back.
func TestConvertedDocuments(t *testing.T) {
	densities, people, o := densitiesOfThree(t)
	numbers, err := densities.Convert(o)
	if err != nil {
		t.Fatal(err)
	}
	cities, err := numbers.Continue("1", hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	in := hierarchy.Inputs{Trees: []*hierarchy.Tree{people.Tree()}, Columns: []hierarchy.Column{people}}
	data, err := json.Marshal(cities)
	if err != nil {
		t.Fatal(err)
	}
	read, err := hierarchy.ReadPlan(data, in)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := read.Explain("11").String(), cities.Explain("11").String(); got != want {
		t.Errorf("Explain() = %s, want %s", got, want)
	}

	for _, tt := range []struct{ name, old, changed, want string }{
		{"a quota", `"value":"626"`, `"value":"627"`, `plan.continues.quotas["2"].value`},
		{"a density", `"value":"20.53"`, `"value":"20.54"`, `plan.continues.converted.from.quotas["1"].value`},
		{"the target above", `"value":"40916"`, `"value":"40917"`, `plan.continues.target`},
		{"the target", `"value":"40290"`, `"value":"40291"`, `plan.target`},
		{"the law", `"ratio to numerator"`, `"share to part"`, `plan.continues.options.conversion.to.kind`},
		{"another basis", `"in":"10000"`, `"in":"1000"`, `plan.continues.target`},
		{"no plan before", `"from":{"format"`, `"fro":{"format"`, `plan.continues.converted`},
		{"options too", `"converted":`, `"options":{},"converted":`, `plan.continues.converted`},
		{"a unit inside", `"unit":"1","period"`, `"unit":"0","period"`, `plan.continues`},
	} {
		changed := strings.Replace(string(data), tt.old, tt.changed, 1)
		if changed == string(data) {
			t.Fatalf("%s is not in %s", tt.old, data)
		}
		if _, err := hierarchy.ReadPlan([]byte(changed), in); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: ReadPlan() = %v, want an error at %s", tt.name, err, tt.want)
		}
	}

	text, err := json.Marshal(cities.Explain("11"))
	if err != nil {
		t.Fatal(err)
	}
	var x hierarchy.Explanation
	if err := json.Unmarshal(text, &x); err != nil {
		t.Fatal(err)
	}
	if got, want := x.String(), cities.Explain("11").String(); got != want || len(strings.Split(got, "\n")) != 10 {
		t.Errorf("Explain() read back = %s, want %s", got, want)
	}
	altered := strings.Replace(string(text), "20.53 per 10,000 × 1,962.5", "20.53 per 10,000 × 1,962.6", 1)
	if err := json.Unmarshal([]byte(altered), &x); altered == string(text) || err == nil ||
		!strings.Contains(err.Error(), "explanation.from[0].steps[0].text") {
		t.Errorf("Unmarshal() of another text = %v, want an error", err)
	}

	options, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := hierarchy.ReadConvertOptions(options, in)
	if err != nil {
		t.Fatal(err)
	}
	if other, err := densities.Convert(again); err != nil || other.Digest() != numbers.Digest() {
		t.Errorf("Convert() by options read back = %v, %v", other, err)
	}
	if _, err := hierarchy.ReadConvertOptions(options, hierarchy.Inputs{}); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("ReadConvertOptions() without the column = %v, want an error", err)
	}
}

// A level that follows from annual rates differs from that of the whole: the structure
// changes over the years.
func TestConvertSaysWhatCompoundingAdds(t *testing.T) {
	f := newFan(2)
	goal := f.target(target.Growth, "10", 1)
	goal.Indicator.Per = d("100")
	plan, err := hierarchy.Cascade(f.tree, goal, hierarchy.Options{
		Basis: f.column("100", "300"), Rule: hierarchy.Rule{Method: hierarchy.Scale(f.column("2", "0.5"))},
	})
	if err != nil {
		t.Fatal(err)
	}
	levels, err := plan.Convert(hierarchy.ConvertOptions{
		Conversion: convert.Conversion{
			Formula: convert.GrowthToLevel, Years: 5,
			To: target.Indicator{Code: "output", Kind: target.Flow, Places: target.Places(0)},
		},
		Basis: f.column("100", "300"),
	})
	if err != nil {
		t.Fatal(err)
	}

	step := levels.Explain("00").Steps[0].Conversion
	q, _ := levels.Quota("00")
	if !step.Difference.Decimal.Equal(q.Value.Sub(step.Steps[0].Result)) || step.Difference.Decimal.Sign() <= 0 {
		t.Errorf("difference %v of %s, want more than the whole makes", step.Difference, q.Value)
	}
}
