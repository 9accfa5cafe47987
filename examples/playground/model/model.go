// Package model is what the playground's page computes: it takes choices as
// JSON and answers with everything that the page shows, as JSON. It knows
// nothing of browsers, so that it can be tested without one.
package model

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// A Choice is what somebody has set on the page. Numbers are texts as they were
// typed. An empty number is none.
type Choice struct {
	Data   string          `json:"data"`   // key of a data set
	Target string          `json:"target"` // the value that is handed down
	Levels map[string]Rule `json:"levels"` // by level of the children
	Units  []Setting       `json:"units"`
	Veto   bool            `json:"veto"`  // a missed quota overrides the points
	Peers  string          `json:"peers"` // level whose units are ranked
	By     string          `json:"by"`    // what they are ranked by: "attainment" or "points"
	Open   []string        `json:"open"`  // units whose children are shown
	Unit   string          `json:"unit"`  // the unit that is shown in full
	Rows   int             `json:"rows"`  // how many rows of the ranking are shown; 0 means all
}

// A Rule says how the units of one level get their quotas.
type Rule struct {
	Method   string `json:"method"`
	Weights  string `json:"weights"` // column that the method reads
	Second   string `json:"second"`  // second column, of a method that reads two
	Share    string `json:"share"`   // percent, of a method that has a parameter
	Stretch  string `json:"stretch"` // percent
	Reserve  string `json:"reserve"`
	Rounding string `json:"rounding"`
	AtLeast  string `json:"atLeast"` // minimum, as a multiple of what a unit has
	AtMost   string `json:"atMost"`  // maximum, likewise
}

// A Setting is what is set for a single unit: a hold, or bounds.
type Setting struct {
	Unit   string `json:"unit"`
	Hold   string `json:"hold"`
	By     string `json:"by"`
	Reason string `json:"reason"`
	Min    string `json:"min"`
	Max    string `json:"max"`
}

// An Answer is what the page shows. If there are problems it has nothing else.
type Answer struct {
	Problems []Problem `json:"problems"`
	Facts    *Facts    `json:"facts,omitempty"`
	Rows     []Row     `json:"rows,omitempty"`
	Slack    []Slack   `json:"slack,omitempty"`
	Unit     *Detail   `json:"unit,omitempty"`
	Ranking  *Ranking  `json:"ranking,omitempty"`
	Program  string    `json:"program,omitempty"`
}

// A Model answers choices. It keeps what does not depend on them.
type Model struct{ sets []*dataset }

// New returns a model of the data sets.
func New() (*Model, error) {
	var m Model
	for _, describe := range []func() description{patents, density, invented} {
		set, err := load(describe())
		if err != nil {
			return nil, err
		}
		m.sets = append(m.sets, set)
	}
	return &m, nil
}

// Menu returns as JSON what there is to choose from.
func (m *Model) Menu() []byte {
	var menus []Menu
	for _, set := range m.sets {
		menus = append(menus, set.menu())
	}
	return marshal(menus)
}

// Answer returns as JSON what follows from a choice, which is JSON too.
func (m *Model) Answer(choice []byte) []byte {
	var c Choice
	decoder := json.NewDecoder(bytes.NewReader(choice))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		problem := Problem{Problem: fmt.Sprintf("the choice cannot be read: %v", err)}
		return marshal(Answer{Problems: []Problem{problem}})
	}
	return marshal(m.answer(c))
}

func (m *Model) answer(c Choice) Answer {
	set, found := m.set(c.Data)
	if !found {
		problem := Problem{Control: "data", Path: "data", Value: c.Data, Problem: "is unknown"}
		problem.Remedy = "choose a data set of the list"
		return Answer{Problems: []Problem{problem}}
	}

	s, problems := set.plan(c)
	if len(problems) > 0 {
		return Answer{Problems: problems}
	}
	if err := s.rank(); err != nil {
		return Answer{Problems: s.problems(err)}
	}
	a := s.show()
	if s.judge.err != nil {
		return Answer{Problems: s.problems(s.judge.err)}
	}
	return a
}

func (m *Model) set(key string) (*dataset, bool) {
	for _, set := range m.sets {
		if set.Key == key {
			return set, true
		}
	}
	return nil, false
}

// marshal writes what encoding/json can always write.
func marshal(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}
