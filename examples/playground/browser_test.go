package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/examples/internal/browser"
	"github.com/targetcascade/cascade/examples/playground/model"
)

var (
	desk  = browser.Screen{Width: 1280}
	phone = browser.Screen{Width: 390, Phone: true}
)

// A hand uses the page as a person does, and remembers which controls it used.
type hand struct {
	*browser.Tab
	used []string // selectors
}

// open opens the page and waits until the library has started.
func open(t *testing.T, screen browser.Screen) *hand {
	t.Helper()
	b := browser.Open(t, page(t), screen)
	b.Do(chromedp.WaitVisible(chromedp.CSS("#app")))
	return &hand{Tab: b}
}

func (h *hand) click(selector string) {
	h.used = append(h.used, selector)
	h.Do(chromedp.Click(chromedp.CSS(selector)))
}

// press focuses a control and presses keys.
func (h *hand) press(selector string, keys ...string) {
	h.used = append(h.used, selector)
	h.Do(chromedp.Focus(chromedp.CSS(selector)))
	for _, key := range keys {
		h.Do(chromedp.KeyEvent(key))
	}
}

// mark focuses a control and marks its text.
func (h *hand) mark(selector string) {
	h.press(selector)
	h.Do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
}

// write replaces the text of a control, key by key.
func (h *hand) write(selector, text string) {
	h.mark(selector)
	h.Do(chromedp.KeyEvent(kb.Delete))
	if text != "" {
		h.Do(chromedp.KeyEvent(text))
	}
}

// paste replaces the text of a control at once.
func (h *hand) paste(selector, text string) {
	h.mark(selector)
	h.Do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.execCommand("insertText", false, %q)`, text)))
}

// id selects an element by an id that may have dots.
func id(id string) string { return fmt.Sprintf("[id=%q]", id) }

func up(path string) string   { return fmt.Sprintf("[data-up=%q]", path) }
func down(path string) string { return fmt.Sprintf("[data-down=%q]", path) }

func slider(path string) string { return fmt.Sprintf("input[type=range][data-path=%q]", path) }

func unitRow(code string) string { return fmt.Sprintf("#tree tr[data-code=%q]", code) }

// shown is what the page shows, as texts.
type shown struct {
	Facts   []string
	Rows    [][]string // code, level, name, mark, before, quota, result, reached
	Slack   [][]string
	Ranking [][]string
	Unit    []string
	Why     []string
	Card    string
	Program string
}

func (h *hand) shown() shown {
	return browser.Eval[shown](h.Tab, `(() => {
		const text = (e) => e.textContent.trim();
		const texts = (selector, of = document) => Array.from(of.querySelectorAll(selector), text);
		return {
			Facts: texts("#fact-target, #fact-handed, #fact-over, #fact-met"),
			Rows: Array.from(document.querySelectorAll("#tree tr[data-code]"), (tr) =>
				[tr.dataset.code, tr.ariaLevel, ...texts(".name, .mark", tr), ...Array.from(tr.cells).slice(1).map(text)]),
			Slack: Array.from(document.querySelectorAll("#slack tbody tr"), (tr) => texts("th, td", tr)),
			Ranking: Array.from(document.querySelectorAll("#ranking tbody tr"), (tr) => texts("th, td", tr)),
			Unit: texts("#unit-name, #unit-had, #unit-quota, #unit-got, #unit-reached"),
			Why: texts("#why p"),
			Card: text(document.querySelector("#card")),
			Program: document.querySelector("#program").textContent.trim() + "\n",
		};
	})()`)
}

// native is what the page must show for a choice, by the native build.
func native(t *testing.T, m *model.Model, c model.Choice) shown {
	t.Helper()
	a := answer(t, m, c)
	if len(a.Problems) > 0 {
		t.Fatalf("problems: %v", a.Problems)
	}
	verdict := func(met bool, text string) string {
		switch {
		case text == "":
			return ""
		case met:
			return "✓ " + text
		}
		return "✗ " + text
	}

	s := shown{
		Facts:   []string{a.Facts.Target, a.Facts.Handed, a.Facts.Over, thousands(a.Facts.Met) + " of " + thousands(a.Facts.Peers)},
		Unit:    []string{a.Unit.Name, a.Unit.Had, a.Unit.Quota, a.Unit.Result, verdict(a.Unit.Met, a.Unit.Attained) + " (" + a.Unit.Gap + ")"},
		Program: a.Program,
	}
	for _, r := range a.Rows {
		s.Rows = append(s.Rows, []string{r.Code, fmt.Sprint(r.Depth), r.Name, r.Mark, r.Had, r.Quota, r.Result, verdict(r.Met, r.Attained)})
	}
	for _, l := range a.Slack {
		s.Slack = append(s.Slack, []string{l.Level, thousands(l.Units), l.Figure, l.Step, l.Total})
	}
	for _, r := range a.Ranking.Rows {
		move := "="
		switch {
		case r.Move > 0:
			move = fmt.Sprintf("▲ %d", r.Move)
		case r.Move < 0:
			move = fmt.Sprintf("▼ %d", -r.Move)
		}
		s.Ranking = append(s.Ranking, []string{r.Rank, r.Name, verdict(r.Met, r.Value), r.Grade, move})
	}
	for line := range strings.Lines(a.Unit.Why) {
		s.Why = append(s.Why, strings.TrimSpace(line))
	}
	s.Card = cardText(a.Unit.Card)
	return s
}

// thousands puts a comma into a number below a million.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

func cardText(c *model.Card) string {
	text := c.Total + " points: " + c.Grade
	if c.Vetoed && c.ByPoints != c.Grade {
		text += "; by points alone, " + c.ByPoints
	}
	text += "."
	for _, l := range c.Lines {
		text += fmt.Sprintf("%s: %s of %s", l.Name, l.Points, l.Max)
		if l.Bonus != "0.0" {
			text += ", bonus " + l.Bonus
		}
		text += ". " + l.Why
	}
	return text + strings.Join(c.Notes, "")
}

func newModel(t *testing.T) *model.Model {
	t.Helper()
	m, err := model.New()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func menus(t *testing.T, m *model.Model) []model.Menu {
	t.Helper()
	var menus []model.Menu
	if err := json.Unmarshal(m.Menu(), &menus); err != nil {
		t.Fatal(err)
	}
	return menus
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func answer(t *testing.T, m *model.Model, c model.Choice) model.Answer {
	t.Helper()
	var a model.Answer
	if err := json.Unmarshal(m.Answer([]byte(marshal(t, c))), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestBrowserScreens looks at the page on every screen. With -artifacts it keeps
// the pictures.
func TestBrowserScreens(t *testing.T) {
	for _, screen := range []browser.Screen{desk, {Width: 1280, Dark: true}, phone, {Width: 390, Phone: true, Dark: true}, {Width: 320, Phone: true}} {
		t.Run(screen.String(), func(t *testing.T) {
			h := open(t, screen)
			h.Picture(strings.ReplaceAll(screen.String(), " ", "-"))
			h.Fits(screen.Width)
			if texts := h.Contrast(); texts < 200 {
				t.Errorf("%d texts compared", texts)
			}

			// With problems there are other colours.
			h.write("#target", "many")
			h.Picture(strings.ReplaceAll(screen.String(), " ", "-") + "-problem")
			h.Fits(screen.Width)
			h.Contrast()
			h.Quiet()
		})
	}
}

// TestBrowserWidths changes the width of the page, and finds no table that must
// be scrolled.
func TestBrowserWidths(t *testing.T) {
	h := open(t, desk)
	for _, width := range []int64{1920, 1280, 1279, 1120, 928, 800, 768, 767, 600, 390} {
		h.Do(chromedp.EmulateViewport(width, 844))
		h.Fits(width)
		if wider := browser.Eval[[]string](h.Tab, `Array.from(document.querySelectorAll(".scroll"))
			.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.firstElementChild.id)`); len(wider) > 0 {
			t.Errorf("at %d pixels these tables are cut off: %q", width, wider)
		}
	}
	h.Quiet()
}

// TestBrowserAgreesWithNative asks the WebAssembly build and the native one for
// the answers to the same choices.
func TestBrowserAgreesWithNative(t *testing.T) {
	m := newModel(t)
	h := open(t, desk)
	if got := browser.Eval[string](h.Tab, `cascadeMenu()`); got != string(m.Menu()) {
		t.Errorf("the menu is %s, want %s", got, m.Menu())
	}

	var choices []model.Choice
	for _, menu := range menus(t, m) {
		choices = append(choices, menu.Opening)
		for _, level := range menu.Levels {
			for i, method := range menu.Methods {
				c := menu.Opening
				rule := c.Levels[level.Key]
				rule.Method = method.Key
				if len(menu.Roundings) > 0 {
					rule.Rounding = menu.Roundings[i%len(menu.Roundings)]
				}
				c.Levels = map[string]model.Rule{}
				for key, other := range menu.Opening.Levels {
					c.Levels[key] = other
				}
				c.Levels[level.Key] = rule
				choices = append(choices, c)
			}
		}
	}
	broken := menus(t, m)[0].Opening
	broken.Target = "0.5"
	choices = append(choices, broken)

	for _, c := range choices {
		choice := marshal(t, c)
		want := string(m.Answer([]byte(choice)))
		if got := browser.Eval[string](h.Tab, fmt.Sprintf("cascadeAnswer(%q)", choice)); got != want {
			t.Errorf("%s: the browser's answer differs from the native one (-want +got):\n%s", choice, cmp.Diff(want, got))
		}
	}
	h.Quiet()
}

// TestBrowserControls uses every control of the page, and compares everything
// that the page then shows with the native build's answer to what was chosen.
func TestBrowserControls(t *testing.T) {
	m := newModel(t)
	h := open(t, desk)
	opening := func(key string) model.Choice {
		for _, menu := range menus(t, m) {
			if menu.Key == key {
				return menu.Opening
			}
		}
		t.Fatalf("no data set %q", key)
		return model.Choice{}
	}
	by := model.Setting{Unit: "440300", By: "you", Reason: "set on this page"}
	set := func(change func(*model.Setting)) func(*model.Choice) {
		return func(c *model.Choice) {
			s := by
			change(&s)
			c.Units = append(c.Units, s)
		}
	}

	type use struct {
		name string
		do   func()
		want func(*model.Choice)
	}
	uses := []use{
		{"target typed", func() { h.write("#target", "1,000,000") }, func(c *model.Choice) { c.Target = "1,000,000" }},
		{"target raised", func() { h.click(up("target")) }, func(c *model.Choice) { c.Target = "936136" }},
		{"target lowered", func() { h.click(down("target")) }, func(c *model.Choice) { c.Target = "916136" }},
		{"target slid", func() { h.press(slider("target"), kb.ArrowRight) }, func(c *model.Choice) { c.Target = "933068" }},
		{"veto", func() { h.click("#veto") }, func(c *model.Choice) { c.Veto = false }},
		{"peers", func() { h.press("#peers", kb.ArrowDown) }, func(c *model.Choice) { c.Peers = "city" }},
		{"ranked by", func() { h.press("#by", kb.ArrowDown) }, func(c *model.Choice) { c.By = "points" }},

		{"unit by mouse", func() { h.click(unitRow("110000") + " .name") }, func(c *model.Choice) { c.Unit = "110000" }},
		{"unit in the ranking", func() { h.click("#ranking tbody tr:first-child button") }, func(c *model.Choice) { c.Unit = "450000" }},
		{"branch closed", func() { h.click(unitRow("440000") + " .twisty") }, func(c *model.Choice) { c.Open = nil }},
		{"branch opened", func() { h.click(unitRow("210000") + " .twisty") }, func(c *model.Choice) { c.Open = append(c.Open, "210000") }},

		{"hold typed", func() { h.write("#hold", "100000") }, set(func(s *model.Setting) { s.Hold = "100000" })},
		{"hold raised", func() { h.click(up("unit.hold")) }, set(func(s *model.Setting) { s.Hold = "117299" })},
		{"hold lowered", func() { h.click(down("unit.hold")) }, set(func(s *model.Setting) { s.Hold = "115299" })},
		{"held as it is", func() { h.click("#hold-now") }, set(func(s *model.Setting) { s.Hold = "116299" })},
		{"held by", func() { h.click("#hold-now"); h.write("#by-whom", "Shenzhen") }, set(func(s *model.Setting) {
			s.Hold, s.By = "116299", "Shenzhen"
		})},
		{"reason", func() { h.click("#hold-now"); h.write("#reason", "agreed") }, set(func(s *model.Setting) {
			s.Hold, s.Reason = "116299", "agreed"
		})},
		{"freed", func() { h.click(up("unit.hold")); h.click("#free") }, func(*model.Choice) {}},
		{"minimum typed", func() { h.write("#min", "120000") }, set(func(s *model.Setting) { s.Min = "120000" })},
		{"minimum raised", func() { h.click(up("unit.min")) }, set(func(s *model.Setting) { s.Min = "117299" })},
		{"minimum lowered", func() { h.click(down("unit.min")) }, set(func(s *model.Setting) { s.Min = "115299" })},
		{"maximum typed", func() { h.write("#max", "90000") }, set(func(s *model.Setting) { s.Max = "90000" })},
		{"maximum raised", func() { h.click(up("unit.max")) }, set(func(s *model.Setting) { s.Max = "117299" })},
		{"maximum lowered", func() { h.click(down("unit.max")) }, set(func(s *model.Setting) { s.Max = "115299" })},
		{"minimum emptied", func() { h.click(up("unit.min")); h.write("#min", "") }, func(*model.Choice) {}},
		{"unit in the list", func() {
			h.click("#hold-now")
			h.click(unitRow("110000") + " .name")
			h.click("#own li button:first-child")
		}, set(func(s *model.Setting) { s.Hold = "116299" })},
		{"removed in the list", func() {
			h.click("#hold-now")
			h.click("#own li button:last-child")
		}, func(*model.Choice) {}},

		{"data", func() { h.press("#data", kb.ArrowDown) }, func(c *model.Choice) { *c = opening("density") }},
		{"density", func() {
			h.press("#data", kb.ArrowDown)
			h.click(up("target"))
			h.press(id("levels.province.method"), kb.ArrowDown, kb.ArrowDown)
			h.write(id("levels.province.share"), "40")
			h.write("#target", "7.1")
		}, func(c *model.Choice) {
			*c = opening("density")
			c.Target = "7.1"
			c.Levels["province"] = model.Rule{Method: "converge", Weights: "density2014", Share: "40"}
		}},
		{"all of the ranking", func() {
			h.press("#data", kb.ArrowDown, kb.ArrowDown)
			h.click("#more")
		}, func(c *model.Choice) {
			*c = opening("invented")
			c.Rows = 0
		}},
	}
	for _, level := range []string{"province", "city"} {
		path := func(field string) string { return "levels." + level + "." + field }
		rule := func(change func(*model.Rule)) func(*model.Choice) {
			return func(c *model.Choice) {
				r := c.Levels[level]
				change(&r)
				c.Levels[level] = r
			}
		}
		method := func(downs int) { h.press(id(path("method")), slices.Repeat([]string{kb.ArrowDown}, downs)...) }
		uses = append(uses, []use{
			{"method", func() { method(6) }, rule(func(r *model.Rule) { r.Method = "equal" })},
			{"weights", func() { h.press(id(path("weights")), kb.ArrowDown) }, rule(func(r *model.Rule) { r.Weights = "patents2012" })},
			{"second", func() { method(2); h.press(id(path("second")), kb.ArrowUp) }, rule(func(r *model.Rule) {
				r.Method, r.Second = "increment", "patents2014"
			})},
			{"share typed", func() { method(1); h.write(id(path("share")), "80") }, rule(func(r *model.Rule) { r.Method, r.Share = "blend", "80" })},
			{"share raised", func() { method(3); h.click(up(path("share"))) }, rule(func(r *model.Rule) { r.Method, r.Share = "converge", "55" })},
			{"share lowered", func() { method(3); h.click(down(path("share"))) }, rule(func(r *model.Rule) { r.Method, r.Share = "converge", "45" })},
			{"share slid", func() { method(3); h.press(slider(path("share")), kb.ArrowRight) }, rule(func(r *model.Rule) {
				r.Method, r.Share = "converge", "55"
			})},
			{"stretch typed", func() { h.write(id(path("stretch")), "−2.5") }, rule(func(r *model.Rule) { r.Stretch = "−2.5" })},
			{"stretch raised", func() { h.click(up(path("stretch"))) }, rule(func(r *model.Rule) { r.Stretch = "6" })},
			{"stretch lowered", func() { h.click(down(path("stretch"))) }, rule(func(r *model.Rule) { r.Stretch = "4" })},
			{"stretch slid", func() { h.press(slider(path("stretch")), kb.ArrowLeft) }, rule(func(r *model.Rule) { r.Stretch = "4" })},
			{"reserve typed", func() { h.write(id(path("reserve")), "200") }, rule(func(r *model.Rule) { r.Reserve = "200" })},
			{"reserve raised", func() { h.click(up(path("reserve"))) }, rule(func(r *model.Rule) { r.Reserve = "100" })},
			{"reserve lowered", func() { h.write(id(path("reserve")), "350"); h.click(down(path("reserve"))) }, rule(func(r *model.Rule) {
				r.Reserve = "250"
			})},
			{"rounding", func() { h.press(id(path("rounding")), kb.ArrowDown) }, rule(func(r *model.Rule) { r.Rounding = "Webster" })},
			{"at least typed", func() { h.write(id(path("atLeast")), "1.2") }, rule(func(r *model.Rule) { r.AtLeast = "1.2" })},
			{"at least raised", func() { h.click(up(path("atLeast"))) }, rule(func(r *model.Rule) { r.AtLeast = "1.1" })},
			{"at least lowered", func() { h.click(down(path("atLeast"))) }, rule(func(r *model.Rule) { r.AtLeast = "0.9" })},
			{"at most typed", func() { h.write(id(path("atMost")), "2") }, rule(func(r *model.Rule) { r.AtMost = "2" })},
			{"at most raised", func() { h.write(id(path("atMost")), "2"); h.click(up(path("atMost"))) }, rule(func(r *model.Rule) { r.AtMost = "2.1" })},
			{"at most lowered", func() { h.write(id(path("atMost")), "3"); h.click(down(path("atMost"))) }, rule(func(r *model.Rule) { r.AtMost = "2.9" })},
		}...)
		for i := len(uses) - 21; i < len(uses); i++ {
			uses[i].name += " of each " + level
		}
	}

	for _, u := range uses {
		t.Run(u.name, func(t *testing.T) {
			h.click("#reset")
			if browser.Eval[string](h.Tab, `document.querySelector("#data").value`) != "patents" {
				h.press("#data", kb.Home)
			}
			u.do()
			c := opening("patents")
			u.want(&c)
			if diff := cmp.Diff(native(t, m, c), h.shown()); diff != "" {
				t.Errorf("the page differs from the native build (-want +got):\n%s", diff)
			}
			if problems := browser.Eval[string](h.Tab, `document.querySelector("#problems:not([hidden])")?.textContent ?? ""`); problems != "" {
				t.Errorf("the page has problems: %s", problems)
			}
		})
	}

	h.click("#copy")
	h.Do(chromedp.Sleep(200 * time.Millisecond))
	if got := browser.Eval[string](h.Tab, `document.querySelector("#copied").textContent`); got != "Copied." {
		t.Errorf("after copying the page says %q", got)
	}
	h.Quiet()
	h.usedAll(t)
}

// usedAll fails if a control of the page was not used.
func (h *hand) usedAll(t *testing.T) {
	t.Helper()
	left := browser.Eval[[]string](h.Tab, fmt.Sprintf(`(() => {
		const used = %s;
		return Array.from(document.querySelectorAll("#app button, #app input, #app select"))
			.filter((e) => !used.some((selector) => e.matches(selector)) && !e.closest("#ranking, #own"))
			.map((e) => e.outerHTML);
	})()`, marshal(t, h.used)))
	if len(left) > 0 {
		t.Errorf("not used: %q", left)
	}
}

// TestBrowserKeyboard moves through the tree and sets a bound without a mouse.
func TestBrowserKeyboard(t *testing.T) {
	m := newModel(t)
	h := open(t, desk)
	focused := func() string {
		return browser.Eval[string](h.Tab, `document.activeElement.dataset.code ?? document.activeElement.id`)
	}

	h.Do(chromedp.KeyEvent(kb.Tab))
	if got := browser.Eval[string](h.Tab, `document.activeElement.className`); got != "skip" {
		t.Errorf("the first key leads to %q, want the link that skips the choices", got)
	}
	h.Do(chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(kb.Tab))
	for _, step := range []struct{ key, want string }{
		{kb.Home, "000000"},
		{kb.ArrowDown, "110000"},
		{kb.ArrowUp, "000000"},
		{kb.End, "650000"},
		{kb.Home, "000000"},
		{kb.ArrowRight, "110000"},
		{kb.ArrowLeft, "000000"},
	} {
		h.Do(chromedp.KeyEvent(step.key))
		if got := focused(); got != step.want {
			t.Errorf("%q leads to %s, want %s", step.key, got, step.want)
		}
	}
	for range 6 { // to Liaoning
		h.Do(chromedp.KeyEvent(kb.ArrowDown))
	}
	h.Do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowRight))
	if got := focused(); got != "210000-rest" {
		t.Errorf("Liaoning's first child has the code %s", got)
	}
	h.Do(chromedp.KeyEvent(kb.ArrowLeft), chromedp.KeyEvent(kb.ArrowLeft))
	if got := focused(); got != "210000" {
		t.Errorf("the focus is on %s, want Liaoning", got)
	}

	h.press("#hold", "2", "8", "0", "0", "0", kb.Tab, kb.Tab, kb.Enter)
	c := menus(t, m)[0].Opening
	c.Unit = "210000"
	c.Units = []model.Setting{{Unit: "210000", Hold: "28000", By: "you", Reason: "set on this page"}}
	got := h.shown()
	held := native(t, m, c)
	c.Units[0].Hold = "28495"
	asItIs := native(t, m, c)
	if cmp.Diff(held, got) != "" && cmp.Diff(asItIs, got) != "" {
		t.Errorf("the page differs from the native build (-want +got):\n%s", cmp.Diff(held, got))
	}
	h.Quiet()
}

// TestBrowserOnPhone chooses a unit with a finger and finds its reasons under
// its row.
func TestBrowserOnPhone(t *testing.T) {
	h := open(t, phone)
	h.click(unitRow("310000") + " .name")
	below := browser.Eval[string](h.Tab, `document.querySelector('tr[data-code="310000"]').nextElementSibling.querySelector("h2").textContent`)
	if below != "Shanghai" {
		t.Errorf("under Shanghai's row stands %q", below)
	}
	h.click("#hold-now")
	if got := browser.Eval[string](h.Tab, `document.querySelector('tr[data-code="310000"] .mark').textContent`); got != "held" {
		t.Errorf("Shanghai is marked %q, want held", got)
	}
	h.Do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach((d) => { d.open = true; })`))
	h.Fits(phone.Width)
	small := browser.Eval[[]string](h.Tab, `Array.from(document.querySelectorAll("#app button, #app input, #app select, #app summary, #app tr[data-code]"))
		.filter((e) => e.checkVisibility() && !e.matches("[type=checkbox]") && e.getBoundingClientRect().height < 24)
		.map((e) => e.outerHTML.slice(0, 80))`)
	if len(small) > 0 {
		t.Errorf("too small for a finger: %q", small)
	}
	h.Quiet()
}

// TestBrowserProblems types what the library refuses, and finds why beside the
// control. The figures stay until the problem is gone.
func TestBrowserProblems(t *testing.T) {
	h := open(t, desk)
	before := h.shown()
	for _, tt := range []struct {
		name    string
		do      func()
		control string // selector
		says    []string
		flagged int
	}{
		{"no number", func() { h.paste("#target", "many") }, "#target", []string{"many is not a number", "give digits"}, 0},
		{"half a patent", func() { h.paste("#target", "926136.5") }, "#target", []string{"926,136.5 is not a multiple", "target.value"}, 0},
		{"too much stretch", func() { h.paste(id("levels.city.stretch"), "300") }, id("levels.city.stretch"), []string{
			"3 is out of range", `options.levels["city"].stretch`,
		}, 0},
		{"a ceiling that is too low", func() { h.paste(id("levels.province.atMost"), "1.5") }, id("levels.province.atMost"), []string{
			"972,443 cannot be met by the units below China", "at most 827,847", "Beijing, Tianjin", "and 23 more",
		}, 31},
		{"a hold that is too high", func() { h.paste("#hold", "2000000") }, "#hold", []string{"Guangdong"}, 1},
		{"a hold of another unit", func() {
			h.paste("#hold", "2000000")
			h.click(unitRow("110000") + " .name")
			h.click("#problems button")
		}, "#hold", []string{"Guangdong"}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.do()
			for _, says := range tt.says {
				for place, selector := range map[string]string{"list": "#problems", "control": ".field:has(" + tt.control + ") .error"} {
					if got := browser.Eval[string](h.Tab, fmt.Sprintf(`document.querySelector(%q)?.textContent ?? "nothing"`, selector)); !strings.Contains(got, says) {
						t.Errorf("the %s says %q, want %q", place, got, says)
					}
				}
			}
			if !browser.Eval[bool](h.Tab, fmt.Sprintf(`document.querySelector(%q).getAttribute("aria-invalid") === "true"`, tt.control)) {
				t.Error("the control is not marked")
			}
			if got := browser.Eval[int](h.Tab, `document.querySelectorAll("#tree tr.flagged").length`); got != tt.flagged {
				t.Errorf("%d rows are marked, want %d", got, tt.flagged)
			}

			got := h.shown()
			if tt.name != "a hold of another unit" && cmp.Diff(before, got) != "" {
				t.Errorf("the figures have changed (-want +got):\n%s", cmp.Diff(before, got))
			}
			h.click("#reset")
			if diff := cmp.Diff(before, h.shown()); diff != "" {
				t.Errorf("the page after the problem differs (-want +got):\n%s", diff)
			}
			if left := browser.Eval[int](h.Tab, `document.querySelectorAll(".error, [aria-invalid], #problems:not([hidden]), .flagged").length`); left != 0 {
				t.Errorf("%d signs of the problem are left", left)
			}
		})
	}
	h.Quiet()
}

// TestBrowserResponse reports how long the page takes to follow a change over
// 3,000 units. It fails only if the page does not say so.
func TestBrowserResponse(t *testing.T) {
	h := open(t, desk)
	h.press("#data", kb.ArrowDown, kb.ArrowDown)
	var computed, total []float64
	for range 12 {
		for _, control := range []string{up("levels.province.stretch"), up("target"), down("levels.county.stretch")} {
			h.click(control)
			times := browser.Eval[map[string]string](h.Tab, `({ ...document.querySelector("#time").dataset })`)
			for key, list := range map[string]*[]float64{"computed": &computed, "total": &total} {
				var ms float64
				if _, err := fmt.Sscan(times[key], &ms); err != nil || ms <= 0 {
					t.Fatalf("%s = %q", key, times[key])
				}
				*list = append(*list, ms)
			}
		}
	}
	slices.Sort(computed)
	slices.Sort(total)
	middle, last := len(total)/2, len(total)-1
	t.Logf("3,000 units, %d changes: computed in %.0f ms, on the page after %.0f ms (medians); from %.0f to %.0f ms",
		len(total), computed[middle], total[middle], total[0], total[last])
	h.Quiet()
}
