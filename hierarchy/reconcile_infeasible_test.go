package hierarchy_test

import (
	"errors"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// What contradicts each other is named, whether or not the figures fit words.
func TestReconcileInfeasible(t *testing.T) {
	const (
		two   = "A B A1:A A2:A B1:B B2:B"
		basis = "A1=1 A2=2 B1=3 B2=4"
		fixed = hierarchy.VarianceFirmness
	)
	bid := []bids{{figures: "A=10"}}

	for _, tt := range []struct {
		name string
		reconciling
		want string
	}{
		{
			name:        "maxima below the target",
			reconciling: reconciling{tree: two, value: "20", bids: bid, max: "A1=3 A2=4 B1=5 B2=6"},
			want: `units["0"] 20 cannot be met: maxima fall short of the amount, at most 18 ("A1", "A2", "B1", "B2"): ` +
				`lower the target by 2, or raise these maxima by as much`,
		},
		{
			name:        "minima above the target",
			reconciling: reconciling{tree: two, value: "20", bids: bid, min: "A1=9 A2=4 B1=5 B2=6"},
			want: `units["0"] 20 cannot be met: minima exceed the amount, at least 24 ("A1", "A2", "B1", "B2"): ` +
				`raise the target by 4, or lower these minima by as much`,
		},
		{
			name:        "minima above a maximum",
			reconciling: reconciling{tree: two, value: "20", bids: bid, min: "A1=3 A2=4", max: "A=6"},
			want: `units["A"] 6 cannot be met: minima exceed the amount, at least 7 ("A1", "A2"): ` +
				`raise the maximum of "A" by 1, or lower these minima by as much`,
		},
		{
			name:        "maxima below a minimum",
			reconciling: reconciling{tree: two, value: "20", bids: bid, min: "A=8", max: "A1=3 A2=4"},
			want: `units["A"] 8 cannot be met: maxima fall short of the amount, at most 7 ("A1", "A2"): ` +
				`lower the minimum of "A" by 1, or raise these maxima by as much`,
		},
		{
			name:        "the only child below a minimum",
			reconciling: reconciling{tree: "A B A1:A", value: "20", bids: bid, min: "A=8", max: "A1=3"},
			want: `units["A"] 8 cannot be met: maxima fall short of the amount, at most 3 ("A1"): ` +
				`lower the minimum of "A" by 5, or raise these maxima by as much`,
		},
		{
			name:        "the only child above a maximum",
			reconciling: reconciling{tree: "A B A1:A", value: "20", bids: bid, min: "A1=8", max: "A=3"},
			want: `units["A"] 3 cannot be met: minima exceed the amount, at least 8 ("A1"): ` +
				`raise the maximum of "A" by 5, or lower these minima by as much`,
		},
		{
			name:        "minima above a hold",
			reconciling: reconciling{tree: two, value: "20", bids: bid, min: "A1=3 A2=4", holds: "A=6"},
			want: `units["A"] 6 cannot be met: minima exceed the amount, at least 7 ("A1", "A2"): ` +
				`"A" is held at 6 by council: raise the hold of "A" by 1, or lower these minima by as much`,
		},
		{
			name:        "holds below a hold",
			reconciling: reconciling{tree: two, value: "20", bids: bid, holds: "A=8 A1=3 A2=4"},
			want: `units["A"] 8 cannot be met: holds fall short of the amount, at most 7 ("A1", "A2"): ` +
				`"A" is held at 8 by council, "A1" is held at 3 by council, "A2" is held at 4 by council: ` +
				`lower the hold of "A" by 1, or raise these holds by as much`,
		},
		{
			name: "minima above a figure that cannot move",
			reconciling: reconciling{
				tree: two, value: "20", bids: []bids{{figures: "A=6", rule: fixed, of: "A=0"}}, min: "A1=3 A2=4",
			},
			want: `units["A"] 6 cannot be met: minima exceed the amount, at least 7 ("A1", "A2"): ` +
				`raise the figure that is proposed for "A" and cannot move by 1, or lower these minima by as much`,
		},
		{
			name: "figures that cannot move above a maximum",
			reconciling: reconciling{
				tree: two, value: "20", bids: []bids{{figures: "A1=3 A2=5", rule: fixed, of: "A1=0 A2=0"}}, max: "A=6",
			},
			want: `units["A"] 6 cannot be met: figures that cannot move exceed the amount, at least 8 ("A1", "A2"): ` +
				`raise the maximum of "A" by 2, or lower these figures that cannot move by as much`,
		},
		{
			name: "holds, a maximum and figures that cannot move below the target",
			reconciling: reconciling{
				tree: two, value: "20", bids: []bids{{figures: "A1=3 A2=5", rule: fixed, of: "A1=0 A2=0"}},
				max: "B2=2", holds: "B1=9",
			},
			want: `units["0"] 20 cannot be met: holds and maxima and figures that cannot move fall short of the amount, ` +
				`at most 19 ("A1", "A2", "B1", "B2"): "B1" is held at 9 by council: ` +
				`lower the target by 1, or raise these holds and maxima and figures that cannot move by as much`,
		},
		{
			name:        "maxima below the upper end",
			reconciling: reconciling{tree: two, value: "20", upper: "30", bids: bid, max: "A=12 B=13"},
			want: `units["0"] 30 cannot be met: maxima fall short of the amount, at most 25 ("A", "B"): ` +
				`lower the target by 5, or raise these maxima by as much`,
		},
		{
			name:        "maxima below the minimum of a target that moves",
			reconciling: reconciling{tree: two, value: "9", open: &bids{}, bids: bid, min: "0=30", max: "A=12 B=13"},
			want: `units["0"] 30 cannot be met: maxima fall short of the amount, at most 25 ("A", "B"): ` +
				`lower the minimum of "0" by 5, or raise these maxima by as much`,
		},
		{
			name:        "minima above the maximum of a target that moves",
			reconciling: reconciling{tree: two, value: "9", open: &bids{}, bids: bid, min: "A=12 B=13", max: "0=20"},
			want: `units["0"] 20 cannot be met: minima exceed the amount, at least 25 ("A", "B"): ` +
				`raise the maximum of "0" by 5, or lower these minima by as much`,
		},
		{
			name:        "contradictions in two provinces",
			reconciling: reconciling{tree: two, value: "20", bids: bid, min: "A1=8 A2=4 B1=6 B2=6", max: "A=7 B=9"},
			want: "2 problems:\n" +
				`units["A"] 7 cannot be met: minima exceed the amount, at least 12 ("A1", "A2"): ` +
				`raise the maximum of "A" by 5, or lower these minima by as much` + "\n" +
				`units["B"] 9 cannot be met: minima exceed the amount, at least 12 ("B1", "B2"): ` +
				`raise the maximum of "B" by 3, or lower these minima by as much`,
		},
		{
			name:        "more milestones than units",
			reconciling: reconciling{tree: two, kind: target.Milestone, value: "5", bids: bid},
			want: `units["0"] 5 cannot be met: maxima fall short of the amount, at most 4 ("A1", "A2", "B1", "B2"): ` +
				`lower the target by 1, or raise these maxima by as much`,
		},
		{
			name:        "more milestones than units below",
			reconciling: reconciling{tree: two, kind: target.Milestone, value: "3", last: "1", bids: bid, min: "A=3"},
			want:        `min["A"] 3 cannot be met: must be between 0 and 2, the number of units to count`,
		},
		{
			name: "a mean above its maxima",
			reconciling: reconciling{
				tree: two, kind: target.Ratio, value: "5", basis: basis, bids: bid, max: "A=4 B=3",
			},
			want: `units["0"] 5 cannot be met: maxima fall short of the amount, at most 3.3 ("A", "B"): ` +
				`lower the target by 2, or raise these maxima`,
		},
		{
			name: "a mean that moves, with a minimum above maxima",
			reconciling: reconciling{
				tree: two, kind: target.Ratio, value: "5", open: &bids{}, basis: basis, bids: bid,
				min: "A=6", max: "A1=4 A2=3",
			},
			want: `units["A"] 6 cannot be met: maxima fall short of the amount, at most 3.3333 ("A1", "A2"): ` +
				`lower the minimum of "A" by 3, or raise these maxima`,
		},
		{
			name: "a mean with a hold beyond a bound",
			reconciling: reconciling{
				tree: two, kind: target.Ratio, value: "5", basis: basis, bids: bid, max: "A1=4", holds: "A1=5",
			},
			want: `units["A1"] 5 cannot be met: its hold is not within its bounds, at least 5, at most 4 ("A1"): ` +
				`"A1" is held at 5 by council: change one of them`,
		},
		{
			name: "a mean above its maxima at the upper end",
			reconciling: reconciling{
				tree: two, kind: target.Ratio, value: "5", upper: "6", basis: basis, bids: bid, max: "A=5 B=5",
			},
			want: `units["0"] 6 cannot be met: maxima fall short of the amount, at least 5, at most 5 ("A", "B"): ` +
				`lower the target by 1, or raise these maxima`,
		},
	} {
		for _, n := range []reconciling{tt.reconciling, tt.beyondWords()} {
			_, err := n.reconcile(t)
			if err == nil || err.Error() != tt.want || !errors.Is(err, target.ErrInfeasible) {
				t.Errorf("%s: Reconcile() = %v, want %s", tt.name, err, tt.want)
			}
		}
	}
}
