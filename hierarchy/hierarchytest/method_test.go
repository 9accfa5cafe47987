package hierarchytest_test

import (
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/hierarchytest"
	"github.com/targetcascade/cascade/target"
)

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// claims is a method made of a function that gives the weights.
type claims func(f hierarchy.Family) ([]decimal.Decimal, error)

func (c claims) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) {
	weights, err := c(f)
	if err != nil {
		return nil, err
	}
	out := make([]hierarchy.Claim, len(weights))
	for i, w := range weights {
		out[i].Weight = w
	}
	return out, nil
}

// sound claims by the place in the order of the codes, which breaks nothing.
func sound(f hierarchy.Family) ([]decimal.Decimal, error) {
	if len(f.Children) == 0 {
		return nil, errors.New("no children")
	}
	out := make([]decimal.Decimal, len(f.Children))
	for i := range out {
		out[i] = decimal.New(int64(i+1), 0)
	}
	return out, nil
}

// but is the sound method with its claims changed.
func but(change func(f hierarchy.Family, c []decimal.Decimal) []decimal.Decimal) claims {
	return func(f hierarchy.Family) ([]decimal.Decimal, error) {
		c, err := sound(f)
		if err != nil {
			return nil, err
		}
		return change(f, c), nil
	}
}

// TestBreaches has one broken method for each rule of the contract.
func TestBreaches(t *testing.T) {
	var calls, last, inside atomic.Int64
	tests := []struct {
		name   string
		method hierarchy.Method
		want   string
	}{
		{"none", nil, "method is required"},
		{
			"a claim too few",
			but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal { return c[1:] }),
			"families[0].claims 5 is not valid: the method must return one claim for each of the 6 children",
		},
		{
			"a claim too many",
			but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal { return append(c, d("1")) }),
			"families[0].claims 7 is not valid",
		},
		{"a negative claim", but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
			c[len(c)-1] = d("-0.5")
			return c
		}), `families[0].claims["rest"].weight -0.5 is out of range: must not be negative`},
		{"a claim of a billion digits", but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
			c[0] = decimal.New(1, 1_000_000_000)
			return c
		}), `families[0].claims["110000"].weight 1e1000000000 is out of range`},
		{"another claim at each call", but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
			c[0] = decimal.New(calls.Add(1), 0)
			return c
		}), `the method returns other claims when it is called again`},
		{"a billion digits at the second call", but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
			if last.Add(1) > int64(len(hierarchytest.Samples())) {
				c[0] = decimal.New(1, 1_000_000_000)
			}
			return c
		}), `the method returns other claims`},
		{"claims that depend on the family before", func() hierarchy.Method {
			var lock sync.Mutex
			here, before := "", ""
			return but(func(f hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
				lock.Lock()
				defer lock.Unlock()
				if f.Parent.Name != here {
					here, before = f.Parent.Name, here
				}
				c[0] = decimal.New(int64(len(before)), 0)
				return c
			})
		}(), "the method returns other claims when other families come before"},
		{"claims that depend on the company", but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
			defer inside.Add(-1)
			if inside.Add(1); !alone(&inside) {
				c[0] = d("99")
			}
			return c
		}), "the method returns other claims when several goroutines call it"},
		{"children in another order", but(func(f hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
			slices.Reverse(f.Children)
			return c
		}), `families[0] "000000" is not valid: the method changes the children or the basis that it is given`},
		{"another basis", but(func(f hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
			if f.Basis != nil {
				f.Basis[0] = decimal.Zero
			}
			return c
		}), `"000000" is not valid: the method changes the children or the basis that it is given`},
		{"a panic", but(func(f hierarchy.Family, _ []decimal.Decimal) []decimal.Decimal {
			panic("no " +
				f.Parent.Name)
		}), `families[0] "no China" is not valid: the method panics`},
		{"a panic at the second call", func() hierarchy.Method {
			seen := map[string]bool{}
			return but(func(f hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
				if id := f.Target.Indicator.Code + f.Target.Code + f.Amount.String(); seen[id] {
					panic("again")
				} else {
					seen[id] = true
				}
				return c
			})
		}(), `the method panics when it is called again`},
		{"an error at the second call", func() hierarchy.Method {
			var n atomic.Int64
			return claims(func(f hierarchy.Family) ([]decimal.Decimal, error) {
				if n.Add(1) == int64(len(hierarchytest.Samples()))+2 { // the empty family is called first
					return nil, errors.New("enough")
				}
				return sound(f)
			})
		}(), `families[0] "000000" is not valid: the method fails when it is called again`},
		{"children in another order at the second call", func() hierarchy.Method {
			var n atomic.Int64
			return but(func(f hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
				if n.Add(1) == int64(len(hierarchytest.Samples()))+1 {
					slices.Reverse(f.Children)
				}
				return c
			})
		}(), `families[0] "000000" is not valid: the method changes the children or the basis when it is called again`},
		{"a panic without children", claims(func(f hierarchy.Family) ([]decimal.Decimal, error) {
			_ = f.Children[0]
			return sound(f)
		}), "it panics on a family without children"},
		{"claims without children", claims(func(f hierarchy.Family) ([]decimal.Decimal, error) {
			if len(f.Children) == 0 {
				return []decimal.Decimal{d("1")}, nil
			}
			return sound(f)
		}), "method 1 is not valid: it returns claims for a family without children"},
		{"an error", claims(func(f hierarchy.Family) ([]decimal.Decimal, error) {
			return nil, fmt.Errorf("no figures of %s", f.Parent.Name)
		}), "families[0]: the method fails: no figures of China"},
		{
			"no claim for anybody",
			but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal { clear(c); return c }),
			"families[0]: a cascade: units[\"000000\"] 1000 cannot be met: no claim has a weight",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := hierarchytest.TestMethod(tt.method)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("TestMethod() = %v\nwant %s", err, tt.want)
			}
		})
	}
}

// alone waits for others to come in, and reports whether none did.
func alone(inside *atomic.Int64) bool {
	for range 50 {
		if inside.Load() > 1 {
			return false
		}
		runtime.Gosched()
	}
	return true
}

// TestBreachInACascade has methods whose claims change only when a cascade is
// under way, or is explained.
func TestBreachInACascade(t *testing.T) {
	f := hierarchytest.Samples()[0]

	// Each family is called once, twice again, once backwards and, from four
	// goroutines, eight times.
	const calls = 12

	for _, tt := range []struct {
		name  string
		at    int64
		wrong decimal.Decimal
		want  string
	}{
		{
			"in one of the goroutines", 5, d("77"),
			`families[0] "000000" is not valid: the method returns other claims when several goroutines call it`,
		},
		{
			"in the cascade", calls + 1, d("-1"),
			`families[0]: a cascade: units["000000"].method.claims["110000"].weight -1 is out of range: must not be negative`,
		},
		{
			"in the explanation", calls + 2, d("77"),
			`families[0].claims["110000"].weight 77 is not valid: an explanation shows another weight than 1`,
		},
		{
			"with a hold", calls + 2 + int64(len(f.Children)), d("-1"),
			`families[0]: a cascade with a hold: units["000000"].method.claims["110000"].weight -1 is out of range`,
		},
		{
			"with a bound", calls + 3 + int64(len(f.Children)), d("-1"),
			`families[0]: a cascade with a bound: units["000000"].method.claims["110000"].weight -1 is out of range`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var n atomic.Int64
			m := but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
				if n.Add(1) == tt.at {
					c[0] = tt.wrong
				}
				return c
			})
			if err := hierarchytest.TestMethod(m, f); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("TestMethod() = %v\nwant %s", err, tt.want)
			}
		})
	}
}

// The largest quota is held, wherever it is, and only if the child has a basis.
func TestBreachWithAHold(t *testing.T) {
	all := hierarchytest.Samples()
	ratio := all[slices.IndexFunc(all, func(f hierarchy.Family) bool { return f.Basis != nil })]
	for name, f := range map[string]hierarchy.Family{"a sum": all[0], "a ratio": ratio} {
		var n atomic.Int64
		m := but(func(f hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
			for i := range c {
				c[i] = d("1")
			}
			if c[1] = d("1000000"); n.Add(1) == 12+2+int64(len(f.Children)) { // see TestBreachInACascade
				c[0] = d("-1")
			}
			return c
		})
		err := hierarchytest.TestMethod(m, f)
		if err == nil || !strings.Contains(err.Error(), "families[0]: a cascade with a hold: units") {
			t.Errorf("TestMethod() of %s = %v, want an error with a hold", name, err)
		}
	}
}

// A difference is reported once for each family.
func TestReportsOnce(t *testing.T) {
	var n atomic.Int64
	m := but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
		c[0] = decimal.New(n.Add(1), 0)
		return c
	})
	err := hierarchytest.TestMethod(m, hierarchytest.Samples()[0])
	const want = `families[0] "000000" is not valid: the method returns other claims when it is called again`
	if err == nil || err.Error() != want {
		t.Errorf("TestMethod() = %v, want %s", err, want)
	}
}

// An offset must be a figure, as a weight must.
func TestHugeOffset(t *testing.T) {
	m := offset(func() decimal.Decimal { return decimal.New(1, 1_000_000_000) })
	err := hierarchytest.TestMethod(m, hierarchytest.Samples()[0])
	const want = `families[0].claims["110000"].offset 1e1000000000 is out of range`
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("TestMethod() = %v, want %s", err, want)
	}
}

// A sound method passes with families whose amount differs from the figure of their target, is
// zero or below, or goes to one child almost alone.
func TestSoundFamilies(t *testing.T) {
	for name, change := range map[string]func(f *hierarchy.Family){
		"another unit and value": func(f *hierarchy.Family) { f.Target.Unit, f.Target.Value = "elsewhere", d("1") },
		"a range below the amount": func(f *hierarchy.Family) {
			f.Target.Value, f.Target.Comparator, f.Target.Upper = d("10"), target.Within, d("20")
		},
		"an amount of nothing": func(f *hierarchy.Family) { f.Amount, f.Target.Value = decimal.Zero, decimal.Zero },
		"a negative amount":    func(f *hierarchy.Family) { f.Amount, f.Target.Value = d("-1000"), d("-1000") },
	} {
		f := hierarchytest.Samples()[0]
		change(&f)
		if err := hierarchytest.TestMethod(hierarchy.Equal(), f); err != nil {
			t.Errorf("%s: TestMethod() = %v, want nil", name, err)
		}
	}

	lopsided := but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
		for i := range c {
			c[i] = d("1")
		}
		c[0] = d("1000000")
		return c
	})
	if err := hierarchytest.TestMethod(lopsided, hierarchytest.Samples()[0]); err != nil {
		t.Errorf("nearly all to the first: TestMethod() = %v, want nil", err)
	}
}

func TestWrongFamilies(t *testing.T) {
	good := hierarchytest.Samples()[0]
	ratio := hierarchytest.Samples()[slices.IndexFunc(hierarchytest.Samples(), func(f hierarchy.Family) bool {
		return f.Basis != nil
	})]
	change := func(f hierarchy.Family, by func(*hierarchy.Family)) hierarchy.Family {
		f.Children, f.Basis = slices.Clone(f.Children), slices.Clone(f.Basis)
		by(&f)
		return f
	}

	for _, tt := range []struct {
		name   string
		family hierarchy.Family
		want   string
	}{
		{
			"out of order", change(good, func(f *hierarchy.Family) { slices.Reverse(f.Children) }),
			"give the members and residual units under the parent, by code",
		},
		{
			"a memo unit", change(good, func(f *hierarchy.Family) { f.Children[0].Role = hierarchy.Memo }),
			"give the members and residual units under the parent, by code",
		},
		{
			"a child of another", change(good, func(f *hierarchy.Family) { f.Children[0].Parent = "440000" }),
			`not a family of a cascade: units["110000"]`,
		},
		{
			"a basis too few", change(ratio, func(f *hierarchy.Family) { f.Basis = f.Basis[1:] }),
			"give one for each of the 6 children",
		},
		{
			"a basis that is no figure", change(ratio, func(f *hierarchy.Family) { f.Basis[0] = decimal.New(1, 1000) }),
			"families[0]: not a family of a cascade:",
		},
		{
			"no target", change(good, func(f *hierarchy.Family) { f.Target = target.Target{} }),
			"families[0]: a cascade:",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := hierarchytest.TestMethod(claims(sound), tt.family); err == nil ||
				!strings.Contains(err.Error(), tt.want) {
				t.Errorf("TestMethod() = %v\nwant %s", err, tt.want)
			}
		})
	}
}

// An offset that an explanation shows otherwise than the first call is reported with both.
func TestOffsetInAnExplanation(t *testing.T) {
	var n atomic.Int64
	f := hierarchytest.Samples()[0]
	m := offset(func() decimal.Decimal {
		if n.Add(1) == 12+2 { // see TestBreachInACascade
			return d("3")
		}
		return d("2")
	})
	want := `families[0].claims["110000"].offset 3 is not valid: an explanation shows another offset than 2`
	if err := hierarchytest.TestMethod(m, f); err == nil || err.Error() != want {
		t.Errorf("TestMethod() = %v\nwant %s", err, want)
	}
}

// offset gives the first child an offset, and all the same weight.
type offset func() decimal.Decimal

func (o offset) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) {
	out := make([]hierarchy.Claim, len(f.Children))
	for i := range out {
		out[i].Weight = d("1")
		if i == 0 {
			out[i].Offset = o()
		}
	}
	return out, nil
}

// A family without children is called, and nothing is cascaded.
func TestFamilyWithoutChildren(t *testing.T) {
	f := hierarchytest.Samples()[0]
	f.Children = nil
	if err := hierarchytest.TestMethod(hierarchy.Equal(), f); err != nil {
		t.Errorf("TestMethod(Equal()) = %v, want nil", err)
	}
	if err := hierarchytest.TestMethod(claims(sound), f); err == nil || !strings.Contains(err.Error(), "no children") {
		t.Errorf("TestMethod() = %v, want what the method says", err)
	}
}

// A method gets its own copy of a family: what it does to the baseline of the target
// reaches neither the caller nor the next call.
func TestBaselineIsCopied(t *testing.T) {
	f := hierarchytest.Samples()[0]
	base := target.Point{Period: target.Year(2010), Value: d("40")}
	f.Target.Baseline = &base

	var seen []string
	var lock sync.Mutex
	m := claims(func(f hierarchy.Family) ([]decimal.Decimal, error) {
		lock.Lock()
		defer lock.Unlock()
		if f.Target.Baseline != nil {
			seen = append(seen, f.Target.Baseline.Value.String())
			f.Target.Baseline.Value = d("-1")
		}
		return sound(f)
	})
	if err := hierarchytest.TestMethod(m, f); err != nil {
		t.Errorf("TestMethod() = %v, want nil", err)
	}
	if slices.Sort(seen); len(seen) == 0 || seen[0] != "40" || seen[len(seen)-1] != "40" || !base.Value.Equal(d("40")) {
		t.Errorf("the method was shown baselines of %v, and left %s, want 40", seen, base.Value)
	}
}

// TestReportsEverything has two families of three break a rule each.
func TestReportsEverything(t *testing.T) {
	m := but(func(f hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
		switch f.Parent.Code {
		case "000000":
			c[0] = d("-1")
		case "440000":
			return nil
		}
		return c
	})
	err := hierarchytest.TestMethod(m, hierarchytest.Samples()[:4]...)
	want := `2 problems:
families[0].claims["110000"].weight -1 is out of range: must not be negative
families[2].claims 0 is not valid: the method must return one claim for each of the 3 children`
	if err == nil || err.Error() != want {
		t.Errorf("TestMethod() = %v\nwant %s", err, want)
	}
	if !errors.Is(err, target.ErrRange) || !errors.Is(err, target.ErrInvalid) || len(target.AllErrors(err)) != 2 {
		t.Errorf("%v does not unwrap to its problems", err)
	}
}

func TestSoundMethods(t *testing.T) {
	scaled := but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
		for i := range c {
			c[i] = c[i].Shift(80)
		}
		return c
	})

	all := but(func(_ hierarchy.Family, c []decimal.Decimal) []decimal.Decimal {
		clear(c[1:])
		return c
	})
	basis := claims(func(f hierarchy.Family) ([]decimal.Decimal, error) {
		if f.Basis != nil {
			return f.Basis, nil
		}
		return sound(f)
	})

	for name, m := range map[string]hierarchy.Method{
		"by place": claims(sound), "beyond words": scaled, "all to the first": all, "the basis itself": basis,
		"equal": hierarchy.Equal(), "uniform": hierarchy.Uniform(),
	} {
		if err := hierarchytest.TestMethod(m); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBuiltIn tries the methods of package hierarchy on a tree whose columns
// they read.
func TestBuiltIn(t *testing.T) {
	var units []hierarchy.Unit
	for _, f := range hierarchytest.Samples()[:4] {
		if len(units) == 0 {
			units = append(units, f.Parent)
		}
		units = append(units, f.Children...)
	}

	tree, err := hierarchy.NewTree([]string{"nation", "province", "prefecture", "county"}, units)
	if err != nil {
		t.Fatal(err)
	}

	column := func(of func(i int) decimal.Decimal) hierarchy.Column {
		m := map[string]decimal.Decimal{}
		i := 0
		for u := range tree.All() {
			m[u.Code] = of(i)
			i++
		}
		c, err := tree.Column(maps.All(m))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	one := column(func(int) decimal.Decimal { return d("1") })
	by := column(func(i int) decimal.Decimal { return decimal.New(int64(i*i%7+1), -1) })
	group := column(func(i int) decimal.Decimal { return decimal.New(int64(i%3+1), 0) })
	sums, means := []target.Kind{target.Flow, target.Stock}, []target.Kind{target.Ratio, target.Growth}
	both := slices.Concat(sums, means)

	for _, tt := range []struct {
		name   string
		method hierarchy.Method
		kinds  []target.Kind
	}{
		{"Equal", hierarchy.Equal(), both},
		{"Uniform", hierarchy.Uniform(), means},
		{"Proportional", hierarchy.Proportional(by), both},
		{"Scale", hierarchy.Scale(by), both},
		{"Increment", hierarchy.Increment(by, group), both},
		{"Shift", hierarchy.Shift(by), both},
		{"Converge", hierarchy.Converge(by, d("0.3")), both},
		{"Bands", hierarchy.Bands(group, d("10"), d("15"), d("18")), both},
		{"Blend", hierarchy.Blend(hierarchy.Part{Weight: d("0.6"), Method: hierarchy.Proportional(by)}, hierarchy.Part{
			Weight: d("0.4"), Method: claims(sound),
		}), both},
		{"Negotiated", hierarchy.Negotiated(by, d("0.5"), nil), both},
		{"RatioOfMeans", hierarchy.RatioOfMeans(by, group), both},
		{"MeanOfRatios", hierarchy.MeanOfRatios(by, group), both},
		{"Capability", hierarchy.Capability(group, by, one), sums},
	} {
		for _, kind := range tt.kinds {
			t.Run(tt.name+" "+kind.String(), func(t *testing.T) {
				families, err := hierarchytest.Families(tree, target.Target{
					Code: "t", Unit: "000000", Period: target.Year(2020), Value: d("12"),
					Indicator: target.Indicator{Code: "x", Kind: kind, Better: target.Higher, Places: target.Places(2)},
				}, group)
				if err != nil {
					t.Fatal(err)
				}
				if err := hierarchytest.TestMethod(tt.method, families...); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func TestFamilies(t *testing.T) {
	if _, err := hierarchytest.Families(nil, target.Target{}, hierarchy.Column{}); !errors.Is(err, target.ErrRequired) {
		t.Errorf("no tree: %v", err)
	}
	tree, err := hierarchy.NewTree([]string{"0", "1"}, []hierarchy.Unit{
		{Code: "a", Level: "0"},
		{Code: "b", Level: "1", Parent: "a"},
		{Code: "c", Level: "1", Parent: "a"},
		{Code: "m", Level: "1", Parent: "a", Role: hierarchy.Memo},
	})
	if err != nil {
		t.Fatal(err)
	}

	within := target.Target{
		Code: "t", Unit: "a", Period: target.Year(2020), Value: d("3"), Upper: d("5"), Comparator: target.Within,
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher},
	}
	families, err := hierarchytest.Families(tree, within, hierarchy.Column{})
	if err != nil || len(families) != 1 || len(families[0].Children) != 2 || !families[0].Amount.Equal(d("3")) {
		t.Errorf("Families() = %v, %v, want one of two children and an amount of 3", families, err)
	}
	if err := hierarchytest.TestMethod(hierarchy.Equal(), families...); err != nil {
		t.Error(err)
	}
}

func TestSamples(t *testing.T) {
	a := hierarchytest.Samples()
	a[0].Children[0].Code = "changed"
	b := hierarchytest.Samples()
	if b[0].Children[0].Code != "110000" {
		t.Error("the samples share memory")
	}

	has := map[string]bool{}
	for _, f := range b {
		law := f.Target.Indicator.Kind.Law()
		has[law.String()] = true
		has["one child"] = has["one child"] || len(f.Children) == 1
		has["no amount"] = has["no amount"] || f.Amount.IsZero()
		has["wide amount"] = has["wide amount"] || f.Amount.NumDigits() > 25
		for i, u := range f.Children {
			has["residual"] = has["residual"] || u.Role == hierarchy.Residual
			has["skips a level"] = has["skips a level"] || u.Level == "county"
			has["memo"] = has["memo"] || u.Role == hierarchy.Memo
			has["no basis"] = has["no basis"] || f.Basis != nil && f.Basis[i].IsZero()
		}
	}

	if has["memo"] {
		t.Error("a memo unit takes part")
	}

	for _, what := range []string{
		"sum", "weighted mean", "count", "one child", "no amount", "wide amount", "residual", "skips a level",
		"no basis",
	} {
		if !has[what] {
			t.Errorf("no sample with: %s (%v)", what, has)
		}
	}
}
