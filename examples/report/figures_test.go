package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// TestNumbersAreThePlans reads the numbers off the page and holds them against
// the plan and the data.
func TestNumbersAreThePlans(t *testing.T) {
	r, root := document(t)
	d, err := load()
	if err != nil {
		t.Fatal(err)
	}
	texts, values := cellsOf(t, root, "figures")
	if len(texts) != 31 || len(d.Provinces) != 31 {
		t.Fatalf("%d rows of %d provinces", len(texts), len(d.Provinces))
	}

	for _, p := range d.Provinces {
		quota, ok := r.Plan.Quota(p.Code)
		if !ok {
			t.Fatalf("no quota of %s", p.Name)
		}
		before, after := d.Patents[base][p.Code], d.Patents[due][p.Code]
		verdict := "✓ reached"
		if after.LessThan(quota.Value) {
			verdict = "✗ missed"
		}
		got, sortedBy := texts[p.Code], values[p.Code]
		if got[0] != p.Name || got[2] != verdict {
			t.Errorf("%s: name %q, verdict %q, want %q", p.Name, got[0], got[2], verdict)
		}
		for i, want := range map[int]decimal.Decimal{3: quota.Value, 4: after, 5: after.Sub(quota.Value), 6: before} {
			if sortedBy[i] != want.String() || plain(got[i]) != want.String() {
				t.Errorf("%s, column %d: %s shown as %s, want %s", p.Name, i, sortedBy[i], got[i], want)
			}
		}
		if want := after.Shift(2).DivRound(quota.Value, 1).StringFixed(1) + " %"; got[1] != want {
			t.Errorf("%s: %s of the quota, want %s", p.Name, got[1], want)
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
	for _, s := range elements(byID(t, root, "tree"), atom.Summary) {
		code := attr(s, "data-code")
		got[code] = attr(s, "data-v")
		if !strings.Contains(textOf(s), " quota "+count(decimal.RequireFromString(got[code]))) {
			t.Errorf("%s: %q", code, textOf(s))
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
	rows := elements(elements(byID(t, root, "slack"), atom.Tbody)[0], atom.Tr)
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
	for td := range row.ChildNodes() {
		cells = append(cells, textOf(td))
	}
	return strings.Join(cells, " ")
}

func TestScorecards(t *testing.T) {
	r, root := document(t)
	texts, values := cellsOf(t, root, "scores")
	if len(texts) != 31 {
		t.Fatalf("%d rows", len(texts))
	}
	grades := map[string]int{}
	for _, u := range r.Units {
		got := texts[u.Code]
		grades[got[3]]++
		total := decimal.RequireFromString(values[u.Code][2])
		if !total.Equal(u.Card.Total) || got[2] != total.StringFixed(1) {
			t.Errorf("%s: total %s shown as %s, want %s", u.Name, total, got[2], u.Card.Total)
		}
		if got[3] != u.Card.Grade || (got[3] == "not fulfilled") == u.Due().Met {
			t.Errorf("%s: grade %q, quota met %v", u.Name, got[3], u.Due().Met)
		}
		why := "the quota, end of 2020: attainment " + percent(u.Due().Attainment.Decimal, 1) + ": step from "
		if !strings.Contains(got[8], why) {
			t.Errorf("%s: why: %s, want %s", u.Name, got[8], why)
		}

		better, equal := 1, 0
		for _, o := range r.Units {
			switch o.Card.Total.Cmp(u.Card.Total) {
			case 1:
				better++
			case 0:
				equal++
			}
		}
		want := strconv.Itoa(better)
		if equal > 1 {
			want = "=" + want
		}
		if got[0] != want {
			t.Errorf("%s: place %s, want %s", u.Name, got[0], want)
		}
	}
	if diff := cmp.Diff(map[string]int{"over-fulfilled": 14, "fulfilled": 6, "not fulfilled": 11}, grades); diff != "" {
		t.Errorf("grades mismatch (-want +got):\n%s", diff)
	}
}

// TestRanking ranks the provinces once more, by the shares in percent with one
// decimal.
func TestRanking(t *testing.T) {
	r, root := document(t)
	texts, _ := cellsOf(t, root, "ranking")
	if len(texts) != 31 {
		t.Fatalf("%d rows", len(texts))
	}

	placesOf := func(year int) (places, tied map[string]int) {
		places, tied = map[string]int{}, map[string]int{}
		shown := func(u unit) decimal.Decimal {
			a := u.In(year)
			return a.Actual.DivRound(a.Target.Value, 3)
		}
		for _, u := range r.Units {
			places[u.Code] = 1
			for _, o := range r.Units {
				switch shown(o).Cmp(shown(u)) {
				case 1:
					places[u.Code]++
				case 0:
					tied[u.Code]++
				}
			}
		}
		return places, tied
	}
	now, tied := placesOf(due)
	year, _ := placesOf(due - 1)
	began, _ := placesOf(base + 1)

	ties := 0
	for code, row := range texts {
		shown := strconv.Itoa(now[code])
		if tied[code] > 1 {
			shown = "=" + shown
			ties++
		}
		want := []string{shown, row[1], row[2], move(year[code] - now[code]), move(began[code] - now[code])}
		if diff := cmp.Diff(want, row[:5]); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", row[1], diff)
		}
	}
	if ties == 0 {
		t.Error("no ranks are shared")
	}
}

func TestReason(t *testing.T) {
	for in, want := range map[string]string{
		"attainment 1.967682…: in full":                "attainment 196.8 %: in full",
		"attainment 0.746021…: 0.746021… of 30":        "attainment 74.6 %: 74.6 % of 30",
		"attainment 0.8376176: step from 0.8; missed":  "attainment 83.8 %: step from 80.0 %; missed",
		"attainment 2: step from 1; bonus 13 × 2 over": "attainment 200.0 %: step from 100.0 %; bonus 13 × 2 over",
	} {
		if got := reason(in); got != want {
			t.Errorf("reason(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestYears compares the nation's quotas of the years with equal growth: the square of one
// is the product of its neighbours, except for their rounding. In every year the provinces
// are asked for what the nation's quota is, and the excess. The last year is the plan.
func TestYears(t *testing.T) {
	r := computed(t)
	points := []float64{r.Nation.Before.InexactFloat64()}
	for _, a := range r.Nation.At {
		points = append(points, a.Target.Value.InexactFloat64())
	}
	for i := 1; i < len(points)-1; i++ {
		a, b, c := points[i-1], points[i], points[i+1]
		if off := (b*b - a*c) / (a + 2*b + c); off < -0.5 || off > 0.5 {
			t.Errorf("the nation's quota is %g between %g and %g", b, a, c)
		}
	}

	for i, a := range r.Nation.At {
		var sum decimal.Decimal
		for _, u := range r.Units {
			sum = sum.Add(u.At[i].Target.Value)
		}
		if want := a.Target.Value.Mul(stretch.Add(decimal.New(1, 0))).Round(0); !sum.Equal(want) {
			t.Errorf("in %v the provinces are asked for %s, want %s", a.Target.Period, sum, want)
		}
	}

	for _, u := range append([]unit{{series: r.Nation}}, r.Units...) {
		quota, _ := r.Plan.Quota(u.Code)
		if !u.Due().Target.Value.Equal(quota.Value) {
			t.Errorf("%s: the last year has %s, the plan %s", u.Name, u.Due().Target.Value, quota.Value)
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

// Mixes go from what each province has to add in proportion to its patents to the same
// for each of its people. Ceilings hold. The page says what they come to.
func TestWays(t *testing.T) {
	r, root := document(t)
	d, err := load()
	if err != nil {
		t.Fatal(err)
	}
	mixes, ceilings := r.Ways.Mixes, r.Ways.Ceilings
	if len(mixes) != steps+1 || len(ceilings) != steps+1 {
		t.Fatalf("%d mixes, %d ceilings, want %d of both", len(mixes), len(ceilings), steps+1)
	}
	had := decimal.Zero
	for _, x := range d.Patents[base] {
		had = had.Add(x)
	}
	toAdd := r.Goal.Value.Sub(had)

	// By patents, all grow alike; by population, the Gini coefficient is zero but for
	// rounding, and the province with the fewest patents per head has to grow most.
	first, last := mixes[0], mixes[steps]
	if want := toAdd.DivRound(had, 3); first.Greatest.Sub(want).Abs().GreaterThan(decimal.New(1, -2)) {
		t.Errorf("by patents, a province has to add %v times what it had, want %v", first.Greatest, want)
	}
	most := decimal.Zero
	for code, x := range d.Patents[base] {
		most = decimal.Max(most, toAdd.Mul(d.People[code]).DivRound(r.People.Mul(x), 3))
	}
	if last.Greatest.Sub(most).Abs().GreaterThan(decimal.New(1, -2)) || last.Gini.GreaterThan(decimal.New(1, -3)) {
		t.Errorf("by population, %v times and Gini %v, want %v and 0", last.Greatest, last.Gini, most)
	}
	for _, w := range ceilings {
		if w.Greatest.GreaterThan(w.Value) {
			t.Errorf("under a ceiling of %v times, a province has to add %v times", w.Value, w.Greatest)
		}
	}

	// A way that is unbeaten is beaten by no other.
	all := slices.Concat(mixes, ceilings)
	for _, a := range all {
		beaten := slices.ContainsFunc(all, func(b way) bool {
			gini, greatest := b.Gini.Cmp(a.Gini), b.Greatest.Cmp(a.Greatest)
			return gini <= 0 && greatest <= 0 && gini+greatest < 0
		})
		if beaten == a.Unbeaten {
			t.Errorf("%v: Unbeaten = %v, want %v", a, a.Unbeaten, !beaten)
		}
	}

	text := textOf(byID(t, root, "ways").Parent)
	for _, want := range []string{
		first.Greatest.StringFixed(1) + " times", first.Gini.StringFixed(2), last.Greatest.StringFixed(1) + " times",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
