package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/targetcascade/cascade/hierarchy"
)

// computed is the report on the embedded data.
func computed(t *testing.T) *report {
	t.Helper()
	d, err := load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := compute(d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rendered is the report with its page.
func rendered(t *testing.T) (*report, []byte) {
	t.Helper()
	r := computed(t)
	var page bytes.Buffer
	if err := r.page(&page); err != nil {
		t.Fatal(err)
	}
	return r, page.Bytes()
}

// document is the report with its parsed page.
func document(t *testing.T) (*report, *html.Node) {
	t.Helper()
	r, page := rendered(t)
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return r, root
}

// elements are the elements of a kind under n, in the order of the page.
func elements(n *html.Node, kind atom.Atom) []*html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.DataAtom == kind {
			found = append(found, d)
		}
	}
	return found
}

// byID is the element with an id.
func byID(t *testing.T, n *html.Node, id string) *html.Node {
	t.Helper()
	for d := range n.Descendants() {
		if attr(d, "id") == id {
			return d
		}
	}
	t.Fatalf("no element with id %q", id)
	return nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var s strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			s.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(s.String()), " ")
}

// cellsOf is the body of a table: the texts and the sort values of its cells, by
// the code of the row.
func cellsOf(t *testing.T, root *html.Node, id string) (texts, values map[string][]string) {
	t.Helper()
	texts, values = map[string][]string{}, map[string][]string{}
	for _, row := range elements(elements(byID(t, root, id), atom.Tbody)[0], atom.Tr) {
		code := attr(row, "data-code")
		if _, twice := texts[code]; twice {
			t.Errorf("%s: two rows of %q", id, code)
		}
		for td := range row.ChildNodes() {
			if td.Type == html.ElementNode {
				texts[code] = append(texts[code], textOf(td))
				values[code] = append(values[code], attr(td, "data-v"))
			}
		}
	}
	return texts, values
}

// TestWellFormed finds elements that are closed in another order than they
// were opened, or never; a parser would mend them silently.
func TestWellFormed(t *testing.T) {
	_, page := rendered(t)
	void := []string{"meta", "link"}
	var open []string
	ids := map[string]int{}

	for z := html.NewTokenizer(bytes.NewReader(page)); ; {
		kind := z.Next()
		token := z.Token()
		switch kind {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("never closed: %v", open)
			}
			for id, n := range ids {
				if n > 1 {
					t.Errorf("id %q is on %d elements", id, n)
				}
			}
			return
		case html.StartTagToken:
			if !slices.Contains(void, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v", token.Data, open)
			}
			open = open[:len(open)-1]
		}
		for _, a := range token.Attr {
			if a.Key == "id" {
				ids[a.Val]++
			}
		}
		if strings.Contains(token.Data, "ZgotmplZ") || strings.Contains(fmt.Sprint(token.Attr), "ZgotmplZ") {
			t.Errorf("the template refused a value in %v", token)
		}
	}
}

// TestSelfContained finds what would make a browser ask for more.
func TestSelfContained(t *testing.T) {
	_, root := document(t)
	loads := []string{"src", "srcset", "poster", "data", "background", "action", "xlink:href"}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			key := strings.TrimPrefix(a.Namespace+":"+a.Key, ":")
			switch {
			case slices.Contains(loads, key):
				t.Errorf("<%s %s=%q>", n.Data, key, a.Val)
			case key == "href" && !strings.HasPrefix(a.Val, "#") && a.Val != "data:,":
				t.Errorf("<%s href=%q>", n.Data, a.Val)
			case key == "style" && strings.Contains(a.Val, "url("):
				t.Errorf("<%s style=%q>", n.Data, a.Val)
			}
		}
		if slices.Contains([]string{"iframe", "img", "object", "embed", "video", "audio", "form"}, n.Data) {
			t.Errorf("<%s>", n.Data)
		}
	}

	style := textOf(elements(root, atom.Style)[0])
	for _, word := range []string{"url(", "@import", "@font-face"} {
		if strings.Contains(style, word) {
			t.Errorf("the style has %s", word)
		}
	}

	policy := ""
	for _, m := range elements(root, atom.Meta) {
		if attr(m, "http-equiv") == "Content-Security-Policy" {
			policy = attr(m, "content")
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none'; ") {
		t.Errorf("policy %q", policy)
	}
}

// TestLinksLead follows the links within the page.
func TestLinksLead(t *testing.T) {
	_, root := document(t)
	links := elements(root, atom.A)
	if len(links) == 0 {
		t.Fatal("no links")
	}
	for _, a := range links {
		byID(t, root, strings.TrimPrefix(attr(a, "href"), "#"))
	}
}

func TestAccessible(t *testing.T) {
	_, root := document(t)
	if got := attr(elements(root, atom.Html)[0], "lang"); got != "en" {
		t.Errorf("lang %q", got)
	}
	if n := len(elements(root, atom.H1)); n != 1 {
		t.Errorf("%d h1", n)
	}
	tables := elements(root, atom.Table)
	if len(tables) != 4 {
		t.Errorf("%d tables", len(tables))
	}
	for _, table := range tables {
		id := attr(table, "id")
		if captions := elements(table, atom.Caption); len(captions) != 1 || textOf(captions[0]) == "" {
			t.Errorf("%s: no caption", id)
		}
		heads := 0
		for _, th := range elements(table, atom.Th) {
			switch attr(th, "scope") {
			case "col":
				heads++
				if textOf(th) == "" {
					t.Errorf("%s: a heading without text", id)
				}
			case "row":
			default:
				t.Errorf("%s: %q has no scope", id, textOf(th))
			}
		}
		for _, row := range elements(elements(table, atom.Tbody)[0], atom.Tr) {
			cells := len(elements(row, atom.Th)) + len(elements(row, atom.Td))
			if cells != heads || len(elements(row, atom.Th)) != 1 {
				t.Errorf("%s: a row of %d cells under %d headings", id, cells, heads)
			}
		}
	}

	drawings := slices.DeleteFunc(elements(root, atom.Svg), func(svg *html.Node) bool {
		return attr(svg, "aria-hidden") == "true"
	})
	if len(drawings) != 33 {
		t.Errorf("%d drawings, want China, 31 provinces and the ways to share", len(drawings))
	}
	for _, svg := range drawings {
		if attr(svg, "role") != "img" {
			t.Errorf("a drawing of the role %q", attr(svg, "role"))
		}
		for _, id := range strings.Fields(attr(svg, "aria-labelledby")) {
			if textOf(byID(t, svg, id)) == "" {
				t.Errorf("%s is empty", id)
			}
		}
	}
}

func TestTreeOfUnits(t *testing.T) {
	r := computed(t)
	for code, want := range map[string]hierarchy.Role{
		"440000": hierarchy.Member, "440300": hierarchy.Member, "440000" + residual: hierarchy.Residual,
	} {
		if u, ok := r.Plan.Tree().Unit(code); !ok || u.Role != want {
			t.Errorf("Unit(%q) = %v, %v", code, u, ok)
		}
	}
}

func TestSamePageTwice(t *testing.T) {
	_, one := rendered(t)
	_, two := rendered(t)
	if !bytes.Equal(one, two) {
		t.Error("two runs made two pages")
	}
}

func TestRunWritesFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "report.html")
	if err := run(name); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, want := rendered(t); !bytes.Equal(got, want) {
		t.Error("the file is not the page")
	}
	if err := run(filepath.Join(name, "below")); err == nil {
		t.Error("run() = nil, want an error")
	}
}

func TestTick(t *testing.T) {
	for _, highest := range []float64{0.3, 1, 799, 800, 801, 2.2e6, 9.9e6} {
		step := tick(highest)
		if 2*step < highest || 2*step > 2*highest {
			t.Errorf("tick(%g) = %g", highest, step)
		}
	}
	for y, want := range map[float64]string{400: "400", 1500: "1.5k", 75000: "75k", 1.5e6: "1.5M"} {
		if got := brief(y); got != want {
			t.Errorf("brief(%g) = %s, want %s", y, got, want)
		}
	}
}
