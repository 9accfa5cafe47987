package hierarchy_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// waysTree is a nation, 0, of the provinces A, whose target is divided, and Z, with
// cities 1 to 3 under A. The last two are as the family says.
func waysTree(t *testing.T, family string) *hierarchy.Tree {
	t.Helper()
	units := []hierarchy.Unit{
		{Code: "0", Level: "nation"},
		{Code: "A", Level: "province", Parent: "0"},
		{Code: "Z", Level: "province", Parent: "0"},
	}
	roles := []hierarchy.Role{hierarchy.Member, hierarchy.Member, hierarchy.Member, hierarchy.Member}
	switch family {
	case "residual":
		roles[3] = hierarchy.Residual
	case "memo":
		roles[1] = hierarchy.Memo
	}

	for i, role := range roles {
		units = append(units, hierarchy.Unit{Code: fmt.Sprint(i + 1), Level: "city", Parent: "A", Role: role})
	}
	tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, units)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// part is a part of a blend.
func part(weight string, m hierarchy.Method) hierarchy.Part {
	return hierarchy.Part{Weight: d(weight), Method: m}
}

// byCall is a user's method that calls another one.
type byCall struct{ method hierarchy.Method }

func (m byCall) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) { return m.method.Claims(f) }

// columnsOf makes columns of the cities' figures, named in order. If wide is set, each has
// a figure of Z that fits no word.
type columnsOf struct {
	t    *testing.T
	tree *hierarchy.Tree
	wide bool
	made []hierarchy.Column
}

func (c *columnsOf) of(figures string) hierarchy.Column {
	m := map[string]decimal.Decimal{}
	for i, x := range strings.Fields(figures) {
		if code := fmt.Sprint(i + 1); x != "-" {
			m[code] = d(x)
			m["A"] = m["A"].Add(d(x))
		}
	}
	if c.wide {
		m["Z"] = d("1e30")
	}
	out, err := c.tree.Column(maps.All(m))
	if err != nil {
		c.t.Fatal(err)
	}
	out = out.Named(fmt.Sprint("column ", len(c.made)+1))
	c.made = append(c.made, out)
	return out
}

// methodsOf makes one or two methods of each sort, from columns of the cities' figures.
func methodsOf(c func(figures string) hierarchy.Column) map[string]hierarchy.Method {
	return map[string]hierarchy.Method{
		"proportional":      hierarchy.Proportional(c("4 3 2 1")),
		"scale":             hierarchy.Scale(c("4 0 2 1.5")),
		"equal":             hierarchy.Equal(),
		"bands":             hierarchy.Bands(c("1 2 2 1"), d("10"), d("25")),
		"converge":          hierarchy.Converge(c("4 3 2 1"), d("0.25")),
		"converge, finer":   hierarchy.Converge(c("4.5 3.25 0 1"), d("0.5")),
		"converged":         hierarchy.Converge(c("4 3 2 1"), d("1")),
		"increment":         hierarchy.Increment(c("1 2 0 3"), c("4 3 2 1")),
		"increment of some": hierarchy.Increment(c("1.5 2.5 0 3"), c("0 3 2 0")),
		"shift":             hierarchy.Shift(c("1 2.5 0 3")),
		"mean of years":     hierarchy.RatioOfMeans(c("4 3 2 1"), c("0.5 0.25 0 1")),
		"mean of shares":    hierarchy.MeanOfRatios(c("4 3 2 1"), c("0.5 0.25 0 1")),
		"negotiated": hierarchy.Negotiated(
			c("9 1 2 3"), d("0.4"), hierarchy.Proportional(c("4 3 2 1")),
		),
		"finer bids": hierarchy.Negotiated(c("9.75 1 0 3.5"), d("0.75"), hierarchy.Equal()),
		"bids, increment": hierarchy.Negotiated(
			c("9 1 2 3"), d("0.4"), hierarchy.Increment(c("1 2 0 3"), c("4 3 2 1")),
		),
		"bids alone": hierarchy.Negotiated(c("9 1 2 3"), d("0"), hierarchy.Equal()),
		"no bids":    hierarchy.Negotiated(c("9 1 2 3"), d("1"), hierarchy.Shift(c("1 2 0 3"))),
		"blend":      hierarchy.Blend(part("0.6", hierarchy.Scale(c("4 3 2 1"))), part("1.15", hierarchy.Equal())),
		"blended shifts": hierarchy.Blend(
			part("2", hierarchy.Increment(c("1 2 0 3"), c("4 3 2 1"))), part("3", hierarchy.Shift(c("0.5 1 1 2"))),
		),
		"blend of three": hierarchy.Blend(
			part("1", hierarchy.Equal()), part("2", hierarchy.Scale(c("4 3 2 1"))),
			part("0", nil), part("3", hierarchy.Scale(c("1 0 0 1"))),
		),
		"blend of one": hierarchy.Blend(part("1", hierarchy.Shift(c("1 2.5 0 3")))),
		"blend in a blend": hierarchy.Blend(
			part("1", hierarchy.Blend(part("1", hierarchy.Scale(c("4 3 2 1"))), part("1", hierarchy.Equal()))),
			part("2", hierarchy.Scale(c("1 0 0 1"))),
		),
		"uniform":         hierarchy.Uniform(),
		"capability":      hierarchy.Capability(c("40 30 20 10"), c("8 64 27 1"), c("1 1 1 8")),
		"equal awards":    hierarchy.EqualAwards(c("40 30 2.5 10")),
		"equal losses":    hierarchy.EqualLosses(c("40 30 2.5 10")),
		"Talmud":          hierarchy.Talmud(c("40 30 2.5 10")),
		"random arrival":  hierarchy.RandomArrival(c("40 30 2.5 10")),
		"minimal overlap": hierarchy.MinimalOverlap(c("40 30 2.5 10")),
		"adjusted":        hierarchy.AdjustedProportional(c("40 30 2.5 10")),
		"Piniles":         hierarchy.Piniles(c("40 30 2.5 10")),
	}
}

// A method gives the same quotas on machine words, on numbers of any size, and to a
// user's method that calls it. A plan by it reads back from its JSON.
func TestMethodsInEveryWay(t *testing.T) {
	for _, c := range []struct {
		method, family string
		kind           target.Kind
		value, want    string
	}{
		{"proportional", "", target.Flow, "20", "8 6 4 2"},
		{"proportional", "", target.Ratio, "8", "16 12 8 4"},
		{"scale", "", target.Flow, "20", "10.67 0 5.33 4"},
		{"scale", "", target.Ratio, "8", "20 0 10 7.5"},
		{"equal", "", target.Flow, "20", "5 5 5 5"},
		{"equal", "", target.Ratio, "8", "8 8 8 8"},
		{"bands", "", target.Flow, "20", "2.86 7.14 7.14 2.86"},
		{"bands", "", target.Ratio, "8", "4.57 11.43 11.43 4.57"},
		{"converge", "", target.Flow, "20", "7.25 5.75 4.25 2.75"},
		{"converge", "", target.Ratio, "8", "14 11 8 5"},
		{"converge, finer", "", target.Flow, "20", "7.64 6.22 2.5 3.64"},
		{"converge, finer", "", target.Ratio, "8", "16 12.66 4 6.67"},
		{"converged", "", target.Flow, "20", "5 5 5 5"},
		{"converged", "", target.Ratio, "8", "8 8 8 8"},
		{"increment", "", target.Flow, "20", "6.6 6.2 2.8 4.4"},
		{"increment", "", target.Ratio, "8", "13.6 11.45 6.3 6.15"},
		{"increment of some", "", target.Flow, "20", "1.5 10.3 5.2 3"},
		{"increment of some", "", target.Ratio, "8", "1.5 17.88 10.25 3"},
		{"shift", "", target.Flow, "20", "4.38 5.88 3.37 6.37"},
		{"shift", "", target.Ratio, "8", "7.2 8.7 6.2 9.2"},
		{"mean of years", "", target.Flow, "20", "7.66 5.53 3.41 3.4"},
		{"mean of years", "", target.Ratio, "8", "14.4 10.4 6.4 6.4"},
		{"mean of shares", "", target.Flow, "20", "6.86 4.43 2 6.71"},
		{"mean of shares", "", target.Ratio, "8", "11.29 7.29 3.3 11.06"},
		{"negotiated", "", target.Flow, "20", "10.12 3.53 3.29 3.06"},
		{"negotiated", "", target.Ratio, "8", "19.11 8.74 7.12 5.51"},
		{"finer bids", "", target.Flow, "20", "6.67 4.31 4.04 4.98"},
		{"finer bids", "", target.Ratio, "8", "10.16 7.53 7.22 8.28"},
		{"bids, increment", "", target.Flow, "20", "9.46 3.62 2.73 4.19"},
		{"bids, increment", "", target.Ratio, "8", "17.56 8.39 6.02 6.9"},
		{"bids alone", "", target.Flow, "20", "12 1.33 2.67 4"},
		{"bids alone", "", target.Ratio, "8", "24.83 2.76 5.52 8.27"},
		{"no bids", "", target.Flow, "20", "4.5 5.5 3.5 6.5"},
		{"no bids", "", target.Ratio, "8", "7.3 8.3 6.3 9.3"},
		{"blend", "", target.Flow, "20", "6.03 5.34 4.66 3.97"},
		{"blend", "", target.Ratio, "8", "10.74 9.37 8 6.63"},
		{"blended shifts", "", target.Flow, "20", "5.27 5.41 4.04 5.28"},
		{"blended shifts", "", target.Ratio, "8", "9.73 9.17 7.11 7.65"},
		{"blend of three", "", target.Flow, "20", "8.5 2.83 2.17 6.5"},
		{"blend of three", "", target.Ratio, "8", "14.66 5.33 4 10.67"},
		{"blend of one", "", target.Flow, "20", "4.38 5.88 3.37 6.37"},
		{"blend of one", "", target.Ratio, "8", "7.2 8.7 6.2 9.2"},
		{"blend in a blend", "", target.Flow, "20", "8.84 1.83 1.5 7.83"},
		{"blend in a blend", "", target.Ratio, "8", "14.67 3.33 2.66 12.67"},
		{"uniform", "", target.Ratio, "8", "8 8 8 8"},
		{"capability", "", target.Flow, "90", "36.98 25.47 17.74 9.81"},
		{"equal awards", "", target.Flow, "20", "5.84 5.83 2.5 5.83"},
		{"equal awards", "", target.Flow, "45.17", "16.34 16.33 2.5 10"},
		{"equal losses", "", target.Flow, "20", "15 5 0 0"},
		{"equal losses", "", target.Flow, "45.17", "27.59 17.58 0 0"},
		{"Talmud", "", target.Flow, "20", "6.88 6.87 1.25 5"},
		{"Talmud", "", target.Flow, "45.17", "23.92 15 1.25 5"},
		{"random arrival", "", target.Flow, "20", "7.92 7.92 0.83 3.33"},
		{"random arrival", "", target.Flow, "45.17", "22.41 15.65 1.46 5.65"},
		{"minimal overlap", "", target.Flow, "20", "8.13 8.13 0.62 3.12"},
		{"minimal overlap", "", target.Flow, "45.17", "25.71 15.71 0.63 3.12"},
		{"adjusted", "", target.Flow, "20", "7.62 7.62 0.95 3.81"},
		{"adjusted", "", target.Flow, "45.17", "22.54 15.97 1.33 5.33"},
		{"Piniles", "", target.Flow, "20", "6.88 6.87 1.25 5"},
		{"Piniles", "", target.Flow, "45.17", "20.98 15.98 2.23 5.98"},
		{"proportional", "residual", target.Flow, "20", "8 6 4 2"},
		{"proportional", "residual", target.Ratio, "8", "16 12 8 4"},
		{"scale", "residual", target.Flow, "20", "10.67 0 5.33 4"},
		{"scale", "residual", target.Ratio, "8", "20 0 10 7.5"},
		{"equal", "residual", target.Flow, "20", "6.67 6.67 6.66 0"},
		{"equal", "residual", target.Ratio, "8", "8 8 8 8"},
		{"bands", "residual", target.Flow, "20", "2.86 7.14 7.14 2.86"},
		{"bands", "residual", target.Ratio, "8", "4.57 11.43 11.43 4.57"},
		{"converge", "residual", target.Flow, "20", "7.67 6.17 4.66 1.5"},
		{"converge", "residual", target.Ratio, "8", "14 11 8 5"},
		{"converge, finer", "residual", target.Flow, "20", "8.48 7.05 3.33 1.14"},
		{"converge, finer", "residual", target.Ratio, "8", "16 12.66 4 6.67"},
		{"converged", "residual", target.Flow, "20", "6.67 6.67 6.66 0"},
		{"converged", "residual", target.Ratio, "8", "8 8 8 8"},
		{"increment", "residual", target.Flow, "20", "6.6 6.2 2.8 4.4"},
		{"increment", "residual", target.Ratio, "8", "13.6 11.45 6.3 6.15"},
		{"increment of some", "residual", target.Flow, "20", "1.5 10.3 5.2 3"},
		{"increment of some", "residual", target.Ratio, "8", "1.5 17.88 10.25 3"},
		{"shift", "residual", target.Flow, "20", "5.5 7 4.5 3"},
		{"shift", "residual", target.Ratio, "8", "7.2 8.7 6.2 9.2"},
		{"mean of years", "residual", target.Flow, "20", "7.66 5.53 3.41 3.4"},
		{"mean of years", "residual", target.Ratio, "8", "14.4 10.4 6.4 6.4"},
		{"mean of shares", "residual", target.Flow, "20", "6.86 4.43 2 6.71"},
		{"mean of shares", "residual", target.Ratio, "8", "11.29 7.29 3.3 11.06"},
		{"negotiated", "residual", target.Flow, "20", "10.12 3.53 3.29 3.06"},
		{"negotiated", "residual", target.Ratio, "8", "19.11 8.74 7.12 5.51"},
		{"finer bids", "residual", target.Flow, "20", "8.01 5.66 5.39 0.94"},
		{"finer bids", "residual", target.Ratio, "8", "10.16 7.53 7.22 8.28"},
		{"bids, increment", "residual", target.Flow, "20", "9.46 3.62 2.73 4.19"},
		{"bids, increment", "residual", target.Ratio, "8", "17.56 8.39 6.02 6.9"},
		{"bids alone", "residual", target.Flow, "20", "12 1.33 2.67 4"},
		{"bids alone", "residual", target.Ratio, "8", "24.83 2.76 5.52 8.27"},
		{"no bids", "residual", target.Flow, "20", "5.67 6.67 4.66 3"},
		{"no bids", "residual", target.Ratio, "8", "7.3 8.3 6.3 9.3"},
		{"blend", "residual", target.Flow, "20", "7.12 6.44 5.75 0.69"},
		{"blend", "residual", target.Ratio, "8", "10.74 9.37 8 6.63"},
		{"blended shifts", "residual", target.Flow, "20", "6.04 6.18 4.82 2.96"},
		{"blended shifts", "residual", target.Ratio, "8", "9.73 9.17 7.11 7.65"},
		{"blend of three", "residual", target.Flow, "20", "8.78 3.11 2.44 5.67"},
		{"blend of three", "residual", target.Ratio, "8", "14.66 5.33 4 10.67"},
		{"blend of one", "residual", target.Flow, "20", "5.5 7 4.5 3"},
		{"blend of one", "residual", target.Ratio, "8", "7.2 8.7 6.2 9.2"},
		{"blend in a blend", "residual", target.Flow, "20", "9.11 2.11 1.78 7"},
		{"blend in a blend", "residual", target.Ratio, "8", "14.67 3.33 2.66 12.67"},
		{"capability", "residual", target.Flow, "90", "36.98 25.47 17.74 9.81"},
		{"equal awards", "residual", target.Flow, "20", "8.75 8.75 2.5 0"},
		{"equal awards", "residual", target.Flow, "45.17", "16.34 16.33 2.5 10"},
		{"equal losses", "residual", target.Flow, "20", "15 5 0 0"},
		{"equal losses", "residual", target.Flow, "45.17", "27.59 17.58 0 0"},
		{"Talmud", "residual", target.Flow, "20", "6.88 6.87 1.25 5"},
		{"Talmud", "residual", target.Flow, "45.17", "23.92 15 1.25 5"},
		{"random arrival", "residual", target.Flow, "20", "7.92 7.92 0.83 3.33"},
		{"random arrival", "residual", target.Flow, "45.17", "22.41 15.65 1.46 5.65"},
		{"minimal overlap", "residual", target.Flow, "20", "8.13 8.13 0.62 3.12"},
		{"minimal overlap", "residual", target.Flow, "45.17", "25.71 15.71 0.63 3.12"},
		{"adjusted", "residual", target.Flow, "20", "7.62 7.62 0.95 3.81"},
		{"adjusted", "residual", target.Flow, "45.17", "22.54 15.97 1.33 5.33"},
		{"Piniles", "residual", target.Flow, "20", "6.88 6.87 1.25 5"},
		{"Piniles", "residual", target.Flow, "45.17", "20.98 15.98 2.23 5.98"},
		{"proportional", "memo", target.Flow, "20", "11.43 5.71 2.86"},
		{"proportional", "memo", target.Ratio, "8", "18.29 9.14 4.57"},
		{"scale", "memo", target.Flow, "20", "10.67 5.33 4"},
		{"scale", "memo", target.Ratio, "8", "16 8 6"},
		{"equal", "memo", target.Flow, "20", "6.67 6.67 6.66"},
		{"equal", "memo", target.Ratio, "8", "8 8 8"},
		{"bands", "memo", target.Flow, "20", "4.45 11.11 4.44"},
		{"bands", "memo", target.Ratio, "8", "5.12 12.8 5.12"},
		{"converge", "memo", target.Flow, "20", "10.24 5.95 3.81"},
		{"converge", "memo", target.Ratio, "8", "15.71 8.86 5.43"},
		{"converge, finer", "memo", target.Flow, "20", "11.52 3.33 5.15"},
		{"converge, finer", "memo", target.Ratio, "8", "20.95 4 7.76"},
		{"converged", "memo", target.Flow, "20", "6.67 6.67 6.66"},
		{"converged", "memo", target.Ratio, "8", "8 8 8"},
		{"increment", "memo", target.Flow, "20", "10.14 4.57 5.29"},
		{"increment", "memo", target.Ratio, "8", "15.57 7.29 6.64"},
		{"increment of some", "memo", target.Flow, "20", "1.5 15.5 3"},
		{"increment of some", "memo", target.Ratio, "8", "1.5 16.83 3"},
		{"shift", "memo", target.Flow, "20", "6.34 5.33 8.33"},
		{"shift", "memo", target.Ratio, "8", "7.38 6.38 9.37"},
		{"mean of years", "memo", target.Flow, "20", "10.59 4.71 4.7"},
		{"mean of years", "memo", target.Ratio, "8", "15.56 6.92 6.92"},
		{"mean of shares", "memo", target.Flow, "20", "8.81 2.57 8.62"},
		{"mean of shares", "memo", target.Ratio, "8", "11.06 3.22 10.82"},
		{"negotiated", "memo", target.Flow, "20", "12.16 4.25 3.59"},
		{"negotiated", "memo", target.Ratio, "8", "19.47 7.44 5.55"},
		{"finer bids", "memo", target.Flow, "20", "8.12 5.46 6.42"},
		{"finer bids", "memo", target.Ratio, "8", "10.01 7.12 8.16"},
		{"bids, increment", "memo", target.Flow, "20", "11.53 3.69 4.78"},
		{"bids, increment", "memo", target.Ratio, "8", "17.81 6.3 6.82"},
		{"bids alone", "memo", target.Flow, "20", "12.86 2.86 4.28"},
		{"bids alone", "memo", target.Ratio, "8", "21.34 4.74 7.11"},
		{"no bids", "memo", target.Flow, "20", "6.34 5.33 8.33"},
		{"no bids", "memo", target.Ratio, "8", "7.38 6.38 9.37"},
		{"blend", "memo", target.Flow, "20", "8.3 6.34 5.36"},
		{"blend", "memo", target.Ratio, "8", "11.52 8.4 6.82"},
		{"blended shifts", "memo", target.Flow, "20", "7.66 5.73 6.61"},
		{"blended shifts", "memo", target.Ratio, "8", "10.46 7.46 7.79"},
		{"blend of three", "memo", target.Flow, "20", "9.92 3.02 7.06"},
		{"blend of three", "memo", target.Ratio, "8", "13.82 4.38 9.26"},
		{"blend of one", "memo", target.Flow, "20", "6.34 5.33 8.33"},
		{"blend of one", "memo", target.Ratio, "8", "7.38 6.38 9.37"},
		{"blend in a blend", "memo", target.Flow, "20", "9.68 2.06 8.26"},
		{"blend in a blend", "memo", target.Ratio, "8", "12.91 2.86 10.63"},
		{"capability", "memo", target.Flow, "60", "34.48 15.86 9.66"},
		{"equal awards", "memo", target.Flow, "20", "8.75 2.5 8.75"},
		{"equal awards", "memo", target.Flow, "45.17", "32.67 2.5 10"},
		{"equal losses", "memo", target.Flow, "20", "20 0 0"},
		{"equal losses", "memo", target.Flow, "45.17", "37.56 0.06 7.55"},
		{"Talmud", "memo", target.Flow, "20", "13.75 1.25 5"},
		{"Talmud", "memo", target.Flow, "45.17", "36.96 1.25 6.96"},
		{"random arrival", "memo", target.Flow, "20", "13.75 1.25 5"},
		{"random arrival", "memo", target.Flow, "45.17", "36.75 1.67 6.75"},
		{"minimal overlap", "memo", target.Flow, "20", "14.59 0.83 4.58"},
		{"minimal overlap", "memo", target.Flow, "45.17", "37.17 0.83 7.17"},
		{"adjusted", "memo", target.Flow, "20", "13.75 1.25 5"},
		{"adjusted", "memo", target.Flow, "45.17", "36.87 1.43 6.87"},
		{"Piniles", "memo", target.Flow, "20", "13.75 1.25 5"},
		{"Piniles", "memo", target.Flow, "45.17", "32.67 2.5 10"},
	} {
		tree := waysTree(t, c.family)
		tgt := target.Target{
			Code: "t", Unit: "A", Period: target.Year(2020), Value: d(c.value),
			Indicator: target.Indicator{Code: "x", Kind: c.kind, Better: target.Higher, Places: target.Places(2)},
		}

		for _, way := range []string{"words", "wide", "call", "wide call"} {
			t.Run(fmt.Sprint(c.method, ", ", c.family, " ", c.kind, ", ", way), func(t *testing.T) {
				in := &columnsOf{t: t, tree: tree, wide: strings.HasPrefix(way, "wide")}
				o := hierarchy.Options{Rule: hierarchy.Rule{Method: methodsOf(in.of)[c.method]}}
				if c.kind == target.Ratio {
					o.Basis = in.of("1 2 3 4")
				}
				if strings.HasSuffix(way, "call") {
					o.Rule.Method = byCall{o.Rule.Method}
				}

				p, err := hierarchy.Cascade(tree, tgt, o)
				if err != nil {
					t.Fatalf("Cascade() = %v, want %s", err, c.want)
				}
				var got []string
				for q := range p.Children("A") {
					got = append(got, q.Value.String())
				}
				if s := strings.Join(got, " "); s != c.want {
					t.Errorf("Cascade() = %s, want %s", s, c.want)
				}
				if way == "words" && c.family == "" {
					readsBack(t, p, in.made)
				}
			})
		}
	}
}

// readsBack checks that a plan reads back from its JSON, and explains its quotas as before.
func readsBack(t *testing.T, p *hierarchy.Plan, columns []hierarchy.Column) {
	t.Helper()
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := hierarchy.ReadPlan(data, hierarchy.Inputs{Trees: []*hierarchy.Tree{p.Tree()}, Columns: columns})
	if err != nil {
		t.Fatal(err)
	}
	if !again.Equal(p) {
		t.Errorf("ReadPlan() = %v, want %v", again, p)
	}
	for q := range p.All() {
		if got, want := again.Explain(q.Unit.Code).String(), p.Explain(q.Unit.Code).String(); got != want {
			t.Errorf("Explain(%s) = %s, want %s", q.Unit.Code, got, want)
		}
	}
}

// Figures of every size up to those that fit no word are divided as numbers of any size are.
func TestMethodsOfLargeFigures(t *testing.T) {
	tree := waysTree(t, "")
	scaled := func(figures string, exp int32) string {
		var all []string
		for x := range strings.FieldsSeq(figures) {
			all = append(all, d(x).Shift(exp).StringFixed(0))
		}
		return strings.Join(all, " ")
	}
	const (
		large  = "123456789 987654321 555555555 100000001"
		larger = "998244353 7 1000000007 31415926"
	)

	for _, kind := range []target.Kind{target.Flow, target.Ratio} {
		for _, basis := range []string{"1 2 3 4", large} {
			if kind == target.Flow && basis == large {
				continue
			}
			for exp := range int32(13) {
				for _, value := range []string{"2222222221", "700000001", "-1999999999", "0"} {
					for _, c := range []struct {
						name     string
						method   func(c func(string) hierarchy.Column) hierarchy.Method
						min, max string
					}{
						{"increment", func(c func(string) hierarchy.Column) hierarchy.Method {
							return hierarchy.Increment(c(scaled(large, exp)), c(larger))
						}, "", ""},
						{"increment within bounds", func(c func(string) hierarchy.Column) hierarchy.Method {
							return hierarchy.Increment(c(scaled(large, exp)), c(larger))
						}, "-3e18 - -1 -", "- 900000000 7e18 -"},
						{"increment by large weights", func(c func(string) hierarchy.Column) hierarchy.Method {
							return hierarchy.Increment(c(large), c(scaled(larger, exp)))
						}, "-3e18 -3e18 -3e18 -3e18", ""},
						{"shift", func(c func(string) hierarchy.Column) hierarchy.Method {
							return hierarchy.Shift(c(scaled(larger, exp)))
						}, "-9e18 -9e18 -9e18 -9e18", "9e18 9e18 9e18 9e18"},
						{"converge", func(c func(string) hierarchy.Column) hierarchy.Method {
							return hierarchy.Converge(c(scaled(larger, exp)), d("0.123"))
						}, "", ""},
						{"blend", func(c func(string) hierarchy.Column) hierarchy.Method {
							return hierarchy.Blend(
								part("0.3", hierarchy.Scale(c(scaled(larger, exp)))),
								part("12.45", hierarchy.Scale(c(large))),
							)
						}, "", "- 5e8 - -"},
						{"negotiated", func(c func(string) hierarchy.Column) hierarchy.Method {
							return hierarchy.Negotiated(c(scaled(large, exp)), d("0.6"), hierarchy.Scale(c(larger)))
						}, "", ""},
					} {
						var got [2]string
						for i := range got {
							in := &columnsOf{t: t, tree: tree, wide: i == 1}
							o := hierarchy.Options{Rule: hierarchy.Rule{Method: c.method(in.of)}}
							if c.min != "" {
								o.Rule.Min = in.of(c.min)
							}
							if c.max != "" {
								o.Rule.Max = in.of(c.max)
							}
							if kind == target.Ratio {
								o.Basis = in.of(basis)
							}
							got[i] = outcome(hierarchy.Cascade(tree, target.Target{
								Code: "t", Unit: "A", Period: target.Year(2020), Value: d(scaled(value, exp)),
								Indicator: target.Indicator{
									Code: "x", Kind: kind, Better: target.Higher, Places: target.Places(0),
								},
							}, o))
						}
						if got[0] != got[1] {
							t.Errorf("%s of a %v of %se%d, basis %s: Cascade() = %s on words, %s on wide numbers",
								c.name, kind, value, exp, basis, got[0], got[1])
						}
					}
				}
			}
		}
	}
}
