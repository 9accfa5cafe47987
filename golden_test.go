package cascade_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/golden.txt afresh")

// golden runs every operation and prints all that comes of it.
func golden() string {
	var b strings.Builder
	for _, op := range operations() {
		v, err := op.run(op.args())
		if err != nil {
			v = err
		}
		b.WriteString("== " + op.name + "\n" + text(v) + "\n")
	}
	return b.String()
}

// TestGolden compares every digit of every statistic with those of the file,
// which is the same on every platform. Where a change is meant,
// go test -run TestGolden -update . writes it.
func TestGolden(t *testing.T) {
	const file = "testdata/golden.txt"
	got := golden()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(string(data), "\r\n", "\n")
	if got == want {
		return
	}
	t.Errorf("golden() mismatch (-want +got):\n%s", cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
}
