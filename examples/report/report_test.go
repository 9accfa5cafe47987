package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
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

// all are the elements of a kind under n, in the order of the page.
func all(n *html.Node, kind atom.Atom) []*html.Node {
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

func text(n *html.Node) string {
	var s strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			s.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(s.String()), " ")
}

// table is the body of a table: the texts and the sort values of its cells, by
// the code of the row.
func table(t *testing.T, root *html.Node, id string) (texts, values map[string][]string) {
	t.Helper()
	texts, values = map[string][]string{}, map[string][]string{}
	for _, row := range all(all(byID(t, root, id), atom.Tbody)[0], atom.Tr) {
		code := attr(row, "data-code")
		if _, twice := texts[code]; twice {
			t.Errorf("%s: two rows of %q", id, code)
		}
		for cell := range row.ChildNodes() {
			if cell.Type == html.ElementNode {
				texts[code] = append(texts[code], text(cell))
				values[code] = append(values[code], attr(cell, "data-v"))
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
	style := text(all(root, atom.Style)[0])
	for _, word := range []string{"url(", "@import", "@font-face"} {
		if strings.Contains(style, word) {
			t.Errorf("the style has %s", word)
		}
	}
	policy := ""
	for _, m := range all(root, atom.Meta) {
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
	links := all(root, atom.A)
	if len(links) == 0 {
		t.Fatal("no links")
	}
	for _, a := range links {
		byID(t, root, strings.TrimPrefix(attr(a, "href"), "#"))
	}
}

func TestAccessible(t *testing.T) {
	_, root := document(t)
	if got := attr(all(root, atom.Html)[0], "lang"); got != "en" {
		t.Errorf("lang %q", got)
	}
	if n := len(all(root, atom.H1)); n != 1 {
		t.Errorf("%d h1", n)
	}
	tables := all(root, atom.Table)
	if len(tables) != 4 {
		t.Errorf("%d tables", len(tables))
	}
	for _, table := range tables {
		id := attr(table, "id")
		if captions := all(table, atom.Caption); len(captions) != 1 || text(captions[0]) == "" {
			t.Errorf("%s: no caption", id)
		}
		heads := 0
		for _, th := range all(table, atom.Th) {
			switch attr(th, "scope") {
			case "col":
				heads++
				if text(th) == "" {
					t.Errorf("%s: a heading without text", id)
				}
			case "row":
			default:
				t.Errorf("%s: %q has no scope", id, text(th))
			}
		}
		for _, row := range all(all(table, atom.Tbody)[0], atom.Tr) {
			cells := len(all(row, atom.Th)) + len(all(row, atom.Td))
			if cells != heads || len(all(row, atom.Th)) != 1 {
				t.Errorf("%s: a row of %d cells, %d of them headings, under %d", id, cells, len(all(row, atom.Th)), heads)
			}
		}
	}
	drawings := all(root, atom.Svg)
	if len(drawings) != 32 {
		t.Errorf("%d drawings, want China and 31 provinces", len(drawings))
	}
	for _, svg := range drawings {
		if attr(svg, "role") != "img" {
			t.Errorf("a drawing of the role %q", attr(svg, "role"))
		}
		for _, id := range strings.Fields(attr(svg, "aria-labelledby")) {
			if text(byID(t, svg, id)) == "" {
				t.Errorf("%s is empty", id)
			}
		}
	}
}

// TestNumbersAreThePlans reads the numbers off the page and holds them against
// the plan and the data.
func TestNumbersAreThePlans(t *testing.T) {
	r, root := document(t)
	d, err := load()
	if err != nil {
		t.Fatal(err)
	}
	texts, values := table(t, root, "figures")
	if len(texts) != 31 || len(d.Provinces) != 31 {
		t.Fatalf("%d rows of %d provinces", len(texts), len(d.Provinces))
	}
	for _, p := range d.Provinces {
		quota, ok := r.Plan.Quota(p.Code)
		if !ok {
			t.Fatalf("no quota of %s", p.Name)
		}
		before, result := d.Patents[base][p.Code], d.Patents[due][p.Code]
		verdict := "✓ reached"
		if result.LessThan(quota.Value) {
			verdict = "✗ missed"
		}
		got, figures := texts[p.Code], values[p.Code]
		if got[0] != p.Name || got[8] != verdict {
			t.Errorf("%s: name %q, verdict %q, want %q", p.Name, got[0], got[8], verdict)
		}
		for column, want := range map[int]decimal.Decimal{1: before, 4: quota.Value, 5: result, 6: result.Sub(quota.Value)} {
			if figures[column] != want.String() || plain(got[column]) != want.String() {
				t.Errorf("%s, column %d: %s shown as %s, want %s", p.Name, column, figures[column], got[column], want)
			}
		}
		if want := result.Shift(2).DivRound(quota.Value, 1).StringFixed(1) + " %"; got[7] != want {
			t.Errorf("%s: %s of the quota, want %s", p.Name, got[7], want)
		}
	}
}

// plain takes the commas out of a number that was printed.
func plain(text string) string {
	return strings.NewReplacer(",", "", "−", "-").Replace(text)
}

// TestTreeIsThePlan reads the tree off the page: every unit of the plan is in
// it, with its quota, and the children's make what their parent hands down.
func TestTreeIsThePlan(t *testing.T) {
	r, root := document(t)
	got := map[string]string{}
	for _, s := range all(byID(t, root, "tree"), atom.Summary) {
		code := attr(s, "data-code")
		got[code] = attr(s, "data-v")
		if !strings.Contains(text(s), " quota "+count(decimal.RequireFromString(got[code]))) {
			t.Errorf("%s: %q", code, text(s))
		}
	}
	want := map[string]string{}
	for q := range r.Plan.All() {
		want[q.Unit.Code] = q.Value.String()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("quotas mismatch (-want +got):\n%s", diff)
	}
	provinces, sum := r.Plan.Tree().Children(china), decimal.Decimal{}
	for u := range provinces {
		sum = sum.Add(decimal.RequireFromString(got[u.Code]))
	}
	if want := r.Goal.Value.Mul(stretch.Add(decimal.New(1, 0))).Round(0); !sum.Equal(want) {
		t.Errorf("the provinces are asked for %s, want %s", sum, want)
	}
}

func TestSlack(t *testing.T) {
	r, root := document(t)
	rows := all(all(byID(t, root, "slack"), atom.Tbody)[0], atom.Tr)
	slack := r.Plan.Slack()
	if len(rows) != 2 || len(slack) != 2 {
		t.Fatalf("%d rows of %d levels", len(rows), len(slack))
	}
	for i, s := range slack {
		want := fmt.Sprintf("%d %s %s %s", s.Units, count(s.Figure), signed(s.Step.Decimal), signed(s.Total.Decimal))
		if got := joined(rows[i]); !strings.HasSuffix(got, " "+want) {
			t.Errorf("row %q, want %q", got, want)
		}
	}
}

// joined is the text of a row with a space between its cells.
func joined(row *html.Node) string {
	var cells []string
	for cell := range row.ChildNodes() {
		cells = append(cells, text(cell))
	}
	return strings.Join(cells, " ")
}

func TestScorecards(t *testing.T) {
	r, root := document(t)
	texts, values := table(t, root, "scores")
	if len(texts) != 31 {
		t.Fatalf("%d rows", len(texts))
	}
	grades := map[string]int{}
	for _, u := range r.Units {
		got := texts[u.Code]
		grades[got[5]]++
		if total := decimal.RequireFromString(values[u.Code][4]); !total.Equal(u.Card.Total) || got[4] != total.StringFixed(1) {
			t.Errorf("%s: total %s shown as %s, want %s", u.Name, total, got[4], u.Card.Total)
		}
		if got[5] != u.Card.Grade || (got[5] == "not fulfilled") == u.Due().Met {
			t.Errorf("%s: grade %q, quota met %v", u.Name, got[5], u.Due().Met)
		}
		if !strings.Contains(got[7], "the quota, end of 2020: attainment ") {
			t.Errorf("%s: why: %s", u.Name, got[7])
		}
	}
	if diff := cmp.Diff(map[string]int{"over-fulfilled": 14, "fulfilled": 6, "not fulfilled": 11}, grades); diff != "" {
		t.Errorf("grades mismatch (-want +got):\n%s", diff)
	}
}

// TestRanking ranks the provinces once more by cross multiplication.
func TestRanking(t *testing.T) {
	r, root := document(t)
	texts, _ := table(t, root, "ranking")
	if len(texts) != 31 {
		t.Fatalf("%d rows", len(texts))
	}
	place := func(year int) map[string]int {
		places := map[string]int{}
		for _, u := range r.Units {
			places[u.Code] = 1
			for _, o := range r.Units {
				a, b := u.In(year), o.In(year)
				if b.Actual.Mul(a.Target.Value).GreaterThan(a.Actual.Mul(b.Target.Value)) {
					places[u.Code]++
				}
			}
		}
		return places
	}
	now, year, began := place(due), place(due-1), place(base+1)
	for code, row := range texts {
		want := []string{strconv.Itoa(now[code]), row[1], move(year[code] - now[code]), move(began[code] - now[code])}
		if diff := cmp.Diff(want, row[:4]); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", row[1], diff)
		}
	}
}

// TestPathsGrowEvenly holds the points of the paths against equal growth: the
// square of a point is the product of its neighbours, but for their rounding.
func TestPathsGrowEvenly(t *testing.T) {
	r := computed(t)
	for _, u := range append([]unit{{series: r.Nation}}, r.Units...) {
		points := []float64{u.Before.InexactFloat64()}
		for _, a := range u.At {
			points = append(points, a.Target.Value.InexactFloat64())
		}
		for i := 1; i < len(points)-1; i++ {
			a, b, c := points[i-1], points[i], points[i+1]
			if off := (b*b - a*c) / (a + 2*b + c); off < -0.5 || off > 0.5 {
				t.Errorf("%s: %g between %g and %g", u.Name, b, a, c)
			}
		}
		quota, _ := r.Plan.Quota(u.Code)
		if !u.Due().Target.Value.Equal(quota.Value) {
			t.Errorf("%s: the path ends at %s, the quota is %s", u.Name, u.Due().Target.Value, quota.Value)
		}
	}
}

func TestNationIsTheSum(t *testing.T) {
	r := computed(t)
	var sum decimal.Decimal
	for _, u := range r.Units {
		sum = sum.Add(u.Due().Actual)
	}
	if got := r.Nation.Due().Actual; !got.Equal(sum) {
		t.Errorf("the nation has %s, the provinces together %s", got, sum)
	}
}

func TestTreeOfUnits(t *testing.T) {
	r := computed(t)
	for code, want := range map[string]hierarchy.Role{"440000": hierarchy.Member, "440300": hierarchy.Member, "440000" + residual: hierarchy.Residual} {
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

func TestCount(t *testing.T) {
	for in, want := range map[string]string{"0": "0", "999": "999", "1000": "1,000", "-1234567": "−1,234,567", "12e3": "12,000"} {
		if got := count(decimal.RequireFromString(in)); got != want {
			t.Errorf("count(%s) = %s, want %s", in, got, want)
		}
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
