package main

import (
	"math/rand/v2"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
)

const (
	years = 12
	turn  = 6 // the first year in which inventions, no longer applications, are the target
	never = years + 1
	exact = 6 // decimals to which shares are rounded, half away from zero, after every step
)

func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

var (
	one  = decimal.New(1, 0)
	half = num("0.5")
)

// params are all numbers of the model.
type params struct {
	Turn int // first year of the new indicator

	// The provinces' behaviour, each year:
	//
	//	mobilised  u ← u + rise·p·(1 − u) − decay·u
	//	direction  s ← s + turning·p·(aim − s)
	//	inventions   K·u·s/cost·(1 + ε)
	//	applications inventions + K·u·(1 − s)·(1 + η)
	//
	// Here p is the pressure, and u the share of capacity K at work on patents. Of this
	// work the share s goes to inventions; aim is what serves the target in force.
	// Applications and inventions are rounded to whole ones.
	Rise, Decay, Turning decimal.Decimal
	AimQuantity          decimal.Decimal // aim while applications are counted
	AimQuality           decimal.Decimal // aim while inventions are
	Cost                 decimal.Decimal // work for an invention, in that for another application
	Mobilised, Direction decimal.Decimal // u and s in the year before the first
	Capacity             decimal.Decimal // growth of K a year
	Luck                 uint32          // ε and η are whole thousandths, from −Luck to Luck, all equally likely

	// The pressure on a province, from the table and the scorecards of the year
	// before,
	//
	//	p = (wₛ·shortfall + w_f·force + w_g·grade + v·(wₐ·ahead + wₙ·next + wᵥ)) / Σ w
	//
	// with the parts that ranking.Pressures reports, v being its part of
	// publicity: what peers do presses only as far as it is seen. The grade
	// presses where the quota obliges: by the share of points lost, and where it
	// is a veto and was missed by the whole of its weight.
	Weights ranking.Parts
	Grade   decimal.Decimal // w_g

	// The centre's next target, from this year's target T and result A:
	//
	//	max(T, (T + A)/2)·(1 + growth)       A·(1 + leap) on the new indicator at the turn
	//
	// and the stretch of the next quotas: Stretch, and half of what the nation
	// fell short of its target, at most StretchMost.
	GrowthQuantity, GrowthQuality, Leap decimal.Decimal
	Stretch, StretchMost                decimal.Decimal
	ByResult, ByPeople                  decimal.Decimal // weights of last year's results and of people in the quotas
}

var defaults = params{
	Turn: turn,
	Rise: num("0.25"), Decay: num("0.03"), Turning: num("0.5"),
	AimQuantity: num("0.1"), AimQuality: num("0.8"), Cost: num("2"),
	Mobilised: num("0.45"), Direction: num("0.2"), Capacity: num("0.03"), Luck: 40,
	Weights: ranking.Parts{
		Shortfall: num("3"), Ahead: num("1"), Next: num("1"), Force: num("2"), Publicity: num("1"),
	},
	Grade:          num("2"),
	GrowthQuantity: num("0.06"), GrowthQuality: num("0.12"), Leap: num("0.3"),
	Stretch: num("0.05"), StretchMost: num("0.2"), ByResult: num("9"), ByPeople: num("1"),
}

// place is a made-up province.
type place struct {
	Code, Name string
	People     decimal.Decimal // thousands
	Capacity   decimal.Decimal // applications that all of its capacity would make in the year before the first
}

var places = []place{
	{"P1", "Aldmark", num("900"), num("10800")},
	{"P2", "Brenmoor", num("750"), num("7500")},
	{"P3", "Corvale", num("600"), num("5400")},
	{"P4", "Dunreach", num("500"), num("3500")},
	{"P5", "Eskholt", num("400"), num("2400")},
	{"P6", "Farwold", num("300"), num("1500")},
	{"P7", "Glenhay", num("200"), num("800")},
	{"P8", "Hartmere", num("150"), num("450")},
}

// province is a place as it goes through the years.
type province struct {
	place
	Mobilised, Direction decimal.Decimal
	Pressure             decimal.Decimal // felt this year
	Quantity, Quality    decimal.Decimal // applications and inventions of the year
}

// luck is what is drawn for one province in one year: ε and η in thousandths.
type luck struct{ Quality, Others decimal.Decimal }

// draw returns the luck of every year and province. All regimes share it.
func draw(seed uint64, spread uint32) [years][]luck {
	rng := rand.New(rand.NewPCG(seed, 0))
	thousandths := func() decimal.Decimal {
		return decimal.New(int64(rng.Uint32N(2*spread+1))-int64(spread), -3)
	}
	var drawn [years][]luck
	for year := range drawn {
		for range places {
			drawn[year] = append(drawn[year], luck{thousandths(), thousandths()})
		}
	}
	return drawn
}

// work moves a province by a year under its pressure.
func (p *province) work(m params, quality bool, l luck) {
	aim := m.AimQuantity
	if quality {
		aim = m.AimQuality
	}
	up := m.Rise.Mul(p.Pressure).Mul(one.Sub(p.Mobilised))
	p.Mobilised = p.Mobilised.Add(up).Sub(m.Decay.Mul(p.Mobilised)).Round(exact)
	p.Direction = p.Direction.Add(m.Turning.Mul(p.Pressure).Mul(aim.Sub(p.Direction))).Round(exact)
	p.Capacity = p.Capacity.Mul(one.Add(m.Capacity)).Round(exact)
	p.yield(m, l)
}

// yield makes the applications and inventions of a year.
func (p *province) yield(m params, l luck) {
	work := p.Capacity.Mul(p.Mobilised)
	p.Quality = work.Mul(p.Direction).Mul(one.Add(l.Quality)).DivRound(m.Cost, 0)
	p.Quantity = p.Quality.Add(work.Mul(one.Sub(p.Direction)).Mul(one.Add(l.Others)).Round(0))
}

// feel is the pressure from the parts that the ranking reports and from the
// grade.
func (m params) feel(parts ranking.Parts, grade decimal.Decimal) decimal.Decimal {
	w := m.Weights
	seen := w.Ahead.Mul(parts.Ahead).Add(w.Next.Mul(parts.Next)).Add(w.Publicity)
	sum := w.Shortfall.Mul(parts.Shortfall).Add(w.Force.Mul(parts.Force)).Add(m.Grade.Mul(grade)).Add(
		parts.Publicity.Mul(seen),
	)
	return sum.DivRound(m.weights(), exact)
}

// next is the centre's next value for the target, from this year's and the
// nation's results on both indicators.
func (m params) next(now, quantity, quality decimal.Decimal, year int) decimal.Decimal {
	if year+1 == m.Turn {
		return quality.Mul(one.Add(m.Leap)).Round(0)
	}
	growth, result := m.GrowthQuantity, quantity
	if year >= m.Turn {
		growth, result = m.GrowthQuality, quality
	}
	return decimal.Max(now, now.Add(result).Mul(half)).Mul(one.Add(growth)).Round(0)
}

// stretch is by how much the next quotas go beyond the target.
func (m params) stretch(attainment decimal.Decimal) decimal.Decimal {
	s := m.Stretch
	if attainment.LessThan(one) {
		s = s.Add(one.Sub(attainment).Mul(half))
	}
	return decimal.Min(s, m.StretchMost).Round(4)
}

// weights is the sum of the weights of the pressure.
func (m params) weights() decimal.Decimal {
	w := m.Weights
	return w.Shortfall.Add(w.Ahead).Add(w.Next).Add(w.Force).Add(w.Publicity).Add(m.Grade)
}
