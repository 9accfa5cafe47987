package main

import (
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
	"github.com/targetcascade/cascade/examples/playground/model/modeltest"
)

var (
	desk  = browser.Screen{Width: 1280}
	phone = browser.Screen{Width: 390, Phone: true}
)

type change = modeltest.Change

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

// click clicks an element. With several selectors it clicks one after the other.
func (h *hand) click(selectors ...string) {
	for _, selector := range selectors {
		h.used = append(h.used, selector)
		h.Do(chromedp.Click(chromedp.CSS(selector)))
	}
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

// text is the text of an element, or empty if there is none.
func (h *hand) text(selector string) string {
	return browser.Eval[string](h.Tab, fmt.Sprintf(`document.querySelector(%q)?.textContent ?? ""`, selector))
}

func (h *hand) count(selector string) int {
	return browser.Eval[int](h.Tab, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector))
}

// Selectors of the controls for a path, and of a unit's row.

func byID(path string) string { return fmt.Sprintf("[id=%q]", path) }

func up(path string) string { return fmt.Sprintf("[data-up=%q]", path) }

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
		const table = (id) => Array.from(document.querySelectorAll(id + " tbody tr"), (tr) => texts("th, td", tr));
		return {
			Facts: texts("#fact-target, #fact-handed, #fact-over, #fact-met"),
			Rows: Array.from(document.querySelectorAll("#tree tr[data-code]"), (tr) =>
				[tr.dataset.code, tr.ariaLevel, ...texts(".name, .mark, td", tr)]),
			Slack: table("#slack"),
			Ranking: table("#ranking"),
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
	a := modeltest.Answer(t, m, c)
	if len(a.Problems) > 0 {
		t.Fatalf("problems: %v", a.Problems)
	}

	reached := fmt.Sprintf("%s (%s)", verdict(a.Unit.Met, a.Unit.Attained), a.Unit.Gap)
	s := shown{
		Facts: []string{
			a.Facts.Target, a.Facts.Handed, a.Facts.Over, thousands(a.Facts.Met) + " of " + thousands(a.Facts.Peers),
		},
		Unit:    []string{a.Unit.Name, a.Unit.Had, a.Unit.Quota, a.Unit.Result, reached},
		Card:    cardText(a.Unit.Card),
		Program: a.Program,
	}
	for _, r := range a.Rows {
		attained := verdict(r.Met, r.Attained)
		line := []string{r.Code, fmt.Sprint(r.Depth), r.Name, r.Mark, r.Had, r.Quota, r.Result, attained}
		s.Rows = append(s.Rows, line)
	}
	for _, l := range a.Slack {
		s.Slack = append(s.Slack, []string{l.Level, thousands(l.Units), l.Figure, l.Step, l.Total})
	}
	for _, r := range a.Ranking.Rows {
		s.Ranking = append(s.Ranking, []string{r.Rank, r.Name, verdict(r.Met, r.Value), r.Grade, moved(r.Move)})
	}
	for line := range strings.Lines(a.Unit.Why) {
		s.Why = append(s.Why, strings.TrimSpace(line))
	}
	return s
}

func verdict(met bool, text string) string {
	switch {
	case text == "":
		return ""
	case met:
		return "✓ " + text
	}
	return "✗ " + text
}

func moved(places int) string {
	switch {
	case places > 0:
		return fmt.Sprintf("▲ %d", places)
	case places < 0:
		return fmt.Sprintf("▼ %d", -places)
	}
	return "0"
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

// TestBrowserScreens looks at the page on every screen. With -artifacts it keeps
// the pictures.
func TestBrowserScreens(t *testing.T) {
	for _, screen := range []browser.Screen{
		desk, {Width: 1280, Dark: true}, phone, {Width: 390, Phone: true, Dark: true}, {Width: 320, Phone: true},
	} {
		t.Run(screen.String(), func(t *testing.T) {
			h := open(t, screen)
			name := strings.ReplaceAll(screen.String(), " ", "-")
			h.Picture(name)
			h.Fits(screen.Width)
			if texts := h.Contrast(); texts < 200 {
				t.Errorf("%d texts compared", texts)
			}

			// With problems there are other colours.
			h.write("#target", "many")
			h.Picture(name + "-problem")
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
	h.write(byID("levels.province.atLeast"), "1.75") // marks most units as at minimum
	h.click("#hold-now")
	for _, width := range []int64{1920, 1280, 1279, 1120, 928, 800, 768, 767, 600, 390, 360, 320} {
		h.Do(chromedp.EmulateViewport(width, 844))
		h.Fits(width)
		wider := browser.Eval[[]string](h.Tab, `Array.from(document.querySelectorAll(".scroll"))
			.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.firstElementChild.id)`)
		if len(wider) > 0 {
			t.Errorf("at %d pixels these tables are cut off: %q", width, wider)
		}
	}
	h.Quiet()
}

// TestBrowserAgreesWithNative asks the WebAssembly build and the native one for
// the answers to the same choices.
func TestBrowserAgreesWithNative(t *testing.T) {
	m := modeltest.New(t)
	h := open(t, desk)
	if got := browser.Eval[string](h.Tab, `cascadeMenu()`); got != string(m.Menu()) {
		t.Errorf("the menu is %s, want %s", got, m.Menu())
	}

	choices := []model.Choice{modeltest.With(t, modeltest.Opening(t, m, "patents"), "target", "0.5")}
	for _, menu := range modeltest.Menus(t, m) {
		choices = append(choices, menu.Opening)
		for _, level := range menu.Levels {
			path := "levels." + level.Key + "."
			for i, method := range menu.Methods {
				c := modeltest.With(t, menu.Opening, path+"method", method.Key)
				if n := len(menu.Roundings); n > 0 {
					c = modeltest.With(t, c, path+"rounding", menu.Roundings[i%n])
				}
				choices = append(choices, c)
			}
		}
	}

	for _, c := range choices {
		choice := modeltest.Encode(t, c)
		want := string(m.Answer(choice))
		if got := browser.Eval[string](h.Tab, fmt.Sprintf("cascadeAnswer(%q)", choice)); got != want {
			t.Errorf("%s: the answers differ (-native +browser):\n%s", choice, cmp.Diff(want, got))
		}
	}
	h.Quiet()
}

// A use is something that is done on the page after its opening, and how the
// choice then differs from the opening one.
type use struct {
	name string
	do   func()
	want change
}

// TestBrowserControls uses every control of the page, and compares everything
// that the page then shows with the native build's answer to what was chosen.
func TestBrowserControls(t *testing.T) {
	m := modeltest.New(t)
	h := open(t, desk)
	uses := slices.Concat(h.usesOfTarget(), h.usesOfUnits(), h.usesOfLevel("province"), h.usesOfLevel("city"))
	for _, u := range uses {
		t.Run(u.name, func(t *testing.T) {
			h.start("patents")
			u.do()
			h.compare(t, m, modeltest.With(t, modeltest.Opening(t, m, "patents"), u.want...))
		})
	}

	t.Run("data", func(t *testing.T) {
		h.start("density")
		h.compare(t, m, modeltest.Opening(t, m, "density"))
		h.press(byID("levels.province.method"), kb.ArrowDown, kb.ArrowDown)
		h.write(byID("levels.province.share"), "40")
		h.write("#target", "7.1")
		h.compare(t, m, modeltest.With(t, modeltest.Opening(t, m, "density"),
			"target", "7.1", "levels.province.method", "converge", "levels.province.share", "40"))
	})
	t.Run("all of the ranking", func(t *testing.T) {
		h.start("invented")
		h.click("#more")
		h.compare(t, m, modeltest.With(t, modeltest.Opening(t, m, "invented"), "rows", 0))
	})
	t.Run("copy", func(t *testing.T) {
		h.click("#copy")
		h.Do(chromedp.Sleep(200 * time.Millisecond))
		if got := h.text("#copied"); got != "Copied." {
			t.Errorf("the page says %q", got)
		}
	})
	h.Quiet()
	h.usedAll(t)
}

// start begins with the opening choice of a data set.
func (h *hand) start(data string) {
	downs := slices.Index([]string{"patents", "density", "invented"}, data)
	h.press("#data", append([]string{kb.Home}, slices.Repeat([]string{kb.ArrowDown}, downs)...)...)
	h.click("#reset")
}

// compare compares the page with the native build.
func (h *hand) compare(t *testing.T, m *model.Model, c model.Choice) {
	t.Helper()
	if diff := cmp.Diff(native(t, m, c), h.shown()); diff != "" {
		t.Errorf("the page differs from the native build (-want +got):\n%s", diff)
	}
	if problems := h.text("#problems:not([hidden])"); problems != "" {
		t.Errorf("the page has problems: %s", problems)
	}
}

func (h *hand) usesOfTarget() []use {
	return []use{
		{"target typed", func() { h.write("#target", "1,000,000") }, change{"target", "1,000,000"}},
		{"target raised", func() { h.click(up("target")) }, change{"target", "936136"}},
		{"target lowered", func() { h.click(down("target")) }, change{"target", "916136"}},
		{"target slid", func() { h.press(slider("target"), kb.ArrowRight) }, change{"target", "933068"}},
		{"veto", func() { h.click("#veto") }, change{"veto", false}},
		{"peers", func() { h.press("#peers", kb.ArrowDown) }, change{"peers", "city"}},
		{"ranked by", func() { h.press("#by", kb.ArrowDown) }, change{"by", "points"}},
	}
}

// usesOfUnits sets something for Shenzhen, which is chosen in the beginning.
func (h *hand) usesOfUnits() []use {
	set := func(s model.Setting) change {
		s.Unit = "440300"
		if s.By == "" {
			s.By = "you"
		}
		if s.Reason == "" {
			s.Reason = "set on this page"
		}
		return modeltest.Set(s)
	}
	held := set(model.Setting{Hold: "116299"})
	beijing := unitRow("110000") + " .name"
	return []use{
		{"unit", func() { h.click(beijing) }, change{"unit", "110000"}},
		{"unit ranked", func() { h.click("#ranking tbody tr:first-child button") }, change{"unit", "450000"}},
		{"closed", func() { h.click(unitRow("440000") + " .twisty") }, change{"open", []string{}}},
		{"opened", func() { h.click(unitRow("210000") + " .twisty") }, change{"open", []string{"440000", "210000"}}},

		{"hold typed", func() { h.write("#hold", "100000") }, set(model.Setting{Hold: "100000"})},
		{"hold raised", func() { h.click(up("unit.hold")) }, set(model.Setting{Hold: "117299"})},
		{"hold lowered", func() { h.click(down("unit.hold")) }, set(model.Setting{Hold: "115299"})},
		{"held", func() { h.click("#hold-now") }, held},
		{"held by", func() {
			h.click("#hold-now")
			h.write("#by-whom", "Shenzhen")
		}, set(model.Setting{Hold: "116299", By: "Shenzhen"})},
		{"reason", func() {
			h.click("#hold-now")
			h.write("#reason", "agreed")
		}, set(model.Setting{Hold: "116299", Reason: "agreed"})},
		{"freed", func() { h.click(up("unit.hold"), "#free") }, nil},

		{"minimum typed", func() { h.write("#min", "120000") }, set(model.Setting{Min: "120000"})},
		{"minimum raised", func() { h.click(up("unit.min")) }, set(model.Setting{Min: "117299"})},
		{"minimum lowered", func() { h.click(down("unit.min")) }, set(model.Setting{Min: "115299"})},
		{"minimum emptied", func() {
			h.click(up("unit.min"))
			h.write("#min", "")
		}, nil},
		{"maximum typed", func() { h.write("#max", "90000") }, set(model.Setting{Max: "90000"})},
		{"maximum raised", func() { h.click(up("unit.max")) }, set(model.Setting{Max: "117299"})},
		{"maximum lowered", func() { h.click(down("unit.max")) }, set(model.Setting{Max: "115299"})},

		{"chosen in the list", func() { h.click("#hold-now", beijing, "#own li button:first-child") }, held},
		{"removed in the list", func() { h.click("#hold-now", "#own li button:last-child") }, nil},
	}
}

// usesOfLevel uses the controls of a level's rule.
func (h *hand) usesOfLevel(level string) []use {
	path := func(field string) string { return "levels." + level + "." + field }
	put := func(pairs ...string) change {
		var c change
		for i := 0; i < len(pairs); i += 2 {
			c = append(c, path(pairs[i]), pairs[i+1])
		}
		return c
	}
	method := func(downs int) { h.press(byID(path("method")), slices.Repeat([]string{kb.ArrowDown}, downs)...) }
	write := func(field, text string) func() { return func() { h.write(byID(path(field)), text) } }
	click := func(selector string) func() { return func() { h.click(selector) } }

	uses := []use{
		{"method", func() { method(6) }, put("method", "equal")},
		{"weights", func() { h.press(byID(path("weights")), kb.ArrowDown) }, put("weights", "patents2012")},
		{"second", func() {
			method(2)
			h.press(byID(path("second")), kb.ArrowUp)
		}, put("method", "increment", "second", "patents2014")},
		{"share typed", func() {
			method(1)
			h.write(byID(path("share")), "80")
		}, put("method", "blend", "share", "80")},
		{"share raised", func() {
			method(3)
			h.click(up(path("share")))
		}, put("method", "converge", "share", "55")},
		{"share lowered", func() {
			method(3)
			h.click(down(path("share")))
		}, put("method", "converge", "share", "45")},
		{"share slid", func() {
			method(3)
			h.press(slider(path("share")), kb.ArrowRight)
		}, put("method", "converge", "share", "55")},

		{"stretch typed", write("stretch", "−2.5"), put("stretch", "−2.5")},
		{"stretch raised", click(up(path("stretch"))), put("stretch", "6")},
		{"stretch lowered", click(down(path("stretch"))), put("stretch", "4")},
		{"stretch slid", func() { h.press(slider(path("stretch")), kb.ArrowLeft) }, put("stretch", "4")},
		{"reserve typed", write("reserve", "200"), put("reserve", "200")},
		{"reserve raised", click(up(path("reserve"))), put("reserve", "100")},
		{"reserve lowered", func() {
			h.write(byID(path("reserve")), "350")
			h.click(down(path("reserve")))
		}, put("reserve", "250")},
		{"rounding", func() { h.press(byID(path("rounding")), kb.ArrowDown) }, put("rounding", "Webster")},

		{"at least typed", write("atLeast", "1.2"), put("atLeast", "1.2")},
		{"at least raised", click(up(path("atLeast"))), put("atLeast", "1.1")},
		{"at least lowered", click(down(path("atLeast"))), put("atLeast", "0.9")},
		{"at most typed", write("atMost", "2"), put("atMost", "2")},
		{"at most raised", func() {
			h.write(byID(path("atMost")), "2")
			h.click(up(path("atMost")))
		}, put("atMost", "2.1")},
		{"at most lowered", func() {
			h.write(byID(path("atMost")), "3")
			h.click(down(path("atMost")))
		}, put("atMost", "2.9")},
	}
	for i := range uses {
		uses[i].name += " of each " + level
	}
	return uses
}

// usedAll fails if a control of the page was not used.
func (h *hand) usedAll(t *testing.T) {
	t.Helper()
	h.start("patents")
	left := browser.Eval[[]string](h.Tab, fmt.Sprintf(`(() => {
		const used = %s;
		return Array.from(document.querySelectorAll("#app button, #app input, #app select"))
			.filter((e) => !used.some((selector) => e.matches(selector)) && !e.closest("#ranking, #own"))
			.map((e) => e.outerHTML);
	})()`, modeltest.Encode(t, h.used)))
	if len(left) > 0 {
		t.Errorf("not used: %q", left)
	}
}

// TestBrowserKeyboard moves through the tree and holds a unit without a mouse.
func TestBrowserKeyboard(t *testing.T) {
	m := modeltest.New(t)
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

	h.press("#hold", "2", "8", "0", "0", "0")
	hold := model.Setting{Unit: "210000", Hold: "28000", By: "you", Reason: "set on this page"}
	c := modeltest.With(t, modeltest.Opening(t, m, "patents"), modeltest.Set(hold)...)
	h.compare(t, m, modeltest.With(t, c, "unit", "210000"))
	h.Quiet()
}

// TestBrowserOnPhone chooses a unit with a finger and finds its reasons under
// its row.
func TestBrowserOnPhone(t *testing.T) {
	h := open(t, phone)
	h.click(unitRow("310000") + " .name")
	if got := h.text(unitRow("310000") + " + tr h2"); got != "Shanghai" {
		t.Errorf("under Shanghai's row stands %q", got)
	}
	h.click("#hold-now")
	if got := h.text(unitRow("310000") + " .mark"); got != "held" {
		t.Errorf("Shanghai is marked %q, want held", got)
	}

	h.Do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach((d) => { d.open = true; })`))
	h.Fits(phone.Width)
	small := browser.Eval[[]string](h.Tab, `Array.from(document.querySelectorAll("#app *"))
		.filter((e) => e.matches("button, input:not([type=checkbox]), select, summary, tr[data-code]"))
		.filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 24)
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
	stretch, most := byID("levels.city.stretch"), byID("levels.province.atMost")
	for _, tt := range []struct {
		name    string
		do      func()
		control string // selector
		says    []string
		flagged int
	}{
		{"no number", func() { h.paste("#target", "many") }, "#target", []string{
			"many is not a number", "give digits",
		}, 0},
		{"half a patent", func() { h.paste("#target", "926136.5") }, "#target", []string{
			"926,136.5 is not a multiple", "target.value",
		}, 0},
		{"too much stretch", func() { h.paste(stretch, "300") }, stretch, []string{
			"3 is out of range", `options.levels["city"].stretch`,
		}, 0},
		{"a ceiling that is too low", func() { h.paste(most, "1.5") }, most, []string{
			"972,443 cannot be met by the units below China", "at most 827,847", "Beijing, Tianjin", "and 23 more",
		}, 31},
		{"a hold that is too high", func() { h.paste("#hold", "2000000") }, "#hold", []string{"Guangdong"}, 1},
		{"a hold of another unit", func() {
			h.paste("#hold", "2000000")
			h.click(unitRow("110000") + " .name")
			if got := h.text("#unit-name"); got != "Beijing" {
				t.Errorf("the page shows %s, want Beijing", got)
			}
			h.click("#problems button")
		}, "#hold", []string{"Guangdong"}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.do()
			for _, says := range tt.says {
				if got := h.text("#problems"); !strings.Contains(got, says) {
					t.Errorf("the list says %q, want %q", got, says)
				}
				if got := h.text(".field:has(" + tt.control + ") .error"); !strings.Contains(got, says) {
					t.Errorf("beside the control stands %q, want %q", got, says)
				}
			}
			if h.count(tt.control+"[aria-invalid=true]") != 1 {
				t.Error("the control is not marked")
			}
			if got := h.count("#tree tr.flagged"); got != tt.flagged {
				t.Errorf("%d rows are marked, want %d", got, tt.flagged)
			}
			if diff := cmp.Diff(before, h.shown()); diff != "" {
				t.Errorf("the figures have changed (-want +got):\n%s", diff)
			}

			h.click("#reset")
			if diff := cmp.Diff(before, h.shown()); diff != "" {
				t.Errorf("the page after the problem differs (-want +got):\n%s", diff)
			}
			if left := h.count(".error, [aria-invalid], #problems:not([hidden]), .flagged"); left != 0 {
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
	h.start("invented")
	times := map[string][]float64{}
	for range 12 {
		for _, control := range []string{up("target"), up("levels.province.stretch"), down("levels.county.stretch")} {
			h.click(control)
			said := browser.Eval[map[string]string](h.Tab, `({ ...document.querySelector("#time").dataset })`)
			for _, key := range []string{"computed", "total"} {
				var ms float64
				if _, err := fmt.Sscan(said[key], &ms); err != nil || ms <= 0 {
					t.Fatalf("%s = %q", key, said[key])
				}
				times[key] = append(times[key], ms)
			}
		}
	}

	computed, total := times["computed"], times["total"]
	slices.Sort(computed)
	slices.Sort(total)
	middle, last := len(total)/2, len(total)-1
	t.Logf("3,000 units, %d changes: computed in %.0f ms, on the page after %.0f ms (medians); from %.0f to %.0f ms",
		len(total), computed[middle], total[middle], total[0], total[last])
	h.Quiet()
}
