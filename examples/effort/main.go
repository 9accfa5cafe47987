// Effort puts the rules on trial by which an effort is shared:
//
//   - what several formulas make of the European Union's cut of emissions outside emissions trading
//     by 2030;
//   - which rules are nearest to quotas that were handed out in the Union and in China;
//   - how far verdicts depend on a census.
//
// The first page fits a screen.
//
//	go run ./examples/effort
//	go run ./examples/effort -all
//	go run ./examples/effort -format json
package main

import "github.com/targetcascade/cascade/examples/internal/page"

func main() { page.Main("effort", compute) }

// compute is the result on the embedded data.
func compute() (*result, error) {
	states, err := load()
	if err != nil {
		return nil, err
	}
	provinces, err := loadProvinces()
	if err != nil {
		return nil, err
	}
	return run(states, provinces)
}
