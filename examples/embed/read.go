package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

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
	roles := map[string]hierarchy.Role{}
	for _, r := range []hierarchy.Role{hierarchy.Member, hierarchy.Memo, hierarchy.Residual} {
		roles[r.String()] = r
	}
	rows, err := db.QueryContext(ctx, `SELECT code, name, level, coalesce(parent, ''), role FROM units`)
	if err != nil {
		return nil, err
	}

	defer rows.Close()
	var units []hierarchy.Unit
	for rows.Next() {
		var u hierarchy.Unit
		var role string
		if err := rows.Scan(&u.Code, &u.Name, &u.Level, &u.Parent, &role); err != nil {
			return nil, err
		}
		known := false
		if u.Role, known = roles[role]; !known {
			return nil, fmt.Errorf("unit %s: unknown role %q", u.Code, role)
		}
		units = append(units, u)
	}

	if err := rows.Err(); err != nil {
		return nil, err
	}
	return hierarchy.NewTree([]string{"nation", "province", "city"}, units)
}

// readFigures reads one figure for each unit.
func readFigures(
	ctx context.Context, db *sql.DB, tree *hierarchy.Tree, indicator, period string,
) (hierarchy.Column, error) {
	return readColumn(ctx, db, tree, `SELECT unit, value FROM figures WHERE indicator = ? AND period = ?`, indicator, period)
}

// readQuotas reads what was written for a target.
func readQuotas(ctx context.Context, db *sql.DB, tree *hierarchy.Tree, code string) (hierarchy.Column, error) {
	return readColumn(ctx, db, tree, `SELECT unit, value FROM quotas WHERE target = ?`, code)
}

// readColumn reads the codes and figures that a query returns. A
// decimal.Decimal scans TEXT to the last digit.
func readColumn(
	ctx context.Context, db *sql.DB, tree *hierarchy.Tree, query string, args ...any,
) (hierarchy.Column, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return hierarchy.Column{}, err
	}
	defer rows.Close()
	figures := map[string]decimal.Decimal{}
	for rows.Next() {
		var unit string
		var value decimal.Decimal
		if err := rows.Scan(&unit, &value); err != nil {
			return hierarchy.Column{}, err
		}
		figures[unit] = value
	}
	if err := rows.Err(); err != nil {
		return hierarchy.Column{}, err
	}
	return tree.Column(maps.All(figures))
}
