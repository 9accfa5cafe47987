package temporal_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// strategy is a density target of 12 by 2020 from 1.0 in 2008.
func strategy(kind target.Kind) target.Target {
	t := target.Target{
		Unit: "00", Period: target.Year(2020), Value: dec("12"),
		Indicator: target.Indicator{Code: "density", Kind: kind, Better: target.Higher, Places: target.Places(1)},
	}
	if kind != target.Cumulative {
		t.Baseline = &target.Point{Period: target.Year(2008), Value: dec("1.0")}
	}
	return t
}

func TestPathThrough(t *testing.T) {
	waypoint := func(year int, value string) target.Point {
		return target.Point{Period: target.Year(year), Value: dec(value)}
	}
	tests := []struct {
		name string
		kind target.Kind
		s    temporal.Through
		want string
	}{
		{
			"one waypoint", target.Ratio,
			temporal.Through{Waypoints: []target.Point{waypoint(2013, "3.3")}},
			"1.5 1.9 2.4 2.8 3.3 4.5 5.8 7 8.3 9.5 10.8 12",
		},
		{
			"two in any order", target.Stock,
			temporal.Through{
				Waypoints: []target.Point{waypoint(2018, "9"), waypoint(2010, "2")}, Shape: temporal.StraightLine{},
			},
			"1.5 2 2.9 3.8 4.6 5.5 6.4 7.3 8.1 9 10.5 12",
		},
		{
			"at constant rates", target.Ratio,
			temporal.Through{
				Waypoints: []target.Point{waypoint(2012, "4"), waypoint(2019, "8")}, Shape: temporal.ConstantRate{},
			},
			"1.4 2 2.8 4 4.4 4.9 5.4 5.9 6.6 7.2 8 12",
		},
		{"none", target.Ratio, temporal.Through{}, "1.9 2.8 3.8 4.7 5.6 6.5 7.4 8.3 9.3 10.2 11.1 12"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			points, err := temporal.Path(strategy(tt.kind), tt.s, target.Yearly)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i, x := range points {
				got = append(got, x.Value.String())
				if x.Period != target.Year(2009+i) {
					t.Errorf("step %d is %v", i, x.Period)
				}
			}
			if got := strings.Join(got, " "); got != tt.want {
				t.Errorf("Path() = %s, want %s", got, tt.want)
			}
		})
	}

	// A cumulative without a baseline starts from zero before its period.
	total := strategy(target.Cumulative)
	total.Period = target.Years(2016, 2020)
	points, err := temporal.Path(total, temporal.Through{Waypoints: []target.Point{waypoint(2018, "9")}}, target.Yearly)
	if err != nil || len(points) != 5 || points[0].Value.String() != "3" || points[3].Value.String() != "10.5" {
		t.Errorf("Path() = %v, %v", points, err)
	}
	total.Value = dec("8")
	if _, err := temporal.Path(
		total, temporal.Through{Waypoints: []target.Point{waypoint(2018, "9")}}, target.Yearly,
	); err == nil {
		t.Error("a cumulative falls after its waypoint")
	}
}

func TestReadShapeThrough(t *testing.T) {
	const waypoints = `"waypoints":[{"period":"2012","value":"3"}]`
	points := []target.Point{{Period: target.Year(2012), Value: dec("3")}}
	for text, want := range map[string]temporal.Shape{
		`{"method":"through",` + waypoints + `}`: temporal.Through{Waypoints: points},
		`{"method":"through",` + waypoints + `,"shape":{"method":"constant rate"}}`: temporal.Through{
			Waypoints: points, Shape: temporal.ConstantRate{},
		},
	} {
		got, err := temporal.ReadShape([]byte(text))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("ReadShape(%s) mismatch, %v (-want +got):\n%s", text, err, diff)
		}
	}

	for text, want := range map[string]string{
		`{"method":"through","points":[]}`:                     "shape.points is unknown",
		`{"method":"through","shape":{"method":"schedule"}}`:   "shape.shape.method is unknown",
		`{"method":"through","shape":{"method":"through"}}`:    "shape.shape.method is unknown",
		`{"method":"through","shape":{"method":"zigzag"}}`:     "shape.shape.method is unknown",
		`{"method":"through","waypoints":[{"period":"2012"}]}`: "shape.waypoints[0].value is required",
	} {
		got, err := temporal.ReadShape([]byte(text))
		if all := testkit.Problems(err); len(all) != 1 || all[0] != want {
			t.Errorf("ReadShape(%s) = %v, %q, want %s", text, got, all, want)
		}
	}
}

func TestPathThroughRefuses(t *testing.T) {
	waypoint := func(p target.Period, value string) []target.Point {
		return []target.Point{{Period: p, Value: dec(value)}}
	}
	tests := []struct {
		name string
		kind target.Kind
		s    temporal.Through
		path string
		err  error
	}{
		{"a flow", target.Flow, temporal.Through{}, "shape", target.ErrKind},
		{
			"another shape", target.Ratio,
			temporal.Through{Shape: temporal.Schedule{}},
			"shape.shape",
			target.ErrMismatch,
		},
		{"within", target.Ratio, temporal.Through{Shape: temporal.Through{}}, "shape.shape", target.ErrMismatch},
		{
			"no period", target.Ratio,
			temporal.Through{Waypoints: waypoint(target.Period{}, "3")},
			`shape.waypoints[""].period`, target.ErrRequired,
		},
		{
			"between steps", target.Ratio,
			temporal.Through{Waypoints: waypoint(target.Quarter(2013, 1), "3")},
			`shape.waypoints["2013-Q1"]`, target.ErrRange,
		},
		{
			"at the baseline", target.Ratio,
			temporal.Through{Waypoints: waypoint(target.Year(2008), "3")},
			`shape.waypoints["2008"]`, target.ErrRange,
		},
		{
			"at the end", target.Ratio,
			temporal.Through{Waypoints: waypoint(target.Year(2020), "3")},
			`shape.waypoints["2020"]`, target.ErrRange,
		},
		{
			"between quanta", target.Ratio,
			temporal.Through{Waypoints: waypoint(target.Year(2013), "3.33")},
			`shape.waypoints["2013"]`, target.ErrQuantum,
		},
		{
			"two at a time", target.Ratio,
			temporal.Through{Waypoints: append(
				waypoint(target.Year(2013), "3"), waypoint(target.Quarter(2013, 4), "4")...,
			)},
			`shape.waypoints["2013-Q4"]`, target.ErrDuplicate,
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := temporal.Path(strategy(tt.kind), tt.s, target.Yearly)
			all := target.AllErrors(err)
			if len(all) != 1 || all[0].Path != tt.path || !errors.Is(err, tt.err) {
				t.Errorf("Path() = %v, want %s %v", err, tt.path, tt.err)
			}
		})
	}
}
