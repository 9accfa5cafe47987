package hierarchytest

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Families returns the families that a cascade of t over the tree shows to a method, one
// for each parent that hands its quota down, in the order of [hierarchy.Tree.All]. The
// amounts are those of equal shares. The basis is needed for kinds whose law is a weighted
// mean. For others it may be the zero Column.
//
// Families returns the errors of [hierarchy.Cascade].
func Families(tree *hierarchy.Tree, t target.Target, basis hierarchy.Column) ([]hierarchy.Family, error) {
	var r recorder
	options := hierarchy.Options{Rule: hierarchy.Rule{Method: &r}, Basis: basis}
	if _, err := hierarchy.Cascade(tree, t, options); err != nil {
		return nil, err
	}
	return r.families, nil
}

// recorder shares equally and keeps what it was shown.
type recorder struct{ families []hierarchy.Family }

func (r *recorder) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) {
	// A target within a range shows each family twice.
	if !slices.ContainsFunc(r.families, func(g hierarchy.Family) bool { return g.Parent.Code == f.Parent.Code }) {
		r.families = append(r.families, clone(f))
	}
	return hierarchy.Equal().Claims(f)
}

func clone(f hierarchy.Family) hierarchy.Family {
	f.Children, f.Basis = slices.Clone(f.Children), slices.Clone(f.Basis)
	if f.Target.Baseline != nil {
		f.Target.Baseline = new(*f.Target.Baseline)
	}
	return f
}

// Samples returns the families on which [TestMethod] tries a method if it is given none.
// The caller may change them. They cover:
//   - parents with one child and with many, units that skip a level, residual units;
//   - amounts of zero, of a few quanta and beyond 64 bits;
//   - sums, counts and weighted means, also with bases of zero.
func Samples() []hierarchy.Family {
	tree := must(hierarchy.NewTree([]string{"nation", "province", "prefecture", "county"}, sampleUnits))
	basis := must(tree.Column(maps.All(sampleBasis)))

	var all []hierarchy.Family
	for _, s := range []struct {
		kind   target.Kind
		value  decimal.Decimal
		places int32
	}{
		{target.Flow, decimal.New(1000, 0), 0},
		{target.Stock, decimal.New(1, 30), 2},
		{target.Flow, decimal.Zero, 0},
		{target.Milestone, decimal.New(7, 0), 0},
		{target.Ratio, decimal.New(33, -1), 2},
		{target.Growth, decimal.New(75, -1), 1},
		{target.Reduction, decimal.New(16, 0), 0},
	} {
		t := target.Target{
			Code: "sample", Unit: "000000", Period: target.Year(2015), Value: s.value,
			Indicator: target.Indicator{
				Code: s.kind.String(), Kind: s.kind, Better: target.Higher, Places: target.Places(s.places),
			},
		}
		all = append(all, must(Families(tree, t, basis))...)
	}

	return all
}

// must returns what the samples are made of, which is fixed and tested.
func must[T any](made T, err error) T {
	if err != nil {
		panic(err)
	}
	return made
}

var sampleUnits = []hierarchy.Unit{
	{Code: "000000", Name: "China", Level: "nation"},
	{Code: "110000", Name: "Beijing", Level: "province", Parent: "000000"},
	{Code: "410000", Name: "Henan", Level: "province", Parent: "000000"},
	{Code: "440000", Name: "Guangdong", Level: "province", Parent: "000000"},
	{Code: "460000", Name: "Hainan", Level: "province", Parent: "000000"},
	{Code: "650000", Name: "Xinjiang", Level: "province", Parent: "000000"},
	{Code: "rest", Name: "in no province", Level: "province", Parent: "000000", Role: hierarchy.Residual},
	{Code: "410100", Name: "Zhengzhou", Level: "prefecture", Parent: "410000"},
	{Code: "410300", Name: "Luoyang", Level: "prefecture", Parent: "410000"},
	{Code: "419001", Name: "Jiyuan", Level: "county", Parent: "410000"},
	{Code: "440100", Name: "Guangzhou", Level: "prefecture", Parent: "440000"},
	{Code: "440300", Name: "Shenzhen", Level: "prefecture", Parent: "440000"},
	{Code: "44rest", Name: "rest of Guangdong", Level: "prefecture", Parent: "440000", Role: hierarchy.Residual},
	{Code: "460100", Name: "Haikou", Level: "prefecture", Parent: "460000"},
	{Code: "650100", Name: "Urumqi", Level: "prefecture", Parent: "650000"},
	{Code: "652300", Name: "Changji", Level: "prefecture", Parent: "650000"},
	{Code: "659001", Name: "Shihezi", Level: "county", Parent: "650000"},
	{Code: "66bt00", Name: "XPCC", Level: "prefecture", Parent: "650000", Role: hierarchy.Memo},
}

// sampleBasis is a population of each unit, in units of 10,000.
var sampleBasis = map[string]decimal.Decimal{
	"110000": decimal.New(2152, 0), "410000": decimal.New(9436, 0), "440000": decimal.New(10724, 0),
	"460000": decimal.New(903, 0),
	"650000": decimal.New(2298, 0), "rest": decimal.New(130025, -2),
	"410100": decimal.New(938, 0), "410300": decimal.New(668, 0), "419001": decimal.New(72, 0),
	"440100": decimal.New(1308, 0), "440300": decimal.New(1078, 0), "44rest": decimal.New(8338, 0),
	"460100": decimal.New(220, 0), "650100": decimal.New(353, 0), "652300": decimal.New(161, 0), "659001": decimal.Zero,
}
