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
	table := mustNew(
		t,
		entries("a", "4", "b", "2.5", "c", "2.5", "d", ""),
		ranking.Options{Better: target.Higher, Before: before, Tiles: 2, Classes: []ranking.Class{{Name: "all"}}},
	)

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
		{`"class":"all"`, `"class":"some"`, target.ErrBroken},
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
	entry := ranking.Entry{
		Code:     "a",
		Name:     "甲",
		Value:    num("1.50"),
		TieBreak: []decimal.Decimal{num("2")},
		Target:   some("3"),
	}

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
	row, _ := mustNew(t, []ranking.Entry{entry, {Code: "b"}}, ranking.Options{Better: target.Higher}).Row("a")
	if text, err = json.Marshal(row); err != nil {
		t.Fatal(err)
	}
	if want := `{"code":"a","name":"甲","value":"1.50","tieBreak":["2"],"target":"3","rank":1,"of":2,"tied":1,"first":1,"last":1,` +

		`"mean":"1.0","fromEnd":2,"percentile":"0","cumeDist":"0.500000000000000000","toLeader":"0.00","toTarget":"1.50"}`; string(
		text,
	) != want {
		t.Errorf("MarshalJSON() = %s, want %s", text, want)
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

// TestReadBack reads tables that remember an earlier one, of figures as far
// apart as they may lie, and takes them for the earlier one again.
func TestReadBack(t *testing.T) {
	most := num("1e100").Sub(num("1e-100"))
	least := decimal.NewNullDecimal(most.Neg())
	then := entries("a", "1", "b", "2", "d", "0.5", "f", "1")
	then = append(then, ranking.Entry{Code: "c", Value: most})
	now := entries("a", "2.5", "b", "2", "e", "")
	now = append(
		now,
		ranking.Entry{Code: "c", Value: most.Neg()},
		ranking.Entry{Code: "d", Value: most, Exempt: "x"},
		ranking.Entry{Code: "f", Value: most},
	)

	for name, o := range map[string]ranking.Options{
		"higher": {Better: target.Higher, Target: least}, "lower": {Better: target.Lower, Target: least},
		"nearer": {Better: target.Nearer, Target: least}, "published": {
			Better: target.Higher, Places: target.Places(0),
		},
	} {
		t.Run(name, func(t *testing.T) {
			first := mustNew(t, then, o)
			o.Before = first
			table := mustNew(t, now, o)
			text, err := json.Marshal(table)
			if err != nil {
				t.Fatal(err)
			}
			var read ranking.Table
			if err := json.Unmarshal(text, &read); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			if !table.Equal(&read) {
				t.Errorf("%v became %v", table, &read)
			}
			if diff := cmp.Diff(rows(table), rows(&read)); diff != "" {
				t.Errorf("rows mismatch (-want +got):\n%s", diff)
			}
			o.Before = table
			next := mustNew(t, now[1:], o)
			o.Before = &read
			if again := mustNew(t, now[1:], o); !next.Equal(again) {
				t.Errorf("after the table that was read: %v, after that which was written: %v", again, next)
			}
		})
	}
}

// TestReadOrder refuses rows of equal units that are not in the order of their
// codes.
func TestReadOrder(t *testing.T) {
	text, err := json.Marshal(mustNew(t, entries("a", "1", "b", "1"), ranking.Options{Better: target.Higher}))
	if err != nil {
		t.Fatal(err)
	}
	turned := strings.NewReplacer(`"code":"a"`, `"code":"b"`, `"code":"b"`, `"code":"a"`).Replace(string(text))
	var read ranking.Table
	if err := json.Unmarshal([]byte(turned), &read); !errors.Is(err, target.ErrBroken) {
		t.Errorf("rows in another order: %v", err)
	}
}

// TestReadMoves reads earlier ranks and streaks up to the largest that a table
// keeps.
func TestReadMoves(t *testing.T) {
	before := mustNew(t, entries("a", "1", "b", "2"), ranking.Options{Better: target.Higher})
	table := mustNew(t, entries("a", "4", "b", "2"), ranking.Options{Better: target.Higher, Before: before})
	text, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}

	const up, down = `"before":2,"move":1,"streak":1`, `"before":1,"move":-1,"streak":-1`

	for _, c := range []struct {
		from, to string
		ok       bool
	}{
		{up, up, true},
		{up, `"before":2147483647,"move":2147483646,"streak":2147483647`, true},
		{up, `"before":2147483648,"move":2147483647,"streak":1`, false},
		{up, `"before":4294967298,"move":1,"streak":1`, false},
		{up, `"before":2,"move":1,"streak":2147483648`, false},
		{up, `"before":2,"move":1,"streak":4294967297`, false},
		{down, `"before":1,"move":-1,"streak":-2147483647`, true},
		{down, `"before":1,"move":-1,"streak":-2147483648`, false},
		{down, `"before":1,"move":-1,"streak":-4294967297`, false},
		{down, `"before":-1,"move":-1,"streak":-1`, false},
	} {
		changed := strings.Replace(string(text), c.from, c.to, 1)
		if !strings.Contains(changed, c.to) {
			t.Fatalf("no %s in %s", c.from, text)
		}
		var read ranking.Table
		if err := json.Unmarshal([]byte(changed), &read); (err == nil) != c.ok {
			t.Errorf("%s is read with %v", c.to, err)
		}
	}
}

// TestReadDistances reads gaps of one digit more than figures may have.
func TestReadDistances(t *testing.T) {
	row, _ := mustNew(t, entries("a", "1"), ranking.Options{Better: target.Higher}).Row("a")
	text, err := json.Marshal(row)
	if err != nil {
		t.Fatal(err)
	}

	nines, zeros := strings.Repeat("9", 100), strings.Repeat("0", 100)
	for gap, ok := range map[string]bool{
		"1":                        true,
		"1" + nines:                true,
		"-1" + nines + "." + nines: true,
		"0." + nines:               true,
		"2" + zeros:                true,
		"-2" + zeros:               true,
		"2" + zeros + ".1":         false,
		"-21" + zeros[1:]:          false,
		"19" + nines:               false,
		"-19" + nines:              false,
		"0.9" + nines:              false,
		"x":                        false,
		"":                         false,
		"1e2":                      false,
	} {
		var read ranking.Row
		changed := strings.Replace(string(text), `"toLeader":"0"`, `"toLeader":"`+gap+`"`, 1)
		err := json.Unmarshal([]byte(changed), &read)
		if ok && (err != nil || !read.ToLeader.Decimal.Equal(num(gap))) || !ok && !errors.Is(err, target.ErrInvalid) {
			t.Errorf("%s is read as %s, %v", gap, read.ToLeader.Decimal, err)
		}
	}
}
