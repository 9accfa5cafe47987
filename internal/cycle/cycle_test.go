package cycle_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/cycle"
)

// nodes is cycle.Nodes for a list of edges.
func nodes(n int, edges [][2]int) []int {
	return cycle.Nodes(n, func(yield func(int, int) bool) {
		for _, e := range edges {
			if !yield(e[0], e[1]) {
				return
			}
		}
	})
}

func TestNodes(t *testing.T) {
	tests := []struct {
		name  string
		n     int
		edges [][2]int
		want  []int
	}{
		{"nothing", 0, nil, nil},
		{"no edge", 3, nil, nil},
		{"a chain", 4, [][2]int{{0, 1}, {1, 2}, {2, 3}}, nil},
		{"a diamond", 4, [][2]int{{0, 1}, {0, 2}, {1, 3}, {2, 3}}, nil},
		{"itself", 3, [][2]int{{0, 1}, {1, 1}, {1, 2}}, []int{1}},
		{"two", 4, [][2]int{{0, 1}, {1, 2}, {2, 1}, {2, 3}}, []int{1, 2}},
		{"an edge twice", 3, [][2]int{{0, 1}, {0, 1}, {1, 0}, {1, 2}, {1, 2}}, []int{0, 1}},
		{"between two cycles", 6, [][2]int{{0, 0}, {0, 1}, {1, 2}, {2, 2}, {2, 3}, {4, 1}, {0, 5}}, []int{0, 1, 2}},
	}
	for _, tt := range tests {
		if got := nodes(tt.n, tt.edges); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Nodes() = %v, want %v", tt.name, got, tt.want)
		}
	}
}

// A node is found exactly if it can be reached from a cycle and leads to one.
// The reference finds by all ways what can be reached from what.
func property(t *rapid.T) {
	n := rapid.IntRange(1, 8).Draw(t, "n")
	node := rapid.IntRange(0, n-1)
	edges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [2]int {
		return [2]int{node.Draw(t, "from"), node.Draw(t, "to")}
	}), 0, 14).Draw(t, "edges")

	reach := make([][]bool, n)
	for i := range reach {
		reach[i] = make([]bool, n)
	}
	for _, e := range edges {
		reach[e[0]][e[1]] = true
	}
	for k := range n {
		for i := range n {
			for j := range n {
				reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
			}
		}
	}
	var want []int
	for i := range n {
		after, before := reach[i][i], reach[i][i]
		for c := range n {
			after = after || reach[c][c] && reach[c][i]
			before = before || reach[c][c] && reach[i][c]
		}
		if after && before {
			want = append(want, i)
		}
	}
	if got := nodes(n, edges); !slices.Equal(got, want) {
		t.Errorf("Nodes() of %v = %v, want %v", edges, got, want)
	}
}

func TestNodesAgainstReachability(t *testing.T) { rapid.Check(t, property) }

func FuzzNodes(f *testing.F) { f.Fuzz(rapid.MakeFuzz(property)) }
