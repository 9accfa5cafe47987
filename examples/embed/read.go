package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/rows"
	"github.com/targetcascade/cascade/target"
)

// table yields the rows of a query as text, the names of its columns first, as package
// rows reads them. SQL must give no NULL.
func table(ctx context.Context, db *sql.DB, query string, args ...any) rows.Records {
	return func(yield func([]string, error) bool) {
		result, err := db.QueryContext(ctx, query, args...)
		if err != nil {
			yield(nil, err)
			return
		}
		defer result.Close()
		header, err := result.Columns()
		if !yield(header, err) || err != nil {
			return
		}

		for result.Next() {
			cells, into := make([]string, len(header)), make([]any, len(header))
			for i := range cells {
				into[i] = &cells[i]
			}
			if err := result.Scan(into...); !yield(cells, err) || err != nil {
				return
			}
		}
		if err := result.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// readTarget reads a target from its JSON, which the library checks strictly.
func readTarget(ctx context.Context, db *sql.DB, code string) (target.Target, error) {
	var definition string
	var t target.Target
	if err := db.QueryRowContext(ctx, `SELECT definition FROM targets WHERE code = ?`, code).Scan(&definition); err != nil {
		return t, fmt.Errorf("target %s: %w", code, err)
	}
	err := json.Unmarshal([]byte(definition), &t)
	return t, err
}

// readTree reads the units. Their order does not matter: siblings are in the
// order of their codes whatever SQL returns.
func readTree(ctx context.Context, db *sql.DB) (*hierarchy.Tree, error) {
	units := table(ctx, db, `SELECT code, name, level, coalesce(parent, '') AS parent, role FROM units`)
	return rows.ReadTree(units, []string{"nation", "province", "city"}, rows.Layout{})
}

// readFigures reads one figure for each unit. TEXT keeps a decimal to the last digit.
func readFigures(
	ctx context.Context, db *sql.DB, tree *hierarchy.Tree, indicator, period string,
) (hierarchy.Column, error) {
	return readColumn(tree, indicator+" "+period, table(
		ctx, db, `SELECT unit, indicator || ' ' || period AS name, value FROM figures WHERE indicator = ? AND period = ?`,
		indicator, period,
	))
}

// readQuotas reads what was written for a target.
func readQuotas(ctx context.Context, db *sql.DB, tree *hierarchy.Tree, code string) (hierarchy.Column, error) {
	return readColumn(tree, code, table(
		ctx, db, `SELECT unit, target AS name, value FROM quotas WHERE target = ?`, code,
	))
}

// readColumn reads a table of units and values that has one name.
func readColumn(tree *hierarchy.Tree, name string, source rows.Records) (hierarchy.Column, error) {
	columns, err := rows.ReadColumns(source, tree, rows.Layout{}, name)
	if err != nil {
		return hierarchy.Column{}, err
	}
	return columns[0], nil
}
