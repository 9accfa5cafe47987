package apportion_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// Patents in force at the end of 2009 by province: inventions, utility models
// and designs (SIPO, patents in force, December 2009).
var provinceKinds = []struct {
	province                   string
	invention, utility, design int64
}{
	{"Beijing", 28774, 32616, 9686},
	{"Tianjin", 4919, 11542, 4054},
	{"Hebei", 2229, 12406, 3971},
	{"Shanxi", 1760, 4835, 1326},
	{"Inner Mongolia", 600, 2353, 1235},
	{"Liaoning", 5952, 21460, 3695},
	{"Jilin", 2233, 5740, 1646},
	{"Heilongjiang", 2986, 10640, 1893},
	{"Shanghai", 17352, 39102, 26781},
	{"Jiangsu", 12625, 55349, 86913},
	{"Zhejiang", 11611, 62646, 96217},
	{"Anhui", 1842, 8820, 5946},
	{"Fujian", 2100, 13714, 12550},
	{"Jiangxi", 938, 4138, 1974},
	{"Shandong", 7010, 46110, 18651},
	{"Henan", 2771, 16110, 8036},
	{"Hubei", 4391, 15370, 5984},
	{"Hunan", 4308, 11141, 5191},
	{"Guangdong", 27483, 86576, 107072},
	{"Guangxi", 922, 4303, 2196},
	{"Chongqing", 1943, 9705, 8364},
	{"Sichuan", 4501, 15111, 19803},
	{"Guizhou", 1172, 3921, 1148},
	{"Yunnan", 1743, 3717, 2591},
	{"Tibet", 42, 64, 324},
	{"Shaanxi", 3686, 8703, 2439},
	{"Gansu", 805, 2236, 616},
	{"Qinghai", 121, 264, 271},
	{"Ningxia", 200, 813, 956},
	{"Xinjiang", 483, 3466, 1073},
	{"Hainan", 254, 680, 522},
}

// A table of 31 provinces by three kinds of patent: the nation aims at so many
// of each kind, every province at its share of all of them, and the entries
// follow what each has in force. Rounding each entry by itself would break the
// margins.
func ExampleTable() {
	var weights [][]decimal.Decimal
	var parties []apportion.Party
	for _, p := range provinceKinds {
		row := []decimal.Decimal{
			decimal.NewFromInt(p.invention), decimal.NewFromInt(p.utility), decimal.NewFromInt(p.design),
		}
		weights = append(weights, row)
		parties = append(parties, apportion.Party{Weight: decimal.Sum(row[0], row[1:]...)})
	}

	cols := []decimal.Decimal{decimal.NewFromInt(300000), decimal.NewFromInt(600000), decimal.NewFromInt(400000)}
	rows, err := apportion.Apportion(decimal.NewFromInt(1300000), parties, apportion.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}

	table, err := apportion.Table(weights, rows.Shares, cols, apportion.TableOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}

	sums := make([]decimal.Decimal, 3)
	for i, p := range provinceKinds {
		if i < 3 || p.province == "Tibet" {
			fmt.Println(p.province, table.Entries[i], "of", rows.Shares[i])
		}
		for j, x := range table.Entries[i] {
			sums[j] = sums[j].Add(x)
		}
	}

	fmt.Println("nation", sums)
	// Output:
	// Beijing [45587 30591 6726] of 82904
	// Tianjin [8700 12086 3143] of 23929
	// Hebei [4275 14088 3339] of 21702
	// Tibet [95 86 321] of 502
	// nation [300000 600000 400000]
}

// Two provinces that only file designs cannot place more of them than there
// are.
func ExampleTable_infeasible() {
	n := decimal.NewFromInt
	_, err := apportion.Table(
		[][]decimal.Decimal{{n(0), n(5)}, {n(0), n(3)}, {n(4), n(2)}},
		[]decimal.Decimal{n(30), n(20), n(10)},
		[]decimal.Decimal{n(20), n(40)},
		apportion.TableOptions{})
	fmt.Println(err)
	// Output:
	// table cannot be met: rows[0], rows[1] have 50 to place, and cols[1] leave room for 40
}

// A province has already been given its quota of one kind: equal bounds hold it.
func ExampleTable_bounds() {
	n := decimal.NewFromInt
	held := decimal.NewNullDecimal(n(25))
	bounds := [][]decimal.NullDecimal{{held, {}, {}}, {{}, {}, {}}}
	t, err := apportion.Table(
		[][]decimal.Decimal{{n(20), n(30), n(50)}, {n(20), n(30), n(50)}},
		[]decimal.Decimal{n(100), n(101)},
		[]decimal.Decimal{n(40), n(61), n(100)},
		apportion.TableOptions{Min: bounds, Max: bounds})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range t.Entries {
		fmt.Println(row)
	}
	fmt.Println("tied:", t.Tied)
	// Output:
	// [25 28 47]
	// [15 33 53]
	// tied: []
}

// Two provinces by three kinds, with only one of the national totals decided.
func ExampleRake() {
	n := decimal.NewFromInt
	total := func(v int64) decimal.NullDecimal { return decimal.NewNullDecimal(n(v)) }
	r, err := apportion.Rake(
		apportion.Block{Shape: []int{2, 3}, Values: []decimal.Decimal{n(1), n(1), n(1), n(1), n(1), n(1)}},
		[]apportion.Margin{
			{Axes: []int{0}, Totals: []decimal.NullDecimal{total(40), total(60)}},
			{Axes: []int{1}, Totals: []decimal.NullDecimal{{}, total(10), {}}},
		},
		apportion.RakeOptions{Tolerance: decimal.New(1, -6), Places: target.Places(3)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range 2 {
		fmt.Println(r.Values[3*i].StringFixed(3), r.Values[3*i+1].StringFixed(3), r.Values[3*i+2].StringFixed(3))
	}
	fmt.Println("converged:", r.Converged, "off:", r.Off)
	// Output:
	// 18.000 4.000 18.000
	// 27.000 6.000 27.000
	// converged: true off: 0
}
