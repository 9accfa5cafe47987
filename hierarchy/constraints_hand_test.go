package hierarchy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// limitsTree is a nation, 0, of the provinces A and B with three and two cities.
const limitsTree = "A B A1:A A2:A A3:A B1:B B2:B"

// columnIn reads a column from words such as "A1=3 B=2.5".
func columnIn(t *testing.T, tree *hierarchy.Tree, words string) hierarchy.Column {
	t.Helper()
	if words == "" {
		return hierarchy.Column{}
	}
	c, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for word := range strings.FieldsSeq(words) {
			if code, figure, _ := strings.Cut(word, "="); !yield(code, d(figure)) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// decidedQuotas prints the quotas of a plan in the order of the codes, and after each that
// its claim does not decide what does.
func decidedQuotas(p *hierarchy.Plan) string {
	var all []string
	for q := range p.All() {
		text := q.Unit.Code + "=" + q.Value.String()
		if q.DecidedBy != 0 {
			text += " " + q.DecidedBy.String()
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// limitsCase is a cascade within bounds and holds.
type limitsCase struct {
	name     string
	value    string
	min, max string
	weights  string
	change   func(*target.Target, *hierarchy.Options)
	want     string
}

func (c limitsCase) run(t *testing.T, tree *hierarchy.Tree, wide bool) (*hierarchy.Plan, error) {
	t.Helper()
	if wide {
		c.max += " B2=1e30"
	}
	o := hierarchy.Options{Rule: hierarchy.Rule{Min: columnIn(t, tree, c.min), Max: columnIn(t, tree, c.max)}}
	if c.weights != "" {
		o.Rule.Method = hierarchy.Proportional(columnIn(t, tree, c.weights))
	}
	tgt := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020), Value: d(c.value),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(0)},
	}
	if c.change != nil {
		c.change(&tgt, &o)
	}
	return hierarchy.Cascade(tree, tgt, o)
}

// check runs the case on machine words and, where a way is true, on numbers of any size.
func (c limitsCase) check(t *testing.T, tree *hierarchy.Tree, ways ...bool) {
	for _, wide := range ways {
		t.Run(fmt.Sprint(c.name, ", wide ", wide), func(t *testing.T) {
			p, err := c.run(t, tree, wide)
			if err != nil {
				if err.Error() != c.want {
					t.Errorf("Cascade() = %v, want %s", err, c.want)
				}
				return
			}
			if got := decidedQuotas(p); got != c.want {
				t.Errorf("Cascade() = %s, want %s", got, c.want)
			}
			if err := p.Check(); err != nil {
				t.Errorf("Check() = %v", err)
			}
			again, err := p.Revise(hierarchy.Options{})
			if err != nil || !again.Equal(p) {
				t.Errorf("Revise() = %v, %v, want %v", again, err, p)
			}
			mean := p.Target().Indicator.Kind.Law() == target.WeightedMean
			if got := decidedQuotas(again); got != c.want && !mean {
				t.Errorf("Revise() = %s, want %s", got, c.want)
			}
		})
	}
}

func hold(unit, value string) hierarchy.Hold { return hierarchy.Hold{Unit: unit, Value: d(value)} }

func TestLimitsOfSums(t *testing.T) {
	tree := under(t, limitsTree)
	for _, c := range limitsOfSums(t, tree) {
		c.check(t, tree, false, true)
	}
}

// limitsOfSums are cases of sums.
func limitsOfSums(t *testing.T, tree *hierarchy.Tree) []limitsCase {
	t.Helper()
	type options = hierarchy.Options
	type tgt = target.Target
	quantum := func(q string) func(*tgt, *options) {
		return func(t *tgt, _ *options) { t.Indicator.Places, t.Indicator.Quantum = target.Precision{}, d(q) }
	}
	places := func(n int32) func(*tgt, *options) {
		return func(t *tgt, _ *options) { t.Indicator.Places = target.Places(n) }
	}
	held := func(holds ...hierarchy.Hold) func(*tgt, *options) {
		return func(_ *tgt, o *options) { o.Holds = holds }
	}
	stretched := func(_ *tgt, o *options) {
		o.Levels = map[string]hierarchy.Rule{"2": {Stretch: some("0.5"), Reserve: some("1")}}
	}
	shared := func(done, weights string) func(*tgt, *options) {
		return func(_ *tgt, o *options) {
			o.Rule.Method = hierarchy.Increment(columnIn(t, tree, done), columnIn(t, tree, weights))
		}
	}

	return []limitsCase{
		{"no bound", "24", "", "", "", nil, "0=24, A=12, B=12, A1=4, A2=4, A3=4, B1=6, B2=6"},
		{
			"a minimum below", "24", "A1=14", "", "", nil,
			"0=24, A=14 descendants, B=10, A1=14 minimum, A2=0, A3=0, B1=5, B2=5",
		},
		{
			"two minima below", "24", "A1=8 A3=7", "", "", nil,
			"0=24, A=15 descendants, B=9, A1=8 minimum, A2=0, A3=7 minimum, B1=5, B2=4",
		},
		{
			"minima as much as the share", "24", "A1=8 A3=4", "", "", nil,
			"0=24, A=12 descendants, B=12, A1=8 minimum, A2=0, A3=4 minimum, B1=6, B2=6",
		},
		{
			"a minimum above those below", "24", "A=16 A1=9 A2=6", "", "", nil,
			"0=24, A=16 minimum, B=8, A1=9 minimum, A2=6 minimum, A3=1, B1=4, B2=4",
		},
		{
			"a minimum equal to those below", "24", "A=15 A1=9 A2=6", "", "", nil,
			"0=24, A=15 minimum, B=9, A1=9 minimum, A2=6 minimum, A3=0, B1=5, B2=4",
		},
		{
			"a minimum less than those below", "24", "A=14 A1=9 A2=6", "", "", nil,
			"0=24, A=15 descendants, B=9, A1=9 minimum, A2=6 minimum, A3=0, B1=5, B2=4",
		},
		{
			"maxima below", "24", "", "A1=1 A2=2 A3=4", "", nil,
			"0=24, A=7 descendants, B=17, A1=1 maximum, A2=2 maximum, A3=4 maximum, B1=9, B2=8",
		},
		{
			"a maximum less than those below", "24", "", "A=6 A1=1 A2=2 A3=4", "", nil,
			"0=24, A=6 maximum, B=18, A1=1 maximum, A2=2 maximum, A3=3, B1=9, B2=9",
		},
		{
			"a maximum equal to those below", "24", "", "A=7 A1=1 A2=2 A3=4", "", nil,
			"0=24, A=7 maximum, B=17, A1=1 maximum, A2=2 maximum, A3=4 maximum, B1=9, B2=8",
		},
		{
			"a maximum above those below", "24", "", "A=8 A1=1 A2=2 A3=4", "", nil,
			"0=24, A=7 descendants, B=17, A1=1 maximum, A2=2 maximum, A3=4 maximum, B1=9, B2=8",
		},
		{
			"maxima as much as the share", "24", "", "A1=3 A2=5 A3=4", "", nil,
			"0=24, A=12 descendants, B=12, A1=3 maximum, A2=5 maximum, A3=4 maximum, B1=6, B2=6",
		},
		{
			"a maximum of some", "24", "", "A1=1 A2=2", "", nil,
			"0=24, A=12, B=12, A1=1 maximum, A2=2 maximum, A3=9, B1=6, B2=6",
		},
		{
			"minima as much as maxima", "24", "A1=3 A2=4 A3=1", "A1=3 A2=4 A3=1", "", nil,
			"0=24, A=8 descendants, B=16, A1=3 minimum, A2=4 minimum, A3=1 minimum, B1=8, B2=8",
		},
		{
			"maxima as much as minima", "24", "A=9 B1=9", "A=9 B1=9", "", nil,
			`0=24, A=9 maximum, B=15, A1=3, A2=3, A3=3, B1=9 minimum, B2=6`,
		},
		{
			"a maximum below zero", "24", "", "A1=-5", "", nil,
			"0=24, A=12, B=12, A1=-5 maximum, A2=9, A3=8, B1=6, B2=6",
		},
		{
			"maxima below zero", "24", "", "A1=-5 A2=-2 A3=-1", "", nil,
			"0=24, A=-8 descendants, B=32, A1=-5 maximum, A2=-2 maximum, A3=-1 maximum, B1=16, B2=16",
		},
		{
			"a minimum below zero", "24", "A1=-5", "A1=-2", "", nil,
			"0=24, A=12, B=12, A1=-2 maximum, A2=7, A3=7, B1=6, B2=6",
		},
		{
			"a maximum of zero", "24", "", "A1=0 A2=0 A3=0", "", nil,
			"0=24, A=0 descendants, B=24, A1=0, A2=0, A3=0, B1=12, B2=12",
		},
		{
			"a minimum of zero", "24", "A1=0 A2=0", "A3=3", "", nil,
			"0=24, A=12, B=12, A1=5, A2=4, A3=3 maximum, B1=6, B2=6",
		},

		{
			"some without a weight", "24", "A1=9", "A2=1", "A=1 B=1 A1=0 A2=1 A3=1 B1=1 B2=0", nil,
			"0=24, A=12, B=12, A1=9 minimum, A2=1 maximum, A3=2, B1=12, B2=0",
		},
		{
			"a maximum of one without a weight", "24", "", "A1=-3 A2=5 A3=4", "A=1 B=1 A1=0 A2=1 A3=1 B1=1 B2=0", nil,
			"0=24, A=6 descendants, B=18, A1=-3 maximum, A2=5 maximum, A3=4 maximum, B1=18, B2=0",
		},
		{
			"a minimum below zero of one without a weight", "24", "A1=-5 A2=14", "",
			"A=1 B=1 A1=0 A2=1 A3=1 B1=1 B2=0", nil,
			`0=24, A=14 descendants, B=10, A1=0, A2=14 minimum, A3=0, B1=10, B2=0`,
		},
		{
			"nothing left", "24", "B=24 A1=0", "A2=3", "", nil,
			`0=24, A=0, B=24 minimum, A1=0, A2=0, A3=0, B1=12, B2=12`,
		},
		{
			"no past of one", "24", "", "A1=-3 A2=5 A3=4", "", func(_ *tgt, o *options) {
				o.Rule.Method = hierarchy.RatioOfMeans(columnIn(t, tree, "A=1 B=1 A1=0 A2=1 A3=1 B1=1 B2=0"))
			}, `0=24, A=6 descendants, B=18, A1=-3 maximum, A2=5 maximum, A3=4 maximum, B1=18, B2=0`,
		},
		{
			"a group beyond its units", "24", "A1=2 B1=5", "A=1 A1=3 A2=4 B1=4", "", func(_ *tgt, o *options) {
				o.GroupBounds = groups("A1 A2 ≥10")
			}, `2 problems:
units["A"] 10 cannot be met: maxima fall short of the minimum of a group, at least 2, at most 7 ("A1", "A2"): "g1" at least 10: lower the minimum of "g1" by 3, or raise these maxima by as much
min["B1"] 5 cannot be met: no multiple of the quantum lies between it and the maximum, 4`,
		},
		{
			"all without a weight", "24", "A1=9", "A2=1", "A=1 B=1 A1=0 A2=0 A3=0 B1=1 B2=0", nil,
			`units["A"] 12 cannot be met: no claim has a weight, at least 9, at most 9 ("A1", "A2", "A3"): give weights, or another method`,
		},
		{
			"nothing for those without a weight", "24", "A1=1", "A2=1", "A=0 B=1 A1=0 A2=0 A3=0 B1=1 B2=0", nil,
			"0=24, A=1 descendants, B=23, A1=1 minimum, A2=0, A3=0, B1=23, B2=0",
		},

		{
			"an amount below zero", "-24", "", "A1=-14", "", nil,
			"0=-24, A=-14 descendants, B=-10, A1=-14 maximum, A2=0, A3=0, B1=-5, B2=-5",
		},
		{
			"minima of an amount below zero", "-24", "A1=-1 A2=-2 A3=-4", "", "", nil,
			"0=-24, A=-7 descendants, B=-17, A1=-1 minimum, A2=-2 minimum, A3=-4 minimum, B1=-9, B2=-8",
		},
		{
			"a minimum above zero", "-24", "A1=3", "", "", nil,
			"0=-24, A=-12, B=-12, A1=3 minimum, A2=-8, A3=-7, B1=-6, B2=-6",
		},
		{
			"minima above zero", "-24", "A1=3 A2=2 A3=1", "", "", nil,
			"0=-24, A=6 descendants, B=-30, A1=3 minimum, A2=2 minimum, A3=1 minimum, B1=-15, B2=-15",
		},
		{
			"both of an amount below zero", "-24", "A=-10 A1=-4", "A2=-5 A3=-1", "", nil,
			"0=-24, A=-10 minimum, B=-14, A1=-3, A2=-5 maximum, A3=-2, B1=-7, B2=-7",
		},
		{
			"a minimum of zero above others", "-24", "A=0 A1=3 A2=-1", "", "", nil,
			`units["A"] 0 cannot be met: minima exceed the amount, at least 2, at most 3 ("A1", "A2"): raise the quota of "A" by 2, or lower these minima by as much`,
		},
		{
			"a maximum of zero above another", "24", "", "A=0 A1=-3", "", nil,
			`units["A"] 0 cannot be met: maxima fall short of the amount, at least -3, at most -3 ("A1"): lower the quota of "A" by 3, or raise these maxima by as much`,
		},
		{
			"an amount of zero", "0", "A1=3", "", "", nil,
			`units["0"] 0 cannot be met: minima exceed the amount, at least 3, at most 3 ("A"): raise the target by 3, or lower these minima by as much`,
		},
		{
			"an amount of zero with a minimum below it", "0", "A1=-3 B=2", "", "", nil,
			`units["0"] 0 cannot be met: minima exceed the amount, at least 2, at most 2 ("B"): raise the target by 2, or lower these minima by as much`,
		},
		{
			"an amount of zero with maxima", "0", "", "A1=1 A2=1 A3=1 B=-2", "", nil,
			`0=0, A=2, B=-2 maximum, A1=1, A2=1, A3=0, B1=-1, B2=-1`,
		},
		{
			"an amount of zero with a maximum", "0", "A1=3", "B=-3", "", nil,
			"0=0, A=3 descendants, B=-3 maximum, A1=3 minimum, A2=0, A3=0, B1=-2, B2=-1",
		},

		{
			"holds", "24", "", "", "", held(hold("A1", "10"), hold("B2", "9")),
			"0=24, A=12, B=12, A1=10 hold, A2=1, A3=1, B1=3, B2=9 hold",
		},
		{
			"all held", "24", "", "", "", held(hold("A1", "1"), hold("A2", "2"), hold("A3", "10")),
			"0=24, A=13 descendants, B=11, A1=1 hold, A2=2 hold, A3=10 hold, B1=6, B2=5",
		},
		{
			"a hold beside bounds", "24", "A2=8", "A3=1", "", held(hold("A1", "5")),
			"0=24, A=13 descendants, B=11, A1=5 hold, A2=8 minimum, A3=0, B1=6, B2=5",
		},
		{
			"a hold beyond its bound", "24", "A1=8", "A3=1", "", held(hold("A1", "5")),
			"0=24, A=12, B=12, A1=5 hold, A2=6, A3=1 maximum, B1=6, B2=6",
		},
		{
			"a hold above holds", "24", "", "", "", held(hold("A", "9"), hold("A1", "5")),
			"0=24, A=9 hold, B=15, A1=5 hold, A2=2, A3=2, B1=8, B2=7",
		},
		{
			"a hold below zero", "24", "", "", "", held(hold("A1", "-5")),
			"0=24, A=12, B=12, A1=-5 hold, A2=9, A3=8, B1=6, B2=6",
		},

		{
			"stretched", "24", "A1=14 A2=5", "", "", stretched,
			"0=24, A=13 descendants, B=11, A1=14 minimum, A2=5 minimum, A3=0, B1=8, B2=8",
		},
		{
			"stretched, below maxima", "24", "", "A1=1 A2=2 A3=4", "", stretched,
			"0=24, A=5 descendants, B=19, A1=1 maximum, A2=2 maximum, A3=4 maximum, B1=14, B2=14",
		},
		{"stretched, below zero", "-24", "", "A1=-14 A2=-5", "", func(x *tgt, o *options) {
			stretched(x, o)
			o.Levels["2"] = hierarchy.Rule{Stretch: some("0.5"), Reserve: some("-1")}
		}, "0=-24, A=-13 descendants, B=-11, A1=-14 maximum, A2=-5 maximum, A3=0, B1=-8, B2=-8"},

		{
			"finer bounds", "24", "A1=9.25 A2=4.75", "", "", nil,
			"0=24, A=15 descendants, B=9, A1=10 minimum, A2=5 minimum, A3=0, B1=5, B2=4",
		},
		{
			"finer maxima", "24", "", "A1=1.25 A2=2.75 A3=4.5", "", nil,
			"0=24, A=7 descendants, B=17, A1=1 maximum, A2=2 maximum, A3=4 maximum, B1=9, B2=8",
		},
		{
			"finer bounds below zero", "-24", "A1=-1.25 A2=-2.75 A3=-4.5", "", "", nil,
			"0=-24, A=-7 descendants, B=-17, A1=-1 minimum, A2=-2 minimum, A3=-4 minimum, B1=-9, B2=-8",
		},
		{
			"finer maxima below zero", "-24", "", "A1=-9.25 A2=-4.75", "", nil,
			"0=-24, A=-15 descendants, B=-9, A1=-10 maximum, A2=-5 maximum, A3=0, B1=-5, B2=-4",
		},
		{
			"coarser bounds", "24", "A1=10 A2=10", "", "", nil,
			"0=24, A=20 descendants, B=4, A1=10 minimum, A2=10 minimum, A3=0, B1=2, B2=2",
		},
		{
			"in twentieths", "24", "A1=9.26 A2=4.71", "A3=0.99", "", quantum("0.05"),
			"0=24, A=14.05 descendants, B=9.95, A1=9.3 minimum, A2=4.75 minimum, A3=0, B1=5, B2=4.95",
		},
		{
			"in fives", "60", "A1=26 A2=11", "B1=9", "", quantum("5"),
			"0=60, A=45 descendants, B=15, A1=30 minimum, A2=15 minimum, A3=0, B1=5 maximum, B2=10",
		},
		{
			"in thousands", "24000", "A1=9001", "A2=2999.9", "", quantum("1000"),
			"0=24000, A=12000, B=12000, A1=10000 minimum, A2=1000, A3=1000, B1=6000, B2=6000",
		},
		{
			"finer quotas", "24", "A1=9 A2=4", "A3=1", "", places(3),
			"0=24, A=13 descendants, B=11, A1=9 minimum, A2=4 minimum, A3=0, B1=5.5, B2=5.5",
		},
		{
			"a quantum of no word", "370370367037037036703", "A1=123456789012345678902", "B1=1", "",
			quantum("12345678901234567890.1"), `0=370370367037037036703, A=185185183518518518351.5, B=185185183518518518351.5, A1=135802467913580246791.1 minimum, A2=24691357802469135780.2, A3=24691357802469135780.2, B1=0 maximum, B2=185185183518518518351.5`,
		},
		{
			"bounds of no word in quanta", "24", "", "A1=150000000000000000 A2=3", "", places(2),
			"0=24, A=12, B=12, A1=4.5, A2=3 maximum, A3=4.5, B1=6, B2=6",
		},
		{
			"minima whose sum is no word", "20000000000000000000", "A1=5e18 A2=5e18", "", "", nil,
			`0=20000000000000000000, A=10000000000000000000 descendants, B=10000000000000000000, A1=5000000000000000000 minimum, A2=5000000000000000000 minimum, A3=0, B1=5000000000000000000, B2=5000000000000000000`,
		},
		{
			"maxima whose sum is no word", "20000000000000000000", "", "A1=5e18 A2=4e18 A3=1e18", "", nil,
			`0=20000000000000000000, A=10000000000000000000 descendants, B=10000000000000000000, A1=5000000000000000000 maximum, A2=4000000000000000000 maximum, A3=1000000000000000000 maximum, B1=5000000000000000000, B2=5000000000000000000`,
		},
		{
			"the greatest word", "40000000000000000000", "", "A1=9223372036854775807 A2=1 A3=1", "", nil,
			`0=40000000000000000000, A=9223372036854775809 descendants, B=30776627963145224191, A1=9223372036854775807 maximum, A2=1 maximum, A3=1 maximum, B1=15388313981572612096, B2=15388313981572612095`,
		},
		{
			"the least word", "-40000000000000000000", "A1=-9223372036854775808 A2=-1 A3=-1", "", "", nil,
			`0=-40000000000000000000, A=-9223372036854775810 descendants, B=-30776627963145224190, A1=-9223372036854775808 minimum, A2=-1 minimum, A3=-1 minimum, B1=-15388313981572612095, B2=-15388313981572612095`,
		},

		{
			"less than the minima", "24", "A1=14 B1=9 B2=2", "", "", nil,
			`units["0"] 24 cannot be met: minima exceed the amount, at least 25 ("A", "B"): raise the target by 1, or lower these minima by as much`,
		},
		{
			"more than the maxima", "24", "", "A=5 B=11", "", nil,
			`units["0"] 24 cannot be met: maxima fall short of the amount, at least 0, at most 16 ("A", "B"): lower the target by 8, or raise these maxima by as much`,
		},
		{
			"crossed bounds", "24", "A1=4.25", "A1=4.75", "", nil,
			`min["A1"] 4.25 cannot be met: no multiple of the quantum lies between it and the maximum, 4.75`,
		},
		{
			"crossed bounds and no more", "24", "A=20 A1=5", "A1=4 A2=6 A3=6", "", nil,
			`min["A1"] 5 cannot be met: no multiple of the quantum lies between it and the maximum, 4`,
		},
		{
			"a crossed minimum of no word", "24", "A1=2e30", "A=24 A1=1e30", "", nil,
			`min["A1"] 2000000000000000000000000000000 cannot be met: no multiple of the quantum lies between it and the maximum, 1000000000000000000000000000000`,
		},
		{
			"a crossed maximum of no word", "24", "A=5 A1=-1e30", "A1=-2e30 A2=1 A3=1", "", nil,
			`min["A1"] -1000000000000000000000000000000 cannot be met: no multiple of the quantum lies between it and the maximum, -2000000000000000000000000000000`,
		},
		{
			"minima below any word", "-24", "A1=-1e30 A2=-1e30 A3=-1e30", "", "", nil,
			`0=-24, A=-12, B=-12, A1=-4, A2=-4, A3=-4, B1=-6, B2=-6`,
		},
		{
			"maxima above any word", "24", "", "A1=1e30 A2=1e30 A3=1e30", "", nil,
			`0=24, A=12, B=12, A1=4, A2=4, A3=4, B1=6, B2=6`,
		},
		{
			"a maximum below minima", "24", "A1=5 A2=5", "A=9", "", nil,
			`units["A"] 9 cannot be met: minima exceed the amount, at least 10 ("A1", "A2"): raise the quota of "A" by 1, or lower these minima by as much`,
		},
		{
			"a minimum above maxima", "24", "A=9", "A1=3 A2=3 A3=2", "", nil,
			`units["A"] 9 cannot be met: maxima fall short of the amount, at least 0, at most 8 ("A1", "A2", "A3"): lower the quota of "A" by 1, or raise these maxima by as much`,
		},
		{
			"a hold below minima", "24", "A1=5 A2=5", "", "", held(hold("A", "9")),
			`units["A"] 9 cannot be met: minima exceed the amount, at least 10 ("A1", "A2"): "A" is held at 9: raise the hold of "A" by 1, or lower these minima by as much`,
		},

		{"increments", "24", "A1=14", "B1=1", "", shared("A=1 B=2 A1=1 A2=2 A3=0 B1=3 B2=1",
			"A=1 B=1 A1=1 A2=1 A3=0 B1=0 B2=1"), `0=24, A=14 descendants, B=10, A1=14 minimum, A2=0, A3=0, B1=1 maximum, B2=9`},
		{"one keeps what is done", "24", "A1=2", "A2=5", "", shared("A=1 B=2 A1=1 A2=2 A3=6 B1=3 B2=1",
			"A=1 B=1 A1=1 A2=1 A3=0 B1=0 B2=1"), "0=24, A=12, B=12, A1=3, A2=3, A3=6, B1=3, B2=9"},
		{"one keeps parts", "24", "", "A2=5", "", shared("A=1 B=2 A1=1 A2=2 A3=6.5 B1=3 B2=1",
			"A=1 B=1 A1=0 A2=1 A3=0 B1=0 B2=1"), "0=24, A=12, B=12, A1=1, A2=5, A3=6, B1=3, B2=9"},
	}
}

func TestLimitsOfMeans(t *testing.T) {
	tree := under(t, limitsTree)
	for _, c := range limitsOfMeans(t, tree) {
		c.check(t, tree, false, true)
	}
}

// limitsOfMeans are cases of weighted means.
func limitsOfMeans(t *testing.T, tree *hierarchy.Tree) []limitsCase {
	t.Helper()
	type options = hierarchy.Options
	type tgt = target.Target
	mean := func(basis string, more ...func(*options)) func(*tgt, *options) {
		return func(x *tgt, o *options) {
			x.Indicator.Kind, o.Basis = target.Ratio, columnIn(t, tree, basis)
			for _, change := range more {
				change(o)
			}
		}
	}
	method := func(m hierarchy.Method) func(*options) { return func(o *options) { o.Rule.Method = m } }
	column := func(words string) hierarchy.Column { return columnIn(t, tree, words) }
	held := func(holds ...hierarchy.Hold) func(*options) { return func(o *options) { o.Holds = holds } }
	stretched := func(o *options) { o.Levels = map[string]hierarchy.Rule{"2": {Stretch: some("0.5")}} }

	const even = "A1=1 A2=1 A3=1 B1=1 B2=1"
	const uneven = "A1=1 A2=2 A3=4 B1=3 B2=5"
	const idle = "A1=0 A2=2 A3=4 B1=3 B2=0"

	return []limitsCase{
		{"no bound", "24", "", "", "", mean(uneven), "0=24, A=24, B=24, A1=24, A2=24, A3=24, B1=24, B2=24"},
		{"a minimum below", "24", "A3=60", "", "", mean(uneven), `0=24, A=35 descendants, B=14, A1=1, A2=2, A3=60 minimum, B1=14, B2=14`},
		{"minima that bind the parent", "24", "A1=20 A2=40 A3=60", "", "", mean(uneven), `0=24, A=49 descendants, B=2, A1=23, A2=40 minimum, A3=60 minimum, B1=2, B2=2`},
		{"maxima that bind the parent", "24", "", "A1=2 A2=4 A3=7", "", mean(uneven), `0=24, A=5 descendants, B=41, A1=2 maximum, A2=4 maximum, A3=6, B1=41, B2=41`},
		{"maxima with a mean between quanta", "24", "", "A1=2 A2=4 A3=6", "", mean(even), `0=24, A=4 descendants, B=54, A1=2 maximum, A2=4 maximum, A3=6 maximum, B1=54, B2=54`},
		{"maxima with a mean of a half", "24", "", "B1=2 A1=3 A2=3 A3=4", "", mean(even), `0=24, A=3 descendants, B=56, A1=3 maximum, A2=3 maximum, A3=3, B1=2 maximum, B2=110`},
		{"minima with a mean between quanta", "24", "A1=32 A2=34 A3=34", "", "", mean(even), `0=24, A=34 descendants, B=9, A1=34, A2=34 minimum, A3=34 minimum, B1=9, B2=9`},
		{"minima and maxima that meet", "24", "A1=32 A2=34 A3=34", "A1=32 A2=34 A3=34", "", mean(even), `0=24, A=33 descendants, B=11, A1=32 minimum, A2=34 minimum, A3=34 minimum, B1=11, B2=11`},
		{"and between quanta", "24", "A1=32 A2=34 A3=35", "A1=32 A2=34 A3=35", "", mean(even), `0=24, A=34 descendants, B=9, A1=32 minimum, A2=34 minimum, A3=35 minimum, B1=9, B2=9`},
		{"held", "24", "", "", "", mean(even, held(hold("A1", "32"), hold("A2", "34"), hold("A3", "35"))), `0=24, A=34 descendants, B=9, A1=32 hold, A2=34 hold, A3=35 hold, B1=9, B2=9`},
		{"held above", "24", "", "", "", mean(even, held(hold("A", "34"), hold("A1", "90"))), `0=24, A=34 hold, B=9, A1=90 hold, A2=6, A3=6, B1=9, B2=9`},
		{"a maximum that is less exact", "24", "", "A=6 A1=3 A2=4 A3=7", "", mean(uneven), `0=24, A=5 descendants, B=41, A1=3 maximum, A2=4 maximum, A3=6, B1=41, B2=41`},
		{"a minimum that is less exact", "24", "A=50 A1=50 A2=50 A3=51", "", "", mean(uneven), `0=24, A=51 descendants, B=0, A1=51, A2=51, A3=51 minimum, B1=0, B2=0`},
		{"a minimum within rounding", "24", "A1=1", "A=0", "", mean(even), `0=24, A=0 maximum, B=60, A1=1 minimum, A2=0, A3=0, B1=60, B2=60`},
		{"a minimum as a maximum", "24", "A=30 A1=30", "A=30 A1=30", "", mean(even), `0=24, A=30 minimum, B=15, A1=30 minimum, A2=30, A3=30, B1=15, B2=15`},
		{"maxima as minima", "24", "A=8 B1=4", "A=8 B1=4", "", mean(even), `0=24, A=8 maximum, B=48, A1=8, A2=8, A3=8, B1=4 maximum, B2=92`},
		{"below zero", "-24", "A1=-2 A2=-4 A3=-6", "", "", mean(even), `0=-24, A=-4 descendants, B=-54, A1=-2 minimum, A2=-4 minimum, A3=-6 minimum, B1=-54, B2=-54`},
		{"a maximum below zero", "24", "", "A1=-60", "", mean(uneven), `0=24, A=24, B=24, A1=-60 maximum, A2=38, A3=38, B1=24, B2=24`},
		{"maxima below zero", "24", "", "A1=-60 A2=-3 A3=-1", "", mean(uneven), `0=24, A=-10 descendants, B=54, A1=-60 maximum, A2=-3 maximum, A3=-1 maximum, B1=54, B2=54`},

		{"a minimum equal to those below", "24", "A=33 A1=32 A2=33 A3=34", "", "", mean(even), `0=24, A=33 minimum, B=11, A1=32 minimum, A2=33 minimum, A3=34 minimum, B1=11, B2=11`},
		{"a maximum equal to those below", "24", "", "A=4 A1=3 A2=4 A3=5", "", mean(even), `0=24, A=4 maximum, B=54, A1=3 maximum, A2=4 maximum, A3=5 maximum, B1=54, B2=54`},
		{"nothing left", "24", "B=60 A1=0", "A2=3", "", mean(even), `0=24, A=0, B=60 minimum, A1=0 minimum, A2=0, A3=0, B1=60, B2=60`},
		{"zero with a minimum below it", "0", "A1=-3 B=2", "", "", mean(even), `units["0"] 0 cannot be met: minima exceed the amount, at least 0.8, at most 0.8 ("B"): raise the target by 1, or lower these minima`},
		{"zero with maxima", "0", "", "A1=1 A2=1 A3=1 B=-2", "", mean(even), `0=0, A=1 descendants, B=-2 maximum, A1=1 maximum, A2=1 maximum, A3=1 maximum, B1=-2, B2=-2`},
		{"a basis of zero", "24", "A1=90", "", "", mean(idle), `0=24, A=24, B=24, A1=90 minimum, A2=24, A3=24, B1=24, B2=24`},
		{"bases of zero and limits", "24", "A2=30 A3=30", "A1=7", "", mean(idle), `0=24, A=30 descendants, B=12, A1=7 maximum, A2=30 minimum, A3=30 minimum, B1=12, B2=12`},
		{"no basis at all", "24", "A1=90", "A2=3", "", mean("A1=0 A2=0 A3=0 B1=3 B2=5"), `0=24, A=24, B=24, A1=90 minimum, A2=3 maximum, A3=24, B1=24, B2=24`},
		{"no basis above a hold", "24", "", "", "", mean("A1=0 A2=0 A3=0 B1=3 B2=5", held(hold("A", "50"))), `0=24, A=50 hold, B=24, A1=50, A2=50, A3=50, B1=24, B2=24`},

		{"some without a weight", "24", "A2=10", "", "A=1 B=1 A1=0 A2=1 A3=1 B1=1 B2=0", mean(uneven), `0=24, A=24, B=24, A1=0, A2=28, A3=28, B1=64, B2=0`},
		{"a weight for those without a basis", "24", "A1=90", "", "A=1 B=1 A1=1 A2=0 A3=0 B1=1 B2=1", mean(idle), `units["A"] 24 cannot be met: no claim has a weight, at least 0, at most 0 ("A1", "A2", "A3"): give weights, or another method`},
		{"some keep what is done", "24", "A2=5", "A3=70", "", mean(uneven, method(hierarchy.Increment(
			column("A=10 B=10 A1=7.5 A2=3 A3=9 B1=2 B2=8"), column("A=1 B=1 A1=0 A2=1 A3=2 B1=1 B2=0"),
		))), "0=24, A=24, B=24, A1=8, A2=14, A3=33, B1=51, B2=8"},
		{"all of one keep it", "24", "B1=3", "", "", mean(uneven, method(hierarchy.Increment(
			column("A=10 B=10 A1=7.5 A2=3.5 A3=9.5 B1=2 B2=8"), column("A=1 B=1 A1=0 A2=0 A3=0 B1=1 B2=1"),
		))), `units["A"] 24 cannot be met: no claim has a weight, at least 7.5, at most 7.5 ("A1", "A2", "A3"): give weights, or another method`},
		{"within limits of their own", "24", "A1=8", "A2=3 A3=9", "", mean(uneven, method(hierarchy.Increment(
			column("A=10 B=10 A1=7.5 A2=3.5 A3=9.5 B1=2 B2=8"), column("A=1 B=1 A1=0 A2=0 A3=1 B1=1 B2=1"),
		))), "0=24, A=7 descendants, B=39, A1=8 minimum, A2=3 maximum, A3=9, B1=36, B2=41"},
		{"shifted", "24", "A1=50", "A3=14", "", mean(uneven, method(hierarchy.Shift(
			column("A=10 B=20 A1=7.5 A2=3.5 A3=9.5 B1=2 B2=8"),
		))), "0=24, A=19, B=28, A1=50 minimum, A2=14, A3=14 maximum, B1=25, B2=30"},
		{"shifted below zero", "-24", "", "A1=-50", "", mean(uneven, method(hierarchy.Shift(
			column("A=-10 B=-20 A1=-7.5 A2=-3.5 A3=-9.5 B1=-2 B2=-8"),
		))), "0=-24, A=-19, B=-28, A1=-50 maximum, A2=-10, A3=-16, B1=-25, B2=-30"},

		{"stretched", "24", "A1=70 A2=50 A3=60", "", "", mean(uneven, stretched), `0=24, A=39 descendants, B=11, A1=70 minimum, A2=52, A3=60 minimum, B1=17, B2=17`},
		{"stretched, maxima", "24", "", "A1=7 A2=5 A3=6", "", mean(uneven, stretched), `0=24, A=3 descendants, B=42, A1=5, A2=5 maximum, A3=5, B1=63, B2=63`},

		{"more than the maxima", "24", "", "A1=7 A2=5 A3=6 B=10", "", mean(uneven), `units["0"] 24 cannot be met: maxima fall short of the amount, at least 0, at most 8.1333 ("A", "B"): lower the target by 16, or raise these maxima`},
		{"less than the minima", "24", "A1=30 A2=30 A3=30 B=21", "", "", mean(uneven), `units["0"] 24 cannot be met: minima exceed the amount, at least 25.2 ("A", "B"): raise the target by 1, or lower these minima`},
		{"a minimum above maxima", "24", "A=9", "A1=7 A2=5 A3=6", "", mean(uneven), `units["A"] 9 cannot be met: maxima fall short of the amount, at least 0, at most 5.8571 ("A1", "A2", "A3"): lower the quota of "A" by 3, or raise these maxima`},
		{"a hold off by rounding", "24", "", "", "", mean(even, held(
			hold("A", "4"), hold("A1", "4"), hold("A2", "4"), hold("A3", "5"))), `0=24, A=4 hold, B=54, A1=4 hold, A2=4 hold, A3=5 hold, B1=54, B2=54`},
		{"a hold off by more", "24", "", "", "", mean(even, held(
			hold("A", "4"), hold("A1", "4"), hold("A2", "5"), hold("A3", "5"))), `units["A"] 4 cannot be met: holds exceed the amount, at least 4.6667, at most 4.6667 ("A1", "A2", "A3"): "A" is held at 4, "A1" is held at 4, "A2" is held at 5, "A3" is held at 5: raise the hold of "A" by 1, or lower these holds`},
	}
}

// A unit without a weight, of which those below it ask for what their mean only comes near
// to, has any quota that their rounding allows.
func TestLimitsOfUnitsWithoutWeight(t *testing.T) {
	tree := under(t, "P Q A:P B:P A1:A A2:A A3:A B1:B B2:B")
	mean := func(x *target.Target, o *hierarchy.Options) {
		x.Indicator.Kind, o.Basis = target.Ratio, columnIn(t, tree, "A1=1 A2=2 A3=4 B1=3 B2=5 Q=1")
	}
	const weights = "P=1 Q=1 A=0 B=1 A1=1 A2=1 A3=1 B1=1 B2=1"
	for _, c := range []limitsCase{
		{"above zero", "8", "A1=2 A2=4 A3=7", "B=11 Q=0", weights, mean, `0=8, P=8 descendants, Q=0 maximum, A=6 descendants, B=10, A1=4, A2=5, A3=7 minimum, B1=10, B2=10`},
		{"below zero", "-8", "B=-11 Q=0", "A1=-2 A2=-4 A3=-7", weights, mean, `0=-8, P=-8 descendants, Q=0 minimum, A=-6 descendants, B=-10, A1=-4, A2=-5, A3=-7 maximum, B1=-10, B2=-10`},
		{"with a maximum", "8", "B=11", "P=8 A1=2 A2=4 A3=7", weights, mean, `0=8, P=8 maximum, Q=8, A=0, B=15, A1=0, A2=0, A3=0, B1=15, B2=15`},
		{"with minima", "3", "A1=2 A2=4 A3=7 B=2", "", weights, mean, `0=3, P=3 descendants, Q=3, A=5 descendants, B=2 minimum, A1=2 minimum, A2=4 minimum, A3=7 minimum, B1=2, B2=2`},
	} {
		c.check(t, tree, false, true)
	}
}

func TestLimitsOfCounts(t *testing.T) {
	tree := under(t, limitsTree)
	for _, c := range limitsOfCounts(t, tree) {
		c.check(t, tree, false)
	}
}

// limitsOfCounts are cases of milestones.
func limitsOfCounts(t *testing.T, tree *hierarchy.Tree) []limitsCase {
	t.Helper()
	type options = hierarchy.Options
	type tgt = target.Target
	count := func(more ...func(*options)) func(*tgt, *options) {
		return func(x *tgt, o *options) {
			x.Indicator.Kind = target.Milestone
			for _, change := range more {
				change(o)
			}
		}
	}
	held := func(holds ...hierarchy.Hold) func(*options) { return func(o *options) { o.Holds = holds } }
	provinces := func(o *options) { o.LastLevel = "1" }

	return []limitsCase{
		{"some", "3", "", "", "", count(), "0=3, A=2, B=1, A1=1, A2=1, A3=0, B1=1, B2=0"},
		{"all", "5", "", "", "", count(), "0=5, A=3, B=2, A1=1, A2=1, A3=1, B1=1, B2=1"},
		{"none", "0", "", "", "", count(), "0=0, A=0, B=0, A1=0, A2=0, A3=0, B1=0, B2=0"},
		{"one must", "2", "A3=1", "", "", count(), "0=2, A=1 descendants, B=1, A1=0, A2=0, A3=1 minimum, B1=1, B2=0"},
		{"one must not", "4", "", "A3=0", "", count(), `0=4, A=2 descendants, B=2, A1=1, A2=1, A3=0 maximum, B1=1, B2=1`},
		{"a maximum of more than there are", "4", "", "A3=2 A=9", "", count(), `0=4, A=2, B=2, A1=1, A2=1, A3=0, B1=1, B2=1`},
		{"a province must not", "2", "", "A=0", "", count(), "0=2, A=0 maximum, B=2, A1=0, A2=0, A3=0, B1=1, B2=1"},
		{"a minimum of all", "4", "A=3", "", "", count(), "0=4, A=3 minimum, B=1, A1=1, A2=1, A3=1, B1=1, B2=0"},
		{"held", "3", "", "", "", count(held(hold("A1", "1"), hold("B", "0"))), `0=3, A=3, B=0 hold, A1=1 hold, A2=1, A3=1, B1=0, B2=0`},
		{"of provinces", "4", "", "", "", count(provinces), "0=4, A=2, B=2"},
		{"of provinces with weights", "4", "", "", "A=1 B=9 A1=1 A2=1 A3=1 B1=1 B2=1", count(provinces), `0=4, A=2, B=2`},
		{"a minimum of too many", "4", "A=4", "", "", count(provinces), `min["A"] 4 cannot be met: must be between 0 and 3, the number of units to count`},
		{"a minimum of five", "4", "A1=5", "", "", count(), `min["A1"] 5 cannot be met: must be between 0 and 1, the number of units to count`},
		{"a minimum of two", "4", "A1=2", "", "", count(), `min["A1"] 2 cannot be met: must be between 0 and 1, the number of units to count`},
		{"a maximum below zero", "4", "", "A1=-1", "", count(), `max["A1"] -1 cannot be met: must be between 0 and 1, the number of units to count`},
		{"held at two", "4", "", "", "", count(held(hold("A1", "2"))), `options.holds["A1"] 2 cannot be met: must be between 0 and 1, the number of units to count`},
		{"more than there are", "6", "", "", "", count(), `units["0"] 6 cannot be met: maxima fall short of the amount, at least 0, at most 5 ("A", "B"): lower the target by 1, or raise these maxima by as much`},
	}
}
