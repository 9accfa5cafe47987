package apportion

import "math/bits"

// largest finds the k-th largest value of a, for 1 ≤ k ≤ len(a). No value has more
// bits than width. It returns the value, how many are larger and how many are equal.
//
// It distributes the values over buckets by their leading bits and continues within
// the one bucket that matters. Time is linear for all values. The slice keep is
// scratch memory, returned for the next call; a is not changed.
func largest(
	a []uint64, k int, width int, count *[maxBuckets]int32, keep []uint64,
) (at uint64, above, equal int, scratch []uint64) {
	scratch = keep[:0]
	for cur := a; ; {
		if len(cur) <= 16 {
			at, more, equal := largestFew(cur, k)
			return at, above + more, equal, scratch
		}

		radix := min(max(bits.Len(uint(len(cur)))-2, 2), maxRadix)
		shift := max(width-radix, 0)
		buckets := count[:1<<radix]
		clear(buckets)

		// All values of cur agree in the bits above width.
		mask := uint64(1)<<radix - 1
		for _, v := range cur {
			buckets[v>>shift&mask]++
		}

		b := len(buckets) - 1
		for int(buckets[b]) < k {
			k -= int(buckets[b])
			above += int(buckets[b])
			b--
		}

		if shift == 0 {
			high := cur[0] &^ mask
			return high | uint64(b), above, int(buckets[b]), scratch
		}

		size := int(buckets[b])

		// The bucket is compacted in place once it lives in scratch.
		if cap(scratch) < size {
			scratch = make([]uint64, 0, size)
		}

		next := scratch[:0]
		low, high := ^uint64(0), uint64(0)
		for _, v := range cur {
			if v>>shift&mask == uint64(b) {
				next = append(next, v)
				low, high = min(low, v), max(high, v)
			}
		}

		if low == high {
			return low, above, size, scratch
		}
		cur, width = next, bits.Len64(low^high)
	}
}

const (
	maxRadix   = 11
	maxBuckets = 1 << maxRadix
)

// largestFew is largest for a handful of values. It ranks each against all, without branches.
func largestFew(a []uint64, k int) (at uint64, above, equal int) {
	at = ^uint64(0)
	for _, v := range a {
		rank := uint64(0)
		for _, u := range a {
			_, less := bits.Sub64(v, u, 0)
			rank += less
		}
		if rank < uint64(k) {
			at = min(at, v)
		}
	}
	for _, v := range a {
		_, more := bits.Sub64(at, v, 0)
		_, less := bits.Sub64(v, at, 0)
		above += int(more)
		equal += 1 - int(more) - int(less)
	}
	return at, above, equal
}

// smallest returns the element that sorting a by compare would put at index k, and
// how many elements are smaller. It permutes a.
//
// Pivots are medians of three. If these do not shrink the range, the pivot is the
// median of medians of five (Blum, Floyd, Pratt, Rivest and Tarjan, 1973). Time is
// therefore linear for every order of a.
func smallest[E any](a []E, k int, compare func(E, E) int) (at E, below int) {
	for bad := 0; ; {
		n := len(a)
		if n <= 12 {
			insertionSort(a, compare)
			for i := k; i > 0 && compare(a[i-1], a[k]) == 0; i-- {
				k--
			}
			return a[k], below + k
		}

		var pivot E
		if bad < 4 {
			pivot = median3(a[0], a[n/2], a[n-1], compare)
		} else {
			pivot = medianOfMedians(a, compare)
		}

		lt, gt := partition(a, pivot, compare)
		switch {
		case k < lt:
			a = a[:lt]
		case k >= gt:
			a, k, below = a[gt:], k-gt, below+gt
		default:
			return pivot, below + lt
		}
		if len(a) > n-n/4 {
			bad++
		}
	}
}

// partition reorders a into smaller, equal and greater elements than the pivot. The
// equal ones are a[lt:gt].
func partition[E any](a []E, pivot E, compare func(E, E) int) (lt, gt int) {
	gt = len(a)
	for i := 0; i < gt; {
		switch c := compare(a[i], pivot); {
		case c < 0:
			a[lt], a[i] = a[i], a[lt]
			lt++
			i++
		case c > 0:
			gt--
			a[gt], a[i] = a[i], a[gt]
		default:
			i++
		}
	}
	return lt, gt
}

func medianOfMedians[E any](a []E, compare func(E, E) int) E {
	m := 0
	for i := 0; i < len(a); i += 5 {
		five := a[i:min(i+5, len(a))]
		insertionSort(five, compare)
		mid := i + len(five)/2
		a[m], a[mid] = a[mid], a[m]
		m++
	}
	at, _ := smallest(a[:m], m/2, compare)
	return at
}

func median3[E any](a, b, c E, compare func(E, E) int) E {
	if compare(a, b) > 0 {
		a, b = b, a
	}
	if compare(b, c) <= 0 {
		return b
	}
	if compare(a, c) <= 0 {
		return c
	}
	return a
}

func insertionSort[E any](a []E, compare func(E, E) int) {
	for i := 1; i < len(a); i++ {
		for j := i; j > 0 && compare(a[j], a[j-1]) < 0; j-- {
			a[j], a[j-1] = a[j-1], a[j]
		}
	}
}
