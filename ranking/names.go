package ranking

import (
	"slices"
	"strings"
)

// names gathers a name for each unit and numbers the different ones.
type names struct {
	units  int
	number map[string]int32
	seen   []string
	of     []int32 // by unit; nil until one has a name
	last   string
	lastNo int32
}

func newNames(units int) *names { return &names{units: units} }

// set gives the unit its name. Units are set once, in ascending order.
func (n *names) set(unit int, name string) {
	if n.of == nil {
		if name == "" {
			return
		}
		n.of = make([]int32, n.units)
		n.number = make(map[string]int32)
		if unit > 0 {
			n.lastNo, n.number[""] = 0, 0
			n.seen = append(n.seen, "")
		}
	}
	if name != n.last || len(n.seen) == 0 {
		no, ok := n.number[name]
		if !ok {
			no = int32(len(n.seen))
			n.number[name] = no
			n.seen = append(n.seen, name)
		}
		n.last, n.lastNo = name, no
	}
	n.of[unit] = n.lastNo
}

// sorted returns the names in ascending order, and for each unit the number of
// its own among them.
func (n *names) sorted() ([]string, []int32) {
	if n.of == nil {
		return nil, nil
	}
	all := slices.Sorted(slices.Values(n.seen))
	rank := make([]int32, len(all))
	for i, name := range n.seen {
		at, _ := slices.BinarySearchFunc(all, name, strings.Compare)
		rank[i] = int32(at)
	}
	for u, no := range n.of {
		n.of[u] = rank[no]
	}
	return all, n.of
}
