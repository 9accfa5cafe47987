package hierarchy_test

import (
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// What a unit is said to be decided by is the bound that decided it, and a
// conflict names no more than what is in conflict.
func TestBoundsThroughLevels(t *testing.T) {
	tree := chinaTree(t)
	bounds := func(f ...string) hierarchy.Column { return column(t, tree, figures(f...)) }
	held := func(code, value string) hierarchy.Hold {
		return hierarchy.Hold{Unit: code, Value: d(value), By: "the ministry"}
	}
	prop := hierarchy.Proportional(bounds(
		"440000", "60", "410000", "30", "650000", "10", "440100", "20", "440300", "50", "44rest", "5", "410100",
		"9", "419001", "1",
	))
	for _, tt := range []struct {
		name, total string
		o           hierarchy.Options
		want        string
	}{
		{
			"its own maximum above what is needed below", "100",
			hierarchy.Options{
				Rule:  hierarchy.Rule{Method: prop, Max: bounds("440000", "40")},
				Holds: []hierarchy.Hold{held("440100", "9")},
			},
			"000000=100 410000=45 440000=40(maximum) 650000=15 410100=41 419001=4 440100=9(hold) 440300=28 44rest=3",
		},
		{
			"its own minimum above what is needed below", "100",
			hierarchy.Options{Rule: hierarchy.Rule{Method: prop, Min: bounds("410000", "40", "419001", "7")}},
			"000000=100 410000=40(minimum) 440000=51 650000=9 410100=33 419001=7(minimum) 440100=14 440300=34 44rest=3",
		},
		{
			"maxima below", "100",
			hierarchy.Options{Rule: hierarchy.Rule{Method: prop, Max: bounds("410100", "10.9", "419001", "5")}},
			"000000=100 410000=15(descendants) 440000=73 650000=12 410100=10(maximum) 419001=5(maximum) " +
				"440100=19 440300=49 44rest=5",
		},
		{
			"minima below a total below zero", "-100",
			hierarchy.Options{Rule: hierarchy.Rule{Method: prop, Min: bounds("410100", "-10.9", "419001", "-5")}},
			"000000=-100 410000=-15(descendants) 440000=-73 650000=-12 410100=-10(minimum) 419001=-5(minimum) " +
				"440100=-19 440300=-49 44rest=-5",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := hierarchy.Cascade(tree, chinaTarget(target.Flow, tt.total, 0), tt.o)
			if err != nil {
				t.Fatal(err)
			}
			if got := quotas(p); got != tt.want {
				t.Errorf("quotas are\n%s, want\n%s", got, tt.want)
			}
			for q := range p.All() {
				said := strings.Contains(
					strings.Split(p.Explain(q.Unit.Code).String(), "\n")[2],
					", by what is held or bounded below it",
				)
				if reserved := q.DecidedBy == apportion.ByDescendants; said != reserved {
					t.Errorf("%s is said to be reserved: %t, want %t", q.Unit.Code, said, reserved)
				}
			}
		})
	}
	for _, tt := range []struct {
		name, total string
		o           hierarchy.Options
		want        []string
	}{
		{
			"a hold below the holds below it", "100",
			hierarchy.Options{
				Rule:  hierarchy.Rule{Max: bounds("440300", "50", "44rest", "50", "440100", "50")},
				Holds: []hierarchy.Hold{held("440000", "5"), held("440300", "6"), held("440100", "1")},
			},
			[]string{`units["440000"] 5 cannot be met: holds exceed the amount, at least 7, at most 7 ("440300"): "440000" is held at 5 by the ministry, ` +

				`"440300" is held at 6 by the ministry: raise the hold of "440000" by 2, or lower these holds by as much`},
		},
		{
			"a hold above the maxima below it", "100",
			hierarchy.Options{
				Rule:  hierarchy.Rule{Max: bounds("410100", "3", "419001", "4")},
				Holds: []hierarchy.Hold{held("410000", "8")},
			},
			[]string{`units["410000"] 8 cannot be met: maxima fall short of the amount, at least 0, at most 7 ("410100", "419001"): ` +
				`"410000" is held at 8 by the ministry: lower the hold of "410000" by 1, or raise these maxima by as much`},
		},
		{
			"an amount between those that quotas make", "100",
			hierarchy.Options{
				Levels: map[string]hierarchy.Rule{"prefecture": {Stretch: decimal.NewNullDecimal(d("0.3"))}},
				Holds:  []hierarchy.Hold{held("440100", "5"), held("440300", "5"), held("44rest", "5")},
			},
			[]string{`units["440000"] 16 cannot be met: no quota gives an amount that suits the holds and bounds below it, at least 15, at most 15 ("440100", "440300", "44rest"): ` +
				`"440100" is held at 5 by the ministry, "440300" is held at 5 by the ministry, "44rest" is held at 5 by the ministry: ` +
				`lower what "440000" hands down by 1, or raise these holds by as much`},
		},
		{
			"an amount between those that quotas make, below zero", "-100",
			hierarchy.Options{
				Levels: map[string]hierarchy.Rule{"prefecture": {Stretch: decimal.NewNullDecimal(d("0.3"))}},
				Holds:  []hierarchy.Hold{held("440100", "-5"), held("440300", "-5"), held("44rest", "-5")},
			},
			[]string{`units["440000"] -16 cannot be met: no quota gives an amount that suits the holds and bounds below it, at least -15, at most -15 ("440100", "440300", "44rest"): ` +
				`"440100" is held at -5 by the ministry, "440300" is held at -5 by the ministry, "44rest" is held at -5 by the ministry: ` +
				`raise what "440000" hands down by 1, or lower these holds by as much`},
		},
		{
			"crossed bounds are one problem", "100",
			hierarchy.Options{
				Rule: hierarchy.Rule{
					Min: bounds("440300", "6.5"), Max: bounds("440100", "2", "440300", "6.9", "44rest", "2"),
				},
			},
			[]string{`min["440300"] 6.5 cannot be met: no multiple of the quantum lies between it and the maximum, 6.9`},
		},
		{
			"below zero", "-100",
			hierarchy.Options{
				Rule:  hierarchy.Rule{Min: bounds("410100", "-3", "419001", "-4")},
				Holds: []hierarchy.Hold{held("410000", "-8")},
			},
			[]string{`units["410000"] -8 cannot be met: minima exceed the amount, at least -7, at most 0 ("410100", "419001"): ` +
				`"410000" is held at -8 by the ministry: raise the hold of "410000" by 1, or lower these minima by as much`},
		},
		{
			"two conflicts", "100",
			hierarchy.Options{
				Holds: []hierarchy.Hold{
					held("440000", "5"), held("440300", "6"), held("410000", "1"), held("410100", "2"),
				},
			},
			[]string{
				"2 problems:",
				`units["410000"] 1 cannot be met: holds exceed the amount, at least 2 ("410100"): "410000" is held at 1 by the ministry, ` +
					`"410100" is held at 2 by the ministry: raise the hold of "410000" by 1, or lower these holds by as much`,
				`units["440000"] 5 cannot be met: holds exceed the amount, at least 6 ("440300"): "440000" is held at 5 by the ministry, ` +
					`"440300" is held at 6 by the ministry: raise the hold of "440000" by 1, or lower these holds by as much`,
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := hierarchy.Cascade(tree, chinaTarget(target.Flow, tt.total, 0), tt.o)
			var got []string
			if err != nil {
				got = strings.Split(err.Error(), "\n")
			}
			if diff := gocmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Cascade() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
