package index_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// TestJSONOfMethods reads each method by its name.
func TestJSONOfMethods(t *testing.T) {
	testkit.ReadsBack(t, testkit.Filled[index.MinMax](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.Goalposts](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.ZScore](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.Rank](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.Borda](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.PercentileRank](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.ShareOfBest](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.OwnTarget](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.AsIs](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.GivenWeights](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.EqualWeights](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.Entropy](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.CRITIC](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.StandardDeviation](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.AHP](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.Arithmetic](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.Geometric](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.Harmonic](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.Power](), "method")
	testkit.ReadsBack(t, testkit.Filled[index.Minimum](), "method")
}

func TestJSON(t *testing.T) {
	methods := []any{index.AsIs{}, index.EqualWeights{}, index.Harmonic{}}
	testkit.ReadsBack(t, testkit.Filled[index.Node](methods...), "node")
	testkit.ReadsBack(t, testkit.Filled[index.Spec](methods...), "spec")

	c, r := scored(t)
	testkit.ReadsBack(t, c, "spec")
	testkit.ReadsBack(t, r, "result")
	if data, err := json.Marshal(new(index.Composite)); err == nil {
		t.Errorf("Marshal() of no composite = %s", data)
	}
	result, err := new(index.Composite).Score(index.Data{Units: []string{"a"}})
	if !errors.Is(err, target.ErrRequired) {
		t.Errorf("Score() of no composite = %v, %v, want an error", result, err)
	}

	none := new(index.Result)
	score, ok := none.Score("a", "b")
	n := len(slices.Collect(none.Units())) + len(none.Weights()) + len(none.Contributions("a")) + len(none.Treated())
	if ok || n != 0 || none.String() != "unit  score\n" {
		t.Errorf("no result has %d parts, a score of %v, and prints %q", n, score, none)
	}
	if data, err := json.Marshal(new(index.Result)); err == nil {
		t.Errorf("Marshal() of no result = %s", data)
	}
}

// scored returns an index of two indicators, and its scores for two units, one of
// which lacks a figure.
func scored(t *testing.T) (*index.Composite, *index.Result) {
	t.Helper()
	c, err := index.New(index.Spec{
		Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")}, Availability: testkit.Null("0.5"),
		Normalise: index.AsIs{},
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Score(index.Data{
		Units:   []string{"u1", "u2"},
		Figures: map[string][]decimal.NullDecimal{"a": testkit.Nulls("1 2"), "b": testkit.Nulls("3 -")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, r
}

// TestJSONOfResultRefuses changes the text of a result.
func TestJSONOfResultRefuses(t *testing.T) {
	_, r := scored(t)
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}

	for _, tt := range []struct{ from, to, want string }{
		{`"units":["u1","u2"]`, `"units":["u2","u1"]`, "result.units"},
		{`"units":["u1","u2"]`, `"units":["u1","u1"]`, "result.units"},
		{`"units":["u1","u2"]`, `"units":["u1"]`, "units of the"},
		{`"weights":{`, `"weights":{"other":1,`, "result.weights"},
		{`"scores":{`, `"scores":{"other":{},`, "result.scores"},
		{`"weights":{"a"`, `"weights":{"c"`, `result.weights["a"] is required`},
		{`"scores":{"a"`, `"scores":{"c"`, `result.scores["a"] is required`},
		{`"as is"`, `"no method"`, "result.spec"},
		{`"parent":"x"`, `"parent":"y"`, "result.spec"},
	} {
		text := strings.Replace(string(data), tt.from, tt.to, 1)
		if text == string(data) {
			t.Errorf("%s has no %s", data, tt.from)
		}
		err := json.Unmarshal([]byte(text), new(index.Result))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Unmarshal(%s) = %v, want an error with %q", text, err, tt.want)
		}
	}
}
