package hierarchy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func TestExplain(t *testing.T) {
	tree := chinaTree(t)
	w := column(
		t, tree,
		figures(
			"440000", "62787", "410000", "7250", "650000", "1339", "440100", "9640", "440300", "43312", "44rest",
			"9835", "410100", "1", "419001", "1",
		),
	).Named("patents in force, 2012-03")
	p, err := hierarchy.Cascade(tree, chinaTarget(target.Stock, "102218", 0), hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(w)},
		Units: map[string]hierarchy.Rule{
			"000000": {
				Method: hierarchy.Proportional(w), Stretch: decimal.NewNullDecimal(d("0.05")),
				Reserve: decimal.NewNullDecimal(d("218")),
			},
			"410000": {Method: hierarchy.Equal(), Min: column(t, tree, figures("410100", "9000"))},
		},
		Holds: []hierarchy.Hold{{Unit: "44rest", Value: d("15000"), By: "the province", Reason: "agreed in March"}},
	})
	if err != nil {
		t.Fatal(err)
	}

	tests := []struct{ code, want string }{
		{"440300", `Shenzhen 440300: 64,800 patents, by 2015, at least, binding
  Guangdong 440000: 94,222, shared in proportion to patents in force, 2012-03
    claim 43,312 of 52,952 (81.79 %) on the 79,222 that holds and bounds leave: 64,799.5026 → 64,800 by largest remainder (1 of 3 rounded up, remainders from 0.5026)
    without holds and bounds 64,997: it has 197 less because rest of Guangdong 44rest (held by the province) has 241 more
  China 000000: 102,218, stretched by 5 %, less a reserve of 218: 107,111, shared in proportion to patents in force, 2012-03
    claim 62,787 of 71,376 (87.97 %): 94,221.8443 → 94,222 by largest remainder (2 of 3 rounded up, remainders from 0.7740)
  China 000000: 102,218, set, State Council, 12th five-year plan
`},
		{"44rest", `rest of Guangdong 44rest: 15,000 patents, by 2015, at least, binding
  Guangdong 440000: 94,222, shared in proportion to patents in force, 2012-03
    held at 15,000 by the province: agreed in March
    without holds and bounds 14,759: it has 241 more, and Shenzhen 440300 has 197 less, Guangzhou 440100 has 44 less
`},
		{"410100", `Zhengzhou 410100: 9,000 patents, by 2015, at least, binding
  Henan 410000: 10,880, shared equally
    claim 1 of 2 (50.00 %): 9,000, at minimum
    without holds and bounds 5,440: it has 3,560 more, and Jiyuan 419001 has 3,560 less
`},
		{
			"000000",
			"China 000000: 102,218 patents, by 2015, at least, binding\n" +
				"  China 000000: 102,218, set, State Council, 12th five-year plan\n",
		},
		{"nowhere", "\"nowhere\": no quota: the tree has no such unit\n"},
	}

	for _, tt := range tests {
		if got := p.Explain(tt.code).String(); !strings.HasPrefix(got, tt.want) {
			t.Errorf("Explain(%s) is\n%s\nwant\n%s", tt.code, got, tt.want)
		}
	}

	steps := p.Explain("440300").Steps
	if len(steps) != 3 || steps[0].Up != 1 || steps[0].Family != 3 || !steps[1].Stretch.Equal(d("0.05")) ||
		steps[2].Parent.Code != "" {
		t.Errorf("steps are %+v", steps)
	}
}

func TestExplainTie(t *testing.T) {
	f := newFan(4)
	p, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "6", 0), hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := p.Explain("03").Steps[0]
	if fmt.Sprint(s.Tied) != "[01 02 03 04]" || s.Won != 2 || !s.Quota.Value.Equal(d("1")) {
		t.Errorf("step is %+v", s)
	}
	const tied = "2 of 4 that tied got one more, the smaller codes first"
	if text := p.Explain("03").String(); !strings.Contains(text, tied) {
		t.Error(text)
	}
}
