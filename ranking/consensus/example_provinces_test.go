package consensus_test

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/consensus"
)

//go:embed testdata/patents_2015.csv
var patents2015 string

// The provinces of China were ranked by invention patents applied for, granted
// and in force in 2015. How far do the three tables agree, and which order
// does justice to all of them?
func Example_provinces() {
	rows, err := csv.NewReader(strings.NewReader(patents2015)).ReadAll()
	if err != nil {
		fmt.Println(err)
		return
	}
	var tables []consensus.Ranking
	for column := 2; column <= 4; column++ {
		figures := make(map[string]decimal.Decimal)
		for _, row := range rows[1:] {
			if figures[row[1]], err = decimal.NewFromString(row[column]); err != nil {
				fmt.Println(err)
				return
			}
		}
		table, err := consensus.Descending(figures)
		if err != nil {
			fmt.Println(err)
			return
		}
		tables = append(tables, table)
	}
	for i, a := range tables {
		for j, b := range tables[:i] {
			k, err := consensus.NewKendall(b, a)
			if err != nil {
				fmt.Println(err)
				return
			}
			w, err := consensus.WeightedTau(b, a, consensus.WeightedTauOptions{})
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Printf("%s and %s: %d of %d pairs turned, τ %s, weighted %.3f\n",
				rows[0][2+j], rows[0][2+i], k.Discordant, k.Pairs, k.TauB().Decimal.StringFixed(3), w)
		}
	}

	p, err := consensus.New(consensus.Ballots(tables...), consensus.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	k, err := p.Kemeny()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%v orders contradict the tables least, %v times\n", k.Count(), k.Cost)
	fmt.Println("Kemeny:", strings.Join(k.Order()[:7], ", "))
	for _, s := range p.Borda()[:7] {
		fmt.Printf("Borda %d %s %v\n", s.Rank, s.Item, s.Value)
	}
	// Output:
	// applications and grants: 44 of 465 pairs turned, τ 0.811, weighted 0.862
	// applications and in_force: 44 of 465 pairs turned, τ 0.811, weighted 0.836
	// grants and in_force: 12 of 465 pairs turned, τ 0.948, weighted 0.918
	// 3 orders contradict the tables least, 51 times
	// Kemeny: Jiangsu, Guangdong, Beijing, Zhejiang, Shanghai, Shandong, Anhui
	// Borda 1 Jiangsu 88
	// Borda 2 Guangdong 87
	// Borda 3 Beijing 85
	// Borda 4 Zhejiang 79
	// Borda 5 Shandong 78
	// Borda 6 Shanghai 76
	// Borda 7 Anhui 73
}
