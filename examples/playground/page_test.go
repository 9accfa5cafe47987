package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

var built = sync.OnceValues(build)

// page is the page, built once for all tests.
func page(t testing.TB) []byte {
	t.Helper()
	p, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPageIsSelfContained finds what would make a browser ask for more.
func TestPageIsSelfContained(t *testing.T) {
	html := string(page(t))
	if !strings.Contains(html, `content="default-src 'none'; style-src 'sha256-`) {
		t.Error("the policy does not forbid everything that it does not name")
	}
	scripts := regexp.MustCompile(`(?s)<script[^>]*>.*?</script>`)
	html = scripts.ReplaceAllString(html, "")
	links := regexp.MustCompile(`(?:src|srcset|href|action|data)="([^"]*)"`)
	for _, attribute := range links.FindAllStringSubmatch(html, -1) {
		if link := attribute[1]; !strings.HasPrefix(link, "#") && link != "data:," {
			t.Errorf("the page has %s", attribute[0])
		}
	}
	for _, word := range []string{"url(", "@import", "@font-face", "style=", "onclick="} {
		if strings.Contains(html, word) {
			t.Errorf("the page has %s", word)
		}
	}
}

func TestPageIsTheSameTwice(t *testing.T) {
	again, err := build()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page(t), again) {
		t.Error("two builds made two pages")
	}
}

// TestIDs finds an id that two elements have, and a label without its control.
func TestIDs(t *testing.T) {
	html := string(page(t))
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(html, -1) {
		if ids[m[1]] {
			t.Errorf("two elements have the id %q", m[1])
		}
		ids[m[1]] = true
	}

	references := regexp.MustCompile(` (?:for|aria-labelledby|aria-describedby|href)="#?([^":,]+)"`)
	for _, m := range references.FindAllStringSubmatch(html, -1) {
		if !ids[m[1]] {
			t.Errorf("no element has the id %q", m[1])
		}
	}
}

func TestRunWritesFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	if err := run(dir, 0); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, page(t)) {
		t.Error("the file is not the page")
	}
	if err := run(filepath.Join(dir, "index.html"), 0); err == nil {
		t.Error("run() = nil where a file is in the way, want an error")
	}
}

func TestHandler(t *testing.T) {
	h := handler([]byte("a page"))
	for path, want := range map[string]int{"/": http.StatusOK, "/favicon.ico": http.StatusNotFound} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != want {
			t.Errorf("GET %s = %d, want %d", path, w.Code, want)
		}
	}
}

// TestVetWasm vets the package that go vet leaves out on other platforms.
func TestVetWasm(t *testing.T) {
	command := exec.Command("go", "vet", "./wasm")
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("go vet: %v\n%s", err, out)
	}
}
