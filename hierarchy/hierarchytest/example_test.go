package hierarchytest_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/hierarchytest"
	"github.com/targetcascade/cascade/target"
)

// doubled asks twice as much of the units of one level as of the others.
type doubled struct{ level string }

func (m doubled) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) {
	claims := make([]hierarchy.Claim, len(f.Children))
	for i, u := range f.Children {
		claims[i].Weight = decimal.New(1, 0)
		if u.Level == m.level {
			claims[i].Weight = decimal.New(2, 0)
		}
	}
	return claims, nil
}

// A method that looks at nothing but the family is tested on the samples. Nil means that it
// keeps the contract.
func ExampleTestMethod() {
	fmt.Println(hierarchytest.TestMethod(doubled{level: "county"}))
	// Output:
	// <nil>
}

// debts claims what each province still owes.
type debts map[string]int64

func (m debts) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) {
	claims := make([]hierarchy.Claim, len(f.Children))
	for i, u := range f.Children {
		owed, ok := m[u.Code]
		if !ok {
			return nil, fmt.Errorf("nothing is known of %s", u.Code)
		}
		claims[i].Weight = decimal.New(owed, 0)
	}
	return claims, nil
}

// A method that knows only the units of one tree is tested on the families of that tree.
func ExampleFamilies() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "000000", Name: "China", Level: "nation"},
		{Code: "440000", Name: "Guangdong", Level: "province", Parent: "000000"},
		{Code: "460000", Name: "Hainan", Level: "province", Parent: "000000"},
		{Code: "650000", Name: "Xinjiang", Level: "province", Parent: "000000"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	families, err := hierarchytest.Families(tree, target.Target{
		Code: "applications", Unit: "000000", Period: target.Year(2015), Value: decimal.New(1000, 0),
		Indicator: target.Indicator{Code: "applications", Kind: target.Flow, Better: target.Higher},
	}, hierarchy.Column{})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, f := range families {
		fmt.Printf("%s hands %s down to %d provinces\n", f.Parent.Name, f.Amount, len(f.Children))
	}
	err = hierarchytest.TestMethod(debts{"440000": 700, "460000": -20, "650000": 300}, families...)
	fmt.Println(err)
	fmt.Println(errors.Is(err, target.ErrRange))
	// Output:
	// China hands 1000 down to 3 provinces
	// families[0].claims["460000"].weight -20 is out of range: must not be negative
	// true
}

// The samples are sums, counts and weighted means over one tree. These are the first of each.
func ExampleSamples() {
	seen := map[target.Law]bool{}
	for _, f := range hierarchytest.Samples() {
		law := f.Target.Indicator.Kind.Law()
		if seen[law] {
			continue
		}
		seen[law] = true
		fmt.Printf(
			"%v: an amount of %s on %s and %d more, %d bases\n", law, f.Amount, f.Children[0].Name, len(f.Children)-1,
			len(f.Basis),
		)
	}
	// Output:
	// sum: an amount of 1000 on Beijing and 5 more, 0 bases
	// count: an amount of 7 on Beijing and 5 more, 0 bases
	// weighted mean: an amount of 3.3 on Beijing and 5 more, 6 bases
}
