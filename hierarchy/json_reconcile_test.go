package hierarchy_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// A reconciled plan is read from its document as it was written, and revised, it
// gives the same plan.
func reconciledReadsBack(t *rapid.T) {
	b := drawBidding(t, 9)
	plan, err := hierarchy.Reconcile(b.tree, b.goal, b.proposed, b.options)
	if err != nil || len(b.codes) == 1 {
		return
	}
	if rapid.Bool().Draw(t, "revised") {
		code := rapid.SampledFrom(b.codes[1:]).Draw(t, "hold")
		quota, _ := plan.Quota(code)
		held := []hierarchy.Hold{{Unit: code, Value: quota.Value, By: "the ministry"}}
		if plan, err = plan.Revise(hierarchy.Options{Holds: held}); err != nil {
			t.Fatal(err)
		}
	}

	whole, err := plan.MarshalWithInputs()
	if err != nil {
		t.Fatal(err)
	}
	read, err := hierarchy.ReadPlan(whole, hierarchy.Inputs{})
	if err != nil {
		t.Fatalf("ReadPlan(%s): %v", whole, err)
	}
	if read.Digest() != plan.Digest() {
		t.Fatalf("Digest() = %v, want %v", read.Digest(), plan.Digest())
	}
	for _, code := range b.codes {
		if got, want := read.Explain(code).String(), plan.Explain(code).String(); got != want {
			t.Fatalf("Explain(%s) = %s, want %s", code, got, want)
		}
	}

	first, err := plan.Revise(hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	second, err := read.Revise(hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if first.Digest() != second.Digest() {
		t.Fatalf("revised: Digest() = %v, want %v", second.Digest(), first.Digest())
	}
}

func TestReconciledReadsBack(t *testing.T) { rapid.Check(t, reconciledReadsBack) }

// Documents that were changed by hand are refused.
func TestReconciledRefused(t *testing.T) {
	tree, err := yangtze()
	if err != nil {
		t.Fatal(err)
	}
	bids, err := tree.Constant("province", decimal.New(50000, 0))
	if err != nil {
		t.Fatal(err)
	}
	of, err := tree.Constant("province", decimal.New(2, 0))
	if err != nil {
		t.Fatal(err)
	}
	goal := target.Target{
		Code: "patents", Unit: "delta", Period: target.Year(2015), Value: decimal.New(199999, 0),
		Indicator: target.Indicator{
			Code: "patents", Measure: "patents in force", Kind: target.Stock, Better: target.Higher,
		},
	}
	plan, err := hierarchy.Reconcile(tree, goal, []hierarchy.Proposal{{
		By: "the provinces", Figures: bids.Named("bids"),
		Firmness: hierarchy.Firmness{Rule: hierarchy.WeightFirmness, Of: of.Named("weights")},
	}}, hierarchy.ReconcileOptions{Target: &hierarchy.Firmness{}})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	in := hierarchy.Inputs{Trees: []*hierarchy.Tree{tree}, Columns: []hierarchy.Column{bids, of}}
	if _, err := hierarchy.ReadPlan(data, in); err != nil {
		t.Fatalf("ReadPlan(%s): %v", data, err)
	}

	for _, tt := range []struct{ name, old, changed, want string }{
		{"a quota", `"value":"50000"`, `"value":"50001"`, `plan.quotas["31"].value`},
		{"the target", `"value":"200000"`, `"value":"200001"`, `plan.target.value`},
		{"the value before", `"value":"199999"`, `"value":"150000"`, `plan.target.value`},
		{"no value before", `,"value":"199999"}`, `}`, `plan.reconciled.value`},
		{"a rule", `"by weight"`, `"by habit"`, `firmness`},
		{"no proposals", `"proposals"`, `"proposal"`, `proposal`},
		{"options too", `"reconciled":`, `"options":{},"reconciled":`, `plan.reconciled`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			changed := strings.Replace(string(data), tt.old, tt.changed, 1)
			if changed == string(data) {
				t.Fatalf("%s is not in %s", tt.old, data)
			}
			if _, err := hierarchy.ReadPlan([]byte(changed), in); err == nil ||
				!strings.Contains(err.Error(), tt.want) {
				t.Errorf("ReadPlan(%s) = %v, want an error at %s", changed, err, tt.want)
			}
		})
	}
}
