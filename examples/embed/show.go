package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
)

// show prints the families as SQL has them, and the largest child of each.
func show(ctx context.Context, db *sql.DB, w io.Writer, plan *hierarchy.Plan) error {
	goal := plan.Target()
	all, err := families(ctx, db, goal.Code)
	if err != nil {
		return err
	}

	fmt.Fprintf(w, "%s by %s, from SQLite and back\n\n", goal.Indicator.Name, goal.Period)
	const line = "  %-12s  %7v  %8v  %9v  %-16s  %7v  %7v\n"
	fmt.Fprintf(w, line, "parent", "quota", "children", "add up to", "the largest", "quota", "2012-03")

	for _, f := range all {
		var name string
		var quota, had decimal.Decimal
		if err := db.QueryRowContext(ctx, `
			SELECT u.name, q.value, f.value
			FROM units u
			JOIN quotas q  ON q.unit = u.code AND q.target = ?1
			JOIN figures f ON f.unit = u.code AND f.indicator = ?2 AND f.period = '2012-03'
			WHERE u.parent = ?3
			ORDER BY CAST(q.value AS INTEGER) DESC, u.code
			LIMIT 1`, goal.Code, goal.Indicator.Code, f.Code).Scan(&name, &quota, &had); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		fmt.Fprintf(
			w, line, f.Name, f.Quota, f.Children, f.Sum, name, goal.Indicator.Format(quota), goal.Indicator.Format(had),
		)
	}

	_, err = fmt.Fprintf(
		w, "\n%d quotas written in one transaction and read again; %d of %d families add up in SQL.\n", plan.Len(),
		len(all), len(all),
	)
	return err
}
