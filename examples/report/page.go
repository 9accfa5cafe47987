package main

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/ranking"
)

//go:embed page
var assets embed.FS

// view is what the template shows beside the report.
type view struct {
	*report
	Charts      []chart
	WaysChart   template.HTML
	First, Last way // of the mixes
	Middle      way // of the ceilings
	Beaten      int // of the mixes
	Levels      []level
	Root        node
	Met         int    // of the provinces
	Excess      string // what each level asks for more
	Policy      string
	Style       template.CSS
	Script      template.JS
	Base, Due   int
	HalfWay     int
	Way, Target evaluate.Item
}

// chart is a drawing with its caption.
type chart struct {
	series
	SVG template.HTML
}

// level is one line of the slack by level.
type level struct {
	hierarchy.LevelSlack
	Name string
}

// node is a unit of the tree of quotas.
type node struct {
	hierarchy.Quota
	Open     bool
	Handed   decimal.Decimal      // what the children's quotas make together
	Slack    decimal.NullDecimal  // Handed over the own quota, less 1
	Result   *evaluate.Assessment // nil where none is known
	Why      string
	Children []node
}

// page writes the report as HTML.
func (r *report) page(w io.Writer) error {
	style, err := assets.ReadFile("page/style.css")
	if err != nil {
		return err
	}
	script, err := assets.ReadFile("page/sort.js")
	if err != nil {
		return err
	}
	sum := sha256.Sum256(script)

	v := view{
		report: r, Excess: percent(stretch, 0), Base: base, Due: due, HalfWay: halfWay,
		Way: r.Book.Items[0], Target: r.Book.Items[1], Style: template.CSS(style), Script: template.JS(script),
	}
	// Nothing may be loaded; the one script is known by its hash, and the
	// drawings have styles of their own.
	v.Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
		"script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
	if err := v.draw(); err != nil {
		return err
	}

	results := map[string]*evaluate.Assessment{china: new(r.Nation.Due())}
	for _, u := range r.Units {
		a := u.Due()
		results[u.Code] = &a
		if a.Met {
			v.Met++
		}
	}
	names := map[string]string{province: "Provinces", city: "Cities and rests"}
	for _, s := range r.Plan.Slack() {
		v.Levels = append(v.Levels, level{LevelSlack: s, Name: names[s.Level]})
	}
	root, _ := r.Plan.Quota(china)
	v.Root = r.node(root, results)
	v.Root.Open = true

	t, err := template.New("page.html").Funcs(template.FuncMap{
		"count": count, "signed": signed, "move": move, "place": ordinal, "reason": reason,
		"percent": func(d decimal.Decimal) string { return percent(d, sharePlaces) },
		"points":  func(d decimal.Decimal) string { return d.Shift(2).StringFixed(1) + " pp" },
		"fine":    func(d decimal.Decimal) string { return d.StringFixed(2) },
		"short":   func(d decimal.Decimal) string { return d.StringFixed(1) },
	}).ParseFS(assets, "page/page.html")
	if err != nil {
		return err
	}
	return t.Execute(w, v)
}

// draw makes the charts, the nation's first.
func (v *view) draw() error {
	all := []series{v.Nation}
	for _, u := range v.Units {
		all = append(all, u.series)
	}
	for _, s := range all {
		svg, err := s.chart(200, 130)
		if err != nil {
			return err
		}
		v.Charts = append(v.Charts, chart{series: s, SVG: svg})
	}
	v.First, v.Last, v.Middle = v.Ways.Mixes[0], v.Ways.Mixes[steps], v.Ways.Ceilings[3]
	for _, w := range v.Ways.Mixes {
		if !w.Unbeaten {
			v.Beaten++
		}
	}
	var err error
	v.WaysChart, err = v.Ways.chart()
	return err
}

// node is the branch of the plan that begins with a quota.
func (r *report) node(q hierarchy.Quota, results map[string]*evaluate.Assessment) node {
	n := node{Quota: q, Result: results[q.Unit.Code], Why: r.Plan.Explain(q.Unit.Code).String()}
	for child := range r.Plan.Children(q.Unit.Code) {
		n.Handed = n.Handed.Add(child.Value)
		n.Children = append(n.Children, r.node(child, results))
	}
	if len(n.Children) > 0 && !q.Value.IsZero() {
		n.Slack = decimal.NewNullDecimal(n.Handed.DivRound(q.Value, 6).Sub(decimal.New(1, 0)))
	}
	return n
}

// ordinal prints a rank, with an equals sign if it is shared.
func ordinal(r ranking.Row) string {
	if r.Tied > 1 {
		return fmt.Sprintf("=%d", r.Rank)
	}
	return strconv.Itoa(r.Rank)
}

var shares = regexp.MustCompile(`(attainment |from |: )([0-9]+(?:\.[0-9]+)?)…?( of )?`)

// reason prints why an item has its points, with shares in percent: the book has
// "attainment 0.746021…: step from 0.7".
func reason(why string) string {
	return shares.ReplaceAllStringFunc(why, func(text string) string {
		m := shares.FindStringSubmatch(text)
		return m[1] + percent(decimal.RequireFromString(m[2]), sharePlaces) + m[3]
	})
}

// percent prints a share in percent.
func percent(d decimal.Decimal, places int32) string {
	text := d.Shift(2).Abs().StringFixed(places) + " %"
	if d.Sign() < 0 {
		return "−" + text
	}
	return text
}

// count prints a figure as a whole number.
func count(d decimal.Decimal) string { return numtext.Fixed(d, 0) }

// signed prints a share in percent with its sign.
func signed(d decimal.Decimal) string {
	if d.Sign() > 0 {
		return "+" + percent(d, 1)
	}
	return percent(d, 1)
}

// move prints places won or lost.
func move(places int) string {
	switch {
	case places > 0:
		return fmt.Sprintf("▲ %d", places)
	case places < 0:
		return fmt.Sprintf("▼ %d", -places)
	}
	return "0"
}
