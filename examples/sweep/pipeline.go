package main

import (
	"context"
	"sync/atomic"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/textio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() {
	register.DoFn3x1[context.Context, Batch, func(string, Tally), error](&shareFn{})
	register.Emitter2[string, Tally]()
	register.Function2x1(add)
	register.Function2x1(row)
	register.DoFn2x2[int, func(*Row) bool, string, error](&pageFn{})
	register.Iter1[Row]()
}

// done counts the scenarios that this process has shared out, those of batches that
// were tried again included. It is for the line of progress.
var done atomic.Int64

// counted is the same over all workers, for the pages of a runner.
var counted = beam.NewCounter("sweep", "scenarios")

// shareFn shares out batches. Its worker is restored from the documents once for
// each instance.
type shareFn struct {
	Documents Documents

	worker *worker
}

// Setup restores the worker.
func (f *shareFn) Setup() (err error) {
	f.worker, err = restore(f.Documents)
	return err
}

// ProcessElement emits the tally of a batch for each state.
func (f *shareFn) ProcessElement(ctx context.Context, b Batch, emit func(string, Tally)) error {
	tallies, err := f.worker.tally(b)
	if err != nil {
		return err
	}
	for i, t := range tallies {
		emit(f.worker.codes[i], t)
	}
	counted.Inc(ctx, b.End-b.First)
	done.Add(b.End - b.First)
	return nil
}

// Row is the tally of a state.
type Row struct {
	Code  string
	Tally Tally
}

func row(code string, t Tally) Row { return Row{code, t} }

// pageFn writes the page from the tallies of all states.
type pageFn struct{ Documents Documents }

// ProcessElement returns the page. Rows come in any order.
func (f *pageFn) ProcessElement(_ int, next func(*Row) bool) (string, error) {
	var rows []Row
	for {
		var r Row
		if !next(&r) {
			break
		}
		rows = append(rows, r)
	}
	return page(f.Documents, rows)
}

// sweep is the pipeline: batches, tallies by state, their sums, a page. Share is the
// DoFn that shares out batches.
func sweep(s beam.Scope, d Documents, share any, all []Batch, file string) {
	given := beam.Reshuffle(s, beam.CreateList(s, all))
	sums := beam.CombinePerKey(s, add, beam.ParDo(s, share, given))
	rows := beam.GroupByKey(s, beam.AddFixedKey(s, beam.ParDo(s, row, sums)))
	textio.Write(s, file, beam.ParDo(s, &pageFn{Documents: d}, rows))
}
