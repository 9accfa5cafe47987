package consensus_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/ranking/consensus"
	"github.com/targetcascade/cascade/target"
)

func TestJSONReadsBack(t *testing.T) {
	testkit.ReadsBack(t, testkit.Filled[consensus.Ballot](), "ballot")
	testkit.ReadsBack(t, testkit.Filled[consensus.Kendall](), "kendall")
	testkit.ReadsBack(t, testkit.Filled[consensus.Options](), "options")
	testkit.ReadsBack(t, testkit.Filled[consensus.Score](), "score")
	testkit.ReadsBack(t, consensus.WeightedTauOptions{
		Multiply: true, By: consensus.ByOrder, Order: []string{"a", "b"},
	}, "options")

	for _, u := range []consensus.Unranked{consensus.Abstain, consensus.TiedLast} {
		testkit.ReadsBack(t, u, "unranked")
	}
	for _, p := range []consensus.TiedPlace{consensus.MeanPlace, consensus.HighestPlace, consensus.LowestPlace} {
		testkit.ReadsBack(t, p, "ties")
	}
	for _, i := range []consensus.Importance{consensus.ByBoth, consensus.ByA, consensus.ByB, consensus.ByOrder} {
		testkit.ReadsBack(t, i, "by")
	}
}

// provinces are the preferences of two weighted ballots, one of which leaves Hainan out.
func provinces(t *testing.T, o consensus.Options) *consensus.Preferences {
	t.Helper()
	p, err := consensus.New([]consensus.Ballot{
		{Order: consensus.Ranking{{"gd"}, {"js", "zj"}}, Weight: testkit.Null("2.5")},
		{Order: consensus.Ranking{{"js"}, {"zj"}, {"gd"}, {"hi"}}},
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Preferences are written with what its ballots say, whatever rule said it of the items that
// they left out.
func TestPreferencesJSON(t *testing.T) {
	tests := map[consensus.Unranked]string{
		consensus.Abstain: `{"ballots":[{"order":[["gd"],["js","zj"]],"weight":"2.5"},` +
			`{"order":[["js"],["zj"],["gd"],["hi"]],"weight":"1.0"}]}`,
		consensus.TiedLast: `{"ballots":[{"order":[["gd"],["js","zj"],["hi"]],"weight":"2.5"},` +
			`{"order":[["js"],["zj"],["gd"],["hi"]],"weight":"1.0"}]}`,
	}
	for rule, want := range tests {
		p := provinces(t, consensus.Options{Unranked: rule})
		got, err := json.Marshal(p)
		if err != nil || string(got) != want {
			t.Errorf("%v: Marshal() = %s, %v, want %s", rule, got, err, want)
		}
		testkit.ReadsBack(t, p, "preferences")

		order, err := p.Kemeny()
		if err != nil {
			t.Fatal(err)
		}
		testkit.ReadsBack(t, order, "consensus")
	}
}

// A document that was changed is an error that says what is wrong, and leaves what was
// read into as it was.
func TestChangedDocuments(t *testing.T) {
	preferences := provinces(t, consensus.Options{})
	order, err := preferences.Kemeny()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(order)
	if err != nil {
		t.Fatal(err)
	}

	other, err := consensus.New(consensus.Ballots(consensus.Ranking{{"x"}, {"y"}}), consensus.Options{})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := other.Kemeny()
	if err != nil {
		t.Fatal(err)
	}

	for _, tt := range []struct {
		from, to string
		is       error
		path     string
	}{
		{`"order":["gd","js","zj","hi"]`, `"order":["js","gd","zj","hi"]`, target.ErrBroken, "consensus"},
		{`"cost":"`, `"cost":"1`, target.ErrBroken, "consensus"},
		{`"bound":"`, `"bound":"1`, target.ErrBroken, "consensus"},
		{`"exact":true`, `"exact":false`, target.ErrBroken, "consensus"},
		{`"complete":true`, `"complete":false`, target.ErrBroken, "consensus"},
		{`"weight":"2.5"`, `"weight":"0.5"`, target.ErrBroken, "consensus"},
		{`"weight":"2.5"`, `"weight":"-2.5"`, target.ErrRange, "weight"},
		{`"weight":"2.5"`, `"weight":2.5`, target.ErrInvalid, "weight"},
		{`[["gd"],`, `[["gd"],["gd"],`, target.ErrDuplicate, "preferences[0].order[1]"},
		{`"cost"`, `"costs"`, target.ErrUnknown, "consensus.costs"},
		{`"preferences":{`, `"preferences":{"x":1,`, target.ErrUnknown, "x"},
	} {
		changed := strings.Replace(string(text), tt.from, tt.to, 1)
		if changed == string(text) {
			t.Errorf("no %s in %s", tt.from, text)
			continue
		}
		read := *kept
		err := json.Unmarshal([]byte(changed), &read)
		if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.path) {
			t.Errorf("%s for %s: %v, want an error at %s that is %v", tt.to, tt.from, err, tt.path, tt.is)
		}
		if got := strings.Join(read.Order(), " "); got != "x y" {
			t.Errorf("%s for %s: an error left the order %s, want x y", tt.to, tt.from, got)
		}
	}
}

// What cannot be read back is not written.
func TestJSONRefuses(t *testing.T) {
	for path, v := range map[string]any{
		"preferences": new(consensus.Preferences),
		"consensus":   new(consensus.Consensus),
		"options.weigh": consensus.WeightedTauOptions{
			Weigh: func(int) float64 { return 1 },
		},
	} {
		var refused *target.FieldError
		text, err := json.Marshal(v)
		if !errors.As(err, &refused) || refused.Path != path || refused.Remedy == "" {
			t.Errorf("Marshal(%T) = %s, %v, want an error at %s with a remedy", v, text, err, path)
		}
	}
	if text, err := consensus.Unranked(7).MarshalText(); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("Unranked(7).MarshalText() = %s, %v, want an error", text, err)
	}
}

// Counts that no two rankings have are read as they are, and have no coefficient.
func TestKendallOfImpossibleCounts(t *testing.T) {
	var k consensus.Kendall
	if err := json.Unmarshal([]byte(`{"pairs":1,"tiedA":2,"discordant":5}`), &k); err != nil {
		t.Fatal(err)
	}
	if tau := k.TauB(); tau.Valid {
		t.Errorf("TauB() of %+v = %v, want none", k, tau.Decimal)
	}
}
