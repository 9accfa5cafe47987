package hierarchy

import (
	"cmp"
	"math"
	"math/big"
)

// numbers are whole numbers by place: machine words, and aside those that do
// not fit one.
type numbers struct {
	words []int64
	wide  map[int]*big.Int
}

func (x *numbers) big(i int) *big.Int {
	if w := x.wide[i]; w != nil {
		return w
	}
	return big.NewInt(x.words[i])
}

func (x *numbers) sign(i int) int {
	if w := x.wide[i]; w != nil {
		return w.Sign()
	}
	return cmp.Compare(x.words[i], 0)
}

// peek returns a number to look at, in room where it is a word.
func (x *numbers) peek(i int, room *big.Int) *big.Int {
	if w := x.wide[i]; w != nil {
		return w
	}
	return room.SetInt64(x.words[i])
}

// set keeps v, which must not be changed afterwards. The two outermost words
// are left to those who give them a meaning.
func (x *numbers) set(i int, v *big.Int) {
	if w := v.Int64(); v.IsInt64() && w != math.MinInt64 && w != math.MaxInt64 {
		if x.wide != nil {
			delete(x.wide, i)
		}
		x.words[i] = w
		return
	}
	if x.wide == nil {
		x.wide = make(map[int]*big.Int)
	}
	x.wide[i] = v
	x.words[i] = 0
}
