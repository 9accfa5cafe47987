package apportion

// A ratio is the point num/den on the scale of rates at which a claim meets a bound.
type ratio struct{ num, den uint64 }

func compareRatios(a, b ratio) int {
	return compareProducts(a.num, b.den, b.num, a.den)
}

// A span is the interval of rates at which a claim is strictly between its bounds, from
// min/w to max/w. An end that is known not to decide the level is opened: min is then
// zero, or max is uncapped.
type span struct{ w, min, max uint64 }

// level returns the rate λ with
//
//	Σ clamp(λ·wᵢ, minᵢ, maxᵢ) = total
//
// over the claims of the frame, for a total above f.base and at most f.cap. If some
// claims are strictly between their bounds there, the rate is their total divided by
// their weight.
//
// It tries the rate at which all unsettled claims would be between their bounds. If
// the sum is above the total, or below, some claims are settled for good: at the
// minimum, at the maximum, or between. If a trial settles few claims, the next one is
// the median of the unsettled ends. Work is therefore linear in the number of claims.
func (d *Divider) level(f *frame, total uint64) rate {
	if f.max == nil {
		return newRate(total, f.sum)
	}

	// Claims without bounds are settled between them; the others are open.
	open := resize(d.open, len(f.w))[:0]
	held, weight := uint64(0), uint64(0) // sum of shares settled at a bound, of weights settled between
	ends := 0
	for i, w := range f.w {
		s := span{uint64(w), f.min[i], f.max[i]}
		switch {
		case w == 0:
		case s.min == 0 && s.max == uncapped:
			weight += s.w
		default:
			open = append(open, s)
			ends += s.ends()
		}
	}

	d.open = open

	for try := (ratio{total, f.sum}); ; {
		// At the rate that is tried, the sum is bound + inner·rate.
		at := newRate(try.num, try.den)
		bound, inner := held, weight
		for _, s := range open {
			switch q, r := at.saturated(s.w); {
			case q < s.min || q == s.min && r == 0:
				bound += s.min
			case q >= s.max:
				bound += s.max
			default:
				inner += s.w
			}
			if bound > total {
				break
			}
		}

		// c compares that sum with the total; 0 means that the level is found.
		c := 1
		if bound <= total {
			c = compareProducts(inner, try.num, total-bound, try.den)
		}
		if c == 0 {
			if inner > 0 {
				return newRate(total-bound, inner)
			}
			return at
		}

		// Drop the claims that are settled for every rate on the side of the level.
		keep, before := open[:0], ends
		loose := uint64(0)
		ends = 0
		for _, s := range open {
			q, r := at.saturated(s.w)
			if c < 0 { // the level is higher
				if q >= s.max {
					held += s.max
					continue
				}
				if q >= s.min {
					s.min = 0
				}
			} else {
				if q < s.min || q == s.min && r == 0 {
					held += s.min
					continue
				}
				if q < s.max || q == s.max && r == 0 {
					s.max = uncapped
				}
			}
			if s.min == 0 && s.max == uncapped {
				weight += s.w
				continue
			}
			keep = append(keep, s)
			loose += s.w
			ends += s.ends()
		}
		open = keep

		switch {
		case ends == 0:
			return newRate(total-held, weight)
		case ends > before/2:
			try = d.medianEnd(open)
		default:
			try = ratio{total - held, weight + loose}
		}
	}
}

func (s *span) ends() int {
	n := 0
	if s.min > 0 {
		n++
	}
	if s.max < uncapped {
		n++
	}
	return n
}

// medianEnd is the median of the ends that are not opened.
func (d *Divider) medianEnd(open []span) ratio {
	ends := d.ends[:0]
	for _, s := range open {
		if s.min > 0 {
			ends = append(ends, ratio{s.min, s.w})
		}
		if s.max < uncapped {
			ends = append(ends, ratio{s.max, s.w})
		}
	}
	d.ends = ends
	at, _ := smallest(ends, len(ends)/2, compareRatios)
	return at
}
