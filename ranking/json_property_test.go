package ranking_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// checkJSON writes tables and reads them back.
func checkJSON(t *rapid.T) {
	o := drawPlainOptions(t)
	if rapid.Bool().Draw(t, "with an earlier table") {
		before, err := ranking.New(drawEntries(t, "earlier codes"), o)
		if err != nil {
			t.Fatal(err)
		}
		o.Before = before
	}

	table, err := ranking.New(drawEntries(t, "codes"), o)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	var read ranking.Table
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if !cmp.Equal(table, &read) {
		t.Errorf("table changed on the way:\n%s\n%s", table, &read)
	}
	if diff := cmp.Diff(rows(table), rows(&read)); diff != "" {
		t.Errorf("rows changed on the way (-want +got):\n%s", diff)
	}
}

func TestJSON(t *testing.T) { rapid.Check(t, checkJSON) }

func FuzzJSON(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkJSON)) }

// A tie-break key in the table's own direction has none to write.
func TestJSONOfSilentKeys(t *testing.T) {
	o := ranking.Options{Better: target.Lower, TieBreak: []target.Direction{0, target.Higher}}
	table := mustNew(t, entries("a", "1"), o)
	text, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), `"tieBreak":["","higher"]`) {
		t.Errorf("MarshalJSON() = %s", text)
	}
	var read ranking.Table
	if err := json.Unmarshal(text, &read); err != nil || !table.Equal(&read) {
		t.Errorf("UnmarshalJSON() = %v, %v", read.Options(), err)
	}
	other := strings.Replace(string(text), `"higher"`, `"up"`, 1)
	if err := json.Unmarshal([]byte(other), &read); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("UnmarshalJSON() = %v, want an unknown direction", err)
	}
}

// FuzzReadTable feeds arbitrary text to the reader, which must refuse it or
// read what it can write again.
func FuzzReadTable(f *testing.F) {
	f.Add([]byte(`{"better":"higher","ties":"dense","rows":[]}`))
	f.Add([]byte(`{"better":"lower","ties":"competition","moves":true,"rows":[{"code":"a","value":"1e1000000000"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var table ranking.Table
		if err := table.UnmarshalJSON(text); err != nil {
			if len(target.AllErrors(err)) == 0 {
				t.Errorf("an error without a place: %v", err)
			}
			return
		}
		again, err := json.Marshal(&table)
		if err != nil {
			t.Fatal(err)
		}
		var read ranking.Table
		if err := json.Unmarshal(again, &read); err != nil || !cmp.Equal(&table, &read) {
			t.Errorf("%v: %s became %s", err, text, again)
		}
	})
}
