// Package browser opens pages in a headless browser, for the tests of examples.
package browser

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The browser is the program that REPORT_BROWSER names, which must then be
// there, or else the first of these that is installed.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell"}

func program(t testing.TB) string {
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
	t.Skipf("SKIPPED, the page was not opened: none of %s is installed; REPORT_BROWSER names another browser",
		strings.Join(browsers, ", "))
	return ""
}

// Screen says how a page is shown.
type Screen struct {
	Width int64 // CSS pixels
	Phone bool  // a touch screen
	Dark  bool  // the dark colour scheme is preferred
}

func (s Screen) String() string {
	if s.Dark {
		return fmt.Sprintf("%d dark", s.Width)
	}
	return fmt.Sprintf("%d light", s.Width)
}

// A Tab is a page in a headless browser, and what the browser said of it.
type Tab struct {
	context.Context
	t        testing.TB
	mu       sync.Mutex
	requests []string
	problems []string
}

// Open serves a page on this machine and opens it.
func Open(t testing.TB, html []byte, screen Screen) *Tab {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(html)
	}))
	t.Cleanup(server.Close)

	b := &Tab{Context: start(t), t: t}
	if err := chromedp.Listen(b, b.listen); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	var touch []chromedp.EmulateViewportOption
	if screen.Phone {
		touch = append(touch, chromedp.EmulatePortrait, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	scheme := "light"
	if screen.Dark {
		scheme = "dark"
	}
	b.Do(chromedp.EmulateViewport(screen.Width, 844, touch...))
	prefers := &emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{prefers}}
	if _, err := chromedp.Call(b, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	b.Do(
		chromedp.Navigate(server.URL),
		chromedp.Sleep(200*time.Millisecond), // for requests that are begun late
	)
	return b
}

// start starts the browser, which ends with the test.
func start(t testing.TB) context.Context {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program(t)), chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true),
		chromedp.WSURLReadTimeout(time.Minute), // to start, on a machine with much else to do
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // the sandbox does not work for root
	}

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
	return ctx
}

func (b *Tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *runtime.EventExceptionThrown:
		thrown := chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}
		b.problems = append(b.problems, "exception: "+thrown.Error())
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprintf("console %s", e.Type))
	case *log.EventEntryAdded:
		b.problems = append(b.problems, fmt.Sprintf("%s %s: %s", e.Entry.Level, e.Entry.Source, e.Entry.Text))
	}
}

// Heard is what the browser has requested and said so far. Requests for data
// that is in the page itself do not count.
func (b *Tab) Heard() (requests, problems []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	inPage := func(url string) bool { return strings.HasPrefix(url, "data:") || strings.HasPrefix(url, "blob:") }
	return slices.DeleteFunc(slices.Clone(b.requests), inPage), slices.Clone(b.problems)
}

// Quiet fails the test if the page requested anything but itself, or anything
// went wrong in it.
func (b *Tab) Quiet() {
	b.t.Helper()
	requests, problems := b.Heard()
	if len(requests) != 1 {
		b.t.Errorf("requests: %q, want the page alone", requests)
	}
	if len(problems) > 0 {
		b.t.Errorf("the browser reports: %q", problems)
	}
}

// Do carries actions out, and ends the test if one fails.
func (b *Tab) Do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// Eval evaluates an expression in the page.
func Eval[T any](b *Tab, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// Fits fails the test if the page is wider than its screen. Only what scrolls by
// itself, which has the class "scroll", may be wider.
func (b *Tab) Fits(width int64) {
	b.t.Helper()
	if got := Eval[int64](b, `window.innerWidth`); got != width {
		b.t.Errorf("the window is %d pixels wide, want %d", got, width)
	}
	if got := Eval[int64](b, `document.documentElement.scrollWidth`); got > width {
		b.t.Errorf("the page is %d pixels wide, want %d", got, width)
	}
	outside := Eval[[]string](b, `Array.from(document.querySelectorAll("body *"))
		.filter((e) => !e.closest(".scroll, pre, .skip") && e.getBoundingClientRect().right > innerWidth + 0.5)
		.map((e) => e.tagName + " " + e.textContent.slice(0, 40))`)
	if len(outside) > 0 {
		b.t.Errorf("beyond the edge: %q", outside)
	}
}

// Contrast fails the test if a text is less than 4.5:1 from the colour behind
// it, by the formula of WCAG 2 for text of normal size. It returns how many
// texts it compared.
func (b *Tab) Contrast() int {
	b.t.Helper()
	got := Eval[struct {
		Texts int
		Weak  []string
	}](b, `(() => {
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
			const typed = e.matches("input:not([type]), select");
			if (e.closest("script, template, title, desc, option") || !e.checkVisibility()) continue;
			if (!typed && ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
			texts++;
			const style = getComputedStyle(e);
			const colour = e.closest("svg") ? style.fill : style.color;
			const [low, high] = [light(colour), light(behind(e))].sort((a, b) => a - b);
			const ratio = (high + 0.05) / (low + 0.05);
			if (ratio < 4.5) weak.push(e.tagName + " " + e.textContent.slice(0, 30) + " " + ratio.toFixed(2));
		}
		return { Texts: texts, Weak: weak };
	})()`)
	if len(got.Weak) > 0 {
		b.t.Errorf("weak: %q", got.Weak)
	}
	return got.Texts
}

// Picture writes a picture of the whole page to the directory of the test's
// artifacts. It stays there if the test runs with -artifacts.
func (b *Tab) Picture(name string) {
	b.t.Helper()
	picture, err := chromedp.Run(b, chromedp.FullScreenshot(100)) // as PNG
	if err != nil {
		b.t.Fatal(err)
	}
	file := filepath.Join(b.t.ArtifactDir(), name+".png")
	if err := os.WriteFile(file, picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
