// Ratios runs the benchmarks that the README's table of ratios is made from and
// prints the table in Markdown. Every row sets a benchmark of the library beside
// another of the same run: the naive code that one would write first, or a floor
// on bare machine words. Run it from the root of the library on a quiet machine:
//
//	go run -C tools ./ratios
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// row is one line of the table: how the first benchmark compares with the
// second.
type row struct {
	what, pkg, bench, beside, than string
}

var rows = []row{
	{
		"divide among 10⁶ claims, largest remainder, decimals in and out", "hierarchy",
		"Apportion/remainder/1000000×10", "Apportion/naive/1000000×10", "naive decimals",
	},
	{
		"the same by Webster's method", "hierarchy", "Apportion/webster/1000000×10", "Apportion/remainder/1000000×10",
		"largest remainder",
	},
	{
		"the same with 100 times the total", "hierarchy", "Apportion/webster/1000000×1000",
		"Apportion/webster/1000000×10", "the smaller total",
	},
	{
		"the same as a cascade to 10⁶ children on columns", "hierarchy", "Apportion/columns/1000000×10",
		"Apportion/naive/1000000×10", "naive decimals",
	},
	{
		"cascade over 1,062,247 units, proportional", "hierarchy", "Cascade/proportional/1062247",
		"Cascade/floor/1062247", "integer floor",
	},
	{"", "hierarchy", "Cascade/proportional/1062247", "Cascade/naive/1062247", "naive decimals"},
	{
		"the same, bounded below and above", "hierarchy", "Cascade/bounded/1062247", "Cascade/floor/1062247",
		"integer floor",
	},
	{
		"the same, a blend of two methods", "hierarchy", "Cascade/blend/1062247", "Cascade/floor/1062247",
		"integer floor",
	},
	{
		"the same, a ratio with its basis", "hierarchy", "Cascade/ratio/1062247", "Cascade/floor/1062247",
		"integer floor",
	},
	{
		"cascade over 44,568 units down to the towns, proportional", "hierarchy", "Cascade/proportional/41352",
		"Cascade/floor/41352", "integer floor",
	},
	{
		"tree of 1,062,247 units, in order", "hierarchy", "NewTree/sorted/1062247", "NewTree/sorted-map/1062247",
		"a map of its codes",
	},
	{
		"tree of 1,062,247 units, shuffled", "hierarchy", "NewTree/shuffled/1062247", "NewTree/shuffled-map/1062247",
		"a map of its codes",
	},
	{"ranking of 1,062,247 entries", "ranking", "New/plain/1062247", "SortFunc/1062247", "slices.SortFunc on floats"},
	{"the same within groups", "ranking", "New/groups/1062247", "New/plain/1062247", "without groups"},
	{
		"the same, entries scattered in memory", "ranking", "New/shuffled/1062247", "SortFunc/1062247",
		"slices.SortFunc on floats",
	},
	{
		"index of 40,000 units × 50 indicators over three levels", "evaluate/index", "Score/arithmetic/40000x50",
		"Score/floor/40000x50", "a plain weighted sum of floats",
	},
	{
		"confidence sets for the ranks of 300 units, 1,000 replicates beside 10", "ranking/robust",
		"ConfidenceSets/simultaneous/300", "NaiveSets", "naive search, a hundredth of the replicates",
	},
}

// growth are the benchmarks whose time for each number of units is shown. A
// benchmark's name holds %s where the number stands.
var growth = []struct{ what, pkg, bench string }{
	{"cascade, proportional", "hierarchy", "Cascade/proportional/%s"},
	{"cascade, Webster", "hierarchy", "Cascade/webster/%s"},
	{"cascade, bounded", "hierarchy", "Cascade/bounded/%s"},
	{"cascade, ratio", "hierarchy", "Cascade/ratio/%s"},
	{"cascade, integer floor", "hierarchy", "Cascade/floor/%s"},
	{"cascade, naive decimals", "hierarchy", "Cascade/naive/%s"},
	{"every quota of a plan read", "hierarchy", "Plan/all/%s"},
	{"plan checked", "hierarchy", "Plan/check/%s"},
	{"column made from decimals", "hierarchy", "Column/%s"},
	{"roll-up of sums", "hierarchy", "RollUp/flow/%s"},
	{"tree, in order", "hierarchy", "NewTree/sorted/%s"},
	{"a stock assessed", "evaluate", "Assess/stock/%s"},
	{"ranking", "ranking", "New/plain/%s"},
	{"every row of a ranking read", "ranking", "All/%s"},
	{"index over ten indicators", "evaluate/index", "Score/arithmetic/%sx10"},
}

// sizes are the numbers in the names, and how many units those of the trees
// have where they include all that stands above.
var sizes = []struct {
	name  string
	tree  float64
	units float64
}{{"31", 32, 31}, {"334", 366, 334}, {"2850", 3216, 2850}, {"41352", 44568, 41352}, {"1062247", 1062247, 1062247}}

func main() {
	count := flag.Int("count", 5, "runs of each benchmark; the fastest counts")
	benchtime := flag.String("benchtime", "3x", "time or number of iterations of each run")
	flag.Parse()
	if err := run(*count, *benchtime); err != nil {
		fmt.Fprintln(os.Stderr, "ratios:", err)
		os.Exit(1)
	}
}

func run(count int, benchtime string) error {
	ns := map[string]float64{}
	for pkg, bench := range patterns() {
		if err := measure(ns, pkg, bench, count, benchtime); err != nil {
			return err
		}
	}

	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	fmt.Fprintf(
		w, "%s, %s/%s, %d CPUs, the fastest of %d runs\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH,
		runtime.NumCPU(), count,
	)
	fmt.Fprintf(w, "| what | time | ratio | to |\n|---|---:|---:|---|\n")

	for _, r := range rows {
		a, b := ns[r.pkg+" "+r.bench], ns[r.pkg+" "+r.beside]
		if a == 0 || b == 0 {
			return fmt.Errorf("no figure for %s or %s", r.bench, r.beside)
		}
		fmt.Fprintf(w, "| %s | %s | %.2f | %s |\n", r.what, ms(a), a/b, r.than)
	}

	fmt.Fprintf(w, "\n| nanoseconds a unit |")
	for _, s := range sizes {
		fmt.Fprintf(w, " %s |", s.name)
	}

	fmt.Fprintf(w, "\n|---|%s\n", strings.Repeat("---:|", len(sizes)))
	for _, g := range growth {
		fmt.Fprintf(w, "| %s |", g.what)
		for _, s := range sizes {
			n := s.units
			if g.pkg == "hierarchy" {
				n = s.tree
			}
			bench := fmt.Sprintf(g.bench, s.name)
			v := ns[g.pkg+" "+bench]
			if v == 0 {
				return fmt.Errorf("no figure for %s", bench)
			}
			fmt.Fprintf(w, " %.0f |", v/n)
		}
		fmt.Fprintln(w)
	}

	return nil
}

func ms(ns float64) string {
	if ns < 1e6 {
		return fmt.Sprintf("%.2f ms", ns/1e6)
	}
	return fmt.Sprintf("%.0f ms", ns/1e6)
}

// patterns returns the benchmarks to run, by package.
func patterns() map[string]string {
	want := map[string]map[string]bool{}
	add := func(pkg, bench string) {
		if want[pkg] == nil {
			want[pkg] = map[string]bool{}
		}
		want[pkg][strings.SplitN(bench, "/", 2)[0]] = true
	}

	for _, r := range rows {
		add(r.pkg, r.bench)
		add(r.pkg, r.beside)
	}

	for _, g := range growth {
		add(g.pkg, g.bench)
	}

	out := map[string]string{}
	for pkg, names := range want {
		var list []string
		for name := range names {
			list = append(list, name)
		}
		out[pkg] = "^Benchmark(" + strings.Join(list, "|") + ")$"
	}

	return out
}

var result = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+([0-9.]+) ns/op`)

// measure runs benchmarks and keeps the least time of each.
func measure(ns map[string]float64, pkg, bench string, count int, benchtime string) error {
	cmd := exec.Command(
		"go", "test", "-run=NONE", "-bench="+bench, "-benchtime="+benchtime, "-count="+strconv.Itoa(count),
		"-timeout=60m", "./"+pkg,
	)
	cmd.Dir = ".."
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%v: %w\n%s", cmd.Args, err, out)
	}

	for line := range bytes.Lines(out) {
		m := result.FindSubmatch(line)
		if m == nil {
			continue
		}
		v, err := strconv.ParseFloat(string(m[2]), 64)
		if err != nil {
			return err
		}
		key := pkg + " " + string(m[1])
		if old, ok := ns[key]; !ok || v < old {
			ns[key] = v
		}
	}

	return nil
}
