// Symbols draws the weather symbols of the German Sustainable Development
// Strategy for 22 targets and holds them against the 175 that were published.
//
//	go run ./examples/symbols
//	go run ./examples/symbols -all
//	go run ./examples/symbols -format json
package main

import "github.com/targetcascade/cascade/examples/internal/page"

func main() { page.Main("symbols", compute) }

// compute is the report on the embedded data.
func compute() (*report, error) {
	goals, err := load()
	if err != nil {
		return nil, err
	}
	return run(goals)
}
