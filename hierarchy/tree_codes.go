package hierarchy

import (
	"hash/maphash"
	"math/bits"
)

// codeTable finds units by their codes. It is a hash table of their positions in a
// list of units, which the caller keeps. It needs a third of the memory of a map.
type codeTable struct {
	seed  maphash.Seed
	slots []codeSlot // a power of two; at most three quarters are taken
}

type codeSlot struct {
	hash uint32 // the upper half
	unit int32  // position + 1; 0 for a free slot
}

// newCodes returns a table for n codes.
func newCodes(n int) codeTable {
	return codeTable{maphash.MakeSeed(), make([]codeSlot, 1<<bits.Len(uint(n+n/3)))}
}

// find returns the position of the unit with a code, −1 if there is none.
func (c codeTable) find(code string, units []Unit) int32 {
	if len(c.slots) == 0 {
		return -1
	}
	return c.slots[c.slot(code, c.hash(code), units)].unit - 1
}

// add enters the unit at a position. It reports whether its code was there; then
// the code leads to the later unit.
func (c codeTable) add(i int, units []Unit) (twice bool) {
	hash := c.hash(units[i].Code)
	s := &c.slots[c.slot(units[i].Code, hash, units)]
	twice = s.unit > 0
	*s = codeSlot{uint32(hash >> 32), int32(i) + 1}
	return twice
}

func (c codeTable) hash(code string) uint64 { return maphash.String(c.seed, code) }

// slot returns the index of the slot of a code, or of the one that is free for it.
func (c codeTable) slot(code string, hash uint64, units []Unit) int {
	mask := len(c.slots) - 1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		s := c.slots[i]
		if s.unit == 0 || s.hash == uint32(hash>>32) && units[s.unit-1].Code == code {
			return i
		}
	}
}

// renumber replaces each position by its place.
func (c codeTable) renumber(place []int32) {
	for i, s := range c.slots {
		if s.unit > 0 {
			c.slots[i].unit = place[s.unit-1] + 1
		}
	}
}
