package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

var anew = flag.Bool("golden", false, "write the golden file anew")

func TestMain(m *testing.M) {
	register.DoFn3x1[context.Context, Batch, func(string, Tally), error](&failOnceFn{})
	flag.Parse()
	beam.Init()
	log.SetupLogging("warn", "text")
	os.Exit(m.Run())
}

// sample is how many scenarios the tests share out.
const sample = 2000

func made(t testing.TB) Documents {
	t.Helper()
	d, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func restored(t testing.TB) *worker {
	t.Helper()
	w, err := restore(made(t))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// looped is the page of the plain loop.
func looped(t testing.TB) string {
	t.Helper()
	got, err := loop(made(t), batches(sample, sample))
	if err != nil {
		t.Fatal(err)
	}
	return got + "\n"
}

// piped is the page that a pipeline writes.
func piped(t testing.TB, d Documents, share any, all []Batch) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page")
	p, s := beam.NewPipelineWithRoot()
	sweep(s, d, share, all, file)
	if err := beamx.Run(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

func TestPage(t *testing.T) {
	const file = "testdata/page.golden"
	got := looped(t)
	if *anew {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("page = %s\nwant %s", got, want)
	}
	for line := range strings.Lines(got) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 100 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

// However the scenarios are divided into batches, and in whatever order the batches
// come, the pipeline writes the page of the plain loop.
func TestBundles(t *testing.T) {
	want, d := looped(t), made(t)
	for seed := range uint64(3) {
		r := rand.New(rand.NewPCG(seed, 1))
		var all []Batch
		for first := int64(0); first < sample; {
			end := min(sample, first+1+r.Int64N(300))
			all = append(all, Batch{first, end})
			first = end
		}
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })

		if got := piped(t, d, &shareFn{Documents: d}, all); got != want {
			t.Errorf("page of %d batches = %s\nwant %s", len(all), got, want)
		}
	}
}

// failOnceFn is shareFn on a worker that dies once, when it has emitted the tallies of
// half the states. It does what a runner does, since Prism does not try again. What was
// emitted is dropped, and a new instance, made of the same document, gets the batch
// from the start.
type failOnceFn struct {
	Share *shareFn

	failed bool
}

// failures counts the failures of all instances.
var failures atomic.Int64

// errDied is what the worker dies of.
var errDied = errors.New("the worker died")

func (f *failOnceFn) Setup() error { return f.Share.Setup() }

func (f *failOnceFn) ProcessElement(ctx context.Context, b Batch, emit func(string, Tally)) error {
	rows, err := f.try(ctx, b)
	if errors.Is(err, errDied) {
		failures.Add(1)
		if err := f.replace(); err != nil {
			return err
		}
		rows, err = f.try(ctx, b)
	}
	for _, r := range rows {
		emit(r.Code, r.Tally)
	}
	return err
}

// try shares out a batch, and fails the first time.
func (f *failOnceFn) try(ctx context.Context, b Batch) (rows []Row, err error) {
	defer func() {
		if r := recover(); r != nil {
			rows, err = nil, errDied
		}
	}()
	err = f.Share.ProcessElement(ctx, b, func(code string, t Tally) {
		if rows = append(rows, Row{code, t}); len(rows) == 13 && !f.failed {
			f.failed = true
			panic(errDied)
		}
	})
	return rows, err
}

// A batch that failed half way and was tried again counts once.
func TestRetry(t *testing.T) {
	d, before := made(t), failures.Load()
	got := piped(t, d, &failOnceFn{Share: &shareFn{Documents: d}}, batches(sample, 250))
	if want := looped(t); got != want {
		t.Errorf("page = %s\nwant %s", got, want)
	}
	if failures.Load() == before {
		t.Error("no worker died")
	}
}

// replace replaces the instance by one that is read from its document.
func (f *failOnceFn) replace() error {
	text, err := json.Marshal(f.Share)
	if err != nil {
		return err
	}
	f.Share = &shareFn{}
	if err := json.Unmarshal(text, f.Share); err != nil {
		return err
	}
	return f.Share.Setup()
}

// A prepared cascade on restored documents gives what a cascade from scratch gives.
func TestShareIsCascade(t *testing.T) {
	w := restored(t)
	answered := 0
	for i := int64(0); i < space; i += 997 {
		s := scenarioAt(i)
		got, ok, err := w.share(s, nil)
		if err != nil {
			t.Fatal(err)
		}

		want, err := fromScratch(t, s)
		if errors.Is(err, target.ErrInfeasible) != !ok {
			t.Fatalf("scenario %d: share() = %v, Cascade() = %v", i, ok, err)
		}
		if !ok {
			continue
		}
		answered++
		for k, code := range w.codes {
			q, _ := want.Quota(code)
			if q.Value.Shift(2).IntPart() != got[k] {
				t.Errorf("scenario %d: the cut of %s = %d hundredths, want %v", i, code, got[k], q.Value)
			}
		}
	}
	if answered < 50 {
		t.Errorf("%d scenarios have an answer, want most of 101", answered)
	}
}

// fromScratch cascades a scenario without what a worker has prepared.
func fromScratch(t *testing.T, s scenario) (*hierarchy.Plan, error) {
	t.Helper()
	d := made(t)
	tree := new(hierarchy.Tree)
	if err := json.Unmarshal(d.Tree, tree); err != nil {
		t.Fatal(err)
	}

	column := func(c hierarchy.Column, err error) hierarchy.Column {
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	wealth := column(tree.ReadColumn(d.Columns[s.wealth]))
	sum, err := wealth.Sum("state")
	if err != nil {
		t.Fatal(err)
	}

	mean := sum.DivRound(decimal.New(27, 0), 3)
	points := column(wealth.Map(func(_ hierarchy.Unit, x decimal.Decimal) decimal.Decimal {
		low := decimal.Min(x, mean)
		return low.Mul(s.below).Add(x.Sub(low).Mul(s.above))
	}))
	return hierarchy.Cascade(tree, target.Target{
		Code: "EU", Unit: union, Period: target.Year(2030), Force: target.Binding, Value: s.total,
		Indicator: target.Indicator{
			Code: "cut", Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0),
			Places: target.Places(2),
		},
	}, hierarchy.Options{
		Basis: column(tree.ReadColumn(d.Columns[base])),
		Rule: hierarchy.Rule{
			Method: hierarchy.Shift(points),
			Min:    column(tree.Constant("state", floors.at(int64(s.floor)))),
			Max:    column(tree.Constant("state", ceilings.at(int64(s.ceiling)))),
		},
	})
}

// Numbers from 0 to space − 1 are all scenarios, each once, and batches have each
// number once.
func TestScenarios(t *testing.T) {
	seen := map[string]bool{}
	for s := range (Batch{0, space}).scenarios {
		seen[fmt.Sprint(s.total, s.wealth, s.below, s.above, s.floor, s.ceiling)] = true
	}
	if int64(len(seen)) != space || space != 100_000 {
		t.Errorf("%d scenarios of %d, want 100000", len(seen), space)
	}
	for _, n := range []int64{1, 7, 1000, 1001, space} {
		next := int64(0)
		for _, b := range batches(n, 250) {
			if b.First != next || b.End <= b.First || b.End > b.First+250 {
				t.Errorf("batches(%d, 250): %+v after %d", n, b, next)
			}
			next = b.End
		}
		if next != n {
			t.Errorf("batches(%d, 250) end at %d", n, next)
		}
	}
}

// Tallies of parts, added in any order and grouping, are those of the whole; the
// quantiles are those of the sorted figures.
func TestTally(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 200 {
		var figures []int64
		var parts []Tally
		for range 1 + r.IntN(6) {
			var some []int64
			for range r.IntN(9) {
				some = append(some, r.Int64N(7)-3)
			}
			figures = append(figures, some...)
			parts = append(parts, Tally{Quotas: bins(some), Refused: int64(len(some))})
		}
		want := Tally{Quotas: bins(slices.Clone(figures)), Refused: int64(len(figures))}

		r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		for len(parts) > 1 {
			k := r.IntN(len(parts) - 1)
			parts[k] = add(parts[k], parts[k+1])
			parts = slices.Delete(parts, k+1, k+2)
		}
		if !slices.Equal(parts[0].Quotas, want.Quotas) || parts[0].Refused != want.Refused {
			t.Errorf("sum = %+v, want %+v", parts[0], want)
		}
		slices.Sort(figures)
		for _, percent := range []int64{1, 5, 50, 95, 100} {
			if n := int64(len(figures)); n > 0 {
				if got, want := quantile(want.Quotas, percent), figures[(percent*n+99)/100-1]; got != want {
					t.Errorf("quantile(%v, %d) = %d, want %d", figures, percent, got, want)
				}
			}
		}
	}
}

func TestRestoreErrors(t *testing.T) {
	d := made(t)
	for name, broken := range map[string]Documents{
		"no tree":          {Columns: d.Columns},
		"no columns":       {Tree: d.Tree},
		"a damaged column": {Tree: d.Tree, Columns: append(slices.Clone(d.Columns[:3]), json.RawMessage(`{"version":1}`))},
	} {
		if _, err := restore(broken); err == nil {
			t.Errorf("restore(%s) = nil, want an error", name)
		}
	}
}

func BenchmarkBatch(b *testing.B) {
	w := restored(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.tally(Batch{0, 1000}); err != nil {
			b.Fatal(err)
		}
	}
}
