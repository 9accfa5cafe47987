package hierarchy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// flat is a tree of a root, 0, and units directly under it.
func flat(t testing.TB, codes ...string) *hierarchy.Tree {
	t.Helper()
	return under(t, strings.Join(codes, " "))
}

// under makes a tree from words: "A", or "A:p" for A under p. Units with others
// below them are named first; a unit that ends in * is a memo.
func under(t testing.TB, words string) *hierarchy.Tree {
	t.Helper()
	units := []hierarchy.Unit{{Code: "0", Level: "0"}}
	depth := map[string]int{"0": 0}
	for word := range strings.FieldsSeq(words) {
		code, parent, below := strings.Cut(word, ":")
		if !below {
			parent = "0"
		}
		role := hierarchy.Member
		if c, memo := strings.CutSuffix(code, "*"); memo {
			code, role = c, hierarchy.Memo
		}
		depth[code] = depth[parent] + 1
		units = append(units, hierarchy.Unit{Code: code, Parent: parent, Level: fmt.Sprint(depth[code]), Role: role})
	}
	tree, err := hierarchy.NewTree([]string{"0", "1", "2", "3"}, units)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// shown prints figures by code.
func shown(c hierarchy.Column) string {
	var s []string
	for u, x := range c.All() {
		s = append(s, u.Code+"="+x.String())
	}
	slices.Sort(s)
	return strings.Join(s, " ")
}

// paths are the places of all problems of an error, in order.
func paths(t testing.TB, err error) string {
	t.Helper()
	var all []string
	for _, e := range target.AllErrors(err) {
		all = append(all, e.Path)
	}
	return strings.Join(all, " ")
}
