package model

import (
	"errors"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// byPoints ranks by the points of the scorecards.
const byPoints = "points"

// A judge compares what units reached with their quotas. It scores a unit when
// its card is asked for.
type judge struct {
	plan    *hierarchy.Plan
	got     hierarchy.Column
	book    *evaluate.Evaluator
	results map[string]*evaluate.Assessment // by unit
	cards   map[string]evaluate.Scorecard   // by unit
	err     error                           // the first that occurred
}

func newJudge(plan *hierarchy.Plan, got hierarchy.Column, veto bool) *judge {
	j := &judge{plan: plan, got: got, cards: map[string]evaluate.Scorecard{}}
	j.results = make(map[string]*evaluate.Assessment, plan.Len())
	scheme, err := bookOf(veto)
	if err != nil {
		j.err = err
		return j
	}
	j.book, j.err = evaluate.New(scheme)
	return j
}

// result is the assessment of a unit, or nil if the unit has no quota or no
// result.
func (j *judge) result(unit string) *evaluate.Assessment {
	if a, made := j.results[unit]; made || j.err != nil {
		return a
	}
	quota, handed := j.plan.Quota(unit)
	got, known := j.got.At(unit)
	if !handed || !known {
		return nil
	}

	t := j.plan.Target()
	t.Unit, t.Value = unit, quota.Value
	o := target.Observation{Unit: unit, Indicator: t.Indicator.Code, Period: t.Period, Value: got}
	a, err := evaluate.Assess(t, o)
	if err != nil {
		j.err = err
		return nil
	}
	j.results[unit] = &a
	return &a
}

// card is the scorecard of a unit that has a result.
func (j *judge) card(unit string) evaluate.Scorecard {
	if card, made := j.cards[unit]; made {
		return card
	}
	a := j.result(unit)
	if a == nil {
		return evaluate.Scorecard{}
	}
	card, err := j.book.Score(evaluate.Case{Unit: unit, Assessments: []evaluate.Assessment{*a}})
	if err != nil {
		j.err = err
	}
	j.cards[unit] = card
	return card
}

// rank judges and ranks the peers. Places are compared with those of the
// opening choice.
func (s *state) rank() error {
	opener, err := s.opener()
	if err != nil {
		return err
	}
	return s.rankSince(opener)
}

func (s *state) rankSince(before *ranking.Table) error {
	s.judge = newJudge(s.plan, s.set.columns[s.set.got], s.choice.Veto)
	s.peers = nil
	for unit := range s.set.tree.Level(s.choice.Peers) {
		a := s.judge.result(unit.Code)
		if a == nil || unit.Role != hierarchy.Member {
			continue
		}
		entry := ranking.Entry{Code: unit.Code, Name: unit.Name}
		if s.choice.By == byPoints {
			entry.Value = s.judge.card(unit.Code).Total
		} else {
			entry.Value, entry.Missing = a.Attainment.Decimal, !a.Attainment.Valid
		}
		s.peers = append(s.peers, entry)
	}
	if s.judge.err != nil {
		return s.judge.err
	}

	var err error
	options := ranking.Options{Indicator: s.choice.By, Better: target.Higher, Before: before}
	s.table, err = ranking.New(s.peers, options)
	return err
}

// opener is the table of the opening choice. It is made once for each level and
// figure.
func (s *state) opener() (*ranking.Table, error) {
	key := s.choice.Peers + " by " + s.choice.By
	if table, made := s.set.openers[key]; made {
		return table, nil
	}

	choice := s.set.Opening
	choice.Peers, choice.By = s.choice.Peers, s.choice.By
	opening, problems := s.set.plan(choice)
	if len(problems) > 0 {
		return nil, errors.New(problems[0].Problem)
	}
	if err := opening.rankSince(nil); err != nil {
		return nil, err
	}
	s.set.openers[key] = opening.table
	return opening.table, nil
}
