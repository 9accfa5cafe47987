package acceptance_test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files afresh")

// golden runs every operation and prints each result, by the first word of the
// operation's name: the package, or json.
func golden() map[string]string {
	printed := map[string]string{}
	for _, op := range operations() {
		v, err := op.run(op.args())
		if err != nil {
			v = err
		}

		family := op.name[:strings.IndexAny(op.name, "./")]
		printed[family] += "== " + op.name + "\n" + text(v) + "\n"
	}
	printed["print"] = prints()
	return printed
}

// TestGolden compares every digit of every operation with the golden files,
// which are the same on every platform. After a change that is meant,
// go test ./internal/acceptance -run TestGolden -update writes them afresh.
func TestGolden(t *testing.T) {
	const dir = "testdata/golden"
	got := golden()
	if *update {
		writeGolden(t, dir, got)
	}

	var files []string
	for family := range got {
		files = append(files, filepath.Join(dir, family+".txt"))
	}
	slices.Sort(files)
	found, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(files, found); diff != "" {
		t.Errorf("the files in %s mismatch (-want +got):\n%s", dir, diff)
	}

	for _, family := range slices.Sorted(maps.Keys(got)) {
		t.Run(family, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, family+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(string(data), "\r\n", "\n")
			if got := got[family]; got != want {
				t.Errorf("golden() mismatch (-want +got):\n%s", cmp.Diff(
					strings.Split(want, "\n"), strings.Split(got, "\n"),
				))
			}
		})
	}
}

func writeGolden(t *testing.T, dir string, printed map[string]string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for family, text := range printed {
		if err := os.WriteFile(filepath.Join(dir, family+".txt"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
