package system_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
)

// Of the 20 that A has, P and Q can be in A1 alone and R and S in A2 alone, so that P and Q have
// 10 together there. By their weights they would have 9 each.
func TestPartsTogether(t *testing.T) {
	tree := grove(t)
	early := columnOf(t, tree, map[string]int64{"A": 9, "B": 1, "A1": 1, "A2": 0, "B1": 1, "B2": 1})
	late := columnOf(t, tree, map[string]int64{"A": 1, "B": 9, "A1": 0, "A2": 1, "B1": 1, "B2": 1})
	bound := func(code string, v int64) hierarchy.Column { return columnOf(t, tree, map[string]int64{code: v}) }

	for _, tt := range []struct {
		name   string
		change func(o map[string]*hierarchy.Options)
		want   string // what P, Q, R and S have in A, and in A1
		err    *system.PartsError
	}{
		{
			name: "no bounds", change: func(map[string]*hierarchy.Options) {},
			want: "0 10 5 5 0 10 0 0",
		},
		{
			name:   "a maximum elsewhere",
			change: func(o map[string]*hierarchy.Options) { o["P"].Rule.Max = bound("B", 6) },
			want:   "4 6 5 5 4 6 0 0",
		},
		{
			name:   "a minimum",
			change: func(o map[string]*hierarchy.Options) { o["Q"].Rule.Min = bound("A", 8) },
			want:   "0 10 5 5 0 10 0 0",
		},
		{
			name:   "a maximum of another",
			change: func(o map[string]*hierarchy.Options) { o["R"].Rule.Max = bound("A", 3) },
			want:   "0 10 3 7 0 10 0 0",
		},
		{
			name: "minima that do not go together", change: func(o map[string]*hierarchy.Options) {
				o["P"].Rule.Min, o["Q"].Rule.Min = bound("A", 6), bound("A", 6)
			},
			err: &system.PartsError{
				Identity: "types", Parent: "N", Units: []string{"A"}, Parts: []string{"P", "Q"},
				Amount: d("12"), Room: d("10"),
			},
		},
		{
			name: "maxima that leave too little", change: func(o map[string]*hierarchy.Options) {
				o["R"].Rule.Max, o["S"].Rule.Max = bound("A", 4), bound("A", 4)
			},
			err: &system.PartsError{
				Identity: "types", Parent: "N", Units: []string{"A"}, Parts: []string{"R", "S"},
				Amount: d("8"), Room: d("10"), Floor: true,
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			options := map[string]*hierarchy.Options{}
			c := system.Config{Indicators: []system.Indicator{{Target: flow("whole", 40)}}}
			parts := []string{"P", "Q", "R", "S"}
			for j, code := range parts {
				column := early
				if j > 1 {
					column = late
				}
				options[code] = &hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(column)}}
			}
			tt.change(options)
			for _, code := range parts {
				c.Indicators = append(c.Indicators, system.Indicator{Target: flow(code, 10), Options: *options[code]})
			}
			c.Sums = []system.Sum{{Name: "types", Whole: "whole", Parts: parts}}

			plans, err := system.Cascade(tree, c)
			if tt.err != nil {
				got, ok := errors.AsType[*system.PartsError](err)
				if !ok || fmt.Sprint(got) != fmt.Sprint(tt.err) {
					t.Errorf("Cascade() = %v, want %v", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}

			var got []string
			for _, unit := range []string{"A", "A1"} {
				for _, code := range parts {
					q, _ := plans.Plan(code).Quota(unit)
					got = append(got, q.Value.String())
				}
			}
			if text := strings.Join(got, " "); text != tt.want {
				t.Errorf("P, Q, R and S in A and A1 = %s, want %s", text, tt.want)
			}
			if err := plans.Check(); err != nil {
				t.Errorf("Check() = %v", err)
			}
		})
	}
}
