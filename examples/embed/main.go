// Embed shows how another program uses the library. It reads units, figures and a
// target from a database and cascades the target. It writes the quotas back in one
// transaction, reads them again, and lets SQL add them up.
//
//	go run .
//	go run . -db plan.db    keep the database
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/targetcascade/cascade/hierarchy"
)

func main() {
	path := flag.String("db", "", "`file` to keep the database in; it must not exist yet")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *path); err != nil {
		fmt.Fprintln(os.Stderr, "embed:", err)
		os.Exit(1)
	}
}

// run makes the database at the path, or in a temporary directory, and fills it. It
// cascades the target of the tables, writes the quotas, reads them again and prints them.
func run(ctx context.Context, w io.Writer, path string) (err error) {
	if path == "" {
		dir, err := os.MkdirTemp("", "cascade-embed-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		path = filepath.Join(dir, "plan.db")
	} else if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s exists already", path)
	}

	db, err := open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := fill(ctx, db); err != nil {
		return err
	}

	plan, err := cascade(ctx, db, "CN-12FYP-inventions", "2012-03")
	if err != nil {
		return err
	}
	if err := write(ctx, db, plan); err != nil {
		return err
	}
	if err := verify(ctx, db, plan); err != nil {
		return err
	}
	return show(ctx, db, w, plan)
}

// cascade hands the target with this code down in proportion to the figures of
// its indicator in the period.
func cascade(ctx context.Context, db *sql.DB, code, period string) (*hierarchy.Plan, error) {
	goal, err := readTarget(ctx, db, code)
	if err != nil {
		return nil, err
	}
	tree, err := readTree(ctx, db)
	if err != nil {
		return nil, err
	}
	had, err := readFigures(ctx, db, tree, goal.Indicator.Code, period)
	if err != nil {
		return nil, err
	}

	plan, err := hierarchy.Cascade(tree, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(had)},
	})
	if err != nil {
		return nil, err
	}
	return plan, plan.Check()
}
