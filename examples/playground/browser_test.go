package main

import (
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/targetcascade/cascade/examples/internal/browser"
)

var screens = []browser.Screen{
	{Width: 1280}, {Width: 1280, Dark: true}, {Width: 390, Phone: true}, {Width: 390, Phone: true, Dark: true},
}

var built = sync.OnceValues(build)

// open opens the page and waits until the library has started.
func open(t *testing.T, screen browser.Screen) *browser.Tab {
	t.Helper()
	page, err := built()
	if err != nil {
		t.Fatal(err)
	}
	b := browser.Open(t, page, screen)
	b.Do(chromedp.WaitVisible(chromedp.CSS("#app")))
	return b
}

// TestBrowserScreens looks at the page on every screen. With -artifacts it keeps
// the pictures.
func TestBrowserScreens(t *testing.T) {
	for _, screen := range screens {
		t.Run(screen.String(), func(t *testing.T) {
			b := open(t, screen)
			b.Picture(strings.ReplaceAll(screen.String(), " ", "-"))
			b.Fits(screen.Width)
			if texts := b.Contrast(); texts < 200 {
				t.Errorf("%d texts compared", texts)
			}
			b.Quiet()
		})
	}
}
