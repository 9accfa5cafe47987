package main

import (
	"context"
	"database/sql"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/targetcascade/cascade/hierarchy"
)

//go:embed data
var files embed.FS

// open opens or makes the database.
func open(ctx context.Context, path string) (*sql.DB, error) {
	at := url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: "_pragma=foreign_keys(1)"}
	db, err := sql.Open("sqlite", at.String())
	if err != nil {
		return nil, err
	}
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// within runs f in one transaction: all that it does is kept, or nothing.
func within(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after a commit
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// fill makes the tables and puts the embedded data into them, as a program
// would have them already.
func fill(ctx context.Context, db *sql.DB) error {
	schema, err := files.ReadFile("data/schema.sql")
	if err != nil {
		return err
	}

	definition, err := files.ReadFile("data/target.json")
	if err != nil {
		return err
	}

	return within(ctx, db, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, string(schema)); err != nil {
			return err
		}
		if err := fillTable(ctx, tx, "data/units.csv", `INSERT INTO units (code, name, level, parent, role) VALUES (?, ?, ?, nullif(?, ''), ?)`); err != nil {
			return err
		}
		if err := fillTable(ctx, tx, "data/figures.csv", `INSERT INTO figures (indicator, unit, period, value) VALUES (?, ?, ?, ?)`); err != nil {
			return err
		}

		// What a parent has beside its children is the residual unit's.
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO figures (indicator, unit, period, value)
			SELECT p.indicator, r.code, p.period, CAST(CAST(p.value AS INTEGER) - sum(CAST(c.value AS INTEGER)) AS TEXT)
			FROM units r
			JOIN figures p ON p.unit = r.parent
			JOIN units s   ON s.parent = r.parent AND s.role = 'member'
			JOIN figures c ON c.unit = s.code AND c.indicator = p.indicator AND c.period = p.period
			WHERE r.role = 'residual'
			GROUP BY r.code, p.indicator, p.period`); err != nil {
			return err
		}

		_, err = tx.ExecContext(ctx, `INSERT INTO targets (code, definition) VALUES (json_extract(?1, '$.code'), ?1)`, string(definition))
		return err
	})
}

// fillTable inserts the rows of a file.
func fillTable(ctx context.Context, tx *sql.Tx, name, insert string) error {
	f, err := files.Open(name)
	if err != nil {
		return err
	}

	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	records, err := r.ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return insertAll(ctx, tx, insert, slices.Values(records[1:]))
}

// insertAll inserts rows of text by one statement.
func insertAll(ctx context.Context, tx *sql.Tx, insert string, records iter.Seq[[]string]) error {
	stmt, err := tx.PrepareContext(ctx, insert)
	if err != nil {
		return err
	}
	defer stmt.Close()

	for record := range records {
		values := make([]any, len(record))
		for i, v := range record {
			values[i] = v
		}
		if _, err := stmt.ExecContext(ctx, values...); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(record, ","), err)
		}
	}
	return nil
}

// write puts the plan's quotas in the place of those that the target had, in
// one transaction, and lets SQL add them up before it commits.
func write(ctx context.Context, db *sql.DB, plan *hierarchy.Plan) error {
	goal := plan.Target()
	return within(ctx, db, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM quotas WHERE target = ?`, goal.Code); err != nil {
			return err
		}
		quotas := func(yield func([]string) bool) {
			for q := range plan.All() {
				// Format writes the decimals of the indicator, and no setting of
				// another package changes it.
				if !yield([]string{goal.Code, q.Unit.Code, goal.Indicator.Format(q.Value)}) {
					return
				}
			}
		}
		if err := insertAll(ctx, tx, `INSERT INTO quotas (target, unit, value) VALUES (?, ?, ?)`, quotas); err != nil {
			return err
		}
		return addUp(ctx, tx, goal.Code)
	})
}
