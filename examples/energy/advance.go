package main

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// scheduled is the first year of the plans that have a schedule.
const scheduled = 2011

// advanced is a five-year target on its way.
type advanced struct {
	claim
	Assessment evaluate.Assessment
	Due        decimal.NullDecimal // share of the way by the schedule
	Way        string              // on its path, or behind
}

// advance reckons the progress that was published.
func (r *report) advance() error {
	for _, c := range r.data.Claims {
		goal := target.Target{
			Code: "plan", Indicator: intensity, Unit: c.Code, Period: c.Plan, Value: c.Target, Force: target.Binding,
		}
		a, err := evaluate.Assess(goal, target.Observation{
			Unit: c.Code, Indicator: intensity.Code, Period: c.Elapsed, Value: c.Reduction,
		})
		if err != nil {
			return err
		}
		p := advanced{claim: c, Assessment: a}
		if c.Plan.First().EndYear() >= scheduled {
			series := []target.Point{{Period: c.Elapsed, Value: c.Reduction}}
			way, err := progress.Track(goal, series, progress.PathGap{})
			if err != nil {
				return err
			}
			p.Due, p.Way = way.Due, way.Category
		}
		r.Progress = append(r.Progress, p)
	}
	return nil
}
