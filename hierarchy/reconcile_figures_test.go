package hierarchy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// told is what a reconciled plan says of itself: quotas, objectives, and what moved each
// unit.
func told(p *hierarchy.Plan) string {
	var s strings.Builder
	r, _ := p.Reconciliation()
	fmt.Fprintf(&s, "\n%s\n%v, at least %v\n", quotas(p), r.Objective, r.Least)
	for q := range p.All() {
		e := p.Explain(q.Unit.Code)
		if e.Steps[0].Move != nil {
			lines := strings.Split(strings.TrimSpace(e.String()), "\n")
			fmt.Fprintf(&s, "%s: %s\n", q.Unit.Code, strings.TrimSpace(lines[min(2, len(lines)-1)]))
		}
	}
	return s.String()
}

// Problems that are short enough to do by hand give their figures and the reasons for
// them, whether or not the figures fit words.
func TestReconcileFigures(t *testing.T) {
	const (
		two      = "A B A1:A A2:A B1:B B2:B"
		all      = "A=10 B=6 A1=4 A2=2 B1=3 B2=5"
		basis    = "A1=1 A2=2 B1=3 B2=4"
		figure   = hierarchy.FigureFirmness
		weight   = hierarchy.WeightFirmness
		variance = hierarchy.VarianceFirmness
	)

	for _, tt := range []struct {
		name string
		reconciling
		want string
	}{
		{
			// Families: 26/3 and 20/3 by themselves, each with a move of 2/3 per unit of price.
			name: "two levels",
			reconciling: reconciling{
				tree: two, value: "20",
				bids: []bids{{by: "gov", figures: "A=10 B=6"}, {by: "city", figures: "A1=4 A2=2 B1=3 B2=5"}},
			},
			want: `
0=20 A=11 B=9 A1=7 A2=4 B1=4 B2=5
24, at least 23
A: proposed 10 by gov; moved by +1: +1 by the sums → 11
B: proposed 6 by gov; moved by +3: +3 by the sums → 9
A1: proposed 4 by city; moved by +3: +2.5 by the sums, +0.5 by rounding → 7
A2: proposed 2 by city; moved by +2: +2.5 by the sums, −0.5 by rounding → 4
B1: proposed 3 by city; moved by +1: +0.5 by the sums, +0.5 by rounding → 4
B2: proposed 5 by city; moved by +0: +0.5 by the sums, −0.5 by rounding → 5
`,
		},
		{
			name: "two figures for a unit, and a target that moves",
			reconciling: reconciling{
				tree: two, value: "20", open: &bids{},
				bids: []bids{{by: "gov", figures: "A=10 B=6"}, {by: "council", figures: "A=4 B1=8"}},
			},
			want: `
0=17 A=8 B=9 A1=4 A2=4 B1=8 B2=1
38, at least 37.6
0: 0: proposed 20 by the target; moved by −3: −2.8 by the sums, −0.2 by rounding → 17
A: proposed 10 by gov and 4 by council; moved by +1: +1.4 by the sums, −0.4 by rounding → 8
B: proposed 6 by gov; moved by +3: +2.8 by the sums, +0.2 by rounding → 9
A1: nothing proposed: +4.2 from the units around it, −0.2 by rounding → 4
A2: nothing proposed: +4.2 from the units around it, −0.2 by rounding → 4
B1: proposed 8 by council → 8
B2: nothing proposed: +0.8 from the units around it, +0.2 by rounding → 1
`,
		},
		{
			name: "structural",
			reconciling: reconciling{
				tree: two, value: "20", bids: []bids{{figures: all, rule: hierarchy.StructuralFirmness}},
			},
			want: `
0=20 A=10 B=10 A1=6 A2=4 B1=4 B2=6
18, at least 17.5
A: proposed 10; moved by +0: +0.5 by the sums, −0.5 by rounding → 10
B: proposed 6; moved by +4: +3.5 by the sums, +0.5 by rounding → 10
A1: proposed 4; moved by +2: +2.25 by the sums, −0.25 by rounding → 6
A2: proposed 2; moved by +2: +2.25 by the sums, −0.25 by rounding → 4
B1: proposed 3; moved by +1: +0.75 by the sums, +0.25 by rounding → 4
B2: proposed 5; moved by +1: +0.75 by the sums, +0.25 by rounding → 6
`,
		},
		{
			name: "by the figure",
			reconciling: reconciling{
				tree: two, value: "20", open: &bids{rule: figure}, bids: []bids{{figures: all, rule: figure}},
			},
			want: `
0=16 A=8 B=8 A1=5 A2=3 B1=3 B2=5
2.6166666666666667, at least 2.4572930354796321
0: 0: proposed 20 by the target; moved by −4: −4.1524 by the sums, +0.1524 by rounding → 16
A: proposed 10; moved by −2: −1.7214 by the sums, −0.2786 by rounding → 8
B: proposed 6; moved by +2: +1.569 by the sums, +0.431 by rounding → 8
A1: proposed 4; moved by +1: +1.5191 by the sums, −0.5191 by rounding → 5
A2: proposed 2; moved by +1: +0.7595 by the sums, +0.2405 by rounding → 3
B1: proposed 3; moved by +0: −0.1616 by the sums, +0.1616 by rounding → 3
B2: proposed 5; moved by +0: −0.2694 by the sums, +0.2694 by rounding → 5
`,
		},
		{
			name: "by weight, with maxima",
			reconciling: reconciling{
				tree: two, value: "20", max: "A1=3 B=9",
				bids: []bids{{figures: all, rule: weight, of: "A=2 B=0 A1=1 A2=3 B1=1 B2=1"}},
			},
			want: `
0=20(descendants) A=11 B=9(maximum) A1=3(maximum) A2=8 B1=4 B2=5
112, at least 111.5
A: proposed 10; moved by +1: −0.6154 by the sums, +6 by the maximum of B, −4.3846 by the maximum of A1 → 11
B: proposed 6: +10.6154 from the units around it, −6 by the maximum of B, +4.3846 by the maximum of A1 → 9, maximum
A1: proposed 4; moved by −1: +2.5385 by the sums, −8.0385 by the maximum of A1, +4.5 by the maximum of B → 3, maximum
A2: proposed 2; moved by +6: +0.8462 by the sums, +3.6538 by the maximum of A1, +1.5 by the maximum of B → 8
B1: proposed 3; moved by +1: +1.3077 by the sums, −3 by the maximum of B, +2.1923 by the maximum of A1, +0.5 by rounding → 4
B2: proposed 5; moved by +0: +1.3077 by the sums, −3 by the maximum of B, +2.1923 by the maximum of A1, −0.5 by rounding → 5
`,
		},
		{
			name: "by variance, with minima",
			reconciling: reconciling{
				tree: two, value: "20", min: "A1=7 A2=6 B1=4",
				bids: []bids{{figures: all, rule: variance, of: "A=2 B=1 A1=1 A2=3 B1=1 B2=1"}},
			},
			want: `
0=20(descendants) A=13(descendants) B=7 A1=7(minimum) A2=6(minimum) B1=4(minimum) B2=3
24.8333333333333333, at least 24.8333333333333333
A: proposed 10; moved by +3: +1.7778 by the sums, +1.2778 by the minimum of A2, −0.6667 by the minimum of B1, +0.6111 by the minimum of A1 → 13, descendants
B: proposed 6; moved by +1: +2.2222 by the sums, −1.2778 by the minimum of A2, +0.6667 by the minimum of B1, −0.6111 by the minimum of A1 → 7
A1: proposed 4; moved by +3: +1.4445 by the sums, +4.2778 by the minimum of A1, −2.5556 by the minimum of A2, −0.1667 by the minimum of B1 → 7, minimum
A2: proposed 2; moved by +4: +4.3334 by the sums, +3.8333 by the minimum of A2, −3.6667 by the minimum of A1, −0.5 by the minimum of B1 → 6, minimum
B1: proposed 3; moved by +1: +0.1112 by the sums, +1.8333 by the minimum of B1, −0.6389 by the minimum of A2, −0.3056 by the minimum of A1 → 4, minimum
B2: proposed 5; moved by −2: +0.1112 by the sums, −1.1667 by the minimum of B1, −0.6389 by the minimum of A2, −0.3056 by the minimum of A1 → 3
`,
		},
		{
			name:        "down to the provinces",
			reconciling: reconciling{tree: two, value: "20", last: "1", bids: []bids{{figures: "A=10 B=6 A1=4"}}},
			want: `
0=20 A=12 B=8
8, at least 8
A: proposed 10; moved by +2: +2 by the sums → 12
B: proposed 6; moved by +2: +2 by the sums → 8
`,
		},
		{
			name: "of which",
			reconciling: reconciling{
				tree: "A B* C C1:C C2*:C", value: "20", bids: []bids{{figures: "A=10 B=6 C1=3 C2=9"}},
			},
			want: `
0=20 A=14 C=6 C1=6
25, at least 24.5
A: proposed 10; moved by +4: +3.5 by the sums, +0.5 by rounding → 14
C: nothing proposed: +6.5 from the units around it, −0.5 by rounding → 6
C1: proposed 3; moved by +3: +3.5 by the sums, −0.5 by rounding → 6
`,
		},
		{
			name: "two of three milestones",
			reconciling: reconciling{
				tree: two, kind: target.Milestone, value: "2", bids: []bids{{figures: "A1=1 A2=1 B1=1"}},
			},
			want: `
0=2(descendants) A=1 B=1 A1=1 A2=0 B1=1 B2=0(minimum)
1, at least 0.3333333333333333
A: nothing proposed: +2 from the units around it, −0.6667 by other bounds, −0.3333 by rounding → 1
B: nothing proposed: +0.6667 by other bounds, +0.3333 by rounding → 1
A1: proposed 1; moved by +0: −0.3333 by other bounds, +0.3333 by rounding → 1
A2: proposed 1; moved by −1: −0.3333 by other bounds, −0.6667 by rounding → 0
B1: proposed 1; moved by +0: −0.3333 by other bounds, +0.3333 by rounding → 1
B2: nothing proposed: −1 from the units around it, +1 by other bounds → 0, minimum
`,
		},
		{
			name: "milestones with a maximum",
			reconciling: reconciling{
				tree: two, kind: target.Milestone, value: "3", max: "A=1 A2=1",
				bids: []bids{{figures: "A1=1 A2=1 B1=1 B2=0.5"}},
			},
			want: `
0=3(descendants) A=1(maximum) B=2 A1=1 A2=0 B1=1 B2=1
1.25, at least 0.75
A: nothing proposed: +1.75 from the units around it, −1 by the maximum of A, +0.25 by the maximum of B1 → 1, maximum
B: nothing proposed: +1.25 from the units around it, +1 by the maximum of A, −0.25 by the maximum of B1 → 2
A1: proposed 1; moved by +0: −0.125 by the sums, −0.5 by the maximum of A, +0.125 by the maximum of B1, +0.5 by rounding → 1
A2: proposed 1; moved by −1: −0.125 by the sums, −0.5 by the maximum of A, +0.125 by the maximum of B1, −0.5 by rounding → 0
B1: proposed 1; moved by +0: −0.125 by the sums, +0.5 by the maximum of A, −0.375 by the maximum of B1 → 1
B2: proposed 0.5; moved by +0.5: −0.125 by the sums, +0.5 by the maximum of A, +0.125 by the maximum of B1 → 1
`,
		},
		{
			name: "all milestones",
			reconciling: reconciling{
				tree: two, kind: target.Milestone, value: "4", max: "A1=1", bids: []bids{{figures: "A=3 B=0"}},
			},
			want: `
0=4(descendants) A=2(descendants) B=2 A1=1(maximum) A2=1 B1=1 B2=1
5, at least 5
A: proposed 3; moved by −1: +0.5 by the sums, −1.5 by other bounds → 2, descendants
B: proposed 0; moved by +2: +0.5 by the sums, +1.5 by other bounds → 2
A1: nothing proposed: +1.75 from the units around it, −0.75 by other bounds → 1, maximum
A2: nothing proposed: +1.75 from the units around it, −0.75 by other bounds → 1
B1: nothing proposed: +0.25 from the units around it, +0.75 by other bounds → 1
B2: nothing proposed: +0.25 from the units around it, +0.75 by other bounds → 1
`,
		},
		{
			name: "milestones down to the provinces",
			reconciling: reconciling{
				tree: two, kind: target.Milestone, value: "3", last: "1", bids: []bids{{figures: "A=3 B=0"}},
			},
			want: `
0=3(descendants) A=2 B=1
2, at least 2
A: proposed 3; moved by −1: −1 by the maximum of A → 2
B: proposed 0; moved by +1: +1 by the maximum of A → 1
`,
		},
		{
			name: "a range",
			reconciling: reconciling{
				tree: two, value: "20", upper: "30", max: "A=9", bids: []bids{{figures: all}},
			},
			want: `
0=20..30(descendants) A=9..9(maximum) B=11..21 A1=6..6 A2=3..3 B1=5..10 B2=6..11
36, at least 35
A: proposed 10; moved by −1: +1 by the sums, −2 by the maximum of A → 9 to 9, maximum
B: proposed 6; moved by +5: +3 by the sums, +2 by the maximum of A → 11 to 21
A1: proposed 4; moved by +2: +2.5 by the sums, −1 by the maximum of A, +0.5 by rounding → 6 to 6
A2: proposed 2; moved by +1: +2.5 by the sums, −1 by the maximum of A, −0.5 by rounding → 3 to 3
B1: proposed 3; moved by +2: +0.5 by the sums, +1 by the maximum of A, +0.5 by rounding → 5 to 10
B2: proposed 5; moved by +1: +0.5 by the sums, +1 by the maximum of A, −0.5 by rounding → 6 to 11
`,
		},
		{
			name: "figures and bounds between the quanta",
			reconciling: reconciling{
				tree: two, value: "20", places: 1, min: "A=9.33", max: "B=7.87",
				bids: []bids{{figures: "A=10.25 B=6.125"}},
			},
			want: `
0=20(descendants) A=12.2 B=7.8(maximum) A1=6.1 A2=6.1 B1=3.9 B2=3.9
6.608125, at least 6.608125
A: proposed 10.25; moved by +1.95: +1.8125 by the sums, +0.1375 by other bounds → 12.2
B: proposed 6.125; moved by +1.675: +1.8125 by the sums, −0.1375 by other bounds → 7.8, maximum
A1: nothing proposed: +6.03125 from the units around it, +0.06875 by other bounds → 6.1
A2: nothing proposed: +6.03125 from the units around it, +0.06875 by other bounds → 6.1
B1: nothing proposed: +3.96875 from the units around it, −0.06875 by other bounds → 3.9
B2: nothing proposed: +3.96875 from the units around it, −0.06875 by other bounds → 3.9
`,
		},
		{
			name: "held",
			reconciling: reconciling{
				tree: two, value: "20", holds: "A=9 B1=7", max: "A2=4", bids: []bids{{figures: all}},
			},
			want: `
0=20(descendants) A=9(hold) B=11 A1=6 A2=3 B1=7(hold) B2=4
48, at least 47.5
A: held at 9 by council
B: proposed 6; moved by +5: +3 by the sums, +1.1667 by what A is held at, +0.8333 by what B1 is held at → 11
A1: proposed 4; moved by +2: +2.5 by the sums, −0.5833 by what A is held at, −0.4167 by what B1 is held at, +0.5 by rounding → 6
A2: proposed 2; moved by +1: +2.5 by the sums, −0.5833 by what A is held at, −0.4167 by what B1 is held at, −0.5 by rounding → 3
B1: held at 7 by council
B2: proposed 5; moved by −1: +0.5 by the sums, −2.0833 by what B1 is held at, +0.5833 by what A is held at → 4
`,
		},
		{
			name: "figures that cannot move",
			reconciling: reconciling{
				tree: two, value: "20",
				bids: []bids{
					{by: "gov", figures: all, rule: variance, of: "A=0 B=1 A1=1 A2=1 B1=0 B2=2"},
					{by: "city", figures: "A1=8 A2=0", rule: figure},
				},
			},
			want: `
0=20(descendants) A=10(hold) B=10 A1=10 A2=0(hold) B1=3(hold) B2=7
58.5, at least 58.5
A: proposed 10 by gov, which cannot move under its firmness: +11.3846 from the units around it, −1.3846 by other bounds → 10, hold
B: proposed 6 by gov; moved by +4: +2.6154 by the sums, +1.3846 by other bounds → 10
A1: proposed 4 by gov and 8 by city; moved by +5.5556: +2.3248 by the sums, +3.2308 by other bounds → 10
A2: proposed 2 by gov and 0 by city, which cannot move under its firmness; moved by −2: +2.6154 by the sums, −4.6154 by other bounds → 0, hold
B1: proposed 3 by gov, which cannot move under its firmness: +3.6154 from the units around it, −0.6154 by other bounds → 3, hold
B2: proposed 5 by gov; moved by +2: +2 by other bounds → 7
`,
		},
		{
			name: "a mean within a range",
			reconciling: reconciling{
				tree: two, kind: target.Ratio, places: 2, value: "6", upper: "9", basis: basis,
				bids: []bids{{figures: all}},
			},
			want: `
0=6..9 A=5.86..7.49 B=6.06..9.65 A1=5.92..6.89 A2=5.83..7.79 B1=4.61..7.62 B2=7.15..11.17
42.7131, at least 42.702099609375
A: proposed 10; moved by −4.14: −4.131592 by the sums, −0.008408 by rounding → 5.86 to 7.49
B: proposed 6; moved by +0.06: +0.056396 by the sums, +0.003604 by rounding → 6.06 to 9.65
A1: proposed 4; moved by +1.92: +1.921045 by the sums, −0.001045 by rounding → 5.92 to 6.89
A2: proposed 2; moved by +3.83: +3.84209 by the sums, −0.01209 by rounding → 5.83 to 7.79
B1: proposed 3; moved by +1.61: +1.607373 by the sums, +0.002627 by rounding → 4.61 to 7.62
B2: proposed 5; moved by +2.15: +2.143164 by the sums, +0.006836 by rounding → 7.15 to 11.17
`,
		},
		{
			name: "a mean with maxima",
			reconciling: reconciling{
				tree: two, kind: target.Ratio, places: 2, value: "6", basis: basis, max: "A=5 B1=6",
				bids: []bids{{figures: all}},
			},
			want: `
0=6 A=5(maximum) B=6.43 A1=5.4 A2=4.8 B1=4.92 B2=7.56
45.2249, at least 45.2236734693877551
A: proposed 10; moved by −5: −4.131592 by the sums, −0.868408 by the maximum of A → 5.00, maximum
B: proposed 6; moved by +0.43: +0.056396 by the sums, +0.372175 by the maximum of A, +0.001429 by rounding → 6.43
A1: proposed 4; moved by +1.4: +1.921045 by the sums, −0.521045 by the maximum of A → 5.40
A2: proposed 2; moved by +2.8: +3.84209 by the sums, −1.04209 by the maximum of A → 4.80
B1: proposed 3; moved by +1.92: +1.607373 by the sums, +0.312627 by the maximum of A → 4.92
B2: proposed 5; moved by +2.56: +2.143164 by the sums, +0.416836 by the maximum of A → 7.56
`,
		},
		{
			name: "a mean that moves, with two figures for a unit and a hold",
			reconciling: reconciling{
				tree: two, kind: target.Ratio, places: 2, value: "6", open: &bids{}, basis: basis, holds: "A2=3",
				bids: []bids{
					{by: "city", figures: "A=10 A1=4 A2=2 B1=3 B2=5"}, {by: "nation", figures: "B1=7"},
				},
			},
			want: `
0=4.93 A=4.03 B=5.32 A1=6.09 A2=3(hold) B1=5.16 B2=5.44
50.3987, at least 50.3920922570016474
0: 0: proposed 6 by the target; moved by −1.07: −0.73903 by the sums, −0.33181 by what A2 is held at, +0.00084 by rounding → 4.93
A: proposed 10 by city; moved by −5.97: −4.635104 by the sums, −1.332771 by what A2 is held at, −0.002125 by rounding → 4.03
B: nothing proposed: +5.21643 from the units around it, +0.097173 by what A2 is held at, +0.006397 by rounding → 5.32
A1: proposed 4 by city; moved by +2.09: +1.618938 by the sums, +0.477438 by what A2 is held at, −0.006376 by rounding → 6.09
A2: held at 3.00 by council
B1: proposed 3 by city and 7 by nation; moved by +0.16: +0.110854 by the sums, +0.049772 by what A2 is held at, −0.000626 by rounding → 5.16
B2: proposed 5 by city; moved by +0.44: +0.295612 by the sums, +0.132724 by what A2 is held at, +0.011664 by rounding → 5.44
`,
		},
		{
			name: "a mean with gaps, and a minimum",
			reconciling: reconciling{
				tree: two, kind: target.Ratio, places: 2, value: "6", open: &bids{}, basis: basis, min: "B=6.5",
				bids: []bids{{figures: "A1=4 B1=3 B2=5"}},
			},
			want: `
0=6 A=4.83 B=6.5(minimum) A1=4 A2=5.25 B1=4.98 B2=7.64
10.89, at least 10.89
0: 0: proposed 6 by the target → 6.00
A: nothing proposed: +10.333333 from the units around it, −5.5 by other bounds, −0.003333 by rounding → 4.83
B: nothing proposed: +4.142857 from the units around it, +2.357143 by other bounds → 6.50, minimum
A1: proposed 4 → 4.00
A2: nothing proposed: +13.5 from the units around it, −8.25 by other bounds → 5.25
B1: proposed 3; moved by +1.98: +1.98 by other bounds → 4.98
B2: proposed 5; moved by +2.64: +2.64 by other bounds → 7.64
`,
		},
		{
			name: "bases of zero",
			reconciling: reconciling{
				tree: two, kind: target.Ratio, places: 2, value: "6", basis: "A=2 B=0 A1=1 A2=2 B1=0 B2=0",
				bids: []bids{{figures: "A=3 A1=4 B1=3"}},
			},
			want: `
0=6 A=6 B=6 A1=4 A2=7 B1=3 B2=6
9, at least 9
A: proposed 3; moved by +3: +3 by the sums → 6.00
B: nothing proposed: +6 from the units around it → 6.00
A1: proposed 4 → 4.00
A2: nothing proposed: +7 from the units around it → 7.00
B1: proposed 3 → 3.00
B2: nothing proposed: +6 from the units around it → 6.00
`,
		},
		{
			name: "a mean with a figure that cannot move",
			reconciling: reconciling{
				tree: two, kind: target.Ratio, places: 2, value: "6", basis: basis,
				bids: []bids{{figures: all, rule: variance, of: "A=0 B=2 A1=1 A2=1 B1=1 B2=1"}},
			},
			want: `
0=6 A=10(hold) B=4.29 A1=8.4 A2=10.8 B1=3.12 B2=5.17
98.30535, at least 98.3093877551020408
A: proposed 10, which cannot move under its firmness: +4.028276 from the units around it, +5.971724 by what A is held at → 10.00, hold
B: proposed 6; moved by −1.71: +0.845024 by the sums, −2.55931 by what A is held at, +0.004286 by rounding → 4.29
A1: proposed 4; moved by +4.4: +0.816966 by the sums, +3.583034 by what A is held at → 8.40
A2: proposed 2; moved by +8.8: +1.633931 by the sums, +7.166069 by what A is held at → 10.80
B1: proposed 3; moved by +0.12: +2.269821 by the sums, −2.149821 by what A is held at → 3.12
B2: proposed 5; moved by +0.17: +3.026427 by the sums, −2.866427 by what A is held at, +0.01 by rounding → 5.17
`,
		},
		{
			name: "a mean down to the provinces",
			reconciling: reconciling{
				tree: two, kind: target.Ratio, places: 1, value: "6", basis: basis, last: "1",
				bids: []bids{{figures: "A=10 B=6 A1=4"}},
			},
			want: `
0=6 A=9.4 B=4.5
2.61, at least 2.4827586206896552
A: proposed 10; moved by −0.6: −0.62069 by the sums, +0.02069 by rounding → 9.4
B: proposed 6; moved by −1.5: −1.44828 by the sums, −0.05172 by rounding → 4.5
`,
		},
		{
			name: "a unit that has the mean of its parent",
			reconciling: reconciling{
				tree: "A B B1:B B2:B", kind: target.Ratio, places: 1, value: "6", open: &bids{}, max: "A=4",
				basis: "A=1 B=0 B1=1 B2=1", bids: []bids{{figures: "A=3 B1=5"}},
			},
			want: `
0=4 A=4(maximum) B=4 B1=5 B2=3
5, at least 5
0: 0: proposed 6 by the target; moved by −2: −1.5 by the sums, −0.5 by the maximum of A → 4.0
A: proposed 3; moved by +1: +1.5 by the sums, −0.5 by the maximum of A → 4.0, maximum
B: nothing proposed: +4.5 from the units around it, −0.5 by other bounds → 4.0
B1: proposed 5 → 5.0
B2: nothing proposed: +4 from the units around it, −1 by other bounds → 3.0
`,
		},
		{
			name: "two figures for the target",
			reconciling: reconciling{
				tree: two, value: "20", open: &bids{}, bids: []bids{{by: "gov", figures: "0=18 A=10 B=6"}},
			},
			want: `
0=18 A=11 B=7 A1=6 A2=5 B1=4 B2=3
6, at least 5.6
0: 0: proposed 18 by gov and 20 by the target; moved by −1: −0.6 by the sums, −0.4 by rounding → 18
A: proposed 10 by gov; moved by +1: +1.2 by the sums, −0.2 by rounding → 11
B: proposed 6 by gov; moved by +1: +1.2 by the sums, −0.2 by rounding → 7
A1: nothing proposed: +5.6 from the units around it, +0.4 by rounding → 6
A2: nothing proposed: +5.6 from the units around it, −0.6 by rounding → 5
B1: nothing proposed: +3.6 from the units around it, +0.4 by rounding → 4
B2: nothing proposed: +3.6 from the units around it, −0.6 by rounding → 3
`,
		},
		{
			name: "a maximum of the target",
			reconciling: reconciling{
				tree: two, value: "20", open: &bids{}, bids: []bids{{figures: "A=10 B=6"}}, max: "0=15",
			},
			want: `
0=15(maximum) A=10 B=5 A1=5 A2=5 B1=3 B2=2
26, at least 25.5
0: 0: proposed 20 by the target; moved by −5: −1.3333 by the sums, −3.6667 by the maximum of 0 → 15, maximum
A: proposed 10; moved by +0: +1.3333 by the sums, −1.8333 by other bounds, +0.5 by rounding → 10
B: proposed 6; moved by −1: +1.3333 by the sums, −1.8333 by other bounds, −0.5 by rounding → 5
A1: nothing proposed: +5.6667 from the units around it, −0.9167 by other bounds, +0.25 by rounding → 5
A2: nothing proposed: +5.6667 from the units around it, −0.9167 by other bounds, +0.25 by rounding → 5
B1: nothing proposed: +3.6667 from the units around it, −0.9167 by other bounds, +0.25 by rounding → 3
B2: nothing proposed: +3.6667 from the units around it, −0.9167 by other bounds, −0.75 by rounding → 2
`,
		},
		{
			name: "two figures for a unit with a maximum",
			reconciling: reconciling{
				tree: two, value: "20", max: "A=6",
				bids: []bids{{by: "gov", figures: all}, {by: "city", figures: "A=4"}},
			},
			want: `
0=20(descendants) A=6(maximum) B=14 A1=4 A2=2 B1=6 B2=8
102, at least 102
A: proposed 10 by gov and 4 by city; moved by −1: +2.25 by the sums, −3.25 by the maximum of A → 6, maximum
B: proposed 6 by gov; moved by +8: +4.75 by the sums, +3.25 by the maximum of A → 14
A1: proposed 4 by gov; moved by +0: +1.625 by the sums, −1.625 by the maximum of A → 4
A2: proposed 2 by gov; moved by +0: +1.625 by the sums, −1.625 by the maximum of A → 2
B1: proposed 3 by gov; moved by +3: +1.375 by the sums, +1.625 by the maximum of A → 6
B2: proposed 5 by gov; moved by +3: +1.375 by the sums, +1.625 by the maximum of A → 8
`,
		},
		{
			name: "bounds below a unit that could take up anything",
			reconciling: reconciling{
				tree: two, value: "20", bids: []bids{{figures: "A=10 B=6 A1=4 A2=2"}}, max: "A2=3 B1=2 B2=3",
			},
			want: `
0=20(descendants) A=15 B=5(descendants) A1=12 A2=3(maximum) B1=2(maximum) B2=3(maximum)
91, at least 91
A: proposed 10; moved by +5: +0.8 by the sums, +4.2 by other bounds → 15
B: proposed 6; moved by −1: +3.2 by the sums, −4.2 by other bounds → 5, descendants
A1: proposed 4; moved by +8: +2.4 by the sums, +5.6 by other bounds → 12
A2: proposed 2; moved by +1: +2.4 by the sums, −1.4 by other bounds → 3, maximum
B1: nothing proposed: +4.6 from the units around it, −2.6 by other bounds → 2, maximum
B2: nothing proposed: +4.6 from the units around it, −1.6 by other bounds → 3, maximum
`,
		},
		{
			name: "bounds of what has no quota",
			reconciling: reconciling{
				tree: "A B M*", value: "20", bids: []bids{{figures: "A=10 B=6"}}, min: "A=1 M=5", max: "A=15 M=3",
			},
			want: `
0=20(descendants) A=12 B=8
8, at least 8
A: proposed 10; moved by +2: +2 by the sums → 12
B: proposed 6; moved by +2: +2 by the sums → 8
`,
		},
		{
			name: "the target alone",
			reconciling: reconciling{
				tree: "", value: "20", open: &bids{rule: hierarchy.StructuralFirmness},
				bids: []bids{{by: "gov", figures: "0=10", rule: hierarchy.StructuralFirmness}},
			},
			want: `
0=15
50, at least 50
0: 0: proposed 10 by gov and 20 by the target → 15
`,
		},
		{
			name: "bases of zero, and bounds",
			reconciling: reconciling{
				tree: two + " C", kind: target.Ratio, places: 2, value: "6", open: &bids{},
				basis: "A=2 B=0 C=0 A1=1 A2=2 B1=0 B2=0", bids: []bids{{figures: all}}, max: "A1=4 B1=2",
			},
			want: `
0=5.18 A=5.18 B=6 C=5.18 A1=4(maximum) A2=5.77 B1=2(maximum) B2=5
39.1177, at least 39.1176470588235294
0: 0: proposed 6 by the target; moved by −0.82: −0.526315 by the sums, −0.297214 by the maximum of A1, +0.003529 by rounding → 5.18
A: proposed 10; moved by −4.82: −4.526315 by the sums, −0.297214 by the maximum of A1, +0.003529 by rounding → 5.18
B: proposed 6 → 6.00
C: nothing proposed: +5.473684 from the units around it, −0.297213 by other bounds, +0.003529 by rounding → 5.18
A1: proposed 4; moved by +0: +1.684211 by the sums, −1.684211 by the maximum of A1 → 4.00, maximum
A2: proposed 2; moved by +3.77: +3.368421 by the sums, +0.396285 by the maximum of A1, +0.005294 by rounding → 5.77
B1: proposed 3; moved by −1: −1 by the maximum of B1 → 2.00, maximum
B2: proposed 5 → 5.00
`,
		},
	} {
		for _, n := range []reconciling{tt.reconciling, tt.beyondWords()} {
			plan, err := n.reconcile(t)
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
				continue
			}
			if got := told(plan); got != tt.want {
				t.Errorf("%s: Reconcile() tells %s, want %s", tt.name, got, tt.want)
			}
			if err := plan.Check(); err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
			for m := range plan.Moves() {
				if !m.Change.Equal(m.Quota.Sub(m.Proposed)) {
					t.Errorf("%s: Moves() yields %+v, want a change of %v", tt.name, m, m.Quota.Sub(m.Proposed))
				}
			}
		}
	}
}
