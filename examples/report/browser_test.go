package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/targetcascade/cascade/examples/internal/browser"
)

func TestBrowserOpensAndSorts(t *testing.T) {
	_, page := rendered(t)
	b := browser.Open(t, page, desk)
	if got := browser.Eval[int](b, `document.querySelectorAll(".charts svg").length`); got != 33 {
		t.Errorf("%d charts", got)
	}

	headings := browser.Eval[[]struct {
		Table  string
		Column int
		Number bool
	}](b, `Array.from(document.querySelectorAll("table.sortable th button"), (button) => ({
		Table: button.closest("table").id,
		Column: button.closest("th").cellIndex,
		Number: button.closest("th").classList.contains("number"),
	}))`)
	if len(headings) != 25 {
		t.Errorf("%d headings sort, want 25", len(headings))
	}
	for _, h := range headings {
		t.Run(fmt.Sprintf("%s %d", h.Table, h.Column), func(t *testing.T) {
			before := columnOf(t, b, h.Table, h.Column)
			button := fmt.Sprintf("#%s thead th:nth-child(%d) button", h.Table, h.Column+1)
			// A heading that is sorted already begins with the other order.
			orders := []string{"ascending", "descending"}
			if sorted(t, b, h.Table)[h.Column] == "ascending" {
				slices.Reverse(orders)
			}
			for _, order := range orders {
				b.Do(chromedp.Click(chromedp.CSS(button)))
				got := columnOf(t, b, h.Table, h.Column)
				compare := func(a, b cell) int {
					if order == "descending" {
						a, b = b, a
					}
					return a.compare(b, h.Number)
				}
				if !slices.IsSortedFunc(got, compare) {
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
	b.Quiet()
}

// TestBrowserSortsByKeyboard sorts without a mouse, and finds whole rows moved.
func TestBrowserSortsByKeyboard(t *testing.T) {
	_, page := rendered(t)
	b := browser.Open(t, page, desk)
	first := func() string {
		return browser.Eval[string](b, `(() => {
			const row = document.querySelector("#ranking tbody tr");
			return row.dataset.code + row.querySelector("th").textContent;
		})()`)
	}

	b.Do(
		chromedp.Focus(chromedp.CSS("#ranking thead th:nth-child(2) button")),
		chromedp.KeyEvent(kb.Enter),
	)
	if got := first(); got != "340000Anhui" {
		t.Errorf("first row %q, want Anhui's", got)
	}
	b.Do(chromedp.KeyEvent(" "))
	if got := first(); got != "330000Zhejiang" {
		t.Errorf("first row %q, want Zhejiang's", got)
	}
	b.Quiet()
}

func TestBrowserOpensTree(t *testing.T) {
	_, page := rendered(t)
	b := browser.Open(t, page, desk)
	const shenzhen = `document.querySelector('#tree summary[data-code="440300"]').checkVisibility()`
	if browser.Eval[bool](b, shenzhen) {
		t.Error("Shenzhen is seen before Guangdong is opened")
	}
	b.Do(chromedp.Click(chromedp.CSS(`#tree summary[data-code="440000"]`)))
	if !browser.Eval[bool](b, shenzhen) {
		t.Error("Shenzhen is not seen when Guangdong is open")
	}
	b.Quiet()
}

// TestBrowserOnPhone opens everything that opens on a narrow screen. Only
// tables may be wider than the screen, and scroll by themselves.
func TestBrowserOnPhone(t *testing.T) {
	_, page := rendered(t)
	for _, width := range []int64{390, 320} {
		t.Run(strconv.FormatInt(width, 10), func(t *testing.T) {
			b := browser.Open(t, page, browser.Screen{Width: width, Phone: true})
			b.Do(chromedp.Evaluate[chromedp.Void](openAll))
			b.Fits(width)
			if small := browser.Eval[[]string](b, `Array.from(document.querySelectorAll("button, summary, nav a"))
				.filter((e) => e.getBoundingClientRect().height < 24)
				.map((e) => e.tagName + " " + e.textContent)`); len(small) > 0 {
				t.Errorf("too small for a finger: %q", small)
			}
			b.Do(chromedp.Click(chromedp.CSS("#scores thead th:nth-child(1) button")))
			if got := sorted(t, b, "scores")[0]; got != "descending" {
				t.Errorf("a tap sorts %q", got)
			}
			for table, columns := range map[string]int{"figures": 3, "scores": 4, "ranking": 3} {
				seen(t, b, table, columns)
			}
			b.Quiet()
		})
	}
}

// seen fails unless the first columns of a table are on the screen, with its verdict
// and the figure that is ranked. A sign must say that there are more.
func seen(t *testing.T, b *browser.Tab, table string, columns int) {
	t.Helper()
	if browser.Eval[int64](b, `window.innerWidth`) < 390 {
		columns--
	}
	hidden := browser.Eval[[]string](b, fmt.Sprintf(`Array.from(document.querySelectorAll("#%s tbody tr"))
		.flatMap((row) => Array.from(row.cells).slice(0, %d))
		.filter((cell) => cell.getBoundingClientRect().right > innerWidth)
		.map((cell) => cell.textContent)`, table, columns))
	if len(hidden) > 0 {
		t.Errorf("%s: not on the screen: %q", table, hidden)
	}
	if !browser.Eval[bool](b, fmt.Sprintf(`document.querySelector("#%s .sideways").checkVisibility()`, table)) {
		t.Errorf("%s: no sign that the table scrolls", table)
	}
}

// TestBrowserScreens looks at the page on every screen. With -artifacts it keeps
// the pictures.
func TestBrowserScreens(t *testing.T) {
	_, page := rendered(t)
	for _, screen := range []browser.Screen{
		desk, {Width: 1280, Dark: true}, {Width: 390, Phone: true}, {Width: 390, Phone: true, Dark: true},
	} {
		t.Run(screen.String(), func(t *testing.T) {
			b := browser.Open(t, page, screen)
			b.Picture(strings.ReplaceAll(screen.String(), " ", "-"))
			b.Do(chromedp.Evaluate[chromedp.Void](openAll))
			if texts := b.Contrast(); texts < 1000 {
				t.Errorf("%d texts compared", texts)
			}
			b.Quiet()
		})
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
	policy := page[bytes.Index(page, []byte("<meta http-equiv")):]
	policy = policy[:bytes.IndexByte(policy, '>')+1]
	free := func(page []byte) []byte { return bytes.Replace(page, policy, nil, 1) }

	failing := change(`"use strict";`, `"use strict"; missing();`) // which also breaks its hash
	picture := change("</main>", `<img src="/picture.png" alt="">`)
	for name, page := range map[string][]byte{
		"a script with an error":     failing,
		"a picture":                  picture,
		"a second script":            change("</main>", `<script>document.title = "";</script>`),
		"an error without a policy":  free(failing),
		"a request without a policy": free(picture),
	} {
		t.Run(name, func(t *testing.T) {
			requests, problems := browser.Open(t, page, desk).Heard()
			if len(requests) == 1 && len(problems) == 0 {
				t.Error("the browser noticed nothing")
			}
			refused := len(problems) > 0 && strings.Contains(problems[0], "Content Security Policy")
			if strings.HasSuffix(name, "without a policy") == refused {
				t.Errorf("problems: %q", problems)
			}
		})
	}
}

var desk = browser.Screen{Width: 1280}

const openAll = `document.querySelectorAll("details").forEach((d) => { d.open = true; })`

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

func columnOf(t *testing.T, b *browser.Tab, table string, at int) []cell {
	t.Helper()
	cells := browser.Eval[[]cell](b, fmt.Sprintf(`Array.from(document.querySelector("#%s").tBodies[0].rows, (row) => {
		const cell = row.cells[%d];
		return { Text: cell.textContent, Value: "v" in cell.dataset ? Number(cell.dataset.v) : null };
	})`, table, at))
	if len(cells) != 31 {
		t.Fatalf("%d rows", len(cells))
	}
	return cells
}

// sorted is the aria-sort of a table's headings, by column.
func sorted(t *testing.T, b *browser.Tab, table string) map[int]string {
	t.Helper()
	return browser.Eval[map[int]string](b, fmt.Sprintf(`Object.fromEntries(
		Array.from(document.querySelectorAll("#%s thead [aria-sort]"), (th) => [th.cellIndex, th.ariaSort]))`, table))
}

func sameCells(a, b []cell) bool {
	texts := func(cells []cell) []string {
		var list []string
		for _, c := range cells {
			list = append(list, c.Text)
		}
		slices.Sort(list)
		return list
	}
	return slices.Equal(texts(a), texts(b))
}
