// Effort shares the European Union's cut of emissions outside emissions
// trading by 2030 among the 27 member states by several formulas, within the
// caps of 2018 and of 2023, and sets the results beside what was adopted.
//
//	go run ./examples/effort
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
	return run(states)
}
