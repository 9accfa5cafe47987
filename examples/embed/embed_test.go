package main

import (
	"bytes"
	"context"
	"database/sql"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

const goal, month = "CN-12FYP-inventions", "2012-03"

var update = flag.Bool("update", false, "write the golden file anew")

func TestOutput(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept here.db")
	var got bytes.Buffer
	if err := run(t.Context(), &got, path); err != nil {
		t.Fatal(err)
	}

	const golden = "testdata/embed.golden"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}

	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}

	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("run() mismatch (-want +got):\n%s", diff)
	}
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		t.Errorf("the database was not kept at %s: %v", path, err)
	}
	if err := run(t.Context(), &got, path); err == nil {
		t.Error("run() wrote over a database that exists")
	}
}

// filled is a database with the embedded data and the plan that is in it.
func filled(t *testing.T) (*sql.DB, *hierarchy.Plan) {
	t.Helper()
	ctx := context.Background() // the test's own ends before its cleanup
	db, err := open(ctx, filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := fill(ctx, db); err != nil {
		t.Fatal(err)
	}
	plan, err := cascade(ctx, db, goal, month)
	if err != nil {
		t.Fatal(err)
	}
	if err := write(ctx, db, plan); err != nil {
		t.Fatal(err)
	}
	return db, plan
}

func exec(t *testing.T, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

func TestPlanIsRead(t *testing.T) {
	db, plan := filled(t)
	if err := verify(t.Context(), db, plan); err != nil {
		t.Fatal(err)
	}
	got, err := readQuotas(t.Context(), db, plan.Tree(), goal)
	if err != nil {
		t.Fatal(err)
	}
	if got.Len() != plan.Tree().Len() {
		t.Errorf("%d quotas of %d units", got.Len(), plan.Tree().Len())
	}
	for code, want := range map[string]string{"000000": "444642", "440300": "56601", "440000-rest": "12852"} {
		if value, ok := got.At(code); !ok || value.String() != want {
			t.Errorf("quota of %s = %s, %v, want %s", code, value, ok, want)
		}
	}
}

// TestTreeReadAgain reads everything anew, as another program would, and gets
// the same plan.
func TestTreeReadAgain(t *testing.T) {
	db, plan := filled(t)
	again, err := cascade(t.Context(), db, goal, month)
	if err != nil {
		t.Fatal(err)
	}
	if !again.Equal(plan) {
		t.Error("the second plan from one database is another")
	}
}

func TestResidualFigures(t *testing.T) {
	db, plan := filled(t)
	had, err := readFigures(t.Context(), db, plan.Tree(), "inventions", month)
	if err != nil {
		t.Fatal(err)
	}
	up, err := hierarchy.RollUp(target.Stock, had, hierarchy.Column{})
	if err != nil {
		t.Fatal(err)
	}
	for u, want := range had.All() {
		if got, ok := up.At(u.Code); !ok || !got.Equal(want) {
			t.Errorf("%s rolls up to %s, the table has %s", u.Name, got, want)
		}
	}
}

func TestTamperingIsFound(t *testing.T) {
	for name, c := range map[string]struct{ change, finds string }{
		"a city's quota":     {`UPDATE quotas SET value = value + 1 WHERE unit = '440300'`, "Guangdong 440000"},
		"a province's quota": {`UPDATE quotas SET value = value - 1 WHERE unit = '110000'`, "China 000000"},
		"a quota lost":       {`DELETE FROM quotas WHERE unit = '440100'`, "Guangdong 440000"},
	} {
		t.Run(name, func(t *testing.T) {
			db, plan := filled(t)
			exec(t, db, c.change)
			if err := addUp(t.Context(), db, goal); err == nil || !strings.Contains(err.Error(), c.finds) {
				t.Errorf("addUp() = %v, want an error that names %s", err, c.finds)
			}
			if err := verify(t.Context(), db, plan); err == nil {
				t.Error("verify() found nothing")
			}
		})
	}
	t.Run("a swap that adds up", func(t *testing.T) {
		db, plan := filled(t)
		exec(t, db, `UPDATE quotas SET value = CASE unit WHEN '110000' THEN value + 1 ELSE value - 1 END WHERE unit IN ('110000', '120000')`)
		if err := addUp(t.Context(), db, goal); err != nil {
			t.Fatal(err)
		}
		if err := verify(t.Context(), db, plan); err == nil {
			t.Error("verify() found nothing")
		}
	})
}

// TestWriteKeepsAllOrNothing lets writing fail at the last quota: the earlier
// plan stays whole.
func TestWriteKeepsAllOrNothing(t *testing.T) {
	db, plan := filled(t)
	later := plan.Target()
	later.Value = decimal.New(500000, 0)
	revised, err := plan.ReviseTo(later, hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}

	exec(t, db, `CREATE TRIGGER full BEFORE INSERT ON quotas WHEN NEW.unit = '650000' BEGIN SELECT raise(ABORT, 'disk full'); END`)
	if err := write(t.Context(), db, revised); err == nil {
		t.Fatal("write() = nil, want the trigger's error")
	}

	if err := verify(t.Context(), db, plan); err != nil {
		t.Errorf("after a write that failed: %v", err)
	}
	exec(t, db, `DROP TRIGGER full`)
	if err := write(t.Context(), db, revised); err != nil {
		t.Fatal(err)
	}

	if err := verify(t.Context(), db, revised); err != nil {
		t.Errorf("after a write that did not: %v", err)
	}
}

// TestFiguresStayDecimal takes figures through the database that no REAL can
// hold.
func TestFiguresStayDecimal(t *testing.T) {
	db, plan := filled(t)
	want := map[string]decimal.Decimal{
		"110000": decimal.RequireFromString("0.1000000000000000000000000000000000000001"),
		"310000": decimal.RequireFromString("12345678901234567890123456789.5"),
	}
	for code, value := range want {
		if _, err := db.ExecContext(t.Context(), `INSERT INTO figures VALUES ('exact', ?, '2015', ?)`, code, value); err != nil {
			t.Fatal(err)
		}
	}

	got, err := readFigures(t.Context(), db, plan.Tree(), "exact", "2015")
	if err != nil {
		t.Fatal(err)
	}

	column, err := plan.Tree().Column(maps.All(want))
	if err != nil {
		t.Fatal(err)
	}

	if !got.Equal(column.Named(got.Name())) {
		t.Error("the figures read are not those that were written")
	}
	var others int
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM (SELECT value FROM figures UNION ALL SELECT value FROM quotas) WHERE typeof(value) <> 'text'`).Scan(&others); err != nil {
		t.Fatal(err)
	}

	if others > 0 {
		t.Errorf("%d figures are not TEXT", others)
	}
}

func TestBadDataIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ change, want string }{
		"unknown role":     {`UPDATE units SET role = 'guest' WHERE code = '440300'`, `role "guest" is unknown`},
		"second root":      {`UPDATE units SET parent = NULL WHERE code = '440000'`, "only the root has no parent"},
		"text for figure":  {`UPDATE figures SET value = '12,5' WHERE unit = '440300'`, "12,5"},
		"figure missing":   {`DELETE FROM figures WHERE unit = '440300'`, "440300"},
		"no such target":   {`DELETE FROM quotas; DELETE FROM targets`, goal},
		"target not valid": {`UPDATE targets SET definition = json_remove(definition, '$.indicator.kind')`, "kind"},
	} {
		t.Run(name, func(t *testing.T) {
			db, _ := filled(t)
			exec(t, db, c.change)
			if _, err := cascade(t.Context(), db, goal, month); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("cascade() = %v, want an error with %q", err, c.want)
			}
		})
	}
}
