package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The browser is the program that REPORT_BROWSER names, which must then be
// there, or else the first of these that is installed.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell"}

func browser(t *testing.T) string {
	t.Helper()
	if name := os.Getenv("REPORT_BROWSER"); name != "" {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Fatalf("REPORT_BROWSER: %v", err)
		}
		return path
	}
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skipf("SKIPPED, the page was not opened: none of %s is installed; REPORT_BROWSER names another browser", strings.Join(browsers, ", "))
	return ""
}

// tab is a page in a headless browser, and what the browser said of it.
type tab struct {
	context.Context
	mu       sync.Mutex
	requests []string
	problems []string
}

// open serves a page on this machine and opens it, at a width in CSS pixels.
func open(t *testing.T, page []byte, width int64, mobile bool) *tab {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(browser(t)), chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true),
		chromedp.WSURLReadTimeout(time.Minute), // to start, on a machine with much else to do
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // the sandbox does not work for root
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(page)
	}))
	t.Cleanup(server.Close)
	ctx, stop := context.WithTimeout(context.Background(), 3*time.Minute)
	t.Cleanup(stop)
	ctx, quit := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(quit)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Logf("closing the browser: %v", err)
		}
		end()
	})
	b := &tab{Context: ctx}
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	var screen []chromedp.EmulateViewportOption
	if mobile {
		screen = append(screen, chromedp.EmulatePortrait, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	b.do(t,
		chromedp.EmulateViewport(width, 844, screen...),
		chromedp.Navigate(server.URL),
		chromedp.Sleep(200*time.Millisecond), // for requests that are begun late
	)
	return b
}

func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, "exception: "+(&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprintf("console %s", e.Type))
	case *log.EventEntryAdded:
		b.problems = append(b.problems, fmt.Sprintf("%s %s: %s", e.Entry.Level, e.Entry.Source, e.Entry.Text))
	}
}

// heard is what the browser has requested and said so far. Requests for data
// that is in the page itself do not count.
func (b *tab) heard() (requests, problems []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	requests = slices.DeleteFunc(slices.Clone(b.requests), func(url string) bool { return strings.HasPrefix(url, "data:") })
	return requests, slices.Clone(b.problems)
}

func (b *tab) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b, steps...); err != nil {
		t.Fatal(err)
	}
}

// eval evaluates an expression in the page.
func eval[T any](t *testing.T, b *tab, expression string) T {
	t.Helper()
	value, err := chromedp.Run(b, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// quiet fails if the page requested anything but itself, or anything went
// wrong in it.
func (b *tab) quiet(t *testing.T) {
	t.Helper()
	requests, problems := b.heard()
	if len(requests) != 1 {
		t.Errorf("requests: %q, want the page alone", requests)
	}
	if len(problems) > 0 {
		t.Errorf("the browser reports: %q", problems)
	}
}

func TestBrowserOpensAndSorts(t *testing.T) {
	_, page := rendered(t)
	b := open(t, page, 1280, false)
	if got := eval[int](t, b, `document.querySelectorAll(".charts svg").length`); got != 32 {
		t.Errorf("%d charts", got)
	}
	headings := eval[[]struct {
		Table  string
		Column int
		Number bool
	}](t, b, `Array.from(document.querySelectorAll("table.sortable th button"), (button) => ({
		Table: button.closest("table").id,
		Column: button.closest("th").cellIndex,
		Number: button.closest("th").classList.contains("number"),
	}))`)
	if len(headings) != 24 {
		t.Errorf("%d headings sort, want 24", len(headings))
	}
	for _, h := range headings {
		t.Run(fmt.Sprintf("%s %d", h.Table, h.Column), func(t *testing.T) {
			before := column(t, b, h.Table, h.Column)
			button := fmt.Sprintf("#%s thead th:nth-child(%d) button", h.Table, h.Column+1)
			// A heading that is sorted already begins with the other order.
			orders := []string{"ascending", "descending"}
			if sorted(t, b, h.Table)[h.Column] == "ascending" {
				slices.Reverse(orders)
			}
			for _, order := range orders {
				b.do(t, chromedp.Click(chromedp.CSS(button)))
				got := column(t, b, h.Table, h.Column)
				if !slices.IsSortedFunc(got, func(a, b cell) int {
					if order == "descending" {
						a, b = b, a
					}
					return a.compare(b, h.Number)
				}) {
					t.Errorf("%s: %v", order, got)
				}
				if s := sorted(t, b, h.Table); len(s) != 1 || s[h.Column] != order {
					t.Errorf("aria-sort by column: %v, want %d: %s", s, h.Column, order)
				}
				if len(got) != len(before) || !sameCells(before, got) {
					t.Errorf("%s: other cells than before", order)
				}
			}
		})
	}
	b.quiet(t)
}

// TestBrowserSortsByKeyboard sorts without a mouse, and finds whole rows moved.
func TestBrowserSortsByKeyboard(t *testing.T) {
	_, page := rendered(t)
	b := open(t, page, 1280, false)
	b.do(t,
		chromedp.Focus(chromedp.CSS("#ranking thead th:nth-child(2) button")),
		chromedp.KeyEvent(kb.Enter),
	)
	if got := eval[string](t, b, `document.querySelector("#ranking tbody tr").dataset.code + document.querySelector("#ranking tbody th").textContent`); got != "340000Anhui" {
		t.Errorf("first row %q, want Anhui's", got)
	}
	b.do(t, chromedp.KeyEvent(" "))
	if got := eval[string](t, b, `document.querySelector("#ranking tbody tr").dataset.code + document.querySelector("#ranking tbody th").textContent`); got != "330000Zhejiang" {
		t.Errorf("first row %q, want Zhejiang's", got)
	}
	b.quiet(t)
}

func TestBrowserOpensTree(t *testing.T) {
	_, page := rendered(t)
	b := open(t, page, 1280, false)
	const shenzhen = `document.querySelector('#tree summary[data-code="440300"]').checkVisibility()`
	if eval[bool](t, b, shenzhen) {
		t.Error("Shenzhen is seen before Guangdong is opened")
	}
	b.do(t, chromedp.Click(chromedp.CSS(`#tree summary[data-code="440000"]`)))
	if !eval[bool](t, b, shenzhen) {
		t.Error("Shenzhen is not seen when Guangdong is open")
	}
	b.quiet(t)
}

// TestBrowserOnPhone opens everything that opens on a narrow screen. Only
// tables may be wider than the screen, and scroll by themselves.
func TestBrowserOnPhone(t *testing.T) {
	_, page := rendered(t)
	for _, width := range []int64{390, 320} {
		t.Run(strconv.FormatInt(width, 10), func(t *testing.T) {
			b := open(t, page, width, true)
			b.do(t, chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach((d) => { d.open = true; })`))
			if got := eval[int64](t, b, `window.innerWidth`); got != width {
				t.Errorf("the window is %d pixels wide, want %d", got, width)
			}
			if got := eval[int64](t, b, `document.documentElement.scrollWidth`); got > width {
				t.Errorf("the page is %d pixels wide", got)
			}
			if outside := eval[[]string](t, b, `Array.from(document.querySelectorAll("body *"))
				.filter((e) => !e.closest(".scroll") && e.getBoundingClientRect().right > innerWidth + 0.5)
				.map((e) => e.tagName + " " + e.textContent.slice(0, 40))`); len(outside) > 0 {
				t.Errorf("beyond the edge: %q", outside)
			}
			if small := eval[[]string](t, b, `Array.from(document.querySelectorAll("button, summary, nav a"))
				.filter((e) => e.getBoundingClientRect().height < 24)
				.map((e) => e.tagName + " " + e.textContent)`); len(small) > 0 {
				t.Errorf("too small for a finger: %q", small)
			}
			b.do(t, chromedp.Click(chromedp.CSS("#scores thead th:nth-child(1) button")))
			if got := sorted(t, b, "scores")[0]; got != "descending" {
				t.Errorf("a tap sorts %q", got)
			}
			b.quiet(t)
		})
	}
}

// TestBrowserContrast compares the colour of every text with what is behind
// it, by the formula of WCAG 2 (4.5:1 for text of normal size).
func TestBrowserContrast(t *testing.T) {
	_, page := rendered(t)
	b := open(t, page, 1280, false)
	b.do(t, chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach((d) => { d.open = true; })`))
	got := eval[struct {
		Texts int
		Weak  []string
	}](t, b, `(() => {
		const numbers = (c) => c.match(/[\d.]+/g).map(Number);
		const light = (c) => numbers(c).slice(0, 3)
			.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
			.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
		const behind = (e) => {
			for (; e; e = e.parentElement) {
				const c = getComputedStyle(e).backgroundColor;
				if (numbers(c)[3] !== 0) return c;
			}
			return "rgb(255, 255, 255)";
		};
		const weak = [];
		let texts = 0;
		for (const e of document.querySelectorAll("body *")) {
			if (e.closest("script, title, desc") || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
			texts++;
			const style = getComputedStyle(e);
			const [low, high] = [light(e.closest("svg") ? style.fill : style.color), light(behind(e))].sort((a, b) => a - b);
			const ratio = (high + 0.05) / (low + 0.05);
			if (ratio < 4.5) weak.push(e.tagName + " " + e.textContent.slice(0, 30) + " " + ratio.toFixed(2));
		}
		return { Texts: texts, Weak: weak };
	})()`)
	if got.Texts < 1000 {
		t.Errorf("%d texts compared", got.Texts)
	}
	if len(got.Weak) > 0 {
		t.Errorf("weak: %q", got.Weak)
	}
}

// TestBrowserNotices shows that what the tests above rely on is noticed: each
// change to the page makes the browser report it.
func TestBrowserNotices(t *testing.T) {
	_, page := rendered(t)
	change := func(old, with string) []byte {
		changed := strings.Replace(string(page), old, with, 1)
		if changed == string(page) {
			t.Fatalf("no %q in the page", old)
		}
		return []byte(changed)
	}
	policy := page[strings.Index(string(page), "<meta http-equiv"):]
	policy = policy[:strings.Index(string(policy), ">")+1]
	for name, page := range map[string][]byte{
		"a script with an error": change(`"use strict";`, `"use strict"; missing();`), // which also breaks its hash
		"a picture":              change("</main>", `<img src="/picture.png" alt="">`),
		"a second script":        change("</main>", `<script>document.title = "";</script>`),
		"an error without a policy": []byte(strings.Replace(string(change(`"use strict";`, `"use strict"; missing();`)),
			string(policy), "", 1)),
		"a request without a policy": []byte(strings.Replace(string(change("</main>", `<img src="/picture.png" alt="">`)),
			string(policy), "", 1)),
	} {
		t.Run(name, func(t *testing.T) {
			requests, problems := open(t, page, 1280, false).heard()
			if len(requests) == 1 && len(problems) == 0 {
				t.Error("the browser noticed nothing")
			}
			if strings.HasSuffix(name, "without a policy") == (len(problems) > 0 && strings.Contains(problems[0], "Content Security Policy")) {
				t.Errorf("problems: %q", problems)
			}
		})
	}
}

// cell is what a column is sorted by.
type cell struct {
	Text  string
	Value *float64
}

func (c cell) String() string { return c.Text }

func (c cell) compare(o cell, number bool) int {
	if number {
		return cmp.Compare(*c.Value, *o.Value)
	}
	return strings.Compare(c.Text, o.Text)
}

func column(t *testing.T, b *tab, table string, at int) []cell {
	t.Helper()
	cells := eval[[]cell](t, b, fmt.Sprintf(`Array.from(document.querySelector("#%s").tBodies[0].rows, (row) => {
		const cell = row.cells[%d];
		return { Text: cell.textContent, Value: "v" in cell.dataset ? Number(cell.dataset.v) : null };
	})`, table, at))
	if len(cells) != 31 {
		t.Fatalf("%d rows", len(cells))
	}
	return cells
}

// sorted is the aria-sort of a table's headings, by column.
func sorted(t *testing.T, b *tab, table string) map[int]string {
	t.Helper()
	return eval[map[int]string](t, b, fmt.Sprintf(
		`Object.fromEntries(Array.from(document.querySelectorAll("#%s thead [aria-sort]"), (th) => [th.cellIndex, th.getAttribute("aria-sort")]))`, table))
}

func sameCells(a, b []cell) bool {
	texts := func(cells []cell) []string {
		var all []string
		for _, c := range cells {
			all = append(all, c.Text)
		}
		slices.Sort(all)
		return all
	}
	return slices.Equal(texts(a), texts(b))
}
