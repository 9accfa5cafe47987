package hierarchy_test

import (
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Numbers that fit no word, or whose products do not, give what smaller ones in the same
// proportions would.
func TestReconcileWideNumbers(t *testing.T) {
	const (
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
			name:        "figures at a great exponent",
			reconciling: reconciling{tree: "A B", value: "6", bids: []bids{{figures: "A=3e20 B=-3e20"}}},
			want:        "0=6 A=300000000000000000003 B=-299999999999999999997",
		},
		{
			name: "figures",
			reconciling: reconciling{
				tree: "A B", value: "5", bids: []bids{{figures: "A=100000000000000000001 B=-1e20"}},
			},
			want: "0=5 A=100000000000000000003 B=-99999999999999999998",
		},
		{
			name:        "the target",
			reconciling: reconciling{tree: "A B", value: "1e20", bids: []bids{{figures: "A=7 B=1"}}},
			want:        "0=100000000000000000000 A=50000000000000000003 B=49999999999999999997",
		},
		{
			name: "a target that moves",
			reconciling: reconciling{
				tree: "A B", value: "9e20", open: &bids{}, bids: []bids{{figures: "A=7 B=1"}},
			},
			want: "0=600000000000000000003 A=300000000000000000005 B=299999999999999999998",
		},
		{
			name: "bounds",
			reconciling: reconciling{
				tree: "A B C", value: "9", bids: []bids{{figures: "A=4 B=2 C=0"}}, min: "B=-1e20 C=2e19", max: "A=1e20",
			},
			want: "0=9(descendants) A=-9999999999999999994 B=-9999999999999999997 C=20000000000000000000(minimum)",
		},
		{
			name: "a sum of bounds",
			reconciling: reconciling{
				tree: "A B A1:A A2:A", value: "9", bids: []bids{{figures: "A=4 A1=2 A2=0"}},
				max: "A1=900000000000000000 A2=900000000000000000",
			},
			want: "0=9(descendants) A=4 B=5 A1=3 A2=1",
		},
		{
			name: "weights",
			reconciling: reconciling{
				tree: "A B", value: "14",
				bids: []bids{{figures: "A=4 B=4", rule: weight, of: "A=100000000000000000001 B=200000000000000000002"}},
			},
			want: "0=14 A=8 B=6",
		},
		{
			name: "variances",
			reconciling: reconciling{
				tree: "A B", value: "14",
				bids: []bids{{
					figures: "A=4 B=4", rule: variance, of: "A=100000000000000000001 B=200000000000000000002",
				}},
			},
			want: "0=14 A=6 B=8",
		},
		{
			name: "a factor",
			reconciling: reconciling{
				tree: "A B", value: "12", bids: []bids{{figures: "A=2"}, {figures: "A=10", factor: "1e19"}},
			},
			want: "0=12 A=10 B=2",
		},
		{
			name: "a small factor",
			reconciling: reconciling{
				tree: "A B", value: "12", bids: []bids{{figures: "A=2"}, {figures: "A=10", factor: "1e-19"}},
			},
			want: "0=12 A=2 B=10",
		},
		{
			name: "figures at the exponent of others",
			reconciling: reconciling{
				tree: "A B", value: "2", bids: []bids{{figures: "A=9e17 B=-9e17"}, {figures: "A=0.04 B=0.03"}},
			},
			want: "0=2 A=450000000000000001 B=-449999999999999999",
		},
		{
			name: "a weight by a factor",
			reconciling: reconciling{
				tree: "A B", value: "12", bids: []bids{
					{figures: "A=2", rule: weight, of: "A=4294967296"},
					{figures: "A=10", rule: weight, of: "A=4294967296", factor: "4294967296"},
				},
			},
			want: "0=12 A=10 B=2",
		},
		{
			name: "a variance by a factor",
			reconciling: reconciling{
				tree: "A B", value: "12", bids: []bids{
					{figures: "A=2", rule: variance, of: "A=4294967296"},
					{
						figures: "A=10", rule: variance, of: "A=4294967296",
						factor: "0.00000000023283064365386962890625",
					},
				},
			},
			want: "0=12 A=2 B=10",
		},
		{
			// The least word has no opposite. Both figures move by one.
			name: "by the least word",
			reconciling: reconciling{
				tree: "A B", value: "0",
				bids: []bids{{figures: "A=-9223372036854775808 B=9223372036854775806", rule: figure}},
			},
			want: "0=0 A=-9223372036854775807 B=9223372036854775807",
		},
		{
			name: "a mean by the least word",
			reconciling: reconciling{
				tree: "A B", kind: target.Ratio, value: "0", basis: "A=1 B=1",
				bids: []bids{{figures: "A=-9223372036854775808 B=9223372036854775806", rule: figure}},
			},
			want: "0=0 A=-9223372036854775807 B=9223372036854775807",
		},
		{
			name: "a mean with wide bases",
			reconciling: reconciling{
				tree: "A B", kind: target.Ratio, value: "5", basis: "A=1e20 B=3e20 0=4e20",
				bids: []bids{{figures: "A=1 B=1"}},
			},
			want: "0=5 A=2 B=6", // the exact 2.6 and 5.8, and the mean exactly
		},
		{
			name: "a mean with a sum of bases",
			reconciling: reconciling{
				tree: "A B C", kind: target.Ratio, value: "5", bids: []bids{{figures: "A=1 B=1 C=1"}},
				basis: "A=8000000000000000000 B=8000000000000000000 C=8000000000000000000",
			},
			want: "0=5 A=5 B=5 C=5",
		},
		{
			name: "a mean with a wide bound",
			reconciling: reconciling{
				tree: "A B", kind: target.Ratio, value: "5", basis: "A=1 B=1", bids: []bids{{figures: "A=1 B=3"}},
				max: "A=2 B=1e20",
			},
			want: "0=5 A=2(maximum) B=8",
		},
		{
			name: "a mean with a bound beyond floating point",
			reconciling: reconciling{
				tree: "A B", kind: target.Ratio, value: "5", basis: "A=1 B=1", bids: []bids{{figures: "A=1 B=3"}},
				min: "B=-9007199254740993", max: "A=2",
			},
			want: "0=5 A=2(maximum) B=8",
		},
		{
			name: "a wide mean",
			reconciling: reconciling{
				tree: "A B", kind: target.Ratio, value: "1e20", basis: "A=1 B=1", bids: []bids{{figures: "A=1 B=3"}},
			},
			want: "0=100000000000000000000 A=99999999999999999999 B=100000000000000000001",
		},
		{
			name: "a mean beyond floating point",
			reconciling: reconciling{
				tree: "A B", kind: target.Ratio, value: "9007199254740993", basis: "A=1 B=1",
				bids: []bids{{figures: "A=9007199254740992 B=9007199254740996"}},
			},
			want: "0=9007199254740993 A=9007199254740991 B=9007199254740995",
		},
		{
			name: "a mean with a small factor",
			reconciling: reconciling{
				tree: "A B", kind: target.Ratio, value: "6", basis: "A=1 B=1",
				bids: []bids{{figures: "A=2 B=4"}, {figures: "A=10", factor: "1e-99"}},
			},
			want: "0=6 A=5 B=7",
		},
		{
			name: "a mean with a wide weight",
			reconciling: reconciling{
				tree: "A B", kind: target.Ratio, value: "7", basis: "A=1 B=1",
				bids: []bids{{figures: "A=4 B=4", rule: weight, of: "A=100000000000000000001 B=200000000000000000002"}},
			},
			want: "0=7 A=8 B=6",
		},
	} {
		plan, err := tt.reconcile(t)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := quotas(plan); got != tt.want {
			t.Errorf("%s: Reconcile() has %s, want %s", tt.name, got, tt.want)
		}
		if err := plan.Check(); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}
