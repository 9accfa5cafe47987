package progress_test

import (
	"testing"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// BenchmarkTrackCAGRRatio judges the rule of one unit.
func BenchmarkTrackCAGRRatio(b *testing.B) {
	goal, points := by(target.Lower, 2030, "10"), years(2015, "20 19 17 16 14")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := progress.Track(goal, points, progress.CAGRRatio{}); err != nil {
			b.Fatal(err)
		}
	}
}
