// Sweep runs a hundred thousand ways to share the European Union's cut of emissions
// on Apache Beam, and prints what they come to for each of the 27 states. The
// functions of the library run unchanged in a DoFn, whose tree and columns are
// restored once for each worker from the documents that the library writes.
//
//	go run -C examples/sweep .                     here, by the embedded Prism runner
//	go run -C examples/sweep . -compare            and in a plain loop, which must give the same bytes
//	go run -C examples/sweep . -scenarios 10000    fewer, spread evenly
//	go run -C examples/sweep . -runner flink …     elsewhere: see the README
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
)

var (
	scenarios = flag.Int64("scenarios", space, "`number` of scenarios, spread evenly over the 100,000")
	size      = flag.Int64("batch", 1000, "`number` of scenarios in an element of the pipeline")
	output    = flag.String("output", "", "`file` for the page, which all workers see; without one it is printed")
	compare   = flag.Bool("compare", false, "run all scenarios in a plain loop too, and compare pages and time")
	level     = flag.String("log_level", "warn", "least `level` of messages: debug, info, warn or error")
)

func main() {
	flag.Parse()
	beam.Init()
	log.SetupLogging(*level, "text")
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "sweep:", err)
		os.Exit(1)
	}
}

// run runs the pipeline, and prints the page unless it went to a file.
func run(ctx context.Context) error {
	if *scenarios < 1 || *scenarios > space || *size < 1 {
		return fmt.Errorf("%d scenarios in batches of %d: use 1 to %d scenarios, and 1 or more in a batch",
			*scenarios, *size, space)
	}
	written, err := documents()
	if err != nil {
		return err
	}
	all := batches(*scenarios, *size)

	to := *output
	if to == "" {
		dir, err := os.MkdirTemp("", "sweep")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		to = filepath.Join(dir, "page")
	}
	p, s := beam.NewPipelineWithRoot()
	sweep(s, written, &shareFn{Documents: written}, all, to)
	if err := timed("pipeline", func() error { return watched(ctx, p) }); err != nil || *output != "" {
		return err
	}
	text, err := os.ReadFile(to)
	if err != nil {
		return err
	}
	if _, err := os.Stdout.Write(text); err != nil || !*compare {
		return err
	}
	return timed("plain loop", func() error {
		want, err := loop(written, all)
		if err == nil && want+"\n" != string(text) {
			err = errors.New("the page of the pipeline is not that of the plain loop")
		}
		return err
	})
}

// watched runs a pipeline and prints every second how far it is.
func watched(ctx context.Context, p *beam.Pipeline) error {
	end := make(chan error, 1)
	go func() { end <- beamx.Run(ctx, p) }()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case err := <-end:
			return err
		case <-tick.C:
			fmt.Fprintf(os.Stderr, "%d of %d scenarios\n", done.Load(), *scenarios)
		}
	}
}

// loop is the same without Beam: one worker, one scenario after the other.
func loop(d Documents, all []Batch) (string, error) {
	w, err := restore(d)
	if err != nil {
		return "", err
	}
	sums := make([]Tally, len(w.codes))
	for _, b := range all {
		tallies, err := w.tally(b)
		if err != nil {
			return "", err
		}
		for i, t := range tallies {
			sums[i] = add(sums[i], t)
		}
	}
	var rows []Row
	for i, t := range sums {
		rows = append(rows, Row{w.codes[i], t})
	}
	return page(d, rows)
}

// timed runs f, and prints how many scenarios a core shared out in a second of its
// work.
func timed(name string, f func() error) error {
	start, before := time.Now(), busy()
	if err := f(); err != nil {
		return err
	}
	took, cpu := time.Since(start).Seconds(), (busy() - before).Seconds()
	fmt.Fprintf(os.Stderr, "%s: %d scenarios in %.1f s, %.1f s of a core, %.0f a second and core\n",
		name, *scenarios, took, cpu, float64(*scenarios)/cpu)
	return nil
}
