package apportion

// A ratio is the point num/den on the scale of rates at which a claim meets a bound.
type ratio struct{ num, den uint64 }

func compareRatios(a, b ratio) int {
	return compareProducts(a.num, b.den, b.num, a.den)
}

// A span is the interval of rates at which a claim is strictly between its bounds, from
// min/w to max/w. An end that is known to lie on its own side of the level is passed.
type span struct {
	w, min, max          uint64
	minPassed, maxPassed bool
}

// level returns the rate λ with
//
//	Σ clamp(λ·wᵢ, minᵢ, maxᵢ) = total
//
// over the claims of the frame, for a total above f.base and at most f.cap. If some claims are
// strictly between their bounds there, the rate is their total over their weight.
//
// It tries the rate at which all unsettled claims would be between their bounds. Whether
// the sum comes out above or below the total, some claims are then settled for good: at
// the minimum, at the maximum or between. If a trial settles little, the next one is the
// median of the unsettled ends, so that work is linear in the number of claims.
func (d *Divider) level(f *frame, total uint64) rate {
	open := resize(d.open, len(f.act))[:0]
	held, weight := uint64(0), uint64(0) // sum of shares settled at a bound, of weights settled between
	loose := uint64(0)                   // sum of the weights of open
	ends := 0
	for _, c := range f.act {
		s := span{c.w, c.min, c.max, c.min == 0, c.max == uncapped}
		if s.minPassed && s.maxPassed {
			weight += c.w
			continue
		}
		open = append(open, s)
		loose += c.w
		ends += s.ends()
	}
	d.open = open
	try := ratio{total, weight + loose}
	for len(open) > 0 {
		bound, inner := uint64(0), uint64(0)
		over := false
		for i := range open {
			s := &open[i]
			switch toMin, toMax := s.sides(try); {
			case toMin <= 0:
				bound += s.min
			case toMax >= 0:
				bound += s.max
			default:
				inner += s.w
			}
			if held+bound > total {
				over = true
				break
			}
		}
		c := 1
		if !over {
			free := total - held - bound
			c = compareProducts(weight+inner, try.num, free, try.den)
			if c == 0 {
				if weight+inner > 0 {
					try = ratio{free, weight + inner}
				}
				break
			}
		}
		keep := open[:0]
		before := ends
		loose, ends = 0, 0
		for _, s := range open {
			toMin, toMax := s.sides(try)
			switch {
			case c < 0 && toMax >= 0:
				held += s.max
				continue
			case c > 0 && toMin <= 0:
				held += s.min
				continue
			case c < 0 && toMin >= 0:
				s.minPassed = true
			case c > 0 && toMax <= 0:
				s.maxPassed = true
			}
			if s.minPassed && s.maxPassed {
				weight += s.w
				continue
			}
			keep = append(keep, s)
			loose += s.w
			ends += s.ends()
		}
		open = keep
		if ends > before/2 {
			try = d.medianEnd(open)
		} else {
			try = ratio{total - held, weight + loose}
		}
	}
	return newRate(try.num, try.den)
}

// sides compares a rate with the two ends of the span; a passed end is on its own side.
func (s *span) sides(at ratio) (toMin, toMax int) {
	toMin, toMax = 1, -1
	if !s.minPassed {
		toMin = compareProducts(at.num, s.w, s.min, at.den)
	}
	if !s.maxPassed {
		toMax = compareProducts(at.num, s.w, s.max, at.den)
	}
	return toMin, toMax
}

func (s *span) ends() int {
	n := 0
	if !s.minPassed {
		n++
	}
	if !s.maxPassed {
		n++
	}
	return n
}

// medianEnd is the median of the ends that are not passed.
func (d *Divider) medianEnd(open []span) ratio {
	points := d.points[:0]
	for _, s := range open {
		if !s.minPassed {
			points = append(points, ratio{s.min, s.w})
		}
		if !s.maxPassed {
			points = append(points, ratio{s.max, s.w})
		}
	}
	d.points = points
	at, _ := smallest(points, len(points)/2, compareRatios)
	return at
}
