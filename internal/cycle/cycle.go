// Package cycle finds what is on a cycle in a directed graph.
package cycle

import "iter"

// Nodes returns, in ascending order, the nodes of a graph that are on a cycle,
// or on a way from one cycle to another. The nodes are numbered from 0 to n−1,
// and edges yields the two ends of each edge. It is ranged over several times.
//
// Nodes that no edge enters are taken away, and then those that this leaves
// without one, and so on; likewise nodes that no edge leaves. The time is linear
// in the numbers of nodes and edges.
func Nodes(n int, edges iter.Seq2[int, int]) []int {
	gone := make([]bool, n)
	peel(n, edges, gone)
	peel(n, turned(edges), gone)

	var left []int
	for node, g := range gone {
		if !g {
			left = append(left, node)
		}
	}
	return left
}

// peel marks the nodes that cannot be reached from a cycle as gone.
func peel(n int, edges iter.Seq2[int, int], gone []bool) {
	into := make([]int, n)    // how many edges enter a node
	first := make([]int, n+1) // where the edges that leave a node begin in heads
	for from, to := range edges {
		if !gone[from] && !gone[to] {
			into[to]++
			first[from+1]++
		}
	}
	for node := range n {
		first[node+1] += first[node]
	}
	heads, next := make([]int, first[n]), make([]int, n)
	copy(next, first)
	for from, to := range edges {
		if !gone[from] && !gone[to] {
			heads[next[from]] = to
			next[from]++
		}
	}

	var free []int
	for node := range n {
		if !gone[node] && into[node] == 0 {
			free = append(free, node)
		}
	}
	for len(free) > 0 {
		node := free[len(free)-1]
		free = free[:len(free)-1]
		gone[node] = true
		for _, to := range heads[first[node]:first[node+1]] {
			if into[to]--; into[to] == 0 {
				free = append(free, to)
			}
		}
	}
}

func turned(edges iter.Seq2[int, int]) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for from, to := range edges {
			if !yield(to, from) {
				return
			}
		}
	}
}
