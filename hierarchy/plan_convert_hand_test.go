package hierarchy_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
)

// regions is a country of two regions, of which the first has two towns.
func regions(t testing.TB) *hierarchy.Tree {
	t.Helper()
	tree, err := hierarchy.NewTree([]string{"country", "region", "town"}, []hierarchy.Unit{
		{Code: "0", Level: "country"},
		{Code: "1", Level: "region", Parent: "0"},
		{Code: "2", Level: "region", Parent: "0"},
		{Code: "11", Level: "town", Parent: "1"},
		{Code: "12", Level: "town", Parent: "1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// codedFigures makes a column of figures by code: "11=3 12=4".
func codedFigures(t testing.TB, tree *hierarchy.Tree, text string) hierarchy.Column {
	t.Helper()
	if text == "" {
		return hierarchy.Column{}
	}
	m := map[string]decimal.Decimal{}
	for one := range strings.FieldsSeq(text) {
		code, x, _ := strings.Cut(one, "=")
		m[code] = d(x)
	}
	c, err := tree.Column(maps.All(m))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A plan with all its quotas held is converted, which is short enough to do by hand.
func TestConvertByHand(t *testing.T) {
	tree := regions(t)
	great := "9" + strings.Repeat("0", target.MaxDigits-1)
	for _, tt := range []struct {
		name     string
		from, to target.Kind
		formula  convert.Formula
		beyond   bool
		years    int
		places   int32  // of the result
		plan     string // held of the leaves, and the country's own if they are a mean
		weights  string // of that mean
		basis    string
		mean     string // basis of the new mean
		want     string // quotas, or the paths of errors
		explain  string // a part of the explanation of unit 0
		region   string // the same for unit 1
	}{
		{
			name: "numbers as densities", from: target.Flow, to: target.Ratio, formula: convert.NumeratorToRatio,
			plan: "11=4 12=4 2=40", basis: "11=9 12=3 2=10",
			want: "0=2 1=0 11=0 12=1 2=4", explain: "2, the mean of its 2 parts; by itself",
			region: "0, the mean of its 2 parts, 1 less",
		},
		{
			name: "parts that round up", from: target.Flow, to: target.Ratio, formula: convert.NumeratorToRatio,
			plan: "11=1 12=1 2=0", basis: "11=2 12=2 2=8",
			want: "0=0 1=1 11=1 12=1 2=0", explain: "0, the mean of its 2 parts; by itself",
			region: "1, the mean of its 2 parts; by itself",
		},
		{
			name: "growth to levels", from: target.Growth, to: target.Flow, formula: convert.GrowthToLevel, places: 1,
			plan: "0=0.5 11=1 12=0 2=0.5", weights: "11=10 12=10 2=20", basis: "11=10 12=10 2=20",
			want: "0=60 1=30 11=20 12=10 2=30", explain: "60.0, the sum of its 2 parts; by itself",
		},
		{
			name: "growth to levels that do not add up", from: target.Growth, to: target.Ratio,
			formula: convert.GrowthToLevel,
			plan:    "0=0.5 11=1 12=0 2=0.5", weights: "11=10 12=10 2=20",
			basis: "0=2 11=2 12=2 2=2", mean: "11=1 12=3 2=4",
			want: "0=3 1=3 11=4 12=2 2=3", explain: "3, the mean of its 2 parts; by itself",
			region: "3, the mean of its 2 parts",
		},
		{
			name: "levels to growth", from: target.Flow, to: target.Growth, formula: convert.LevelToGrowth, places: 1,
			plan: "11=20 12=10 2=30", basis: "11=10 12=10 2=20",
			want: "0=0.5 1=0.5 11=1 12=0 2=0.5", explain: "the mean of its 2 parts; by itself",
		},
		{
			name: "levels that do not add up to growth", from: target.Ratio, to: target.Growth,
			formula: convert.LevelToGrowth,
			plan:    "0=3 11=4 12=2 2=3", weights: "11=1 12=1 2=2", basis: "11=2 12=2 2=2", mean: "11=1 12=1 2=2",
			want: `options.basis["0"]`,
		},
		{
			name: "a mean of nothing", from: target.Growth, to: target.Ratio, formula: convert.GrowthToLevel,
			plan: "0=0.5 11=1 12=0 2=0.5", weights: "11=10 12=10 2=20",
			basis: "0=2 1=20 11=2 12=2 2=2", mean: "11=0 12=0 2=4",
			want: "0=3 1=30 11=4 12=2 2=3", region: "20",
		},
		{
			name: "a mean basis with a gap", from: target.Growth, to: target.Ratio, formula: convert.GrowthToLevel,
			plan: "0=0.5 11=1 12=0 2=0.5", weights: "11=10 12=10 2=20",
			basis: "0=2 1=2 11=2 12=2 2=2", mean: "11=1 2=4", want: `options.meanBasis["1"] options.meanBasis["12"]`,
		},
		{
			name: "increments on what is below zero", from: target.Flow, to: target.Flow,
			formula: convert.IncrementToLevel,
			plan:    "11=4 12=5 2=6", basis: "11=-10 12=0 2=3", want: "0=8 1=-1 11=-6 12=5 2=9",
			explain: "8, the sum of its 2 parts; by itself",
		},
		{
			name: "levels to increments", from: target.Flow, to: target.Flow, formula: convert.LevelToIncrement,
			plan: "11=-6 12=5 2=9", basis: "11=-10 12=0 2=3", want: "0=15 1=9 11=4 12=5 2=6",
			explain: "15, the sum of its 2 parts; by itself",
		},
		{
			name: "sums of more than a word", from: target.Flow, to: target.Flow, formula: convert.IncrementToLevel,
			plan: "11=1 12=2 2=3", basis: "11=5000000000000000000 12=5000000000000000000 2=-9000000000000000000",
			want: "0=1000000000000000006 1=10000000000000000003 11=5000000000000000001 12=5000000000000000002 " +
				"2=-8999999999999999997",
		},
		{
			name: "quotas of more than a word", from: target.Flow, to: target.Flow, formula: convert.LevelToIncrement,
			plan:  "11=20000000000000000001 12=30000000000000000002 2=5",
			basis: "11=20000000000000000000 12=30000000000000000000 2=1", want: "0=7 1=3 11=1 12=2 2=4",
		},
		{
			name: "the greatest word", from: target.Flow, to: target.Flow, formula: convert.IncrementToLevel,
			plan: "11=0 12=0 2=0", basis: "11=9223372036854775807 12=0 2=-9223372036854775808",
			want: "0=-1 1=9223372036854775807 11=9223372036854775807 12=0 2=-9223372036854775808",
		},
		{
			name: "a sum of too many digits", from: target.Flow, to: target.Flow, formula: convert.IncrementToLevel,
			plan: "11=0 12=0 2=0", basis: "11=" + great + " 12=" + great + " 0=0 2=0",
			want: `units["0"] units["1"]`,
		},
		{
			name: "shares of the whole", from: target.Share, to: target.Flow, formula: convert.ShareToPart,
			plan: "0=0.5 11=1 12=0 2=0.5", weights: "11=10 12=10 2=20", basis: "11=10 12=10 2=20",
			want: "0=20 1=10 11=10 12=0 2=10",
		},
		{
			name: "a share above the whole", from: target.Share, to: target.Flow, formula: convert.ShareToPart,
			plan: "0=0.5 11=1.2 12=-0.2 2=0.5", weights: "11=10 12=10 2=20", basis: "11=10 12=10 2=20",
			want: `units["11"] units["12"]`,
		},
		{
			name: "beyond the whole", from: target.Share, to: target.Flow, formula: convert.ShareToPart, beyond: true,
			plan: "0=0.5 11=1.2 12=-0.2 2=0.5", weights: "11=10 12=10 2=20", basis: "11=10 12=10 2=20",
			want: "0=20 1=10 11=12 12=-2 2=10",
		},
		{
			name: "parts of the whole", from: target.Flow, to: target.Share, formula: convert.PartToShare,
			plan: "11=10 12=0 2=20", basis: "11=10 12=10 2=20", want: "0=1 1=1 11=1 12=0 2=1",
		},
		{
			name: "parts above the whole that round to it", from: target.Flow, to: target.Share,
			formula: convert.PartToShare,
			plan:    "11=11 12=-1 2=20", basis: "11=10 12=10 2=20", want: `units["11"] units["12"]`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			goal := target.Target{
				Code: "t", Unit: "0", Period: target.Year(2020),
				Indicator: target.Indicator{Code: "x", Kind: tt.from, Better: target.Higher, Places: target.Places(1)},
			}
			o := hierarchy.Options{Basis: codedFigures(t, tree, tt.weights)}
			if tt.from.Law() == target.WeightedMean {
				o.Rule.Method = hierarchy.Uniform()
			}
			for _, code := range []string{"0", "1", "2", "11", "12"} {
				x, ok := codedFigures(t, tree, tt.plan).At(code)
				switch {
				case ok && code == "0":
					goal.Value = x
				case ok:
					o.Holds = append(o.Holds, hierarchy.Hold{Unit: code, Value: x})
					if tt.from.Law() == target.Sum {
						goal.Value = goal.Value.Add(x)
					}
				}
			}
			plan, err := hierarchy.Cascade(tree, goal, o)
			if err != nil {
				t.Fatal(err)
			}

			made, err := plan.Convert(hierarchy.ConvertOptions{
				Conversion: convert.Conversion{
					Formula: tt.formula, BeyondWhole: tt.beyond, Years: tt.years,
					To: target.Indicator{
						Code: "y", Kind: tt.to, Better: target.Higher, Places: target.Places(tt.places),
					},
				},
				Basis: codedFigures(t, tree, tt.basis).Named("people"), MeanBasis: codedFigures(t, tree, tt.mean),
			})
			if err != nil {
				if got := paths(t, err); got != tt.want {
					t.Fatalf("Convert() = %v, want %s", err, tt.want)
				}
				return
			}
			var got []string
			for _, code := range []string{"0", "1", "11", "12", "2"} {
				q, _ := made.Quota(code)
				got = append(got, code+"="+q.Value.String())
			}
			if got := strings.Join(got, " "); got != tt.want {
				t.Fatalf("Convert() has %s, want %s", got, tt.want)
			}
			if err := made.Check(); err != nil {
				t.Error(err)
			}
			for code, want := range map[string]string{"0": tt.explain, "1": tt.region} {
				if got := made.Explain(code).String(); !strings.Contains(got, want) {
					t.Errorf("Explain(%s) =\n%s\nwant %q in it", code, got, want)
				}
			}
		})
	}
}

// A unit whose basis is zero has nothing to be converted, and says so.
func TestConvertExplainsABasisOfZero(t *testing.T) {
	densities, _, o := densitiesOfThree(t)
	numbers, err := densities.Convert(o)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := numbers.Explain("3").String(), "0, as its basis is zero"; !strings.Contains(got, want) {
		t.Errorf("Explain(3) =\n%s\nwant %q in it", got, want)
	}
}

// What is in no unit has a basis of zero if none is given, on which an increment can stand.
func TestConvertWhatIsInNoUnit(t *testing.T) {
	f := newFan(2, hierarchy.Unit{Code: "09", Level: "province", Parent: "00", Role: hierarchy.Residual})
	plan, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "11", 0), hierarchy.Options{
		Holds: []hierarchy.Hold{{Unit: "09", Value: d("3")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	levels, err := plan.Convert(hierarchy.ConvertOptions{
		Conversion: convert.Conversion{
			Formula: convert.IncrementToLevel,
			To:      target.Indicator{Code: "y", Kind: target.Flow, Places: target.Places(0)},
		},
		Basis: f.column("100", "200"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := quotas(levels), "00=311 01=104 02=204 09=3(hold)"; got != want {
		t.Errorf("Convert() has %s, want %s", got, want)
	}
}

// A mean says by which basis it is one, and how far it is from its own conversion only if
// parts make it.
func TestConvertExplainsMeans(t *testing.T) {
	f := newFan(2)
	plan, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "44", 0), hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(f.column("4", "40"))},
	})
	if err != nil {
		t.Fatal(err)
	}
	densities, err := plan.Convert(hierarchy.ConvertOptions{
		Conversion: convert.Conversion{
			Formula: convert.NumeratorToRatio,
			To:      target.Indicator{Code: "y", Kind: target.Ratio, Places: target.Places(0)},
		},
		Basis: f.column("12", "10").Named("people"),
	})
	if err != nil {
		t.Fatal(err)
	}

	for code, want := range map[string]struct {
		basis      string
		difference string
	}{"00": {"22", "0"}, "01": {"12", ""}, "02": {"10", ""}} {
		step := densities.Explain(code).Steps[0]
		difference := ""
		if x := step.Conversion.Difference; x.Valid {
			difference = x.Decimal.String()
		}
		if step.BasisName != "people" || step.Basis.Decimal.String() != want.basis || difference != want.difference {
			t.Errorf("Explain(%s) = %+v, difference %q, want %+v of people", code, step, difference, want)
		}
	}
	// 0·12 + 4·10 people have 40, which is 4/22 less than two each.
	if got, want := densities.Residual("00"), d("0.1818181818181818"); !got.Equal(want) {
		t.Errorf("Residual() = %s, want %s", got, want)
	}
}

// Ordinary figures are converted in machine words: a thousand units cost no allocation each.
func TestConvertAllocatesNothingPerUnit(t *testing.T) {
	const n = 1000
	f := newFan(n)
	column := func(x string) hierarchy.Column {
		all := make([]string, n)
		for i := range all {
			all[i] = x
		}
		return f.column(all...)
	}
	one := column("7")

	for _, tt := range []struct {
		formula  convert.Formula
		from, to target.Kind
	}{
		{convert.RatioToNumerator, target.Ratio, target.Stock},
		{convert.NumeratorToRatio, target.Stock, target.Ratio},
		{convert.ShareToPart, target.Share, target.Stock},
		{convert.PartToShare, target.Stock, target.Share},
		{convert.GrowthToLevel, target.Growth, target.Stock},
		{convert.LevelToGrowth, target.Stock, target.Growth},
		{convert.ReductionToLevel, target.Reduction, target.Stock},
		{convert.LevelToReduction, target.Stock, target.Reduction},
		{convert.IncrementToLevel, target.Flow, target.Flow},
		{convert.LevelToIncrement, target.Flow, target.Flow},
	} {
		goal, o := f.target(tt.from, "0.5", 2), hierarchy.Options{}
		if tt.from.Law() == target.WeightedMean {
			o = hierarchy.Options{Basis: one, Rule: hierarchy.Rule{Method: hierarchy.Uniform()}}
		} else {
			goal.Value = d("3000")
		}
		plan, err := hierarchy.Cascade(f.tree, goal, o)
		if err != nil {
			t.Fatal(err)
		}
		options := hierarchy.ConvertOptions{
			Conversion: convert.Conversion{
				Formula: tt.formula, To: target.Indicator{Code: "y", Kind: tt.to, Places: target.Places(3)},
			},
			Basis: one,
		}
		allocations := testing.AllocsPerRun(3, func() {
			if _, err := plan.Convert(options); err != nil {
				t.Fatal(err)
			}
		})
		if allocations > n {
			t.Errorf("%v: Convert() of %d units makes %v allocations", tt.formula, n, allocations)
		}
	}
}
