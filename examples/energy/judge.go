package main

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

const (
	forMeasures  = 60 // points at most
	notFulfilled = "not fulfilled"
)

// verdict is one unit by the scoring book. The points for measures were never
// published, so each unit is scored with every number of them.
type verdict struct {
	result
	Scored     bool // the target and the actual cut were read
	Assessment evaluate.Assessment
	Points     decimal.Decimal // for the target, with the bonus
	Vetoed     bool
	Best       string   // grade by points alone with all points for measures
	Grades     []string // by points for measures, from none to all
	// From and To are the fewest and the most points for measures that lead to
	// the published grade; To is below From where none do.
	From, To int
}

// judge scores the provinces of 2007 and Sichuan's prefectures of 2016.
func (r *report) judge() error {
	book, err := evaluate.New(r.data.Book)
	if err != nil {
		return err
	}
	if r.Provinces2007, err = verdicts(book, r.data.Provinces2007, 2007); err != nil {
		return err
	}
	r.Sichuan2016, err = verdicts(book, r.data.Sichuan2016, 2016)
	return err
}

func verdicts(book *evaluate.Evaluator, results []result, year int) ([]verdict, error) {
	var out []verdict
	for _, res := range results {
		v, err := score(book, res, target.Year(year))
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func score(book *evaluate.Evaluator, res result, year target.Period) (verdict, error) {
	v := verdict{result: res, Scored: res.Target.Valid && res.Actual.Valid}
	if !v.Scored {
		return v, nil
	}

	goal := target.Target{
		Code: "target", Indicator: intensity, Unit: res.Code, Period: year, Force: target.Veto,
		Value: res.Target.Decimal,
	}
	if res.Upper.Valid {
		goal.Comparator, goal.Upper = target.Within, res.Upper.Decimal
	}
	var err error
	v.Assessment, err = evaluate.Assess(goal, target.Observation{
		Unit: res.Code, Indicator: intensity.Code, Period: year, Value: res.Actual.Decimal,
	})
	if err != nil {
		return v, err
	}

	v.From, v.To = forMeasures+1, -1
	for measures := range forMeasures + 1 {
		card, err := book.Score(evaluate.Case{
			Unit: res.Code, Assessments: []evaluate.Assessment{v.Assessment},
			Awarded: map[string]decimal.Decimal{"measures": decimal.New(int64(measures), 0)},
		})
		if err != nil {
			return v, err
		}
		v.Points = card.Items()[0].Points.Add(card.Items()[0].Bonus)
		v.Vetoed, v.Best = len(card.Vetoes) > 0, card.ByPoints
		v.Grades = append(v.Grades, card.Grade)
		if card.Grade == res.Grade {
			v.From, v.To = min(v.From, measures), measures
		}
	}

	return v, nil
}

// common returns the numbers of points for measures that, given to every unit
// alike, lead to all the published grades.
func common(vs []verdict) (from, to int) {
	to = forMeasures
	for _, v := range vs {
		if v.Scored {
			from, to = max(from, v.From), min(to, v.To)
		}
	}
	return from, to
}
