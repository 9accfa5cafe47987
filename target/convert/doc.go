// Package convert puts a target or an observation into another form: a growth
// into the level that it leads to, a density into a number, a share into a part,
// and back.
//
// The calls that matter, without their errors:
//
//	toNumber := convert.Conversion{
//		Formula: convert.RatioToNumerator,
//		To: target.Indicator{
//			Code: "patents", Measure: "patents in force",
//			Kind: target.Stock, Better: target.Higher, Places: target.Places(0),
//		},
//		Basis: convert.Basis{
//			Name: "units of 10,000 residents, 2010", Value: decimal.New(10_441, 0), In: decimal.New(10_000, 0),
//		},
//	}
//	got, err := toNumber.Target(density, "CN-2015/440000/number")
//	fmt.Println(got.Steps[0]) // 7.68 patents per 10,000 people × 10,441 (…) = 80,186.88 → 80,187
//
// # Formulas
//
//	GrowthToLevel     L = B × (1 + g/Per)ⁿ      B: level of the base period
//	LevelToGrowth     g = ((L/B)^(1/n) − 1) × Per
//	ReductionToLevel  L = B × (1 − r/Per)ⁿ
//	LevelToReduction  r = (1 − (L/B)^(1/n)) × Per
//	RatioToNumerator  N = q × B / Per           B: denominator
//	NumeratorToRatio  q = N × Per / B
//	ShareToPart       p = s × B / Per           B: the whole
//	PartToShare       s = p × Per / B
//	IncrementToLevel  L = B + i                 B: level before
//	LevelToIncrement  i = L − B
//
// A [Conversion] says which formula applies, the indicator that results, and the
// basis B. It is applied to a target, an observation or a single figure, and each
// time it returns the steps that it took, which print as people write them:
//
//	7.68 per 10,000 × 10,441 (residents, 10,000) = 80,186.88 → 80,187
//
// # Exactness
//
// Every result is computed exactly and rounded once, to the quantum of the
// resulting indicator and halves away from zero. Roots are correctly rounded.
//
// A printed figure is rounded, so what follows from it is an interval. Set
// Conversion.Rounded and Basis.Rounded, and each step has the interval.
//
// # What does not convert
//
// Two printed figures need not be two forms of one target. A growth at comparable prices
// and a level at current prices are not. Neither are a ratio and a number whose
// denominators are of different vintages. Say in Coverage what an indicator counts and
// at which prices. Conversions refuse figures of different coverage.
package convert
