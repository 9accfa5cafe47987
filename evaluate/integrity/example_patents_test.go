package integrity_test

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/target"
)

//go:embed testdata/patents.csv
var patents string

// Subsidies and targets drove up patent applications; were the patents worth
// their fees? The guard is the lapse rate: patents in force a year before, plus
// the year's grants, less patents in force, over those in force a year before.
// It is compared between 2012 and 2014 for provinces whose applications rose by
// a third and more from 2011 to 2013, and for the others.
func Example_patentGuards() {
	records, err := csv.NewReader(strings.NewReader(patents)).ReadAll()
	if err != nil {
		fmt.Println(err)
		return
	}

	lapse := func(before, grants, after decimal.Decimal) decimal.Decimal {
		return before.Add(grants).Sub(after).DivRound(before, 4)
	}

	var volumes []integrity.GuardedVolume
	for _, rec := range records[1:] {
		var f [8]decimal.Decimal
		for i, s := range rec[2:] {
			if f[i], err = decimal.NewFromString(s); err != nil {
				fmt.Println(err)
				return
			}
		}
		volumes = append(volumes, integrity.GuardedVolume{
			Unit:   rec[1],
			Volume: integrity.BeforeAfter{Before: f[0], After: f[1]},
			Guard:  integrity.BeforeAfter{Before: lapse(f[2], f[3], f[4]), After: lapse(f[5], f[6], f[7])},
		})
	}

	g, err := integrity.CompareGuards(volumes, integrity.GuardOptions{
		Better: target.Lower,
		Rise:   decimal.New(33, -2),
		Worse:  decimal.New(1, -2),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, u := range g.Units {
		if u.Flagged {
			fmt.Printf("%s: applications %+.0f %%, lapse rate %+.1f points\n",
				u.Unit, u.Rise.Decimal.Shift(2).InexactFloat64(), u.Worsening.Shift(2).InexactFloat64())
		}
	}

	fmt.Println(strings.ReplaceAll(g.String(), ". ", ".\n"))
	// Output:
	// Anhui: applications +92 %, lapse rate +1.5 points
	// Chongqing: applications +53 %, lapse rate +5.7 points
	// Fujian: applications +66 %, lapse rate +3.7 points
	// Gansu: applications +108 %, lapse rate +3.1 points
	// Guizhou: applications +108 %, lapse rate +6.0 points
	// Heilongjiang: applications +38 %, lapse rate +9.5 points
	// Henan: applications +64 %, lapse rate +2.4 points
	// Hunan: applications +40 %, lapse rate +1.7 points
	// Jiangsu: applications +45 %, lapse rate +8.1 points
	// Jiangxi: applications +75 %, lapse rate +2.8 points
	// Shaanxi: applications +78 %, lapse rate +5.0 points
	// Shanxi: applications +48 %, lapse rate +1.1 points
	// Zhejiang: applications +66 %, lapse rate +4.9 points
	// The guard worsened in 13 of 26 units whose volume rose and in 0 of 5 others, a difference of 0.50 (one-sided p 0.0504).
	// Subsidised filings leave guards that worsen where volume rises.
	// Newcomers, a change of fees or a change of the rules of counting leave the same trace.
	// Fees fall due years after filing: the guard must be that of the filings whose volume rose.
	// Units are compared with themselves: one that always was worse is not flagged.
}
