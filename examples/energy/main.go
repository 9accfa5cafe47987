// Energy follows the energy intensity of China's GDP. The 12th five-year plan cuts it
// by 16 %, which is handed to 31 provinces. A scoring book judges the results, with its
// veto. Last comes the progress of five-year targets, as bureaus published it.
//
//	go run ./examples/energy
//	go run ./examples/energy -all
//	go run ./examples/energy -format json
package main

import "github.com/targetcascade/cascade/examples/internal/page"

func main() { page.Main("energy", compute) }

// compute is the report on the embedded data.
func compute() (*report, error) {
	d, err := load()
	if err != nil {
		return nil, err
	}
	return run(d)
}

// report is everything that the program computes.
type report struct {
	Sharing       sharing
	Provinces2007 []verdict
	Progress      []advanced
	Sichuan2016   []verdict
	Years         []annual
	data          data
}

// run computes the report.
func run(d data) (*report, error) {
	r := &report{data: d}
	for _, step := range []func() error{r.share, r.judge, r.advance, r.spread} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return r, nil
}
