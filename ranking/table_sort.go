package ranking

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// keyed is the number of an item and the word by which it is sorted.
type keyed struct {
	key uint64
	id  int32
}

// sortKeyed sorts items by key. Items of equal key keep their order, which must
// be that of their numbers. buf is as long as items and is overwritten.
func sortKeyed(items, buf []keyed) {
	const short = 300 // below it, comparing beats counting
	if len(items) < short {
		slices.SortFunc(items, func(a, b keyed) int {
			return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id))
		})
		return
	}

	var counts [8][256]int32
	for _, it := range items {
		for d := range counts {
			counts[d][byte(it.key>>(8*d))]++
		}
	}

	from, to := items, buf
	for d := range counts {
		count, shift := &counts[d], 8*d
		if int(count[byte(from[0].key>>shift)]) == len(from) {
			continue // one value in this place for all
		}
		var next int32
		for v := range count {
			count[v], next = next, next+count[v]
		}
		for _, it := range from {
			at := &count[byte(it.key>>shift)]
			to[*at] = it
			*at++
		}
		from, to = to, from
	}
	if &from[0] != &items[0] {
		copy(items, from)
	}
}

// orderByCode returns the places of the entries in ascending order of their
// codes, and whether all codes are different. Entries of one code keep their
// order.
func orderByCode(entries []Entry) (order []int32, unique bool) {
	order = make([]int32, len(entries))
	sorted := true
	for i := range order {
		order[i] = int32(i)
		sorted = sorted && (i == 0 || entries[i-1].Code < entries[i].Code)
	}
	if sorted {
		return order, true
	}

	// Codes of one administration often begin alike. The word after what all of
	// them share distinguishes most of them.
	items := make([]keyed, len(entries))
	first := entries[0].Code
	shared := len(first)
	for i := range entries {
		code := entries[i].Code
		if n := commonPrefix(first[:shared], code); n < shared {
			shared = n
			for j := range items[:i] {
				items[j].key = word(entries[j].Code[shared:])
			}
		}
		items[i] = keyed{word(code[shared:]), int32(i)}
	}
	sortKeyed(items, make([]keyed, len(items)))

	unique = true
	for i := 0; i < len(items); {
		end := i + 1
		for end < len(items) && items[end].key == items[i].key {
			end++
		}
		if end > i+1 {
			tied := items[i:end]
			slices.SortFunc(tied, func(a, b keyed) int {
				return cmp.Or(cmp.Compare(entries[a.id].Code, entries[b.id].Code), cmp.Compare(a.id, b.id))
			})
			for j := range tied[1:] {
				unique = unique && entries[tied[j].id].Code != entries[tied[j+1].id].Code
			}
		}
		i = end
	}

	for i, it := range items {
		order[i] = it.id
	}
	return order, unique
}

func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// word returns the first eight bytes of s as a number that sorts as they do.
func word(s string) uint64 {
	var b [8]byte
	copy(b[:], s)
	return binary.BigEndian.Uint64(b[:])
}

// inverse returns the place of each element in the order.
func inverse(order []int32) []int32 {
	at := make([]int32, len(order))
	for i, j := range order {
		at[j] = int32(i)
	}
	return at
}
