package band_test

import (
	"testing"

	"github.com/targetcascade/cascade/internal/band"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

var num = testkit.Dec

func TestBand(t *testing.T) {
	higher := target.Indicator{Kind: target.Ratio, Better: target.Higher}
	least := target.Target{Indicator: higher, Value: num("20")}
	most, within, about := least, least, least
	most.Comparator = target.AtMost
	within.Comparator, within.Upper = target.Within, num("30")
	about.Comparator, about.Tolerance = target.About, num("5")

	for _, tt := range []struct {
		name             string
		target           target.Target
		figure           string
		margin, distance string
		below, above     bool
		end              bool
	}{
		{"at least, met", least, "22", "2", "0", false, false, false},
		{"at least, at it", least, "20.0", "0", "0", false, false, true},
		{"at least, missed", least, "17", "-3", "3", true, false, false},
		{"at most, met", most, "17", "3", "0", false, false, false},
		{"at most, at it", most, "20", "0", "0", false, false, true},
		{"at most, missed", most, "22", "-2", "2", false, true, false},
		{"within, near its lower end", within, "22", "2", "0", false, false, false},
		{"within, near its upper end", within, "29", "1", "0", false, false, false},
		{"within, at its lower end", within, "20", "0", "0", false, false, true},
		{"within, at its upper end", within, "30", "0", "0", false, false, true},
		{"below the range", within, "15", "-5", "5", true, false, false},
		{"above the range", within, "40", "-10", "10", false, true, false},
		{"about, met", about, "16", "1", "0", false, false, false},
		{"about, at its upper end", about, "25", "0", "0", false, false, true},
		{"about, missed", about, "26", "-1", "1", false, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, figure := band.Of(tt.target), num(tt.figure)
			if got := b.Margin(figure); !got.Equal(num(tt.margin)) {
				t.Errorf("Margin(%s) = %v, want %s", tt.figure, got, tt.margin)
			}
			if got := b.Distance(figure); !got.Equal(num(tt.distance)) {
				t.Errorf("Distance(%s) = %v, want %s", tt.figure, got, tt.distance)
			}
			if got := b.DistanceRat(figure.Rat()); got.Cmp(num(tt.distance).Rat()) != 0 {
				t.Errorf("DistanceRat(%s) = %v, want %s", tt.figure, got, tt.distance)
			}
			if below, above := b.IsBelow(figure), b.IsAbove(figure); below != tt.below || above != tt.above {
				t.Errorf("%s: below %t, above %t, want %t, %t", tt.figure, below, above, tt.below, tt.above)
			}
			if got := b.IsEnd(figure); got != tt.end {
				t.Errorf("IsEnd(%s) = %t, want %t", tt.figure, got, tt.end)
			}
			if want := tt.target.Comparator >= target.About; b.IsRange() != want {
				t.Errorf("IsRange() = %t, want %t", b.IsRange(), want)
			}
		})
	}
}
