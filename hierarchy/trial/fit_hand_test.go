package trial_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// between is the rule between the same for all and 1 : 2 : 3. It gives A 40 − 20·p, B 40 and
// C 40 + 20·p of 120.
func (s shops) between(t testing.TB, from, to string, steps int) trial.Candidate {
	t.Helper()
	method := hierarchy.Proportional(s.column(t, "1", "2", "3"))
	return trial.Candidate{
		Name: "between", Options: hierarchy.Options{LastLevel: "shop"},
		Parameters: []trial.Parameter{{Name: "p", From: dec(from), To: dec(to), Steps: steps, Places: 2}},
		Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
			return hierarchy.Rule{Method: hierarchy.Blend(
				hierarchy.Part{Weight: values[0], Method: method},
				hierarchy.Part{Weight: dec("1").Sub(values[0]), Method: hierarchy.Equal()},
			)}, nil
		},
	}
}

// byGrids keeps a candidate from being followed exactly.
func (s shops) byGrids(t testing.TB, c trial.Candidate) trial.Candidate {
	t.Helper()
	c.Options.Levels = map[string]hierarchy.Rule{"shop": {Min: s.column(t, "0", "0", "0")}}
	return c
}

// fitted is what a fit says, as text.
func fitted(f *trial.Fitted) string {
	if f.Err != nil {
		return "no answer"
	}
	var values, near, grid []string
	for k, x := range f.Values {
		text := x.String()
		if !f.Exact[k] {
			text += "?"
		}
		values = append(values, text)
		for _, r := range f.Near[k] {
			near = append(near, r.From.String()+"…"+r.To.String())
		}
	}
	for _, x := range f.NearGrid {
		grid = append(grid, fmt.Sprint(x))
	}
	return strings.Join(values, " ") + " at " + f.Distance.String() + "; near " + strings.Join(near, " ") +
		"; grid " + strings.Join(grid, " ")
}

// rowsOf is what a fit says of units, as text.
func rowsOf(f *trial.Fitted) string {
	var rows []string
	for _, r := range f.Rows {
		text := r.Unit.Code + " " + r.Off.String() + " " + r.Closest.String()
		if r.Explained {
			text += " explained"
		}
		if r.Never {
			text += " never"
		}
		rows = append(rows, text)
	}
	return strings.Join(rows, ", ")
}

// Fits whose distances are found by hand. In most of them A is observed with 30, which it has
// at 0.5, and C with 53, which it has at 0.65. B is 1 off everywhere.
func TestFitByHand(t *testing.T) {
	s := newShops(t)
	three := []string{"30", "41", "53"}
	for _, tt := range []struct {
		name      string
		from, to  string
		steps     int
		grids     bool // not exactly
		distance  trial.Distance
		observed  []string
		weights   []string // none if nil
		tolerance string
		within    string
		fit       string // a value that grids found has a question mark
		rows      string // off, and closest
	}{
		{
			// |20p − 10| + 1 + |20p − 13| is 4 from 0.5 to 0.65, and 4.6 or less from 0.485 to 0.665.
			name: "the first of equals", from: "0", to: "1", steps: 4, distance: trial.MeanAbsolute,
			observed: three, tolerance: "1", within: "0.2",
			fit:  "0.5 at 1.333333333333333; near 0.49…0.66; grid [0.5]",
			rows: "A 0 0 explained, B -1 1 explained, C -3 0",
		},
		{
			// 0.6 of the grid is as good as any other.
			name: "a point of the grid", from: "0", to: "1", steps: 5, distance: trial.MeanAbsolute,
			observed: three, tolerance: "1", within: "0",
			fit:  "0.6 at 1.333333333333333; near 0.5…0.65; grid [0.6]",
			rows: "A -2 0, B -1 1 explained, C -1 0 explained",
		},
		{
			name: "two steps", from: "0", to: "1", steps: 2, distance: trial.MeanAbsolute,
			observed: three, tolerance: "0.99", within: "0.4",
			fit:  "0.5 at 1.333333333333333; near 0.47…0.68; grid [0.5]",
			rows: "A 0 0 explained, B -1 1 never, C -3 0",
		},
		{
			// (20p − 10)² + (20p − 13)² is least at 0.575, and the same at 0.57 and 0.58.
			name: "least squares", from: "0", to: "1", steps: 4, distance: trial.RootMeanSquare,
			observed: three, tolerance: "1.4", within: "0.25",
			fit:  "0.57 at 1.356465996625054; near 0.53…0.62; grid ",
			rows: "A -1.4 0 explained, B -1 1 explained, C -1.6 0",
		},
		{
			name: "least squares by weights", from: "0", to: "1", steps: 4, distance: trial.RootMeanSquare,
			observed: three, weights: []string{"1", "2", "3"}, tolerance: "1", within: "0",
			fit:  "0.61 at 1.208304597359457; near 0.61…0.61; grid ",
			rows: "A -2.2 0, B -1 1 explained, C -0.8 0 explained",
		},
		{
			// √(16·(20p − 10)² + 9·25)/5 is 3 at 0.5, and 5 at 0.25 and 0.75.
			name: "roots at the limit", from: "0", to: "1", steps: 4, distance: trial.RootMeanSquare,
			observed: []string{"30", "45"}, weights: []string{"16", "9", "1"}, tolerance: "5", within: "2",
			fit:  "0.5 at 3; near 0.25…0.75; grid [0.25] [0.5] [0.75]",
			rows: "A 0 0 explained, B -5 5 explained",
		},
		{
			name: "the greatest", from: "0", to: "1", steps: 4, distance: trial.Greatest,
			observed: three, tolerance: "1.6", within: "0.4",
			fit:  "0.57 at 1.6; near 0.55…0.6; grid ",
			rows: "A -1.4 0 explained, B -1 1 explained, C -1.6 0 explained",
		},
		{
			name: "the greatest, of one", from: "0", to: "1", steps: 4, distance: trial.Greatest,
			observed: []string{"30", "47"}, tolerance: "2", within: "0",
			fit:  "0.25 at 7; near 0.15…0.85; grid [0.25] [0.5] [0.75]",
			rows: "A 5 0, B -7 7 never",
		},
		{
			// A is explained from 0.4 to 0.6, C from 0.55 to 0.75.
			name: "the share off", from: "0", to: "1", steps: 4, distance: trial.ShareOff,
			observed: three, tolerance: "2", within: "0",
			fit:  "0.55 at 0; near 0.55…0.6; grid ",
			rows: "A -1 0 explained, B -1 1 explained, C -2 0 explained",
		},
		{
			name: "a share off", from: "0", to: "1", steps: 4, distance: trial.ShareOff,
			observed: three, tolerance: "1.2", within: "0.1",
			fit:  "0.5 at 0.3333333333333333; near 0.44…0.56 0.59…0.71; grid [0.5]",
			rows: "A 0 0 explained, B -1 1 explained, C -3 0",
		},
		{
			name: "a narrow range", from: "0.2", to: "0.4", steps: 4, distance: trial.MeanAbsolute,
			observed: three, tolerance: "3", within: "0.1",
			fit:  "0.4 at 2.666666666666667; near 0.4…0.4; grid [0.4]",
			rows: "A 2 2 explained, B -1 1 explained, C -5 5 never",
		},
		{
			name: "a range above", from: "0.7", to: "0.95", steps: 4, distance: trial.MeanAbsolute,
			observed: three, tolerance: "3", within: "0.1",
			fit:  "0.7 at 2; near 0.7…0.7; grid [0.7]",
			rows: "A -4 4 never, B -1 1 explained, C 1 1 explained",
		},
		{
			name: "no observation of C", from: "0", to: "1", steps: 4, distance: trial.MeanAbsolute,
			observed: []string{"30.1", "41"}, tolerance: "1", within: "0.1",
			fit:  "0.5 at 0.55; near 0.48…0.51; grid [0.5]",
			rows: "A -0.1 0 explained, B -1 1 explained",
		},
		{
			name: "weights of zero", from: "0", to: "1", steps: 4, distance: trial.MeanAbsolute,
			observed: three, weights: []string{"0", "1", "2"}, tolerance: "1", within: "0.1",
			fit:  "0.65 at 0.3333333333333333; near 0.65…0.65; grid ",
			rows: "A -3 0, B -1 1 explained, C 0 0 explained",
		},
		{
			name: "grids", from: "0", to: "1", steps: 4, grids: true, distance: trial.MeanAbsolute,
			observed: three, tolerance: "1", within: "0.2",
			fit:  "0.5? at 1.333333333333333; near 0.5…0.5; grid [0.5]",
			rows: "A 0 0 explained, B -1 1 explained, C -3 0",
		},
		{
			name: "grids, squares", from: "0", to: "1", steps: 4, grids: true, distance: trial.RootMeanSquare,
			observed: three, tolerance: "1.4", within: "0.25",
			fit:  "0.57? at 1.356465996625054; near 0.57…0.57; grid ",
			rows: "A -1.4 0 explained, B -1 1 explained, C -1.6 0",
		},
		{
			// A is explained from 0.05 to 0.12. The first grid within has steps of 0.02.
			name: "grids, the share off", from: "0", to: "1", steps: 5, grids: true, distance: trial.ShareOff,
			observed: []string{"38.3"}, tolerance: "0.7", within: "0",
			fit:  "0.06? at 0; near 0.06…0.06; grid ",
			rows: "A 0.5 0.1 explained",
		},
		{
			// A is explained from 0.47 to 0.52. The first grid within has steps of 0.05.
			name: "grids from above zero", from: "0.4", to: "0.9", steps: 1, grids: true, distance: trial.ShareOff,
			observed: []string{"30.1"}, tolerance: "0.5", within: "0",
			fit:  "0.5? at 0; near 0.5…0.5; grid ",
			rows: "A -0.1 0.1 explained",
		},
		{
			name: "grids, beyond the end", from: "0", to: "0.4", steps: 3, grids: true, distance: trial.MeanAbsolute,
			observed: three, tolerance: "1", within: "0.5",
			fit:  "0.4? at 2.666666666666667; near 0.4…0.4; grid [0.4]",
			rows: "A 2 2 never, B -1 1 explained, C -5 5 never",
		},
		{
			name: "grids, beyond the start", from: "0.7", to: "1", steps: 3, grids: true, distance: trial.MeanAbsolute,
			observed: three, tolerance: "1", within: "0.5",
			fit:  "0.7? at 2; near 0.7…0.7; grid [0.7]",
			rows: "A -4 4 never, B -1 1 explained, C 1 1 explained",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := s.between(t, tt.from, tt.to, tt.steps)
			if tt.grids {
				c = s.byGrids(t, c)
			}
			spec := trial.FitSpec{
				Tree: s.tree, Target: s.target("120"), Level: "shop", Candidates: []trial.Candidate{c},
				Observed: s.column(t, tt.observed...), Distance: tt.distance,
				Tolerance: dec(tt.tolerance), Within: dec(tt.within),
			}
			if tt.weights != nil {
				spec.Weights = s.column(t, tt.weights...)
			}

			got := fit(t, spec).Fits[0]
			if found := fitted(got); found != tt.fit {
				t.Errorf("Fit() = %s, want %s", found, tt.fit)
			}
			if rows := rowsOf(got); rows != tt.rows {
				t.Errorf("Rows = %s, want %s", rows, tt.rows)
			}
		})
	}
}

// Two parameters x and y give A 40 + 39·(x − y), B 39 + x + y and C the rest of 120. Only
// steps of both together bring B nearer and leave A where it is.
func TestFitOfTwoParametersTogether(t *testing.T) {
	s := newShops(t)
	for _, tt := range []struct {
		name      string
		observed  []string
		fit, rows string
	}{
		{
			"inside",
			[]string{"40", "40.3"},
			"0.65? 0.65? at 0; near 0.65…0.65 0.65…0.65; grid ", "A 0 0 explained, B 0 0 explained",
		},
		{
			"beyond the ends",
			[]string{"40", "42"},
			"1? 1? at 1; near 1…1 1…1; grid [1 1]", "A 0 0 explained, B -1 1 never",
		},
		{
			"beyond the starts",
			[]string{"40", "38.5"},
			"0? 0? at 0.5; near 0…0 0…0; grid [0 0]", "A 0 0 explained, B 0.5 0.5 never",
		},
		{
			"on an end",
			[]string{"28.3", "39.3"},
			"0? 0.3? at 0; near 0…0 0.3…0.3; grid ", "A 0 0 explained, B 0 0 explained",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := trial.Parameter{To: dec("1"), Steps: 2, Places: 2}
			x, y := p, p
			x.Name, y.Name = "x", "y"
			c := s.byGrids(t, trial.Candidate{
				Name: "c", Options: hierarchy.Options{LastLevel: "shop"}, Parameters: []trial.Parameter{x, y},
				Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
					apart, sum := values[0].Sub(values[1]).Mul(dec("39")), values[0].Add(values[1])
					claims := s.column(t, dec("40").Add(apart).String(), dec("39").Add(sum).String(),
						dec("41").Sub(apart).Sub(sum).String())
					return hierarchy.Rule{Method: hierarchy.Proportional(claims)}, nil
				},
			})
			got := fit(t, trial.FitSpec{
				Tree: s.tree, Target: s.target("120"), Level: "shop", Candidates: []trial.Candidate{c},
				Observed: s.column(t, tt.observed...), Distance: trial.Greatest, Tolerance: dec("0.1"),
			}).Fits[0]
			if found, rows := fitted(got), rowsOf(got); found != tt.fit || rows != tt.rows {
				t.Errorf("Fit() = %s; %s, want %s; %s", found, rows, tt.fit, tt.rows)
			}
		})
	}
}

// A family of as many children as are followed exactly, and one of one more.
func TestFitFollowsManyChildren(t *testing.T) {
	for n, exact := range map[int]bool{400: true, 401: false} {
		tree := flatTree(t, n)
		figures := map[string]decimal.Decimal{}
		for i := range n {
			figures[fmt.Sprintf("u%04d", i)] = decimal.New(int64(i%2), 0)
		}
		odd, err := tree.Column(maps.All(figures))
		if err != nil {
			t.Fatal(err)
		}
		method := hierarchy.Proportional(odd)
		spec := trial.FitSpec{
			Tree: tree, Target: newShops(t).target("40000"), Observed: odd,
			Candidates: []trial.Candidate{{
				Name: "c", Parameters: []trial.Parameter{{Name: "p", To: dec("1"), Steps: 2}},
				Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
					return hierarchy.Rule{Method: hierarchy.Blend(
						hierarchy.Part{Weight: values[0], Method: method},
						hierarchy.Part{Weight: dec("1").Sub(values[0]), Method: hierarchy.Equal()},
					)}, nil
				},
			}},
		}
		spec.Target.Unit = "0"
		if got := fit(t, spec).Fits[0]; got.Err != nil || got.Exact[0] != exact {
			t.Errorf("Fit() of %d children: exact %v, %v, want %v", n, got.Exact, got.Err, exact)
		}
	}
}

// What stands in the way of a path, and what does not: a family with a residual unit, a target
// of nothing, offsets beyond the target, and weights that are lines while their proportions are
// curves. Whatever it is, the optimum is that of all values.
func TestFitFollowsByHand(t *testing.T) {
	s := newShops(t)
	tree, err := hierarchy.NewTree([]string{"firm", "shop"}, []hierarchy.Unit{
		{Code: "F", Level: "firm"},
		{Code: "A", Level: "shop", Parent: "F"},
		{Code: "B", Level: "shop", Parent: "F", Role: hierarchy.Residual},
		{Code: "C", Level: "shop", Parent: "F"},
	})
	if err != nil {
		t.Fatal(err)
	}
	rest := shops{tree: tree}
	blend := func(of shops) func(p decimal.Decimal) hierarchy.Rule {
		return func(p decimal.Decimal) hierarchy.Rule {
			return hierarchy.Rule{Method: hierarchy.Blend(
				hierarchy.Part{Weight: p, Method: hierarchy.Proportional(of.column(t, "1", "2", "3"))},
				hierarchy.Part{Weight: dec("1").Sub(p), Method: hierarchy.Equal()},
			)}
		}
	}
	proportional := func(a func(p decimal.Decimal) decimal.Decimal) func(p decimal.Decimal) hierarchy.Rule {
		return func(p decimal.Decimal) hierarchy.Rule {
			return hierarchy.Rule{Method: hierarchy.Proportional(s.column(t, a(p).String(), "2", "3"))}
		}
	}

	for _, tt := range []struct {
		name     string
		of       shops
		value    string
		options  hierarchy.Options
		rule     func(p decimal.Decimal) hierarchy.Rule
		observed []string
		fit      string

		distance  trial.Distance
		upper     string // of a range, if not empty
		tolerance string // 0 if empty
		within    string // 0 if empty
	}{
		{
			name: "a residual unit", of: rest, value: "120", rule: blend(rest), observed: []string{"35", "", "85"},
			fit: "0.62 at 12.6; near 0.62…0.63; grid ",
		},
		{
			name: "a residual unit with a hold", of: rest, value: "140", observed: []string{"35", "", "85"},
			rule:    blend(rest),
			options: hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "B", Value: dec("20"), By: "the council"}}},
			fit:     "0.88 at 0.09433962264150943; near 0.88…0.88; grid ",
		},
		{
			name: "nothing", of: s, value: "0", rule: blend(s), observed: []string{"1", "2", "3"},
			fit: "0 at 2; near 0…1; grid [0] [0.25] [0.5] [0.75] [1]",
		},
		{
			name: "nothing, with offsets", of: s, value: "0", observed: []string{"1", "2", "3"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				done := s.column(t, p.Mul(dec("100")).String(), "0", "0")
				return hierarchy.Rule{Method: hierarchy.Increment(done, s.column(t, "1", "1", "1"))}
			},
			fit: "0? at 2; near 0…0; grid [0]",
		},
		{
			// A has 100p + λ, B and C have λ. From 0.61 on, the cascade refuses a λ below zero.
			name: "offsets beyond the target", of: s, value: "60", observed: []string{"52", "4", "4"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				done := s.column(t, p.Mul(dec("100")).String(), "0", "0")
				return hierarchy.Rule{Method: hierarchy.Increment(done, s.column(t, "1", "1", "1"))}
			},
			fit: "0.48? at 0; near 0.48…0.48; grid ",
		},
		{
			name: "offsets beyond the target, bounded", of: s, value: "60", observed: []string{"52", "4", "4"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				done := s.column(t, p.Mul(dec("100")).String(), "0", "0")
				method := hierarchy.Increment(done, s.column(t, "1", "1", "1"))
				return hierarchy.Rule{Method: method, Min: s.column(t, "0", "0", "0")}
			},
			fit: "0.48 at 0; near 0.48…0.48; grid ",
		},
		{
			// B and C have a minimum, and A has more than nothing without one.
			name: "offsets beyond the target, others bounded", of: s, value: "60", observed: []string{"52", "4", "4"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				done := s.column(t, p.Mul(dec("100")).String(), "0", "0")
				method := hierarchy.Increment(done, s.column(t, "1", "1", "1"))
				return hierarchy.Rule{Method: method, Min: s.column(t, "", "0", "0")}
			},
			fit: "0.48 at 0; near 0.48…0.48; grid ",
		},
		{
			// A would have less than its maximum without bounds.
			name: "an offset below a maximum below zero", of: s, value: "120", observed: []string{"-5", "50", "70"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				done := s.column(t, "-300", p.Mul(dec("10")).String(), "0")
				method := hierarchy.Increment(done, s.column(t, "1", "1", "2"))
				return hierarchy.Rule{Method: method, Max: s.column(t, "-5")}
			},
			fit: "1 at 2.777777777777778; near 1…1; grid ",
		},
		{
			// From 0.61 on, B and C would be below zero, which is as good as anything, but refused.
			name: "what is refused is not near", of: s, value: "60", observed: []string{"52", "4", "4"}, within: "99",
			rule: func(p decimal.Decimal) hierarchy.Rule {
				done := s.column(t, p.Mul(dec("100")).String(), "0", "0")
				return hierarchy.Rule{Method: hierarchy.Increment(done, s.column(t, "1", "1", "1"))}
			},
			fit: "0.48? at 0; near 0…0.5; grid [0] [0.25] [0.5]",
		},
		{
			// On the grid, A has 40 − 20p. At 0.48 it has nothing of the sort.
			name: "a rule that differs between the points", of: s, value: "120",
			observed: []string{"30.4", "40", "49.6"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				if p.Equal(dec("0.48")) {
					p = decimal.Zero
				}
				return blend(s)(p)
			},
			fit: "0.47? at 0.1333333333333333; near 0.47…0.47; grid ",
		},
		{
			name: "no rule between the points", of: s, value: "120", observed: []string{"30.4", "40", "49.6"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				if p.Equal(dec("0.48")) {
					panic("48")
				}
				return blend(s)(p)
			},
			fit: "0.47? at 0.1333333333333333; near 0.47…0.47; grid ",
		},
		{
			name: "fewer claims than children at the end", of: s, value: "120",
			observed: []string{"30.4", "40", "49.6"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				if p.Equal(dec("1")) {
					return hierarchy.Rule{Method: claimsOf(make([]hierarchy.Claim, 2))}
				}
				return blend(s)(p)
			},
			fit: "0.48? at 0; near 0.48…0.48; grid ",
		},
		{
			name: "a range", of: s, value: "120", upper: "126", rule: blend(s),
			observed: []string{"30.4", "40", "49.6"},
			fit:      "0.48? at 0; near 0.48…0.48; grid ",
		},
		{
			// The regions in which A and C are explained overlap from 0.48 to 0.497.
			name: "the share off", of: s, value: "120", observed: []string{"26", "", "55.4"}, distance: trial.ShareOff,
			tolerance: "2", rule: func(p decimal.Decimal) hierarchy.Rule {
				return hierarchy.Rule{Method: hierarchy.Blend(
					hierarchy.Part{Weight: p, Method: hierarchy.Proportional(s.column(t, "1", "2", "5"))},
					hierarchy.Part{Weight: dec("1").Sub(p), Method: hierarchy.Equal()},
				)}
			},
			fit: "0.48 at 0; near 0.48…0.49; grid ",
		},
		{
			// A has −5, and B 125·2/(4 + p).
			name: "a maximum below zero", of: s, value: "120", observed: []string{"-5", "55", "70"}, rule: blend(s),
			options: hierarchy.Options{Rule: hierarchy.Rule{Max: s.column(t, "-5")}},
			fit:     "0.55 at 0.03663003663003663; near 0.55…0.55; grid ",
		},
		{
			name: "a minimum above zero", of: s, value: "-120", observed: []string{"5", "-55", "-70"}, rule: blend(s),
			options: hierarchy.Options{Rule: hierarchy.Rule{Min: s.column(t, "5")}},
			fit:     "0.55 at 0.03663003663003663; near 0.55…0.55; grid ",
		},
		{
			name: "a claim of nothing", of: s, value: "120", observed: []string{"", "55", "65"},
			rule: proportional(func(decimal.Decimal) decimal.Decimal { return decimal.Zero }),
			fit:  "0 at 7; near 0…1; grid [0] [0.25] [0.5] [0.75] [1]",
		},
		{
			name: "offsets beyond a target below zero", of: s, value: "-60", observed: []string{"-52", "-4", "-4"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				done := s.column(t, p.Mul(dec("-100")).String(), "0", "0")
				return hierarchy.Rule{Method: hierarchy.Increment(done, s.column(t, "1", "1", "1"))}
			},
			fit: "0.48? at 0; near 0.48…0.48; grid ",
		},
		{
			// A has 120·(1 + 3p)/(6 + 3p), which is 40 at 0.5.
			name: "a weight on a line", of: s, value: "120", observed: []string{"40", "32", "48"},
			rule: proportional(func(p decimal.Decimal) decimal.Decimal { return p.Mul(dec("3")).Add(dec("1")) }),
			fit:  "0.5 at 0; near 0.5…0.5; grid [0.5]",
		},
		{
			name: "a weight on a curve", of: s, value: "120", observed: []string{"40", "32", "48"},
			rule: proportional(func(p decimal.Decimal) decimal.Decimal { return p.Mul(p).Mul(dec("10")) }),
			fit:  "0.5? at 0; near 0.5…0.5; grid [0.5]",
		},
		{
			name: "no weight at first", of: s, value: "120", observed: []string{"24", "38.4", "57.6"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				claims := s.column(t, p.String(), p.Mul(dec("2")).String(), p.Mul(dec("3")).String())
				return hierarchy.Rule{Method: hierarchy.Proportional(claims)}
			},
			fit: "0.25? at 2.666666666666667; near 0.25…1; grid [0.25] [0.5] [0.75] [1]",
		},
		{
			name: "a minimum on a line", of: s, value: "120", observed: []string{"45", "30", "45"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				least := s.column(t, p.Mul(dec("100")).String())
				return hierarchy.Rule{Method: hierarchy.Proportional(s.column(t, "1", "2", "2")), Min: least}
			},
			fit: "0.45 at 5; near 0.45…0.45; grid ",
		},
		{
			name: "a minimum that cannot be met at the end", of: s, value: "120", observed: []string{"45", "30", "45"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				least := s.column(t, p.Mul(dec("130")).String())
				return hierarchy.Rule{Method: hierarchy.Proportional(s.column(t, "1", "2", "2")), Min: least}
			},
			fit: "0.35? at 5.166666666666667; near 0.35…0.35; grid ",
		},
		{
			name: "a stretch that comes late", of: s, value: "120", observed: []string{"21", "42", "63"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				r := blend(s)(dec("1"))
				if p.GreaterThan(dec("0.2")) {
					r.Stretch = decimal.NewNullDecimal(dec("0.05"))
				}
				return r
			},
			fit: "0.25? at 0; near 0.25…1; grid [0.25] [0.5] [0.75] [1]",
		},
		{
			name: "a reserve that comes late", of: s, value: "120", observed: []string{"19", "38", "57"},
			rule: func(p decimal.Decimal) hierarchy.Rule {
				r := blend(s)(dec("1"))
				if p.GreaterThan(dec("0.2")) {
					r.Reserve = decimal.NewNullDecimal(dec("6"))
				}
				return r
			},
			fit: "0.25? at 0; near 0.25…1; grid [0.25] [0.5] [0.75] [1]",
		},
		{
			name: "a hold of a unit below", of: s, value: "120", rule: blend(s), observed: []string{"30", "40", "50"},
			options: hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "A1", Value: dec("20"), By: "the council"}}},
			fit:     "0? at 6.666666666666667; near 0…0; grid [0]",
		},
		{
			name: "a hold of the first unit", of: s, value: "120", rule: blend(s), observed: []string{"30", "40", "50"},
			options: hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "A", Value: dec("20"), By: "the council"}}},
			fit:     "0 at 6.666666666666667; near 0…1; grid [0] [0.25] [0.5] [0.75] [1]",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			options := tt.options
			if options.LastLevel = "shop"; len(options.Holds) > 0 && options.Holds[0].Unit == "A1" {
				options.LastLevel = ""
			}
			spec := trial.FitSpec{
				Tree: tt.of.tree, Target: tt.of.target(tt.value), Level: "shop",
				Observed: tt.of.column(t, tt.observed...), Distance: tt.distance,
				Tolerance: dec("0" + tt.tolerance), Within: dec("0" + tt.within),
				Candidates: []trial.Candidate{{
					Name: "c", Options: options,
					Parameters: []trial.Parameter{{Name: "p", To: dec("1"), Steps: 4, Places: 2}},
					Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
						return tt.rule(values[0]), nil
					},
				}},
			}
			if tt.upper != "" {
				spec.Target.Comparator, spec.Target.Upper = target.Within, dec(tt.upper)
			}

			got := fit(t, spec).Fits[0]
			if found := fitted(got); found != tt.fit {
				t.Errorf("Fit() = %s, want %s", found, tt.fit)
			}
		})
	}
}

// claimsOf is a method that always makes the same claims.
type claimsOf []hierarchy.Claim

func (c claimsOf) Claims(hierarchy.Family) ([]hierarchy.Claim, error) { return c, nil }

// What a fit shows has nine decimals more than the target, whatever its quantum.
func TestFitDecimals(t *testing.T) {
	s := newShops(t)
	for _, tt := range []struct {
		name, quantum string
		places        target.Precision
		want          string
	}{
		{"two places", "0", target.Places(2), "33.33333333333 0.33333333333 0.33333333333"},
		{"none", "0", target.Precision{}, "33.333333333 0.333333333 0.333333333"},
		{"a quantum of 5", "5", target.Precision{}, "33.333333333 0.333333333 0.333333333"},
		{"a quantum of a quarter", "0.25", target.Precision{}, "33.33333333333 0.33333333333 0.33333333333"},
	} {
		spec := trial.FitSpec{
			Tree: s.tree, Target: s.target("100"), Level: "shop",
			Observed:   s.column(t, "33", "33", "33"),
			Candidates: []trial.Candidate{{Name: "c", Options: hierarchy.Options{LastLevel: "shop"}}},
		}
		spec.Target.Indicator.Quantum, spec.Target.Indicator.Places = dec(tt.quantum), tt.places
		row := fit(t, spec).Fits[0].Rows[2]
		if got := row.Quota.String() + " " + row.Off.String() + " " + row.Closest.String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// A unit without basis does not count in the distance of a mean.
func TestFitOfMeanWithoutBasis(t *testing.T) {
	s := newShops(t)
	spec := trial.FitSpec{
		Tree: s.tree, Target: s.target("3"), Level: "shop", Basis: s.column(t, "1", "1", "0"),
		Observed: s.column(t, "3", "3", "99"),
		Candidates: []trial.Candidate{{Name: "c", Options: hierarchy.Options{
			LastLevel: "shop", Rule: hierarchy.Rule{Method: hierarchy.Uniform()},
		}}},
	}
	spec.Target.Indicator.Kind = target.Ratio
	if got := fit(t, spec).Fits[0]; !got.Distance.IsZero() || len(got.Rows) != 3 {
		t.Errorf("Distance = %v with %d rows, want 0 with 3", got.Distance, len(got.Rows))
	}
}

// Candidates without an answer, and those that were followed by grids, are marked in the text.
func TestFitsAsText(t *testing.T) {
	s := newShops(t)
	refused := s.between(t, "0", "1", 4)
	refused.Name, refused.Options.Exempt = "refused", []hierarchy.Exemption{{Unit: "A", Reason: "closed"}}
	narrow := s.between(t, "0", "1", 4)
	narrow.Name, narrow.Options.Rule.Max = "narrow", s.column(t, "1", "1", "1")
	grids := s.byGrids(t, s.between(t, "0", "1000", 4))
	grids.Name = "grids"
	grids.Vary = func([]decimal.Decimal) (hierarchy.Rule, error) { return hierarchy.Rule{}, nil }

	fits := fit(t, trial.FitSpec{
		Tree: s.tree, Target: s.target("120"), Level: "shop",
		Candidates: []trial.Candidate{s.between(t, "0", "1", 4), grids, refused, narrow},
		Observed:   s.column(t, "30", "41", "53"), Distance: trial.ShareOff, Tolerance: dec("0.5"),
	})
	const want = "" +
		"candidate  parameters        share off  explained  never  about as good\n" +
		"between    p = 0.5              0.6667     1 of 3      1  p 0.48…0.52, 0.63…0.67\n" +
		"grids      p = 0 (by grids)          1     0 of 3      3  p 0…1,000\n" +
		"refused    no answer\n" +
		"narrow     no answer\n" +
		trial.Caveat + "\n"
	if diff := cmp.Diff(want, fits.String()); diff != "" {
		t.Errorf("String() mismatch (-want +got):\n%s", diff)
	}
	for _, k := range []int{2, 3} {
		if x := fits.Fits[k]; x.Err == nil || len(x.Rows) > 0 || x.Values != nil {
			t.Errorf("%s: %v with %d rows at %v, want only an error", x.Candidate, x.Err, len(x.Rows), x.Values)
		}
	}
}
