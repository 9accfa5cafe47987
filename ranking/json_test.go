package ranking_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// TestReadBroken changes single values of a written table, each of which the
// reader must find.
func TestReadBroken(t *testing.T) {
	before := mustNew(t, entries("a", "1", "b", "2", "c", "3"), ranking.Options{Better: target.Higher})
	table := mustNew(t, entries("a", "4", "b", "2.5", "c", "2.5", "d", ""), ranking.Options{Better: target.Higher, Before: before, Tiles: 2})
	text, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, to string
		is       error
	}{
		{`"rank":1`, `"rank":2`, target.ErrBroken},
		{`"mean":"2.5"`, `"mean":"2"`, target.ErrBroken},
		{`"tile":1`, `"tile":2`, target.ErrBroken},
		{`"toLeader":"1.5"`, `"toLeader":"1.4"`, target.ErrBroken},
		{`"toLeader":"0.0"`, `"toLeader":"0.0","toNext":"0"`, target.ErrBroken},
		{`"move":2`, `"move":1`, target.ErrBroken},
		{`"streak":1`, `"streak":-1`, target.ErrRange},
		{`"before":3`, `"before":-3`, target.ErrRange},
		{`,"change":"3.0"`, ``, target.ErrBroken},
		{`"code":"a"`, `"code":"b"`, target.ErrDuplicate},
		{`"value":"4.0"`, `"value":"x"`, target.ErrInvalid},
		{`"value":"4.0"`, `"value":1e1000000000`, target.ErrInvalid},
		{`"rank":1`, `"rank":1,"rnak":1`, target.ErrUnknown},
		{`"better":"higher"`, `"better":"up"`, target.ErrUnknown},
		{`"ties":"competition"`, `"ties":"dense"`, target.ErrBroken},
	} {
		changed := strings.Replace(string(text), c.from, c.to, 1)
		if changed == string(text) {
			t.Fatalf("no %s in %s", c.from, text)
		}
		var read ranking.Table
		if err := json.Unmarshal([]byte(changed), &read); !errors.Is(err, c.is) {
			t.Errorf("%s for %s: %v, want an error that is %v", c.to, c.from, err, c.is)
		}
	}
}

func TestEntryAndRowJSON(t *testing.T) {
	entry := ranking.Entry{Code: "a", Name: "甲", Value: num("1.50"), TieBreak: []decimal.Decimal{num("2")}, Target: some("3")}
	text, err := json.Marshal(entry)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"code":"a","name":"甲","value":"1.50","tieBreak":["2"],"target":"3"}`; string(text) != want {
		t.Errorf("MarshalJSON() = %s, want %s", text, want)
	}
	var read ranking.Entry
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(entry, read); diff != "" {
		t.Errorf("entry changed on the way (-want +got):\n%s", diff)
	}
	row, _ := mustNew(t, []ranking.Entry{entry}, ranking.Options{Better: target.Higher}).Row("a")
	if text, err = json.Marshal(row); err != nil {
		t.Fatal(err)
	}
	var again ranking.Row
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(row, again); diff != "" {
		t.Errorf("row changed on the way (-want +got):\n%s", diff)
	}
	if err := json.Unmarshal([]byte(`{"code":"a","value":"1","figure":1}`), &read); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("an unknown field: %v", err)
	}
}

func TestReadFigures(t *testing.T) {
	for text, want := range map[string]string{
		`"1"`: "1", `"-1.50"`: "-1.50", `"0.05"`: "0.05",
		`1`: "", `-1.50`: "", `1e2`: "", `"-2.5E-3"`: "", `"1."`: "", `".5"`: "", `""`: "", `"-"`: "", `"+1"`: "", `" 1"`: "", `"1e"`: "",
		`"0x1"`: "", `"NaN"`: "", `"１"`: "", `true`: "", `{}`: "", `"1.2.3"`: "", `"1e1e1"`: "", `"` + strings.Repeat("9", 401) + `"`: "",
	} {
		var e ranking.Entry
		err := json.Unmarshal([]byte(`{"code":"a","value":`+text+`}`), &e)
		switch {
		case want == "" && !errors.Is(err, target.ErrInvalid):
			t.Errorf("%s: %v, want an error", text, err)
		case want != "" && (err != nil || !e.Value.Equal(num(want))):
			t.Errorf("%s is read as %s, %v", text, e.Value, err)
		}
	}
}
