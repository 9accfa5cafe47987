package temporal_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// TestReports replays public bug reports about figures over time.
func TestReports(t *testing.T) {
	var file struct {
		Combine []struct {
			Source, What string
			Kind         target.Kind
			Period       target.Period
			Parts        []target.Point
			Want, Error  string
		}
	}
	testkit.ReadJSON(t, "testdata/reports.json", &file)

	for _, c := range file.Combine {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			i := target.Indicator{Code: "i", Kind: c.Kind, Better: target.Higher, Places: target.Places(4)}
			if c.Kind == target.Growth {
				i.Per = decimal.New(100, 0)
			}
			got, err := temporal.Combine(i, c.Period, c.Parts, nil)
			switch {
			case c.Error != "":
				if err == nil || !strings.Contains(err.Error(), c.Error) {
					t.Errorf("Combine() = %v, %v, want an error that names %s", got, err, c.Error)
				}
			case err != nil || !got.Equal(testkit.Dec(c.Want)):
				t.Errorf("Combine() = %v, %v, want %s", got, err, c.Want)
			}
		})
	}
}
