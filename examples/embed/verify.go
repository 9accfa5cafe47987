package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/targetcascade/cascade/hierarchy"
)

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// family is a parent and what SQL makes of its children's quotas.
type family struct {
	Code, Name string
	Children   int
	Quota, Sum int64
}

// families are the parents that handed their quota down, in the order of their
// codes. Patents are whole, so that INTEGER is exact where adding TEXT would
// make it REAL; an indicator with decimals is added up without its point.
func families(ctx context.Context, q querier, code string) ([]family, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT p.code, p.name, count(*), CAST(pq.value AS INTEGER), sum(CAST(cq.value AS INTEGER))
		FROM units c
		JOIN units p   ON p.code = c.parent
		JOIN quotas cq ON cq.unit = c.code AND cq.target = ?1
		JOIN quotas pq ON pq.unit = p.code AND pq.target = ?1
		WHERE c.role <> 'memo'
		GROUP BY p.code
		ORDER BY p.code`, code)
	if err != nil {
		return nil, err
	}

	defer rows.Close()
	var all []family
	for rows.Next() {
		var f family
		if err := rows.Scan(&f.Code, &f.Name, &f.Children, &f.Quota, &f.Sum); err != nil {
			return nil, err
		}
		all = append(all, f)
	}

	return all, rows.Err()
}

// addUp returns an error that names every parent whose children's quotas do
// not add up to its own.
func addUp(ctx context.Context, q querier, code string) error {
	all, err := families(ctx, q, code)
	if err != nil {
		return err
	}
	var broken []error
	for _, f := range all {
		if f.Sum != f.Quota {
			broken = append(
				broken,
				fmt.Errorf("%s %s: its %d children have %d, and it has %d", f.Name, f.Code, f.Children, f.Sum, f.Quota),
			)
		}
	}
	return errors.Join(broken...)
}

// verify reads the quotas again: they are the plan's, figure by figure, and
// add up.
func verify(ctx context.Context, db *sql.DB, plan *hierarchy.Plan) error {
	read, err := readQuotas(ctx, db, plan.Tree(), plan.Target().Code)
	if err != nil {
		return err
	}
	if err := plan.Verify(read); err != nil {
		return fmt.Errorf("the quotas read again: %w", err)
	}
	return addUp(ctx, db, plan.Target().Code)
}
