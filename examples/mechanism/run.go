package main

import (
	"fmt"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// pageData is the whole page.
type pageData struct {
	Seed    uint64
	Params  params
	Regimes []*history
	Control *history     // the last regime, had the target never turned
	Grid    [][]*history // by publicity, then by force
}

// grid is every publicity with every force.
var (
	publicities = []ranking.Publicity{0, ranking.OwnPosition, ranking.AmongPeers, ranking.Public}
	forces      = []target.Force{target.Expected, target.Binding, target.Veto}
)

func run(seed uint64) (*pageData, error) {
	w, err := newWorld(defaults, seed)
	if err != nil {
		return nil, err
	}

	out := &pageData{Seed: seed, Params: w.params}
	for _, r := range regimes {
		h, err := w.live(r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
		out.Regimes = append(out.Regimes, h)
	}

	unturned := *w
	unturned.Turn = never
	if out.Control, err = unturned.live(regimes[len(regimes)-1]); err != nil {
		return nil, fmt.Errorf("control: %w", err)
	}

	for _, p := range publicities {
		var row []*history
		for _, f := range forces {
			h, err := w.live(regime{Publicity: p, Force: f})
			if err != nil {
				return nil, fmt.Errorf("%v, %v: %w", p, f, err)
			}
			row = append(row, h)
		}
		out.Grid = append(out.Grid, row)
	}

	return out, nil
}
