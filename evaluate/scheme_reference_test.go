package evaluate_test

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

func rat(d decimal.Decimal) *big.Rat { return d.Rat() }

// slowPoints reads the points of an attainment off the book by walking it: full
// steps are counted one by one, bands are weighed between their corners.
func slowPoints(item evaluate.Item, rate *big.Rat) *big.Rat {
	one, most := big.NewRat(1, 1), rat(item.Max)
	between := func(x, low, high *big.Rat) *big.Rat {
		if x.Cmp(low) < 0 {
			return low
		}
		if x.Cmp(high) > 0 {
			return high
		}
		return x
	}

	switch p := item.Points.(type) {
	case evaluate.ProRata:
		return between(new(big.Rat).Mul(rate, most), new(big.Rat), most)
	case evaluate.Steps:
		best := new(big.Rat)
		for _, s := range p.Breakpoints {
			if rat(s.At).Cmp(rate) <= 0 && rat(s.Points).Cmp(best) > 0 {
				best = rat(s.Points)
			}
		}
		return best
	case evaluate.Interpolation:
		for i, low := range p.Breakpoints {
			if rate.Cmp(rat(low.At)) < 0 {
				continue
			}
			if i == 0 {
				return rat(low.Points)
			}
			up := p.Breakpoints[i-1]
			// points = (low·(up.At − rate) + up·(rate − low.At))/(up.At − low.At)
			a := new(big.Rat).Mul(rat(low.Points), new(big.Rat).Sub(rat(up.At), rate))
			b := new(big.Rat).Mul(rat(up.Points), new(big.Rat).Sub(rate, rat(low.At)))
			return a.Quo(a.Add(a, b), new(big.Rat).Sub(rat(up.At), rat(low.At)))
		}
		return new(big.Rat)
	case evaluate.Deductions:
		left, at := rat(item.Max), new(big.Rat).Set(one)
		for {
			next := new(big.Rat).Sub(at, rat(p.Per))
			if p.Begun && at.Cmp(rate) <= 0 || !p.Begun && next.Cmp(rate) < 0 || left.Sign() <= 0 {
				return between(left, new(big.Rat), most)
			}
			left, at = new(big.Rat).Sub(left, rat(p.Points)), next
		}
	}

	panic("no points")
}

func slowBonus(b *evaluate.Bonus, rate *big.Rat) *big.Rat {
	points := new(big.Rat)
	if b == nil {
		return points
	}

	for at := new(big.Rat).Add(big.NewRat(1, 1), rat(b.Per)); at.Cmp(rate) <= 0; at.Add(at, rat(b.Per)) {
		points.Add(points, rat(b.Points))
		if points.Cmp(rat(b.Max)) >= 0 || b.Points.IsZero() {
			break
		}
	}

	if points.Cmp(rat(b.Max)) > 0 {
		return rat(b.Max)
	}

	return points
}

// slowRate returns what an item is scored by: its attainment, or the share by which
// a figure is off its target, or the share of the way that is left.
func slowRate(item evaluate.Item, goal target.Target, o target.Observation, attainment *big.Rat) *big.Rat {
	value, base, actual := rat(goal.Value), rat(goal.Baseline.Value), rat(o.Value)
	off := new(big.Rat).Sub(actual, value)
	isLower := goal.Indicator.Better == target.Lower
	if isLower {
		off.Neg(off)
	}
	byMet := new(big.Rat)
	if off.Sign() >= 0 {
		byMet.SetInt64(1)
	}

	switch way := new(big.Rat).Sub(value, base); {
	case item.ScoreBy == evaluate.ByAttainment:
		return attainment
	case item.ScoreBy == evaluate.ByLinear && value.Sign() != 0:
		off.Quo(off, new(big.Rat).Abs(value))
		return off.Add(off, big.NewRat(1, 1))
	case item.ScoreBy == evaluate.ByProgress && way.Sign() != 0 && (way.Sign() < 0) == isLower:
		left := new(big.Rat).Sub(value, actual)
		return left.Sub(big.NewRat(1, 1), left.Quo(left, way))
	}
	return byMet
}

// bookHolds scores cases by books of every form, with every combination of cap,
// rounding, bonus, deduction, veto and panel, and by hand.
func bookHolds(t *rapid.T) {
	small := func(name string, most int64) decimal.Decimal {
		return decimal.New(rapid.Int64Range(0, most).Draw(t, name), rapid.Int32Range(-2, 0).Draw(t, name+" places"))
	}

	maybeSmall := func(name string) decimal.NullDecimal {
		return decimal.NullDecimal{Decimal: small(name, 60).Add(num("0.5")), Valid: rapid.Bool().Draw(t, name+" given")}
	}

	round := maybeSmall("round")
	book := evaluate.Scheme{
		Cap: maybeSmall("cap"), Round: round,
		Floor:  round.Valid && rapid.Bool().Draw(t, "floor"),
		Failed: rapid.SampledFrom([]string{"", "failed"}).Draw(t, "failed"),
		Grades: []evaluate.Grade{{Name: "high", From: num("40")}, {Name: "middle", From: num("20")}, {Name: "low"}},
	}

	c := evaluate.Case{Unit: "u"}
	members := rapid.IntRange(0, 3).Draw(t, "members")
	weights := new(big.Rat)
	for i := range members {
		c.Panel = append(c.Panel,
			evaluate.Opinion{By: fmt.Sprint(i), Weight: small("weight", 3), Awarded: map[string]decimal.Decimal{}})
		weights.Add(weights, rat(c.Panel[i].Weight))
	}

	if members == 0 {
		c.Awarded = map[string]decimal.Decimal{}
	}

	earned, others := new(big.Rat), new(big.Rat) // points, and bonuses less penalties
	all, known := new(big.Rat), new(big.Rat)     // maxima
	var vetoes []string
	for i := range rapid.IntRange(1, 5).Draw(t, "items") {
		item := evaluate.Item{Code: string(rune('a' + i)), Max: num("40"), Veto: rapid.Bool().Draw(t, "veto")}
		item.Optional = !item.Veto && rapid.Bool().Draw(t, "optional")
		isMissing := item.Optional && rapid.Bool().Draw(t, "missing")
		all.Add(all, rat(item.Max))
		if isMissing {
			book.Items = append(book.Items, item)
			continue
		}
		known.Add(known, rat(item.Max))
		if rapid.IntRange(0, 2).Draw(t, "awarded") == 0 {
			item.Penalty = !item.Veto && rapid.Bool().Draw(t, "deduction")
			sum, n := new(big.Rat), new(big.Rat)
			for _, o := range c.Panel {
				o.Awarded[item.Code] = small("award", 40)
				w := rat(o.Weight)
				if weights.Sign() == 0 {
					w = big.NewRat(1, 1)
				}
				sum.Add(sum, new(big.Rat).Mul(w, rat(o.Awarded[item.Code])))
				n.Add(n, w)
			}
			if members == 0 {
				c.Awarded[item.Code] = small("award", 40)
				sum, n = rat(c.Awarded[item.Code]), big.NewRat(1, 1)
			}
			sum.Quo(sum, n)
			if item.Veto && sum.Cmp(rat(item.Max)) < 0 {
				vetoes = append(vetoes, item.Code)
			}
			if item.Penalty {
				others.Sub(others, sum)
				all.Sub(all, rat(item.Max))
				known.Sub(known, rat(item.Max))
			} else {
				earned.Add(earned, sum)
			}
			book.Items = append(book.Items, item)
			continue
		}

		item.Points = drawPoints(t)
		if rapid.Bool().Draw(t, "bonus") {
			item.Bonus = &evaluate.Bonus{
				Per: small("per", 30).Add(num("0.05")), Points: small("bonus points", 5),
				Max: small("bonus max", 20),
			}
		}

		goal := aim(target.Ratio, target.Direction(rapid.IntRange(1, 2).Draw(t, "better")), "0")
		goal.Code, goal.Unit, goal.Value = item.Code, "u", decimal.New(rapid.Int64Range(-3, 9).Draw(t, "value"), 0)
		goal.Force = target.Force(rapid.IntRange(0, int(target.Veto)).Draw(t, "force"))
		item.ScoreBy = evaluate.ScoreBy(rapid.IntRange(0, 2).Draw(t, "score by"))
		goal = from(goal, "0")
		goal.Baseline.Value = decimal.New(rapid.Int64Range(-3, 9).Draw(t, "baseline"), 0)
		o := seen("0")
		o.Unit, o.Value = "u", decimal.New(rapid.Int64Range(-3, 12).Draw(t, "actual"), 0)
		a, err := evaluate.Assess(goal, o)
		if err != nil {
			t.Fatal(err)
		}

		c.Assessments = append(c.Assessments, a)
		rate := new(big.Rat)
		switch {
		case a.AttainmentReason != 0 && a.Met && goal.Value.IsZero():
			rate.SetInt64(1)
		case a.AttainmentReason != 0 && a.Met:
			rate.SetInt64(1e6) // more than any quotient of these figures
		case a.AttainmentReason != 0:
		case (goal.Indicator.Better == target.Higher) == (goal.Value.Sign() > 0):
			rate.Quo(rat(o.Value), rat(goal.Value))
		default:
			rate.Quo(rat(goal.Value), rat(o.Value))
		}

		rate = slowRate(item, goal, o, rate)
		earned.Add(earned, slowPoints(item, rate))
		others.Add(others, slowBonus(item.Bonus, rate))
		if (item.Veto || goal.Force == target.Veto) && !a.Met {
			vetoes = append(vetoes, item.Code)
		}

		book.Items = append(book.Items, item)
	}

	e, err := evaluate.New(book)
	if err != nil {
		t.Fatal(err)
	}

	card, err := e.Score(c)
	switch {
	case known.Sign() == 0 && all.Sign() > 0:
		if !errors.Is(err, target.ErrMissing) {
			t.Errorf("Score() = %v, %v, want that nothing is known", card, err)
		}
		return
	case err != nil:
		t.Fatal(err)
	}
	total := earned
	if all.Sign() > 0 {
		total.Mul(total, all).Quo(total, known)
	}
	total.Add(total, others)
	if total.Sign() < 0 {
		total.SetInt64(0)
	}

	limit := rat(book.Cap.Decimal)
	if book.Cap.Valid && total.Cmp(limit) > 0 {
		total = limit
	}
	if book.Round.Valid {
		// The multiples below and above, the nearer one or the upper one.
		low := new(big.Rat)
		q := rat(book.Round.Decimal)
		for next := new(big.Rat).Add(low, q); next.Cmp(total) <= 0; next = new(big.Rat).Add(low, q) {
			low = next
		}
		half := new(big.Rat).Add(low, new(big.Rat).Quo(q, big.NewRat(2, 1)))
		if !book.Floor && half.Cmp(total) <= 0 {
			low.Add(low, q)
		}
		if total = low; book.Cap.Valid && total.Cmp(limit) > 0 {
			total = limit
		}
	}

	grade := "low"
	switch {
	case total.Cmp(big.NewRat(40, 1)) >= 0:
		grade = "high"
	case total.Cmp(big.NewRat(20, 1)) >= 0:
		grade = "middle"
	}

	// 16 significant digits of less than a thousand.
	if off := new(big.Rat).Sub(rat(card.Total), total); off.Abs(off).Cmp(big.NewRat(1, 1e13)) > 0 {
		t.Errorf("total %v, want %v", card.Total, total.FloatString(13))
	}

	final := grade
	if len(vetoes) > 0 {
		if final = book.Failed; final == "" {
			final = "low"
		}
	}

	if diff := cmp.Diff([]string{grade, final}, []string{card.ByPoints, card.Grade}); diff != "" {
		t.Errorf("grades of %v mismatch (-want +got):\n%s", card.Total, diff)
	}
	if diff := cmp.Diff(vetoes, card.Vetoes); diff != "" {
		t.Errorf("vetoes mismatch (-want +got):\n%s", diff)
	}
}

func TestBookHolds(t *testing.T) { rapid.Check(t, bookHolds) }

func FuzzBookHolds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(bookHolds)) }
