package model

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Facts are the few figures that sum a plan up.
type Facts struct {
	Target   string `json:"target"`
	Handed   string `json:"handed"` // what the quotas of the last level make together
	Over     string `json:"over"`   // how much more than the target that is
	Result   string `json:"result"` // of the nation
	Attained string `json:"attained"`
	Met      int    `json:"met"` // how many of the peers met their quota
	Peers    int    `json:"peers"`
	Computed int    `json:"computed"` // units with a quota
}

// A Row is a unit in the table of quotas.
type Row struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Depth    int    `json:"depth"` // 1 for the nation
	Place    int    `json:"place"` // among its siblings, from 1
	Of       int    `json:"of"`    // how many siblings there are, itself included
	Parent   bool   `json:"parent"`
	Open     bool   `json:"open"`
	Had      string `json:"had"`
	Quota    string `json:"quota"`
	Mark     string `json:"mark"` // "held", "at minimum", "at maximum", "reserved", or empty
	Result   string `json:"result"`
	Attained string `json:"attained"`
	Bar      int    `json:"bar"` // attainment in percent, at most 200
	Met      bool   `json:"met"`
	Points   string `json:"points"`
	Grade    string `json:"grade"`
}

// Slack is by how much a level is asked for more than it must.
type Slack struct {
	Level  string `json:"level"`
	Units  int    `json:"units"`
	Figure string `json:"figure"`
	Step   string `json:"step"`
	Total  string `json:"total"`
}

// A Detail is everything about one unit.
type Detail struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Quota    string `json:"quota"`
	Plain    string `json:"plain"` // the quota without commas, for the control that holds it
	Had      string `json:"had"`
	Result   string `json:"result"`
	Attained string `json:"attained"`
	Gap      string `json:"gap"`
	Met      bool   `json:"met"`
	CanHold  bool   `json:"canHold"` // the nation's own target is not held
	Why      string `json:"why"`
	Card     *Card  `json:"card"`
}

// A Card is a scorecard.
type Card struct {
	Book     string     `json:"book"`
	Total    string     `json:"total"`
	ByPoints string     `json:"byPoints"`
	Grade    string     `json:"grade"`
	Vetoed   bool       `json:"vetoed"`
	Lines    []CardLine `json:"lines"`
	Notes    []string   `json:"notes"`
}

// A CardLine is one item of a scorecard.
type CardLine struct {
	Name   string `json:"name"`
	Points string `json:"points"`
	Max    string `json:"max"`
	Bonus  string `json:"bonus"`
	Why    string `json:"why"`
}

// Ranking is the table of the peers.
type Ranking struct {
	Of   int          `json:"of"`
	Rows []RankingRow `json:"rows"` // the first of them
}

// A RankingRow is a unit in the ranking.
type RankingRow struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Rank  string `json:"rank"` // "=3" if it is shared
	Value string `json:"value"`
	Grade string `json:"grade"`
	Met   bool   `json:"met"`
	Move  int    `json:"move"` // places won since the opening choice
}

func (s *state) show() Answer {
	return Answer{
		Problems: []Problem{}, Facts: s.facts(), Rows: s.rows(), Slack: s.slack(), Unit: s.detail(),
		Ranking: s.ranking(), Program: s.program(),
	}
}

func (s *state) facts() *Facts {
	f := &Facts{Target: s.figure(s.target.Value), Computed: s.plan.Len(), Peers: len(s.peers)}
	if nation := s.judge.result(root); nation != nil {
		f.Result, f.Attained = s.figure(nation.Actual), percent(nation.Attainment, 1)
	}
	levels := s.plan.Slack()
	if last := len(levels) - 1; last >= 0 {
		f.Handed, f.Over = s.figure(levels[last].Figure), s.excess(levels[last].Total)
	}
	for _, peer := range s.peers {
		if s.judge.result(peer.Code).Met {
			f.Met++
		}
	}
	return f
}

// rows lists the nation, its children and those of every open unit.
func (s *state) rows() []Row {
	var rows []Row
	var add func(q hierarchy.Quota, depth, place, of int)
	add = func(q hierarchy.Quota, depth, place, of int) {
		row := s.row(q)
		row.Depth, row.Place, row.Of = depth, place, of
		for range s.plan.Children(q.Unit.Code) {
			row.Parent = true
			break
		}

		row.Open = row.Parent && (depth == 1 || slices.Contains(s.choice.Open, q.Unit.Code))
		rows = append(rows, row)
		if !row.Open {
			return
		}

		children := slices.Collect(s.plan.Children(q.Unit.Code))
		for i, child := range children {
			add(child, depth+1, i+1, len(children))
		}
	}

	nation, _ := s.plan.Quota(root)
	add(nation, 1, 1, 1)
	return rows
}

func (s *state) row(q hierarchy.Quota) Row {
	row := Row{Code: q.Unit.Code, Name: q.Unit.Name, Quota: s.figure(q.Value), Mark: marks[q.DecidedBy]}
	if had, known := s.set.columns[s.set.has].At(q.Unit.Code); known {
		row.Had = s.figure(had)
	}
	if a := s.judge.result(q.Unit.Code); a != nil {
		row.Result, row.Attained, row.Met = s.figure(a.Actual), percent(a.Attainment, 1), a.Met
		share := decimal.Min(decimal.Max(a.Attainment.Decimal, decimal.Zero), decimal.NewFromInt(2))
		row.Bar = int(share.Shift(2).IntPart())
		card := s.judge.card(q.Unit.Code)
		row.Points, row.Grade = card.Total.StringFixed(1), card.Grade
	}
	return row
}

var marks = map[apportion.DecidedBy]string{
	apportion.ByHold: "held", apportion.ByDescendants: "reserved",
	apportion.ByMinimum: "at minimum", apportion.ByMaximum: "at maximum",
}

func (s *state) slack() []Slack {
	var all []Slack
	for _, l := range s.plan.Slack() {
		line := Slack{Units: l.Units, Figure: s.figure(l.Figure), Step: s.excess(l.Step), Total: s.excess(l.Total)}
		for _, level := range s.set.Levels {
			if level.Key == l.Level {
				line.Level = level.Name
			}
		}
		all = append(all, line)
	}
	return all
}

// unit is the code of the chosen unit, or of the nation if that has no quota.
func (s *state) unit() string {
	if _, found := s.plan.Quota(s.choice.Unit); found {
		return s.choice.Unit
	}
	return root
}

func (s *state) detail() *Detail {
	code := s.unit()
	q, _ := s.plan.Quota(code)
	row := s.row(q)
	d := &Detail{
		Code: code, Name: row.Name, Quota: row.Quota, Plain: s.set.indicator.Format(q.Value), Had: row.Had,
		CanHold: code != root, Why: s.plan.Explain(code).String(),
	}
	a := s.judge.result(code)
	if a == nil {
		return d
	}

	d.Result, d.Attained, d.Met, d.Gap = row.Result, row.Attained, a.Met, signed(s.figure(a.Gap), a.Gap)
	card := s.judge.card(code)
	d.Card = &Card{
		Book: card.Scheme, Total: card.Total.StringFixed(1), ByPoints: card.ByPoints, Grade: card.Grade,
		Vetoed: len(card.Vetoes) > 0, Notes: card.Notes,
	}
	for _, l := range card.Items() {
		d.Card.Lines = append(d.Card.Lines, CardLine{
			Name: l.Name, Points: l.Points.StringFixed(1), Max: l.Max.StringFixed(0), Bonus: l.Bonus.StringFixed(1),
			Why: reason(l.Why),
		})
	}
	return d
}

func (s *state) ranking() *Ranking {
	r := &Ranking{Of: s.table.Len()}
	for row := range s.table.All() {
		if s.choice.Rows > 0 && len(r.Rows) == s.choice.Rows {
			break
		}

		line := RankingRow{Code: row.Code, Name: row.Name, Move: row.Move}
		line.Met, line.Grade = s.judge.result(row.Code).Met, s.judge.card(row.Code).Grade
		switch line.Rank = strconv.Itoa(row.Rank); {
		case row.Rank == 0:
			line.Rank = "–"
		case row.Tied > 1:
			line.Rank = "=" + line.Rank
		}
		switch {
		case row.Missing:
			line.Value = "–"
		case s.choice.By == byPoints:
			line.Value = row.Value.StringFixed(1)
		default:
			line.Value = percent(decimal.NewNullDecimal(row.Value), 1)
		}
		r.Rows = append(r.Rows, line)
	}
	return r
}

// figure writes a figure of the indicator, with commas between thousands.
func (s *state) figure(d decimal.Decimal) string { return numtext.Comma(s.set.indicator.Format(d)) }

// excess writes a slack: a share in percent for sums, a difference for means.
func (s *state) excess(d decimal.NullDecimal) string {
	switch {
	case !d.Valid:
		return "–"
	case s.set.law() == target.Sum:
		return signed(percent(d, 1), d.Decimal)
	}
	return signed(s.figure(d.Decimal), d.Decimal)
}

// percent writes a share in percent.
func percent(d decimal.NullDecimal, places int32) string {
	if !d.Valid {
		return "–"
	}
	return numtext.Comma(d.Decimal.Shift(2).StringFixed(places)) + " %"
}

// signed puts a plus sign before the text of a positive number.
func signed(text string, d decimal.Decimal) string {
	if d.Sign() > 0 {
		return "+" + text
	}
	return text
}

var shares = regexp.MustCompile(`(attainment |from |between |and )([0-9]+(?:\.[0-9]+)?)…?`)

// reason writes why an item has its points, with shares in percent: the book has
// "attainment 0.820041…: between 0.5 and 0.9".
func reason(why string) string {
	return shares.ReplaceAllStringFunc(why, func(text string) string {
		m := shares.FindStringSubmatch(text)
		return m[1] + percent(decimal.NewNullDecimal(decimal.RequireFromString(m[2])), 1)
	})
}

// valueText writes the value of a problem, whatever it is.
func valueText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case decimal.Decimal:
		return numtext.Plain(v)
	case string:
		return v
	}
	return fmt.Sprint(v)
}
