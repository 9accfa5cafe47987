package leastchange

// large is the number of children from which a family has a [game].
const large = 64

// game finds the cheapest children of a large family after one has changed. It is a
// knock-out tournament for each direction. Only the matches of the changed child are
// played again.
type game struct {
	winner [2][]int32 // of each match; those of the children begin in the middle
}

// play is changed with a game.
func (e *exchange[S]) play(unit, gains, gives int) {
	g := e.games[unit]
	if g == nil {
		g = e.newGame(unit, int(e.first[unit+1]-e.first[unit]))
	} else {
		for _, child := range [...]int{gains, gives} {
			if child != none {
				e.replay(g, unit, child)
			}
		}
	}

	w := &e.ways[e.inner[unit]]
	var first [2]cost
	for dir := range 2 {
		best := g.winner[dir][1]
		w.by[dir] = [2]int32{best, none}
		if best != none {
			first[dir], _ = e.way(int(best), dir)
			w.by[dir][1] = e.runnerUp(g, unit, best, dir)
		}
	}
	e.close(unit, first[down], first[up])
}

func (e *exchange[S]) newGame(unit, n int) *game {
	g := &game{}
	for dir := range 2 {
		g.winner[dir] = make([]int32, 2*n)
		for k := range n {
			g.winner[dir][n+k] = e.entrant(e.first[unit]+int32(k), dir)
		}
		for m := n - 1; m > 0; m-- {
			g.winner[dir][m] = e.match(g.winner[dir][2*m], g.winner[dir][2*m+1], dir)
		}
	}
	if e.games == nil {
		e.games = map[int]*game{}
	}
	e.games[unit] = g
	return g
}

// entrant returns a child, or −1 if it cannot move.
func (e *exchange[S]) entrant(child int32, dir int) int32 {
	if _, ok := e.way(int(child), dir); !ok {
		return none
	}
	return child
}

// match returns the better one of two children.
func (e *exchange[S]) match(a, b int32, dir int) int32 {
	if a == none || b == none {
		return max(a, b)
	}
	x, _ := e.way(int(a), dir)
	y, _ := e.way(int(b), dir)
	if e.cheaper(x, a, y, b, dir) {
		return a
	}
	return b
}

// replay plays the matches of a child again.
func (e *exchange[S]) replay(g *game, unit, child int) {
	for dir, winner := range g.winner {
		m := len(winner)/2 + child - int(e.first[unit])
		winner[m] = e.entrant(int32(child), dir)
		for m /= 2; m > 0; m /= 2 {
			winner[m] = e.match(winner[2*m], winner[2*m+1], dir)
		}
	}
}

// runnerUp returns the best of the children that the winner has beaten.
func (e *exchange[S]) runnerUp(g *game, unit int, best int32, dir int) int32 {
	next := int32(none)
	winner := g.winner[dir]
	for m := len(winner)/2 + int(best-e.first[unit]); m > 1; m /= 2 {
		next = e.match(next, winner[m^1], dir)
	}
	return next
}
